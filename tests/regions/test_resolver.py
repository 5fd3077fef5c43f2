"""Any spelling met in real files becomes a code, and never by a silent guess."""

from __future__ import annotations

import csv
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointproc import settings
from jointproc.errors import InputError
from jointproc.regions import region, regions, resolve, resolve_many
from tests.conftest import shared_file


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Kab. Bandung", "32.04"),
        ("Bandung (Kab.)", "32.04"),
        ("Bandung (Kota)-Jawa Barat", "32.73"),
        ("Pemerintah Daerah Kabupaten Kubu Raya", "61.12"),
        ("PEMKOT SURABAYA", "35.78"),
        ("Kab. Pangkep", "73.10"),
        ("D202", "61.12"),
        ("Gunung Kidul", "34.03"),
        ("KONUT", "74.09"),
        ("LPSE Kabupaten Sidrap", "73.14"),
        ("Pemprov. Kalsel", "63"),
        ("Kota Baru (Kab.)", "63.02"),
        ("Kabupaten Kotawaringin Barat", "62.01"),
        ("Lima Puluh Kota", "13.07"),
        ("Pemerintah Daerah Provinsi D. I. Yogyakarta", "34"),
        ("KAB. ADM. KEP. SERIBU", "31.01"),
        ("B A T A M", "21.71"),
        ("Kabupaten Toba Samosir", "12.12"),
        ("61.02", "61.02"),
        ("35.10", "35.10"),
        ("kab-sidoarjo", "35.15"),
        ("KAB/KOTA Sidoarjo", "35.15"),
        ("Kota Malang (Kota)", "35.73"),
        ("Kab. Kota Baru", "63.02"),
        ("<b>kab. bandung</b>&nbsp;,", "32.04"),
        ("D179", "35.77"),
    ],
)
def test_spellings_of_real_files(text: str, code: str) -> None:
    answer = resolve(text)
    assert answer.code == code
    assert answer.confidence >= 0.85


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Dinas Kesehatan Kota Pontianak", "61.71"),
        ("Pemerintah Provinsi Kalimantan Utara di Kota Tarakan", "65"),
        ("35.1", "35.10"),
        ("Kab. Trengalek", "35.03"),
        ("Kepulauan Riau", "21"),
        ("Kota Malang, Jawa Barat", "35.73"),
        ("3578.0", "35.78"),
    ],
)
def test_doubtful_readings_say_so(text: str, code: str) -> None:
    answer = resolve(text)
    assert answer.code == code
    assert answer.confidence < 0.85
    assert answer.note is not None


@pytest.mark.parametrize("text", ["Bogor", "Malang", "Kediri", "malang ", "Pontianak", "Mura", "3171", "Yogyakarta"])
def test_it_never_chooses_between_regions_of_one_name(text: str) -> None:
    answer = resolve(text)
    assert answer.code is None
    assert answer.how == "ambiguous"
    assert len(answer.suggestions) >= 2
    assert answer.note is not None


@pytest.mark.parametrize(
    "text", ["Kab/Kota Bandung", "Kabupaten/Kota Bogor", "Kota Malang (Kab.)", "Dinas Kesehatan Kab. Bandung Bart"]
)
def test_a_kind_left_open_or_a_name_cut_short_is_not_filled_in(text: str) -> None:
    answer = resolve(text)
    assert (answer.code, answer.how) == (None, "ambiguous")
    assert len(answer.suggestions) == 2


def test_an_agency_of_kabupaten_or_kota_is_not_decided() -> None:
    assert resolve("Dinas Kesehatan Kab/Kota Bandung").code is None


@pytest.mark.parametrize("text", ["Kab. Surabaya", "Kab. Wakanda", "99.99", "D999", "", "   ", "Kabupaten"])
def test_unknown_stays_unknown(text: str) -> None:
    answer = resolve(text)
    assert answer.code is None
    assert answer.how == "unknown"


def test_a_wrong_kind_is_suggested_not_accepted() -> None:
    assert "35.78" in {s.code for s in resolve("Kab. Surabaya").suggestions}


