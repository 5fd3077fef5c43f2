"""Uploads: several files at once, each shown as it was understood before anything is stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from jointproc.ui import cards, formats, shell
from jointproc.ui import page_upload_state as state
from jointproc.ui.language import _, say
from jointproc.ui.page_upload_decide import BY, decide
from jointproc.ui.page_upload_files import choose_file
from jointproc.ui.page_upload_helps import helps
from jointproc.ui.page_upload_mapping import mapping
from jointproc.ui.page_upload_preview import details, summary
from jointproc.ui.page_upload_read import file_name, read_all, ways
from jointproc.workspace import workspace

__all__ = ["announce", "check"]


def announce() -> None:
    """After storing: what is there now, and where to look at it."""
    stored = state.stored()
    uploads = st.session_state.get(state.batch_key()) or ()
    if uploads and not state.done():
        # a new file is on the table; while several are stored one after the other, the news stays
        stored.clear()
    if not stored:
        return
    with st.container(border=True, gap="small"):
        for one in stored:
            sentence = _(
                "{name} tersimpan: {rows} baris senilai {amount} dari {regions} daerah.",
                name=cards.literal(one.name),
                rows=formats.count(one.rows_accepted),
                amount=formats.idr(one.amount_idr),
                regions=formats.count(len(one.regions)),
            )
            if one.rows_skipped:
                sentence += " " + _("{n} baris sudah ada sebelumnya dan dilewati.", n=formats.count(one.rows_skipped))
            if one.rows_displaced:
                sentence += " " + _("{n} baris lama digantikan.", n=formats.count(one.rows_displaced))
            st.success(sentence, icon=":material/check_circle:")
        with st.container(horizontal=True, gap="small"):
            if st.button(_("Lihat di peta"), type="primary", icon=":material/map:", key="unggah_ke_peta"):
                shell.open_page("peta")
            if shell.has_page("penghematan") and st.button(
                _("Lihat penghematan"), icon=":material/savings:", key="unggah_ke_penghematan"
            ):
                shell.open_page("penghematan")


def check() -> None:
    """The uploader and, once files are there, what was understood of them."""
    st.markdown(
        _(
            "Pilih satu atau beberapa berkas belanja dari komputer ini: **CSV, XLSX, ODS, JSON, Parquet, atau ZIP**, "
            "masing-masing paling besar 200 MB. Isinya ditampilkan dahulu; belum ada yang disimpan sampai Anda menekan "
            "*Simpan ke gudang data*."
        )
    )
    uploads = st.file_uploader(
        _("Berkas belanja"), accept_multiple_files=True, key=state.batch_key(), label_visibility="collapsed"
    )
    helps()
    with state.alone():
        _files(uploads)


def _files(uploads: Sequence[Any]) -> None:
    waiting = [one for one in uploads if one.file_id not in state.done()]
    state.forget_readings(keep={one.file_id for one in waiting})
    if not waiting:
        if uploads:
            state.close_all()
            st.rerun()
        return
    read_all(waiting)
    _one(choose_file(waiting))


def _one(upload: Any) -> None:
    """One file: how to read it, what went wrong or was understood, what each column means, and whether to store it."""
    file_id, name = upload.file_id, file_name(upload)
    outcome = state.outcomes()[file_id]
    if outcome.error is not None:
        st.error(cards.literal(say(outcome.error)), icon=":material/error:")
        st.button(_("Pilih berkas lain"), on_click=state.finish, args=(file_id,), key=f"unggah_lain_{file_id}")
        ways(file_id, outcome)
        if outcome.unknown or state.way(file_id).mapping:
            _map(upload, name, outcome)
    elif outcome.reading is not None:
        st.subheader(_("Begini berkas ini dibaca"), anchor=False)
        summary(outcome, file_id, name)
        ways(file_id, outcome)
        if state.way(file_id).mapping:
            _map(upload, name, outcome)
            st.divider()
        decide(outcome, upload, name)
        details(outcome, name, file_id)


def _map(upload: Any, name: str, outcome: state.Outcome) -> None:
    how = state.way(upload.file_id)
    made = mapping(upload.getvalue(), name, upload.file_id, outcome)
    if made is None:
        return
    if made.keep:
        recipe = made.recipe
        workspace().save_recipe(
            recipe.to_json(), recipe.fingerprint, recipe.title, by=str(st.session_state.get(BY) or "")
        )
    how.recipe, how.preset, how.mapping = made.recipe.to_json(), state.AUTO, False
    how.offered = ""
    st.rerun()
