"""What very many sets save, reduced to three numbers each while they are computed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jointproc.savings.band import ends
from jointproc.savings.draws import Draws
from jointproc.savings.market import Market
from jointproc.savings.totals import Clusters, Totals
from jointproc.savings.valuation import Sets, Values, each_part, evaluate, meeting

__all__ = ["Judged", "better_of", "grouped", "judge"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Judged:
    """What sets of regions save.

    Attributes:
        saving: at least, likely and at most of each set's better course, rupiah, shape ``(sets, 3)``.
        pools: whether its regions do better together than each alone.
        met: whether two of its regions bought in the same year; the other sets count in no total.
        centre: every set at the central assumptions.
        totals: draws of what all sets save by channel and on their better courses (``Totals.found``), if asked for.
    """

    saving: Floats
    pools: Flags
    met: Flags
    centre: Values
    totals: dict[str, Floats]


def better_of(values: Values, pools: Flags) -> Floats:
    """What the better course saves. It is chosen once, before anyone knows how the draws fall; a loss there counts as
    nothing at least."""
    return np.maximum(np.where(pools[:, None], values.pooled, values.alone), 0.0)


def judge(market: Market, sets: Sets, *, totals: bool = False) -> Judged:
    """The saving of every set, and of all of them together where ``totals`` are asked for.

    What a set saves without a partner rises with the one effort that all draws share, so its tenth is that of the
    effort's tenth; only sets that pool, or whose match may be wrong, need every draw.
    """
    draws, met = Draws.drawn(market.given), meeting(market, sets)
    centre = evaluate(market, sets, Draws.central(market.given))
    pools = (centre.pooled > centre.alone)[:, 0]
    number = market.cells["good"].to_numpy(np.int64)[sets.rows[sets.starts]]
    every = pools | (market.goods["confidence"].to_numpy(float)[number] < 1)
    middle, found = better_of(centre, pools)[:, 0], np.zeros((len(sets), 3))
    whole = Totals(market, sets.some(met), draws) if totals else None
    pools_here, middle_here, met_here, good_here = pools[every], middle[every], met[every], number[every]

    def reduced(at: slice, values: Values) -> tuple[Floats, dict[str, Floats]]:
        better = better_of(values, pools_here[at])
        added = whole.part(good_here[at], met_here[at], values, better) if whole else {}
        return ends(middle_here[at], better), added

    parts = each_part(market, sets.some(every), draws, reduced)
    if parts:
        found[every] = np.concatenate([saving for saving, _ in parts])
    at_ends = evaluate(market, sets.some(~every), draws.quantiles())
    found[~every] = ends(middle[~every], better_of(at_ends, pools[~every]))
    if whole:
        for _, added in parts:
            whole.add(added)
        whole.add_simple(sets.some(~every & met))
    return Judged(found, pools, met, centre, whole.found if whole else {})


def grouped(market: Market, sets: Sets, group: Ints, draws: Draws) -> Values:
    """The values of sets added up by group, draw by draw, whole goods drawn with replacement; ``group`` ascends."""
    groups_n = int(group.max(initial=-1)) + 1
    found = Values(*(np.zeros((groups_n, draws.n)) for _ in Values.__slots__))
    clusters = Clusters.of(market, sets, group, draws.n)

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
