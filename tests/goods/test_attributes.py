"""Attributes read from texts."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jointproc.goods.attributes import attributes_of, plain
from tests.goods.lines import ODD


@pytest.mark.parametrize(
    ("text", "kind", "low", "high"),
    [
        ("lampu 12 watt", "power", 12, 12),
        ("genset 5 kVA", "apparent", 5000, 5000),
        ("UPS 1200VA", "apparent", 1200, 1200),
        ("pompa 0,5 kW", "power", 500, 500),
        ("AC 1,5 PK", "pk", 1.5, 1.5),
        ("AC 1/2 pk", "pk", 0.5, 0.5),
        ("aki 12 volt", "voltage", 12, 12),
        ("MCB 6 ampere", "current", 6, 6),
        ("hardisk 1 TB", "storage", 1000, 1000),
        ("flashdisk 32GB", "storage", 32, 32),
        ("ram 8 GB", "memory", 8, 8),
        ("susu 250 ml", "volume", 250, 250),
        ("oli 0,8 liter", "volume", 800, 800),
        ("beras 5 kg", "mass", 5000, 5000),
        ("garam 2 ons", "mass", 200, 200),
        ("kertas 70 gsm", "gsm", 70, 70),
        ("parasetamol 500mg", "strength", 500, 500),
        ("pipa 3/4 inch", "size", 19.05, 19.05),
        ("penggaris 30 cm", "size", 300, 300),
        ("kabel 1.000 meter", "size", 1_000_000, 1_000_000),
        ("lampu 10-15 watt", "power", 10, 15),
        ("alkohol 70 %", "percent", 70, 70),
    ],
)  # fmt: skip
def test_measures_in_one_unit(text: str, kind: str, low: float, high: float) -> None:
    found = [a for a in attributes_of(plain(text))[0] if a.kind == kind]
    assert [(a.low, a.high) for a in found] == [pytest.approx((low, high))]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("kertas A4", "paper", "a4"),
        ("map folio", "paper", "f4"),
        ("amplop kuarto", "paper", "kwarto"),
        ("laptop Intel Core i5", "processor", "i5"),
        ("laptop Ryzen 5", "processor", "ryzen5"),
        ("plastik 40 x 60 cm", "size", "400 x 600"),
        ("plastik 60x40cm", "size", "400 x 600"),
        ("plastik 40 × 60", "size", "40 x 60 ?"),
        ("buku 100 lembar", "count", "100 lembar"),
        ("buku 100 lbr", "count", "100 lembar"),
        ("ncr 3 ply", "count", "3 ply"),
        ("toner CE285X", "code", "ce285x"),
        ("staples no. 10", "label", "10"),
        ("masker isi 50", "pack", "50"),
    ],
)  # fmt: skip
def test_words_and_codes(text: str, kind: str, value: str) -> None:
    assert value in [a.value for a in attributes_of(plain(text))[0] if a.kind == kind]


def test_grams_of_paper_are_grams_per_square_metre() -> None:
    assert [a.kind for a in attributes_of(plain("70 gram"), paper_good=True)[0]] == ["gsm"]
    assert [a.kind for a in attributes_of(plain("70 gram"))[0]] == ["mass"]


def test_what_was_read_is_blanked() -> None:
    assert attributes_of(plain("Beras premium 5 kg"))[1].split() == ["beras", "premium"]


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_attributes(text: str) -> None:
    found, rest = attributes_of(plain(text))
    assert len(rest) == len(plain(text))
    assert all(not a.low > a.high for a in found)


@pytest.mark.parametrize("text", ODD, ids=lambda text: ascii(text[:12]))
def test_odd_texts_are_quick(text: str) -> None:
    began = time.perf_counter()
    attributes_of(plain(text))
    assert time.perf_counter() - began < 2
