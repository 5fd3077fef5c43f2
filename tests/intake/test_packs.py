"""How much a pack holds, when the text says so."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointproc.intake.packs import pack_of


@pytest.mark.parametrize(
    ("unit", "goods", "content"),
    [
        ("dus/50", "", 50),
        ("box", "Amoksisilin 500 mg box @100 tab", 100),
        ("pak", "Pensil 2B isi 12", 12),
        ("dus", "Masker dus isi 50 pcs", 50),
        ("kotak", "Parasetamol 500 mg, 10 strip x 10 tablet", 100),
        ("kotak", "Sarung tangan (100 lbr)", 100),
        ("box", "Vitamin C 100 tablet/box", 100),
        ("karton", "Kertas HVS A4 70 gsm karton/5 rim", 5),
    ],
)
def test_the_content_is_read(unit: str, goods: str, content: int) -> None:
    found = pack_of(unit, goods)
    assert found is not None
    assert found.content == Decimal(content)


@pytest.mark.parametrize(
    "goods",
    ["Amoksisilin 500 mg", "Keramik 60x40", "Kertas A4 70 gsm", "Tinta isi ulang", "Pipa isi 60 x 40", "Meja", ""],
)
def test_sizes_and_strengths_are_no_content(goods: str) -> None:
    assert pack_of("dus", goods) is None


@given(st.text(max_size=60), st.text(max_size=60))
def test_never_fails(unit: str, goods: str) -> None:
    found = pack_of(unit, goods)
    assert found is None or 1 < found.content <= 100_000
