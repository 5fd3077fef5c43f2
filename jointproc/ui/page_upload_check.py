"""From an upload to the warehouse: read, show how it was understood, and store only what a person has accepted."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import pandas as pd
import streamlit as st

from jointproc import intake, regions
from jointproc.errors import InputError
from jointproc.intake import Preset, Reading
from jointproc.pipeline import LoadMode, LoadResult, plan_load, store
from jointproc.text import Message
from jointproc.ui import cache, cards, filters, formats, geography, shell
from jointproc.ui.language import _, language, say
from jointproc.ui.page_upload_mapping import mapping, saved_recipe
from jointproc.ui.page_upload_modes import choose_mode
from jointproc.ui.page_upload_names import STAGES
from jointproc.ui.page_upload_numbers import answered as said_of_numbers
from jointproc.ui.page_upload_numbers import open_questions
from jointproc.ui.page_upload_preview import details
from jointproc.ui.page_upload_regions import answered as said_of_regions
from jointproc.warehouse import BOUGHT
from jointproc.workspace import workspace

__all__ = ["announce", "check", "preset_title"]

_AUTO: Final = "auto"
_TURN, _OUTCOME, _STORED, _BY = "_unggah_giliran", "_unggah_bacaan", "_unggah_tersimpan", "_unggah_oleh"
_RECIPE, _MAPPING, _OFFERED = "_unggah_resep", "_unggah_memetakan", "_unggah_resep_lama"
# Under this the reader is asked to look at the layout before storing.
_SURE: Final = 0.8
# The time left is told when the work is long enough to ask for it, and far enough on to know.
_SLOW_S: Final = 2.0
_TOLD_FROM: Final = 0.05


@dataclass(frozen=True, slots=True)
class _Ask:
    """Which file, and how the reader wants it read."""

    file_id: str
    preset: str
    region: str | None
    year: int | None
    recipe: str | None = None
    conventions: tuple[tuple[str, str], ...] = ()
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of one attempt; kept so that a rerun does not read the file again."""

    ask: _Ask
    reading: Reading | None
    error: Message | None
    unknown: bool = False


def preset_title(preset: Preset) -> str:
    """A layout's name in the reader's language."""
    return preset.title_en if language() == "en" else preset.title


def _named(name: str) -> str:
    found = {p.name: p for p in intake.presets()}.get(name)
    return preset_title(found) if found else name


def announce() -> None:
    """After storing: what is there now, and where to look at it."""
    stored: LoadResult | None = st.session_state.get(_STORED)
    if stored is None:
        return
    with st.container(border=True, gap="small"):
        st.success(
            _(
                "{name} tersimpan: {rows} baris senilai {amount} dari {regions} daerah.",
                name=cards.literal(stored.name),
                rows=formats.count(stored.rows_accepted),
                amount=formats.idr(stored.amount_idr),
                regions=formats.count(len(stored.regions)),
            ),
            icon=":material/check_circle:",
        )
        with st.container(horizontal=True, gap="small"):
            if st.button(_("Lihat di peta"), type="primary", icon=":material/map:", key="unggah_ke_peta"):
                shell.open_page("peta")
            if shell.has_page("penghematan") and st.button(
                _("Lihat penghematan"), icon=":material/savings:", key="unggah_ke_penghematan"
            ):
                shell.open_page("penghematan")


def check() -> None:
    """The uploader and, once a file is there, what was understood of it."""
    st.markdown(
        _(
            "Pilih berkas belanja dari komputer ini: **CSV, XLSX, ODS, JSON, Parquet, atau ZIP**, paling besar 200 MB. "
            "Isinya ditampilkan dahulu; belum ada yang disimpan sampai Anda menekan *Simpan ke gudang data*."
        )
    )
    turn = st.session_state.setdefault(_TURN, 0)
    upload = st.file_uploader(_("Berkas belanja"), key=f"unggah_{turn}", label_visibility="collapsed")
    _helps()
    if upload is None:
        st.session_state.pop(_OUTCOME, None)
        return
    st.session_state.pop(_STORED, None)
    name = Path(upload.name).name
    before: _Outcome | None = st.session_state.get(_OUTCOME)
    fresh = before is None or before.ask.file_id != upload.file_id
    if fresh:
        _begin(upload, name)
    ask = _ways(upload.file_id, troubled=not fresh and before is not None and _troubled(before))
    outcome = before if before is not None and before.ask == ask else None
    if outcome is None:
        outcome = _read(ask, upload, name)
        st.session_state[_OUTCOME] = outcome
        if fresh and _troubled(outcome):
            st.rerun()  # the ways of reading are opened for whoever needs them
    if outcome.error is not None:
        st.error(cards.literal(say(outcome.error)), icon=":material/error:")
        st.button(_("Pilih berkas lain"), on_click=_drop, key=f"unggah_lain_{turn}")
        if outcome.unknown:
            _map(upload, name, ask)
    elif outcome.reading is not None:
        if st.session_state.get(_MAPPING) == upload.file_id:
            _map(upload, name, ask)
            st.divider()
        _preview(outcome.reading, ask, upload, name)


