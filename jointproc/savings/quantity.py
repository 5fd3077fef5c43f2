"""The quantity channel: how much the unit price falls when more is bought at once.

log price on item and period effects with one slope per item; slopes are shrunk to their family's mean, that to their
market's (DerSimonian & Laird 1986, moments), and that to the prior of the assumptions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["Prior", "Shrunk", "Slopes", "common_slope", "fit", "pool", "saved_share", "shrink"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_FEWEST_ROWS: Final = 4
_FEWEST_ITEMS: Final = 3
_BORROWED_DF: Final = 4.0  # a short item borrows this many degrees of freedom from the pooled residual


@dataclass(frozen=True, slots=True)
class Slopes:
    """One slope per item: ``own`` and ``own_se`` from its rows alone (NaN when it has too few), ``slope`` and ``se``
    after shrinkage; ``fitted_n`` items entered the mean ``mean`` with between-item deviation ``tau``."""

    own: Floats
    own_se: Floats
    slope: Floats
    se: Floats
    mean: float
    tau: float
    fitted_n: int


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed of the slopes of a market before its data: mean and standard deviation."""

    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class Shrunk:
    """Slopes shrunk to their family's mean, that to their market's, and that to the prior; one entry per item.

    Attributes:
        trust: share of the slope that comes from the item's own rows, 0 to 1.
        level: what the rest of it rests on: ``family``, ``market`` or ``reference`` (the prior).
        of_n: how many items that was learnt from, 0 for the prior.
    """

    slope: Floats
    se: Floats
    trust: Floats
    level: npt.NDArray[np.object_]
    of_n: Ints


def fit(item: Ints, period: Ints, quantity_log: Floats, price_log: Floats, items_n: int) -> tuple[Floats, Floats]:
    """Least squares slope of each item within item × period.

    Returns:
        ``slope, standard error``, shape ``(items_n,)``, NaN for items with fewer than four usable rows or no
        variation of quantity.
    """
    slope, error = np.full(items_n, np.nan), np.full(items_n, np.nan)
    if not len(item):
        return slope, error
    periods = int(period.max()) + 1
    cell, at = np.unique(item * periods + period, return_inverse=True)
    rows = np.bincount(at).astype(float)
    x = quantity_log - (np.bincount(at, quantity_log) / rows)[at]
    y = price_log - (np.bincount(at, price_log) / rows)[at]
    item_of_cell = cell // periods

    def total(values: Floats) -> Floats:
        found: Floats = np.bincount(item, values, items_n).astype(float)
        return found

    sxx, sxy, syy = total(x * x), total(x * y), total(y * y)
    freedom = np.bincount(item, minlength=items_n) - np.bincount(item_of_cell, minlength=items_n) - 1
    usable = (sxx > 1e-9) & (freedom >= _FEWEST_ROWS - 2)
    if not usable.any():
        return slope, error
    slope[usable] = sxy[usable] / sxx[usable]
    residual = np.maximum(syy[usable] - slope[usable] * sxy[usable], 0.0)
    df = freedom[usable].astype(float)
    pooled = residual.sum() / df.sum()
    variance = (residual + _BORROWED_DF * pooled) / (df + _BORROWED_DF)
    error[usable] = np.sqrt(np.maximum(variance / sxx[usable], 1e-12))
    return slope, error


def common_slope(group: Ints, cluster: Ints, quantity_log: Floats, price_log: Floats) -> tuple[float, float]:
    """One slope for all rows within their group, and its standard error clustered by ``cluster``.

    ``log price = group effect + slope · log quantity``; the standard error is CRV1 with the small-sample factor
    ``G/(G-1) · (N-1)/(N-k)`` where group effects nested in clusters are not counted in ``k`` (Cameron & Miller 2015,
    eq. 11-12; the same as ``pyfixest.feols(..., vcov={"CRV1": cluster})``).

    Returns:
        ``(0, nan)`` where quantities do not vary inside any group.
    """
    if not len(group):
        return 0.0, float("nan")
    _, at = np.unique(group, return_inverse=True)
    rows = np.bincount(at).astype(float)
    x = quantity_log - (np.bincount(at, quantity_log) / rows)[at]
    y = price_log - (np.bincount(at, price_log) / rows)[at]
    sxx = float((x * x).sum())
    if sxx <= 1e-12:
        return 0.0, float("nan")
    slope = float((x * y).sum() / sxx)
    names, of = np.unique(cluster, return_inverse=True)
    score = np.bincount(of, x * (y - slope * x))
    many, n = len(names), len(x)
    if many < 2 or n < 3:
        return slope, float("nan")
    factor = many / (many - 1) * (n - 1) / (n - 2)
    return slope, float(np.sqrt(factor * (score**2).sum()) / sxx)


