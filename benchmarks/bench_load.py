"""Loading the real e-Katalog XLSX (reading, cleaning, goods, storing) against python-calamine into a DataFrame."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pandas as pd
from python_calamine import CalamineWorkbook

from benchmarks.measure import median_seconds, report
from jointproc import settings
from jointproc.pipeline import load
from jointproc.warehouse import close_warehouses

REAL = "data/kalbar_2022/ekatalog_paket_produk_2022_original_columns.xlsx"


def main() -> None:
    """Print the ratio; the aim is at most 3."""
    path = settings.shared() / REAL
    if not path.exists():
        print(f"bench_load: not run, {path} is absent")
        return

    def baseline() -> None:
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
        pd.DataFrame(rows[1:], columns=rows[0])

    def ours() -> None:
        home = Path(tempfile.mkdtemp())
        load(path, home=home)
        close_warehouses()
        shutil.rmtree(home)

    report("load real XLSX", median_seconds(ours), "calamine → DataFrame", median_seconds(baseline), limit=3)
