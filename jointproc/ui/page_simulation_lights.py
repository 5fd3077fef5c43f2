"""The three lights of the page Simulasi: does it hold (stabil), may it be done (sah), when (kapan).

They point at what needs attention; they are no legal advice. Every light has a shape and a word besides its colour,
and red means only that a rule stands in the way.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final, Literal

from jointproc import regions, settings
from jointproc.agreements import SPLIT_LABELS, Scenario, Simulation
from jointproc.goods import families
from jointproc.ui import filters, formats, geography
from jointproc.ui.language import _, say
from jointproc.ui.page_simulation_calendar import calendar, last_day, span

__all__ = [
    "Light",
    "Point",
    "decision_sentence",
    "lawful",
    "stable",
    "timely",
]

Verdict = Literal["ok", "care", "blocked"]
# the largest package meant for small firms (Perpres 12/2021 Pasal 65 ayat (4)); rule PBJ-03
_SMALL_FIRM_IDR: Final = 15e9
_POOR_SUITABILITY: Final = 1
_SOON_DAYS: Final = 120


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to look at: its weight, the sentence, and the rule's reference in ``rules.json``."""

    verdict: Verdict
    sentence: str
    rule: str


@dataclass(frozen=True, slots=True)
class Light:
    """One light: its state, the word that says it, one sentence, and the points behind it."""

    verdict: Verdict
    word: str
    sentence: str
    points: tuple[str, ...] = ()


# --------------------------------------------------------------------------- stabil?


def _names(codes: tuple[str, ...]) -> str:
    listed = [geography.label(code) for code in codes]
    if len(listed) < 2:
        return "".join(listed)
    return _("{first} dan {last}", first=", ".join(listed[:-1]), last=listed[-1])


def stable(found: Simulation) -> Light:
    """Whether a member would do better alone under the chosen split, by name, and which split would cure it."""
    worse = found.worse_off
    points = [
        _("Dengan pembagian {rule}: {names} lebih baik sendiri.", rule=say(SPLIT_LABELS[rule]), names=_names(codes))
        if codes
        else _("Dengan pembagian {rule}: tidak ada peserta yang lebih baik sendiri.", rule=say(SPLIT_LABELS[rule]))
        for rule, codes in found.worse_off_by_rule.items()
    ]
    points += [
        _(
            "{rule}: bertahan dalam {share} simulasi.",
            rule=say(SPLIT_LABELS[rule]),
            share=formats.share(held.stable_share, 0),
        )
        for rule, held in found.stability.items()
    ]
    if not found.stability:
        points.append(
            _("Di atas 14 peserta yang diperiksa setiap daerah satu per satu, belum kelompok yang memisahkan diri.")
        )
    if worse:
        cures = [rule for rule, codes in found.worse_off_by_rule.items() if not codes]
        if cures:
            cure = _("Dengan pembagian {rule} tidak ada yang dirugikan.", rule=say(SPLIT_LABELS[cures[0]]))
        elif found.pooling_gain_idr <= 0:
            cure = _(
                "Tidak ada pembagian yang menolong: bersama-sama hasilnya {less} lebih kecil daripada masing-masing.",
                less=formats.idr(-found.pooling_gain_idr),
            )
        else:
            cure = _("Begitu pula dengan pembagian lain; coba ubah peserta atau barangnya.")
        return Light(
            "care", _("Belum stabil"), f"{_('{names} lebih baik sendiri.', names=_names(worse))} {cure}", tuple(points)
        )
    held = found.stability.get(found.scenario.split)
    if held is not None and not held.in_core:
        names = {m.code: geography.label(m.code) for m in found.members}
        told = " ".join(say(one) for one in held.sentences(names))
        return Light("care", _("Belum stabil"), told, tuple(points))
    low = [m for m in found.members if m.saving_idr.p10 < 0]
    if low:
        sentence = _(
            "Tidak ada peserta yang lebih baik sendiri, tetapi pada batas bawah {names} merugi.",
            names=_names(tuple(m.code for m in low)),
        )
        return Light("care", _("Rapuh"), sentence, tuple(points))
    return Light("ok", _("Stabil"), _("Tidak ada peserta yang lebih baik sendiri."), tuple(points))


