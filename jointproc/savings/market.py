"""The market the lines of a scope make: goods with their regime and slope, and what each region buys of each good."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from jointproc.savings.assumptions import Assumptions
from jointproc.savings.delivery import merge_share
from jointproc.savings.draws import normal_of
from jointproc.savings.evidence import grades
from jointproc.savings.harmonisation import gap_share, quartiles
from jointproc.savings.price_index import PriceIndex
from jointproc.savings.process import COSTS, selections
from jointproc.savings.quantity import Slopes, fit, pool
from jointproc.savings.regime import kind_of, regimes, spread
from jointproc.savings.two_part import cases
from jointproc.workspace import RegimeDecision

__all__ = ["LINE_COLUMNS", "Market", "kinds", "read_market"]

Floats = npt.NDArray[np.float64]
LINE_COLUMNS: Final = (
    "good_id", "good", "family", "comparable", "region_code", "buyer", "stage", "fiscal_year", "date",
    "volume", "price_idr", "amount_idr", "shipping_idr", "method", "baseline_kind", "source_ref",
)  # fmt: skip
# Assumptions that act on what a market knows, not on how it is read: a change of these needs no second reading.
_LATE: Final = frozenset(
    {
        "slope_common_share", "volume_cap", "delivery_realised", "process_realised", "process_ceiling",
        "coordination_fee_share", "coordination_fixed_idr", "coordination_member_idr", "award_failure",
        "ceiling_item", "ceiling_portfolio", *(f"harmonisation_realised_{r}" for r in ("listed", "framework")),
        *(f"harmonisation_realised_{r}" for r in ("spot", "unknown")), *COSTS,
    }
)  # fmt: skip
_Z90: Final = 1.2815515655446004
_SCALED: Final = (
    "amount_idr", "shipping_idr", "volume", "open_idr", "order_volume",
    "harmonisation_idr", "delivery_idr", "process_idr", *COSTS,
)  # fmt: skip
_PRIORS: Final = ("listed", "framework", "spot", "emergency", "unknown")


@dataclass(frozen=True)
class Market:
    """What the savings model knows of a scope.

    Attributes:
        goods: one row per good: ``good_id, good, family, suitable, regime, kind, prior, spread_log, prices_n,
            buyers_n, regions_n, recent_n, calibration_n, slope, slope_se, largest_order, amount_idr, budget_idr,
            evidence``, ``confidence`` (that its lines are the same good, weighted by money), ``derived_n`` (prices
            that were computed as amount ÷ quantity), and how often larger orders saved (``cases_n, saved_n,
            saved_size_share, cases_of``).
        cells: one row per good and region, sorted by good: ``good`` (row number in ``goods``), ``region_code,
            amount_idr`` (with shipping), ``shipping_idr, volume, price_idr, lines_n, open_idr`` (bought outside
            catalogues), ``order_volume`` (usual open order), ``harmonisation_idr, delivery_idr, process_idr``,
            ``years, months`` (bit sets of the fiscal years and calendar months of its lines, 0 when not known), and
            how many selections of each kind of cost (``process.COSTS``) it took.
        said: goods whose market a person decided.
        lowest_idr, differing_n: rupiah moved if every line of a good bought by two or more regions paid its lowest
            price (a diagnostic, never a saving), and how many of those goods have any price difference.
        years_n: fiscal years the lines come from.
    """

    goods: pd.DataFrame
    cells: pd.DataFrame
    lowest_idr: float
    differing_n: int
    given: Assumptions
    said: Mapping[str, RegimeDecision] = field(default_factory=dict)
    index: PriceIndex | None = None
    years_n: int = 1
    # what was told of sets of these cells; the same under any assumptions that need no second reading
    told: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)

    def aligned(self, price: Floats, frame: pd.DataFrame) -> Floats:
        """Prices of lines at one period's level, as this market compared them."""
        return _aligned(price, frame, self.index, self.given)

    def opened(self, kind: pd.Series, row: int) -> np.ndarray:
        """Which lines of a good were bought in an open market, by how each was bought."""
        good = self.goods.iloc[row]
        found: np.ndarray = (kind != "catalogue").to_numpy() | (good["good_id"] in self.said)
        return found & (good["regime"] != "listed")

    def under(self, given: Assumptions) -> Market | None:
        """The same market under other assumptions; ``None`` when the lines would have to be read again."""
        told, before = given, self.given
        if any(
            (told[n].value, told[n].low, told[n].high) != (before[n].value, before[n].low, before[n].high)
            for n in told
            if n not in _LATE
        ):
            return None
        return replace(self, given=given, cells=self.cells.assign(process_idr=_process_cost(self.cells, given)))

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
        return replace(self, cells=cells.assign(**scaled), told={})

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


