"""How much one pack holds, when a text says so: ``dus/50``, ``box @100 tab``, ``isi 10``, ``10 strip x 10 tablet``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from jointproc.intake.units import Unit, unit_of

__all__ = ["Pack", "pack_of"]

_PIECE: Final = (
    r"tablet|tab|tbl|kapsul|kaps|kap|kaplet|strip|str|ampul|amp|vial|botol|btl|tube|sachet|sach|lembar|lbr|sheet|pcs|pc|"
    r"buah|bh|biji|butir|batang|btg|rim|pak|pack|roll|rol|pasang|psg|unit|set|kg|gram|gr|g|liter|ltr|ml|test|tes"
)
_STRIPS: Final = re.compile(
    rf"\b(?P<n>\d{{1,4}})\s*(?:strip|blister|blist|str|pak|pack|sachet)\s*[x×@]\s*(?P<m>\d{{1,4}})\s*(?P<unit>{_PIECE})?\b",
    re.I,
)
_HOLDS: Final = re.compile(
    rf"(?:\bisi\s*:?|@|\bcontains?\b|\b(?:dus|box|kotak|pak|pack|karton|rim|botol|ktk)\s*/)\s*"
    rf"(?P<n>\d{{1,5}})(?!\s*(?:mg|mcg|µg|cm|mm|inch|watt|gsm|%|x\s*\d))\s*(?P<unit>{_PIECE})?\b(?!\s*[x×]\s*\d)",
    re.I,
)
_BRACKETS: Final = re.compile(rf"\(\s*(?P<n>\d{{1,5}})\s*(?P<unit>{_PIECE})\s*\)", re.I)
_BEFORE: Final = re.compile(
    r"\b(?P<n>\d{1,5})\s*(?P<unit>tablet|tab|tbl|kapsul|kaps|kaplet|lembar|lbr|pcs|buah|bh|ampul|vial|sachet|test|tes)"
    r"\s*/\s*(?:dus|box|kotak|pak|pack|karton|rim|botol)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Pack:
    """What one pack holds: so many of ``unit``, or of unnamed pieces."""

    content: Decimal
    unit: Unit | None


def pack_of(unit_text: str, goods_text: str) -> Pack | None:
    """The content named in the unit, else in the goods text; ``None`` when neither names one. Never raises.

    A strength (500 mg), a size (60 x 40), or "isi ulang" is no content.
    """
    for text in (unit_text or "", goods_text or ""):
        if match := _STRIPS.search(text):
            return _pack(int(match["n"]) * int(match["m"]), match["unit"])
        for pattern in (_HOLDS, _BRACKETS, _BEFORE):
            if match := pattern.search(text):
                return _pack(int(match["n"]), match["unit"])
    return None


def _pack(content: int, unit: str | None) -> Pack | None:
    if not 1 < content <= 100_000:
        return None
    return Pack(Decimal(content), unit_of(unit) if unit else None)