def decision_sentence(found: Simulation) -> str:
    """What the decision rule means for these members."""
    names = {m.code: geography.label(m.code) for m in found.members}
    return " ".join(say(one) for one in found.decision.sentences(names))


# --------------------------------------------------------------------------- sah?


@cache
def _rules() -> dict[str, dict[str, str]]:
    told = json.loads((settings.REFERENCE / "rules.json").read_text(encoding="utf-8"))
    return {str(rule["id"]): rule for rule in told}


def _basis(rule: str) -> str:
    """The reference of a rule; one written from memory says so."""
    found = _rules()[rule]
    if found["status"] == "V":
        return found["basis"]
    return _("{basis}; belum diverifikasi", basis=found["basis"])


def law_points(scenario: Scenario, found: Simulation, spent: dict[str, float]) -> list[Point]:
    """What this scenario triggers, the weightiest first, then what every agreement has to settle.

    Args:
        spent: spend by family, of the members and goods of the scenario.
    """
    points = [*_merging(scenario, found, spent), *_money(scenario, found), *_always(scenario)]
    order = {"blocked": 0, "care": 1, "ok": 2}
    return sorted(points, key=lambda point: order[point.verdict])


def _merging(scenario: Scenario, found: Simulation, spent: dict[str, float]) -> list[Point]:
    points = []
    if found.pooling_gain_idr <= 0 and scenario.model != "D":
        points.append(
            Point(
                "blocked",
                _(
                    "Paket dari beberapa daerah hanya boleh disatukan bila ada bukti efisiensi bersih; di sini "
                    "belum ada."
                ),
                "PBJ-01",
            )
        )
    poor = [key for key in spent if key in families() and families()[key].suitability <= _POOR_SUITABILITY]
    poor = [key for key in poor if key != "lainnya"]
    if poor:
        points.append(
            Point(
                "care",
                _(
                    "Keluarkan {names}: menurut sifatnya dibeli di daerah masing-masing.",
                    names=", ".join(filters.family_label(key) for key in poor[:4]),
                ),
                "PBJ-02",
            )
        )
    if len(spent) > 1:
        points.append(
            Point(
                "care",
                _("Pilihan ini memuat {n} kelompok komoditas; buat satu paket untuk setiap kelompok.", n=len(spent)),
                "PBJ-02",
            )
        )
    alone = [m.alone_idr for m in found.members]
    if scenario.model != "D" and sum(alone) > _SMALL_FIRM_IDR >= max(alone, default=0):
        points.append(
            Point(
                "care",
                _(
                    "Gabungan {amount} melampaui Rp15 miliar sedangkan setiap daerah tidak; bagi menjadi lot paling "
                    "banyak Rp15 miliar bila usaha kecil mampu.",
                    amount=formats.idr(sum(alone)),
                ),
                "PBJ-03",
            )
        )
    return points


def _money(scenario: Scenario, found: Simulation) -> list[Point]:
    points = []
    moved = found.transfers_idr.get(scenario.split, 0)
    if scenario.model == "C":
        points.append(
            Point(
                "care",
                _(
                    "Model C memerlukan bantuan keuangan antar-APBD di setiap daerah peserta, dan hibah barang "
                    "sesudahnya."
                ),
                "KSDD-09",
            )
        )
        points.append(
            Point("care", _("Penyelenggara tidak boleh mengikat anggaran daerah lain."), "BUD-01"),
        )
    elif moved > 0.001 * max(found.alone_idr, 1):
        points.append(
            Point(
                "care",
                _(
                    "Pembagian {rule} memindahkan {amount} antar-APBD; itu memerlukan bantuan keuangan.",
                    rule=say(SPLIT_LABELS[scenario.split]),
                    amount=formats.idr(moved),
                ),
                "KSDD-09",
            )
        )
    if scenario.model == "B":
        points.append(
            Point(
                "care",
                _("Model B memerlukan penugasan tertulis kepada agen pengadaan; kontrak tetap per daerah."),
                "PBJ-08",
            )
        )
    if scenario.term_years > 1:
        points.append(
            Point(
                "care",
                _(
                    "Jangka {years} tahun memerlukan kegiatan tahun jamak yang disetujui kepala daerah dan DPRD, tidak "
                    "melampaui masa jabatan kepala daerah.",
                    years=scenario.term_years,
                ),
                "BUD-02",
            )
        )
    return points


