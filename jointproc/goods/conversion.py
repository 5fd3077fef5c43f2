"""How two units of the same good relate: equal, convertible by text or trade custom, or not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from jointproc.goods.item import Item
from jointproc.goods.lexicon import Concept
from jointproc.intake.packs import pack_of
from jointproc.intake.units import holds_things, unit_of

__all__ = ["UnitRelation", "unit_relation"]

# one thing each, whatever it is called
_PIECES: Final = frozenset({
    "buah", "unit", "lembar", "batang", "pohon", "buku", "eksemplar", "keping", "pasang", "potong", "biji",
    "ekor", "tube", "orang", "tangkai", "helai", "butir",
})  # fmt: skip
# containers that hold one of the good itself: a bottle of ink is one ink
_SINGLES: Final = frozenset(["botol", "roll", "kaleng", "tabung", "sachet", "bungkus", "tube", "jeriken", "galon"])
# trade packs of many; which of them is said matters less than what they hold
_PACKS: Final = frozenset(["pak", "dus", "kotak", "lusin"])
_EVENT: Final = re.compile(r"\s*/\s*keg(?:iatan)?\.?$", re.I)
_MEASURED: Final = {"liter": ("volume", 1000.0), "kg": ("mass", 1000.0), "m": ("size", 1000.0)}


@dataclass(frozen=True, slots=True)
class UnitRelation:
    """How the left unit relates to the right one.

    Attributes:
        kind: ``same`` · ``alike`` (other names for one piece) · ``converted`` (by contents both know) · ``custom`` (by
            a trade pack) · ``unknown`` (a side has no unit) · ``apart`` (no way from one to the other).
        factor: how many right units one left unit holds: the left price compares with ``factor`` times the right one.
    """

    kind: str
    factor: float


def unit_relation(left: Item, right: Item) -> UnitRelation:
    """The relation of the units of two lines of one good. Never raises."""
    if not left.unit.strip() or not right.unit.strip():
        return UnitRelation("unknown", 1.0)
    if left.unit.strip().lower() == right.unit.strip().lower():
        return UnitRelation("same", 1.0)
    a, b = unit_of(_EVENT.sub("", left.unit)), unit_of(_EVENT.sub("", right.unit))
    if a.name == b.name:
        return UnitRelation("same", 1.0)
    mine, yours = _contents(left, left.about or right.about), _contents(right, right.about or left.about)
    # pieces first, in an order that does not depend on which side is left
    for base in sorted(mine.keys() & yours.keys(), key=lambda b: (b != "buah", b)):
        (amount, custom), (other, custom_too) = mine[base], yours[base]
        if amount == other == 1.0:
            return UnitRelation("alike", 1.0)
        if amount > 0 and other > 0:
            return UnitRelation("custom" if custom or custom_too else "converted", amount / other)
    if a.name in _PACKS and b.name in _PACKS:
        return UnitRelation("alike", 1.0)
    return UnitRelation("apart", 1.0)


@lru_cache(maxsize=200_000)
def _contents(item: Item, about: Concept | None) -> dict[str, tuple[float, bool]]:
    """Base unit → how much of it one of the unit holds, and whether only custom says so."""
    unit = unit_of(_EVENT.sub("", item.unit))
    found: dict[str, tuple[float, bool]] = {}
    pack = pack_of(item.unit, f"{item.text}, {item.spec}")
    if pack is not None:
        base = pack.unit.base if pack.unit and pack.unit.base else (pack.unit.name if pack.unit else "buah")
        found["buah" if base in _PIECES else base] = (float(pack.content), False)
    if unit.factor is not None and unit.base:
        base = "buah" if unit.base in _PIECES else unit.base
        found.setdefault(base, (float(unit.factor), False))
    elif unit.name in _PIECES:
        found.setdefault("buah", (1.0, False))
    if about is not None:
        for one in about.packs:
            if one.unit == unit.name:
                found.setdefault("buah" if one.base in _PIECES else one.base, (one.factor, True))
        if unit.name in _SINGLES and "buah" not in found and not (holds_things(unit) and pack):
            found["buah"] = (1.0, False)
    # a piece that says how much it holds is that much: "susu UHT 1 liter", per piece
    if unit.name in _PIECES or unit.name in _SINGLES:
        for base, (kind, factor) in _MEASURED.items():
            told = [a for a in item.attributes if a.kind == kind and a.low == a.high]
            if len(told) == 1 and base not in found:
                found[base] = (told[0].low / factor, False)
    return found
