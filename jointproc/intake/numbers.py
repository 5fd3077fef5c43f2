"""Numbers as people write them: ``Rp 1.485.000.000,00``, ``1,010,000``, ``617,4 Jt``, ``97400.00``.

Whether a dot parts thousands or decimals is decided for a whole column by evidence, never value by value: one value
with both signs, or with two decimals, or with several groups of three, tells how the column was written.
Results are exact decimal text; no rupiah passes through a float unless the file itself held one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

__all__ = ["Convention", "NumberColumn", "read_numbers"]

Convention = Literal["id", "en", "plain", "ambiguous"]

_EMPTY: Final = frozenset({"", "-", "–", "—", "null", "none", "nan", "n/a", "na"})
_CURRENCY: Final = re.compile(r"^(rp\.?|idr)\s*", re.I)
_TAIL: Final = re.compile(r"\s*(,-|\.-|/-|,=|-)$")
_SCALE: Final = re.compile(r"\s*(ribu|rb|juta|jt|miliar|milyar|m|triliun|trilyun|t)\.?$", re.I)
_SCALES: Final = {
    **dict.fromkeys(("ribu", "rb"), Decimal(10) ** 3),
    **dict.fromkeys(("juta", "jt"), Decimal(10) ** 6),
    **dict.fromkeys(("miliar", "milyar", "m"), Decimal(10) ** 9),
    **dict.fromkeys(("triliun", "trilyun", "t"), Decimal(10) ** 12),
}
_BODY: Final = re.compile(r"^[+-]?[0-9][0-9.,]*$")
_PLAIN: Final = re.compile(r"^-?[0-9]+$")
_RESULT: Final = re.compile(r"^-?[0-9]+(\.[0-9]+)?$")
# 1.234 or 1,234 alone can be twelve hundred or one and a bit
_UNDECIDED: Final = re.compile(r"^[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}$")
_GROUPS: Final = {sign: re.compile(rf"^[+-]?[0-9]{{1,3}}(\{sign}[0-9]{{3}})+$") for sign in ".,"}
# More digits than this are no amount of anything.
_LONGEST: Final = 400
# Above this share of values that speak for the other convention, a column proves nothing about 1.234.
_CONTRADICTION: Final = 0.25


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """One column, read.

    Attributes:
        texts: exact decimal text, or ``None`` where the cell is empty or unreadable.
        unreadable: positions of cells that hold something which is not a number.
        convention: how the column was written; ``ambiguous`` when nothing decided between 1.234 = 1234 and 1.234.
            Such values are read as thousands.
    """

    texts: list[str | None]
    unreadable: list[int]
    convention: Convention


def read_numbers(values: Sequence[Any]) -> NumberColumn:
    """Read one column; each distinct value is parsed once. Never raises."""
    distinct = dict.fromkeys(v for v in values if isinstance(v, str))
    bodies = {text: _strip(text) for text in distinct}
    convention = _decide(body for found in bodies.values() if found is not None for body in found[:1])
    known: dict[str, str | None] = {
        text: None if found is None else _read(found, convention) for text, found in bodies.items()
    }
    texts: list[str | None] = []
    unreadable: list[int] = []
    for position, value in enumerate(values):
        if value is None:
            texts.append(None)
        elif isinstance(value, str):
            result = known[value]
            texts.append(result)
            if result is None and value.strip().lower() not in _EMPTY:
                unreadable.append(position)
        else:
            result = _native(value)
            texts.append(result)
            if result is None and not _is_nan(value):
                unreadable.append(position)
    return NumberColumn(texts, unreadable, convention)


def _is_nan(value: Any) -> bool:
    return isinstance(value, float) and math.isnan(value)


def _native(value: Any) -> str | None:
    """A number that the file itself held as a number."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    if isinstance(value, Decimal):
        return format(value, "f") if value.is_finite() and abs(value.adjusted()) < _LONGEST else None
    return str(value) if value.bit_length() < 4 * _LONGEST else None


def _strip(text: str) -> tuple[str, Decimal] | None:
    """The digits with their signs, and the scale a word adds; ``None`` when there is no number."""
    # an apostrophe before a number is how a spreadsheet was told to leave it alone
    body = text.replace("\u00a0", " ").strip().removeprefix("'")
    if len(body) < _LONGEST and _PLAIN.match(body):
        return body, Decimal(1)
    negative = body.startswith("(") and body.endswith(")")
    if negative:
        body = body[1:-1].strip()
    body = _CURRENCY.sub("", body)
    body = _TAIL.sub("", body)
    scale = Decimal(1)
    word = _SCALE.search(body)
    if word:
        scale = _SCALES[word[1].lower()]
        body = body[: word.start()]
    body = body.replace(" ", "")
    if negative:
        body = "-" + body
    return (body, scale) if len(body) < _LONGEST and _BODY.match(body) else None


def _decide(bodies: Any) -> Convention:
    votes = {"id": 0, "en": 0}
    undecided = False
    for body in bodies:
        vote = _evidence(body)
        if vote:
            votes[vote] += 1
        elif _UNDECIDED.match(body):
            undecided = True
    if votes["id"] or votes["en"]:
        fewer, more = sorted(votes.values())
        if undecided and fewer > _CONTRADICTION * more:
            return "ambiguous"
        return "id" if votes["id"] >= votes["en"] else "en"
    return "ambiguous" if undecided else "plain"


def _evidence(body: str) -> Literal["id", "en"] | None:
    """What one value alone says about its column."""
    dot, comma = body.rfind("."), body.rfind(",")
    if dot >= 0 and comma >= 0:
        return "id" if comma > dot else "en"
    if (dot < 0 and comma < 0) or _UNDECIDED.match(body):
        return None
    sign = "." if dot >= 0 else ","
    thousands = body.count(sign) > 1
    if thousands and not _GROUPS[sign].match(body):
        return None
    return ("id" if sign == "." else "en") if thousands else ("en" if sign == "." else "id")


def _read(found: tuple[str, Decimal], convention: Convention) -> str | None:
    body, scale = found
    own = _evidence(body)
    style = own or ("id" if convention == "id" else "en" if convention == "en" else None)
    if style is None:
        # nothing decides: money and counts are written with thousands far more often than with three decimals
        plain = body.replace(".", "").replace(",", "") if _UNDECIDED.match(body) else body
    else:
        thousands, decimal = (".", ",") if style == "id" else (",", ".")
        whole, _sign, fraction = body.partition(decimal)
        if thousands in fraction or (thousands in whole and not _GROUPS[thousands].match(whole)):
            return None
        plain = whole.replace(thousands, "") + (f".{fraction}" if fraction else "")
    plain = plain.removeprefix("+")
    if not _RESULT.match(plain):
        return None
    return plain if scale == 1 else format((Decimal(plain) * scale).normalize(), "f")
