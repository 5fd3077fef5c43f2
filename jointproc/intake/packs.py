"""How much one pack holds, when a text says so: ``dus/50``, ``box @100 tab``, ``isi 10``, ``10 strip x 10 tablet``.

Texts are full of numbers which are no content: strengths (500 mg), sizes (60x40), weights of paper (70 gsm), refills
("isi ulang"), staples (no. 24/6), prices (@ 57000). A number counts only where its neighbours say that it does, and
only for the container that is bought: a ``botol`` holds no 24 because the ``dus`` does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from jointproc.intake.units import Unit, holds_things, known_unit, unit_of

__all__ = ["Pack", "pack_of"]

_CONTAINERS: Final = frozenset({
    "dus", "dos", "doos", "karton", "kardus", "ctn", "carton", "box", "boks", "bx", "kotak", "ktk", "pak", "pack",
    "pck", "bungkus", "bks", "slop", "renteng", "strip", "str", "blister", "botol", "btl", "kaleng", "klg", "rim",
    "roll", "rol", "toples", "tube", "jerigen", "jeriken", "karung", "sak", "zak", "ember", "pail", "blek", "ikat",
    "drum", "kit", "sachet", "pouch", "tabung", "blok", "lusin",
})  # fmt: skip
_INNER: Final = frozenset({
    "strip", "str", "strp", "blister", "blist", "blst", "sachet", "pak", "pack", "box", "kotak", "botol", "ampul",
    "rim",
})  # fmt: skip
_TOKEN: Final = re.compile(r"[cd]?m[23]\b|[a-zµ]+|[0-9][0-9.,]*|[^\sa-zµ0-9]")
_NUMBER: Final = re.compile(r"[0-9]{1,5}(?:,[0-9]{1,2})?|[0-9]{1,3}(?:\.[0-9]{3})+")
_DIGIT: Final = re.compile("[0-9]")
_TIMES: Final = frozenset("x×")
_JOINS: Final = frozenset({"x", "×", "@", "/", "isi"})
_LEADS: Final = frozenset("@/=:(")
_APOSTROPHES: Final = frozenset("'’`")
_RANGES: Final = frozenset("-–x×/")
_SIZES: Final = frozenset("%°'\"’”")
_SACK_KG: Final = re.compile(r"(?<![0-9.,])([0-9]{1,3}) ?kg\b", re.I)
_NUMBER_FIRST: Final = re.compile(r"(?:per\s+)?(?P<n>[0-9][0-9.]*(?:,[0-9]+)?)\s*(?P<word>[a-z]+[23]?)", re.I)
# sheets are what a book is made of, and never what a pack of books holds
_BOOK: Final = frozenset({
    "buku", "nota", "kwitansi", "kuitansi", "karcis", "map", "album", "agenda", "note", "notes", "notebook",
    "display", "keeper", "holder", "raport", "blanko",
})  # fmt: skip
_SHEETS: Final = frozenset({"lembar", "halaman"})
_PIECE_DIMENSIONS: Final = frozenset({"cacah", "obat", "kertas", "kemasan", "lab", "obat/cair"})
_MEASURES: Final = frozenset({"volume", "massa", "panjang", "luas"})
# counted, but nothing one buys a pack of
_NO_PIECES: Final = frozenset({"orang", "kali", "kamar", "halaman", "titik", "tayang", "porsi"})
# the strength of a drug or a size, not a content
_STRENGTHS: Final = frozenset({"miligram", "sentimeter", "milimeter", "inci"})
# words that may follow a number and say nothing of what it counts
_NO_NAMES: Final = frozenset(
    {"pocket", "pockets", "bonus", "ukuran", "uk", "dengan", "free", "gratis", "merk", "merek"}
)
_SACKS: Final = frozenset({"sak", "karung"})
_MOST: Final = 100_000
_MOST_BARE: Final = 1000
_LONGEST: Final = 1000


@dataclass(frozen=True, slots=True)
class Pack:
    """What one pack holds: so many of ``unit``, or of unnamed pieces when it is ``None``.

    A content with a fixed base unit is told in it: a box of five reams holds 2,500 sheets, a bottle of 600 ml holds
    0.6 liter.
    """

    content: Decimal
    unit: Unit | None


def pack_of(unit_text: str, goods_text: str) -> Pack | None:
    """The content named in the unit, else in the goods text; ``None`` when neither names one. Never raises.

    A strength (500 mg), a size (60 x 40), or "isi ulang" is no content; only a container has one.
    """
    unit_text = (unit_text or "")[:_LONGEST].strip()
    goods_text = (goods_text or "")[:_LONGEST]
    bought = unit_of(unit_text) if unit_text else None
    if bought is not None and bought.dimension and not holds_things(bought):
        return None
    found = _first_number(unit_text) or _search(unit_text, bought, own=True) or _search(goods_text, bought, own=False)
    if found is None and bought is not None and bought.name in _SACKS and (match := _SACK_KG.search(goods_text)):
        found = _pack(Decimal(match[1]), known_unit("kg"))
    return found


def _first_number(unit_text: str) -> Pack | None:
    """A unit that is a number of something: ``25 Kg``, ``per 100 lembar``."""
    match = _NUMBER_FIRST.fullmatch(unit_text)
    unit = _thing(match["word"]) if match else None
    number = _number(match["n"]) if match else None
    return None if number is None or unit is None or unit.name in _STRENGTHS else _pack(number, unit)


def _search(text: str, bought: Unit | None, *, own: bool) -> Pack | None:
    if not _DIGIT.search(text):
        return None
    # four empty tokens at each end, so that every number has neighbours
    tokens = ["", "", "", "", *_TOKEN.findall(text.lower()), "", "", "", ""]
    places = [i for i, token in enumerate(tokens) if token[:1].isdigit()]
    for place in places:
        if (found := _nested(tokens, place, bought)) is not None:
            return found
    for place in places:
        if (found := _content(tokens, place, bought, own=own)) is not None:
            return found
    return None


def _nested(tokens: list[str], place: int, bought: Unit | None) -> Pack | None:
    """So many strips of so many tablets."""
    between = tokens[place + 1]
    if between not in _INNER and between not in _TIMES:
        return None
    second = place + 3 if between in _INNER and tokens[place + 2] in _JOINS else place + 2
    outer_n, inner_n = _number(tokens[place]), _number(tokens[second])
    unit = _thing(tokens[second + 1]) if inner_n is not None else None
    if outer_n is None or inner_n is None or unit is None or unit.dimension in _MEASURES or unit == bought:
        return None
    inner = known_unit(between) if between in _INNER else None
    if inner is None and unit.dimension != "obat":
        return None
    # who buys a strip gets ten tablets, however many strips a box holds
    return _pack(inner_n if inner is not None and inner == bought else outer_n * inner_n, unit)


def _content(tokens: list[str], place: int, bought: Unit | None, *, own: bool) -> Pack | None:
    """The content this number is, if its neighbours say so."""
    lead, named = _before(tokens, place)
    after, word = tokens[place + 1], ""
    if after[:1].isalpha():
        word = after
    per = _per(tokens, place + 1) or (_per(tokens, place + 2) if word else None)
    named = per or named
    told = lead in ("isi", "@") or per is not None
    sure = told or named is not None
    if after in _APOSTROPHES and after and tokens[place + 2] == "s":
        sure = sure or (bought is not None and bought.dimension != "")
    elif not sure and lead != "(":
        return None
    container = known_unit(named) if named else None
    number = _number(tokens[place])
    other = container is not None and bought is not None and bought.dimension and container != bought
    # ", @ 57000" closes an item of a list with its price
    if number is None or other or (lead == "@" and tokens[place - 2] == ","):
        return None
    if after in _APOSTROPHES and tokens[place + 2] == "s":
        return _pack(number, None)
    if not per and (after in _SIZES or (after in _RANGES and tokens[place + 2][:1].isdigit())):
        return None
    if not word or word == "per":
        # "kotak (100)" may be a model as well as a content
        bare = told or (container is not None and lead in ("/", "="))
        return _pack(number, None) if bare and number <= _MOST_BARE else None
    unit = _thing(word)
    if unit is None:
        return _pack(number, None) if lead == "isi" and word in _NO_NAMES else None
    if (
        unit == bought
        or unit.name in _STRENGTHS
        or (unit.name in _SHEETS and not named and not _BOOK.isdisjoint(tokens))
    ):
        return None
    if unit.dimension in _MEASURES:
        measured = bought is not None and (told or (own and container is not None))
        return _pack(number, unit) if measured and not (lead == "@" and unit.name == "gram") else None
    bracketed = lead == "(" and tokens[place + 2] == ")"
    return _pack(number, unit) if sure or bracketed else None


def _before(tokens: list[str], place: int) -> tuple[str, str | None]:
    """What leads to a number (isi, @, / …), and the container named before that."""
    at = place - 1
    lead = tokens[at]
    if lead in (":", "=") and tokens[at - 1] == "isi":
        at -= 1
        lead = "isi"
    if lead == "isi" or lead in _LEADS:
        at -= 1
        at -= tokens[at] == "("
    else:
        lead = ""
    return lead, tokens[at] if tokens[at] in _CONTAINERS else None


def _per(tokens: list[str], place: int) -> str | None:
    return tokens[place + 1] if tokens[place] in ("/", "per") and tokens[place + 1] in _CONTAINERS else None


@lru_cache(maxsize=4096)
def _thing(word: str) -> Unit | None:
    """A unit that a pack may hold."""
    unit = known_unit(word)
    if unit is None or unit.name in _NO_PIECES or unit.dimension not in _PIECE_DIMENSIONS | _MEASURES:
        return None
    return unit


def _number(token: str) -> Decimal | None:
    text = token.rstrip(".,")
    return Decimal(text.replace(".", "").replace(",", ".")) if _NUMBER.fullmatch(text) else None


def _pack(content: Decimal, unit: Unit | None) -> Pack | None:
    if unit is not None and unit.factor is not None and unit.factor != 1:
        in_base = content * unit.factor
        content, unit = Decimal(format(in_base.normalize(), "f")), known_unit(unit.base or "")
    measured = unit is not None and unit.dimension in _MEASURES
    least = Decimal(0) if measured else Decimal(1)
    if not least < content <= _MOST or (not measured and content != content.to_integral_value()):
        return None
    return Pack(content, unit)
