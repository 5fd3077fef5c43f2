"""Volumes typed as text."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointproc.intake.volumes import volume_of


@pytest.mark.parametrize(
    ("text", "quantity", "unit"),
    [
        ("420 kotak", "420", "kotak"),
        ("1.8 Paket", "1.8", "paket"),
        ("12 pkt", "12", "paket"),
        ("-1 paket", "-1", "paket"),
        ("3900 Batang", "3900", "batang"),
        ("1.500 lembar", "1500", "lembar"),
        ("10 Orang x 2 Kali", "20", "orang kali"),
        ("1 (satu) paket", "1", "paket"),
        ("±500 m2", "500", None),
        ("12", "12", None),
    ],
)
def test_a_number_and_its_unit(text: str, quantity: str, unit: str | None) -> None:
    found = volume_of(text)
    assert found.quantity == Decimal(quantity)
    if unit is not None:
        assert found.unit is not None
        assert found.unit.name == unit


@pytest.mark.parametrize("text", ["", "sesuai kontrak", "100 pcs; 20 box", "1 paket dan 2 unit", "-", "9" * 300])
def test_nothing_is_invented(text: str) -> None:
    assert volume_of(text).quantity is None


@given(st.text(max_size=40))
def test_never_fails(text: str) -> None:
    found = volume_of(text)
    assert found.quantity is None or found.quantity.is_finite()
