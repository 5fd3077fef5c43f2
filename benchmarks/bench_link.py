"""Matching a new file's goods against all that stand, against matching everything from the beginning."""

from __future__ import annotations

import resource
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.lines import recombined
from benchmarks.measure import report
from jointproc.goods.candidates import Vectors, nearest
from jointproc.goods.compare import compare
from jointproc.goods.item import Item, read_item
from jointproc.goods.model import probabilities
from jointproc.pipeline.vector_cache import vectors_of

_STANDING = 40_000
_NEW_SHARE = 0.01
_NEAREST = 9


def main() -> None:
    """One new good for every hundred that stand, as ten thousand for a million."""
    keys = recombined(int(_STANDING * (1 + _NEW_SHARE)))
    ids = [f"g{n}" for n in range(len(keys))]
    items: dict[int, Item] = {}

    def item(place: int) -> Item:
        if place not in items:
            items[place] = read_item(*keys[place])
        return items[place]

    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        began = time.perf_counter()
        standing = vectors_of(home, ids[:_STANDING], item)
        _judge(standing, np.arange(_STANDING), item)
        scratch = time.perf_counter() - began
        items.clear()
        read_item.cache_clear()
        began = time.perf_counter()
        everything = vectors_of(home, ids, item)
        _judge(everything, np.arange(_STANDING, len(ids)), item)
        added = time.perf_counter() - began
    report(f"{len(ids) - _STANDING:,} new goods beside {_STANDING:,}", added, "all from the beginning", scratch)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GB")


def _judge(everything: Vectors, part: np.ndarray, item) -> None:  # type: ignore[no-untyped-def]
    i, j = nearest(everything.rows(part), everything, _NEAREST)
    pairs = [(item(int(part[a])), item(int(b))) for a, b in zip(i, j, strict=True) if part[a] != b]
    worth = [(a, b) for a, b in pairs if not (a.concept and b.concept and a.concept != b.concept)]
    for start in range(0, len(worth), 20_000):
        probabilities([compare(a, b) for a, b in worth[start : start + 20_000]])


if __name__ == "__main__":
    main()
