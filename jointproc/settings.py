"""Where things lie on disk, and the few settings an operator may change through the environment."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

__all__ = ["PROJECT", "REFERENCE", "SAMPLE", "boundaries_file", "home", "shared", "workspace_url"]

PROJECT: Final = Path(__file__).resolve().parent.parent
REFERENCE: Final = PROJECT / "data" / "reference"
SAMPLE: Final = PROJECT / "data" / "sample"


def home() -> Path:
    """``JOINTPROC_HOME`` (default ``./var`` of the project): warehouse, originals and workspace."""
    return Path(os.environ.get("JOINTPROC_HOME") or PROJECT / "var").expanduser().resolve()


def boundaries_file() -> Path | None:
    """``JOINTPROC_BOUNDARIES``, or the boundary file installed from the Data page, if there is one."""
    named = os.environ.get("JOINTPROC_BOUNDARIES")
    if named:
        return Path(named).expanduser()
    installed = home() / "boundaries.geojson"
    return installed if installed.exists() else None


def shared() -> Path:
    """``JOINTPROC_SHARED`` (default ``../shared``): real files read in place by tests and benchmarks only."""
    return Path(os.environ.get("JOINTPROC_SHARED") or PROJECT.parent / "shared").expanduser()


def workspace_url() -> str:
    """``JOINTPROC_WORKSPACE_URL``, or a SQLite file in :func:`home`."""
    url = os.environ.get("JOINTPROC_WORKSPACE_URL")
    if url:
        return url
    home().mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{home() / 'workspace.sqlite'}"
