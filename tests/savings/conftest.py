"""Markets small enough to check by hand, and the real catalogue file where it lies beside the project."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from jointproc import settings


def _line(**changes: object) -> dict[str, object]:
    base: dict[str, object] = {
        "good_id": "g1",
        "good": "Parasetamol 500 mg",
        "family": "obat",
        "comparable": True,
        "region_code": "35.78",
        "buyer": "Dinas Kesehatan",
        "stage": "contracted",
        "fiscal_year": 2025,
        "date": pd.Timestamp("2025-05-01"),
        "volume": 100.0,
        "price_idr": 1000.0,
        "shipping_idr": 0.0,
        "method": "Tender",
        "baseline_kind": "paid",
        "source_ref": None,
    }
    row = {**base, **changes}
    row.setdefault("amount_idr", None)
    if row["amount_idr"] is None:
        row["amount_idr"] = float(row["volume"]) * float(row["price_idr"]) + float(row["shipping_idr"])  # type: ignore[arg-type]
    return row


@pytest.fixture
def lines() -> Callable[..., pd.DataFrame]:
    """Make a frame of lines from what differs from a plain one."""

    def make(*rows: dict[str, object]) -> pd.DataFrame:
        return pd.DataFrame([_line(**row) for row in rows])

    return make


def spot_lines(slope: float = -0.08, goods_n: int = 40, rows_n: int = 60, method: str = "Tender") -> pd.DataFrame:
    """Seeded purchases of six regions with a planted quantity slope and noise of five per cent."""
    rng = np.random.default_rng(7)
    good = np.repeat(np.arange(goods_n), rows_n)
    n = len(good)
    quantity = np.round(np.exp(rng.normal(4, 1, n))) + 1
    price = np.exp(10 + good / 20 + slope * np.log(quantity) + rng.normal(0, 0.05, n))
    frame = pd.DataFrame(
        [_line(good_id=f"g{g:03d}", good=f"Barang {g}", method=method) for g in good],
    )
    frame["region_code"] = np.array(["35.78", "35.15", "35.25", "35.24", "35.79", "35.73"])[rng.integers(0, 6, n)]
    frame["fiscal_year"] = rng.integers(2024, 2026, n)
    frame["date"] = pd.to_datetime(frame["fiscal_year"].astype(str) + "-06-01")
    frame["volume"], frame["price_idr"], frame["amount_idr"] = quantity, price, quantity * price
    frame["source_ref"] = [f"p{i}" for i in range(n)]
    return frame


@pytest.fixture(scope="session")
def planted() -> pd.DataFrame:
    return spot_lines()


@pytest.fixture(scope="session")
def kalbar_lines() -> pd.DataFrame:
    """The real e-Katalog lines of Kalimantan Barat 2022."""
    path = settings.shared() / "data" / "kalbar_2022" / "ekatalog_items_2022_clean.csv"
    if not path.exists():
        pytest.skip(f"real file absent: {path}")
    d = pd.read_csv(path, low_memory=False)
    return pd.DataFrame(
        {
            "good_id": d["kd_produk"].astype(str),
            "good": d["nama_komoditas"] + " · " + d["kd_produk"].astype(str),
            "family": "lainnya",
            "comparable": True,
            "region_code": d["kd_klpd"],
            "buyer": d["nama_satker"],
            "stage": "contracted",
            "fiscal_year": d["tahun_anggaran"],
            "date": pd.to_datetime(d["tanggal_buat_paket"]),
            "volume": d["kuantitas"].astype(float),
            "price_idr": d["harga_satuan"].astype(float),
            "amount_idr": d["total_harga"].astype(float),
            "shipping_idr": d["ongkos_kirim"].astype(float),
            "method": "E-Purchasing",
            "baseline_kind": "listed_price",
            "source_ref": d["no_paket"],
        }
    )
