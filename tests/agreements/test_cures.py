"""What is offered as a cure does cure, says what money it moves, and figures laid over kept ones are the same."""

from __future__ import annotations

import json

import numpy as np
import pytest

from jointproc.agreements import Scenario, simulate_market
from jointproc.agreements.cures import cures
from jointproc.agreements.differences import changes
from jointproc.agreements.simulation import simulate_worked
from jointproc.agreements.stability import judged
from jointproc.agreements.worked import work
from jointproc.errors import InputError
from jointproc.savings import assumptions, read_market
from tests.agreements.test_simulation import CODES, scenario
from tests.savings.conftest import spot_lines

UNEQUAL = [{"code": c, "share": s} for c, s in zip(CODES, (1.0, 1.0, 0.05, 0.05), strict=True)]
# what leaving costs nothing: no fixed cost, so that whether a split holds hangs on who pays whom
CHEAP = {"coordination_fixed_idr": 0.0, "coordination_member_idr": 0.0}
DEAR = {"coordination_fixed_idr": 0.0, "coordination_member_idr": 4_000_000.0}


@pytest.fixture(scope="module")
def lines():
    return spot_lines()


def _market(lines, changed: dict[str, float]):
    return read_market(lines, assumptions().override(changed))


@pytest.mark.parametrize("changed", [CHEAP, DEAR], ids=["cheap", "dear"])
@pytest.mark.parametrize("split", ["equal", "spend"])
def test_every_cure_cures(lines, changed: dict[str, float], split: str):
    market = _market(lines, changed)
    given = scenario(split=split, members=UNEQUAL)
    worked = work(market, given)
    found = cures(worked, given, market)
    assert bool(found) or worked.judged[split].in_core or worked.judged["nucleolus"].support_idr > 0
    assert [one.cost_idr for one in found] == sorted(one.cost_idr for one in found)
    for one in found:
        after = one.applied(given)
        assert Scenario.from_toml(after.to_toml()) == after
        again = work(market, after)
        assert again.judged[after.split].in_core, one
        moved = float(np.maximum(again.given[after.split] - again.direct, 0).sum())
        assert one.moved_idr == pytest.approx(moved, abs=len(CODES))
        told = " ".join(str(sentence) for sentence in one.sentences({}))
        assert ("bantuan keuangan" in told) == (one.moved_idr > 1)


def test_there_is_something_to_cure(lines):
    """The cases above must not all be stable from the start."""
    kinds = set()
    for changed in (CHEAP, DEAR):
        market = _market(lines, changed)
        for split in ("equal", "spend"):
            given = scenario(split=split, members=UNEQUAL)
            kinds |= {one.kind for one in cures(work(market, given), given, market)}
    assert {"split", "payment"} & kinds


def test_a_missing_neighbour_is_offered_only_where_it_cures(lines):
    market = _market(lines, DEAR)
    given = scenario(members=[{"code": c} for c in CODES[:2]], split="equal")
    worked = work(market, given)
    for one in cures(worked, given, market, CODES[2:]):
        if one.kind == "add":
            assert work(market, one.applied(given)).judged[one.split].in_core


def test_agreed_payments_move_money_and_nothing_else(lines):
    market = _market(lines, CHEAP)
    plain = simulate_market(market, scenario(split="own"), {})
    paid = simulate_market(market, scenario(split="own", payments_idr={CODES[0]: -500, CODES[1]: 500}), {})
    assert paid.saving_idr == plain.saving_idr
    assert [b.saving_idr.p50 - a.saving_idr.p50 for a, b in zip(plain.members, paid.members, strict=True)] == [
        -500,
        500,
        0,
        0,
    ]
    assert [m.by_rule["equal"] for m in paid.members] == [m.by_rule["equal"] for m in plain.members]
    assert paid.transfers_idr["own"] == 500


@pytest.mark.parametrize(
    ("paid", "word"), [({"35.78": 5}, "sama besar"), ({"61.02": 5, "35.78": -5}, "bukan daerah peserta")]
)
def test_payments_that_do_not_balance_are_a_sentence(paid: dict[str, int], word: str):
    with pytest.raises(InputError, match=word):
        scenario(payments_idr=paid)


def test_terms_laid_over_kept_figures_are_those_of_simulate(lines):
    market = _market(lines, CHEAP)
    worked = work(market, scenario())
    held = list(worked.held())[-1]
    given = scenario(split="shapley", decision="weighted", term_years=3, model="D")
    whole = simulate_market(market, given, {}).to_json()
    assert json.dumps(simulate_worked(worked, given, {}, held).to_json()) == json.dumps(whole)


def test_an_uncounted_share_is_not_told_as_a_number(lines):
    worked = work(_market(lines, CHEAP), scenario())
    one = judged(worked.values, worked.given["nucleolus"], CODES)
    assert np.isnan(one.stable_share)
    assert "nan" not in " ".join(str(s) for s in one.sentences({})).lower()


def test_the_change_log_says_what_changed():
    before = scenario()
    assert changes(before, before) == ()
    after = scenario(
        members=[{"code": CODES[0], "share": 0.5, "budgeted": True}, *({"code": c} for c in CODES[1:3])],
        term_years=3,
        split="shapley",
        price_growth=0.05,
        assumptions={"award_failure": 0.2},
    )
    told = [str(one) for one in changes(before, after)]
    assert any("keluar" in one for one in told)
    assert any("1 → 3 tahun" in one for one in told)
    assert any("Belanja → Shapley" in one for one in told)
    assert any("5%" in one for one in told)
    assert "Asumsi diubah." in told
    assert sum("50%" in one for one in told) == 1
    assert len(told) == 7
