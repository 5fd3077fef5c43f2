"""What people decide: agreement scenarios, mappings of columns, spellings of regions, with an audit trail."""

from jointproc.workspace.audit import AuditEntry
from jointproc.workspace.matches import MatchDecision
from jointproc.workspace.recipes import SavedRecipe
from jointproc.workspace.regimes import (
    SAYABLE,
    RegimeDecision,
    decide_regime,
    regime_decisions,
    regime_history,
    take_back_regime,
)
from jointproc.workspace.scenarios import SavedScenario
from jointproc.workspace.store import Workspace, workspace

__all__ = [
    "SAYABLE",
    "AuditEntry",
    "MatchDecision",
    "RegimeDecision",
    "SavedRecipe",
    "SavedScenario",
    "Workspace",
    "decide_regime",
    "regime_decisions",
    "regime_history",
    "take_back_regime",
    "workspace",
]
