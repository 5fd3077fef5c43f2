"""Commodity families: which one a purchase belongs to, and how well the family suits buying together.

Rules live in ``data/reference/family_rules.csv`` and are tried in their order: the catalogue's name first (it says
what was really bought), then the text, then the account code (a hint only: its generic codes hide anything).
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from typing import Final

import pandas as pd

from jointproc import settings
from jointproc.goods.normal_form import normal_form

__all__ = ["OTHER", "Family", "classify", "families", "family"]

OTHER: Final = "lainnya"


@dataclass(frozen=True, slots=True)
class Family:
    """A commodity family. ``suitability`` runs from 0 (never pool) to 5; ``reason`` and ``warning`` say why."""

    key: str
    label: str
    label_en: str
    suitability: int
    reason: str
    warning: str
    evidence: str


@dataclass(frozen=True, slots=True)
class _Rule:
    field: str
    pattern: re.Pattern[str]
    family: str
    confidence: float


@cache
def families() -> dict[str, Family]:
    """All families by key, in the order of the reference file."""
    with (settings.REFERENCE / "families.csv").open(encoding="utf-8", newline="") as handle:
        return {
            row["family"]: Family(
                row["family"],
                row["label"],
                row["label_en"],
                int(row["suitability"]),
                row["reason"],
                row["warning"],
                row["evidence"],
            )
            for row in csv.DictReader(handle)
        }


def family(key: str) -> Family:
    """One family; the catch-all for a key that is not known."""
    return families().get(key) or families()[OTHER]


@cache
def _rules() -> tuple[_Rule, ...]:
    with (settings.REFERENCE / "family_rules.csv").open(encoding="utf-8", newline="") as handle:
        rows = sorted(csv.DictReader(handle), key=lambda row: int(row["order"]))
    return tuple(
        _Rule(row["field"], re.compile(row["pattern"]), row["family"], float(row["confidence"])) for row in rows
    )


def _classify_one(catalogue: str, text: str, account: str) -> tuple[str, float]:
    values = {"catalogue": catalogue, "text": text, "account": account}
    for rule in _rules():
        value = values[rule.field]
        if value and rule.pattern.search(value):
            return rule.family, rule.confidence
    return OTHER, 0.0


def classify(purchases: pd.DataFrame) -> pd.DataFrame:
    """Family and confidence of each purchase.

    Args:
        purchases: columns ``catalogue, text, spec, account_code`` (text or missing).

    Returns:
        ``family, confidence`` on the same index. Each distinct combination is classified once.
    """
    keys = pd.DataFrame(
        {
            "catalogue": purchases["catalogue"].fillna("").astype(str),
            "text": (purchases["text"].fillna("").astype(str) + " " + purchases["spec"].fillna("").astype(str)),
            "account": purchases["account_code"].fillna("").astype(str),
        },
        index=purchases.index,
    )
    # With a catalogue name the text is only "<catalogue> · <product code>": one answer per catalogue is enough.
    known = {name: _classify_one(normal_form(name), "", "") for name in keys["catalogue"].unique()}
    by_catalogue = keys["catalogue"].map(known)
    open_rows = by_catalogue.map(lambda found: found[0] == OTHER)
    answers = by_catalogue.copy()
    if open_rows.any():
        rest = keys.loc[open_rows]
        codes, distinct = pd.factorize(pd.MultiIndex.from_frame(rest))
        solved = [_classify_one(normal_form(c), normal_form(t), a) for c, t, a in distinct]
        answers.loc[open_rows] = pd.Series([solved[code] for code in codes], index=rest.index)
    return pd.DataFrame(
        {"family": [a[0] for a in answers], "confidence": [a[1] for a in answers]}, index=purchases.index
    )
