"""The savings model on held-out purchases: learn from small buyers, predict what large buyers paid.

Protocol: within each item, quantities up to the 60th percentile train, those above the 80th are tested against the
median price of at least three training rows by other buyers of the same item and period. The model sees no test price,
and no training row of the test buyer in that item and period.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from jointproc.savings.assumptions import Assumptions
from jointproc.savings.assumptions import assumptions as reference
from jointproc.savings.backtest_rows import read_backtest, readable, unread
from jointproc.savings.band import Band, bands
from jointproc.savings.coding import jumps
from jointproc.savings.draws import DRAWS
from jointproc.savings.learning import Compared, Learnt, compared_rows, division_bias, inner_rows, learn
from jointproc.savings.quantity import common_slope, fit, pool
from jointproc.savings.regime import spread
from jointproc.text import Count, Message, Number, Share, msg

__all__ = ["Backtest", "backtest", "read_backtest"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_SPLITS: Final = 200
_SMALL_FILE: Final = 2_000
_Z90: Final = 1.2815515655446004
# beyond this share of words where numbers should be, what is left may be a choice of its own (one of two currencies)
_WORDS_MOST: Final = 0.05
_FLAT: Final = (0.10, 0.15, 0.20, 0.29)


@dataclass(frozen=True)
class Backtest:
    """Claimed against realised saving of large buyers. Shares are of what they would have paid at the small buyers'
    median price; ``mae_log`` is the mean absolute error of the log price."""

    rows_train: int
    rows_test: int
    items_n: int
    realised_share: float | None
    claimed_share: Band | None
    claimed_over_realised: float | None
    coverage_90: float | None
    mae_log: float | None
    saved_anything_share: float | None
    expected_saved_share: float | None
    baselines: dict[str, dict[str, float]]
    flags: tuple[str, ...]
    reasons: tuple[Message, ...]

    def to_json(self, language: str = "id") -> dict[str, Any]:
        return {
            "rows_train": self.rows_train,
            "rows_test": self.rows_test,
            "items_n": self.items_n,
            "realised_share": self.realised_share,
            "claimed_share": self.claimed_share.to_json() if self.claimed_share else None,
            "claimed_over_realised": self.claimed_over_realised,
            "coverage_90": self.coverage_90,
            "mae_log": self.mae_log,
            "saved_anything_share": self.saved_anything_share,
            "expected_saved_share": self.expected_saved_share,
            "baselines": self.baselines,
            "flags": list(self.flags),
            "reasons": [r.render(language) for r in self.reasons],
        }

    def sentences(self) -> tuple[Message, ...]:
        """The result in words."""
        if self.realised_share is None or self.claimed_share is None or self.mae_log is None:
            return self.reasons
        told = [
            msg(
                "Dari {test} pembelian besar yang tidak dilihat model, penghematan yang terjadi {real}; "
                "model memperkirakan {likely} (sekurang-kurangnya {low}, paling banyak {high}).",
                test=Count(self.rows_test),
                real=Share(self.realised_share),
                likely=Share(self.claimed_share.p50),
                low=Share(self.claimed_share.p10),
                high=Share(self.claimed_share.p90),
            ),
            msg(
                "Galat mutlak rata-rata log harga {ours}; tanpa perkiraan apa pun {none}.",
                ours=Number(self.mae_log, 3),
                none=Number(self.baselines["none"]["mae_log"], 3),
            ),
        ]
        if self.saved_anything_share is not None:
            told.append(
                msg(
                    "Dalam {n} dari 10 pembelian besar ada yang dihemat (lebih dari 2%).",
                    n=Number(10 * self.saved_anything_share, 1),
                )
            )
        return (*told, *self.reasons)


def backtest(
    source: Path | pd.DataFrame, assumptions: Assumptions | None = None, *, learn_until: str | None = None
) -> Backtest:
    """Test the model on purchases.

    Args:
        source: a CSV or frame with ``item, buyer, period, quantity, unit_price``; ``regime`` tells markets apart that
            are learnt separately, ``price_derived`` whether a price was computed as amount ÷ quantity.
        learn_until: the last period to learn from (compared as text); only later purchases are tested then.

    Returns:
        No figures but a reason where the file holds no testable purchase.
    """
    given = assumptions or reference()
    frame = read_backtest(source) if isinstance(source, Path) else source
    rows, words = readable(frame), unread(frame)
    reason = words.reason if words and words.share > _WORDS_MOST else _currency(frame, rows, given)
    if reason is not None:
        return _none(0, 0, reason)
    rows = _without_outliers(rows, given)
    past = None
    if learn_until is not None:
        early = rows["when"] <= learn_until
        past, _ = _halves(rows[early])
        rows = rows[~early]
    train, test = _halves(rows)
    found = compared_rows(train, test)
    if not len(found.median):
        return _nothing(train, frame)
    # a question about the file's making, not about its prices: asked of all rows
    if "price_derived" in frame.columns:
        divided = bool(frame["price_derived"].fillna(False).astype(bool).mean() > 0.5)
    else:
        divided = division_bias(*(rows[c].to_numpy() for c in ("item", "period", "q", "p")))
    told = _judge(train, found, given, past, divided)
    if words:
        return replace(told, flags=(*told.flags, "unread_rows"), reasons=(*told.reasons, words.reason))
    return told


def _currency(frame: pd.DataFrame, rows: pd.DataFrame, given: Assumptions) -> Message | None:
    """Why prices of different periods can't be compared at all."""
    if "currency" in frame.columns and frame["currency"].dropna().astype(str).str.strip().str.upper().nunique() > 1:
        return msg("Berkas ini memuat lebih dari satu mata uang (kolom currency): samakan dahulu ke satu mata uang.")
    item, items = pd.factorize(rows["item"])
    period, _ = pd.factorize(rows["period"])
    found = jumps(item, period, rows["p"].to_numpy(float), len(items))
    compared = found != 1.0
    off = found > given.value("outlier_factor")
    if compared.sum() and off.sum() > compared.sum() / 2:
        return msg(
            "Harga {n} dari {all} barang melompat lebih dari {factor} kali antara dua periode, seolah-olah mata uang "
            "atau satuannya berganti: samakan dahulu.",
            n=Count(int(off.sum())),
            all=Count(int(compared.sum())),
            factor=Count(given.value("outlier_factor")),
        )
    return None


