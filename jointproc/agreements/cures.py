"""What would make an unstable agreement hold: another split, payments, a member fewer or one more.

Cheapest means: least money that has to move between regional budgets, plus what the change costs all in net saving.
The term is no cure: the game is that of the period in the data, whatever the number of years.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from jointproc.agreements.coalition import coalitions_of
from jointproc.agreements.game import EXACT_PLAYERS, coalitions
from jointproc.agreements.narrowing import only
from jointproc.agreements.scenario import Scenario, ScenarioMember
from jointproc.agreements.solutions import excesses
from jointproc.agreements.splits import SPLIT_LABELS
from jointproc.agreements.stability import divisions
from jointproc.agreements.worked import Worked, part_of
from jointproc.savings import Market
from jointproc.text import Idr, Message, msg

__all__ = ["Cure", "cures"]

Floats = npt.NDArray[np.float64]
_NOTICED_IDR: Final = 1.0
# one more at the table doubles the coalitions to value
_MOST_TO_GROW: Final = 8
# money between budgets first: no law has to be asked for a split that moves none
_OWN: Final = "own"
# at the same cost, what changes least at the table comes first
_ORDER: Final = ("split", "payment", "add", "drop")


@dataclass(frozen=True, slots=True)
class Cure:
    """One change after which no region and no group of regions has a reason to go.

    Attributes:
        kind: ``split``, ``payment``, ``drop`` or ``add``.
        split: the rule after the change.
        payments_idr: payments received (negative: paid) by code, for ``payment``.
        leaves, joins: codes of members who go or come.
        moved_idr: what then moves between regional budgets.
        change_idr: what all together then save more (negative: less).
    """

    kind: str
    split: str
    payments_idr: Mapping[str, int] = field(default_factory=dict)
    leaves: tuple[str, ...] = ()
    joins: tuple[str, ...] = ()
    moved_idr: int = 0
    change_idr: int = 0

    @property
    def cost_idr(self) -> int:
        """What the change takes: money between budgets, and net saving given up."""
        return self.moved_idr + max(0, -self.change_idr)

    def applied(self, scenario: Scenario) -> Scenario:
        """The scenario with this change made."""
        members = [m for m in scenario.members if m.code not in self.leaves]
        members += [ScenarioMember(code=code) for code in self.joins]
        told = scenario.model_dump(by_alias=True) | {
            "members": [m.model_dump() for m in members],
            "lead": "" if scenario.lead in self.leaves else scenario.lead,
            "split": self.split,
            "payments_idr": dict(self.payments_idr),
        }
        return Scenario.model_validate(told)

    def sentences(self, names: Mapping[str, str]) -> tuple[Message, ...]:
        """The change in words, and what money between budgets asks for."""
        leaves = ", ".join(names.get(c, c) for c in self.leaves)
        joins = ", ".join(names.get(c, c) for c in self.joins)
        paid = {c: v for c, v in self.payments_idr.items() if v}
        told = [
            {
                "split": msg("Pakai pembagian {rule}.", rule=SPLIT_LABELS[self.split]),
                "payment": msg(
                    "Pembayaran {moved} dari {payers} kepada {takers}.",
                    moved=Idr(sum(v for v in paid.values() if v > 0)),
                    payers=", ".join(names.get(c, c) for c, v in paid.items() if v < 0),
                    takers=", ".join(names.get(c, c) for c, v in paid.items() if v > 0),
                ),
                "drop": msg("Tanpa {who}, dengan pembagian {rule}.", who=leaves, rule=SPLIT_LABELS[self.split]),
                "add": msg("Bersama {who}, dengan pembagian {rule}.", who=joins, rule=SPLIT_LABELS[self.split]),
            }[self.kind]
        ]
        if self.change_idr < -_NOTICED_IDR:
            told.append(msg("Hasil bersama berkurang {less}.", less=Idr(-self.change_idr)))
        elif self.change_idr > _NOTICED_IDR:
            told.append(msg("Hasil bersama bertambah {more}.", more=Idr(self.change_idr)))
        if self.moved_idr > _NOTICED_IDR:
            told.append(
                msg(
                    "{moved} berpindah antar-APBD: perlu bantuan keuangan (PP 12/2019 Pasal 67) yang dianggarkan.",
                    moved=Idr(self.moved_idr),
                )
            )
        else:
            told.append(msg("Tidak ada uang berpindah antar-APBD."))
        return tuple(told)


def cures(worked: Worked, scenario: Scenario, market: Market, candidates: Sequence[str] = ()) -> tuple[Cure, ...]:
    """Changes that make the agreement hold, the cheapest first; nothing when it holds, or above fourteen members.

    Args:
        worked: of the scenario.
        market: what the candidates buy stands in it.
        candidates: regions that might join.
    """
    held = worked.judged.get(scenario.split)
    if held is None or held.in_core:
        return ()
    codes, values = worked.codes, worked.values
    found = [
        Cure("split", rule, moved_idr=_moved(worked.given[rule], worked.direct))
        for rule, one in worked.judged.items()
        if one.in_core
    ]
    if not held.support_idr > _NOTICED_IDR and any(held.payments_idr.values()):
        already = scenario.payments_idr
        paid = {c: held.payments_idr[c] + already.get(c, 0) for c in codes}
        paid = _balanced(paid)
        after = worked.given[scenario.split] + np.array([held.payments_idr[c] for c in codes], dtype=float)
        found.append(Cure("payment", scenario.split, paid, moved_idr=_moved(after, worked.direct)))
    found += _fewer(worked, scenario.split, values)
    if len(codes) <= _MOST_TO_GROW:
        found += _more(worked, scenario, market, candidates)
    return tuple(sorted(found, key=lambda one: (one.cost_idr, _ORDER.index(one.kind), one.split != _OWN, one.split)))


def _balanced(paid: dict[str, int]) -> dict[str, int]:
    """Payments rounded one by one may miss by a rupiah: the largest bears it, so that they sum to zero."""
    most = max(paid, key=lambda c: (abs(paid[c]), c))
    return {**paid, most: paid[most] - sum(paid.values())}


def _moved(parts: Floats, direct: Floats) -> int:
    return round(float(np.maximum(parts - direct, 0.0).sum()))


def _holds(values: Floats, parts: Floats) -> bool:
    inside = excesses(values, parts)[1:-1]
    return bool((not len(inside) or inside.max() <= _NOTICED_IDR) and parts.min() >= -_NOTICED_IDR)


def _rules(split: str) -> tuple[str, ...]:
    return (split,) if split == _OWN else (split, _OWN)


def _fewer(worked: Worked, split: str, values: Floats) -> list[Cure]:
    """Without the one whose leaving helps the others most, then the next, until the rest hold together."""
    staying, at_most = list(range(len(worked.codes))), worked.codes
    while len(staying) > 2:
        rest = {i: sum(1 << j for j in staying if j != i) for i in staying}
        out = max(staying, key=lambda i: (float(values[rest[i]]), -i))
        staying.remove(out)
        game = only(worked.game, staying)
        kept = _restricted(values, staying)
        for rule in _rules(split):
            parts = divisions(game, kept, worked.spent[staying], (rule,))[rule]
            if _holds(kept, parts):
                return [
                    Cure(
                        "drop",
                        rule,
                        leaves=tuple(c for i, c in enumerate(at_most) if i not in staying),
                        moved_idr=_moved(parts, game.direct()),
                        change_idr=round(float(kept[-1] - values[-1])),
                    )
                ]
    return []


def _restricted(values: Floats, staying: Sequence[int]) -> Floats:
    """The game of some of the players."""
    member = coalitions(len(staying))
    return values[(member @ np.array([1 << i for i in staying])).astype(np.int64)]


def _more(worked: Worked, scenario: Scenario, market: Market, candidates: Sequence[str]) -> list[Cure]:
    best: list[Cure] = []
    for code in candidates:
        if code in worked.codes or len(worked.codes) >= EXACT_PLAYERS:
            continue
        codes = (*worked.codes, code)
        wider = scenario.model_copy(update={"members": (*scenario.members, ScenarioMember(code=code))})
        game = coalitions_of(part_of(market, wider), codes, scenario.cost_key)
        values = game.values(coalitions(len(codes)))
        for rule in _rules(scenario.split):
            parts = divisions(game, values, game.amount.sum(axis=0), (rule,))[rule]
            if _holds(values, parts):
                change = round(float(values[-1]) - worked.value)
                best.append(Cure("add", rule, joins=(code,), moved_idr=_moved(parts, game.direct()), change_idr=change))
                break
    return sorted(best, key=lambda one: (one.cost_idr, -one.change_idr))[:1]
