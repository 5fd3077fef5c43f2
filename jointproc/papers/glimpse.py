"""What stands on the first page of a document, read back from the very file that would be made."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.table import Table

__all__ = ["Line", "Words", "first_page"]

Align = Literal["left", "center", "right"]
# more than a page holds at the smallest type
_MOST: Final = 45
_ALIGNED: Final[dict[Any, Align]] = {WD_ALIGN_PARAGRAPH.CENTER: "center", WD_ALIGN_PARAGRAPH.RIGHT: "right"}
_USUAL_PT: Final = 11.0


@dataclass(frozen=True, slots=True)
class Words:
    """A run of text and whether it is bold."""

    text: str
    bold: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or a row of a table with one entry a cell; ``size`` in points."""

    cells: tuple[tuple[Words, ...], ...]
    align: Align = "left"
    size: float = _USUAL_PT
    row: bool = False


def first_page(data: bytes) -> tuple[Line, ...]:
    """The header and the first lines of a DOCX."""
    document = Document(io.BytesIO(data))
    found = []
    for line in _lines(document):
        if any(words.text.strip() for cell in line.cells for words in cell):
            found.append(line)
        if len(found) == _MOST:
            break
    return tuple(found)


def _lines(document: Any) -> Iterator[Line]:
    for paragraph in document.sections[0].header.paragraphs:
        yield _paragraph(paragraph)
    for part in document.iter_inner_content():
        if not isinstance(part, Table):
            yield _paragraph(part)
            continue
        for row in part.rows:
            paragraphs = [cell.paragraphs[0] for cell in row.cells]
            yield Line(tuple(_words(p) for p in paragraphs), size=_size(paragraphs[0]), row=True)


def _paragraph(paragraph: Any) -> Line:
    return Line((_words(paragraph),), _ALIGNED.get(paragraph.alignment, "left"), _size(paragraph))


def _words(paragraph: Any) -> tuple[Words, ...]:
    return tuple(Words(run.text, bool(run.bold)) for run in paragraph.runs)


def _size(paragraph: Any) -> float:
    return max((run.font.size.pt for run in paragraph.runs if run.font.size), default=_USUAL_PT)
