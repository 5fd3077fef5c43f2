"""What people are asked about goods that may be the same, the answer that moves most money first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from jointproc.goods.item import Item
from jointproc.goods.matching import Match, judge
from jointproc.goods.model import DIFFERENT, SAME
from jointproc.pipeline.linking import calibration, item_of
from jointproc.warehouse import Scope, Warehouse
from jointproc.workspace import MatchDecision

__all__ = ["JOINED", "UNSURE", "WAITING", "Left", "left_over", "narrowed", "review_queue", "similar_goods"]

WAITING: Final = "waiting"
JOINED: Final = "joined"
UNSURE: Final = "unsure"
_DECIDED: Final = "decided"
# Within one region the answer only tidies its own list; prices between regions do not hang on it.
_ONE_REGION: Final = 0.5
_CANDIDATES: Final = 300
_FOUND: Final = 20


def review_queue(wh: Warehouse, scope: Scope, decisions: Sequence[MatchDecision]) -> pd.DataFrame:
    """Pairs of goods a person may decide, in the order in which an answer is expected to move money.

    That is the chance that the answer changes what holds now, times the smaller of the two amounts, halved when both
    sides are bought by one and the same region. A pair not joined changes when the answer is "same", a joined one when
    it is not.

    Returns:
        Columns of query ``match_reviews``, and ``chance`` (of ``same``, corrected by the answers given so far),
        ``state`` (:data:`WAITING`, :data:`JOINED`: by the matcher, :data:`UNSURE`: a person was, ``decided``),
        ``regions_n``, ``stake_idr`` (the smaller amount) and ``moves_idr``.
    """
    found = wh.query("match_reviews", scope)
    chance = calibration(wh.query("good_pairs"), decisions).of(found["same_probability"].to_numpy(float))
    said = {(one.left_id, one.right_id): one.verdict for one in decisions}
    verdicts = [said.get(pair, "") for pair in zip(found["left_id"], found["right_id"], strict=True)]
    joined = found["joined"].to_numpy(bool)
    regions_n = np.array(
        [len({*a, *b}) for a, b in zip(found["left_regions"], found["right_regions"], strict=True)], dtype=int
    )
    stake = np.fmin(found["left_amount_idr"].to_numpy(float), found["right_amount_idr"].to_numpy(float))
    moves = np.where(joined, 1.0 - chance, chance) * stake * np.where(regions_n > 1, 1.0, _ONE_REGION)
    state = [
        UNSURE if verdict == UNSURE else _DECIDED if verdict else JOINED if one else WAITING
        for verdict, one in zip(verdicts, joined, strict=True)
    ]
    queue = found.assign(chance=chance, state=state, regions_n=regions_n, stake_idr=stake, moves_idr=moves)
    return queue.sort_values(
        ["moves_idr", "left_id", "right_id"], ascending=[False, True, True], ignore_index=True, kind="stable"
    )


def narrowed(queue: pd.DataFrame, state: str, family: str | None = None, region: str | None = None) -> pd.DataFrame:
    """The pairs in one state of which either side is of the family, and either is bought by the region."""
    kept = queue["state"].eq(state)
    if family:
        kept &= queue["left_family"].eq(family) | queue["right_family"].eq(family)
    if region:
        sides = zip(queue["left_regions"], queue["right_regions"], strict=True)
        kept &= pd.Series([region in a or region in b for a, b in sides], index=queue.index, dtype=bool)
    return queue[kept].reset_index(drop=True)


@dataclass(frozen=True, slots=True)
class Left:
    """What is left to decide: pairs, the money behind them, and its share of all money in scope (0 to 1)."""

    pairs_n: int
    amount_idr: float
    share: float


def left_over(pairs: pd.DataFrame, total_idr: float) -> Left:
    """The money of the smaller side of each pair, each good counted once however many pairs it is in."""
    left_smaller = pairs["left_amount_idr"] <= pairs["right_amount_idr"]
    smaller = pd.DataFrame(
        {"good": pairs["left_id"].where(left_smaller, pairs["right_id"]), "amount_idr": pairs["stake_idr"]}
    )
    amount = float(smaller.drop_duplicates("good")["amount_idr"].sum())
    return Left(len(pairs), amount, min(amount / total_idr, 1.0) if total_idr > 0 else 0.0)


@dataclass(frozen=True, slots=True)
class Similar:
    """A good that resembles another and is not compared with it; ``match`` says why, ``said`` who decided so."""

    good_id: str
    wording_id: str
    match: Match
    said: MatchDecision | None


def similar_goods(wordings: pd.DataFrame, good_id: str, decisions: Sequence[MatchDecision]) -> list[Similar]:
    """Goods of the same kind that stand apart from this one, the most alike first, at most twenty.

    Args:
        wordings: query ``scope_wordings``.
        good_id: the good looked at.
        decisions: what people said.
    """
    mine = wordings[wordings["good_id"].eq(good_id) & wordings["attributes"].notna()]
    if mine.empty:
        return []
    ours = [item_of(row) for row in mine[["name", "base_unit", "attributes"]].to_dict("records")]
    families = set(mine["family"])
    rest = wordings[
        wordings["good_id"].ne(good_id) & wordings["attributes"].notna() & wordings["family"].isin(families)
    ]
    said = _said(decisions, set(mine["wording_id"]))
    candidates = []
    for row in rest.to_dict("records"):
        item = item_of(row)
        if row["wording_id"] in said or _akin(ours, item):
            candidates.append((row, item))
    candidates = candidates[:_CANDIDATES]
    found = [
        Similar(str(row["good_id"]), str(row["wording_id"]), match, said.get(row["wording_id"]))
        for (row, _item), match in zip(candidates, judge([(ours[0], item) for _row, item in candidates]), strict=True)
    ]
    kept = [
        one
        for one in found
        if (one.said is not None and one.said.verdict != SAME) or (one.said is None and one.match.verdict != DIFFERENT)
    ]
    kept.sort(key=lambda one: (one.said is None, -one.match.same_probability, -one.match.confidence, one.wording_id))
    first: dict[str, Similar] = {}
    for one in kept:
        first.setdefault(one.good_id, one)
    return list(first.values())[:_FOUND]


def _said(decisions: Sequence[MatchDecision], mine: Collection[str]) -> dict[str, MatchDecision]:
    out: dict[str, MatchDecision] = {}
    for one in decisions:
        if one.left_id in mine:
            out[one.right_id] = one
        elif one.right_id in mine:
            out[one.left_id] = one
    return out


def _akin(ours: Sequence[Item], item: Item) -> bool:
    return any((item.concept and item.concept == one.concept) or (item.head and item.head == one.head) for one in ours)
