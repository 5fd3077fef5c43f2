"""When an agreement can start: its joint steps in working days against the budget calendar, and as iCalendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import numpy as np

from jointproc.agreements.budget_calendar import calendar, last_day
from jointproc.agreements.legal import legal
from jointproc.agreements.scenario import Scenario
from jointproc.agreements.simulation import Simulation
from jointproc.errors import InputError
from jointproc.text import Count, Message, msg

__all__ = ["Route", "Step", "Timeline", "plan", "routes"]

_COMMITTING: Final = ("contract", "delivery")
_OCTETS: Final = 75


@dataclass(frozen=True, slots=True)
class Step:
    """One joint step; ``slack_days`` working days it may slip and still end within the fiscal year."""

    step: str
    told: Message
    start: date
    end: date
    working_days: int
    slack_days: int


@dataclass(frozen=True)
class Timeline:
    """The steps in order.

    Attributes:
        route: ``existing`` (the lines stand in the budget), ``amended`` (they wait for the amended budget) or ``next``
            (for the next one).
        presumed: whether ``existing`` was presumed because not every member said so.
    """

    route: str
    presumed: bool
    fiscal_year: int
    steps: tuple[Step, ...]

    def to_json(self) -> dict[str, Any]:
        """The keys ``timeline, route`` of ``simulate --json``."""
        return {
            "timeline": [
                {
                    "step": s.step,
                    "start": s.start.isoformat(),
                    "end": s.end.isoformat(),
                    "working_days": s.working_days,
                    "slack_days": s.slack_days,
                }
                for s in self.steps
            ],
            "route": {"route": self.route, "presumed": self.presumed, "fiscal_year": self.fiscal_year},
        }

    def ics(self, uid: str, language: str = "id") -> str:
        """The steps as an iCalendar file (RFC 5545), whole days, without a stamp of the hour it was made.

        Args:
            uid: names the agreement: the same step of the same agreement keeps its UID, so that a calendar replaces
                its entry when the file is imported again.
        """
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Jointproc//Simulasi//ID", "CALSCALE:GREGORIAN"]
        for s in self.steps:
            slack = msg("Longgar {n} hari kerja. Tahun anggaran {year}.", n=Count(s.slack_days), year=self.fiscal_year)
            lines += [
                "BEGIN:VEVENT",
                f"UID:{uid}-{s.step}@jointproc",
                f"DTSTAMP:{self.steps[0].start:%Y%m%d}T000000Z",
                f"DTSTART;VALUE=DATE:{s.start:%Y%m%d}",
                f"DTEND;VALUE=DATE:{s.end + timedelta(days=1):%Y%m%d}",
                f"SUMMARY:{_escaped(s.told.render(language))}",
                f"DESCRIPTION:{_escaped(slack.render(language))}",
                "TRANSP:TRANSPARENT",
                "END:VEVENT",
            ]
        return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _escaped(text: str) -> str:
    """Text of a property (RFC 5545, 3.3.11)."""
    for plain in ("\\", ",", ";"):
        text = text.replace(plain, "\\" + plain)
    return text.replace("\r\n", "\\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Lines of at most 75 octets, never cut within a character (RFC 5545, 3.1)."""
    parts, size = [""], 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > _OCTETS:
            parts.append("")
            size = 1  # the space that marks a continued line
        parts[-1] += sign
        size += octets
    return "\r\n ".join(parts)


@dataclass(frozen=True, slots=True)
class Route:
    """One way a purchase gets into a budget, and until when it is open.

    Attributes:
        route: ``existing``, ``shift``, ``amended`` or ``next``.
        closes: the last day on which it can still be taken.
        verified: whether the text of its basis was read.
    """

    route: str
    told: Message
    fiscal_year: int
    closes: date
    basis: str
    verified: bool


