"""Store or not: what is asked first, how the file meets what is stored already, and the storing itself."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pandas as pd
import streamlit as st

from jointproc import intake
from jointproc.errors import InputError
from jointproc.pipeline import LoadMode, LoadPlan, LoadResult, plan_load, store
from jointproc.ui import cache, cards, filters, formats
from jointproc.ui import page_upload_state as state
from jointproc.ui.language import _, say
from jointproc.ui.page_upload_modes import choose_mode
from jointproc.ui.page_upload_numbers import questions
from jointproc.ui.page_upload_progress import Tell, working
from jointproc.warehouse import BOUGHT
from jointproc.workspace import workspace

__all__ = ["BY", "decide", "plan_of", "store_one"]

BY: Final = "_unggah_oleh"


def decide(outcome: state.Outcome, upload: Any, name: str) -> None:
    """Store or not; the very same file again is stored only in the place of the old one."""
    reading, file_id = outcome.reading, upload.file_id
    assert reading is not None
    if not reading.rows_accepted:
        st.error(
            _(
                "Tidak satu pun dari {rows} baris dapat diterima: lihat alasannya di tab Temuan, perbaiki berkasnya, "
                "lalu unggah lagi.",
                rows=formats.count(reading.rows_read),
            ),
            icon=":material/error:",
        )
        st.button(_("Batal"), on_click=state.finish, args=(file_id,), key=f"unggah_batal_{file_id}")
        return
    datasets = cache.datasets()
    same = datasets[datasets["sha256"] == reading.sha256]
    if not same.empty:
        st.warning(
            _(
                "Berkas yang sama persis sudah dimuat sebagai {name} pada {day}. Menyimpan berarti menggantinya, "
                "bukan menambah.",
                name=cards.literal(same["name"].iloc[0]),
                day=formats.day(pd.Timestamp(same["loaded_at"].iloc[0]).to_pydatetime()),
            ),
            icon=":material/warning:",
        )
    if not reading.stages & set(BOUGHT):
        st.info(
            _("Isi berkas ini rencana atau daftar harga, bukan belanja: disimpan, tetapi tidak ikut dihitung."),
            icon=":material/info:",
        )
    questions(reading, file_id)
    first, second = st.columns(2, gap="medium")
    with first:
        title = st.text_input(_("Nama dataset"), value=name, max_chars=120, key=f"unggah_nama_{file_id}")
    with second:
        st.text_input(_("Dimuat oleh (boleh kosong)"), max_chars=80, key=BY, persist_state="session")
    mode = choose_mode(plan_of(outcome), f"unggah_mode_{file_id}")
    slot = st.container()
    with st.container(horizontal=True, gap="small"):
        wanted = st.button(
            _("Simpan ke gudang data") if same.empty else _("Ganti dataset yang lama"),
            type="primary",
            icon=":material/save:",
            disabled=bool(outcome.questions),
            key=f"unggah_simpan_{file_id}",
        )
        st.button(_("Batal"), on_click=state.finish, args=(file_id,), key=f"unggah_batal_{file_id}")
    if wanted:
        with slot:
            _store(outcome, upload, name, title.strip() or name, mode)


def plan_of(outcome: state.Outcome) -> LoadPlan:
    """What storing would do, counted once for each state of the warehouse."""
    assert outcome.reading is not None
    at = cache.key()
    if outcome.plan is None or outcome.plan_at != at:
        with st.spinner(_("Membandingkan dengan isi gudang data…"), show_time=False):
            outcome.plan, outcome.plan_at = plan_load(outcome.reading), at
    return outcome.plan


def _store(outcome: state.Outcome, upload: Any, name: str, title: str, mode: LoadMode) -> None:
    assert outcome.reading is not None
    alone = len(state.outcomes()) == 1 and bool(outcome.reading.stages & set(BOUGHT))
    try:
        with working(f"unggah_batal_simpan_{upload.file_id}") as tell:
            stored = store_one(outcome, upload, name, title, mode, tell)
    except InputError as error:
        st.error(cards.literal(say(error.message)), icon=":material/error:")
        return
    if alone and not state.done() - {upload.file_id}:
        filters.use_dataset(stored.dataset_id)
    st.rerun()


def store_one(outcome: state.Outcome, upload: Any, name: str, title: str, mode: LoadMode, tell: Tell) -> LoadResult:
    """Store one reading and remember what was answered about it.

    Raises:
        InputError: nothing was stored.
    """
    reading, ask = outcome.reading, outcome.ask
    assert reading is not None
    by = str(st.session_state.get(BY) or "").strip()
    kept, finished, held = state.stored(), state.done(), state.outcomes()
    recipe = intake.Recipe.from_json(ask.recipe) if ask.recipe else None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(upload.getvalue())
        stored = store(
            reading,
            path,
            mode=mode,
            region=ask.region,
            year=ask.year,
            recipe=recipe,
            conventions=dict(ask.conventions),
            name=title,
            loaded_by=by,
            progress=tell,
        )
    # Stored is stored: from here on nothing touches the session, where a click on "cancel" would end this run.
    kept.append(stored)
    finished.add(upload.file_id)
    held.pop(upload.file_id, None)
    for text, code in ask.answers:
        workspace().remember_region(text, code, by=by)
    if recipe is not None and ask.conventions and workspace().recipe_for(recipe.fingerprint):
        # the answers about numbers belong to the recipe: the next file of this shape is not asked about again
        recipe = replace(recipe, conventions={**recipe.conventions, **dict(ask.conventions)})
        workspace().save_recipe(recipe.to_json(), recipe.fingerprint, recipe.title, by=by)
    state.leave(outcome)
    return stored
