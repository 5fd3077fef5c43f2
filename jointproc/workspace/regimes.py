"""What a person said of the market a good is bought in; rows are only added, the newest of a good counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import DateTime, Integer, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from jointproc.errors import InputError
from jointproc.workspace.audit import append
from jointproc.workspace.store import Workspace, _Base, _now

__all__ = ["SAYABLE", "RegimeDecision", "decide_regime", "regime_decisions", "regime_history", "take_back_regime"]

SAYABLE: Final = ("listed", "framework", "spot", "services", "unknown")
_LONGEST: Final = 2000


class _RegimeDecision(_Base):
    """One word of one person; an empty regime takes the decision back."""

    __tablename__ = "regime_decision"

    row_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    good_id: Mapped[str] = mapped_column(String(64), index=True)
    regime: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    good_text: Mapped[str] = mapped_column(Text)
    said_by: Mapped[str] = mapped_column(String(200))
    said_at: Mapped[datetime] = mapped_column(DateTime)


@dataclass(frozen=True, slots=True)
class RegimeDecision:
    """A person's word on a good's market: ``regime`` is one of ``SAYABLE``, or empty where it was taken back."""

    good_id: str
    regime: str
    reason: str
    good_text: str
    said_by: str
    said_at: datetime


def decide_regime(
    ws: Workspace, good_id: str, regime: str, reason: str, *, by: str = "", good_text: str = ""
) -> RegimeDecision:
    """Keep what a person says of a good's market.

    Raises:
        InputError: no such market, or no reason.
    """
    if regime not in SAYABLE:
        raise InputError("Pasar {regime} tidak dikenal: pakai {known}.", regime=regime, known=", ".join(SAYABLE))
    told = " ".join(reason.split())[:_LONGEST]
    if not told:
        raise InputError("Tulis alasannya: keputusan tanpa alasan tidak dapat diperiksa orang lain.")
    return _say(ws, good_id, regime, told, good_text, by)


def take_back_regime(ws: Workspace, good_id: str, *, by: str = "") -> None:
    """Let the data decide again. Raises ``InputError`` when nobody had decided."""
    if good_id not in regime_decisions(ws):
        raise InputError("Pasar barang ini belum pernah ditetapkan orang.")
    _say(ws, good_id, "", "", "", by)


def regime_decisions(ws: Workspace) -> dict[str, RegimeDecision]:
    """What people say now, by good."""
    said = {one.good_id: one for one in regime_history(ws)}
    return {good_id: one for good_id, one in said.items() if one.regime}


def regime_history(ws: Workspace, good_id: str | None = None) -> list[RegimeDecision]:
    """Everything that was ever said, oldest first; of one good where ``good_id`` names it."""
    rows = select(_RegimeDecision).order_by(_RegimeDecision.row_id)
    if good_id is not None:
        rows = rows.where(_RegimeDecision.good_id == good_id)
    with ws._reading() as session:
        return [
            RegimeDecision(r.good_id, r.regime, r.reason, r.good_text, r.said_by, r.said_at)
            for r in session.scalars(rows)
        ]


def _say(ws: Workspace, good_id: str, regime: str, reason: str, good_text: str, by: str) -> RegimeDecision:
    before = regime_decisions(ws).get(good_id)
    moment = _now()
    with ws._session() as session:
        session.add(
            _RegimeDecision(
                good_id=good_id, regime=regime, reason=reason, good_text=good_text, said_by=by, said_at=moment
            )
        )
        append(
            session,
            by=by,
            what="decide_regime",
            about=good_id,
            before=before.regime if before else "",
            after=f"{regime}: {reason}" if regime else "-",
        )
    return RegimeDecision(good_id, regime, reason, good_text, by, moment)
