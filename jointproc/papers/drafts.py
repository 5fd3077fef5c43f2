"""Drafts of the Perjanjian Kerja Sama and the Kesepakatan Bersama, filled from the scenario.

The text is Indonesian in either language: it is what would be signed. What the scenario does not know is a numbered
blank in the text and a line in the list at the end, never an invention.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from jointproc import regions as geography
from jointproc.agreements import COST_KEY_LABELS, rule_sentence
from jointproc.papers.blocks import Table
from jointproc.papers.draft_annexes import annexes
from jointproc.papers.fitting import text_width
from jointproc.papers.identity import identity_of
from jointproc.papers.law import authority, needs_transfer
from jointproc.papers.paper import Paper
from jointproc.papers.signing import governments, signatory
from jointproc.papers.terbilang import counted, per_cent, rupiah_in_words
from jointproc.papers.word import Blanks, centred, document_of, file_bytes, lying, one_line, runs, table, written_cm

__all__ = ["DRAFT_KINDS", "draft_bytes"]

DraftKind = Literal["pks", "kesepakatan"]
DRAFT_KINDS: Final[tuple[DraftKind, ...]] = ("pks", "kesepakatan")
_ORDINALS: Final = (
    "KESATU", "KEDUA", "KETIGA", "KEEMPAT", "KELIMA", "KEENAM", "KETUJUH", "KEDELAPAN", "KESEMBILAN", "KESEPULUH",
)  # fmt: skip
_NOTICE: Final = "RANCANGAN; wajib ditelaah TKKSD, Bagian Hukum, dan UKPBJ; bukan naskah resmi."
_ANNEX_SIZES: Final = (9.0, 8.5, 8.0, 7.5, 7.0)
_CELL_INCH: Final = 0.16
_CM_PER_INCH: Final = 2.54
_MARGINS_CM: Final = (3.0, 2.5, 2.54, 2.54)


def draft_bytes(paper: Paper, kind: DraftKind, *, front: bool = False) -> bytes:
    """One draft as DOCX bytes; its articles alone, without annexes and list of blanks, where ``front``."""
    source = replace(paper, language="id")
    blanks = Blanks()
    facts = _facts(source)
    text = _template(kind).render(**facts, blank=blanks)
    document = document_of(
        source,
        kind,
        head="RANCANGAN",
        foot=f"{_NOTICE} {one_line(source.footer)} · halaman",
        margins_cm=_MARGINS_CM,
    )
    document.core_properties.keywords = identity_of(paper, kind).packed()
    article, titled = 0, None
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("## "):
            article += 1
            centred(document, f"Pasal {article}", True).paragraph_format.keep_with_next = True
            centred(document, line[3:], True).paragraph_format.keep_with_next = True
        elif line.startswith("# "):
            titled = centred(document, line[2:], True)
        elif line:
            runs(document.add_paragraph(), line).paragraph_format.space_before = Pt(12 if titled else 0)
            titled = None
    if front:
        return file_bytes(document)
    _signatures(document, facts["parties"])
    if kind == "pks":
        _annexes(document, source)
    else:
        document.add_page_break()
    centred(document, "DAFTAR ISIAN YANG BELUM LENGKAP", True)
    document.add_paragraph("Hal berikut tidak ada dalam skenario dan wajib diisi PARA PIHAK sebelum penandatanganan.")
    for number, what in enumerate(blanks.listed, 1):
        document.add_paragraph(f"{number}. {what}").paragraph_format.space_after = Pt(3)
    return file_bytes(document)


def _annexes(document: Any, paper: Paper) -> None:
    """Each annex on its own lying page, where full amounts stay in one line; the page after them is upright again."""
    lying(document, True)
    for number, (title, told) in enumerate(annexes(paper)):
        if number:
            document.add_page_break()
        centred(document, title, True).paragraph_format.space_after = Pt(8)
        table(document, told, size=_whole_amounts(told, written_cm(document)), width_cm=written_cm(document))
    lying(document, False)


def _whole_amounts(told: Table, width_cm: float) -> float:
    """The largest of our type sizes at which every amount of a table stays in one line."""
    rooms = [width_cm * part / sum(told.widths or (1,)) / _CM_PER_INCH - _CELL_INCH for part in told.widths]
    cells = [(row[k], room) for row in told.rows for k, room in enumerate(rooms) if row[k].startswith(("Rp", "−Rp"))]
    fits = (s for s in _ANNEX_SIZES if all(text_width(text, s, bold=True) <= room for text, room in cells))
    return next(fits, _ANNEX_SIZES[-1])


@cache
def _template(kind: str) -> Template:
    # plain text, never HTML: what is filled in is written into Word runs, which escape it themselves
    loader = FileSystemLoader(Path(__file__).parent / "templates")
    environment = Environment(loader=loader, undefined=StrictUndefined, trim_blocks=True, autoescape=False)
    return environment.get_template(f"{kind}_id.md")


def _title(number: int) -> str:
    return f"PIHAK {_ORDINALS[number]}" if number < len(_ORDINALS) else f"PIHAK KE-{number + 1}"


def _facts(paper: Paper) -> dict[str, Any]:
    scenario, found = paper.scenario, paper.simulation
    votes = dict(zip(found.decision.codes, found.decision.weights, strict=True))
    share = {m.code: m.share for m in scenario.members}
    parties = [
        _party(paper, number, codes, share, votes)
        for number, codes in enumerate(governments(m.code for m in paper.parties).values())
    ]
    moved = found.transfers_idr.get(scenario.split, 0)
    return {
        "parties": parties,
        "titles": paper.listing(p["title"] for p in parties),
        "roman": [_roman(n + 1) for n in range(len(parties))],
        "commodity": one_line(paper.commodity_inside),
        "lead": _name_of(scenario.lead_code),
        "merged": len(parties) < len(paper.parties),
        "benefit": paper.verdict in ("join", "care") and paper.saving.p50 > 0,
        "low": rupiah_in_words(round(paper.saving.p10)),
        "likely": rupiah_in_words(round(paper.saving.p50)),
        "high": rupiah_in_words(round(paper.saving.p90)),
        "suppliers": counted(scenario.suppliers_min_n) if scenario.suppliers_min_n > 1 else "",
        "model": scenario.model,
        "decision": scenario.decision,
        "quota": counted(int(found.decision.quota)),
        "coordination": rupiah_in_words(round(found.coordination_idr.p50)),
        "cost_key": paper.tell(COST_KEY_LABELS[scenario.cost_key]),
        "transfer": rupiah_in_words(moved) if needs_transfer(paper) else "",
        "payments": _payments(paper, parties),
        "split": paper.tell(rule_sentence(scenario.split)),
        "years": scenario.term_years,
        "term": counted(scenario.term_years),
        "authority": authority(paper),
        "copies": counted(len(parties)),
    }


def _payments(paper: Paper, parties: list[dict[str, Any]]) -> list[str]:
    """What each party pays or receives by agreement, in its words; a government's regions are taken together."""
    agreed = paper.scenario.payments_idr
    sums = [sum(agreed.get(code, 0) for code in party["codes"]) for party in parties]
    return [
        f"{party['title']} {'menerima' if due > 0 else 'membayar'} {rupiah_in_words(abs(due))}"
        for party, due in zip(parties, sums, strict=True)
        if due
    ]


