"""Dates of real files become ISO text."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointproc.intake.dates import date_problem, read_date, read_dates


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-12-27T11:00:00.000000Z", "2024-12-27"),
        ("2024-12-27 09:00:00", "2024-12-27"),
        ("2026-03-04T12:27:36.331Z", "2026-03-04"),
        ("2025-01-01", "2025-01-01"),
        ("2025-1-5", "2025-01-05"),
        ("2024/12/27", "2024-12-27"),
        ("20250312", "2025-03-12"),
        ("12/03/2025", "2025-03-12"),
        ("12/03/2025 10:00", "2025-03-12"),
        ("12-03-2025", "2025-03-12"),
        ("12.03.2025", "2025-03-12"),
        ("12 03 2025", "2025-03-12"),
        ("12/03/25", "2025-03-12"),
        ("01-Jan-24", "2024-01-01"),
        ("12 Maret 2025", "2025-03-12"),
        ("Rabu, 12 Maret 2025", "2025-03-12"),
        ("Jum'at, 12 Maret 2025", "2025-03-12"),
        ("12 Maret 2025 pukul 09.00 WIB", "2025-03-12"),
        ("Tgl. 12 Maret 2025", "2025-03-12"),
        ("12 Agt 2025", "2025-08-12"),
        ("March 12, 2025", "2025-03-12"),
        ("Mar 12 2025 10:00AM", "2025-03-12"),
        ("Wed, 12 Mar 2025 00:00:00 GMT", "2025-03-12"),
        # the beginning counts, and takes from the end what it leaves out
        ("18 Dec 2024 s/d 21 Feb 2025", "2024-12-18"),
        ("18-12-2024 s.d. 21-02-2025", "2024-12-18"),
        ("5 s/d 7 Mei 2025", "2025-05-05"),
        ("5-7 Mei 2025", "2025-05-05"),
        ("25 April - 3 Mei 2025", "2025-04-25"),
        ("Januari - Maret 2025", "2025-01-01"),
        # the first stands for the month
        ("Maret 2025", "2025-03-01"),
        ("Mar-25", "2025-03-01"),
        ("2025-03", "2025-03-01"),
        ("03/2025", "2025-03-01"),
        # midnight of 1 January 2025 in Jakarta is still 2024 in Greenwich
        (1735664400000, "2025-01-01"),
        ("1735664400000", "2025-01-01"),
        ("1735664400", "2025-01-01"),
        ("1735664400.0", "2025-01-01"),
        ("/Date(1735664400000)/", "2025-01-01"),
        (datetime(2025, 3, 12, 9), "2025-03-12"),
        (date(2025, 3, 12), "2025-03-12"),
        (45728.0, "2025-03-12"),
        ("45728", "2025-03-12"),
        ("45728.5", "2025-03-12"),
    ],
)
def test_one_date(value: object, expected: str) -> None:
    assert read_dates([value]) == ([expected], [])


@pytest.mark.parametrize(
    "value",
    [
        "31/02/2025",
        # the month comes second; a file written the American way must not be read half wrong
        "12/31/2024",
        "segera",
        "2025",
        "TW I 2025",
        "12 Maret",
        "5.1.02.02.01",
        "08123456789",
        "0000-00-00",
        "12 Foo 2025",
        float("nan"),
        True,
    ],
)
def test_unreadable(value: object) -> None:
    assert read_dates([value]) == ([None], [0])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("2202-01-01", "out_of_range"),
        ("12 Maret 2205", "out_of_range"),
        ("31/12/1024", "out_of_range"),
        ("9999-12-31", "out_of_range"),
        ("31/02/2025", "unreadable"),
        ("segera", "unreadable"),
        ("2025-03-12", None),
        ("", None),
        ("-", None),
        ("null", None),
        ("0000-00-00", None),
    ],
)
def test_a_year_out_of_range_is_told_apart(text: str, problem: str | None) -> None:
    assert date_problem(text) == problem
    assert (read_date(text) is not None) == (text == "2025-03-12")


def test_empty_is_not_unreadable() -> None:
    assert read_dates([None, "", "-"]) == ([None, None, None], [])


_MONTH_NAMES = (
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()  # noqa: SIM905
)


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_round_trip(day: date, until: date) -> None:
    worded = f"{day.day} {_MONTH_NAMES[day.month - 1]} {day.year}"
    assert read_date(worded) == day
    assert read_date(f"{worded} s/d {until:%d/%m/%Y}") == day
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y%m%d", "%Y-%m-%dT%H:%M:%S"):
        assert read_date(day.strftime(form)) == day
    assert date_problem(worded) is None


_LIKE_DATES = st.text("0123456789/-. :TZsdJanMei,'()D", max_size=24)


@given(st.lists(st.one_of(st.text(max_size=100), _LIKE_DATES, st.floats(), st.integers(), st.dates().map(str))))
def test_never_raises(values: list[object]) -> None:
    texts, _unreadable = read_dates(values)
    for value, text in zip(values, texts, strict=True):
        assert text is None or 1990 <= date.fromisoformat(text).year <= 2100
        if isinstance(value, str):
            assert date_problem(value) in (None, "unreadable", "out_of_range")
            assert read_date(value) is None or date_problem(value) is None
