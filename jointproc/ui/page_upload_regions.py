"""Spellings of regions in a file, how each was understood, and the person's own answer where we are not sure."""

from __future__ import annotations

from typing import Final

import streamlit as st

from jointproc import regions as geo
from jointproc.intake import Reading
from jointproc.ui import cards, formats, geography
from jointproc.ui.formats import Column
from jointproc.ui.language import N_, _

__all__ = ["answered", "spellings"]

NOT_A_REGION: Final = "-"
_SURE: Final = 0.85
_MOST: Final = 25
_KEY: Final = "unggah_ejaan"
_HOW: Final = {
    "code": N_("kode"),
    "lkpp_code": N_("kode LKPP"),
    "official": N_("nama resmi"),
    "alias": N_("nama lain"),
    "fuzzy": N_("ejaan mirip"),
    "contained": N_("nama di dalam teks"),
    "ambiguous": N_("bermakna ganda"),
    "not_a_region": N_("bukan pemerintah daerah"),
    "unknown": N_("tidak dikenal"),
    "person": N_("jawaban Anda"),
}


def answered(file_id: str) -> dict[str, str]:
    """Spelling → code, or ``-``, as the person has said for this file so far."""
    return dict(st.session_state.get(f"{_KEY}_{file_id}", {}))


def spellings(reading: Reading, file_id: str) -> None:
    """Every spelling with our answer, and a choice for each doubtful one."""
    found = reading.region_spellings
    if found.empty:
        st.markdown(_("Berkas ini tidak menyebut daerah; dipakai daerah yang Anda pilih."))
        return
    order = found.assign(open=found["code"].isna()).sort_values(["open", "rows"], ascending=[False, False])
    cards.table(
        order.assign(
            answer=[n or "–" for n in order["name"]],
            how=[_(_HOW.get(h, h)) for h in order["how"]],
            confidence=order["confidence"].where(order["code"].notna()),
            closest=["; ".join(name for _c, name in three) for three in order["suggestions"]],
        ),
        {
            "text": Column(_("Tulisan di berkas"), width=250),
            "rows": Column(_("Baris"), "count", width=75),
            "answer": Column(_("Dibaca sebagai"), width=200),
            "how": Column(_("Menurut"), width=140),
            "confidence": Column(_("Keyakinan"), "share", width=90),
            "closest": Column(_("Usulan terdekat"), width=330),
        },
        alt=_("Tulisan daerah di berkas dan artinya"),
        key="unggah_ejaan_daerah",
        totals=_("{n} tulisan berbeda", n=formats.count(len(order))),
    )
    doubtful = order[
        (order["code"].isna() | (order["confidence"] < _SURE) | order["by_person"]) & (order["text"] != "")
    ]
    if doubtful.empty:
        return
    st.markdown(_("**Tentukan sendiri** yang belum pasti; jawaban diingat untuk berkas berikutnya."))
    columns = st.columns(2, gap="medium")
    for place, row in enumerate(doubtful.head(_MOST).itertuples()):
        with columns[place % 2]:
            _ask(str(row.text), [code for code, _name in row.suggestions], file_id, int(row.rows))
    if len(doubtful) > _MOST:
        st.caption(
            _("{n} tulisan lain belum ditampilkan; jawab yang di atas dahulu.", n=formats.count(len(doubtful) - _MOST))
        )


def _ask(text: str, closest: list[str], file_id: str, rows_n: int) -> None:
    key = f"{_KEY}_{file_id}_{text}"
    options = list(dict.fromkeys([*closest, NOT_A_REGION, *geo.regions()]))
    said = answered(file_id).get(text)
    st.selectbox(
        _("{text} ({n} baris)", text=cards.literal(text[:80]), n=formats.count(rows_n)),
        options,
        index=options.index(said) if said in options else None,
        placeholder=_("Biarkan seperti dibaca"),
        format_func=lambda c: _("Bukan pemerintah daerah") if c == NOT_A_REGION else geography.name(c),
        key=key,
        on_change=_keep,
        args=(file_id, text, key),
    )


def _keep(file_id: str, text: str, key: str) -> None:
    answers = answered(file_id)
    chosen = st.session_state.get(key)
    if chosen is None:
        answers.pop(text, None)
    else:
        answers[text] = str(chosen)
    st.session_state[f"{_KEY}_{file_id}"] = answers
