"""Prices too far from the others of the same good to be compared: they stay visible and are told why."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from jointproc.text import Message, Number, msg

__all__ = ["far_out", "far_sentence"]

# Tukey's outer fence, taken on log prices so that twice and half weigh the same.
_IQR_FENCE: Final = 3.0
# With fewer prices the quartiles are two of the prices themselves and fence nothing.
_FENCE_NEEDS: Final = 8
# Catalogue prices hardly differ, and then three ranges are a few per cent: no price this near the median is far out.
_NEAR: Final = 1.25

Flags = npt.NDArray[np.bool_]


def far_out(price: npt.NDArray[np.float64], factor: float) -> tuple[Flags, Flags]:
    """Which prices stay out, and which of them because they are beyond ``factor`` times the median.

    The others lie beyond three interquartile ranges of the log prices (Tukey 1977, "far out") and more than a quarter
    away from the median.

    Args:
        price: positive rupiah per unit.
    """
    if not len(price):
        none = np.zeros(0, dtype=bool)
        return none, none
    log = np.log(price)
    middle = float(np.median(log))
    q1, q3 = np.quantile(log, [0.25, 0.75])
    fence = _IQR_FENCE * (q3 - q1)
    far: Flags = np.abs(log - middle) > np.log(factor)
    beyond = (log < q1 - fence) | (log > q3 + fence)
    # where more than half of the prices are the very same the range is zero and would throw all others out
    fenced = beyond & (np.abs(log - middle) > np.log(_NEAR)) & (len(log) >= _FENCE_NEEDS) & (fence > 0)
    return far | fenced, far


def far_sentence(ratio: float, factor: float, far: bool) -> Message:
    """Why a price stays out; ``ratio`` is price over median, and under one "1/25" reads better than "0,04 kali"."""
    if ratio >= 1:
        if far:
            return msg(
                "{ratio} kali median, melewati batas {factor} kali; mungkin satuannya berbeda",
                ratio=Number(ratio, 1),
                factor=Number(factor, 0),
            )
        return msg("{ratio} kali median, jauh di atas sebaran harga lain", ratio=Number(ratio, 1))
    if far:
        return msg(
            "1/{ratio} dari median, melewati batas 1/{factor}; mungkin satuannya berbeda",
            ratio=Number(1 / ratio, 1),
            factor=Number(factor, 0),
        )
    return msg("1/{ratio} dari median, jauh di bawah sebaran harga lain", ratio=Number(1 / ratio, 1))
