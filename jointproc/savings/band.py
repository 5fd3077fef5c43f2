"""A figure with its certainty: at least, likely, at most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["ZERO", "Band", "bands", "ends"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Band:
    """``p10`` ≤ ``p50`` ≤ ``p90``, in the unit of the figure (rupiah or a share)."""

    p10: float
    p50: float
    p90: float

    def to_json(self) -> dict[str, float]:
        """The three numbers; rupiah are rounded by whoever prints them."""
        return {"p10": self.p10, "p50": self.p50, "p90": self.p90}

    def over(self, amount: float) -> Band:
        """The band as a share of ``amount`` (zero when there is no amount)."""
        return Band(self.p10 / amount, self.p50 / amount, self.p90 / amount) if amount else ZERO


ZERO = Band(0.0, 0.0, 0.0)


def bands(central: Floats, draws: Floats) -> list[Band]:
    """Bands of many figures: the middle from the central values, the ends from the draws.

    Args:
        central: shape ``(n,)``, every input at its median.
        draws: shape ``(n, draws)``.
    """
    return [Band(*row) for row in ends(central, draws).tolist()]


def ends(central: Floats, draws: Floats) -> Floats:
    """The numbers of :func:`bands`, shape ``(n, 3)``."""
    if not draws.any() and not central.any():
        return np.zeros((len(central), 3))
    tenth, ninetieth = (draws.shape[1] - 1) // 10, (draws.shape[1] - 1) - (draws.shape[1] - 1) // 10
    # one rank at a time: several at once are found far more slowly
    below = np.partition(draws, tenth, axis=1)
    low = below[:, tenth]
    high = np.partition(below[:, tenth:], ninetieth - tenth, axis=1)[:, ninetieth - tenth]
    return np.column_stack([np.minimum(low, central), central, np.maximum(high, central)])
