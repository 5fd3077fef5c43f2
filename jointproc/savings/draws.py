"""Seeded draws of the assumptions: same seed, same figures, on any machine and for any selection of goods."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from jointproc.savings.assumptions import Assumption, Assumptions

__all__ = ["DRAWS", "Draws", "block_of", "normal_of", "resampled", "scatter"]

Floats = npt.NDArray[np.float64]
DRAWS: Final = 1000
SEED: Final = 20261124
_GOODS: Final = ("listed", "framework", "spot", "unknown")
_BLOCKS: Final = 1024
_Z90: Final = 1.2815515655446004  # the ninetieth percentile of the standard normal
_GRID: Final[Floats] = np.array([NormalDist().inv_cdf((i + 0.5) / DRAWS) for i in range(DRAWS)])


@lru_cache(maxsize=20_000)
def _order(name: str) -> npt.NDArray[np.int16]:
    # A stratified sample in an order that depends on the name alone: a good keeps its draws whatever else is shown.
    generator = np.random.Generator(np.random.PCG64([SEED, zlib.crc32(name.encode())]))
    return generator.permutation(DRAWS).astype(np.int16)


def normal_of(name: str) -> Floats:
    """``DRAWS`` standard normal values belonging to ``name``; their quantiles are exact."""
    values: Floats = _GRID[_order(name)]
    return values


def block_of(names: npt.NDArray[np.object_]) -> npt.NDArray[np.int64]:
    """The block (0 to 1,023) of each name, by the name alone."""
    hashed = pd.util.hash_array(np.asarray(names, dtype=object), categorize=False)
    return (hashed % np.uint64(_BLOCKS)).astype(np.int64)


@lru_cache(maxsize=1)
def resampled() -> Floats:
    """How often each block of goods is drawn with replacement, shape ``(blocks, DRAWS)``.

    Poisson counts of mean one, the bootstrap's weights for many clusters (Hanley & MacGibbon 2006); blocks of goods
    keep a total of a hundred thousand goods from needing as many weights in every draw.
    """
    counts: Floats = np.random.Generator(np.random.PCG64(SEED)).poisson(1.0, (_BLOCKS, DRAWS)).astype(float)
    return counts


def scatter(assumption: Assumption, z: Floats, *, lowest: float = -np.inf, highest: float = np.inf) -> Floats:
    """Draws of one assumption: a two-piece normal with the stated 10th, 50th and 90th percentile, clipped.

    Args:
        z: standard normal values; assumptions that share them rise and fall together.
    """
    down, up = assumption.value - assumption.low, assumption.high - assumption.value
    drawn = assumption.value + z / _Z90 * np.where(z < 0, down, up)
    return np.clip(drawn, lowest, highest)


@dataclass(frozen=True, slots=True)
class Draws:
    """The assumptions every good shares, each of shape ``(draws,)``; the centre has one draw."""

    harmonisation: dict[str, Floats]
    delivery: Floats
    process: Floats
    fee: Floats
    failure: Floats
    fixed: Floats
    member: Floats
    common: Floats

    @property
    def n(self) -> int:
        return len(self.delivery)

    def take(self, count: int) -> Draws:
        """The first ``count`` draws."""
        return Draws(
            {k: v[:count] for k, v in self.harmonisation.items()},
            *(getattr(self, f)[:count] for f in ("delivery", "process", "fee", "failure", "fixed", "member", "common")),
        )

    def quantiles(self) -> Draws:
        """Two draws that stand for all where a figure rises with effort alone: effort at its tenth and ninetieth."""
        effort = np.argsort(normal_of("realised"))
        tenth = (self.n - 1) // 10
        low, high = self.only(int(effort[tenth])), self.only(int(effort[self.n - 1 - tenth]))
        return Draws(
            {k: np.concatenate([low.harmonisation[k], high.harmonisation[k]]) for k in self.harmonisation},
            *(
                np.concatenate([getattr(low, f), getattr(high, f)])
                for f in ("delivery", "process", "fee", "failure", "fixed", "member", "common")
            ),
        )

    def only(self, number: int) -> Draws:
        """One draw alone."""
        at = slice(number, number + 1)
        return Draws(
            {k: v[at] for k, v in self.harmonisation.items()},
            *(getattr(self, f)[at] for f in ("delivery", "process", "fee", "failure", "fixed", "member", "common")),
        )

    @classmethod
    @lru_cache(maxsize=16)
    def central(cls, given: Assumptions) -> Draws:
        """Every assumption at its central value."""

        def one(name: str) -> Floats:
            return np.array([given.value(name)])

        return cls(
            {r: one(f"harmonisation_realised_{r}") for r in _GOODS} | {"services": np.zeros(1)},
            one("delivery_realised"),
            one("process_realised"),
            one("coordination_fee_share"),
            one("award_failure"),
            one("coordination_fixed_idr"),
            one("coordination_member_idr"),
            np.zeros(1),
        )

    @classmethod
    @lru_cache(maxsize=16)
    def drawn(cls, given: Assumptions) -> Draws:
        """``DRAWS`` seeded draws of every assumption.

        What offices make of a possibility (harmonisation, delivery, process) rises and falls together: then the
        least of a sum is the sum of the least, and a channel that may be zero keeps the whole at zero. Costs are
        drawn together too, apart from that.
        """
        effort, cost = normal_of("realised"), normal_of("cost")

        def share(name: str, z: Floats) -> Floats:
            return scatter(given[name], z, lowest=0.0, highest=1.0)

        return cls(
            {r: share(f"harmonisation_realised_{r}", effort) for r in _GOODS} | {"services": np.zeros(DRAWS)},
            share("delivery_realised", effort),
            share("process_realised", effort),
            share("coordination_fee_share", cost),
            share("award_failure", normal_of("award_failure")),
            scatter(given["coordination_fixed_idr"], cost, lowest=0.0),
            scatter(given["coordination_member_idr"], cost, lowest=0.0),
            normal_of("slope_common"),
        )