def pool(own: Floats, own_se: Floats, prior: float, prior_sd: float, lowest: float) -> Slopes:
    """Shrink item slopes to their mean, and that mean to the prior.

    Args:
        own, own_se: from :func:`fit`.
        prior, prior_sd: what is believed before the data, as mean and standard deviation.
        lowest: slopes are clipped to ``[lowest, 0]``.
    """
    known = np.isfinite(own) & np.isfinite(own_se)
    count = int(known.sum())
    if prior_sd <= 0:
        fixed = np.full(len(own), min(max(prior, lowest), 0.0))
        return Slopes(own, own_se, fixed, np.zeros(len(own)), prior, 0.0, count)
    mean, mean_var, tau_sq = _mean(own[known], own_se[known], Prior(prior, prior_sd))
    slope, variance, _ = _toward(own, own_se, known, np.full(len(own), mean), np.full(len(own), mean_var), tau_sq)
    return Slopes(own, own_se, np.clip(slope, lowest, 0.0), np.sqrt(variance), mean, float(np.sqrt(tau_sq)), count)


def shrink(
    own: Floats, own_se: Floats, family: Ints, prior: Prior, lowest: float, learn: npt.NDArray[np.bool_] | None = None
) -> Shrunk:
    """Shrink item slopes to their family's mean, family means to the market's, and that to the prior.

    Args:
        own, own_se: from :func:`fit`, of the items of one market.
        family: code of each item's family; a family needs three items with a slope of their own to have a mean.
        lowest: slopes are clipped to ``[lowest, 0]``.
        learn: the items the means may be learnt from; all when ``None``.
    """
    known = np.isfinite(own) & np.isfinite(own_se)
    if prior.sd <= 0:
        zero = np.zeros(len(own))
        fixed = np.full(len(own), min(max(prior.mean, lowest), 0.0))
        return Shrunk(fixed, zero, zero, np.full(len(own), "reference", dtype=object), zero.astype(np.int64))
    of = known if learn is None else known & learn
    mean, mean_var, tau_sq = _mean(own[of], own_se[of], prior)
    families_n = int(family.max(initial=-1)) + 1
    count = np.bincount(family[of], minlength=families_n)
    weight = np.zeros(len(own))
    weight[of] = 1 / (own_se[of] ** 2 + tau_sq)
    total = np.bincount(family, weight, families_n)
    enough = count >= _FEWEST_ITEMS
    means, errors = np.full(families_n, mean), np.full(families_n, np.sqrt(mean_var))
    if enough.any():
        summed = np.bincount(family[of], weight[of] * own[of], families_n)
        found, error = summed[enough] / total[enough], np.sqrt(1 / total[enough])
        _, _, between = _mean(found, error, prior)
        here = np.ones(len(found), dtype=bool)
        means[enough], variances, _ = _toward(
            found, error, here, np.full(len(found), mean), np.full(len(found), mean_var), between
        )
        errors[enough] = np.sqrt(variances)
    slope, variance, trust = _toward(own, own_se, known, means[family], errors[family] ** 2, tau_sq)
    learnt_n = int(of.sum())
    enough_of = enough[family]
    level = np.where(enough_of, "family", "market" if learnt_n >= _FEWEST_ITEMS else "reference").astype(object)
    of_n = np.where(enough_of, count[family], learnt_n if learnt_n >= _FEWEST_ITEMS else 0)
    return Shrunk(np.clip(slope, lowest, 0.0), np.sqrt(variance), trust, level, of_n.astype(np.int64))


def _mean(own: Floats, own_se: Floats, prior: Prior) -> tuple[float, float, float]:
    """Mean of slopes after shrinkage to the prior, its variance, and the variance between slopes."""
    count, prior_var = len(own), prior.sd**2
    if count < _FEWEST_ITEMS:
        return prior.mean, prior_var, prior_var
    weight = 1 / own_se**2
    fixed_mean = float((weight * own).sum() / weight.sum())
    heterogeneity = float((weight * (own - fixed_mean) ** 2).sum())
    scale = float(weight.sum() - (weight**2).sum() / weight.sum())
    moment = max(0.0, (heterogeneity - (count - 1)) / scale) if scale > 0 else 0.0
    # few items say little about how far items differ: the prior's spread counts as ten of them
    tau_sq = (count * moment + 10 * prior_var) / (count + 10)
    weight = 1 / (own_se**2 + tau_sq)
    data_mean, data_var = float((weight * own).sum() / weight.sum()), float(1 / weight.sum())
    share = prior_var / (prior_var + data_var)
    return share * data_mean + (1 - share) * prior.mean, share * data_var, tau_sq


def _toward(
    own: Floats, own_se: Floats, known: npt.NDArray[np.bool_], mean: Floats, mean_var: Floats, tau_sq: float
) -> tuple[Floats, Floats, Floats]:
    """Each slope shrunk toward its mean: slope, variance, and how much of it is its own."""
    trust = np.zeros(len(own))
    trust[known] = tau_sq / (tau_sq + own_se[known] ** 2)
    slope = np.where(known, trust * np.nan_to_num(own), 0.0) + (1 - trust) * mean
    return slope, tau_sq * (1 - trust) + (1 - trust) ** 2 * mean_var, trust


def saved_share(slope: Floats, ratio: Floats) -> Floats:
    """Share of the old price saved when an order grows ``ratio``-fold: ``1 − ratio^slope``."""
    found: Floats = -np.expm1(slope * np.log(np.maximum(ratio, 1.0)))
    return found
