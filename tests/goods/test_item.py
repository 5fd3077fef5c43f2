"""Lines read: which good, with what."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given, settings

from jointproc.goods.item import read_item
from jointproc.settings import REFERENCE
from tests.goods.lines import ODD, lines


@pytest.mark.parametrize(
    ("text", "spec", "good"),
    [
        ("Kertas", "Kertas HVS 70 Gram A4", "kertas hvs"),
        ("HVS F4 70gr", "", "kertas hvs"),
        ("Ballpoint", "", "bolpen"),
        ("White Board", "120 x 240", "papan tulis"),
        ("Board Marker", "", "spidol whiteboard"),
        ("Penghapus", "Penghapus Board Marker", "penghapus papan tulis"),
        ("Servis Laptop", "", "servis laptop"),
        ("Qwertyuiop", "", ""),
    ],
)  # fmt: skip
def test_the_good_a_line_names(text: str, spec: str, good: str) -> None:
    assert read_item(text, spec).concept == good


def test_every_name_of_the_lexicon_is_read_as_its_good() -> None:
    with (REFERENCE / "goods.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    wrong = [(row["good"], a) for row in rows for a in row["aliases"].split("|") if read_item(a).concept != row["good"]]
    assert wrong == []


def test_the_specification_that_repeats_the_text_adds_nothing() -> None:
    once, twice = read_item("Sapu Ijuk"), read_item("Sapu Ijuk", "SAPU IJUK")
    assert (once.words, once.types, once.described) == (twice.words, twice.types, twice.described)


@settings(deadline=None)
@given(lines)
def test_any_line_is_read(line: tuple[str, str, str]) -> None:
    item = read_item(*line)
    assert item.name <= item.words or not item.name
    assert all(isinstance(words, frozenset) for words in item.kinds.values())


@pytest.mark.parametrize("text", ODD, ids=lambda text: ascii(text[:12]))
def test_odd_lines_are_read(text: str) -> None:
    read_item(text, text, text)
