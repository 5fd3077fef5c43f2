"""Regional governments are told apart from provincial offices, vertical agencies, ministries and the rest."""

from __future__ import annotations

import csv
import re
import time
from typing import get_args

import pandas as pd
import pytest

from jointproc import settings
from jointproc.regions import Body, body_note, regions, resolve, resolve_many
from tests.conftest import shared_file

LPSE = "data/lpse_opentender/lpse_tenders_2007-2021_without_sumbar.parquet"


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("Pemerintah Daerah Kabupaten Kubu Raya", "regional_government", "61.12"),
        ("ULP KOTA SEMARANG", "regional_government", "33.74"),
        ("Unit Layanan Pengadaan (ULP) Provinsi Sumatera Selatan", "regional_government", "16"),
        ("UKPBJ PEMERINTAH PROVINSI JAWA TIMUR", "regional_government", "35"),
        ("LPSE KOTA PANGKALPINANG (AGENCY)", "regional_government", "19.71"),
        ("UNIT LAYANAN PENGADAAN POKJA 6 KAB. BUTUR", "regional_government", "74.10"),
        ("PEMKO MEDAN", "regional_government", "12.71"),
        ("ULP Pemerintah Daerah Daerah Istimewa Yogyakarta", "regional_government", "34"),
        ("Agency Pemkab. Bungo Dinas PU", "regional_government", "15.08"),
        ("Dinas Pertanian KONAWE UTARA", "regional_government", "74.09"),
        ("Bagian Perlengkapan SETDAKO Banjarmasin", "regional_government", "63.71"),
        ("Kantor Pelayanan Perizinan Terpadu Kab. Sambas", "regional_government", "61.01"),
        ("Badan Pengawas Daerah Kabupaten Sambas", "regional_government", "61.01"),
        ("Balai Benih Ikan Dinas Perikanan Kab. Sambas", "regional_government", "61.01"),
        ("Dinas Kesehatan Prov.Jateng", "provincial_office", "33"),
        ("UPTD Dispenda Prov. Kaltim Wilayah Balikpapan", "provincial_office", "64"),
        ("Agency Biro Kerja Sama dan Penataan Wilayah Setdaprov Kaltim", "provincial_office", "64"),
        ("Cabang Dinas Pendidikan Wilayah Kabupaten Madiun Provinsi Jawa Timur", "provincial_office", "35"),
        ("BKD Provisi Kepri", "provincial_office", "21"),
        ("RSUD Kab. Melawi", "school_or_hospital", "61.10"),
        ("Puskesmas Pemangkat Kab. Sambas", "school_or_hospital", "61.01"),
        ("Rumah Sakit Jiwa Provinsi Kalimantan Barat", "school_or_hospital", "61"),
        ("SDN 12 Kota Pontianak", "school_or_hospital", "61.71"),
        ("Kecamatan Pontianak Selatan Kota Pontianak", "village", "61.71"),
        ("D202", "regional_government", "61.12"),
        ("61.02", "regional_government", "61.02"),
    ],
)
def test_governments_and_their_offices(text: str, kind: str, code: str) -> None:
    answer = resolve(text)
    assert (answer.kind, answer.code) == (kind, code)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Kanwil Kemenag Prov. Jatim", "vertical_agency"),
        ("KPP Pratama Pontianak Barat", "vertical_agency"),
        ("Polres Sambas", "vertical_agency"),
        ("Biddokkes Polda DIY", "vertical_agency"),
        ("Kodim 1202/Singkawang", "vertical_agency"),
        ("Kejari Kab. Sambas", "vertical_agency"),
        ("Pengadilan Negeri Kota Singkawang", "vertical_agency"),
        ("BPS Kab. Sambas", "vertical_agency"),
        ("LPSE BPS PROVINSI PAPUA", "vertical_agency"),
        ("Biro Pusat Statistik Prov. Kalbar", "vertical_agency"),
        ("Agency BPK Perwakilan Prov. Kaltim", "vertical_agency"),
        ("Perwakilan BKKBN Provinsi Kalimantan Timur", "vertical_agency"),
        ("Perwakilan Provinsi Bali Badan Pemeriksa Keuangan Republik Indonesia", "vertical_agency"),
        ("Kantor Kementerian Agama Kab. Sambas", "vertical_agency"),
        ("BPOM di Kota Pontianak", "vertical_agency"),
        ("KPU Kab. Sambas", "vertical_agency"),
        ("Instansi Vertikal di Provinsi Kepulauan Riau", "vertical_agency"),
        ("Balai Bahasa Provinsi Kalimantan Barat", "vertical_agency"),
        ("BALAI PENGELOLAAN DAERAH ALIRAN SUNGAI SERAYU OPAK PROGO", "vertical_agency"),
        ("Rumah Sakit Bhayangkara Kota Kediri", "vertical_agency"),
        ("MAN 2 Kota Malang", "vertical_agency"),
        ("Kementerian Kesehatan", "ministry"),
        ("Kemenkes RI", "ministry"),
        ("Badan Pusat Statistik", "ministry"),
        ("Kementerian Desa Pembangunan Daerah Tertinggal dan Transmigrasi RI", "ministry"),
        ("K34", "ministry"),
        ("PDAM Kota Denpasar", "soe_or_blu"),
        ("Perusahaan Daerah Pengelola Air Limbah (PD PAL) Kota Banjarmasin", "soe_or_blu"),
        ("Bank Kalbar", "soe_or_blu"),
        ("Politeknik Kesehatan Prov. Kaltim", "soe_or_blu"),
        ("B154", "soe_or_blu"),
        ("Desa Sungai Kelambu Kab. Sambas", "village"),
        ("Nagari Koto Gadang", "village"),
        ("Komite Olahraga Nasional Indonesia Kota Yogyakarta", "unknown"),
    ],
)
def test_whoever_is_no_regional_government_never_gets_a_code(text: str, kind: str) -> None:
    answer = resolve(text)
    assert (answer.kind, answer.code, answer.how) == (kind, None, "not_a_region")
    assert answer.note is not None
    assert text in str(answer.note)


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("Kab Sambas Utara", "61.01"),
        ("Pemerintah Kabupaten Bandung Selatan", "32.04"),
        ("Dinas Kesehatan Kab. Sambas Utara", "61.01"),
        ("Pemerintah Daerah Kabupaten Nduga Tengah", "95.08"),
        ("Kab. Melawi Nanga Pinoh", "61.10"),
        ("RSUD DR. SOETOMO SURABAYA", "35"),
        ("UPT Pendapatan Daerah Singkawang", "61"),
        ("BPT BINA MARGA WILAYAH MAGELANG", "33"),
        ("Dinas Sosial Pemkab Buleleng, Pemkab Jembrana", "51.08"),
    ],
)
def test_a_place_that_is_not_the_owner_is_only_suggested(text: str, suggested: str) -> None:
    answer = resolve(text)
    assert answer.code is None
    assert answer.confidence == 0
    assert suggested in {s.code for s in answer.suggestions}
    assert answer.note is not None


