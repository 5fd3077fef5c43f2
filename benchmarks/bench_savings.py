"""All opportunities of a million lines, and a slider's move, against DuckDB's own group-by over the same rows."""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.many_lines import stocked
from benchmarks.measure import report
from jointproc import savings
from jointproc.warehouse import Scope, Warehouse

_GROUP_BY = "SELECT good_id, region_code, sum(amount_idr) AS amount_idr FROM line GROUP BY good_id, region_code"
_WITHIN_KM = 60.0
_MILLIONS = (1, 3)
_SAMPLE_LINES = 40_000


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _group_by(wh: Warehouse) -> float:
    cursor = wh._connection.cursor()
    return min(_timed(lambda: cursor.execute(_GROUP_BY).df()) for _ in range(3))


def _everything(wh: Warehouse) -> float:
    """From lines to ranked opportunities; scopes that say the same in other words share nothing kept."""
    scopes = [Scope(fiscal_years=years) for years in ((2024, 2025, 2026), (2026, 2025, 2024))]
    return min(_timed(partial(savings.opportunities, wh, scope, within_km=_WITHIN_KM)) for scope in scopes)


def _slider(folder: Path) -> float:
    """Median seconds of a move of an assumption's slider: everything the page computes anew."""
    wh, scope = stocked(_SAMPLE_LINES, folder / "slider"), Scope()

    def move(share: float) -> float:
        given = savings.assumptions().override({"award_failure": share})

        def page() -> None:
            savings.overview(wh, scope, _WITHIN_KM, given)
            savings.opportunities(wh, scope, within_km=_WITHIN_KM, assumptions=given)

        return _timed(page)

    move(0.1)
    return statistics.median(move(share) for share in (0.2, 0.21, 0.22, 0.23, 0.24))


def main() -> None:
    """Print the ratios; the aims are 10 × the group-by, seconds a line that do not grow, and 300 ms a move."""
    folder = Path(tempfile.mkdtemp())
    seconds = {}
    for millions in _MILLIONS:
        wh = stocked(millions * 1_000_000, folder / str(millions))
        base, seconds[millions] = _group_by(wh), _everything(wh)
        report(
            f"all opportunities of {millions} million lines",
            seconds[millions],
            "DuckDB group-by by good and region",
            base,
            limit=10,
        )
        wh.close()
    few, many = _MILLIONS[0], _MILLIONS[-1]
    report(f"{many} million lines, a million", seconds[many] / many, f"{few} million", seconds[few] / few, limit=1.2)
    report(f"slider move, {_SAMPLE_LINES} lines", _slider(folder), "aim", 0.3, limit=1)
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
