"""What part of the data a question is about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

__all__ = ["BOUGHT", "STAGES", "Scope"]

STAGES = ("planned", "contracted", "delivered", "price_list")
BOUGHT = ("contracted", "delivered")


@dataclass(frozen=True, slots=True)
class Scope:
    """Datasets, fiscal years, families and stages; an empty tuple means all of them.

    By default only money really committed counts (``contracted``, ``delivered``): plans and price lists
    are never added to it.
    """

    dataset_ids: tuple[str, ...] = ()
    fiscal_years: tuple[int, ...] = ()
    families: tuple[str, ...] = ()
    stages: tuple[str, ...] = BOUGHT

    def params(self) -> dict[str, list[Any]]:
        """The scope as query parameters."""
        return {
            "dataset_ids": list(self.dataset_ids),
            "fiscal_years": list(self.fiscal_years),
            "families": list(self.families),
            "stages": list(self.stages),
        }

    def with_families(self, *families: str) -> Scope:
        """The same scope narrowed to some families."""
        return replace(self, families=families)
