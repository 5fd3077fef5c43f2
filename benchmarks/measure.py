"""Timing helpers shared by the benchmarks."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

__all__ = ["median_seconds", "report"]


def median_seconds(work: Callable[[], object], times: int = 5) -> float:
    """Median wall time of ``work`` over ``times`` runs after one warm-up."""
    work()
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def report(name: str, ours: float, baseline_name: str, baseline: float, limit: float | None = None) -> None:
    """Print one line: ours, the baseline, their ratio and the limit aimed at."""
    ratio = ours / baseline
    verdict = "" if limit is None else f"  limit {limit:.2f}  {'ok' if ratio <= limit else 'OVER'}"
    print(f"{name}: {ours:.3f} s; {baseline_name}: {baseline:.3f} s; ratio {ratio:.2f}{verdict}", flush=True)
