"""Which good each purchase is: by product code, else by the same words, spec and unit; plans by family alone."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Final

import pandas as pd

from jointproc.goods.display_name import display_name
from jointproc.goods.families import classify, family
from jointproc.goods.item_lists import level_of
from jointproc.goods.normal_form import normal_form

__all__ = ["INCOMPARABLE_UNITS", "GoodsAssignment", "assign"]

# A "package" or a "lump sum" says nothing about how much was bought, so its price compares with nothing.
INCOMPARABLE_UNITS: Final = frozenset({"paket", "ls", "kegiatan", "set", "tahun", "bulan", "orang bulan", "titik"})


@dataclass(frozen=True, slots=True)
class GoodsAssignment:
    """The goods found in one dataset and the link of every line to its good.

    Attributes:
        goods: ``good_id, name, family, base_unit, comparable, attributes``, one row per good; names as people read
            them (:func:`jointproc.goods.display_name.display_name`).
        links: ``line_no, good_id, how, confidence``, one row per purchase, same order as the purchases; ``how`` is
            ``code``, ``exact``, or ``family`` where a plan's text names no good.
        families: family of each purchase, on the purchases' index.
    """

    goods: pd.DataFrame
    links: pd.DataFrame
    families: pd.Series


def _good_id(key: str) -> str:
    return "g" + hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()[:12]


def assign(purchases: pd.DataFrame) -> GoodsAssignment:
    """Give every purchase its good. Ids depend on nothing but the purchase itself, so they never change.

    A plan that names only a kind of spending ("Belanja obat-obatan puskesmas") becomes the good of its family, which
    compares with nothing. ``attributes`` of a good known by its wording holds ``text`` and ``spec`` as JSON, for the
    matcher; it is missing for the others.

    Args:
        purchases: ``line_no, text, spec, product_code, catalogue, account_code, unit, base_unit``, and ``stage`` where
            known.
    """
    code = purchases["product_code"].fillna("").astype(str).str.strip()
    text = purchases["text"].fillna("").astype(str)
    spec = purchases["spec"].fillna("").astype(str)
    unit = purchases["base_unit"].where(purchases["base_unit"].notna(), purchases["unit"]).fillna("").astype(str)
    found = classify(purchases)
    by_family = _by_family(purchases, text, code)
    words = "text|" + _each(text) + "|" + _each(spec) + "|" + _each(unit)
    key = ("code|" + code).where(code != "", words).mask(by_family, "family|" + found["family"])
    group, distinct = pd.factorize(key)
    ids = pd.Series([_good_id(k) for k in distinct])
    how = pd.Series("exact", index=purchases.index).mask(code != "", "code").mask(by_family, "family")
    name = (text.str.strip() + (", " + spec.str.strip()).where(spec.str.strip() != "", "")).str.slice(0, 300)
    if by_family.any():
        name = name.mask(by_family, found["family"].map({f: _plan_name(f) for f in found["family"].unique()}))
    frame = pd.DataFrame(
        {
            "good_id": ids.to_numpy()[group],
            "name": name,
            "family": found["family"],
            "base_unit": unit.where((unit != "") & ~by_family, None),
            "comparable": ~(_each(unit).isin(INCOMPARABLE_UNITS) & (code == "")) & ~by_family,
        },
        index=purchases.index,
    )
    first = ~frame["good_id"].duplicated()
    goods = frame[first].reset_index(drop=True)
    goods["name"] = goods["name"].map(display_name)
    goods["attributes"] = [
        json.dumps({"text": t, "spec": s}, ensure_ascii=False, separators=(",", ":")) if h == "exact" else None
        for t, s, h in zip(text[first], spec[first], how[first], strict=True)
    ]
    links = pd.DataFrame(
        {
            "line_no": purchases["line_no"].to_numpy(),
            "good_id": frame["good_id"].to_numpy(),
            "how": how.to_numpy(),
            "confidence": found["confidence"].where(by_family, 1.0).to_numpy(float),
        }
    )
    return GoodsAssignment(goods, links, found["family"])


def _by_family(purchases: pd.DataFrame, text: pd.Series, code: pd.Series) -> pd.Series:
    """Plans whose text names a kind of spending only."""
    if "stage" not in purchases:
        return pd.Series(False, index=purchases.index)
    planned = (purchases["stage"] == "planned") & (code == "")
    only = {value: level_of(value, "planned").level == "family" for value in text[planned].unique()}
    return planned & text.map(lambda value: only.get(value, False))


def _plan_name(key: str) -> str:
    return f"Paket anggaran: {family(key).label}"


def _each(values: pd.Series) -> pd.Series:
    """``normal_form`` of each value, computed once per distinct one."""
    return values.map({value: normal_form(value) for value in values.unique()})
