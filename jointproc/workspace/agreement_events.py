"""What happened to an agreement, as events that are only added; its state is what they come to."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import DateTime, Integer, String, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from jointproc.text import Message, msg
from jointproc.workspace.agreement_rules import OPEN, ROLES, Move, Parties, Seat, seats, seats_needed
from jointproc.workspace.audit import append
from jointproc.workspace.tables import _Base, _now

__all__ = ["KINDS", "Agreement", "AgreementEvent", "LawCheck", "add_event", "events_of", "fold", "version_saved"]

KINDS: Final[Mapping[str, Message]] = {
    "start": msg("perjalanan dimulai"),
    "version": msg("versi baru disimpan"),
    "amendment": msg("versi baru disimpan sesudah ditandatangani"),
    "approve": msg("menyetujui"),
    "reject": msg("menolak"),
    "move": msg("memindahkan tahap"),
    "head": msg("pergantian kepala daerah"),
    "comment": msg("berkomentar"),
    "evidence": msg("melampirkan berkas"),
}
_VERDICTS: Final = {"approve": "approved", "reject": "rejected"}


class _AgreementEvent(_Base):
    """One thing that happened to one agreement; rows are added, never changed."""

    __tablename__ = "agreement_event"
    __table_args__ = (UniqueConstraint("scenario_id", "step"),)

    row_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    scenario_id: Mapped[str] = mapped_column(String(64), index=True)
    step: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(20))
    role: Mapped[str] = mapped_column(String(20))
    region: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    file_name: Mapped[str] = mapped_column(String(200))
    file_sha256: Mapped[str] = mapped_column(String(64))
    file_size_n: Mapped[int] = mapped_column(Integer)
    by: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(DateTime)


@dataclass(frozen=True, slots=True)
class AgreementEvent:
    """One thing that happened. ``state`` is the state after it, ``step`` its place in the agreement's own count."""

    step: int
    kind: str
    version: int
    state: str
    by: str
    at: datetime
    role: str = ""
    region: str = ""
    text: str = ""
    file_name: str = ""
    file_sha256: str = ""
    file_size_n: int = 0

    def noted(self) -> str:
        """The event as the audit trail keeps it."""
        told = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "at"}
        return json.dumps({**told, "at": self.at.isoformat()}, ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True, slots=True)
class LawCheck:
    """What the rules said of one version of the scenario: the sentences of those that block it."""

    version: int
    blocked: tuple[Message, ...]


@dataclass(frozen=True)
class Agreement:
    """Where an agreement stands.

    Attributes:
        version: the version of the scenario its state is about; after signing the signed one.
        step: number of its last event; what a reader saw last.
        returned: the event that sent it back to draft, while nothing was decided since.
        words: the approval or rejection that counts, by seat; seats that said nothing are missing.
    """

    scenario_id: str
    state: str
    version: int
    step: int
    parties: Parties
    events: tuple[AgreementEvent, ...]
    words: Mapping[Seat, AgreementEvent]
    returned: AgreementEvent | None

    @property
    def seats(self) -> tuple[Seat, ...]:
        """Every office that is asked."""
        return seats(self.parties)

    def verdict(self, seat: Seat) -> str:
        """``approved``, ``rejected`` or ``waiting``."""
        word = self.words.get(seat)
        return _VERDICTS[word.kind] if word else "waiting"

    def of_kind(self, *kinds: str) -> tuple[AgreementEvent, ...]:
        """Its events of some kinds, oldest first."""
        return tuple(one for one in self.events if one.kind in kinds)

    def obstacles(
        self, move: Move, law: LawCheck | None = None, names: Mapping[str, str] | None = None
    ) -> list[Message]:
        """What still stands between the agreement and a step, one sentence each; ``names`` of regions by code."""
        called = names or {}
        found: list[Message] = []
        for seat in seats_needed(move, self.parties):
            told = {"role": ROLES[seat.role], "region": called.get(seat.region, seat.region)}
            word = self.words.get(seat)
            if word is None:
                found.append(msg("Menunggu persetujuan {role} {region}.", **told))
            elif word.kind == "reject":
                found.append(
                    msg("{role} {region} menolak: {reason}", reason=word.text, **told),
                )
        if move.evidence and not self.of_kind("evidence"):
            found.append(msg("Lampirkan naskah yang sudah ditandatangani sebagai bukti."))
        if move.lawful:
            found += _legal_obstacles(self.version, law)
        return found


def _legal_obstacles(version: int, law: LawCheck | None) -> list[Message]:
    if law is None or law.version != version:
        return [msg("Uji kepatuhan versi {n} belum dijalankan: buka simulasinya dahulu.", n=str(version))]
    return [msg("Terhalang ketentuan: {why}", why=one) for one in law.blocked]


def add_event(session: Session, scenario_id: str, event: AgreementEvent, before: str) -> AgreementEvent:
    """Add an event and its trace in one transaction; its ``step`` and ``at`` are set here. ``before``: what held."""
    step = session.scalar(select(func.max(_AgreementEvent.step)).where(_AgreementEvent.scenario_id == scenario_id)) or 0
    told = {name: getattr(event, name) for name in event.__dataclass_fields__}
    kept = AgreementEvent(**{**told, "step": step + 1, "at": _now()})
    session.add(_AgreementEvent(scenario_id=scenario_id, **{name: getattr(kept, name) for name in told}))
    append(session, by=kept.by, what=f"agreement_{kept.kind}", about=scenario_id, before=before, after=kept.noted())
    return kept


def events_of(session: Session, scenario_id: str) -> tuple[AgreementEvent, ...]:
    """Everything that happened, oldest first; empty when the path was never started."""
    rows = select(_AgreementEvent).where(_AgreementEvent.scenario_id == scenario_id).order_by(_AgreementEvent.step)
    names = tuple(AgreementEvent.__dataclass_fields__)
    return tuple(AgreementEvent(**{name: getattr(row, name) for name in names}) for row in session.scalars(rows))


def fold(scenario_id: str, events: Sequence[AgreementEvent], parties: Parties) -> Agreement:
    """Where the events have brought the agreement. An approval counts for the text it was given for, and no other."""
    words: dict[Seat, AgreementEvent] = {}
    returned: AgreementEvent | None = None
    state = ""
    for one in events:
        if one.kind in _VERDICTS:
            words[Seat(one.role, one.region)] = one
        back = one.state == "draft" and state not in ("", "draft")
        if back or one.kind == "version":
            words = {}
        if back:
            returned = one
        elif one.kind in ("move", *_VERDICTS):
            returned = None
        state = one.state
    last = events[-1]
    return Agreement(scenario_id, last.state, last.version, last.step, parties, tuple(events), words, returned)


def version_saved(session: Session, scenario_id: str, version: int, by: str) -> None:
    """A new text was saved: before signing it opens the agreement again, afterwards the signed text stands."""
    events = events_of(session, scenario_id)
    if not events:
        return
    last = events[-1]
    if last.state in OPEN:
        event = AgreementEvent(0, "version", version, "draft", by[:200], _now())
    else:
        event = AgreementEvent(0, "amendment", last.version, last.state, by[:200], _now(), text=str(version))
    add_event(session, scenario_id, event, before=f"{last.state} v{last.version}")
