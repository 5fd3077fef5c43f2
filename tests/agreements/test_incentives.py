"""Payments from outside are just enough, and stay apart from net savings."""

from __future__ import annotations

from datetime import date

from jointproc.agreements import simulate_market
from jointproc.agreements.incentives import incentives
from jointproc.agreements.report import report
from jointproc.savings import assumptions, read_market
from tests.agreements.test_simulation import CODES, scenario
from tests.savings.conftest import spot_lines

TODAY = date(2026, 11, 24)


def test_the_least_payment_is_just_enough():
    listed = simulate_market(read_market(spot_lines(method="E-Purchasing"), assumptions()), scenario(), {})
    found = incentives(listed, TODAY)
    for m in listed.members:
        assert m.code in listed.worse_off
        assert m.saving_idr.p50 + found.least_idr[m.code] >= m.without_agreement_idr
        assert m.saving_idr.p50 + found.least_idr[m.code] - 1 <= m.without_agreement_idr
        assert found.least_90_idr[m.code] >= found.least_idr[m.code]


def test_it_is_never_added_to_savings():
    market = read_market(spot_lines(), assumptions())
    plain = report(simulate_market(market, scenario(), {}), TODAY)
    helped = report(simulate_market(market, scenario(support_share=0.5), {}), TODAY)
    assert helped["total"] == plain["total"]
    assert helped["incentives"]["support"]["paid_idr"].keys() == set(CODES)
    assert {"cash", "npv", "break_even_year", "exits", "compliance", "timeline", "incentives"} <= set(plain)
