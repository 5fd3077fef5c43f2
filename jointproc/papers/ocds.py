"""The planned joint procurement as an Open Contracting (OCDS 1.1) release package.

A simulation is a process being considered: the release is tagged ``planning`` and the tender's status is
``planning``. What nobody said – a budget, a procurement method – is left out, not guessed.
"""

from __future__ import annotations

import json
from typing import Any, Final

from jointproc import regions as geography
from jointproc.agreements.timeline import Step
from jointproc.papers.advice import verdict_sentence
from jointproc.papers.identity import Identity, identity_of
from jointproc.papers.labels import MODEL_LABELS, MODEL_SENTENCES
from jointproc.papers.paper import Need, Paper
from jointproc.papers.tidy import money
from jointproc.text import Message

__all__ = ["SCENARIO_DOCUMENT", "ocds_bytes", "release_package"]

SCENARIO_DOCUMENT: Final = "scenario"
_BUDGET_EXTENSION: Final = (
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_budget_breakdown_extension/master/"
    "extension.json"
)
_MILESTONE_TYPES: Final = {"council": "approval", "selection": "engagement", "delivery": "delivery"}
_SERVICES: Final = "services"


def ocds_bytes(paper: Paper) -> bytes:
    """The release package as a UTF-8 JSON file."""
    return (json.dumps(release_package(paper), ensure_ascii=False, indent=1) + "\n").encode()


def release_package(paper: Paper) -> dict[str, Any]:
    """The package as JSON types."""
    told, scenario = identity_of(paper, "ocds"), paper.scenario
    process = f"jointproc-{scenario.scenario_id}"
    date = f"{paper.made_on.isoformat()}T00:00:00+07:00"
    release = {
        "ocid": process,
        "id": f"{process}-v{scenario.version}-{told.figures_hash}",
        "date": date,
        "tag": ["planning"],
        "initiationType": "tender",
        "language": paper.language,
        "parties": [_party(paper, code) for code in (m.code for m in paper.parties)],
        "buyer": _reference(paper, scenario.lead_code),
        "planning": _planning(paper, told, date),
        "tender": _tender(paper, process),
    }
    budgeted = "budgetBreakdown" in release["planning"]["budget"]  # type: ignore[index]
    return {
        "uri": f"urn:jointproc:{scenario.scenario_id}:{scenario.version}:{told.scenario_hash}:{told.figures_hash}",
        "version": "1.1",
        **({"extensions": [_BUDGET_EXTENSION]} if budgeted else {}),
        "publishedDate": date,
        "publisher": {"name": scenario.author.strip() or "Jointproc"},
        "releases": [release],
    }


def _party(paper: Paper, code: str) -> dict[str, Any]:
    region = geography.region(code)
    return {
        **_reference(paper, code),
        "identifier": {"id": code, "legalName": paper.name(code)},
        "address": {"region": region.province, "countryName": "Indonesia"},
        "roles": list(_roles(paper, code)),
    }


def _roles(paper: Paper, code: str) -> tuple[str, ...]:
    """In model C the lead buys for all with the others' money; otherwise each signs and pays its own contract."""
    lead = code == paper.scenario.lead_code
    if paper.scenario.model == "C" and not lead:
        return ("funder",)
    return ("buyer", "procuringEntity", "payer") if lead else ("buyer", "payer")


def _reference(paper: Paper, code: str) -> dict[str, str]:
    return {"id": f"kemendagri-{code}", "name": paper.name(code)}


def _planning(paper: Paper, told: Identity, date: str) -> dict[str, Any]:
    say = paper.say
    reasons = [
        verdict_sentence(paper),
        paper.footer,
        say("Awalan ocid belum terdaftar pada Open Contracting Partnership; penerbit menggantinya."),
    ]
    return {
        "rationale": "\n".join(reasons),
        "budget": _budget(paper),
        "documents": [
            {
                "id": SCENARIO_DOCUMENT,
                "documentType": "procurementPlan",
                "title": paper.scenario.title,
                "description": told.packed(),
                "format": "application/toml",
                "datePublished": date,
                "language": paper.language,
            }
        ],
        "milestones": [_milestone(paper, step) for step in _steps(paper)],
    }