def _always(scenario: Scenario) -> list[Point]:
    provinces = {regions.region(code).province_code for code in scenario.codes}
    judge = _("gubernur") if len(provinces) == 1 else _("Menteri Dalam Negeri")
    points = [
        Point("ok", _("Pastikan objeknya ada di RPJMD atau RKPD setiap daerah."), "KSDD-03"),
        Point("ok", _("Persetujuan DPRD diperlukan di daerah yang belum menganggarkannya."), "KSDD-04"),
        Point("ok", _("Hitung porsi usaha kecil (paling sedikit 40%) sebelum dan sesudah bergabung."), "PBJ-05"),
        Point("ok", _("Sengketa diselesaikan {judge}, bukan pengadilan negeri.", judge=judge), "KSDD-06"),
    ]
    if scenario.model != "C":
        points.append(Point("ok", _("Setiap daerah hanya mengikat pagunya sendiri."), "BUD-01"))
    return points


def lawful(scenario: Scenario, found: Simulation, spent: dict[str, float]) -> Light:
    """What the rules ask of this scenario."""
    points = law_points(scenario, found, spent)
    told = tuple(f"{point.sentence} ({_basis(point.rule)})" for point in points)
    blocked = [p for p in points if p.verdict == "blocked"]
    care = [p for p in points if p.verdict == "care"]
    if blocked:
        return Light("blocked", _("Terhalang"), blocked[0].sentence, told)
    if care:
        more = _(" Ada {n} hal lain yang perlu dipenuhi.", n=len(care) - 1) if len(care) > 1 else ""
        return Light("care", _("Perlu dipenuhi"), care[0].sentence + more, told)
    return Light(
        "ok",
        _("Tidak terlihat halangan"),
        _("Yang dapat diperiksa dari data tidak menghalangi; hal yang selalu berlaku ada di rinciannya."),
        told,
    )


# --------------------------------------------------------------------------- kapan?


def timely(scenario: Scenario, today: date) -> Light:
    """Which budget the agreement can still enter, against today."""
    year = today.year + 1
    events = calendar(year)
    signed = last_day(events, "KUA dan PPAS ditandatangani")
    approved = last_day(events, "Batas persetujuan bersama")
    change = last_day(events, "Batas persetujuan perubahan APBD")
    points = tuple(
        f"{span(event)}: {event.told} ({event.basis}{'' if event.verified else '; ' + _('belum diverifikasi')})"
        for event in sorted([*events, *calendar(year + 1)], key=lambda e: e.end)
        if event.end >= today
    )[:6]
    told = {"year": year, "next": year + 1, "change": formats.day(change)}
    if scenario.model == "C" or scenario.term_years > 1:
        if today <= signed:
            sentence = _(
                "Masih dapat masuk KUA-PPAS TA {year}, yang ditandatangani paling lambat {day}.",
                day=formats.day(signed),
                **told,
            )
            return Light("ok", _("Masih sempat"), sentence, points)
        sentence = _(
            "KUA-PPAS TA {year} sudah lewat; jalannya perubahan APBD {year} (paling lambat {change}) atau APBD {next}, "
            "yang disusun mulai Februari {year}.",
            **told,
        )
        return Light("care", _("Menunggu anggaran"), sentence, points)
    if today <= approved:
        left = (approved - today).days
        sentence = _(
            "APBD {year} disetujui paling lambat {day}, {left} hari lagi; yang belum masuk menunggu perubahan APBD "
            "(paling lambat {change}).",
            day=formats.day(approved),
            left=left,
            **told,
        )
        soon = left < _SOON_DAYS
        return Light("care" if soon else "ok", _("Waktunya sempit") if soon else _("Masih sempat"), sentence, points)
    sentence = _(
        "Persetujuan APBD {year} sudah lewat: yang sudah dianggarkan dapat mulai dipilih sejak Desember, yang belum "
        "menunggu perubahan APBD (paling lambat {change}).",
        **told,
    )
    return Light("care", _("Yang teranggarkan saja"), sentence, points)
