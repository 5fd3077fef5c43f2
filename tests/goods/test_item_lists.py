"""Lists of items inside plan texts, and goods against families."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointproc.goods.item_lists import level_of, split_items
from tests.conftest import shared_file

PLANS = "data/kalbar_prov_isb/RUP-PaketPenyedia-Terumumkan_2024.parquet"


def read(text: str) -> list[tuple[str, Decimal, str, Decimal]]:
    return [(item.text, item.quantity, item.unit.name, item.price_idr) for item in split_items(text)]


def test_one_item_a_line() -> None:
    assert read("Ballpoint 30 Buah @ 7.000\r\n\r\nMap 30 Buah @7.000,-\n") == [
        ("Ballpoint", Decimal(30), "buah", Decimal(7000)),
        ("Map", Decimal(30), "buah", Decimal(7000)),
    ]


def test_the_printout_of_the_budget_system() -> None:
    text = (
        "Kegiatan Rapat Rp. 2.210.000,00\r\n"
        "Kertas\r\n Spesifikasi : HVS 70 gr A4 26 Rim 85.000,00 0 % Rp. 2.210.000,\r\n"
        "Snack\r\n        Spesifikasi : Rapat 50 x 2 Orang Kali 16.000,00 0 % Rp.\r\n1.600.000,00\r\n"
        "Ordner\r\n Spesifikasi : --- 3 Buah 28.000 11 % Rp. 93.240"
    )
    assert read(text) == [
        ("Kertas, HVS 70 gr A4", Decimal(26), "rim", Decimal(85000)),
        ("Snack, Rapat", Decimal(100), "orang kali", Decimal(16000)),
        ("Ordner", Decimal(3), "buah", Decimal(28000)),
    ]


def test_the_numbered_lists_of_the_readers_are_known_too() -> None:
    assert read("1. Kertas A4 ( 12, RIM, @ 52.500 ); ") == [("Kertas A4", Decimal(12), "rim", Decimal(52500))]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Kertas; Map; ",
        "Ballpoint 30 Buah @ 7.000\r\nMap",
        "1) AC 2 pk 3 unit beserta selang 15 meter @Rp.11.500.000,-\n2) AC 1 unit @ 5.000.000",
        # the second total contradicts its quantity and price
        "A\nSpesifikasi : x 2 Rim 85.000 0 % Rp. 170.000\nB\nSpesifikasi : y 2 Rim 85.000 0 % Rp. 990.000",
        # broken off
        "A\nSpesifikasi : x 2 Rim 85.000 0 % Rp. 170.000\nB\nSpesifikasi : y 2 Rim",
        "Spesifikasi : x 2 Rim 85.000 0 % Rp. 170.000",
        "A\nSpesifikasi : x 0 Rim 85.000 0 % Rp. 0",
        "Spesifikasi :" * 10_000,
        "1 " * 60_000,
    ],
)
def test_what_is_no_whole_list(text: str) -> None:
    assert split_items(text) == []


def test_items_of_real_plans_add_up() -> None:
    plans = pd.read_parquet(shared_file(PLANS), columns=["urarian_pekerjaan", "spesifikasi_pekerjaan"])
    texts = pd.concat([plans[name] for name in plans.columns]).dropna().astype(str).unique()
    lists = [found for found in map(split_items, texts) if found]
    assert len(lists) >= 12
    assert all(item.quantity > 0 and item.price_idr > 0 and item.text for found in lists for item in found)
    assert max(len(found) for found in lists) == 17


@pytest.mark.parametrize(
    ("text", "stage", "level"),
    [
        ("Belanja Obat-obatan Puskesmas", "planned", "family"),
        ("Belanja Modal Personal Computer", "planned", "family"),
        ("Pengadaan Laptop", "planned", "family"),
        ("Alat tulis kantor", "planned", "family"),
        ("Jasa Kebersihan Kantor", "contracted", "family"),
        ("Rehabilitasi Gedung Kantor 12 m", "contracted", "family"),
        ("", "planned", "family"),
        ("12345", "delivered", "family"),
        ("Kertas HVS 70 gsm F4", "contracted", "good"),
        ("Pupuk NPK 50 kg", "planned", "good"),
        ("Spidol", "planned", "good"),
        ("Paracetamol", "price_list", "good"),
        ("Belanja Obat-Obatan-Obat Acarbose 50 mg", "price_list", "good"),
    ],
)
def test_good_or_family(text: str, stage: str, level: str) -> None:
    found = level_of(text, stage)
    assert found.level == level
    assert str(found.reason)


@given(st.text(max_size=200), st.sampled_from(["planned", "contracted", "delivered", "price_list"]))
def test_never_fails(text: str, stage: str) -> None:
    assert level_of(text, stage).level in ("family", "good")
    assert all(item.quantity.is_finite() and item.price_idr.is_finite() for item in split_items(text))


@given(
    st.lists(
        st.tuples(st.from_regex(r"[A-Z][a-z]{2,9}", fullmatch=True), st.integers(1, 999), st.integers(1, 10**7)),
        min_size=1,
        max_size=5,
    )
)
def test_budget_round_trip(goods: list[tuple[str, int, int]]) -> None:
    text = "".join(f"{name}\n Spesifikasi : - {n} Buah {p},00 0 % Rp. {n * p},00\n" for name, n, p in goods)
    assert [(i.text, i.quantity, i.price_idr) for i in split_items(text)] == [(t, n, p) for t, n, p in goods]
