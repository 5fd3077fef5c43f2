"""The mapping screen: what each column of a table means, seen at once in its first rows, and kept as a recipe."""

from __future__ import annotations

import re
from typing import Any, Final

import pandas as pd
import streamlit as st

from jointproc import intake, regions
from jointproc.errors import InputError
from jointproc.intake import Reading, Recipe, fingerprint
from jointproc.intake.sheet import Sheet
from jointproc.intake.survey import MAPPABLE, ColumnSurvey, SheetSurvey, survey
from jointproc.ui import cards, formats, geography
from jointproc.ui.formats import Column
from jointproc.ui.language import _, say
from jointproc.ui.page_upload_names import STAGES, column_name
from jointproc.ui.page_upload_preview import sample_rows

__all__ = ["mapping", "saved_recipe"]

FIRST_ROWS: Final = 20
_REQUIRED: Final = ("text", "amount", "unit_price", "region")
_LONGEST_LABEL: Final = 60
_NONE: Final = -1
_YEAR: Final = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")


def mapping(content: bytes, name: str, file_id: str, *, year: int | None, region: str | None) -> Recipe | None:
    """Draw the screen; the recipe once a person has accepted it, else ``None``."""
    st.subheader(_("Tunjukkan arti kolomnya"), anchor=False)
    try:
        tables = [sheet for sheet in intake.sheets(content, name) if sheet.head]
    except InputError as error:
        st.error(cards.literal(say(error.message)), icon=":material/error:")
        return None
    if not tables:
        st.error(_("Berkas ini tidak memuat tabel."), icon=":material/error:")
        return None
    found = _table(tables, file_id)
    _columns(found)
    chosen = _meanings(found, file_id)
    recipe = _recipe(found, chosen, name, file_id, year, region)
    missing = _missing(chosen, recipe)
    if missing:
        st.info(missing, icon=":material/info:")
        return None
    looked = _first_look(content, name, recipe)
    if looked is None:
        return None
    if st.button(
        _("Baca seluruh berkas dengan pemetaan ini"), type="primary", icon=":material/done:", key=f"peta_ok_{file_id}"
    ):
        return recipe
    return None


def saved_recipe(content: bytes, name: str, recipes: dict[str, str]) -> Recipe | None:
    """The recipe somebody made for a file of this shape, if any."""
    if not recipes:
        return None
    try:
        tables = [sheet for sheet in intake.sheets(content, name) if sheet.head]
    except InputError:
        return None
    for sheet in tables:
        found = survey(sheet)
        text = recipes.get(fingerprint(column.header for column in found.columns))
        if text:
            try:
                return Recipe.from_json(text)
            except InputError:
                continue
    return None


def _table(tables: list[Sheet], file_id: str) -> SheetSurvey:
    """Which sheet and which row holds the header."""
    left, right = st.columns(2, gap="medium")
    with left:
        place = 0
        if len(tables) > 1:
            place = st.selectbox(
                _("Lembar atau berkas"),
                range(len(tables)),
                format_func=lambda i: tables[i].member or tables[i].name or str(i + 1),
                key=f"peta_lembar_{file_id}",
            )
    sheet = tables[place]
    guessed = survey(sheet)
    lines = sheet.lines[: min(len(sheet.lines), 30)]
    with right:
        line = st.selectbox(
            _("Baris judul kolom"), lines, index=lines.index(guessed.header_line), key=f"peta_judul_{file_id}_{place}"
        )
    return guessed if line == guessed.header_line else survey(sheet, sheet.lines.index(line))


def _columns(found: SheetSurvey) -> None:
    """Every column of the file, with what it holds and what we take it for."""
    shown = pd.DataFrame(
        {
            "header": [_label(c) for c in found.columns],
            "samples": [" · ".join(c.samples) for c in found.columns],
            "guess": [column_name(c.guess) if c.guess else "–" for c in found.columns],
            "sure": [c.confidence if c.guess else None for c in found.columns],
            "why": [say(c.why) for c in found.columns],
        }
    )
    cards.table(
        shown,
        {
            "header": Column(_("Kolom di berkas"), width=190),
            "samples": Column(_("Lima isian"), width=330),
            "guess": Column(_("Dugaan kami"), width=140),
            "sure": Column(_("Keyakinan"), "share", width=90),
            "why": Column(_("Mengapa"), width=290),
        },
        alt=_("Kolom berkas, contoh isinya, dan dugaan artinya"),
        key="peta_kolom",
    )


def _label(column: ColumnSurvey) -> str:
    return (column.header or _("Kolom {n}", n=str(column.position + 1)))[:_LONGEST_LABEL]


