"""The mapping screen: what each column of a table means, seen at once in its first rows, and kept as a recipe."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st
from openpyxl import Workbook

from jointproc import intake, regions
from jointproc.errors import InputError
from jointproc.intake import Reading, Recipe, fingerprint
from jointproc.intake.presets import Fit
from jointproc.intake.sheet import Sheet
from jointproc.intake.survey import SheetSurvey, survey
from jointproc.ui import cards, formats, geography
from jointproc.ui import page_upload_state as state
from jointproc.ui.language import _, say
from jointproc.ui.page_upload_columns import chosen_meanings, columns
from jointproc.ui.page_upload_issues import explain
from jointproc.ui.page_upload_names import STAGES
from jointproc.ui.page_upload_rows import sample_rows

__all__ = ["Mapped", "mapping", "saved_recipe"]

FIRST_ROWS: Final = 20
# A workbook is opened whole even for twenty rows: from this size on, the first rows are read from a copy of them.
_LARGE_BYTES: Final = 500_000
_HEADER_LINES: Final = 30
_TABLES: Final = "_peta_tabel"
_YEAR: Final = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a person decided: how to read the file, and whether to offer it for the next file of this shape."""

    recipe: Recipe
    keep: bool


def mapping(content: bytes, name: str, file_id: str, outcome: state.Outcome) -> Mapped | None:
    """Draw the screen; the recipe once a person has accepted it, else ``None``."""
    st.subheader(_("Tunjukkan arti kolomnya"), anchor=False)
    try:
        tables = _tables(content, name, file_id)
    except InputError as error:
        st.error(cards.literal(say(error.message)), icon=":material/error:")
        return None
    if not tables:
        st.error(_("Berkas ini tidak memuat tabel."), icon=":material/error:")
        return None
    before = _recipe_before(file_id)
    place, found = _table(tables, file_id, outcome)
    key = f"{file_id}_{place}_{found.header_line}"
    known = _known(found, outcome)
    if known is not None:
        st.caption(
            _(
                "Pemetaan sendiri menggantikan tata letak {layout}; aturan khusus tata letak itu lalu tidak dipakai.",
                layout=cards.literal(state.named(known.preset.name)),
            )
        )
    columns(found, key, before, known)
    chosen = chosen_meanings(found, key, before, known)
    recipe, keep = _recipe(found, chosen, name, file_id, outcome, before)
    missing = _missing(recipe)
    if missing:
        st.info(missing, icon=":material/info:")
    reading = None if missing else _first_look(content, name, recipe, found.sheet)
    with st.container(horizontal=True, gap="small"):
        wanted = st.button(
            _("Baca seluruh berkas dengan pemetaan ini"),
            type="primary",
            icon=":material/done:",
            disabled=reading is None,
            key=f"peta_ok_{file_id}",
        )
        if state.way(file_id).mapping:
            st.button(_("Tutup pemetaan"), on_click=_close, args=(file_id,), key=f"peta_tutup_{file_id}")
    return Mapped(recipe, keep) if wanted and reading is not None else None


def saved_recipe(content: bytes, name: str, recipes: dict[str, str]) -> Recipe | None:
    """The recipe somebody made for a file of this shape, if any."""
    if not recipes:
        return None
    try:
        tables = [sheet for sheet in intake.sheets(content, name) if sheet.head]
    except InputError:
        return None
    for sheet in tables:
        text = recipes.get(fingerprint(column.header for column in survey(sheet).columns))
        if text:
            try:
                return Recipe.from_json(text)
            except InputError:
                continue
    return None


def _tables(content: bytes, name: str, file_id: str) -> list[Sheet]:
    """The tables of the file; opened once, because a large workbook takes seconds."""
    kept = st.session_state.get(_TABLES)
    if kept is None or kept[0] != file_id:
        with st.spinner(_("Membuka berkas…"), show_time=False):
            kept = file_id, [sheet for sheet in intake.sheets(content, name) if sheet.head]
        st.session_state[_TABLES] = kept
    return list(kept[1])


