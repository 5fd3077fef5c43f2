"""The process channel: selections that need not be run separately."""

from __future__ import annotations

from typing import Final

import pandas as pd

from jointproc.savings.assumptions import Assumptions

__all__ = ["COSTS", "COST_OF", "line_costs", "selections"]

COSTS: Final = ("process_tender_idr", "process_direct_idr", "process_catalogue_idr")
COST_OF: Final = {
    "tender": "process_tender_idr",
    "direct": "process_direct_idr",
    "emergency": "process_direct_idr",
    "framework": "process_catalogue_idr",
    "catalogue": "process_catalogue_idr",
}


def selections(kind: pd.Series, order: pd.Series) -> pd.DataFrame:
    """How much of a selection each line took, one column per kind of cost: a selection is shared by its lines.

    Args:
        kind: how each line was bought (``regime.KINDS``).
        order: names the selection a line belongs to.
    """
    share = 1.0 / order.map(order.value_counts()).astype(float)
    cost = kind.map(COST_OF)
    return pd.DataFrame({name: share.where(cost == name, 0.0) for name in COSTS}, index=kind.index)


def line_costs(kind: pd.Series, order: pd.Series, given: Assumptions) -> pd.Series:
    """Process cost of each line in rupiah: the cost of its selection shared by the lines selected together."""
    shares = selections(kind, order)
    return pd.Series(sum(shares[name] * given.value(name) for name in COSTS), index=kind.index)
