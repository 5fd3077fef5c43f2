"""Fixtures shared by all tests: a home of its own for each test, and the real files read in place."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from jointproc import settings
from jointproc.warehouse import Warehouse, close_warehouses, warehouse

KALBAR = "data/kalbar_2022/ekatalog_paket_produk_2022_original_columns.xlsx"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A JOINTPROC_HOME of this test's own."""
    where = tmp_path / "home"
    monkeypatch.setenv("JOINTPROC_HOME", str(where))
    monkeypatch.delenv("JOINTPROC_BOUNDARIES", raising=False)
    yield where
    close_warehouses()


@pytest.fixture
def wh(home: Path) -> Warehouse:
    """An empty warehouse."""
    return warehouse()


def shared_file(relative: str) -> Path:
    """A real file of ``../shared``; the test is skipped, saying so, where it is absent."""
    path = settings.shared() / relative
    if not path.exists():
        if os.environ.get("CI"):
            pytest.fail(f"real file missing in CI: {path}")
        pytest.skip(f"real file not here: {path} (set JOINTPROC_SHARED)")
    return path


@pytest.fixture(scope="session")
def kalbar_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home into which the real e-Katalog file of Kalimantan Barat was loaded once; tests only read it."""
    from jointproc.pipeline import load

    path = shared_file(KALBAR)
    where = tmp_path_factory.mktemp("kalbar")
    load(path, home=where)
    close_warehouses()
    return where


@pytest.fixture
def kalbar(kalbar_home: Path) -> Iterator[Warehouse]:
    """The warehouse of the real file."""
    yield warehouse(kalbar_home)
    close_warehouses()
