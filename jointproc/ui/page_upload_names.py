"""What stages and columns are called on screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from jointproc.ui.language import N_, _

__all__ = ["STAGES", "column_name", "years_text"]

_YEARS: Final = 3
STAGES: Final[dict[str, str]] = {
    "planned": N_("rencana"),
    "contracted": N_("kontrak"),
    "delivered": N_("terkirim"),
    "price_list": N_("daftar harga"),
}
_COLUMNS: Final[dict[str, str]] = {
    "account_code": N_("kode rekening"),
    "active": N_("status aktif"),
    "currency": N_("mata uang"),
    "kbki": N_("kode KBKI"),
    "join_key": N_("nomor penghubung"),
    "amount": N_("nilai"),
    "baseline_kind": N_("jenis harga"),
    "buyer": N_("satuan kerja"),
    "catalogue": N_("katalog"),
    "date": N_("tanggal"),
    "deleted": N_("status dihapus"),
    "fiscal_year": N_("tahun anggaran"),
    "method": N_("metode"),
    "product": N_("kode produk"),
    "quantity": N_("jumlah"),
    "region": N_("daerah"),
    "shipping": N_("ongkos kirim"),
    "source_ref": N_("nomor sumber"),
    "spec": N_("spesifikasi"),
    "stage": N_("tahap"),
    "status": N_("status paket"),
    "text": N_("nama barang"),
    "unit": N_("satuan"),
    "unit_price": N_("harga satuan"),
    "vendor": N_("penyedia"),
    "volume": N_("jumlah dan satuan"),
}


def column_name(key: str) -> str:
    """What one of our columns is called on screen."""
    return _(_COLUMNS[key]) if key in _COLUMNS else key


def years_text(years: Sequence[int]) -> str:
    """``2024, 2025``; of many years only the first and the last."""
    if len(years) > _YEARS:
        return f"{min(years)}–{max(years)}"
    return ", ".join(str(year) for year in years) or "–"
