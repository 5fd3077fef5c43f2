"""A scenario as one member sees it: its figures, its evidence, what the law asks of it, when it can start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from jointproc.agreements import MemberResult
from jointproc.agreements.compliance import Finding
from jointproc.errors import InputError
from jointproc.papers.paper import Certainty, Need, Paper, certainty_of
from jointproc.papers.signing import Signatory, signatory

__all__ = ["MemberView", "view_of"]

_COUNCIL: Final = "KSDD-04"


@dataclass(frozen=True)
class MemberView:
    """One member's side of a paper; the day the law and the calendar are read against is the paper's."""

    paper: Paper
    member: MemberResult

    @property
    def code(self) -> str:
        return self.member.code

    @property
    def name(self) -> str:
        return self.member.name

    @cached_property
    def signatory(self) -> Signatory:
        return signatory(self.code)

    @cached_property
    def own_needs(self) -> tuple[Need, ...]:
        """Goods this member buys, those it spends most on first."""
        bought = (n for n in self.paper.needs if self.code in n.amount_idr)
        return tuple(sorted(bought, key=lambda n: (-n.amount_idr[self.code], n.good_id)))

    @cached_property
    def alike(self) -> tuple[Need, ...]:
        """Those of its goods that another member buys too."""
        return tuple(n for n in self.own_needs if len(n.buyers) > 1)

    @cached_property
    def evidence_idr(self) -> Mapping[str, float]:
        """Its spend by evidence grade, best grade first."""
        found: dict[str, float] = {}
        for need in self.own_needs:
            found[need.evidence] = found.get(need.evidence, 0.0) + need.amount_idr[self.code]
        return dict(sorted(found.items()))

    @property
    def firm_share(self) -> float:
        """Share of its spend with evidence A or B."""
        total = sum(self.evidence_idr.values())
        firm = self.evidence_idr.get("A", 0.0) + self.evidence_idr.get("B", 0.0)
        return firm / total if total else 0.0

    @property
    def certainty(self) -> Certainty:
        return certainty_of(self.firm_share)

    @property
    def better_alone(self) -> bool:
        return self.code in self.paper.simulation.worse_off

    @property
    def blocked(self) -> tuple[Finding, ...]:
        """What the law forbids, of this member or of the agreement as a whole."""
        return tuple(f for f in self.paper.law.findings if f.verdict == "blocked" and f.region in ("", self.code))

    @property
    def stopped(self) -> bool:
        """Whether the scenario as a whole is blocked, be it by what another member lacks."""
        return self.paper.law.verdict == "blocked"

    @property
    def asked_by_law(self) -> tuple[Finding, ...]:
        """What needs doing, this member's own first, and always what holds for its council (DPRD)."""
        mine = [
            f for f in self.paper.law.findings if f.region == self.code and (f.verdict != "pass" or f.id == _COUNCIL)
        ]
        shared = [f for f in self.paper.law.findings if not f.region and f.verdict != "pass"]
        return tuple(sorted([*mine, *shared], key=lambda f: (f.verdict != "blocked", f.id != _COUNCIL, f.region == "")))

    @property
    def pays_others_idr(self) -> int:
        """What the chosen split asks it to hand to others; negative: what it receives from them."""
        return self.member.direct_idr - self.member.by_rule[self.paper.scenario.split]


def view_of(paper: Paper, code: str) -> MemberView:
    """One member's view.

    Raises:
        InputError: the region is no member of the scenario.
    """
    for member in paper.simulation.members:
        if member.code == code:
            return MemberView(paper, member)
    raise InputError(
        "Daerah {code} bukan peserta skenario ini: pilih salah satu dari {codes}.",
        code=code,
        codes=", ".join(paper.scenario.codes),
    )
