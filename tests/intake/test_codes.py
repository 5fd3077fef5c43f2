"""Codes and items that share a cell."""

from __future__ import annotations

import csv
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointproc.intake.codes import account_codes, items_in, split_agency, split_codes
from jointproc.settings import shared


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("60832782;45828523", ("60832782", "45828523")),
        ("60832782, 45828523", ("60832782", "45828523")),
        ("60832782\n45828523; 60832782", ("60832782", "45828523")),
        ("5.1.02.01.01.0040.;5.2.03.01.01.0010.", ("5.1.02.01.01.0040", "5.2.03.01.01.0010")),
        ('["1b9d-11", "1b9d-12"]', ("1b9d-11", "1b9d-12")),
        ("ISR-P2112-161778", ("ISR-P2112-161778",)),
        ("", ()),
        ("-", ()),
        ("0", ()),
    ],
)
def test_codes_of_a_cell(text: str, codes: tuple[str, ...]) -> None:
    assert split_codes(text) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("5.1.02.01.01.0024", ("5.1.02.01.01.0024",)),
        ("1.03.10.1.01.08.5.1.02.02.08.0020.", ("5.1.02.02.08.0020",)),
        ("2.15.02.1.08.01.5.1.02.02.08.0009.8.1.0.20.20.90.009.00001", ("5.1.02.02.08.0009",)),
        # the activity begins like an account
        ("5.02.03.2.01.0004.5.1.02.02.01.0029.8.1.0.20.20.10.029.00012", ("5.1.02.02.01.0029",)),
        ("1.01.02.1.02.02.5.2.03.01.01.0010.;1.01.02.1.02.05.5.2.03.01.01.0010.", ("5.2.03.01.01.0010",)),
        ("1.01.5.1.02.01.01.0001, 1.01.5.2.02.01.01.0002", ("5.1.02.01.01.0001", "5.2.02.01.01.0002")),
        # a ministry's account is no regional one
        ("CO.6193.FAI.013.053.0B.521211", ()),
        ("0.30.12.0.60.0055.1.0.20.10.10.0251.1.1.2.01.03.00.020.0002", ()),
        ("ATK", ()),
    ],
)
def test_account_codes_inside_longer_ones(text: str, codes: tuple[str, ...]) -> None:
    assert account_codes(text) == codes


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("BALAI PELATIHAN BELITUNG - 352631", "BALAI PELATIHAN BELITUNG", "352631"),
        ("SMA NEGERI 1 - 050302", "SMA NEGERI 1", "050302"),
        ("DINAS KESEHATAN - 1.02.0.00.0.00.01.0000", "DINAS KESEHATAN", "1.02.0.00.0.00.01.0000"),
        ("DINAS KESEHATAN", "DINAS KESEHATAN", None),
        ("Dinas PU - Bidang Jalan", "Dinas PU - Bidang Jalan", None),
        ("Belanja - 2025", "Belanja - 2025", None),
        ("SDN 12-345678", "SDN 12-345678", None),
        ("", "", None),
    ],
)
def test_the_code_behind_an_agency(text: str, name: str, code: str | None) -> None:
    assert split_agency(text) == (name, code)


def test_items_with_their_price() -> None:
    items = items_in(
        "1. Makan Rapat Biasa D.K.I.  JAKARTA ( 139, OK, @ 57000 ); \r\n"
        "2. Kertas A4 70 gsm (5 rim) ( 12, RIM, @ 52.500 ); "
    )
    assert [(i.text, i.quantity, i.unit.name, i.price_idr) for i in items] == [
        ("Makan Rapat Biasa D.K.I. JAKARTA", Decimal(139), "orang kali", Decimal(57000)),
        ("Kertas A4 70 gsm (5 rim)", Decimal(12), "rim", Decimal(52500)),
    ]


