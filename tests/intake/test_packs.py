"""How much a pack holds, when the text says so."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointproc.intake import read_bytes
from jointproc.intake.packs import pack_of
from jointproc.intake.units import holds_things, unit_of
from tests.intake.tables import purchase


@pytest.mark.parametrize(
    ("unit", "goods", "content", "of"),
    [
        ("dus/50", "", "50", None),
        ("box @100 tab", "", "100", "tablet"),
        ("Pak (isi 50)", "", "50", None),
        ("box 100's", "", "100", None),
        ("ktk/100 tes", "", "100", "tes"),
        ("per 100 lembar", "", "100", "lembar"),
        ("box", "Amoksisilin 500 mg box @100 tab", "100", "tablet"),
        ("pak", "Pensil 2B isi 12", "12", None),
        ("dus", "Masker dus isi 50 pcs", "50", "buah"),
        ("kotak", "Parasetamol 500 mg, 10 strip x 10 tablet", "100", "tablet"),
        ("kotak", "kotak @ 10 strip @ 10 tablet", "100", "tablet"),
        ("kotak", "Meloxicam 7,5 mg Box 5 strip 10 Tab", "50", "tablet"),
        ("kotak", "Antasida (10x10 tablet)", "100", "tablet"),
        ("kotak", "Sarung tangan (100 lbr)", "100", "lembar"),
        ("kotak", "sarung tangan 100's", "100", None),
        ("box", "Vitamin C 100 tablet/box", "100", "tablet"),
        ("box", "Iwaki 50 Pcs/Kotak", "50", "buah"),
        ("box", "spuit 1 cc (@100/box)", "100", None),
        ("kotak", "Notrixum 25mg Box 5 Ampul", "5", "ampul"),
        ("pak", "Plastik mika jilid F4 (1 PACK ISI 100)", "100", None),
        ("pak", "Rinso pak isi 6 42 gr", "6", None),
        ("dus", "air mineral 240 ml isi 48 gelas", "48", "gelas"),
        ("dus", "air mineral 600 ml isi 24 botol", "24", "botol"),
        ("dus", "Isi 1.000 lembar", "1000", "lembar"),
    ],
)
def test_the_content_is_read(unit: str, goods: str, content: str, of: str | None) -> None:
    found = pack_of(unit, goods)
    assert found is not None
    assert found.content == Decimal(content)
    assert (found.unit.name if found.unit else None) == of


@pytest.mark.parametrize(
    ("unit", "goods", "content", "base"),
    [
        ("karton", "Kertas HVS A4 70 gsm karton/5 rim", "2500", "lembar"),
        ("pak 5 rim", "", "2500", "lembar"),
        ("dus", "1 dus = 2 lusin", "24", "buah"),
        ("botol", "Sabun tangan isi 410 ml", "0.41", "liter"),
        ("botol 60 ml", "", "0.06", "liter"),
        ("sak 40 kg", "semen", "40", "kg"),
        ("zak", "Semen Portland 50 kg", "50", "kg"),
        ("25 Kg", "beras", "25", "kg"),
        ("tabung", "Oksigen @ 6 m3", "6000", "liter"),
        ("roll", "Kabel NYM 2x1,5 @50 meter", "50", "m"),
    ],
)
def test_a_content_is_told_in_its_base_unit(unit: str, goods: str, content: str, base: str) -> None:
    found = pack_of(unit, goods)
    assert found is not None
    assert found.content == Decimal(content)
    assert found.unit is not None
    assert (found.unit.factor, found.unit.base) == (Decimal(1), base)


@pytest.mark.parametrize(
    "goods",
    [
        "Amoksisilin 500 mg",
        "Keramik 60x40",
        "Kertas A4 70 gsm",
        "Tinta isi ulang",
        "Isi ulang 500 ml",
        "Pipa isi 60 x 40",
        "Isi staples 24/6",
        "Isi staples no 10",
        "Isi cutter L-500",
        "Pensil isi 2B",
        "Spidol isi 3 warna",
        "Raport isi 28 - 35 halaman",
        "Buku tulis isi 38 lembar",
        "Snack @ 15000",
        "AC split @ Rp. 9.610.000,-",
        "Makan rapat ( 139, OK, @ 57 )",
        "Pena 12 pcs Joyko",
        "Laptop HP 14s-DK1506AU",
        "Lampu LED 10 watt",
        "Tramadol 100 mg/2 ml",
        "Meja",
        "",
    ],
)
def test_sizes_strengths_series_and_prices_are_no_content(goods: str) -> None:
    assert pack_of("dus", goods) is None


def test_only_the_container_that_is_bought_has_a_content() -> None:
    assert pack_of("botol", "dus isi 24 botol") is None
    assert pack_of("botol", "1 dus isi 24") is None
    assert pack_of("kotak", "dus isi 40 kotak") is None
    # who buys strips gets ten tablets
    strip = pack_of("strip", "Parasetamol 500 mg, 10 strip x 10 tablet")
    assert strip is not None
    assert strip.content == 10


@pytest.mark.parametrize("unit", ["buah", "lembar", "tablet", "orang kali", "Orang/Kegiatan", "paket", "set", "rim"])
def test_what_is_no_container_has_no_content(unit: str) -> None:
    assert pack_of(unit, "isi 10 pcs") is None


@given(st.sampled_from(["dus", "kotak", "pak", "karton"]), st.integers(2, 1000), st.sampled_from(["pcs", "tablet"]))
def test_round_trip(unit: str, content: int, piece: str) -> None:
    for goods in (
        f"Barang {unit} isi {content} {piece}",
        f"Barang @{content} {piece}",
        f"Barang {content} {piece}/{unit}",
    ):
        found = pack_of(unit, goods)
        assert found is not None
        assert found.content == content
        assert found.unit == unit_of(piece)


_PACKED = st.text("0123456789.,x×@/=:()'-% isdukotabrimgl", max_size=40)


@given(st.one_of(st.text(max_size=60), _PACKED), st.one_of(st.text(max_size=60), _PACKED))
def test_never_fails(unit: str, goods: str) -> None:
    found = pack_of(unit, goods)
    if found is not None:
        assert found.content.is_finite()
        assert 0 < found.content <= 100_000_000
        assert not unit.strip() or holds_things(unit_of(unit)) or not unit_of(unit).dimension


@pytest.mark.parametrize(
    ("unit", "goods", "spec", "content"),
    [
        ("dus/50", "Sarung tangan", "", "50"),
        ("dus/50", "Sarung tangan isi 100", "isi 20", "50"),
        ("Box", "Masker isi 50", "isi 40", "50"),
        ("Box", "Masker 3 lapis", "kemasan isi 40 pcs", "40"),
        ("Box", "Parasetamol 500 mg", "10 strip x 10 tablet", "100"),
        ("Box", "Masker 3", "5 warna", None),
        ("buah", "Masker", "isi 40", None),
        ("paket", "Masker isi 50", "isi 40", None),
    ],
)
def test_a_file_s_unit_goods_and_specification_are_asked_in_turn(
    unit: str, goods: str, spec: str, content: str | None
) -> None:
    reading = read_bytes(purchase({"satuan": unit, "uraian_barang": goods, "spesifikasi": spec}), "x.csv")
    assert reading.purchases["pack_content"].tolist() == [content]
