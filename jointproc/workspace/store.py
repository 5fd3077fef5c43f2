"""The workspace: what people decided, kept so that nothing is overwritten; every change is noted."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from sqlalchemy.orm import Session

from jointproc import settings
from jointproc.workspace.agreements import Agreements
from jointproc.workspace.audit import AuditCheck, check
from jointproc.workspace.kept import differing
from jointproc.workspace.matches import Matches
from jointproc.workspace.recipes import Recipes
from jointproc.workspace.spellings import Spellings
from jointproc.workspace.tables import _Base, _now

__all__ = ["Workspace", "_Base", "_now", "checked", "workspace"]


class Workspace(Agreements, Recipes, Spellings, Matches):
    """The store of decisions behind one database URL (a SQLite file by default)."""

    def check_audit(self, known_head: str = "") -> AuditCheck:
        """Whether the audit trail is whole, and scenarios, agreements and evidence still say what it noted.

        ``known_head``: a hash noted earlier (on paper, in another system) that must still be in the chain.
        """
        with self._reading() as session:
            return checked(session, known_head)


def checked(session: Session, known_head: str = "") -> AuditCheck:
    """The chain first, then what it says against what is kept."""
    found = check(session, known_head)
    sentence = differing(session) if found.ok else None
    return found if sentence is None else replace(found, ok=False, sentence=sentence)


@lru_cache(maxsize=8)
def _workspace(url: str) -> Workspace:
    return Workspace(url)


def workspace() -> Workspace:
    """The workspace of this JOINTPROC_HOME, or of ``JOINTPROC_WORKSPACE_URL`` when an operator set one."""
    return _workspace(settings.workspace_url())
