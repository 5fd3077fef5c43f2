"""Perjalanan kesepakatan on the page Simulasi: where the saved scenario stands, who said yes, and what comes next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final, Literal

import pandas as pd
import streamlit as st

from jointproc.agreements import Scenario
from jointproc.agreements.compliance import comply
from jointproc.errors import JointprocError
from jointproc.text import Message, msg
from jointproc.ui import cards, formats, geography, shell
from jointproc.ui import page_simulation as sheet
from jointproc.ui import page_simulation_figures as figures
from jointproc.ui import page_simulation_record as record
from jointproc.ui.formats import Column
from jointproc.ui.language import _, say
from jointproc.workspace import MOVES, OPEN, ROLES, STATES, Agreement, LawCheck, Move, Seat, workspace

__all__ = ["journey"]

_TOLD: Final = "_kesepakatan_kabar"
_RERUN: Final = "_kesepakatan_ulang"
_WHO, _WHY, _SEAT = "kesepakatan_nama", "kesepakatan_alasan", "kesepakatan_selaku"
_LOOK: Final[dict[str, tuple[Literal["green", "blue", "gray"], str]]] = {
    "done": ("green", ":material/check:"),
    "now": ("blue", ":material/radio_button_checked:"),
    "later": ("gray", ":material/radio_button_unchecked:"),
}


def journey() -> None:
    """The whole section; it asks for a saved scenario first."""
    if sheet.origin().kind != "saved" or len(st.session_state[sheet.MEMBERS]) < 2:
        st.caption(
            _(
                "Simpan skenario ini dahulu. Setelah tersimpan, di sini dicatat siapa yang menyetujui, apa yang "
                "dibicarakan, dan bukti apa yang dilampirkan."
            )
        )
        return
    _section(sheet.build().id)


@shell.fragment
def _section(scenario_id: str) -> None:
    if st.session_state.pop(_RERUN, False):
        st.rerun()
    _tell()
    _overtaken(scenario_id)
    now = workspace().agreement(scenario_id)
    if now is None:
        _beginning(scenario_id)
        return
    law = _law(now) if now.state == "agreed" else None
    _stepper(now)
    _notices(now, law)
    _table(now)
    _desk(now, law)
    record.parts(now, attempt)


# --------------------------------------------------------------------------- what happened, and what happened meanwhile


def attempt(act: Callable[[], str]) -> None:
    """Do it and keep the sentence that says what it came to; what was typed stays when it fails."""
    try:
        st.session_state[_TOLD] = (True, act())
    except JointprocError as error:
        st.session_state[_TOLD] = (False, say(error.message))


def _tell() -> None:
    fine, sentence = st.session_state.pop(_TOLD, (True, ""))
    if sentence and fine:
        st.success(sentence, icon=":material/check_circle:")
    elif sentence:
        st.error(sentence, icon=":material/error:")


def _overtaken(scenario_id: str) -> None:
    """Somebody saved a newer text than the one on screen: reload it, or keep one's own as a copy."""
    newest = workspace().scenario(scenario_id)
    if newest.version <= sheet.origin().expected_version:
        return
    st.warning(
        _(
            "{who} menyimpan versi {n} pada {day} sejak Anda membukanya. Yang di layar belum memuat perubahannya.",
            who=cards.literal(newest.saved_by or _("Orang lain")),
            n=newest.version,
            day=formats.day(newest.saved_at),
        ),
        icon=":material/group:",
    )
    with st.container(horizontal=True, gap="small"):
        st.button(_("Muat versi terbaru"), key="kesepakatan_muat", on_click=_reload, args=(scenario_id,))
        st.button(_("Simpan milik saya sebagai salinan"), key="kesepakatan_salin", on_click=_copy)


def _reload(scenario_id: str) -> None:
    def act() -> str:
        sheet.open_saved(scenario_id)
        return _("Versi terbaru dibuka.")

    attempt(act)
    st.session_state[_RERUN] = True


def _copy() -> None:
    def act() -> str:
        kept = sheet.save("", str(st.session_state.get(_WHO, "")), "", as_new=True)
        return _("Tersimpan sebagai salinan: {title}.", title=cards.literal(kept.title))

    attempt(act)
    st.session_state[_RERUN] = True


