"""The three lights of the page Simulasi: does it hold (stabil), may it be done (sah), when (kapan).

They point at what needs attention; they are no legal advice. Every light has a shape and a word besides its colour,
and red means only that a rule stands in the way.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import isnan
from typing import Final, Literal

from jointproc.agreements import SPLIT_LABELS, Scenario, Simulation
from jointproc.agreements.compliance import comply
from jointproc.agreements.legal import rules
from jointproc.agreements.timeline import plan
from jointproc.ui import formats, geography
from jointproc.ui.language import _, say
from jointproc.ui.page_simulation_calendar import ROUTES, calendar, span, waits

__all__ = [
    "Light",
    "decision_sentence",
    "lawful",
    "stable",
    "timely",
]

Verdict = Literal["ok", "care", "blocked"]
_TIGHT_DAYS: Final = 20
# more names than these don't fit on a light; the details have them
_NAMED_MOST: Final = 4


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


def _better_alone(worse: tuple[str, ...], every: int) -> str:
    if len(worse) > _NAMED_MOST:
        return _("{n} dari {all} peserta lebih baik sendiri.", n=formats.count(len(worse)), all=formats.count(every))
    return _("{names} lebih baik sendiri.", names=_names(worse))


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
        if not isnan(held.stable_share)
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
        return Light("care", _("Belum stabil"), f"{_better_alone(worse, len(found.members))} {cure}", tuple(points))
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


def timely(scenario: Scenario, found: Simulation, today: date) -> Light:
    """When the joint contract can start by the joint timeline, and what the budget still asks for before that."""
    planned = plan(found, today)
    contract = next(s for s in planned.steps if s.step == "contract")
    slack = min(s.slack_days for s in planned.steps)
    points = [
        _(
            "{step}: {start} sampai {end}, {n} hari kerja, longgar {slack}.",
            step=say(s.told),
            start=formats.day(s.start),
            end=formats.day(s.end),
            n=formats.count(s.working_days),
            slack=formats.count(s.slack_days),
        )
        for s in planned.steps
    ]
    points += [
        f"{span(event)}: {event.told} ({event.basis}{'' if event.verified else '; ' + _('belum diverifikasi')})"
        for event in sorted([*calendar(today.year + 1), *calendar(today.year + 2)], key=lambda e: e.end)
        if event.end >= today
    ][:6]
    sentence = _(
        "Kontrak paling cepat {day} (TA {year}), memakai {route}; longgar {slack} hari kerja.",
        day=formats.day(contract.start),
        year=planned.fiscal_year,
        route=_(ROUTES[planned.route]),
        slack=formats.count(slack),
    )
    policy = waits(scenario, today)
    if policy is not None:
        why = (
            _("Bantuan keuangannya harus masuk")
            if scenario.model == "C"
            else _("Kontrak tahun jamak memerlukan persetujuan bersama")
        )
        sentence += " " + _(
            "{why} KUA-PPAS TA {year}, paling lambat {day}; tanpa itu kontraknya setahun demi setahun.",
            why=why,
            year=policy.fiscal_year,
            day=formats.day(policy.closes),
        )
        return Light("care", _("Menunggu anggaran"), sentence, tuple(points))
    if planned.route != "existing":
        return Light("care", _("Menunggu anggaran"), sentence, tuple(points))
    if planned.presumed:
        sentence += " " + _("Dianggap sudah dianggarkan.")
    if slack < _TIGHT_DAYS:
        return Light("care", _("Waktunya sempit"), sentence, tuple(points))
    return Light("ok", _("Masih sempat"), sentence, tuple(points))
