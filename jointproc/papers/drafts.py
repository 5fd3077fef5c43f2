"""Drafts of the Perjanjian Kerja Sama and the Kesepakatan Bersama, filled from the scenario.

The text is Indonesian in either language: it is what would be signed. What the scenario does not know is a numbered
blank in the text and a line in the list at the end, never an invention.
"""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from jointproc import regions as geography
from jointproc.agreements import rule_sentence
from jointproc.papers.blocks import Table
from jointproc.papers.draft_annexes import annexes
from jointproc.papers.identity import identity_of
from jointproc.papers.law import authority, needs_transfer
from jointproc.papers.paper import Paper
from jointproc.papers.terbilang import counted, per_cent, rupiah_in_words

__all__ = ["DRAFT_KINDS", "draft_bytes"]

DraftKind = Literal["pks", "kesepakatan"]
DRAFT_KINDS: Final[tuple[DraftKind, ...]] = ("pks", "kesepakatan")
_ORDINALS: Final = (
    "KESATU", "KEDUA", "KETIGA", "KEEMPAT", "KELIMA", "KEENAM", "KETUJUH", "KEDELAPAN", "KESEMBILAN", "KESEPULUH",
)  # fmt: skip
_BLANK: Final = re.compile(r"(⟦[^⟧]*⟧)")
_HEADS: Final = {"provinsi": "Gubernur", "kabupaten": "Bupati", "kota": "Wali Kota"}


def draft_bytes(paper: Paper, kind: DraftKind) -> bytes:
    """One draft as DOCX bytes."""
    source = replace(paper, language="id")
    blanks: list[str] = []

    def blank(what: str) -> str:
        if what not in blanks:
            blanks.append(what)
        return f"⟦{blanks.index(what) + 1}. {what}⟧"

    text = _template(kind).render(**_facts(source), blank=blank)
    document = _document(paper, kind)
    article = 0
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("## "):
            article += 1
            _centred(document, f"Pasal {article}", True).paragraph_format.keep_with_next = True
            _centred(document, line[3:], True).paragraph_format.keep_with_next = True
        elif line.startswith("# "):
            _centred(document, line[2:], True)
        elif line:
            _runs(document.add_paragraph(), line)
    _signatures(document, source)
    if kind == "pks":
        for title, told in annexes(source):
            document.add_page_break()
            _centred(document, title, True)
            _table(document, told)
    document.add_page_break()
    _centred(document, "DAFTAR ISIAN YANG BELUM LENGKAP", True)
    document.add_paragraph("Hal berikut tidak ada dalam skenario dan wajib diisi PARA PIHAK sebelum penandatanganan.")
    for number, what in enumerate(blanks, 1):
        document.add_paragraph(f"{number}. {what}")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@cache
def _template(kind: str) -> Template:
    # plain text, never HTML: what is filled in is written into Word runs, which escape it themselves
    loader = FileSystemLoader(Path(__file__).parent / "templates")
    environment = Environment(loader=loader, undefined=StrictUndefined, trim_blocks=True, autoescape=False)
    return environment.get_template(f"{kind}_id.md")


def _plain(text: str) -> str:
    """Text from outside on one line, without our own marks."""
    return " ".join(re.sub(r"[⟦⟧]", "", text).split())


def _title(number: int) -> str:
    return f"PIHAK {_ORDINALS[number]}" if number < len(_ORDINALS) else f"PIHAK KE-{number + 1}"