def test_items_in_words() -> None:
    items = items_in("1)  AC standing 5 pk 2 unit @ Rp. 35.427.800\r\n2) AC split 2 pk 3 unit @Rp.11.500.000,- ")
    assert [(i.text, i.quantity, i.unit.name, i.price_idr) for i in items] == [
        ("AC standing 5 pk", Decimal(2), "unit", Decimal(35427800)),
        ("AC split 2 pk", Decimal(3), "unit", Decimal(11500000)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Kertas; Kertas; Map; ",
        "spuit terumo 1 cc (@100/box); Sarung Tangan; ",
        "Rapid Test Combo @10 test",
        # what follows the goods is not how many
        "1) AC 2 pk 3 unit beserta selang 15 meter @Rp.11.500.000,-",
        # broken off: the first item would pass for the whole
        "1. Makan Rapat ( 139, OK, @ 57000 ); 2. Snack ( 139, OK",
        "( 39, OK, @ 1187795 )",
        "mail@example.org",
        "",
    ],
)
def test_what_is_no_list_of_items(text: str) -> None:
    assert items_in(text) == []


def test_items_of_real_plans() -> None:
    path = shared() / "data" / "format_samples" / "inaproc_api_rup_paket-penyedia.json"
    if not path.exists():
        pytest.skip("real procurement plans are not there (JOINTPROC_SHARED)")
    found = []
    pending = [json.loads(path.read_text(encoding="utf-8"))]
    while pending:
        value = pending.pop()
        pending += list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
        found += items_in(value) if isinstance(value, str) else []
    assert {(item.quantity, item.unit.name, item.price_idr) for item in found} == {
        (Decimal(139), "orang kali", Decimal(57000)),
        (Decimal(39), "orang kali", Decimal(1187795)),
    }


def test_accounts_of_real_contracts() -> None:
    path = shared() / "data" / "kalbar_prov_isb" / "SPSE-NonTenderSelesai_2023-2025.csv"
    if not path.exists():
        pytest.skip("real contracts are not there (JOINTPROC_SHARED)")
    with path.open(encoding="utf-8-sig", newline="") as handle:
        texts = [row["mak"] for row in csv.DictReader(handle) if row["mak"]]
    whole_n = sum(all(len(code) == len("5.1.02.01.01.0024") for code in account_codes(text)) for text in texts)
    found_n = sum(bool(account_codes(text)) for text in texts)
    assert len(texts) > 2000
    assert found_n / len(texts) > 0.95
    assert whole_n / len(texts) > 0.95


_CODES = st.lists(st.from_regex(r"[1-9][0-9]{7}", fullmatch=True), max_size=6, unique=True)


@given(_CODES, st.sampled_from([";", "; ", ",", ", ", "\n"]))
def test_round_trip(codes: list[str], between: str) -> None:
    assert split_codes(between.join(codes)) == tuple(codes)


@given(
    st.lists(
        st.tuples(
            st.from_regex(r"[A-Z][a-z]{2,9}( [A-Z][a-z]{2,9}){0,3}", fullmatch=True),
            st.integers(1, 9999),
            st.sampled_from(["OK", "PKT", "Rim", "Buah"]),
            st.integers(1, 10**9),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_items_round_trip(goods: list[tuple[str, int, str, int]]) -> None:
    text = "".join(f"{i}. {name} ( {n}, {unit}, @ {price} ); \r\n" for i, (name, n, unit, price) in enumerate(goods, 1))
    assert [(i.text, i.quantity, i.price_idr) for i in items_in(text)] == [(t, n, p) for t, n, _u, p in goods]


_LIKE = st.text("0123456789.,;()@ -OKPTRp\n", max_size=60)


@given(st.one_of(st.text(max_size=80), _LIKE))
def test_never_fails(text: str) -> None:
    assert all(split_codes(text))
    assert all(code.startswith("5.") for code in account_codes(text))
    name, code = split_agency(text)
    assert code is None or code in text
    assert name in text
    for item in items_in(text):
        assert item.quantity.is_finite()
        assert item.price_idr.is_finite()
