"""Dates as real files hold them; results are ISO text. Day comes before month, as Indonesian offices write."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Any, Final

__all__ = ["DateColumn", "date_problem", "read_date", "read_dates"]

_ISO: Final = re.compile(r"^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
_DAY_FIRST: Final = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?!\d)")
_WORDED: Final = re.compile(r"^(?:[A-Za-z']+,\s*)?(\d{1,2})[ \-]([A-Za-z]+)\.?[ \-](\d{4}|\d{2})(?!\d)")
_MONTH_ONLY: Final = re.compile(r"^([A-Za-z]+)\.?[ \-](\d{4})$")
_YEAR_MONTH: Final = re.compile(r"^(\d{4})[-/](\d{1,2})$")
_SERIAL: Final = re.compile(r"^\d{5}(\.\d+)?$")
_EPOCH_S: Final = re.compile(r"^\d{10}$")
# "18 Dec 2024 s/d 21 Feb 2025": the beginning counts
_UNTIL: Final = re.compile(r"\s+(?:s\s*/?\s*d|s\.d\.?|sampai(?: dengan)?|hingga|-|–)\s+(?=\S)", re.I)
_EPOCH_MS: Final = re.compile(r"^\d{13}$")
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january",
            "februari feb february pebruari peb",
            "maret mar march mrt",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "agustus agt ags aug august agu",
            "september sep sept",
            "oktober okt oct october",
            "november nov nop nopember",
            "desember des dec december",
        ),
        start=1,
    )
    for name in names.split()
}
# Dates outside these years are slips of the pen; a spreadsheet counts days from the end of 1899.
_NOTHING: Final = frozenset({"-", "–", "null", "none", "nan", "nat", "0000-00-00", "0000-00-00 00:00:00"})
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
# An epoch stands for a moment; the office's day began at midnight in Jakarta, not in Greenwich.
_JAKARTA: Final = timezone(timedelta(hours=7))
_SHEET_ZERO: Final = date(1899, 12, 30)

DateColumn = tuple[list[str | None], list[int]]


def read_dates(values: Sequence[Any]) -> DateColumn:
    """ISO dates (``None`` where empty or unreadable) and the positions of unreadable cells. Never raises."""
    known: dict[Any, date | None] = {}
    texts: list[str | None] = []
    unreadable: list[int] = []
    for position, value in enumerate(values):
        if value is None or value == "" or value == "-":
            texts.append(None)
            continue
        key = (type(value), value)
        if key not in known:
            known[key] = _read(value)
        found = known[key]
        texts.append(found.isoformat() if found else None)
        if found is None:
            unreadable.append(position)
    return texts, unreadable


def read_date(text: str) -> date | None:
    """One date text; ``None`` when it is empty, unreadable, or outside sensible years. Never raises."""
    return _read(text) if text and text != "-" else None


def date_problem(text: str) -> str | None:
    """Why :func:`read_date` gave nothing: ``unreadable``, ``out_of_range``, or ``None`` when there is no fault."""
    if not text.strip() or text.strip().lower() in _NOTHING or read_date(text):
        return None
    try:
        found = _parse(text)
    except (ValueError, OverflowError, OSError):
        found = None
    return "unreadable" if found is None else "out_of_range"


def _read(value: Any) -> date | None:
    try:
        found = _parse(value)
    except (ValueError, OverflowError, OSError):
        return None
    return found if found is not None and _FIRST_YEAR <= found.year <= _LAST_YEAR else None


def _parse(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if 1e12 <= value < 1e13:
            return datetime.fromtimestamp(float(value) / 1000, tz=_JAKARTA).date()
        return _SHEET_ZERO + timedelta(days=int(value)) if 30_000 <= value <= 80_000 else None
    text = _UNTIL.split(str(value).strip(), maxsplit=1)[0].strip()
    if match := _ISO.match(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_FIRST.match(text):
        year = int(match[3])
        return date(year if year > 99 else 2000 + year, int(match[2]), int(match[1]))
    if match := _WORDED.match(text):
        month = _MONTHS.get(match[2].lower())
        year = int(match[3])
        return date(year if year > 99 else 2000 + year, month, int(match[1])) if month else None
    if match := _MONTH_ONLY.match(text):
        month = _MONTHS.get(match[1].lower())
        return date(int(match[2]), month, 1) if month else None
    if match := _YEAR_MONTH.match(text):
        return date(int(match[1]), int(match[2]), 1)
    if _SERIAL.match(text):
        days = int(float(text))
        return _SHEET_ZERO + timedelta(days=days) if 30_000 <= days <= 80_000 else None
    if _EPOCH_S.match(text):
        return datetime.fromtimestamp(int(text), tz=_JAKARTA).date()
    if _EPOCH_MS.match(text):
        return datetime.fromtimestamp(int(text) / 1000, tz=_JAKARTA).date()
    return None
