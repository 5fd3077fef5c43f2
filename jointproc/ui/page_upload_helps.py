"""Beside the uploader: our own template, the layouts we know, and what people have taught the workspace."""

from __future__ import annotations

from typing import Final

import streamlit as st

from jointproc import intake
from jointproc.errors import InputError
from jointproc.text import Language
from jointproc.ui import cards, formats, geography
from jointproc.ui import page_upload_state as state
from jointproc.ui.language import _, language
from jointproc.ui.page_upload_names import STAGES, column_name
from jointproc.workspace import SavedRecipe, workspace

__all__ = ["helps"]

_MARKS: Final = 6


def helps() -> None:
    """The template and, folded away, the known layouts and what is remembered."""
    left, right = st.columns([2, 5], gap="small", vertical_alignment="top")
    spoken = language()
    with left:
        _template(spoken, _("Unduh templat (XLSX)"))
        if spoken == "id":
            _template("en", _("Templat berbahasa Inggris"))
        else:
            _template("id", _("Templat berbahasa Indonesia"))
    with right:
        with st.expander(_("Tata letak yang dikenali")):
            _layouts()
        _remembered()


def _template(spoken: Language, label: str) -> None:
    st.download_button(
        label,
        data=lambda: intake.template(spoken),
        file_name="jointproc_template_spending.xlsx" if spoken == "en" else "jointproc_templat_belanja.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        icon=":material/download:",
        on_click="ignore",
        width="stretch",
        key=f"unggah_templat_{spoken}",
    )


def _layouts() -> None:
    for preset in intake.presets():
        st.markdown(
            _(
                "**{title}** ({stage}). Ciri: kolom {columns}.",
                title=cards.literal(state.preset_title(preset)),
                stage=_(STAGES[preset.stage]),
                columns=", ".join(f"`{c}`" for c in preset.distinctive[:_MARKS]),
            )
        )
    st.caption(
        _(
            "Berkas lain: tunjukkan arti kolomnya setelah diunggah, atau salin isinya ke templat. Lembar kedua templat "
            "menerangkan setiap kolom dan mana yang wajib."
        )
    )


def _remembered() -> None:
    recipes, answers = workspace().recipes(), workspace().region_answers()
    if not recipes and not answers:
        return
    with st.expander(
        _(
            "Yang diingat: {recipes} resep pemetaan, {answers} tulisan daerah",
            recipes=formats.count(len(recipes)),
            answers=formats.count(len(answers)),
        )
    ):
        for recipe in recipes:
            _recipe(recipe)
        if answers:
            _answers(answers)


def _recipe(saved: SavedRecipe) -> None:
    try:
        columns = intake.Recipe.from_json(saved.recipe_json).columns
    except InputError:
        columns = {}
    told, button = st.columns([5, 1], gap="small", vertical_alignment="center")
    with told:
        st.markdown(
            _(
                "**{title}**, disimpan {day}: {columns}",
                title=cards.literal(saved.title),
                day=formats.day(saved.saved_at),
                columns=", ".join(f"`{h[0]}` → {column_name(ours)}" for ours, h in columns.items() if h),
            )
        )
    with button:
        st.button(
            _("Lupakan"),
            on_click=_forget_recipe,
            args=(saved.fingerprint,),
            key=f"unggah_lupakan_{saved.fingerprint}",
            width="stretch",
        )


def _answers(answers: dict[str, str]) -> None:
    chosen = st.multiselect(
        _("Tulisan daerah yang jawabannya dilupakan"),
        list(answers),
        format_func=lambda text: f"{text} = {_meaning(answers[text])}",
        placeholder=_("Pilih tulisan"),
        key="unggah_lupakan_daerah",
    )
    st.button(
        _("Lupakan {n} jawaban", n=formats.count(len(chosen))),
        disabled=not chosen,
        on_click=_forget_answers,
        args=(tuple(chosen),),
        key="unggah_lupakan_jawaban",
    )


def _meaning(code: str) -> str:
    return _("bukan pemerintah daerah") if code == "-" else geography.name(code)


def _forget_recipe(fingerprint: str) -> None:
    workspace().forget_recipe(fingerprint)


def _forget_answers(texts: tuple[str, ...]) -> None:
    for text in texts:
        workspace().forget_region(text)
        state.answers().pop(text, None)
    st.session_state["unggah_lupakan_daerah"] = []
    state.forget_readings()
