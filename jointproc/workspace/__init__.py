"""What people decide: agreement scenarios and their versions, with an audit trail."""

from jointproc.workspace.store import SavedScenario, Workspace, workspace

__all__ = ["SavedScenario", "Workspace", "workspace"]
