"""Splits sum to the total to the rupiah, whatever the rule."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from jointproc.agreements import SPLIT_RULES, by_share, rule_sentence, whole_rupiah


@given(st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=40), st.integers(-(10**12), 10**12))
def test_whole_rupiah_sum_exactly(parts: list[float], total: int):
    found = whole_rupiah(np.array(parts), total)
    assert sum(found) == total
    assert all(isinstance(v, int) for v in found)


@given(st.lists(st.floats(0, 1e12), min_size=1, max_size=40), st.integers(0, 10**12))
def test_a_part_moves_less_than_one_rupiah(weights: list[float], total: int):
    exact = by_share(float(total), np.array(weights))
    found = whole_rupiah(exact, total)
    assert np.abs(np.array(found) - exact).max() < 1.001


def test_largest_remainder_goes_first():
    assert whole_rupiah(np.array([1.4, 1.4, 1.2]), 4) == [2, 1, 1]
    assert whole_rupiah(np.array([]), 0) == []
    assert by_share(9.0, np.zeros(3)).tolist() == [3, 3, 3]


def test_every_rule_is_told():
    assert all(str(rule_sentence(rule)) for rule in SPLIT_RULES)
