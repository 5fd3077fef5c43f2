"""JSON in every shape it comes in; the position of each row is the one in the file."""

from __future__ import annotations

import json
import random
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jointproc.errors import InputError
from tests.intake.readers.reading import one_sheet, rows_of


def _json(data: Any) -> bytes:
    return json.dumps(data).encode()


ROWS = [{"id": 1, "paket": "Obat"}, {"id": 2, "paket": "Kertas"}]
EXPECTED = [[1, "\x111", "Obat"], [2, "\x112", "Kertas"]]


@pytest.mark.parametrize(
    ("content", "shape"),
    [
        (_json(ROWS), "array"),
        (b"\xef\xbb\xbf" + _json(ROWS), "array"),
        (json.dumps(ROWS).encode("utf-16"), "array"),
        (_json({"data": ROWS}), "envelope"),
        (_json({"success": True, "data": ROWS, "meta": {"cursor": "x"}, "error": None}), "envelope"),
        (_json({"sEcho": 1, "aaData": ROWS}), "envelope"),
        (_json({"results": ROWS, "count": 2}), "envelope"),
        (_json({"data": {"rows": ROWS}}), "envelope"),
        (_json({"daftar_paket": ROWS, "kosong": []}), "envelope"),
        (b"\n".join(_json(row) for row in ROWS), "lines"),
        (b"\r\n\r\n".join(_json(row) for row in ROWS) + b"\r\n", "lines"),
        (b"\n".join(_json({"success": True, "data": [row]}) for row in ROWS), "envelope"),
        (_json([{"data": ROWS[:1], "draw": 1}, {"data": ROWS[1:], "draw": 2}]), "envelope"),
    ],
)
def test_every_shape_gives_the_same_rows(content: bytes, shape: str) -> None:
    sheet = one_sheet(content)
    assert (sheet.head[0], sheet.facts["json"], sheet.kind) == (["id", "paket"], shape, "json")
    assert rows_of(sheet) == EXPECTED


def test_arrays_without_names_are_numbered() -> None:
    sheet = one_sheet(_json({"draw": "1", "recordsTotal": 2, "data": [[1, "Obat"], [2, "Kertas", None]]}))
    assert (sheet.head[0], sheet.facts) == (["0", "1", "2"], {"json": "datatables"})
    assert rows_of(sheet, [0, 1]) == EXPECTED


def test_keys_in_any_order_and_missing_ones() -> None:
    rows = [dict(random.Random(i).sample([("a", i), ("b", i * 2), ("c", "x")], 2 + i % 2)) for i in range(50)]
    sheet = one_sheet(_json(rows))
    found = rows_of(sheet)
    for row, cells in zip(rows, found, strict=True):
        for key, cell in zip(sheet.head[0], cells[1:], strict=True):
            assert cell == (None if key not in row else "x" if key == "c" else f"\x11{row[key]}")


def test_nested_objects_are_flattened_and_lists_stay_text() -> None:
    row = {"buyer": {"name": "Kota X", "address": {"region": "Y"}}, "harga": [{"a": 1}], "kosong": {}, "tiada": []}
    sheet = one_sheet(_json([row]))
    assert sheet.head[0] == ["buyer.name", "buyer.address.region", "harga", "kosong", "tiada"]
    assert rows_of(sheet) == [[1, "Kota X", "Y", '[{"a": 1}]', None, None]]


def test_numbers_stay_exact_and_booleans_are_words() -> None:
    content = b'[{"a": 723835189150.45, "b": 1e3, "c": true, "d": NaN, "e": 12345678901234567890, "f": "1.5"}]'
    assert rows_of(one_sheet(content))[0][1:] == [
        "\x11723835189150.45", "\x111000", "true", None, "\x1112345678901234567890", "1.5",
    ]  # fmt: skip
    assert one_sheet(content).head[1][0] == Decimal("723835189150.45")


def test_entries_that_are_no_rows_keep_their_place() -> None:
    assert rows_of(one_sheet(b'[{"a": 1}, null, "x", {"a": 2}]')) == [[1, "\x111"], [4, "\x112"]]


