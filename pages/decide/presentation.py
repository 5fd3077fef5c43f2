"""Presentasi: a saved scenario's story full screen, read-only, moved by keys; the address alone opens it."""

from __future__ import annotations

import streamlit as st

from jointproc import settings
from jointproc.agreements import Scenario
from jointproc.errors import InputError, JointprocError
from jointproc.papers import story
from jointproc.ui import page_papers as sheet
from jointproc.ui import page_papers_present as stage
from jointproc.ui import shell
from jointproc.ui.language import LANGUAGE_KEY, _, language, say


def main() -> None:
    try:
        scenario = asked()
        with st.spinner(_("Menyiapkan tayangan…"), show_time=False):
            paper = sheet.paper(scenario, language())
    except JointprocError as error:
        shell.title(_("Presentasi"))
        st.error(say(error.message), icon=":material/error:")
        if st.button(_("Buka Dokumen & presentasi"), type="primary"):
            shell.open_page("dokumen")
        return
    slides = story(paper)
    total = len(slides)
    at = number(total)
    shell.tab(_("Presentasi"), scenario.title)
    stage.style(at, total)
    for place, slide in enumerate(slides, 1):
        with st.container(key=f"tayang_isi_{place}"):
            stage.show(paper, slide)
    if stage.keys(paper, at, total):
        told = {sheet.SCENARIO: scenario.id, sheet.VERSION: str(scenario.version), LANGUAGE_KEY: language()}
        st.switch_page(settings.PROJECT / "pages/decide/papers.py", query_params=told)


def asked() -> Scenario:
    """The version the address names (the newest by default).

    Raises:
        InputError: the address names no scenario, or none that is here.
    """
    scenario_id, version = st.query_params.get(sheet.SCENARIO), st.query_params.get(sheet.VERSION)
    if not scenario_id:
        raise InputError("Tautan ini tidak menyebut skenario: buka tayangan dari halaman Dokumen & presentasi.")
    if version and not version.isdigit():
        raise InputError(
            "Versi {version} dalam tautan bukan angka: buka tayangan dari halaman Dokumen & presentasi.",
            version=version,
        )
    return sheet.saved_version(scenario_id, int(version) if version else None)


def number(total: int) -> int:
    """Which slide the address names; the nearest one there is."""
    told = st.query_params.get(sheet.SLIDE) or ""
    return min(max(1, int(told)), total) if told.isdigit() else 1


main()