def _party(
    paper: Paper, number: int, codes: list[str], share: dict[str, float], votes: dict[str, float]
) -> dict[str, Any]:
    """One party: a government, and the members whose needs it brings."""
    who = signatory(codes[0])
    brought = [c for c in codes if c != who.code]
    shares = [per_cent(share[c]) + (f" bagi {paper.name(c)}" if brought else "") for c in codes]
    return {
        "name": who.name,
        "title": _title(number),
        "head": str(who.office),
        "codes": codes,
        "for": paper.listing(paper.name(c) for c in brought),
        "share": paper.listing(shares),
        "votes": counted(sum(int(votes[c]) for c in codes)),
    }


def _name_of(code: str) -> str:
    """The lead region as a government names it."""
    who = signatory(code)
    return f"{who.name} (bagi {geography.region(code).name})" if who.instead else who.name


def _roman(number: int) -> str:
    found = ""
    for value, letters in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while number >= value:
            found, number = found + letters, number - value
    return found


def _signatures(document: Any, parties: list[dict[str, Any]]) -> None:
    sides = document.add_table(rows=0, cols=2)
    for number in range(0, len(parties), 2):
        cells = sides.add_row().cells
        for cell, party in zip(cells, parties[number : number + 2], strict=False):
            cell.text = f"{party['title']}\n{party['head']}\n\n\n\n(………………………………)"
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
