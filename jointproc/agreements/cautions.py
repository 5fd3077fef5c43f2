"""What a reader must know before believing or signing a simulated agreement."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from jointproc.agreements.coalition import Coalitions
from jointproc.agreements.scenario import Scenario
from jointproc.agreements.suppliers import Suppliers
from jointproc.savings import Market
from jointproc.text import Count, Idr, Message, Share, msg

__all__ = ["cautions"]


def cautions(
    part: Market,
    scenario: Scenario,
    suppliers: Suppliers,
    game: Coalitions,
    names: Mapping[str, str],
    gain: float,
    transfer: int,
) -> tuple[Message, ...]:
    """Warnings of a scenario, the weightiest first.

    Args:
        part: the members' cells of the chosen goods.
        gain: what the agreement adds over everybody acting alone, rupiah at the centre.
        transfer: what the chosen split moves between budgets, rupiah.
    """
    cells, goods = part.cells, part.goods
    amount = float(cells["amount_idr"].sum())
    good = cells["good"].to_numpy(np.int64)
    told: list[Message] = []
    listed = float(cells.loc[(goods["regime"] == "listed").to_numpy()[good], "amount_idr"].sum())
    if listed >= 0.5 * amount:
        told.append(
            msg(
                "{share} dari belanja ini memakai harga tayang: membeli lebih banyak tidak menurunkan harganya.",
                share=Share(listed / amount),
            )
        )
    if gain <= 0:
        told.append(
            msg("Setelah biaya koordinasi, kesepakatan ini tidak menambah penghematan dibanding bertindak sendiri.")
        )
    weak = float(cells.loc[(goods["evidence"] == "D").to_numpy()[good], "amount_idr"].sum())
    if weak > 0:
        told.append(
            msg(
                "Belanja {amount} ({share}) belum cukup bukti dan tidak dihitung sebagai penghematan.",
                amount=Idr(weak),
                share=Share(weak / amount),
            )
        )
    told.extend(suppliers.sentences())
    unsuitable = goods.loc[np.unique(good)].query("not suitable")
    if len(unsuitable):
        told.append(msg("{n} barang termasuk kelompok yang tidak cocok dibeli bersama.", n=Count(len(unsuitable))))
    bought = game.amount.sum(axis=0)
    told.extend(
        msg("{name} tidak membeli satu pun barang yang dipilih dalam data ini.", name=names.get(code, code))
        for code, spent in zip(game.codes, bought, strict=True)
        if spent <= 0
    )
    if not (game.present.sum(axis=1) > 1).any():
        told.append(msg("Tidak ada barang yang dibeli dua daerah peserta sekaligus: belum ada yang dapat digabung."))
    if scenario.lead_code not in game.codes:
        told.append(msg("Daerah penyelenggara bukan salah satu daerah peserta."))
    if transfer > max(1.0, 0.001 * amount) or (transfer > 0 and scenario.split != "spend"):
        told.append(
            msg(
                "Pembagian ini memindahkan {amount} antar-APBD; itu memerlukan bantuan keuangan "
                "(PP 12/2019 Pasal 67) dan tersedianya anggaran.",
                amount=Idr(transfer),
            )
        )
    if scenario.model == "C":
        told.append(
            msg(
                "Model C: satu daerah membeli untuk semua dengan bantuan keuangan khusus; setiap daerah tetap hanya "
                "dapat mengikat pagunya sendiri (UU 1/2004 Pasal 3 ayat (3))."
            )
        )
    if scenario.term_years > 1:
        told.append(
            msg(
                "Angka ini untuk periode data yang dipilih, belum dikalikan {years} tahun; "
                "komitmen lintas tahun memerlukan kegiatan tahun jamak.",
                years=Count(scenario.term_years),
            )
        )
    told.append(msg("Angka ini simulasi dari belanja yang lalu, bukan janji harga."))
    return tuple(told)
