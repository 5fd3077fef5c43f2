"""What the reader chose lives in the address, by code and not by label, so that a link reproduces the view.

Streamlit's own ``bind="query-params"`` writes the *label* of an option into the address: the same link would then
break for a reader of the other language, and ``?daerah=61.02`` could not be typed. Here the value itself is written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, Final

import streamlit as st

__all__ = ["choose", "from_url", "many", "number", "one_of", "to_url"]

Parse = Callable[[Sequence[str]], Any]
_SEEN: Final = "_address"


def one_of(options: Collection[str]) -> Parse:
    """Reads one value; anything that is not an option is ignored."""
    return lambda raw: raw[0] if raw and raw[0] in options else None


def many(options: Collection[Any], kind: Callable[[str], Any] = str) -> Parse:
    """Reads repeated values, dropping those that are no options."""

    def parse(raw: Sequence[str]) -> list[Any] | None:
        by_text = {str(kind(str(o))): o for o in options}
        return [by_text[text] for text in raw if text in by_text] or None

    return parse


def number(low: float, high: float) -> Parse:
    """Reads a whole number within bounds."""

    def parse(raw: Sequence[str]) -> int | None:
        try:
            value = int(raw[0])
        except (ValueError, IndexError):
            return None
        return value if low <= value <= high else None

    return parse


def from_url(key: str, parse: Parse, default: Any) -> None:
    """Before the widget ``key`` is drawn: take over a value that came with the address, else keep what was chosen.

    Only an address that differs from what this session wrote itself counts (an opened link, the back button).
    """
    seen: dict[str, tuple[str, ...]] = st.session_state.setdefault(_SEEN, {})
    raw = tuple(st.query_params.get_all(key))
    if raw and raw != seen.get(key):
        seen[key] = raw
        value = parse(raw)
        if value is not None:
            st.session_state[key] = value
    if key not in st.session_state:
        st.session_state[key] = default


def to_url(key: str, value: Any, default: Any = None) -> None:
    """After the widget: write its value into the address, or nothing when it is the default."""
    values = value if isinstance(value, list | tuple) else [value]
    wanted = () if value == default or value is None else tuple(str(v) for v in values)
    seen: dict[str, tuple[str, ...]] = st.session_state.setdefault(_SEEN, {})
    if tuple(st.query_params.get_all(key)) != wanted:
        if wanted:
            st.query_params[key] = list(wanted)
        else:
            del st.query_params[key]
    seen[key] = wanted


def choose(key: str, value: Any) -> None:
    """Set a linked value from a callback (a click on the map, a button): the widget follows in the next run."""
    st.session_state[key] = value
