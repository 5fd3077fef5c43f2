"""Goods of different wording that are the same good: matched after every change, and where people decide."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from jointproc import settings
from jointproc.goods.calibration import Calibration, fit
from jointproc.goods.candidates import Vectors, nearest
from jointproc.goods.compare import compare
from jointproc.goods.groups import Edge, group
from jointproc.goods.item import Item, read_item
from jointproc.goods.model import SAME, automatic_confidence, probabilities, verdicts
from jointproc.pipeline.pieces import Progress, silent
from jointproc.pipeline.vector_cache import vectors_of
from jointproc.text import Count, msg
from jointproc.warehouse import Warehouse, warehouse
from jointproc.workspace import MatchDecision, workspace

__all__ = ["calibration", "decide_match", "item_of", "link_goods", "regroup", "take_back_match"]

_NEAREST: Final = 8
_KEPT: Final = 0.2
_BLOCK: Final = 20_000


def link_goods(home: Path | None = None, progress: Progress | None = None) -> int:
    """Compare goods not compared yet with all that stand, keep what may be the same, and group anew.

    Only new wordings are compared, each with its nearest; a second call does nothing. Returns the new pairs kept.
    A cancelled call leaves what it has compared so far; the next one goes on from there.
    """
    wh = warehouse(home)
    tell = progress or silent
    goods = wh.query("wordings")
    fresh = np.flatnonzero(~goods["matched"].to_numpy(bool))
    kept = 0
    if len(fresh):
        items = _Items(goods)
        ids = goods["good_id"].to_numpy()
        everything = vectors_of(wh.home, ids.tolist(), items.__getitem__)
        for start in range(0, len(fresh), _BLOCK):
            part = fresh[start : start + _BLOCK]
            pairs = _pairs(everything, part)
            kept += _keep(wh, ids, items, pairs, ids[part])
            tell(min((start + len(part)) / len(fresh), 1.0), msg("{n} barang dicocokkan", n=Count(start + len(part))))
    regroup(wh, goods)
    return kept


class _Items:
    """The goods of a frame, each read when it is asked for."""

    def __init__(self, goods: pd.DataFrame) -> None:
        self._columns = [goods[name].to_numpy() for name in ("name", "base_unit", "attributes")]

    def __getitem__(self, place: int) -> Item:
        name, unit, attributes = (column[place] for column in self._columns)
        return item_of({"name": name, "base_unit": unit, "attributes": attributes})


def _pairs(everything: Vectors, part: np.ndarray) -> np.ndarray:
    """Pairs (row, other row) of new goods with their nearest, each pair once."""
    picked = everything.rows(part)
    i, j = nearest(picked, everything, _NEAREST + 1)
    a, b = part[i], j
    apart = a != b
    low, high = np.minimum(a, b)[apart], np.maximum(a, b)[apart]
    return np.unique(np.column_stack([low, high]), axis=0) if len(low) else np.empty((0, 2), np.int64)


def _keep(wh: Warehouse, ids: np.ndarray, items: _Items, pairs: np.ndarray, done: np.ndarray) -> int:
    rows: list[tuple[str, str, str, float, float, float]] = []
    for start in range(0, len(pairs), _BLOCK):
        part = [(a, b) for a, b in pairs[start : start + _BLOCK] if _worth_it(items[a], items[b])]
        compared = [compare(items[a], items[b]) for a, b in part]
        chances = probabilities(compared)
        for (a, b), one, row, (verdict, confidence) in zip(part, compared, chances, verdicts(chances), strict=True):
            if row[0] < _KEPT:
                continue
            left, right, factor = ids[a], ids[b], one.factor
            if right < left:
                left, right, factor = right, left, 1.0 / factor
            rows.append((left, right, verdict, confidence, float(row[0]), factor))
    wh.keep_pairs(
        pd.DataFrame(rows, columns=["left_id", "right_id", "verdict", "confidence", "same_probability", "factor"]),
        pd.DataFrame({"good_id": done}),
    )
    return len(rows)


def _worth_it(left: Item, right: Item) -> bool:
    """Two different goods of the lexicon are never the same: no need to look closer."""
    return not (left.concept and right.concept and left.concept != right.concept)


def regroup(wh: Warehouse, goods: pd.DataFrame | None = None) -> None:
    """Make groups of goods from what the matcher says and what people decided. Changes nothing when nothing changed."""
    goods = wh.query("wordings") if goods is None else goods
    order = dict(zip(goods["good_id"], goods["first_seen"].astype(float), strict=True))
    texts = goods.set_index("good_id")[["name", "base_unit", "attributes"]].to_dict("index")
    pairs = wh.query("good_pairs")
    decisions = workspace().match_decisions() if wh.home == settings.home() else []
    chances = calibration(pairs, decisions).of(pairs["same_probability"].to_numpy(float))
    sure = automatic_confidence()
    edges = [
        Edge(r.left_id, r.right_id, float(p), float(r.factor))
        for r, p in zip(pairs.itertuples(), chances, strict=True)
        if p >= sure
    ]
    decided: dict[tuple[str, str], str] = {}
    for one in decisions:
        decided[one.left_id, one.right_id] = one.verdict
        if one.verdict == SAME and one.left_id in texts and one.right_id in texts:
            factor = one.factor or compare(item_of(texts[one.left_id]), item_of(texts[one.right_id])).factor
            edges.append(Edge(one.left_id, one.right_id, 1.0, factor, by_person=True))

    def chance(asked: Sequence[tuple[str, str]]) -> Sequence[float]:
        return [
            float(row[0]) for row in probabilities([compare(item_of(texts[a]), item_of(texts[b])) for a, b in asked])
        ]

    found = group(edges, order, decided, chance)
    frame = pd.DataFrame(
        [(m.good_id, m.into, m.factor, m.how, m.confidence) for m in found],
        columns=["good_id", "into_id", "factor", "how", "confidence"],
    )
    standing = wh.query("same_goods").sort_values("good_id", ignore_index=True)
    if not standing.equals(frame.sort_values("good_id", ignore_index=True)):
        wh.replace_groups(frame)


def calibration(pairs: pd.DataFrame, decisions: Sequence[MatchDecision]) -> Calibration:
    """How far people's answers on pairs the matcher had judged (query ``good_pairs``) correct its probabilities."""
    said = {(one.left_id, one.right_id): one.verdict for one in decisions if one.verdict != "unsure"}
    known = [
        (float(r.same_probability), said[r.left_id, r.right_id] == SAME)
        for r in pairs.itertuples()
        if (r.left_id, r.right_id) in said
    ]
    return fit([p for p, _ in known], [same for _, same in known])


