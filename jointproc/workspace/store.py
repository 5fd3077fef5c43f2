"""The workspace: what people decided, kept so that nothing is overwritten; every change is noted."""

from __future__ import annotations

from functools import lru_cache

from jointproc import settings
from jointproc.workspace.agreements import Agreements
from jointproc.workspace.matches import Matches
from jointproc.workspace.recipes import Recipes
from jointproc.workspace.spellings import Spellings
from jointproc.workspace.tables import _Base, _now

__all__ = ["Workspace", "_Base", "_now", "workspace"]


class Workspace(Agreements, Recipes, Spellings, Matches):
    """The store of decisions behind one database URL (a SQLite file by default)."""


@lru_cache(maxsize=8)
def _workspace(url: str) -> Workspace:
    return Workspace(url)


def workspace() -> Workspace:
    """The workspace of this JOINTPROC_HOME, or of ``JOINTPROC_WORKSPACE_URL`` when an operator set one."""
    return _workspace(settings.workspace_url())
