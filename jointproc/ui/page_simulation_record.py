"""What was said, attached and changed about an agreement, below its approvals on the page Simulasi."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Final

import pandas as pd
import streamlit as st

from jointproc.agreements import Scenario
from jointproc.errors import InputError
from jointproc.ui import cards, formats, geography
from jointproc.ui.formats import Column
from jointproc.ui.language import N_, _, say
from jointproc.workspace import (
    KINDS,
    LARGEST_EVIDENCE,
    ROLES,
    STATES,
    Agreement,
    AgreementEvent,
    AsideScenario,
    workspace,
)

__all__ = ["asides", "parts"]

Attempt = Callable[[Callable[[], str]], None]
_PART: Final = "kesepakatan_bagian"
_COMMENT, _FILE, _ABOUT = "kesepakatan_komentar", "kesepakatan_berkas", "kesepakatan_perihal"
_HEAD, _REGION = "kesepakatan_kepala", "kesepakatan_kepala_daerah"
_NAMES: Final = {
    "talk": N_("Komentar"),
    "evidence": N_("Bukti"),
    "log": N_("Catatan perubahan"),
    "asides": N_("Naskah di samping"),
}


def parts(now: Agreement, attempt: Attempt) -> None:
    """One part at a time: comments, evidence, the log with the check of its chain, texts that came second.

    Args:
        attempt: does something and keeps the sentence about it for the next drawing.
    """
    aside_n = len(workspace().asides(now.scenario_id))
    counts = {
        "talk": len(now.of_kind("comment")),
        "evidence": len(now.of_kind("evidence")),
        "log": len(now.events),
        "asides": aside_n,
    }
    shown = st.segmented_control(
        _("Yang diperlihatkan"),
        [name for name in _NAMES if name != "asides" or aside_n],
        format_func=lambda name: f"{_(_NAMES[name])} ({counts[name]})",
        default="talk",
        key=_PART,
        required=True,
        wrap=True,
    )
    if shown == "evidence":
        _evidence(now, attempt)
    elif shown == "log":
        _log(now, attempt)
    elif shown == "asides":
        asides(now.scenario_id, attempt)
    else:
        _talk(now, attempt)


def _who() -> str:
    return str(st.session_state.get("kesepakatan_nama", ""))


def _signed(event: AgreementEvent) -> str:
    return cards.literal(f"{event.by} · {formats.day(event.at)} {event.at:%H:%M} UTC")


def _talk(now: Agreement, attempt: Attempt) -> None:
    for one in now.of_kind("comment"):
        with st.container(gap=None):
            st.caption(_signed(one))
            st.markdown("  \n".join(cards.literal(line) for line in one.text.split("\n")))
    st.text_area(_("Komentar"), key=_COMMENT, max_chars=4000, height=90)
    st.caption(_("Komentar dan berkas dicatat atas nama yang ditulis di atas."))
    st.button(_("Kirim komentar"), key="kesepakatan_kirim", on_click=_say, args=(now.scenario_id, attempt))


def _say(scenario_id: str, attempt: Attempt) -> None:
    def act() -> str:
        workspace().comment(scenario_id, str(st.session_state.get(_COMMENT, "")), by=_who())
        st.session_state[_COMMENT] = ""
        return _("Komentar tercatat.")

    attempt(act)


# --------------------------------------------------------------------------- evidence


def _evidence(now: Agreement, attempt: Attempt) -> None:
    for one in now.of_kind("evidence"):
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.download_button(
                cards.literal(one.file_name),
                data=_reader(one.file_sha256),
                file_name=one.file_name,
                mime="application/octet-stream",
                icon=":material/download:",
                on_click="ignore",
                key=f"kesepakatan_bukti_{one.step}",
            )
            note = f" · {cards.literal(one.text)}" if one.text else ""
            st.caption(
                _(
                    "{size} KB · SHA-256 {hash} · {signed}",
                    size=formats.count(max(1, one.file_size_n / 1000)),
                    hash=one.file_sha256[:16],
                    signed=_signed(one),
                )
                + note
            )
    most = LARGEST_EVIDENCE // 1_000_000
    st.file_uploader(_("Berkas bukti (paling besar {most} MB)", most=most), key=_file_key(), max_upload_size=most)
    st.text_input(_("Perihal berkas"), key=_ABOUT, max_chars=300)
    st.button(_("Lampirkan"), key="kesepakatan_lampirkan", on_click=_attach, args=(now.scenario_id, attempt))


def _reader(sha256: str) -> Callable[[], bytes]:
    return lambda: workspace().evidence(sha256)


def _file_key() -> str:
    """A fresh uploader after each file, so that nothing is attached twice by accident."""
    return f"{_FILE}_{st.session_state.get('_' + _FILE, 0)}"


def _attach(scenario_id: str, attempt: Attempt) -> None:
    file = st.session_state.get(_file_key())

    def act() -> str:
        if file is None:
            raise InputError("Pilih berkasnya dahulu, lalu tekan Lampirkan.")
        told = str(st.session_state.get(_ABOUT, ""))
        workspace().attach_evidence(scenario_id, file.name, file.getvalue(), by=_who(), note=told)
        st.session_state["_" + _FILE] = st.session_state.get("_" + _FILE, 0) + 1
        st.session_state[_ABOUT] = ""
        return _("Berkas {file} dilampirkan.", file=cards.literal(file.name))

    attempt(act)


# --------------------------------------------------------------------------- the log


def _log(now: Agreement, attempt: Attempt) -> None:
    """Everything that happened, newest first, and whether the trail behind it is whole."""
    found = workspace().check_audit()
    if found.ok:
        st.success(say(found.sentence), icon=":material/link:")
    else:
        st.error(say(found.sentence), icon=":material/link_off:")
    cards.table(
        pd.DataFrame(
            [
                {
                    "at": f"{formats.day(one.at)} {one.at:%H:%M}",
                    "by": one.by,
                    "what": _what(one),
                    "state": say(STATES[one.state]),
                    "version": one.version,
                    "told": one.file_name or one.text,
                }
                for one in reversed(now.events)
            ]
        ),
        {
            "at": Column(_("Waktu (UTC)"), width=170),
            "by": Column(_("Oleh"), width=150),
            "what": Column(_("Apa"), width=330),
            "state": Column(_("Tahap sesudahnya"), width=130),
            "version": Column(_("Versi"), "count", width=60),
            "told": Column(_("Keterangan"), width=300),
        },
        alt=_("Catatan perubahan kesepakatan, yang terbaru di atas"),
        key="kesepakatan_catatan",
    )
    with st.expander(_("Kepala daerah berganti"), icon=":material/person:"):
        st.selectbox(_("Daerah"), now.parties.regions, format_func=geography.label, key=_REGION)
        st.text_input(_("Kepala daerah yang baru"), key=_HEAD, max_chars=200)
        st.button(_("Catat pergantian"), key="kesepakatan_ganti", on_click=_change, args=(now.scenario_id, attempt))
        st.caption(_("Persetujuan yang sudah diberikan tetap berlaku (PP 28/2018 Pasal 9 ayat (2))."))


def _what(event: AgreementEvent) -> str:
    seat = [say(ROLES[event.role])] if event.role else []
    place = [geography.label(event.region)] if event.region else []
    return " · ".join([say(KINDS[event.kind]), *seat, *place])


def _change(scenario_id: str, attempt: Attempt) -> None:
    state = st.session_state

    def act() -> str:
        workspace().change_of_head(scenario_id, str(state[_REGION]), str(state.get(_HEAD, "")), by=_who())
        state[_HEAD] = ""
        return _("Pergantian kepala daerah tercatat; kesepakatan tetap berjalan.")

    attempt(act)


# --------------------------------------------------------------------------- texts that came second


def asides(scenario_id: str, attempt: Attempt) -> None:
    """Texts whose writers were not the first to save, each to be kept as a scenario of its own."""
    for one in workspace().asides(scenario_id):
        _aside(one, attempt)


def _aside(one: AsideScenario, attempt: Attempt) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(
            _(
                "**{title}** · {who}, {day}, berangkat dari versi {n}",
                title=cards.literal(one.title),
                who=cards.literal(one.saved_by or "–"),
                day=formats.day(one.saved_at),
                n=one.based_on,
            )
        )
        st.button(
            _("Simpan sebagai skenario baru"),
            key=f"kesepakatan_naskah_{one.aside_id}",
            on_click=_keep,
            args=(one, attempt),
        )
        st.download_button(
            _("Unduh TOML"),
            data=one.toml.encode(),
            file_name=cards.file_name("naskah", one.title[:60], "toml"),
            mime="application/toml",
            on_click="ignore",
            key=f"kesepakatan_naskah_unduh_{one.aside_id}",
        )


def _keep(one: AsideScenario, attempt: Attempt) -> None:
    def act() -> str:
        fresh = {"id": "s" + secrets.token_hex(6), "version": 1}
        scenario = Scenario.from_toml(one.toml).model_copy(update=fresh)
        by = _who() or one.saved_by
        workspace().save_scenario(
            scenario.id, scenario.title, scenario.to_toml(), by=by, note=one.note, expected_version=0
        )
        return _("Tersimpan sebagai skenario baru: {title}.", title=cards.literal(scenario.title))

    attempt(act)
