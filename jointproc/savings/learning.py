"""How much of what looks saveable larger orders really saved: learnt by a test inside the rows one may learn from.

Within each item the smaller training quantities stand for "small buyers" and the larger ones for "large buyers", as in
the backtest itself. The change of the log price of those larger rows is explained by two shares: ``gap``, the part of
the (shrunk) distance to the best quartile they really got, and ``size``, the part of the item's quantity slope that
really showed. Both are chosen by the least mean absolute error, are shrunk towards "nothing" as if a few more items
had shown nothing, count only as far as larger orders are cheaper beyond chance, and vary over a bootstrap of whole
items.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["Compared", "Learnt", "compared_rows", "division_bias", "inner_rows", "learn"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
CLIP: Final = 1.6
_SMALL: Final = 0.6
_LARGE: Final = 0.7
_LEAST_GROWTH: Final = 1.3
_SHRINK_ITEMS: Final = 3.0
_SIZE_COSTS: Final = 0.03
# larger orders must be cheaper by item means beyond chance: nothing is believed up to 1.6 standard errors, all from 2.6
_DOUBTED: Final = 1.6
_BELIEVED: Final = 2.6
_SHARES: Final[Floats] = np.linspace(0.0, 1.0, 11)
_SIZES: Final = (0.0, 0.5, 1.0)
_SEED: Final = 20261124


@dataclass(frozen=True, slots=True)
class Compared:
    """Large purchases beside what small buyers paid: arrays of one entry per row.

    Attributes:
        item: row number of the item.
        price, quantity: logs of the large purchase.
        median, quartile, iqr: of the log prices of at least three small purchases by other buyers of the same item and
            period; ``typical`` is the median of their log quantities and ``count`` their number.
    """

    item: Ints
    price: Floats
    quantity: Floats
    median: Floats
    typical: Floats
    quartile: Floats
    iqr: Floats
    count: Floats

    @property
    def change(self) -> Floats:
        """Log price against the small buyers' median, clipped to ±1.6."""
        found: Floats = np.clip(self.price - self.median, -CLIP, CLIP)
        return found

    def gap(self, shrink: float) -> Floats:
        """Log distance (≤ 0) to the best quartile, shrunk by ``n / (n + shrink)``.

        No bound of 30 % as in the product: there it guards against different goods under one name, here items are what
        the file says they are.
        """
        return np.minimum((self.quartile - self.median) * self.count / (self.count + shrink), 0.0)

    def growth(self, cap: float) -> Floats:
        """Log of how many times larger the purchase is, at most ``cap`` times."""
        found: Floats = np.minimum(self.quantity - self.typical, np.log(cap))
        return found


@dataclass(frozen=True, slots=True)
class Learnt:
    """The shares and their bootstrap draws; ``saved_share`` of the inner large rows saved more than 2 %."""

    gap: float
    size: float
    gap_draws: Floats
    size_draws: Floats
    saved_share: float | None
    rows_n: int
    items_n: int


def compared_rows(small: pd.DataFrame, large: pd.DataFrame, growth: float = 1.5) -> Compared:
    """Large rows that have at least three small rows by other buyers of the same item and period.

    Args:
        small, large: ``item, period, buyer`` as numbers, ``q, p`` as logs.
        growth: how many times their median quantity a large row must be.
    """
    groups = small.groupby(["item", "period"]).indices
    buyers, prices, quantities = (small[c].to_numpy() for c in ("buyer", "p", "q"))
    found: list[tuple[float, ...]] = []
    columns = (large[c].to_numpy() for c in ("item", "period", "buyer", "p", "q"))
    for item, period, buyer, own_price, own_quantity in zip(*columns, strict=True):
        near = groups.get((item, period))
        if near is None:
            continue
        others = near[buyers[near] != buyer]
        if len(others) < 3:
            continue
        price, typical = prices[others], float(np.median(quantities[others]))
        if own_quantity < typical + np.log(growth):
            continue
        low, middle, high = (float(v) for v in np.quantile(price, [0.25, 0.5, 0.75]))
        found.append((item, own_price, own_quantity, middle, typical, low, high - low, float(len(price))))
    table = np.array(found, dtype=float).reshape(-1, 8)
    return Compared(table[:, 0].astype(np.int64), *(table[:, i] for i in range(1, 8)))


def inner_rows(train: pd.DataFrame) -> Compared:
    """The test inside the training rows: quantities up to the 60th percentile against those above the 70th."""
    rank = train.groupby("item")["q"].rank(pct=True)
    return compared_rows(train[rank <= _SMALL], train[rank > _LARGE], _LEAST_GROWTH)


