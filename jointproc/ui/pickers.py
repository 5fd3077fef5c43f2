"""Controls that several pages share, so that they look and behave the same everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import streamlit as st

from jointproc.ui import geography
from jointproc.ui.language import _

__all__ = ["FARTHEST_KM", "distance", "region"]

FARTHEST_KM: Final = 60


def region(key: str, codes: Iterable[str], label: str, placeholder: str) -> str | None:
    """One of the regions with data, or the one already chosen; ``None`` while none is."""
    chosen = st.session_state[key]
    options = sorted({*codes, *([chosen] if chosen else [])}, key=geography.name)
    return st.selectbox(
        label,
        options,
        format_func=geography.name,
        index=None,
        key=key,
        placeholder=placeholder,
        persist_state="session",
    )


def distance(key: str) -> int:
    """How far near neighbours may lie, in km."""
    return st.slider(
        _("Tetangga dekat sampai (km)"),
        0,
        FARTHEST_KM,
        step=5,
        key=key,
        help=_("0 berarti hanya yang berbatasan darat. Jarak dihitung dari tepi ke tepi, terutama lewat air."),
        persist_state="session",
    )
