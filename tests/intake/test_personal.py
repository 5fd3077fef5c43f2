"""Personal data is recognised by header and by value; what is public procurement information is not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointproc.intake import presets
from jointproc.intake.personal import CONTACT_HINT, MASK, is_personal, mask_row, mask_text


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("nip_ppk", "nip"),
        ("NIP", "nip"),
        ("ppk_nip", "nip"),
        ("nip_nama_ppk", "nip"),
        ("nip_nama_pokja", "nip"),
        ("nip_pokja", "nip"),
        ("nama_pokja", "name_of_official"),
        ("nama_ppk", "name_of_official"),
        ("Nama PPK", "name_of_official"),
        ("username_ppk", "name_of_official"),
        ("kd_user_pokja", "name_of_official"),
        ("kd_user_ppk", "name_of_official"),
        ("jabatan_ppk", "name_of_official"),
        ("nama_pemesan", "name_of_official"),
        ("wakil_sah_penyedia", "name_of_official"),
        ("alamat_satker", "name_of_official"),
        ("npwp_penyedia", "npwp"),
        ("npwp16_penyedia", "npwp"),
        ("npwp_16_penyedia", "npwp"),
        ("NPWP", "npwp"),
        ("no_telp_user_pokja", "phone"),
        ("No. HP", "phone"),
        ("Nomor WA", "phone"),
        ("email_user_pokja", "email"),
        ("Surel", "email"),
        ("no_rek_bank", "bank"),
        ("nama_rek_bank", "bank"),
        ("NIK", "nik"),
    ],
)
def test_columns_of_persons_by_header(header: str, kind: str) -> None:
    assert is_personal(header) == kind
    assert is_personal(header, ["***", "***", "***"]) == kind


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["198001012005011001", "19750615 200003 2 004", "199012312015031002"], "nip"),
        (["3515016801900003", "3578011201850001", "6102024505770002"], "nik"),
        (["01.234.567.8-901.000", "02.345.678.9-012.000", "03.456.789.0-123.000"], "npwp"),
        (["a@b.go.id", "c.d@e.com", "x@y.id"], "email"),
        (["081234567890", "+62 812 3456 7890", "6281234567890"], "phone"),
    ],
)
def test_columns_of_persons_by_value(cells: list[str], kind: str) -> None:
    assert is_personal("keterangan", cells) == kind
    assert is_personal("keterangan", [*cells, "***", ""]) == kind


@pytest.mark.parametrize(
    "header",
    ["nama_penyedia", "nama_merchant", "merchant_name", "kd_penyedia", "nama_satker", "hps", "pagu", "nama_paket"],
)
def test_public_columns_stay(header: str) -> None:
    assert is_personal(header) is None
    assert is_personal(header, ["***", "***", "***"]) is None


def test_codes_and_money_are_no_persons() -> None:
    for cells in (
        ["5.1.02.01.01.0024", "5.1.02.01.01.0025", "5.1.02.01.01.0026"],
        ["60832782", "45828523", "60832783"],
        ["1485000000.00", "37000000", "2500000"],
        ["ISR-P2112-161778", "ISR-P2112-161779", "ISR-P2112-161780"],
        ["2024-12-27T11:00:00", "2024-12-28T11:00:00", "2024-12-29T11:00:00"],
    ):
        assert is_personal("kode", cells) is None


def test_no_layout_reads_purchases_from_a_personal_column() -> None:
    """A column that is dropped can't hold what was bought, where or for how much."""
    needed = {"region", "text", "amount", "unit_price", "quantity", "fiscal_year", "date", "source_ref", "vendor"}
    for preset in presets():
        for canonical, headers in preset.columns.items():
            if canonical in needed:
                assert [h for h in headers if is_personal(h)] == [], (preset.name, canonical)


def test_contacts_in_free_text_are_masked_and_nothing_else() -> None:
    assert mask_text("Rak, hub. 0812-3456-7890 atau a.b@c.go.id segera") == f"Rak, hub. {MASK} atau {MASK} segera"
    assert mask_text("WA +62 812 3456 7890") == f"WA {MASK}"
    for text in (
        "Kertas HVS A4 80 gr 500 lembar",
        "Rp 1.485.000.000,00",
        "5.1.02.01.01.0024",
        "Kode RUP 60832782;45828523",
        "No. 027/081/2025",
        "10 Orang x 2 Kali @ 57000",
    ):
        assert mask_text(text) == text


def test_a_row_whose_columns_are_unknown_loses_numbers_of_persons() -> None:
    assert mask_row("x;198001012005011001;Kertas;01.234.567.8-901.000;1000000") == f"x;{MASK};Kertas;{MASK};1000000"


@given(st.text(alphabet="0123456789 +-.@abc()62", max_size=60))
def test_masking_twice_changes_nothing_more_and_the_hint_misses_nothing(text: str) -> None:
    once = mask_text(text)
    assert mask_text(once) == once
    if once != text:
        assert re.search(CONTACT_HINT, text)


@given(st.text(max_size=40), st.lists(st.text(max_size=30), max_size=5))
def test_it_never_fails(header: str, cells: list[str]) -> None:
    is_personal(header, cells)
