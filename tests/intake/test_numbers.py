"""Numbers as officials write them, and the decision for a whole column."""

from __future__ import annotations

import csv
import json
import random
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jointproc.intake import read_numbers
from jointproc.intake.numbers import (
    ShapeCount,
    decide,
    number_shape,
    read_number,
    scale_breaks,
    unreadable_reason,
)
from jointproc.settings import shared


def shapes_of(texts: Iterable[str]) -> list[ShapeCount]:
    """As the staging of a file counts them."""
    examples: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for text in texts:
        shape = number_shape(text)
        examples.setdefault(shape, text)
        counts[shape] += 1
    return [ShapeCount(shape, examples[shape], n) for shape, n in counts.items()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rp 1.485.000.000,00", "1485000000.00"),
        ("Rp. 37.000.000,-", "37000000"),
        ("Rp. 37.000.000,00", "37000000.00"),
        ("Rp 591.918.878", "591918878"),
        ("Rp1.500.000/-", "1500000"),
        ("1.500.000=", "1500000"),
        ("Rp.1.000.000,=", "1000000"),
        ("1.000.000.-", "1000000"),
        ("63.200,-", "63200"),
        ("IDR 1.000.000", "1000000"),
        ("1.000.000 IDR", "1000000"),
        ("5 juta rupiah", "5000000"),
        ("10.804.000", "10804000"),
        ("1,010,000", "1010000"),
        ("97400.00", "97400.00"),
        ("24.051,5", "24051.5"),
        ("617,4 Jt", "617400000"),
        ("1,7 M", "1700000000"),
        ("1,5 milyar", "1500000000"),
        ("12rb", "12000"),
        ("2 T", "2000000000000"),
        ("2 triliun", "2000000000000"),
        ("1485000", "1485000"),
        ("-18958000", "-18958000"),
        ("−500", "-500"),
        ("(1.500.000)", "-1500000"),
        ("Rp (1.500.000)", "-1500000"),
        ("-Rp 1.500.000", "-1500000"),
        ("(Rp 1.500.000,00)", "-1500000.00"),
        ("'25000", "25000"),
        ("’25000", "25000"),
        ("1'000'000", "1000000"),
        ("1 000 000", "1000000"),
        ("Rp\u00a01\u202f000\u202f000,50", "1000000.50"),
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
        "Rp 12.000.000.00",
        # a spreadsheet has thrown digits away
        "1,5E+09",
        # two numbers are not one
        "10 20",
        # a metre is no miliar
        "5 m",
        # a minus after the number, or a flourish?
        "1.000-",
        "(1.000",
        "-(1.000)",
        "5%",
        "=cmd|' /C calc'!A0",
        "#N/A",
        "١٢٣",
        "mİliar 5",
        "9" * 5000,
        True,
    ],
)
def test_what_is_no_number(text: object) -> None:
    column = read_numbers([text])
    assert column.texts == [None]
    assert column.unreadable == [0]


@pytest.mark.parametrize("text", [None, "", " ", "-", "–", "Rp -", "Rp. -,-", "n/a", "NULL", "Belum ada", float("nan")])
def test_empty_is_not_unreadable(text: object) -> None:
    column = read_numbers([text])
    assert column.texts == [None]
    assert column.unreadable == []
    if isinstance(text, str):
        plan = decide(shapes_of([text])).plans[number_shape(text)]
        assert plan is not None
        assert plan.empty


@pytest.mark.parametrize("text", ["USD 5,000", "$ 100", "US$100", "EUR 5", "100 SGD", "RM 5"])
def test_another_currency_has_its_own_reason(text: str) -> None:
    assert read_number(text) is None
    assert unreadable_reason(text) == "currency_foreign"


@pytest.mark.parametrize("text", ["sesuai kontrak", "pasteur 5", "lihat lampiran 2", "$"])
def test_other_texts_are_simply_unreadable(text: str) -> None:
    assert unreadable_reason(text) == "number_unreadable"


# ------------------------------------------------------------------ the column decides


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


def test_the_evidence_is_told_with_its_count() -> None:
    decision = decide(shapes_of(["1.485.000,00"] * 1200 + ["63.200"]))
    assert decision.convention == "id"
    assert decision.examples == ("1.485.000,00",)
    assert "1.200 isian seperti 1.485.000,00" in str(decision.evidence)


def test_an_answer_goes_before_the_evidence() -> None:
    shapes = shapes_of(["63.200", "1.485.000"])
    plan = decide(shapes, "en").plans[number_shape("63.200")]
    assert plan is not None
    assert plan.apply("63.200") == Decimal("63.200")


def test_one_odd_example_does_not_speak_for_its_shape() -> None:
    # the shape "Rp 9.999" is read in one way, whichever text was met first
    plans = decide(shapes_of(["Rp 0.500", "Rp 1.500", "Rp 1.485.000"])).plans
    plan = plans["Rp 9.999"]
    assert plan is not None
    assert plan.apply("Rp 1.500") == 1500


