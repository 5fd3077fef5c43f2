"""How well families are told from package names and from the names of goods."""

from __future__ import annotations

import csv
import time
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointproc.goods import OTHER, classify, families
from jointproc.goods.family_words import find, words_of
from jointproc.text import Message
from tests.conftest import shared_file

PACKAGES = "gold/packages_dev.csv"
# the labels know no such families; their goods are labelled "other"
OURS_ALONE = ("elektronik", "alsintan", "bahan_pokok")


def lines(*texts: str, **more: str) -> pd.DataFrame:
    """Purchases that say nothing but a text, and what ``more`` adds to each."""
    columns = {"catalogue": None, "spec": None, "account_code": None} | more
    return pd.DataFrame({"text": list(texts)}).assign(**columns)


def family_of(text: str, **more: str) -> str:
    return str(classify(lines(text, **more))["family"].iloc[0])


@pytest.fixture(scope="module")
def judged() -> pd.DataFrame:
    """``family, confidence, right, sampling`` of the hand-labelled names."""
    gold = pd.read_csv(shared_file(PACKAGES), dtype=str, keep_default_na=False)
    found = classify(lines(*gold["name"]))
    said = found["family"].replace(dict.fromkeys((*OURS_ALONE, OTHER), "other"))
    right = (said == gold["family"]) | ((said == gold["family2"]) & (gold["family2"] != ""))
    return found.assign(right=right, sampling=gold["sampling"])


def test_package_names_are_told_right(judged: pd.DataFrame) -> None:
    assert len(judged) == 150
    assert judged["right"].mean() >= 0.95
    assert judged.groupby("sampling")["right"].mean().min() >= 0.95


def test_confidence_means_something(judged: pd.DataFrame) -> None:
    sure = judged[judged["confidence"] >= 0.7]
    assert sure["right"].mean() >= 0.95
    assert judged["right"].mean() == pytest.approx(judged["confidence"].mean(), abs=0.1)
    assert sure["right"].mean() >= judged.loc[judged["confidence"] < 0.7, "right"].mean()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kertas HVS 70 gsm F4", "atk"),
        ("Buku tulis", "atk"),
        ("Tinta printer Epson 664", "toner"),
        ("Printer Epson L3110", "laptop"),
        ("Paracetamol 500 mg", "obat"),
        ("Amoxicillin", "obat"),
        ("Amoksisilin kaplet", "obat"),
        ("Levofloxacin", "obat"),
        ("Telmisartan", "obat"),
        ("Infus RL 500 ml", "obat"),
        ("Masker bedah 3 ply", "bmhp"),
        ("Masker N95", "apd_kebencanaan"),
        ("Sarung tangan latex M", "bmhp"),
        ("Kursi roda", "alkes"),
        ("Kursi kerja", "mebel_sekolah"),
        ("Kacamata baca", "alkes"),
        ("Air mineral 600 ml", "mamin"),
        ("Mesin fotocopy", "elektronik"),
        ("Fotocopy", "cetak"),
        ("Kamera CCTV", "cctv"),
        ("Lampu jalan tenaga surya", "pju"),
        ("Semen 50 kg", "semen"),
        ("Pupuk NPK 16-16-16", "pupuk_benih"),
        ("Ban luar 185/70 R14", "kendaraan"),
    ],
)
def test_goods(text: str, expected: str) -> None:
    assert family_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Belanja Bahan-Isi Tabung Pemadam", "apd_kebencanaan"),
        ("Pengadaan Alat-alat Kedokteran", "alkes"),
        ("BelanjaAlat/Bahan untukKegiatanKantor-BahanKomputer", "toner"),
        ("Belanja Jasa Konsultansi Pengawasan Pembangunan Gedung", "konsultansi"),
        ("Pembangunan Gudang Obat", "konstruksi"),
        ("Belanja Pemeliharaan Kendaraan Dinas", "jasa_lokal"),
        ("Belanja Modal Kendaraan Dinas", "kendaraan"),
        ("Belanja Sewa Kendaraan Dinas", OTHER),
        # the activity is named last, after its code, or in front of the account
        ("Belanja Makanan dan Minuman Rapat Sub Kegiatan Pengadaan Obat dan Vaksin", "mamin"),
        ("5.02.01.1.08.0002 Penyediaan Jasa Listrik - Belanja Alat Tulis Kantor", "atk"),
        ("Fasilitasi Pelatihan Tani (Belanja Pupuk)", "pupuk_benih"),
        ("Belanja Bahan Lainnya Berupa Sarung Tangan Nitril", "bmhp"),
        ("Belanja Obat <span class='label'>Tender Ulang</span>", "obat"),
    ],
)
def test_packages(text: str, expected: str) -> None:
    assert family_of(text) == expected


