"""Every kind of paper in one table: a new kind is one line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from jointproc.errors import InputError
from jointproc.papers.deck import deck_bytes
from jointproc.papers.drafts import draft_bytes
from jointproc.papers.identity import identity_of
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
        build: the file's bytes; takes the member's code too when there is one paper for each member.
    """

    name: str
    suffix: str
    label: Message
    build: Callable[..., bytes]
    per_member: bool = False

    def files(self, paper: Paper) -> Iterator[tuple[str, Callable[[], bytes]]]:
        """Names and makers of all files of this kind."""
        if not self.per_member:
            yield f"{self.name}{self.suffix}", lambda: self.build(paper)
            return
        for member in paper.parties:
            yield f"{self.name}-{member.code}{self.suffix}", lambda code=member.code: self.build(paper, code)  # type: ignore[misc]


_KINDS: Final = (
    PaperKind("deck", ".pptx", msg("Bahan tayang"), deck_bytes),
    PaperKind("pks", ".docx", msg("Rancangan Perjanjian Kerja Sama"), lambda p: draft_bytes(p, "pks")),
    PaperKind("kesepakatan", ".docx", msg("Rancangan Kesepakatan Bersama"), lambda p: draft_bytes(p, "kesepakatan")),
    PaperKind("workbook", ".xlsx", msg("Buku kerja"), workbook_bytes),
    PaperKind("ocds", ".json", msg("Paket rilis OCDS"), ocds_bytes),
    PaperKind("data", ".zip", msg("Data terbuka"), archive_bytes),
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
        for name, make in kind.files(paper):
            try:
                files[name] = make()
            except InputError as error:
                refused[name] = error.message
    told = {name: paper.tell(sentence) for name, sentence in refused.items()}
    files[MANIFEST] = listing(identity_of(paper, ALL), files, told)
    return Bundle(files, refused)
