"""The domain is reachable without Streamlit: proven in a fresh interpreter, where run-time imports show too."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOMAIN = (
    "text",
    "errors",
    "settings",
    "regions",
    "warehouse",
    "workspace",
    "intake",
    "goods",
    "neighbours",
    "savings",
    "agreements",
    "papers",
    "sample",
    "pipeline",
    "doctor",
    "cli",
)


@pytest.mark.parametrize("module", DOMAIN)
def test_importing_the_domain_does_not_import_streamlit(module: str) -> None:
    script = (
        f"import sys, jointproc.{module}; "
        "print([m for m in sys.modules if m.split('.')[0] in ('streamlit', 'pydeck', 'plotly') or m == 'jointproc.ui'])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_domain_package_is_listed() -> None:
    packages = {p.name if p.is_dir() else p.stem for p in (ROOT / "jointproc").iterdir() if not p.name.startswith("_")}
    assert packages - set(DOMAIN) == {"ui", "locale"}
