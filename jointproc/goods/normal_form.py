"""The form in which two spellings of the same words are equal."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

__all__ = ["normal_form", "plain_numbers"]

_DECIMAL_COMMA: Final = re.compile(r"(?<=\d),(?=\d)")
# 1.000 is a thousand, but 0.125 is a dose
_THOUSANDS: Final = re.compile(r"(?<![\d.,])([1-9]\d{0,2})((?:\.\d{3})+)(?![\d.,]*\d)")
_BETWEEN_DIGIT_AND_LETTER: Final = re.compile(r"(?<=\d)(?=[a-z])|(?<=[a-z])(?=\d)")
_NOT_WORD: Final = re.compile(r"[^a-z0-9.%]+")
_LOOSE_DOT: Final = re.compile(r"(?<!\d)\.|\.(?!\d)")


def plain_numbers(text: str) -> str:
    """Numbers without thousands dots and with a decimal point: ``1.000`` = ``1000``, ``0,9`` = ``0.9``."""
    return _DECIMAL_COMMA.sub(".", _THOUSANDS.sub(lambda found: found[0].replace(".", ""), text))


@lru_cache(maxsize=200_000)
def normal_form(text: str) -> str:
    """Lower case, ASCII, single spaces; ``500MG`` = ``500 mg``, ``0,9%`` = ``0.9 %``, ``1.000`` = ``1000``.

    Idempotent, and equal for spellings that differ only in case, accents, punctuation or spacing.
    """
    # accents go, other foreign signs part words (an em dash must not glue two together)
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()
    plain = plain_numbers(plain)
    plain = _BETWEEN_DIGIT_AND_LETTER.sub(" ", plain)
    plain = plain.replace("%", " % ")
    plain = _LOOSE_DOT.sub(" ", plain)
    return " ".join(_NOT_WORD.sub(" ", plain).split())