def _close(file_id: str) -> None:
    state.way(file_id).mapping = False
    st.session_state.pop(_TABLES, None)


def _known(found: SheetSurvey, outcome: state.Outcome) -> Fit | None:
    """The layout that this very table is read as now, unless that is a recipe."""
    fit = outcome.reading.fit if outcome.reading else None
    if fit is None or fit.preset.name.startswith("recipe:"):
        return None
    return fit if (fit.sheet.name, fit.header_row) == (found.sheet.name, found.header_row) else None


def _recipe_before(file_id: str) -> Recipe | None:
    text = state.way(file_id).recipe
    return Recipe.from_json(text) if text else None


def _table(tables: list[Sheet], file_id: str, outcome: state.Outcome) -> tuple[int, SheetSurvey]:
    """Which sheet and which row holds the header."""
    place = next((i for i, one in enumerate(tables) if outcome.reading and one.name == outcome.reading.sheet), 0)
    left, right = st.columns(2, gap="medium")
    if len(tables) > 1:
        with left:
            place = st.selectbox(
                _("Lembar atau berkas"),
                range(len(tables)),
                index=place,
                format_func=lambda i: tables[i].member or tables[i].name or str(i + 1),
                key=f"peta_lembar_{file_id}",
            )
    sheet = tables[place]
    guessed = survey(sheet)
    lines = sheet.lines[:_HEADER_LINES]
    with right if len(tables) > 1 else left:
        line = st.selectbox(
            _("Baris judul kolom"),
            lines,
            index=lines.index(guessed.header_line) if guessed.header_line in lines else 0,
            format_func=lambda number: _line(sheet, number),
            key=f"peta_judul_{file_id}_{place}",
        )
    return place, guessed if line == guessed.header_line else survey(sheet, sheet.lines.index(line))


def _line(sheet: Sheet, number: int) -> str:
    """``2: No · OPD · Nama Obat …``: enough of a row to know it by."""
    cells = [" ".join(str(cell).split()) for cell in sheet.head[sheet.lines.index(number)] if cell is not None]
    return f"{number}: {' · '.join(cells)}"[:90]


def _recipe(
    found: SheetSurvey,
    chosen: dict[str, int],
    name: str,
    file_id: str,
    outcome: state.Outcome,
    before: Recipe | None,
) -> tuple[Recipe, bool]:
    """What holds for the whole file, and the recipe made of it all."""
    headers = {c.position: c.header for c in found.columns}
    how = state.way(file_id)
    stages = list(STAGES)
    likely = before.stage if before else outcome.reading.fit.preset.stage if outcome.reading else "contracted"
    first, second, third, fourth = st.columns([3, 3, 2, 3], gap="small", vertical_alignment="bottom")
    with first:
        stage = st.selectbox(
            _("Isi berkas ini"),
            stages,
            index=stages.index(likely),
            format_func=lambda s: _(STAGES[s]),
            key=f"peta_tahap_{file_id}",
        )
    with second:
        items = st.selectbox(
            _("Setiap baris adalah"),
            [True, False],
            index=0 if "quantity" in chosen and "unit_price" in chosen else 1,
            format_func=lambda yes: _("barang dengan jumlah dan harga") if yes else _("paket dengan nilainya saja"),
            key=f"peta_baris_{file_id}_{'quantity' in chosen and 'unit_price' in chosen}",
        )
    with third:
        year = st.number_input(
            _("Tahun, bila tidak ada kolomnya"),
            min_value=2000,
            max_value=2100,
            value=how.year or (before.year if before else None) or _year_said(found, name),
            placeholder="–",
            key=f"peta_tahun_{file_id}",
        )
    codes = [None, *regions.regions()]
    region = how.region or (before.region if before else _only_region(outcome))
    with fourth:
        place = st.selectbox(
            _("Daerah, bila tidak ada kolomnya"),
            codes,
            index=codes.index(region) if region in codes else 0,
            format_func=lambda c: _("Menurut berkas") if c is None else geography.name(c),
            key=f"peta_daerah_{file_id}",
        )
    keep = st.checkbox(
        _("Simpan sebagai resep: ditawarkan lagi untuk berkas berikutnya yang bentuknya sama"),
        value=True,
        key=f"peta_simpan_{file_id}",
    )
    title = before.title if before else name.rsplit(".", 1)[0][:60]
    if keep:
        title = st.text_input(_("Nama resep"), value=title, max_chars=80, key=f"peta_nama_{file_id}").strip() or name
    recipe = Recipe(
        title,
        fingerprint(c.header for c in found.columns),
        {meaning: (headers[p], *_others(meaning, p, headers, found, outcome)) for meaning, p in chosen.items()},
        stage=stage,
        items=items,
        conventions=dict(before.conventions) if before else {},
        region=place,
        year=int(year) if year else None,
        sheet=found.sheet.name,
        header_line=found.header_line,
    )
    return recipe, keep


