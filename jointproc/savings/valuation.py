"""What sets of regions save on goods: the four channels, combined once and for both opportunities and agreements.

Per good *g*, region *j* in a set *S* (money in rupiah over the scope's period):

    quantity      open_j · (1 − ratio^slope),  ratio = min(Σ_S order / order_j, cap, largest order / order_j)
    harmonisation gap_j · part that can be had                        (needs no partner)
    both          · confidence that the lines are the same good (budgets and the centre); in the draws of priced
                  goods the match holds in that share of the draws and saves nothing in the others
    price         harmonisation + max(quantity − harmonisation, 0), the larger of the two and never their sum
    delivery      merged shipping_j · part that can be merged         (needs no partner)
    process       (Σ_S cost − max_S cost) · part that disappears, at most a ceiling · Σ_S open
    failure       chance · (what of price goes beyond harmonisation + process)
    coordination  fee · Σ_S open
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np
import numpy.typing as npt

from jointproc.savings.draws import Draws, normal_of
from jointproc.savings.market import Market

__all__ = ["Sets", "Values", "evaluate", "harmonised", "matched", "meeting", "ratios"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_CHUNK_ROWS: Final = 1500
_STANDARD: Final = NormalDist()


@dataclass(frozen=True, slots=True)
class Sets:
    """Sets of cells: ``rows`` (row numbers of ``market.cells``) one set after the other, each of one good; set *i*
    begins at ``starts[i]``."""

    rows: Ints
    starts: Ints

    @classmethod
    def of(cls, sets: Sequence[Sequence[int]]) -> Sets:
        sizes = np.array([len(s) for s in sets], dtype=np.int64)
        rows = np.array([row for s in sets for row in s], dtype=np.int64)
        return cls(rows, np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64) if len(sets) else sizes)

    def __len__(self) -> int:
        return len(self.starts)


@dataclass(frozen=True, slots=True)
class Values:
    """Rupiah of each set, every array of shape ``(sets, draws)``.

    ``pooled`` and ``alone`` are what remains after everything, together and each for itself.
    """

    quantity: Floats
    harmonisation: Floats
    price: Floats
    delivery: Floats
    process: Floats
    failure: Floats
    coordination: Floats
    pooled: Floats
    alone: Floats


def ratios(order: Floats, joint: Floats, largest: Floats, cap: float) -> Floats:
    """How many times larger a joint order counts: at most ``cap`` times, at most the largest order ever seen."""
    with np.errstate(divide="ignore", invalid="ignore"):
        grown = np.minimum(np.minimum(joint / order, cap), np.maximum(largest / order, 1.0))
    return np.where(order > 0, np.maximum(grown, 1.0), 1.0)


def harmonised(market: Market, rows: Ints, draws: Draws) -> Floats:
    """Harmonisation of each cell, shape ``(rows, draws)``."""
    gap = market.cells["harmonisation_idr"].to_numpy()[rows]
    regime = market.goods["regime"].to_numpy()[market.cells["good"].to_numpy(np.int64)[rows]]
    found = np.zeros((len(rows), draws.n))
    for name, part in draws.harmonisation.items():
        at = np.flatnonzero((regime == name) & (gap > 0))
        found[at] = gap[at][:, None] * part
    return found


def matched(market: Market, good: Ints, draws_n: int) -> Floats:
    """How far each row's good counts in each draw, shape ``(rows, draws)``: 1 where the match is certain."""
    sure = market.goods["confidence"].to_numpy(float)[good]
    found = np.repeat(sure[:, None], draws_n, axis=1)
    if draws_n == 1:
        return found
    budget = market.goods["budget_only"].to_numpy(bool)[good]
    names = market.goods["good_id"].to_numpy()[good]
    for row in np.flatnonzero((sure < 1) & ~budget):
        found[row] = normal_of(f"match|{names[row]}")[:draws_n] <= _STANDARD.inv_cdf(
            min(max(sure[row], 1e-6), 1 - 1e-9)
        )
    return found


