"""Dokumen & presentasi: which scenario, which version, for whom, in which language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from jointproc.agreements import Scenario
from jointproc.errors import InputError, JointprocError
from jointproc.papers import AUDIENCES, Paper, paper_of
from jointproc.text import LANGUAGES, Language
from jointproc.ui import cache, formats
from jointproc.ui import page_simulation as sheet
from jointproc.ui.language import LANGUAGE_KEY, LANGUAGE_NAMES, _, language, say
from jointproc.ui.links import from_url, number, one_of, to_url
from jointproc.warehouse import warehouse
from jointproc.workspace import SavedScenario, workspace

__all__ = [
    "BY",
    "SCENARIO",
    "SLIDE",
    "VERSION",
    "Chosen",
    "choose",
    "paper",
    "saved_version",
    "show_address",
]

SCENARIO, VERSION, SLIDE = "skenario", "versi", "halaman"
AUDIENCE, WRITTEN_IN, BY = "untuk", "bahasa_naskah", "naskah_oleh"
_OPEN: Final = "_terbuka"
_ASKED: Final = "_naskah_diminta"
_VERSIONS_MOST: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the page speaks of.

    Attributes:
        newest: the scenario's newest version in the workspace; 0 when it was never saved.
        saved: whether this very content stands in the workspace, so that a link can open it.
    """

    scenario: Scenario
    newest: int
    saved: bool
    audience: str
    language: Language


def saved_version(scenario_id: str, version: int | None) -> Scenario:
    """A version from the workspace (the newest by default).

    Raises:
        InputError: there is no such scenario or version, or it can't be read.
    """
    found = workspace().scenario(scenario_id, version)
    return Scenario.from_toml(found.toml).model_copy(update={"version": found.version})


@st.cache_resource(max_entries=16, show_spinner=False)
def _paper(at: cache.Key, toml: str, day: date) -> Paper:
    del at  # only a key
    return paper_of(warehouse(), Scenario.from_toml(toml), made_on=day)


def paper(scenario: Scenario, written_in: Language) -> Paper:
    """The content of every paper on a scenario, kept while the data stay the same.

    Raises:
        InputError: as :func:`jointproc.papers.paper_of`.
    """
    return replace(_paper(cache.key(), scenario.to_toml(), date.today()), language=written_in)


def show_address(scenario: Scenario, written_in: Language, slide: int = 1) -> str:
    """The link that opens the presentation for anybody, relative to the app."""
    told = {SCENARIO: scenario.id, VERSION: scenario.version, SLIDE: slide, LANGUAGE_KEY: written_in}
    return f"presentasi?{urlencode(told)}"


# --------------------------------------------------------------------------- choosing


def choose() -> Chosen | None:
    """Draw the choices; ``None`` while there is no scenario at all.

    Raises:
        InputError: the chosen version can't be read.
    """
    kept = {one.scenario_id: one for one in workspace().scenarios()}
    now = _at_work()
    open_one = _unsaved(now, kept)
    options = [*([_OPEN] if open_one else []), *kept]
    if not options:
        return None
    _prepare(options, kept, now)
    first, second, third, fourth = st.columns([5, 4, 3, 2], gap="small", vertical_alignment="bottom")
    with first:
        scenario_id = st.selectbox(
            _("Skenario"),
            options,
            format_func=lambda i: _named(i, kept, open_one),
            key=SCENARIO,
            on_change=_newest_again,
            persist_state="session",
        )
    with second:
        version = _version(scenario_id)
    with third:
        audience = st.selectbox(
            _("Untuk"),
            list(AUDIENCES),
            format_func=lambda a: say(AUDIENCES[a].label),
            key=AUDIENCE,
            help=_("Naskah yang pertama-tama mereka perlukan ditaruh di depan."),
            persist_state="session",
        )
    with fourth:
        written_in = st.selectbox(
            _("Bahasa naskah"),
            LANGUAGES,
            format_func=lambda code: LANGUAGE_NAMES[code],
            key=WRITTEN_IN,
            persist_state="session",
        )
    to_url(SCENARIO, scenario_id, _OPEN)
    to_url(VERSION, version)
    to_url(AUDIENCE, audience, next(iter(AUDIENCES)))
    if scenario_id == _OPEN and open_one is not None:
        newest = kept[open_one.id].version if open_one.id in kept else 0
        return Chosen(open_one, newest, False, audience, written_in)
    scenario = saved_version(scenario_id, version)
    return Chosen(scenario, kept[scenario_id].version, True, audience, written_in)


def _at_work() -> Scenario | None:
    """What stands on the page Simulasi, if anything can be computed there."""
    if len(st.session_state.get(sheet.MEMBERS) or ()) < 2:
        return None
    try:
        return sheet.build()
    except JointprocError:
        return None


def _unsaved(now: Scenario | None, kept: Mapping[str, SavedScenario]) -> Scenario | None:
    """The same, unless it is a saved version just as it was saved."""
    if now is None or now.id not in kept:
        return now
    known = {one.version: one.toml for one in workspace().versions(now.id)}
    same = now.version in known and Scenario.from_toml(known[now.version]) == now
    return None if same else now


def _prepare(options: list[str], kept: Mapping[str, SavedScenario], now: Scenario | None) -> None:
    """Take over the address; else what is open on Simulasi, else what was saved last.

    Raises:
        InputError: the address names a scenario that isn't here; the next run offers the others.
    """
    asked = st.query_params.get(SCENARIO)
    if asked and asked not in options and st.session_state.get(_ASKED) != asked:
        st.session_state[_ASKED] = asked
        raise InputError("Skenario {scenario} tidak ada di ruang kerja ini.", scenario=asked)
    default = now.id if now is not None and now.id in kept else next(iter(kept), options[0])
    from_url(SCENARIO, one_of(options), default)
    if st.session_state[SCENARIO] not in options:
        st.session_state[SCENARIO] = default
    from_url(VERSION, number(1, _VERSIONS_MOST), None)
    from_url(AUDIENCE, one_of(AUDIENCES), next(iter(AUDIENCES)))
    st.session_state.setdefault(WRITTEN_IN, language())


def _newest_again() -> None:
    st.session_state[VERSION] = None


def _named(option: str, kept: Mapping[str, SavedScenario], open_one: Scenario | None) -> str:
    if option == _OPEN and open_one is not None:
        return _("{title} (terbuka di Simulasi, belum disimpan)", title=open_one.title)
    return kept[option].title if option in kept else option


def _version(scenario_id: str) -> int | None:
    """Which version; the newest unless another was chosen. ``None`` for what was never saved."""
    if scenario_id == _OPEN:
        st.selectbox(_("Versi"), [_("belum disimpan")], disabled=True, key="naskah_tanpa_versi")
        return None
    versions = {one.version: one for one in reversed(workspace().versions(scenario_id))}
    if st.session_state[VERSION] not in versions:
        st.session_state[VERSION] = next(iter(versions))
    return st.selectbox(
        _("Versi"),
        list(versions),
        format_func=lambda v: (
            _("Versi {n} · {day}", n=v, day=formats.day(versions[v].saved_at)) if v in versions else str(v)
        ),
        key=VERSION,
        persist_state="session",
    )
