"""The same game with less to compute: fewer members, fewer rows, and a figure no coalition can exceed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from jointproc.agreements.coalition import Coalitions

__all__ = ["condensed", "most_added", "only"]

Floats = npt.NDArray[np.float64]
_BY_MEMBER = ("amount", "open_money", "order", "yearly", "gap", "delivery", "process", "present")
_BY_GOOD = ("slope", "largest", "capacity", "sure")


def only(game: Coalitions, members: Sequence[int]) -> Coalitions:
    """The game of some of its members; their coalitions are worth what they were worth among all.

    The common cost is divided among them in the proportions it had among all.
    """
    at = np.array(members)
    goods = np.flatnonzero(np.any((game.amount[:, at] != 0) | game.present[:, at], axis=1))
    columns: dict[str, Any] = {name: getattr(game, name)[:, at][goods] for name in _BY_MEMBER}
    columns |= {name: getattr(game, name)[goods] for name in _BY_GOOD}
    codes = tuple(game.codes[i] for i in members)
    common = game.common[at] / game.common[at].sum()
    return replace(game, codes=codes, common=common, **columns)


def condensed(game: Coalitions) -> Coalitions:
    """The same values with one row for all goods whose saving needs no partner.

    Those are goods one member buys, and goods without open spending whose item ceiling binds for nobody: what a
    coalition saves on them is the sum of what its members save alone.
    """
    alone = game.own
    ceiling = game.ceiling_item * game.amount
    single = game.present.sum(axis=1) <= 1
    closed = ~(game.open_money > 0).any(axis=1) & (alone <= ceiling).all(axis=1)
    lone = single | closed
    if lone.sum() < 2:
        return game
    kept = ~lone
    row = {name: np.zeros((1, len(game.codes))) for name in _BY_MEMBER}
    row["amount"] = game.amount[lone].sum(axis=0, keepdims=True)
    row["gap"] = np.minimum(alone, ceiling)[lone].sum(axis=0, keepdims=True)
    row["present"] = np.zeros((1, len(game.codes)), dtype=bool)
    columns: dict[str, Any] = {name: np.concatenate([getattr(game, name)[kept], row[name]]) for name in _BY_MEMBER}
    rest = {"slope": 0.0, "largest": 0.0, "capacity": np.inf, "sure": 1.0}
    columns |= {name: np.append(getattr(game, name)[kept], rest[name]) for name in _BY_GOOD}
    return replace(game, **columns)


def most_added(game: Coalitions) -> Floats:
    """What each member can add to a coalition beyond what it has alone, at most, in rupiah, shape ``(members,)``.

    The price saving at the largest order that counts (all together, over the fewest suppliers), every process avoided,
    no fee and no ceiling: a coalition gains at most the sum over its members less the fixed and per-member costs.
    """
    slope, order = game.slope[:, None], game.order
    joint = np.maximum(order.sum(axis=1, keepdims=True) / game.suppliers_min_n, 1e-300)
    with np.errstate(divide="ignore", invalid="ignore"):
        grown = np.minimum(game.cap, np.maximum(game.largest[:, None] / order, 1.0))
        power = np.maximum(joint**slope, (grown * order) ** slope) * order**-slope
    saved = np.where(order > 0, game.open_money * (1 - np.where(order > 0, power, 1.0)), 0.0)
    better = np.maximum(saved - game.gap, 0.0) * game.sure[:, None] * (order > 0)
    is_open = np.any(game.open_money > 0, axis=1)
    avoided = game.process * game.process_part * is_open[:, None]
    found: Floats = (game.own + (better + avoided) * (1 - game.failure)).sum(axis=0) - game.alone()
    return found
