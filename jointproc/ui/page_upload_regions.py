"""Spellings of regions in a file, how each was understood, and the person's own answer where we are not sure."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from jointproc import regions as geo
from jointproc.intake import Reading
from jointproc.ui import cards, formats, geography
from jointproc.ui import page_upload_state as state
from jointproc.ui.formats import Column
from jointproc.ui.language import N_, _

__all__ = ["doubtful", "spellings"]

NOT_A_REGION: Final = "-"
_SURE: Final = 0.85
_MOST: Final = 24
# Reading again after each answer is fine while it takes no longer than this; else answers are gathered first.
_QUICK_S: Final = 2.0
_KEY, _PENDING, _OTHER = "unggah_ejaan", "_unggah_jawaban_tunggu", "unggah_ejaan_lain"
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
_KINDS: Final = {
    "regional_government": N_("pemerintah daerah"),
    "provincial_office": N_("perangkat daerah"),
    "vertical_agency": N_("instansi vertikal"),
    "ministry": N_("kementerian atau lembaga"),
    "soe_or_blu": N_("badan usaha, BLU, atau kampus"),
    "village": N_("desa atau kecamatan"),
    "school_or_hospital": N_("sekolah atau fasilitas kesehatan"),
    "unknown": N_("belum dikenali"),
}


def doubtful(found: pd.DataFrame) -> pd.DataFrame:
    """The spellings a person should look at, commonest first.

    What is known to be somebody else's (a ministry, a vertical agency) is not asked about; what a person has answered
    stays, so that the answer can be changed.
    """
    unsure = found["code"].isna() & (found["how"] != "not_a_region")
    unsure |= found["code"].notna() & (found["confidence"] < _SURE)
    return found[(unsure | found["by_person"].astype(bool)) & (found["text"] != "")].sort_values(
        "rows", ascending=False
    )


def spellings(reading: Reading, file_id: str) -> None:
    """Every spelling with our answer, and a choice for each doubtful one."""
    found = reading.region_spellings
    if found.empty:
        st.markdown(_("Berkas ini tidak menyebut daerah; dipakai daerah yang Anda pilih."))
        return
    ask = doubtful(found)
    _table(found, set(ask.loc[~ask["by_person"], "text"]))
    _choices(reading, file_id, ask)


def _table(found: pd.DataFrame, open_texts: set[str]) -> None:
    order = found.assign(open=found["text"].isin(open_texts)).sort_values(["open", "rows"], ascending=False)
    accepted = int(order.loc[order["code"].notna(), "rows"].sum())
    cards.table(
        order.assign(
            answer=order["name"].where(order["code"].notna()),
            how=[_(_HOW.get(how, how)) for how in order["how"]],
            kind=[_(_KINDS.get(kind, kind)) for kind in order["kind"]],
            confidence=order["confidence"].where(order["code"].notna()),
            closest=["; ".join(name for _c, name in three) or "–" for three in order["suggestions"]],
        ),
        {
            "text": Column(_("Tulisan di berkas"), width=150 if geography.is_phone() else 240),
            "rows": Column(_("Baris"), "count", width=70),
            "answer": Column(_("Dibaca sebagai"), width=185),
            "how": Column(_("Menurut"), width=165),
            "confidence": Column(_("Keyakinan"), "share", width=108, digits=0),
            "kind": Column(_("Jenis"), width=170),
            "closest": Column(_("Usulan terdekat"), width=420),
        },
        alt=_("Tulisan daerah di berkas dan artinya"),
        key="unggah_ejaan_daerah",
        totals=_(
            "{n} tulisan berbeda; {accepted} dari {rows} baris punya daerah",
            n=formats.count(len(order)),
            accepted=formats.count(accepted),
            rows=formats.count(int(order["rows"].sum())),
        ),
    )


def _choices(reading: Reading, file_id: str, ask: pd.DataFrame) -> None:
    others = [t for t in reading.region_spellings["text"] if t and t not in set(ask["text"])]
    read_as = dict(zip(reading.region_spellings["text"], reading.region_spellings["code"], strict=True))
    shown = [(str(row.text), [code for code, _n in row.suggestions], int(row.rows)) for row in ask.itertuples()]
    if others:
        picked = st.multiselect(
            _("Ubah jawaban untuk tulisan lain"),
            others,
            key=f"{_OTHER}_{file_id}",
            placeholder=_("Pilih tulisan yang dibaca keliru"),
        )
        rows = dict(zip(reading.region_spellings["text"], reading.region_spellings["rows"], strict=True))
        shown = [(text, [], int(rows[text])) for text in picked] + shown
    if not shown:
        return
    st.markdown(_("**Tentukan sendiri** yang belum pasti; jawaban diingat setelah berkas disimpan."))
    at_once = reading.seconds < _QUICK_S
    columns = st.columns(2, gap="medium")
    for place, (text, closest, rows_n) in enumerate(shown[:_MOST]):
        with columns[place % 2]:
            _ask(text, read_as[text], closest, file_id, rows_n, at_once)
    if len(shown) > _MOST:
        st.caption(_("{n} tulisan lain belum ditampilkan; jawab yang di atas dahulu.", n=len(shown) - _MOST))
    waiting = _pending()
    if waiting:
        st.button(
            _("Baca ulang dengan {n} jawaban", n=formats.count(len(waiting))),
            type="primary",
            icon=":material/refresh:",
            on_click=_apply,
            key=f"unggah_terapkan_{file_id}",
        )


def _ask(text: str, read_as: str | None, closest: list[str], file_id: str, rows_n: int, at_once: bool) -> None:
    key = f"{_KEY}_{file_id}_{text}"
    options = list(dict.fromkeys([*closest, NOT_A_REGION, *geo.regions()]))
    said = _pending().get(text, state.answers().get(text))
    if isinstance(read_as, str):
        label = _(
            "{text} ({n} baris), dibaca {region}",
            text=cards.literal(text[:80]),
            n=formats.count(rows_n),
            region=geography.label(read_as),
        )
    else:
        label = _("{text} ({n} baris), belum dibaca", text=cards.literal(text[:80]), n=formats.count(rows_n))
    st.selectbox(
        label,
        options,
        index=options.index(said) if said in options else None,
        placeholder=_("Biarkan seperti dibaca"),
        format_func=lambda c: _("Bukan pemerintah daerah") if c == NOT_A_REGION else geography.name(c),
        key=key,
        on_change=_keep,
        args=(text, key, at_once),
    )


def _pending() -> dict[str, str]:
    """Answers that wait for the file to be read again; an empty one takes an answer back."""
    found: dict[str, str] = st.session_state.setdefault(_PENDING, {})
    return found


def _keep(text: str, key: str, at_once: bool) -> None:
    _pending()[text] = st.session_state.get(key) or ""
    if at_once:
        _apply()


def _apply() -> None:
    for text, code in _pending().items():
        if code:
            state.answers()[text] = code
        else:
            state.answers().pop(text, None)
    _pending().clear()