def learn(inner: Compared, slope: Floats, shrink: float, cap: float, draws: int) -> Learnt:
    """The two shares from the inner test.

    Args:
        slope: quantity slope by item, learnt without the inner large rows.
        shrink, cap: of :class:`Compared`.
        draws: bootstrap draws of whole items.
    """
    if not len(inner.item):
        return Learnt(0.0, 0.0, np.zeros(draws), np.zeros(draws), None, 0, 0)
    y, gap = inner.change, inner.gap(shrink)
    size = slope[inner.item] * inner.growth(cap)
    choices = [(a, s) for a in _SHARES for s in _SIZES]
    errors = np.stack([np.abs(y - np.minimum(a * gap, s * size)) for a, s in choices], axis=1)
    items, at = np.unique(inner.item, return_inverse=True)
    summed = np.stack([np.bincount(at, errors[:, c], len(items)) for c in range(len(choices))], axis=1)
    rows = np.bincount(at, minlength=len(items)).astype(float)
    alone = float(np.abs(y).mean()) or 1.0
    # a second explanation has to earn its place
    costs = np.array([_SIZE_COSTS * s for _, s in choices]) * alone

    generator = np.random.Generator(np.random.PCG64(_SEED))
    weights = generator.multinomial(len(items), np.full(len(items), 1 / len(items)), size=draws).astype(float)
    weights = np.vstack([np.ones(len(items)), weights])
    mean = (weights @ summed) / np.maximum(weights @ rows, 1.0)[:, None] + costs
    best = np.argmin(np.round(mean, 12), axis=1)
    effect = np.bincount(at, y, len(items)) / rows
    trust = _trust(effect, weights) * len(items) / (len(items) + _SHRINK_ITEMS)
    gaps = np.array([choices[b][0] for b in best]) * trust
    sizes = np.array([choices[b][1] for b in best]) * trust
    saved = float((y < np.log(0.98)).mean())
    return Learnt(float(gaps[0]), float(sizes[0]), gaps[1:], sizes[1:], saved, len(y), len(items))


def _trust(effect: Floats, weights: Floats) -> Floats:
    """How far (0 to 1) each weighting of the items shows that larger orders are cheaper at all.

    The mean effect of the items over its standard error. Prices that only scatter have their best quartile too; without
    this the scatter would count as a saving.
    """
    total = weights.sum(axis=1)
    mean = weights @ effect / total
    spread = weights @ effect**2 / total - mean**2
    error = np.sqrt(np.maximum(spread, 0.0) / np.maximum(total - 1.0, 1.0))
    clear = np.divide(-mean, error, out=np.where(mean < -1e-12, np.inf, 0.0), where=error > 1e-12)
    found: Floats = np.clip((clear - _DOUBTED) / (_BELIEVED - _DOUBTED), 0.0, 1.0)
    return found


def division_bias(item: Ints, period: Ints, quantity_log: Floats, price_log: Floats) -> bool:
    """Whether prices look computed as amount ÷ a noisy quantity, which looks like a discount and is none.

    If quantity is off by η, the price is off by -η: within item and period the covariance of log price with log
    quantity then equals minus the variance of the log price, so the regression of log quantity on log price is -1. Or
    the amounts are whole rupiah where the prices are not.
    """
    if len(item) < 40:
        return False
    _, at = np.unique(item.astype(np.int64) * (int(period.max(initial=0)) + 1) + period, return_inverse=True)
    rows = np.bincount(at).astype(float)
    q = quantity_log - (np.bincount(at, quantity_log) / rows)[at]
    p = price_log - (np.bincount(at, price_log) / rows)[at]
    many = rows[at] >= 2
    q, p, it = q[many], p[many], item[many]
    spp, sqq = float((p * p).sum()), float((q * q).sum())
    if len(p) < 40 or spp < 1e-6 or sqq < 1e-9:
        return False
    reverse = float((p * q).sum()) / spp
    error = _clustered(it, p, q - reverse * p, spp)
    forward = float((p * q).sum()) / sqq
    forward_error = _clustered(it, q, p - forward * q, sqq)
    negative = forward_error > 0 and forward / forward_error < -3.0
    minus_one = error < 0.35 and abs(reverse + 1.0) <= max(0.15, 2.0 * error)
    return bool(negative and (minus_one or _whole_amounts(quantity_log, price_log)))


def _clustered(group: Ints, x: Floats, residual: Floats, sxx: float) -> float:
    _, at = np.unique(group, return_inverse=True)
    score = np.bincount(at, x * residual)
    return float(np.sqrt((score**2).sum()) / sxx)


def _whole_amounts(quantity_log: Floats, price_log: Floats) -> bool:
    amount, price = np.exp(quantity_log + price_log), np.exp(price_log)
    near = 1e-6 * np.maximum(amount, 1.0)
    whole = np.abs(amount - np.round(amount)) <= near
    odd = np.abs(price * 100 - np.round(price * 100)) > 1e-4 * np.maximum(price, 1.0)
    return bool((whole & odd).mean() > 0.6)
