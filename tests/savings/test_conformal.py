"""Intervals of the quantity effect: learnt from goods held out where there are enough, else the reference width."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jointproc.savings import assumptions, build, build_families, overlook, read_market, stars
from jointproc.savings.conformal import missed, table
from jointproc.savings.draws import Draws, resampled
from jointproc.savings.market import Market
from jointproc.savings.quantity import Prior, shrink
from tests.savings.conftest import spot_lines
from tests.savings.test_channels import EVERYONE


@pytest.fixture(scope="module")
def market(planted: pd.DataFrame) -> Market:
    return read_market(planted, assumptions())


def test_ranks_stand_for_k_of_n_plus_one():
    ordered = np.arange(19.0)
    # the 2nd of 19 scores is the tenth percentile, the 18th the ninetieth
    found = missed(table(ordered), np.array([-9.0, -1.2815515655, 0.0, 1.2815515655, 9.0]))
    assert found == pytest.approx([0, 1, 9, 17, 18], abs=0.02)


def test_a_lean_toward_cheaper_orders_is_not_credited_and_one_toward_dearer_ones_is():
    ordered, middle = np.arange(-9.0, 10.0), np.array([0.0])
    assert missed(table(ordered - 5), middle) == pytest.approx(missed(table(ordered), middle))
    assert missed(table(ordered + 5), middle) == pytest.approx([5.0])


def test_new_goods_fall_into_the_interval_as_often_as_it_says(market: Market):
    rng = np.random.default_rng(11)
    scatter, slopes_n = 0.2, 400
    inside = []
    for _ in range(30):
        misses = np.sort(rng.standard_t(3, 60) * 0.1)
        low, high = missed(table(misses), np.array([-1.6448536, 1.6448536])) * scatter
        truth = rng.standard_t(3, slopes_n) * 0.1 * scatter
        inside.append(((truth >= low) & (truth <= high)).mean())
    assert 0.86 <= np.mean(inside) <= 0.94


def test_goods_held_out_make_the_width_and_the_reason_says_so(planted: pd.DataFrame, market: Market):
    assert len(market.missed["spot"]) == 40
    centre = market.goods["slope"].to_numpy()
    drawn = market.slope_draws(np.arange(40), Draws.drawn(market.given).common)
    # a planted slope without scatter between goods: the centre lies inside, and the lower end is never the bolder one
    assert (np.quantile(drawn, 0.1, axis=1) <= centre).all()
    error = market.goods["slope_se"].to_numpy()
    assert (np.quantile(drawn, 0.9, axis=1) >= np.minimum(centre + 1.1 * error, 0.0)).all()
    (one,) = build(market, [[0, 1]], {})
    assert any("40 barang di pasar yang sama disisihkan utuh" in str(s) for s in one.why)
    assert any("sisanya dari 40 barang sekelompok" in str(s) for s in one.why)

    few = read_market(planted[planted["good_id"] < "g012"], assumptions())
    assert few.missed == {}
    (one,) = build(few, [[0, 1]], {})
    assert any("lebar acuan" in str(s) and "baru 12 barang" in str(s) for s in one.why)


def test_a_shuffled_market_keeps_the_least_of_volume_at_zero():
    shuffled = read_market(spot_lines(slope=0.0), assumptions())
    found = build(shuffled, stars(shuffled.cells, EVERYONE), {})
    assert sum(o.channels["quantity"].p10 for o in found) <= 0.001 * sum(o.amount_idr for o in found)


def test_slopes_lean_on_their_family_before_their_market():
    rng = np.random.default_rng(1)
    family = np.repeat([0, 1, 2, 3], 12).astype(np.int64)
    truth = np.array([-0.02, -0.05, -0.10, -0.14])[family]
    own = truth + rng.normal(0, 0.01, 48)
    own[[0, 12, 24, 36]] = np.nan
    found = shrink(own, np.full(48, 0.01), family, Prior(-0.06, 0.04), -0.25)
    assert found.slope[[0, 12, 24, 36]] == pytest.approx([-0.02, -0.05, -0.10, -0.14], abs=0.012)
    assert set(found.level) == {"family"}
    assert found.trust[0] == 0
    alone = shrink(np.full(2, np.nan), np.full(2, np.nan), np.zeros(2, np.int64), Prior(-0.06, 0.04), -0.25)
    assert alone.slope.tolist() == [-0.06, -0.06]
    assert (set(alone.level), alone.of_n.tolist()) == ({"reference"}, [0, 0])
    held = shrink(own, np.full(48, 0.01), family, Prior(-0.06, 0.04), -0.25, learn=family > 3)
    assert (held.level == "reference").all(), "what may not be learnt from teaches nothing"


def test_totals_draw_whole_goods_with_replacement(market: Market):
    assert resampled().mean() == pytest.approx(1.0, abs=0.01)
    assert np.var(resampled()) == pytest.approx(1.0, abs=0.02)
    sets = stars(market.cells, EVERYONE)
    (one,) = build_families(market, [("obat", sets[:1])], {}, {})
    (same,) = build(market, sets[:1], {})
    assert one.saving_idr.p10 == pytest.approx(min(same.saving_idr.p10, 0.15 * same.amount_idr))
    (many,) = build_families(market, [("obat", sets)], {}, {})
    assert many.saving_idr.p10 <= many.saving_idr.p50 <= many.saving_idr.p90
    assert any("bootstrap per barang" in str(s) for s in many.why)
    seen = overlook(market, sets)
    assert seen.saving_idr.p10 <= seen.saving_idr.p50
