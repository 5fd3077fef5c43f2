"""Workspaces for tests, on SQLite and on a PostgreSQL server that is started once and only when asked for."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from jointproc.workspace import Workspace

SCENARIO = 'title = "Obat"\nlead = "35.78"\n[[members]]\ncode = "35.78"\n[[members]]\ncode = "35.15"\n'


def _server_program(name: str) -> str | None:
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(installed[-1]) if installed else shutil.which(name)


def _as_user(*command: str) -> list[str]:
    """PostgreSQL refuses to run as root, so root lends it another user."""
    if os.geteuid() != 0:
        return list(command)
    return ["runuser", "-u", _user(), "--", *command]


def _user() -> str:
    known = {one.pw_name for one in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a real PostgreSQL on a socket in a folder of its own; no port is opened."""
    initdb, pg_ctl = _server_program("initdb"), _server_program("pg_ctl")
    if initdb is None or pg_ctl is None:
        pytest.skip("PostgreSQL's server is not installed here (Debian: apt-get install postgresql)")
    where = Path(tempfile.mkdtemp(prefix="jp-pg-"))
    if os.geteuid() == 0:
        shutil.chown(where, _user())
    data = where / "data"
    quiet = {"cwd": where, "check": True, "capture_output": True}
    subprocess.run(
        _as_user(initdb, "-D", str(data), "-U", "jointproc", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"),
        **quiet,
    )
    options = f"-c listen_addresses= -c unix_socket_directories={where} -c fsync=off -c autovacuum=off"
    log = str(where / "log")
    subprocess.run(_as_user(pg_ctl, "-D", str(data), "-w", "-l", log, "-o", options, "start"), **quiet)
    try:
        yield f"postgresql+psycopg://jointproc@/postgres?host={where}"
    finally:
        subprocess.run(_as_user(pg_ctl, "-D", str(data), "-m", "immediate", "stop"), cwd=where, capture_output=True)
        shutil.rmtree(where, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database: a SQLite file, or a schema of its own in the PostgreSQL server."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'workspace.sqlite'}"
    server = request.getfixturevalue("postgres")
    schema = "t" + secrets.token_hex(6)
    engine = create_engine(server)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    engine.dispose()
    return f"{server}&options=-csearch_path%3D{schema}"


@pytest.fixture
def ws(url: str) -> Iterator[Workspace]:
    """A workspace of this test's own, on both kinds of database."""
    opened = Workspace(url)
    yield opened
    opened.close()
