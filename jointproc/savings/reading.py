"""From lines to the market: regime, slope and evidence of each good, and what each region buys of it."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from jointproc.savings.assumptions import Assumptions
from jointproc.savings.coding import coded, dense, joined
from jointproc.savings.conformal import scatter, scores
from jointproc.savings.delivery import merge_share
from jointproc.savings.evidence import grades
from jointproc.savings.harmonisation import gap_share, quartiles
from jointproc.savings.lines import Lines, read_lines
from jointproc.savings.market import Market, process_cost
from jointproc.savings.price_index import PriceIndex
from jointproc.savings.process import COST_OF, COSTS, selection_share
from jointproc.savings.quantity import Prior, fit, shrink
from jointproc.savings.regime import KINDS, NEVER_OPEN, SERVICES, regimes, spread
from jointproc.savings.suppliers import vendor_volume
from jointproc.savings.two_part import cases, large_orders
from jointproc.workspace import RegimeDecision

__all__ = ["read_market"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
_Z90: Final = 1.2815515655446004
_PRIORS: Final = ("listed", "framework", "spot", "emergency", "unknown")
# listed prices have no slope to test, and an unknown market keeps its prior
_TESTED: Final = ("framework", "spot", "emergency")
_CATALOGUE: Final = KINDS.index("catalogue")


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
            ``confidence`` (that the line is this good, 1 without it), ``price_derived`` and ``vendor`` may be there
            too.
        unsuitable: families that can't be bought together (services, works, fresh food): no price effect.
        said: what people decided of the market of some goods.
        index: brings prices to one period before they are compared; money stays what was paid.
    """
    said = said or {}
    read = read_lines(lines, given, unsuitable, index)
    goods = read.goods
    goods_n, good, priced = len(goods), read.good, read.priced
    _regimes(read, goods, given, said)
    by_person = goods["good_id"].isin(list(said)).to_numpy(bool)
    is_open = priced & ((read.kind != _CATALOGUE) | by_person[good])
    is_open &= ~goods["regime"].isin(NEVER_OPEN).to_numpy()[good]
    with ThreadPoolExecutor(1) as pool:
        reading, sold = pool.submit(_cells, read, is_open, given), pool.submit(vendor_volume, read)
        missed = _goods(read, is_open, goods, given)
        cells, goods["vendor_volume"] = reading.result(), sold.result()
    _budgets(goods, cells)
    goods["regions_n"] = np.bincount(cells["good"], minlength=goods_n)
    shared = (goods["regions_n"] >= 2).to_numpy()[good] & priced
    lowest, differing = _to_lowest(good[shared], read.price[shared], read.money[shared])
    known = set(goods["good_id"]) & set(said)
    fewest = given.value("evidence_calibration")
    missed = {name: found for name, found in missed.items() if len(found) >= fewest}
    return Market(goods, cells, lowest, differing, given, {g: said[g] for g in known}, index, read.years_n, missed)


def _regimes(read: Lines, goods: pd.DataFrame, given: Assumptions, said: Mapping[str, RegimeDecision]) -> None:
    """Adds ``amount_idr, kind, prices_n, spread_log, regime, prior`` to ``goods``."""
    goods_n, good, priced = len(goods), read.good, read.priced
    goods["amount_idr"] = np.bincount(good, read.amount, goods_n)
    goods["kind"] = _main_kind(read)
    goods["prices_n"] = np.bincount(good[priced], minlength=goods_n)
    goods["spread_log"] = _spread_within_year(good[priced], read.year[priced], read.price_log[priced], goods_n)
    goods["regime"] = regimes(
        goods["kind"], goods["spread_log"].to_numpy(), goods["prices_n"].to_numpy(), given
    ).to_numpy()
    # a service at a catalogue's price is bought at a listed price like anything else there
    goods.loc[goods["family"].isin(SERVICES) & (goods["regime"] != "listed"), "regime"] = "services"
    by_person = goods["good_id"].isin(list(said))
    goods.loc[by_person, "regime"] = [said[good_id].regime for good_id in goods.loc[by_person, "good_id"]]
    goods["prior"] = goods["regime"].mask((goods["regime"] == "spot") & (goods["kind"] == "emergency"), "emergency")


def _goods(read: Lines, is_open: Flags, goods: pd.DataFrame, given: Assumptions) -> dict[str, Floats]:
    """Adds what the lines tell of each good (slope, evidence, cases, scatter, confidence) to ``goods``.

    Returns:
        Sorted scores of held-out goods, by market.
    """
    good, priced, goods_n = read.good, read.priced, len(goods)
    goods["derived_n"] = np.bincount(good[priced & read.derived], minlength=goods_n)
    goods["confidence"] = _confidence(read)
    # a price that is amount ÷ quantity falls with every error of the quantity: it says nothing of the slope
    _slopes(read, is_open & ~read.derived, goods, given)
    goods["largest_order"] = _largest(good, read.volume, is_open, goods_n)
    goods["evidence"] = grades(read, goods, given)

    at = np.flatnonzero(is_open)
    small, large = large_orders(good[at], read.year[at], np.log(read.volume[at]), read.price_log[at])
    told = cases(large, goods["family"], goods["regime"])
    for name in told:
        goods[name] = told[name].to_numpy()
    goods["scatter"] = scatter(goods["spread_log"].to_numpy(float), goods["prior"].to_numpy(dtype=object))
    missed = _missed(read, at[small], large, goods, given)
    goods["width_n"] = goods["prior"].map({name: len(found) for name, found in missed.items()}).fillna(0).astype(int)
    return missed


