"""What very many sets save, reduced to three numbers each while they are computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jointproc.savings.band import Band, bands
from jointproc.savings.draws import Draws
from jointproc.savings.market import Market
from jointproc.savings.valuation import Sets, Values, evaluate, valued

__all__ = ["Judged", "best", "grouped", "judge", "summed"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Judged:
    """Net saving of each set, and whether its regions do better together than each alone."""

    saving: Sequence[Band]
    pools: Flags


def best(centre: Values, drawn: Values, pools: Flags) -> list[Band]:
    """Bands of the better course. It is chosen once, before anyone knows how the draws fall; a loss there counts as
    nothing at least."""
    at_best = np.maximum(np.where(pools, centre.pooled[:, 0], centre.alone[:, 0]), 0.0)
    return bands(at_best, np.maximum(np.where(pools[:, None], drawn.pooled, drawn.alone), 0.0))


def judge(market: Market, sets: Sets) -> Judged:
    """The saving of every set.

    What a set saves without a partner rises with the one effort that all draws share, so its tenth is that of the
    effort's tenth; only sets that pool, or whose match may be wrong, need every draw.
    """
    draws = Draws.drawn(market.given)
    centre = evaluate(market, sets, Draws.central(market.given))
    pools = (centre.pooled > centre.alone)[:, 0]
    number = market.cells["good"].to_numpy(np.int64)[sets.rows[sets.starts]]
    every = pools | (market.goods["confidence"].to_numpy(float)[number] < 1)
    found = np.zeros((len(sets), 3))
    found[every] = _judged(market, sets.some(every), draws, _some(centre, every), pools[every])
    ends = draws.quantiles()
    at_ends = evaluate(market, sets.some(~every), ends)
    found[~every] = _as_array(best(_some(centre, ~every), at_ends, pools[~every]))
    return Judged([Band(*row) for row in found.tolist()], pools)


def _judged(market: Market, sets: Sets, draws: Draws, centre: Values, pools: Flags) -> Floats:
    found: list[Band] = []
    for at, drawn in valued(market, sets, draws):
        found += best(_some(centre, at), drawn, pools[at])
    return _as_array(found)


def _some(values: Values, at: Flags | slice) -> Values:
    return Values(*(getattr(values, f)[at] for f in Values.__slots__))


def _as_array(found: Sequence[Band]) -> Floats:
    return np.array([(b.p10, b.p50, b.p90) for b in found]).reshape(-1, 3)


def grouped(market: Market, sets: Sets, group: npt.NDArray[np.int64], draws: Draws) -> Values:
    """The values of sets added up by group, draw by draw; ``group`` is ascending."""
    groups_n = int(group.max(initial=-1)) + 1
    found = Values(*(np.zeros((groups_n, draws.n)) for _ in Values.__slots__))
    for at, values in valued(market, sets, draws):
        here, starts = np.unique(group[at], return_index=True)
        for name in Values.__slots__:
            getattr(found, name)[here] += np.add.reduceat(getattr(values, name), starts, axis=0)
    return found


def summed(market: Market, sets: Sets, draws: Draws, pools: Flags) -> tuple[Values, Floats]:
    """The values of all sets added up, shape ``(1, draws)``, and the sum of what each saves on its better course."""
    found = Values(*(np.zeros((1, draws.n)) for _ in Values.__slots__))
    at_best = np.zeros(draws.n)
    for at, values in valued(market, sets, draws):
        for name in Values.__slots__:
            getattr(found, name)[0] += getattr(values, name).sum(axis=0)
        at_best += np.maximum(np.where(pools[at][:, None], values.pooled, values.alone), 0.0).sum(axis=0)
    return found, at_best