def decide_match(
    left_id: str, right_id: str, verdict: str, *, by: str = "", factor: float | None = None, note: str = ""
) -> MatchDecision:
    """A person says what two goods are to each other; it stands above the matcher, also after a rebuild.

    Args:
        verdict: ``same``, ``variant``, ``different`` or ``unsure``.
        factor: how many units of the right good one unit of the left one is worth; by default what the texts say.

    Raises:
        InputError: an unknown verdict, or both ids are the same.
    """
    wh = warehouse()
    goods = wh.query("wordings")
    names = goods.set_index("good_id")["name"]
    decision = workspace().decide_match(
        left_id,
        right_id,
        verdict,
        by=by,
        factor=factor,
        note=note,
        left_text=str(names.get(left_id, "")),
        right_text=str(names.get(right_id, "")),
    )
    regroup(wh, goods)
    return decision


def take_back_match(by: str = "", said_by: str | None = None) -> MatchDecision | None:
    """Undo the last decision that still stands; returns it, or ``None`` when there is none.

    With ``said_by`` the last one of that person, so that two people at work don't take back each other's.
    """
    taken = workspace().take_back_match(by=by, said_by=said_by)
    if taken is not None:
        regroup(warehouse())
    return taken


def item_of(row: Mapping[str, Any]) -> Item:
    """A good as the matcher reads it, from its ``name, base_unit, attributes``."""
    return _item(str(row["name"]), str(row["base_unit"] or ""), str(row["attributes"] or ""))


@lru_cache(maxsize=400_000)
def _item(name: str, unit: str, attributes: str) -> Item:
    told = json.loads(attributes) if attributes.startswith("{") else {}
    return read_item(told.get("text", name), told.get("spec", ""), unit)
