"""Lines of purchases as arrays: who, what, when and how as codes, money and prices as numbers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from jointproc.savings.assumptions import Assumptions
from jointproc.savings.coding import coded, dense, joined, jumps
from jointproc.savings.price_index import PriceIndex
from jointproc.savings.regime import KINDS, OFFICE, kind_of

__all__ = ["LINE_COLUMNS", "Lines", "aligned", "kinds", "read_lines"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
LINE_COLUMNS: Final = (
    "good_id", "good", "family", "comparable", "region_code", "buyer", "stage", "fiscal_year", "date",
    "volume", "price_idr", "amount_idr", "shipping_idr", "method", "baseline_kind", "source_ref",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a scope; arrays of one entry per line unless told otherwise.

    Attributes:
        goods: one row per good: ``good_id, good, family, suitable``, and ``jump``, how many times the median prices of
            its years differ at most; ``good`` is the row of each line's good in it.
        region, regions: code of each line's region, and the codes' names.
        buyer, order, destination: codes of region and buyer; of one selection (its source, else its day); and of where
            goods are shipped to in one year.
        kind: place in ``KINDS``.
        year: code of the fiscal year, ``year_known`` whether it is known; ``month`` 0–11 or -1.
        money: what the goods cost without shipping, rupiah.
        price: per base unit at one period's prices, ``price_log`` its log (0 where not ``priced``).
        priced: the price and quantity can be compared with others of the good.
        recent, planned, derived: bought lately; a plan, a budget or HPS; price computed as amount ÷ quantity.
        confidence: that the line is this good.
        vendor: code of who sold it, -1 where nobody is named.
    """

    goods: pd.DataFrame
    good: Ints
    region: Ints
    regions: npt.NDArray[Any]
    buyer: Ints
    order: Ints
    destination: Ints
    kind: Ints
    year: Ints
    year_known: Flags
    month: Ints
    amount: Floats
    shipping: Floats
    money: Floats
    volume: Floats
    price: Floats
    price_log: Floats
    priced: Flags
    recent: Flags
    planned: Flags
    derived: Flags
    confidence: Floats
    vendor: Ints
    years_n: int

    def __len__(self) -> int:
        return len(self.good)


def read_lines(
    frame: pd.DataFrame, given: Assumptions, unsuitable: frozenset[str] = frozenset(), index: PriceIndex | None = None
) -> Lines:
    """Code a frame of lines: ``LINE_COLUMNS``, and ``confidence``, ``price_derived`` and ``vendor`` if they are there.

    ``source_key`` and ``vendor_key`` may stand for ``source_ref`` and ``vendor``: a number for each name, 0 for none.
    """
    frame = frame.reset_index(drop=True)
    good, good_ids = coded(frame["good_id"])
    goods = _goods(frame, good, good_ids, unsuitable)
    amount = frame["amount_idr"].to_numpy(float)
    shipping = np.nan_to_num(frame["shipping_idr"].to_numpy(float))
    money = np.maximum(amount - np.maximum(shipping, 0.0), 0.0)
    volume, price = frame["volume"].to_numpy(float), frame["price_idr"].to_numpy(float)
    planned = (frame["stage"] == "planned").to_numpy(bool) | frame["baseline_kind"].isin(OFFICE).to_numpy(bool)
    comparable = _column(frame, "comparable", True).astype(bool) & goods["suitable"].to_numpy()[good]
    priced = (volume > 0) & (price > 0) & (money > 0) & comparable & ~planned
    price = aligned(price, frame, index, given)
    price_log = np.log(np.where(priced, price, 1.0))
    year, years = coded(frame["fiscal_year"])
    with ThreadPoolExecutor(1) as pool:
        jump = pool.submit(jumps, good[priced], year[priced] + 1, price_log[priced], len(goods))
        inside = _within(good, price_log, priced, np.log(given.value("outlier_factor")))
        date = pd.to_datetime(frame["date"], errors="coerce")
        sources = _sources(frame, date)
        goods["jump"] = jump.result()
    priced &= inside

    region, regions = coded(frame["region_code"])
    if (region < 0).any():
        region, regions = region + 1, np.concatenate([[""], regions])
    buyer = joined(region, coded(frame["buyer"])[0] + 1)
    return Lines(
        goods=goods,
        good=good,
        region=region,
        regions=regions,
        buyer=buyer,
        order=joined(buyer, sources),
        destination=joined(buyer, year + 1),
        kind=_kind_codes(frame),
        year=year + 1,
        year_known=year >= 0,
        month=date.dt.month.fillna(0).to_numpy(np.int64) - 1,
        amount=amount,
        shipping=shipping,
        money=money,
        volume=volume,
        price=price,
        price_log=price_log,
        priced=priced,
        recent=_recent(date, year, years, given),
        planned=planned,
        derived=_column(frame, "price_derived", False).astype(bool),
        confidence=np.clip(_column(frame, "confidence", 1.0).astype(float), 0.0, 1.0),
        vendor=_named(frame, "vendor_key", "vendor")[0],
        years_n=max(1, len(years)),
    )


