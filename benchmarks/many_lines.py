"""A warehouse of very many purchases, made of seeded numbers: 2,000 goods bought by the regions of Java."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from jointproc import regions
from jointproc.warehouse import Piece, Warehouse

__all__ = ["stocked"]

GOODS_N = 2_000
_PIECE_ROWS = 500_000
_METHODS = np.array(["E-Purchasing", "Kontrak payung", "Tender", "Pengadaan Langsung"])
_PRICES = np.array(["listed_price", "framework", "paid", "paid"])
_FAMILIES = ("obat", "atk", "bahan_bangunan", "komputer")


def _goods() -> pd.DataFrame:
    number = range(GOODS_N)
    return pd.DataFrame(
        {
            "good_id": [f"g{n:06d}" for n in number],
            "name": [f"Barang nomor {n}" for n in number],
            "family": [_FAMILIES[n % len(_FAMILIES)] for n in number],
            "base_unit": "buah",
            "comparable": True,
            "attributes": None,
        }
    )


def _pieces(rows: int) -> Iterator[Piece]:
    """Pieces of at most half a million lines; the same lines every time."""
    random = np.random.default_rng(20261124)
    codes = np.array(sorted(c for c, r in regions.regions().items() if c[:2] in ("32", "33", "35") and "." in c))
    goods = _goods()
    base = random.normal(11.0, 1.5, GOODS_N)
    kind_of_good = random.choice(4, GOODS_N, p=[0.4, 0.15, 0.3, 0.15])
    # a few goods make most lines, as in real purchases
    popularity = 1.0 / np.arange(1, GOODS_N + 1) ** 0.7
    random.shuffle(popularity)
    popularity /= popularity.sum()
    for begin in range(0, rows, _PIECE_ROWS):
        n = min(_PIECE_ROWS, rows - begin)
        good = random.choice(GOODS_N, n, p=popularity)
        kind = kind_of_good[good]
        quantity = np.round(np.exp(random.normal(3.5, 1.2, n))) + 1
        noise = random.normal(0.0, 0.15, n) * (kind >= 2)
        price = np.round(np.exp(base[good] - 0.05 * np.log(quantity) * (kind >= 2) + noise), 2)
        year = random.integers(2024, 2027, n)
        month = random.integers(1, 13, n)
        frame = pd.DataFrame(
            {
                "line_no": np.arange(begin + 2, begin + n + 2),
                "region_code": codes[random.integers(0, len(codes), n)],
                "buyer": np.array([f"Dinas {i}" for i in range(12)])[random.integers(0, 12, n)],
                "stage": "contracted",
                "fiscal_year": year,
                "date": pd.to_datetime(pd.DataFrame({"year": year, "month": month, "day": 15})).dt.date,
                "text": goods["name"].to_numpy()[good],
                "spec": None,
                "product_code": None,
                "account_code": None,
                "catalogue": None,
                "family": goods["family"].to_numpy()[good],
                "quantity": quantity,
                "unit": "buah",
                "base_quantity": quantity,
                "base_unit": "buah",
                "unit_price_idr": price,
                "shipping_idr": np.where(random.random(n) < 0.2, np.round(0.02 * quantity * price, 2), 0.0),
                "amount_idr": np.round(quantity * price, 2),
                "vendor": np.array([f"PT {i}" for i in range(300)])[random.integers(0, 300, n)],
                "vendor_region_code": None,
                "method": _METHODS[kind],
                "baseline_kind": _PRICES[kind],
                "source_ref": np.array([f"P{i:06d}" for i in range(200_000)])[random.integers(0, 200_000, n)],
                "row_no": np.arange(begin, begin + n),
                "member": None,
                "price_derived": False,
                "pack_content": None,
                "good_id": goods["good_id"].to_numpy()[good],
                "how": "exact",
                "confidence": 1.0,
            }
        )
        yield Piece(pa.Table.from_pandas(frame, preserve_index=False), goods)


def stocked(rows: int, home: Path | None = None) -> Warehouse:
    """A new warehouse with so many lines in ``home`` (default: a new temporary folder)."""
    wh = Warehouse(home or Path(tempfile.mkdtemp()))
    sha256 = hashlib.sha256(str(rows).encode()).hexdigest()
    wh.store(
        {
            "dataset_id": "d" + sha256[:12],
            "name": "banyak",
            "source_kind": "upload",
            "preset": "jointproc",
            "preset_version": "1",
            "file_name": "banyak.csv",
            "sha256": sha256,
            "size_bytes": 1,
            "rows_read": rows,
            "rows_rejected": 0,
            "mapping": "{}",
            "loaded_at": pd.Timestamp("2026-11-24"),
            "loaded_by": "benchmark",
            "mode": "append",
            "asked": "{}",
        },
        _pieces(rows),
        pd.DataFrame(
            columns=[
                "line_no", "column_name", "value", "rule", "severity", "message", "message_template", "message_params",
            ]
        ).astype("object"),
    )  # fmt: skip
    return wh