def test_half_signs_and_other_encodings() -> None:
    sheet = one_sheet(b'[{"a\\udc00": "\\ud800x", "b": ["\\ud800"]}]')
    assert sheet.head[0] == ["a\ufffd", "b"]
    assert rows_of(sheet) == [[1, "\ufffdx", '["\ufffd"]']]
    assert rows_of(one_sheet('[{"a": "Kafé"}]'.encode("cp1252"))) == [[1, "Kafé"]]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'[{"a": 1}, {"a"', "JSON yang utuh"),
        (b'{"a": 1}\n{"a": 2}\n{"a"', "JSON yang utuh"),
        (b"[" * 100_000, "JSON yang utuh"),
        (b'[{"a": ' + b"1" * 5000 + b"}]", "JSON yang utuh"),
        (b'{"success": false, "error": "x"}', "daftar baris"),
        (b'{"data": []}', "daftar baris"),
        (b'["a", "b"]', "daftar baris"),
    ],
)
def test_what_can_not_be_read(content: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        one_sheet(content)


@pytest.mark.parametrize("depth", [3, 200, 900, 950, 960, 970, 980, 990, 5000])
def test_depth_never_breaks_it(depth: int) -> None:
    content = b'[{"a": ' + b'{"b": [' * depth + b"]}" * depth + b"}]"
    try:
        rows = rows_of(one_sheet(content))
    except InputError:
        return  # deeper than Python can follow
    assert len(rows) == 1


def _on_disk(tmp_path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("jointproc.intake.readers._STREAMED", 0)
    path = tmp_path / "besar.jsonl"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_lines_on_disk_are_streamed_to_the_same_rows(
    start: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [{"id": i, "buyer": {"name": f"N{i}"}, **({"jarang": "ya"} if i == 900 else {})} for i in range(1_000)]
    content = start + b"\n".join(_json(row) for row in rows) + b"\n"
    path = _on_disk(tmp_path, content, monkeypatch)
    monkeypatch.setattr(Path, "read_bytes", lambda _self: pytest.fail("read as a whole"))
    sheet, whole = one_sheet(path), one_sheet(content)
    assert (sheet.head, sheet.lines, sheet.rows_hint) == (whole.head, whole.lines, 1_000)
    assert rows_of(sheet) == rows_of(whole)
    assert rows_of(sheet, [1], 998) == [[999, "N998"], [1000, "N999"]]


def test_answers_a_line_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = b"\n".join(_json({"success": True, "data": [row]}) for row in ROWS)
    assert rows_of(one_sheet(_on_disk(tmp_path, content, monkeypatch))) == EXPECTED


def test_releases_a_line_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    releases = [
        {"ocid": f"o-{i % 2}", "id": str(i), "date": f"2025-01-0{i + 1}", "tag": ["tender"],
         "tender": {"title": "Obat", "value": {"amount": 100 * (i + 1)}}}
        for i in range(4)
    ]  # fmt: skip
    sheet = one_sheet(_on_disk(tmp_path, b"\n".join(map(_json, releases)), monkeypatch))
    amount = sheet.head[0].index("amount")
    assert (sheet.kind, [row[1] for row in rows_of(sheet, [amount])]) == ("ocds", ["\x11300", "\x11400"])


def test_a_document_too_large_for_memory_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["jointproc.intake.readers.documents"], "LARGEST_BYTES", 10)
    with pytest.raises(InputError, match="JSONL"):
        one_sheet(_on_disk(tmp_path, _json(ROWS), monkeypatch))


_LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
_TREES = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=25,
)


@given(_TREES)
@settings(max_examples=300, deadline=None)
def test_any_json_is_read_or_refused(data: Any) -> None:
    try:
        rows_of(one_sheet(_json(data)))
    except InputError:
        return


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.text(max_size=6) | st.integers(), min_size=1), min_size=1))
@settings(max_examples=150, deadline=None)
def test_no_row_is_lost(rows: list[dict[str, Any]]) -> None:
    assert [row[0] for row in rows_of(one_sheet(_json(rows)))] == list(range(1, len(rows) + 1))
