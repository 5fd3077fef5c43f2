"""What very many sets save together: whole goods are drawn with replacement, and parts are added up as they come."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from jointproc.savings.draws import Draws, resampled
from jointproc.savings.market import Market
from jointproc.savings.valuation import Sets, Told, Values, gained

__all__ = ["Clusters", "Totals"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
_CHANNELS: Final = ("quantity", "harmonisation", "delivery", "process")
_PAIRS: Final = 400


@dataclass(frozen=True, slots=True)
class Clusters:
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
    def of(cls, market: Market, sets: Sets, group: Ints, draws_n: int) -> Clusters:
        """The clusters of some sets; a single draw draws nothing."""
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
        return _counts(self.block[at], none)


@dataclass
class Totals:
    """Draws of what sets save by each channel and on their better courses (``best``), all added up.

    Args:
        market, sets: every set that counts; parts of them are added by :meth:`add` and :meth:`add_simple`.
    """

    market: Market
    sets: Sets
    draws: Draws
    _found: dict[str, Floats] = field(init=False)
    _lift: Floats = field(init=False)
    _none: Flags = field(init=False)

    def __post_init__(self) -> None:
        self._found = {name: np.zeros(self.draws.n) for name in (*_CHANNELS, "best")}
        if len(self.sets):
            whole = Clusters.of(self.market, self.sets, np.zeros(len(self.sets), dtype=np.int64), self.draws.n)
            self._lift, self._none = whole.lift[0], whole.none[0]
        else:
            self._lift, self._none = np.ones(self.draws.n), np.ones(self.draws.n, dtype=bool)

    @property
    def found(self) -> dict[str, Floats]:
        """Rupiah in each draw, by channel and ``best``."""
        return {name: told * self._lift for name, told in self._found.items()}

    def part(self, good: Ints, counted: Flags, values: Values, better: Floats) -> dict[str, Floats]:
        """What some sets add.

        Args:
            good, counted: of each set: its good, and whether it counts at all.
            values, better: shape ``(sets, draws)``; ``better`` is what the better course saves.
        """
        weight = self._weight(good) * counted[:, None]
        told = {name: getattr(values, name) for name in _CHANNELS} | {"best": better}
        return {name: np.einsum("sd,sd->d", money, weight) for name, money in told.items()}

    def add(self, part: dict[str, Floats]) -> None:
        """Add what :meth:`part` found."""
        for name, money in part.items():
            self._found[name] += money

    def add_simple(self, sets: Sets) -> None:
        """Add sets that do as well alone and whose match is certain, where sums need no look at every set and draw."""
        if not len(sets):
            return
        told, draws = Told.of(self.market, sets), self.draws
        harmonised, regimes = np.zeros(draws.n), self.market.regimes[told.good]
        ceiling = told.amount * self.market.given.value("ceiling_item")
        highest = np.zeros(len(sets))
        for name, share in draws.harmonisation.items():
            here = regimes == name
            harmonised += self._linear(told.good, told.gap * here) * share
            highest[here] = share.max(initial=0.0)
        delivered = self._linear(told.good, told.delivery) * draws.delivery
        self.add({"harmonisation": harmonised, "delivery": delivered, "best": harmonised + delivered})
        capped = np.flatnonzero(told.gap * highest + told.delivery * draws.delivery.max() > ceiling)
        if len(capped):
            share = np.stack([draws.harmonisation[name] for name in regimes[capped]])
            alone = told.gap[capped][:, None] * share + told.delivery[capped][:, None] * draws.delivery
            over = np.maximum(alone - ceiling[capped][:, None], 0.0)
            self.add({"best": -np.einsum("sd,sd->d", over, self._weight(told.good[capped]))})
        some = np.flatnonzero(told.process > 0)
        most = self.market.given.value("process_ceiling") * told.open[some][:, None]
        avoided = np.minimum(told.process[some][:, None] * draws.process, most)
        self.add({"process": np.einsum("sd,sd->d", avoided, self._weight(told.good[some]))})
        self._add_quantity(told)

    def _add_quantity(self, told: Told) -> None:
        money = np.bincount(told.pair, told.row_open, len(told.pair_good))
        order = np.argsort(told.pair_good, kind="stable")
        for begin in range(0, len(order), _PAIRS):
            at = order[begin : begin + _PAIRS]
            effect = gained(self.market, told.pair_good[at], told.pair_growth[at], self.draws)
            weight = self._weight(told.pair_good[at])
            self.add({"quantity": np.einsum("pd,pd,p->d", effect, weight, money[at])})

    def _weight(self, good: Ints) -> Floats:
        """How often each good counts in each draw, shape ``(len(good), draws)``."""
        return _counts(self.market.blocks[good], self._none)

    def _linear(self, good: Ints, money: Floats) -> Floats:
        """The sum of ``money`` of one entry per set, each as often as its good counts."""
        by_block = np.bincount(self.market.blocks[good], money, len(resampled()))
        found: Floats = np.where(self._none, money.sum(), by_block @ resampled()[:, : self.draws.n])
        return found


def _counts(block: Ints, none: Flags) -> Floats:
    """How often goods of each block count in each draw; once where ``none`` of their group was drawn."""
    return np.where(none, 1.0, resampled()[block, : none.shape[-1]])
