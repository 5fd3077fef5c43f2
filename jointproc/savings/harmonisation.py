"""The harmonisation channel: paying what the better-priced buyers already pay. It needs no pooling."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["gap_share", "quartiles"]

Floats = npt.NDArray[np.float64]


def quartiles(group: npt.NDArray[np.int64], price_log: Floats) -> tuple[Floats, Floats]:
    """Best quartile of the log price and number of prices of each row's group (item × period), by row."""
    _, at, sizes = np.unique(group, return_inverse=True, return_counts=True)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    # complex numbers sort by their real part, then by the imaginary one
    values = np.sort(at + 1j * price_log).imag
    position = starts + (sizes - 1) * 0.25  # linear interpolation, as numpy.quantile
    below = np.floor(position).astype(np.int64)
    above = np.minimum(below + 1, starts + sizes - 1)
    best = values[below] + (position - below) * (values[above] - values[below])
    return best[at], sizes[at].astype(float)


def gap_share(price_log: Floats, best_log: Floats, prices_n: Floats, shrink: float, floor: float) -> Floats:
    """Share of each row's price above the shrunk best quartile.

    The log gap counts ``n / (n + shrink)`` and never more than ``floor`` of the price; never below zero, and never
    measured against the lowest price.
    """
    gap = np.minimum(best_log - price_log, 0.0) * prices_n / (prices_n + shrink)
    found: Floats = -np.expm1(np.maximum(gap, np.log1p(-floor)))
    return found
