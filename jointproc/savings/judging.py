"""What very many sets save, reduced to three numbers each while they are computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jointproc.savings.band import Band, bands
from jointproc.savings.draws import Draws, resampled
from jointproc.savings.market import Market
from jointproc.savings.valuation import Sets, Values, each_part, evaluate

__all__ = ["Judged", "best", "grouped", "judge", "summed"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
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
    def reduced(at: slice, drawn: Values) -> list[Band]:
        return best(_some(centre, at), drawn, pools[at])

    return _as_array([band for part in each_part(market, sets, draws, reduced) for band in part])


def _some(values: Values, at: Flags | slice) -> Values:
    return Values(*(getattr(values, f)[at] for f in Values.__slots__))


def _as_array(found: Sequence[Band]) -> Floats:
    return np.array([(b.p10, b.p50, b.p90) for b in found]).reshape(-1, 3)


def grouped(market: Market, sets: Sets, group: Ints, draws: Draws) -> Values:
    """The values of sets added up by group, draw by draw, whole goods drawn with replacement; ``group`` ascends."""
    groups_n = int(group.max(initial=-1)) + 1
    found = Values(*(np.zeros((groups_n, draws.n)) for _ in Values.__slots__))
    clusters = _Clusters.of(market, sets, group, draws.n)

    def reduced(at: slice, values: Values) -> tuple[Ints, dict[str, Floats]]:
        here, starts = np.unique(group[at], return_index=True)
        counts = clusters.counts(at)
        return here, {
            name: np.add.reduceat(getattr(values, name) * counts, starts, axis=0) for name in Values.__slots__
        }

    for here, part in each_part(market, sets, draws, reduced):
        for name, added in part.items():
            getattr(found, name)[here] += added
    return Values(*(getattr(found, name) * clusters.lift for name in Values.__slots__))


def summed(
    market: Market, sets: Sets, draws: Draws, pools: Flags, channels: Sequence[str]
) -> tuple[dict[str, Floats], Floats]:
    """Some channels of all sets added up, shape ``(1, draws)`` each, and the sum of what each set saves on its better
    course; whole goods drawn with replacement."""
    found = {name: np.zeros((1, draws.n)) for name in channels}
    at_best = np.zeros((1, draws.n))
    clusters = _Clusters.of(market, sets, np.zeros(len(sets), dtype=np.int64), draws.n)

    def reduced(at: slice, values: Values) -> list[Floats]:
        counts = clusters.counts(at)
        better = np.maximum(np.where(pools[at][:, None], values.pooled, values.alone), 0.0)
        return [
            np.einsum("sd,sd->d", told, counts) for told in (*(getattr(values, name) for name in channels), better)
        ]

    for *parts, better in each_part(market, sets, draws, reduced):
        for name, added in zip(channels, parts, strict=True):
            found[name][0] += added
        at_best[0] += better
    if not len(sets):
        return found, at_best[0]
    return {name: total * clusters.lift for name, total in found.items()}, (at_best * clusters.lift)[0]


@dataclass(frozen=True, slots=True)
class _Clusters:
    """Goods drawn with replacement, group by group: a draw holds the share saved of the goods it drew, times the spend
    of all (the bootstrap of a ratio, clustered by good). Where it drew none of a group, it holds the group as it is.

    Attributes:
        block, group: of each set.
        lift: spend of each group over that of the goods drawn, shape ``(groups, draws)``.
        none: which groups had no good drawn, same shape.
    """

    block: Ints
    group: Ints
    lift: Floats
    none: Flags

    @classmethod
    def of(cls, market: Market, sets: Sets, group: Ints, draws_n: int) -> _Clusters:
        groups_n = int(group.max(initial=-1)) + 1
        if draws_n == 1 or not len(sets):
            shape = (groups_n, draws_n)
            return cls(np.zeros(0, dtype=np.int64), group, np.ones(shape), np.ones(shape, dtype=bool))
        block = market.blocks[market.cells["good"].to_numpy(np.int64)[sets.rows[sets.starts]]]
        amount = np.add.reduceat(market.cells["amount_idr"].to_numpy(float)[sets.rows], sets.starts)
        blocks_n = len(resampled())
        spend = np.bincount(group * blocks_n + block, amount, groups_n * blocks_n).reshape(groups_n, blocks_n)
        drawn = spend @ resampled()[:, :draws_n]
        lift = np.divide(spend.sum(axis=1)[:, None], drawn, out=np.ones_like(drawn), where=drawn > 0)
        return cls(block, group, lift, drawn <= 0)

    def counts(self, at: slice) -> Floats:
        """How often the good of each set counts in each draw."""
        none = self.none[self.group[at]]
        if not len(self.block):
            return none.astype(float)
        return np.where(none, 1.0, resampled()[self.block[at], : none.shape[1]])
