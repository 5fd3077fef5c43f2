"""What if one more region joins, or a member leaves: the change for all and for each, every case in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from jointproc.agreements.coalition import Coalitions, coalitions_of
from jointproc.agreements.game import coalitions
from jointproc.agreements.narrowing import condensed, only
from jointproc.agreements.scenario import Scenario, ScenarioMember
from jointproc.agreements.simulation import part_of
from jointproc.agreements.splits import whole_rupiah
from jointproc.agreements.stability import divide
from jointproc.savings import Market

__all__ = ["Change", "Changes", "changes"]

# rules that need the value of every coalition are worked out for each case up to so many members
_BY_COALITIONS: Final = {"shapley": 10, "nucleolus": 6, "tau": 10, "aca": 10}


@dataclass(frozen=True, slots=True)
class Change:
    """One region joins or leaves; rupiah at the centre.

    Attributes:
        saving_idr: net saving of all who are then members, what ``simulate`` gives for them.
        change_idr: that less the net saving now.
        gain_change_idr: change of what being together adds over everybody alone: the honest figure, for a region
            brings along what it could save by itself.
        parts_idr: what each then gets under the scenario's split rule; empty where that takes too long.
        part_changes_idr: by region that is a member before or after: its part after (alone for who left) less its
            part before (alone for who joined).
    """

    code: str
    joins: bool
    saving_idr: int
    change_idr: int
    gain_change_idr: int
    parts_idr: Mapping[str, int]
    part_changes_idr: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Changes:
    """The agreement as it is, and every case."""

    saving_idr: int
    gain_idr: int
    parts_idr: Mapping[str, int]
    cases: tuple[Change, ...]


def changes(market: Market, scenario: Scenario, joiners: Sequence[str]) -> Changes:
    """What happens when each of ``joiners`` joins, and when each member leaves (not below two members).

    Args:
        joiners: regions that are no members yet; each would commit all its volume.
    """
    now = scenario.codes
    codes = (*now, *(code for code in joiners if code not in now))
    added = tuple(ScenarioMember(code=code) for code in codes[len(now) :])
    part = part_of(market, scenario.model_copy(update={"members": scenario.members + added}))
    game = condensed(coalitions_of(part, codes, scenario.cost_key))
    here = np.arange(len(codes)) < len(now)
    cases = [*range(len(now), len(codes)), *(range(len(now)) if len(now) > 2 else ())]
    rows = np.repeat(here[None, :], len(cases) + 1, axis=0)
    rows[np.arange(1, len(rows)), cases] ^= True
    values, alone = game.values(rows), game.alone()
    gains = values - rows @ alone
    parts = [
        _parts(game, row.nonzero()[0].tolist(), scenario.split, float(v)) for row, v in zip(rows, values, strict=True)
    ]
    own = {code: round(float(v)) for code, v in zip(codes, alone, strict=True)}
    found = tuple(
        Change(
            code=codes[case],
            joins=not here[case],
            saving_idr=round(float(values[at])),
            change_idr=round(float(values[at])) - round(float(values[0])),
            gain_change_idr=round(float(gains[at] - gains[0])),
            parts_idr=parts[at],
            part_changes_idr=_difference(parts[0], parts[at], own, codes[case]),
        )
        for at, case in enumerate(cases, start=1)
    )
    return Changes(round(float(values[0])), round(float(gains[0])), parts[0], found)


def _difference(
    before: Mapping[str, int], after: Mapping[str, int], own: Mapping[str, int], moved: str
) -> dict[str, int]:
    if not before or not after:
        return {}
    everyone = [*before, *([moved] if moved not in before else [])]
    return {code: after.get(code, own[code]) - before.get(code, own[code]) for code in everyone}


def _parts(game: Coalitions, members: Sequence[int], rule: str, value: float) -> dict[str, int]:
    """What a split rule gives each of some members, in whole rupiah that sum to the value; as ``simulate`` does."""
    if len(members) > _BY_COALITIONS.get(rule, len(members)):
        return {}
    small = only(game, members)
    values = small.values(coalitions(len(members))) if rule in _BY_COALITIONS else np.array([value])
    parts = divide(rule, small, values, small.amount.sum(axis=0))
    return dict(zip(small.codes, whole_rupiah(parts, round(value)), strict=True))
