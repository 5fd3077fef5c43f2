"""One database of decisions: how it is opened, upgraded, read and written; SQLite or PostgreSQL alike."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import Session

from jointproc.errors import InputError, OurFault
from jointproc.workspace import audit
from jointproc.workspace.audit import AuditEntry
from jointproc.workspace.tables import _Base

__all__ = ["Database"]

_SQL: Final = Path(__file__).parent / "sql"
_WRITES: Final = "jointproc_writes"
# every writer of one PostgreSQL database waits for this lock; the number only has to be ours
_WRITE_LOCK: Final = 7_460_116
_BUSY_SECONDS: Final = 30
_CHAIN: Final = ("prev_hash", "row_hash")


class Database:
    """The engine behind a workspace, its sessions, and the audit trail.

    Raises:
        InputError: the URL can't be read, or names a kind of database that isn't installed.
        OurFault: the database doesn't answer.
    """

    def __init__(self, url: str) -> None:
        try:
            self._engine: Engine = create_engine(url)
        except (ArgumentError, ImportError) as error:
            raise InputError(
                "Alamat ruang kerja (JOINTPROC_WORKSPACE_URL) tidak dapat dipakai: pakai sqlite:///berkas atau "
                "postgresql://pengguna@server/basisdata."
            ) from error
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", _careful_sqlite)
        event.listen(self._engine, "begin", _begin)
        self._writer = self._engine.execution_options(**{_WRITES: True})
        self._reader = self._engine
        if self._engine.dialect.name == "postgresql":
            # as on SQLite, everything read in one transaction is of one moment
            self._reader = self._engine.execution_options(isolation_level="REPEATABLE READ")
        try:
            self._prepare()
        except DBAPIError as error:
            self._engine.dispose()
            raise OurFault(
                "Ruang kerja tidak dapat dibuka: periksa basis datanya berjalan, tidak terkunci, dan dapat ditulis."
            ) from error

    @contextmanager
    def _session(self) -> Iterator[Session]:
        """A transaction that may write; writers take turns, so what it reads stays true until it ends."""
        with Session(self._writer) as session, session.begin():
            yield session

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        """A transaction that only reads, sees one moment, and waits for nobody."""
        with Session(self._reader) as session, session.begin():
            yield session

    def _prepare(self) -> None:
        """Make what is missing, in one transaction: an older workspace is upgraded wholly or stays as it was."""
        with self._engine.connect() as connection:
            if _is_ready(connection):
                return
        with self._session() as session:
            connection = session.connection()
            old = _lacks_chain(connection)
            if old:
                for column in _CHAIN:
                    connection.exec_driver_sql(f"ALTER TABLE audit ADD COLUMN {column} VARCHAR(64) NOT NULL DEFAULT ''")
            _Base.metadata.create_all(connection)
            if old:
                rows_n = audit.chain_all(session)
                audit.append(
                    session,
                    by="jointproc",
                    what="chain_audit",
                    about="audit",
                    after=f"{rows_n} earlier entries chained",
                )
            for statement in (_SQL / f"audit_guard_{connection.dialect.name}.sql").read_text("utf-8").split("\n\n"):
                connection.exec_driver_sql(statement)

    def note(self, *, by: str, what: str, about: str, before: str = "", after: str = "") -> None:
        """Add to the audit trail something that was decided elsewhere."""
        with self._session() as session:
            audit.append(session, by=by, what=what, about=about, before=before, after=after)

    def audit(self, about: str | None = None) -> list[AuditEntry]:
        """What was decided, oldest first; of one thing alone where ``about`` names it."""
        with self._reading() as session:
            return audit.entries(session, about)

    def close(self) -> None:
        """Give the database back."""
        self._engine.dispose()


def _is_ready(connection: Connection) -> bool:
    found = set(inspect(connection).get_table_names())
    return set(_Base.metadata.tables) <= found and not _lacks_chain(connection)


def _lacks_chain(connection: Connection) -> bool:
    seen = inspect(connection)
    return seen.has_table("audit") and "row_hash" not in {c["name"] for c in seen.get_columns("audit")}


def _careful_sqlite(connection: Any, _record: Any) -> None:
    # the driver starts no transaction of its own: _begin does, before the first read
    connection.isolation_level = None
    # WAL lets readers go on while somebody saves; FULL survives a power cut.
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")
    _to_wal(cursor)
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()


def _to_wal(cursor: Any) -> None:
    """Switch a new file to WAL; SQLite does not wait by itself when another opens the same empty file just then."""
    give_up = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(0.01)


def _begin(connection: Connection) -> None:
    """Writers wait for each other before they read, so that none decides on what another is about to change."""
    writes = bool(connection.get_execution_options().get(_WRITES))
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
    elif writes:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITE_LOCK})")
