"""Dates as real files hold them; results are ISO text. Day comes before month, as Indonesian offices write."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Any, Final

__all__ = ["DateColumn", "read_dates"]

_ISO: Final = re.compile(r"^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
_DAY_FIRST: Final = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?!\d)")
_WORDED: Final = re.compile(r"^(?:[A-Za-z']+,\s*)?(\d{1,2})[ \-]([A-Za-z]+)\.?[ \-](\d{4})(?!\d)")
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
    text = str(value).strip()
    if match := _ISO.match(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_FIRST.match(text):
        year = int(match[3])
        return date(year if year > 99 else 2000 + year, int(match[2]), int(match[1]))
    if match := _WORDED.match(text):
        month = _MONTHS.get(match[2].lower())
        return date(int(match[3]), month, int(match[1])) if month else None
    if _EPOCH_MS.match(text):
        return datetime.fromtimestamp(int(text) / 1000, tz=_JAKARTA).date()
    return None
