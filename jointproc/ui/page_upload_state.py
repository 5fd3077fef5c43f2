"""What a session remembers of the files being checked: how each is to be read, what was answered, what was read."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pandas as pd
import streamlit as st

from jointproc import intake
from jointproc.intake import Reading
from jointproc.pipeline import LoadPlan, LoadResult
from jointproc.text import Message
from jointproc.ui.language import language

__all__ = [
    "AUTO",
    "SURE",
    "Ask",
    "Outcome",
    "Way",
    "alone",
    "answers",
    "ask_for",
    "batch_key",
    "close_all",
    "done",
    "finish",
    "forget_readings",
    "leave",
    "named",
    "outcomes",
    "preset_title",
    "put_outcome",
    "stored",
    "way",
]

AUTO: Final = "auto"
# Under this the reader is asked to look at the layout before storing.
SURE: Final = 0.8
_TURN, _OUTCOMES, _STORED, _DONE = "_unggah_giliran", "_unggah_bacaan", "_unggah_tersimpan", "_unggah_selesai"
_WAYS, _REGIONS = "_unggah_cara", "_unggah_jawaban_daerah"
_LOCK, _LEFT = "_unggah_giliran_kerja", "_unggah_ditinggalkan"


@dataclass(slots=True)
class Way:
    """How a person wants one file read.

    Attributes:
        preset: a layout's name, or ``auto``.
        region, year: for rows that name none.
        recipe: a mapping as JSON; goes before ``preset``.
        offered: the title of a recipe that was found for this shape of file, and used unasked.
        mapping: whether the mapping screen is open.
        conventions: number column → how its numbers are written, as answered.
        looked_up: whether recipes were looked for.
    """

    preset: str = AUTO
    region: str | None = None
    year: int | None = None
    recipe: str | None = None
    offered: str = ""
    mapping: bool = False
    conventions: dict[str, str] = field(default_factory=dict)
    looked_up: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """A way of reading, with the answers that bear on this file; two equal ones give the same reading."""

    preset: str
    region: str | None
    year: int | None
    recipe: str | None
    conventions: tuple[tuple[str, str], ...]
    answers: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Outcome:
    """What became of one attempt; kept so that a rerun does not read the file again.

    ``sample`` is the first accepted rows, ``plan`` what storing would do, as counted at the warehouse version
    ``plan_at``.
    """

    ask: Ask
    reading: Reading | None
    error: Message | None = None
    unknown: bool = False
    noted_n: int = 0
    sample: pd.DataFrame | None = None
    plan_at: Any = None
    plan: LoadPlan | None = None

    @property
    def troubled(self) -> bool:
        """Whether another layout, region or year may help."""
        reading = self.reading
        return reading is None or not reading.rows_accepted or reading.confidence < SURE

    @property
    def questions(self) -> list[str]:
        """Headers of number columns that can be read in two ways and were not decided."""
        return [note.header for note in self.reading.number_columns if note.ambiguous] if self.reading else []


@contextmanager
def alone() -> Iterator[None]:
    """Wait until an earlier run of this session has stopped working on the files, then have them to oneself.

    A click starts the next run at once, while the run before it stops only at its next drawing call: until then both
    would use the same readings. Readings that nobody needs any more are closed here, and nowhere else, for that reason.
    """
    lock: threading.Lock = st.session_state.setdefault(_LOCK, threading.Lock())
    with lock:
        left = _left()
        while left:
            left.pop().close()
        yield


def _left() -> list[Reading]:
    """Readings to be closed."""
    found: list[Reading] = st.session_state.setdefault(_LEFT, [])
    return found


def leave(outcome: Outcome | None) -> None:
    """Let the reading be closed as soon as nobody works with it."""
    if outcome is not None and outcome.reading is not None:
        _left().append(outcome.reading)


def batch_key() -> str:
    """The key of the uploader; a new one is an empty uploader."""
    return f"unggah_{st.session_state.setdefault(_TURN, 0)}"


def close_all() -> None:
    """Forget the uploads: a new uploader, nothing stored."""
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    forget_readings()
    for key in (_DONE, _WAYS, _REGIONS):
        st.session_state.pop(key, None)


def forget_readings(keep: Collection[str] = ()) -> None:
    """Forget the readings of all files but these; they are read again when they are still there."""
    found = outcomes()
    for file_id in [one for one in found if one not in keep]:
        leave(found.pop(file_id))


def outcomes() -> dict[str, Outcome]:
    """What was read, by file."""
    found: dict[str, Outcome] = st.session_state.setdefault(_OUTCOMES, {})
    return found


def put_outcome(file_id: str, outcome: Outcome) -> None:
    """Keep a new reading in the place of the one before."""
    leave(outcomes().get(file_id))
    outcomes()[file_id] = outcome


def done() -> set[str]:
    """Files of this batch that were stored or left out."""
    found: set[str] = st.session_state.setdefault(_DONE, set())
    return found


def finish(file_id: str) -> None:
    """This file needs no more attention."""
    done().add(file_id)
    leave(outcomes().pop(file_id, None))


def stored() -> list[LoadResult]:
    """What was stored since the last file was chosen."""
    found: list[LoadResult] = st.session_state.setdefault(_STORED, [])
    return found


def way(file_id: str) -> Way:
    """How this file is to be read."""
    ways: dict[str, Way] = st.session_state.setdefault(_WAYS, {})
    return ways.setdefault(file_id, Way())


def answers() -> dict[str, str]:
    """Spelling of a region → code, or ``-``, as said for the files at hand."""
    found: dict[str, str] = st.session_state.setdefault(_REGIONS, {})
    return found


def ask_for(file_id: str) -> Ask:
    """The ask of a file as things stand; answers about spellings it does not hold are left out."""
    how, said, outcome = way(file_id), answers(), outcomes().get(file_id)
    if outcome is not None and outcome.reading is not None:
        held = {one.text for one in outcome.reading.spellings}
        said = {text: code for text, code in said.items() if text in held}
    return Ask(
        how.preset,
        how.region,
        how.year,
        how.recipe if how.preset == AUTO else None,
        tuple(sorted(how.conventions.items())),
        tuple(sorted(said.items())),
    )


def preset_title(preset: intake.Preset) -> str:
    """A layout's name in the reader's language."""
    return preset.title_en if language() == "en" else preset.title


def named(name: str) -> str:
    """A layout's name on screen, by its key."""
    found = {p.name: p for p in intake.presets()}.get(name)
    return preset_title(found) if found else Path(name).name
