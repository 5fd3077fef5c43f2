"""Dates as real files hold them; results are ISO days. Day comes before month, as Indonesian offices write."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Any, Final

__all__ = ["DateColumn", "date_problem", "read_date", "read_dates"]

_DAY: Final = r"(?P<day>[0-9]{1,2})"
# a code such as 5.1.02.02 goes on where a date ends
_END: Final = r"(?![0-9]|\.[0-9])"
_YEAR: Final = r"(?P<year>[0-9]{4}|'?[0-9]{2}(?![/.\-][0-9]))"
# each form at the beginning of a text: what follows (a time, a time zone, a remark) says nothing about the day
_FORMS: Final = tuple(
    re.compile(form, re.A)
    for form in (
        # 2024-12-27T09:00, 2024/12/27, 20241227
        rf"(?P<year>[0-9]{{4}})[-/.](?P<month>[0-9]{{1,2}})[-/.]{_DAY}{_END}",
        rf"(?P<year>(?:19|20|21)[0-9]{{2}})(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}}){_END}",
        # 27/12/2024, 27-12-24, 27.12.2024, 27 12 2024
        rf"{_DAY}\s?[/.\- ]\s?(?P<month>[0-9]{{1,2}})\s?[/.\- ]\s?{_YEAR}{_END}",
        # Jumat, 27 Desember 2024; 27-Dec-24; 27Des2024
        rf"(?:[A-Za-z']+\.?,?\s+|tgl\.?\s*)?{_DAY}[ \-/.]?\s?(?P<name>[A-Za-z]{{3,10}})\.?[ \-/,]*{_YEAR}{_END}",
        # December 27, 2024; Dec 27 2024 10:00AM
        rf"(?:[A-Za-z]+,\s+)?(?P<name>[A-Za-z]{{3,10}})\.?\s{_DAY},?\s(?P<year>[0-9]{{4}}){_END}",
    )
)
# the first of the month stands for it
_MONTHS_ONLY: Final = tuple(
    re.compile(form, re.A)
    for form in (
        rf"(?:bulan\s+)?(?P<name>[A-Za-z]{{3,10}})\.?[ \-/,]+{_YEAR}",
        r"(?P<year>[0-9]{4})[-/](?P<month>[0-9]{1,2})",
        r"(?P<month>[0-9]{1,2})[-/](?P<year>[0-9]{4})",
    )
)
# "18 Dec 2024 s/d 21 Feb 2025": the beginning counts
_UNTIL: Final = re.compile(
    r"\s*(?:\bs\s*/?\s*d\b|\bs\.d\.?|\bsampai(?: dengan)?\b|\bhingga\b|(?<=\s)[-–](?=\s)|–)\s*", re.I
)
_DAYS_OF: Final = re.compile(r"^([0-9]{1,2})\s*-\s*[0-9]{1,2}(?=\s+[A-Za-z])")
_HAS_YEAR: Final = re.compile(r"[0-9]{4}|[/.\-][0-9]{2}$")
_MONTH_AND_YEAR: Final = re.compile(r"(?P<name>[A-Za-z]{3,10})\.?\s+(?P<year>[0-9]{4})", re.A)
_SERIAL: Final = re.compile(r"[0-9]{5}(?:\.[0-9]+)?", re.A)
_EPOCH: Final = re.compile(
    r"(?:/Date\()?(?P<ms>-?[0-9]{12,13})(?:[+-][0-9]{4})?(?:\)/)?(?:\.0+)?|(?P<s>[0-9]{10})(?:\.0+)?", re.A
)
_INTRODUCED: Final = re.compile(r"^(?:tanggal|tgl)\b\.?:?\s*", re.I)
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january",
            "februari feb february pebruari peb febuari",
            "maret mar march mrt",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "agustus agt ags aug august agu agst",
            "september sep sept",
            "oktober okt oct october",
            "november nov nop nopember",
            "desember des dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_NOTHING: Final = frozenset(
    {"", "-", "–", "null", "none", "nan", "nat", "n/a", "belum ada", "0000-00-00", "0000-00-00 00:00:00", "00/00/0000"}
)
# Dates outside these years are slips of the pen; a spreadsheet counts days from the end of 1899.
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_FIRST_SERIAL, _LAST_SERIAL = 30_000, 80_000
# An epoch stands for a moment; the office's day began at midnight in Jakarta, not in Greenwich.
_JAKARTA: Final = timezone(timedelta(hours=7))
_SHEET_ZERO: Final = date(1899, 12, 30)
_LONGEST: Final = 80

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
    return _read(text)


def date_problem(text: str) -> str | None:
    """Why :func:`read_date` gave nothing: ``unreadable``, ``out_of_range``, or ``None`` when there is no fault."""
    if text.strip().lower() in _NOTHING:
        return None
    found = _parsed(text)
    if found is None:
        return "unreadable"
    return None if _is_sensible(found) else "out_of_range"


def _read(value: Any) -> date | None:
    found = _parsed(value)
    return found if found is not None and _is_sensible(found) else None


def _is_sensible(day: date) -> bool:
    return _FIRST_YEAR <= day.year <= _LAST_YEAR


def _parsed(value: Any) -> date | None:
    try:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return _of_number(value)
        return _of_text(str(value).strip())
    except (ValueError, OverflowError, OSError):
        return None


def _of_number(value: float) -> date | None:
    if 1e12 <= value < 1e13:
        return datetime.fromtimestamp(float(value) / 1000, tz=_JAKARTA).date()
    return _of_serial(int(value)) if _FIRST_SERIAL <= value <= _LAST_SERIAL else None


def _of_serial(days: int) -> date | None:
    return _SHEET_ZERO + timedelta(days=days) if _FIRST_SERIAL <= days <= _LAST_SERIAL else None


def _of_text(text: str) -> date | None:
    text = text[:_LONGEST]
    for form in _FORMS:
        if match := form.match(text):
            return _day(**match.groupdict())
    if text[:1].isdigit() or text.startswith(("/", "-")):
        if match := _EPOCH.fullmatch(text):
            seconds = int(match["ms"]) / 1000 if match["ms"] else int(match["s"])
            return datetime.fromtimestamp(seconds, tz=_JAKARTA).date()
        if _SERIAL.fullmatch(text):
            return _of_serial(int(float(text)))
    for form in _MONTHS_ONLY:
        if match := form.fullmatch(text):
            return _day(**match.groupdict())
    begins = _beginning(text)
    return _of_text(begins) if begins != text else None


def _beginning(text: str) -> str:
    """The first of two dates; what the first leaves out (``5 s/d 7 Mei 2025``) is taken from the second."""
    text = _INTRODUCED.sub("", text)
    first, *rest = _UNTIL.split(text, maxsplit=1)
    if days := _DAYS_OF.match(text):
        first, rest = days[1], [text[days.end() :]]
    if not rest or _HAS_YEAR.search(first):
        return first.strip()
    second = _MONTH_AND_YEAR.search(rest[0])
    if second is None:
        return first.strip()
    missing = second["year"] if re.search("[A-Za-z]", first) else f"{second['name']} {second['year']}"
    return f"{first.strip()} {missing}"


def _day(year: str, month: str | None = None, name: str | None = None, day: str | None = None) -> date | None:
    number = int(month) if month else _MONTHS.get((name or "").lower())
    if number is None:
        return None
    full = int(year.lstrip("'"))
    return date(full if len(year.lstrip("'")) == 4 else 2000 + full, number, int(day or 1))
