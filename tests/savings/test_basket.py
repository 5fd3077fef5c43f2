"""The price basket: four figures, nothing hidden, every price with its place in the file."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jointproc.errors import InputError
from jointproc.savings import assumptions, price_basket, read_price_index
from jointproc.warehouse import Scope, Warehouse
from tests.factory import keep


def _lines(*rows: dict[str, object]) -> pd.DataFrame:
    base = {
        "region_code": "35.78", "stage": "contracted", "fiscal_year": 2025, "date": "2025-06-01", "comparable": True,
        "price_derived": False, "baseline_kind": "spot",
        "volume": 10.0, "price_idr": 100.0, "dataset": "d", "file_name": "a.csv", "line_no": 2,
    }  # fmt: skip
    return pd.DataFrame([{**base, **row} for row in rows], columns=list(base))


def test_four_figures_of_four_prices():
    found = price_basket(_lines(*({"price_idr": p} for p in (100.0, 110, 120, 170))), assumptions())
    assert found.paid is not None
    assert (found.paid.lowest, found.paid.mean, found.paid.median, found.paid.highest) == (100, 125, 115, 170)
    assert found.paid.n == 4
    assert any("Harga terendah hanya keterangan" in str(s) for s in found.sentences)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"price_idr": 1e8}, "kali median"),
        ({"price_idr": 1e-4}, "dari median"),
        ({"price_idr": 0.0}, "tanpa harga satuan"),
        ({"price_idr": -5.0}, "tanpa harga satuan"),
        ({"volume": 0.0}, "tanpa harga satuan"),
        ({"volume": -3.0}, "tanpa harga satuan"),
        ({"price_idr": np.nan}, "tanpa harga satuan"),
        ({"comparable": False}, "satuannya tidak dapat dibandingkan"),
        ({"stage": "planned"}, "bukan harga yang dibayar"),
        ({"stage": "price_list"}, "bukan harga yang dibayar"),
        ({"baseline_kind": "hps"}, "perkiraan instansi"),
    ],
)
def test_what_is_left_out_stays_visible_with_its_reason(row: dict[str, object], reason: str):
    found = price_basket(_lines({}, {}, {}, row), assumptions())
    assert len(found.points) == 4
    assert found.excluded_n == 1
    assert reason in str(found.points["why"].dropna().iloc[0])
    assert found.paid is not None
    assert found.paid.n == 3
    assert found.paid.highest == 100


def test_only_twelve_months_count():
    found = price_basket(_lines({}, {"date": "2024-05-31"}, {"date": None}), assumptions())
    assert (len(found.points), found.older_n, found.undated_n) == (1, 1, 1)


@pytest.mark.parametrize("rows", [[], [{"date": None}], [{"price_idr": 0.0}]])
def test_no_price_is_a_sentence(rows: list[dict[str, object]]):
    found = price_basket(_lines(*rows), assumptions())
    assert found.paid is None
    assert "Belum ada harga" in str(found.sentences[0])


def test_all_prices_equal_and_one_line_only():
    assert price_basket(_lines({}, {}, {}), assumptions()).excluded_n == 0
    alone = price_basket(_lines({}), assumptions()).paid
    assert alone is not None
    assert alone.lowest == alone.highest == 100


def test_prices_of_two_years_are_brought_to_the_later_one():
    index = read_price_index(b"period,index\n2024,100\n2025,110\n")
    rows = _lines({"date": "2024-12-01", "price_idr": 100.0}, {"date": "2025-06-01", "price_idr": 110.0})
    found = price_basket(rows, assumptions(), index)
    assert found.points["aligned_idr"].tolist() == pytest.approx([110, 110])
    assert found.points["price_idr"].tolist() == [100, 110], "what was paid stays"
    assert found.aligned is not None
    assert found.period == "2025"
    short = price_basket(rows, assumptions(), read_price_index(b"period,index\n2024,100\n"))
    assert short.aligned is None
    assert any("tidak memuat semua periode" in str(s) for s in short.sentences)


def test_months_are_used_where_the_table_has_them():
    index = read_price_index(b"period,index\n2025,100\n2025-06,120\n2025-07,132\n")
    dates = pd.Series(pd.to_datetime(["2025-06-05", "2025-07-01", "2025-01-01", None]))
    factors = index.factors(dates, pd.Series([2025, 2025, 2025, 2025]))
    assert factors == pytest.approx([1.1, 1.0, 1.32, 1.32])


@pytest.mark.parametrize(
    "data",
    [
        b"", b"tahun,angka\n2024,1\n", b"period,index\n24,100\n", b"period,index\n2024,0\n", b"period,index\n2024,x\n",
        b"period,index\n2024,100\n2024,101\n", b"\xff\xfe\x00", b"period,index\n2024,inf\n",
    ],
)  # fmt: skip
def test_a_wrong_index_table_is_a_sentence(data: bytes):
    with pytest.raises(InputError):
        read_price_index(data)


def test_every_price_of_the_warehouse_has_dataset_file_and_line(wh: Warehouse):
    rows = [{"region_code": r, "unit_price_idr": f"{p}.00"} for r, p in (("35.78", 100), ("35.15", 120), ("35.02", 90))]
    keep(wh, "satu", *rows)
    good_id = wh.query("savings_lines", Scope())["good_id"].iloc[0]
    lines = wh.query("price_basket", Scope(), good_id=good_id, region_codes=["35.78", "35.15"])
    found = price_basket(lines, assumptions())
    assert found.points[["dataset", "file_name", "line_no"]].notna().all().all()
    assert sorted(found.points["line_no"]) == [2, 3]
    assert found.regions["region_code"].tolist() == ["35.15", "35.78"]
