"""Goods in common between neighbouring regions: how many, how much money, at what prices, at the same time or not."""

from __future__ import annotations

from typing import Final

import pandas as pd

from jointproc.regions import neighbour_pairs, neighbours_of, region
from jointproc.warehouse import Scope, Warehouse

__all__ = ["good_lines", "neighbour_overlap", "pair_overlaps", "region_spend", "shared_goods"]

_EVERYTHING: Final = Scope()
_PAIR_COLUMNS: Final = ["code_a", "code_b", "how", "distance_km"]


def region_spend(wh: Warehouse, scope: Scope = _EVERYTHING) -> pd.DataFrame:
    """Spend per region: ``region_code, amount_idr, goods_n, lines_n, shipping_idr``."""
    return wh.query("region_spend", scope)


def pair_overlaps(wh: Warehouse, scope: Scope = _EVERYTHING, within_km: float = 0.0) -> pd.DataFrame:
    """Every pair of neighbouring regions that both have spending in scope, largest joint spend first.

    Args:
        wh: the warehouse.
        scope: which lines count.
        within_km: regions closer than this across water are neighbours too (0: land borders only).

    Returns:
        ``code_a, code_b, how, distance_km, shared_goods_n, shared_amount_idr, amount_a_idr, amount_b_idr,
        same_period_share``; money in rupiah, both regions together in ``shared_amount_idr``.
        ``same_period_share`` is the part of that money spent in months in which both bought the good.
    """
    present = sorted(region_spend(wh, scope)["region_code"])
    pairs = neighbour_pairs(present, within_km)[_PAIR_COLUMNS]
    return wh.query("pair_overlaps", scope, {"region_pair": pairs})


def neighbour_overlap(wh: Warehouse, code: str, scope: Scope = _EVERYTHING, within_km: float = 0.0) -> pd.DataFrame:
    """The neighbours of one region, also those without spending in scope, largest joint spend first.

    Returns:
        ``code, name, how, distance_km, shared_goods_n, shared_amount_idr, own_amount_idr, their_amount_idr,
        same_period_share``.

    Raises:
        InputError: ``code`` is not a region.
    """
    region(code)
    around = neighbours_of(code, within_km)
    pairs = pd.DataFrame(
        [(code, n.code, n.how, n.distance_km) for n in around],
        columns=_PAIR_COLUMNS,
    ).astype({"code_a": "str", "code_b": "str", "how": "str", "distance_km": "float64"})
    found = wh.query("pair_overlaps", scope, {"region_pair": pairs})
    found.insert(1, "name", [region(c).name for c in found["code_b"]])
    found = found.drop(columns="code_a").rename(
        columns={"code_b": "code", "amount_a_idr": "own_amount_idr", "amount_b_idr": "their_amount_idr"}
    )
    return found[
        [
            "code",
            "name",
            "how",
            "distance_km",
            "shared_goods_n",
            "shared_amount_idr",
            "own_amount_idr",
            "their_amount_idr",
            "same_period_share",
        ]
    ]


def shared_goods(wh: Warehouse, code_a: str, code_b: str, scope: Scope = _EVERYTHING) -> pd.DataFrame:
    """The goods two regions both buy, most money first.

    Returns:
        ``good_id, good, family, comparable, base_unit, amount_idr, amount_a_idr, amount_b_idr, quantity_a,
        quantity_b, price_a_idr, price_b_idr`` (median price per base unit) ``, same_period``.
    """
    return wh.query("shared_goods", scope, code_a=code_a, code_b=code_b)


def good_lines(wh: Warehouse, good_id: str, scope: Scope = _EVERYTHING) -> pd.DataFrame:
    """Every purchase line of one good, with its dataset, file and line number."""
    return wh.query("good_lines", scope, good_id=good_id)
