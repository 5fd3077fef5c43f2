"""What one way of writing a number holds, before anybody says what its signs mean.

A text is reduced to its *shape* (digits as 9), and only shapes are parsed: texts of one shape are read in one way, in
Python and in SQL, and a column has a few dozen of them however long it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal

__all__ = ["LONGEST", "Form", "form_of", "is_empty", "number_shape", "reading_of", "unreadable_reason"]

_EMPTY: Final = frozenset(
    {
        "",
        "null",
        "none",
        "nan",
        "n/a",
        "na",
        "nihil",
        "kosong",
        "belum ada",
        "tidak ada",
        "belum dibuat",
        "nilai kontrak belum dibuat",
    }
)
# a dash for "nothing", as accountants' number formats print it: "-", "Rp -", "Rp. -,-"
_DASH: Final = re.compile(r"(?:rp\.?|idr)?\s*-+(?:[,.]-)?|(?:rp\.?|idr)", re.I | re.A)
_FOREIGN: Final = re.compile(r"(?<![a-z])(?:usd|us\$|sgd|eur|euro|jpy|aud|gbp|cny|myr|rm|sar)(?![a-z])|[$€£¥]", re.I)
_WHOLE: Final = re.compile(
    r"(?P<outer>\()?\s*(?P<sign>[-+])?\s*(?P<currency>rp\.?|idr\.?)?\s*(?P<inner>\()?\s*(?P<second>[-+])?\s*"
    r"(?P<body>[0-9][0-9., ']*?)\s*(?:(?P<scale>ribu|rb|juta|jt|miliar|milyar|m|triliun|trilyun|t)\.?)?"
    r"\s*(?P<after>rupiah|idr|rp\.?)?\s*(?P<tail>,-|\.-|/-|,=|=|-)?[.;]?\s*(?P<close>\))?",
    re.I | re.A,
)
_SCALES: Final = {
    **dict.fromkeys(("ribu", "rb"), Decimal(10) ** 3),
    **dict.fromkeys(("juta", "jt"), Decimal(10) ** 6),
    **dict.fromkeys(("miliar", "milyar", "m"), Decimal(10) ** 9),
    **dict.fromkeys(("triliun", "trilyun", "t"), Decimal(10) ** 12),
}
# 1.234 or 1,234 alone can be twelve hundred or one and a bit
_UNDECIDED: Final = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_GROUPS: Final = {sign: re.compile(rf"[0-9]{{1,3}}(?:\{sign}[0-9]{{3}})+") for sign in ".,"}
# thousands parted by spaces or apostrophes; either may stand before the decimal sign too
_SPACED: Final = re.compile(r"[0-9]{1,3}(?:([ '])[0-9]{3})(?:\1[0-9]{3})*(?:[.,][0-9]+)?")
_SPACE_BEFORE_DECIMALS: Final = re.compile(r" (?=[.,][0-9]{1,2}$)")
_SPACES: Final = re.compile(r"\s")
_DIGITS: Final = re.compile("[0-9]")
_NINES: Final = str.maketrans("012345678", "9" * 9)
_ALIKE: Final = str.maketrans({"−": "-", "–": "-", "—": "-", "’": "'", "‘": "'", "`": "'", "´": "'"})
# More digits than this are no amount of anything.
LONGEST: Final = 400


@dataclass(frozen=True, slots=True)
class Form:
    """What a shape holds.

    Attributes:
        body: digits, dots and commas only.
        vote: what this way of writing alone says about its column.
        undecided: the only sign may part thousands or decimals: 1.234.
    """

    body: str
    factor: Decimal
    negative: bool
    vote: Literal["id", "en"] | None
    undecided: bool


def number_shape(text: str) -> str:
    """The shape of a text: digits as 9; a leading 0 shows, because 0.123 is never a count of thousands."""
    shape = text.translate(_NINES)
    return "0" + shape if text.startswith("0") else shape


def _typical(shape: str) -> str:
    """A text of the shape."""
    return "0" + shape[2:] if shape.startswith("0") else shape


def _tidy(text: str) -> str:
    return _SPACES.sub(" ", text.translate(_ALIKE)).strip().removeprefix("'")


def is_empty(text: str) -> bool:
    """Whether a cell says that there is no number."""
    tidy = _tidy(text)
    return tidy.lower() in _EMPTY or _DASH.fullmatch(tidy) is not None


@lru_cache(maxsize=8192)
def form_of(shape: str) -> Form | None:
    """What a shape holds; ``None`` when it is no number of rupiah or things."""
    if len(shape) > LONGEST:
        return None
    match = _WHOLE.fullmatch(_tidy(_typical(shape)))
    if match is None:
        return None
    signs = [s for s in (match["sign"], match["second"]) if s]
    opened = [b for b in (match["outer"], match["inner"]) if b]
    # "1.000-" may be a debit or the flourish after an amount; with "Rp" before it, it is the flourish
    loose_dash = match["tail"] == "-" and match["currency"] is None
    # a lone small letter is a metre or a ton as easily as a miliar or a triliun
    loose_scale = match["scale"] in ("m", "t")
    if len(signs) + len(opened) > 1 or bool(opened) != bool(match["close"]) or loose_dash or loose_scale:
        return None
    body = match["body"]
    if " " in body or "'" in body:
        body = _SPACE_BEFORE_DECIMALS.sub("", body)
        if _SPACED.fullmatch(body):
            body = body.replace(" ", "").replace("'", "")
    if " " in body or "'" in body:
        return None
    scale = match["scale"]
    undecided = _UNDECIDED.fullmatch(body) is not None
    vote = _vote(body)
    if undecided and "." in body and (match["tail"] or "").startswith(","):
        # "63.200,-": the comma stands where the decimals would
        vote, undecided = "id", False
    return Form(body, _SCALES[scale.lower()] if scale else Decimal(1), bool(opened) or "-" in signs, vote, undecided)


def _vote(body: str) -> Literal["id", "en"] | None:
    dot, comma = body.rfind("."), body.rfind(",")
    if dot >= 0 and comma >= 0:
        return "id" if comma > dot else "en"
    if (dot < 0 and comma < 0) or _UNDECIDED.fullmatch(body):
        return None
    sign = "." if dot >= 0 else ","
    thousands = body.count(sign) > 1
    if thousands and not _GROUPS[sign].fullmatch(body):
        return None
    return ("id" if sign == "." else "en") if thousands else ("en" if sign == "." else "id")


def _decimals(form: Form, convention: str) -> tuple[str, int] | None:
    """The decimal sign and the number of decimals; ``None`` when the signs make no number."""
    body = form.body
    style = form.vote or (convention if convention in ("id", "en") else None)
    if style is None:
        # nothing decides: money and counts are written with thousands far more often than with three decimals
        return ("", 0) if body.isdigit() or form.undecided else None
    thousands, decimal = (".", ",") if style == "id" else (",", ".")
    whole, _sign, fraction = body.partition(decimal)
    if thousands in fraction or decimal in fraction or (thousands in whole and not _GROUPS[thousands].fullmatch(whole)):
        return None
    return (decimal, len(fraction)) if fraction else ("", 0)


@lru_cache(maxsize=8192)
def reading_of(shape: str, convention: str) -> tuple[Form, str, int] | None:
    """The form, the decimal sign and the number of decimals."""
    form = form_of(shape)
    decimals = None if form is None else _decimals(form, convention)
    return None if form is None or decimals is None else (form, *decimals)


def unreadable_reason(text: str) -> str:
    """Why a text is no amount in rupiah: ``currency_foreign`` or ``number_unreadable``."""
    return "currency_foreign" if _FOREIGN.search(text) and _DIGITS.search(text) else "number_unreadable"
