"""The quantity channel: how much the unit price falls when more is bought at once.

log price on item and period effects with one slope per item; slopes are shrunk to their market's mean
(DerSimonian & Laird 1986, moments) which is itself shrunk to the prior of the assumptions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["Slopes", "common_slope", "fit", "pool", "saved_share"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_FEWEST_ROWS: Final = 4
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
    mean, mean_var, tau_sq = prior, prior_sd**2, prior_sd**2
    if count >= 3:
        b, weight = own[known], 1 / own_se[known] ** 2
        fixed_mean = float((weight * b).sum() / weight.sum())
        heterogeneity = float((weight * (b - fixed_mean) ** 2).sum())
        scale = float(weight.sum() - (weight**2).sum() / weight.sum())
        moment = max(0.0, (heterogeneity - (count - 1)) / scale) if scale > 0 else 0.0
        # few items say little about how far items differ: the prior's spread counts as ten of them
        tau_sq = (count * moment + 10 * prior_sd**2) / (count + 10)
        weight = 1 / (own_se[known] ** 2 + tau_sq)
        data_mean, data_var = float((weight * b).sum() / weight.sum()), float(1 / weight.sum())
        share = prior_sd**2 / (prior_sd**2 + data_var)
        mean = share * data_mean + (1 - share) * prior
        mean_var = share * data_var
    trust = np.zeros(len(own))
    trust[known] = tau_sq / (tau_sq + own_se[known] ** 2)
    shrunk = np.where(known, trust * np.nan_to_num(own), 0.0) + (1 - trust) * mean
    variance = tau_sq * (1 - trust) + (1 - trust) ** 2 * mean_var
    return Slopes(own, own_se, np.clip(shrunk, lowest, 0.0), np.sqrt(variance), mean, float(np.sqrt(tau_sq)), count)


def saved_share(slope: Floats, ratio: Floats) -> Floats:
    """Share of the old price saved when an order grows ``ratio``-fold: ``1 − ratio^slope``."""
    found: Floats = -np.expm1(slope * np.log(np.maximum(ratio, 1.0)))
    return found
