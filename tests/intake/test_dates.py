"""Dates of real files become ISO text."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointproc.intake.dates import read_dates


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-12-27T11:00:00.000000Z", "2024-12-27"),
        ("2024-12-27 09:00:00", "2024-12-27"),
        ("2026-03-04T12:27:36.331Z", "2026-03-04"),
        ("2025-01-01", "2025-01-01"),
        ("12/03/2025", "2025-03-12"),
        ("12-03-2025", "2025-03-12"),
        ("12/03/25", "2025-03-12"),
        ("12 Maret 2025", "2025-03-12"),
        ("Rabu, 12 Maret 2025", "2025-03-12"),
        ("12 Agt 2025", "2025-08-12"),
        ("18 Dec 2024 s/d 21 Feb 2025", "2024-12-18"),
        # midnight of 1 January 2025 in Jakarta is still 2024 in Greenwich
        (1735664400000, "2025-01-01"),
        ("1735664400000", "2025-01-01"),
        (datetime(2025, 3, 12, 9), "2025-03-12"),
        (date(2025, 3, 12), "2025-03-12"),
        (45728.0, "2025-03-12"),
    ],
)
def test_one_date(value: object, expected: str) -> None:
    assert read_dates([value]) == ([expected], [])


@pytest.mark.parametrize("value", ["31/02/2025", "segera", "2025", "0000-00-00", "12 Foo 2025", float("nan"), True])
def test_unreadable(value: object) -> None:
    assert read_dates([value]) == ([None], [0])


def test_empty_is_not_unreadable() -> None:
    assert read_dates([None, "", "-"]) == ([None, None, None], [])


@given(st.lists(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.dates().map(str))))
def test_never_raises(values: list[object]) -> None:
    texts, _unreadable = read_dates(values)
    for text in texts:
        assert text is None or date.fromisoformat(text).year >= 1990