def _facts(paper: Paper) -> dict[str, Any]:
    scenario, found = paper.scenario, paper.simulation
    votes = dict(zip(found.decision.codes, found.decision.weights, strict=True))
    share = {m.code: m.share for m in scenario.members}
    parties = []
    for number, member in enumerate(paper.parties):
        about = geography.region(member.code)
        place = about.short_name if about.kind != "provinsi" else about.province
        parties.append(
            {
                "name": member.name,
                "title": _title(number),
                "head": f"{_HEADS[about.kind]} {place}",
                "share": per_cent(share[member.code]),
                "votes": counted(int(votes[member.code])),
            }
        )
    moved = found.transfers_idr.get(scenario.split, 0)
    return {
        "parties": parties,
        "titles": paper.listing(p["title"] for p in parties),
        "roman": [_roman(n + 1) for n in range(len(parties))],
        "commodity": _plain(paper.commodity),
        "lead": paper.name(scenario.lead_code) if scenario.lead_code in paper.names else _name_of(scenario.lead_code),
        "benefit": paper.verdict in ("join", "care") and paper.saving.p50 > 0,
        "low": rupiah_in_words(round(paper.saving.p10)),
        "likely": rupiah_in_words(round(paper.saving.p50)),
        "high": rupiah_in_words(round(paper.saving.p90)),
        "model": scenario.model,
        "decision": scenario.decision,
        "quota": counted(int(found.decision.quota)),
        "coordination": rupiah_in_words(round(found.coordination_idr.p50)),
        "transfer": rupiah_in_words(moved) if needs_transfer(paper) else "",
        "split": paper.tell(rule_sentence(scenario.split)),
        "years": scenario.term_years,
        "term": counted(scenario.term_years),
        "authority": authority(paper),
        "copies": counted(len(parties)),
    }


def _name_of(code: str) -> str:
    return geography.region(code).name


def _roman(number: int) -> str:
    found = ""
    for value, letters in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while number >= value:
            found, number = found + letters, number - value
    return found


# --------------------------------------------------------------------------- the document


def _document(paper: Paper, kind: str) -> Any:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(2.5)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Arial")
    head = section.header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run("RANCANGAN")
    run.bold, run.font.size = True, Pt(14)
    foot = section.footer.paragraphs[0]
    note = foot.add_run(
        f"RANCANGAN; wajib ditelaah TKKSD, Bagian Hukum, dan UKPBJ; bukan naskah resmi. "
        f"{_plain(replace(paper, language='id').footer)} · halaman "
    )
    note.font.size = Pt(8)
    _page_number(foot)
    about = document.core_properties
    about.title, about.author = _plain(paper.scenario.title)[:255], "Jointproc"
    about.keywords = identity_of(paper, kind).packed()
    about.language, about.comments = "id", ""
    about.created = about.modified = datetime.combine(paper.made_on, time())
    return document


def _page_number(paragraph: Any) -> None:
    run = paragraph.add_run()
    run.font.size = Pt(8)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def _runs(paragraph: Any, text: str) -> None:
    """Text with its blanks bold and underlined: seen on paper without colour."""
    for part in _BLANK.split(text):
        if part.startswith("⟦"):
            run = paragraph.add_run(f"[…… {part[1:-1]} ……]")
            run.bold, run.underline = True, True
        elif part:
            paragraph.add_run(part)


def _centred(document: Any, text: str, bold: bool) -> Any:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(2)
    _runs(paragraph, text)
    for run in paragraph.runs:
        run.bold = bold
    return paragraph


def _signatures(document: Any, paper: Paper) -> None:
    table = document.add_table(rows=0, cols=2)
    for number in range(0, len(paper.parties), 2):
        cells = table.add_row().cells
        for offset in range(min(2, len(paper.parties) - number)):
            name = paper.parties[number + offset].name
            cells[offset].text = f"{_title(number + offset)}\n{name}\n\n\n\n(………………………………)"
            cells[offset].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER


def _table(document: Any, told: Table) -> None:
    table = document.add_table(rows=1, cols=len(told.header))
    table.style = "Table Grid"
    header = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(header)
    for number, row in enumerate([told.header, *told.rows]):
        cells = table.rows[0].cells if number == 0 else table.add_row().cells
        for column, text in enumerate(row):
            paragraph = cells[column].paragraphs[0]
            run = paragraph.add_run(text)
            run.font.size = Pt(8)
            run.bold = number == 0 or (told.total and number == len(told.rows))
            if number and column in told.numeric:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
