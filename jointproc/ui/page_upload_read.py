"""Reading uploads: which way, with what was answered, once for each way; and the controls to choose another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from jointproc import intake, regions
from jointproc.errors import InputError
from jointproc.ui import formats, geography
from jointproc.ui import page_upload_state as state
from jointproc.ui.language import _
from jointproc.ui.page_upload_issues import noted_n
from jointproc.ui.page_upload_mapping import saved_recipe
from jointproc.ui.page_upload_progress import Tell, part, working
from jointproc.workspace import workspace

__all__ = ["file_name", "read_all", "ways"]


def file_name(upload: Any) -> str:
    """The upload's own name, without any folder a browser may send."""
    return Path(upload.name).name


def read_all(uploads: Sequence[Any]) -> None:
    """Read every file that is new, or is to be read in another way than before."""
    waiting = [one for one in uploads if _is_stale(one.file_id)]
    if not waiting:
        return
    remembered = workspace().region_answers()
    recipes = {one.fingerprint: one.recipe_json for one in workspace().recipes()}
    for place, upload in enumerate(waiting):
        about = _(
            "Berkas {place} dari {n}, {name}", place=place + 1, n=formats.count(len(waiting)), name=file_name(upload)
        )
        with working(f"unggah_batal_baca_{upload.file_id}", state.close_all, about if len(waiting) > 1 else "") as tell:
            _read(upload, recipes, remembered, part(tell, place, len(waiting)))


def _is_stale(file_id: str) -> bool:
    outcome = state.outcomes().get(file_id)
    return outcome is None or outcome.ask != state.ask_for(file_id)


def _read(upload: Any, recipes: dict[str, str], remembered: dict[str, str], tell: Tell) -> None:
    content, name, how = upload.getvalue(), file_name(upload), state.way(upload.file_id)
    if not how.looked_up:
        how.looked_up = True
        recipe = saved_recipe(content, name, recipes)
        if recipe is not None:
            how.recipe, how.offered = recipe.to_json(), recipe.title
    ask = state.ask_for(upload.file_id)
    try:
        reading = intake.read_bytes(
            content,
            name,
            preset=ask.preset,
            recipe=intake.Recipe.from_json(ask.recipe) if ask.recipe else None,
            region=ask.region,
            year=ask.year,
            region_answers={**remembered, **dict(ask.answers)},
            conventions=dict(ask.conventions),
            progress=tell,
        )
    except InputError as error:
        unknown = isinstance(error, intake.UnknownLayout)
        state.put_outcome(upload.file_id, state.Outcome(ask, None, error.message, unknown))
        return
    outcome = state.Outcome(ask, reading, noted_n=noted_n(reading.issues))
    state.put_outcome(upload.file_id, outcome)
    outcome.ask = state.ask_for(upload.file_id)


def ways(file_id: str, outcome: state.Outcome) -> None:
    """The reader's own choice of layout, region and year; open for whoever needs it."""
    how = state.way(file_id)
    ranked = dict(outcome.reading.ranked) if outcome.reading else {}
    names = [p.name for p in intake.presets()]
    options = [state.AUTO, *ranked, *(n for n in names if n not in ranked)]
    with st.expander(
        _("Baca dengan cara lain: tata letak, daerah, tahun"),
        # for an unknown layout the columns below are the way
        expanded=outcome.troubled and not outcome.unknown,
        key=f"unggah_cara_{outcome.troubled}_{file_id}",
    ):
        first, second, third = st.columns([3, 3, 2], gap="medium")
        with first:
            st.selectbox(
                _("Tata letak"),
                options,
                index=options.index(how.preset) if how.preset in options else 0,
                format_func=lambda n: _layout(n, ranked),
                key=f"unggah_tata_letak_{file_id}",
                on_change=_take,
                args=(file_id, "preset", f"unggah_tata_letak_{file_id}"),
            )
        codes = list(regions.regions())
        with second:
            st.selectbox(
                _("Daerah, bila berkas tidak menyebutnya"),
                codes,
                index=codes.index(how.region) if how.region in codes else None,
                format_func=geography.name,
                placeholder=_("Menurut berkas"),
                key=f"unggah_daerah_{file_id}",
                on_change=_take,
                args=(file_id, "region", f"unggah_daerah_{file_id}"),
            )
        with third:
            st.number_input(
                _("Tahun anggaran, bila tidak ada"),
                min_value=2000,
                max_value=date.today().year + 2,
                value=how.year,
                placeholder=_("Menurut berkas"),
                key=f"unggah_tahun_{file_id}",
                on_change=_take,
                args=(file_id, "year", f"unggah_tahun_{file_id}"),
            )


def _layout(name: str, ranked: dict[str, float]) -> str:
    if name == state.AUTO:
        return _("Kenali sendiri")
    if name in ranked:
        return f"{state.named(name)} ({formats.share(ranked[name], 0)})"
    return state.named(name)


def _take(file_id: str, what: str, key: str) -> None:
    how, value = state.way(file_id), st.session_state[key]
    if what == "preset":
        how.preset = str(value)
    elif what == "region":
        how.region = value
    else:
        how.year = int(value) if value else None