def kinds(frame: pd.DataFrame) -> pd.Series:
    """How each line was bought (``regime.KINDS``)."""
    return pd.Series(np.array(KINDS, dtype=object)[_kind_codes(frame)], index=frame.index, dtype=object)


def aligned(price: Floats, frame: pd.DataFrame, index: PriceIndex | None, given: Assumptions) -> Floats:
    """Prices at the level of one period."""
    if index is None or given.value("price_alignment") < 0.5 or frame.empty:
        return price
    when = pd.to_datetime(frame["date"], errors="coerce").to_numpy("datetime64[M]").astype(np.int64)
    month = np.where(when < -12_000, 0, when + 12_001)  # not-a-time is the lowest number
    period = joined(month, coded(frame["fiscal_year"])[0] + 1)
    # one line of every period stands for all of it
    line = np.zeros(int(period.max()) + 1, dtype=np.int64)
    line[period] = np.arange(len(period))
    factor = index.factors(frame["date"].iloc[line], frame["fiscal_year"].iloc[line])
    # a period the table does not know stays as paid: comparisons are made within a fiscal year anyway
    return price * np.nan_to_num(factor, nan=1.0)[period]


def _goods(frame: pd.DataFrame, good: Ints, good_ids: npt.NDArray[Any], unsuitable: frozenset[str]) -> pd.DataFrame:
    first = np.zeros(len(good_ids), dtype=np.int64)
    first[good[::-1]] = np.arange(len(good))[::-1]
    goods = pd.DataFrame({"good_id": good_ids})
    for name in ("good", "family"):
        goods[name] = np.asarray(frame[name].iloc[first], dtype=object)
    goods["suitable"] = ~goods["family"].isin(unsuitable)
    return goods


def _kind_codes(frame: pd.DataFrame) -> Ints:
    """Each distinct way of buying is read once."""
    codes, names = zip(*(coded(frame[name]) for name in ("method", "baseline_kind", "stage")), strict=True)
    sizes = [len(n) + 1 for n in names]
    key = ((codes[0] + 1) * sizes[1] + codes[1] + 1) * sizes[2] + codes[2] + 1
    distinct, at = dense(key, sizes[0] * sizes[1] * sizes[2])

    def name(which: int, code: int) -> str:
        return str(names[which][code - 1]) if code else ""

    told = [
        kind_of(name(0, k // sizes[2] // sizes[1]), name(1, k // sizes[2] % sizes[1]), name(2, k % sizes[2]))
        for k in (int(d) for d in distinct)
    ]
    return np.array([KINDS.index(k) for k in told], dtype=np.int64)[at] if told else np.zeros(0, dtype=np.int64)


def _named(frame: pd.DataFrame, key: str, name: str) -> tuple[Ints, int]:
    """Code of each row's name, -1 where there is none, and how many names there are; the frame may hold numbers that
    stand for them (0 for none)."""
    if key in frame:
        number = frame[key].to_numpy(np.int64)
        codes, distinct = pd.factorize(number)
        return np.where(number == 0, -1, codes).astype(np.int64), len(distinct)
    if name not in frame:
        return np.full(len(frame), -1, dtype=np.int64), 0
    found, names = coded(frame[name])
    return found, len(names)


def _sources(frame: pd.DataFrame, date: pd.Series) -> Ints:
    """What names the selection of a line among those of its buyer: its source, else its day, else nothing."""
    source, names_n = _named(frame, "source_key", "source_ref")
    missing = source < 0
    if missing.any():
        days = date.to_numpy("datetime64[D]").astype(np.int64)
        source = np.where(missing, names_n + pd.factorize(days)[0], source)
    return source


def _column(frame: pd.DataFrame, name: str, default: object) -> npt.NDArray[Any]:
    """A column that may be missing, or have holes."""
    if name not in frame.columns:
        return np.full(len(frame), default)
    values = frame[name]
    if isinstance(values.dtype, np.dtype) and values.dtype.kind in "bf" and not values.isna().any():
        return values.to_numpy()
    filled: npt.NDArray[Any] = values.astype(object).where(values.notna(), default).to_numpy()
    return filled


def _within(good: Ints, price_log: Floats, priced: Flags, bound: float) -> Flags:
    median = pd.Series(price_log[priced]).groupby(good[priced]).median()
    centre = np.zeros(int(good.max(initial=-1)) + 1)
    centre[median.index.to_numpy()] = median.to_numpy()
    inside: Flags = np.abs(price_log - centre[good]) <= bound
    return inside


def _recent(date: pd.Series, year: Ints, years: npt.NDArray[Any], given: Assumptions) -> Flags:
    """Bought in the last months before the newest line."""
    when = date.to_numpy("datetime64[D]")
    # a line without a date counts as bought in the middle of its fiscal year
    middles = np.array([np.datetime64(f"{int(y):04d}-07-01") for y in years] + [np.datetime64("NaT")], "datetime64[D]")
    when = np.where(np.isnat(when), middles[year], when)
    known = when[~np.isnat(when)]
    if not len(known):
        return np.ones(len(when), dtype=bool)
    oldest = pd.Timestamp(known.max()) - pd.DateOffset(months=int(given.value("evidence_months")))
    found: Flags = when >= np.datetime64(oldest, "D")
    return found
