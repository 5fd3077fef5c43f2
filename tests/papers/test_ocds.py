"""The release package: valid against the official OCDS 1.1 schema, no unknown field, figures of the simulation."""

from __future__ import annotations

import copy
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator
from referencing import Registry
from referencing.jsonschema import DRAFT4

from jointproc.papers import Paper, ocds_bytes, release_package
from tests.papers.conftest import CASES, Maker

SCHEMA = Path(__file__).parent / "ocds_schema"
MOMENT = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00$")


def _validator(*, strict: bool) -> Draft4Validator:
    package = json.loads((SCHEMA / "release-package-schema.json").read_text(encoding="utf-8"))
    release = json.loads((SCHEMA / "release-schema.json").read_text(encoding="utf-8"))
    if strict:
        _close(package)
        _close(release)
    registry: Registry[Any] = Registry().with_resource(release["id"], DRAFT4.create_resource(release))
    return Draft4Validator(package, registry=registry)


def _close(schema: Any) -> None:
    """Forbid fields the standard doesn't know."""
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict) and schema.get("type") != "array":
            schema["additionalProperties"] = False
        for part in schema.values():
            _close(part)
    elif isinstance(schema, list):
        for part in schema:
            _close(part)


@pytest.fixture(scope="module", params=[("two", "en"), ("odd", "id")], ids=lambda p: "-".join(p))
def chosen(request: pytest.FixtureRequest, make: Maker) -> Paper:
    case, language = request.param
    return make(language=language, **CASES[case])


@pytest.fixture(scope="module")
def official() -> Draft4Validator:
    return _validator(strict=False)


@pytest.fixture(scope="module")
def strict() -> Draft4Validator:
    return _validator(strict=True)


def _moments(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [v for k, v in value.items() if k in {"date", "publishedDate", "startDate", "endDate", "dueDate"}]
        return own + [m for v in value.values() for m in _moments(v)]
    return [m for v in value for m in _moments(v)] if isinstance(value, list) else []


def test_every_case_is_valid_and_knows_no_other_fields(
    chosen: Paper, official: Draft4Validator, strict: Draft4Validator
) -> None:
    told = json.loads(ocds_bytes(chosen))
    assert [e.message for e in official.iter_errors(told)] == []
    assert [e.message[:300] for e in strict.iter_errors(told)] == []
    assert all(MOMENT.match(m) for m in _moments(told))
    assert "null" not in json.dumps(told)


def test_the_validator_does_find_mistakes(make: Maker, official: Draft4Validator, strict: Draft4Validator) -> None:
    told = release_package(make(**CASES["two"]))
    wrong = copy.deepcopy(told)
    wrong["releases"][0]["tender"]["status"] = "maybe"
    assert list(official.iter_errors(wrong))
    wrong = copy.deepcopy(told)
    wrong["releases"][0]["tender"]["tilte"] = "x"
    assert list(strict.iter_errors(wrong))


def test_figures_and_parties_are_those_of_the_simulation(chosen: Paper) -> None:
    release = release_package(chosen)["releases"][0]
    total = chosen.simulation.to_json(chosen.language)["total"]
    assert release["tender"]["value"] == {"amount": total["alone_idr"], "currency": "IDR"}
    assert {p["identifier"]["id"] for p in release["parties"]} == set(chosen.scenario.codes)
    leads = [p["identifier"]["id"] for p in release["parties"] if "procuringEntity" in p["roles"]]
    assert leads == [chosen.scenario.lead_code]
    assert len({i["id"] for i in release["tender"]["items"]}) == len(chosen.needs)
    named = {p["id"] for p in release["parties"]}
    assert {release["buyer"]["id"], release["tender"]["procuringEntity"]["id"]} <= named
    funders = [p for p in release["parties"] if "funder" in p["roles"]]
    assert len(funders) == (len(release["parties"]) - 1 if chosen.scenario.model == "C" else 0)


def _stating(paper: Paper, *codes: str) -> Paper:
    members = tuple(
        m.model_copy(update={"budgeted": True if m.code in codes else None}) for m in paper.scenario.members
    )
    return replace(paper, scenario=paper.scenario.model_copy(update={"members": members}))


def test_a_budget_is_told_only_where_somebody_stated_it(make: Maker, official: Draft4Validator) -> None:
    paper = make(**CASES["two"])
    nobody = release_package(paper)["releases"][0]["planning"]["budget"]
    assert "amount" not in nobody
    assert "budgetBreakdown" not in nobody
    assert "Kota Surabaya" in nobody["description"]
    one = release_package(_stating(paper, "35.78"))
    budget = one["releases"][0]["planning"]["budget"]
    assert [b["id"] for b in budget["budgetBreakdown"]] == ["apbd-35.78"]
    assert "Kota Surabaya" not in budget["description"]
    assert one["extensions"]
    assert list(official.iter_errors(one)) == []
    told = release_package(_stating(paper, *paper.scenario.codes))["releases"][0]["planning"]["budget"]
    assert told["amount"]["amount"] == paper.simulation.alone_idr
    assert sum(b["amount"]["amount"] for b in told["budgetBreakdown"]) == paper.simulation.alone_idr
    assert "description" not in told
