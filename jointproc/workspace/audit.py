"""The audit trail: who did what, when; rows are only added, and each carries the hash of the one before.

``row_hash`` = SHA-256 of ``prev_hash`` followed by the row as canonical JSON (keys sorted, no spaces, UTF-8).
Changing, removing, inserting or reordering a row breaks the chain at that row; cutting off its end is told by
``audit_head``. Whoever can rewrite the whole database can also rewrite both: note the head hash elsewhere and ask for
it again (``known_head``).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import DateTime, Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from jointproc.text import Message, msg
from jointproc.workspace.tables import _Base, _now

__all__ = ["AuditCheck", "AuditEntry", "append", "check", "entries", "row_hash"]

FIRST_HASH: Final = "0" * 64
_HEAD: Final = 1


class _AuditEntry(_Base):
    """Who did what, when: one row per decision, chained to the one before."""

    __tablename__ = "audit"

    row_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime)
    by: Mapped[str] = mapped_column(String(200))
    what: Mapped[str] = mapped_column(String(100))
    about: Mapped[str] = mapped_column(String(100))
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    prev_hash: Mapped[str] = mapped_column(String(64), server_default="")
    row_hash: Mapped[str] = mapped_column(String(64), server_default="")


class _AuditHead(_Base):
    """Where the chain ends: one row, moved on with every entry."""

    __tablename__ = "audit_head"

    row_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    entries_n: Mapped[int] = mapped_column(Integer)
    head_hash: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what, when. ``row_hash`` names the entry and everything before it."""

    at: datetime
    by: str
    what: str
    about: str
    before: str
    after: str
    row_id: int = 0
    row_hash: str = ""


@dataclass(frozen=True, slots=True)
class AuditCheck:
    """What the check of the chain found.

    Attributes:
        entries_n: rows looked at.
        head: hash of the last row that holds.
        broken_row: the first row that doesn't hold; ``None`` when the whole chain does.
    """

    ok: bool
    entries_n: int
    head: str
    broken_row: int | None
    sentence: Message


def row_hash(prev_hash: str, *, at: datetime, by: str, what: str, about: str, before: str, after: str) -> str:
    """The hash of one entry after ``prev_hash`` (64 hexadecimal digits)."""
    told = {"about": about, "after": after, "at": at.isoformat(), "before": before, "by": by, "what": what}
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256((prev_hash + text).encode("utf-8", "surrogatepass")).hexdigest()


def append(session: Session, *, by: str, what: str, about: str, before: str = "", after: str = "") -> None:
    """Add one entry within the writer's own transaction: the decision and its trace are kept together or not at all.

    The session holds the workspace's write lock, so no second writer continues from the same hash.
    """
    head = session.get(_AuditHead, _HEAD)
    if head is None:
        head = _AuditHead(row_id=_HEAD, entries_n=0, head_hash=FIRST_HASH)
        session.add(head)
    entry = _AuditEntry(at=_now(), by=by[:200], what=what[:100], about=about[:100], before=before, after=after)
    chain(entry, head)
    session.add(entry)
    # entries of one transaction get their numbers in the order in which they were chained
    session.flush()


def chain(entry: _AuditEntry, head: _AuditHead) -> None:
    """Hang one entry on the chain and move its end on."""
    entry.prev_hash = head.head_hash
    entry.row_hash = _hash_of(entry, head.head_hash)
    head.head_hash = entry.row_hash
    head.entries_n += 1


def chain_all(session: Session) -> int:
    """Chain the rows of a workspace that had no chain yet, oldest first; returns how many there were."""
    head = _AuditHead(row_id=_HEAD, entries_n=0, head_hash=FIRST_HASH)
    session.add(head)
    for entry in session.scalars(select(_AuditEntry).order_by(_AuditEntry.row_id)):
        chain(entry, head)
    session.flush()
    return head.entries_n


def entries(session: Session, about: str | None = None) -> list[AuditEntry]:
    """What was decided, oldest first; of one thing alone where ``about`` names it."""
    rows = select(_AuditEntry).order_by(_AuditEntry.row_id)
    if about is not None:
        rows = rows.where(_AuditEntry.about == about)
    return [
        AuditEntry(r.at, r.by, r.what, r.about, r.before, r.after, r.row_id, r.row_hash) for r in session.scalars(rows)
    ]


def check(session: Session, known_head: str = "") -> AuditCheck:
    """Walk the whole chain; ``known_head`` is a head noted earlier that must still be part of it."""
    head = session.get(_AuditHead, _HEAD)
    rows = session.scalars(select(_AuditEntry).order_by(_AuditEntry.row_id))
    found = _walk(rows)
    if not found.ok:
        return found
    ends = (head.entries_n, head.head_hash) if head else (0, FIRST_HASH)
    if ends != (found.entries_n, found.head):
        return AuditCheck(
            False,
            found.entries_n,
            found.head,
            None,
            msg(
                "Jejak audit tidak utuh: {n} entri tersambung, seharusnya {expected}. Bandingkan dengan cadangan.",
                n=str(found.entries_n),
                expected=str(ends[0]),
            ),
        )
    if known_head and not _known(session, known_head):
        sentence = msg(
            "Jejak audit tidak memuat ujung {head} yang pernah dicatat: bandingkan dengan cadangan.", head=known_head
        )
        return AuditCheck(False, found.entries_n, found.head, None, sentence)
    return found


def _walk(rows: Iterable[_AuditEntry]) -> AuditCheck:
    at, count = FIRST_HASH, 0
    for row in rows:
        if row.prev_hash != at or row.row_hash != _hash_of(row, at):
            return AuditCheck(
                False,
                count,
                at,
                row.row_id,
                msg(
                    "Jejak audit tidak utuh mulai baris {row} ({day}, {what}): {n} baris sebelumnya utuh. Bandingkan "
                    "dengan cadangan.",
                    row=str(row.row_id),
                    day=f"{row.at:%Y-%m-%d}",
                    what=row.what,
                    n=str(count),
                ),
            )
        at, count = row.row_hash, count + 1
    return AuditCheck(
        True, count, at, None, msg("Jejak audit utuh: {n} entri tersambung, ujung {head}.", n=str(count), head=at[:12])
    )


def _known(session: Session, known_head: str) -> bool:
    rows = select(_AuditEntry.row_id).where(_AuditEntry.row_hash == known_head.strip().lower())
    return known_head == FIRST_HASH or session.scalar(rows.limit(1)) is not None


def _hash_of(entry: _AuditEntry, prev_hash: str) -> str:
    return row_hash(
        prev_hash,
        at=entry.at,
        by=entry.by,
        what=entry.what,
        about=entry.about,
        before=entry.before,
        after=entry.after,
    )