def _begin(upload: Any, name: str) -> None:
    """A new file: forget what was said of the last one; a recipe made for this shape is used at once."""
    for key in (_RECIPE, _MAPPING, _OFFERED):
        st.session_state.pop(key, None)
    known = {one.fingerprint: one.recipe_json for one in workspace().recipes()}
    recipe = saved_recipe(upload.getvalue(), name, known)
    if recipe is not None:
        st.session_state[_RECIPE] = recipe.to_json()
        st.session_state[_OFFERED] = recipe.title


def _map(upload: Any, name: str, ask: _Ask) -> None:
    recipe = mapping(upload.getvalue(), name, upload.file_id, year=ask.year, region=ask.region)
    if recipe is not None:
        workspace().save_recipe(recipe.to_json(), recipe.fingerprint, recipe.title, by=st.session_state.get(_BY, ""))
        st.session_state[_RECIPE] = recipe.to_json()
        st.session_state.pop(_MAPPING, None)
        st.rerun()


def _helps() -> None:
    left, right = st.columns([2, 5], gap="small", vertical_alignment="top")
    with left:
        st.download_button(
            _("Unduh templat (XLSX)"),
            data=intake.template,
            file_name="jointproc_templat_belanja.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            icon=":material/download:",
            on_click="ignore",
            width="stretch",
            key="unggah_templat",
        )
    with right, st.expander(_("Tata letak yang dikenali")):
        for preset in intake.presets():
            st.markdown(
                _(
                    "**{title}** ({stage}). Ciri: kolom {columns}.",
                    title=cards.literal(preset_title(preset)),
                    stage=_(STAGES[preset.stage]),
                    columns=", ".join(f"`{c}`" for c in preset.distinctive[:6]),
                )
            )
        st.caption(
            _("Berkas lain: salin isinya ke templat. Lembar keduanya menerangkan setiap kolom dan mana yang wajib.")
        )


def _troubled(outcome: _Outcome) -> bool:
    """Whether another layout, region or year may help."""
    reading = outcome.reading
    return reading is None or not reading.rows_accepted or reading.confidence < _SURE


def _ways(file_id: str, *, troubled: bool) -> _Ask:
    """The reader's own choice of layout, region and year."""
    with st.expander(
        _("Baca dengan cara lain: tata letak, daerah, tahun"),
        expanded=troubled,
        key=f"unggah_cara_{troubled}_{file_id}",
    ):
        first, second, third = st.columns([3, 3, 2], gap="medium")
        with first:
            preset = st.selectbox(
                _("Tata letak"),
                [_AUTO, *(p.name for p in intake.presets())],
                format_func=lambda n: _("Kenali sendiri") if n == _AUTO else _named(n),
                key=f"unggah_tata_letak_{file_id}",
            )
        with second:
            region = st.selectbox(
                _("Daerah, bila berkas tidak menyebutnya"),
                list(regions.regions()),
                index=None,
                format_func=geography.name,
                placeholder=_("Menurut berkas"),
                key=f"unggah_daerah_{file_id}",
            )
        with third:
            year = st.number_input(
                _("Tahun anggaran, bila tidak ada"),
                min_value=2000,
                max_value=date.today().year + 2,
                value=None,
                placeholder=_("Menurut berkas"),
                key=f"unggah_tahun_{file_id}",
            )
    return _Ask(
        file_id,
        str(preset),
        region,
        int(year) if year else None,
        st.session_state.get(_RECIPE) if preset == _AUTO else None,
        tuple(sorted(said_of_numbers(file_id).items())),
        tuple(sorted(said_of_regions(file_id).items())),
    )


