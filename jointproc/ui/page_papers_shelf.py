"""The shelf of papers: what each looks like, making one on a click, and what was made before."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Final

import pandas as pd
import streamlit as st

from jointproc.errors import JointprocError
from jointproc.papers import (
    PAPERS,
    Line,
    Paper,
    PaperKind,
    Words,
    data_hash,
    identity_of,
    offered,
    outdated,
    scenario_hash,
)
from jointproc.text import LANGUAGES, Language
from jointproc.ui import cache, cards, formats, geography
from jointproc.ui import page_papers as sheet
from jointproc.ui import page_papers_thumbs as thumbs
from jointproc.ui.formats import Column
from jointproc.ui.language import LANGUAGE_NAMES, _, say
from jointproc.workspace import BuiltPaper, note_paper, papers_built, workspace

__all__ = ["history", "shelf"]

_FILES: Final = "_naskah_berkas"
_FILES_MOST: Final = 12
_PICTURES_MOST: Final = 200
_HISTORY_MOST: Final = 200
_HASH_SHOWN: Final = 12
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_MIME: Final = {
    ".pptx": f"{_OFFICE}.presentationml.presentation",
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".pdf": "application/pdf",
    ".json": "application/json",
    ".zip": "application/zip",
}


def shelf(chosen: sheet.Chosen, paper: Paper, now: Paper | None) -> None:
    """All papers, those the audience asks for first in front."""
    built = papers_built(workspace(), chosen.scenario.id)
    with st.grid(3, min_column_width=280, gap="medium"):
        for kind in offered(chosen.audience):
            with st.container(border=True, height="stretch", gap="small", key=f"naskah_{kind.name}"):
                _card(chosen, paper, kind, built, now)


def _card(chosen: sheet.Chosen, paper: Paper, kind: PaperKind, built: list[BuiltPaper], now: Paper | None) -> None:
    picture = st.container()
    forms = " / ".join(suffix.lstrip(".").upper() for suffix in kind.forms)
    st.markdown(f"**{say(kind.label)}** · {forms}")
    st.caption(say(kind.about))
    if kind.one_language and chosen.language != "id":
        st.caption(_("Selalu dalam bahasa Indonesia: inilah naskah yang akan ditandatangani."))
    member, suffix = _member(paper, kind), _suffix(kind)
    wanted = (kind.name, member, _written_in(kind, chosen))
    last = next((b for b in built if (b.kind, b.member, b.language) == wanted and b.file_name.endswith(suffix)), None)
    standing = st.empty()
    clicked = st.button(
        _("Buat lagi") if last else _("Buat naskah"),
        key=f"naskah_buat_{kind.name}",
        icon=":material/note_add:",
        type="secondary" if last else "primary",
    )
    if clicked:
        last = _build(chosen, paper, kind, member, suffix) or last
    if last is not None:
        with standing:
            _standing(last, chosen, now)
    with picture:
        _picture(paper, kind, member, suffix)
    data = st.session_state.get(_FILES, {}).get(last.sha256) if last is not None else None
    if last is not None and data is not None:
        st.download_button(
            _("Unduh {suffix}", suffix=suffix.lstrip(".").upper()),
            data=data,
            file_name=last.file_name,
            mime=_MIME[suffix],
            icon=":material/download:",
            type="primary",
            on_click="ignore",
            key=f"naskah_unduh_{kind.name}",
        )


def _member(paper: Paper, kind: PaperKind) -> str:
    """Code of the region a paper speaks to; empty where it speaks to all."""
    if kind.regions is None:
        return ""
    return st.selectbox(
        _("Untuk daerah"),
        list(kind.regions(paper)),
        format_func=geography.label,
        key=f"naskah_daerah_{kind.name}",
    )


def _suffix(kind: PaperKind) -> str:
    """The form asked for, where there are several."""
    if len(kind.forms) == 1:
        return kind.suffix
    return str(
        st.segmented_control(
            _("Bentuk berkas"),
            list(kind.forms),
            format_func=lambda suffix: suffix.lstrip(".").upper(),
            default=kind.suffix,
            required=True,
            key=f"naskah_bentuk_{kind.name}",
        )
    )


def _written_in(kind: PaperKind, chosen: sheet.Chosen) -> Language:
    return LANGUAGES[0] if kind.one_language else chosen.language


def _file_name(kind: PaperKind, chosen: sheet.Chosen, member: str, suffix: str) -> str:
    """``jointproc_deck_Obat-bersama-v2-id_2026-11-24.pptx``: paper, scenario, version, language, date."""
    version = f"v{chosen.scenario.version}" if chosen.saved else _("belum disimpan")
    whom = geography.label(member) if member else ""
    parts = (chosen.scenario.title[:60], whom, version, _written_in(kind, chosen))
    return cards.file_name(kind.name, " ".join(part for part in parts if part), suffix.lstrip("."))


def _picture(paper: Paper, kind: PaperKind, member: str, suffix: str) -> None:
    toml = paper.scenario.to_toml()
    st.html(_preview(cache.key(), toml, paper.made_on, paper.language, kind.name, member, suffix, paper))


@st.cache_data(max_entries=_PICTURES_MOST, show_spinner=False)
def _preview(
    at: cache.Key, toml: str, day: date, language: str, kind: str, member: str, suffix: str, _paper: Paper
) -> str:
    """The first page in small; what can't be made says why."""
    del at, toml, day, language  # only a key
    try:
        return thumbs.first_page_html(_paper, PAPERS[kind], member, suffix)
    except JointprocError as error:
        return thumbs.sheet_html((Line(((Words(say(error.message), False),),)),), alt=say(error.message))


