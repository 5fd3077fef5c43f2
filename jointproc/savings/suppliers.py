"""Over how many suppliers a joint order is divided: at least so many, and as many as it takes to deliver it all.

Evidence: no saving is extrapolated past what any supplier of the good was seen delivering (METHOD_EVIDENCE §1.3).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from jointproc.savings.coding import joined
from jointproc.savings.lines import Lines

__all__ = ["suppliers_n", "vendor_volume"]

Floats = npt.NDArray[np.float64]
# a good's vendors are known when they are named for this share of its comparable volume
_NAMED_SHARE = 0.5
# a volume that fills a capacity exactly still needs one supplier, whatever its last bit says
_EXACT = 1e-9


def suppliers_n(yearly: Floats, capacity: Floats, least: int) -> Floats:
    """The fewest equal suppliers, at least ``least``, none of which gets more than its capacity.

    Args:
        yearly: joint volume a year.
        capacity: what one supplier can deliver a year, above zero; infinite where that is not known or not limited.
    """
    found: Floats = np.maximum(np.ceil(yearly / capacity - _EXACT), float(least))
    return found


def vendor_volume(read: Lines) -> Floats:
    """The largest volume of each good that one vendor is seen selling in one fiscal year, shape ``(goods,)``.

    NaN where fewer than half of the comparable volume names its vendor: the largest one might not be among them.
    """
    goods_n, rows = len(read.goods), np.flatnonzero(read.priced)
    named = rows[read.vendor[rows] >= 0]
    found = np.full(goods_n, np.nan)
    if not len(named):
        return found
    good = read.good[named]
    sale = joined(joined(good, read.vendor[named]), read.year[named])
    most = np.zeros(goods_n)
    np.maximum.at(most, good, np.bincount(sale, read.volume[named])[sale])
    volume = np.bincount(read.good[rows], read.volume[rows], goods_n)
    told = np.bincount(good, read.volume[named], goods_n)
    enough = (told > 0) & (told >= _NAMED_SHARE * volume)
    found[enough] = most[enough]
    return found
