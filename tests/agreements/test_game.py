"""The Shapley value against published games, and the four axioms that define it."""

from __future__ import annotations

import json
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from jointproc.agreements import coalitions, sampled_shapley, shapley
from jointproc.errors import InputError
from tests.conftest import shared_file


def _oracle(values: dict[str, float], players_n: int) -> np.ndarray:
    game = np.zeros(1 << players_n)
    for names, value in values.items():
        game[sum(1 << int(n) - 1 for n in names.split(","))] = value
    return game


def test_every_published_game_is_reproduced():
    told = json.loads(shared_file("prices/oracles.json").read_text(encoding="utf-8"))
    checked = 0
    for name, game in told.items():
        expected = game.get("shapley", game.get("shapley_cost"))
        if expected is None or "values" not in game:
            continue
        found = shapley(_oracle(game["values"], game["players"]))
        # the file rounds to six decimals of figures as large as 193,998
        assert found == pytest.approx(expected, abs=1e-5, rel=1e-6), name
        checked += 1
    assert checked >= 20


GAMES = st.integers(1, 6).flatmap(
    lambda n: npst.arrays(np.float64, 1 << n, elements=st.floats(-1e6, 1e6, allow_nan=False))
)


def _grounded(game: np.ndarray) -> np.ndarray:
    game = game.copy()
    game[0] = 0
    return game


@given(GAMES)
def test_efficiency(game: np.ndarray):
    game = _grounded(game)
    assert shapley(game).sum() == pytest.approx(game[-1], abs=1e-5)


@given(GAMES, st.floats(-3, 3))
def test_additivity_and_scaling(game: np.ndarray, factor: float):
    game = _grounded(game)
    other = np.roll(game, 1)
    other[0] = 0
    assert shapley(game + factor * other) == pytest.approx(shapley(game) + factor * shapley(other), abs=1e-4)


@given(st.integers(2, 6), st.integers(0, 1000))
def test_symmetry_and_dummy(players_n: int, seed: int):
    """Players 0 and 1 are alike; the last one adds its own value and nothing else."""
    rng = np.random.default_rng(seed)
    members = coalitions(players_n)
    worth = rng.normal(size=(3, 1 << max(players_n - 3, 0)))
    rest = members[:, 2:-1] @ (1 << np.arange(max(players_n - 3, 0))) if players_n > 3 else np.zeros(len(members), int)
    alike = members[:, 0].astype(int) + (members[:, 1].astype(int) if players_n > 2 else 0)
    game = worth[alike, rest] + 7.0 * members[:, -1]
    game -= game[0]
    found = shapley(game)
    assert found[-1] == pytest.approx(7.0)
    if players_n > 2:
        assert found[0] == pytest.approx(found[1])


@given(GAMES, st.randoms(use_true_random=False))
def test_players_in_another_order_get_the_same(game: np.ndarray, random):
    game = _grounded(game)
    players_n = int(np.log2(len(game)))
    order = list(range(players_n))
    random.shuffle(order)
    members = coalitions(players_n)
    renamed = np.array([game[sum(1 << order[i] for i in np.flatnonzero(row))] for row in members])
    assert shapley(renamed) == pytest.approx(shapley(game)[order], abs=1e-5)


def test_it_is_the_mean_over_all_orders_of_arrival():
    from itertools import permutations

    rng = np.random.default_rng(5)
    game = _grounded(rng.normal(size=16))
    total = np.zeros(4)
    for order in permutations(range(4)):
        joined = 0
        for player in order:
            total[player] += game[joined | 1 << player] - game[joined]
            joined |= 1 << player
    assert shapley(game) == pytest.approx(total / factorial(4))


@settings(deadline=None, max_examples=20)
@given(st.integers(2, 8), st.integers(0, 100))
def test_sampling_agrees_within_its_stated_error(players_n: int, seed: int):
    rng = np.random.default_rng(seed)
    game = _grounded(rng.normal(size=1 << players_n))
    bits = 1 << np.arange(players_n)

    def value_of(joined: np.ndarray) -> np.ndarray:
        return game[joined @ bits]

    found, error = sampled_shapley(value_of, players_n, 300)
    again, _ = sampled_shapley(value_of, players_n, 300)
    assert found.tolist() == again.tolist()
    assert found.sum() == pytest.approx(game[-1])
    assert (np.abs(found - shapley(game)) <= 5 * error + 1e-9).all()


@pytest.mark.parametrize("size", [0, 3, 1 << 15])
def test_what_is_no_game_gets_a_sentence(size: int):
    with pytest.raises(InputError):
        shapley(np.zeros(size))
