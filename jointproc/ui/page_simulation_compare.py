"""Up to four scenarios side by side, and what changed from version to version."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd
import streamlit as st

from jointproc.agreements import SPLIT_LABELS, Scenario, Simulation
from jointproc.agreements.change_log import changes
from jointproc.errors import JointprocError
from jointproc.ui import cards, charts, formats, geography
from jointproc.ui import page_savings as tables
from jointproc.ui import page_simulation_figures as figures
from jointproc.ui import page_simulation_lights as lights
from jointproc.ui.formats import Column
from jointproc.ui.language import _, say
from jointproc.workspace import SavedScenario, workspace

__all__ = ["history", "section"]

CHOSEN: Final = "simulasi_banding"
_MOST: Final = 4
# pixels of a table beside the controls, and of its first column
_WIDTH: Final = 716
_FIRST: Final = 188
_ON_SCREEN: Final = ""


@dataclass(frozen=True, slots=True)
class _Side:
    """One column: a scenario and what it gives."""

    name: str
    scenario: Scenario
    found: Simulation


def section(now: Scenario, today: date) -> None:
    """What is on screen beside saved scenarios."""
    saved = {one.scenario_id: one for one in workspace().scenarios()}
    names = {
        _ON_SCREEN: _("Di layar"),
        **{i: _("{title} (v{n})", title=s.title, n=s.version) for i, s in saved.items()},
    }
    st.session_state[CHOSEN] = [i for i in st.session_state.get(CHOSEN, [_ON_SCREEN, *saved]) if i in names][:_MOST]
    chosen = st.multiselect(
        _("Bandingkan (paling banyak empat)"),
        list(names),
        format_func=lambda i: names.get(i, str(i)),
        key=CHOSEN,
        max_selections=_MOST,
        placeholder=_("Pilih skenario"),
        wrap=True,
        persist_state="session",
    )
    sides = [side for i in chosen if (side := _side(i, names[i], now, saved)) is not None]
    if len(sides) < 2:
        st.info(
            _("Simpan skenario ini atau yang lain di ruang kerja, lalu pilih paling sedikit dua untuk dibandingkan."),
            icon=":material/compare:",
        )
    else:
        _chart(sides)
        _table(sides, today)
    history(now)


def _side(scenario_id: str, name: str, now: Scenario, saved: dict[str, SavedScenario]) -> _Side | None:
    try:
        scenario = now if scenario_id == _ON_SCREEN else Scenario.from_toml(saved[scenario_id].toml)
        return _Side(name, scenario, figures.result(scenario))
    except JointprocError as error:
        st.warning(f"{cards.literal(name)}: {say(error.message)}", icon=":material/error:")
        return None


def _chart(sides: list[_Side]) -> None:
    best = max(sides, key=lambda s: s.found.saving_idr.p10)
    title = _("Angka sekurang-kurangnya terbesar: {name}", name=best.name)
    rows = [charts.Interval(_wrapped(side.name), side.found.saving_idr) for side in sides]
    st.markdown(f"**{cards.literal(title)}**")
    told = "; ".join(f"{s.name} {charts.interval_sentence(s.found.saving_idr)}" for s in sides)
    charts.show(
        tables.with_room(charts.interval_bars(rows, height=len(rows) * 60 + 70)),
        alt=f"{title}. {told}",
        key="simulasi_banding_batang",
    )


def _wrapped(name: str, width: int = 28) -> str:
    """A long title over two lines, so that the bars keep their room."""
    if len(name) <= width:
        return name
    at = name.rfind(" ", 0, width)
    rest = name[at + 1 :] if at > 0 else name[width:]
    return f"{name[: at if at > 0 else width]}<br>{rest if len(rest) <= width else rest[: width - 1] + '…'}"


def _suppliers(side: _Side) -> str:
    count = formats.count(side.scenario.suppliers_min_n)
    return _("{n} · kemampuan dibatasi", n=count) if side.scenario.supplier_capacity else count


def _table(sides: list[_Side], today: date) -> None:
    """Measures down, scenarios across."""
    measures: list[tuple[str, Callable[[_Side], str]]] = [
        (_("Peserta"), lambda s: formats.count(len(s.found.members))),
        (_("Model · jangka"), lambda s: f"{s.scenario.model} · {_('{n} tahun', n=s.scenario.term_years)}"),
        (_("Penyedia paling sedikit"), _suppliers),
        (_("Pembagian"), lambda s: say(SPLIT_LABELS[s.scenario.split])),
        (_("Belanja kini"), lambda s: formats.idr(s.found.alone_idr)),
        (_("Hasil bersih, sekurangnya"), lambda s: formats.idr(s.found.saving_idr.p10)),
        (_("Hasil bersih, kemungkinan"), lambda s: formats.idr(s.found.saving_idr.p50)),
        (_("Tambahan karena bergabung"), lambda s: formats.idr(s.found.pooling_gain_idr)),
        (_("Peserta lebih buruk"), lambda s: formats.count(len(s.found.worse_off))),
        (_("Stabil?"), lambda s: lights.stable(s.found).word),
        (_("Sah?"), lambda s: lights.lawful(s.found, today).word),
        (_("Kapan?"), lambda s: lights.timely(s.scenario, s.found, today).word),
    ]
    frame = pd.DataFrame(
        [{"measure": label, **{f"s{i}": get(side) for i, side in enumerate(sides)}} for label, get in measures]
    )
    columns = {"measure": Column(_("Yang dibandingkan"), width=_FIRST)}
    columns |= {f"s{i}": Column(s.name, width=(_WIDTH - _FIRST) // len(sides)) for i, s in enumerate(sides)}
    cards.table(
        frame,
        columns,
        alt=_("Skenario berdampingan: hasil, stabilitas, hukum, dan waktu"),
        key=f"simulasi_banding_tabel_{len(sides)}",
        height="content",
    )
    members = sorted({c for s in sides for c in s.scenario.codes}, key=geography.label)
    parts = [{m.code: m.saving_idr.p50 for m in side.found.members} for side in sides]
    by_member = pd.DataFrame(
        [{"name": geography.label(c), **{f"s{i}": part.get(c) for i, part in enumerate(parts)}} for c in members]
    )
    st.markdown("**" + _("Bagian setiap daerah (kemungkinan)") + "**")
    tables.grid(
        by_member,
        {"name": Column(_("Daerah"), width=_FIRST), **{k: v for k, v in columns.items() if k != "measure"}},
        [f"s{i}" for i in range(len(sides))],
        unit_in="name",
        alt=_("Bagian setiap daerah dalam setiap skenario"),
        key=f"simulasi_banding_bagian_{len(sides)}_{len(members)}",
        height="content",
    )


def history(now: Scenario) -> None:
    """Versions of the scenario on screen, each with its note and what it changed, the newest first."""
    versions = workspace().versions(now.id)
    if not versions:
        return
    st.markdown("**" + _("Riwayat perubahan") + "**")
    rows, before = [], None
    for one in versions:
        try:
            scenario = Scenario.from_toml(one.toml)
        except JointprocError as error:
            rows.append(_entry(one, say(error.message)))
            continue
        told = " ".join(say(change) for change in changes(before, scenario)) if before else _("Versi pertama.")
        rows.append(_entry(one, told or _("Tidak ada syarat yang berubah.")))
        before = scenario
    if before is not None:
        open_changes = " ".join(say(change) for change in changes(before, now))
        if open_changes:
            st.caption(cards.literal(_("Di layar, belum disimpan: {changes}", changes=open_changes)))
    frame = pd.DataFrame(rows[::-1])
    cards.table(
        frame,
        {
            "version": Column(_("Versi"), width=56),
            "day": Column(_("Tanggal"), width=130),
            "by": Column(_("Oleh"), width=150),
            "note": Column(_("Catatan"), width=180),
            "changed": Column(_("Yang berubah"), width=420),
        },
        alt=_("Versi skenario ini dengan catatan dan perubahannya"),
        key=f"simulasi_riwayat_{len(frame)}",
    )


def _entry(one: SavedScenario, changed: str) -> dict[str, object]:
    return {
        "version": one.version,
        "day": formats.day(one.saved_at),
        "by": one.saved_by or "–",
        "note": one.note or "–",
        "changed": changed,
    }
