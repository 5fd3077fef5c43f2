"""The market the lines of a scope make: goods with their regime and slope, and what each region buys of each good."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from jointproc.savings.assumptions import Assumptions
from jointproc.savings.delivery import merge_share
from jointproc.savings.draws import normal_of
from jointproc.savings.evidence import grades
from jointproc.savings.harmonisation import gap_share, quartiles
from jointproc.savings.process import line_costs
from jointproc.savings.quantity import Slopes, fit, pool
from jointproc.savings.regime import kind_of, regimes, spread
from jointproc.savings.two_part import cases

__all__ = ["LINE_COLUMNS", "Market", "read_market"]

Floats = npt.NDArray[np.float64]
LINE_COLUMNS: Final = (
    "good_id", "good", "family", "comparable", "region_code", "buyer", "stage", "fiscal_year", "date",
    "volume", "price_idr", "amount_idr", "shipping_idr", "method", "baseline_kind", "source_ref",
)  # fmt: skip
_Z90: Final = 1.2815515655446004
_SCALED: Final = (
    "amount_idr", "shipping_idr", "volume", "open_idr", "order_volume",
    "harmonisation_idr", "delivery_idr", "process_idr",
)  # fmt: skip
_PRIORS: Final = ("listed", "framework", "spot", "emergency", "unknown")


@dataclass(frozen=True)
class Market:
    """What the savings model knows of a scope.

    Attributes:
        goods: one row per good: ``good_id, good, family, suitable, regime, kind, prior, spread_log, prices_n,
            buyers_n, regions_n, recent_n, calibration_n, slope, slope_se, largest_order, amount_idr, budget_idr,
            evidence``, and how often larger orders saved (``cases_n, saved_n, saved_size_share, cases_of``).
        cells: one row per good and region, sorted by good: ``good`` (row number in ``goods``), ``region_code,
            amount_idr`` (with shipping), ``shipping_idr, volume, price_idr, lines_n, open_idr`` (bought outside
            catalogues), ``order_volume`` (usual open order), ``harmonisation_idr, delivery_idr, process_idr``.
        lowest_idr, differing_n: rupiah moved if every line of a good bought by two or more regions paid its lowest
            price (a diagnostic, never a saving), and how many of those goods have any price difference.
        years_n: fiscal years the lines come from.
    """

    goods: pd.DataFrame
    cells: pd.DataFrame
    lowest_idr: float
    differing_n: int
    given: Assumptions
    years_n: int = 1

    def part(self, codes: Mapping[str, float], good_ids: Collection[str] | None = None) -> Market:
        """The cells of some regions and goods, each region with the share of its volume it commits.

        Args:
            codes: committed share (0–1) by region code.
            good_ids: goods to keep; ``None`` keeps all.
        """
        kept = self.cells["region_code"].isin(list(codes))
        if good_ids is not None:
            chosen = self.goods["good_id"].isin(list(good_ids)).to_numpy()
            kept &= chosen[self.cells["good"].to_numpy(np.int64)]
        cells = self.cells[kept].reset_index(drop=True)
        share = cells["region_code"].map(codes).astype(float)
        scaled = {name: cells[name] * share for name in _SCALED}
        return replace(self, cells=cells.assign(**scaled))

    def slope_draws(self, good: npt.NDArray[np.int64], common: Floats) -> Floats:
        """Slopes of some goods, shape ``(len(good), draws)``; the centre when ``common`` has one draw."""
        centre = self.goods["slope"].to_numpy()[good][:, None]
        if len(common) == 1:
            return centre
        error = self.goods["slope_se"].to_numpy()[good][:, None]
        share = self.given.value("slope_common_share")
        names = self.goods["good_id"].to_numpy()
        z = np.zeros((len(good), len(common)))
        for row, number in enumerate(good):
            if error[row, 0] > 0:
                z[row] = normal_of(names[number])[: len(common)]
        z = np.sqrt(share) * common + np.sqrt(1 - share) * z
        drawn: Floats = np.clip(centre + error * z, self.given.value("slope_lower_bound"), 0.0)
        return drawn


def read_market(lines: pd.DataFrame, given: Assumptions, unsuitable: frozenset[str] = frozenset()) -> Market:
    """Goods and cells of a frame of lines.

    Args:
        lines: ``LINE_COLUMNS``; ``price_idr`` and ``volume`` per base unit, missing where only a budget is known.
        unsuitable: families that can't be bought together (services, works, fresh food): no price effect.
    """
    frame = lines.reset_index(drop=True)
    good, good_ids = pd.factorize(frame["good_id"], sort=True)
    goods_n = len(good_ids)
    amount = frame["amount_idr"].to_numpy(float)
    shipping = np.nan_to_num(frame["shipping_idr"].to_numpy(float))
    goods_money = np.maximum(amount - np.maximum(shipping, 0.0), 0.0)
    volume, price = frame["volume"].to_numpy(float), frame["price_idr"].to_numpy(float)
    kind = _kinds(frame)
    year = pd.factorize(frame["fiscal_year"].fillna(0))[0].astype(np.int64)

    first = frame.groupby(good, sort=True)[["good", "family"]].first() if goods_n else frame[["good", "family"]]
    goods = pd.DataFrame({"good_id": np.asarray(good_ids), "good": first["good"], "family": first["family"]})
    goods["suitable"] = ~goods["family"].isin(unsuitable)
    comparable = frame["comparable"].fillna(True).to_numpy(bool) & goods["suitable"].to_numpy()[good]
    priced = (volume > 0) & (price > 0) & (goods_money > 0) & comparable & (frame["stage"] != "planned").to_numpy()
    price_log = np.log(np.where(priced, price, 1.0))
    priced &= _within(good, price_log, priced, np.log(given.value("outlier_factor")))

    goods["amount_idr"] = np.bincount(good, amount, goods_n)
    goods["kind"] = _main_kind(good, kind, amount, goods_n)
    rows = np.flatnonzero(priced)
    goods["prices_n"] = np.bincount(good[rows], minlength=goods_n)
    goods["spread_log"] = _spread_within_year(good[rows], year[rows], price_log[rows], goods_n)
    goods["regime"] = regimes(
        goods["kind"], goods["spread_log"].to_numpy(), goods["prices_n"].to_numpy(), given
    ).to_numpy()
    goods["prior"] = goods["regime"].mask((goods["regime"] == "spot") & (goods["kind"] == "emergency"), "emergency")
    is_open = priced & (kind != "catalogue").to_numpy() & (goods["regime"] != "listed").to_numpy()[good]
    slopes = _slopes(good, year, volume, price_log, is_open, goods, given)
    goods["slope"], goods["slope_se"], goods["own_slope"] = slopes.slope, slopes.se, slopes.own
    goods["largest_order"] = _largest(good, volume, is_open, goods_n)
    goods["evidence"] = grades(frame, good, priced, goods, given)

    told = cases(
        good[is_open], year[is_open], np.log(volume[is_open]), price_log[is_open], goods["family"], goods["regime"]
    )
    goods[list(told.columns)] = told.to_numpy()
    cells = _cells(frame, good, year, kind, priced, is_open, volume, price_log, goods_money, shipping, amount, given)
    _budgets(goods, cells)
    goods["regions_n"] = np.bincount(cells["good"], minlength=goods_n)
    shared = (goods["regions_n"] >= 2).to_numpy()[good] & priced
    lowest, differing = _to_lowest(good[shared], price[shared], goods_money[shared])
    return Market(goods, cells, lowest, differing, given, max(1, frame["fiscal_year"].nunique()))


def _kinds(frame: pd.DataFrame) -> pd.Series:
    keys = ["method", "baseline_kind", "stage"]
    code, distinct = pd.factorize(pd.MultiIndex.from_frame(frame[keys].fillna("").astype(str)))
    told = np.array([kind_of(*key) for key in distinct] or ["unknown"], dtype=object)
    return pd.Series(told[code] if len(code) else [], index=frame.index, dtype=object)


def _within(good: np.ndarray, price_log: np.ndarray, priced: np.ndarray, bound: float) -> np.ndarray:
    median = pd.Series(price_log[priced]).groupby(good[priced]).median()
    centre = np.zeros(int(good.max(initial=-1)) + 1)
    centre[median.index.to_numpy()] = median.to_numpy()
    inside: np.ndarray = np.abs(price_log - centre[good]) <= bound
    return inside


def _main_kind(good: np.ndarray, kind: pd.Series, amount: np.ndarray, goods_n: int) -> list[str]:
    if not goods_n:
        return []
    table = pd.DataFrame({"g": good, "k": kind.to_numpy(), "a": amount}).groupby(["g", "k"])["a"].sum().unstack()
    return [str(k) for k in table.fillna(-np.inf).idxmax(axis=1)]


def _spread_within_year(good: np.ndarray, year: np.ndarray, price_log: np.ndarray, goods_n: int) -> np.ndarray:
    # deviations from the year's median first, so that inflation between years is not taken for dispersion
    centred = price_log - pd.Series(price_log).groupby([good, year]).transform("median").to_numpy()
    return spread(good, centred, goods_n)


def _slopes(
    good: np.ndarray,
    year: np.ndarray,
    volume: np.ndarray,
    price_log: np.ndarray,
    is_open: np.ndarray,
    goods: pd.DataFrame,
    given: Assumptions,
) -> Slopes:
    rows = np.flatnonzero(is_open)
    own, own_se = fit(good[rows], year[rows], np.log(volume[rows]), price_log[rows], len(goods))
    slope, error = np.zeros(len(goods)), np.zeros(len(goods))
    prior = goods["prior"].to_numpy()
    lowest = given.value("slope_lower_bound")
    fitted = 0
    for name in _PRIORS:
        of = np.flatnonzero(prior == name)
        if not len(of):
            continue
        told = given[f"slope_{name}"]
        # the wider side of the interval, so that a prior cut off at zero keeps its spread
        deviation = max(told.value - told.low, told.high - told.value) / _Z90
        # an unknown market never earns an estimated slope: its prior stands as it is
        mine, mine_se = (np.full(len(of), np.nan),) * 2 if name == "unknown" else (own[of], own_se[of])
        found = pool(mine, mine_se, told.value, deviation, lowest)
        slope[of], error[of] = found.slope, found.se
        fitted += found.fitted_n
    slope[~goods["suitable"].to_numpy()] = error[~goods["suitable"].to_numpy()] = 0.0
    return Slopes(own, own_se, slope, error, float("nan"), float("nan"), fitted)


def _largest(good: np.ndarray, volume: np.ndarray, is_open: np.ndarray, goods_n: int) -> np.ndarray:
    found = np.zeros(goods_n)
    np.maximum.at(found, good[is_open], volume[is_open])
    return found


def _cells(
    frame: pd.DataFrame,
    good: np.ndarray,
    year: np.ndarray,
    kind: pd.Series,
    priced: np.ndarray,
    is_open: np.ndarray,
    volume: np.ndarray,
    price_log: np.ndarray,
    goods_money: np.ndarray,
    shipping: np.ndarray,
    amount: np.ndarray,
    given: Assumptions,
) -> pd.DataFrame:
    region, region_codes = pd.factorize(frame["region_code"].fillna(""), sort=True)
    cell_code, cell = np.unique(good.astype(np.int64) * max(len(region_codes), 1) + region, return_inverse=True)
    cells_n = len(cell_code)

    def total(values: np.ndarray, where: np.ndarray | None = None) -> Floats:
        at = slice(None) if where is None else where
        found: Floats = np.bincount(cell[at], values[at], cells_n).astype(float)
        return found

    harmonised = np.zeros(len(frame))
    rows = np.flatnonzero(priced)
    if len(rows):
        best, count = quartiles(good[rows].astype(np.int64) * (int(year.max()) + 1) + year[rows], price_log[rows])
        harmonised[rows] = goods_money[rows] * gap_share(
            price_log[rows], best, count, given.value("quartile_shrink"), given.value("harmonisation_floor")
        )
    order = frame["source_ref"].astype("string").fillna(frame["date"].astype("string")).fillna("")
    place = frame["region_code"].fillna("").astype(str) + "|" + frame["buyer"].fillna("").astype(str) + "|"
    address = pd.factorize(place)[0].astype(np.int64)
    years = int(year.max(initial=0)) + 1
    destination = np.unique((cell * (int(address.max(initial=0)) + 1) + address) * years + year, return_inverse=True)[1]
    shipped = shipping > 0
    orders = np.bincount(destination[shipped], minlength=int(destination.max(initial=-1)) + 1)
    merged = np.where(
        shipped, shipping * merge_share(orders[destination].astype(float), given.value("shipping_exponent")), 0
    )
    process = line_costs(kind, place + order, given).to_numpy()

    open_lines = np.bincount(cell[is_open], minlength=cells_n)
    volume_total = total(np.nan_to_num(volume), priced)
    money = total(goods_money, priced)
    return pd.DataFrame(
        {
            "good": cell_code // max(len(region_codes), 1),
            "region_code": np.asarray(region_codes)[cell_code % max(len(region_codes), 1)] if cells_n else [],
            "amount_idr": total(amount),
            "shipping_idr": total(shipping),
            "volume": volume_total,
            "price_idr": np.divide(money, volume_total, out=np.zeros(cells_n), where=volume_total > 0),
            "lines_n": np.bincount(cell, minlength=cells_n),
            "open_idr": total(goods_money, is_open),
            "order_volume": np.divide(
                total(np.nan_to_num(volume), is_open), open_lines, out=np.zeros(cells_n), where=open_lines > 0
            ),
            "harmonisation_idr": total(harmonised),
            "delivery_idr": total(merged),
            "process_idr": total(process, is_open),
        }
    )


def _budgets(goods: pd.DataFrame, cells: pd.DataFrame) -> None:
    """Budgets alone: with price = A·volume^β the relative volumes follow from the money, V^(1/(1+β))."""
    only = goods["budget_only"].to_numpy()[cells["good"].to_numpy(np.int64)] if len(cells) else np.zeros(0, bool)
    if not only.any():
        return
    exponent = 1 / (1 + goods["slope"].to_numpy()[cells["good"].to_numpy(np.int64)[only]])
    listed = (goods["regime"] == "listed").to_numpy()[cells["good"].to_numpy(np.int64)[only]]
    cells.loc[only, "open_idr"] = np.where(listed, 0.0, cells.loc[only, "amount_idr"])
    cells.loc[only, "order_volume"] = cells.loc[only, "amount_idr"].to_numpy() ** exponent
    goods.loc[goods["budget_only"], "largest_order"] = np.inf


def _to_lowest(good: np.ndarray, price: np.ndarray, money: np.ndarray) -> tuple[float, int]:
    """Rupiah moved if every line paid the good's lowest price, and how many goods have any difference."""
    if not len(good):
        return 0.0, 0
    lowest = pd.Series(price).groupby(good).transform("min").to_numpy()
    highest = pd.Series(price).groupby(good).max() > pd.Series(price).groupby(good).min()
    return float((money * (1 - lowest / price)).sum()), int(highest.sum())
