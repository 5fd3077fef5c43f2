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

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from jointproc.savings.coding import joined
from jointproc.savings.draws import Draws, normal_of
from jointproc.savings.market import Market
from jointproc.savings.suppliers import suppliers_n

__all__ = ["Sets", "Told", "Values", "each_part", "evaluate", "gained", "harmonised", "matched", "meeting", "ratios"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_T = TypeVar("_T")
_CHUNK: Final = 300_000
_STANDARD: Final = NormalDist()
_WORKERS: Final = min(4, os.cpu_count() or 1)


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
    found = each_part(market, sets, draws, lambda _, values: values)
    if not found:
        return Values(*(np.zeros((0, draws.n)),) * 9)
    return Values(*(np.concatenate([getattr(v, f) for v in found]) for f in Values.__slots__))


def each_part(market: Market, sets: Sets, draws: Draws, work: Callable[[slice, Values], _T]) -> list[_T]:
    """What ``work`` makes of the values of some sets after others, in their order.

    All draws of all sets at once would not fit into memory: ``work`` reduces each part before the next is computed.
    Parts are the same whatever the machine, and several are computed at a time.
    """
    told = Told.of(market, sets)
    ends = np.concatenate([sets.starts[1:], [len(sets.rows)]])
    chunk, parts, begin = max(_CHUNK // draws.n, 1), [], 0
    while begin < len(sets):
        # as many whole sets as fit in a chunk that stays in the processor's cache
        until = max(begin + 1, int(np.searchsorted(ends, sets.starts[begin] + chunk, side="right")))
        parts.append(slice(begin, until))
        begin = until

    def one(at: slice) -> _T:
        return work(at, _value(market, told, at, draws))

    if len(parts) < 2:
        return [one(at) for at in parts]
    with ThreadPoolExecutor(_WORKERS) as pool:
        return list(pool.map(one, parts))


@dataclass(frozen=True, slots=True)
class Told:
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
    def of(cls, market: Market, sets: Sets) -> Told:
        """What is told of some sets."""
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


def _value(market: Market, told: Told, at: slice, draws: Draws) -> Values:
    good = told.good[at]
    named, of_set = np.unique(market.regimes[good].astype(str), return_inverse=True)
    part = np.stack([draws.harmonisation[r] for r in named])
    certain = not (told.sure[at] < 1).any()
    sure = 1.0 if certain else matched(market, good, draws.n)
    gap = told.gap[at][:, None] * part[of_set] * sure
    quantity, better = _grown(market, told, at, draws, part, of_set)
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


def gained(market: Market, good: Ints, growth: Floats, draws: Draws) -> Floats:
    """Share of the price that goes when orders of some goods grow by ``growth`` (log), shape ``(goods, draws)``."""
    goods, of = np.unique(good, return_inverse=True)
    found: Floats = -np.expm1(market.slope_draws(goods, draws.common)[of] * growth[:, None])
    return found


def _grown(market: Market, told: Told, at: slice, draws: Draws, part: Floats, regime: Ints) -> tuple[Floats, Floats]:
    """What larger orders save in each set and draw, and how much of it goes beyond what each row has without a partner.

    Args:
        part, regime: how much of the harmonisation can be had in each regime's draws, and the regime of each set.
    """
    rows = slice(*np.searchsorted(told.row_set, [at.start, at.stop]))
    sets_n, rows_n = at.stop - at.start, rows.stop - rows.start
    if not rows_n:
        nothing = np.zeros((sets_n, draws.n))
        return nothing, nothing.copy()
    of_set, opened = told.row_set[rows] - at.start, told.row_open[rows]
    starts = np.searchsorted(of_set, np.arange(sets_n + 1))
    pairs, pair = np.unique(told.pair[rows], return_inverse=True)
    effect = gained(market, told.pair_good[pairs], told.pair_growth[pairs], draws)
    # of each rupiah, what goes beyond the row's own harmonisation: max(effect - gap share, 0)
    gap, beyond = (told.row_gap[rows] / opened)[:, None], effect[pair]
    if len(part) == 1:
        beyond -= gap * part[0]
    else:
        beyond -= gap * part[regime[of_set]]
    np.maximum(beyond, 0.0, out=beyond)
    # a product with a sparse matrix adds up the rows of each set
    quantity = csr_array((opened, pair, starts), shape=(sets_n, len(pairs))) @ effect
    return quantity, csr_array((opened, np.arange(rows_n), starts), shape=(sets_n, rows_n)) @ beyond
