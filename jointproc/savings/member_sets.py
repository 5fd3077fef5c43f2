"""Which neighbouring regions could buy a good together."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

__all__ = ["around", "stars"]

Neighbourhood = Mapping[str, Collection[str]]


def around(cells: pd.DataFrame, anchor: str, near: Collection[str]) -> list[list[int]]:
    """For each good the anchor buys: its cell and those of its neighbours who buy it too (two or more cells)."""
    regions, goods = cells["region_code"].to_numpy(), cells["good"].to_numpy()
    rows = np.flatnonzero(np.isin(regions.astype(str), [anchor, *near]))
    # the anchor's cell first within its good
    rows = rows[np.lexsort((regions[rows].astype(str), regions[rows] != anchor, goods[rows]))]
    cuts = np.flatnonzero(goods[rows][1:] != goods[rows][:-1]) + 1
    index = cells.index.to_numpy()
    parts = np.split(rows, cuts) if len(rows) else []
    return [index[part].tolist() for part in parts if len(part) > 1 and regions[part[0]] == anchor]


def stars(cells: pd.DataFrame, near: Neighbourhood, group: str = "good") -> list[list[int]]:
    """For each good, sets that share no region: the largest buyer with its neighbours who buy, then the next.

    Greedy, so that no rupiah is counted in two sets.
    """
    found: list[list[int]] = []
    rows = cells.index.to_numpy()
    group_of, regions = cells[group].to_numpy(), cells["region_code"].to_numpy()
    order = np.lexsort((regions, -cells["amount_idr"].to_numpy(float), group_of))
    cuts = np.flatnonzero(group_of[order][1:] != group_of[order][:-1]) + 1
    for part in np.split(order, cuts):
        if len(part) < 2:
            continue
        free = {regions[i]: i for i in part}
        for i in part:
            if regions[i] not in free:
                continue
            friends = [free[code] for code in sorted(near.get(regions[i], ())) if code in free]
            if not friends:
                continue
            found.append([int(rows[i]), *(int(rows[f]) for f in friends)])
            for taken in (i, *friends):
                del free[regions[taken]]
    return found
