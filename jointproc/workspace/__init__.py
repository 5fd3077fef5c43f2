"""What people decide: agreement scenarios, mappings of columns, spellings of regions, with an audit trail."""

from jointproc.workspace.papers import BuiltPaper, note_paper, papers_built
from jointproc.workspace.regimes import (
    SAYABLE,
    RegimeDecision,
    decide_regime,
    regime_decisions,
    regime_history,
    take_back_regime,
)
from jointproc.workspace.store import AuditEntry, MatchDecision, SavedRecipe, SavedScenario, Workspace, workspace

__all__ = [
    "SAYABLE",
    "AuditEntry",
    "BuiltPaper",
    "MatchDecision",
    "RegimeDecision",
    "SavedRecipe",
    "SavedScenario",
    "Workspace",
    "decide_regime",
    "note_paper",
    "papers_built",
    "regime_decisions",
    "regime_history",
    "take_back_regime",
    "workspace",
]
