"""Our template can be filled in a spreadsheet program and loads back."""

from __future__ import annotations

import bz2
import csv
import io
from datetime import datetime
from typing import Any

import openpyxl
import pytest

from jointproc import settings
from jointproc.errors import InputError
from jointproc.intake import preset_named, read_bytes, template
from tests.intake.tables import ROW

LANGUAGES = ("id", "en")
GUIDE = {"id": "petunjuk", "en": "instructions"}


def _book(language: str = "id") -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(template(language)))


def _headers(language: str = "id") -> list[str]:
    return [cell.value for cell in _book(language)["data"][1]]


def _filled(language: str, **changes: Any) -> bytes:
    book = _book(language)
    row = {**ROW, **changes}
    book["data"].append([row[header] for header in _headers(language)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
def test_headers_are_those_of_the_sample_files(language: str) -> None:
    with bz2.open(settings.SAMPLE / "jatim_belanja.csv.bz2", "rt", encoding="utf-8") as handle:
        assert _headers(language) == next(csv.reader(handle, delimiter=";")) == list(ROW)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_is_explained_and_examples_stand_on_the_instructions_only(language: str) -> None:
    book = _book(language)
    rows = list(book[GUIDE[language]].iter_rows(min_row=2, max_row=1 + len(ROW), values_only=True))
    assert [row[0] for row in rows] == _headers(language)
    assert all(all(cells) for cells in rows)
    assert book["data"].max_row == 1


def test_the_two_languages_say_different_things() -> None:
    said = [
        list(_book(language)[GUIDE[language]].iter_rows(min_row=2, max_row=1 + len(ROW), values_only=True))
        for language in LANGUAGES
    ]
    assert all(i[1] != e[1] and i[2] != e[2] for i, e in zip(*said, strict=True))


@pytest.mark.parametrize("language", LANGUAGES)
def test_choices_are_words_that_the_layout_understands(language: str) -> None:
    known = preset_named("jointproc").words
    rules = {str(rule.sqref).split("2:")[0]: rule for rule in _book(language)["data"].data_validations.dataValidation}
    letters = dict(zip(_headers(language), [cell.column_letter for cell in _book(language)["data"][1]], strict=True))
    for header, canonical in (("tahap", "stage"), ("jenis_harga", "baseline_kind")):
        words = rules[letters[header]].formula1.strip('"').split(",")
        assert len(words) == 4
        assert set(words) <= set(known[canonical])
    assert rules[letters["satuan"]].type == rules[letters["daerah"]].type == "list"
    # other units and spellings may be typed in
    assert not rules[letters["satuan"]].showErrorMessage
    assert all(len(rule.prompt) <= 255 and len(rule.promptTitle) <= 32 for rule in rules.values())


def test_lists_hold_every_unit_and_region() -> None:
    sheet = _book()["daftar"]
    assert sheet.sheet_state == "hidden"
    columns = [[cell for cell in column if cell] for column in sheet.iter_cols(values_only=True)]
    assert {"tablet", "rim", "dus"} <= set(columns[0])
    assert len(columns[1]) == 38 + 508  # the six of Jakarta have no budget of their own


@pytest.mark.parametrize("language", LANGUAGES)
def test_empty_template_says_what_to_do(language: str) -> None:
    with pytest.raises(InputError, match="judul kolom"):
        read_bytes(template(language), "templat.xlsx")


@pytest.mark.parametrize("language", LANGUAGES)
def test_filled_template_loads_back(language: str) -> None:
    typed = {"jumlah": 100, "harga_satuan": 250.5, "ongkos_kirim": 0, "total": 25050, "tahun_anggaran": 2025}
    words = {"tahap": "delivered", "jenis_harga": "spot"} if language == "en" else {}
    reading = read_bytes(
        _filled(language, **typed, **words, tanggal=datetime(2025, 3, 12), satuan="box"), "templat.xlsx"
    )
    assert reading.preset == "jointproc"
    assert reading.issues.empty
    line = reading.purchases.iloc[0]
    assert (line["quantity"], line["unit"], line["base_unit"]) == ("100", "kotak", None)
    assert (line["unit_price_idr"], line["amount_idr"], line["date"]) == ("250.5", "25050", "2025-03-12")
    assert (line["fiscal_year"], line["region_code"]) == (2025, "35.78")
    assert line["stage"] == ("delivered" if language == "en" else "contracted")
