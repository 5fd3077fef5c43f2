"""Which region a spelling means, as people said."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DateTime, String, select
from sqlalchemy.orm import Mapped, mapped_column

from jointproc.errors import InputError
from jointproc.workspace.audit import append
from jointproc.workspace.database import Database
from jointproc.workspace.tables import _Base, _now

__all__ = ["Spellings"]


class _RegionAnswer(_Base):
    """Which region a spelling means, as a person said; ``-`` for "not a regional government"."""

    __tablename__ = "region_answer"

    text_key: Mapped[str] = mapped_column(String(500), primary_key=True)
    code: Mapped[str] = mapped_column(String(20))
    said_by: Mapped[str] = mapped_column(String(200))
    said_at: Mapped[datetime] = mapped_column(DateTime)


class Spellings(Database):
    """Spellings of regions and what they mean."""

    def remember_region(self, text_key: str, code_or_dash: str, by: str = "") -> None:
        """Remember which region a spelling means: its Kemendagri code, or ``-`` for "not a regional government"."""
        key = " ".join(text_key.split())
        if not key:
            raise InputError("Tulisan daerah kosong: tulis nama daerah seperti di berkas.")
        with self._session() as session:
            before = session.get(_RegionAnswer, key)
            was = before.code if before else ""
            if was == code_or_dash:
                return
            session.merge(_RegionAnswer(text_key=key, code=code_or_dash, said_by=by, said_at=_now()))
            append(session, by=by, what="remember_region", about=key, before=f"{key}={was}", after=code_or_dash)

    def forget_region(self, text_key: str, by: str = "") -> None:
        """Take an answer back. Raises ``InputError`` when the spelling was never answered."""
        key = " ".join(text_key.split())
        with self._session() as session:
            before = session.get(_RegionAnswer, key)
            if before is None:
                raise InputError("Tulisan {text} belum pernah dijawab.", text=key)
            session.delete(before)
            append(session, by=by, what="forget_region", about=key, before=f"{key}={before.code}")

    def region_answers(self) -> dict[str, str]:
        """Spelling → Kemendagri code, or ``-`` for "not a regional government"."""
        with self._reading() as session:
            rows = session.scalars(select(_RegionAnswer).order_by(_RegionAnswer.text_key))
            return {row.text_key: row.code for row in rows}
