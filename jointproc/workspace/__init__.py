"""What people decide: agreement scenarios, mappings of columns, spellings of regions, with an audit trail."""

from jointproc.workspace.store import AuditEntry, SavedRecipe, SavedScenario, Workspace, workspace

__all__ = ["AuditEntry", "SavedRecipe", "SavedScenario", "Workspace", "workspace"]
