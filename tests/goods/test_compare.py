"""Two lines side by side."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings

from jointproc.goods.compare import FEATURES, compare
from jointproc.goods.item import read_item
from jointproc.goods.lexicon import lexicon
from jointproc.goods.model import limits, probabilities, verdicts
from tests.goods.lines import lines

Line = tuple[str, str, str]
NARROW = sorted(name for name, one in lexicon().concepts.items() if not one.wide)


def verdict(left: Line, right: Line) -> str:
    return verdicts(probabilities([compare(read_item(*left), read_item(*right))]))[0][0]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (("Kertas HVS A4 70 gsm", "", "Rim"), ("HVS A4 70gr", "Sidu", "Rim"), "same"),
        (("Kertas HVS A4 70 gsm", "", "Rim"), ("HVS A4 80 gsm", "", "Rim"), "variant"),
        (("Kertas HVS A4", "", "Rim"), ("HVS A3", "", "Rim"), "variant"),
        (("UPS", "1200 VA", "Unit"), ("UPS 1200VA", "", "Buah"), "same"),
        (("UPS", "1200 VA", "Unit"), ("UPS 650 VA", "", "Unit"), "variant"),
        (("Laptop", "", "Unit"), ("Laptop", "", "Unit"), "variant"),
        (("Beras", "", "Kg"), ("Cangkul", "", "Buah"), "different"),
        (("Serok sampah", "", "Buah"), ("Pengki", "", "Buah"), "same"),
        # the measure is the size of the good, a disk is no memory, half a size is another size
        (("Spuit 3 cc", "", "Buah"), ("Spuit 5 cc", "", "Buah"), "variant"),
        (("Infus NaCl 0,9% 500 ml", "", "Kolf"), ("Infus NaCl 0,9% 100 ml", "", "Kolf"), "variant"),
        (("Laptop i5 RAM 8 GB SSD 512 GB", "", "Unit"), ("Laptop i5 RAM 16 GB SSD 512 GB", "", "Unit"), "variant"),
        (("Sarung tangan steril no 7", "", "Pasang"), ("Sarung tangan steril no 7,5", "", "Pasang"), "variant"),
    ],
)  # fmt: skip
def test_textbook_pairs(left: Line, right: Line, expected: str) -> None:
    assert verdict(left, right) == expected


@settings(max_examples=300, deadline=None)
@given(lines, lines)
def test_swapping_the_sides_swaps_nothing_but_the_factor(left: Line, right: Line) -> None:
    a, b = read_item(*left), read_item(*right)
    there, back = compare(a, b), compare(b, a)
    for name in FEATURES:
        assert there.features[name] == pytest.approx(back.features[name], abs=1e-9), name
        assert math.isfinite(there.features[name])
    assert sorted(limits(there)) == sorted(limits(back))
    assert {(k, y, x) for k, x, y in there.differ} == set(back.differ)
    if there.factor and math.isfinite(there.factor):
        assert there.factor * back.factor == pytest.approx(1)


@pytest.mark.parametrize("unit", ["Buah", "Kotak", "Kg"])
def test_a_narrow_good_is_the_same_as_itself(unit: str) -> None:
    items = [one for one in (read_item(name, "", unit) for name in NARROW) if one.about and not one.about.wide]
    compared = [compare(one, read_item(one.text, "-", unit)) for one in items]
    found = verdicts(probabilities(compared))
    assert len(items) > 200
    assert [i.text for i, (said, _) in zip(items, found, strict=True) if said != "same"] == []
    assert {c.factor for c in compared} == {1.0}


def test_a_wide_good_without_description_never_is() -> None:
    wide = [read_item(name, "", "Unit") for name, one in lexicon().concepts.items() if one.wide]
    bare = [one for one in wide if one.about and one.about.wide and not one.described]
    compared = [compare(one, one) for one in bare]
    assert bare
    assert {said for said, _ in verdicts(probabilities(compared))} == {"variant"}
