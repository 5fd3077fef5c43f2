"""How far a figure can be trusted: A prices and a checked model, B prices, C budgets only, D not enough."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from jointproc.savings.assumptions import Assumptions
from jointproc.text import Count, Message, Share, msg

__all__ = ["GRADES", "grades", "sentence"]

GRADES: Final = ("A", "B", "C", "D")
_OTHER: Final = "lainnya"


def grades(
    lines: pd.DataFrame, good: np.ndarray, priced: np.ndarray, goods: pd.DataFrame, given: Assumptions
) -> np.ndarray:
    """Evidence of each good; adds ``buyers_n, recent_n, calibration_n, budget_only`` to ``goods``.

    A: enough comparable buyers and recent prices, a known market, and enough goods of that market to check the
    interval. B: enough buyers and prices, but a weak model. C: budgets only. D: anything less, and every family
    that can't be bought together.
    """
    count = len(goods)
    buyer = lines["region_code"].fillna("").astype(str) + "|" + lines["buyer"].fillna("").astype(str)
    distinct = pd.DataFrame({"g": good, "b": pd.factorize(buyer)[0]})[priced].drop_duplicates()
    goods["buyers_n"] = np.bincount(distinct["g"], minlength=count)
    goods["recent_n"] = np.bincount(good[priced & _recent(lines, given)], minlength=count)
    enough_prices = goods["recent_n"] >= given.value("evidence_prices")
    goods["calibration_n"] = (
        goods["regime"].map(goods.loc[enough_prices, "regime"].value_counts()).fillna(0).astype(int)
    )
    without_price = np.bincount(good[~priced], minlength=count)
    goods["budget_only"] = (
        (goods["prices_n"] == 0) & (without_price > 0) & goods["suitable"] & _all_planned(lines, good, count)
    )
    enough = enough_prices & (goods["buyers_n"] >= given.value("evidence_buyers")) & goods["suitable"]
    if "confidence" in goods:
        enough &= goods["confidence"] >= given.value("readiness_confidence")
    strong = (
        (goods["calibration_n"] >= given.value("evidence_calibration"))
        & (goods["regime"] != "unknown")
        & (goods["family"] != _OTHER)
    )
    return np.select([enough & strong, enough, goods["budget_only"]], ["A", "B", "C"], "D")


def _recent(lines: pd.DataFrame, given: Assumptions) -> np.ndarray:
    date = pd.to_datetime(lines["date"], errors="coerce")
    # a line without a date counts as bought in the middle of its fiscal year
    year = pd.to_numeric(lines["fiscal_year"], errors="coerce")
    when = date.fillna(pd.to_datetime(year.map("{:.0f}-07-01".format, na_action="ignore"), errors="coerce"))
    last = when.max()
    if pd.isna(last):
        return np.ones(len(lines), dtype=bool)
    oldest = last - pd.DateOffset(months=int(given.value("evidence_months")))
    return (when >= oldest).to_numpy()


def _all_planned(lines: pd.DataFrame, good: np.ndarray, count: int) -> np.ndarray:
    other = np.bincount(good[(lines["stage"] != "planned").to_numpy()], minlength=count)
    found: np.ndarray = other == 0
    return found


def sentence(row: Mapping[str, Any], given: Assumptions) -> Message:
    """What the grade rests on; for D, which data would change it."""
    grade = row["evidence"]
    if not row["suitable"]:
        return msg("Kelompok ini bukan barang yang cocok dibeli bersama, maka penghematan harga tidak dihitung.")
    if grade == "D" and row["confidence"] < given.value("readiness_confidence") and not row["budget_only"]:
        return msg(
            "Belum cukup bukti: keyakinan bahwa baris-baris ini barang yang sama baru {confidence}, paling sedikit "
            "{needed}. Putuskan pasangan barangnya di halaman Barang.",
            confidence=Share(row["confidence"], 0),
            needed=Share(given.value("readiness_confidence"), 0),
        )
    if grade == "D":
        return msg(
            "Belum cukup bukti: baru {buyers} pembeli dan {prices} harga dalam {months} bulan. "
            "Yang dibutuhkan: paling sedikit {need_buyers} pembeli dan {need_prices} harga yang sebanding.",
            buyers=Count(int(row["buyers_n"])),
            prices=Count(int(row["recent_n"])),
            months=Count(given.value("evidence_months")),
            need_buyers=Count(given.value("evidence_buyers")),
            need_prices=Count(given.value("evidence_prices")),
        )
    if grade == "C":
        return msg("Bukti C: hanya pagu anggaran, belum ada harga satuan; ini kisaran, bukan penghematan terukur.")
    if grade == "B":
        return msg(
            "Bukti B: {buyers} pembeli dan {prices} harga, tetapi modelnya lemah "
            "(baru {items} barang di pasar sejenis, atau kelompok barang belum dikenali).",
            buyers=Count(int(row["buyers_n"])),
            prices=Count(int(row["recent_n"])),
            items=Count(int(row["calibration_n"])),
        )
    return msg(
        "Bukti A: {buyers} pembeli dan {prices} harga, dengan {items} barang di pasar sejenis sebagai pembanding.",
        buyers=Count(int(row["buyers_n"])),
        prices=Count(int(row["recent_n"])),
        items=Count(int(row["calibration_n"])),
    )