def test_codes_help_where_words_are_silent() -> None:
    found = classify(lines("Kebutuhan triwulan II", account_code="5.1.02.01.01.0037", kbki="3526001001"))
    assert found["family"].tolist() == ["obat"]
    assert "Kode" in str(found["reason"].iloc[0])
    assert family_of("Kebutuhan triwulan II", kbki="4522001001") == "laptop"
    # a generic account hides anything: the words win
    assert family_of("Laptop", account_code="5.1.02.01.01.0036") == "laptop"


def test_every_answer_has_its_reason() -> None:
    found = classify(
        lines("Tinta printer", "qwertz", "Apa saja", catalogue="Obat Generik").assign(
            catalogue=[None, None, "Obat Generik"]
        )
    )
    assert found["family"].tolist() == ["toner", OTHER, "obat"]
    assert all(isinstance(reason, Message) for reason in found["reason"])
    assert [str(reason) for reason in found["reason"]] == [
        "Kata “tinta printer”",
        "Tidak ada kata atau kode yang dikenali",
        "Nama katalog “Obat Generik”",
    ]
    assert found["confidence"].tolist()[1] == 0


@pytest.mark.parametrize("text", ["", " ", "12345 67", "((([[[", ")))", "Ã¢â‚¬â„¢ Â°", "\x00\ufffd", "5.1.02.01"])
def test_what_says_nothing_is_left_open(text: str) -> None:
    assert classify(lines(text))[["family", "confidence"]].to_numpy().tolist() == [[OTHER, 0.0]]


def test_long_text_is_read_from_its_beginning_and_soon() -> None:
    start = time.process_time()
    assert family_of("Belanja Obat " + "a1(" * 3_333) == "obat"
    assert family_of("alat " * 2_000) == OTHER
    assert time.process_time() - start < 1


def test_missing_values_and_an_empty_frame() -> None:
    assert classify(lines()).columns.tolist() == ["family", "confidence", "reason"]
    frame = pd.DataFrame(
        {"text": [None], "spec": [float("nan")], "catalogue": [None], "account_code": [pd.NA]}, index=[7]
    )
    found = classify(frame)
    assert found.index.tolist() == [7]
    assert found["family"].tolist() == [OTHER]


@given(st.text(max_size=200))
def test_never_fails(text: str) -> None:
    found = classify(lines(text))
    assert found["family"].iloc[0] in families()
    assert 0 <= found["confidence"].iloc[0] <= 0.97
    hits = find(text)
    words = words_of(text)
    assert all(hit.words == " ".join(words[hit.start : hit.end]) for hit in hits)
    assert all(before.end <= after.start for before, after in pairwise(hits))


def test_the_rules_name_known_families_and_no_phrase_twice() -> None:
    from jointproc import settings

    with (settings.REFERENCE / "family_rules.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    markers = {"#skip", "#activity", "#purpose", "#good"}
    assert {row["family"] for row in rows} <= set(families()) | markers
    assert {row["level"] for row in rows} <= {"", "family"}
    seen: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        for phrase in row["words"].split(" | "):
            assert phrase == " ".join(phrase.split()) != ""
            seen.setdefault((row["field"], phrase), set()).add(row["family"])
    assert {key: found for key, found in seen.items() if len(found) > 1} == {}
