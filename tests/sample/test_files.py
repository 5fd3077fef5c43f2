"""The committed files: rebuilt to the byte, of the promised size, exact to the rupiah."""

from __future__ import annotations

import bz2
import csv
import io
import os
import re
import subprocess
import sys
import time
import tomllib
from decimal import Decimal
from types import ModuleType

import pytest

from jointproc import settings
from jointproc.goods.normal_form import normal_form
from jointproc.sample import COLUMNS, FILES, SAMPLE_TITLE, sample_files, sample_lines, write_sample
from jointproc.sample.places import PLACES, TWINS, spelling
from jointproc.sample.wares import wares
from jointproc.sample.wording import worded

DELIMITERS = dict(zip(FILES, ",;", strict=True))


def rows(name: str) -> list[dict[str, str]]:
    text = bz2.decompress((settings.SAMPLE / name).read_bytes()).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text), delimiter=DELIMITERS[name]))


@pytest.fixture(scope="module")
def written() -> dict[str, list[dict[str, str]]]:
    return {name: rows(name) for name in FILES}


def landed_regions() -> ModuleType:
    """The regions package; without it these checks are skipped, and say so."""
    regions = pytest.importorskip("jointproc.regions")
    if not hasattr(regions, "regions"):
        pytest.skip("jointproc.regions is not there: spellings and scenario were not checked against it")
    return regions


def number(text: str, name: str) -> Decimal | None:
    """A number in the convention of its file, or None for words."""
    plain = re.sub(r"^Rp ?", "", text)
    if name == FILES[1]:
        plain = plain.replace(".", "").replace(",", ".")
    return Decimal(plain) if re.fullmatch(r"-?\d+(\.\d+)?", plain) else None


def test_rebuilt_to_the_byte(tmp_path):
    began = time.perf_counter()
    made = write_sample(tmp_path / "new")
    assert time.perf_counter() - began < 20
    assert [path.name for path in made] == list(FILES)
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == sorted(FILES)
    for path in made:
        assert path.read_bytes() == (settings.SAMPLE / path.name).read_bytes(), path.name


def test_the_same_whatever_hash_seed_locale_and_time_zone(tmp_path):
    told = {
        **os.environ,
        "PYTHONHASHSEED": "7",
        "LC_ALL": "C",
        "TZ": "Asia/Jayapura",
        "PYTHONPATH": str(settings.PROJECT),
    }
    code = "import pathlib, sys; from jointproc.sample import write_sample; write_sample(pathlib.Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, env=told, cwd=tmp_path)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (settings.SAMPLE / name).read_bytes()


def test_size_rows_goods_and_regions(written):
    assert [path.name for path in sample_files()] == list(FILES)
    assert sum(path.stat().st_size for path in settings.SAMPLE.iterdir()) < 3_000_000
    everything = [row for name in FILES for row in written[name]]
    assert 38_000 <= len(everything) <= 42_000
    assert {row["tahun_anggaran"] for row in everything} == {"2024", "2025", "2026"}
    assert 290 <= len(wares()) <= 330
    assert all(tuple(row) == COLUMNS for row in everything)
    bought = {line.place.code for lines in sample_lines().values() for line in lines}
    assert bought == {place.code for place in PLACES}
    assert len(bought) == 38


def test_goods_join_once_normalised(written):
    """Every spelling of every good is the same words, and no two goods share them."""
    forms = {(normal_form(w.name), normal_form(w.spec), w.unit) for w in wares()}
    assert len(forms) == len(wares())
    assert len({w.product_code for w in wares() if w.in_catalogue}) == sum(w.in_catalogue for w in wares())
    met = {
        (normal_form(row["uraian_barang"]), normal_form(row["spesifikasi"])) for name in FILES for row in written[name]
    }
    assert met == {(name, spec) for name, spec, _ in forms}
    spellings = {row["uraian_barang"] for row in written[FILES[1]]}
    assert len(spellings) > 3 * len({normal_form(s) for s in spellings})


@pytest.mark.parametrize("text", sorted({w.name for w in wares()} | {w.spec for w in wares()}))
def test_a_habit_never_changes_the_words(text):
    assert {normal_form(worded(text, str(n))) for n in range(60)} == {normal_form(text)}


