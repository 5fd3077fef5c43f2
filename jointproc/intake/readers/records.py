"""Where the rows of a delimited text begin: the exact line of each, without reading its cells.

Arrow numbers rows and knows nothing of lines. A row ends at a line break outside quotes. In well-formed text (every
opening quote follows a separator, every closing one precedes a separator) that is a line break after an even number
of quotes, which is counted for eight million bytes at a time. Whether a text is well-formed is looked at first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from jointproc.intake.readers.text import Text

__all__ = ["Layout", "layout_of", "record_starts"]

_LF: Final = 10
_CR: Final = 13
_QUOTE: Final = 34
Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Layout:
    """How the rows of a text lie in its lines.

    Attributes:
        records_n: rows that are not blank lines; with odd quotes, lines.
        breaks_in_quotes: rows may go on over several lines.
        odd_quotes: some cells are quoted, and quotes stand where they should not or one is never closed.
        empty_rows: there may be rows of separators alone.
        lone_returns: carriage returns stand alone, as old Macs wrote line ends.
    """

    records_n: int
    breaks_in_quotes: bool
    odd_quotes: bool
    empty_rows: bool
    lone_returns: bool


def layout_of(text: Text, delimiter: str, width: int) -> Layout:
    """Look through the whole text once; ``width`` is the number of columns."""
    sign = ord(delimiter)
    quotes_n = newlines_n = 0
    openers = misplaced = inside_breaks = lone = empty = False
    blanks_plain = blanks_formed = breaks_formed = 0
    for one in _windows(text, overlap=3 * width + 4):
        ends = one.newlines
        newlines_n += len(ends)
        following = one.signs(ends + 1)
        blank = (following == _LF) | ((following == _CR) & (one.signs(ends + 2) == _LF))
        at_end = ends + 1 >= one.text_end
        blank &= ~at_end
        blanks_plain += int(blank.sum())
        empty = empty or _separators_alone(one, ends[~at_end], sign, width)
        lone = lone or _lone_return(one)
        if len(one.quotes):
            order = quotes_n + np.arange(len(one.quotes))
            before, after = one.signs(one.quotes - 1), one.signs(one.quotes + 1)
            opens = (before == sign) | (before == _LF) | (before == _CR)
            closes = (after == sign) | (after == _LF) | (after == _CR) | (after == _QUOTE)
            opening = order % 2 == 0
            openers = openers or bool(opens.any())
            misplaced = misplaced or bool((opening & ~(opens | (before == _QUOTE))).any() or (~opening & ~closes).any())
        outside = (quotes_n + np.searchsorted(one.quotes, ends)) % 2 == 0
        breaks_formed += int(outside.sum())
        blanks_formed += int((blank & outside).sum())
        inside_breaks = inside_breaks or not outside.all()
        quotes_n += len(one.quotes)
    start = text.start(2)
    starts_blank = start[:1] == b"\n" or start == b"\r\n"
    tail = int(not _ends_with_break(text))
    formed = openers and not misplaced and quotes_n % 2 == 0
    breaks, blanks = (breaks_formed, blanks_formed) if formed else (newlines_n, blanks_plain)
    return Layout(
        records_n=breaks + tail - blanks - int(starts_blank),
        breaks_in_quotes=formed and inside_breaks,
        odd_quotes=openers and not formed,
        empty_rows=empty,
        lone_returns=lone,
    )


def record_starts(text: Text, *, quoted: bool) -> Iterator[tuple[Positions, Positions]]:
    """Byte offsets and line numbers (from 1) of the rows that are not blank lines, a block at a time."""
    newlines_n = quotes_n = 0
    begin, line = 0, 1
    last = b""
    for one in _windows(text, overlap=4):
        ends = one.newlines
        numbers = newlines_n + np.arange(len(ends))
        if quoted:
            outside = (quotes_n + np.searchsorted(one.quotes, ends)) % 2 == 0
            ends, numbers = ends[outside], numbers[outside]
            quotes_n += len(one.quotes)
        newlines_n += len(one.newlines)
        if len(ends):
            offsets = np.concatenate([[begin], one.offset + ends[:-1] + 1])
            lines = np.concatenate([[line], numbers[:-1] + 2])
            lengths = one.offset + ends - offsets
            full = (lengths > 1) | ((lengths == 1) & (one.signs(ends - 1) != _CR))
            yield offsets[full], lines[full]
            begin, line = int(one.offset + ends[-1] + 1), int(numbers[-1] + 2)
        last = one.last
    if begin < text.size and last not in (b"", b"\n"):
        yield np.array([begin]), np.array([line])


# --------------------------------------------------------------------------- windows


class _Window:
    """A block with a few bytes around it: its own line breaks and quotes, and what stands beside them."""

    def __init__(self, before: bytes, block: bytes, after: bytes, offset: int) -> None:
        self._bytes = np.frombuffer(before + block + after, np.uint8)
        self._shift = len(before)
        self.block, self.before, self.after = block, before, after
        own = self._bytes[self._shift : self._shift + len(block)]
        self.newlines: Positions = np.flatnonzero(own == _LF).astype(np.int64)
        has_quotes = b'"' in block
        self.quotes: Positions = np.flatnonzero(own == _QUOTE).astype(np.int64) if has_quotes else self.newlines[:0]
        self.offset = offset
        self.text_end = len(block) + len(after)
        self.last = block[-1:]

    def signs(self, at: Positions) -> npt.NDArray[np.uint8]:
        """The bytes at positions of the block; beyond either end of the text a line break."""
        place = at + self._shift
        within = (place >= 0) & (place < len(self._bytes))
        found = self._bytes[np.where(within, place, 0)]
        return found if within.all() else np.where(within, found, _LF).astype(np.uint8)


def _windows(text: Text, overlap: int) -> Iterator[_Window]:
    before, block, offset = b"", b"", 0
    for following in text.blocks():
        if block:
            yield _Window(before, block, following[:overlap], offset)
            before, offset = block[-overlap:], offset + len(block)
        block = following
    if block:
        yield _Window(before, block, b"", offset)


def _separators_alone(one: _Window, ends: Positions, sign: int, width: int) -> bool:
    """Whether a line holds separators and empty quotes and nothing else."""
    place = ends[np.isin(one.signs(ends + 1), (sign, _QUOTE))]
    for step in range(2, 3 * width + 2):
        if not len(place):
            return False
        following = one.signs(place + step)
        if bool(np.isin(following, (_LF, _CR)).any()):
            return True
        place = place[np.isin(following, (sign, _QUOTE))]
    return False


def _lone_return(one: _Window) -> bool:
    if b"\r" not in one.block:
        return False
    returns = np.flatnonzero(np.frombuffer(one.block, np.uint8) == _CR).astype(np.int64)
    beyond = returns + 1 >= one.text_end
    return bool((beyond | (one.signs(returns + 1) != _LF)).any())


def _ends_with_break(text: Text) -> bool:
    if not text.size:
        return True
    if isinstance(text.data, bytes):
        return text.data.endswith(b"\n")
    with text.data.open("rb") as handle:
        handle.seek(-1, 2)
        return handle.read(1) == b"\n"