def test_an_upper_school_may_be_the_province_s() -> None:
    answer = resolve("SMAN 1 Kab. Sambas")
    assert (answer.code, [s.code for s in answer.suggestions]) == ("61.01", ["61.01", "61"])
    assert (
        answer.confidence < resolve("SDN 1 Kab. Sambas").confidence < resolve("Dinas PU Kab. Sambas").confidence < 0.85
    )


@pytest.mark.parametrize(
    "text", ["Dinas Pendidikan", "Kelurahan Benua Melayu Darat", "RSUD dr. Soedarso", "Inspektorat"]
)
def test_an_office_without_a_region_asks_for_it(text: str) -> None:
    answer = resolve(text)
    assert (answer.code, answer.how) == (None, "unknown")
    assert "tidak menyebut daerahnya" in str(answer.note)


def test_every_name_and_alias_of_a_region_is_a_government() -> None:
    with (settings.REFERENCE / "region_aliases.csv").open(encoding="utf-8", newline="") as handle:
        aliases = [row["alias"] for row in csv.DictReader(handle)]
    names = [n for r in regions().values() for n in (r.name, r.label, r.short_name, r.name.upper())]
    wrong = [n for n in [*names, *aliases] if resolve(n).kind not in ("regional_government", "unknown")]
    assert wrong == []
    assert [n for n in names if resolve(n).how in ("not_a_region", "unknown")] == []


def test_every_kind_has_a_sentence_of_its_own() -> None:
    assert len({str(body_note(body, "X")) for body in get_args(Body)}) == len(get_args(Body))


def test_agencies_of_200_000_real_tenders() -> None:
    agencies = pd.read_parquet(shared_file(LPSE), columns=["instansi"])["instansi"].dropna().value_counts()
    resolve.cache_clear()
    began = time.process_time()
    answers = resolve_many(agencies.index)
    assert time.process_time() - began < 2
    found = pd.DataFrame(
        {"rows": agencies, "code": [answers[t].code for t in agencies.index], "text": agencies.index.str.upper()}
    )
    # judged by words of our own here, not by those of the code under test
    national = re.compile(
        r"KEMENT|KEMENAG|\bPOL(DA|RES|RI|TEK)|KEJA(RI|TI|KSAAN)|PENGADILAN|\bBPS\b|PUSAT STATISTIK|\bKPU\b|KOMISI PEMI"
        r"|\bBPK\b|PEMERIKSA KEU|BKKBN|KANWIL|KANTOR WIL|PERTANAHAN|\bPDAM\b|UNIVERSITAS|MADRASAH|BALAI BESAR|KARANTINA"
        r"|NASIONAL|REPUBLIK|^PT |\bBANK\b|LEMBAGA PE|VERTIKAL|\bRSUP\b|UMUM PUSAT|\bSAR\b"
    )
    is_national = found["text"].map(lambda t: bool(national.search(t)) and "DINAS" not in t)
    assert found[is_national & found["code"].notna()]["text"].tolist() == []
    regional = found[
        ~is_national & found["text"].str.contains(r"PEMERINTAH|PEM[KP]|PROV|\bKAB|KOTA|DINAS|SETDA|RSUD|LPSE")
    ]
    assert regional[regional["code"].notna()]["rows"].sum() / regional["rows"].sum() >= 0.97
    governments = found[found["text"].str.match(r"(PEMERINTAH|PEMKAB|PEMKOT?|PEMPROV)\b.*\b(KAB|KOTA|PROV)")]
    lost = governments[governments["code"].isna()]
    assert lost["rows"].sum() <= 6, lost["text"].tolist()
