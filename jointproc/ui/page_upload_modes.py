"""How an accepted reading meets what is stored already, counted first; and the way back."""

from __future__ import annotations

from typing import Final

import streamlit as st

from jointproc.errors import InputError
from jointproc.pipeline import LastLoad, LoadMode, LoadPlan, last_load, undo_last
from jointproc.text import Message
from jointproc.ui import cards, formats
from jointproc.ui import page_upload_state as state
from jointproc.ui.language import N_, _, say

__all__ = ["choose_mode", "mode_name", "undo"]

_NAMES: Final[dict[str, str]] = {
    "append": N_("Tambahkan"),
    "replace": N_("Ganti yang lama"),
    "skip": N_("Lewati yang sudah ada"),
}
_DONE: Final = "_unggah_diurungkan"


def mode_name(mode: str) -> str:
    """What a way of storing is called on screen."""
    return _(_NAMES[mode]) if mode in _NAMES else mode


def choose_mode(plan: LoadPlan, key: str) -> LoadMode:
    """Which of the open ways to store; each says what it would do."""
    told = {mode: _told(plan, mode) for mode in plan.modes if _matters(plan, mode)}
    modes = list(told)
    if plan.same_source and not plan.same_file:
        st.info(
            _(
                "Sumber, daerah, dan tahun yang sama sudah ada: {names}.",
                names=cards.literal(", ".join(one.name for one in plan.same_source)),
            ),
            icon=":material/info:",
        )
    if len(modes) == 1:
        st.caption(told[modes[0]])
        return modes[0]
    return st.radio(
        _("Cara menyimpan"),
        modes,
        index=modes.index(plan.suggested) if plan.suggested in modes else 0,
        format_func=mode_name,
        captions=[told[m] for m in modes],
        key=key,
    )


def _matters(plan: LoadPlan, mode: LoadMode) -> bool:
    """Whether a way is open and differs from simply adding."""
    counts = plan.modes[mode]
    return counts.possible and (mode == "append" or bool(counts.displaced_n or counts.skipped_n or plan.same_file))


def _told(plan: LoadPlan, mode: LoadMode) -> str:
    counts = plan.modes[mode]
    parts = [
        _(
            "{n} baris disimpan ({amount})",
            n=formats.count(counts.stored_n),
            amount=formats.idr(counts.amount_idr),
        )
    ]
    if counts.skipped_n:
        parts.append(_("{n} sudah ada dan dilewati", n=formats.count(counts.skipped_n)))
    if counts.displaced_n:
        parts.append(
            _(
                "{n} baris lama digantikan ({amount})",
                n=formats.count(counts.displaced_n),
                amount=formats.idr(counts.displaced_amount_idr),
            )
        )
    if mode == "append" and plan.repeated_n:
        parts.append(_("{n} di antaranya sudah ada dan akan terhitung dua kali", n=formats.count(plan.repeated_n)))
    return "; ".join(parts) + "."


def undo() -> None:
    """Take the last load back, after saying exactly what goes and what returns."""
    done = st.session_state.pop(_DONE, None)
    if isinstance(done, Message):
        st.error(cards.literal(say(done)), icon=":material/error:")
    elif done:
        st.success(done, icon=":material/undo:")
    last = last_load()
    if last is None:
        return
    if st.button(
        _("Urungkan pemuatan terakhir"), icon=":material/undo:", key="data_urungkan", help=cards.literal(last.name)
    ):
        _confirm(last)


def _confirm(last: LastLoad) -> None:
    @st.dialog(_("Urungkan pemuatan terakhir"))
    def ask() -> None:
        st.markdown(
            _(
                "**{name}** ({n} baris), dimuat {day}, dihapus dari gudang data.",
                name=cards.literal(last.name),
                n=formats.count(last.rows_n),
                day=formats.day(last.loaded_at),
            )
        )
        if last.displaced_rows_n:
            st.markdown(
                _(
                    "Yang digantikannya kembali: {names} ({n} baris, {amount}).",
                    names=cards.literal(", ".join(last.displaced_names)),
                    n=formats.count(last.displaced_rows_n),
                    amount=formats.idr(last.displaced_amount_idr),
                )
            )
        else:
            st.markdown(_("Tidak ada baris lain yang berubah."))
        with st.container(horizontal=True, gap="small"):
            sure = st.button(
                _("Ya, urungkan"),
                type="primary",
                on_click=_take_back,
                args=(last.dataset_id,),
                key="data_urungkan_ya",
            )
            if st.button(_("Jangan urungkan"), key="data_urungkan_tidak") or sure:
                st.rerun()

    ask()


def _take_back(dataset_id: str) -> None:
    try:
        result = undo_last(expected=dataset_id)
    except InputError as error:
        st.session_state[_DONE] = error.message
        return
    state.stored().clear()
    st.session_state[_DONE] = _(
        "{name} diurungkan: {removed} baris pergi, {restored} baris kembali.",
        name=cards.literal(result.name),
        removed=formats.count(result.rows_removed),
        restored=formats.count(result.rows_restored),
    )
