"""Who decides: power of members under a decision rule, who can block, and who has a seat but no power."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import factorial
from typing import Final

import numpy as np
import numpy.typing as npt

from jointproc.agreements.game import coalitions
from jointproc.errors import InputError

__all__ = ["Power", "banzhaf", "power", "shapley_shubik", "winning"]

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
_ENUMERATED: Final = 20
_MOST: Final = 60
_SLACK: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Power:
    """Power of members, in the members' order.

    Attributes:
        banzhaf: normalised Banzhaf index (Banzhaf 1965), sums to 1.
        shapley_shubik: Shapley-Shubik index (1954), sums to 1.
        veto: members without whom nothing passes.
        dummies: members whose vote never matters.
        blocking_n: how few members can stop a decision.
    """

    banzhaf: Floats
    shapley_shubik: Floats
    veto: tuple[int, ...]
    dummies: tuple[int, ...]
    blocking_n: int


def winning(quota: float, weights: Sequence[float]) -> Bools:
    """Which coalitions reach the quota, shape ``(2**n,)``; at most twenty members."""
    weight = _checked(quota, weights)
    if len(weight) > _ENUMERATED:
        raise InputError("Koalisi pemenang hanya dirinci sampai {n} anggota.", n=_ENUMERATED)
    found: Bools = coalitions(len(weight)) @ weight >= quota - _SLACK
    return found


def banzhaf(quota: float, weights: Sequence[float]) -> Floats:
    """The normalised Banzhaf index of a weighted vote."""
    swings = _swings(quota, weights).sum(axis=1)
    return swings / swings.sum()


def shapley_shubik(quota: float, weights: Sequence[float]) -> Floats:
    """The Shapley-Shubik index of a weighted vote."""
    swings = _swings(quota, weights)
    n = swings.shape[0]
    orders = np.array([factorial(s) * factorial(n - 1 - s) / factorial(n) for s in range(n)])
    found: Floats = swings @ orders
    return found


def power(quota: float, weights: Sequence[float]) -> Power:
    """Both indices, vetoes, dummies and the smallest blocking number of a weighted vote.

    Raises:
        InputError: no member, a negative weight, more than sixty members, or a quota that nobody or everybody reaches.
    """
    weight = _checked(quota, weights)
    total = float(weight.sum())
    veto = tuple(i for i in range(len(weight)) if total - weight[i] < quota - _SLACK)
    swings = _swings(quota, weights).sum(axis=1)
    dummies = tuple(int(i) for i in np.flatnonzero(swings == 0))
    left, blocking_n = total, 0
    for value in sorted(weight, reverse=True):
        left -= value
        blocking_n += 1
        if left < quota - _SLACK:
            break
    return Power(banzhaf(quota, weights), shapley_shubik(quota, weights), veto, dummies, blocking_n)


def _checked(quota: float, weights: Sequence[float]) -> Floats:
    weight = np.asarray(weights, dtype=float)
    if not len(weight) or len(weight) > _MOST:
        raise InputError("Suara dihitung untuk 1 sampai {n} anggota.", n=_MOST)
    if not np.isfinite(weight).all() or (weight < 0).any():
        raise InputError("Bobot suara harus bilangan nol atau lebih.")
    if not np.isfinite(quota) or quota <= 0:
        raise InputError("Kuota harus lebih dari nol.")
    if quota > weight.sum() + _SLACK:
        raise InputError("Kuota {quota} melebihi jumlah seluruh suara {total}.", quota=quota, total=float(weight.sum()))
    return weight


def _swings(quota: float, weights: Sequence[float]) -> Floats:
    """In how many coalitions of each size a member's vote decides, shape ``(members, sizes)``.

    By generating functions over whole weights (Brams & Affuso 1976); weights with fractions are scaled to whole ones.
    """
    weight = _checked(quota, weights)
    whole, need = _whole(weight, quota)
    n, total = len(whole), int(whole.sum())
    # ways to make each sum with each number of members
    ways = np.zeros((n + 1, total + 1), dtype=object if n > 40 else float)
    ways[0, 0] = 1
    for value in whole:
        ways[1:, value:] = ways[1:, value:] + ways[:-1, : total + 1 - value]
    found = np.zeros((n, n))
    for i, value in enumerate(whole):
        others = ways.copy()
        # take the member out again
        for size in range(1, n + 1):
            others[size, value:] = others[size, value:] - others[size - 1, : total + 1 - value]
        low = max(need - int(value), 0)
        if value:
            found[i] = [float(others[size, low:need].sum()) for size in range(n)]
    return np.round(found)


def _whole(weight: Floats, quota: float) -> tuple[npt.NDArray[np.int64], int]:
    for scale in (1, 10, 100, 1000):
        scaled = weight * scale
        if np.abs(scaled - np.round(scaled)).max() < 1e-6:
            return np.round(scaled).astype(np.int64), int(np.ceil(quota * scale - 1e-6))
    fine = 2_000.0 / float(weight.sum())
    return np.round(weight * fine).astype(np.int64), int(np.ceil(quota * fine - 1e-6))
