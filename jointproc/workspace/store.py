"""What people decided, kept so that nothing is overwritten: every save is a new version, every change is noted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    DateTime,
    Engine,
    Float,
    Integer,
    String,
    Text,
    UniqueConstraint,
    create_engine,
    event,
    func,
    select,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from jointproc import settings
from jointproc.errors import InputError

__all__ = ["AuditEntry", "MatchDecision", "SavedRecipe", "SavedScenario", "Workspace", "workspace"]

_VERDICTS: Final = ("same", "variant", "different", "unsure")


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


class _RecipeVersion(_Base):
    """One saved state of one mapping of columns; an empty text says that it was taken back. Rows are only added."""

    __tablename__ = "recipe_version"
    __table_args__ = (UniqueConstraint("fingerprint", "version"),)

    row_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64), index=True)
    version: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(String(300))
    recipe_json: Mapped[str] = mapped_column(Text)
    saved_by: Mapped[str] = mapped_column(String(200))
    saved_at: Mapped[datetime] = mapped_column(DateTime)


class _RegionAnswer(_Base):
    """Which region a spelling means, as a person said; ``-`` for "not a regional government"."""

    __tablename__ = "region_answer"

    text_key: Mapped[str] = mapped_column(String(500), primary_key=True)
    code: Mapped[str] = mapped_column(String(20))
    said_by: Mapped[str] = mapped_column(String(200))
    said_at: Mapped[datetime] = mapped_column(DateTime)


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


@dataclass(frozen=True, slots=True)
class SavedRecipe:
    """The newest state of a mapping of columns."""

    fingerprint: str
    version: int
    title: str
    recipe_json: str
    saved_by: str
    saved_at: datetime


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


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what, when."""

    at: datetime
    by: str
    what: str
    about: str
    before: str
    after: str


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
        moment = _now()
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

    # ------------------------------------------------------------------ recipes

    def save_recipe(self, recipe_json: str, fingerprint: str, title: str, by: str = "") -> int:
        """Keep how the columns of a layout are to be read; returns the version. Earlier versions stay."""
        return self._add_recipe(fingerprint, title, recipe_json, by, "save_recipe")

    def recipe_for(self, fingerprint: str) -> str | None:
        """The newest recipe for files with these headers; ``None`` when there is none."""
        with self._session() as session:
            row = session.scalar(_latest_recipe(fingerprint))
            return row.recipe_json if row is not None and row.recipe_json else None

    def recipes(self) -> list[SavedRecipe]:
        """The newest version of every recipe, last saved first."""
        newest = (
            select(_RecipeVersion.fingerprint, func.max(_RecipeVersion.version).label("version"))
            .group_by(_RecipeVersion.fingerprint)
            .subquery()
        )
        rows = (
            select(_RecipeVersion)
            .join(
                newest,
                (_RecipeVersion.fingerprint == newest.c.fingerprint) & (_RecipeVersion.version == newest.c.version),
            )
            .where(_RecipeVersion.recipe_json != "")
            .order_by(_RecipeVersion.saved_at.desc(), _RecipeVersion.row_id.desc())
        )
        with self._session() as session:
            return [
                SavedRecipe(r.fingerprint, r.version, r.title, r.recipe_json, r.saved_by, r.saved_at)
                for r in session.scalars(rows)
            ]

    def forget_recipe(self, fingerprint: str, by: str = "") -> None:
        """Offer a recipe no more. Raises ``InputError`` when there is none."""
        found = next((r for r in self.recipes() if r.fingerprint == fingerprint), None)
        if found is None:
            raise InputError("Resep pemetaan {recipe} tidak ada di ruang kerja ini.", recipe=fingerprint)
        self._add_recipe(fingerprint, found.title, "", by, "forget_recipe")

    def _add_recipe(self, fingerprint: str, title: str, recipe_json: str, by: str, what: str) -> int:
        moment = _now()
        try:
            with self._session() as session:
                before = session.scalar(_latest_recipe(fingerprint))
                version = (before.version if before else 0) + 1
                session.add(
                    _RecipeVersion(
                        fingerprint=fingerprint,
                        version=version,
                        title=title,
                        recipe_json=recipe_json,
                        saved_by=by,
                        saved_at=moment,
                    )
                )
                was = before.recipe_json if before else ""
                session.add(_AuditEntry(at=moment, by=by, what=what, about=fingerprint, before=was, after=recipe_json))
                return version
        except IntegrityError as error:
            raise InputError(
                "Resep {title} baru saja disimpan orang lain: buka lagi, lalu simpan ulang.", title=title
            ) from error

    # ------------------------------------------------------------------ spellings of regions

    def remember_region(self, text_key: str, code_or_dash: str, by: str = "") -> None:
        """Remember which region a spelling means: its Kemendagri code, or ``-`` for "not a regional government"."""
        key, moment = " ".join(text_key.split()), _now()
        if not key:
            raise InputError("Tulisan daerah kosong: tulis nama daerah seperti di berkas.")
        with self._session() as session:
            before = session.get(_RegionAnswer, key)
            was = before.code if before else ""
            if was == code_or_dash:
                return
            session.merge(_RegionAnswer(text_key=key, code=code_or_dash, said_by=by, said_at=moment))
            session.add(
                _AuditEntry(
                    at=moment, by=by, what="remember_region", about=key[:100], before=f"{key}={was}", after=code_or_dash
                )
            )

    def forget_region(self, text_key: str, by: str = "") -> None:
        """Take an answer back. Raises ``InputError`` when the spelling was never answered."""
        key, moment = " ".join(text_key.split()), _now()
        with self._session() as session:
            before = session.get(_RegionAnswer, key)
            if before is None:
                raise InputError("Tulisan {text} belum pernah dijawab.", text=key)
            session.delete(before)
            entry = f"{key}={before.code}"
            session.add(_AuditEntry(at=moment, by=by, what="forget_region", about=key[:100], before=entry, after=""))

    def region_answers(self) -> dict[str, str]:
        """Spelling → Kemendagri code, or ``-`` for "not a regional government"."""
        with self._session() as session:
            rows = session.scalars(select(_RegionAnswer).order_by(_RegionAnswer.text_key))
            return {row.text_key: row.code for row in rows}

    # ------------------------------------------------------------------ goods

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
        with self._session() as session:
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
        with self._session() as session:
            said: dict[tuple[str, str], list[MatchDecision]] = {}
            for row in session.scalars(select(_MatchDecision).order_by(_MatchDecision.row_id)):
                words = said.setdefault(_of_pair(row), [])
                if row.verdict:
                    words.append(_match_decision(row))
                elif words:
                    words.pop()
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
            session.add(
                _AuditEntry(at=moment, by=by, what="decide_match", about=about[:100], before="", after=verdict or "-")
            )
            return MatchDecision(left_id, right_id, verdict, factor, left_text, right_text, note, by, moment)

    # ------------------------------------------------------------------ audit

    def note(self, *, by: str, what: str, about: str, before: str = "", after: str = "") -> None:
        """Add to the audit trail something that was decided elsewhere."""
        with self._session() as session:
            session.add(_AuditEntry(at=_now(), by=by, what=what, about=about[:100], before=before, after=after))

    def audit(self, about: str | None = None) -> list[AuditEntry]:
        """What was decided, oldest first; of one thing alone where ``about`` names it."""
        rows = select(_AuditEntry).order_by(_AuditEntry.row_id)
        if about is not None:
            rows = rows.where(_AuditEntry.about == about)
        with self._session() as session:
            return [AuditEntry(r.at, r.by, r.what, r.about, r.before, r.after) for r in session.scalars(rows)]

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


def _latest_recipe(fingerprint: str) -> Any:
    return (
        select(_RecipeVersion)
        .where(_RecipeVersion.fingerprint == fingerprint)
        .order_by(_RecipeVersion.version.desc())
        .limit(1)
    )


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


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


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
