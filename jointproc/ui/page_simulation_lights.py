"""The three lights of the page Simulasi: does it hold (stabil), may it be done (sah), when (kapan).

They point at what needs attention; they are no legal advice. Every light has a shape and a word besides its colour,
and red means only that a rule stands in the way.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from jointproc.agreements import SPLIT_LABELS, Scenario, Simulation
from jointproc.agreements.compliance import comply
from jointproc.agreements.legal import rules
from jointproc.ui import formats, geography
from jointproc.ui.language import _, say
from jointproc.ui.page_simulation_calendar import calendar, last_day, span

__all__ = [
    "Light",
    "decision_sentence",
    "lawful",
    "stable",
    "timely",
]

Verdict = Literal["ok", "care", "blocked"]
_SOON_DAYS: Final = 120


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


def lawful(found: Simulation, today: date) -> Light:
    """What the rules ask of this scenario; findings with the same words stand together."""
    verdicts = comply(found, today)
    grouped: dict[tuple[str, str, str, str], list[str]] = {}
    for one in verdicts.findings:
        cure = " " + say(one.cure) if one.cure and one.verdict != "pass" else ""
        key = (one.verdict, one.id, say(one.message) + cure, say(rules()[one.id].cited))
        grouped.setdefault(key, []).append(one.region)
    points = []
    for (verdict, _id, sentence, basis), codes in grouped.items():
        who = _names(tuple(c for c in codes if c)) if any(codes) and len(codes) < len(found.members) else ""
        points.append((verdict, (f"{who}: " if who else "") + sentence, basis))
    told = tuple(f"{sentence} ({basis})" for _verdict, sentence, basis in points)
    blocked = [sentence for verdict, sentence, _basis in points if verdict == "blocked"]
    care = [sentence for verdict, sentence, _basis in points if verdict == "attention"]
    if blocked:
        return Light("blocked", _("Terhalang"), blocked[0], told)
    if care:
        more = _(" Ada {n} hal lain yang perlu dipenuhi.", n=len(care) - 1) if len(care) > 1 else ""
        return Light("care", _("Perlu dipenuhi"), care[0] + more, told)
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