def read_market(
    lines: pd.DataFrame,
    given: Assumptions,
    unsuitable: frozenset[str] = frozenset(),
    said: Mapping[str, RegimeDecision] | None = None,
    index: PriceIndex | None = None,
) -> Market:
    """Goods and cells of a frame of lines.

    Args:
        lines: ``LINE_COLUMNS``; ``price_idr`` and ``volume`` per base unit, missing where only a budget is known.
            ``confidence`` (that the line is this good, 1 without it) and ``price_derived`` may be there too.
        unsuitable: families that can't be bought together (services, works, fresh food): no price effect.
        said: what people decided of the market of some goods.
        index: brings prices to one period before they are compared; money stays what was paid.
    """
    frame = lines.reset_index(drop=True)
    said = said or {}
    good, good_ids = pd.factorize(frame["good_id"], sort=True)
    goods_n = len(good_ids)
    amount = frame["amount_idr"].to_numpy(float)
    shipping = np.nan_to_num(frame["shipping_idr"].to_numpy(float))
    goods_money = np.maximum(amount - np.maximum(shipping, 0.0), 0.0)
    volume, price = frame["volume"].to_numpy(float), frame["price_idr"].to_numpy(float)
    kind = kinds(frame)
    year = pd.factorize(frame["fiscal_year"].fillna(0))[0].astype(np.int64)

    first = frame.groupby(good, sort=True)[["good", "family"]].first() if goods_n else frame[["good", "family"]]
    goods = pd.DataFrame({"good_id": np.asarray(good_ids), "good": first["good"], "family": first["family"]})
    goods["suitable"] = ~goods["family"].isin(unsuitable)
    comparable = frame["comparable"].fillna(True).to_numpy(bool) & goods["suitable"].to_numpy()[good]
    priced = (volume > 0) & (price > 0) & (goods_money > 0) & comparable & (frame["stage"] != "planned").to_numpy()
    price = _aligned(price, frame, index, given)
    price_log = np.log(np.where(priced, price, 1.0))
    derived = _column(frame, "price_derived", False).astype(bool)
    priced &= _within(good, price_log, priced, np.log(given.value("outlier_factor")))

    goods["amount_idr"] = np.bincount(good, amount, goods_n)
    goods["kind"] = _main_kind(good, kind, amount, goods_n)
    rows = np.flatnonzero(priced)
    goods["prices_n"] = np.bincount(good[rows], minlength=goods_n)
    goods["spread_log"] = _spread_within_year(good[rows], year[rows], price_log[rows], goods_n)
    goods["regime"] = regimes(
        goods["kind"], goods["spread_log"].to_numpy(), goods["prices_n"].to_numpy(), given
    ).to_numpy()
    by_person = goods["good_id"].isin(list(said)).to_numpy()
    goods.loc[by_person, "regime"] = [said[good_id].regime for good_id in goods.loc[by_person, "good_id"]]
    goods["prior"] = goods["regime"].mask((goods["regime"] == "spot") & (goods["kind"] == "emergency"), "emergency")
    is_open = priced & ((kind != "catalogue").to_numpy() | by_person[good])
    is_open &= (goods["regime"] != "listed").to_numpy()[good]
    # a price that is amount ÷ quantity falls with every error of the quantity: it says nothing of the slope
    slopes = _slopes(good, year, volume, price_log, is_open & ~derived, goods, given)
    goods["derived_n"] = np.bincount(good[priced & derived], minlength=goods_n)
    goods["confidence"] = _confidence(good, frame, amount, goods_n)
    goods["slope"], goods["slope_se"], goods["own_slope"] = slopes.slope, slopes.se, slopes.own
    goods["largest_order"] = _largest(good, volume, is_open, goods_n)
    goods["evidence"] = grades(frame, good, priced, goods, given)

    at = np.flatnonzero(is_open)
    told = cases(good[at], year[at], np.log(volume[at]), price_log[at], goods["family"], goods["regime"])
    goods = goods.assign(**{name: told[name].to_numpy() for name in told})
    cells = _cells(frame, good, year, kind, priced, is_open, volume, price_log, goods_money, shipping, amount, given)
    _budgets(goods, cells)
    goods["regions_n"] = np.bincount(cells["good"], minlength=goods_n)
    shared = (goods["regions_n"] >= 2).to_numpy()[good] & priced
    lowest, differing = _to_lowest(good[shared], price[shared], goods_money[shared])
    known = set(good_ids) & set(said)
    years_n = max(1, frame["fiscal_year"].nunique())
    return Market(goods, cells, lowest, differing, given, {g: said[g] for g in known}, index, years_n)


