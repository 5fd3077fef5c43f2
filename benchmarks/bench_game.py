"""Games of fourteen members, and a whole simulation, against one pass over their values and another library."""

from __future__ import annotations

import importlib.util
import time

import numpy as np

from benchmarks.bench_agreements import market_of, scenario_of
from benchmarks.measure import median_seconds, report
from jointproc.agreements import simulate_market
from jointproc.agreements.game import coalitions, shapley
from jointproc.agreements.solutions import nucleolus
from jointproc.savings import assumptions

_PLAYERS_N = 14
_GOODS_N = 200
_MEMBERS = ("35.78", "35.15", "35.25", "35.24", "35.16", "35.17", "35.14", "35.75")


def _savings(seed: int) -> np.ndarray:
    """A game as pooled buying makes it: a falling price curve, less a cost for each member."""
    member = coalitions(_PLAYERS_N).astype(float)
    volume = member @ np.random.default_rng(seed).lognormal(0, 1, _PLAYERS_N)
    size = member.sum(axis=1)
    saved = volume * (1 - np.maximum(volume, 1e-9) ** -0.08) - 0.05 * (size > 1) - 0.02 * size
    return np.where(size > 1, np.maximum(saved, 0.0), 0.0)


def _shapley() -> None:
    values = np.random.default_rng(1).random((_GOODS_N, 1 << _PLAYERS_N))
    values[:, 0] = 0
    ours = median_seconds(lambda: shapley(values), 3)
    once = median_seconds(lambda: (values * 1.5).sum(axis=1), 3)
    report(f"Shapley, {_PLAYERS_N} members x {_GOODS_N} goods", ours, "one pass over the values", once, limit=10)


def _nucleolus() -> None:
    if importlib.util.find_spec("coopgame") is None:
        print("nucleolus: coopgame-py is not installed, nothing to compare with")
        return
    import coopgame

    for seed in range(3):
        values = _savings(seed)
        game = coopgame.Game(values[1:].tolist())
        theirs = median_seconds(lambda game=game: coopgame.nucleolus(game), 3)
        ours = median_seconds(lambda values=values: nucleolus(values), 3)
        report(f"nucleolus, {_PLAYERS_N} members, game {seed}", ours, "coopgame-py", theirs, limit=3)


def _simulation() -> None:
    market, scenario = market_of(list(_MEMBERS), assumptions()), scenario_of(list(_MEMBERS))
    began = time.perf_counter()
    simulate_market(market, scenario, {})
    first = time.perf_counter() - began
    again = median_seconds(lambda: simulate_market(market, scenario, {}), 3)
    told = f"1,000 draws x {len(_MEMBERS)} members x {_GOODS_N} goods x 5 years"
    report(f"{told}, the first time", first, "aim", 1.0, limit=1)
    report(f"{told}, again", again, "aim", 1.0, limit=1)


def main() -> None:
    """Print the ratios."""
    _shapley()
    _nucleolus()
    _simulation()


if __name__ == "__main__":
    main()
