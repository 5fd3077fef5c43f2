"""Beranda with sample, uploaded and no data."""

from __future__ import annotations

from pathlib import Path

from tests.pages.conftest import Opener, words

PAGE = "pages/explore/home.py"


def test_the_answer_comes_first_with_three_numbers(sample: Path, open_page: Opener) -> None:
    at = open_page(PAGE)
    assert not at.exception
    assert not at.error
    heading = at.title[0].value
    assert heading.count("Rp") == 3
    assert "38 daerah" in heading
    assert "sekurang-kurangnya" in heading


def test_sample_data_is_named_as_such(sample: Path, open_page: Opener) -> None:
    assert "Data contoh (sintetis)" in words(open_page(PAGE))


def test_three_cards_each_with_number_and_source(sample: Path, open_page: Opener) -> None:
    at = open_page(PAGE)
    assert [m.label for m in at.metric] == ["Sekurang-kurangnya"] * 3
    assert sum(c.value.startswith("Sumber: ") for c in at.caption) >= 4


def test_a_map_has_a_table_beside_it(sample: Path, open_page: Opener) -> None:
    at = open_page(PAGE)
    assert len(at.get("deck_gl_json_chart")) == 1
    assert len(at.dataframe) == 1


def test_without_data_the_page_says_what_to_do(empty: Path, open_page: Opener) -> None:
    at = open_page(PAGE)
    assert not at.exception
    assert "Belum ada data" in words(at)
    assert "Data contoh" not in words(at)


def test_uploaded_data_takes_the_place_of_the_sample(uploaded: Path, open_page: Opener) -> None:
    at = open_page(PAGE)
    assert not at.exception
    assert not at.error
    assert "3 daerah" in at.title[0].value
    assert "Rp48,4 juta" in words(at)
    assert "Data contoh" not in words(at)


def test_a_filter_that_leaves_nothing_says_so(uploaded: Path, open_page: Opener) -> None:
    at = open_page(PAGE, tahun="1999")
    assert not at.exception
    assert "3 daerah" in at.title[0].value  # a year that is not there is ignored


def test_english_reads_english_numbers(sample: Path, open_page: Opener) -> None:
    at = open_page(PAGE, lang="en")
    assert not at.exception
    assert "," not in at.metric[0].value
