"""Several files at once: what became of each, which one is looked at, and storing all that are ready."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st

from jointproc.errors import InputError
from jointproc.intake import Reading
from jointproc.ui import cache, cards, formats, geography
from jointproc.ui import page_upload_state as state
from jointproc.ui.formats import Column
from jointproc.ui.language import N_, _, say
from jointproc.ui.page_upload_decide import plan_of, store_one
from jointproc.ui.page_upload_progress import part, working
from jointproc.ui.page_upload_read import file_name

__all__ = ["choose_file", "state_of"]

_STATES: Final = {
    "ready": N_("siap disimpan"),
    "unsure": N_("periksa tata letaknya"),
    "asks": N_("perlu jawaban"),
    "same": N_("sudah pernah dimuat"),
    "nothing": N_("tanpa baris yang diterima"),
    "unknown": N_("tata letak tidak dikenal"),
    "broken": N_("tidak dapat dibaca"),
}
_CHOSEN: Final = "unggah_berkas_dipilih"


def choose_file(uploads: Sequence[Any]) -> Any:
    """The file to look at; with several, a table of them all first."""
    if len(uploads) == 1:
        return uploads[0]
    st.subheader(_("{n} berkas", n=formats.count(len(uploads))), anchor=False)
    states = {one.file_id: state_of(state.outcomes()[one.file_id]) for one in uploads}
    _table(uploads, states)
    ready = [one for one in uploads if states[one.file_id] == "ready"]
    by_id = {one.file_id: one for one in uploads}
    left, right = st.columns([3, 2], gap="medium", vertical_alignment="bottom")
    with left:
        chosen = st.selectbox(
            _("Berkas yang ditampilkan di bawah"),
            list(by_id),
            format_func=lambda i: f"{file_name(by_id[i])} · {_(_STATES[states[i]])}",
            key=_CHOSEN,
        )
    with right:
        wanted = ready and st.button(
            _("Simpan {n} berkas yang siap", n=formats.count(len(ready))),
            icon=":material/save:",
            key="unggah_simpan_semua",
            help=_("Baris yang sudah ada di gudang data dilewati, sehingga tidak ada yang terhitung dua kali."),
        )
    if wanted:
        _store_all(ready)
    return by_id[chosen]


def state_of(outcome: state.Outcome) -> str:
    """One word on what a file still needs."""
    reading = outcome.reading
    if reading is None:
        return "unknown" if outcome.unknown else "broken"
    if not reading.rows_accepted:
        return "nothing"
    if (cache.datasets()["sha256"] == reading.sha256).any():
        return "same"
    if outcome.questions:
        return "asks"
    return "unsure" if reading.confidence < state.SURE else "ready"


def _table(uploads: Sequence[Any], states: dict[str, str]) -> None:
    read = [state.outcomes()[one.file_id].reading for one in uploads]
    shown = pd.DataFrame(
        {
            "name": [file_name(one) for one in uploads],
            "layout": [_layout(r) if r else "–" for r in read],
            "sure": [r.confidence if r else None for r in read],
            "accepted": [r.rows_accepted if r else None for r in read],
            "rejected": [r.rows_rejected if r else None for r in read],
            "amount": [float(r.amount_idr) if r else None for r in read],
            "state": [_(_STATES[states[one.file_id]]) for one in uploads],
        }
    )
    known = [r for r in read if r]
    cards.table(
        shown,
        {
            "name": Column(_("Berkas"), width=170 if geography.is_phone() else 220),
            "state": Column(_("Keadaan"), width=178),
            "layout": Column(_("Dibaca sebagai"), width=205),
            "sure": Column(_("Keyakinan"), "share", width=106, digits=0),
            "accepted": Column(_("Diterima"), "count", width=76),
            "rejected": Column(_("Ditolak"), "count", width=68),
            "amount": Column(_("Nilai"), "idr", width=125),
        },
        alt=_("Berkas yang diunggah dan keadaannya"),
        key="unggah_berkas",
        totals=_(
            "Jumlah: {rows} baris diterima, {rejected} ditolak, {amount}",
            rows=formats.count(sum(r.rows_accepted for r in known)),
            rejected=formats.count(sum(r.rows_rejected for r in known)),
            amount=formats.idr(sum(float(r.amount_idr) for r in known)),
        ),
    )


def _layout(reading: Reading) -> str:
    return reading.preset_title if reading.preset.startswith("recipe:") else state.named(reading.preset)


def _store_all(uploads: Sequence[Any]) -> None:
    """Store one file after the other, each in a transaction of its own; those stored stay when a later one fails."""
    for place, upload in enumerate(uploads):
        name, outcome = file_name(upload), state.outcomes()[upload.file_id]
        about = _("Berkas {place} dari {n}, {name}", place=place + 1, n=formats.count(len(uploads)), name=name)
        try:
            with working(f"unggah_batal_semua_{upload.file_id}", about=about, start=place / len(uploads)) as tell:
                # the files before this one may hold the same lines
                plan = plan_of(outcome)
                if plan.same_file:
                    continue
                store_one(outcome, upload, name, name, plan.suggested, part(tell, place, len(uploads)))
        except InputError as error:
            st.error(cards.literal(f"{name}: {say(error.message)}"), icon=":material/error:")
            return
    st.rerun()
