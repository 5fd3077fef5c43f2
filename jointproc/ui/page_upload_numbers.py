"""How the numbers of a file were read; an ambiguous column is asked about, a broken scale is shown."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import pandas as pd
import streamlit as st

from jointproc.intake import NumberNote, Reading
from jointproc.intake.numbers import read_number
from jointproc.ui import cards, formats
from jointproc.ui.formats import Column
from jointproc.ui.language import N_, _, say
from jointproc.ui.page_upload_names import column_name

__all__ = ["answered", "numbers", "open_questions"]

_CONVENTIONS: Final = {
    "id": N_("1.234,5 (titik ribuan)"),
    "en": N_("1,234.5 (titik desimal)"),
    "plain": N_("tanpa tanda"),
    "ambiguous": N_("belum pasti"),
}
_KEY: Final = "unggah_angka"
_COLUMNS: Final = ("quantity", "unit_price", "shipping", "amount")


def answered(file_id: str) -> dict[str, str]:
    """What the person has said of number columns of this file so far."""
    found = {}
    for column in _COLUMNS:
        answer = st.session_state.get(f"{_KEY}_{file_id}_{column}") or st.session_state.get(
            f"{_KEY}2_{file_id}_{column}"
        )
        if answer and answer != "reject":
            found[column] = str(answer)
    return found


def open_questions(reading: Reading) -> list[str]:
    """Headers of columns that can be read in two ways and were not decided."""
    return [note.header for note in reading.number_columns if note.ambiguous]


def numbers(reading: Reading, file_id: str) -> None:
    """The table of number columns, with a question for each that needs one."""
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
            }
        ),
        {
            "column": Column(_("Dipakai sebagai"), width=120),
            "header": Column(_("Kolom di berkas"), width=150),
            "how": Column(_("Dibaca"), width=180),
            "why": Column(_("Sebabnya"), width=400),
            "examples": Column(_("Contoh"), width=230),
        },
        alt=_("Cara angka setiap kolom dibaca"),
        key="unggah_kolom_angka",
    )
    for note in reading.number_columns:
        if note.ambiguous or st.session_state.get(f"{_KEY}_{file_id}_{note.column}"):
            _which(note, file_id)
        if note.scale_broken_n or st.session_state.get(f"{_KEY}2_{file_id}_{note.column}"):
            _restore(note, file_id)


def _which(note: NumberNote, file_id: str) -> None:
    example = note.examples[0] if note.examples else "1.234"

    def told(convention: str) -> str:
        value = read_number(example, convention)
        return f"{example} = {formats.number(float(Decimal(value)), 3) if value else '?'}"

    st.radio(
        _("Apa arti {example} di kolom {column}?", example=example, column=note.header),
        ["id", "en"],
        index=None,
        format_func=lambda c: told(c) + " · " + _(_CONVENTIONS[c]),
        key=f"{_KEY}_{file_id}_{note.column}",
    )


def _restore(note: NumberNote, file_id: str) -> None:
    if note.scale_broken_n:
        st.warning(
            _(
                "{n} isian di kolom {column} tampaknya seribu kali terlalu kecil, misalnya {examples}: titik ribuannya "
                "hilang di lembar kerja.",
                n=formats.count(note.scale_broken_n),
                column=cards.literal(note.header),
                examples=cards.literal(", ".join(note.scale_examples)),
            ),
            icon=":material/warning:",
        )
    choices = {"reject": _("Tolak baris itu"), "thousands": _("Pulihkan ribuannya (kalikan 1.000)")}
    st.radio(
        _("Baris itu di kolom {column}", column=note.header),
        list(choices),
        format_func=choices.__getitem__,
        key=f"{_KEY}2_{file_id}_{note.column}",
    )
