"""Every paper there is, in one list: what it is called, what file it makes, whom it serves, and what builds it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from jointproc.papers.brief_pdf import brief_pdf
from jointproc.papers.brief_word import brief_docx
from jointproc.papers.deck import deck_bytes
from jointproc.papers.drafts import draft_bytes
from jointproc.papers.letter import addressees, letter_docx
from jointproc.papers.paper import Paper
from jointproc.text import Message, msg

__all__ = ["AUDIENCES", "PAPERS", "Audience", "PaperKind", "offered"]

_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PDF: Final = "application/pdf"
_SLIDES: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


@dataclass(frozen=True, slots=True)
class PaperKind:
    """One kind of paper.

    Attributes:
        suffix: of its file, with the dot.
        about: what it is for, one sentence.
        build: makes the file from the paper's content and the code of the region it speaks to.
        regions: codes of the regions it can speak to, one file each; ``None`` where it speaks to all.
        one_language: it is Indonesian whatever language is asked for.
    """

    kind: str
    suffix: str
    mime: str
    label: Message
    about: Message
    build: Callable[[Paper, str], bytes]
    regions: Callable[[Paper], Sequence[str]] | None = None
    one_language: bool = False


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom papers are made for, and which kinds they ask for first; kinds that don't exist are passed over."""

    label: Message
    first: tuple[str, ...]


PAPERS: Final[Mapping[str, PaperKind]] = {
    one.kind: one
    for one in (
        PaperKind(
            "deck",
            ".pptx",
            _SLIDES,
            msg("Presentasi"),
            msg("Dua belas halaman dengan grafik dan tabel yang dapat disunting, untuk ditayangkan."),
            lambda paper, _member: deck_bytes(paper),
        ),
        PaperKind(
            "brief",
            ".pdf",
            _PDF,
            msg("Ringkasan kepala daerah"),
            msg("Dua halaman: apa artinya bagi satu daerah."),
            brief_pdf,
            regions=lambda paper: paper.scenario.codes,
        ),
        PaperKind(
            "brief_word",
            ".docx",
            _WORD,
            msg("Ringkasan kepala daerah"),
            msg("Dua halaman yang sama, dapat disunting."),
            brief_docx,
            regions=lambda paper: paper.scenario.codes,
        ),
        PaperKind(
            "letter",
            ".docx",
            _WORD,
            msg("Surat penawaran"),
            msg("Tawaran kerja sama dari penyelenggara kepada satu daerah."),
            letter_docx,
            regions=addressees,
        ),
        PaperKind(
            "kesepakatan",
            ".docx",
            _WORD,
            msg("Rancangan Kesepakatan Bersama"),
            msg("Naskah payung antarkepala daerah; bagian yang belum diketahui dibiarkan kosong dan didaftar."),
            lambda paper, _member: draft_bytes(paper, "kesepakatan"),
            one_language=True,
        ),
        PaperKind(
            "pks",
            ".docx",
            _WORD,
            msg("Rancangan Perjanjian Kerja Sama"),
            msg("Pasal dan lampirannya mengikuti skenario; bagian yang belum diketahui dibiarkan kosong dan didaftar."),
            lambda paper, _member: draft_bytes(paper, "pks"),
            one_language=True,
        ),
    )
}
AUDIENCES: Final[Mapping[str, Audience]] = {
    "head": Audience(msg("Kepala daerah"), ("deck", "brief", "brief_word", "kesepakatan", "letter")),
    "team": Audience(msg("Tim teknis dan UKPBJ"), ("workbook", "deck", "pks", "data")),
    "neighbour": Audience(msg("Daerah tetangga"), ("letter", "brief", "brief_word", "deck", "kesepakatan")),
    "legal": Audience(msg("Bagian hukum"), ("pks", "kesepakatan", "letter")),
    "public": Audience(msg("Publik dan pengawas"), ("ocds", "data", "workbook")),
}


def offered(audience: str) -> tuple[PaperKind, ...]:
    """All papers, those this audience asks for first at the head."""
    first = AUDIENCES[audience].first
    return tuple(sorted(PAPERS.values(), key=lambda one: first.index(one.kind) if one.kind in first else len(first)))
