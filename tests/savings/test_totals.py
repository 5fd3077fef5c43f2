"""Totals of very many sets: what is added up group by group equals what adding every set and draw would give."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jointproc.savings import assumptions, overlook, read_market, stars
from jointproc.savings.draws import Draws
from jointproc.savings.judging import better_of, judge
from jointproc.savings.market import Market
from jointproc.savings.totals import Clusters
from jointproc.savings.valuation import Sets, evaluate
from tests.savings.test_channels import EVERYONE


def _mixed(planted: pd.DataFrame) -> Market:
    """A market with listed goods, doubtful matches, shipping, and orders too small to be worth a partner."""
    good = planted["good_id"].str[1:].astype(int).to_numpy()
    frame = planted.assign(
        method=np.where(good % 3 == 0, "E-Purchasing", "Tender"),
        baseline_kind=np.where(good % 3 == 0, "listed_price", "paid"),
        confidence=np.where(good % 7 == 0, 0.9, 1.0),
        shipping_idr=np.where(good % 2 == 0, 0.1 * planted["amount_idr"], 0.0),
        fiscal_year=np.where((good == 5) & (planted["region_code"] == "35.78"), 2031, planted["fiscal_year"]),
    )
    return read_market(frame, assumptions().override({"coordination_fee_share": 0.03}))


def test_totals_equal_every_set_and_draw_added_up(planted: pd.DataFrame):
    market = _mixed(planted)
    sets = Sets.of(stars(market.cells, EVERYONE))
    found = judge(market, sets, totals=True)
    assert 0 < found.pools.sum() < len(sets)
    drawn = evaluate(market, sets.some(found.met), Draws.drawn(market.given))
    clusters = Clusters.of(market, sets.some(found.met), np.zeros(found.met.sum(), dtype=np.int64), 1000)
    counts = clusters.counts(slice(None)) * clusters.lift
    for name in ("quantity", "harmonisation", "delivery", "process"):
        assert found.totals[name] == pytest.approx((getattr(drawn, name) * counts).sum(axis=0), rel=1e-9), name
    best = (better_of(drawn, found.pools[found.met]) * counts).sum(axis=0)
    assert found.totals["best"] == pytest.approx(best, rel=1e-9)


def test_the_item_ceiling_holds_in_totals_too(planted: pd.DataFrame):
    market = read_market(planted.assign(method="E-Purchasing"), assumptions().override({"ceiling_item": 0.0005}))
    sets = Sets.of(stars(market.cells, EVERYONE))
    drawn = evaluate(market, sets, Draws.drawn(market.given))
    found = judge(market, sets, totals=True)
    assert not found.pools.any()
    counts = Clusters.of(market, sets, np.zeros(len(sets), dtype=np.int64), 1000)
    told = (np.maximum(drawn.alone, 0.0) * counts.counts(slice(None)) * counts.lift).sum(axis=0)
    assert found.totals["best"] == pytest.approx(told, rel=1e-9)


def test_a_market_without_sets_totals_nothing(planted: pd.DataFrame):
    market = read_market(planted, assumptions())
    assert judge(market, Sets.of([]), totals=True).totals["best"].tolist() == [0.0] * 1000
    assert overlook(market, []).saving_idr.p90 == 0.0
