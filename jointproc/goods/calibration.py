"""What people decided corrects how sure the matcher is on this data.

The probability of ``same`` goes through ``sigmoid(a + b · logit(p))`` with ``a`` and ``b`` fitted to the decisions by
penalised likelihood (prior ``a ~ N(0, 0.5²)``, ``b ~ N(1, 0.25²)``): a handful of answers moves it a little, hundreds
move it to where they point. Nothing decided, nothing changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import minimize

__all__ = ["Calibration", "fit"]

_SHIFT_SD: Final = 0.5
_SLOPE_SD: Final = 0.25
_EDGE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Calibration:
    """``sigmoid(shift + slope · logit(p))``, fitted to ``decided_n`` answers."""

    shift: float = 0.0
    slope: float = 1.0
    decided_n: int = 0

    def of(self, probability: np.ndarray | Sequence[float]) -> np.ndarray:
        """Corrected probabilities, same shape; order between pairs stays."""
        p = np.clip(np.asarray(probability, dtype=float), _EDGE, 1.0 - _EDGE)
        return np.asarray(1.0 / (1.0 + np.exp(-(self.shift + self.slope * np.log(p / (1.0 - p))))))


def fit(probability: Sequence[float], same: Sequence[bool]) -> Calibration:
    """The correction for these answers.

    Args:
        probability: what the matcher gave the pairs.
        same: what people said: the same good, or not. Answers "unsure" are left out by the caller.
    """
    if not len(probability):
        return Calibration()
    p = np.clip(np.asarray(probability, dtype=float), _EDGE, 1.0 - _EDGE)
    logit, y = np.log(p / (1.0 - p)), np.asarray(same, dtype=float)

    def loss(at: np.ndarray) -> float:
        z = at[0] + at[1] * logit
        prior = (at[0] / _SHIFT_SD) ** 2 / 2.0 + ((at[1] - 1.0) / _SLOPE_SD) ** 2 / 2.0
        return float(np.sum(np.logaddexp(0.0, z) - y * z) + prior)

    found = minimize(loss, np.array([0.0, 1.0]), method="L-BFGS-B", bounds=[(-4.0, 4.0), (0.1, 4.0)])
    return Calibration(round(float(found.x[0]), 6), round(float(found.x[1]), 6), len(p))
