"""What people decide: agreement scenarios, mappings of columns, spellings of regions, with an audit trail."""

from jointproc.workspace.store import AuditEntry, MatchDecision, SavedRecipe, SavedScenario, Workspace, workspace

__all__ = ["AuditEntry", "MatchDecision", "SavedRecipe", "SavedScenario", "Workspace", "workspace"]
