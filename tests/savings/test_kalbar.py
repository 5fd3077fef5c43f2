"""The real e-Katalog file of Kalimantan Barat: the model must say that buying more lowers no price."""

from __future__ import annotations

import pandas as pd
import pytest

from jointproc.savings import assumptions, build, overlook, read_market, stars

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(scope="module")
def market(kalbar_lines: pd.DataFrame):
    return read_market(kalbar_lines, assumptions())


@pytest.fixture(scope="module")
def together(market):
    codes = sorted(market.cells["region_code"].unique())
    return stars(market.cells, {c: [o for o in codes if o != c] for c in codes})


def test_figures_of_the_file(market, together):
    found = overlook(market, together)
    assert (found.goods_n, found.shared_goods_n, found.regions_n) == (5897, 1140, 15)
    assert found.shared_amount_idr == pytest.approx(253.082e9, rel=1e-4)
    assert found.lowest_price_idr == pytest.approx(3.347e9, rel=1e-3)
    assert found.lowest_price_share == pytest.approx(0.013, abs=5e-4)
    assert found.price_differs_n == 242
    assert found.shipping_share == pytest.approx(0.034, abs=5e-4)
    assert found.regimes == {"listed": pytest.approx(found.amount_idr)}


def test_quantity_is_exactly_nothing_and_is_said(market, together):
    found = overlook(market, together)
    assert (found.quantity_idr.p10, found.quantity_idr.p50, found.quantity_idr.p90) == (0, 0, 0)
    assert found.needs_pooling_share == 0
    assert any("volume adalah nol" in str(s) for s in found.sentences)


def test_negative_control_claims_little_and_promises_nothing(market, together):
    found = overlook(market, together)
    assert found.saving_idr.p50 <= 0.02 * found.amount_idr
    assert found.saving_idr.p10 == 0


def test_no_opportunity_needs_a_partner(market, together):
    found = build(market, together, {})
    assert len(found) == 1140
    assert all(o.course in ("alone", "none") and o.regime == "listed" for o in found)
    assert sum(o.amount_idr for o in found) == pytest.approx(253.082e9, rel=1e-4)
