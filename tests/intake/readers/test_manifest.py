"""Every real file opens: one test for each line of the manifest beside them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from jointproc import settings
from jointproc.intake.readers import sheets
from jointproc.intake.sheet import Sheet, every_batch
from tests.conftest import shared_file

_MANIFEST = settings.shared() / "data" / "manifest.csv"
# The manifest counts what is meant: one object of names here, three prices among rows of notes there.
_OTHER_ROWS_N = {"reference/kd_klpd_kalbar.json": 1, "format_samples/contoh_form_upload_ssh.xlsx": 8}


def _manifest() -> list[dict[str, str]]:
    if not _MANIFEST.exists():
        return []
    with _MANIFEST.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _rows_n(sheet: Sheet) -> int:
    last = 0
    rows_n = 0
    for batch in every_batch(sheet, range(sheet.width), sheet.lines[0]):
        numbers = batch.column("line_no").to_pylist()
        assert numbers == sorted(set(numbers))
        assert numbers[0] > last
        last, rows_n = numbers[-1], rows_n + len(numbers)
    return rows_n


def test_the_manifest_is_there() -> None:
    shared_file("data/manifest.csv")


@pytest.mark.parametrize("entry", _manifest(), ids=lambda entry: str(entry["file"]))
def test_each_real_file_opens_with_all_its_rows(entry: dict[str, str]) -> None:
    path = shared_file(f"data/{entry['file']}")
    found = [sheet for sheet in sheets(path, Path(entry["file"]).name) if sheet.head]
    assert found
    rows_n = {sheet.name: _rows_n(sheet) for sheet in found}
    assert not any(sheet.bad_rows() for sheet in found)
    if found[0].kind != "ocds" and entry["rows"].isdigit():
        assert _OTHER_ROWS_N.get(entry["file"], int(entry["rows"])) in rows_n.values()
