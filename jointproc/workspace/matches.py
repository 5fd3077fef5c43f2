"""What people say of two goods; the newest word of a pair counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import DateTime, Float, Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from jointproc.errors import InputError
from jointproc.workspace.audit import append
from jointproc.workspace.database import Database
from jointproc.workspace.tables import _Base, _now

__all__ = ["MatchDecision", "Matches"]


_VERDICTS: Final = ("same", "variant", "different", "unsure")


class _MatchDecision(_Base):
    """What a person said of two goods; rows are only added, the newest of a pair counts, ``""`` takes it back."""

    __tablename__ = "match_decision"

    row_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    left_id: Mapped[str] = mapped_column(String(64), index=True)
    right_id: Mapped[str] = mapped_column(String(64), index=True)
    verdict: Mapped[str] = mapped_column(String(20))
    factor: Mapped[float | None] = mapped_column(Float)
    left_text: Mapped[str] = mapped_column(Text)
    right_text: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    said_by: Mapped[str] = mapped_column(String(200))
    said_at: Mapped[datetime] = mapped_column(DateTime)


@dataclass(frozen=True, slots=True)
class MatchDecision:
    """What a person said of two goods (``left_id`` < ``right_id``): same, variant, different or unsure.

    ``factor``: how many units of the right good one unit of the left one is worth; ``None`` when the texts tell it.
    """

    left_id: str
    right_id: str
    verdict: str
    factor: float | None
    left_text: str
    right_text: str
    note: str
    said_by: str
    said_at: datetime


class Matches(Database):
    """Decisions about pairs of goods."""

    def decide_match(
        self,
        left_id: str,
        right_id: str,
        verdict: str,
        *,
        by: str = "",
        factor: float | None = None,
        note: str = "",
        left_text: str = "",
        right_text: str = "",
    ) -> MatchDecision:
        """Keep what a person says of two goods; the newest word of a pair counts.

        Raises:
            InputError: the verdict is none of same, variant, different, unsure, or both goods are one.
        """
        if verdict not in _VERDICTS:
            raise InputError(
                "Putusan {verdict} tidak dikenal: pakai {known}.", verdict=verdict, known=", ".join(_VERDICTS)
            )
        if left_id == right_id:
            raise InputError("Kedua barang itu satu barang yang sama.")
        if right_id < left_id:
            left_id, right_id, left_text, right_text = right_id, left_id, right_text, left_text
            factor = 1.0 / factor if factor else None
        return self._say_match(left_id, right_id, verdict, factor, left_text, right_text, note, by)

    def take_back_match(self, by: str = "", said_by: str | None = None) -> MatchDecision | None:
        """Take the last decision that stands back; what was said of the pair before stands again. ``None``: no more.

        ``said_by`` asks for the last one of that person, among pairs on which nobody has said anything since.
        """
        with self._reading() as session:
            # read out before the session ends and takes the rows' contents with it
            rows = [
                _match_decision(row) for row in session.scalars(select(_MatchDecision).order_by(_MatchDecision.row_id))
            ]
        stack: list[MatchDecision] = []
        for row in rows:
            if row.verdict:
                stack.append(row)
            else:
                # a row without a verdict took back the last word of its pair
                place = next(i for i in reversed(range(len(stack))) if _of_pair(stack[i]) == _of_pair(row))
                stack.pop(place)
        newest = {_of_pair(row): row for row in stack}
        theirs = [row for row in stack if said_by is None or (row.said_by == said_by and newest[_of_pair(row)] is row)]
        if not theirs:
            return None
        last = theirs[-1]
        self._say_match(last.left_id, last.right_id, "", None, last.left_text, last.right_text, "", by)
        return last

    def match_decisions(self) -> list[MatchDecision]:
        """What people say of pairs of goods now, oldest first."""
        with self._reading() as session:
            said = _words(session)
        return sorted((words[-1] for words in said.values() if words), key=lambda one: one.said_at)

    def _say_match(
        self,
        left_id: str,
        right_id: str,
        verdict: str,
        factor: float | None,
        left_text: str,
        right_text: str,
        note: str,
        by: str,
    ) -> MatchDecision:
        moment = _now()
        with self._session() as session:
            was = next(
                (word.verdict for word in _words(session, (left_id, right_id)).get((left_id, right_id), [])[-1:]), ""
            )
            row = _MatchDecision(
                left_id=left_id,
                right_id=right_id,
                verdict=verdict,
                factor=factor,
                left_text=left_text,
                right_text=right_text,
                note=note,
                said_by=by,
                said_at=moment,
            )
            session.add(row)
            about = f"{left_id}~{right_id}"
            append(session, by=by, what="decide_match", about=about, before=was, after=verdict or "-")
            return MatchDecision(left_id, right_id, verdict, factor, left_text, right_text, note, by, moment)


def _words(session: Session, pair: tuple[str, str] | None = None) -> dict[tuple[str, str], list[MatchDecision]]:
    """What stands of each pair, oldest first; of one pair alone where ``pair`` names it."""
    rows = select(_MatchDecision).order_by(_MatchDecision.row_id)
    if pair is not None:
        rows = rows.where(_MatchDecision.left_id == pair[0], _MatchDecision.right_id == pair[1])
    said: dict[tuple[str, str], list[MatchDecision]] = {}
    for row in session.scalars(rows):
        words = said.setdefault(_of_pair(row), [])
        if row.verdict:
            words.append(_match_decision(row))
        elif words:
            words.pop()
    return said


def _of_pair(row: _MatchDecision | MatchDecision) -> tuple[str, str]:
    return row.left_id, row.right_id


def _match_decision(row: _MatchDecision) -> MatchDecision:
    return MatchDecision(
        row.left_id,
        row.right_id,
        row.verdict,
        row.factor,
        row.left_text,
        row.right_text,
        row.note,
        row.said_by,
        row.said_at,
    )
