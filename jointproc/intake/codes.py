"""Several codes in one cell, codes inside longer ones, and lists of items inside a cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from jointproc.intake.numbers import read_number
from jointproc.intake.units import Unit, known_unit, unit_of
from jointproc.intake.volumes import volume_of

__all__ = ["Item", "account_codes", "items_in", "split_agency", "split_codes"]

_BETWEEN: Final = re.compile(r"[;,|\n\r\t]+|\s+/\s+|\s+(?:dan|&)\s+")
_TRIMMED: Final = " \t\u00a0'\"[]().;,"
_NO_CODE: Final = frozenset({"", "-", "–", "0", "null", "none", "nan", "n/a"})
# Belanja of Permendagri 90/2019: jenis, objek, rincian objek, sub rincian objek, of which only the last has four digits
_ACCOUNT: Final = re.compile(r"(?<![0-9])5\.[1-4]\.[0-9]{2}(?:\.[0-9]{2}){0,2}(?:\.[0-9]{4})?(?![0-9])")
_SUFFIX: Final = re.compile(r"\s+[-–]\s+(?P<code>[0-9]{5,}|[0-9][0-9X]*(?:\.[0-9X]+){2,}\.?)\s*$")
_ITEM_NUMBER: Final = re.compile(r"(?:^|(?<=[;\n\r ]))\s*[0-9]{1,3}[.)]\s+(?=[^0-9\s]|[0-9]+[^0-9.,\s])")
_PRICED: Final = re.compile(
    r"(?P<text>.*\S)\s*\(\s*(?P<n>[0-9][0-9.,]*)\s*,\s*(?P<unit>[^,@()]+?)\s*,\s*@\s*(?:rp\.?\s*)?"
    r"(?P<price>[0-9][0-9.,]*)\s*\)[\s;,.]*",
    re.I | re.S,
)
_TOLD: Final = re.compile(
    r"(?P<text>.*\S)\s+(?P<n>[0-9][0-9.]*(?:,[0-9]+)?)\s*(?P<unit>[a-z]+)\s*@\s*(?:rp\.?\s*)?"
    r"(?P<price>[0-9][0-9.,]*?)(?:,-|/-)?[\s;,.]*",
    re.I | re.S,
)
_COUNTED: Final = re.compile(r"[0-9]\s*(?P<unit>[a-z]+)", re.I)
_LONGEST: Final = 100_000


@dataclass(frozen=True, slots=True)
class Item:
    """One good of a list: ``price_idr`` in rupiah for one ``unit``."""

    text: str
    quantity: Decimal
    unit: Unit
    price_idr: Decimal


def split_codes(text: str) -> tuple[str, ...]:
    """The codes of a cell in their order, each once: ``"60832782;45828523"``, ``"5.1.02, 5.2.02"``.

    Brackets and quotes of a list and a closing point are no part of a code; ``-`` and ``0`` stand for none.
    """
    codes = (part.strip(_TRIMMED) for part in _BETWEEN.split(text[:_LONGEST]))
    return tuple(dict.fromkeys(code for code in codes if code.lower() not in _NO_CODE))


def account_codes(text: str) -> tuple[str, ...]:
    """The account codes (kode rekening belanja) in a text, each once.

    They stand inside long codes of budget and goods
    (``1.01.01.2.06.0004.5.1.02.02.04.0025.8.1.0.20.20.40.025.00001`` is account 5.1.02.02.04.0025).
    """
    found: dict[str, None] = {}
    for part in split_codes(text):
        codes = _ACCOUNT.findall(part)
        if codes:
            # the activity before it may look like a short account: the longest is the account
            found.setdefault(max(codes, key=len))
    return tuple(found)


def split_agency(text: str) -> tuple[str, str | None]:
    """The name and the code of an agency: ``"DINAS KESEHATAN - 626041"``. A year or a number of a school is no code."""
    match = _SUFFIX.search(text)
    if match is None or match.start() == 0:
        return text.strip(), None
    return text[: match.start()].strip(), match["code"].rstrip(".")


def items_in(text: str) -> list[Item]:
    """The items of a list inside a cell, when every one of them can be read; else none.

    Two ways of writing are known: ``1. Makan Rapat Biasa ( 139, OK, @ 57000 ); …`` and
    ``1) AC standing 5 pk 2 unit @ Rp. 35.427.800``. A list that breaks off gives nothing, because a part of it would
    pass for the whole.
    """
    if "@" not in text or len(text) > _LONGEST:
        return []
    # a closing ";" ends an item of the first form, a new number an item of the second
    starts = [match.start() for match in _ITEM_NUMBER.finditer(text)]
    if not starts:
        parts = [text]
    elif text[: starts[0]].strip():
        return []
    else:
        parts = [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
        parts = [part[_numbered(part) :] for part in parts]
    items = [_item(part.strip()) for part in parts]
    return [item for item in items if item is not None] if all(items) else []


def _numbered(part: str) -> int:
    match = _ITEM_NUMBER.match(part)
    return match.end() if match else 0


def _item(part: str) -> Item | None:
    priced = _PRICED.fullmatch(part)
    match = priced or _TOLD.fullmatch(part)
    if match is None or "@" in match["text"]:
        return None
    unit = unit_of(match["unit"]) if priced else known_unit(match["unit"])
    # "3 unit beserta selang 15 meter @ Rp11.500.000": fifteen is not how many
    if not priced and any(_is_count(found["unit"]) for found in _COUNTED.finditer(match["text"])):
        return None
    quantity = volume_of(f"{match['n']} {match['unit']}").quantity
    price = read_number(match["price"].rstrip(".,"), "id")
    if unit is None or quantity is None or price is None or quantity <= 0:
        return None
    return Item(" ".join(match["text"].split()), quantity, unit, Decimal(price))


def _is_count(word: str) -> bool:
    unit = known_unit(word)
    return unit is not None and unit.dimension == "cacah"
