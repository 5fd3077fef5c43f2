"""Large CSV files with Indonesian money text: time against DuckDB's typed reader and against Python, memory, growth."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from benchmarks.big_csv import TYPES, write
from benchmarks.measure import report
from jointproc import settings
from jointproc.intake import read
from jointproc.intake.numbers import read_number

_MEMORY_LIMIT_GB = 2.5
_CHILD = (
    "import resource, sys, time\n"
    "from pathlib import Path\n"
    "from jointproc.intake import read\n"
    "began = time.perf_counter()\n"
    "reading = read(Path(sys.argv[1]))\n"
    "taken = time.perf_counter() - began\n"
    "peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
    "print(taken, peak, reading.rows_accepted)\n"
)


def _typed(path: Path) -> float:
    began = time.perf_counter()
    duckdb.connect().execute(
        "CREATE TABLE t AS FROM read_csv($path, delim = ';', header = true, columns = $types, store_rejects = true)",
        {"path": str(path), "types": TYPES},
    )
    return time.perf_counter() - began


def _ours(path: Path) -> float:
    began = time.perf_counter()
    reading = read(path)
    assert reading.rows_rejected == 0
    taken = time.perf_counter() - began
    reading.close()
    return taken


def _row_by_row(path: Path) -> float:
    """The two money columns alone, value by value, with the same care for every way of writing."""
    began = time.perf_counter()
    with path.open(encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            cells = line.split(";")
            read_number(cells[7], "id")
            read_number(cells[8], "id")
    return time.perf_counter() - began


def _apart(path: Path) -> tuple[float, float, int]:
    """Seconds, peak memory in GB and accepted rows of a reading in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(path)], cwd=settings.PROJECT, capture_output=True, text=True, check=True
    )
    seconds, peak, rows = done.stdout.split()
    return float(seconds), int(peak) / 2**20, int(rows)


def main() -> None:
    """Print the ratios; the aims are 5 × DuckDB, 4 × faster than Python, 2.5 GB for 5 million rows, flat growth."""
    with tempfile.TemporaryDirectory() as folder:
        text, plain = Path(folder) / "rupiah.csv", Path(folder) / "plain.csv"
        write(text, 1_000_000)
        write(plain, 1_000_000, plain=True)
        _typed(plain)
        typed = min(_typed(plain) for _ in range(3))
        ours = min(_ours(text) for _ in range(3))
        report("1 million CSV rows, all checks", ours, "DuckDB typed read_csv, plain numbers", typed, limit=5)
        report(
            "1 million CSV rows, all checks",
            ours,
            "Python row by row, its two money columns alone",
            _row_by_row(text),
            limit=0.25,
        )
        small, large = Path(folder) / "small.csv", Path(folder) / "large.csv"
        write(small, 100_000)
        write(large, 5_000_000)
        seconds_small, _peak, _rows = _apart(small)
        seconds, peak, rows = _apart(large)
        assert rows == 5_000_000
        report("5 million rows, seconds a row", seconds / 5e6, "100 thousand rows", seconds_small / 1e5, limit=1.2)
        report("5 million rows, peak GB", peak, "aim in GB", _MEMORY_LIMIT_GB, limit=1)


if __name__ == "__main__":
    main()
