"""Every kind of paper in one table: a new kind is one line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from jointproc.errors import InputError
from jointproc.papers.brief_pdf import brief_pdf
from jointproc.papers.brief_word import brief_docx
from jointproc.papers.deck import deck_bytes
from jointproc.papers.drafts import draft_bytes
from jointproc.papers.identity import identity_of
from jointproc.papers.letter import addressees, letter_docx
from jointproc.papers.listing import MANIFEST, listing
from jointproc.papers.ocds import ocds_bytes
from jointproc.papers.open_data import SCENARIO, archive_bytes
from jointproc.papers.paper import Paper
from jointproc.papers.workbook import workbook_bytes
from jointproc.text import Message, msg

__all__ = ["ALL", "PAPERS", "Bundle", "PaperKind", "bundle", "paper_kind"]

ALL: Final = "all"


@dataclass(frozen=True, slots=True)
class PaperKind:
    """One kind of paper.

    Attributes:
        forms: suffix → what makes the file's bytes; the first is the usual one. The maker takes the region's code too
            when there is one paper for each region.
        about: what it is for, one sentence.
        regions: the codes of those regions.
        one_language: it is Indonesian whatever language is asked for.
    """

    name: str
    label: Message
    about: Message
    forms: Mapping[str, Callable[..., bytes]]
    regions: Callable[[Paper], Sequence[str]] | None = None
    one_language: bool = False

    @property
    def suffix(self) -> str:
        """That of the usual form."""
        return next(iter(self.forms))

    def build(self, paper: Paper, code: str = "", suffix: str = "") -> bytes:
        """One file; ``code`` says whose, where there is one for each region."""
        make = self.forms[suffix or self.suffix]
        return make(paper, code) if self.regions else make(paper)

    def files(self, paper: Paper) -> Iterator[tuple[str, str, str]]:
        """``name, code, suffix`` of every file of this kind."""
        for suffix in self.forms:
            for code in self.regions(paper) if self.regions else ("",):
                yield f"{self.name}-{code}{suffix}" if code else f"{self.name}{suffix}", code, suffix


def _codes(paper: Paper) -> Sequence[str]:
    return paper.scenario.codes


_BLANKS: Final = msg("Bagian yang belum diketahui dibiarkan kosong dan didaftar.")
_KINDS: Final = (
    PaperKind(
        "deck",
        msg("Bahan tayang"),
        msg("Dua belas halaman dengan grafik dan tabel yang dapat disunting."),
        {".pptx": deck_bytes},
    ),
    PaperKind(
        "brief",
        msg("Ringkasan dua halaman"),
        msg("Apa artinya bagi satu daerah: PDF untuk dibagikan, DOCX untuk disunting."),
        {".pdf": brief_pdf, ".docx": brief_docx},
        _codes,
    ),
    PaperKind(
        "letter",
        msg("Surat penawaran kerja sama"),
        msg("Tawaran penyelenggara kepada satu daerah."),
        {".docx": letter_docx},
        addressees,
    ),
    PaperKind(
        "kesepakatan",
        msg("Rancangan Kesepakatan Bersama"),
        msg("Naskah payung antarkepala daerah. {blanks}", blanks=_BLANKS),
        {".docx": lambda p: draft_bytes(p, "kesepakatan")},
        one_language=True,
    ),
    PaperKind(
        "pks",
        msg("Rancangan Perjanjian Kerja Sama"),
        msg("Pasal dan lampirannya mengikuti skenario. {blanks}", blanks=_BLANKS),
        {".docx": lambda p: draft_bytes(p, "pks")},
        one_language=True,
    ),
    PaperKind(
        "workbook",
        msg("Buku kerja"),
        msg("Semua angka dengan rumus yang dapat diperiksa."),
        {".xlsx": workbook_bytes},
    ),
    PaperKind(
        "ocds",
        msg("Paket rilis OCDS"),
        msg("Rencana pengadaan bersama menurut Open Contracting Data Standard 1.1."),
        {".json": ocds_bytes},
    ),
    PaperKind(
        "data",
        msg("Data terbuka"),
        msg("CSV, Parquet, skenario, dan manifes dengan sidik berkas."),
        {".zip": archive_bytes},
    ),
)
PAPERS: Final[Mapping[str, PaperKind]] = MappingProxyType({kind.name: kind for kind in _KINDS})


@dataclass(frozen=True, slots=True)
class Bundle:
    """All papers of a scenario: file names and bytes, manifest included, and what could not be made and why."""

    files: Mapping[str, bytes]
    refused: Mapping[str, Message]


def paper_kind(name: str) -> PaperKind:
    """A kind by name.

    Raises:
        InputError: there is no such kind.
    """
    if name not in PAPERS:
        raise InputError(
            "Jenis naskah “{name}” tidak ada; pilih salah satu dari {names}.",
            name=name,
            names=", ".join([*PAPERS, ALL]),
        )
    return PAPERS[name]


def bundle(paper: Paper, kinds: Mapping[str, PaperKind] = PAPERS) -> Bundle:
    """Make every paper of a scenario; one that can't be made doesn't keep the others from being made."""
    files = {SCENARIO: paper.scenario.to_toml().encode()}
    refused: dict[str, Message] = {}
    for kind in kinds.values():
        for name, code, suffix in kind.files(paper):
            try:
                files[name] = kind.build(paper, code, suffix)
            except InputError as error:
                refused[name] = error.message
    told = {name: paper.tell(sentence) for name, sentence in refused.items()}
    files[MANIFEST] = listing(identity_of(paper, ALL), files, told)
    return Bundle(files, refused)
