"""Spellings of a unit join in one name; only units of known content get a base quantity."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointproc import settings
from jointproc.goods.assign import INCOMPARABLE_UNITS
from jointproc.intake import unit_of
from jointproc.intake.units import holds_things, known_unit, unit_of_parts


@pytest.mark.parametrize(
    ("text", "name"),
    [("box", "kotak"), ("BX", "kotak"), ("saset", "sachet"), ("TBL", "tablet"), ("Pcs", "buah"), ("Bh.", "buah"),
     ("btl", "botol"), ("Orang / Bulan", "orang bulan"), ("M2", "meter persegi"), ("m²", "meter persegi"),
     ("m^2", "meter persegi"), ("M'", "meter"), ("Kgs", "kilogram"), ("Dos", "dus"), ("Zak", "sak"),
     ("Per Bungkus", "bungkus"), ("(lembar)", "lembar"), ("  Rim ", "rim"), ("Lump Sum", "ls"), ("pkaet", "paket")],
)  # fmt: skip
def test_synonyms(text: str, name: str) -> None:
    assert unit_of(text).name == name


@pytest.mark.parametrize(
    "text", ["OH", "O/H", "orang/hari", "Orang / Hari", "Org/Hr", "orang-hari", "ORANG HARI", "hari/orang"]
)
def test_a_person_for_a_day_in_every_spelling(text: str) -> None:
    assert unit_of(text).name == "orang hari"


@pytest.mark.parametrize(("text", "name"), [("OK", "orang kali"), ("OJ", "orang jam"), ("OB", "orang bulan")])
def test_abbreviated_compounds(text: str, name: str) -> None:
    assert unit_of(text).name == name
    assert unit_of(text).factor is None


def test_a_compound_is_a_unit_of_its_own() -> None:
    assert unit_of("Unit / Tahun") == unit_of("unit/thn") == unit_of("Unit per Tahun")
    assert unit_of("Unit / Tahun").base is None
    assert unit_of("Unit / Tahun").comparable
    assert unit_of_parts(["orang", "kl"]).comparable
    # two words for one thing
    assert unit_of("Box/Kotak").name == "kotak"


@pytest.mark.parametrize("text", ["unit/kegiatan", "Set/Keg", "Paket/Hari", "unit kerja", "dokumen", "laporan", "%"])
def test_packages_and_events_compare_with_nothing(text: str) -> None:
    assert not unit_of(text).comparable


@pytest.mark.parametrize("text", ["Barang/Jasa", "Tender/Seleksi", "PT/CV", "ATK", "Jasa Lainnya"])
def test_words_which_are_no_units_are_not_judged(text: str) -> None:
    assert unit_of(text).comparable
    assert known_unit(text) is None


@pytest.mark.parametrize(
    "text", ["paket", "ls", "kegiatan", "set", "tahun", "bulan", "orang bulan", "titik", "OB", "Bln", "thn", "Org/Bln"]
)
def test_units_of_which_one_can_be_anything_compare_with_nothing(text: str) -> None:
    assert not unit_of(text).comparable


def test_goods_and_units_agree_on_what_compares_with_nothing() -> None:
    assert [name for name in INCOMPARABLE_UNITS if unit_of(name).comparable] == []


def test_persons_at_an_event_are_counted() -> None:
    assert unit_of("Orang/Kegiatan").comparable


@pytest.mark.parametrize("text", ["paket", "ls", "kegiatan", "set", "kotak", "gelondong"])
def test_units_without_content_have_no_base(text: str) -> None:
    assert (unit_of(text).factor, unit_of(text).base) == (None, None)


@pytest.mark.parametrize(("text", "comparable"), [("paket", False), ("set", False), ("ls", False), ("kotak", True)])
def test_what_can_be_compared_once_the_content_is_known(text: str, comparable: bool) -> None:
    assert unit_of(text).comparable is comparable


@pytest.mark.parametrize(("text", "name"), [("dus/50", "dus"), ("Box @100 tab", "kotak"), ("Pak (isi 12)", "pak")])
def test_a_container_with_its_content_is_the_container(text: str, name: str) -> None:
    assert unit_of(text).name == name
    assert holds_things(unit_of(text))


def test_a_weight_as_a_unit_is_no_kilogram() -> None:
    # "25 Kg" is a sack of that weight
    assert known_unit("25 Kg") is None
    assert unit_of("25 Kg").factor is None


@pytest.mark.parametrize(
    ("text", "factor", "base"),
    [("rim", "500", "lembar"), ("pasang", "1", "pasang"), ("lusin", "12", "buah"), ("kodi", "20", "buah"),
     ("ons", "0.1", "kg"), ("kw", "100", "kg"), ("ml", "0.001", "liter"), ("thn", "12", "bulan"),
     ("ha", "10000", "m2")],
)  # fmt: skip
def test_fixed_contents(text: str, factor: str, base: str) -> None:
    assert (unit_of(text).factor, unit_of(text).base) == (Decimal(factor), base)


def test_no_spelling_stands_for_two_units() -> None:
    units = defaultdict(set)
    with (settings.REFERENCE / "units.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            assert row["base_unit"]
            assert not row["factor"] or Decimal(row["factor"]) > 0
            for spelling in (row["unit"], *row["synonyms"].split("|")):
                units[spelling.lower()].add(row["unit"])
    assert [spelling for spelling, found in units.items() if len(found) > 1] == []


def test_base_units_are_units_of_one() -> None:
    with (settings.REFERENCE / "units.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            if row["factor"]:
                base = unit_of(row["base_unit"])
                assert (base.factor, base.base) == (Decimal(1), row["base_unit"]), row["unit"]


@given(st.one_of(st.text(max_size=100), st.text("dus/@0123 box.()-pak", max_size=20)))
def test_never_fails_and_answers_the_same_of_its_own_name(text: str) -> None:
    unit = unit_of(text)
    assert unit.factor is None or unit.factor > 0
    assert (unit.factor is None) == (unit.base is None)
    if known_unit(text):
        assert unit_of(unit.name) == unit
