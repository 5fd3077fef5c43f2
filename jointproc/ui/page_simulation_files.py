"""Opening, saving and handing over scenarios on the page Simulasi."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from jointproc.agreements import Scenario
from jointproc.errors import JointprocError
from jointproc.ui import cards, formats
from jointproc.ui import page_simulation as sheet
from jointproc.ui.language import _, say
from jointproc.workspace import workspace

__all__ = ["bar", "told"]

_TOLD: Final = "_simulasi_kabar"
_UPLOAD: Final = "simulasi_unggah"


def told() -> None:
    """What the last opening or saving came to, once."""
    found = st.session_state.pop(_TOLD, None)
    if found:
        fine, sentence = found
        if fine:
            st.success(sentence, icon=":material/check_circle:")
        else:
            st.error(sentence, icon=":material/error:")


def _try(act: Callable[[], str]) -> None:
    """Do it, or keep the sentence that says why not; what is on screen stays as it was."""
    try:
        st.session_state[_TOLD] = (True, act())
    except JointprocError as error:
        st.session_state[_TOLD] = (False, say(error.message))


def bar() -> None:
    """Open, save and download, side by side."""
    with st.container(horizontal=True, gap="small"):
        with st.popover(_("Buka skenario"), icon=":material/folder_open:", key="simulasi_buka"):
            _open()
        with st.popover(_("Simpan"), icon=":material/save:", key="simulasi_simpan"):
            _save()
        _download()


def _open() -> None:
    saved = {one.scenario_id: one for one in workspace().scenarios()}
    st.markdown("**" + _("Tersimpan di ruang kerja") + "**")
    if saved:
        chosen = st.selectbox(
            _("Skenario"),
            list(saved),
            format_func=lambda i: saved[i].title if i in saved else str(i),
            key="simulasi_tersimpan",
        )
        versions = {one.version: one for one in reversed(workspace().versions(chosen))}
        version = st.selectbox(
            _("Versi"),
            list(versions),
            format_func=lambda v: (
                _(
                    "Versi {n} · {day}{by}{note}",
                    n=v,
                    day=formats.day(versions[v].saved_at),
                    by=f" · {versions[v].saved_by}" if versions[v].saved_by else "",
                    note=f" · {versions[v].note[:60]}" if versions[v].note else "",
                )
                if v in versions
                else str(v)
            ),
            key=f"simulasi_versi_{chosen}",
        )
        with st.container(horizontal=True, gap="small"):
            st.button(_("Buka versi ini"), key="simulasi_buka_versi", on_click=_open_saved, args=(chosen, version))
            st.button(_("Gandakan"), key="simulasi_gandakan", on_click=_duplicate, args=(chosen, version))
    else:
        st.caption(_("Belum ada skenario yang disimpan."))
    st.markdown("**" + _("Dari berkas TOML") + "**")
    st.caption(_("Berkas yang sama dibaca oleh baris perintah dan memberi angka yang sama."))
    st.file_uploader(
        _("Berkas skenario (TOML, paling besar 1 MB)"),
        type=["toml"],
        key=_UPLOAD,
        on_change=_open_upload,
        max_upload_size=1,
    )
    if sheet.EXAMPLE.exists():
        st.markdown("**" + _("Contoh") + "**")
        st.button(
            _("Ilustrasi: obat esensial Surabaya–Sidoarjo"),
            icon=":material/science:",
            key="simulasi_contoh",
            on_click=_open_example,
        )


def _open_saved(scenario_id: str, version: int) -> None:
    def act() -> str:
        sheet.open_saved(scenario_id, version)
        return _("Versi {n} dibuka.", n=version)

    _try(act)


def _duplicate(scenario_id: str, version: int) -> None:
    def act() -> str:
        copy = sheet.duplicate(scenario_id, version)
        return _("Digandakan dan dibuka: {title}.", title=cards.literal(copy.title))

    _try(act)


def _open_upload() -> None:
    file = st.session_state.get(_UPLOAD)
    if file is None:
        return

    def act() -> str:
        sheet.open_text(file.getvalue(), "file")
        return _("{file} dibuka.", file=cards.literal(file.name))

    _try(act)


def _open_example() -> None:
    def act() -> str:
        sheet.open_text(sheet.EXAMPLE.read_bytes(), "example")
        return _("Contoh dibuka. Ini ilustrasi pada data contoh, bukan kesepakatan yang pernah ada.")

    _try(act)


def _save() -> None:
    where = sheet.origin()
    base = _current()
    with st.form("simulasi_form", border=False):
        st.text_input(_("Judul"), placeholder=base.title if base else None, max_chars=200, key=sheet.TITLE_FIELD)
        st.text_input(
            _("Disimpan oleh"), value=st.session_state.get("_simulasi_oleh", ""), max_chars=200, key="simulasi_oleh"
        )
        st.text_area(_("Catatan versi ini"), max_chars=2000, height=90, key="simulasi_catatan")
        if where.expected_version:
            st.caption(_("Akan menjadi versi {n}.", n=where.expected_version + 1))
            st.checkbox(_("Simpan sebagai skenario baru"), key="simulasi_baru")
        st.form_submit_button(_("Simpan versi"), type="primary", on_click=_save_now)


def _current() -> Scenario | None:
    try:
        return sheet.build()
    except JointprocError:
        return None


def _save_now() -> None:
    state = st.session_state

    def act() -> str:
        by = str(state.get("simulasi_oleh", ""))
        kept = sheet.save(
            str(state.get(sheet.TITLE_FIELD, "")),
            by,
            str(state.get("simulasi_catatan", "")),
            as_new=bool(state.get("simulasi_baru", False)),
        )
        state["_simulasi_oleh"] = by
        return _("Tersimpan: {title}, versi {n}.", title=cards.literal(kept.title), n=kept.version)

    _try(act)


def _download() -> None:
    scenario = _current()
    st.download_button(
        _("Unduh TOML"),
        data=scenario.to_toml().encode() if scenario else b"",
        file_name=cards.file_name("skenario", scenario.title[:60] if scenario else "", "toml"),
        mime="application/toml",
        icon=":material/download:",
        on_click="ignore",
        disabled=scenario is None,
        key="simulasi_unduh",
    )
