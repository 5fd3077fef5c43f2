"""Whom papers are made for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from jointproc.papers.kinds import PAPERS, PaperKind
from jointproc.text import Message, msg

__all__ = ["AUDIENCES", "Audience", "offered"]


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom papers are made for, and which kinds they ask for first."""

    label: Message
    first: tuple[str, ...]


AUDIENCES: Final[Mapping[str, Audience]] = {
    "head": Audience(msg("Kepala daerah"), ("deck", "brief", "kesepakatan", "letter")),
    "team": Audience(msg("Tim teknis dan UKPBJ"), ("workbook", "deck", "pks", "data")),
    "neighbour": Audience(msg("Daerah tetangga"), ("letter", "brief", "deck", "kesepakatan")),
    "legal": Audience(msg("Bagian hukum"), ("pks", "kesepakatan", "letter")),
    "public": Audience(msg("Publik dan pengawas"), ("ocds", "data", "workbook")),
}


def offered(audience: str) -> tuple[PaperKind, ...]:
    """All papers, those this audience asks for first at the head."""
    first = AUDIENCES[audience].first
    return tuple(sorted(PAPERS.values(), key=lambda one: first.index(one.name) if one.name in first else len(first)))