def _beginning(scenario_id: str) -> None:
    st.markdown(
        _(
            "Skenario tersimpan ini belum menempuh persetujuan. Jalurnya: {states}.",
            states=" → ".join(say(name).lower() for name in STATES.values()),
        )
    )
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        _name_field(320)
        st.button(
            _("Mulai perjalanan kesepakatan"),
            type="primary",
            key="kesepakatan_mulai",
            on_click=_start,
            args=(scenario_id,),
        )
    record.asides(scenario_id, attempt)


def _start(scenario_id: str) -> None:
    def act() -> str:
        workspace().start_agreement(scenario_id, by=str(st.session_state.get(_WHO, "")))
        return _("Perjalanan kesepakatan dimulai.")

    attempt(act)


# --------------------------------------------------------------------------- where it stands


def _stepper(now: Agreement) -> None:
    """The states in order: done, now, and still to come, told by sign and word besides colour."""
    order = list(STATES)
    at = order.index(now.state)
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        for place, state in enumerate(order):
            colour, icon = _LOOK["done" if place < at else "now" if place == at else "later"]
            st.badge(f"{place + 1}. {say(STATES[state])}", icon=icon, color=colour)
    st.markdown(
        _("Tahap **{state}**, tentang versi {n} skenario ini.", state=say(STATES[now.state]), n=now.version)
        + " "
        + _("Pergantian kepala daerah tidak mengakhiri kerja sama.")
    )


def _notices(now: Agreement, law: LawCheck | None) -> None:
    if now.returned is not None:
        template = (
            _(
                "Versi {n} disimpan {who} pada {day}: kesepakatan kembali menjadi rancangan dan persetujuan diminta "
                "lagi."
            )
            if now.returned.kind == "version"
            else _("{who} mengembalikan kesepakatan ke rancangan pada {day}: {reason}. Persetujuan diminta lagi.")
        )
        st.warning(
            template.format(
                n=now.returned.version,
                who=cards.literal(now.returned.by or _("orang lain")),
                day=formats.day(now.returned.at),
                reason=cards.literal(now.returned.text),
            ),
            icon=":material/undo:",
        )
    later = now.of_kind("amendment")
    if later:
        st.info(
            _(
                "Versi {n} disimpan sesudah penandatanganan. Yang berlaku tetap versi {signed}; perubahannya "
                "memerlukan adendum.",
                n=later[-1].text,
                signed=now.version,
            ),
            icon=":material/info:",
        )
    if law is not None and law.blocked:
        st.error(
            _("Belum dapat ditandatangani: {why}", why=cards.literal(" ".join(say(one) for one in law.blocked))),
            icon=":material/block:",
        )


def _law(now: Agreement) -> LawCheck:
    """What the rules say today of the version that would be signed."""
    scenario = Scenario.from_toml(workspace().scenario(now.scenario_id, now.version).toml)
    found = comply(figures.result(scenario), date.today())
    return LawCheck(
        now.version, tuple(_of_region(one.region, one.message) for one in found.findings if one.verdict == "blocked")
    )


def _of_region(region: str, message: Message) -> Message:
    return msg("{region}: {why}", region=geography.label(region), why=message) if region else message


# --------------------------------------------------------------------------- who said what


def _table(now: Agreement) -> None:
    """One row a region, one column an office."""
    rows = [
        {"region": geography.label(code), **{role: _word(now, Seat(role, code)) for role in ROLES}}
        for code in now.parties.regions
    ]
    cards.table(
        pd.DataFrame(rows),
        {"region": Column(_("Daerah"), width=170)}
        | {role: Column(say(name), width=220) for role, name in ROLES.items()},
        alt=_("Persetujuan setiap jabatan di setiap daerah peserta"),
        key="kesepakatan_tabel",
    )
    asked = len(now.seats)
    given = sum(now.verdict(seat) == "approved" for seat in now.seats)
    st.caption(
        _(
            "{given} dari {asked} jabatan menyetujui versi ini. UKPBJ ditanya di daerah penyelenggara saja.",
            given=given,
            asked=asked,
        )
    )