def _without_outliers(rows: pd.DataFrame, given: Assumptions) -> pd.DataFrame:
    middle = rows.groupby("item")["p"].transform("median")
    rows = rows[(rows["p"] - middle).abs() <= np.log(given.value("outlier_factor"))].reset_index(drop=True)
    rows["when"] = rows["period"].astype(str)
    for name in ("item", "buyer", "period", "regime"):
        rows[name] = pd.factorize(rows[name], sort=True)[0]
    return rows


def _halves(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    rank = rows.groupby("item")["q"].rank(pct=True)
    train = rows[rank <= 0.6]
    fewest = 4 if len(rows) < _SMALL_FILE else 8
    train = train[train.groupby("item")["q"].transform("size") >= fewest]
    return train, rows[(rank > 0.8) & rows["item"].isin(train["item"].unique())]


def _nothing(train: pd.DataFrame, frame: pd.DataFrame) -> Backtest:
    if frame["buyer"].nunique() < 2:
        reason = msg("Hanya ada satu pembeli: tidak ada pembanding untuk menguji penghematan.")
    elif train.empty:
        reason = msg("Tidak ada barang dengan cukup pembelian kecil untuk dipelajari: diperlukan paling sedikit 8.")
    else:
        reason = msg("Tidak ada pembelian besar dengan tiga pembanding pada barang dan periode yang sama.")
    return _none(len(train), int(train["item"].nunique()), reason)


def _none(rows_train: int, items_n: int, reason: Message) -> Backtest:
    """No figure at all, and why."""
    return Backtest(rows_train, 0, items_n, *(None,) * 7, {}, ("not_enough",), (reason,))


def _judge(train: pd.DataFrame, t: Compared, given: Assumptions, past: pd.DataFrame | None, divided: bool) -> Backtest:
    weight = np.exp(t.quantity + t.median)
    weight = weight / weight.sum()
    actual = t.change

    def share(log_change: Floats) -> float:
        return float((weight * -np.expm1(log_change)).sum())

    def scored(log_change: Floats) -> dict[str, float]:
        return {"claimed_share": share(log_change), "mae_log": float(np.abs(actual - log_change).mean())}

    model = _Model.learn(train, given, past)
    middle = model.predict(t, given)
    totals = np.array([share(row) for row in model.predict_draws(t, given)])
    claimed, realised = share(middle), share(actual)
    baselines = {"none": scored(np.zeros(len(actual)))}
    for flat in _FLAT:
        baselines[f"flat_{round(flat * 100)}"] = scored(np.full(len(actual), np.log1p(-flat)))
    baselines["best_quartile"] = scored(t.quartile - t.median)
    baselines["pooled_log_log"] = scored(np.minimum(model.pooled * (t.quantity - t.typical), 0.0))
    baselines["qdf_0.5"] = scored(_qdf(train, t))
    flags = ["listed_market"] if model.flat_share >= 0.5 else []
    reasons: list[Message] = []
    band = bands(np.array([claimed]), totals[None, :])[0]
    if divided:
        flags.append("division_bias")
        band = replace(band, p10=min(band.p10, 0.0))
        reasons.append(
            msg(
                "Harga satuan tampaknya dihitung dari jumlah uang dibagi banyaknya: selisih menurut volume bisa semu, "
                "maka batas bawahnya nol."
            )
        )
    if len(np.unique(t.item)) < 2 * given.value("evidence_calibration"):
        flags.append("few_items")
        reasons.append(msg("Barang yang diuji terlalu sedikit untuk menguji rentang; bacalah hasil ini hati-hati."))
    return Backtest(
        rows_train=len(train),
        rows_test=len(actual),
        items_n=len(np.unique(t.item)),
        realised_share=realised,
        claimed_share=band,
        claimed_over_realised=claimed / realised if abs(realised) > 1e-9 else None,
        coverage_90=_coverage(t, actual - middle),
        mae_log=float(np.abs(actual - middle).mean()),
        saved_anything_share=float((actual < np.log(0.98)).mean()),
        expected_saved_share=model.learnt.saved_share,
        baselines=baselines,
        flags=tuple(flags),
        reasons=tuple(reasons),
    )


@dataclass(frozen=True, slots=True)
class _Model:
    """Learnt from the training rows: a shrunk slope and a regime per item, and what of them shows in practice."""

    slope: Floats
    regime: npt.NDArray[np.object_]
    pooled: float
    flat_share: float
    learnt: Learnt

    @classmethod
    def learn(cls, train: pd.DataFrame, given: Assumptions, past: pd.DataFrame | None = None) -> _Model:
        items_n = int(train["item"].max()) + 1
        item = train["item"].to_numpy(np.int64)
        q, p = train["q"].to_numpy(float), train["p"].to_numpy(float)
        centred = p - train.groupby(["item", "period"])["p"].transform("median").to_numpy()
        flat = np.nan_to_num(spread(item, centred, items_n), nan=0.0) < given.value("listed_spread")
        present = np.bincount(item, minlength=items_n) > 0
        market = np.zeros(items_n, dtype=np.int64)
        market[item] = train["regime"].to_numpy(np.int64)
        # the share of items that keep one price, in the markets the file tells apart (one market when it tells none)
        markets_n = int(market.max()) + 1
        many = np.bincount(market[present], minlength=markets_n)
        share = np.bincount(market[present], flat[present], markets_n) / np.maximum(many, 1)
        flat_share = float(flat[present].mean()) if markets_n == 1 else float((share[market] >= 0.5)[present].mean())
        cell = train.groupby(["item", "period"]).ngroup().to_numpy(np.int64)
        pooled, _ = common_slope(cell, item, q, p)
        # a market whose items mostly keep one price is a listed one, its odd item included
        regime = np.where(flat | (share[market] >= 0.5), "listed", "spot").astype(object)
        source = train if past is None else past
        if (share < 0.5).any():
            # what listed markets do says nothing of the others
            source = source[share[market[source["item"].to_numpy(np.int64)]] < 0.5]
        rank = source.groupby("item")["q"].rank(pct=True)
        without = _slopes(source[rank <= 0.6], items_n, given)
        learnt = learn(
            inner_rows(source),
            without,
            given.value("quartile_shrink"),
            given.value("volume_cap"),
            DRAWS,
        )
        return cls(_slopes(train, items_n, given), regime, pooled, flat_share, learnt)

    def _changes(self, t: Compared, gap: float, size: float, given: Assumptions) -> Floats:
        reached = gap * t.gap(given.value("quartile_shrink"))
        grown = size * self.slope[t.item] * t.growth(given.value("volume_cap"))
        # the larger of the two price channels, never their sum; listed prices do not move
        found: Floats = np.where(self.regime[t.item] == "listed", 0.0, np.minimum(reached, grown))
        return found

    def predict(self, t: Compared, given: Assumptions) -> Floats:
        """Change of the log price of each test row against the median, at the centre."""
        return self._changes(t, self.learnt.gap, self.learnt.size, given)

    def predict_draws(self, t: Compared, given: Assumptions) -> Floats:
        """The same in every bootstrap draw, shape ``(draws, rows)``."""
        draws = zip(self.learnt.gap_draws, self.learnt.size_draws, strict=True)
        return np.stack([self._changes(t, float(gap), float(size), given) for gap, size in draws])


def _slopes(rows: pd.DataFrame, items_n: int, given: Assumptions) -> Floats:
    """Quantity slope of each item, shrunk to the spot market's prior; the prior itself for items without rows."""
    own, own_se = fit(
        rows["item"].to_numpy(np.int64),
        rows["period"].to_numpy(np.int64),
        rows["q"].to_numpy(float),
        rows["p"].to_numpy(float),
        items_n,
    )
    told = given["slope_spot"]
    deviation = max(told.value - told.low, told.high - told.value) / _Z90
    return pool(own, own_se, told.value, deviation, given.value("slope_lower_bound")).slope


def _qdf(train: pd.DataFrame, t: Compared) -> Floats:
    """Quantity-discount function p_m + S / q^0.5 with one shape for the file, fitted on price over item median."""
    key = [train["item"], train["period"]]
    price = np.exp((train["p"] - train["p"].groupby(key).transform("median")).to_numpy(float))
    size = np.exp(-0.5 * (train["q"] - train["q"].groupby(key).transform("median")).to_numpy(float)).clip(max=20)
    design = np.column_stack([np.ones(len(size)), size])
    base, scale = np.linalg.lstsq(design, price.clip(max=5), rcond=None)[0]
    at = np.exp(-0.5 * (t.quantity - t.typical))
    found: Floats = np.log(np.clip((base + scale * at) / max(base + scale, 1e-9), 0.2, 1.0))
    return found


def _coverage(t: Compared, residual: Floats) -> float | None:
    """Share of test rows inside 90 % intervals calibrated on other items, mean over random halves of the items.

    Smoothed conformal (Vovk, Gammerman & Shafer 2005, §2.1): equal scores are ordered by chance, so that a market where
    nearly every price equals its median is not counted as covered beyond what was asked.
    """
    items = np.unique(t.item)
    if len(items) < 4:
        return None
    generator = np.random.Generator(np.random.PCG64(20261124))
    score = np.abs(residual) / (t.iqr + 0.05) + 1e-9 * generator.random(len(residual))
    at = np.searchsorted(items, t.item)
    inside: list[float] = []
    for _ in range(_SPLITS):
        half = np.zeros(len(items), dtype=bool)
        half[generator.permutation(len(items))[: len(items) // 2]] = True
        calibration = half[at]
        if not calibration.any() or calibration.all():
            continue
        n = int(calibration.sum())
        level = min(1.0, np.ceil(0.9 * (n + 1)) / n)
        inside.append(float((score[~calibration] <= np.quantile(score[calibration], level)).mean()))
    return float(np.mean(inside)) if inside else None
