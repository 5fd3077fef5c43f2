"""Whatever happens to a file on its way, it is read, or refused in one sentence: never a traceback."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import random
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jointproc.errors import InputError
from jointproc.intake import read_bytes
from jointproc.intake.files import unpacked
from jointproc.intake.kept import Kept, keep
from jointproc.intake.readers import sheets
from jointproc.intake.sheet import every_batch
from tests.intake.tables import ROW, csv_bytes, ods_bytes, purchase, rows, xlsx_bytes

_CHANGES: Any = [{"spesifikasi": 'isi "30"\nbaris'}, *({"nomor_sumber": f"N-{i * i * 7919}"} for i in range(40))]
_OCDS: dict[str, Any] = {
    "releases": [
        {"ocid": "o", "tender": {"value": {"amount": 5}, "items": [{"id": 1}]}, "awards": [{"id": 1}], "date": "2025"}
    ]
}


def _zip(packing: int, members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def _parquet(**options: Any) -> bytes:
    out = io.BytesIO()
    table = rows(*_CHANGES * 5)
    columns = {name: [str(row[i]) for row in table[1:]] for i, name in enumerate(table[0])}
    columns |= {"n": list(range(len(table) - 1)), "x": [i / 3 for i in range(len(table) - 1)]}
    pq.write_table(pa.table(columns), out, row_group_size=60, **options)
    return out.getvalue()


def _kept(folder: Path) -> bytes:
    (sheet,) = sheets(purchase(*_CHANGES), "x.csv")
    keep([Kept(sheet, 0, frozenset({1}), ())], folder / "kept.parquet")
    return (folder / "kept.parquet").read_bytes()


@cache
def _sound() -> dict[str, bytes]:
    """One sound file of every kind."""
    text, table = purchase(*_CHANGES), rows(*_CHANGES)
    members = {"2024/a.csv": text, "b.json": json.dumps([ROW] * 20).encode(), "c.xlsx": xlsx_bytes(isi=table)}
    return {
        "csv": text,
        "utf-16": csv_bytes(table, encoding="utf-16"),
        "cp1252": csv_bytes(rows({"spesifikasi": "90° ½"}), encoding="cp1252"),
        "gzip": gzip.compress(text),
        "bzip2": bz2.compress(text),
        "json": json.dumps([ROW, {**ROW, "a": {"b": [1]}}]).encode(),
        "json lines": b"\n".join([json.dumps(ROW).encode()] * 20),
        "arrays": json.dumps({"draw": "1", "data": [list(ROW.values())] * 5}).encode(),
        "ocds": json.dumps(_OCDS).encode(),
        "xlsx": xlsx_bytes(isi=table, lain=[[1, "a", 2.5], ["b", None, True]]),
        "ods": ods_bytes(table),
        "parquet": _parquet(),
        "parquet, plain": _parquet(compression="none", use_dictionary=False),
        "parquet, zstd": _parquet(compression="zstd", data_page_version="2.0"),
        "zip": _zip(zipfile.ZIP_DEFLATED, members),
        "zip, stored": _zip(zipfile.ZIP_STORED, members),
        "zip, bzip2": _zip(zipfile.ZIP_BZIP2, members),
    }


KINDS = sorted(_sound())


def _one_sentence(error: InputError) -> None:
    sentence = str(error)
    assert sentence.strip()
    assert "\n" not in sentence
    assert "Traceback" not in sentence


def _tables(content: bytes) -> None:
    """Every table of a file to its end."""
    try:
        for sheet in sheets(content, "x.dat"):
            assert len(sheet.head) == len(sheet.lines)
            for batch in every_batch(sheet, range(sheet.width), sheet.lines[0] if sheet.lines else 0):
                batch.validate(full=True)
                assert batch.schema.names == ["line_no", *(f"c{i}" for i in range(sheet.width))]
                assert batch.schema.types == [pa.int32(), *[pa.string()] * sheet.width]
            sheet.bad_rows()
    except InputError as error:
        _one_sentence(error)


def _reading(content: bytes) -> None:
    """A file as it is loaded."""
    try:
        reading = read_bytes(content, "x.dat", region="35.78", year=2025)
        assert reading.rows_accepted == len(reading.purchases)
        assert reading.rows_rejected >= 0
        assert reading.issues["message"].str.len().gt(0).all()
        reading.close()
    except InputError as error:
        _one_sentence(error)


def damage(content: bytes, chance: random.Random) -> bytes:
    """What bad disks, lines and programs do: bits turned, an end cut off, a run of zeros, a piece lost or doubled."""
    out = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        size = len(out)
        if not size:
            break
        at = chance.randrange(size)
        run = min(chance.choice((1, 4, 64, 512, 4096)), size - at)
        how = chance.randrange(7)
        if how == 0:
            out[at] ^= 1 << chance.randrange(8)
        elif how == 1:
            out[at : at + run] = chance.randbytes(run)
        elif how == 2:
            del out[at:]
        elif how == 3:
            out[at : at + run] = bytes(run)
        elif how == 4:
            del out[at : at + run]
        elif how == 5:
            out[at:at] = out[at : at + run]
        else:  # numbers that mean sizes and places
            out[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\x00\x00\x00\x80", b"\xff\xff\xff\x7f"))
    return bytes(out)


@pytest.mark.parametrize("kind", KINDS)
def test_sound_files_are_read(kind: str) -> None:
    assert sheets(_sound()[kind], "x.dat") if kind != "zip, bzip2" else True
    _reading(_sound()[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_tables_of_damaged_files(kind: str) -> None:
    for seed in range(60):
        _tables(damage(_sound()[kind], random.Random(f"{kind} {seed}")))


@pytest.mark.parametrize("kind", KINDS)
def test_readings_of_damaged_files(kind: str) -> None:
    for seed in range(6):
        _reading(damage(_sound()[kind], random.Random(f"reading {kind} {seed}")))


def test_damaged_kept_files(tmp_path: Path) -> None:
    content = _kept(tmp_path)
    for seed in range(80):
        _tables(damage(content, random.Random(f"kept {seed}")))


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_changed_parts_of_a_workbook(kind: str) -> None:
    sound = _sound()[kind]
    extras = [b"", b"<", b">", b'"', b"-1", b"99999999999", b"XFD9", b"\xff", b"&#0;", b"&", b"\x00"]
    with zipfile.ZipFile(io.BytesIO(sound)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    for seed in range(80):
        chance = random.Random(f"{kind} part {seed}")
        name = chance.choice([n for n in parts if n.endswith((".xml", ".rels"))])
        content = parts[name]
        at = chance.randrange(len(content) + 1)
        changed = content[:at] + chance.choice(extras) + content[at + chance.randrange(20) :]
        _tables(_zip(zipfile.ZIP_DEFLATED, {**parts, name: changed}))


_STARTS = [b"", b"\xff\xfe", b"\xef\xbb\xbf", b"[", b"{", b'a;b\n"', b"PAR1", b"PK\x03\x04", b"\x1f\x8b\x08", b"BZh9"]


@given(st.sampled_from(_STARTS), st.binary())
@settings(max_examples=150, deadline=None, derandomize=True)
def test_any_bytes(start: bytes, rest: bytes) -> None:
    _tables(start + rest)


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_any_text(text: str) -> None:
    _tables(text.encode("utf-8", errors="replace"))


_LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
_TREES = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


@given(_TREES)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_any_json(data: Any) -> None:
    _tables(json.dumps(data).encode())


_PARTS = st.sampled_from(["id", "value", "amount", "items", "unit", "awardID", "name", "suppliers", "date", "status"])
_OCDS_TREES = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_PARTS, inner, max_size=4),
    max_leaves=12,
)
_RELEASES = st.dictionaries(
    st.sampled_from(["tender", "awards", "contracts", "parties", "buyer", "planning", "date", "tag"]), _OCDS_TREES
)


@given(st.lists(_RELEASES, min_size=1, max_size=4))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_any_releases(releases: list[dict[str, Any]]) -> None:
    for release in releases:
        release["ocid"] = "o-1"
    _tables(json.dumps({"releases": releases}).encode())
    _tables(json.dumps({"records": [{"ocid": "o-1", "releases": releases}]}).encode())


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_packed_files_cut_off_anywhere(pack: Any) -> None:
    packed = pack(purchase({}))
    for end in range(3, len(packed)):
        with pytest.raises(InputError, match="rusak"):
            unpacked(packed[:end], "x.csv.gz")
