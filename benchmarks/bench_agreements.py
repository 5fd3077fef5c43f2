"""An agreement at the table: draws of eight members over five years, and Shapley values against one pass of values."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from benchmarks.measure import median_seconds, report
from jointproc.agreements import Scenario, Simulation, coalitions, coalitions_of, shapley, simulate_market
from jointproc.agreements.drawn import draw
from jointproc.agreements.term import over_years
from jointproc.agreements.worked import part_of
from jointproc.regions import regions
from jointproc.savings import Assumptions, Market, assumptions, read_market

GOODS_N, ROWS_N = 200, 60


def market_of(codes: list[str], given: Assumptions) -> Market:
    """Seeded purchases of so many regions, forty vendors, prices that fall with volume."""
    rng = np.random.default_rng(7)
    n = GOODS_N * ROWS_N
    good = np.repeat(np.arange(GOODS_N), ROWS_N)
    volume = np.round(np.exp(rng.normal(4, 1, n))) + 1
    price = np.exp(10 + good / 100 - 0.08 * np.log(volume) + rng.normal(0, 0.05, n))
    year = rng.integers(2024, 2026, n)
    lines = {
        "good_id": [f"g{g:03d}" for g in good],
        "good": [f"Barang {g}" for g in good],
        "family": "obat",
        "comparable": True,
        "region_code": np.array(codes)[rng.integers(0, len(codes), n)],
        "buyer": "Dinas Kesehatan",
        "stage": "contracted",
        "fiscal_year": year,
        "date": pd.to_datetime([f"{y}-06-01" for y in year]),
        "volume": volume,
        "price_idr": price,
        "amount_idr": volume * price,
        "shipping_idr": 0.0,
        "method": "Tender",
        "baseline_kind": "paid",
        "source_ref": [f"p{i}" for i in range(n)],
        "vendor": [f"V{v}" for v in rng.integers(0, 40, n)],
    }
    return read_market(pd.DataFrame(lines), given)


def scenario_of(codes: list[str], **changes: object) -> Scenario:
    told = {"title": "Uji", "members": [{"code": c} for c in codes], "term_years": 5, "families": ["obat"]}
    return Scenario.model_validate({**told, **changes})


def _years(part: Market, found: Simulation) -> None:
    """All draws of the members, laid over the years."""
    over_years(replace(found, drawn=draw(part, found.scenario.codes)))


def main() -> None:
    """Print seconds and ratios; the aims are 1 s for the draws and 10 passes for Shapley of fourteen."""
    codes = sorted(c for c in regions() if c.startswith("35.") and len(c) == 5)[:14]
    rng = np.random.default_rng(1)
    table = rng.random((2**14, GOODS_N))
    one_pass = median_seconds(lambda: np.expm1(table).sum(axis=1), 3)
    low = assumptions().override({"supplier_capacity_multiple": 0.5})
    for name, given, changes in (
        ("plain", assumptions(), {}),
        ("divided over suppliers", low, {"suppliers_min_n": 2, "supplier_capacity": True}),
    ):
        scenario = scenario_of(codes[:8], **changes)
        market = market_of(codes[:8], given)
        part, found = part_of(market, scenario), simulate_market(market, scenario, {})
        took = median_seconds(partial(_years, part, found), 3)
        report(f"1,000 draws × 8 members × 200 goods × 5 years, {name}", took, "aim", 1.0, limit=1.0)
        game = coalitions_of(part_of(market_of(codes, given), scenario_of(codes, **changes)), tuple(codes))
        member = coalitions(len(codes))
        values = game.values(member)
        told = f"2^14 coalitions × 200 goods, {name}"
        report(f"values of {told}", median_seconds(partial(game.values, member), 1), "one pass", one_pass)
        report(f"Shapley of {told}", median_seconds(partial(shapley, values), 3), "one pass", one_pass, limit=10.0)


if __name__ == "__main__":
    main()
