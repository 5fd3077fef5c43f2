"""Which papers were produced, from which state of a scenario and of the data; rows are only added."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import DateTime, Integer, String, select
from sqlalchemy.orm import Mapped, mapped_column

from jointproc.workspace.audit import append
from jointproc.workspace.store import Workspace, _Base, _now

__all__ = ["BuiltPaper", "note_paper", "papers_built"]


class _PaperBuilt(_Base):
    """One file that somebody had made."""

    __tablename__ = "paper_built"

    row_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    scenario_id: Mapped[str] = mapped_column(String(64), index=True)
    version: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(40))
    member: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(8))
    file_name: Mapped[str] = mapped_column(String(300))
    sha256: Mapped[str] = mapped_column(String(64))
    scenario_hash: Mapped[str] = mapped_column(String(64))
    figures_hash: Mapped[str] = mapped_column(String(64))
    data_hash: Mapped[str] = mapped_column(String(64))
    built_by: Mapped[str] = mapped_column(String(200))
    built_at: Mapped[datetime] = mapped_column(DateTime)


@dataclass(frozen=True, slots=True)
class BuiltPaper:
    """One file that somebody had made.

    Attributes:
        kind: ``deck``, ``pks`` …; member: code of the region it was made for, empty for all.
        sha256: of the file itself.
        scenario_hash, figures_hash, data_hash: of what it was made from.
        built_at: UTC.
    """

    scenario_id: str
    version: int
    kind: str
    member: str
    language: str
    file_name: str
    sha256: str
    scenario_hash: str
    figures_hash: str
    data_hash: str
    built_by: str
    built_at: datetime


def note_paper(
    ws: Workspace,
    *,
    scenario_id: str,
    version: int,
    kind: str,
    member: str,
    language: str,
    file_name: str,
    sha256: str,
    scenario_hash: str,
    figures_hash: str,
    data_hash: str,
    by: str = "",
) -> BuiltPaper:
    """Keep that a paper was made; the same paper made twice is two rows."""
    built = BuiltPaper(
        scenario_id=scenario_id,
        version=version,
        kind=kind,
        member=member,
        language=language,
        file_name=file_name[:300],
        sha256=sha256,
        scenario_hash=scenario_hash,
        figures_hash=figures_hash,
        data_hash=data_hash,
        built_by=" ".join(by.split())[:200],
        built_at=_now(),
    )
    with ws._session() as session:
        session.add(_PaperBuilt(**{f.name: getattr(built, f.name) for f in fields(built)}))
        append(
            session,
            by=built.built_by,
            what="build_paper",
            about=scenario_id,
            before="",
            after=f"{built.file_name} {sha256}",
        )
    return built


def papers_built(ws: Workspace, scenario_id: str | None = None) -> list[BuiltPaper]:
    """Everything that was made, newest first; of one scenario where ``scenario_id`` names it."""
    rows = select(_PaperBuilt).order_by(_PaperBuilt.row_id.desc())
    if scenario_id is not None:
        rows = rows.where(_PaperBuilt.scenario_id == scenario_id)
    names = [f.name for f in fields(BuiltPaper)]
    with ws._reading() as session:
        return [BuiltPaper(**{name: getattr(row, name) for name in names}) for row in session.scalars(rows)]
