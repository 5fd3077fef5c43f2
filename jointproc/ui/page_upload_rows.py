"""The first accepted rows of a reading, as they were understood."""

from __future__ import annotations

from typing import Final

import pandas as pd

from jointproc.intake import Reading
from jointproc.ui import cards, formats, geography
from jointproc.ui.formats import Column
from jointproc.ui.language import _
from jointproc.ui.page_upload_names import STAGES

__all__ = ["SAMPLE_ROWS", "sample_rows", "table_of_rows"]

SAMPLE_ROWS: Final = 20


def sample_rows(reading: Reading, *, key: str) -> None:
    """A table of at most twenty rows; columns that stay empty are left out."""
    table_of_rows(reading.sample(SAMPLE_ROWS), reading.rows_accepted, key=key)


def table_of_rows(rows: pd.DataFrame, all_n: int, *, key: str) -> None:
    """Rows of :meth:`Reading.sample`; ``all_n`` is how many were accepted in all."""
    shown = rows.assign(
        date=pd.to_datetime(rows["date"], errors="coerce"),
        region=[geography.label(code) for code in rows["region_code"]],
        stage=[_(STAGES[stage]) for stage in rows["stage"]],
    )
    columns = {
        "line_no": Column(_("Baris"), "count", width=62),
        "region": Column(_("Daerah"), width=150),
        "text": Column(_("Barang"), width=260),
        "quantity": Column(_("Jumlah"), "number", width=80),
        "unit": Column(_("Satuan"), width=80),
        "unit_price_idr": Column(_("Harga"), "price", width=115),
        "amount_idr": Column(_("Nilai"), "price", width=130),
        "date": Column(_("Tanggal"), "date", width=135),
        "stage": Column(_("Tahap"), width=90),
        "buyer": Column(_("Satuan kerja"), width=220),
    }
    cards.table(
        shown,
        {name: column for name, column in columns.items() if shown[name].notna().any()},
        alt=_("Contoh baris yang sudah dibersihkan"),
        key=key,
        totals=_(
            "{shown} baris pertama dari {all}",
            shown=formats.count(len(shown)),
            all=formats.count(all_n),
        ),
    )
