"""How units of one good relate."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from jointproc.goods.conversion import unit_relation
from jointproc.goods.item import read_item
from tests.goods.lines import lines


@pytest.mark.parametrize(
    ("left", "right", "kind", "factor"),
    [
        (("Kertas HVS A4", "", "Rim"), ("HVS A4", "", "rim"), "same", 1),
        (("Kertas HVS A4", "", "Rim"), ("HVS A4", "", "Lembar"), "converted", 500),
        (("Ballpoint", "", "Buah"), ("Bolpen", "", "Lusin"), "converted", 1 / 12),
        (("Ballpoint", "", "Kotak"), ("Bolpen", "", "Buah"), "custom", 12),
        (("Masker", "isi 50", "Kotak"), ("Masker", "", "Buah"), "converted", 50),
        (("Beras", "", "Kg"), ("Beras", "", "Ton"), "converted", 0.001),
        (("Susu UHT 1 liter", "", "Buah"), ("Susu UHT", "", "Liter"), "alike", 1),
        (("Tinta printer", "", "Botol"), ("Tinta printer", "", "Buah"), "alike", 1),
        (("Bolpen", "", "Buah"), ("Bolpen", "", "Unit"), "alike", 1),
        (("Bolpen", "", ""), ("Bolpen", "", "Unit"), "unknown", 1),
        (("Kabel", "", "Meter"), ("Kabel", "", "Kg"), "apart", 1),
    ],
)  # fmt: skip
def test_textbook_units(left: tuple[str, str, str], right: tuple[str, str, str], kind: str, factor: float) -> None:
    found = unit_relation(read_item(*left), read_item(*right))
    assert (found.kind, found.factor) == (kind, pytest.approx(factor))


@settings(deadline=None)
@given(lines, lines)
def test_the_other_way_round_is_the_inverse(left: tuple[str, str, str], right: tuple[str, str, str]) -> None:
    there = unit_relation(read_item(*left), read_item(*right))
    back = unit_relation(read_item(*right), read_item(*left))
    assert there.kind == back.kind
    assert there.factor * back.factor == pytest.approx(1)
