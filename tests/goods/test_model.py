"""Probabilities, verdicts and limits; and the model against the hand-labelled pairs, which are read in place."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from hypothesis import given, settings

from benchmarks import train_matcher
from jointproc.goods.compare import FEATURES, Comparison, compare
from jointproc.goods.item import read_item
from jointproc.goods.model import automatic_confidence, limits, probabilities, verdicts
from tests.conftest import shared_file
from tests.goods.lines import lines

Line = tuple[str, str, str]


@settings(deadline=None)
@given(lines, lines)
def test_probabilities_are_probabilities(left: Line, right: Line) -> None:
    compared = compare(read_item(*left), read_item(*right))
    (row,) = probabilities([compared])
    ((verdict, confidence),) = verdicts(np.array([row]))
    assert row.min() >= -1e-12
    assert row.max() <= 1
    assert row.sum() == pytest.approx(1)
    assert 0 <= confidence <= 1
    if limits(compared):
        assert verdict != "same"


def test_nothing_asked_nothing_answered() -> None:
    assert probabilities([]).shape == (0, 3)
    assert verdicts(np.empty((0, 3))) == []


@pytest.mark.parametrize("feature", FEATURES)
def test_features_that_limit_do(feature: str) -> None:
    best = dict.fromkeys(FEATURES, 0.0) | {"same_good": 1.0, "name_alike": 1.0, "identical": 1.0, feature: 1.0}
    compared = Comparison(best)
    if limits(compared):
        assert probabilities([compared])[0, 0] <= 0.15
    assert bool(limits(compared)) == (feature in ("unit_apart", "needs_differ", "wide_undescribed", "other_good"))


def test_a_sure_answer_needs_more_than_half() -> None:
    assert 0.5 < automatic_confidence() < 1


class Gold:
    """The labelled pairs, their comparisons and probabilities of pairs the model did not see."""

    def __init__(self) -> None:
        self.rows, self.compared = train_matcher.pairs()
        self.x = np.array([[c.features[name] for name in FEATURES] for c in self.compared])
        self.y = np.array([train_matcher.LABELS.index(r["label"]) for r in self.rows])
        self.limited = np.array([bool(limits(c)) for c in self.compared])


@pytest.fixture(scope="module")
def gold() -> Gold:
    shared_file("gold/dev_pairs.csv")
    return Gold()


def test_the_shipped_model_on_the_pairs_it_was_made_from(gold: Gold) -> None:
    found = train_matcher.quality(probabilities(gold.compared), gold.y)
    assert found["f1"] >= 0.80
    assert found["variant_called_same"] <= 0.05


def test_training_gives_the_shipped_model(gold: Gold) -> None:
    trained = train_matcher.Model().fit(gold.x, gold.y).chances(gold.x, gold.limited)
    assert np.abs(trained - probabilities(gold.compared)).max() < 1e-3


def test_unit_factors(gold: Gold) -> None:
    told = [
        (one.factor, float(row["pack_factor"]))
        for row, one in zip(gold.rows, gold.compared, strict=True)
        if row["label"] == "SAME" and row["pack_factor"] and not limits(one)
    ]
    assert len(told) > 80
    assert np.mean([abs(ours / theirs - 1) < 0.02 for ours, theirs in told]) >= 0.95


@pytest.mark.parametrize("apart", [False, True], ids=["pairs not seen", "left items not seen"])
def test_pairs_it_has_not_seen(gold: Gold, apart: bool) -> None:
    groups = [r["left_source"] + r["left_id"] for r in gold.rows] if apart else None
    found = train_matcher.quality(train_matcher.cross_validated(gold.x, gold.y, gold.limited, groups, seeds=1), gold.y)
    assert found["f1"] >= 0.75
    assert found["variant_called_same"] <= 0.05
    assert found["recall_at_p95"] >= 0.40
    assert found["ece_same"] <= 0.05


def test_gold_labels_are_known(gold: Gold) -> None:
    with shared_file("gold/dev_pairs.csv").open(encoding="utf-8", newline="") as handle:
        assert {row["label"] for row in csv.DictReader(handle)} == set(train_matcher.LABELS)
