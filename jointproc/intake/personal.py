"""Personal data in spending files: columns that are never kept, and contacts inside free text.

Law: UU 27/2022 on personal data protection. Names of vendors are public procurement information and stay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

__all__ = ["is_personal", "mask_text"]

_HEADERS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("nip", re.compile(r"(^|_)nip(_|$)")),
    ("npwp", re.compile(r"npwp")),
    ("nik", re.compile(r"(^|_)(nik|no_ktp|ktp)(_|$)")),
    ("phone", re.compile(r"(^|_)(no_?telp|telp|telepon|telpon|no_?hp|hp|wa|whatsapp|phone|handphone)(_|$)")),
    ("email", re.compile(r"(^|_)(e_?mail|surel)(_|$)")),
    ("bank", re.compile(r"(^|_)(rek_bank|rekening_bank|no_?rek|nomor_rekening|no_rekening|bank|nama_rek)(_|$)")),
    (
        "name_of_official",
        re.compile(
            r"(^|_)(nama_ppk|username_ppk|nama_pp|nama_pokja|kd_user_\w+|user_pokja|nama_pemesan|jabatan_ppk|"
            r"wakil_sah\w*|nama_pejabat|nama_pa|nama_kpa|nama_bendahara|nama_penerima|alamat_satker)(_|$)"
        ),
    ),
)
_VALUES: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("email", re.compile(r"^[\w.+-]+@[\w-]+\.[\w.]+$")),
    ("npwp", re.compile(r"^\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}$")),
    ("nip", re.compile(r"^(19|20)\d{6}\s?(19|20)\d{4}\s?[12]\s?\d{3}$")),
    ("phone", re.compile(r"^(\+62|62|0)8\d{8,11}$")),
)
_MASK: Final = "[disamarkan]"
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
_PHONE: Final = re.compile(r"(?<![\d.])(?:\+62[ .-]?|0)8\d{1,3}[ .-]?\d{3,4}[ .-]?\d{3,5}(?![\d.])")
_SAME_KIND: Final = 0.6


def is_personal(header: str, samples: Sequence[str] = ()) -> str | None:
    """The kind of personal data a column holds, by its header or its values; ``None`` when it holds none.

    Returns:
        ``name_of_official, nip, npwp, nik, phone, email`` or ``bank``.
    """
    key = re.sub(r"[^a-z0-9]+", "_", header.lower()).strip("_")
    for kind, pattern in _HEADERS:
        if pattern.search(key):
            return kind
    filled = [text.strip() for text in samples if text and text.strip(" *")]
    if len(filled) >= 3:
        for kind, pattern in _VALUES:
            if sum(bool(pattern.match(text)) for text in filled) >= _SAME_KIND * len(filled):
                return kind
    return None


def mask_text(text: str) -> str:
    """Free text with telephone numbers and e-mail addresses masked, everything else as it was."""
    return _PHONE.sub(_MASK, _EMAIL.sub(_MASK, text))