def _budget(paper: Paper) -> dict[str, Any]:
    """Amounts only for members who said that the purchase stands in their budget; spending in the data is no budget."""
    say = paper.say
    stated = {m.code for m in paper.scenario.members if m.budgeted}
    lines = [
        {
            "id": f"apbd-{m.code}",
            "description": say("Dinyatakan sudah dianggarkan; besarnya ialah belanja dalam data, bukan pagu."),
            "amount": _idr(m.alone_idr),
            "sourceParty": _reference(paper, m.code),
        }
        for m in paper.parties
        if m.code in stated
    ]
    missing = [paper.name(m.code) for m in paper.parties if m.code not in stated]
    told: dict[str, Any] = {"project": paper.scenario.title}
    if missing:
        told["description"] = say("Anggaran belum dinyatakan oleh {names}.", names=paper.listing(missing))
    if lines:
        told["budgetBreakdown"] = lines
    if lines and not missing:
        told["amount"] = _idr(paper.simulation.alone_idr)
    return told


def _tender(paper: Paper, process: str) -> dict[str, Any]:
    say, scenario = paper.say, paper.scenario
    steps = {s.step: s for s in _steps(paper)}
    told: dict[str, Any] = {
        "id": f"{process}-tender",
        "title": scenario.title,
        "description": say(
            "{commodity}: belanja {n} tahun anggaran dalam data yang dimuat, sebelum penghematan.",
            commodity=paper.commodity,
            n=str(paper.simulation.years_n),
        ),
        "status": "planning",
        "procuringEntity": _reference(paper, scenario.lead_code),
        "items": [_item(paper, need) for need in paper.needs],
        "value": _idr(paper.simulation.alone_idr),
        "procurementMethodDetails": paper.tell(MODEL_LABELS[scenario.model]),
        "procurementMethodRationale": paper.tell(MODEL_SENTENCES[scenario.model]),
        "mainProcurementCategory": _category(paper),
    }
    if "selection" in steps:
        told["tenderPeriod"] = _period(steps["selection"], steps["selection"])
    if "delivery" in steps:
        told["contractPeriod"] = _period(steps["contract"], steps["delivery"])
    return told


def _item(paper: Paper, need: Need) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": need.good_id,
        "description": need.good,
        "classification": {
            "scheme": "jointproc-family",
            "id": need.family,
            "description": paper.family_label(need.family),
        },
    }
    # a quantity only where every buyer's volume and the unit are known
    if need.unit and set(need.volume) == set(need.amount_idr):
        told["quantity"] = round(sum(need.volume.values()), 6)
        told["unit"] = {"name": need.unit}
    return told


def _category(paper: Paper) -> str:
    services = sum(n.total_idr for n in paper.needs if n.regime == _SERVICES)
    return "services" if services > sum(n.total_idr for n in paper.needs) / 2 else "goods"


def _steps(paper: Paper) -> tuple[Step, ...]:
    """The earliest steps; none when they fit into no fiscal year in sight."""
    told = paper.timeline
    return () if isinstance(told, Message) else told.steps


def _milestone(paper: Paper, step: Step) -> dict[str, Any]:
    return {
        "id": step.step,
        "title": paper.tell(step.told),
        "type": _MILESTONE_TYPES.get(step.step, "preProcurement"),
        "description": paper.say("Paling cepat; {n} hari kerja.", n=str(step.working_days)),
        "dueDate": f"{step.end.isoformat()}T23:59:59+07:00",
        "status": "scheduled",
    }


def _period(first: Step, last: Step) -> dict[str, str]:
    return {
        "startDate": f"{first.start.isoformat()}T00:00:00+07:00",
        "endDate": f"{last.end.isoformat()}T23:59:59+07:00",
    }


def _idr(value: float) -> dict[str, Any]:
    exact = money(value)
    return {"amount": int(exact) if exact == int(exact) else float(exact), "currency": "IDR"}
