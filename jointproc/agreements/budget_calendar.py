"""The budget calendar as days: which date each row of ``data/reference/calendar.csv`` falls on in a fiscal year."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from jointproc import settings

__all__ = ["Event", "calendar", "last_day"]

_MONTHS: Final = (
    ("jan", 1), ("feb", 2), ("mar", 3), ("apr", 4), ("mei", 5), ("jun", 6),
    ("jul", 7), ("agu", 8), ("sep", 9), ("okt", 10), ("nov", 11), ("des", 12),
)  # fmt: skip
_WHEN: Final = re.compile(
    r"^N(?P<before>-1)? (?:(?P<day>\d{1,2}) |minggu (?P<week>I{1,3}) |(?P<part>awal|akhir) )?"
    r"(?P<month>[A-Z][a-z]+)(?:-(?P<until>[A-Z][a-z]+))?$"
)


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the budget calendar for a fiscal year, with the days it falls on."""

    begin: date
    end: date
    told: str
    basis: str
    verified: bool


def _month(name: str) -> int:
    return dict(_MONTHS)[name[:3].lower()]


def _window(told: str, year: int) -> tuple[date, date] | None:
    """``N-1 minggu II Agustus`` as first and last day, N being the fiscal year."""
    found = _WHEN.match(told)
    if not found:
        return None
    at = year - 1 if found["before"] else year
    month = _month(found["month"])
    until = _month(found["until"]) if found["until"] else month
    last = date(at + until // 12, until % 12 + 1, 1) - timedelta(days=1)
    if found["day"]:
        return date(at, month, int(found["day"])), date(at, month, int(found["day"]))
    if found["week"]:
        begin = date(at, month, 1 + 7 * (len(found["week"]) - 1))
        return begin, begin + timedelta(days=6)
    if found["part"] == "awal":
        return date(at, month, 1), date(at, month, 10)
    if found["part"] == "akhir":
        return date(at, month, 21), last
    return date(at, month, 1), last


def calendar(year: int) -> list[Event]:
    """The budget calendar of one fiscal year (``data/reference/calendar.csv``), in its order."""
    with (settings.REFERENCE / "calendar.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    found = []
    for row in rows:
        window = _window(row["waktu"], year)
        if window:
            found.append(Event(*window, row["peristiwa"], row["dasar"], row["status"] == "V"))
    return found


def last_day(events: list[Event], word: str) -> date:
    """The last day of the first event that mentions ``word``."""
    return next(event.end for event in events if word in event.told)
