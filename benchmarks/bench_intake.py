"""Reading and cleaning the real e-Katalog XLSX against python-calamine into a DataFrame."""

from __future__ import annotations

import pandas as pd
from python_calamine import CalamineWorkbook

from benchmarks.measure import median_seconds, report
from jointproc import settings
from jointproc.intake import read

REAL = "data/kalbar_2022/ekatalog_paket_produk_2022_original_columns.xlsx"


def main() -> None:
    """Print the ratio; the aim is at most 2.2."""
    path = settings.shared() / REAL
    if not path.exists():
        print(f"bench_intake: not run, {path} is absent")
        return

    def baseline() -> None:
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
        pd.DataFrame(rows[1:], columns=rows[0])

    report(
        "read real XLSX",
        median_seconds(lambda: read(path)),
        "calamine → DataFrame",
        median_seconds(baseline),
        limit=2.2,
    )
