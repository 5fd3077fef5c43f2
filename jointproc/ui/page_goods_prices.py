"""The prices of one good, line by line and region by region: what is compared, what is left out, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from jointproc.savings import assumptions
from jointproc.text import Message, Number, msg

__all__ = ["REGION_COLUMNS", "Prices", "price_points", "region_table"]

# Tukey's outer fence, taken on log prices so that twice and half weigh the same.
_IQR_FENCE: Final = 3.0
# With fewer prices the quartiles are two of the prices themselves and fence nothing.
_FENCE_NEEDS: Final = 8
# Catalogue prices hardly differ, and then three ranges are a few per cent: no price this near the median is far out.
_NEAR: Final = 1.25
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
    excluded = far = np.zeros(len(points), dtype=bool)
    if len(points):
        log = np.log(points["price_idr"].to_numpy())
        middle = float(np.median(log))
        q1, q3 = np.quantile(log, [0.25, 0.75])
        fence = _IQR_FENCE * (q3 - q1)
        far = np.abs(log - middle) > np.log(factor)
        beyond = (log < q1 - fence) | (log > q3 + fence)
        # where more than half of the prices are the very same the range is zero and would throw all others out
        fenced = beyond & (np.abs(log - middle) > np.log(_NEAR)) & (len(log) >= _FENCE_NEEDS) & (fence > 0)
        excluded = far | fenced
    points["excluded"] = excluded
    kept = points.loc[~points["excluded"], "price_idr"]
    q1_idr, median_idr, q3_idr = kept.quantile([0.25, 0.5, 0.75]) if len(kept) else (np.nan, np.nan, np.nan)
    # told against the median that the reader sees, which is the one of the prices kept; two prices that are worlds
    # apart throw each other out, and then only their common middle is left to tell against
    centre = median_idr if len(kept) else float(points["price_idr"].median())
    why: list[Message | None] = [None] * len(points)
    for position in np.flatnonzero(excluded):
        why[position] = _reason(float(points["price_idr"].iloc[position] / centre), factor, bool(far[position]))
    points["why"] = pd.Series(why, index=points.index, dtype="object")
    return Prices(points, float(median_idr), float(q1_idr), float(q3_idr), int((~usable).sum()), comparable)


def _reason(ratio: float, factor: float, far: bool) -> Message:
    # under one, "seperdua puluh" reads better as "1 : 25"
    if ratio >= 1:
        if far:
            return msg(
                "{ratio} kali median, melewati batas {factor} kali; mungkin satuannya berbeda",
                ratio=Number(ratio, 1),
                factor=Number(factor, 0),
            )
        return msg("{ratio} kali median, jauh di atas sebaran harga lain", ratio=Number(ratio, 1))
    if far:
        return msg(
            "1/{ratio} dari median, melewati batas 1/{factor}; mungkin satuannya berbeda",
            ratio=Number(1 / ratio, 1),
            factor=Number(factor, 0),
        )
    return msg("1/{ratio} dari median, jauh di bawah sebaran harga lain", ratio=Number(1 / ratio, 1))


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
