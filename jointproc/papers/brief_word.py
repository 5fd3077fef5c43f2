"""A brief as Word document, for those who edit it before it goes to the head of region."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.shared import Cm, Pt, RGBColor

from jointproc.papers.blocks import Block, Bullets, Heading, Para, Table
from jointproc.papers.brief import Brief, brief_of
from jointproc.papers.fitting import lines_of, text_height
from jointproc.papers.paper import Paper
from jointproc.papers.word import document_of, file_bytes, one_line, shaded, table

__all__ = ["brief_docx"]

_MARGINS_CM: Final = (2.0, 2.0, 1.5, 1.6)
_WIDTH_CM: Final = 17.0
_WIDTH_IN: Final = _WIDTH_CM / 2.54
# what a page holds besides header and footer, less a line in reserve
_HEIGHT_IN: Final = 10.1
_SIZES: Final = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
_CELL_IN: Final = 0.15
_ROW_IN: Final = 0.03
_DARK: Final = RGBColor(0x1F, 0x3A, 0x5F)
_GREY: Final = RGBColor(0x59, 0x59, 0x59)
_ALARM: Final = RGBColor(0x9B, 0x1C, 0x1C)
_WHITE: Final = RGBColor(0xFF, 0xFF, 0xFF)
_DARK_FILL: Final = "1F3A5F"
_PALE_FILL: Final = "EEF2F6"


def brief_docx(paper: Paper, code: str) -> bytes:
    """The brief for one member as DOCX, two A4 pages.

    Raises:
        InputError: the region is no member of the scenario.
    """
    told = brief_of(paper, code)
    document = document_of(paper, f"brief-{code}", head="", foot=f"{one_line(told.footer)} ·", margins_cm=_MARGINS_CM)
    document.core_properties.title = told.title[:255]
    _top(document, told)
    _page(document, told.front, _size_of(told.front, _top_height(told)))
    # the second page begins with its first heading: no empty paragraph that could fall onto a page of its own
    mark = len(document.paragraphs)
    _page(document, told.back, _size_of(told.back, 0.0))
    document.paragraphs[mark].paragraph_format.page_break_before = True
    return file_bytes(document)


# --------------------------------------------------------------------------- how large


def _size_of(blocks: Sequence[Block], taken_in: float) -> float:
    """The largest type at which a page's blocks stay on it, from the widths of Arial."""
    for size in _SIZES[:-1]:
        if taken_in + sum(_height(b, size) for b in blocks) <= _HEIGHT_IN:
            return size
    return _SIZES[-1]


def _height(block: Block, size: float) -> float:
    """Inches a block takes; errs on the tall side."""
    if isinstance(block, Heading):
        return text_height([block.text], size + 1, _WIDTH_IN, gap=0.9, bold=True)
    if isinstance(block, Para):
        return text_height([block.text], size, _WIDTH_IN - 0.1, gap=0.4)
    if isinstance(block, Bullets):
        return text_height(block.items, size, _WIDTH_IN - 0.35, gap=0.25)
    parts = block.widths or (1.0,) * len(block.header)
    rooms = [_WIDTH_IN * part / sum(parts) - _CELL_IN for part in parts]
    rows = [block.header, *block.rows]
    lines = [
        max(lines_of(text, size - 0.5, room, bold=True) for text, room in zip(row, rooms, strict=True)) for row in rows
    ]
    return sum(lines) * 1.2 * (size - 0.5) / 72 + _ROW_IN * len(rows) + 0.1


def _top_height(told: Brief) -> float:
    figures = text_height(["X", "X"], 11, 1.0, gap=0.6)
    return (
        text_height([told.over], 9, _WIDTH_IN / 2, gap=0.3)
        + text_height([told.title], 18, _WIDTH_IN, gap=0.2, bold=True)
        + text_height([told.subtitle], 10, _WIDTH_IN, gap=0.4)
        + (text_height([told.alert], 9, _WIDTH_IN - 0.2, gap=0.6, bold=True) if told.alert else 0.0)
        + text_height([told.answer], 12, _WIDTH_IN, gap=0.8, bold=True)
        + figures
        + text_height([told.figures_note], 8, _WIDTH_IN, gap=0.6)
    )


