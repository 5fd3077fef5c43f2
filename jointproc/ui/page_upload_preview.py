"""What was understood of a file, in full: regions, texts that name none, cleaned rows, issues, columns."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd
import streamlit as st

from jointproc.intake import Reading
from jointproc.regions import resolve
from jointproc.ui import cards, formats, geography
from jointproc.ui.formats import Column
from jointproc.ui.language import N_, _
from jointproc.ui.page_upload_issues import show_issues

__all__ = ["STAGES", "column_name", "details"]

STAGES: Final[dict[str, str]] = {
    "planned": N_("rencana"),
    "contracted": N_("kontrak"),
    "delivered": N_("terkirim"),
    "price_list": N_("daftar harga"),
}
_COLUMNS: Final[dict[str, str]] = {
    "account_code": N_("kode rekening"),
    "active": N_("status aktif"),
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
_PREVIEW_ROWS: Final = 20
_UNRESOLVED_MOST: Final = 50


def column_name(key: str) -> str:
    """What one of our columns is called on screen."""
    return _(_COLUMNS[key]) if key in _COLUMNS else key


def details(reading: Reading, name: str) -> None:
    """Everything about a reading that a person may want to see before accepting it."""
    unresolved_n, issues_n = len(reading.unresolved), len(reading.issues)
    found, lost, rows, issues, columns = st.tabs(
        [
            _("Daerah ({n})", n=formats.count(len(reading.regions))),
            _("Daerah belum dikenali ({n})", n=formats.count(unresolved_n)),
            _("Contoh baris"),
            _("Temuan ({n})", n=formats.count(issues_n)),
            _("Kolom"),
        ]
    )
    with found:
        _regions(reading)
    with lost:
        _unresolved(reading)
    with rows:
        _sample_rows(reading)
    with issues:
        show_issues(reading.issues, key="unggah_temuan", name=Path(name).stem)
    with columns:
        cards.table(
            pd.DataFrame({"ours": [column_name(c) for c in reading.columns], "theirs": list(reading.columns.values())}),
            {"theirs": Column(_("Kolom di berkas"), width=320), "ours": Column(_("Dipakai sebagai"), width=320)},
            alt=_("Kolom berkas dan artinya"),
            key="unggah_kolom",
        )


def _regions(reading: Reading) -> None:
    if reading.regions.empty:
        st.markdown(_("Belum ada daerah yang dikenali."))
        return
    shown = reading.regions.assign(amount_idr=reading.regions["amount_idr"].astype(float))
    cards.table(
        shown.sort_values("amount_idr", ascending=False),
        {
            "code": Column(_("Kode"), width=80),
            "name": Column(_("Daerah"), width=320),
            "rows": Column(_("Baris"), "count", width=100),
            "amount_idr": Column(_("Nilai"), "idr", width=170),
        },
        alt=_("Daerah yang ditemukan di berkas"),
        key="unggah_daerah_ditemukan",
        totals=_(
            "Jumlah: {n} daerah, {rows} baris, {amount}",
            n=formats.count(len(shown)),
            rows=formats.count(int(shown["rows"].sum())),
            amount=formats.idr(reading.amount_idr),
        ),
    )


def _unresolved(reading: Reading) -> None:
    if reading.unresolved.empty:
        st.markdown(_("Semua daerah dikenali."))
        return
    st.markdown(
        _("Baris dengan tulisan ini ditolak. Perbaiki tulisannya di berkas menurut salah satu usulan, lalu unggah.")
    )
    shown = reading.unresolved.head(_UNRESOLVED_MOST)
    shown = shown.assign(
        suggestions=["; ".join(f"{s.name} ({s.code})" for s in resolve(text).suggestions[:3]) for text in shown["text"]]
    )
    cards.table(
        shown,
        {
            "text": Column(_("Tulisan di berkas"), width=280),
            "rows": Column(_("Baris"), "count", width=80),
            "suggestions": Column(_("Usulan terdekat"), width=560),
        },
        alt=_("Tulisan daerah yang belum dikenali dan usulannya"),
        key="unggah_belum_dikenali",
    )


def _sample_rows(reading: Reading) -> None:
    rows = reading.purchases.head(_PREVIEW_ROWS)
    shown = rows.assign(
        date=pd.to_datetime(rows["date"], errors="coerce"),
        region=[geography.label(code) for code in rows["region_code"]],
        stage=[_(STAGES[stage]) for stage in rows["stage"]],
    )
    cards.table(
        shown,
        {
            "line_no": Column(_("Baris"), "count", width=70),
            "region": Column(_("Daerah"), width=170),
            "date": Column(_("Tanggal"), "date", width=150),
            "text": Column(_("Barang"), width=330),
            "quantity": Column(_("Jumlah"), "number", width=90),
            "unit": Column(_("Satuan"), width=90),
            "unit_price_idr": Column(_("Harga"), "price", width=130),
            "amount_idr": Column(_("Nilai"), "price", width=150),
            "stage": Column(_("Tahap"), width=100),
            "buyer": Column(_("Satuan kerja"), width=240),
        },
        alt=_("Contoh baris yang sudah dibersihkan"),
        key="unggah_contoh",
        totals=_(
            "{shown} baris pertama dari {all}",
            shown=formats.count(len(shown)),
            all=formats.count(len(reading.purchases)),
        ),
    )
