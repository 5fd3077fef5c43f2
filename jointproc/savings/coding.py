"""Columns as whole numbers: a million lines are grouped by codes, never by their words."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["coded", "dense", "joined", "jumps"]

Ints = npt.NDArray[np.int64]
# up to this many possible keys, and so many for each that occurs, a table of all of them is faster than sorting
_TABLE_MOST: Final = 30_000_000
_TABLE_TIMES: Final = 32


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
    if keys_n > max(4 * len(key), min(_TABLE_MOST, _TABLE_TIMES * len(key))):
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


def jumps(item: Ints, period: Ints, price_log: npt.NDArray[np.float64], items_n: int) -> npt.NDArray[np.float64]:
    """How many times the median prices of an item's periods differ at most, 1 where nothing can be compared.

    A period needs two prices: one odd line is an outlier, a whole period that is a thousand times off is another
    currency or another unit.
    """
    group = joined(item, period)
    told = (
        pd.DataFrame({"item": item, "p": price_log})
        .groupby(group)
        .agg(item=("item", "first"), p=("p", "median"), n=("p", "size"))
    )
    told = told[told["n"] >= 2]
    ends = told.groupby("item")["p"].agg(["min", "max"])
    found = np.ones(items_n)
    found[ends.index.to_numpy(np.int64)] = np.exp(np.minimum(ends["max"] - ends["min"], 50.0))
    return found
