"""Who decides about goods that may be the same, what was decided, and taking it back; shared by parts of Barang."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from jointproc.pipeline import decide_match, take_back_match
from jointproc.ui import cards, formats
from jointproc.ui.formats import Column
from jointproc.ui.language import N_, _, language
from jointproc.ui.page_upload_decide import BY
from jointproc.workspace import MatchDecision, workspace

__all__ = ["VERDICTS", "ask_name", "decide", "decision_table", "decisions", "last_and_undo", "told_by", "who"]

_WHO: Final = "_pemutus"
_ASKED: Final = "_pemutus_isian"
VERDICTS: Final = {"same": N_("sama"), "variant": N_("varian"), "different": N_("beda"), "unsure": N_("belum yakin")}
_LISTED_MOST: Final = 500


def who() -> str:
    """Whoever decides in this session; empty until asked."""
    return str(st.session_state.get(_WHO, ""))


def ask_name(key: str) -> None:
    """Ask once for the name that stands by every decision; afterwards only say it, with a way to change it."""
    if who():
        with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content"):
            st.markdown(_("Diputuskan atas nama **{name}**.", name=cards.literal(who())), width="content")
            st.button(_("Ganti nama"), key=f"{key}_ganti", type="tertiary", on_click=_set, args=("",))
        return
    box = f"{_ASKED}_{key}"
    st.session_state.setdefault(box, str(st.session_state.get(BY) or ""))
    st.text_input(
        _("Nama Anda (dicatat bersama setiap putusan; sekali saja)"),
        key=box,
        max_chars=80,
        placeholder=_("misalnya: Rina, Bagian PBJ"),
        on_change=lambda: _set(st.session_state[box]),
    )
    st.button(
        _("Pakai nama ini"), key=f"{key}_pakai", on_click=lambda: _set(st.session_state[box]), icon=":material/badge:"
    )


def _set(name: str) -> None:
    st.session_state[_WHO] = " ".join(str(name).split())


def decide(left_id: str, right_id: str, verdict: str) -> None:
    """A person's answer, from a button."""
    decide_match(left_id, right_id, verdict, by=who())


def decisions() -> list[MatchDecision]:
    """What stands now, oldest first."""
    return workspace().match_decisions()


def told_by(one: MatchDecision) -> str:
    """``beda, oleh Rina pada 24 November 2026``."""
    verdict, day = _(VERDICTS[one.verdict]), formats.day(one.said_at)
    if not one.said_by:
        return _("{verdict}, pada {day}", verdict=verdict, day=day)
    return _("{verdict}, oleh {name} pada {day}", verdict=verdict, name=one.said_by, day=day)


def last_and_undo(found: list[MatchDecision], key: str) -> None:
    """The last decision of whoever is at work, and the button that takes it back."""
    mine = [one for one in found if one.said_by == who()]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            _("Urungkan"),
            key=f"{key}_urung",
            icon=":material/undo:",
            shortcut="Z",
            disabled=not mine,
            on_click=_take_back,
        )
        if mine:
            last = mine[-1]
            st.caption(
                _(
                    "Putusan terakhir: **{verdict}** untuk {left} dan {right}.",
                    verdict=_(VERDICTS[last.verdict]),
                    left=cards.literal(_cut(last.left_text)),
                    right=cards.literal(_cut(last.right_text)),
                ),
                width="content",
            )


def _take_back() -> None:
    take_back_match(by=who(), said_by=who())


def _cut(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[:most].rstrip() + "…"


def decision_table(found: list[MatchDecision]) -> None:
    """Every decision that stands: when, who, what."""
    if not found:
        return
    latest = found[::-1]
    with st.expander(_("Putusan yang berlaku ({n})", n=formats.count(len(found)))):
        frame = pd.DataFrame(
            {
                "when": [_moment(one) for one in latest],
                "who": [one.said_by or "–" for one in latest],
                "verdict": [_(VERDICTS[one.verdict]) for one in latest],
                "left": [one.left_text for one in latest],
                "right": [one.right_text for one in latest],
            }
        )
        cards.table(
            frame.head(_LISTED_MOST),
            {
                "when": Column(_("Waktu"), width=170),
                "who": Column(_("Oleh"), width=150),
                "verdict": Column(_("Putusan"), width=100),
                "left": Column(_("Barang kiri"), width=330),
                "right": Column(_("Barang kanan"), width=330),
            },
            alt=_("Putusan tentang barang yang sama, terbaru di atas"),
            key="periksa_putusan",
        )
        cards.download(frame, "putusan-barang", key="periksa_putusan_unduh")


def _moment(one: MatchDecision) -> str:
    clock = one.said_at.astimezone() if one.said_at.tzinfo else one.said_at
    return f"{formats.day(clock)} {clock:{'%H.%M' if language() == 'id' else '%H:%M'}}"