def _meanings(found: SheetSurvey, file_id: str) -> dict[str, int]:
    """For each meaning, the column that has it; the required ones first."""
    usable = [c for c in found.columns if c.header and not c.personal]
    by_position = {c.position: c for c in usable}
    guesses = {c.guess: c.position for c in usable if c.guess}
    chosen: dict[str, int] = {}

    def pick(meaning: str, place: Any) -> None:
        options = [_NONE, *by_position]
        guess = guesses.get(meaning)
        with place:
            got = st.selectbox(
                column_name(meaning) + (" *" if meaning in _REQUIRED else ""),
                options,
                index=options.index(guess) if guess in by_position else 0,
                format_func=lambda p: _("tidak ada") if p == _NONE else _label(by_position[p]),
                key=f"peta_arti_{file_id}_{found.header_line}_{meaning}",
            )
        if got != _NONE:
            chosen[meaning] = got

    st.markdown(_("**Yang perlu ada (\\*)**: nama barang, dan nilai atau harga satuan; daerah boleh dipilih sendiri."))
    columns = st.columns(4, gap="small")
    for place, meaning in enumerate(_REQUIRED):
        pick(meaning, columns[place])
    with st.expander(_("Kolom lain"), expanded=bool(set(guesses) - set(_REQUIRED))):
        columns = st.columns(4, gap="small")
        for place, meaning in enumerate(m for m in MAPPABLE if m not in _REQUIRED):
            pick(meaning, columns[place % 4])
    return chosen


def _recipe(
    found: SheetSurvey, chosen: dict[str, int], name: str, file_id: str, year: int | None, region: str | None
) -> Recipe:
    headers = {c.position: c.header for c in found.columns}
    first, second, third, fourth = st.columns([3, 3, 2, 3], gap="small", vertical_alignment="bottom")
    with first:
        title = st.text_input(
            _("Nama resep"), value=name.rsplit(".", 1)[0][:60], max_chars=80, key=f"peta_nama_{file_id}"
        )
    with second:
        stage = st.selectbox(
            _("Isi berkas ini"), list(STAGES), index=1, format_func=lambda s: _(STAGES[s]), key=f"peta_tahap_{file_id}"
        )
    with third:
        given = st.number_input(
            _("Tahun"),
            min_value=2000,
            max_value=2100,
            value=year or _year_said(found, name),
            placeholder="–",
            key=f"peta_tahun_{file_id}",
        )
    with fourth:
        place = st.selectbox(
            _("Daerah, bila tidak ada kolomnya"),
            [None, *regions.regions()],
            index=[None, *regions.regions()].index(region),
            format_func=lambda c: _("Menurut berkas") if c is None else geography.name(c),
            key=f"peta_daerah_{file_id}",
        )
    return Recipe(
        title.strip() or name,
        fingerprint(c.header for c in found.columns),
        {meaning: (headers[position],) for meaning, position in chosen.items()},
        stage=stage,
        items="quantity" in chosen and "unit_price" in chosen,
        region=place,
        year=int(given) if given else None,
        sheet=found.sheet.name,
        header_line=found.header_line,
    )


def _year_said(found: SheetSurvey, name: str) -> int | None:
    """A year in the title rows above the header, or in the file's name."""
    above = " ".join(str(cell) for row in found.sheet.head[: found.header_row] for cell in row if cell)
    match = _YEAR.search(above) or _YEAR.search(name)
    return int(match[1]) if match else None


def _missing(chosen: dict[str, int], recipe: Recipe) -> str:
    twice = {p for p in chosen.values() if list(chosen.values()).count(p) > 1}
    if twice:
        return _("Satu kolom dipakai untuk dua arti: pilih satu saja.")
    if "text" not in chosen:
        return _("Pilih kolom nama barang.")
    if "amount" not in chosen and "unit_price" not in chosen:
        return _("Pilih kolom nilai atau harga satuan.")
    if "region" not in chosen and recipe.region is None:
        return _("Pilih kolom daerah, atau daerahnya.")
    return ""


def _first_look(content: bytes, name: str, recipe: Recipe) -> Reading | None:
    """The first rows as they would be read; changes with every choice above."""
    try:
        reading = intake.read_bytes(content, name, recipe=recipe, most_rows=FIRST_ROWS)
    except InputError as error:
        st.warning(cards.literal(say(error.message)), icon=":material/warning:")
        return None
    st.markdown(
        _(
            "**Bacaan {n} baris pertama**: {accepted} diterima, {rejected} ditolak.",
            n=formats.count(reading.rows_read),
            accepted=formats.count(reading.rows_accepted),
            rejected=formats.count(reading.rows_rejected),
        )
    )
    if reading.rows_accepted:
        sample_rows(reading, key="peta_contoh")
    rejects = reading.issues[reading.issues["severity"] == "reject"]
    if not rejects.empty:
        st.caption(cards.literal(_("Contoh alasan ditolak: {why}", why=str(rejects["message"].iloc[0]))))
    return reading
