"""Who may bring an agreement from which state to which, and what that takes: one table, no exceptions elsewhere.

The order follows the stages of PP 28/2018 article 6 (draft, text of the parties, signing by the heads of region). Which
office looks over the text first, and that the inspectorates (APIP) speak before signing, is our choice.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from jointproc.errors import InputError
from jointproc.text import Message, msg

__all__ = [
    "MOVES",
    "ROLES",
    "STATES",
    "Listed",
    "Move",
    "Parties",
    "Seat",
    "move_of",
    "parties_of",
    "seats",
    "seats_needed",
]

STATES: Final[Mapping[str, Message]] = {
    "draft": msg("Rancangan"),
    "reviewed": msg("Ditelaah"),
    "agreed": msg("Disepakati"),
    "signed": msg("Ditandatangani"),
    "running": msg("Berjalan"),
    "ended": msg("Berakhir"),
}
ROLES: Final[Mapping[str, Message]] = {
    "kepala_daerah": msg("Kepala daerah"),
    "tkksd": msg("Koordinator (TKKSD)"),
    "ukpbj": msg("UKPBJ"),
    "apip": msg("APIP"),
}
# until then a new text opens the agreement again; from then on the signed text stands
OPEN: Final = ("draft", "reviewed", "agreed")
_EVERY, _LEAD = "every", "lead"


@dataclass(frozen=True, slots=True)
class Seat:
    """One office that is asked: a role in a region (Kemendagri code)."""

    role: str
    region: str


@dataclass(frozen=True, slots=True)
class Parties:
    """The regions of one version; a lead that is no member signs too and stands last."""

    regions: tuple[str, ...]
    lead: str


@dataclass(frozen=True, slots=True)
class Move:
    """One step of the path.

    Attributes:
        by: roles that may take it.
        needs: approvals it takes, as role and whose: of ``every`` party, or of the ``lead``.
        lawful: whether a rule that blocks the scenario stands in its way.
        evidence: whether a file has to be attached first.
        reason: whether it has to be explained.
    """

    source: str
    target: str
    by: tuple[str, ...]
    needs: tuple[tuple[str, str], ...] = ()
    lawful: bool = False
    evidence: bool = False
    reason: bool = False


_HEADS_AND_COORDINATORS: Final = (("kepala_daerah", _EVERY), ("tkksd", _EVERY))
MOVES: Final = (
    Move("draft", "reviewed", ("tkksd", "ukpbj"), needs=(("tkksd", _LEAD), ("ukpbj", _LEAD))),
    Move("reviewed", "agreed", ("tkksd", "kepala_daerah"), needs=_HEADS_AND_COORDINATORS),
    Move("agreed", "signed", ("kepala_daerah",), needs=(*_HEADS_AND_COORDINATORS, ("apip", _EVERY)), lawful=True),
    Move("signed", "running", ("tkksd", "ukpbj"), evidence=True),
    Move("running", "ended", ("tkksd", "kepala_daerah"), reason=True),
    Move("signed", "ended", ("tkksd", "kepala_daerah"), reason=True),
    Move("reviewed", "draft", ("tkksd", "ukpbj", "kepala_daerah"), reason=True),
    Move("agreed", "draft", ("tkksd", "ukpbj", "kepala_daerah"), reason=True),
)


def move_of(source: str, target: str) -> Move:
    """The step from one state to another. Raises ``InputError`` when there is none."""
    found = next((one for one in MOVES if (one.source, one.target) == (source, target)), None)
    if found is None:
        onward = [STATES[one.target] for one in MOVES if one.source == source]
        if not onward:
            raise InputError("Kesepakatan ini sudah berakhir; buat skenario baru untuk kerja sama berikutnya.")
        raise InputError(
            "Dari {source} kesepakatan tidak dapat langsung ke {target}; langkah berikutnya: {next}.",
            source=STATES[source],
            target=STATES.get(target, target),
            next=Listed(tuple(onward)),
        )
    return found


def seats(parties: Parties) -> tuple[Seat, ...]:
    """Every office that is asked: head, coordinator and inspectorate of each party, and the lead's procurement unit."""
    each = tuple(Seat(role, code) for code in parties.regions for role in ("kepala_daerah", "tkksd", "apip"))
    return (Seat("ukpbj", parties.lead), *each)


def seats_needed(move: Move, parties: Parties) -> tuple[Seat, ...]:
    """Whose approval the step takes."""
    return tuple(
        Seat(role, code)
        for role, whose in move.needs
        for code in (parties.regions if whose == _EVERY else (parties.lead,))
    )


def parties_of(toml: str) -> Parties:
    """Who takes part, read from a scenario file. Raises ``InputError`` when it names nobody."""
    try:
        told: dict[str, Any] = tomllib.loads(toml)
        regions = tuple(str(member["code"]) for member in told["members"])
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise InputError("Skenario ini tidak menyebut daerah peserta: lengkapi dan simpan dahulu.") from error
    if not regions:
        raise InputError("Skenario ini tidak menyebut daerah peserta: lengkapi dan simpan dahulu.")
    lead = str(told.get("lead") or regions[0])
    return Parties(regions if lead in regions else (*regions, lead), lead)


@dataclass(frozen=True, slots=True)
class Listed:
    """Several sentences or words inside another sentence."""

    parts: tuple[Message, ...]
    between: str = ", "

    def render(self, language: str) -> str:
        return self.between.join(part.render(language) for part in self.parts)