# ------------------------------------------------------------------ lost thousands


def test_a_few_eaten_thousands_among_whole_ones() -> None:
    assert scale_breaks(shapes_of(["45000"] * 20 + ["\x1163.2"])) == {"\x1199.9"}
    assert scale_breaks(shapes_of(["\x1145000"] * 20 + ["\x1163.255"])) == {"\x1199.999"}
    assert scale_breaks(shapes_of(["45000"] * 20 + ["63,2"])) == {"99,9"}


@pytest.mark.parametrize(
    "texts",
    [
        # large amounts have decimals as well
        ["45000.50"] * 20 + ["63.2"],
        ["1.045.000,00"] * 20 + ["500,00"],
        # sen of single tablets
        ["45000"] * 200 + ["73.37", "494.62", "132.83", "609.73", "121.44"],
        # small whole prices, and no contract yet
        ["45.000"] * 20 + ["500", "75"],
        ["1.045.000"] * 20 + ["0"] * 200,
        ["1.045.000"] * 20 + ["\x110"] * 200,
        # decimals throughout: nothing is typical
        ["1.5"] * 20 + ["2000"],
        [],
    ],
)
def test_real_small_prices_are_left_alone(texts: list[str]) -> None:
    assert scale_breaks(shapes_of(texts)) == frozenset()


_SSH = {
    "ssh_kota_banjarmasin_2025.json": ("HARGA SATUAN 2025", "."),
    "sbu_kota_banjarmasin_2025.json": ("HARGA SATUAN 2025", ","),
    "ssh_kab_pangandaran_2023.csv": ("harga", ""),
}


def _prices(name: str) -> list[str]:
    path = shared() / "data" / "ssh" / name
    if not path.exists():
        pytest.skip("real price lists are not there (JOINTPROC_SHARED)")
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle)) if name.endswith("csv") else json.load(handle)
    return [str(row[_SSH[name][0]]) for row in rows]


@pytest.mark.parametrize("name", _SSH)
def test_no_real_price_list_is_broken(name: str) -> None:
    prices = _prices(name)
    assert len(prices) > 800
    assert scale_breaks(shapes_of(prices)) == frozenset()
    # the same list kept as numbers
    assert scale_breaks(shapes_of("\x11" + p.replace(_SSH[name][1] or " ", "") for p in prices)) == frozenset()


@pytest.mark.parametrize("name", ["ssh_kota_banjarmasin_2025.json", "sbu_kota_banjarmasin_2025.json"])
@pytest.mark.parametrize("mark", ["", "\x11"])
def test_a_real_price_list_saved_by_the_wrong_spreadsheet_is_found(name: str, mark: str) -> None:
    sign = _SSH[name][1]

    def opened(price: str) -> str:
        if price.count(sign) > 1:
            return price
        value = float(price.replace(sign, "."))
        return mark + (str(int(value)) if value.is_integer() else str(value))

    texts = [opened(price) for price in _prices(name)]
    broken = scale_breaks(shapes_of(texts))
    lost = [t for t in texts if t.count(sign) < 2]
    assert len(lost) > 400
    # as text, "32,525" looks whole again and is read as thousands
    seen = [t for t in lost if number_shape(t) in broken or len(t.partition(".")[2]) == 3]
    assert len(seen) == len(lost)


# ------------------------------------------------------------------ whatever is written

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
    st.from_regex(r"[0-9]{1,3}([ '\u00a0][0-9]{3}){1,3}([.,][0-9]{2})?", fullmatch=True),
    st.text(alphabet="0123456789.,-Rp ()JtM'=/", max_size=14),
)


@given(_WRITTEN, st.sampled_from(["id", "en", "plain"]), st.randoms(use_true_random=False))
@settings(max_examples=400, deadline=None)
def test_a_plan_reads_every_text_of_its_shape_as_the_careful_reader_does(
    text: str, convention: str, chance: random.Random
) -> None:
    plan = decide([ShapeCount(number_shape(text), text, 1)], convention).plans[number_shape(text)]
    other = "".join(
        str(chance.randint(1 if i == 0 else 0, 9)) if "0" <= c <= "9" and not (i == 0 and c == "0") else c
        for i, c in enumerate(text)
    )
    assert number_shape(other) == number_shape(text)
    if plan is None or plan.empty:
        return
    expected = read_number(other, convention)
    assert expected is not None
    assert plan.apply(other) == Decimal(expected)


@given(st.lists(st.tuples(_WRITTEN, st.integers(1, 1000)), max_size=12))
@settings(deadline=None)
def test_any_column_can_be_decided(found: list[tuple[str, int]]) -> None:
    shapes = [ShapeCount(number_shape(text), text, n) for text, n in found]
    decision = decide(shapes)
    assert decision.convention in ("id", "en", "plain", "ambiguous")
    assert set(decision.plans) == {one.shape for one in shapes}
    assert str(decision.evidence)
    assert scale_breaks(shapes) <= {one.shape for one in shapes}
