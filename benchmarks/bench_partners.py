"""Partner search over the 38 regions of the sample: exact partition and greedy, against valuing all pairs."""

from __future__ import annotations

import tempfile
from itertools import combinations
from pathlib import Path

from benchmarks.measure import median_seconds, report
from jointproc.agreements import Limits, best_partition
from jointproc.agreements.candidates import membership
from jointproc.agreements.greedy import greedy_partition
from jointproc.agreements.partner_ground import goods_wanted, ground
from jointproc.pipeline import ensure_sample
from jointproc.savings import market_of
from jointproc.warehouse import Scope, close_warehouses, warehouse

LIMITS = Limits(size=5, seconds=10.0)


def main() -> None:
    """Print ratios; the aims are at most 10 s to a gap of 1 %, and 50 ms for greedy."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        ensure_sample(home)
        market = market_of(warehouse(home), Scope())
        codes = sorted(market.cells["region_code"].unique())
        for name, families in (("stationery", ["atk"]), ("medicines", ["obat"]), ("everything suitable", [])):
            wanted = goods_wanted(market, [], families, LIMITS.suitability)
            table = ground(market, codes, wanted, LIMITS, None)
            pairs = membership(list(combinations(range(len(table.codes)), 2)), len(table.codes))
            valued = median_seconds(lambda table=table, pairs=pairs: table.game.values(pairs), 5)
            found = best_partition(market, codes, families=families, limits=LIMITS)
            exact = median_seconds(
                lambda families=families: best_partition(market, codes, families=families, limits=LIMITS), 1
            )
            fast = median_seconds(lambda table=table: greedy_partition(table.game, table.near, LIMITS.size), 5)
            told = f"{name}, {len(codes)} regions, {found.candidates_n} sets"
            report(f"partition, {told}, gap {found.gap:.2%}", exact, "values of all pairs", valued)
            report(f"greedy, {told}", fast, "values of all pairs", valued, limit=10.0)
        close_warehouses()


if __name__ == "__main__":
    main()