def _confidence(read: Lines) -> Floats:
    """How sure it is that the lines of a good are the same good, weighted by their money."""
    weight, goods_n = np.maximum(read.amount, 1.0), len(read.goods)
    total = np.bincount(read.good, weight, goods_n)
    sure = np.bincount(read.good, weight * read.confidence, goods_n)
    found: Floats = np.divide(sure, total, out=np.ones(goods_n), where=total > 0)
    return found


def _main_kind(read: Lines) -> npt.NDArray[Any]:
    """The way of buying most of a good's money went; ties go to the first by name."""
    by_name = sorted(KINDS)
    place = np.array([by_name.index(k) for k in KINDS])
    key, goods_n = read.good * len(KINDS) + place[read.kind], len(read.goods)
    money = np.bincount(key, read.amount, goods_n * len(KINDS)).reshape(goods_n, len(KINDS))
    occurs = np.bincount(key, minlength=goods_n * len(KINDS)).reshape(goods_n, len(KINDS)) > 0
    found: npt.NDArray[Any] = np.array(by_name, dtype=object)[np.where(occurs, money, -np.inf).argmax(axis=1)]
    return found


def _spread_within_year(good: Ints, year: Ints, price_log: Floats, goods_n: int) -> Floats:
    # deviations from the year's median first, so that inflation between years is not taken for dispersion
    centred = price_log - pd.Series(price_log).groupby(joined(good, year)).transform("median").to_numpy()
    return spread(good, centred, goods_n)


def _slopes(read: Lines, usable: Flags, goods: pd.DataFrame, given: Assumptions) -> None:
    """Adds ``slope, slope_se`` (shrunk to family, market and prior), ``slope_own_share, slope_of, slope_of_n`` and
    ``own_slope`` to ``goods``."""
    rows = np.flatnonzero(usable)
    own, own_se = fit(read.good[rows], read.year[rows], np.log(read.volume[rows]), read.price_log[rows], len(goods))
    slope, error, trust = np.zeros(len(goods)), np.zeros(len(goods)), np.zeros(len(goods))
    level, of_n = np.full(len(goods), "reference", dtype=object), np.zeros(len(goods), dtype=np.int64)
    prior, family = goods["prior"].to_numpy(), coded(goods["family"])[0] + 1
    for name in _PRIORS:
        of = np.flatnonzero(prior == name)
        if not len(of):
            continue
        # an unknown market never earns an estimated slope: its prior stands as it is
        mine, mine_se = (np.full(len(of), np.nan),) * 2 if name == "unknown" else (own[of], own_se[of])
        found = shrink(mine, mine_se, family[of], _prior(given, name), given.value("slope_lower_bound"))
        slope[of], error[of], trust[of] = found.slope, found.se, found.trust
        level[of], of_n[of] = found.level, found.of_n
    suitable = goods["suitable"].to_numpy()
    goods["slope"], goods["slope_se"] = np.where(suitable, slope, 0.0), np.where(suitable, error, 0.0)
    goods["slope_own_share"], goods["slope_of"], goods["slope_of_n"] = trust, level, of_n
    goods["own_slope"] = own


def _prior(given: Assumptions, name: str) -> Prior:
    told = given[f"slope_{name}"]
    # the wider side of the interval, so that a prior cut off at zero keeps its spread
    return Prior(told.value, max(told.value - told.low, told.high - told.value) / _Z90)


def _missed(
    read: Lines, small: Ints, large: pd.DataFrame, goods: pd.DataFrame, given: Assumptions
) -> dict[str, Floats]:
    """How far predicted slopes missed the larger orders of goods held out, by market; computed prices stay away."""
    paid = (goods["derived_n"] == 0).to_numpy()
    small = small[paid[read.good[small]]]
    rows = (read.good[small], read.year[small], np.log(read.volume[small]), read.price_log[small])
    large = large[paid[large["g"].to_numpy(np.int64)]]
    priors = {name: _prior(given, name) for name in _TESTED}
    return scores(rows, large, goods, priors, given.value("slope_lower_bound"))


def _largest(good: Ints, volume: Floats, is_open: Flags, goods_n: int) -> Floats:
    found = np.zeros(goods_n)
    np.maximum.at(found, good[is_open], volume[is_open])
    return found


