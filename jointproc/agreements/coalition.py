"""The value of every coalition of an agreement, from the savings model at its central values.

The formulas are those of :mod:`jointproc.savings.valuation`, arranged so that thousands of coalitions are valued at
once: with a slope β ≤ 0 the capped ratio's power is ``max(Q^β, cap_j^β) · order_j^−β``, so that only the joint
order Q (divided over the suppliers it takes) has to be raised to a power per coalition.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from jointproc.agreements.cost_keys import CostKey, cost_shares
from jointproc.savings import Draws, Market, harmonised, matched, suppliers_n

__all__ = ["Coalitions", "coalitions_of", "drawn_coalitions"]

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
_CHUNK: Final = 600_000


@dataclass(frozen=True)
class Coalitions:
    """Members × goods of one agreement; every array has shape ``(goods, members)`` unless said otherwise.

    Attributes:
        gap: harmonisation before the match is weighed.
        yearly: open volume a year.
        slope, largest, capacity, sure: shape ``(goods,)``; the capacity of one supplier is infinite where nothing
            limits it, and ``sure`` is how far the goods' prices count as those of the same good.
        suppliers_min_n: the least number of suppliers the joint order of a good is divided over.
        common: each member's share of the fixed cost, shape ``(members,)``.
    """

    codes: tuple[str, ...]
    amount: Floats
    open_money: Floats
    order: Floats
    yearly: Floats
    gap: Floats
    delivery: Floats
    process: Floats
    present: Bools
    slope: Floats
    largest: Floats
    capacity: Floats
    sure: Floats
    suppliers_min_n: int
    cap: float
    fee: float
    failure: float
    process_part: float
    process_ceiling: float
    fixed: float
    member: float
    common: Floats
    ceiling_item: float
    ceiling_portfolio: float

    @property
    def own(self) -> Floats:
        """Harmonisation and delivery each member can have of each good without a partner."""
        return self.gap * self.sure[:, None] + self.delivery

    def values(self, joined: Bools) -> Floats:
        """Net saving of coalitions in rupiah; nobody saves nothing, one alone has what needs no partner.

        Args:
            joined: membership, shape ``(k, members)``.
        """
        found = np.empty(len(joined))
        rows = max(1, _CHUNK // max(1, len(self.slope)))
        for begin in range(0, len(joined), rows):
            found[begin : begin + rows] = self._values(joined[begin : begin + rows])
        return found

    def _values(self, joined: Bools) -> Floats:
        m = joined.astype(float)
        net = m @ self.own.T
        open_goods = np.flatnonzero((self.open_money > 0).any(axis=1))
        if len(open_goods):
            net[:, open_goods] += self._together(joined, m, open_goods)
        spent = m @ self.amount.T
        total = np.minimum(net, self.ceiling_item * spent).sum(axis=1)
        size = joined.sum(axis=1)
        total -= np.where(size > 1, self.fixed + self.member * size, 0.0)
        capped: Floats = np.minimum(total, self.ceiling_portfolio * spent.sum(axis=1))
        return capped

    def _to_one(self, order: Floats, m: Floats, goods: npt.NDArray[np.intp]) -> Floats:
        """The part of joint orders of goods that goes to one supplier, shape ``(k, goods)``."""
        if np.isfinite(self.capacity).any():
            order = order / suppliers_n(m @ self.yearly[goods].T, self.capacity[goods], self.suppliers_min_n)
        elif self.suppliers_min_n > 1:
            order = order / self.suppliers_min_n
        return np.maximum(order, 1e-300)

    def _together(self, joined: Bools, m: Floats, goods: npt.NDArray[np.intp]) -> Floats:
        slope, order, money = self.slope[goods], self.order[goods], self.open_money[goods]
        joint = self._to_one(m @ order.T, m, goods) ** slope
        better = np.zeros_like(joint)
        most = np.zeros_like(joint)
        with np.errstate(divide="ignore", invalid="ignore"):
            grown = np.minimum(self.cap, np.maximum(self.largest[goods][:, None] / order, 1.0))
            own = np.where(order > 0, order ** -slope[:, None], 0.0)
            bound = np.where(order > 0, (grown * order) ** slope[:, None], 0.0)
        for j in range(len(self.codes)):
            here = np.flatnonzero(joined[:, j])
            buys = order[:, j] > 0
            if not len(here) or not buys.any():
                continue
            saved = money[:, j] * (1 - np.maximum(joint[here], bound[:, j]) * own[:, j])
            better[here] += np.where(buys, np.maximum(saved - self.gap[goods, j], 0.0), 0.0)
            most[here] = np.maximum(most[here], self.process[goods, j])
        opened = m @ money.T
        avoided = np.minimum((m @ self.process[goods].T - most) * self.process_part, self.process_ceiling * opened)
        partners = m @ self.present[goods].astype(float).T > 1
        found: Floats = (better * self.sure[goods] + avoided) * (1 - self.failure) - self.fee * opened * partners
        return found

    def alone(self) -> Floats:
        """What each member can have without any agreement, shape ``(members,)``."""
        return self.values(np.eye(len(self.codes), dtype=bool))

    def direct(self) -> Floats:
        """What reaches each member's own budget when all join and nobody pays anybody, shape ``(members,)``.

        Each keeps the saving on its own volume, its part of avoided processes by what they cost it, and bears
        coordination by what it buys; the fixed cost follows the cost key. Sums to the value of all.
        """
        everyone = np.ones((1, len(self.codes)), dtype=bool)
        joint = self.order.sum(axis=1)[None, :]
        joint = self._to_one(joint, everyone.astype(float), np.arange(len(self.slope)))[0] ** self.slope
        with np.errstate(divide="ignore", invalid="ignore"):
            grown = np.minimum(self.cap, np.maximum(self.largest[:, None] / self.order, 1.0))
            power = np.maximum(joint[:, None], (grown * self.order) ** self.slope[:, None])
            power = power * self.order ** -self.slope[:, None]
        saved = np.where(self.order > 0, self.open_money * (1 - np.where(self.order > 0, power, 1.0)), 0.0)
        better = np.maximum(saved - self.gap, 0.0) * self.sure[:, None]
        cost = self.process.sum(axis=1)
        avoided = (cost - self.process.max(axis=1, initial=0.0)) * self.process_part
        avoided = np.minimum(avoided, self.process_ceiling * self.open_money.sum(axis=1))
        mine = np.divide(self.process, cost[:, None], out=np.zeros_like(self.process), where=cost[:, None] > 0)
        partners = (self.present.sum(axis=1) > 1)[:, None]
        part = self.own + (better + mine * avoided[:, None]) * (1 - self.failure)
        part = (part - self.fee * self.open_money * partners).sum(axis=0) - self.member
        part -= self.fixed * self.common
        # ceilings act on the sum, so what they take is taken from all alike
        return part + (self.values(everyone)[0] - part.sum()) / len(self.codes)


def coalitions_of(market: Market, codes: tuple[str, ...], key: CostKey = "equal") -> Coalitions:
    """Arrange a part of a market (``Market.part``) as a game of its regions at central values.

    Args:
        key: how the fixed cost of the agreement is divided.

    Raises:
        InputError: the key needs a fact of a member that is not known.
    """
    number = np.unique(market.cells["good"].to_numpy(np.int64))
    slopes = market.goods["slope"].to_numpy(float)[number]
    return _arranged(market, codes, Draws.central(market.given), slopes, matched(market, number, 1)[:, 0], key)


def drawn_coalitions(
    market: Market, codes: tuple[str, ...], numbers: Sequence[int], key: CostKey = "equal"
) -> Iterator[Coalitions]:
    """The same game at some of the draws, in the order of their ``numbers``."""
    number = np.unique(market.cells["good"].to_numpy(np.int64))
    draws = Draws.drawn(market.given)
    slopes, sure = market.slope_draws(number, draws.common)[:, numbers], matched(market, number, draws.n)[:, numbers]
    for column, draw in enumerate(numbers):
        yield _arranged(market, codes, draws.only(draw), slopes[:, column], sure[:, column], key)


def _arranged(
    market: Market, codes: tuple[str, ...], draws: Draws, slopes: Floats, sure: Floats, key: CostKey
) -> Coalitions:
    """The game at one draw.

    Args:
        draws: one draw of the assumptions.
        slopes, sure: of every good in the market's cells, by number.
    """
    cells, goods = market.cells, market.goods
    number, at_good = np.unique(cells["good"].to_numpy(np.int64), return_inverse=True)
    at_code = np.array([codes.index(c) for c in cells["region_code"]], dtype=np.int64)
    counts = np.isin(goods["evidence"].to_numpy()[number], ("A", "B", "C"))

    def spread(values: Floats) -> Floats:
        found = np.zeros((len(number), len(codes)))
        found[at_good, at_code] = values
        return found

    def column(name: str) -> Floats:
        return spread(cells[name].to_numpy(float))

    trusted = counts[:, None].astype(float)
    amount, order = column("amount_idr"), column("order_volume")
    given = market.given
    return Coalitions(
        codes=codes,
        amount=amount,
        open_money=column("open_idr") * trusted,
        order=order,
        yearly=column("open_volume") / market.years_n,
        gap=spread(harmonised(market, np.arange(len(cells)), draws)[:, 0]) * trusted,
        delivery=column("delivery_idr") * trusted * draws.delivery[0],
        process=column("process_idr") * trusted,
        present=spread(np.ones(len(cells))) > 0,
        slope=slopes,
        largest=goods["largest_order"].to_numpy(float)[number],
        capacity=market.capacity[number],
        sure=sure,
        suppliers_min_n=market.suppliers_min_n,
        cap=given.value("volume_cap"),
        fee=float(draws.fee[0]),
        failure=float(draws.failure[0]),
        process_part=float(draws.process[0]),
        process_ceiling=given.value("process_ceiling"),
        fixed=float(draws.fixed[0]),
        member=float(draws.member[0]),
        common=cost_shares(key, codes, amount, order),
        ceiling_item=given.value("ceiling_item"),
        ceiling_portfolio=given.value("ceiling_portfolio"),
    )
