"""Every rule is evaluated, nothing unverified blocks, and what the data do not show is asked."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointproc import settings
from jointproc.agreements import simulate_market
from jointproc.agreements.compliance import comply, lots
from jointproc.agreements.compliance_checks import CHECKS
from jointproc.agreements.legal import legal, legal_settings, rules
from jointproc.errors import InputError
from jointproc.savings import assumptions, read_market
from tests.agreements.test_simulation import CODES, scenario
from tests.savings.conftest import spot_lines

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def market():
    return read_market(spot_lines().assign(fiscal_year=2025), assumptions())


@pytest.fixture(scope="module")
def large():
    lines = spot_lines().assign(fiscal_year=2025)
    lines["price_idr"] *= 5
    lines["amount_idr"] *= 5
    return read_market(lines, assumptions())


def told(market, **changes: object):
    return comply(simulate_market(market, scenario(**changes), {}), TODAY)


def of(found, rule: str):
    return [f for f in found.findings if f.id == rule]


def test_every_rule_is_evaluated_and_ours_are_those_of_the_file(market):
    assert set(CHECKS) == set(rules())
    found = told(market)
    assert {f.id for f in found.findings} == set(rules())
    for f in found.findings:
        assert f.basis.startswith(rules()[f.id].basis)
        assert str(f.message).endswith(".")
        assert f.region in ("", *CODES)
        if f.verdict == "blocked":
            assert f.cure is not None
    order = ["blocked", "attention", "pass"]
    weights = [order.index(f.verdict) for f in found.findings]
    assert all(a <= b for a, b in pairwise(weights))
    json.dumps(found.to_json("en"))


def test_what_was_not_verified_never_blocks_and_says_so(market):
    for f in told(market).findings:
        if f.status != "V":
            assert f.verdict != "blocked"
            assert "belum diverifikasi" in f.basis


def test_the_council_is_asked_only_where_money_is_missing(market):
    members = [
        {"code": CODES[0], "budgeted": True},
        {"code": CODES[1], "budgeted": False},
        {"code": CODES[2], "budgeted": False, "council_approved": True},
        {"code": CODES[3]},
    ]
    found = told(market, members=members)
    verdicts = {f.region: (f.verdict, f.asked) for f in of(found, "KSDD-04")}
    assert verdicts == {
        CODES[0]: ("pass", False),
        CODES[1]: ("blocked", False),
        CODES[2]: ("pass", False),
        CODES[3]: ("attention", True),
    }
    assert found.verdict == "blocked"


@pytest.mark.parametrize(
    ("codes", "who"), [(("35.78", "35.15"), "gubernur"), (("35.78", "33.74"), "Menteri"), (("35", "35.15"), "Menteri")]
)
def test_who_settles_disputes(market, codes: tuple[str, str], who: str):
    found = told(market, members=[{"code": c} for c in (*codes, "35.25")])
    assert who in str(of(found, "KSDD-06")[0].message)
    assert who in str(of(found, "KSDD-08")[0].message)


def test_joining_without_a_gain_is_blocked_unless_orders_stay_apart():
    listed = read_market(spot_lines(method="E-Purchasing"), assumptions())
    assert of(told(listed), "PBJ-01")[0].verdict == "blocked"
    assert of(told(listed, model="D"), "PBJ-01")[0].verdict == "pass"


def test_lots_cure_a_package_too_large_for_small_firms(large):
    limit = legal("small_firm_package", TODAY).value
    found = told(large)
    assert of(found, "PBJ-03")[0].verdict == "blocked"
    divided = found.lots["obat"]
    spent = {m.code: m.alone_idr for m in simulate_market(large, scenario(), {}).members}
    assert sorted(c for lot in divided for c in lot) == sorted(CODES)
    assert all(sum(spent[c] for c in lot) <= limit for lot in divided)
    assert all(f.verdict == "attention" for f in of(found, "PBJ-05"))
    cured = told(large, lots=True)
    assert of(cured, "PBJ-03")[0].verdict == "pass"
    assert all(f.verdict == "pass" for f in of(cured, "PBJ-05"))


@given(
    st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.floats(1, 20e9), max_size=12), st.floats(5e9, 15e9)
)
def test_lots_hold_everyone_once_and_stay_below_the_limit(amounts, limit):
    found = lots(amounts, limit)
    assert sorted(c for lot in found for c in lot) == sorted(amounts)
    assert all(len(lot) == 1 or sum(amounts[c] for c in lot) <= limit for lot in found)


def test_money_that_moves_is_told_to_the_one_who_pays(market):
    found = told(market, split="equal")
    result = simulate_market(market, scenario(split="equal"), {})
    payers = {m.code for m in result.members if m.direct_idr > m.by_rule["equal"]}
    assert {f.region for f in of(found, "KSDD-09")} <= payers
    assert of(told(market, split="own"), "KSDD-09")[0].verdict == "pass"


def test_settings_are_dated_and_sourced():
    assert legal("small_firm_package", date(2020, 6, 1)).value == 2.5e9
    assert legal("small_firm_package", TODAY).value == 15e9
    assert legal("small_firm_package", date(1990, 1, 1)).value == 2.5e9
    for dated in legal_settings().values():
        for one in dated:
            assert one.source
            assert one.unit
            assert one.status in ("V", "M")
    with pytest.raises(InputError):
        legal("nothing", TODAY)


def test_the_rules_are_those_of_the_shared_file():
    import os
    from pathlib import Path

    shared = Path(os.environ.get("JOINTPROC_SHARED", "")) / "law" / "data" / "rules.json"
    if not os.environ.get("JOINTPROC_SHARED") or not shared.is_file():
        pytest.skip("the shared law files are not on this machine")
    assert json.loads(shared.read_text("utf-8")) == json.loads((settings.REFERENCE / "rules.json").read_text("utf-8"))
