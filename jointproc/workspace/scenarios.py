"""Saved scenarios: every save is a new version, and what came second is kept aside instead of lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, Integer, String, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from jointproc.errors import InputError
from jointproc.text import Day
from jointproc.workspace.agreement_events import version_saved
from jointproc.workspace.audit import append
from jointproc.workspace.database import Database
from jointproc.workspace.tables import _Base, _now

__all__ = ["AsideScenario", "SavedScenario", "Scenarios", "text_of"]


class _ScenarioVersion(_Base):
    """One saved state of one agreement scenario; rows are added, never changed."""

    __tablename__ = "scenario_version"
    __table_args__ = (UniqueConstraint("scenario_id", "version"),)

    row_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    scenario_id: Mapped[str] = mapped_column(String(64), index=True)
    version: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(String(300))
    toml: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    saved_by: Mapped[str] = mapped_column(String(200))
    saved_at: Mapped[datetime] = mapped_column(DateTime)


class _ScenarioAside(_Base):
    """What somebody wanted to save after another had been quicker; rows are only added."""

    __tablename__ = "scenario_aside"

    row_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    scenario_id: Mapped[str] = mapped_column(String(64), index=True)
    based_on: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(String(300))
    toml: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    saved_by: Mapped[str] = mapped_column(String(200))
    saved_at: Mapped[datetime] = mapped_column(DateTime)


@dataclass(frozen=True, slots=True)
class SavedScenario:
    """One version of a saved scenario."""

    scenario_id: str
    version: int
    title: str
    toml: str
    note: str
    saved_by: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class AsideScenario:
    """A text that came second: ``based_on`` is the version its writer had started from."""

    aside_id: int
    scenario_id: str
    based_on: int
    title: str
    toml: str
    note: str
    saved_by: str
    saved_at: datetime


class Scenarios(Database):
    """Scenarios and their versions."""

    def save_scenario(
        self,
        scenario_id: str,
        title: str,
        toml: str,
        *,
        by: str = "",
        note: str = "",
        expected_version: int | None = None,
    ) -> int:
        """Add a version and return its number.

        Args:
            expected_version: the version the writer started from; when someone saved meanwhile, the save is refused.

        Raises:
            InputError: somebody else saved a newer version first; says who and when. The refused text is kept aside
                (:meth:`asides`), so both remain.
        """
        kept = {"title": title[:300], "toml": toml, "note": note, "saved_by": by[:200], "saved_at": _now()}
        with self._session() as session:
            before = session.scalar(_latest(scenario_id))
            current = before.version if before else 0
            overtaken = expected_version is not None and expected_version != current
            if overtaken:
                session.add(_ScenarioAside(scenario_id=scenario_id, based_on=expected_version, **kept))
                append(session, by=by, what="set_aside_scenario", about=scenario_id, after=toml)
                refusal = _overtaken(title, before)
            else:
                session.add(_ScenarioVersion(scenario_id=scenario_id, version=current + 1, **kept))
                was = before.toml if before else ""
                append(session, by=by, what="save_scenario", about=scenario_id, before=was, after=toml)
                version_saved(session, scenario_id, current + 1, by)
        if overtaken:
            raise refusal
        return current + 1

    def scenarios(self) -> list[SavedScenario]:
        """The newest version of every scenario, last saved first."""
        newest = (
            select(_ScenarioVersion.scenario_id, func.max(_ScenarioVersion.version).label("version"))
            .group_by(_ScenarioVersion.scenario_id)
            .subquery()
        )
        rows = select(_ScenarioVersion).join(
            newest,
            (_ScenarioVersion.scenario_id == newest.c.scenario_id) & (_ScenarioVersion.version == newest.c.version),
        )
        with self._reading() as session:
            return [
                _saved(row)
                for row in session.scalars(rows.order_by(_ScenarioVersion.saved_at.desc(), _ScenarioVersion.row_id))
            ]

    def scenario(self, scenario_id: str, version: int | None = None) -> SavedScenario:
        """One version (the newest by default). Raises ``InputError`` when it does not exist."""
        wanted = _latest(scenario_id)
        if version is not None:
            wanted = wanted.where(_ScenarioVersion.version == version)
        with self._reading() as session:
            row = session.scalar(wanted)
            if row is None:
                raise InputError("Skenario {scenario} tidak ada di ruang kerja ini.", scenario=scenario_id)
            return _saved(row)

    def versions(self, scenario_id: str) -> list[SavedScenario]:
        """Every version of one scenario, oldest first."""
        rows = (
            select(_ScenarioVersion)
            .where(_ScenarioVersion.scenario_id == scenario_id)
            .order_by(_ScenarioVersion.version)
        )
        with self._reading() as session:
            return [_saved(row) for row in session.scalars(rows)]

    def asides(self, scenario_id: str) -> list[AsideScenario]:
        """Texts of one scenario whose writers came second, oldest first."""
        rows = select(_ScenarioAside).where(_ScenarioAside.scenario_id == scenario_id).order_by(_ScenarioAside.row_id)
        with self._reading() as session:
            return [
                AsideScenario(r.row_id, r.scenario_id, r.based_on, r.title, r.toml, r.note, r.saved_by, r.saved_at)
                for r in session.scalars(rows)
            ]


def _latest(scenario_id: str) -> Any:
    return (
        select(_ScenarioVersion)
        .where(_ScenarioVersion.scenario_id == scenario_id)
        .order_by(_ScenarioVersion.version.desc())
        .limit(1)
    )


def text_of(session: Session, scenario_id: str, version: int) -> str:
    """The scenario file of one version. Raises ``InputError`` when it does not exist."""
    row = session.scalar(_latest(scenario_id).where(_ScenarioVersion.version == version))
    if row is None:
        raise InputError("Skenario {scenario} tidak ada di ruang kerja ini.", scenario=scenario_id)
    return str(row.toml)


def _saved(row: _ScenarioVersion) -> SavedScenario:
    return SavedScenario(row.scenario_id, row.version, row.title, row.toml, row.note, row.saved_by, row.saved_at)


def _overtaken(title: str, first: _ScenarioVersion | None) -> InputError:
    if first is None:
        return InputError(
            "Skenario {title} tidak ada lagi di ruang kerja ini: simpan milik Anda sebagai skenario baru.", title=title
        )
    return InputError(
        "Skenario {title} sudah disimpan orang lain sejak Anda membukanya (versi {version}, {who}, {day} pukul {time} "
        "UTC). Naskah Anda tidak hilang dan disimpan di samping: muat versi terbaru, atau simpan milik Anda sebagai "
        "skenario baru.",
        title=title,
        version=str(first.version),
        who=first.saved_by or "–",
        day=Day(first.saved_at),
        time=f"{first.saved_at:%H:%M}",
    )
