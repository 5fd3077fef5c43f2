"""What the law asks of a scenario, as papers tell it: the findings of ``jointproc.agreements.compliance``, one a rule.

Pointers for the reader's legal bureau, no legal advice: a rule read only from memory says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from jointproc.agreements.compliance import Finding
from jointproc.agreements.legal import rules
from jointproc.papers.paper import Paper

__all__ = ["LAW_VERDICTS", "LawPoint", "authority", "basis", "law_points", "law_words", "needs_transfer"]

Verdict = Literal["blocked", "care", "check", "met"]
# weightiest first: forbids it as it stands, has to be met, the table has to say, met
LAW_VERDICTS: Final[tuple[Verdict, ...]] = ("blocked", "care", "check", "met")
# more regions than these are counted instead of named
_NAMED: Final = 3
# below this share of the spend a transfer is rounding, not money between budgets
_NOTICED: Final = 0.001
_ENGLISH: Final = (
    (r"\bPasal\b", "Art."),
    (r"\bayat\b", "para."),
    (r"\bhuruf\b", "letter"),
    (r"\bangka\b", "no."),
    (r"\bdan penjelasannya\b", "and its elucidation"),
    (r"\btentang\b", "on"),
)


@dataclass(frozen=True, slots=True)
class LawPoint:
    """One thing the law asks: verdict, the sentence, what would cure it (may be empty), the rule it comes from."""

    verdict: Verdict
    sentence: str
    cure: str
    rule: str


def basis(rule: str, language: str = "id") -> str:
    """Where a rule stands; the names of laws keep their language."""
    text = rules()[rule].basis
    if language == "en":
        for found, english in _ENGLISH:
            text = re.sub(found, english, text)
    return text


def authority(paper: Paper) -> str:
    """Who settles disputes and receives reports."""
    if paper.one_province:
        return paper.say("Gubernur {province} sebagai wakil Pemerintah Pusat", province=paper.province)
    return paper.say("Menteri Dalam Negeri")


def needs_transfer(paper: Paper) -> bool:
    """Whether the chosen split moves money between budgets."""
    found = paper.simulation
    return found.transfers_idr.get(paper.scenario.split, 0) > _NOTICED * max(found.alone_idr, 1)


def law_points(paper: Paper) -> tuple[LawPoint, ...]:
    """Every verdict, the weightiest first; regions of which the same is to be said share one point."""
    grouped: dict[tuple[Verdict, str, str], list[Finding]] = {}
    for finding in paper.law.findings:
        grouped.setdefault((_verdict(finding), finding.id, paper.tell(finding.message)), []).append(finding)
    points = [
        LawPoint(verdict, _sentence(paper, found), _cure(paper, found[0]), rule)
        for (verdict, rule, _m), found in grouped.items()
    ]
    return tuple(sorted(points, key=lambda p: LAW_VERDICTS.index(p.verdict)))


def law_words(paper: Paper) -> dict[Verdict, str]:
    """What each verdict is called."""
    say = paper.say
    return {
        "blocked": say("Terhalang"),
        "care": say("Perlu dipenuhi"),
        "check": say("Periksa"),
        "met": say("Terpenuhi"),
    }


def _verdict(finding: Finding) -> Verdict:
    if finding.verdict == "attention":
        return "check" if finding.asked else "care"
    return "blocked" if finding.verdict == "blocked" else "met"


def _cure(paper: Paper, finding: Finding) -> str:
    return paper.tell(finding.cure) if finding.cure is not None and finding.verdict != "pass" else ""


def _sentence(paper: Paper, found: list[Finding]) -> str:
    told = paper.tell(found[0].message)
    codes = [f.region for f in found if f.region]
    if not codes or len(codes) == len(paper.scenario.codes) > 1:
        return told
    names = paper.listing(paper.label(code) for code in codes)
    if len(codes) > _NAMED:
        names = paper.say("{n} daerah", n=str(len(codes)))
    return f"{names}: {told}"