def test_totals_are_exact(written):
    words = 0
    for name in FILES:
        for row, line in zip(written[name], sample_lines()[name], strict=True):
            parts = [number(row[c], name) for c in ("jumlah", "harga_satuan", "ongkos_kirim", "total")]
            if None in parts:
                assert line.flaw == "words"
                words += 1
                continue
            quantity, price, shipping, total = parts
            assert quantity * price + shipping == total == line.total_idr
    assert words > 0


def test_few_rows_deserve_rejection(written):
    flaws = [line.flaw for lines in sample_lines().values() for line in lines]
    bad = sum(flaw in {"region", "bare_name", "words", "negative"} for flaw in flaws)
    assert 20 <= bad <= 0.005 * len(flaws)
    assert {"tenfold", "thousandfold", "repeated"} <= set(flaws)


def test_names_of_two_regions_carry_their_kind(written):
    bare = 0
    for name in FILES:
        for row, line in zip(written[name], sample_lines()[name], strict=True):
            if line.place.name not in TWINS or line.flaw == "region":
                continue
            has_kind = re.search(r"\b(kab|kabupaten|pemkab|kota|pemkot)\b", row["daerah"], re.IGNORECASE)
            if line.flaw == "bare_name":
                assert row["daerah"] in TWINS
                bare += 1
            else:
                assert has_kind
                assert ("kota" in row["daerah"].lower() or "pemkot" in row["daerah"].lower()) == line.place.is_kota
    assert 0 < bare < 30


def test_dates_lie_in_their_year_and_units_vary(written):
    assert {len(row["tanggal"]) for row in written[FILES[0]]} == {10, 19}
    typed = {re.sub(r"[A-Za-z]+", "x", re.sub(r"\d", "9", row["tanggal"])) for row in written[FILES[1]]}
    assert {"99/99/9999", "9999-99-99", "9999-99-99 99:99:99", "99 x 9999"} <= typed
    assert all(row["tahun_anggaran"] in row["tanggal"] for name in FILES for row in written[name])
    assert {"tablet", "Tablet", "tab", "TBL", "rim", "Rim", "bh", "pcs", "box"} <= {
        row["satuan"] for name in FILES for row in written[name]
    }
    assert {row["tahap"] for name in FILES for row in written[name]} == {"kontrak", "terkirim", "rencana"}
    assert {row["jenis_harga"] for name in FILES for row in written[name]} == {"katalog", "payung", "pasar", ""}


def test_places_agree_with_the_reference():
    regions = landed_regions()
    known = {code: region for code, region in regions.regions().items() if code.startswith("35.")}
    assert {(p.code, p.name, p.kind) for p in PLACES} == {(c, r.short_name, r.kind) for c, r in known.items()}
    for place in PLACES:
        assert abs(place.thousands - known[place.code].population / 1000) <= 0.5
        for office in ("BPBD", "RSUD", "Bappeda", "BPKAD", "Dinas Kesehatan", "Satpol PP", "Dinas Pertanian"):
            assert regions.resolve(spelling(place, office)).code == place.code, spelling(place, office)


def test_the_example_scenario_is_an_illustration():
    text = (settings.SAMPLE / "surabaya-sidoarjo-obat.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)
    assert told["title"].startswith("Ilustrasi")
    assert "belum terverifikasi" in told["note"]
    landed_regions()
    agreements = pytest.importorskip("jointproc.agreements")
    scenario = agreements.Scenario.from_toml(text)
    assert scenario.codes == ("35.78", "35.15")
    assert scenario.lead_code == "35.78"
    assert (scenario.model, scenario.term_years, scenario.split) == ("A", 3, "shapley")
    assert scenario.families == ("obat",)
    bought = {line.place.code for lines in sample_lines().values() for line in lines if line.ware.family == "obat"}
    assert set(scenario.codes) <= bought


def test_labelled_as_synthetic():
    assert SAMPLE_TITLE == "Data contoh (sintetis)"
    assert SAMPLE_TITLE in (settings.SAMPLE / "README.md").read_text(encoding="utf-8")
