"""What changed between two versions of a scenario, in words: the change log of an agreement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from jointproc.agreements.cost_keys import COST_KEY_LABELS
from jointproc.agreements.scenario import Scenario
from jointproc.agreements.splits import SPLIT_LABELS
from jointproc.regions import regions
from jointproc.text import Count, Message, Share, msg

__all__ = ["changes"]

_VOTES: Final[Mapping[str, Message]] = {
    "consensus": msg("mufakat"),
    "majority": msg("suara terbanyak"),
    "weighted": msg("menurut belanja"),
    "qualified": msg("dua pertiga"),
}
# what is told with both values; the rest only by name
_TOLD: Final[Mapping[str, tuple[Message, Callable[[Any], object]]]] = {
    "title": (msg("Judul: {before} → {after}."), str),
    "model": (msg("Siapa berkontrak: model {before} → {after}."), str),
    "term_years": (msg("Jangka: {before} → {after} tahun."), Count),
    "split": (msg("Pembagian: {before} → {after}."), lambda v: SPLIT_LABELS[v]),
    "cost_key": (msg("Kunci biaya bersama: {before} → {after}."), lambda v: COST_KEY_LABELS[v]),
    "decision": (msg("Cara memutuskan: {before} → {after}."), lambda v: _VOTES[v]),
    "volume_growth": (msg("Pertumbuhan volume: {before} → {after} setahun."), Share),
    "price_growth": (msg("Kenaikan harga: {before} → {after} setahun."), Share),
    "discount_rate": (msg("Tingkat diskonto: {before} → {after} setahun."), Share),
    "suppliers_min_n": (msg("Penyedia paling sedikit: {before} → {after}."), Count),
    "support_share": (msg("Dukungan pusat: {before} → {after} dari penghematan."), Share),
}
_NAMED: Final[Mapping[str, Message]] = {
    "families": msg("Kelompok komoditas diubah."),
    "goods": msg("Daftar barang tertentu diubah."),
    "datasets": msg("Dataset yang dipakai diubah."),
    "fiscal_years": msg("Tahun anggaran yang dipakai diubah."),
    "assumptions": msg("Asumsi diubah."),
    "ramp_up": msg("Volume tahun-tahun pertama diubah."),
    "lots": msg("Pemecahan menjadi lot diubah."),
    "supplier_capacity": msg("Batas kemampuan penyedia diubah."),
    "start": msg("Bulan mulai diubah."),
    "payments_idr": msg("Pembayaran antarpeserta diubah."),
}


def changes(before: Scenario, after: Scenario) -> tuple[Message, ...]:
    """What ``after`` says otherwise than ``before``; empty when they agree."""
    told: list[Message] = []
    old, new = {m.code: m for m in before.members}, {m.code: m for m in after.members}
    told += [msg("{name} masuk.", name=_name(code)) for code in new if code not in old]
    told += [msg("{name} keluar.", name=_name(code)) for code in old if code not in new]
    if before.lead_code != after.lead_code:
        told.append(
            msg("Penyelenggara: {before} → {after}.", before=_name(before.lead_code), after=_name(after.lead_code))
        )
    for name, (template, shown) in _TOLD.items():
        a, b = getattr(before, name), getattr(after, name)
        if a != b:
            told.append(msg(template.template, before=shown(a), after=shown(b)))
    told += [sentence for name, sentence in _NAMED.items() if getattr(before, name) != getattr(after, name)]
    for code in sorted(set(old) & set(new)):
        if old[code].share != new[code].share:
            told.append(
                msg(
                    "{name}: bagian volume {before} → {after}.",
                    name=_name(code),
                    before=Share(old[code].share),
                    after=Share(new[code].share),
                )
            )
        if _stated(old[code]) != _stated(new[code]):
            told.append(msg("{name}: keterangan anggaran, rencana, atau persetujuan DPRD diubah.", name=_name(code)))
    return tuple(told)


def _stated(member: Any) -> tuple[bool | None, ...]:
    return (member.budgeted, member.planned, member.council_approved)


def _name(code: str) -> str:
    known = regions()
    return known[code].name if code in known else code
