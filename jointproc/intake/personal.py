"""Personal data in spending files: columns that are never kept, and contacts inside free text.

Law: UU 27/2022 on personal data protection. Names of vendors are public procurement information and stay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

__all__ = ["CONTACT_HINT", "MASK", "is_personal", "mask_row", "mask_text"]

MASK: Final = "[disamarkan]"
# A quick test that finds every text `mask_text` may change; also understood by Arrow and DuckDB (RE2).
CONTACT_HINT: Final = r"@|(\+62|62|0)[ .()-]?[0-9]{2}"

# A header is compared with "_" for every run of other signs; "nip_ppk", "NIP PPK" and "nipPpk" are the same.
_HEADERS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("nip", re.compile(r"(^|_)nip(_|$)|^nip_?\w*(ppk|pp|pokja)$")),
    ("npwp", re.compile(r"(^|_)npwp_?\d*(_|$)")),
    ("nik", re.compile(r"(^|_)(nik|no_?ktp|nomor_ktp|ktp|nomor_induk_kependudukan)(_|$)")),
    (
        "phone",
        re.compile(
            r"(^|_)(no_?te?le?pon|no_?te?lp|nomor_te?le?pon|te?lp|telepon|telpon|no_?hp|nomor_hp|hp|no_?wa|nomor_wa|wa|"
            r"whatsapp|phone|handphone|kontak|contact|fax|faks|faksimile)(_|$)"
        ),
    ),
    ("email", re.compile(r"(^|_)(e_?mail|surel|alamat_surel)(_|$)")),
    (
        "bank",
        re.compile(r"(^|_)(rek_bank|rekening_bank|no_?rek|nomor_rekening|no_?rekening|nama_bank|nama_rek|bank)(_|$)"),
    ),
    (
        "name_of_official",
        re.compile(
            r"(^|_)(nama_ppk|username_ppk|user_ppk|ppk_nama|jabatan_ppk|nama_pp|nama_pptk|nama_pokja|user_pokja|pokja|"
            r"nama_pemesan|wakil_sah\w*|nama_pejabat|pejabat_\w+|nama_pa|nama_kpa|nama_bendahara|nama_pegawai|"
            r"nama_penanggung_jawab|penanggung_jawab|alamat_satker|alamat_rumah)(_|$)|(^|_)kd_user_|(^|_)username(_|$)|^ppk$"
        ),
    ),
)
# Words in which "bank", "hp" or "wa" say what was bought or who sold it, not how to reach a person.
_NOT_PERSONAL: Final = re.compile(
    r"nama_penyedia|nama_merchant|merchant_name|nama_pemenang|nama_paket|komoditas|produk|barang"
)
_VALUES: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("email", re.compile(r"^[\w.+-]+@[\w-]+\.[\w.]+$")),
    ("npwp", re.compile(r"^\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}$")),
    # date of birth, month of entry, sex, number
    (
        "nip",
        re.compile(
            r"^(19[4-9]|200)\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\s?(19|20)\d\d(0[1-9]|1[0-2])\s?[12]\s?\d{3}$"
        ),
    ),
    # region, date of birth (women: day + 40), number
    (
        "nik",
        re.compile(r"^[1-9]\d{5}(0[1-9]|[12]\d|3[01]|4[1-9]|[56]\d|7[01])(0[1-9]|1[0-2])\d{6}$"),
    ),
    ("phone", re.compile(r"^(\+62|62|0)[ .-]?8\d([ .-]?\d){7,10}$")),
)
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
_PHONE: Final = re.compile(
    r"(?<![\d.,])(?:\+62[ .-]?8|\+?628|08)\d{1,3}[ .-]?\d{3,4}[ .-]?\d{3,5}(?![\d]|[.,]\d)"
    r"|(?<![\d.,])\(0\d{2,3}\)[ .-]?\d{5,8}(?!\d)"
    r"|(?<![\d.,])\+62[ .-]?\d{2,3}[ .-]?\d{5,8}(?!\d)"
)
_NUMBERS: Final = re.compile(r"(?<!\d)(\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}|\d{15,16}|\d{8} ?\d{6} ?\d ?\d{3})(?!\d)")
_SAME_KIND: Final = 0.6
_ENOUGH: Final = 3


def is_personal(header: str, samples: Sequence[str] = ()) -> str | None:
    """The kind of personal data a column holds, by its header or its values; ``None`` when it holds none.

    Args:
        header: as written in the file.
        samples: some of its cells; masked ones (``***``) say nothing.

    Returns:
        ``name_of_official, nip, npwp, nik, phone, email`` or ``bank``.
    """
    key = re.sub(r"[^a-z0-9]+", "_", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", header).lower()).strip("_")
    if not _NOT_PERSONAL.search(key) or re.search(r"(^|_)(npwp|nik)", key):
        for kind, pattern in _HEADERS:
            if pattern.search(key):
                return kind
    filled = [text for cell in samples if cell and (text := str(cell).strip("\x11\x12 ").removesuffix(".0")).strip("*")]
    if len(filled) >= _ENOUGH:
        for kind, pattern in _VALUES:
            if sum(bool(pattern.match(text)) for text in filled) >= _SAME_KIND * len(filled):
                return kind
    return None


def mask_text(text: str) -> str:
    """Free text with telephone numbers and e-mail addresses masked, everything else as it was."""
    return _PHONE.sub(MASK, _EMAIL.sub(MASK, text))


def mask_row(text: str) -> str:
    """A whole row as text, whose columns are not known: also numbers that may be NIP, NIK, NPWP are masked."""
    return _NUMBERS.sub(MASK, mask_text(text))
