"""Seeded random numbers that stay the same on every machine and Python version.

Only ``random.Random.random()`` is used: of all its methods it alone is promised never to change. Every stream has a
name, so adding one good leaves the numbers of all others as they were.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from typing import Final, TypeVar

__all__ = ["SEED", "Dice"]

SEED: Final = "jointproc-35-2026"
_T = TypeVar("_T")


class Dice:
    """One named stream of random numbers."""

    def __init__(self, *name: str) -> None:
        self._uniform = random.Random("|".join((SEED, *name))).random

    def uniform(self, low: float = 0.0, high: float = 1.0) -> float:
        """Evenly between ``low`` and ``high``."""
        return low + (high - low) * self._uniform()

    def chance(self, probability: float) -> bool:
        """True in ``probability`` of all cases."""
        return self._uniform() < probability

    def normal(self, mean: float = 0.0, sd: float = 1.0) -> float:
        """Normal, by Box and Muller."""
        radius = math.sqrt(-2.0 * math.log(1.0 - self._uniform()))
        return mean + sd * radius * math.cos(2.0 * math.pi * self._uniform())

    def poisson(self, mean: float) -> int:
        """Poisson, by multiplying uniforms (means here are below ten)."""
        limit, product, count = math.exp(-mean), self._uniform(), 0
        while product > limit:
            product *= self._uniform()
            count += 1
        return count

    def below(self, n: int) -> int:
        """A whole number from 0 to ``n - 1``."""
        return min(int(self._uniform() * n), n - 1)

    def pick(self, items: Sequence[_T], weights: Sequence[float] | None = None) -> _T:
        """One of ``items``, each with its weight."""
        if weights is None:
            return items[self.below(len(items))]
        mark = self._uniform() * math.fsum(weights)
        for item, weight in zip(items, weights, strict=True):
            mark -= weight
            if mark < 0:
                return item
        return items[-1]

    def some(self, items: Sequence[_T], count: int) -> list[_T]:
        """``count`` different items, in their own order."""
        marks = sorted(range(len(items)), key=lambda _: self._uniform())[:count]
        return [items[i] for i in sorted(marks)]
