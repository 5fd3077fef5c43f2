"""Partner sets while somebody drags a slider: grown one region at a time, fast and not proven best."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from jointproc.agreements.candidates import membership
from jointproc.agreements.coalition import Coalitions

__all__ = ["greedy_partition", "grown"]

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Grown = tuple[float, tuple[int, ...]]


def grown(
    game: Coalitions, near: Sequence[Sequence[int]], seeds: Sequence[int], size: int, free: Bools, *, star: bool
) -> list[Grown]:
    """From each seed the set that adding the best next neighbour led to, at the size where it gained most.

    Args:
        near: neighbours of each member of the game.
        free: members that may join, shape ``(members,)``.
        star: only neighbours of the seed may join; else neighbours of anyone who joined.

    Returns:
        Gain over everybody alone in rupiah and the members, the seed first; ``(0, (seed,))`` when nothing gains.
    """
    return _grow(_Valued(game), near, seeds, size, free, star=star)


class _Valued:
    """Gains of sets over everybody alone; each set is valued once."""

    def __init__(self, game: Coalitions) -> None:
        self._game, self._alone = game, game.alone()
        self._known: dict[frozenset[int], float] = {}

    def gains(self, sets: Sequence[tuple[int, ...]]) -> list[float]:
        keys = [frozenset(one) for one in sets]
        fresh = list(dict.fromkeys(key for key in keys if key not in self._known))
        if fresh:
            rows = membership([sorted(key) for key in fresh], len(self._alone))
            found = self._game.values(rows) - rows @ self._alone
            self._known |= dict(zip(fresh, found.tolist(), strict=True))
        return [self._known[key] for key in keys]


def _grow(
    valued: _Valued, near: Sequence[Sequence[int]], seeds: Sequence[int], size: int, free: Bools, *, star: bool
) -> list[Grown]:
    now: list[tuple[int, ...]] = [(seed,) for seed in seeds]
    best: list[Grown] = [(0.0, one) for one in now]
    for _ in range(size - 1):
        steps = [
            (at, (*joined, code)) for at, joined in enumerate(now) for code in _next(joined, near, free, star=star)
        ]
        if not steps:
            break
        gains = valued.gains([joined for _at, joined in steps])
        top: dict[int, Grown] = {}
        for (at, joined), gain in zip(steps, gains, strict=True):
            if at not in top or gain > top[at][0]:
                top[at] = (gain, joined)
        for at, (gain, joined) in top.items():
            now[at] = joined
            if gain > best[at][0]:
                best[at] = (gain, joined)
    return best


def _next(joined: tuple[int, ...], near: Sequence[Sequence[int]], free: Bools, *, star: bool) -> list[int]:
    from_whom = joined[:1] if star else joined
    return sorted({code for one in from_whom for code in near[one] if free[code]} - set(joined))


def greedy_partition(game: Coalitions, near: Sequence[Sequence[int]], size: int) -> list[Grown]:
    """Sets that share no region, each connected and gaining: the best grown first, the rest grown again without it."""
    free = np.ones(len(game.codes), dtype=bool)
    valued = _Valued(game)
    chosen: list[Grown] = []
    ready: dict[int, Grown] = {}
    while True:
        stale = [seed for seed in np.flatnonzero(free).tolist() if seed not in ready]
        ready |= dict(zip(stale, _grow(valued, near, stale, size, free, star=False), strict=True))
        gaining = sorted((one for one in ready.values() if one[0] > 0), key=lambda one: (-one[0], sorted(one[1])))
        if not gaining:
            return chosen
        for one in gaining:
            if free[list(one[1])].all():
                chosen.append(one)
                free[list(one[1])] = False
        ready = {seed: one for seed, one in ready.items() if free[list(one[1])].all()}
