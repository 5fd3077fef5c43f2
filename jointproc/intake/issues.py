"""What is wrong or doubtful in a file, line by line, as sentences an officer can act on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, Literal

import pandas as pd

from jointproc.text import Message

__all__ = ["ISSUE_COLUMNS", "IssueLog", "Severity"]

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
_LONGEST_VALUE: Final = 200


@dataclass(slots=True)
class IssueLog:
    """Collects issues; remembers which rows are to be left out."""

    rows: list[tuple[Any, ...]] = field(default_factory=list)
    rejected: set[int] = field(default_factory=set)

    def add(
        self, position: int, line: int, column: str, value: Any, rule: str, severity: Severity, message: Message
    ) -> None:
        """One issue. ``position`` is the row's place in the table, ``line`` the line a person sees in the file."""
        if severity == "reject":
            self.rejected.add(position)
        shown = "" if value is None else str(value)[:_LONGEST_VALUE]
        self.rows.append(
            (
                line,
                column,
                shown,
                rule,
                severity,
                str(message),
                message.template,
                message.packed_params(),
            )
        )

    def frame(self) -> pd.DataFrame:
        """The issues as a table, by line."""
        frame = pd.DataFrame(self.rows, columns=list(ISSUE_COLUMNS)).astype({"line_no": "int64"})
        return frame.sort_values("line_no", kind="stable", ignore_index=True)
