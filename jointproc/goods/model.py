"""From a comparison to probabilities: same, variant, different.

Two questions, each answered by the mean of a logistic model and of a hundred small trees that may only move one way
with each feature (more agreement never lowers "same"): *is it the same kind of good?* and *do the prices compare?*
The weights lie in ``model.json``, made by ``benchmarks/train_matcher.py`` from the hand-labelled pairs; evaluating them
needs NumPy alone and gives the same answer everywhere. Rules that no model may overrule stand in :func:`limits`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from jointproc.goods.compare import FEATURES, Comparison

__all__ = ["DIFFERENT", "SAME", "VARIANT", "automatic_confidence", "limits", "probabilities", "verdicts"]

SAME: Final = "same"
VARIANT: Final = "variant"
DIFFERENT: Final = "different"
_ORDER: Final = (SAME, VARIANT, DIFFERENT)
_THRESHOLD: Final = 0.5
_LIMITED: Final = 0.15
_WORDS_DIFFER: Final = 0.35
_PATH: Final = Path(__file__).with_name("model.json")


@cache
def _model() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_PATH.read_text(encoding="utf-8"))
    if tuple(found["features"]) != FEATURES:
        raise AssertionError("model.json was made for other features: run benchmarks/train_matcher.py")
    return found


def automatic_confidence() -> float:
    """Confidence of ``same`` from which at least 95 in 100 were right in cross-validation: such pairs need no look."""
    return float(_model()["automatic"])


def probabilities(compared: Sequence[Comparison]) -> np.ndarray:
    """Probabilities of ``same, variant, different`` for each comparison: an array of shape (n, 3), rows sum to 1."""
    if not compared:
        return np.empty((0, 3))
    x = np.array([[one.features[name] for name in FEATURES] for one in compared])
    model = _model()
    same, kind = _answer(model["same"], x), _answer(model["kind"], x)
    same = np.minimum(same, kind)
    limited = np.array([bool(limits(one)) for one in compared])
    same = np.where(limited, np.minimum(same, _LIMITED), same)
    return np.column_stack([same, kind - same, 1.0 - kind])


def limits(compared: Comparison) -> list[str]:
    """Why the two can't be ``same`` whatever the model says: names of rules, empty when none applies.

    ``unit_apart``: no way from one unit to the other. ``needs_differ``: an attribute that decides the price differs.
    ``wide_undescribed``: a name that covers things of very different price, and nothing else said. ``other_good``: two
    different goods of the lexicon. ``words_differ``: goods outside the lexicon, each with words the other lacks.
    """
    f = compared.features
    return [
        rule
        for rule, holds in (
            ("unit_apart", f["unit_apart"] > 0),
            ("needs_differ", f["needs_differ"] > 0),
            ("wide_undescribed", f["wide_undescribed"] > 0 and f["same_good"] > 0),
            ("other_good", f["other_good"] > 0),
            ("words_differ", f["same_good"] == 0 and f["types_both"] >= _WORDS_DIFFER),
        )
        if holds
    ]


def verdicts(chances: np.ndarray) -> list[tuple[str, float]]:
    """Verdict and confidence (its probability) of each row of :func:`probabilities`."""
    out = []
    for row in chances:
        place = 0 if row[0] >= _THRESHOLD else 1 + int(row[2] > row[1])
        out.append((_ORDER[place], float(row[place])))
    return out


def _answer(part: dict[str, Any], x: np.ndarray) -> np.ndarray:
    scaled = (x - np.array(part["mean"])) / np.array(part["scale"])
    linear = scaled @ np.array(part["weights"]) + part["intercept"]
    trees = np.full(len(x), float(part["start"]))
    for tree in part["trees"]:
        trees += _tree(tree, x)
    return (_logistic(linear) + _logistic(trees)) / 2.0


def _tree(tree: list[list[float]], x: np.ndarray) -> np.ndarray:
    """Value of each row in one tree. A node is ``[feature, threshold, left, right]``, a leaf ``[-1, value]``."""
    values = np.zeros(len(x))
    waiting = [(0, np.arange(len(x)))]
    while waiting:
        place, rows = waiting.pop()
        node = tree[place]
        if node[0] < 0:
            values[rows] = node[1]
            continue
        goes_left = x[rows, int(node[0])] <= node[1]
        waiting.append((int(node[2]), rows[goes_left]))
        waiting.append((int(node[3]), rows[~goes_left]))
    return values


def _logistic(x: np.ndarray) -> np.ndarray:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(x, -40.0, 40.0))))
