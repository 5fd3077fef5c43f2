"""Each channel by hand, and the rules that join them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given as provided
from hypothesis import strategies as st

from jointproc.savings import CHANNELS, assumptions, build, read_market, stars
from jointproc.savings.delivery import merge_share
from jointproc.savings.harmonisation import gap_share, quartiles
from jointproc.savings.process import selection_share
from jointproc.savings.quantity import fit, pool, saved_share
from jointproc.savings.regime import kind_of
from jointproc.savings.valuation import ratios
from tests.savings.conftest import spot_lines

EVERYONE = {
    c: {o for o in ("35.78", "35.15", "35.25", "35.24", "35.79", "35.73") if o != c}
    for c in ("35.78", "35.15", "35.25", "35.24", "35.79", "35.73")
}


def test_doubling_volume_at_minus_six_hundredths_saves_about_four_per_cent():
    assert saved_share(np.array([-0.06]), np.array([2.0]))[0] == pytest.approx(0.0407, abs=1e-4)


def test_two_equal_orders_to_one_address_save_ten_and_a_half_per_cent_of_shipping():
    assert merge_share(np.array([2.0]), 0.84)[0] == pytest.approx(0.105, abs=5e-4)
    assert merge_share(np.array([1.0, 0.0]), 0.84).tolist() == [0.0, 0.0]


def test_no_credit_beyond_four_times_own_volume_or_the_largest_order():
    found = ratios(np.array([10.0, 10.0, 10.0, 0.0]), np.array([100.0, 30, 30, 30]), np.array([1e9, 1e9, 20, 20]), 4.0)
    assert found.tolist() == [4.0, 3.0, 2.0, 1.0]


def test_best_quartile_is_numpy_s_and_never_the_minimum():
    price = np.log(np.array([100.0, 110, 120, 200, 50]))
    best, count = quartiles(np.array([0, 0, 0, 0, 1]), price)
    assert best[0] == pytest.approx(np.quantile(price[:4], 0.25))
    assert count.tolist() == [4, 4, 4, 4, 1]
    share = gap_share(price, best, count, 10.0, 0.30)
    assert share[[0, 4]].tolist() == [0, 0], "whoever is at or below the quartile is asked for nothing"
    assert share.max() <= 0.30


def test_one_selection_is_paid_once_by_the_lines_selected_together():
    assert selection_share(np.array([0, 0, 1])).tolist() == [0.5, 0.5, 1.0]


@pytest.mark.parametrize(
    ("method", "baseline", "stage", "kind"),
    [
        ("E-Purchasing", None, "contracted", "catalogue"),
        ("Pengadaan Langsung", None, "contracted", "direct"),
        ("Tender Cepat", None, "contracted", "tender"),
        ("Kontrak Payung", None, "delivered", "framework"),
        ("Pengadaan Darurat", None, "contracted", "emergency"),
        (None, "listed_price", "contracted", "catalogue"),
        (None, None, "price_list", "catalogue"),
        (None, None, "contracted", "unknown"),
    ],
)
def test_kind_of_line(method: str | None, baseline: str | None, stage: str, kind: str):
    assert kind_of(method, baseline, stage) == kind


def test_planted_slope_is_found_again_within_two_standard_errors(planted: pd.DataFrame):
    market = read_market(planted, assumptions())
    assert set(market.goods["regime"]) == {"spot"}
    centre = market.goods["slope"].mean()
    error = market.goods["own_slope"].std() / np.sqrt(len(market.goods))
    assert abs(centre - -0.08) < 2 * error + 0.002


def test_quantities_shuffled_within_the_good_earn_nothing():
    frame = spot_lines(slope=0.0)
    market = read_market(frame, assumptions())
    assert market.goods["slope"].mean() == pytest.approx(0, abs=0.004)


def test_catalogue_lines_earn_no_quantity_effect_however_prices_move():
    market = read_market(spot_lines(method="E-Purchasing"), assumptions())
    assert set(market.goods["regime"]) == {"listed"}
    found = build(market, stars(market.cells, EVERYONE), {})
    assert found
    assert all(o.channels["quantity"].p90 == 0 and o.channels["process"].p90 == 0 for o in found)
    assert all(o.saving_idr.p10 == 0 for o in found), "a channel that may be zero keeps the least at zero"


def test_price_channels_are_joined_by_the_larger_never_by_the_sum(planted: pd.DataFrame):
    market = read_market(planted, assumptions())
    for o in build(market, stars(market.cells, EVERYONE), {}):
        price = o.steps["quantity"] + o.steps["harmonisation"]
        q, h = o.channels["quantity"].p50, o.channels["harmonisation"].p50
        assert max(q, h) - 1 <= price <= q + h
        assert sum(o.steps.values()) == pytest.approx(o.saving_idr.p50, abs=1)


def test_bands_are_ordered_and_repeat_to_the_rupiah(planted: pd.DataFrame):
    market = read_market(planted, assumptions())
    sets = stars(market.cells, EVERYONE)
    first, again = build(market, sets, {}), build(read_market(planted, assumptions()), sets, {})
    assert [o.to_json() for o in first] == [o.to_json() for o in again]
    for o in first:
        for band in (*o.channels.values(), o.saving_idr, o.pooling_gain_idr):
            assert band.p10 <= band.p50 <= band.p90
        assert set(o.channels) == set(CHANNELS)


def test_an_opportunity_keeps_its_figures_whatever_else_is_shown(planted: pd.DataFrame):
    market = read_market(planted, assumptions())
    sets = stars(market.cells, EVERYONE)
    assert build(market, sets[5:6], {})[0].saving_idr == build(market, sets, {})[5].saving_idr


def test_too_little_evidence_claims_nothing_and_says_what_is_missing(lines):
    frame = lines({}, {"region_code": "35.15", "price_idr": 1500.0})
    (found,) = build(read_market(frame, assumptions()), [[0, 1]], {})
    assert found.evidence == "D"
    assert found.saving_idr.p90 == 0
    assert all(b.p90 == 0 for b in found.channels.values())
    assert "Belum cukup bukti" in str(found.why[0])
    assert "3 pembeli" in str(found.why[0])
    assert not found.headline


def test_budgets_alone_follow_the_closed_form_and_carry_no_headline(lines):
    plan = {"stage": "planned", "volume": np.nan, "price_idr": np.nan, "amount_idr": 1e9, "method": "Tender"}
    frame = lines(plan, {**plan, "region_code": "35.15"})
    (found,) = build(read_market(frame, assumptions()), [[0, 1]], {})
    assert found.evidence == "C"
    assert not found.headline
    assert found.baseline == "budget"
    assert found.channels["quantity"].p50 / 2e9 == pytest.approx(1 - 2**-0.06, rel=1e-6)


def test_services_have_no_price_effect(planted: pd.DataFrame):
    market = read_market(planted.assign(family="jasa_lokal"), assumptions(), frozenset({"jasa_lokal"}))
    found = build(market, stars(market.cells, EVERYONE), {})
    assert found
    assert all(o.evidence == "D" and o.saving_idr.p90 == 0 for o in found)
    assert {o.regime for o in found} == {"services"}
    assert "tenaga" in str(found[0].why[1])
    # even where a person calls the family suitable, labour and place are not pooled
    suited = read_market(planted.assign(family="jasa_lokal"), assumptions())
    assert all(
        o.channels["quantity"].p90 == o.channels["harmonisation"].p90 == 0
        for o in build(suited, stars(suited.cells, EVERYONE), {})
    )


@pytest.mark.parametrize(
    "row",
    [
        {"price_idr": 0.0},
        {"volume": -5.0, "amount_idr": -5000.0},
        {"price_idr": np.nan, "volume": np.nan, "amount_idr": 0.0},
        {"price_idr": 1e12, "amount_idr": 1e14},
    ],
)
def test_lines_that_make_no_sense_make_no_number(lines, row):
    frame = lines(*({"region_code": r} for r in ("35.78", "35.15", "35.25", "35.24", "35.79", "35.73")), row)
    market = read_market(frame, assumptions())
    found = build(market, stars(market.cells, EVERYONE), {})
    assert all(np.isfinite(o.saving_idr.p90) and o.saving_idr.p90 >= 0 for o in found)


def test_an_empty_scope_is_an_empty_market(lines):
    market = read_market(lines({}).iloc[:0], assumptions())
    assert len(market.goods) == 0
    assert stars(market.cells, {}) == []
    assert build(market, [], {}) == []


def test_stars_share_no_region_of_the_same_good(planted: pd.DataFrame):
    market = read_market(planted, assumptions())
    near = {"35.78": {"35.15", "35.25"}, "35.15": {"35.78"}, "35.25": {"35.78"}, "35.24": {"35.79"}, "35.79": {"35.24"}}
    seen: set[tuple[int, str]] = set()
    for rows in stars(market.cells, near):
        assert len(rows) > 1
        for row in rows:
            key = (int(market.cells.at[row, "good"]), str(market.cells.at[row, "region_code"]))
            assert key not in seen
            seen.add(key)


@provided(
    st.lists(st.floats(-0.5, 0.2), min_size=3, max_size=30),
    st.floats(-0.2, 0),
    st.floats(0.001, 0.2),
)
def test_shrunk_slopes_stay_between_the_bounds(own: list[float], prior: float, sd: float):
    found = pool(np.array(own), np.full(len(own), 0.05), prior, sd, -0.25)
    assert (found.slope <= 0).all()
    assert (found.slope >= -0.25).all()
    assert (found.se >= 0).all()


def test_slope_is_the_least_squares_line_within_item_and_period():
    rng = np.random.default_rng(3)
    x = rng.normal(size=50)
    period = np.repeat([0, 1], 25)
    y = 2 * period - 0.1 * x + rng.normal(0, 0.01, 50)
    slope, error = fit(np.zeros(50, dtype=np.int64), period.astype(np.int64), x, y, 1)
    design = np.column_stack([x, period == 0, period == 1]).astype(float)
    assert slope[0] == pytest.approx(np.linalg.lstsq(design, y, rcond=None)[0][0], abs=1e-10)
    assert 0 < error[0] < 0.01
