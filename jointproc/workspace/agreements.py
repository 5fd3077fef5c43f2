"""Agreements: a scenario on its way from draft to signature, with who approved, what was said, and what proves it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Final

from sqlalchemy.orm import Session

from jointproc.errors import InputError
from jointproc.text import Day
from jointproc.workspace.agreement_events import (
    KINDS,
    Agreement,
    AgreementEvent,
    LawCheck,
    add_event,
    events_of,
    fold,
)
from jointproc.workspace.agreement_rules import OPEN, ROLES, STATES, Listed, Seat, move_of, parties_of
from jointproc.workspace.evidence import clean_name, evidence_bytes, keep_evidence
from jointproc.workspace.scenarios import Scenarios, text_of
from jointproc.workspace.tables import _now

__all__ = ["Agreements"]

_LONGEST: Final = 4000


class Agreements(Scenarios):
    """Agreements by the scenario they wrap.

    Every method that decides takes the :class:`Agreement` its user was looking at. When somebody else decided since,
    it is refused with who, when and what; comments and files only add, so they never collide.
    """

    def start_agreement(self, scenario_id: str, *, by: str) -> Agreement:
        """Put a saved scenario on its way. Raises ``InputError`` when it is not saved or already under way."""
        who = _who(by)
        version = self.scenario(scenario_id).version
        with self._session() as session:
            if events_of(session, scenario_id):
                raise InputError("Perjalanan kesepakatan ini sudah dimulai: muat ulang halaman.")
            parties_of(text_of(session, scenario_id, version))
            event = AgreementEvent(0, "start", version, "draft", who, _now())
            add_event(session, scenario_id, event, before="")
            return _now_of(session, scenario_id)

    def agreement(self, scenario_id: str) -> Agreement | None:
        """Where an agreement stands; ``None`` when its path was never started."""
        with self._reading() as session:
            return _now_of(session, scenario_id) if events_of(session, scenario_id) else None

    def approve(self, seen: Agreement, seat: Seat, *, by: str, approved: bool, reason: str = "") -> Agreement:
        """Approve or reject the current text for one office; its last word counts.

        Raises:
            InputError: no name, a rejection without a reason, no such office, signed already, or overtaken.
        """
        who, told = _who(by), _told(reason)
        if not approved and not told:
            raise InputError("Tulis alasan penolakan, agar peserta lain tahu apa yang perlu diperbaiki.")
        with self._session() as session:
            now = _now_of(session, seen.scenario_id)
            same_seat = [one for one in now.of_kind("approve", "reject") if Seat(one.role, one.region) == seat]
            _still(seen, [*now.of_kind("version", "move"), *same_seat])
            _seated(now, seat)
            if now.state not in OPEN:
                raise InputError(
                    "Kesepakatan ini sudah di tahap {state}; persetujuan tidak diubah lagi.", state=STATES[now.state]
                )
            kind = "approve" if approved else "reject"
            event = AgreementEvent(0, kind, now.version, now.state, who, _now(), seat.role, seat.region, told)
            add_event(session, seen.scenario_id, event, before=now.verdict(seat))
            return _now_of(session, seen.scenario_id)

    def move(
        self,
        seen: Agreement,
        target: str,
        seat: Seat,
        *,
        by: str,
        reason: str = "",
        law: LawCheck | None = None,
        names: Mapping[str, str] | None = None,
    ) -> Agreement:
        """Bring the agreement to another state.

        Args:
            law: what the rules said of the version to be signed; only signing asks for it.
            names: names of regions by code, for the sentences.

        Raises:
            InputError: no such step, an office that may not take it, something it needs is missing (all of it is
                named), or somebody decided since.
        """
        who, told = _who(by), _told(reason)
        with self._session() as session:
            now = _now_of(session, seen.scenario_id)
            _still(seen, now.of_kind("version", "move", "approve", "reject"))
            step = move_of(now.state, target)
            _seated(now, seat)
            if seat.role not in step.by:
                raise InputError(
                    "{role} tidak memindahkan kesepakatan ke {target}; yang boleh: {allowed}.",
                    role=ROLES[seat.role],
                    target=STATES[target],
                    allowed=Listed(tuple(ROLES[role] for role in step.by)),
                )
            if step.reason and not told:
                raise InputError("Tulis alasannya: langkah ini dibaca semua peserta.")
            missing = now.obstacles(step, law, names)
            if missing:
                raise InputError(
                    "Belum dapat ke tahap {target}. {missing}",
                    target=STATES[target],
                    missing=Listed(tuple(missing), " "),
                )
            event = AgreementEvent(0, "move", now.version, target, who, _now(), seat.role, seat.region, told)
            add_event(session, seen.scenario_id, event, before=now.state)
            return _now_of(session, seen.scenario_id)

    def comment(self, scenario_id: str, text: str, *, by: str) -> Agreement:
        """Say something about the agreement. Raises ``InputError`` without words or a name."""
        who, told = _who(by), _told(text)
        if not told:
            raise InputError("Komentar masih kosong: tulis dahulu.")
        return self._add(scenario_id, "comment", who, text=told)

    def change_of_head(self, scenario_id: str, region: str, new_head: str, *, by: str) -> Agreement:
        """Note a new head of region: the cooperation goes on (PP 28/2018 article 9(2)), approvals given stay."""
        who, told = _who(by), _told(new_head)
        if not told:
            raise InputError("Tulis nama kepala daerah yang baru.")
        return self._add(scenario_id, "head", who, text=told, region=region)

    def attach_evidence(self, scenario_id: str, name: str, content: bytes, *, by: str, note: str = "") -> Agreement:
        """Attach a file. Raises ``InputError`` when it is empty or too large, or nobody signs for it."""
        who, called = _who(by), clean_name(name)
        with self._session() as session:
            now = _now_of(session, scenario_id)
            digest = keep_evidence(session, called, content)
            event = AgreementEvent(
                0,
                "evidence",
                now.version,
                now.state,
                who,
                _now(),
                text=_told(note),
                file_name=called,
                file_sha256=digest,
                file_size_n=len(content),
            )
            add_event(session, scenario_id, event, before="")
            return _now_of(session, scenario_id)

    def evidence(self, sha256: str) -> bytes:
        """The bytes of an attached file, checked against their hash."""
        with self._reading() as session:
            return evidence_bytes(session, sha256)

    def _add(self, scenario_id: str, kind: str, who: str, *, text: str, region: str = "") -> Agreement:
        with self._session() as session:
            now = _now_of(session, scenario_id)
            if region and region not in now.parties.regions:
                raise InputError("Daerah {region} bukan peserta kesepakatan ini.", region=region)
            event = AgreementEvent(0, kind, now.version, now.state, who, _now(), region=region, text=text)
            add_event(session, scenario_id, event, before="")
            return _now_of(session, scenario_id)


def _now_of(session: Session, scenario_id: str) -> Agreement:
    events = events_of(session, scenario_id)
    if not events:
        raise InputError("Perjalanan kesepakatan ini belum dimulai.")
    return fold(scenario_id, events, parties_of(text_of(session, scenario_id, events[-1].version)))


def _still(seen: Agreement, decided: tuple[AgreementEvent, ...] | list[AgreementEvent]) -> None:
    """Refuse what was decided on an older view of the agreement."""
    since = max((one for one in decided if one.step > seen.step), key=lambda one: one.step, default=None)
    if since is not None:
        raise InputError(
            "{who} sudah mengubah kesepakatan ini sejak Anda membukanya ({what}, {day} pukul {time} UTC). Muat ulang "
            "dan putuskan lagi, atau simpan skenario Anda sebagai salinan; tulisan Anda tetap di layar.",
            who=since.by,
            what=KINDS[since.kind],
            day=Day(since.at),
            time=f"{since.at:%H:%M}",
        )


def _seated(now: Agreement, seat: Seat) -> None:
    if seat not in now.seats:
        raise InputError(
            "{role} {region} tidak dimintai persetujuan dalam kesepakatan ini.",
            role=ROLES.get(seat.role, seat.role),
            region=seat.region,
        )


def _who(by: str) -> str:
    name = _told(by)[:200]
    if not name:
        raise InputError("Tulis nama Anda: setiap keputusan tercatat atas nama orang.")
    return name


def _told(text: str) -> str:
    """What a person typed, without control characters (line breaks stay) and at most 4,000 letters."""
    seen = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))
    return seen.strip()[:_LONGEST]
