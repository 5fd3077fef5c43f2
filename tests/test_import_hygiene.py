"""The domain is reachable without Streamlit: proven in a fresh interpreter, where run-time imports show too."""

from __future__ import annotations

import importlib
import inspect
import subprocess
import sys
from pathlib import Path

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


def test_importing_the_domain_does_not_import_streamlit() -> None:
    # one after the other in one interpreter: the first that brings a screen along is named
    script = (
        "import importlib, sys\n"
        f"for module in {DOMAIN}:\n"
        "    importlib.import_module(f'jointproc.{module}')\n"
        "    found = {m.split('.')[0] for m in sys.modules} & {'streamlit', 'pydeck', 'plotly'}\n"
        "    if found or 'jointproc.ui' in sys.modules:\n"
        "        sys.exit(f'{module} imports {found or \"jointproc.ui\"}')\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


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
