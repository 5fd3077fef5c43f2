"""Volumes as people type them: ``420 kotak``, ``1.8 Paket``, ``10 Orang x 2 Kali``. Nothing is invented."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from jointproc.intake.numbers import read_number
from jointproc.intake.units import Unit, is_package, unit_of, unit_of_parts

__all__ = ["Volume", "volume_of"]

_PART: Final = re.compile(r"(?P<n>[-+]?[0-9][0-9.,]*)?\s*(?P<unit>[^0-9]*?(?:[mM][123])?)")
# an x between two things, never the last letter of "box"
_TIMES: Final = re.compile(r"(?<=[\s0-9)])[x×*](?=\s|[0-9])", re.I)
_SEVERAL: Final = re.compile(r"[;\n+&]|,\s+(?=[0-9])|(?<=[a-z]),\s*(?=[0-9])|\bdan\b", re.I)
_RANGE: Final = re.compile(r"[0-9a-z]\s*(?:-|–|\bs\s*/?\s*d\b|\bsampai\b|\bhingga\b)\s*[0-9]", re.I)
_ABOUT: Final = re.compile(r"[±~≈]\s*|(?:kurang lebih|sekitar|kira-kira)\s*", re.I)
_BRACKETS: Final = re.compile(r"\s*\([^()]*\)")
# "( 139, OK, @ 57000 )": number, unit and price, as RUP of the ministries writes them
_PRICED: Final = re.compile(r"\(?\s*(?P<n>[0-9][0-9.,]*)\s*,\s*(?P<unit>[^,@0-9]+?)\s*,\s*@\s*[0-9.,]+\s*\)?")
_UNDECIDED: Final = re.compile(r"[-+]?[1-9][0-9]{0,2}[.,][0-9]{3}")
# by far the most: "420 kotak", "1.8 Paket", "12"
_SIMPLE: Final = re.compile(r"(-?[0-9]+(?:[.,][0-9]{1,2})?) ?([a-z]{2,})?", re.I)
_LONGEST: Final = 200
_WORDS: Final = 4
_MOST: Final = Decimal(10) ** 12
_LENGTH: Final = "panjang"
# times and what is no quantity are divided: "1.575 Paket" is one and a half
_DIVIDED: Final = frozenset({"tak baku", "waktu", "tenaga"})
_TIMES_NAME: Final = "kali"


@dataclass(frozen=True, slots=True)
class Volume:
    """A quantity and its unit; both ``None`` where the text names no single one.

    Attributes:
        note: why there is none, or what was left aside: ``several`` volumes in one cell, ``ambiguous`` (1.234),
            ``size`` (40 x 60 cm), ``range``, ``share`` (of a percentage), ``about`` (±500), ``details`` (in brackets),
            ``unreadable``.
    """

    quantity: Decimal | None
    unit: Unit | None
    note: str | None = None


_UNREADABLE: Final = Volume(None, None, "unreadable")


def volume_of(text: str, convention: str | None = None) -> Volume:
    """One volume text. A negative number is kept as written: the rules of rows decide about it. Never raises.

    A number such as ``1.234`` stands alone, without a column to tell how it is written. Packages, times and parts of
    a year are divided, so 1.575 Paket is less than two. Things are counted in thousands where the number ends in zero
    (7.800 batang), because nobody writes a needless zero. Any other such number is not read.

    Args:
        text: the cell.
        convention: a person's answer for such numbers, ``id`` (thousands) or ``en`` (decimals).
    """
    if len(text) <= _LONGEST and (simple := _SIMPLE.fullmatch(text)):
        quantity = Decimal(simple[1].replace(",", "."))
        return Volume(quantity, unit_of(simple[2]) if simple[2] else None) if abs(quantity) < _MOST else _UNREADABLE
    body = " ".join(text.split()).lstrip("'").rstrip(" ;,.")
    if body in ("-", "–"):
        return Volume(None, None)
    if not body or len(body) > _LONGEST:
        return _UNREADABLE if body else Volume(None, None)
    if priced := _PRICED.fullmatch(body):
        body = f"{priced['n']} {priced['unit']}"
    note = None
    if about := _ABOUT.match(body):
        body, note = body[about.end() :], "about"
    whole = _BRACKETS.sub("", body)
    if whole != body:
        note = "details" if any(c.isdigit() for found in _BRACKETS.findall(body) for c in found) else note
        body = whole.strip()
    for pattern, said in ((_SEVERAL, "several"), (_RANGE, "range")):
        if pattern.search(body):
            return Volume(None, None, said)
    if "%" in body:
        return Volume(None, None, "share")
    return _product(body, note, convention)


def _product(body: str, note: str | None, convention: str | None) -> Volume:
    parts = [_PART.fullmatch(part.strip()) for part in _TIMES.split(body)]
    found = [(part["n"] or "", part["unit"].strip(" /-.")) for part in parts if part is not None]
    numbers = [(n.rstrip(".,"), unit) for n, unit in found if n]
    names = [unit for _n, unit in found if unit]
    if len(found) < len(parts) or not numbers or any(not n and not unit for n, unit in found):
        return _UNREADABLE
    units = [unit_of(name) for name in names]
    if len(found) > 1 and (not names or (len(names) < len(numbers) and any(u.dimension == _LENGTH for u in units))):
        return Volume(None, None, "size")
    if any(not unit.dimension and len(unit.name.split()) > _WORDS for unit in units):
        return _UNREADABLE
    unit = None if not names else units[0] if len(names) == 1 else unit_of_parts(names)
    quantity = Decimal(1)
    for number, name in numbers:
        value = _number(number, unit_of(name) if name else unit, convention)
        if value is None:
            return Volume(None, None, "ambiguous") if _UNDECIDED.fullmatch(number) else _UNREADABLE
        quantity *= value
    return Volume(quantity, unit, note) if abs(quantity) < _MOST else _UNREADABLE


def _number(text: str, unit: Unit | None, convention: str | None) -> Decimal | None:
    if _UNDECIDED.fullmatch(text) and convention is None:
        divided = unit is not None and (unit.dimension in _DIVIDED or unit.name == _TIMES_NAME or is_package(unit))
        # 1.000 Paket is neither surely one nor surely a thousand
        if divided == text.endswith("0"):
            return None
        return Decimal(re.sub("[.,]", "." if divided else "", text))
    read = read_number(text, convention or "id")
    return Decimal(read) if read is not None else None
