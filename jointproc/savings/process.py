"""The process channel: selections that need not be run separately."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["COSTS", "COST_OF", "selection_share"]

COSTS: Final = ("process_tender_idr", "process_direct_idr", "process_catalogue_idr")
COST_OF: Final = {
    "tender": "process_tender_idr",
    "direct": "process_direct_idr",
    "emergency": "process_direct_idr",
    "framework": "process_catalogue_idr",
    "catalogue": "process_catalogue_idr",
}


def selection_share(order: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """How much of a selection each line took: a selection is paid once, by all lines selected together.

    Args:
        order: code of the selection a line belongs to.
    """
    return 1.0 / np.bincount(order, minlength=1)[order]
