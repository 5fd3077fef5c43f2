"""Figures counted in thousands or millions: what stands above them says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from jointproc.intake import read_bytes
from tests.intake.tables import csv_bytes, xlsx_bytes

_HEAD = ["Nama Instansi", "Kode RUP", "Tahun Anggaran", "Cara Pengadaan", "Nama Paket"]
_AMOUNTS = (1_485_000_000, 37_000_000, 591_918_878, 97_400, 250_000_000)


def _table(header: str, written: Callable[[int], Any]) -> list[list[Any]]:
    rows = [["Kab. Sambas", 500 + i, 2026, "Penyedia", f"Paket {i}", written(n)] for i, n in enumerate(_AMOUNTS)]
    return [[*_HEAD, header], *rows]


def _in_millions(amount: int) -> str:
    return f"{amount / 1e6:.6f}".replace(".", ",")


@pytest.mark.parametrize(
    ("title", "header", "written", "told"),
    [
        ("", "Total Nilai (Rp Juta)", _in_millions, 1),
        ("", "Total Nilai (Rp.000)", lambda n: f"{n / 1e3:.3f}".replace(".", ","), 1),
        ("(dalam jutaan rupiah)", "Total Nilai", _in_millions, 1),
        # a header that means rupiah, a header that can't mean what it says, cells that say it themselves
        ("(dalam jutaan rupiah)", "Total Nilai (Rp)", str, 0),
        ("", "Total Nilai (Juta)", lambda n: f"{n:,}".replace(",", "."), 0),
        ("", "Total Nilai (paket di atas 50 juta)", str, 0),
        ("", "Total Nilai (Rp Juta)", lambda n: f"{_in_millions(n)} juta", 0),
    ],
)
def test_every_rupiah_is_there(title: str, header: str, written: Callable[[int], Any], told: int) -> None:
    reading = read_bytes(csv_bytes([[title], *_table(header, written)]), "x.csv")
    assert (reading.rows_accepted, reading.amount_idr) == (len(_AMOUNTS), sum(_AMOUNTS))
    assert reading.issue_counts.get("scale_named", 0) == told


def test_numbers_of_a_workbook_are_scaled_too() -> None:
    reading = read_bytes(xlsx_bytes(rup=_table("Total Nilai (dalam ribuan)", lambda n: n / 1000)), "x.xlsx")
    assert reading.amount_idr == sum(_AMOUNTS)
    assert reading.number_columns[-1].scale == 1000
