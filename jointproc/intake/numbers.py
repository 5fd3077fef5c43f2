"""Numbers as people write them: ``Rp 1.485.000.000,00``, ``1,010,000``, ``617,4 Jt``, ``97400.00``.

Whether a dot parts thousands or decimals is decided for a whole column by evidence, never value by value: one value
with both signs, or with two decimals, or with several groups of three, tells how the column was written.

Results are exact decimal text; no rupiah passes through a float unless the file itself held one.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Any, Final, Literal

from jointproc.intake.number_forms import LONGEST, form_of, is_empty, number_shape, reading_of, unreadable_reason
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

_CONTEXT: Final = Context(prec=2 * LONGEST)
_DIGITS: Final = re.compile("[0-9]")
# Above this share of rows that speak for the other convention, a column proves nothing about 1.234.
_CONTRADICTION: Final = 0.25


def read_number(text: str, convention: str = "id") -> str | None:
    """One text as exact decimal text; ``None`` when it holds no number."""
    reading = reading_of(number_shape(text), convention) if len(text) < LONGEST else None
    if reading is None:
        return None
    form, _sign, places = reading
    digits = "".join(_DIGITS.findall(text))
    plain = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    if form.negative:
        plain = "-" + plain
    if form.factor == 1:
        return plain
    return format(_CONTEXT.multiply(Decimal(plain), form.factor).normalize(_CONTEXT), "f")


# --------------------------------------------------------------------------- one column


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
        value = _CONTEXT.multiply(Decimal(kept), self.factor)
        return value.copy_negate() if self.negative else value


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


def decide(shapes: Sequence[ShapeCount], convention: str | None = None) -> Decision:
    """How a column is written, by the evidence of all its rows, and a plan for each shape.

    Args:
        shapes: every shape in the column.
        convention: a person's answer (``id``, ``en`` or ``plain``), which goes before any evidence of the column.
    """
    votes: dict[str, list[ShapeCount]] = {"id": [], "en": []}
    undecided: list[ShapeCount] = []
    for one in shapes:
        form = form_of(number_shape(one.example))
        if form and form.vote:
            votes[form.vote].append(one)
        elif form and form.undecided:
            undecided.append(one)
    chosen, evidence, examples = _weigh(votes, undecided, shapes)
    if convention is not None:
        chosen, evidence = _known(convention), msg("Cara baca dipilih sendiri.")
    return Decision(chosen, {one.shape: _plan(one.example, chosen) for one in shapes}, evidence, examples)


def _known(convention: str) -> Convention:
    return "en" if convention == "en" else "plain" if convention == "plain" else "id"


def _weigh(
    votes: dict[str, list[ShapeCount]], undecided: list[ShapeCount], shapes: Sequence[ShapeCount]
) -> tuple[Convention, Message, tuple[str, ...]]:
    rows = {name: _rows(found) for name, found in votes.items()}
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
    return {"n": Count(_rows(found)), "example": _examples(found)[0]}


def _examples(found: Sequence[ShapeCount]) -> tuple[str, ...]:
    return tuple(one.example for one in sorted(found, key=lambda one: -one.rows_n)[:3])


def _plan(example: str, convention: Convention) -> NumberPlan | None:
    if is_empty(example):
        return NumberPlan(empty=True)
    reading = reading_of(number_shape(example), convention) if len(example) < LONGEST else None
    if reading is None:
        return None
    form, decimal, _places = reading
    # "Rp. 97400.00": one sign in two roles can't be told apart sign by sign
    if decimal and example.count(decimal) != 1:
        return None
    delete = "".join(sorted({c for c in example if not ("0" <= c <= "9") and c != decimal}))
    return NumberPlan(delete, decimal, form.factor, form.negative)


# --------------------------------------------------------------------------- lost thousands

# 63.2 where 63.200 was meant; three decimals only in a number of the file itself, because as text that is 63,200
_SMALL: Final = re.compile(r"0?(?:\x11?9{1,3}[.,]9{1,2}|\x119{1,3}\.9{3})")
_SMALL_TWO: Final = re.compile(r"0?\x11?9{1,3}[.,]9{2}")
_WHOLE: Final = re.compile(r"\x11?9{2,3}")
_ONE_DIGIT: Final = re.compile(r"\x11?9")
_UNGROUPED: Final = re.compile(r"\x11?9{4,6}(?:[.,]9+)?")
_GROUPED_ONCE: Final = re.compile(r"9{1,3}[.,]9{3}")
_GROUPED_TWICE: Final = re.compile(r"9{1,3}(?:(?:\.9{3}){2,}|(?:,9{3}){2,})")
_LARGE: Final = re.compile(r"\x11?9{4,}|9{1,3}(?:[.,]9{3})+")
_CENTS: Final = re.compile(r"\x11?9{4,}[.,]9{1,2}|9{1,3}(?:\.9{3})+,9{1,2}|9{1,3}(?:,9{3})+\.9{1,2}")
_FEW: Final = 3
_MANY: Final = 10


def scale_breaks(shapes: Sequence[ShapeCount]) -> frozenset[str]:
    """Shapes whose values are a thousand times too small because a spreadsheet took thousands points for decimals.

    It shows in a money column in one of two ways:

    * *Some were eaten.* Among whole amounts of thousands a few values lie below a thousand and have decimals (63.2
      among 45,000 and 120,000: it was 63.200). A column whose large values have decimals too is left alone, and so is
      one whose small values nearly all have two decimals: there they are sen, as in prices of single tablets.
    * *All were eaten that could be.* A text with one point is a number to a spreadsheet, a text with two is not. So
      ``6.885.000`` stays, ``601.000`` becomes 601, and hardly anything is left between a thousand and a million. Then
      whole values below a thousand are broken too.

    Args:
        shapes: every shape of a money column, numbers of the file itself marked by a leading ``\\x11``.
    """
    small, whole = _of(shapes, _SMALL), _of(shapes, _WHOLE)
    small_n, whole_n, two_n = _rows(small), _rows(whole), _rows(_of(small, _SMALL_TWO))
    if _of(shapes, _CENTS):
        return frozenset()
    hollow = not _of(shapes, _UNGROUPED) and _FEW * _rows(_of(shapes, _GROUPED_ONCE)) <= small_n + whole_n
    if hollow and _rows(_of(shapes, _GROUPED_TWICE)) >= _FEW and (small_n >= _FEW or whole_n >= _MANY):
        # a zero is no seven thousand
        single = [one for one in _of(shapes, _ONE_DIGIT) if not one.example.endswith("0")]
        return frozenset(one.shape for one in (*small, *whole, *single))
    in_sen = two_n >= _FEW and two_n > _FEW * (small_n - two_n)
    if _rows(_of(shapes, _LARGE)) < _FEW * small_n or in_sen:
        return frozenset()
    return frozenset(one.shape for one in small)


def _of(shapes: Sequence[ShapeCount], pattern: re.Pattern[str]) -> list[ShapeCount]:
    return [one for one in shapes if pattern.fullmatch(one.shape)]


def _rows(found: Sequence[ShapeCount]) -> int:
    return sum(one.rows_n for one in found)


# --------------------------------------------------------------------------- a few values in Python


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
    """Read a column of cells; each distinct value is parsed, and votes, once. Never raises."""
    distinct = dict.fromkeys(v for v in values if isinstance(v, str))
    examples = {number_shape(text): text for text in distinct}
    counts = Counter(number_shape(text) for text in distinct)
    convention = decide([ShapeCount(s, examples[s], n) for s, n in counts.items()]).convention
    known = {text: read_number(text, convention) for text in distinct}
    texts: list[str | None] = []
    unreadable: list[int] = []
    for position, value in enumerate(values):
        result = known[value] if isinstance(value, str) else _native(value)
        texts.append(result)
        if result is None and not _is_nothing(value):
            unreadable.append(position)
    return NumberColumn(texts, unreadable, convention)


def _is_nothing(value: Any) -> bool:
    if isinstance(value, str):
        return is_empty(value)
    return value is None or (isinstance(value, float) and math.isnan(value))


def _native(value: Any) -> str | None:
    """A number that the file itself held as a number."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    if isinstance(value, Decimal):
        return format(value, "f") if value.is_finite() and abs(value.adjusted()) < LONGEST else None
    return str(value) if value.bit_length() < 4 * LONGEST else None