def routes(today: date) -> tuple[Route, ...]:
    """The next chance of every budget route on a day, the soonest to close first."""
    found = []
    for word, route, told in (
        ("Rancangan perubahan KUA-PPAS", "amended", msg("Perubahan APBD")),
        ("KUA dan PPAS ditandatangani", "next", msg("APBD berikutnya (KUA-PPAS)")),
    ):
        year, event = next(
            (year, event)
            for year in range(today.year, today.year + 3)
            for event in calendar(year)
            if word in event.told and event.end >= today
        )
        found.append(Route(route, told, year, event.end, event.basis, event.verified))
    end = date(today.year, 12, 31)
    found.append(
        Route("existing", msg("Baris anggaran yang sudah ada"), today.year, end, "UU 1/2004 Pasal 3 ayat (3)", True)
    )
    found.append(
        Route("shift", msg("Pergeseran dalam APBD berjalan"), today.year, end, "PP 12/2019 Pasal 163-164", False)
    )
    return tuple(sorted(found, key=lambda one: (one.closes, one.fiscal_year)))


def plan(found: Simulation, today: date) -> Timeline:
    """The earliest joint timeline. Weekends are free; public holidays are not known here.

    Raises:
        InputError: no sequence of steps ends within four fiscal years (a start far in the future).
    """
    scenario = found.scenario
    waiting = any(m.budgeted is False for m in scenario.members)
    durations = _durations(scenario, found, today, council=_needs_council(scenario))
    for year in range(today.year, today.year + 4):
        for route in ("amended", "next") if waiting else ("existing",):
            steps = _laid(durations, today, route, year, scenario.start)
            if steps is not None and steps[-1].slack_days >= 0:
                presumed = not waiting and any(m.budgeted is None for m in scenario.members)
                return Timeline(route, presumed, year, steps)
    raise InputError(
        "Jadwal bersama tidak muat dalam empat tahun anggaran dari {today}: periksa bulan mulai skenario.",
        today=today.isoformat(),
    )


def _needs_council(scenario: Scenario) -> bool:
    return any(m.budgeted is False and not m.council_approved for m in scenario.members)


def _durations(scenario: Scenario, found: Simulation, on: date, *, council: bool) -> list[tuple[str, Message, int]]:
    small = found.alone_idr / found.years_n <= legal("direct_purchase_goods", on).value
    how = "catalogue" if scenario.model == "D" else "direct" if small else "tender"
    told: list[tuple[str, Message, str]] = [
        ("prepare", msg("Persiapan dan penawaran"), "days_prepare"),
        ("agree", msg("Kesepakatan bersama"), "days_agree"),
        ("council", msg("Persetujuan DPRD"), "days_council"),
        ("pks", msg("Perjanjian kerja sama (PKS)"), "days_contract_text"),
        ("announce", msg("RUP diumumkan"), "days_announce"),
        ("selection", msg("Pemilihan penyedia"), f"days_selection_{how}"),
        ("contract", msg("Penetapan dan kontrak"), "days_contract"),
        ("delivery", msg("Penyerahan barang"), "days_delivery"),
    ]
    return [(k, m, int(legal(name, on).value)) for k, m, name in told if council or k != "council"]


def _laid(
    durations: list[tuple[str, Message, int]], today: date, route: str, year: int, wanted: date | None
) -> tuple[Step, ...] | None:
    events = calendar(year)
    signed = last_day(events, "KUA dan PPAS ditandatangani")
    revised = last_day(events, "Batas persetujuan perubahan APBD")
    approved = last_day(events, "Batas persetujuan bersama")
    # a new line must be in the budget policy before it is signed
    closes = {"next": signed, "amended": last_day(events, "Rancangan perubahan KUA-PPAS")}.get(route)
    if closes is not None and today > closes:
        return None
    gate = {"amended": revised, "next": approved}.get(route, approved)
    laid, at = [], today
    for key, told, days in durations:
        if key in ("announce", "selection", *_COMMITTING):
            at = max(at, gate + timedelta(days=1))
        if key in _COMMITTING:
            at = max(at, date(year, 1, 1), wanted or today)
        start = _on(at, 0)
        end = _on(start, days - 1)
        laid.append((key, told, start, end, days))
        at = end + timedelta(days=1)
    left, steps = date(year, 12, 31), []
    for key, told, start, end, days in reversed(laid):
        latest = np.busday_offset(left, 0, roll="backward").astype(date)
        steps.append(Step(key, told, start, end, days, int(np.busday_count(end, latest))))
        left = np.busday_offset(latest, -days).astype(date)
    return tuple(reversed(steps))


def _on(day: date, days: int) -> date:
    moved: date = np.busday_offset(day, days, roll="forward").astype(date)
    return moved