def _aligned(price: Floats, frame: pd.DataFrame, index: PriceIndex | None, given: Assumptions) -> Floats:
    if index is None or given.value("price_alignment") < 0.5:
        return price
    # a period the table does not know stays as paid: comparisons are made within a fiscal year anyway
    return price * np.nan_to_num(index.factors(frame["date"], frame["fiscal_year"]), nan=1.0)


def _column(frame: pd.DataFrame, name: str, default: object) -> np.ndarray:
    """A column that may be missing, or have holes."""
    if name not in frame.columns:
        return np.full(len(frame), default)
    values: np.ndarray = frame[name].astype(object).where(frame[name].notna(), default).to_numpy()
    return values


def _confidence(good: np.ndarray, frame: pd.DataFrame, amount: np.ndarray, goods_n: int) -> Floats:
    """How sure it is that the lines of a good are the same good, weighted by their money."""
    sure = np.clip(_column(frame, "confidence", 1.0).astype(float), 0.0, 1.0)
    weight = np.maximum(amount, 1.0)
    total = np.bincount(good, weight, goods_n)
    found: Floats = np.divide(np.bincount(good, weight * sure, goods_n), total, out=np.ones(goods_n), where=total > 0)
    return found


def _process_cost(cells: pd.DataFrame, given: Assumptions) -> Floats:
    """What the selections of each cell cost in rupiah."""
    found: Floats = sum((cells[name].to_numpy(float) * given.value(name) for name in COSTS), start=np.zeros(len(cells)))
    return found


def kinds(frame: pd.DataFrame) -> pd.Series:
    """How each line was bought (``regime.KINDS``)."""
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
    shares = selections(kind, place + order)

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
            "years": _bits(cell, np.where(frame["fiscal_year"].notna(), year % 63, -1), cells_n),
            "months": _bits(cell, pd.to_datetime(frame["date"], errors="coerce").dt.month.fillna(0) - 1, cells_n),
            **{name: total(shares[name].to_numpy(), is_open) for name in COSTS},
        }
    ).pipe(lambda made: made.assign(process_idr=_process_cost(made, given)))


def _bits(cell: np.ndarray, place: np.ndarray | pd.Series, cells_n: int) -> np.ndarray:
    """One bit set per cell: bit ``place`` of each of its lines, none for a place below zero."""
    at = np.asarray(place, dtype=np.int64)
    pairs = np.unique(cell[at >= 0] * 64 + at[at >= 0])
    found = np.zeros(cells_n, dtype=np.int64)
    np.bitwise_or.at(found, pairs // 64, np.left_shift(np.int64(1), pairs % 64))
    return found


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
