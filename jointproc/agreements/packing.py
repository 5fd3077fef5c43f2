"""Set packing: sets that share no region and together gain most, with an honest statement of how close to the best.

The linear relaxation is solved by column generation over the sets at hand; sets whose reduced cost shows that they
can't be part of anything better than what greedy found are left out, and HiGHS settles the rest exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csc_array

__all__ = ["Packing", "gap_of", "pack", "pack_greedily"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_TOLERANCE: Final = 1e-9
_COLUMNS_ADDED: Final = 3000
_ENOUGH: Final = 1e-7
_LEAST_SECONDS: Final = 0.2


@dataclass(frozen=True, slots=True)
class Packing:
    """Chosen sets (row numbers, ascending), what they gain, and what no packing can exceed."""

    chosen: tuple[int, ...]
    value: float
    bound: float

    @property
    def gap(self) -> float:
        """How much more might be possible, as a share of the value."""
        return gap_of(self.value, self.bound)


def gap_of(value: float, bound: float) -> float:
    """``(bound − value) / value``; 0 when the bound is reached, 1 when nothing is known above nothing."""
    if bound <= value + _TOLERANCE * max(1.0, abs(bound)):
        return 0.0
    return 1.0 if value <= 0 else (bound - value) / value


def pack_greedily(sets: Sequence[tuple[int, ...]], gains: Floats) -> list[int]:
    """Rows that share no region: the largest gain first, then the largest of those left; only gains above zero."""
    taken: set[int] = set()
    found = []
    for row in np.argsort(-gains, kind="stable").tolist():
        if gains[row] <= 0:
            break
        if taken.isdisjoint(sets[row]):
            found.append(row)
            taken.update(sets[row])
    return sorted(found)


def pack(
    sets: Sequence[tuple[int, ...]], gains: Floats, regions_n: int, seconds: float, optimistic: Floats | None = None
) -> Packing:
    """The sets that share no region and together gain most.

    Args:
        sets: region numbers of each set.
        gains: of each set; sets that gain nothing are never chosen.
        seconds: after these the best found so far is returned with the bound known by then.
        optimistic: gains that are certainly not exceeded, where some sets could not be valued in time.
    """
    began = perf_counter()
    scale = float(np.abs(gains).max(initial=0.0)) or 1.0
    use = np.flatnonzero(gains > _TOLERANCE * scale)
    worth = gains[use] / scale
    chosen = [sets[i] for i in use.tolist()]
    columns = _columns(chosen, regions_n)
    best = pack_greedily(chosen, worth)
    least = float(worth[best].sum())
    price, most, whole = _relaxed(columns, worth, best, began + seconds / 2)
    if whole is not None and float(worth[whole].sum()) >= least:
        best, least = whole, float(worth[whole].sum())
    if most > least + _TOLERANCE:
        left = max(_LEAST_SECONDS, seconds - (perf_counter() - began))
        kept = np.flatnonzero(worth - columns.T @ price >= -(most - least) - _TOLERANCE)
        found, bound = _settled(columns[:, kept], worth[kept], left)
        if found is not None and float(worth[kept[found]].sum()) > least:
            best, least = [int(i) for i in kept[found]], float(worth[kept[found]].sum())
        most = max(least, min(most, bound))
    value, bound = least * scale, max(least, most) * scale
    if optimistic is not None:
        hoped = np.flatnonzero(optimistic > _TOLERANCE * scale)
        open_ones = _columns([sets[i] for i in hoped.tolist()], regions_n)
        limit = _relaxed(open_ones, optimistic[hoped] / scale, [], perf_counter() + _LEAST_SECONDS)[1]
        bound = max(bound, limit * scale)
    return Packing(tuple(sorted(int(use[i]) for i in best)), value, bound)


def _columns(sets: Sequence[tuple[int, ...]], regions_n: int) -> csc_array:
    """Membership as sparse columns, shape ``(regions, sets)``."""
    ends = np.cumsum([0, *(len(one) for one in sets)])
    rows = np.fromiter((code for one in sets for code in one), dtype=np.int64, count=int(ends[-1]))
    return csc_array((np.ones(len(rows)), rows, ends), shape=(regions_n, len(sets)))


def _relaxed(
    columns: csc_array, worth: Floats, start: list[int], until: float
) -> tuple[Floats, float, list[int] | None]:
    """The linear relaxation by column generation.

    Returns:
        The price of each region (no set is worth more than its regions), their sum, which no packing exceeds, and the
        packing itself when the relaxation found one.
    """
    regions_n, sets_n = columns.shape
    if not sets_n:
        return np.zeros(regions_n), 0.0, []
    inside = np.zeros(sets_n, dtype=bool)
    inside[start] = True
    inside[np.argsort(-worth / np.diff(columns.indptr), kind="stable")[:_COLUMNS_ADDED]] = True
    while True:
        at = np.flatnonzero(inside)
        found = linprog(-worth[at], A_ub=columns[:, at], b_ub=np.ones(regions_n), method="highs")
        price = np.maximum(-np.asarray(found.ineqlin.marginals), 0.0)
        missed = worth - columns.T @ price
        missed[inside] = -np.inf
        fresh = np.flatnonzero(missed > _TOLERANCE)
        if not len(fresh) or perf_counter() > until:
            break
        inside[fresh[np.argsort(-missed[fresh], kind="stable")[:_COLUMNS_ADDED]]] = True
    price = _covering(columns, worth, price)
    whole = not len(fresh) and bool(np.all(np.abs(found.x - np.round(found.x)) < _ENOUGH))
    return price, float(price.sum()), [int(i) for i in at[found.x > 0.5]] if whole else None


def _covering(columns: csc_array, worth: Floats, price: Floats) -> Floats:
    """Prices raised until no set is worth more than its regions: then their sum bounds every packing."""
    short = worth - columns.T @ price
    under = np.flatnonzero(short > 0)
    if not len(under):
        return price
    # what a set lacks, spread over its regions; each region takes the most that any of its sets asks
    part = short[under] / np.diff(columns.indptr)[under]
    asked = columns[:, under].tocoo()
    raised = price.copy()
    np.maximum.at(raised, asked.row, price[asked.row] + part[asked.col])
    return raised


def _settled(columns: csc_array, worth: Floats, seconds: float) -> tuple[Ints | None, float]:
    """The best of the kept sets, and what none of their packings exceeds."""
    found = milp(
        -worth,
        constraints=LinearConstraint(columns, -np.inf, 1.0),
        integrality=np.ones(len(worth)),
        bounds=Bounds(0.0, 1.0),
        options={"time_limit": seconds, "mip_rel_gap": 1e-7},
    )
    bound = np.inf if found.mip_dual_bound is None else -float(found.mip_dual_bound)
    return (None if found.x is None else np.flatnonzero(found.x > 0.5)), bound
