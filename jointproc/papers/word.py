"""What our Word documents have in common: page, header, footer, visible blanks, tables."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, Final

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt

from jointproc.papers.blocks import Table
from jointproc.papers.identity import identity_of
from jointproc.papers.paper import Paper

__all__ = [
    "Blanks",
    "centred",
    "document_of",
    "file_bytes",
    "lying",
    "one_line",
    "runs",
    "shaded",
    "table",
    "written_cm",
]

_BLANK: Final = re.compile(r"(⟦[^⟧]*⟧)")
_A4_CM: Final = (21.0, 29.7)


class Blanks:
    """What a scenario does not know: numbered in the text, listed at its end."""

    def __init__(self) -> None:
        self.listed: list[str] = []

    def __call__(self, what: str) -> str:
        """The mark of a blank; the same words keep their number."""
        if what not in self.listed:
            self.listed.append(what)
        return f"⟦{self.listed.index(what) + 1}. {what}⟧"


def one_line(text: str) -> str:
    """Text from outside on one line, without our own marks."""
    return " ".join(re.sub(r"[⟦⟧]", "", text).split())


def document_of(paper: Paper, kind: str, *, head: str, foot: str, margins_cm: Sequence[float]) -> Any:
    """An empty A4 document that carries the paper's identity.

    Args:
        head: a word over every page, none when empty.
        foot: what stands under every page before its number.
        margins_cm: left, right, top, bottom.
    """
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(_A4_CM[0]), Cm(_A4_CM[1])
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = map(Cm, margins_cm)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Arial")
    if head:
        over = section.header.paragraphs[0]
        over.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = over.add_run(head)
        run.bold, run.font.size = True, Pt(14)
    under = section.footer.paragraphs[0]
    under.style.font.size = Pt(8)
    under.add_run(f"{foot} ")
    _page_number(under)
    about = document.core_properties
    about.title, about.author = one_line(paper.scenario.title)[:255], "Jointproc"
    about.keywords = identity_of(paper, kind).packed()
    about.language, about.comments = paper.language, ""
    about.created = about.modified = datetime.combine(paper.made_on, time())
    return document


def file_bytes(document: Any) -> bytes:
    """The document as a file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page_number(paragraph: Any) -> None:
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def runs(paragraph: Any, text: str) -> Any:
    """Text with its blanks bold and underlined: seen on paper without colour."""
    for part in _BLANK.split(text):
        if part.startswith("⟦"):
            run = paragraph.add_run(f"[…… {part[1:-1]} ……]")
            run.bold, run.underline = True, True
        elif part:
            paragraph.add_run(part)
    return paragraph


def centred(document: Any, text: str, bold: bool) -> Any:
    """A centred paragraph."""
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(2)
    for run in runs(paragraph, text).runs:
        run.bold = bold
    return paragraph


def shaded(cell: Any, colour: str) -> None:
    """Fill a cell with a colour (six hex digits)."""
    fill = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        fill.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(fill)


def lying(document: Any, on: bool) -> None:
    """Begin a new section on the next page, A4 lying or upright, with the margins, header and footer of the last."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    if on != (section.orientation == WD_ORIENT.LANDSCAPE):
        section.orientation = WD_ORIENT.LANDSCAPE if on else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = section.page_height, section.page_width


def written_cm(document: Any) -> float:
    """How wide the text of the last section is, in centimetres."""
    section = document.sections[-1]
    width: float = Emu(section.page_width - section.left_margin - section.right_margin).cm
    return width


def table(document: Any, told: Table, *, size: float = 8.0, width_cm: float = 0.0) -> Any:
    """A table whose header repeats on every page and whose rows stay whole.

    Args:
        width_cm: of the whole, shared out by the table's ``widths``; as Word likes when zero.
    """
    made = document.add_table(rows=1, cols=len(told.header))
    made.style = "Table Grid"
    bold = {0, len(told.rows) if told.total else 0, 0 if told.strong is None else told.strong + 1}
    for number, row in enumerate([told.header, *told.rows]):
        line = made.rows[0] if number == 0 else made.add_row()
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        cells = line.cells
        for column, text in enumerate(row):
            paragraph = cells[column].paragraphs[0]
            # what stands in a cell comes from outside as well: none of it is a mark of ours
            run = paragraph.add_run(text)
            run.font.size, run.bold = Pt(size), number in bold
            if column in told.numeric:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if width_cm:
        _widths(made, told, width_cm)
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    return made


def _widths(made: Any, told: Table, width_cm: float) -> None:
    parts = told.widths or (1.0,) * len(told.header)
    made.autofit = False
    for column, part in zip(made.columns, parts, strict=True):
        column.width = Cm(width_cm * part / sum(parts))
        for cell in column.cells:
            cell.width = column.width
