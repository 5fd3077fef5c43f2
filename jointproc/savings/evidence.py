"""How far a figure can be trusted: A prices and a checked model, B prices, C budgets only, D not enough."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from jointproc.savings.assumptions import Assumptions
from jointproc.savings.coding import dense
from jointproc.savings.lines import Lines
from jointproc.text import Count, Message, Share, msg

__all__ = ["GRADES", "grades", "sentence"]

GRADES: Final = ("A", "B", "C", "D")
_OTHER: Final = "lainnya"


def grades(read: Lines, goods: pd.DataFrame, given: Assumptions) -> npt.NDArray[Any]:
    """Evidence of each good; adds ``buyers_n, recent_n, calibration_n, budget_only`` to ``goods``.

    A: enough comparable buyers and recent prices, a known market, and enough goods of that market to check the
    interval. B: enough buyers and prices, but a weak model. C: budgets only. D: anything less, and every family
    that can't be bought together.
    """
    count, good, priced = len(goods), read.good, read.priced
    buyers_n = int(read.buyer.max(initial=0)) + 1
    distinct, _ = dense(good[priced] * buyers_n + read.buyer[priced], count * buyers_n)
    goods["buyers_n"] = np.bincount(distinct // buyers_n, minlength=count)
    goods["recent_n"] = np.bincount(good[priced & read.recent], minlength=count)
    enough_prices = goods["recent_n"] >= given.value("evidence_prices")
    goods["calibration_n"] = (
        goods["regime"].map(goods.loc[enough_prices, "regime"].value_counts()).fillna(0).astype(int)
    )
    without_price = np.bincount(good[~priced], minlength=count)
    all_planned = np.bincount(good[~read.planned], minlength=count) == 0
    goods["budget_only"] = (goods["prices_n"] == 0) & (without_price > 0) & goods["suitable"] & all_planned
    enough = enough_prices & (goods["buyers_n"] >= given.value("evidence_buyers")) & goods["suitable"]
    enough &= goods["confidence"] >= given.value("readiness_confidence")
    # a whole year a thousand times off is another currency or unit: no number at all
    enough &= goods["jump"] <= given.value("outlier_factor")
    strong = (
        (goods["calibration_n"] >= given.value("evidence_calibration"))
        & (goods["regime"] != "unknown")
        & (goods["family"] != _OTHER)
    )
    return np.select([enough & strong, enough, goods["budget_only"]], ["A", "B", "C"], "D")


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
    if grade == "D" and row["jump"] > given.value("outlier_factor"):
        return msg(
            "Belum cukup bukti: harga barang ini melompat {times} kali antara dua tahun anggaran, seolah-olah mata "
            "uang atau satuannya berganti. Yang dibutuhkan: harga semua tahun dalam rupiah dan satuan yang sama.",
            times=Count(round(row["jump"])),
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
