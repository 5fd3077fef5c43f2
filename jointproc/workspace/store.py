"""What people decided, kept so that nothing is overwritten: every save is a new version, every change is noted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import lru_cache
from typing import Any

from sqlalchemy import DateTime, Engine, Integer, String, Text, UniqueConstraint, create_engine, event, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from jointproc import settings
from jointproc.errors import InputError

__all__ = ["SavedScenario", "Workspace", "workspace"]


class _Base(DeclarativeBase):
    pass


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


class _AuditEntry(_Base):
    """Who did what, when: one row per decision."""

    __tablename__ = "audit"

    row_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime)
    by: Mapped[str] = mapped_column(String(200))
    what: Mapped[str] = mapped_column(String(100))
    about: Mapped[str] = mapped_column(String(100))
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)


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


class Workspace:
    """The store of decisions behind one database URL (a SQLite file by default)."""

    def __init__(self, url: str) -> None:
        self._engine: Engine = create_engine(url)
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", _careful_sqlite)
        _Base.metadata.create_all(self._engine)

    @contextmanager
    def _session(self) -> Iterator[Session]:
        with Session(self._engine) as session, session.begin():
            yield session

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
            InputError: somebody else saved a newer version first. Both texts are kept by their authors.
        """
        moment = datetime.now(timezone.utc).replace(tzinfo=None)
        try:
            with self._session() as session:
                before = session.scalar(_latest(scenario_id))
                current = before.version if before else 0
                if expected_version is not None and expected_version != current:
                    raise _overtaken(title)
                session.add(
                    _ScenarioVersion(
                        scenario_id=scenario_id,
                        version=current + 1,
                        title=title,
                        toml=toml,
                        note=note,
                        saved_by=by,
                        saved_at=moment,
                    )
                )
                session.add(
                    _AuditEntry(
                        at=moment,
                        by=by,
                        what="save_scenario",
                        about=scenario_id,
                        before=before.toml if before else "",
                        after=toml,
                    )
                )
                return current + 1
        except IntegrityError as error:
            raise _overtaken(title) from error

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
        with self._session() as session:
            return [
                _saved(row)
                for row in session.scalars(rows.order_by(_ScenarioVersion.saved_at.desc(), _ScenarioVersion.row_id))
            ]

    def scenario(self, scenario_id: str, version: int | None = None) -> SavedScenario:
        """One version (the newest by default). Raises ``InputError`` when it does not exist."""
        wanted = _latest(scenario_id)
        if version is not None:
            wanted = wanted.where(_ScenarioVersion.version == version)
        with self._session() as session:
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
        with self._session() as session:
            return [_saved(row) for row in session.scalars(rows)]

    def close(self) -> None:
        """Give the database back."""
        self._engine.dispose()


def _latest(scenario_id: str) -> Any:
    return (
        select(_ScenarioVersion)
        .where(_ScenarioVersion.scenario_id == scenario_id)
        .order_by(_ScenarioVersion.version.desc())
        .limit(1)
    )


def _saved(row: _ScenarioVersion) -> SavedScenario:
    return SavedScenario(row.scenario_id, row.version, row.title, row.toml, row.note, row.saved_by, row.saved_at)


def _overtaken(title: str) -> InputError:
    return InputError(
        "Skenario {title} sudah disimpan orang lain sejak Anda membukanya: muat versi terbaru, "
        "atau simpan milik Anda sebagai skenario baru.",
        title=title,
    )


def _careful_sqlite(connection: Any, _record: Any) -> None:
    # WAL lets readers go on while somebody saves; FULL survives a power cut.
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()


@lru_cache(maxsize=8)
def _workspace(url: str) -> Workspace:
    return Workspace(url)


def workspace() -> Workspace:
    """The workspace of this JOINTPROC_HOME, or of ``JOINTPROC_WORKSPACE_URL`` when an operator set one."""
    url = settings.workspace_url()
    return _workspace(url)
