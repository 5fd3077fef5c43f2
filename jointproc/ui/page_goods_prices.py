"""The prices of one good, line by line and region by region: what is compared, what is left out, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from jointproc.savings import assumptions
from jointproc.savings.outliers import far_out, far_sentence
from jointproc.text import Message

__all__ = ["REGION_COLUMNS", "Prices", "price_points", "region_table"]

REGION_COLUMNS: Final = (
    "region_code",
    "lines_n",
    "quantity",
    "price_min_idr",
    "price_mean_idr",
    "price_median_idr",
    "price_max_idr",
    "amount_idr",
    "last_date",
)


@dataclass(frozen=True, slots=True)
class Prices:
    """The unit prices of one good.

    Attributes:
        points: the lines that carry a price, with ``price_idr`` (rupiah per base unit), ``excluded`` and ``why``
            (a Message for excluded lines, else None).
        median_idr, q1_idr, q3_idr: of the lines not excluded, in rupiah per base unit; NaN without any.
        unpriced_n: lines without a usable price or quantity.
        comparable: whether prices of this good say anything about each other.
    """

    points: pd.DataFrame
    median_idr: float
    q1_idr: float
    q3_idr: float
    unpriced_n: int
    comparable: bool

    @property
    def excluded_n(self) -> int:
        """How many priced lines stay out of the quartiles."""
        return int(self.points["excluded"].sum())

    @property
    def used_n(self) -> int:
        """How many priced lines the quartiles are made of."""
        return len(self.points) - self.excluded_n


def price_points(lines: pd.DataFrame) -> Prices:
    """Mark the prices that stay out of a good's quartiles.

    A price is left out when it is more than ``outlier_factor`` (an assumption, 20) times the median or less than
    that part of it, or when it lies beyond three interquartile ranges of the log prices (Tukey 1977, "far out")
    and more than a quarter away from the median.

    Args:
        lines: the lines of one good as ``neighbours.good_lines`` gives them.
    """
    comparable = bool(lines["comparable"].all()) if len(lines) else False
    price = pd.to_numeric(lines["price_idr"]).astype(float)
    usable = price.gt(0) & np.isfinite(price)
    points = lines.loc[usable].assign(price_idr=price[usable]).reset_index(drop=True)
    factor = float(assumptions().value("outlier_factor"))
    excluded, far = far_out(points["price_idr"].to_numpy(), factor)
    points["excluded"] = excluded
    kept = points.loc[~points["excluded"], "price_idr"]
    q1_idr, median_idr, q3_idr = kept.quantile([0.25, 0.5, 0.75]) if len(kept) else (np.nan, np.nan, np.nan)
    # told against the median that the reader sees, which is the one of the prices kept; two prices that are worlds
    # apart throw each other out, and then only their common middle is left to tell against
    centre = median_idr if len(kept) else float(points["price_idr"].median())
    why: list[Message | None] = [None] * len(points)
    for position in np.flatnonzero(excluded):
        why[position] = far_sentence(float(points["price_idr"].iloc[position] / centre), factor, bool(far[position]))
    points["why"] = pd.Series(why, index=points.index, dtype="object")
    return Prices(points, float(median_idr), float(q1_idr), float(q3_idr), int((~usable).sum()), comparable)


def region_table(lines: pd.DataFrame, prices: Prices) -> pd.DataFrame:
    """One row per region, most money first: ``REGION_COLUMNS``.

    Money and quantity count every line; the prices count only what is not excluded, and are empty where the good
    can't be compared. ``price_mean_idr`` is weighted by quantity: what the region paid per base unit.
    """
    frame = lines.assign(
        amount_idr=pd.to_numeric(lines["amount_idr"]).astype(float),
        quantity=pd.to_numeric(lines["volume"]).astype(float),
        date=pd.to_datetime(lines["date"]),
    )
    by_region = frame.groupby("region_code", sort=True)
    table = by_region.agg(
        lines_n=("line_no", "size"), amount_idr=("amount_idr", "sum"), last_date=("date", "max")
    ).assign(quantity=by_region["quantity"].sum(min_count=1))
    kept = prices.points.loc[~prices.points["excluded"]] if prices.comparable else prices.points.iloc[:0]
    grouped = kept.groupby("region_code")["price_idr"]
    for name, values in {"min": grouped.min(), "median": grouped.median(), "max": grouped.max()}.items():
        table[f"price_{name}_idr"] = values.reindex(table.index).astype(float)
    weight = pd.to_numeric(kept["volume"]).astype(float).where(lambda v: v > 0)
    paid = (kept["price_idr"] * weight).groupby(kept["region_code"]).sum(min_count=1)
    table["price_mean_idr"] = (paid / weight.groupby(kept["region_code"]).sum(min_count=1)).reindex(table.index)
    ordered = table.reset_index().sort_values(["amount_idr", "region_code"], ascending=[False, True])
    return ordered[list(REGION_COLUMNS)].reset_index(drop=True)
