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
from decimal import Context, Decimal, localcontext
from typing import Any, Final, Literal

from jointproc.text import Count, Message, msg

__all__ = [
    "Convention",
    "Decision",
    "NumberColumn",
    "NumberPlan",
    "ShapeCount",
    "decide",
    "number_shape",
    "read_number",
    "read_numbers",
    "scale_breaks",
    "unreadable_reason",
]

Convention = Literal["id", "en", "plain", "ambiguous"]

_EMPTY: Final = frozenset(
    {
        "",
        "-",
        "–",
        "—",
        "null",
        "none",
        "nan",
        "n/a",
        "na",
        "rp-",
        "rp -",
        "rp. -",
        "nihil",
        "kosong",
        "belum ada",
        "tidak ada",
        "nilai kontrak belum dibuat",
    }
)
_FOREIGN: Final = re.compile(r"usd|us\$|sgd|eur|jpy|aud|gbp|cny|[$€£¥]", re.I)
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


# --------------------------------------------------------------------------- shapes


@dataclass(frozen=True, slots=True)
class ShapeCount:
    """A way of writing, one text written so, and how many rows are."""

    shape: str
    example: str
    rows_n: int


@dataclass(frozen=True, slots=True)
class NumberPlan:
    """How every text of one shape is read.

    The value is the text without the signs in ``delete`` and with ``decimal`` (one sign, or none) as a point, times
    ``factor``, negated when ``negative``. ``empty``: the cell means that there is no number.
    """

    delete: str = ""
    decimal: str = ""
    factor: Decimal = Decimal(1)
    negative: bool = False
    empty: bool = False

    def apply(self, text: str) -> Decimal:
        """The value of a text of this shape."""
        kept = "".join("." if c == self.decimal else c for c in text if c == self.decimal or c not in self.delete)
        return Decimal(kept) * self.factor * (-1 if self.negative else 1)


@dataclass(frozen=True, slots=True)
class Decision:
    """How a column is read.

    Attributes:
        convention: ``id`` (1.234,5), ``en`` (1,234.5), ``plain``, or ``ambiguous`` when nothing tells.
        plans: shape → plan, ``None`` where the shape is no number.
        evidence: the sentence that says what decided.
        examples: a few texts, those that decided first.
    """

    convention: Convention
    plans: dict[str, NumberPlan | None]
    evidence: Message
    examples: tuple[str, ...]


def number_shape(text: str) -> str:
    """The shape of a text: digits as 9; a leading 0 shows, because 0.123 is never a count of thousands."""
    return ("0" if text.startswith("0") else "") + re.sub("[0-9]", "9", text)


def read_number(text: str, convention: str = "id") -> str | None:
    """One text as exact decimal text; ``None`` when it holds no number."""
    found = _strip(text)
    return None if found is None else _read(found, _known(convention))


def unreadable_reason(text: str) -> str:
    """Why a text is no amount in rupiah: ``currency_foreign`` or ``number_unreadable``."""
    return "currency_foreign" if _FOREIGN.search(text) and re.search("[0-9]", text) else "number_unreadable"


def decide(shapes: Sequence[ShapeCount], convention: str | None = None) -> Decision:
    """How a column is written, by the evidence of all its rows, and a plan for each shape.

    Args:
        shapes: every shape in the column.
        convention: a person's answer (``id``, ``en`` or ``plain``), which goes before any evidence of the column.
    """
    votes: dict[str, list[ShapeCount]] = {"id": [], "en": []}
    undecided: list[ShapeCount] = []
    for one in shapes:
        found = _strip(one.example)
        vote = _evidence(found[0]) if found else None
        if vote:
            votes[vote].append(one)
        elif found and _UNDECIDED.match(found[0]):
            undecided.append(one)
    chosen, evidence, examples = _weigh(votes, undecided, shapes)
    if convention is not None:
        chosen, evidence = _known(convention), msg("Cara baca dipilih sendiri.")
    return Decision(chosen, {one.shape: _plan(one.example, chosen) for one in shapes}, evidence, examples)


# 63.2 where 63.200 was meant; three decimals only in a number of the file itself, because as text that is 63,200
_SMALL: Final = re.compile(r"^0?(?:\x11?9{1,3}\.9{1,2}|\x119{1,3}\.9{3})$")
_LARGE: Final = re.compile(r"^0?\x11?(?:9{4,}|9{1,3}(?:\.9{3})+)$")
_LARGE_WITH_CENTS: Final = re.compile(r"^0?\x11?9{4,}\.9+$")
_FAR_MORE: Final = 3


