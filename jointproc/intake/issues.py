"""The columns of the issues table: what is wrong or doubtful in a file, line by line."""

from __future__ import annotations

from typing import Final, Literal

__all__ = ["ISSUE_COLUMNS", "Severity"]

Severity = Literal["reject", "warn"]
ISSUE_COLUMNS: Final = (
    "line_no",
    "column_name",
    "value",
    "rule",
    "severity",
    "message",
    "message_template",
    "message_params",
)
