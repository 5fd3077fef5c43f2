"""ZIP archives: every member that can be read is, every other one is named."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import struct
import zipfile

import pytest

from jointproc.errors import InputError
from jointproc.intake.readers import sheets
from tests.intake.readers.reading import rows_of
from tests.intake.tables import xlsx_bytes

CSV = b"a;b\n1;2\n" * 20


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_members_of_every_kind_become_sheets() -> None:
    book = xlsx_bytes(satu=[["a"], [1]], dua=[["a"], [2]])
    content = _zip(
        {
            "2024/belanja.csv": CSV,
            "buku.xlsx": book,
            "x.json": json.dumps([{"a": 1}]).encode(),
            "y.csv.gz": gzip.compress(CSV),
            "z.csv.bz2": bz2.compress(CSV),
            "__MACOSX/._belanja.csv": b"\x00\x05\x16",
            "2024/.DS_Store": b"\x00\x01",
            "Thumbs.db": b"\xd0\xcf",
            "~$buku.xlsx": b"x",
        }
    )
    found = sheets(content, "x.zip")
    assert [(s.member, s.name) for s in found] == [
        ("2024/belanja.csv", ""),
        ("buku.xlsx", "satu"),
        ("buku.xlsx", "dua"),
        ("x.json", ""),
        ("y.csv.gz", ""),
        ("z.csv.bz2", ""),
    ]
    assert all("skipped" not in s.facts for s in found)
    assert len(rows_of(found[0])) == 39


def test_members_that_can_not_be_read_are_named_beside_those_that_can() -> None:
    (sheet,) = sheets(_zip({"a.csv": CSV, "b.pdf": b"%PDF-1.4", "c.csv": b""}), "x.zip")
    assert sheet.facts["skipped"] == "b.pdf, c.csv"


def _damaged() -> bytes:
    content = bytearray(_zip({"a.csv": CSV}))
    content[40] ^= 0xFF
    return bytes(content)


def _locked() -> bytes:
    content = bytearray(_zip({"a.csv": CSV}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def _lying() -> bytes:
    content = bytearray(_zip({"a.csv": CSV * 1000}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", content, content.index(signature) + offset, 10)
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (_zip({}), "tidak memuat berkas"),
        (_zip({"Thumbs.db": b"x"}), "tidak memuat berkas"),
        (_zip({"a.pdf": b"%PDF-1.4"}), "x.zip › a.pdf adalah berkas PDF"),
        (_zip({"a.pdf": b"%PDF-1.4", "b.png": b"\x89PNG"}), r"\(a.pdf, b.png\)"),
        (_zip({"dalam.zip": _zip({"a.csv": CSV})}), "arsip lain"),
        (_zip({"dalam.zip": _zip({"a.csv": b"0" * (80 * 2**20)})}), "mengembang"),
        (_zip({"a.csv.bz2": bz2.compress(b"0" * (80 * 2**20))}), "mengembang"),
        (_zip({"a.csv": b"0" * (80 * 2**20)}), "mengembang"),
        (_zip({f"{i}.csv": b"" for i in range(2_001)}), "2000 berkas"),
        (_damaged(), "a.csv rusak"),
        (_locked(), "kata sandi"),
        (_lying(), "a.csv rusak"),
    ],
)
def test_archives_that_hold_nothing_to_read(content: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        sheets(content, "x.zip")


def test_packed_members_together_may_not_grow_without_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jointproc.intake.files._RATIO_COUNTS_FROM", 2**20)
    monkeypatch.setattr("jointproc.intake.files._LARGEST_RATIO", 20)
    noise = bytes(i * i % 251 for i in range(1, 40_000))
    members = {f"{i}.csv.gz": gzip.compress(noise[:9_000] + b"0" * 150_000) for i in range(12)}
    with pytest.raises(InputError, match="mengembang"):
        sheets(_zip(members), "x.zip")
