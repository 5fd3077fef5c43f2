"""Distinct lines of goods, recombined from a real list: names with the specifications of other lines."""

from __future__ import annotations

import csv

import numpy as np

from jointproc import settings

__all__ = ["recombined"]


def recombined(count: int) -> list[tuple[str, str, str]]:
    """So many distinct ``(text, spec, unit)``, the same every time."""
    with (settings.shared() / "data/ssh/ssh_kab_pangandaran_2023.csv").open(encoding="utf-8", newline="") as handle:
        real = list(csv.DictReader(handle))
    random = np.random.default_rng(0)
    found: dict[tuple[str, str, str], None] = {}
    while len(found) < count:
        a, b = real[random.integers(len(real))], real[random.integers(len(real))]
        found[a["komponen"], b["spesifikasi"], a["satuan"]] = None
    return list(found)
