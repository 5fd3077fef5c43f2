"""Money written in thousands or millions, as the header of its column or a line above the table says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from statistics import median
from typing import Any, Final

from jointproc.intake.numbers import Decision, ShapeCount
from jointproc.intake.presets import Fit
from jointproc.intake.sheet import NATIVE_NUMBER

__all__ = ["credible_scale", "named_scale"]

_FACTORS: Final = {
    **dict.fromkeys(("ribu", "ribuan", "rb", "thousand", "thousands"), Decimal(10) ** 3),
    **dict.fromkeys(("juta", "jutaan", "jt", "million", "millions"), Decimal(10) ** 6),
    **dict.fromkeys(("miliar", "milyar", "miliaran", "milyaran", "billion", "billions"), Decimal(10) ** 9),
}
_WORD: Final = "|".join(sorted(_FACTORS, key=len, reverse=True))
# "Pagu (Rp Juta)", "Nilai dalam ribuan"; not "Paket di bawah 50 juta"
_IN_HEADER: Final = re.compile(rf"(?<![0-9]\s)(?<![0-9])\b({_WORD})\b", re.I)
# "Pagu (Rp.000)", "Nilai (x 1.000.000)"
_ZEROS: Final = re.compile(r"(?:\brp\.?|\bidr|\bx|×|\()\s*['’.]?\s*(?:1[.,])?(000(?:[.,]000)*)\s*\)?\s*$", re.I)
# a line above the table: "(dalam jutaan rupiah)", "Rp juta"
_IN_TITLE: Final = re.compile(
    rf"\b(?:dalam|in)\s+(?:satuan\s+)?(?:rp\.?\s*|rupiah\s+)?({_WORD})\b|\(?\s*(?:rp\.?|rupiah)?\s*({_WORD})\s*"
    r"(?:rupiah|rp\.?)?\s*\)?$",
    re.I,
)
_IN_RUPIAH: Final = re.compile(r"\(\s*(?:rp\.?|rupiah|idr)\s*\)", re.I)
# the middle purchase of no file is larger: a header that would make it so does not mean what it says
_LARGEST_IDR: Final = Decimal(10) ** 12
_WEIGHED: Final = 100


def named_scale(fit: Fit, canonical: str) -> Decimal:
    """By how much each figure of a money column is multiplied (1, a thousand, a million …), by what is written above.

    The column's own header goes first, then the one merged over it, then a line above the table.
    """
    if canonical not in fit.headers or fit.sheet.kind not in ("csv", "sheet"):
        return Decimal(1)
    header, place = fit.headers[canonical], fit.positions[canonical]
    for said in (header, _over(fit, place)):
        if found := _in_header(said):
            return found
        if _IN_RUPIAH.search(said):
            return Decimal(1)
    titles = [str(cell).strip() for row in fit.sheet.head[: fit.header_row] for cell in row if isinstance(cell, str)]
    words = [match[1] or match[2] for title in titles if (match := _title(title))]
    return _FACTORS[words[-1].lower()] if words else Decimal(1)


def credible_scale(factor: Decimal, decision: Decision, shapes: Sequence[ShapeCount]) -> Decimal:
    """The factor, or 1 where it would make the middle figure of the column more than any purchase is."""
    figures: list[Decimal] = []
    for one in shapes:
        plan = decision.plans.get(one.shape)
        if one.example.startswith(NATIVE_NUMBER):
            figures.extend([abs(Decimal(one.example[1:]))] * min(one.rows_n, _WEIGHED))
        elif plan is not None and not plan.empty and plan.factor == 1:
            figures.extend([abs(plan.apply(one.example))] * min(one.rows_n, _WEIGHED))
    return factor if figures and median(figures) * factor <= _LARGEST_IDR else Decimal(1)


def _in_header(text: str) -> Decimal | None:
    if match := _IN_HEADER.search(text):
        return _FACTORS[match[1].lower()]
    if match := _ZEROS.search(text):
        return Decimal(1000) ** match[1].count("000")
    return None


def _title(text: str) -> re.Match[str] | None:
    return _IN_TITLE.search(text) if re.search(r"\b(dalam|in)\b", text, re.I) else _IN_TITLE.fullmatch(text)


def _over(fit: Fit, place: int) -> str:
    """The header merged over a column; a row with one cell alone is a title."""
    above: Sequence[Any] = fit.sheet.head[fit.header_row - 1] if fit.header_row else []
    if sum(cell not in (None, "") for cell in above) < 2:
        return ""
    return next((str(cell) for cell in reversed(above[: place + 1]) if cell not in (None, "")), "")
