"""The reader's language: ``_`` for labels, ``say`` for sentences made in the domain."""

from __future__ import annotations

from typing import Final

import streamlit as st

from jointproc.text import LANGUAGES, Language, Message, msg

__all__ = ["LANGUAGE_KEY", "LANGUAGE_NAMES", "N_", "_", "language", "say"]

LANGUAGE_KEY: Final = "lang"
# Each language is called by its own name, whatever the reader's language.
LANGUAGE_NAMES: Final[dict[Language, str]] = {"id": "Indonesia", "en": "English"}


def language() -> Language:
    """The language of this session: ``id`` unless the reader chose otherwise."""
    chosen = st.session_state.get(LANGUAGE_KEY)
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def _(template: str, **params: object) -> str:
    """A label or sentence of the screen in the reader's language."""
    return msg(template, **params).render(language())


def N_(template: str) -> str:
    """Mark a label for the catalogue without translating it yet (for tables made at import)."""
    return template


def say(message: Message | str) -> str:
    """A Message of the domain in the reader's language."""
    return message.render(language()) if isinstance(message, Message) else msg(message).render(language())