def _standing(last: BuiltPaper, chosen: sheet.Chosen, now: Paper | None) -> None:
    """When a paper was last made, and whether it still holds."""
    day = formats.day(last.built_at)
    why = outdated(last, chosen.newest, now)
    if why is None:
        st.markdown(
            ":material/check_circle: " + _("Dibuat {day} dari versi {n}; masih berlaku.", day=day, n=last.version)
        )
    else:
        st.markdown(
            ":orange-badge[:material/history: "
            + _("usang")
            + "] "
            + _("Dibuat {day} dari versi {n}: {why}.", day=day, n=last.version, why=say(why))
        )


def _build(chosen: sheet.Chosen, paper: Paper, kind: PaperKind, member: str, suffix: str) -> BuiltPaper | None:
    """Make one paper while telling how far it is; what goes wrong becomes a sentence."""
    bar = st.progress(0.1, text=_("Menyiapkan angka dan sumbernya…"))
    try:
        identity = identity_of(paper, kind.name)
        bar.progress(0.3, text=_("Menulis {paper}…", paper=say(kind.label)))
        data = kind.build(paper, member, suffix)
        bar.progress(0.9, text=_("Mencatat sidik berkas…"))
        built = note_paper(
            workspace(),
            scenario_id=chosen.scenario.id,
            version=chosen.scenario.version,
            kind=kind.name,
            member=member,
            language=_written_in(kind, chosen),
            file_name=_file_name(kind, chosen, member, suffix),
            sha256=hashlib.sha256(data).hexdigest(),
            scenario_hash=scenario_hash(chosen.scenario),
            figures_hash=identity.figures_hash,
            data_hash=data_hash(paper),
            by=str(st.session_state.get(sheet.BY) or ""),
        )
    except JointprocError as error:
        st.error(say(error.message), icon=":material/error:")
        return None
    finally:
        bar.empty()
    files = st.session_state.setdefault(_FILES, {})
    files[built.sha256] = data
    for old in list(files)[:-_FILES_MOST]:
        del files[old]
    return built


# --------------------------------------------------------------------------- history


def history(chosen: sheet.Chosen, now: Paper | None) -> None:
    """Everything that was made of this scenario: when, what, from which version, by whom, its hash, does it hold."""
    built = papers_built(workspace(), chosen.scenario.id)
    st.subheader(_("Riwayat naskah"), anchor=False)
    if not built:
        st.caption(_("Belum ada naskah yang dibuat dari skenario ini."))
        return
    frame = pd.DataFrame([_row(one, chosen, now) for one in built[:_HISTORY_MOST]])
    cards.table(
        frame,
        {
            "at": Column(_("Dibuat"), width=150),
            "paper": Column(_("Naskah"), width="medium"),
            "version": Column(_("Versi"), "count", width="small"),
            "language": Column(_("Bahasa"), width="small"),
            "by": Column(_("Oleh"), width="small"),
            "standing": Column(_("Keadaan"), width="medium"),
            "hash": Column(
                _("Sidik berkas"), width="small", help=_("Awal SHA-256 berkas; lengkapnya ada dalam unduhan CSV.")
            ),
        },
        alt=_("Riwayat naskah yang dibuat dari skenario ini"),
        key="naskah_riwayat",
    )
    cards.download(frame.drop(columns="hash"), "riwayat-naskah", chosen.scenario.title[:60], key="naskah_riwayat_unduh")
    st.caption(
        _("Berkasnya sendiri tidak disimpan di sini; sidiknya membuktikan bahwa sebuah berkas tidak berubah sejak itu.")
    )


def _row(one: BuiltPaper, chosen: sheet.Chosen, now: Paper | None) -> dict[str, object]:
    known = PAPERS.get(one.kind)
    why = outdated(one, chosen.newest, now)
    name = say(known.label) if known else one.kind
    return {
        "at": formats.day(one.built_at),
        "paper": f"{name}, {geography.label(one.member)}" if one.member else name,
        "version": one.version,
        "language": {str(k): v for k, v in LANGUAGE_NAMES.items()}.get(one.language, one.language),
        "by": one.built_by or "–",
        "standing": _("usang: {why}", why=say(why)) if why else _("berlaku"),
        "hash": one.sha256[:_HASH_SHOWN],
        "file_name": one.file_name,
        "sha256": one.sha256,
    }
