"""Money from outside: what it would take for every member to join. Never part of net savings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any

import numpy as np

from jointproc.agreements.legal import legal
from jointproc.agreements.simulation import Simulation

__all__ = ["Incentives", "incentives"]


@dataclass(frozen=True)
class Incentives:
    """Rupiah over the period of the figures, apart from net savings.

    Attributes:
        least_idr: the least payment that leaves each member no worse than alone, at the centre.
        least_90_idr: the same in nine of ten draws.
        fiscal_expected_idr: a member's chance of a fiscal incentive times its size: indirect, small, a year.
        support_idr: what the scenario's hypothetical share of verified savings would pay each member.
        turned: members for whom that payment covers what they lack.
        least_share: the smallest share that does so for all; missing when no share up to the whole does.
    """

    least_idr: Mapping[str, int]
    least_90_idr: Mapping[str, int]
    fiscal_chance: float
    fiscal_award_idr: int
    fiscal_expected_idr: int
    fiscal_status: str
    support_share: float
    support_idr: Mapping[str, int]
    turned: tuple[str, ...]
    least_share: float | None

    def to_json(self) -> dict[str, Any]:
        """The key ``incentives`` of ``simulate --json``."""
        return {
            "incentives": {
                "least_idr": dict(self.least_idr),
                "least_90_idr": dict(self.least_90_idr),
                "total_idr": sum(self.least_idr.values()),
                "fiscal": {
                    "chance": self.fiscal_chance,
                    "award_idr": self.fiscal_award_idr,
                    "expected_idr": self.fiscal_expected_idr,
                    "status": self.fiscal_status,
                },
                "support": {
                    "share": self.support_share,
                    "paid_idr": dict(self.support_idr),
                    "turned": list(self.turned),
                    "least_share": self.least_share,
                },
                "in_net_savings": False,
            }
        }


def incentives(found: Simulation, on: date) -> Incentives:
    """What would make each member join under the scenario's split.

    Args:
        on: the day whose settings count.
    """
    lack, lack_90, paid, shares = {}, {}, {}, []
    share = found.scenario.support_share
    for i, m in enumerate(found.members):
        part = m.saving_idr.p50
        lack[m.code] = ceil(max(0.0, max(0, m.without_agreement_idr) - part))
        short = np.maximum(found.drawn.alone[i], 0.0) - found.member_draws[i]
        lack_90[m.code] = max(lack[m.code], ceil(max(0.0, float(np.quantile(short, 0.9)))))
        verified = max(0.0, part)
        paid[m.code] = round(share * verified)
        if lack[m.code]:
            shares.append(lack[m.code] / verified if verified > 0 else np.inf)
    chance, award = legal("incentive_chance", on), legal("incentive_award", on)
    most = float(max(shares, default=0.0))
    return Incentives(
        lack,
        lack_90,
        chance.value,
        round(award.value),
        round(chance.value * award.value),
        chance.status,
        share,
        paid,
        tuple(c for c in lack if lack[c] and paid[c] >= lack[c]),
        most if most <= 1 else None,
    )
