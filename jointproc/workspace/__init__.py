"""What people decide: agreement scenarios, mappings of columns, spellings of regions, with an audit trail."""

from jointproc.workspace.agreement_events import KINDS, Agreement, AgreementEvent, LawCheck
from jointproc.workspace.agreement_rules import MOVES, OPEN, ROLES, STATES, Move, Seat, move_of
from jointproc.workspace.audit import AuditCheck, AuditEntry
from jointproc.workspace.evidence import LARGEST_EVIDENCE
from jointproc.workspace.matches import MatchDecision
from jointproc.workspace.papers import BuiltPaper, note_paper, papers_built
from jointproc.workspace.recipes import SavedRecipe
from jointproc.workspace.regimes import (
    SAYABLE,
    RegimeDecision,
    decide_regime,
    regime_decisions,
    regime_history,
    take_back_regime,
)
from jointproc.workspace.scenarios import AsideScenario, SavedScenario
from jointproc.workspace.store import Workspace, workspace

__all__ = [
    "KINDS",
    "LARGEST_EVIDENCE",
    "MOVES",
    "OPEN",
    "ROLES",
    "SAYABLE",
    "STATES",
    "Agreement",
    "AgreementEvent",
    "AsideScenario",
    "AuditCheck",
    "AuditEntry",
    "BuiltPaper",
    "LawCheck",
    "MatchDecision",
    "Move",
    "RegimeDecision",
    "SavedRecipe",
    "SavedScenario",
    "Seat",
    "Workspace",
    "decide_regime",
    "move_of",
    "note_paper",
    "papers_built",
    "regime_decisions",
    "regime_history",
    "take_back_regime",
    "workspace",
]
