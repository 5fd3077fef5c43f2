"""Whatever bytes come, a reader reads them or says one sentence."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import zipfile
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jointproc.errors import InputError
from jointproc.intake.readers import sheets
from jointproc.intake.sheet import every_batch
from tests.intake.tables import ROW, purchase, xlsx_bytes


def _parquet() -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table({"a": [f"Barang {i}" for i in range(300)], "b": [i / 3 for i in range(300)]}), out)
    return out.getvalue()


def _zip(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


_TEXT = purchase({"spesifikasi": 'isi "30"\nbaris'}, {}, {})
_OCDS = {"releases": [{"ocid": "o", "tender": {"value": {"amount": 5}, "items": [{"id": 1}]}, "awards": [{"id": 1}]}]}
SEEDS: dict[str, bytes] = {
    "csv": _TEXT,
    "utf-16": _TEXT.decode().encode("utf-16"),
    "gzip": gzip.compress(_TEXT),
    "bzip2": bz2.compress(_TEXT),
    "json": json.dumps([ROW, {**ROW, "a": {"b": [1]}}]).encode(),
    "json lines": b"\n".join([json.dumps(ROW).encode()] * 3),
    "ocds": json.dumps(_OCDS).encode(),
    "xlsx": xlsx_bytes(isi=[[1, "a", 2.5], ["b", None, True]]),
    "parquet": _parquet(),
    "zip": _zip(a=_TEXT, b=json.dumps([ROW]).encode()),
}


def _read_all(content: bytes) -> None:
    try:
        for sheet in sheets(content, "x.dat"):
            assert len(sheet.head) == len(sheet.lines)
            for batch in every_batch(sheet, range(sheet.width), sheet.lines[0] if sheet.lines else 0):
                batch.validate(full=True)
                assert batch.schema.names == ["line_no", *(f"c{i}" for i in range(sheet.width))]
                assert batch.schema.types == [pa.int32(), *[pa.string()] * sheet.width]
            sheet.bad_rows()
    except InputError as error:
        sentence = str(error)
        assert "\n" not in sentence
        assert "{" not in sentence


_CHANGE = st.tuples(st.sampled_from(["set", "cut", "copy", "add"]), st.integers(0, 10**6), st.binary(max_size=12))


@pytest.mark.parametrize("kind", SEEDS)
@given(changes=st.lists(_CHANGE, min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_changed_files(kind: str, changes: list[tuple[str, int, bytes]]) -> None:
    content = bytearray(SEEDS[kind])
    for how, place, extra in changes:
        at = place % max(len(content), 1)
        if how == "set":
            content[at : at + len(extra)] = extra
        elif how == "cut":
            del content[at : at + 1 + len(extra)]
        elif how == "copy":
            content[at:at] = content[: len(extra)]
        else:
            content[at:at] = extra
    _read_all(bytes(content))


@given(st.sampled_from(["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"]), st.data())
@settings(max_examples=60, deadline=None)
def test_changed_parts_of_a_workbook(part: str, data: st.DataObject) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SEEDS["xlsx"])) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == part:
                at = data.draw(st.integers(0, len(content)))
                cut = data.draw(st.integers(0, 20))
                extra = data.draw(st.sampled_from([b"", b"<", b'"', b"-1", b"99999999999", b"XFD9", b"\xff", b"&#0;"]))
                content = content[:at] + extra + content[at + cut :]
            new.writestr(name, content)
    _read_all(out.getvalue())


@given(
    st.sampled_from([b"", b"\xff\xfe", b"\xef\xbb\xbf", b"[", b"{", b'a;b\n"', b"PAR1", b"\x1f\x8b\x08", b"BZh9"]),
    st.binary(),
)
@settings(max_examples=300, deadline=None)
def test_any_bytes(start: bytes, rest: bytes) -> None:
    _read_all(start + rest)


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text(text: str) -> None:
    _read_all(text.encode("utf-8", errors="replace"))


_PARTS = st.sampled_from(["id", "value", "amount", "items", "unit", "awardID", "name", "suppliers"])
_TREES = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_PARTS, inner, max_size=4),
    max_leaves=12,
)
_RELEASE = st.dictionaries(st.sampled_from(["tender", "awards", "contracts", "parties", "buyer", "date"]), _TREES)


@given(st.lists(_RELEASE, min_size=1, max_size=4))
@settings(max_examples=300, deadline=None)
def test_any_releases(releases: list[dict[str, Any]]) -> None:
    for release in releases:
        release["ocid"] = "o-1"
    _read_all(json.dumps({"releases": releases}).encode())
    _read_all(json.dumps({"records": [{"ocid": "o-1", "releases": releases}]}).encode())