def _others(
    meaning: str, position: int, headers: dict[int, str], found: SheetSurvey, outcome: state.Outcome
) -> tuple[str, ...]:
    """The further columns from which a known layout takes this meaning where the best one is empty."""
    known = _known(found, outcome)
    if known is None or known.positions.get(meaning) != position:
        return ()
    return tuple(headers[p] for p in known.fallbacks.get(meaning, ()) if headers.get(p))


def _only_region(outcome: state.Outcome) -> str | None:
    """The region of a file that has no column for it, as its name or title told."""
    reading = outcome.reading
    if reading is None or "region" in reading.fit.positions or len(reading.regions) != 1:
        return None
    return str(reading.regions["code"].iloc[0])


def _year_said(found: SheetSurvey, name: str) -> int | None:
    """A year in the title rows above the header, or in the file's name."""
    above = " ".join(str(cell) for row in found.sheet.head[: found.header_row] for cell in row if cell)
    match = _YEAR.search(above) or _YEAR.search(name)
    return int(match[1]) if match else None


def _missing(recipe: Recipe) -> str:
    """What still has to be said before a row can mean anything."""
    if "text" not in recipe.columns:
        return _("Pilih kolom nama barang.")
    if "amount" not in recipe.columns and "unit_price" not in recipe.columns:
        return _("Pilih kolom nilai atau harga satuan.")
    if "region" not in recipe.columns and recipe.region is None:
        return _("Pilih kolom daerah, atau daerahnya.")
    return ""


def _first_look(content: bytes, name: str, recipe: Recipe, sheet: Sheet) -> Reading | None:
    """The first rows as they would be read; changes with every choice above."""
    large = sheet.kind == "sheet" and len(content) > _LARGE_BYTES and not sheet.member
    try:
        reading = intake.read_bytes(
            _first_rows(sheet, recipe.header_line) if large else content,
            f"{name.rsplit('.', 1)[0]}.xlsx" if large else name,
            recipe=recipe,
            most_rows=FIRST_ROWS,
        )
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
        st.caption(cards.literal(_("Contoh alasan ditolak: {why}", why=_why(rejects.iloc[0]))))
    return reading


def _why(issue: Any) -> str:
    return str(explain(issue.to_frame().T)["message"].iloc[0])


def _first_rows(sheet: Sheet, header_line: int) -> bytes:
    """The rows up to twenty after the header, each at its own line, as a workbook."""
    book = Workbook()
    page = book.active
    page.title = sheet.name[:31] or "data"
    last = sheet.lines.index(header_line) + 1 + FIRST_ROWS
    for line, row in zip(sheet.lines[:last], sheet.head[:last], strict=True):
        for place, value in enumerate(row, start=1):
            if value is not None:
                cell = page.cell(line, place, value)
                if isinstance(value, str):
                    cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
