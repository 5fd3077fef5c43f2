"""``python -m benchmarks [NAME…]``: every benchmark, or the named ones."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path


def main() -> None:
    """Run ``bench_*.py`` in this folder one after the other."""
    names = sys.argv[1:] or sorted(p.stem.removeprefix("bench_") for p in Path(__file__).parent.glob("bench_*.py"))
    for name in names:
        importlib.import_module(f"benchmarks.bench_{name}").main()


if __name__ == "__main__":
    main()
