"""The matcher: its quality on the labelled pairs with intervals, and its speed against comparing every pair."""

from __future__ import annotations

import csv
import resource
import time
from collections import defaultdict

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from benchmarks import train_matcher
from benchmarks.lines import recombined
from benchmarks.measure import report
from jointproc import settings
from jointproc.goods.candidates import nearest, vectors
from jointproc.goods.compare import FEATURES
from jointproc.goods.item import read_item
from jointproc.goods.matching import judge
from jointproc.goods.model import limits

_LINES = 10_000
_BLOCK = 20_000
_DRAWS = 1_000


def quality() -> None:
    """Cross-validated by left item: all, by category, by phenomenon, by confidence; 95 % by bootstrap over pairs."""
    rows, compared = train_matcher.pairs()
    with (settings.shared() / "gold/pairs_meta.csv").open(encoding="utf-8", newline="") as handle:
        stratum = {r["pair_id"]: r["stratum"].split("_")[0] for r in csv.DictReader(handle)}
    x = np.array([[c.features[name] for name in FEATURES] for c in compared])
    y = np.array([train_matcher.LABELS.index(r["label"]) for r in rows])
    limited = np.array([bool(limits(c)) for c in compared])
    chances = train_matcher.cross_validated(x, y, limited, [r["left_source"] + r["left_id"] for r in rows])
    _table("all", {"all": np.arange(len(y))}, chances, y)
    for name, of in (("category", [r["category"] for r in rows]), ("stratum", [stratum[r["pair_id"]] for r in rows])):
        parts: dict[str, list[int]] = defaultdict(list)
        for n, key in enumerate(of):
            parts[key].append(n)
        _table(name, {k: np.array(v) for k, v in sorted(parts.items())}, chances, y)
    print("confidence of same | pairs | said | true")
    for low in (0.0, 0.1, 0.3, 0.5, 0.7, 0.9):
        high = {0.0: 0.1, 0.1: 0.3, 0.9: 1.01}.get(low, low + 0.2)
        inside = (chances[:, 0] >= low) & (chances[:, 0] < high)
        if inside.any():
            said, true = chances[inside, 0].mean(), (y[inside] == 0).mean()
            print(f"{low}-{min(high, 1):.1f} | {inside.sum()} | {said:.2f} | {true:.2f}")


def _table(name: str, parts: dict[str, np.ndarray], chances: np.ndarray, y: np.ndarray) -> None:
    random = np.random.default_rng(0)
    print(f"{name} | pairs | SAME | precision | recall | F1 (95 %) | variant called same")
    for key, at in parts.items():
        found = train_matcher.quality(chances[at], y[at])
        drawn = []
        for _ in range(_DRAWS):
            some = random.choice(at, len(at))
            said, same = chances[some, 0] >= 0.5, y[some] == 0
            if same.any():
                drawn.append(2 * (said & same).sum() / max(said.sum() + same.sum(), 1))
        low, high = np.percentile(drawn, [2.5, 97.5]) if drawn else (np.nan, np.nan)
        print(
            f"{key} | {len(at)} | {(y[at] == 0).sum()} | {found['precision']:.2f} | {found['recall']:.2f} | "
            f"{found['f1']:.2f} ({low:.2f}-{high:.2f}) | {found['variant_called_same']:.3f}"
        )


def speed() -> None:
    """Distinct lines, recombined from a real list: names with the specifications of other lines."""
    keys = recombined(2 * _LINES)
    began = time.perf_counter()
    items = [read_item(*key) for key in keys]
    both = vectors(items)
    i, j = nearest(both[slice(0, _LINES)], both[slice(_LINES, None)])
    for start in range(0, len(i), _BLOCK):
        part = slice(start, start + _BLOCK)
        judge([(items[a], items[_LINES + b]) for a, b in zip(i[part], j[part], strict=True)])
    ours = time.perf_counter() - began
    texts = [f"{a} {b}" for a, b, _ in keys]
    began = time.perf_counter()
    cdist(texts[:500], texts[_LINES:], scorer=fuzz.token_set_ratio, workers=2)
    every = (time.perf_counter() - began) * _LINES / 500
    report(f"{_LINES:,} x {_LINES:,} lines, {len(i):,} verdicts", ours, "rapidfuzz.cdist, extrapolated", every)
    # our time grows with the lines, comparing every pair with their square
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GB")


def main() -> None:
    """Print the tables of quality, then the speed."""
    quality()
    speed()


if __name__ == "__main__":
    main()
