"""The process channel: selections that need not be run separately."""

from __future__ import annotations

import pandas as pd

from jointproc.savings.assumptions import Assumptions

__all__ = ["line_costs"]


def line_costs(kind: pd.Series, order: pd.Series, given: Assumptions) -> pd.Series:
    """Process cost of each line in rupiah: the cost of its selection shared by the lines selected together.

    Args:
        kind: how each line was bought (``regime.KINDS``).
        order: names the selection a line belongs to.
    """
    tender, direct = given.value("process_tender_idr"), given.value("process_direct_idr")
    catalogue = given.value("process_catalogue_idr")
    cost = kind.map(
        {
            "tender": tender,
            "direct": direct,
            "emergency": direct,
            "framework": catalogue,
            "catalogue": catalogue,
            "unknown": 0.0,
        }
    ).astype(float)
    return cost / order.map(order.value_counts()).astype(float)
