"""Units of measure: one spelling for each, and the factor to a base unit where there is one.

Compound units name what is counted twice over: ``orang/hari`` and ``OH`` are the same, ``Unit / Tahun`` is a unit of
its own. A container named together with its content (``dus/50``) is the container; what it holds is another question
(:mod:`jointproc.intake.packs`).
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from jointproc import settings

__all__ = ["Unit", "holds_things", "is_package", "known_unit", "unit_of", "unit_of_parts"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit in its one spelling.

    Attributes:
        factor: how many base units one of it holds; ``None`` where the content varies (dus, kotak) or where the unit
            says nothing about a quantity (paket, ls).
        comparable: whether prices by this unit can be compared at all, once its content is known.
        dimension: what it measures, in the words of ``units.csv``; ``gabungan`` for compounds, empty when unknown.
    """

    name: str
    factor: Decimal | None
    base: str | None
    comparable: bool = True
    dimension: str = ""


_INCOMPARABLE: Final = frozenset({"tak baku"})
# of the counted units, those whose one piece can be anything
_LOOSE: Final = frozenset({"set"})
# What is done in a month, or stands at a point, can be anything too; in a compound (unit tahun) the rest says what.
_LOOSE_ALONE: Final = frozenset({"bulan", "orang bulan", "tahun", "titik"})
_COMPOUND: Final = "gabungan"
_PERSONS: Final = "orang"
# what may hold a number of something else; their content varies, so it is looked for in the texts
_CONTAINERS: Final = frozenset({"kemasan", "obat/cair"})
_CONTAINERS_BESIDES: Final = frozenset({"strip", "blister", "roll", "kit"})
_DIGIT: Final = re.compile("[0-9]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_PER: Final = re.compile(r"\s*/\s*|\s+per\s+")
_LONGEST: Final = 80


@cache
def _table() -> dict[str, Unit]:
    found: dict[str, Unit] = {}
    with (settings.REFERENCE / "units.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            factor = Decimal(row["factor"]) if row["factor"] else None
            loose = row["dimension"] in _INCOMPARABLE or row["unit"] in _LOOSE | _LOOSE_ALONE
            base = row["base_unit"] if factor is not None else None
            unit = Unit(row["unit"], factor, base, not loose, row["dimension"])
            for spelling in (row["unit"], *row["synonyms"].split("|")):
                found.setdefault(_key(spelling), unit)
    return found


def _key(text: str) -> str:
    # M² becomes M2, ＫＧ becomes KG
    plain = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    plain = plain.replace(".", " ").replace("^", "").replace("(", " ").replace(")", " ")
    return re.sub(r"\s*([/-])\s*", r"\1", " ".join(plain.split()))


def holds_things(unit: Unit) -> bool:
    """Whether it is a container whose content varies: dus, kotak, botol, strip, roll."""
    return unit.factor is None and (unit.dimension in _CONTAINERS or unit.name in _CONTAINERS_BESIDES)


def is_package(unit: Unit) -> bool:
    """Whether it is a package or an event, of which nobody knows what is in it: paket, kegiatan, set."""
    compound = unit.dimension == _COMPOUND and not unit.comparable
    return compound or unit.dimension in _INCOMPARABLE or unit.name in _LOOSE


def known_unit(text: str) -> Unit | None:
    """The unit a text names, when it is one of ``units.csv``."""
    key = _key(text)
    table = _table()
    return table.get(key) or table.get(key.removeprefix("per ")) or table.get(key.replace("-", " "))


@lru_cache(maxsize=4096)
def unit_of(text: str) -> Unit:
    """The unit a text names; a unit we don't know keeps its own name, in plain form, without a factor. Never raises."""
    found = known_unit(text)
    if found is not None:
        return found
    key = _key(text)
    parts = [part for part in _PER.split(key.removeprefix("per ")) if part]
    if len(parts) > 1 and all(known_unit(part) for part in parts):
        return unit_of_parts(parts)
    container = _container(key)
    return container or Unit(key[:_LONGEST].strip(), None, None)


def unit_of_parts(parts: Sequence[str]) -> Unit:
    """The unit of things counted several times over: ``["orang", "kali"]`` is one unit.

    Alternatives of one meaning (``Eksemplar / Buku`` where both are the same) are that one. It is comparable when
    persons are counted, or when no part of it is a package or an event.
    """
    parts = [piece for part in parts for piece in ([part] if known_unit(part) else _PER.split(part)) if piece]
    units = [known_unit(part) for part in parts]
    names = list(dict.fromkeys(unit.name if unit else _key(part) for unit, part in zip(units, parts, strict=True)))
    # orang/hari and hari/orang are the same
    names.sort(key=lambda name: name != _PERSONS)
    if len(names) == 1 and units[0] is not None:
        return units[0]
    joined = " ".join(names)
    comparable = _PERSONS in names or not any(is_package(unit) for unit in units if unit)
    return known_unit(joined) or Unit(joined[:_LONGEST].strip(), None, None, comparable, _COMPOUND)


def _container(key: str) -> Unit | None:
    """``dus/50``, ``box @100 tab``, ``pak isi 12``: the container before the number."""
    word = _WORD.match(key)
    if word is None or not _DIGIT.search(key):
        return None
    unit = _table().get(word[0])
    return unit if unit is not None and holds_things(unit) else None
