"""The answer for one spelling: a code or none, how sure, what it rests on, what else it may be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from jointproc.regions.bodies import Body
from jointproc.regions.catalogue import regions
from jointproc.text import Message

__all__ = ["How", "Resolution", "Suggestion", "suggest"]

How = Literal["code", "lkpp_code", "official", "alias", "contained", "fuzzy", "ambiguous", "not_a_region", "unknown"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A region the text may mean; ``score`` from 0 to 1."""

    code: str
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Resolution:
    """The answer for one spelling.

    Attributes:
        code: Kemendagri code; ``None`` when the answer would be a guess, or when the text names no regional government.
        confidence: 0–1; below 0.85 a person should look.
        how: what the answer rests on.
        suggestions: the closest regions, at most three, when ``code`` is ``None`` or doubtful.
        note: one sentence on what is doubtful, or on what the text names instead of a regional government.
        kind: what sort of body the text names. ``vertical_agency``, ``ministry`` and ``soe_or_blu`` never have a code.
    """

    text: str
    code: str | None
    confidence: float
    how: How
    suggestions: tuple[Suggestion, ...] = ()
    note: Message | None = None
    kind: Body = "unknown"


def suggest(codes: Iterable[str], score: float = 1.0) -> tuple[Suggestion, ...]:
    """At most three suggestions, in the order given, each region once."""
    return tuple(Suggestion(c, regions()[c].name, round(score, 3)) for c in dict.fromkeys(codes))[:3]
