"""Which good each purchase is: first by product code, else by the same words, specification and unit."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

import pandas as pd

from jointproc.goods.families import classify
from jointproc.goods.normal_form import normal_form

__all__ = ["INCOMPARABLE_UNITS", "GoodsAssignment", "assign"]

# A "package" or a "lump sum" says nothing about how much was bought, so its price compares with nothing.
INCOMPARABLE_UNITS: Final = frozenset({"paket", "ls", "kegiatan", "set", "tahun", "bulan", "orang bulan", "titik"})


@dataclass(frozen=True, slots=True)
class GoodsAssignment:
    """The goods found in one dataset and the link of every line to its good.

    Attributes:
        goods: ``good_id, name, family, base_unit, comparable, attributes``, one row per good.
        links: ``line_no, good_id, how, confidence``, one row per purchase, same order as the purchases.
        families: family of each purchase, on the purchases' index.
    """

    goods: pd.DataFrame
    links: pd.DataFrame
    families: pd.Series


def _good_id(key: str) -> str:
    return "g" + hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()[:12]


def assign(purchases: pd.DataFrame) -> GoodsAssignment:
    """Give every purchase its good. Ids depend on nothing but the purchase itself, so they never change.

    Args:
        purchases: ``line_no, text, spec, product_code, catalogue, account_code, unit, base_unit``.
    """
    code = purchases["product_code"].fillna("").astype(str).str.strip()
    text = purchases["text"].fillna("").astype(str)
    spec = purchases["spec"].fillna("").astype(str)
    unit = purchases["base_unit"].where(purchases["base_unit"].notna(), purchases["unit"]).fillna("").astype(str)
    words = "text|" + _each(text) + "|" + _each(spec) + "|" + _each(unit)
    key = ("code|" + code).where(code != "", words)
    group, distinct = pd.factorize(key)
    ids = pd.Series([_good_id(k) for k in distinct])
    found = classify(purchases)
    how = pd.Series("exact", index=purchases.index).mask(code != "", "code")
    frame = pd.DataFrame(
        {
            "good_id": ids.to_numpy()[group],
            "name": (text.str.strip() + (", " + spec.str.strip()).where(spec.str.strip() != "", "")).str.slice(0, 300),
            "family": found["family"],
            "base_unit": unit.where(unit != "", None),
            "comparable": ~(_each(unit).isin(INCOMPARABLE_UNITS) & (code == "")),
        },
        index=purchases.index,
    )
    goods = frame.drop_duplicates("good_id").reset_index(drop=True)
    goods["attributes"] = None
    links = pd.DataFrame(
        {
            "line_no": purchases["line_no"].to_numpy(),
            "good_id": frame["good_id"].to_numpy(),
            "how": how.to_numpy(),
            "confidence": 1.0,
        }
    )
    return GoodsAssignment(goods, links, found["family"])


def _each(values: pd.Series) -> pd.Series:
    """``normal_form`` of each value, computed once per distinct one."""
    return values.map({value: normal_form(value) for value in values.unique()})