def scale_breaks(shapes: Sequence[ShapeCount]) -> frozenset[str]:
    """Shapes whose values are a thousand times too small because a spreadsheet took thousands points for decimals.

    It shows in a money column of whole thousands in which a few values are below a thousand and have decimals
    (63.2 among 45,000 and 120,000: it was 63.200). A column whose large values have decimals too is left alone: there
    they are real.
    """
    small = [one for one in shapes if _SMALL.match(one.shape)]
    large_n = sum(one.rows_n for one in shapes if _LARGE.match(one.shape))
    small_n = sum(one.rows_n for one in small)
    if not small or large_n < _FAR_MORE * small_n or any(_LARGE_WITH_CENTS.match(one.shape) for one in shapes):
        return frozenset()
    return frozenset(one.shape for one in small)


def _known(convention: str) -> Convention:
    return "en" if convention == "en" else "plain" if convention == "plain" else "id"


def _weigh(
    votes: dict[str, list[ShapeCount]], undecided: list[ShapeCount], shapes: Sequence[ShapeCount]
) -> tuple[Convention, Message, tuple[str, ...]]:
    rows = {name: sum(one.rows_n for one in found) for name, found in votes.items()}
    if rows["id"] or rows["en"]:
        winner: Literal["id", "en"] = "id" if rows["id"] >= rows["en"] else "en"
        examples = _examples(votes[winner])
        if undecided and min(rows.values()) > _CONTRADICTION * max(rows.values()):
            mixed = msg(
                "Kolom ini memakai dua cara tulis, misalnya {a} dan {b}; {example} dapat berarti keduanya.",
                a=votes["id"][0].example,
                b=votes["en"][0].example,
                example=undecided[0].example,
            )
            return "ambiguous", mixed, _examples(undecided)
        said = (
            msg("{n} isian seperti {example} memakai titik untuk ribuan dan koma untuk desimal.", **_told(votes["id"]))
            if winner == "id"
            else msg("{n} isian seperti {example} memakai titik untuk desimal.", **_told(votes["en"]))
        )
        return winner, said, examples
    if undecided:
        said = msg(
            "Tidak ada yang menentukan arti tanda di {n} isian seperti {example}: ribuan atau desimal.",
            **_told(undecided),
        )
        return "ambiguous", said, _examples(undecided)
    return "plain", msg("Angka ditulis tanpa tanda ribuan."), _examples(shapes)


def _told(found: Sequence[ShapeCount]) -> dict[str, object]:
    return {"n": Count(sum(one.rows_n for one in found)), "example": _examples(found)[0]}


def _examples(found: Sequence[ShapeCount]) -> tuple[str, ...]:
    return tuple(one.example for one in sorted(found, key=lambda one: -one.rows_n)[:3])


def _plan(example: str, convention: Convention) -> NumberPlan | None:
    if example.strip().lower() in _EMPTY:
        return NumberPlan(empty=True)
    found = _strip(example)
    result = None if found is None else _read(found, convention)
    if found is None or result is None:
        return None
    value, factor, negative = Decimal(result), found[1], result.startswith("-")
    with localcontext(Context(prec=2 * _LONGEST)):
        return _first_plan(example, convention, value, factor, negative)


def _first_plan(
    example: str, convention: Convention, value: Decimal, factor: Decimal, negative: bool
) -> NumberPlan | None:
    # a text of zeros is right in every reading, so a sign is first tried as the decimal one
    for decimal in (",", ".", ""):
        if decimal and example.count(decimal) != 1:
            continue
        delete = "".join(sorted({c for c in example if not ("0" <= c <= "9") and c != decimal}))
        plan = NumberPlan(delete, decimal, factor, negative)
        try:
            if plan.apply(example) == value and plan.apply(_ones(example)) == _again(example, convention):
                return plan
        except (ArithmeticError, TypeError, ValueError):
            continue
    return None


def _ones(example: str) -> str:
    """Another text of the same shape, in which every digit but a leading 0 counts."""
    digits = iter("1234567891234567891234567891234567891234567890" * 10)
    start = example.startswith("0")
    return "".join(
        c if not ("0" <= c <= "9") or (start and place == 0) else next(digits) for place, c in enumerate(example)
    )


def _again(example: str, convention: Convention) -> Decimal | None:
    found = _strip(_ones(example))
    result = None if found is None else _read(found, convention)
    return None if result is None else Decimal(result)
