"""ZIP archives: every member that can be read is, every other one is named."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import struct
import tracemalloc
import zipfile

import pytest

from jointproc.errors import InputError
from jointproc.intake import read_bytes
from jointproc.intake.readers import sheets
from jointproc.text import Message
from tests.intake.tables import ROW, purchase, xlsx_bytes

CSV = b"a;b\n1;2\n" * 20


def _zip(members: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def _set(content: bytes, local_at: int, central_at: int, value: int) -> bytes:
    """The same field of the first member changed in both of its headers."""
    out = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", local_at), (b"PK\x01\x02", central_at)):
        struct.pack_into("<I", out, out.index(signature) + offset, value)
    return bytes(out)


def _claiming(content: bytes, size: int, checksum: int | None = None) -> bytes:
    out = _set(content, 22, 24, size)
    return out if checksum is None else _set(out, 14, 16, checksum)


def test_members_of_every_kind_become_sheets() -> None:
    content = _zip(
        {
            "2024/belanja.csv": CSV,
            "buku.xlsx": xlsx_bytes(satu=[["a"], [1]], dua=[["a"], [2]]),
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


def test_members_that_can_not_be_read_are_named_beside_those_that_can() -> None:
    (sheet,) = sheets(_zip({"a.csv": CSV, "b.pdf": b"%PDF-1.4", "c.csv": b""}), "x.zip")
    assert sheet.facts["skipped"] == "b.pdf, c.csv"


def test_a_damaged_member_is_named_and_the_others_are_read() -> None:
    content = bytearray(_zip({"rusak.csv": purchase({}), "baik.csv": purchase({}, {"nomor_sumber": "b"})}))
    content[50] ^= 0xFF
    reading = read_bytes(bytes(content), "x.zip")
    assert (reading.rows_accepted, set(reading.purchases["member"])) == (2, {"baik.csv"})
    assert "rusak.csv" in reading.issues["message"].str.cat()


def _damaged() -> bytes:
    content = bytearray(_zip({"a.csv": CSV}))
    content[40] ^= 0xFF
    return bytes(content)


def _locked() -> bytes:
    content = bytearray(_zip({"a.csv": CSV}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (_zip({}), "tidak memuat berkas"),
        (_zip({"Thumbs.db": b"x"}), "tidak memuat berkas"),
        (_zip({"a.pdf": b"%PDF-1.4"}), "x.zip › a.pdf adalah berkas PDF"),
        (_zip({"a\nb.pdf": b"%PDF-1.4"}), "x.zip › a�b.pdf adalah berkas PDF"),
        (_zip({"dalam.zip": _zip({"a.csv": CSV})}), "dalam.zip berisi arsip lain"),
        (_zip({"a.csv.bz2": bz2.compress(b"0" * (80 * 2**20))}), "a.csv.bz2 mengembang"),
        (_zip({"a.csv": b"0" * (80 * 2**20)}), "mengembang"),
        (_zip({f"{i}.csv": b"" for i in range(2_001)}), "2000 berkas"),
        (_damaged(), "x.zip › a.csv rusak"),
        (_locked(), "a.csv di dalam arsip terkunci kata sandi"),
        (_zip({"a.csv": CSV}, zipfile.ZIP_BZIP2), "a.csv dimampatkan"),
        (_zip({"a.csv": CSV}, zipfile.ZIP_LZMA), "a.csv dimampatkan"),
        (_claiming(_zip({"a.csv": CSV * 1000}), 10), "a.csv rusak"),
        (_claiming(_zip({"a.csv": CSV}), 10**6), "a.csv rusak"),
    ],
)
def test_archives_that_hold_nothing_to_read(content: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        sheets(content, "x.zip")


@pytest.mark.parametrize("name", ["a.csv", "xl/worksheets/sheet1.xml", "content.xml"])
def test_a_member_that_claims_to_be_small_is_not_unpacked(name: str) -> None:
    start = b"0" * 10
    bomb = _claiming(_zip({name: b"0" * (120 * 2**20)}), len(start), zipfile.crc32(start))
    assert len(bomb) < 2**20
    tracemalloc.start()
    try:
        with pytest.raises(InputError, match="rusak"):
            sheets(bomb, "x.zip")
        assert tracemalloc.get_traced_memory()[1] < 20 * 2**20
    finally:
        tracemalloc.stop()


def test_packed_members_together_may_not_grow_without_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jointproc.intake.files._RATIO_COUNTS_FROM", 2**20)
    monkeypatch.setattr("jointproc.intake.files._LARGEST_RATIO", 20)
    noise = bytes(i * i % 251 for i in range(1, 40_000))
    members = {f"{i}.csv.gz": gzip.compress(noise[:9_000] + b"0" * 150_000) for i in range(12)}
    with pytest.raises(InputError, match="mengembang"):
        sheets(_zip(members), "x.zip")


def test_what_is_wrong_in_one_of_several_members_says_in_which() -> None:
    bad = purchase({"nomor_sumber": "b"}, {"total": "x"})
    content = _zip({"a.csv": purchase({"daerah": "Malang"}), "2024/b.csv": bad, "lain.csv": CSV})
    issues = read_bytes(content, "x.zip").issues.set_index("rule")
    assert issues.loc["number_unreadable", "message"].startswith("Berkas 2024/b.csv dalam arsip – x di kolom total")
    assert issues.loc["region_ambiguous", "message"].startswith("Berkas a.csv dalam arsip – ")
    assert not issues.loc["member_ignored", "message"].startswith("Berkas a.csv dalam arsip")
    for row in issues.itertuples():
        assert Message.unpacked(row.message_template, row.message_params).render("id") == row.message
        assert "dalam arsip –" not in Message.unpacked(row.message_template, row.message_params).render("en")
    alone = read_bytes(_zip({"a.csv": purchase({"total": "x"})}), "x.zip").issues
    assert alone["message"].tolist() == read_bytes(purchase({"total": "x"}), "a.csv").issues["message"].tolist()


def test_rows_of_two_members_say_which() -> None:
    content = _zip({"a.csv": purchase(ROW), "b.csv": purchase({"nomor_sumber": "b"})})
    assert read_bytes(content, "x.zip").purchases["member"].tolist() == ["a.csv", "b.csv"]
