"""Which sets of regions may sit at one table: connected by neighbourhood, within a size, each of them once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import comb
from typing import Final

import numpy as np
import numpy.typing as npt

from jointproc.errors import InputError
from jointproc.text import Count

__all__ = ["MOST_CANDIDATES", "anchored_sets", "connected_sets", "membership"]

Sets = list[tuple[int, ...]]
MOST_CANDIDATES: Final = 250_000


def connected_sets(near: Sequence[Sequence[int]], size: int, most: int = MOST_CANDIDATES) -> Sets:
    """Every connected set of two to ``size`` regions once, the lowest region first (Wernicke 2006, ESU).

    Args:
        near: neighbours of each region, both ways.

    Raises:
        InputError: there are more than ``most``.
    """
    around = [sum(1 << n for n in ones) for ones in near]
    found: Sets = []
    for root in range(len(near)):
        above = -1 << (root + 1)
        _grow((root,), around[root] & above, 1 << root | around[root], above, around, size, found, most)
    return found


def _grow(
    joined: tuple[int, ...],
    open_ones: int,
    seen: int,
    above: int,
    around: Sequence[int],
    size: int,
    found: Sets,
    most: int,
) -> None:
    if len(joined) == size:
        return
    if len(found) > most:
        raise _too_many(most)
    for code in _bits(open_ones):
        open_ones &= ~(1 << code)
        larger = (*joined, code)
        found.append(larger)
        fresh = around[code] & above & ~seen
        _grow(larger, open_ones | fresh, seen | around[code], above, around, size, found, most)


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def anchored_sets(near: Sequence[Sequence[int]], anchor: int, size: int, most: int = MOST_CANDIDATES) -> Sets:
    """The anchor with every choice of one to ``size - 1`` of its neighbours, the anchor first.

    Raises:
        InputError: there are more than ``most``.
    """
    friends = sorted(near[anchor])
    if sum(comb(len(friends), k) for k in range(1, size)) > most:
        raise _too_many(most)
    return [(anchor, *chosen) for k in range(1, min(size, len(friends) + 1)) for chosen in combinations(friends, k)]


def _too_many(most: int) -> InputError:
    return InputError(
        "Terlalu banyak kelompok daerah yang mungkin (lebih dari {most}): kecilkan jumlah anggota atau jaraknya, atau "
        "pilih satu provinsi.",
        most=Count(most),
    )


def membership(sets: Sequence[Sequence[int]], regions_n: int) -> npt.NDArray[np.bool_]:
    """Sets as rows of zeros and ones, shape ``(sets, regions)``."""
    found = np.zeros((len(sets), regions_n), dtype=bool)
    rows = np.repeat(np.arange(len(sets)), [len(s) for s in sets])
    found[rows, np.fromiter((code for s in sets for code in s), dtype=np.int64, count=len(rows))] = True
    return found
