"""What was understood of a file: its layout and figures, and in full regions, rows, numbers, issues and columns."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd
import streamlit as st

from jointproc.intake import Reading
from jointproc.ui import cards, filters, formats, geography
from jointproc.ui import page_upload_state as state
from jointproc.ui.formats import Column
from jointproc.ui.language import _
from jointproc.ui.page_upload_issues import show_issues
from jointproc.ui.page_upload_names import column_name, years_text
from jointproc.ui.page_upload_numbers import numbers
from jointproc.ui.page_upload_regions import doubtful, spellings
from jointproc.ui.page_upload_rows import SAMPLE_ROWS, table_of_rows

__all__ = ["details", "summary"]

_OTHERS: Final = 3


def summary(outcome: state.Outcome, file_id: str, name: str) -> None:
    """In what layout, how sure, how many rows and how much money; what was left out because it is personal."""
    reading = outcome.reading
    assert reading is not None
    layout = reading.preset_title if reading.preset.startswith("recipe:") else state.named(reading.preset)
    st.markdown(
        _(
            "**{name}** dibaca sebagai **{layout}** (keyakinan {sure}). Belum ada yang disimpan.",
            name=cards.literal(name),
            layout=cards.literal(layout),
            sure=formats.share(reading.confidence, 0),
        )
    )
    _other_ways(reading, file_id)
    if filters.has_sample():
        st.caption(_("Angka di bagian ini berasal dari berkas Anda, bukan dari data contoh."))
    if reading.confidence < state.SURE:
        st.warning(
            _("Tata letaknya belum pasti: periksa contoh barisnya, atau pilih tata letak lain sebelum menyimpan."),
            icon=":material/warning:",
        )
    _figures(outcome, reading)
    if reading.dropped_columns:
        st.info(
            _(
                "Data pribadi tidak disimpan: kolom {columns} dilewati.",
                columns=cards.literal(", ".join(reading.dropped_columns)),
            ),
            icon=":material/shield_person:",
        )


def _other_ways(reading: Reading, file_id: str) -> None:
    """The next best layouts, a recipe that was used, and the way to the mapping screen."""
    how = state.way(file_id)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if how.offered:
            st.caption(
                _(
                    "Resep **{title}** dipakai karena bentuk berkasnya sama.",
                    title=cards.literal(how.offered),
                )
            )
            st.button(_("Baca tanpa resep"), on_click=_without_recipe, args=(file_id,), key=f"unggah_polos_{file_id}")
        elif reading.ranked:
            st.caption(
                _(
                    "Kemungkinan lain: {names}.",
                    names=", ".join(
                        f"{cards.literal(state.named(n))} ({formats.share(c, 0)})" for n, c in reading.ranked[:_OTHERS]
                    ),
                )
            )
        if not how.mapping:
            st.button(
                _("Ubah pemetaan kolom"),
                icon=":material/table_edit:",
                on_click=_start_mapping,
                args=(file_id,),
                key=f"unggah_petakan_{file_id}",
            )


def _without_recipe(file_id: str) -> None:
    how = state.way(file_id)
    how.recipe, how.offered = None, ""


def _start_mapping(file_id: str) -> None:
    state.way(file_id).mapping = True


def _figures(outcome: state.Outcome, reading: Reading) -> None:
    cards.figures(
        [
            cards.Figure(
                _("Baris dibaca"),
                formats.count(reading.rows_read),
                _(
                    "{n} daerah; TA {years}",
                    n=formats.count(len(reading.regions)),
                    years=years_text(reading.fiscal_years),
                ),
            ),
            cards.Figure(
                _("Diterima"),
                formats.count(reading.rows_accepted),
                _("{n} di antaranya dengan catatan", n=formats.count(outcome.noted_n)),
            ),
            cards.Figure(_("Ditolak"), formats.count(reading.rows_rejected), _("alasannya ada di tab Temuan")),
            cards.Figure(
                _("Nilai yang diterima"),
                formats.idr(reading.amount_idr),
                formats.idr(reading.amount_idr, compact=False),
            ),
        ]
    )


def details(outcome: state.Outcome, name: str, file_id: str) -> None:
    """Everything about a reading that a person may want to see before accepting it."""
    reading = outcome.reading
    assert reading is not None
    if outcome.sample is None:
        outcome.sample = reading.sample(SAMPLE_ROWS)
    ask = doubtful(reading.region_spellings)
    open_n, issues_n = int((~ask["by_person"].astype(bool)).sum()), sum(reading.issue_counts.values())
    found, spelled, rows, read, issues, columns = st.tabs(
        [
            _("Daerah ({n})", n=formats.count(len(reading.regions))),
            _("Tulisan daerah ({n} belum pasti)", n=formats.count(open_n)) if open_n else _("Tulisan daerah"),
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
            table_of_rows(outcome.sample, reading.rows_accepted, key="unggah_contoh")
        else:
            st.markdown(_("Belum ada baris yang diterima."))
    with read:
        numbers(reading)
    with issues:
        show_issues(reading.issues, key="unggah_temuan", name=Path(name).stem, reading=reading)
    with columns:
        _columns(reading)


def _columns(reading: Reading) -> None:
    cards.table(
        pd.DataFrame({"ours": [column_name(c) for c in reading.columns], "theirs": list(reading.columns.values())}),
        {"theirs": Column(_("Kolom di berkas"), width=320), "ours": Column(_("Dipakai sebagai"), width=320)},
        alt=_("Kolom berkas dan artinya"),
        key="unggah_kolom",
        totals=_("{n} kolom dipakai", n=formats.count(len(reading.columns))),
    )
    said = {
        "encoding": _("pengodean"),
        "delimiter": _("pemisah"),
        "json": "JSON",
        "ocds_version": "OCDS",
    }
    facts = [f"{said[k]} {v}" for k, v in reading.facts.items() if k in said]
    if reading.sheet:
        facts.insert(0, _("lembar {name}", name=reading.sheet))
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
            "name": Column(_("Daerah"), width=190 if geography.is_phone() else 320),
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
