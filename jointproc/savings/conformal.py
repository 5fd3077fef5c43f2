"""How far the quantity effect misses on goods it was not learnt from: split conformal with whole goods held out.

The goods of a market are split in two halves by their name. The slope of each good of one half is predicted from its
smaller orders, shrunk to means learnt from the other half alone; what its larger orders really showed beside the
smaller ones of the same year is the truth. The misses, divided by the good's scatter of prices + 0.05, are the scores;
their quantiles are the interval of any further good of that market (Vovk, Gammerman & Shafer 2005, §2; Vovk et al.
2019 for the whole distribution). The score of rank *k* of *n* stands for the probability ``k / (n + 1)``.
"""

from __future__ import annotations

from collections.abc import Mapping
from statistics import NormalDist
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from jointproc.savings.coding import coded
from jointproc.savings.draws import block_of
from jointproc.savings.learning import CLIP
from jointproc.savings.quantity import Prior, fit, shrink

__all__ = ["missed", "scatter", "scores", "table"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_STEPS: Final = 256
_GRID: Final[Floats] = np.arange(-4 * _STEPS, 4 * _STEPS + 1) / _STEPS
_SCATTER: Final = 0.05
_MOST_GROWTH: Final = float(np.log(4.0))


def scatter(spread_log: Floats, prior: npt.NDArray[Any]) -> Floats:
    """What a good's score is multiplied with: its spread of log prices, else the middle one of its market, + 0.05."""
    usual = pd.Series(spread_log).groupby(prior).transform("median").fillna(0.0).to_numpy(float)
    found: Floats = np.where(np.isnan(spread_log), usual, spread_log) + _SCATTER
    return found


def scores(
    small: tuple[Ints, Ints, Floats, Floats],
    large: pd.DataFrame,
    goods: pd.DataFrame,
    priors: Mapping[str, Prior],
    lowest: float,
) -> dict[str, Floats]:
    """Sorted scores of each market.

    Args:
        small: ``good, year, log quantity, log price`` of the smaller orders.
        large: the larger ones (``two_part.large_orders``): ``g, change, growth``.
        goods: ``good_id, family, prior, scatter, suitable``.
        priors: what is believed of the slope in each market to be tested.
        lowest: slopes are clipped to ``[lowest, 0]``.
    """
    goods_n = len(goods)
    change = np.bincount(large["g"], large["change"].clip(-CLIP, CLIP), goods_n)
    growth = np.bincount(large["g"], large["growth"].clip(upper=_MOST_GROWTH), goods_n)
    tested = (growth > 0) & goods["suitable"].to_numpy(bool)
    if not tested.any():
        return {}
    own, own_se = fit(*small, goods_n)
    family = coded(goods["family"])[0] + 1
    # by name alone: a good stays in its half whatever other data are loaded
    half = block_of(goods["good_id"].to_numpy(dtype=object)) % 2
    prior, width = goods["prior"].to_numpy(), goods["scatter"].to_numpy(float)
    found = {}
    for name, told in priors.items():
        of = np.flatnonzero(prior == name)
        predicted = np.zeros(goods_n)
        for side in (0, 1):
            predicted[of] = np.where(
                half[of] == side,
                shrink(own[of], own_se[of], family[of], told, lowest, learn=half[of] != side).slope,
                predicted[of],
            )
        kept = of[tested[of]]
        found[name] = np.sort((change[kept] / growth[kept] - predicted[kept]) / width[kept])
    return found


def table(ordered: Floats) -> Floats:
    """The score at each of a fine grid of standard normal values, read by :func:`missed`; beyond the outermost score
    that one stands.

    Where held-out orders were cheaper than predicted more often than not, that lean is taken out: sizes of orders do
    not explain it (large buyers are other buyers), and in a sum of many goods it would lift what is saved at least.
    """
    ordered = ordered - min(float(np.median(ordered)), 0.0)
    ranks = [NormalDist().inv_cdf(k / (len(ordered) + 1)) for k in range(1, len(ordered) + 1)]
    found: Floats = np.interp(_GRID, ranks, ordered)
    return found


def missed(scores_at: Floats, z: Floats) -> Floats:
    """The score at the probability of each standard normal value, from the nearest place of a :func:`table`."""
    place = ((z - _GRID[0]) * _STEPS + 0.5).astype(np.int32)
    found: Floats = scores_at.take(place, mode="clip")
    return found
