"""What was understood of a file, in full: regions, texts that name none, cleaned rows, issues, columns."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd
import streamlit as st

from jointproc.intake import Reading
from jointproc.ui import cards, formats, geography
from jointproc.ui.formats import Column
from jointproc.ui.language import _
from jointproc.ui.page_upload_issues import show_issues
from jointproc.ui.page_upload_names import STAGES, column_name
from jointproc.ui.page_upload_numbers import numbers
from jointproc.ui.page_upload_regions import spellings

__all__ = ["STAGES", "column_name", "details", "sample_rows"]

_PREVIEW_ROWS: Final = 20


def details(reading: Reading, name: str, file_id: str) -> None:
    """Everything about a reading that a person may want to see before accepting it."""
    open_n, issues_n = len(reading.unresolved), sum(reading.issue_counts.values())
    found, spelled, rows, read, issues, columns = st.tabs(
        [
            _("Daerah ({n})", n=formats.count(len(reading.regions))),
            _("Tulisan daerah ({n} belum dikenali)", n=formats.count(open_n)) if open_n else _("Tulisan daerah"),
            _("Contoh baris"),
            _("Angka"),
            _("Temuan ({n})", n=formats.count(issues_n)),
            _("Kolom"),
        ]
    )
    with found:
        _regions(reading)
    with spelled:
        spellings(reading, file_id)
    with rows:
        if reading.rows_accepted:
            sample_rows(reading, key="unggah_contoh")
        else:
            st.markdown(_("Belum ada baris yang diterima."))
    with read:
        numbers(reading, file_id)
    with issues:
        show_issues(reading.issues, key="unggah_temuan", name=Path(name).stem, reading=reading)
    with columns:
        _columns(reading)


def _columns(reading: Reading) -> None:
    if reading.dropped_columns:
        st.info(
            _(
                "Data pribadi tidak disimpan: kolom {columns} dilewati.",
                columns=cards.literal(", ".join(reading.dropped_columns)),
            ),
            icon=":material/shield_person:",
        )
    cards.table(
        pd.DataFrame({"ours": [column_name(c) for c in reading.columns], "theirs": list(reading.columns.values())}),
        {"theirs": Column(_("Kolom di berkas"), width=320), "ours": Column(_("Dipakai sebagai"), width=320)},
        alt=_("Kolom berkas dan artinya"),
        key="unggah_kolom",
    )
    said = {"encoding": _("pengodean"), "delimiter": _("pemisah"), "json": "JSON", "ocds_version": "OCDS"}
    facts = [f"{said[k]} {v}" for k, v in reading.facts.items() if k in said]
    if facts:
        st.caption(cards.literal("; ".join(facts)))


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


def sample_rows(reading: Reading, *, key: str) -> None:
    """The first accepted rows, as they were understood."""
    rows = reading.sample(_PREVIEW_ROWS)
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
        key=key,
        totals=_(
            "{shown} baris pertama dari {all}",
            shown=formats.count(len(shown)),
            all=formats.count(reading.rows_accepted),
        ),
    )
