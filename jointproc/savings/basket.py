"""The price basket: what a region and its neighbours paid for one good in the last twelve months, price by price.

The lowest price is shown as what it is and is never a target: one price says nothing about what others could get.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from jointproc.savings.assumptions import Assumptions
from jointproc.savings.outliers import far_out, far_sentence
from jointproc.savings.price_index import PriceIndex
from jointproc.savings.regime import estimate_of
from jointproc.text import Count, Day, Message, msg

__all__ = ["MONTHS", "Basket", "Prices4", "price_basket"]

MONTHS: Final = 12
_NO_PRICE: Final = msg("tanpa harga satuan atau jumlah yang lebih dari nol")
_UNIT: Final = msg("satuannya tidak dapat dibandingkan")
_PLAN: Final = msg("pagu anggaran, bukan harga yang dibayar")
_HPS: Final = msg("HPS, perkiraan instansi, bukan harga yang dibayar")
_LIST: Final = msg("harga daftar, bukan harga yang dibayar")


@dataclass(frozen=True, slots=True)
class Prices4:
    """Lowest, mean (every price weighs the same), median and highest price in rupiah per base unit; ``n`` prices."""

    lowest: float
    mean: float
    median: float
    highest: float
    n: int


@dataclass(frozen=True, slots=True)
class Basket:
    """The prices of one good in twelve months.

    Attributes:
        points: one row per line: region, date, volume, ``price_idr`` as paid, ``aligned_idr`` at the prices of one
            period (NaN without index), ``derived`` (the price was computed as amount ÷ quantity), ``excluded`` and
            ``why``, and ``dataset, file_name, line_no``.
        regions: one row per region: ``region_code, lowest, mean, median, highest, n``.
        paid, aligned: over all prices that count; ``None`` when there is no price, or no index for one of them.
        period: the period whose prices ``aligned`` stands at.
        older_n, undated_n: lines outside the twelve months, and lines whose date is not known.
        sentences: what was left out and why; why there is no figure.
    """

    points: pd.DataFrame
    regions: pd.DataFrame
    paid: Prices4 | None
    aligned: Prices4 | None
    period: str
    since: pd.Timestamp | None
    until: pd.Timestamp | None
    older_n: int
    undated_n: int
    sentences: tuple[Message, ...]

    @property
    def excluded_n(self) -> int:
        """How many lines are shown without being counted."""
        return int(self.points["excluded"].sum())


def price_basket(
    lines: pd.DataFrame, given: Assumptions, index: PriceIndex | None = None, months: int = MONTHS
) -> Basket:
    """The basket of a good.

    Args:
        lines: rows of ``sql/query/price_basket.sql`` of the region and its neighbours.
        index: brings the prices to the latest period among them; ``None`` leaves them as paid.
        months: how far to look back from the newest purchase.
    """
    frame = lines.assign(date=pd.to_datetime(lines["date"], errors="coerce")).reset_index(drop=True)
    undated_n = int(frame["date"].isna().sum())
    until = frame["date"].max() if frame["date"].notna().any() else None
    since = until - pd.DateOffset(months=months) if until is not None else None
    recent = frame["date"] > since if since is not None else pd.Series(False, index=frame.index)
    older_n = len(frame) - undated_n - int(recent.sum())
    points = frame[recent].reset_index(drop=True)
    why = _reasons(points, float(given.value("outlier_factor")))
    points["why"] = pd.Series(why, index=points.index, dtype="object")
    points["excluded"] = points["why"].notna()
    points["derived"] = points["price_derived"].fillna(False).astype(bool)
    price = pd.to_numeric(points["price_idr"]).astype(float)
    period = index.target(points["date"], points["fiscal_year"]) if index is not None else ""
    factor = (
        index.factors(points["date"], points["fiscal_year"], period)
        if index is not None and period
        else np.full(len(points), np.nan)
    )
    points["aligned_idr"] = price * factor
    kept = points[~points["excluded"]]
    paid = _four(kept["price_idr"])
    aligned = _four(kept["aligned_idr"]) if len(kept) and kept["aligned_idr"].notna().all() else None
    per_region = [
        {"region_code": code, **_record(_four(part["price_idr"]))} for code, part in kept.groupby("region_code")
    ]
    regions = pd.DataFrame(per_region, columns=["region_code", "lowest", "mean", "median", "highest", "n"])
    told = _sentences(points, paid, since, until, months, older_n, undated_n)
    if index is not None and paid is not None:
        told.append(
            index.sentence(period)
            if aligned is not None
            else msg("Tabel indeks tidak memuat semua periode harga ini; harga ditampilkan sebagaimana dibayar.")
        )
    return Basket(points, regions, paid, aligned, period, since, until, older_n, undated_n, tuple(told))


def _reasons(points: pd.DataFrame, factor: float) -> list[Message | None]:
    why: list[Message | None] = [None] * len(points)
    price = pd.to_numeric(points["price_idr"]).astype(float).to_numpy()
    volume = pd.to_numeric(points["volume"]).astype(float).to_numpy()
    stage, of, comparable = (
        points["stage"].to_numpy(),
        estimate_of(points).to_numpy(),
        points["comparable"].fillna(True).to_numpy(bool),
    )
    for i in range(len(points)):
        if of[i] != "paid":
            why[i] = _HPS if of[i] == "hps" else _PLAN
        elif stage[i] == "price_list":
            why[i] = _LIST
        elif not (np.isfinite(price[i]) and price[i] > 0 and volume[i] > 0):
            why[i] = _NO_PRICE
        elif not comparable[i]:
            why[i] = _UNIT
    usable = np.array([i for i, reason in enumerate(why) if reason is None], dtype=np.int64)
    out, far = far_out(price[usable], factor)
    if out.any():
        kept = price[usable[~out]]
        centre = float(np.median(kept if len(kept) else price[usable]))
        for place in np.flatnonzero(out):
            row = int(usable[place])
            why[row] = far_sentence(float(price[row] / centre), factor, bool(far[place]))
    return why


def _four(prices: pd.Series) -> Prices4 | None:
    values = prices.to_numpy(float)
    if not len(values):
        return None
    return Prices4(
        float(values.min()), float(values.mean()), float(np.median(values)), float(values.max()), len(values)
    )


def _record(four: Prices4 | None) -> dict[str, float]:
    return {} if four is None else {name: getattr(four, name) for name in Prices4.__slots__}


def _sentences(
    points: pd.DataFrame,
    paid: Prices4 | None,
    since: pd.Timestamp | None,
    until: pd.Timestamp | None,
    months: int,
    older_n: int,
    undated_n: int,
) -> list[Message]:
    told: list[Message] = []
    if until is None or since is None:
        return [msg("Belum ada harga: tidak satu baris pun bertanggal, jadi {months} bulan terakhir tidak diketahui.",
                    months=Count(months))]  # fmt: skip
    if paid is None:
        told.append(
            msg(
                "Belum ada harga yang dapat dipakai sejak {since}; alasannya tertulis di setiap baris.",
                since=Day(since.to_pydatetime()),
            )
        )
    else:
        told.append(
            msg(
                "{n} harga antara {since} dan {until}. Harga terendah hanya keterangan: satu harga tidak membuktikan "
                "bahwa daerah lain dapat memperolehnya.",
                n=Count(paid.n),
                since=Day(since.to_pydatetime()),
                until=Day(until.to_pydatetime()),
            )
        )
    excluded = int(points["excluded"].sum())
    if excluded:
        told.append(msg("{n} baris terlihat tetapi tidak dihitung, dengan alasannya.", n=Count(excluded)))
    if older_n:
        told.append(msg("{n} baris lebih lama tidak ikut.", n=Count(older_n)))
    if undated_n:
        told.append(msg("{n} baris tanpa tanggal tidak ikut.", n=Count(undated_n)))
    derived = int((points["derived"] & ~points["excluded"]).sum())
    if derived:
        told.append(
            msg(
                "{n} harga dihitung dari nilai dibagi jumlah: ketelitiannya mengikuti ketelitian jumlahnya.",
                n=Count(derived),
            )
        )
    return told