@contextmanager
def _working(cancel: str = "") -> Iterator[Any]:
    """A progress bar, with a way out when ``cancel`` (a key) is given: a click ends the run at the next report."""
    slot = st.empty()
    with slot.container():
        bar = st.progress(0.0, text="…")
        if cancel:
            st.button(_("Batalkan"), on_click=_drop, key=cancel)

    began = time.monotonic()

    def tell(done: float, sentence: Message) -> None:
        share = min(max(done, 0.0), 1.0)
        passed = time.monotonic() - began
        text = say(sentence)
        if passed > _SLOW_S and _TOLD_FROM < share < 1:
            text += _(" · kira-kira {n} detik lagi", n=formats.count(max(passed / share - passed, 1)))
        bar.progress(share, text=text)

    try:
        yield tell
    finally:
        slot.empty()


def _read(ask: _Ask, upload: Any, name: str) -> _Outcome:
    with _working(f"unggah_batal_baca_{ask.file_id}") as tell:
        try:
            reading = intake.read_bytes(
                upload.getvalue(),
                name,
                preset=ask.preset,
                recipe=intake.Recipe.from_json(ask.recipe) if ask.recipe else None,
                region=ask.region,
                year=ask.year,
                region_answers={**workspace().region_answers(), **dict(ask.answers)},
                conventions=dict(ask.conventions),
                progress=tell,
            )
        except InputError as error:
            return _Outcome(ask, None, error.message, isinstance(error, intake.UnknownLayout))
    return _Outcome(ask, reading, None)


def _drop() -> None:
    """Forget the upload: a new uploader, nothing stored."""
    st.session_state[_TURN] += 1
    st.session_state.pop(_OUTCOME, None)


def _preview(reading: Reading, ask: _Ask, upload: Any, name: str) -> None:
    st.subheader(_("Begini berkas ini dibaca"), anchor=False)
    st.markdown(
        _(
            "**{name}** dibaca sebagai **{layout}** (keyakinan {sure}). Belum ada yang disimpan.",
            name=cards.literal(name),
            layout=cards.literal(reading.preset_title if ask.recipe else _named(reading.preset)),
            sure=formats.share(reading.confidence, 0),
        )
    )
    _other_ways(reading, ask)
    if filters.has_sample():
        st.caption(_("Angka di bagian ini berasal dari berkas Anda, bukan dari data contoh."))
    if reading.confidence < _SURE:
        st.warning(
            _("Tata letaknya belum pasti: periksa contoh barisnya, atau pilih tata letak lain sebelum menyimpan."),
            icon=":material/warning:",
        )
    cards.figures(
        [
            cards.Figure(
                _("Baris dibaca"),
                formats.count(reading.rows_read),
                _(
                    "{n} daerah; TA {years}",
                    n=formats.count(len(reading.regions)),
                    years=", ".join(str(y) for y in reading.fiscal_years) or "–",
                ),
            ),
            cards.Figure(
                _("Diterima"),
                formats.count(reading.rows_accepted),
                _("{n} di antaranya dengan catatan", n=formats.count(_noted(reading))),
            ),
            cards.Figure(_("Ditolak"), formats.count(reading.rows_rejected), _("alasannya ada di tab Temuan")),
            cards.Figure(
                _("Nilai yang diterima"),
                formats.idr(reading.amount_idr),
                formats.idr(reading.amount_idr, compact=False),
            ),
        ]
    )
    _decide(reading, ask, upload, name)
    details(reading, name, ask.file_id)


