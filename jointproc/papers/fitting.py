"""How large a text may be printed so that it stays in its box, from the widths of Arial."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

__all__ = ["fitted_size", "lines_of", "shortened", "text_height", "text_width"]

# advance widths of Arial in thousandths of the type size; letters not listed are as wide as a digit
_GROUPS: Final = (
    (191, "'"), (222, "ijl‘’"), (278, " !,./:;I[]ft\\|·"), (333, "()-r`“”"), (355, '"'), (389, "*"),
    (500, "Jcksvxyz"), (584, "+<=>~−"), (611, "FTZ"), (667, "ABEKPSVXY&"), (722, "CDHNRUw"),
    (778, "GOQ"), (833, "Mm"), (889, "%"), (944, "W"), (1000, "—…●"), (1015, "@"),
)  # fmt: skip
_WIDTHS: Final = {letter: width for width, letters in _GROUPS for letter in letters}
_BOLD: Final = 1.08
_LEADING: Final = 1.2
_POINTS: Final = 72.0


def _width(text: str, size: float, bold: bool) -> float:
    return sum(_WIDTHS.get(c, 556) for c in text) / 1000 * size * (_BOLD if bold else 1.0)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Inches a text takes in one line."""
    return _width(text, size, bold) / _POINTS


def lines_of(text: str, size: float, width_in: float, *, bold: bool = False) -> int:
    """How many lines a text takes; words longer than a line are broken."""
    room = width_in * _POINTS
    count = 0
    for paragraph in text.split("\n"):
        used, count = 0.0, count + 1
        for word in paragraph.split():
            wide = _width(word, size, bold)
            gap = _width(" ", size, bold) if used else 0.0
            if used + gap + wide <= room:
                used += gap + wide
                continue
            count += (1 if used else 0) + int(wide // room)
            used = wide % room
    return count


def text_height(texts: Sequence[str], size: float, width_in: float, *, gap: float = 0.0, bold: bool = False) -> float:
    """Inches the paragraphs take, ``gap`` being the space after each in parts of the type size."""
    lines = sum(lines_of(t, size, width_in, bold=bold) for t in texts)
    return (lines * _LEADING + gap * len(texts)) * size / _POINTS


def fitted_size(
    texts: Sequence[str],
    width_in: float,
    height_in: float,
    largest: int,
    smallest: int,
    *,
    gap: float = 0.0,
    bold: bool = False,
) -> int:
    """The largest type size at which the paragraphs stay in the box; ``smallest`` when none does."""
    for size in range(largest, smallest, -1):
        if text_height(texts, size, width_in, gap=gap, bold=bold) <= height_in:
            return size
    return smallest


def shortened(text: str, size: float, width_in: float, lines: int, *, bold: bool = False) -> str:
    """The text cut at a word, with an ellipsis, when it takes more lines than there are."""
    if lines_of(text, size, width_in, bold=bold) <= lines:
        return text
    words = text.split()
    while len(words) > 1 and lines_of(" ".join(words) + " …", size, width_in, bold=bold) > lines:
        words.pop()
    cut = " ".join(words)
    while len(cut) > 1 and lines_of(cut + "…", size, width_in, bold=bold) > lines:
        cut = cut[:-1]
    return cut + " …"
