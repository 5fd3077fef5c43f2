"""Families of 100,000 distinct real names against cutting the same names into words."""

from __future__ import annotations

import re

import pandas as pd

from benchmarks.measure import median_seconds, report
from jointproc import settings
from jointproc.goods import classify

REAL = "data/lpse_opentender/lpse_tenders_2007-2021_without_sumbar.parquet"
MANY = 100_000


def main() -> None:
    """Print the ratio; the aim is at most 3 s on one core."""
    path = settings.shared() / REAL
    if not path.exists():
        print(f"bench_families: not run, {path} is absent")
        return
    names = pd.read_parquet(path, columns=["nama_paket"])["nama_paket"].drop_duplicates().head(MANY)
    purchases = pd.DataFrame({"text": names, "catalogue": None, "spec": None, "account_code": None})
    words = re.compile("[a-z]+")
    report(
        f"families of {len(names)} names",
        median_seconds(lambda: classify(purchases), 3),
        "cut into words",
        median_seconds(lambda: [words.findall(name.lower()) for name in names], 3),
        limit=12.0,
    )


if __name__ == "__main__":
    main()