def _word(now: Agreement, seat: Seat) -> str:
    if seat not in now.seats:
        return ""
    word = now.words.get(seat)
    if word is None:
        return _("○ menunggu")
    if word.kind == "approve":
        return _("✓ setuju · {who}", who=word.by)
    return _("✗ menolak · {who}: {reason}", who=word.by, reason=word.text)


# --------------------------------------------------------------------------- deciding


def _seat_name(choice: str) -> str:
    role, _at, code = choice.partition("@")
    return f"{say(ROLES[role])} · {geography.label(code)}"


def _desk(now: Agreement, law: LawCheck | None) -> None:
    """Under a name and an office: approve, reject, or take the next step."""
    steps = [one for one in MOVES if one.source == now.state]
    if not steps:
        _name_field()
        return
    with st.container(border=True, gap="small"):
        first, second, third = st.columns([4, 3, 4], gap="small")
        first.selectbox(
            _("Anda bertindak selaku"),
            [f"{seat.role}@{seat.region}" for seat in now.seats],
            format_func=_seat_name,
            key=f"{_SEAT}_{now.scenario_id}",
        )
        with second:
            _name_field()
        third.text_input(_("Alasan atau catatan"), key=_WHY, max_chars=2000)
        with st.container(horizontal=True, gap="small"):
            if now.state in OPEN:
                _button(_("Setujui"), "setuju", _decide, now, True, icon=":material/check:")
                _button(_("Tolak"), "tolak", _decide, now, False, icon=":material/close:")
            for step in steps:
                _step_button(now, step, law)
        ahead = now.obstacles(steps[0], law, _names(now))
        if ahead:
            st.markdown(_("Sebelum tahap **{state}**:", state=say(STATES[steps[0].target])))
            st.markdown("\n".join("- " + cards.literal(say(one)) for one in ahead))
        st.caption(_("Aplikasi ini belum memeriksa siapa Anda: nama dan jabatan dicatat sebagaimana ditulis."))


def _name_field(width: int | Literal["stretch"] = "stretch") -> None:
    st.text_input(_("Nama Anda"), key=_WHO, max_chars=200, width=width, persist_state="session")


def _names(now: Agreement) -> dict[str, str]:
    return {code: geography.label(code) for code in now.parties.regions}


def _button(label: str, key: str, act: Callable[..., None], *args: object, icon: str) -> None:
    st.button(label, key=f"kesepakatan_{key}", icon=icon, on_click=act, args=args)


def _step_button(now: Agreement, step: Move, law: LawCheck | None) -> None:
    order = list(STATES)
    onward = order.index(step.target) == order.index(step.source) + 1
    st.button(
        _("Ke tahap {state}", state=say(STATES[step.target])),
        key=f"kesepakatan_ke_{step.target}",
        icon=":material/arrow_forward:" if step.target != "draft" else ":material/undo:",
        type="primary" if onward else "secondary",
        disabled=bool(now.obstacles(step, law)),
        on_click=_move,
        args=(now, step.target, law),
    )


def _chosen(now: Agreement) -> Seat:
    role, _at, code = str(st.session_state[f"{_SEAT}_{now.scenario_id}"]).partition("@")
    return Seat(role, code)


def _decide(seen: Agreement, approved: bool) -> None:
    state = st.session_state

    def act() -> str:
        seat = _chosen(seen)
        workspace().approve(seen, seat, by=str(state.get(_WHO, "")), approved=approved, reason=str(state.get(_WHY, "")))
        state[_WHY] = ""
        who = cards.literal(_seat_name(f"{seat.role}@{seat.region}"))
        return _("{who}: setuju, tercatat.", who=who) if approved else _("{who}: menolak, tercatat.", who=who)

    attempt(act)


def _move(seen: Agreement, target: str, law: LawCheck | None) -> None:
    state = st.session_state

    def act() -> str:
        workspace().move(
            seen,
            target,
            _chosen(seen),
            by=str(state.get(_WHO, "")),
            reason=str(state.get(_WHY, "")),
            law=law,
            names=_names(seen),
        )
        state[_WHY] = ""
        return _("Kesepakatan kini di tahap {state}.", state=say(STATES[target]))

    attempt(act)