def meeting(market: Market, chosen: Sequence[Sequence[int]]) -> npt.NDArray[np.bool_]:
    """Of each set of cells: did two of its regions buy in the same fiscal year? A year not known meets any other."""
    years = market.cells["years"].to_numpy(np.int64)
    found = np.ones(len(chosen), dtype=bool)
    for i, rows in enumerate(chosen):
        seen = np.int64(0)
        met = False
        for row in rows:
            met = met or not years[row] or bool(seen & years[row])
            seen |= years[row]
        found[i] = met
    return found


def evaluate(market: Market, sets: Sets, draws: Draws) -> Values:
    """Value every set in every draw."""
    found: list[Values] = []
    ends = np.concatenate([sets.starts[1:], [len(sets.rows)]])
    begin = 0
    while begin < len(sets):
        # as many whole sets as fit in a chunk: the draws of all rows at once would not fit in the cache
        until = max(begin + 1, int(np.searchsorted(ends, sets.starts[begin] + _CHUNK_ROWS, side="right")))
        rows = sets.rows[sets.starts[begin] : ends[until - 1]]
        found.append(_evaluate(market, rows, sets.starts[begin:until] - sets.starts[begin], draws))
        begin = until
    if not found:
        empty = np.zeros((0, draws.n))
        return Values(*(empty,) * 9)
    return Values(*(np.concatenate([getattr(v, f) for v in found]) for f in Values.__slots__))


def _evaluate(market: Market, rows: Ints, starts: Ints, draws: Draws) -> Values:
    cells = market.cells
    sizes = np.diff(np.concatenate([starts, [len(rows)]]))
    at_set = np.repeat(np.arange(len(starts)), sizes)

    def column(name: str) -> Floats:
        values: Floats = cells[name].to_numpy(float)[rows]
        return values

    def total(values: Floats) -> Floats:
        summed: Floats = np.add.reduceat(values, starts, axis=0)
        return summed

    good = cells["good"].to_numpy(np.int64)[rows]
    # not enough evidence, or not a good: nothing is claimed in any channel
    counts = np.isin(market.goods["evidence"].to_numpy()[good], ("A", "B", "C")).astype(float)
    open_money = column("open_idr") * counts
    order = column("order_volume")
    ratio = ratios(
        order,
        total(order)[at_set],
        market.goods["largest_order"].to_numpy()[good],
        market.given.value("volume_cap"),
    )
    sure = matched(market, good, draws.n)
    gap = harmonised(market, rows, draws) * counts[:, None] * sure
    saved = np.zeros_like(gap)
    grows = np.flatnonzero((ratio > 1) & (open_money > 0))
    if len(grows):
        needed, at = np.unique(good[grows], return_inverse=True)
        slope = market.slope_draws(needed, draws.common)[at]
        saved[grows] = -open_money[grows][:, None] * np.expm1(slope * np.log(ratio[grows])[:, None]) * sure[grows]
    beyond = np.maximum(saved - gap, 0.0)
    quantity, harmonisation, better = total(saved), total(gap), total(beyond)
    price = harmonisation + better
    delivery = total(column("delivery_idr") * counts)[:, None] * draws.delivery
    cost = column("process_idr") * counts
    avoided = (total(cost) - np.maximum.reduceat(cost, starts))[:, None] * draws.process
    open_total = total(open_money)
    avoided = np.minimum(avoided, market.given.value("process_ceiling") * open_total[:, None])
    coordination = np.where(sizes > 1, open_total, 0.0)[:, None] * draws.fee
    failure = (better + avoided) * draws.failure
    ceiling = total(column("amount_idr"))[:, None] * market.given.value("ceiling_item")
    pooled = np.minimum(price + delivery + avoided - failure - coordination, ceiling)
    alone = np.minimum(harmonisation + delivery, ceiling)
    return Values(quantity, harmonisation, price, delivery, avoided, failure, coordination, pooled, alone)
