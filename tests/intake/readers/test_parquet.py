"""Parquet: native cells keep their kind; damage is one sentence, also when it shows late."""

from __future__ import annotations

import io
import random
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jointproc.errors import InputError
from jointproc.intake import sheet as sheet_module
from tests.intake.readers.reading import one_sheet, rows_of


def _parquet(table: pa.Table, **how: Any) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out, **how)
    return out.getvalue()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (pa.array(["Obat", "", None]), ["Obat", None, None]),
        (pa.array(["Obat", "", None]).dictionary_encode(), ["Obat", None, None]),
        (pa.array([1, None, -3]), ["\x111", None, "\x11-3"]),
        (pa.array([1500.0, None, 2e9]), ["\x111500", None, "\x112000000000"]),
        (pa.array([1.5, 1e17, float("nan")]), ["\x111.5", "\x11100000000000000000", None]),
        (pa.array([Decimal("723835189150.45"), None, Decimal("0.10")]), ["\x11723835189150.45", None, "\x110.10"]),
        (pa.array([date(2025, 1, 2)] * 3), ["\x122025-01-02"] * 3),
        (pa.array([True, False, None]), ["true", "false", None]),
        (pa.array([{"nama": "A"}, None, None]), ['{"nama": "A"}', None, None]),
        (pa.array([["a", "b"], None, []]), ['["a", "b"]', None, "[]"]),
        (pa.array([b"Kaf\xc3\xa9", b"\xff", None]), ["Kafé", "\ufffd", None]),
        (pa.array([time(8, 30)] * 3), ["08:30:00"] * 3),
    ],
)
def test_cells(values: pa.Array, expected: list[str | None]) -> None:
    sheet = one_sheet(_parquet(pa.table({"a": values})))
    assert [row[1] for row in rows_of(sheet)] == expected
    assert sheet.kind == "parquet"


def test_moments_are_dates() -> None:
    cell = rows_of(one_sheet(_parquet(pa.table({"a": [datetime(2025, 1, 2, 3, 4, 5)]}))))[0][1]
    assert cell.startswith("\x122025-01-02")


def test_head_lines_and_columns_asked_for() -> None:
    table = pa.table({"buyer": [{"x": 1}] * 400, "buyer.name": [f"N{i}" for i in range(400)], "n": range(400)})
    sheet = one_sheet(_parquet(table, row_group_size=150))
    assert (sheet.head[0], sheet.lines[:3], sheet.rows_hint) == (["buyer", "buyer.name", "n"], [0, 1, 2], 400)
    assert rows_of(sheet, [1, 2], 398) == [[399, "N398", "\x11398"], [400, "N399", "\x11399"]]
    assert len(rows_of(sheet, [])) == 400


def test_columns_of_the_same_name_stay_apart() -> None:
    table = pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"])
    assert rows_of(one_sheet(_parquet(table))) == [[1, "\x111", "\x112"]]


@pytest.mark.parametrize("table", [pa.table({}), pa.table({"a": pa.array([], pa.int64())})])
def test_nothing_inside(table: pa.Table) -> None:
    assert rows_of(one_sheet(_parquet(table))) == []


def test_too_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_module, "LARGEST_ROWS", 3)
    with pytest.raises(InputError, match="lebih dari 3 baris"):
        one_sheet(_parquet(pa.table({"a": range(5)})))


def test_damage_is_one_sentence_wherever_it_lies() -> None:
    whole = _parquet(pa.table({"a": [str(i) for i in range(3_000)], "b": [i / 3 for i in range(3_000)]}))
    choose = random.Random(3)
    refused: list[str] = []
    for _ in range(150):
        content = bytearray(whole)
        for _ in range(choose.randint(1, 4)):
            content[choose.randrange(4, len(content))] = choose.randrange(256)
        try:
            rows_of(one_sheet(bytes(content)))
        except InputError as error:
            refused.append(str(error))
    assert len(refused) > 20
    assert all("x.dat" in sentence for sentence in refused)