# --------------------------------------------------------------------------- what is drawn


def _paragraph(
    document: Any,
    text: str,
    size: float,
    *,
    bold: bool = False,
    colour: RGBColor | None = None,
    after: float = 0.4,
    style: str = "Normal",
) -> Any:
    paragraph = document.add_paragraph(style=style)
    shape = paragraph.paragraph_format
    shape.space_before, shape.space_after, shape.line_spacing = Pt(0), Pt(after * size), 1.0
    run = paragraph.add_run(text)
    run.font.name, run.font.size, run.bold = "Arial", Pt(size), bold
    if colour is not None:
        run.font.color.rgb = colour
    return paragraph


def _top(document: Any, told: Brief) -> None:
    over = _paragraph(document, told.over, 9, colour=_GREY, after=0.3)
    if told.tags:
        run = over.add_run("   " + "   ".join(f"[ {t.upper()} ]" for t in told.tags))
        run.bold, run.font.size = True, Pt(9)
    _paragraph(document, told.title, 18, bold=True, colour=_DARK, after=0.2, style="Heading 1")
    _paragraph(document, told.subtitle, 10, colour=_GREY)
    if told.alert:
        _paragraph(document, told.alert, 9, bold=True, colour=_ALARM, after=0.6)
    _paragraph(document, told.answer, 12, bold=True, after=0.8)
    boxes = document.add_table(rows=1, cols=len(told.figures))
    boxes.alignment = WD_TABLE_ALIGNMENT.CENTER
    for number, (cell, (label, value)) in enumerate(zip(boxes.rows[0].cells, told.figures, strict=True)):
        stands_out = number == told.likely
        shaded(cell, _DARK_FILL if stands_out else _PALE_FILL)
        first = cell.paragraphs[0]
        for paragraph, text, size in ((first, label, 8.0), (cell.add_paragraph(), value.replace(" ", "\u00a0"), 11.5)):
            paragraph.paragraph_format.space_after = Pt(1)
            run = paragraph.add_run(text)
            run.font.size, run.bold = Pt(size), size > 9
            if stands_out:
                run.font.color.rgb = _WHITE
    note = _paragraph(document, told.figures_note, 8, colour=_GREY)
    note.paragraph_format.space_before = Pt(4)


def _page(document: Any, blocks: Sequence[Block], size: float) -> None:
    for block in blocks:
        if isinstance(block, Heading):
            made = _paragraph(document, block.text, size + 1, bold=True, colour=_DARK, after=0.2, style="Heading 2")
            made.paragraph_format.space_before, made.paragraph_format.keep_with_next = Pt(0.6 * size), True
        elif isinstance(block, Para):
            _paragraph(document, block.text, size, bold=block.strong)
        elif isinstance(block, Bullets):
            for item in block.items:
                made = _paragraph(document, f"–\t{item}", size, after=0.25)
                made.paragraph_format.left_indent, made.paragraph_format.first_line_indent = Cm(0.5), Cm(-0.5)
                made.paragraph_format.tab_stops.add_tab_stop(Cm(0.5))
        else:
            _drawn_table(document, block, size)


def _drawn_table(document: Any, block: Table, size: float) -> None:
    made = table(document, block, size=size - 0.5, width_cm=_WIDTH_CM)
    for row in made.rows:
        for cell in row.cells:
            shape = cell.paragraphs[0].paragraph_format
            shape.space_before, shape.space_after, shape.line_spacing = Pt(0), Pt(0), 1.0
    if block.strong is not None:
        for cell in made.rows[block.strong + 1].cells:
            shaded(cell, _PALE_FILL)
    for cell in made.rows[0].cells:
        shaded(cell, _PALE_FILL)
    gap = _paragraph(document, "", 3, after=0.0)
    gap.paragraph_format.line_spacing = Pt(4)
