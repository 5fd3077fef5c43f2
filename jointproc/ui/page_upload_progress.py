"""Long work with a bar: what is being done, how many rows, how long it still takes, and a way out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import streamlit as st

from jointproc.text import Message
from jointproc.ui import formats
from jointproc.ui.language import _, say

__all__ = ["Tell", "part", "seconds_left", "working"]

Tell = Callable[[float, Message], None]
# The time left is told when the work is long enough to ask for it, and far enough on to know.
_SLOW_S: Final = 2.0
_TOLD_FROM: Final = 0.05
# The browser need not hear of every batch.
_EVERY_S: Final = 0.1


@contextmanager
def working(
    cancel: str = "", on_cancel: Callable[[], None] | None = None, about: str = "", start: float = 0.0
) -> Iterator[Tell]:
    """A progress bar, with a way out when ``cancel`` (a key) is given: a click ends the run at the next report.

    The click makes Streamlit end this run by an exception at the next drawing call, which is the next report: whatever
    is being read or stored then unwinds like any other failure, and its transaction is rolled back.

    Args:
        cancel: key of the cancel button.
        on_cancel: called before the next run.
        about: what is worked on, before the sentence (a file's name).
        start: the share that is done already.
    """
    slot = st.empty()
    with slot.container():
        bar = st.progress(start, text=about or "…")
        if cancel:
            st.button(_("Batalkan"), on_click=on_cancel, key=cancel, icon=":material/close:")
    began = last = time.monotonic()

    def tell(share: float, sentence: Message) -> None:
        nonlocal last
        now = time.monotonic()
        # at the very end the work is done and committed: nothing may be cancelled any more
        if share >= 1 or now - last < _EVERY_S:
            return
        last = now
        text = f"{about} · {say(sentence)}" if about else say(sentence)
        left = seconds_left(now - began, (share - start) / (1 - start))
        if left:
            text += _(" · kira-kira {n} detik lagi", n=formats.count(left))
        bar.progress(min(max(share, 0.0), 1.0), text=text)

    try:
        yield tell
    finally:
        slot.empty()


def seconds_left(passed_s: float, share: float) -> float:
    """About how long it still takes, at the pace so far; 0 while that can't be said."""
    if passed_s < _SLOW_S or not _TOLD_FROM < share < 1:
        return 0.0
    return max(passed_s / share - passed_s, 1.0)


def part(tell: Tell, place: int, of: int) -> Tell:
    """The progress of one of several equal parts; the end of a part is an end, too."""
    return lambda share, sentence: tell(1.0 if share >= 1 else (place + share) / of, sentence)
