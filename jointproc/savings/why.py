"""The sentences under "mengapa angka ini": from the market of a good to its result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from jointproc.savings.band import Band
from jointproc.savings.evidence import sentence as evidence_sentence
from jointproc.savings.market import Market
from jointproc.savings.regime import evidence_sentence as regime_sentence
from jointproc.savings.two_part import sentence as two_part_sentence
from jointproc.text import Idr, Message, Number, Share, msg

__all__ = ["NO_PARTNER", "NO_VOLUME", "baseline_sentence", "good_sentences"]

NO_VOLUME: Final = msg("Volume: nol. Membeli lebih banyak tidak menurunkan harga tayang.")
NO_PARTNER: Final = msg(
    "Penghematan ini tidak memerlukan kerja sama: bergabung tidak menambah apa pun setelah biaya koordinasi."
)


def baseline_sentence(baseline: str) -> Message:
    """What a saving is measured against."""
    if baseline == "listed_price":
        return msg("Dasar pembanding: harga tayang yang dibayar daerah peserta sendiri dalam periode ini.")
    if baseline == "budget":
        return msg("Dasar pembanding: pagu anggaran; penghematan terhadap pagu bukan penghematan terhadap pasar.")
    return msg("Dasar pembanding: harga yang dibayar daerah peserta sendiri dalam periode ini.")


def good_sentences(
    market: Market,
    good: dict[str, Any],
    cells: Sequence[dict[str, Any]],
    channels: Mapping[str, Band],
    steps: Mapping[str, float],
    course: str,
    baseline: str,
) -> tuple[Message, ...]:
    """The sentences under "mengapa angka ini", from the market to the result."""
    given, regime = market.given, good["regime"]
    told = [
        evidence_sentence(good, given),
        regime_sentence(regime, good["kind"], good["spread_log"], int(good["prices_n"])),
        baseline_sentence(baseline),
    ]
    if good["evidence"] == "D":
        return tuple(told)
    if regime != "listed" and (often := two_part_sentence(good)) is not None:
        told.append(often)
    if regime == "listed":
        told.append(NO_VOLUME)
    elif channels["quantity"].p90 <= 0:
        told.append(msg("Volume: nol. Tidak ada pengaruh jumlah terhadap harga yang dapat diakui untuk barang ini."))
    else:
        told.append(
            msg(
                "Volume: setiap kali jumlah berlipat dua, harga diperkirakan turun {share}; "
                "dihitung paling banyak sampai {cap} kali volume sendiri dan pesanan terbesar yang pernah terjadi.",
                share=Share(1 - 2.0 ** good["slope"]),
                cap=Number(given.value("volume_cap"), 1),
            )
        )
    gap = sum(c["harmonisation_idr"] for c in cells)
    if gap > 0:
        told.append(
            msg(
                "Penyelarasan harga: selisih ke kuartil harga terbaik {gap}, diakui {part}; "
                "ini dapat diraih tanpa perlu bergabung.",
                gap=Idr(gap),
                part=Share(given.value(f"harmonisation_realised_{regime}")),
            )
        )
    shipping = sum(c["shipping_idr"] for c in cells)
    if shipping > 0:
        told.append(
            msg(
                "Pengiriman: ongkos kirim {shipping}; hanya pesanan ke alamat yang sama yang dapat digabung, "
                "jadi ini pun tidak memerlukan mitra.",
                shipping=Idr(shipping),
            )
        )
    if channels["process"].p90 > 0:
        told.append(
            msg(
                "Proses: pemilihan yang tidak perlu diulang bernilai {amount} dengan biaya asumsi.",
                amount=Idr(channels["process"].p50),
            )
        )
    if course == "pool":
        told.append(
            msg(
                "Dikurangi biaya koordinasi {coordination} dan peluang pemilihan bersama gagal {failure}.",
                coordination=Idr(-steps["coordination"]),
                failure=Share(given.value("award_failure")),
            )
        )
    elif course == "alone":
        told.append(NO_PARTNER)
    else:
        told.append(msg("Tidak ada penghematan yang dapat diakui."))
    return tuple(told)
