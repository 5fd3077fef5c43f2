"""SQL lives in files: no statement of more than one line in Python, and none put together from values."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STATEMENT = re.compile(r"^\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|WITH)\b.*\b(FROM|INTO|SET|TABLE|AS)\b", re.I | re.S)
FILES = sorted([*(ROOT / "jointproc").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), ROOT / "app.py"])


@pytest.mark.parametrize("path", [p for p in FILES if p.exists()], ids=lambda p: str(p.relative_to(ROOT)))
def test_no_sql_is_written_in_python(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and STATEMENT.match(node.value):
            assert "\n" not in node.value.strip(), f"{path}:{node.lineno} holds a long SQL statement"
        if isinstance(node, ast.JoinedStr):
            text = "".join(v.value for v in node.values if isinstance(v, ast.Constant) and isinstance(v.value, str))
            assert not STATEMENT.match(text), f"{path}:{node.lineno} puts SQL together from values"
