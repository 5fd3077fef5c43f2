"""Two wordings side by side: which words and numbers only one of them has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from jointproc.goods.lexicon import lexicon
from jointproc.goods.normal_form import normal_form
from jointproc.intake.units import unit_of

__all__ = ["Piece", "side_by_side"]

# two ways to write one word that the lexicon leaves out because they say nothing of the good
_SHORT: Final = {"no": "nomor", "merk": "merek", "type": "tipe"}
_TOKEN: Final = re.compile(r"\d+(?:[.,/]\d+)*|[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text as it was written; ``differs`` when the other text has nothing like it."""

    text: str
    differs: bool


def side_by_side(left: str, right: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts cut into pieces; the pieces of each, put together, are the text itself.

    Words count as alike when they differ only in case or accents, or are spellings of one word in the lexicon
    or of the units (``gr`` and ``gram``); numbers when they have the same value as written (``0,5`` and ``0.5``).
    """
    mine, yours = _meanings(left), _meanings(right)
    return _pieces(left, yours), _pieces(right, mine)


def _meanings(text: str) -> frozenset[str]:
    tokens = [word for found in _TOKEN.finditer(text) for word in _plain(found[0])]
    return frozenset(tokens) | frozenset(lexicon().spelled(tokens))


def _plain(token: str) -> list[str]:
    return [unit_of(_SHORT.get(word, word)).name for word in normal_form(token).split()]


def _pieces(text: str, other: frozenset[str]) -> list[Piece]:
    out: list[Piece] = []
    at = 0
    for found in _TOKEN.finditer(text):
        if found.start() > at:
            _add(out, text[at : found.start()], False)
        words = _plain(found[0])
        alike = not words or set(words) <= other or set(lexicon().spelled(words)) <= other
        _add(out, found[0], not alike)
        at = found.end()
    if at < len(text):
        _add(out, text[at:], False)
    return out


def _add(out: list[Piece], text: str, differs: bool) -> None:
    # neighbours of one kind are one piece; two differing words with only a space between them are one mark
    if len(out) >= 2 and differs and not out[-1].differs and out[-1].text.isspace() and out[-2].differs:
        between = out.pop().text
        out[-1] = Piece(out[-1].text + between + text, True)
    elif out and out[-1].differs == differs:
        out[-1] = Piece(out[-1].text + text, differs)
    else:
        out.append(Piece(text, differs))
