"""How the common cost of an agreement is divided: every member's goods are its own, only the common cost has a key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal, get_args

import numpy as np
import numpy.typing as npt

from jointproc import regions
from jointproc.errors import InputError
from jointproc.text import Message, msg

__all__ = ["COST_KEYS", "COST_KEY_LABELS", "CostKey", "cost_shares"]

Floats = npt.NDArray[np.float64]
CostKey = Literal["equal", "volume", "pagu", "population", "area", "mixed"]
COST_KEYS: Final[tuple[CostKey, ...]] = get_args(CostKey)
COST_KEY_LABELS: Final[Mapping[str, Message]] = {
    "equal": msg("sama rata"),
    "volume": msg("menurut volume"),
    "pagu": msg("menurut belanja (pagu)"),
    "population": msg("menurut jumlah penduduk"),
    "area": msg("menurut luas wilayah"),
    "mixed": msg("campuran: separuh sama rata, separuh menurut belanja"),
}


def cost_shares(key: CostKey, codes: Sequence[str], amount: Floats, order: Floats) -> Floats:
    """Each member's share of the common cost, shape ``(members,)``; sums to one.

    ``volume`` weighs goods by what all members spend on them: a member's part of the joint volume of a good counts as
    much as the good does. Source of the keys: elucidation of UU 23/2014 Pasal 364 ayat (5).

    Args:
        amount, order: rupiah and volume, shape ``(goods, members)``.

    Raises:
        InputError: a member's population or area is not known.
    """
    n = len(codes)
    equal = np.full(n, 1 / max(n, 1))
    if key == "equal":
        return equal
    if key in ("population", "area"):
        return _shares(np.array([_fact(key, code) for code in codes]), equal)
    spent = _shares(amount.sum(axis=0), equal)
    if key == "mixed":
        return (equal + spent) / 2
    if key == "pagu":
        return spent
    joint = order.sum(axis=1, keepdims=True)
    part = np.divide(order, joint, out=np.zeros_like(order), where=joint > 0)
    return _shares((part * amount.sum(axis=1, keepdims=True)).sum(axis=0), equal)


def _shares(weights: Floats, otherwise: Floats) -> Floats:
    total = float(weights.sum())
    return weights / total if total > 0 else otherwise


def _fact(key: str, code: str) -> float:
    known = regions.region(code)
    value = known.population if key == "population" else known.area_km2
    if not value:
        raise InputError(
            "Biaya bersama {key}: angkanya untuk {name} tidak diketahui; pilih kunci pembagian lain.",
            key=COST_KEY_LABELS[key],
            name=known.name,
        )
    return float(value)
