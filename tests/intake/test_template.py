"""Our template can be filled in a spreadsheet program and loads back."""

from __future__ import annotations

import bz2
import csv
import io
from datetime import datetime

import openpyxl
import pytest

from jointproc import settings
from jointproc.errors import InputError
from jointproc.intake import read_bytes, template
from tests.intake.tables import ROW


def _book() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(template()))


def _headers() -> list[str]:
    return [cell.value for cell in _book()["data"][1]]


def test_headers_are_those_of_the_sample_files() -> None:
    with bz2.open(settings.SAMPLE / "jatim_belanja.csv.bz2", "rt", encoding="utf-8") as handle:
        assert _headers() == next(csv.reader(handle, delimiter=";")) == list(ROW)


def test_every_column_is_explained_in_both_languages() -> None:
    rows = list(_book()["petunjuk"].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == _headers()
    assert all(row[1] and row[2] and row[1] != row[2] for row in rows)


def test_empty_template_says_what_to_do() -> None:
    with pytest.raises(InputError, match="judul kolom"):
        read_bytes(template(), "templat.xlsx")


def test_filled_template_loads_back() -> None:
    book = _book()
    typed = {"jumlah": 100, "harga_satuan": 250.5, "ongkos_kirim": 0, "total": 25050, "tahun_anggaran": 2025}
    row = {**ROW, **typed, "tanggal": datetime(2025, 3, 12), "satuan": "box"}
    book["data"].append([row[header] for header in _headers()])
    out = io.BytesIO()
    book.save(out)
    reading = read_bytes(out.getvalue(), "templat.xlsx")
    assert reading.issues.empty
    line = reading.purchases.iloc[0]
    assert (line["quantity"], line["unit"], line["base_unit"]) == ("100", "kotak", None)
    assert (line["unit_price_idr"], line["amount_idr"], line["date"]) == ("250.5", "25050", "2025-03-12")
    assert (line["fiscal_year"], line["region_code"]) == (2025, "35.78")
