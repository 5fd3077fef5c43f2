"""The domain is reachable without Streamlit: proven in a fresh interpreter, where run-time imports show too."""

from __future__ import annotations

import importlib
import inspect
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


def test_no_module_hides_a_name_that_its_package_offers() -> None:
    """Importing ``a.b`` sets ``a.b``: a function of that name in ``a`` would be gone for whoever comes later."""
    hidden = []
    for package in (f"jointproc.{name}" for name in DOMAIN if (ROOT / "jointproc" / name).is_dir()):
        offered = importlib.import_module(package)
        for name in offered.__all__:
            if (ROOT / package.replace(".", "/") / f"{name}.py").exists():
                importlib.import_module(f"{package}.{name}")
                if inspect.ismodule(getattr(offered, name)):
                    hidden.append(f"{package}.{name}")
    assert hidden == []
