"""Power indices against published votes, and what every index promises."""

from __future__ import annotations

import itertools
import json
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointproc.agreements.voting import banzhaf, power, shapley_shubik, winning
from jointproc.errors import InputError
from tests.conftest import shared_file


@pytest.mark.parametrize(
    ("quota", "weights", "shapley", "banzhaf_index"),
    [
        (12, [4, 4, 4, 2, 2, 1], [7 / 30] * 3 + [3 / 20] * 2 + [0], [5 / 21] * 3 + [1 / 7] * 2 + [0]),
        (51, [50, 49, 1], [2 / 3, 1 / 6, 1 / 6], [3 / 5, 1 / 5, 1 / 5]),
        (52, [50, 49, 1], [1 / 2, 1 / 2, 0], [1 / 2, 1 / 2, 0]),
        (39, [7] * 5 + [1] * 10, [421 / 2145] * 5 + [4 / 2145] * 10, [106 / 635] * 5 + [21 / 1270] * 10),
    ],
)
def test_published_votes(quota: float, weights: list[float], shapley: list[float], banzhaf_index: list[float]) -> None:
    assert shapley_shubik(quota, weights) == pytest.approx(shapley, abs=1e-9)
    assert banzhaf(quota, weights) == pytest.approx(banzhaf_index, abs=1e-9)


def test_luxembourg_had_a_seat_and_no_power() -> None:
    found = power(12, [4, 4, 4, 2, 2, 1])
    assert found.dummies == (5,)
    assert found.veto == ()
    assert found.blocking_n == 2


def test_consensus_gives_everybody_a_veto() -> None:
    found = power(4, [1, 1, 1, 1])
    assert found.veto == (0, 1, 2, 3)
    assert found.blocking_n == 1
    assert found.banzhaf == pytest.approx([0.25] * 4)


@given(st.lists(st.integers(0, 12), min_size=1, max_size=8).filter(lambda w: sum(w) > 0), st.data())
def test_both_indices_equal_counting_by_hand(weights: list[int], data) -> None:
    quota = data.draw(st.integers(1, sum(weights)))
    n = len(weights)
    swings = np.zeros(n)
    for order in range(1 << n):
        inside = [i for i in range(n) if order >> i & 1]
        total = sum(weights[i] for i in inside)
        for i in inside:
            swings[i] += total >= quota > total - weights[i]
    assert banzhaf(quota, weights) == pytest.approx(swings / swings.sum(), abs=1e-12)
    if n <= 6:
        pivots = np.zeros(n)
        for order in itertools.permutations(range(n)):
            total = 0
            for i in order:
                total += weights[i]
                if total >= quota:
                    pivots[i] += 1
                    break
        assert shapley_shubik(quota, weights) == pytest.approx(pivots / pivots.sum(), abs=1e-9)
    assert shapley_shubik(quota, weights).sum() == pytest.approx(1)


def test_winning_coalitions_and_fractions() -> None:
    assert winning(2, [1, 1, 1]).sum() == 4
    assert banzhaf(0.5, [0.3, 0.3, 0.4]) == pytest.approx([1 / 3] * 3)


@pytest.mark.parametrize(("quota", "weights"), [(0, [1]), (4, [1, 1]), (1, []), (1, [-1, 3]), (1, [1] * 61)])
def test_what_cannot_be_voted_gets_a_sentence(quota: float, weights: list[float]) -> None:
    with pytest.raises(InputError):
        power(quota, weights)


def test_every_published_vote_is_reproduced() -> None:
    def numbers(fractions: list[str]) -> list[float]:
        return [float(Fraction(f)) for f in fractions]

    told = json.loads(shared_file("prices/oracles.json").read_text(encoding="utf-8"))
    votes = [v for v in told.values() if "quota" in v]
    assert len(votes) >= 7
    for vote in votes:
        assert banzhaf(vote["quota"], vote["weights"]) == pytest.approx(numbers(vote["banzhaf"]), abs=1e-9)
        assert shapley_shubik(vote["quota"], vote["weights"]) == pytest.approx(
            numbers(vote["shapley_shubik"]), abs=1e-9
        )
