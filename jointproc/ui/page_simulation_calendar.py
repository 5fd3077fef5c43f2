"""When the agreement can start: the joint steps as bars and a table, the open budget routes, and a calendar file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st

from jointproc.agreements import Scenario, Simulation
from jointproc.agreements.budget_calendar import Event, calendar, last_day
from jointproc.agreements.timeline import Route, Step, Timeline, plan, routes
from jointproc.ui import cards, charts, charts_time, formats, geography
from jointproc.ui.formats import Column
from jointproc.ui.language import N_, _, language, say

__all__ = ["ROUTES", "Event", "calendar", "last_day", "section", "span", "waits"]

ROUTES: Final = {
    "existing": N_("baris anggaran yang sudah ada"),
    "amended": N_("perubahan APBD"),
    "next": N_("APBD berikutnya"),
}


def span(event: Event) -> str:
    """The days of an event in words."""
    if event.begin == event.end:
        return formats.day(event.end)
    return _("{begin} sampai {end}", begin=formats.day(event.begin), end=formats.day(event.end))


def waits(scenario: Scenario, today: date) -> Route | None:
    """The next budget policy that what goes over one year, or pays another budget, must be in; None otherwise."""
    if scenario.model != "C" and scenario.term_years == 1:
        return None
    return next(one for one in routes(today) if one.route == "next")


def section(scenario: Scenario, found: Simulation, today: date) -> None:
    """The joint timeline."""
    planned = plan(found, today)
    contract = next(s for s in planned.steps if s.step == "contract")
    tightest = min(planned.steps, key=lambda s: s.slack_days)
    title = _(
        "Kontrak bersama paling cepat {day}, memakai {route} TA {year}",
        day=formats.day(contract.start),
        route=_(ROUTES[planned.route]),
        year=planned.fiscal_year,
    )
    st.markdown(f"**{title}**")
    if planned.presumed:
        st.caption(
            _("Dianggap sudah dianggarkan, karena belum semua peserta menyatakannya (Rincian syarat)."),
        )
    bars = [charts_time.Bar(say(s.told), s.start, s.end, _latest(s), _told(s)) for s in planned.steps]
    charts.show(
        charts_time.gantt(bars, _marks(planned, today)),
        alt=title + ". " + "; ".join(f"{b.label}: {b.note}" for b in bars),
        key="simulasi_jadwal",
    )
    st.caption(
        _(
            "Biru: hari kerja langkah itu. Garis miring: kelonggaran sampai langkah sesudahnya terdesak; tersempit "
            "{step}, {n} hari kerja. Hari libur nasional belum diperhitungkan.",
            step=say(tightest.told),
            n=formats.count(tightest.slack_days),
        )
    )
    _table(planned)
    st.download_button(
        _("Unduh kalender (.ics)"),
        data=planned.ics(scenario.id, language()).encode(),
        file_name=cards.file_name("jadwal", geography.label(scenario.lead_code), "ics"),
        mime="text/calendar",
        icon=":material/calendar_month:",
        on_click="ignore",
        key="simulasi_ics",
    )
    _routes(planned, today)


def _latest(step: Step) -> date:
    moved: date = np.busday_offset(step.end, step.slack_days, roll="forward").astype(date)
    return moved


def _told(step: Step) -> str:
    return _(
        "{start} sampai {end}, {n} hari kerja, longgar {slack}",
        start=formats.day(step.start),
        end=formats.day(step.end),
        n=formats.count(step.working_days),
        slack=formats.count(step.slack_days),
    )


def _marks(planned: Timeline, today: date) -> list[charts_time.Mark]:
    marks = [charts_time.Mark(today, _("hari ini"))]
    new_year = date(planned.fiscal_year, 1, 1)
    if planned.steps[0].start < new_year <= planned.steps[-1].end:
        marks.append(charts_time.Mark(new_year, _("TA {year} mulai", year=planned.fiscal_year)))
    return marks


def _table(planned: Timeline) -> None:
    frame = pd.DataFrame(
        [
            {
                "step": say(s.told),
                "start": s.start,
                "end": s.end,
                "days": s.working_days,
                "slack": s.slack_days,
            }
            for s in planned.steps
        ]
    )
    cards.table(
        frame,
        {
            "step": Column(_("Langkah"), width=196),
            "start": Column(_("Mulai"), "date", width=134),
            "end": Column(_("Selesai"), "date", width=134),
            "days": Column(_("Hari kerja"), "count", width=84),
            "slack": Column(_("Longgar (hari kerja)"), "count", width=146),
        },
        alt=_("Langkah bersama dengan tanggal, hari kerja, dan kelonggarannya"),
        key=f"simulasi_langkah_{len(frame)}",
    )


def _routes(planned: Timeline, today: date) -> None:
    st.markdown("**" + _("Jalan anggaran yang masih terbuka") + "**")
    lines = []
    for one in routes(today):
        if one.route == planned.route == "existing":
            one = replace(one, fiscal_year=planned.fiscal_year, closes=date(planned.fiscal_year, 12, 31))
        used = (one.route, one.fiscal_year) == (planned.route, planned.fiscal_year)
        lines.append(
            _(
                "- **{name} TA {year}**: sampai {day} ({basis}){note}",
                name=say(one.told),
                year=one.fiscal_year,
                day=formats.day(one.closes),
                basis=one.basis + ("" if one.verified else "; " + _("belum diverifikasi")),
                note=_(" · dipakai jadwal ini") if used else "",
            )
        )
    st.markdown("\n".join(lines))
