"""Nucleolus, tau, ACA and core against published games, and what they promise."""

from __future__ import annotations

import json

import coopgame
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from jointproc.agreements.game import coalitions, shapley
from jointproc.agreements.solutions import aca, core, cure, excesses, nucleolus, tau
from jointproc.errors import InputError
from tests.conftest import shared_file


def game_of(values: dict[str, float], players_n: int) -> np.ndarray:
    found = np.zeros(1 << players_n)
    for names, value in values.items():
        found[sum(1 << int(n) - 1 for n in names.split(","))] = value
    return found


def oracles() -> dict[str, dict]:
    return json.loads(shared_file("prices/oracles.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("rule", "solve"), [("nucleolus", nucleolus), ("tau", tau)])
def test_every_published_game_is_reproduced(rule: str, solve) -> None:
    checked = 0
    for name, told in oracles().items():
        if rule not in told or "values" not in told:
            continue
        found = solve(game_of(told["values"], told["players"]))
        assert found == pytest.approx(told[rule], abs=2e-6, rel=2e-6), name
        checked += 1
    assert checked >= 12


@pytest.mark.parametrize("players_n", [4, 5, 7, 9])
def test_games_nobody_published_are_solved_as_another_library_does(players_n: int) -> None:
    member = coalitions(players_n)
    size, random = member.sum(axis=1), np.random.default_rng(players_n)
    volume = member @ random.lognormal(0, 1, players_n)
    curve = np.where(size > 1, np.maximum(volume * (1 - np.maximum(volume, 1e-9) ** -0.08) - 0.05 - 0.02 * size, 0), 0)
    for values in (random.random(1 << players_n) * size, curve):
        values[size < 2] = 0
        game = coopgame.Game(values[1:].tolist())
        assert nucleolus(values) == pytest.approx(coopgame.nucleolus(game)["allocation"], abs=1e-7)
        assert shapley(values) == pytest.approx(coopgame.shapley(game), abs=1e-9)
    assert tau(curve) == pytest.approx(coopgame.tau_value(game), abs=1e-7)


def test_the_core_is_found_where_the_oracles_know_a_member() -> None:
    for name, told in oracles().items():
        # games of costs are told with their costs
        if "values" not in told or "nucleolus" not in told or "nucleolus_in_core" not in told:
            continue
        values = game_of(told["values"], told["players"])
        # the nucleolus is in the core whenever the core is not empty
        assert core(values).empty == (not told["nucleolus_in_core"]), name
        if "shapley_in_core" in told:
            inside = excesses(values, shapley(values)).max() <= 1e-6
            assert inside == told["shapley_in_core"], name


def test_the_airport_costs_are_shared_as_published() -> None:
    costs = np.array([1.0, 2.0, 3.0])
    member = coalitions(3)
    cost = np.where(member, costs, 0.0).max(axis=1)
    saving = member @ costs - cost
    assert costs - aca(saving) == pytest.approx([0.4, 0.8, 1.8])
    assert costs - nucleolus(saving) == pytest.approx([0.5, 0.75, 1.75])
    assert costs - shapley(saving) == pytest.approx([1 / 3, 5 / 6, 11 / 6])


GAMES = st.integers(2, 6).flatmap(
    lambda n: npst.arrays(np.float64, 1 << n, elements=st.floats(0, 1000).map(lambda v: round(v, 2)))
)


def grounded(game: np.ndarray) -> np.ndarray:
    game = game.copy()
    game[0] = 0
    return game


@settings(max_examples=60, deadline=None)
@given(GAMES)
def test_efficiency_scaling_and_order_of_players(game: np.ndarray) -> None:
    game = grounded(game)
    n = len(game).bit_length() - 1
    for solve in (nucleolus, tau, aca):
        found = solve(game)
        assert found.sum() == pytest.approx(game[-1], abs=1e-6)
        assert solve(game * 1000) == pytest.approx(found * 1000, abs=1e-2)
    turned = np.array([game[sum(1 << (n - 1 - i) for i in range(n) if s >> i & 1)] for s in range(len(game))])
    assert nucleolus(turned)[::-1] == pytest.approx(nucleolus(game), abs=1e-5)


@settings(max_examples=60, deadline=None)
@given(GAMES)
def test_the_nucleolus_lies_in_the_core_when_there_is_one_and_never_lacks_more_than_another(game: np.ndarray) -> None:
    game = grounded(game)
    found = core(game)
    part = nucleolus(game)
    alone = game[1 << np.arange(len(part))]
    if not found.empty:
        assert excesses(game, part).max() <= 1e-5
    if alone.sum() <= game[-1]:
        assert (part >= alone - 1e-6).all()
        proper = slice(1, len(game) - 1)
        for other in (shapley(game), np.full(len(part), game[-1] / len(part))):
            if (other >= alone).all():
                assert excesses(game, part)[proper].max() <= excesses(game, other)[proper].max() + 1e-5


@settings(max_examples=40, deadline=None)
@given(GAMES)
def test_a_cure_leaves_nobody_a_reason_to_go_and_pays_from_outside_only_when_it_must(game: np.ndarray) -> None:
    game = grounded(game)
    part = np.full(len(game).bit_length() - 1, game[-1] / (len(game).bit_length() - 1))
    paid, support = cure(game, part)
    assert excesses(game, part + paid)[1:].max() <= 1e-5
    assert paid.sum() == pytest.approx(support, abs=1e-5)
    if not core(game).empty:
        assert support == pytest.approx(0, abs=1e-4)


def test_equal_unit_price_is_in_the_core_when_the_price_falls_and_nothing_is_fixed() -> None:
    order = np.array([100.0, 200, 400, 900])
    member = coalitions(4)
    joint = member @ order
    price = 5 + 10 / np.sqrt(np.maximum(joint, 1))
    cost = np.where(joint > 0, joint * price, 0)
    saving = member @ (order * (5 + 10 / np.sqrt(order))) - cost
    equal_price = order * (5 + 10 / np.sqrt(order)) - order * price[-1]
    assert excesses(saving, equal_price).max() <= 1e-9
    total = order * (5 + 10 / np.sqrt(order))
    assert total - nucleolus(saving) == pytest.approx([555.814, 1068.947, 2096.702, 4678.537], abs=1e-3)


def test_fourteen_players_are_settled_quickly_and_exactly() -> None:
    rng = np.random.default_rng(4)
    member = coalitions(14)
    order = rng.uniform(1, 30, 14)
    game = (member @ order) ** 1.3
    game[0] = 0
    part = nucleolus(game)
    assert part.sum() == pytest.approx(game[-1])
    assert excesses(game, part).max() <= 1e-6


@pytest.mark.parametrize("values", [np.zeros(3), np.zeros(1), np.zeros(1 << 15)])
def test_what_is_no_game_is_refused(values: np.ndarray) -> None:
    for solve in (nucleolus, tau, aca, core):
        with pytest.raises(InputError):
            solve(values)


@pytest.mark.parametrize(
    ("rule", "solve"), [("nucleolus", nucleolus), ("tau", tau), ("aca", aca), ("shapley", shapley)]
)
def test_published_games_of_costs_are_reproduced(rule: str, solve) -> None:
    checked = 0
    for name, told in oracles().items():
        if f"{rule}_cost" not in told:
            continue
        cost = game_of(told["values"], told["players"])
        alone = cost[1 << np.arange(told["players"])]
        saving = coalitions(told["players"]) @ alone - cost
        assert alone - solve(saving) == pytest.approx(told[f"{rule}_cost"], abs=2e-5, rel=1e-6), name
        checked += 1
    assert checked >= 4
