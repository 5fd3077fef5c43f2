"""Numbers as officials write them, and the decision for a whole column."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jointproc.intake import read_numbers
from jointproc.intake.numbers import ShapeCount, decide, number_shape, read_number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rp 1.485.000.000,00", "1485000000.00"),
        ("Rp. 37.000.000,-", "37000000"),
        ("Rp. 37.000.000,00", "37000000.00"),
        ("Rp 591.918.878", "591918878"),
        ("10.804.000", "10804000"),
        ("1,010,000", "1010000"),
        ("97400.00", "97400.00"),
        ("24.051,5", "24051.5"),
        ("617,4 Jt", "617400000"),
        ("1,7 M", "1700000000"),
        ("2 T", "2000000000000"),
        ("1485000", "1485000"),
        ("-18958000", "-18958000"),
        ("(1.500.000)", "-1500000"),
        ("'25000", "25000"),
        ("0", "0"),
        (413000000.0, "413000000"),
        (0.1, "0.1"),
        (1e-7, "0.0000001"),
        (7, "7"),
        (Decimal("1.50"), "1.50"),
    ],
)
def test_one_value(text: object, expected: str) -> None:
    assert read_numbers([text]).texts == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "sesuai kontrak",
        "±",
        "1.23.4",
        "1..5",
        "=cmd|' /C calc'!A0",
        "١٢٣",
        "9" * 5000,
        True,
    ],
)
def test_what_is_no_number(text: object) -> None:
    column = read_numbers([text])
    assert column.texts == [None]
    assert column.unreadable == [0]


@pytest.mark.parametrize("text", [None, "", " ", "-", "n/a", "NULL", float("nan")])
def test_empty_is_not_unreadable(text: object) -> None:
    column = read_numbers([text])
    assert column.texts == [None]
    assert column.unreadable == []


def test_the_column_decides_what_a_lone_dot_means() -> None:
    assert read_numbers(["63.200", "1.485.000"]).texts == ["63200", "1485000"]
    assert read_numbers(["63.200", "97400.00"]).texts == ["63.200", "97400.00"]
    assert read_numbers(["63,200", "1,010,000"]).texts == ["63200", "1010000"]
    assert read_numbers(["63,200", "24.051,5"]).texts == ["63.200", "24051.5"]


def test_without_evidence_thousands_are_read_and_the_column_says_so() -> None:
    column = read_numbers(["63.200", "500"])
    assert column.texts == ["63200", "500"]
    assert column.convention == "ambiguous"


def test_contradicting_evidence_is_ambiguous_too() -> None:
    column = read_numbers(["1.485.000", "2,010,000", "63.200"])
    assert column.texts == ["1485000", "2010000", "63200"]
    assert column.convention == "ambiguous"


_MONEY = st.decimals(min_value=0, max_value=Decimal(10) ** 14, places=2, allow_nan=False)


@given(st.lists(_MONEY, min_size=1, max_size=20))
def test_indonesian_round_trip(values: list[Decimal]) -> None:
    texts = ["Rp " + f"{value:,.2f}".translate(str.maketrans(",.", ".,")) for value in values]
    assert [Decimal(str(t)) for t in read_numbers(texts).texts] == values


@given(st.lists(_MONEY, min_size=1, max_size=20))
def test_english_round_trip(values: list[Decimal]) -> None:
    assert [Decimal(str(t)) for t in read_numbers([f"{value:,.2f}" for value in values]).texts] == values


@given(
    st.lists(
        st.one_of(st.text(max_size=30), st.text("0123456789.,-+ RpJtM()", max_size=20), st.floats(), st.integers())
    )
)
def test_never_raises_and_gives_decimals(values: list[object]) -> None:
    column = read_numbers(values)
    assert len(column.texts) == len(values)
    for text in column.texts:
        assert text is None or (text.isascii() and Decimal(text).is_finite())


_WRITTEN = st.one_of(
    st.from_regex(r"(Rp\.? ?)?-?[0-9]{1,3}([.,][0-9]{3}){0,3}([.,][0-9]{1,2})?( ?(Jt|M|rb))?(,-)?", fullmatch=True),
    st.from_regex(r"[0-9.,]{1,14}", fullmatch=True),
    st.text(alphabet="0123456789.,-Rp ()JtM", max_size=14),
)


@given(_WRITTEN, st.sampled_from(["id", "en", "plain"]), st.randoms(use_true_random=False))
@settings(max_examples=400, deadline=None)
def test_a_plan_reads_every_text_of_its_shape_as_the_careful_reader_does(
    text: str, convention: str, chance: random.Random
) -> None:
    decision = decide([ShapeCount(number_shape(text), text, 1)], convention)
    plan = decision.plans[number_shape(text)]
    other = "".join(
        str(chance.randint(1, 9)) if c.isdigit() and not (i == 0 and c == "0") else c for i, c in enumerate(text)
    )
    assert number_shape(other) == number_shape(text) or "0" in text
    if plan is None or plan.empty or number_shape(other) != number_shape(text):
        return
    expected = read_number(other, convention)
    assert expected is not None
    assert plan.apply(other) == Decimal(expected)
