"""What kind of market a good is bought in: listed prices, framework contracts, spot buying, or not known."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from jointproc.savings.assumptions import Assumptions
from jointproc.text import Count, Message, Share, msg

__all__ = [
    "KINDS",
    "NEVER_OPEN",
    "OFFICE",
    "REGIMES",
    "REGIME_WORDS",
    "SERVICES",
    "estimate_of",
    "kind_of",
    "regimes",
    "spread",
]

REGIMES: Final = ("listed", "framework", "spot", "services", "unknown")
# Markets where more volume never lowers a price.
NEVER_OPEN: Final = ("listed", "services")
# Families where labour and place are paid for: their prices are no prices of one good.
SERVICES: Final = ("jasa_lokal", "konstruksi", "konsultansi", "perjadin", "listrik_air")
# How a line was bought. "catalogue" prices are listed; tender, direct and emergency are spot markets.
KINDS: Final = ("catalogue", "framework", "tender", "direct", "emergency", "unknown")
# What an office set itself, and nobody has paid.
OFFICE: Final = ("hps", "budget")
REGIME_WORDS: Final = {
    "listed": msg("harga tayang"),
    "framework": msg("kontrak payung"),
    "spot": msg("tender/langsung"),
    "services": msg("jasa dan pekerjaan"),
    "unknown": msg("belum diketahui"),
}
_UNPRICED: Final = {
    "listed": msg(
        "Dibeli lewat katalog dengan harga tayang: jumlah yang dibeli tidak menggerakkan harga. Belum ada harga yang "
        "dapat dibandingkan."
    ),
    "framework": msg(
        "Dibeli lewat kontrak payung: harganya sudah memuat volume gabungan. Belum ada harga yang dapat dibandingkan."
    ),
    "spot": msg("Dibeli lewat tender atau pengadaan langsung. Belum ada harga yang dapat dibandingkan."),
}
_OPEN: Final = ("tender", "direct", "emergency")
_WORDS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("emergency", ("darurat", "emergency")),
    ("framework", ("payung", "framework", "konsolidasi")),
    ("direct", ("pengadaan langsung", "penunjukan langsung", "toko daring", "non tender", "nontender", "direct")),
    ("catalogue", ("purchasing", "katalog", "catalog", "lokapasar")),
    ("tender", ("tender", "lelang", "seleksi", "spot")),
)
_LISTED_BASELINES: Final = frozenset({"listed_price", "listed", "catalogue", "catalogue_price", "price_list"})
_BASELINES: Final = {"framework": "framework", "spot": "direct", "tender": "tender"}
_FEWEST_PRICES: Final = 5


def kind_of(method: str | None, baseline_kind: str | None, stage: str | None) -> str:
    """How one line was bought, from its method, what its price is, and its stage."""
    told = (method or "").lower()
    for kind, words in _WORDS:
        if any(word in told for word in words):
            return kind
    if (baseline_kind or "").lower() in _LISTED_BASELINES or stage == "price_list":
        return "catalogue"
    return _BASELINES.get((baseline_kind or "").lower(), "unknown")


def estimate_of(lines: pd.DataFrame) -> pd.Series:
    """Whether each line's amount is ``paid``, or an office's own estimate: ``hps``, or ``budget`` (plans too)."""
    kind = lines["baseline_kind"].astype("string").str.lower().fillna("")
    found = pd.Series("paid", index=lines.index, dtype=object)
    found[(kind == "budget") | (lines["stage"] == "planned").to_numpy(bool)] = "budget"
    found[(kind == "hps").to_numpy(bool)] = "hps"
    return found


def spread(group: np.ndarray, price_log: np.ndarray, groups_n: int) -> np.ndarray:
    """Spread of log prices around their group's median: 1.2533 × mean absolute deviation, per group.

    It equals the standard deviation of normal prices and is pulled less by one odd price. The median absolute
    deviation would be zero as soon as half of the prices agree, and would call most spot markets listed.
    """
    frame = pd.DataFrame({"g": group, "p": price_log})
    frame["d"] = (frame["p"] - frame.groupby("g")["p"].transform("median")).abs()
    found = np.full(groups_n, np.nan)
    deviation = frame.groupby("g")["d"].mean()
    found[deviation.index.to_numpy()] = 1.2533 * deviation.to_numpy()
    return found


def regimes(kind: pd.Series, spread_log: np.ndarray, prices_n: np.ndarray, given: Assumptions) -> pd.Series:
    """The regime of each good.

    A catalogue always means listed prices, even where those differ between regions or months: the seller sets them
    and the quantity of one order does not move them. Elsewhere prices that hardly differ are treated as listed too.

    Args:
        kind: how most of the good's money was spent (``KINDS``).
        spread_log: spread of its log prices within a year; NaN without prices.
        prices_n: how many prices it has.
    """
    flat = (prices_n >= _FEWEST_PRICES) & (np.nan_to_num(spread_log, nan=1.0) < given.value("listed_spread"))
    known = kind.map({"catalogue": "listed", "framework": "framework", **dict.fromkeys(_OPEN, "spot")})
    found = known.fillna("unknown")
    found = found.mask((found == "unknown") & (prices_n >= 2 * _FEWEST_PRICES) & ~flat, "spot")
    return found.mask(found.isin(["spot", "unknown"]) & flat, "listed")


def evidence_sentence(regime: str, kind: str, spread_log: float, prices_n: int) -> Message:
    """Why a good was put in its regime."""
    if regime == "services":
        return msg(
            "Jasa atau pekerjaan: yang dibayar terutama tenaga, tempat, dan lingkup yang berbeda-beda, jadi volume "
            "bersama dan penyelarasan harga tidak diakui."
        )
    if not prices_n and regime in _UNPRICED:
        return _UNPRICED[regime]
    price_spread = Share(0.0 if np.isnan(spread_log) else spread_log)
    prices = Count(prices_n)
    if regime == "listed" and kind == "catalogue":
        return msg(
            "Dibeli lewat katalog dengan harga tayang (sebaran harga {spread} dari {prices} harga): "
            "jumlah yang dibeli tidak menggerakkan harga.",
            spread=price_spread,
            prices=prices,
        )
    if regime == "listed":
        return msg(
            "Harga produk yang sama hampir tidak berbeda (sebaran {spread} dari {prices} harga), "
            "maka diperlakukan sebagai harga tayang.",
            spread=price_spread,
            prices=prices,
        )
    if regime == "framework":
        return msg(
            "Dibeli lewat kontrak payung: harganya sudah memuat volume gabungan "
            "(sebaran {spread} dari {prices} harga).",
            spread=price_spread,
            prices=prices,
        )
    if regime == "spot":
        return msg(
            "Dibeli lewat tender atau pengadaan langsung dengan harga yang berbeda-beda "
            "(sebaran {spread} dari {prices} harga).",
            spread=price_spread,
            prices=prices,
        )
    return msg(
        "Cara pembeliannya tidak diketahui dan harganya baru {prices}: diperlakukan hati-hati seperti harga tayang.",
        prices=prices,
    )
