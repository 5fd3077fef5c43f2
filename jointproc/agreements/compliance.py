"""What the rules ask of an agreement: every rule of ``rules.json``, per region and as a whole.

A pointer to what needs attention, no legal advice. A rule whose text was not verified never blocks, and what the data
do not show is asked, not presumed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from jointproc.agreements.compliance_checks import CHECKS
from jointproc.agreements.compliance_facts import Draft, Facts
from jointproc.agreements.legal import Rule, legal, rules
from jointproc.agreements.simulation import Simulation
from jointproc.text import Message, msg

__all__ = ["Compliance", "Finding", "Verdict", "comply", "lots"]

Verdict = Literal["pass", "attention", "blocked"]
_ORDER: Final = {"blocked": 0, "attention": 1, "pass": 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """One verdict.

    Attributes:
        region: the region it is about; empty for the agreement as a whole.
        cure: what would lift it; missing where nothing needs lifting.
        asked: whether it rests on something the data do not show and the table has to say.
    """

    id: str
    region: str
    verdict: Verdict
    basis: str
    status: str
    message: Message
    cure: Message | None
    asked: bool

    def to_json(self, language: str = "id") -> dict[str, Any]:
        """The keys of ``simulate --json``."""
        return {
            "id": self.id,
            "region": self.region or None,
            "verdict": self.verdict,
            "basis": self.basis,
            "status": self.status,
            "message": self.message.render(language),
            "cure": self.cure.render(language) if self.cure else None,
            "asked": self.asked,
        }


@dataclass(frozen=True)
class Compliance:
    """All verdicts, the weightiest first, and what they were reckoned from.

    Attributes:
        lots: by family whose joint package outgrows small firms, a division into lots they may take.
        reserved_share: by region, the share of its spend in packages meant for small firms, before and after joining.
    """

    findings: tuple[Finding, ...]
    lots: Mapping[str, tuple[tuple[str, ...], ...]]
    reserved_share: Mapping[str, tuple[float, float]]

    @property
    def verdict(self) -> Verdict:
        """The weightiest of all."""
        return min((f.verdict for f in self.findings), key=lambda v: _ORDER[v], default="pass")

    def sentences(self, names: Mapping[str, str]) -> tuple[Message, ...]:
        """What stands in the way, to be read before any figure; nothing when nothing does."""
        return tuple(
            msg(
                "TERHALANG, hanya untuk dijajaki: {who}{told} ({basis})",
                who=f"{names.get(f.region, f.region)}: " if f.region else "",
                told=f.message,
                basis=f.basis,
            )
            for f in self.findings
            if f.verdict == "blocked"
        )

    def to_json(self, language: str = "id") -> dict[str, Any]:
        """The keys ``compliance, compliance_verdict, lots, small_firm_share`` of ``simulate --json``."""
        return {
            "compliance": [f.to_json(language) for f in self.findings],
            "compliance_verdict": self.verdict,
            "lots": {family: [list(lot) for lot in divided] for family, divided in self.lots.items()},
            "small_firm_share": {
                code: {"before": round(a, 4), "after": round(b, 4)} for code, (a, b) in self.reserved_share.items()
            },
        }


def comply(found: Simulation, on: date) -> Compliance:
    """Evaluate every rule.

    Args:
        on: the day whose thresholds count.
    """
    facts = _facts(found, on)
    told = [
        _finding(rule, draft)
        for rule in rules().values()
        for draft in _check(rule.id)(facts)  # every rule has a check (tested)
    ]
    told.sort(key=lambda f: (_ORDER[f.verdict], f.asked))
    return Compliance(tuple(told), facts.lots, facts.reserved_share)


def _check(rule_id: str) -> Callable[[Facts], Iterator[Draft]]:
    return CHECKS[rule_id]


def _finding(rule: Rule, draft: Draft) -> Finding:
    verdict: Verdict = "attention" if draft.verdict == "blocked" and rule.status != "V" else draft.verdict
    return Finding(rule.id, draft.region, verdict, str(rule.cited), rule.status, draft.message, draft.cure, draft.asked)


def lots(amounts: Mapping[str, float], limit: float) -> tuple[tuple[str, ...], ...]:
    """Regions gathered into lots of at most ``limit`` rupiah; whoever exceeds it alone stands alone.

    First fit, largest first: close to the fewest lots, and the same every time.
    """
    filled: list[tuple[float, list[str]]] = []
    for code, amount in sorted(amounts.items(), key=lambda item: (-item[1], item[0])):
        for at, (sum_so_far, codes) in enumerate(filled):
            if sum_so_far + amount <= limit:
                codes.append(code)
                filled[at] = (sum_so_far + amount, codes)
                break
        else:
            filled.append((amount, [code]))
    return tuple(tuple(codes) for _sum, codes in filled)


def _facts(found: Simulation, on: date) -> Facts:
    scenario, years = found.scenario, found.years_n
    rows = found.purchases[found.purchases["amount_idr"] > 0]
    by_family: dict[str, dict[str, float]] = {}
    for row in rows.itertuples(index=False):
        by_family.setdefault(str(row.family), {})[str(row.code)] = float(row.amount_idr) / years
    limit = legal("small_firm_package", on).value
    merged = scenario.model != "D"
    outgrown = {
        family: lots(spent, limit)
        for family, spent in by_family.items()
        if merged and len(spent) > 1 and sum(spent.values()) > limit and min(spent.values()) <= limit
    }
    reserved = {}
    for code in scenario.codes:
        total = sum(spent.get(code, 0.0) for spent in by_family.values())
        before = sum(spent[code] for spent in by_family.values() if spent.get(code, limit + 1) <= limit)
        lost = 0.0 if scenario.lots else sum(
            by_family[family][code] for family in outgrown if by_family[family].get(code, limit + 1) <= limit
        )  # fmt: skip
        reserved[code] = (before / total, (before - lost) / total) if total > 0 else (0.0, 0.0)
    return Facts(found, on, by_family, outgrown, reserved)
