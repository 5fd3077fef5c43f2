"""Make ``jointproc/goods/model.json`` anew from the hand-labelled pairs, and report quality by cross-validation.

``python -m benchmarks.train_matcher [--write]``: reads the pairs in place (``JOINTPROC_SHARED``), needs scikit-learn
(test requirements). Without ``--write`` it only reports. Deterministic.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, StratifiedKFold
from sklearn.preprocessing import StandardScaler

from jointproc import settings
from jointproc.goods.compare import FEATURES, Comparison, compare
from jointproc.goods.item import read_item
from jointproc.goods.model import limits

LABELS = ("SAME", "VARIANT", "DIFFERENT")
# which way a feature may move an answer; 0 = either
_SAME = {
    "same_good": 1, "other_good": -1, "name_alike": 1, "words_cosine": 1, "signs_cosine": 1, "covered": 1,
    "needs_agree": 1, "needs_differ": -1, "needs_one_sided": -1, "wide_undescribed": -1, "rest_agree": 1,
    "rest_differ": -1, "rest_one_sided": -1, "code_agree": 1, "code_differ": -1, "types_shared": 1, "types_both": -1,
    "types_one": -1, "brand_agree": 1, "brand_differ": -1, "unit_same": 1, "unit_apart": -1, "wide": -1, "identical": 1,
}  # fmt: skip
_KIND = dict.fromkeys(
    ("same_good", "name_alike", "words_cosine", "signs_cosine", "covered", "types_shared", "code_agree", "needs_agree",
     "rest_agree", "identical"), 1,
) | {"other_good": -1, "types_both": -1}  # fmt: skip


def pairs() -> tuple[list[dict[str, str]], list[Comparison]]:
    """The labelled pairs and their comparisons."""
    with (settings.shared() / "gold/dev_pairs.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    return rows, [
        compare(
            read_item(r["left_text"], r["left_spec"], r["left_unit"]),
            read_item(r["right_text"], r["right_spec"], r["right_unit"]),
        )
        for r in rows
    ]


class Model:
    """Both answers, each the mean of a logistic model and of trees bound to one way."""

    def fit(self, x: np.ndarray, y: np.ndarray) -> Model:
        self.parts = {"same": self._part(x, y == 0, _SAME), "kind": self._part(x, y != 2, _KIND)}
        return self

    def _part(self, x: np.ndarray, y: np.ndarray, ways: dict[str, int]) -> tuple[Any, ...]:
        scaler = StandardScaler().fit(x)
        linear = LogisticRegression(C=0.5, max_iter=5000).fit(scaler.transform(x), y)
        trees = HistGradientBoostingClassifier(
            max_depth=3, learning_rate=0.06, max_iter=100, min_samples_leaf=10, l2_regularization=1.0, random_state=0,
            monotonic_cst=[ways.get(name, 0) for name in FEATURES],
        ).fit(x, y)  # fmt: skip
        return scaler, linear, trees

    def chances(self, x: np.ndarray, limited: np.ndarray) -> np.ndarray:
        same, kind = (
            (linear.predict_proba(scaler.transform(x))[:, 1] + trees.predict_proba(x)[:, 1]) / 2
            for scaler, linear, trees in (self.parts["same"], self.parts["kind"])
        )
        same = np.minimum(same, kind)
        same = np.where(limited, np.minimum(same, 0.15), same)
        return np.column_stack([same, kind - same, 1 - kind])

    def to_json(self) -> dict[str, Any]:
        return {name: self._json(*part) for name, part in self.parts.items()}

    @staticmethod
    def _json(scaler: Any, linear: Any, trees: Any) -> dict[str, Any]:
        out = []
        for (predictor,) in trees._predictors:
            out.append([
                [-1, round(float(n["value"]), 5)] if n["is_leaf"]
                else [int(n["feature_idx"]), round(float(n["num_threshold"]), 6), int(n["left"]), int(n["right"])]
                for n in predictor.nodes
            ])  # fmt: skip
        return {
            "mean": [round(float(v), 6) for v in scaler.mean_],
            "scale": [round(float(v), 6) for v in scaler.scale_],
            "weights": [round(float(v), 6) for v in linear.coef_[0]],
            "intercept": round(float(linear.intercept_[0]), 6),
            "start": round(float(trees._baseline_prediction.ravel()[0]), 6),
            "trees": out,
        }


def cross_validated(
    x: np.ndarray, y: np.ndarray, limited: np.ndarray, groups: list[str] | None = None, seeds: int = 3
) -> np.ndarray:
    """Probabilities of pairs the model did not see: folds mixed by label, or by left item where ``groups`` is given."""
    found = np.zeros((len(y), 3))
    if groups is not None:
        for train, test in GroupKFold(10).split(x, y, groups):
            found[test] = Model().fit(x[train], y[train]).chances(x[test], limited[test])
        return found
    for seed in range(seeds):
        for train, test in StratifiedKFold(5, shuffle=True, random_state=seed).split(x, y):
            found[test] += Model().fit(x[train], y[train]).chances(x[test], limited[test])
    return found / seeds


def quality(chances: np.ndarray, y: np.ndarray) -> dict[str, float]:
    """Precision, recall, F1 of SAME; share of VARIANT called SAME; recall where precision is 0.95; ECE; accuracy."""
    same, said = chances[:, 0], chances[:, 0] >= 0.5
    hit = int((said & (y == 0)).sum())
    precision, recall = hit / max(int(said.sum()), 1), hit / max(int((y == 0).sum()), 1)
    order = np.argsort(-same, kind="stable")
    right = np.cumsum(y[order] == 0)
    count = np.arange(1, len(y) + 1)
    safe = np.flatnonzero(right / count >= 0.95)
    verdict = np.where(said, 0, 1 + (chances[:, 2] > chances[:, 1]))
    confidence = chances[np.arange(len(y)), verdict]
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / max(precision + recall, 1e-9),
        "variant_called_same": float((said & (y == 1)).sum() / max((y == 1).sum(), 1)),
        "recall_at_p95": float(right[safe[-1]] / (y == 0).sum()) if len(safe) else 0.0,
        "confidence_at_p95": float(same[order[safe[-1]]]) if len(safe) else 1.0,
        "ece_same": _ece(same, y == 0),
        "ece_verdict": _ece(confidence, verdict == y),
        "accuracy": float((verdict == y).mean()),
    }


def _ece(said: np.ndarray, true: np.ndarray) -> float:
    bins = np.minimum((said * 10).astype(int), 9)
    return float(
        sum(
            abs(said[bins == b].mean() - true[bins == b].mean()) * (bins == b).mean()
            for b in range(10)
            if (bins == b).any()
        )
    )


def main() -> None:
    rows, compared = pairs()
    x = np.array([[c.features[name] for name in FEATURES] for c in compared])
    y = np.array([LABELS.index(r["label"]) for r in rows])
    limited = np.array([bool(limits(c)) for c in compared])
    mixed = cross_validated(x, y, limited)
    apart = cross_validated(x, y, limited, [r["left_source"] + r["left_id"] for r in rows])
    for name, chances in (("5 folds x 3", mixed), ("10 folds by left item", apart)):
        print(name, {k: round(v, 3) for k, v in quality(chances, y).items()})
    if "--write" in sys.argv:
        model = Model().fit(x, y).to_json()
        # the stricter of the two, so that the promise holds for items never seen
        automatic = max(quality(mixed, y)["confidence_at_p95"], quality(apart, y)["confidence_at_p95"])
        where = Path(settings.__file__).parent / "goods/model.json"
        where.write_text(
            json.dumps({"features": FEATURES, "automatic": round(automatic, 3), **model}, separators=(",", ":")) + "\n",
            encoding="utf-8",
        )
        print("written", where, where.stat().st_size)


if __name__ == "__main__":
    main()
