"""Volumes typed as text."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointproc.intake.volumes import volume_of
from jointproc.settings import shared


@pytest.mark.parametrize(
    ("text", "quantity", "unit"),
    [
        ("420 kotak", "420", "kotak"),
        ("20 box", "20", "kotak"),
        ("1.8 Paket", "1.8", "paket"),
        ("1.575 Paket", "1.575", "paket"),
        ("0,18 x  Paket ", "0.18", "paket"),
        ("1 Paket x2.925", "2.925", "paket"),
        ("12 pkt", "12", "paket"),
        ("-1 paket", "-1", "paket"),
        ("3900 Batang", "3900", "batang"),
        ("7.800 Batang", "7800", "batang"),
        ("1.500 lembar", "1500", "lembar"),
        ("12 Bulan", "12", "bulan"),
        ("10 Orang x 2 Kali", "20", "orang kali"),
        ("40 Orang x 365 Hari", "14600", "orang hari"),
        ("10 org/hari", "10", "orang hari"),
        ("1 (satu) paket", "1", "paket"),
        ("1 Paket (30 Porsi)", "1", "paket"),
        ("±500 m2", "500", "meter persegi"),
        ("5 x 57,14 m2", "285.7", "meter persegi"),
        ("100.4401309 M1", "100.4401309", "meter"),
        ("10,3328257559278 Ha", "10.3328257559278", "hektare"),
        ("619.2732627999m3", "619.2732627999", "meter kubik"),
        ("4 rim; ", "4", "rim"),
        ("( 139, OK, @ 57000 )", "139", "orang kali"),
        ("( 1, PKT, @ 2000000000 )", "1", "paket"),
        ("1.58333333 Ekor", "1.58333333", "ekor"),
        ("12", "12", None),
        ("0.64", "0.64", None),
    ],
)
def test_a_number_and_its_unit(text: str, quantity: str, unit: str | None) -> None:
    found = volume_of(text)
    assert found.quantity == Decimal(quantity)
    assert (found.unit.name if found.unit else None) == unit


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("", None),
        ("-", None),
        ("sesuai kontrak", "unreadable"),
        ("m2", "unreadable"),
        ("Rp 5.000.000", "unreadable"),
        ("15 rim 70 gsm", "unreadable"),
        ("1 Paket 6 bulan", "unreadable"),
        ("9" * 300, "unreadable"),
        ("100 pcs; 20 box", "several"),
        ("1600 Lembar,10 Buku", "several"),
        ("1 paket dan 2 unit", "several"),
        ("10-20 unit", "range"),
        ("10 s/d 20 unit", "range"),
        ("40 x 60 cm", "size"),
        ("3 x 4 m", "size"),
        ("60x40", "size"),
        ("0.723 % x 100 Orang", "share"),
        ("855.666 Lembar", "ambiguous"),
        ("16.735 liter", "ambiguous"),
        # one, or a thousand?
        ("1.000 Paket", "ambiguous"),
    ],
)
def test_nothing_is_invented(text: str, note: str | None) -> None:
    found = volume_of(text)
    assert (found.quantity, found.unit, found.note) == (None, None, note)


@pytest.mark.parametrize(
    ("text", "note"), [("±500 m2", "about"), ("1 Paket (30 Porsi)", "details"), ("2 (dua) set", None)]
)
def test_what_was_left_aside_is_told(text: str, note: str | None) -> None:
    assert volume_of(text).note == note


def test_an_answer_decides_what_stays_open() -> None:
    assert volume_of("16.735 liter", "id").quantity == 16735
    assert volume_of("16.735 liter", "en").quantity == Decimal("16.735")


def test_volumes_of_real_plans() -> None:
    path = shared() / "data" / "kalbar_prov_isb" / "RUP-PaketPenyedia-Terumumkan_2025.parquet"
    if not path.exists():
        pytest.skip("real procurement plans are not there (JOINTPROC_SHARED)")
    rows = duckdb.from_parquet(str(path)).aggregate("volume_pekerjaan, count(*) AS n").fetchall()
    found = [(text, volume_of(text), n) for text, n in rows if text]
    read_n = sum(n for _text, volume, n in found if volume.quantity is not None)
    assert read_n / sum(n for _text, _volume, n in found) > 0.97
    # a part of a package is never a thousand of them
    packages = [v.quantity for text, v, _n in found if v.unit and v.unit.name == "paket" and "." in text and v.quantity]
    assert len(packages) > 50
    assert max(packages) < 100


_UNITS = st.sampled_from(["kotak", "Paket", "Batang", "m2", "Orang", "lembar", "kg"])


@given(st.integers(1, 10**9), _UNITS)
def test_round_trip(quantity: int, unit: str) -> None:
    found = volume_of(f"{quantity} {unit}")
    assert found.quantity == quantity
    assert found.unit is not None


@given(st.integers(1, 1000), st.integers(1, 1000))
def test_counted_parts_multiply(persons: int, times: int) -> None:
    found = volume_of(f"{persons} Orang x {times} Kali")
    assert found.quantity == persons * times


@given(st.one_of(st.text(max_size=40), st.text("0123456789.,x -()%@±;mM2kgORANG", max_size=30)))
def test_never_fails(text: str) -> None:
    for convention in (None, "id", "en"):
        found = volume_of(text, convention)
        assert found.quantity is None or found.quantity.is_finite()
        assert found.quantity is not None or found.unit is None
