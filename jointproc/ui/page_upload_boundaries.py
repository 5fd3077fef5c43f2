"""The optional boundary file: with it the map draws regions as areas, without it as points."""

from __future__ import annotations

import os
from typing import Final

import streamlit as st

from jointproc import regions, settings
from jointproc.errors import InputError
from jointproc.text import Message
from jointproc.ui import cards, formats
from jointproc.ui.language import _, say

__all__ = ["boundaries"]

_TURN, _TOLD = "_batas_giliran", "_batas_kabar"
_LARGEST_MB: Final = 60


def boundaries() -> None:
    """Install, see or remove the boundary file."""
    st.subheader(_("Berkas batas wilayah"), anchor=False)
    told = st.session_state.pop(_TOLD, None)
    if isinstance(told, Message):
        st.error(cards.literal(say(told)), icon=":material/error:")
    elif told:
        st.success(told, icon=":material/check_circle:")
    if os.environ.get("JOINTPROC_BOUNDARIES"):
        st.markdown(_("Batas wilayah diatur pengelola melalui JOINTPROC_BOUNDARIES; di sini tidak dapat diubah."))
        return
    if settings.boundaries_file() is not None:
        st.markdown(_("Batas wilayah terpasang: peta menggambar daerah sebagai bidang."))
        st.button(_("Lepas batas wilayah"), on_click=_remove, icon=":material/delete:", key="batas_lepas")
    else:
        st.markdown(
            _(
                "Tidak wajib. Tanpa berkas ini daerah digambar sebagai titik. Dengan GeoJSON yang memuat kode atau "
                "nama daerah, peta menggambarnya sebagai bidang. Paling besar {size} MB.",
                size=_LARGEST_MB,
            )
        )
    turn = st.session_state.setdefault(_TURN, 0)
    upload = st.file_uploader(_("Berkas GeoJSON"), key=f"batas_{turn}", label_visibility="collapsed")
    if upload is not None:
        with st.spinner(_("Memeriksa batas wilayah…"), show_time=False):
            _install(upload.getvalue(), upload.name)
        st.session_state[_TURN] += 1
        st.rerun()
    st.caption(
        _(
            "Jointproc tidak membawa batas wilayah resmi karena peta resmi yang diubah tidak boleh disebarkan. Garis "
            "yang Anda pasang tetap milik sumbernya: sebutkan sumber dan lisensinya saat peta dipakai di luar kantor. "
            "Garis batas di peta bukan rujukan hukum."
        )
    )


def _install(content: bytes, name: str) -> None:
    try:
        done = regions.install_boundaries(content, name)
    except InputError as error:
        st.session_state[_TOLD] = error.message
        return
    sentence = _("Batas {n} daerah terpasang.", n=formats.count(done.regions_n))
    if done.left_out_n:
        sentence += " " + _(
            "{n} bentuk tidak dipakai karena kode atau namanya tidak dikenal.", n=formats.count(done.left_out_n)
        )
    st.session_state[_TOLD] = sentence


def _remove() -> None:
    regions.remove_boundaries()
    st.session_state[_TOLD] = _("Batas wilayah dilepas; daerah kembali digambar sebagai titik.")
