"""Columns as whole numbers: a million lines are grouped by codes, never by their words."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["coded", "dense", "joined"]

Ints = npt.NDArray[np.int64]
# up to this many possible keys a table of all of them is faster than sorting or hashing the keys that occur
_TABLE_MOST: Final = 30_000_000


def coded(values: pd.Series) -> tuple[Ints, npt.NDArray[Any]]:
    """Code of each row (-1 where missing) and the distinct values, sorted; only values that occur have a code."""
    if not isinstance(values.dtype, pd.CategoricalDtype):
        found, distinct = pd.factorize(values, sort=True)
        return found.astype(np.int64), np.asarray(distinct, dtype=object)
    names = values.cat.categories.to_numpy(dtype=object)
    code = values.cat.codes.to_numpy().astype(np.int64)
    occurs = np.bincount(code + 1, minlength=len(names) + 1)[1:] > 0
    order = np.flatnonzero(occurs)[np.argsort(names[occurs].astype(str), kind="stable")]
    rank = np.full(len(names) + 1, -1, dtype=np.int64)
    rank[order] = np.arange(len(order))
    return rank[code], names[order]


def dense(key: Ints, keys_n: int) -> tuple[Ints, Ints]:
    """The distinct keys in order, and the place of each row's key among them (``numpy.unique`` with its inverse).

    Args:
        key: from 0 to ``keys_n`` − 1.
    """
    if keys_n > max(_TABLE_MOST, 4 * len(key)):
        distinct, at = np.unique(key, return_inverse=True)
        return distinct, at
    occurs = np.zeros(keys_n, dtype=bool)
    occurs[key] = True
    distinct = np.flatnonzero(occurs)
    place = np.zeros(keys_n, dtype=np.int64)
    place[distinct] = np.arange(len(distinct))
    return distinct, place[key]


def joined(first: Ints, second: Ints) -> Ints:
    """One code for each pair of codes (from 0 on) that occurs together."""
    many = int(second.max(initial=-1)) + 1
    return dense(first * many + second, (int(first.max(initial=-1)) + 1) * many)[1]
