"""Readiness, decisions of people on the market, division bias, matching confidence, periods that do not meet."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from jointproc.errors import InputError
from jointproc.savings import (
    BASELINES,
    ZERO,
    assumptions,
    baseline_sentence,
    build,
    market_of,
    opportunities,
    overlook,
    ranked,
    read_market,
    read_price_index,
    replace_price_index,
    standing,
    stars,
)
from jointproc.warehouse import Scope, Warehouse, warehouse
from jointproc.workspace import decide_regime, regime_decisions, regime_history, take_back_regime, workspace
from tests.factory import keep
from tests.savings.conftest import spot_lines
from tests.savings.test_channels import EVERYONE


def _budget(region: str, amount: float, **more: object) -> dict[str, object]:
    return {
        "region_code": region, "stage": "planned", "volume": np.nan, "price_idr": np.nan, "amount_idr": amount,
        "method": "Tender", "confidence": 1.0, **more,
    }  # fmt: skip


@pytest.mark.parametrize(("slope", "told"), [(-0.02, 0.032), (-0.06, 0.092), (-0.11, 0.162)])
def test_five_equal_budgets_save_what_the_closed_form_says(lines, slope: float, told: float):
    codes = ("35.78", "35.15", "35.25", "35.24", "35.79")
    given = assumptions().override({"slope_spot": slope, "volume_cap": 99.0})
    market = read_market(lines(*(_budget(c, 1e9) for c in codes)), given)
    (found,) = build(market, [[0, 1, 2, 3, 4]], {})
    assert found.channels["quantity"].p50 / 5e9 == pytest.approx(1 - 5**slope, abs=1e-6)
    assert 1 - 5**slope == pytest.approx(told, abs=5e-4)
    assert (found.evidence, found.headline) == ("C", False)


def test_unequal_budgets_follow_the_closed_form_and_the_cap(lines):
    budgets, beta = np.array([1e9, 4e9, 2e9]), -0.06
    given = assumptions().override({"slope_spot": beta, "volume_cap": 1000.0})
    frame = lines(*(_budget(c, a) for c, a in zip(("35.15", "35.24", "35.25"), budgets, strict=True)))
    (free,) = build(read_market(frame, given), [[0, 1, 2]], {})
    closed = 1 - (budgets ** (1 / (1 + beta))).sum() ** (1 + beta) / budgets.sum()
    assert free.channels["quantity"].p50 / budgets.sum() == pytest.approx(closed, rel=1e-6)
    capped = build(read_market(frame, assumptions().override({"slope_spot": beta})), [[0, 1, 2]], {})[0]
    assert capped.channels["quantity"].p50 < free.channels["quantity"].p50


def test_matching_confidence_multiplies_a_budget(lines):
    def quantity(confidence: float) -> float:
        frame = lines(_budget("35.78", 1e9, confidence=confidence), _budget("35.15", 1e9, confidence=confidence))
        return build(read_market(frame, assumptions()), [[0, 1]], {})[0].channels["quantity"].p50

    assert quantity(0.8) == pytest.approx(0.8 * quantity(1.0))


def test_a_match_that_may_be_wrong_keeps_the_least_at_zero(planted: pd.DataFrame):
    sure = build(read_market(planted, assumptions()), [[0, 1]], {})[0]
    unsure = build(read_market(planted.assign(confidence=0.85), assumptions()), [[0, 1]], {})[0]
    assert sure.channels["harmonisation"].p10 >= 0
    assert unsure.channels["quantity"].p10 == 0
    assert 0 < unsure.channels["quantity"].p50 < sure.channels["quantity"].p50
    poor = build(read_market(planted.assign(confidence=0.4), assumptions()), [[0, 1]], {})[0]
    assert (poor.evidence, poor.saving_idr.p90) == ("D", 0)
    assert "keyakinan" in str(poor.why[0])


def test_prices_computed_from_amounts_never_make_a_slope(planted: pd.DataFrame):
    # the noise of the quantity goes into the price the other way: a slope out of nothing
    rng = np.random.default_rng(5)
    noise = np.exp(rng.normal(0, 0.5, len(planted)))
    flat = spot_lines(slope=0.0)
    biased = flat.assign(volume=flat["volume"] * noise, price_idr=flat["price_idr"] / noise)
    believed = read_market(biased.assign(price_derived=False), assumptions())
    flagged = read_market(biased.assign(price_derived=True), assumptions())
    assert believed.goods["slope"].mean() < -0.09
    assert flagged.goods["slope"].mean() == pytest.approx(assumptions().value("slope_spot"))
    assert flagged.goods["own_slope"].isna().all()
    told = build(flagged, [[0, 1]], {})[0].why
    assert any("dihitung dari nilai dibagi jumlah" in str(s) for s in told)


def test_regions_that_never_bought_in_the_same_year_get_a_reason_and_no_number(planted: pd.DataFrame):
    frame = planted.copy()
    late = frame["region_code"] == "35.15"
    frame["fiscal_year"] = np.where(late, 2025, 2024)
    frame["date"] = pd.to_datetime(frame["fiscal_year"].astype(str) + "-06-01")
    market = read_market(frame[frame["region_code"].isin(["35.78", "35.15"])], assumptions())
    sets = stars(market.cells, EVERYONE)
    for one in build(market, sets, {}):
        assert one.evidence == "D"
        assert one.saving_idr.p90 == 0
        assert "tahun anggaran yang sama" in str(one.why[0])
        assert one.readiness is not None
        assert one.readiness.score == 0
    assert overlook(market, sets).saving_idr.p90 == 0


@pytest.mark.parametrize(
    "rows",
    [
        [{}],
        [{}, {}],
        [{"region_code": r, "buyer": "satu"} for r in ("35.78", "35.15")],
    ],
)
def test_one_line_or_one_buyer_makes_no_number(lines, rows):
    market = read_market(lines(*rows), assumptions())
    for one in build(market, stars(market.cells, EVERYONE), {}):
        assert one.evidence == "D"
        assert one.saving_idr.p90 == 0


def test_all_prices_equal_claims_nothing_from_prices(planted: pd.DataFrame):
    frame = planted.assign(price_idr=100.0, amount_idr=planted["volume"] * 100.0)
    market = read_market(frame, assumptions())
    assert set(market.goods["regime"]) == {"listed"}
    for one in build(market, stars(market.cells, EVERYONE), {}):
        assert one.channels["quantity"].p90 == one.channels["harmonisation"].p90 == 0


def test_readiness_says_why_and_one_zero_keeps_all_at_zero(planted: pd.DataFrame):
    market = read_market(planted.assign(family="obat"), assumptions())
    (one, *_rest) = build(market, stars(market.cells, EVERYONE), {})
    assert one.readiness is not None
    assert {p.name for p in one.readiness.parts} == {"period", "specification", "suitability", "regime"}
    assert one.readiness.score == pytest.approx(1.0)
    apart = planted.assign(family="obat")
    apart["date"] = pd.to_datetime(np.where(apart["region_code"] == "35.15", "2025-02-01", "2025-09-01"))
    again = build(read_market(apart, assumptions()), [[0, 1]], {})[0]
    assert again.readiness is not None
    assert again.readiness.weakest.name == "period"
    assert again.readiness.score < one.readiness.score


def test_ranking_by_readiness_puts_what_has_no_number_last(planted: pd.DataFrame):
    market = read_market(planted.assign(family="obat"), assumptions())
    found = build(market, stars(market.cells, EVERYONE), {})
    for by in ("saving", "readiness"):
        assert {o.opportunity_id for o in ranked(found, by)} == {o.opportunity_id for o in found}
    least = [o.saving_idr.p10 for o in ranked(found)]
    assert least == sorted(least, reverse=True)


def test_changed_late_assumptions_need_no_second_reading_and_change_nothing_else(planted: pd.DataFrame):
    changed = assumptions().override({"process_tender_idr": 5e6, "coordination_fee_share": 0.05, "volume_cap": 2.0})
    quick = read_market(planted, assumptions()).under(changed)
    assert quick is not None
    sets = stars(quick.cells, EVERYONE)
    slow = build(read_market(planted, changed), sets, {})
    assert [o.to_json() for o in build(quick, sets, {})] == [o.to_json() for o in slow]
    assert read_market(planted, assumptions()).under(assumptions().override({"evidence_buyers": 9})) is None


def test_inflation_is_switchable_and_moves_no_money(planted: pd.DataFrame):
    index = read_price_index(b"period,index\n2024,100\n2025,200\n")
    as_paid = read_market(planted, assumptions())
    aligned = read_market(planted, assumptions(), index=index)
    off = read_market(planted, assumptions().override({"price_alignment": 0}), index=index)
    assert off.lowest_idr == as_paid.lowest_idr
    assert aligned.lowest_idr != as_paid.lowest_idr
    assert aligned.goods["amount_idr"].tolist() == as_paid.goods["amount_idr"].tolist()
    assert aligned.cells["harmonisation_idr"].sum() == pytest.approx(as_paid.cells["harmonisation_idr"].sum(), rel=1e-9)


def test_a_saving_against_hps_or_pagu_is_never_called_one_against_the_market():
    for baseline in BASELINES:
        told = str(baseline_sentence(baseline))
        assert told.startswith("Dasar pembanding")
        assert ("bukan penghematan terhadap pasar" in told) == (baseline in ("hps", "budget"))


def test_a_person_decides_the_market_with_a_reason_and_may_take_it_back(home: Path):
    wh: Warehouse = warehouse(home)
    rows = [
        {
            "region_code": region, "buyer": f"Dinas {n}", "quantity": str(100 * (n + 1)),
            "base_quantity": str(100 * (n + 1)), "unit_price_idr": f"{1000 + 40 * n + extra}.00",
            "amount_idr": f"{(1000 + 40 * n + extra) * 100 * (n + 1)}.00", "method": "E-Purchasing",
            "source_ref": f"E{region}{n}",
        }
        for region, extra in (("35.78", 0), ("35.15", 150))
        for n in range(5)
    ]  # fmt: skip
    keep(wh, "satu", *rows)
    (before,) = opportunities(wh)
    assert before.regime == "listed"
    assert before.channels["quantity"].p90 == 0
    ws = workspace()
    with pytest.raises(InputError, match="alasannya"):
        decide_regime(ws, before.good_id, "spot", "  ")
    with pytest.raises(InputError, match="tidak dikenal"):
        decide_regime(ws, before.good_id, "pasar", "x")
    name = standing(wh)
    decide_regime(ws, before.good_id, "spot", "Harga dinegosiasikan per paket", by="Ani", good_text=before.good)
    assert standing(wh) != name
    (after,) = opportunities(wh)
    assert after.regime == "spot"
    assert after.channels["quantity"].p90 > 0
    assert any("ditetapkan Ani" in str(s) and "dinegosiasikan" in str(s) for s in after.why)
    assert market_of(wh, Scope()).said[before.good_id].said_by == "Ani"
    take_back_regime(ws, before.good_id, by="Budi")
    assert opportunities(wh)[0].regime == "listed"
    assert regime_decisions(ws) == {}
    assert [one.regime for one in regime_history(ws, before.good_id)] == ["spot", ""], "nothing is overwritten"
    with pytest.raises(InputError):
        take_back_regime(ws, before.good_id)
    assert {e.what for e in ws.audit(before.good_id)} == {"decide_regime"}


def test_a_table_of_the_user_s_is_used_at_once(home: Path):
    wh = warehouse(home)
    before = standing(wh)
    replace_price_index(b"period,index\n2024,100\n2025,103\n", home)
    assert standing(wh) != before
    with pytest.raises(InputError):
        replace_price_index(b"x", home)
    assert (home / "price_index.csv").read_bytes().startswith(b"period"), "a wrong table changes nothing"


@pytest.mark.parametrize("factor", [1_000.0, 15_000.0])
def test_a_currency_change_between_years_makes_no_number_and_says_why(planted: pd.DataFrame, factor: float):
    late = planted["fiscal_year"] == 2025
    changed = planted.assign(price_idr=planted["price_idr"].where(~late, planted["price_idr"] * factor))
    for one in build(read_market(changed, assumptions()), [[0, 1], [6, 7]], {}):
        assert one.evidence == "D"
        assert one.saving_idr == ZERO
        assert "mata uang" in str(one.why[0])


def test_a_few_prices_a_million_times_off_change_nothing_much(planted: pd.DataFrame):
    odd = planted.copy()
    odd.loc[[3, 50], "price_idr"] *= 1e6
    before, after = (build(read_market(f, assumptions()), [[0, 1, 2]], {})[0] for f in (planted, odd))
    assert after.evidence == before.evidence
    assert after.saving_idr.p50 <= 1.3 * before.saving_idr.p50


def test_scores_of_many_are_those_told_one_by_one(planted: pd.DataFrame):
    market = read_market(planted.assign(family="obat"), assumptions())
    for one in build(market, [[0, 1, 2], [6, 7], [12, 13, 14, 15]], {}):
        assert one.ready == pytest.approx(one.readiness.score)
