"""Which neighbouring regions could buy a good together."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from jointproc.savings.coding import coded

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
    if not len(cells):
        return found
    rows = cells.index.to_numpy()
    group_of, (region, names) = cells[group].to_numpy(), coded(cells["region_code"])
    place = {name: number for number, name in enumerate(names.tolist())}
    friends_of = [[place[code] for code in sorted(near.get(name, ())) if code in place] for name in place]
    # codes of regions ascend with their names: ties of money go to the first by name
    order = np.lexsort((region, -cells["amount_idr"].to_numpy(float), group_of))
    cuts = np.flatnonzero(group_of[order][1:] != group_of[order][:-1]) + 1
    for part in np.split(order, cuts):
        if len(part) < 2:
            continue
        free = dict(zip(region[part].tolist(), rows[part].tolist(), strict=True))
        for here in list(free):
            if here not in free:
                continue
            friends = [other for other in friends_of[here] if other in free]
            if friends:
                found.append([free.pop(other) for other in (here, *friends)])
    return found
