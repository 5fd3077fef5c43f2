"""Spellings of a unit join in one name; only units of known content get a base quantity."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jointproc.intake import unit_of


@pytest.mark.parametrize(
    ("text", "name"),
    [("box", "kotak"), ("BX", "kotak"), ("saset", "sachet"), ("TBL", "tablet"), ("Pcs", "buah"), ("Bh.", "buah"),
     ("btl", "botol"), ("Orang / Bulan", "orang bulan"), ("M2", "meter persegi")],
)  # fmt: skip
def test_synonyms(text: str, name: str) -> None:
    assert unit_of(text).name == name


@pytest.mark.parametrize("text", ["paket", "ls", "kegiatan", "set", "kotak", "gelondong"])
def test_units_without_content_have_no_base(text: str) -> None:
    assert (unit_of(text).factor, unit_of(text).base) == (None, None)


def test_a_ream_is_500_sheets() -> None:
    assert (unit_of("rim").factor, unit_of("rim").base) == (Decimal(500), "lembar")
