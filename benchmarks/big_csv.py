"""A large spending file with Indonesian money text, and the same rows with plain numbers, from one seed."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from jointproc.regions import regions

__all__ = ["HEADER", "TYPES", "write"]

HEADER = (
    "daerah",
    "satuan_kerja",
    "tahun_anggaran",
    "tanggal",
    "uraian_barang",
    "jumlah",
    "satuan",
    "harga_satuan",
    "total",
    "penyedia",
    "nomor_sumber",
)
TYPES = dict(
    zip(
        HEADER,
        (
            "VARCHAR",
            "VARCHAR",
            "INTEGER",
            "DATE",
            "VARCHAR",
            "INTEGER",
            "VARCHAR",
            "DECIMAL(18,2)",
            "DECIMAL(18,2)",
            "VARCHAR",
            "VARCHAR",
        ),
        strict=True,
    )
)
_PIECE = 100_000
_UNITS = ("Tablet", "Buah", "Rim", "Unit", "Botol", "Kotak", "Kg", "Liter")


def _money(amount: int) -> str:
    return "Rp " + f"{amount:,}".replace(",", ".") + ",00"


def write(path: Path, rows: int, *, plain: bool = False, seed: int = 7) -> None:
    """Write ``rows`` lines with a header, separated by semicolons; money as ``Rp 1.234.567,00`` or as plain numbers."""
    rng = np.random.default_rng(seed)
    names = [r.name for r in regions().values()]
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(";".join(HEADER) + "\n")
        for start in range(0, rows, _PIECE):
            n = min(_PIECE, rows - start)
            place = rng.integers(0, len(names), n).tolist()
            good = (rng.zipf(1.3, n) % 20_000).tolist()
            quantity = rng.integers(1, 5_000, n).tolist()
            price = (rng.lognormal(10, 2, n).astype(np.int64) + 100).tolist()
            day = rng.integers(0, 365, n)
            dates = (np.datetime64("2025-01-01") + day).astype(str).tolist()
            show = str if plain else _money
            out.writelines(
                f"{names[place[i]]};Dinas {place[i] % 40};2025;{dates[i]};Barang nomor {good[i]} ukuran {good[i] % 7};"
                f"{quantity[i]};{_UNITS[good[i] % 8]};{show(price[i])};{show(price[i] * quantity[i])};"
                f"PT Penyedia {good[i] % 900};N-{start + i}\n"
                for i in range(n)
            )
