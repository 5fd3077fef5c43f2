"""How the numbers of a file were read; an ambiguous column is asked about, a broken scale is shown."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import pandas as pd
import streamlit as st

from jointproc.intake import NumberNote, Reading
from jointproc.intake.numbers import read_number
from jointproc.ui import cards, formats
from jointproc.ui import page_upload_state as state
from jointproc.ui.formats import Column
from jointproc.ui.language import N_, _, say
from jointproc.ui.page_upload_names import column_name

__all__ = ["numbers", "questions", "reading_of"]

_CONVENTIONS: Final = {
    "id": N_("1.234,5 (titik ribuan)"),
    "en": N_("1,234.5 (titik desimal)"),
    "plain": N_("tanpa tanda"),
    "ambiguous": N_("belum pasti"),
}
_KEY: Final = "unggah_angka"
_REJECT: Final = "reject"
_RESTORE: Final = "thousands"


def numbers(reading: Reading) -> None:
    """The table of number columns: how each was read, why, and examples."""
    if not reading.number_columns:
        st.markdown(_("Berkas ini tidak memuat kolom angka."))
        return
    cards.table(
        pd.DataFrame(
            {
                "column": [column_name(n.column) for n in reading.number_columns],
                "header": [n.header for n in reading.number_columns],
                "how": [_(_CONVENTIONS[n.convention]) for n in reading.number_columns],
                "why": [say(n.evidence) for n in reading.number_columns],
                "examples": [" · ".join(n.examples) or "–" for n in reading.number_columns],
                "broken": [n.scale_broken_n for n in reading.number_columns],
            }
        ),
        {
            "column": Column(_("Dipakai sebagai"), width=115),
            "header": Column(_("Kolom di berkas"), width=150),
            "how": Column(_("Dibaca"), width=165),
            "why": Column(_("Sebabnya"), width=330),
            "examples": Column(_("Contoh"), width=200),
            "broken": Column(_("Ribuan hilang"), "count", width=108),
        },
        alt=_("Cara angka setiap kolom dibaca"),
        key="unggah_kolom_angka",
    )


def questions(reading: Reading, file_id: str) -> None:
    """What only a person can say of the numbers of this file; answered ones stay, so that an answer can be changed."""
    said = state.way(file_id).conventions
    asked = [n for n in reading.number_columns if n.ambiguous or (n.column in said and said[n.column] != _RESTORE)]
    broken = [n for n in reading.number_columns if n.scale_broken_n or said.get(n.column) == _RESTORE]
    if not asked and not broken:
        return
    with st.container(border=True, gap="small"):
        st.markdown(_("**Pertanyaan tentang angka**"))
        if any(n.ambiguous for n in asked):
            st.markdown(
                _("Tanda di kolom berikut dapat dibaca dengan dua cara. Berkas disimpan setelah Anda menjawabnya.")
            )
        for note in asked:
            _which(note, file_id)
        for note in broken:
            _restore(note, file_id)


def reading_of(example: str, convention: str) -> str:
    """``1.234`` as ``1.234`` or as ``1,234``, in the reader's own notation."""
    value = read_number(example, convention)
    return formats.number(Decimal(value), 4) if value else "–"


def _which(note: NumberNote, file_id: str) -> None:
    example = note.examples[0] if note.examples else "1.234"
    key = f"{_KEY}_{file_id}_{note.column}"
    said = state.way(file_id).conventions.get(note.column)
    told = {"id": _("titik memisahkan ribuan"), "en": _("titik memisahkan desimal")}
    options = list(told)
    st.radio(
        _("{example} di kolom {column} berarti", example=example, column=note.header),
        options,
        index=options.index(said) if said in options else None,
        format_func=lambda c: f"{reading_of(example, c)} · {told[c]}",
        key=key,
        on_change=_keep,
        args=(file_id, note.column, key),
        horizontal=True,
    )


def _restore(note: NumberNote, file_id: str) -> None:
    key = f"{_KEY}2_{file_id}_{note.column}"
    if note.scale_broken_n:
        st.warning(
            _(
                "{n} isian di kolom {column} tampaknya seribu kali terlalu kecil, misalnya {examples}: titik ribuannya "
                "hilang di lembar kerja. Baris itu ditolak, kecuali Anda memulihkannya.",
                n=formats.count(note.scale_broken_n),
                column=cards.literal(note.header),
                examples=cards.literal(", ".join(note.scale_examples)),
            ),
            icon=":material/warning:",
        )
    choices = {_REJECT: _("Tolak baris itu"), _RESTORE: _("Pulihkan ribuannya (kalikan 1.000)")}
    restored = state.way(file_id).conventions.get(note.column) == _RESTORE
    st.radio(
        _("Baris itu di kolom {column}", column=note.header),
        list(choices),
        index=list(choices).index(_RESTORE if restored else _REJECT),
        format_func=choices.__getitem__,
        key=key,
        on_change=_keep,
        args=(file_id, note.column, key),
        horizontal=True,
    )


def _keep(file_id: str, column: str, key: str) -> None:
    answer = st.session_state.get(key)
    if answer is None or answer == _REJECT:
        state.way(file_id).conventions.pop(column, None)
    else:
        state.way(file_id).conventions[column] = str(answer)