def _cells(read: Lines, is_open: Flags, given: Assumptions) -> pd.DataFrame:
    regions_n = max(len(read.regions), 1)
    cell_code, cell = dense(read.good * regions_n + read.region, len(read.goods) * regions_n)
    cells_n, priced = len(cell_code), read.priced

    def total(values: Floats, where: Flags | None = None) -> Floats:
        if where is None:
            return np.bincount(cell, values, cells_n).astype(float)
        return np.bincount(cell[where], values[where], cells_n).astype(float)

    open_lines = np.bincount(cell[is_open], minlength=cells_n)
    volume_total, money = total(np.nan_to_num(read.volume), priced), total(read.money, priced)
    open_volume, share = total(np.nan_to_num(read.volume), is_open), selection_share(read.order)
    costs = {
        name: total(share, is_open & np.isin(read.kind, [i for i, k in enumerate(KINDS) if COST_OF.get(k) == name]))
        for name in COSTS
    }
    cells = pd.DataFrame(
        {
            "good": cell_code // regions_n,
            "region_code": np.asarray(read.regions)[cell_code % regions_n] if cells_n else [],
            "amount_idr": total(read.amount),
            "shipping_idr": total(read.shipping),
            "volume": volume_total,
            "price_idr": np.divide(money, volume_total, out=np.zeros(cells_n), where=volume_total > 0),
            "lines_n": np.bincount(cell, minlength=cells_n),
            "open_idr": total(read.money, is_open),
            "open_volume": open_volume,
            "order_volume": np.divide(open_volume, open_lines, out=np.zeros(cells_n), where=open_lines > 0),
            "harmonisation_idr": total(_gap(read, given), priced),
            "delivery_idr": total(_merged(read, cell, given)),
            "years": _bits(cell, np.where(read.year_known, (read.year - 1) % 63, -1), cells_n),
            "months": _bits(cell, read.month, cells_n),
            **costs,
        }
    )
    return cells.assign(process_idr=process_cost(cells, given))


def _gap(read: Lines, given: Assumptions) -> Floats:
    """Rupiah of each line above the shrunk best quartile of its good and year."""
    gap, rows = np.zeros(len(read)), np.flatnonzero(read.priced)
    if len(rows):
        best, count = quartiles(joined(read.good[rows], read.year[rows]), read.price_log[rows])
        gap[rows] = read.money[rows] * gap_share(
            read.price_log[rows], best, count, given.value("quartile_shrink"), given.value("harmonisation_floor")
        )
    return gap


def _merged(read: Lines, cell: Ints, given: Assumptions) -> Floats:
    """Shipping of each line that goes when the orders of one good to one address in one year are one order."""
    merged, shipped = np.zeros(len(read)), np.flatnonzero(read.shipping > 0)
    if len(shipped):
        place = joined(cell[shipped], read.destination[shipped])
        orders = np.bincount(place)[place].astype(float)
        merged[shipped] = read.shipping[shipped] * merge_share(orders, given.value("shipping_exponent"))
    return merged


def _bits(cell: Ints, place: Ints, cells_n: int) -> Ints:
    """One bit set per cell: bit ``place`` of each of its lines, none for a place below zero."""
    known = place >= 0
    bits, at = dense(place[known], int(place.max(initial=-1)) + 1)
    hit = np.zeros(cells_n * len(bits), dtype=bool)
    hit[cell[known] * len(bits) + at] = True
    found: Ints = hit.reshape(cells_n, len(bits)) @ (np.int64(1) << bits)
    return found


def _budgets(goods: pd.DataFrame, cells: pd.DataFrame) -> None:
    """Budgets alone: with price = A·volume^β the relative volumes follow from the money, V^(1/(1+β))."""
    only = goods["budget_only"].to_numpy()[cells["good"].to_numpy(np.int64)] if len(cells) else np.zeros(0, bool)
    if not only.any():
        return
    exponent = 1 / (1 + goods["slope"].to_numpy()[cells["good"].to_numpy(np.int64)[only]])
    listed = goods["regime"].isin(NEVER_OPEN).to_numpy()[cells["good"].to_numpy(np.int64)[only]]
    cells.loc[only, "open_idr"] = np.where(listed, 0.0, cells.loc[only, "amount_idr"])
    cells.loc[only, "order_volume"] = cells.loc[only, "amount_idr"].to_numpy() ** exponent
    goods.loc[goods["budget_only"], "largest_order"] = np.inf


def _to_lowest(good: Ints, price: Floats, money: Floats) -> tuple[float, int]:
    """Rupiah moved if every line paid the good's lowest price, and how many goods have any difference."""
    if not len(good):
        return 0.0, 0
    goods_n = int(good.max()) + 1
    lowest, highest = np.full(goods_n, np.inf), np.zeros(goods_n)
    np.minimum.at(lowest, good, price)
    np.maximum.at(highest, good, price)
    return float((money * (1 - lowest[good] / price)).sum()), int((highest > lowest).sum())
