"""The way through the page for whoever sees it for the first time: five short steps, dismissed with one click."""

from __future__ import annotations

from typing import Final

import streamlit as st

from jointproc.ui.language import _
from jointproc.workspace import workspace

__all__ = ["guide"]

_SEEN: Final = "_simulasi_panduan"


def guide() -> None:
    """Shown until it is dismissed, and never to those who already keep a scenario."""
    if st.session_state.setdefault(_SEEN, bool(workspace().scenarios())):
        return
    steps = (
        _("**Siapa**: pilih daerah peserta di kiri, atau klik di peta kecil."),
        _("**Apa**: pilih kelompok komoditas atau barang yang dibeli bersama."),
        _("**Bagaimana**: setel siapa berkontrak, jangka, pembagian, dan cara memutuskan."),
        _("**Baca tiga lampu**: stabil, sah, kapan; perbaikan yang termurah ada tombolnya."),
        _("**Simpan** versi ini, lalu bandingkan dengan yang lain di Banding dan riwayat."),
    )
    with st.container(border=True, key="simulasi_panduan", gap="small"):
        with st.grid(len(steps), min_column_width=150, gap="small"):
            for n, step in enumerate(steps, start=1):
                st.markdown(f"{n} · {step}")
        st.button(_("Mengerti, tutup panduan"), key="simulasi_panduan_tutup", on_click=_dismiss)


def _dismiss() -> None:
    st.session_state[_SEEN] = True
