"""The savings model on held-out purchases: learn from small buyers, predict what large buyers paid.

Protocol: within each item, quantities up to the 60th percentile train, those above the 80th are tested against the
median price of at least three training rows by other buyers of the same item and period. The model sees no test price,
and no training row of the test buyer in that item and period.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from jointproc.errors import InputError
from jointproc.savings.assumptions import Assumptions
from jointproc.savings.assumptions import assumptions as reference
from jointproc.savings.band import Band, bands
from jointproc.savings.draws import DRAWS, normal_of, scatter
from jointproc.savings.harmonisation import gap_share
from jointproc.savings.quantity import fit, pool
from jointproc.savings.regime import spread
from jointproc.text import Count, Message, Number, Share, msg

__all__ = ["Backtest", "backtest", "read_backtest"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_COLUMNS: Final = ("item", "buyer", "period", "quantity", "unit_price")
_CLIP: Final = 1.6
_SPLITS: Final = 200
_SMALL_FILE: Final = 2_000
_Z90: Final = 1.2815515655446004
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


def read_backtest(path: Path) -> pd.DataFrame:
    """Read a CSV of purchases. Raises ``InputError`` when it is no such file."""
    if not path.is_file():
        raise InputError("Berkas {name} tidak ada: periksa nama dan foldernya.", name=str(path))
    try:
        frame = pd.read_csv(path, dtype={"item": "string", "buyer": "string", "period": "string"})
    except (ValueError, UnicodeDecodeError, pd.errors.ParserError) as error:
        raise InputError("Berkas {name} bukan CSV yang dapat dibaca.", name=path.name) from error
    missing = [c for c in _COLUMNS if c not in frame.columns]
    if missing:
        raise InputError(
            "Berkas {name} tidak memuat kolom {columns}; yang diperlukan: item, buyer, period, quantity, unit_price.",
            name=path.name,
            columns=", ".join(missing),
        )
    return frame


def backtest(source: Path | pd.DataFrame, assumptions: Assumptions | None = None) -> Backtest:
    """Test the model on purchases.

    Args:
        source: a CSV or frame with ``item, buyer, period, quantity, unit_price``.

    Returns:
        No figures but a reason where the file holds no testable purchase.
    """
    given = assumptions or reference()
    frame = read_backtest(source) if isinstance(source, Path) else source
    rows = _clean(frame, given)
    train, test = _halves(rows)
    found = _comparable(train, test)
    if not len(found.median):
        return _nothing(train, frame)
    return _judge(train, found, given)


@dataclass(frozen=True, slots=True)
class _Tested:
    """Test rows with what small buyers paid: all arrays of one entry per row."""

    item: Ints
    price: Floats
    quantity: Floats
    median: Floats
    typical: Floats
    quartile: Floats
    iqr: Floats
    count: Floats


def _clean(frame: pd.DataFrame, given: Assumptions) -> pd.DataFrame:
    rows = pd.DataFrame(
        {
            "item": frame["item"].astype("string"),
            "buyer": frame["buyer"].astype("string").fillna(""),
            "period": frame["period"].astype("string").fillna(""),
            "q": pd.to_numeric(frame["quantity"], errors="coerce"),
            "p": pd.to_numeric(frame["unit_price"], errors="coerce"),
        }
    )
    rows = rows[
        rows["item"].notna() & (rows["q"] > 0) & (rows["p"] > 0) & np.isfinite(rows["q"]) & np.isfinite(rows["p"])
    ]
    rows = rows.assign(p=np.log(rows["p"]), q=np.log(rows["q"]))
    middle = rows.groupby("item")["p"].transform("median")
    rows = rows[(rows["p"] - middle).abs() <= np.log(given.value("outlier_factor"))].reset_index(drop=True)
    for name in ("item", "buyer", "period"):
        rows[name] = pd.factorize(rows[name], sort=True)[0]
    return rows


def _halves(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    rank = rows.groupby("item")["q"].rank(pct=True)
    train = rows[rank <= 0.6]
    fewest = 4 if len(rows) < _SMALL_FILE else 8
    train = train[train.groupby("item")["q"].transform("size") >= fewest]
    return train, rows[(rank > 0.8) & rows["item"].isin(train["item"].unique())]


def _comparable(train: pd.DataFrame, test: pd.DataFrame) -> _Tested:
    groups = train.groupby(["item", "period"]).indices
    buyers, prices, quantities = (train[c].to_numpy() for c in ("buyer", "p", "q"))
    columns = (test[c].to_numpy() for c in ("item", "period", "buyer", "p", "q"))
    found: list[tuple[float, ...]] = []
    for item, period, buyer, own_price, own_quantity in zip(*columns, strict=True):
        near = groups.get((item, period))
        if near is None:
            continue
        others = near[buyers[near] != buyer]
        if len(others) < 3:
            continue
        price, typical = prices[others], float(np.median(quantities[others]))
        if own_quantity < typical + np.log(1.5):
            continue
        low, middle, high = (float(v) for v in np.quantile(price, [0.25, 0.5, 0.75]))
        found.append((item, own_price, own_quantity, middle, typical, low, high - low, float(len(price))))
    table = np.array(found, dtype=float).reshape(-1, 8)
    return _Tested(table[:, 0].astype(np.int64), *(table[:, i] for i in range(1, 8)))


def _nothing(train: pd.DataFrame, frame: pd.DataFrame) -> Backtest:
    if frame["buyer"].nunique() < 2:
        reason = msg("Hanya ada satu pembeli: tidak ada pembanding untuk menguji penghematan.")
    elif train.empty:
        reason = msg("Tidak ada barang dengan cukup pembelian kecil untuk dipelajari: diperlukan paling sedikit 8.")
    else:
        reason = msg("Tidak ada pembelian besar dengan tiga pembanding pada barang dan periode yang sama.")
    return Backtest(
        len(train), 0, int(train["item"].nunique()), None, None, None, None, None, None, {}, ("not_enough",), (reason,)
    )


def _judge(train: pd.DataFrame, t: _Tested, given: Assumptions) -> Backtest:
    weight = np.exp(t.quantity + t.median)
    weight = weight / weight.sum()
    actual = np.clip(t.price - t.median, -_CLIP, _CLIP)

    def share(log_change: Floats) -> float:
        return float((weight * -np.expm1(log_change)).sum())

    def scored(log_change: Floats) -> dict[str, float]:
        return {"claimed_share": share(log_change), "mae_log": float(np.abs(actual - log_change).mean())}

    model = _Model.learn(train, given)
    middle = model.predict(t, given)
    drawn = model.predict_draws(t, given)
    totals = np.array([share(row) for row in drawn])
    claimed, realised = share(middle), share(actual)
    baselines = {"none": scored(np.zeros(len(actual)))}
    for flat in _FLAT:
        baselines[f"flat_{round(flat * 100)}"] = scored(np.full(len(actual), np.log1p(-flat)))
    baselines["best_quartile"] = scored(t.quartile - t.median)
    baselines["pooled_log_log"] = scored(np.minimum(model.pooled * (t.quantity - t.typical), 0.0))
    baselines["qdf_0.5"] = scored(_qdf(train, t))
    flags = ["listed_market"] if model.flat_share >= 0.5 else []
    reasons: list[Message] = []
    if len(np.unique(t.item)) < 2 * given.value("evidence_calibration"):
        flags.append("few_items")
        reasons.append(msg("Barang yang diuji terlalu sedikit untuk menguji rentang; bacalah hasil ini hati-hati."))
    return Backtest(
        rows_train=len(train),
        rows_test=len(actual),
        items_n=len(np.unique(t.item)),
        realised_share=realised,
        claimed_share=bands(np.array([claimed]), totals[None, :])[0],
        claimed_over_realised=claimed / realised if abs(realised) > 1e-9 else None,
        coverage_90=_coverage(t, actual - middle),
        mae_log=float(np.abs(actual - middle).mean()),
        saved_anything_share=float((actual < np.log(0.98)).mean()),
        baselines=baselines,
        flags=tuple(flags),
        reasons=tuple(reasons),
    )


@dataclass(frozen=True, slots=True)
class _Model:
    """What was learnt from the training rows: one shrunk slope and one regime per item."""

    slope: Floats
    se: Floats
    regime: npt.NDArray[np.object_]
    pooled: float
    flat_share: float
    size_matters: float
    """0 where larger training orders get no better price, 1 where they do as in spot markets."""

    @classmethod
    def learn(cls, train: pd.DataFrame, given: Assumptions) -> _Model:
        items_n = int(train["item"].max()) + 1
        item, period = train["item"].to_numpy(np.int64), train["period"].to_numpy(np.int64)
        q, p = train["q"].to_numpy(float), train["p"].to_numpy(float)
        own, own_se = fit(item, period, q, p, items_n)
        centred = p - train.groupby(["item", "period"])["p"].transform("median").to_numpy()
        flat = np.nan_to_num(spread(item, centred, items_n), nan=0.0) < given.value("listed_spread")
        present = np.bincount(item, minlength=items_n) > 0
        flat_share = float(flat[present].mean())
        q_in = q - train.groupby(["item", "period"])["q"].transform("mean").to_numpy()
        p_in = p - train.groupby(["item", "period"])["p"].transform("mean").to_numpy()
        variation = float((q_in**2).sum())
        pooled = float((q_in * p_in).sum() / variation) if variation > 0 else 0.0
        # a market whose items mostly keep one price is a listed one, its odd item included
        regime = np.where(flat | (flat_share >= 0.5), "listed", "spot").astype(object)
        if flat_share < 0.5 and pooled > 0.5 * given.value("slope_spot"):
            regime[regime == "spot"] = "framework"
        slope, error = np.zeros(items_n), np.zeros(items_n)
        for name in ("framework", "spot"):
            of = np.flatnonzero(regime == name)
            if len(of):
                told = given[f"slope_{name}"]
                deviation = max(told.value - told.low, told.high - told.value) / _Z90
                found = pool(own[of], own_se[of], told.value, deviation, given.value("slope_lower_bound"))
                slope[of], error[of] = found.slope, found.se
        size_matters = (
            float(np.clip(pooled / given.value("slope_spot"), 0.0, 1.0)) if given.value("slope_spot") else 0.0
        )
        return cls(slope, error, regime, pooled, flat_share, size_matters)

    def _part(self, regime: str, part: float | Floats) -> float | Floats:
        # where size buys nothing, a large buyer is no likelier than any other to pay the best quartile
        return part * self.size_matters if regime == "framework" else part

    def _changes(self, t: _Tested, slope: Floats, part: Floats, given: Assumptions) -> Floats:
        grown = np.minimum(t.quantity - t.typical, np.log(given.value("volume_cap")))
        shrink, floor = given.value("quartile_shrink"), given.value("harmonisation_floor")
        gap = gap_share(t.median, t.quartile, t.count, shrink, floor)
        # the larger of the two price channels, never their sum
        found: Floats = np.minimum(slope * grown, np.log1p(-part * gap))
        return found

    def predict(self, t: _Tested, given: Assumptions) -> Floats:
        """Change of the log price of each test row against the median, at the centre."""
        regime = self.regime[t.item]
        part = np.array([self._part(r, given.value(f"harmonisation_realised_{r}")) for r in regime], dtype=float)
        return self._changes(t, self.slope[t.item], part, given)

    def predict_draws(self, t: _Tested, given: Assumptions) -> Floats:
        """The same in every draw, shape ``(draws, rows)``."""
        effort, common = normal_of("realised"), normal_of("slope_common")
        names = sorted(set(self.regime[t.item]))
        parts = {
            r: self._part(r, scatter(given[f"harmonisation_realised_{r}"], effort, lowest=0.0, highest=1.0))
            for r in names
        }
        share = given.value("slope_common_share")
        z = {int(i): normal_of(f"item{i}") for i in np.unique(t.item)}
        found = np.empty((DRAWS, len(t.item)))
        own = np.array([z[int(i)] for i in t.item]).T
        regime = self.regime[t.item]
        for d in range(DRAWS):
            noise = np.sqrt(share) * common[d] + np.sqrt(1 - share) * own[d]
            slope = np.clip(self.slope[t.item] + self.se[t.item] * noise, given.value("slope_lower_bound"), 0.0)
            part = np.select([regime == r for r in names], [np.asarray(parts[r])[d] for r in names])
            found[d] = self._changes(t, slope, part, given)
        return found


def _qdf(train: pd.DataFrame, t: _Tested) -> Floats:
    """Quantity-discount function p_m + S / q^0.5 with one shape for the file, fitted on price over item median."""
    key = [train["item"], train["period"]]
    price = np.exp((train["p"] - train["p"].groupby(key).transform("median")).to_numpy(float))
    size = np.exp(-0.5 * (train["q"] - train["q"].groupby(key).transform("median")).to_numpy(float)).clip(max=20)
    design = np.column_stack([np.ones(len(size)), size])
    base, scale = np.linalg.lstsq(design, price.clip(max=5), rcond=None)[0]
    at = np.exp(-0.5 * (t.quantity - t.typical))
    found: Floats = np.log(np.clip((base + scale * at) / max(base + scale, 1e-9), 0.2, 1.0))
    return found


def _coverage(t: _Tested, residual: Floats) -> float | None:
    """Share of test rows inside 90 % intervals calibrated on other items, mean over random halves of the items."""
    items = np.unique(t.item)
    if len(items) < 4:
        return None
    score = np.abs(residual) / (t.iqr + 0.05)
    generator = np.random.Generator(np.random.PCG64(20261124))
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