@pytest.mark.parametrize(
    "text",
    [
        "Kementerian Kesehatan",
        "BPS Provinsi Jawa Timur",
        "Kantor Kementerian Agama Kota Blitar",
        "PDAM Tirta Raharja",
        "K34",
        "Kemenag Kab. Sambas",
        "Bank Kalbar",
        "KPP Pratama Sidoarjo",
    ],
)
def test_ministries_and_companies_are_not_regions(text: str) -> None:
    assert resolve(text).how == "not_a_region"


def test_fuzzy_traps_are_not_fallen_into() -> None:
    # names that a plain string distance maps to the wrong region
    for text, wrong in [("Solo", "13.72"), ("Sidrap", "14.08"), ("Toba Samosir", "12.17"), ("Kab. Kendari", "33.24")]:
        assert resolve(text).code != wrong


def test_a_province_known_beforehand_decides_only_where_it_can() -> None:
    assert resolve("Banjar", province_code="32").code == "32.79"
    assert resolve("Banjar", province_code="63").code == "63.03"
    assert resolve("Malang", province_code="35").code is None
    assert resolve("Malang", province_code="61").how == "ambiguous"
    assert resolve("Kota Malang", province_code="61").confidence < 0.85


def test_many_distinct_spellings_are_quick() -> None:
    spellings = [
        f"{agency} {r.name} {n}" for r in regions().values() for n in range(3) for agency in ("RSUD", "qx", "")
    ]
    started = time.process_time()
    answers = resolve_many(spellings)
    assert len(answers) == len(spellings)
    assert time.process_time() - started < len(spellings) * 0.0004  # 10,000 in 4 s on a busy machine; 1 s is usual


def test_a_paragraph_in_a_cell_costs_nothing() -> None:
    started = time.process_time()
    resolve("<" * 100_000)
    resolve("KOTA A " * 20_000)
    assert time.process_time() - started < 0.5


def test_every_code_of_other_lists_points_to_a_region_once() -> None:
    with (settings.REFERENCE / "lkpp_codes.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len({(row["system"], row["lkpp_code"]) for row in rows}) == len(rows)
    assert {row["code"] for row in rows} <= set(regions())
    assert all(row["source"] and row["name"] for row in rows)
    assert sum(row["system"] == "rup_provinsi" for row in rows) == 38


@given(st.text(max_size=60))
def test_it_never_raises(text: str) -> None:
    answer = resolve(text)
    assert 0 <= answer.confidence <= 1
    assert len(answer.suggestions) <= 3


@given(st.sampled_from(sorted(r.name for r in regions().values())), st.booleans(), st.integers(1, 3))
def test_case_and_spaces_do_not_matter(name: str, upper: bool, spaces: int) -> None:
    written = (name.upper() if upper else name.lower()).replace(" ", " " * spaces)
    assert resolve(f" {written} ").code == resolve(name).code


def test_every_official_name_and_label_resolves() -> None:
    for r in regions().values():
        assert resolve(r.name).code == r.code
        assert resolve(r.label).code == r.code


@pytest.mark.parametrize("column", ["name", "lkpp_rup_name", "lkpp_ecat_name", "inaproc_klpd_name"])
def test_every_name_of_the_official_lists_resolves(column: str) -> None:
    with shared_file("geo/code_crosswalk.csv").open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row[column]]
    wrong = [(row[column], row["code"]) for row in rows if resolve(row[column]).code != row["code"]]
    assert wrong == []


def test_every_observed_alias_resolves() -> None:
    with shared_file("geo/aliases.csv").open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row["cls"] == "observed form"]
    wrong = [(row["alias"], row["code"]) for row in rows if resolve(row["alias"]).code != row["code"]]
    assert len(wrong) / len(rows) <= 0.005, wrong[:20]


def test_every_ambiguous_name_comes_back_ambiguous() -> None:
    with shared_file("geo/ambiguous_names.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            answer = resolve(row["bare"])
            assert answer.how == "ambiguous", row["bare"]
            assert {s.code for s in answer.suggestions} <= set(row["codes"].split(";"))


def test_many_and_one_agree_and_an_unknown_code_is_a_sentence() -> None:
    assert resolve_many(["Kota Malang", "Kota Malang"])["Kota Malang"].code == "35.73"
    with pytest.raises(InputError, match=r"35\.07"):
        region("Malang")