def _other_ways(reading: Reading, ask: _Ask) -> None:
    """The next best layouts, a recipe that was used, and the way to the mapping screen."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if st.session_state.get(_OFFERED):
            st.caption(
                _(
                    "Resep **{title}** dipakai karena bentuk berkasnya sama.",
                    title=cards.literal(st.session_state[_OFFERED]),
                )
            )
            st.button(_("Baca tanpa resep"), on_click=_without_recipe, key=f"unggah_tanpa_resep_{ask.file_id}")
        elif reading.ranked:
            st.caption(
                _(
                    "Kemungkinan lain: {names}.",
                    names=", ".join(f"{_named(n)} ({formats.share(c, 0)})" for n, c in reading.ranked[:3]),
                )
            )
        st.button(
            _("Ubah pemetaan kolom"),
            icon=":material/table_edit:",
            on_click=_start_mapping,
            args=(ask.file_id,),
            key=f"unggah_petakan_{ask.file_id}",
        )


def _without_recipe() -> None:
    for key in (_RECIPE, _OFFERED):
        st.session_state.pop(key, None)


def _start_mapping(file_id: str) -> None:
    st.session_state[_MAPPING] = file_id


def _noted(reading: Reading) -> int:
    """Accepted lines with at least one remark."""
    told = reading.issues
    warned = set(told.loc[told["severity"] == "warn", "line_no"])
    return len(warned - set(told.loc[told["severity"] == "reject", "line_no"]))


def _decide(reading: Reading, ask: _Ask, upload: Any, name: str) -> None:
    """Store or not; the very same file again is stored only in the place of the old one."""
    turn = st.session_state[_TURN]
    if not reading.rows_accepted:
        st.error(
            _(
                "Tidak satu pun dari {rows} baris dapat diterima: lihat alasannya di tab Temuan, perbaiki berkasnya, "
                "lalu unggah lagi.",
                rows=formats.count(reading.rows_read),
            ),
            icon=":material/error:",
        )
        st.button(_("Batal"), on_click=_drop, key=f"unggah_batal_{turn}")
        return
    datasets = cache.datasets()
    same = datasets[datasets["sha256"] == reading.sha256]
    if not same.empty:
        st.warning(
            _(
                "Berkas yang sama persis sudah dimuat sebagai {name} pada {day}. Menyimpan berarti menggantinya, "
                "bukan menambah.",
                name=cards.literal(same["name"].iloc[0]),
                day=formats.day(pd.Timestamp(same["loaded_at"].iloc[0]).to_pydatetime()),
            ),
            icon=":material/warning:",
        )
    if not reading.stages & set(BOUGHT):
        st.info(
            _("Isi berkas ini rencana atau daftar harga, bukan belanja: disimpan, tetapi tidak ikut dihitung."),
            icon=":material/info:",
        )
    first, second = st.columns(2, gap="medium")
    with first:
        title = st.text_input(_("Nama dataset"), value=name, max_chars=120, key=f"unggah_nama_{ask.file_id}")
    with second:
        by = st.text_input(_("Dimuat oleh (boleh kosong)"), max_chars=80, key=_BY, persist_state="session")
    plan = plan_load(reading)
    mode = choose_mode(plan, f"unggah_mode_{ask.file_id}")
    asked = open_questions(reading)
    if asked:
        st.warning(
            _("Tentukan dahulu arti tanda di kolom {columns} (tab Angka).", columns=cards.literal(", ".join(asked))),
            icon=":material/help:",
        )
    slot = st.container()
    with st.container(horizontal=True, gap="small"):
        wanted = st.button(
            _("Simpan ke gudang data") if same.empty else _("Ganti dataset yang lama"),
            type="primary",
            icon=":material/save:",
            disabled=bool(asked),
            key=f"unggah_simpan_{turn}",
        )
        st.button(_("Batal"), on_click=_drop, key=f"unggah_batal_{turn}")
    if wanted:
        with slot:
            _store(reading, ask, upload, name, title.strip() or name, by.strip(), mode)


def _store(reading: Reading, ask: _Ask, upload: Any, name: str, title: str, by: str, mode: LoadMode) -> None:
    try:
        with tempfile.TemporaryDirectory() as folder, _working() as tell:
            path = Path(folder) / name
            path.write_bytes(upload.getvalue())
            stored = store(
                reading,
                path,
                mode=mode,
                region=ask.region,
                year=ask.year,
                recipe=intake.Recipe.from_json(ask.recipe) if ask.recipe else None,
                conventions=dict(ask.conventions),
                name=title,
                loaded_by=by,
                progress=tell,
            )
    except InputError as error:
        st.error(cards.literal(say(error.message)), icon=":material/error:")
        return
    for text, code in ask.answers:
        workspace().remember_region(text, code, by=by)
    if ask.recipe and ask.conventions:
        # the answers about numbers belong to the recipe: the next file of this shape is not asked about again
        recipe = intake.Recipe.from_json(ask.recipe)
        recipe = replace(recipe, conventions={**recipe.conventions, **dict(ask.conventions)})
        workspace().save_recipe(recipe.to_json(), recipe.fingerprint, recipe.title, by=by)
    _drop()
    st.session_state[_STORED] = stored
    if reading.stages & set(BOUGHT):
        filters.use_dataset(stored.dataset_id)
    st.rerun()
