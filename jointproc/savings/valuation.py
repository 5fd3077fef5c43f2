"""What sets of regions save on goods: the four channels, combined once and for both opportunities and agreements.

Per good *g*, region *j* in a set *S* (money in rupiah over the scope's period):

    quantity      open_j · (1 − ratio^slope),  ratio = min(Σ_S order / n / order_j, cap, largest order / order_j), at
                  least 1; n = suppliers the order is divided over, max(least number, ⌈Σ_S volume a year / capacity⌉)
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

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np
import numpy.typing as npt

from jointproc.savings.coding import joined
from jointproc.savings.draws import Draws, normal_of
from jointproc.savings.market import Market
from jointproc.savings.suppliers import suppliers_n

__all__ = ["Sets", "Values", "evaluate", "harmonised", "matched", "meeting", "ratios", "valued"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_CHUNK: Final = 96_000
_STANDARD: Final = NormalDist()


@dataclass(frozen=True, slots=True)
class Sets:
    """Sets of cells: ``rows`` (row numbers of ``market.cells``) one set after the other, each of one good; set *i*
    begins at ``starts[i]``."""

    rows: Ints
    starts: Ints

    def some(self, chosen: npt.NDArray[np.bool_]) -> Sets:
        """The chosen sets alone."""
        sizes = np.diff(np.concatenate([self.starts, [len(self.rows)]]))
        kept = sizes[chosen]
        return Sets(self.rows[np.repeat(chosen, sizes)], np.cumsum(kept) - kept)

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

    def only(self, number: int) -> Values:
        """One set alone."""
        return Values(*(getattr(self, f)[number : number + 1] for f in self.__slots__))


def ratios(order: Floats, joint: Floats, largest: Floats, cap: float) -> Floats:
    """How many times larger a joint order counts: at most ``cap`` times, at most the largest order ever seen."""
    with np.errstate(divide="ignore", invalid="ignore"):
        grown = np.minimum(np.minimum(joint / order, cap), np.maximum(largest / order, 1.0))
    return np.where(order > 0, np.maximum(grown, 1.0), 1.0)


def harmonised(market: Market, rows: Ints, draws: Draws) -> Floats:
    """Harmonisation of each cell, shape ``(rows, draws)``."""
    gap = market.cells["harmonisation_idr"].to_numpy()[rows]
    regime = market.regimes[market.cells["good"].to_numpy(np.int64)[rows]]
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
    names = market.good_ids[good]
    for row in np.flatnonzero((sure < 1) & ~budget):
        found[row] = normal_of(f"match|{names[row]}")[:draws_n] <= _STANDARD.inv_cdf(
            min(max(sure[row], 1e-6), 1 - 1e-9)
        )
    return found


def meeting(market: Market, sets: Sets) -> npt.NDArray[np.bool_]:
    """Of each set of cells: did two of its regions buy in the same fiscal year? A year not known meets any other."""
    if not len(sets):
        return np.zeros(0, dtype=bool)
    years = market.cells["years"].to_numpy(np.int64)[sets.rows]
    found = np.add.reduceat((years == 0).astype(np.int64), sets.starts) > 0
    every = int(np.bitwise_or.reduce(years))
    for bit in range(every.bit_length()):
        found |= np.add.reduceat(years >> bit & 1, sets.starts) > 1
    return found


def evaluate(market: Market, sets: Sets, draws: Draws) -> Values:
    """Value every set in every draw."""
    found = [values for _, values in valued(market, sets, draws)]
    if not found:
        return Values(*(np.zeros((0, draws.n)),) * 9)
    return Values(*(np.concatenate([getattr(v, f) for v in found]) for f in Values.__slots__))


def valued(market: Market, sets: Sets, draws: Draws) -> Iterator[tuple[slice, Values]]:
    """The values of some sets after others: all draws of all sets at once would not fit into memory."""
    told = _Told.of(market, sets)
    ends = np.concatenate([sets.starts[1:], [len(sets.rows)]])
    chunk = max(_CHUNK // draws.n, 1)
    begin = 0
    while begin < len(sets):
        # as many whole sets as fit in a chunk that stays in the processor's cache
        until = max(begin + 1, int(np.searchsorted(ends, sets.starts[begin] + chunk, side="right")))
        yield slice(begin, until), _value(market, told, slice(begin, until), draws)
        begin = until


@dataclass(frozen=True, slots=True)
class _Told:
    """What of sets does not depend on the draws: sums of each set, and the rows whose order grows.

    ``row`` arrays have one entry per row that grows; ``pair`` says which of the distinct pairs of good and ratio it is.
    """

    good: Ints
    sure: Floats
    gap: Floats
    open: Floats
    delivery: Floats
    process: Floats
    amount: Floats
    joint: npt.NDArray[np.bool_]
    row_set: Ints
    row_open: Floats
    row_gap: Floats
    pair: Ints
    pair_good: Ints
    pair_growth: Floats

    @classmethod
    def of(cls, market: Market, sets: Sets) -> _Told:
        rows, starts, cells = sets.rows, sets.starts, market.cells
        sizes = np.diff(np.concatenate([starts, [len(rows)]]))
        at_set = np.repeat(np.arange(len(starts)), sizes)
        good = cells["good"].to_numpy(np.int64)[rows]
        counts = market.usable[good]

        def column(name: str) -> Floats:
            values: Floats = cells[name].to_numpy(float)[rows]
            return values

        def total(values: Floats) -> Floats:
            return np.bincount(at_set, values, len(starts)).astype(float)

        # not enough evidence, or not a good: nothing is claimed in any channel
        open_money, gap, cost = (column(n) * counts for n in ("open_idr", "harmonisation_idr", "process_idr"))
        order = column("order_volume")
        largest = market.goods["largest_order"].to_numpy(float)[good]
        joint = total(order)
        if market.divides:
            yearly, most = total(column("open_volume")) / market.years_n, market.capacity[good[starts]]
            joint = joint / suppliers_n(yearly, most, market.suppliers_min_n)
        ratio = ratios(order, joint[at_set], largest, market.given.value("volume_cap"))
        grows = np.flatnonzero((ratio > 1) & (open_money > 0))
        growth, growth_at = np.unique(ratio[grows], return_inverse=True)
        pair = joined(good[grows], growth_at)
        one = np.zeros(int(pair.max(initial=-1)) + 1, dtype=np.int64)
        one[pair] = np.arange(len(pair))
        return cls(
            good=good[starts] if len(starts) else np.zeros(0, dtype=np.int64),
            sure=market.goods["confidence"].to_numpy(float)[good[starts]] if len(starts) else np.zeros(0),
            gap=total(gap),
            open=total(open_money),
            delivery=total(column("delivery_idr") * counts),
            process=total(cost) - (np.maximum.reduceat(cost, starts) if len(starts) else np.zeros(0)),
            amount=total(column("amount_idr")),
            joint=sizes > 1,
            row_set=at_set[grows],
            row_open=open_money[grows],
            row_gap=gap[grows],
            pair=pair,
            pair_good=good[grows][one],
            pair_growth=np.log(growth)[growth_at[one]] if len(one) else np.zeros(0),
        )


def _value(market: Market, told: _Told, at: slice, draws: Draws) -> Values:
    good = told.good[at]
    part = np.stack([draws.harmonisation[r] for r in market.regimes[good]])
    certain = not (told.sure[at] < 1).any()
    sure = 1.0 if certain else matched(market, good, draws.n)
    gap = told.gap[at][:, None] * part * sure
    quantity, better = np.zeros_like(gap), np.zeros_like(gap)
    rows = slice(*np.searchsorted(told.row_set, [at.start, at.stop]))
    if rows.stop > rows.start:
        pairs, pair = np.unique(told.pair[rows], return_inverse=True)
        slope = market.slope_draws(told.pair_good[pairs], draws.common)
        effect = -np.expm1(slope * told.pair_growth[pairs][:, None])
        of_set = told.row_set[rows] - at.start
        sets, starts = np.unique(of_set, return_index=True)
        saved = effect[pair] * told.row_open[rows][:, None]
        quantity[sets] = np.add.reduceat(saved, starts, axis=0)
        # a row saves by volume what goes beyond what it could have without a partner
        saved -= told.row_gap[rows][:, None] * part[of_set]
        better[sets] = np.add.reduceat(np.maximum(saved, 0.0, out=saved), starts, axis=0)
        if not certain:
            quantity *= sure
            better *= sure
    price = gap + better
    delivery = told.delivery[at][:, None] * draws.delivery
    open_total = told.open[at][:, None]
    avoided = np.minimum(told.process[at][:, None] * draws.process, market.given.value("process_ceiling") * open_total)
    coordination = np.where(told.joint[at][:, None], open_total, 0.0) * draws.fee
    failure = (better + avoided) * draws.failure
    ceiling = told.amount[at][:, None] * market.given.value("ceiling_item")
    pooled = np.minimum(price + delivery + avoided - failure - coordination, ceiling)
    alone = np.minimum(gap + delivery, ceiling)
    return Values(quantity, gap, price, delivery, avoided, failure, coordination, pooled, alone)
