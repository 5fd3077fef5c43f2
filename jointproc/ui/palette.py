"""The few colours of the product, each with one meaning, for light and dark.

The same values stand in ``.streamlit/config.toml`` where Streamlit's own parts use them. Text colours keep a contrast
of at least 4.5 : 1 against the background of their theme (``tests/ui/test_palette.py``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

__all__ = ["DARK", "LIGHT", "Palette", "is_dark", "palette", "rgb"]


@dataclass(frozen=True, slots=True)
class Palette:
    """Hex colours by meaning.

    Attributes:
        background, surface, text, muted, line: page, cards, words, lesser words, rules.
        chosen: the region (or member, or row) the reader chose.
        neighbour: its neighbours.
        other: all the rest.
        land, shore, border: the base map.
        certain, likely, possible: up to P10, up to P50, up to P90 (the last is hatched as well).
        cost: what is taken off again; attention: something needs care; blocked: the law forbids it.
    """

    background: str
    surface: str
    text: str
    muted: str
    line: str
    chosen: str
    neighbour: str
    other: str
    land: str
    shore: str
    border: str
    certain: str
    likely: str
    possible: str
    cost: str
    attention: str
    blocked: str


LIGHT: Final = Palette(
    background="#FFFFFF",
    surface="#F3F5F7",
    text="#0E161D",
    muted="#5A6875",
    line="#D5DBE1",
    chosen="#0B5A8E",
    neighbour="#1A6F66",
    other="#7D8B98",
    land="#E9EDF0",
    shore="#C3CCD4",
    border="#B4BFC9",
    certain="#0B5A8E",
    likely="#7FB0D3",
    possible="#B9D3E6",
    cost="#5A6875",
    attention="#A34E00",
    blocked="#B3261E",
)
DARK: Final = Palette(
    background="#12181E",
    surface="#1C252D",
    text="#E7ECF0",
    muted="#A3B0BC",
    line="#34414C",
    chosen="#7CBDF2",
    neighbour="#62C9BB",
    other="#8C9AA7",
    land="#222C35",
    shore="#3A4854",
    border="#475663",
    certain="#7CBDF2",
    likely="#3F78A8",
    possible="#2C5170",
    cost="#A3B0BC",
    attention="#F0A35A",
    blocked="#F28B82",
)


def is_dark() -> bool:
    """Whether the reader sees the dark theme."""
    return st.context.theme.type == "dark"


def palette() -> Palette:
    """The colours of the theme the reader sees."""
    return DARK if is_dark() else LIGHT


def rgb(colour: str, alpha: float = 1.0) -> list[int]:
    """``#0B5A8E`` as ``[11, 90, 142, 255]`` for the map."""
    return [*(int(colour[i : i + 2], 16) for i in (1, 3, 5)), round(alpha * 255)]
