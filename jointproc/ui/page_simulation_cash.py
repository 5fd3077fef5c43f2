"""The years of the agreement: cash a year and added up, when it pays off, and what is left when a member leaves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from jointproc.agreements import Simulation
from jointproc.agreements.term import Term, over_years
from jointproc.savings import Band
from jointproc.ui import cards, charts, formats, geography
from jointproc.ui import page_savings as tables
from jointproc.ui.formats import Column
from jointproc.ui.language import _, say

__all__ = ["section"]

WHO: Final = "simulasi_kas_siapa"
LEAVES_AFTER: Final = "simulasi_keluar"
# above this many years only the table names each of them in full
_ROW: Final = 34


def section(found: Simulation) -> None:
    """Cash with bands for all or one member, break-even and present value, and exits."""
    term = over_years(found)
    names = {m.code: geography.label(m.code) for m in found.members}
    st.markdown("\n".join("- " + cards.literal(say(one)) for one in term.sentences(names)))
    who = st.selectbox(
        _("Kas"),
        ["", *term.codes],
        format_func=lambda code: names.get(code, _("Semua peserta")),
        key=WHO,
        persist_state="session",
    )
    yearly = term.yearly[who] if who else term.total
    together = term.cumulative[who] if who else term.total_cumulative
    label = names.get(who, _("Semua peserta"))
    left, right = st.columns(2, gap="medium")
    with left:
        _bars(_("{who}: setiap tahun", who=label), yearly, "simulasi_kas_tahunan")
    with right:
        _bars(_("{who}: dijumlahkan sejak awal", who=label), together, "simulasi_kas_jumlah")
    _years(yearly, together)
    _members(term, names)
    if term.exits:
        _exits(term, names)


def _bars(title: str, bands: Sequence[Band], key: str) -> None:
    rows = [charts.Interval(_("Tahun {n}", n=n), band) for n, band in enumerate(bands, start=1)]
    st.markdown(f"**{cards.literal(title)}**")
    told = "; ".join(f"{row.label} {charts.interval_sentence(row.band)}" for row in rows)
    figure = tables.with_room(charts.interval_bars(rows, height=len(rows) * _ROW + 70))
    low, high = figure.layout.xaxis.range
    # half as wide as the charts of whole agreements
    figure.update_xaxes(range=[low, high + 0.3 * (high - low)])
    charts.show(figure, alt=f"{title}. {told}", key=key)


def _years(yearly: Sequence[Band], together: Sequence[Band]) -> None:
    frame = pd.DataFrame(
        [
            {
                "name": _("Tahun {n}", n=n),
                **{f"y{k}": v for k, v in year.to_json().items()},
                **{f"c{k}": v for k, v in added.to_json().items()},
            }
            for n, (year, added) in enumerate(zip(yearly, together, strict=True), start=1)
        ]
    )
    tables.grid(
        frame,
        {
            "name": Column(_("Tahun"), width=112),
            "yp10": Column(_("Sekurangnya"), width=90),
            "yp50": Column(_("Kemungkinan"), width=94),
            "yp90": Column(_("Paling banyak"), width=98),
            "cp10": Column(_("Σ sekurangnya"), width=102, help=_("Dijumlahkan sejak tahun pertama.")),
            "cp50": Column(_("Σ kemungkinan"), width=110),
            "cp90": Column(_("Σ paling banyak"), width=110),
        },
        ("yp10", "yp50", "yp90", "cp10", "cp50", "cp90"),
        measure=("yp50",),
        unit_in="name",
        alt=_("Kas setahun dan dijumlahkan, dengan rentangnya"),
        key=f"simulasi_kas_{len(frame)}",
    )
    st.caption(_("Σ: dijumlahkan sejak tahun pertama."))


def _members(term: Term, names: dict[str, str]) -> None:
    st.markdown("**" + _("Balik modal dan nilai kini setiap peserta") + "**")
    never = _("belum")
    rows = [
        {
            "name": names[code],
            "even": _("tahun ke-{n}", n=term.break_even_by_code[code]) if term.break_even_by_code[code] else never,
            "first": term.yearly[code][0].p50,
            "low": term.npv[code].p10,
            "likely": term.npv[code].p50,
            "high": term.npv[code].p90,
        }
        for code in term.codes
    ]
    rows.append(
        {
            "name": _("Semua peserta"),
            "even": _("tahun ke-{n}", n=term.break_even_year) if term.break_even_year else never,
            "first": term.total[0].p50,
            "low": term.npv_total.p10,
            "likely": term.npv_total.p50,
            "high": term.npv_total.p90,
        }
    )
    tables.grid(
        pd.DataFrame(rows),
        {
            "name": Column(_("Daerah"), width=140),
            "even": Column(_("Balik modal"), width=92, help=_("Tahun sejak jumlah kas tidak lagi di bawah nol.")),
            "first": Column(_("Tahun pertama"), width=104),
            "low": Column(_("Kini, sekurangnya"), width=124, help=_("Nilai kini seluruh jangka.")),
            "likely": Column(_("Kini, kemungkinan"), width=128),
            "high": Column(_("Kini, paling banyak"), width=134),
        },
        ("first", "low", "likely", "high"),
        measure=("first", "likely"),
        unit_in="name",
        alt=_("Tahun balik modal dan nilai kini setiap peserta"),
        key=f"simulasi_nilai_kini_{len(rows)}",
    )
    st.caption(
        _(
            "Tingkat diskonto {rate}. Tanpa kesepakatan nilai kini semua peserta {alone}.",
            rate=formats.share(term.discount_rate),
            alone=formats.idr(term.npv_alone),
        )
    )


def _exits(term: Term, names: dict[str, str]) -> None:
    st.markdown("**" + _("Bila satu peserta keluar") + "**")
    years = sorted({one.year for one in term.exits})
    kept = st.session_state.get(LEAVES_AFTER)
    if kept not in years:
        st.session_state[LEAVES_AFTER] = years[0]
    year = st.segmented_control(
        _("Keluar setelah tahun ke-"), years, key=LEAVES_AFTER, required=True, wrap=True, persist_state="session"
    )
    frame = pd.DataFrame(
        [
            {
                "name": names[one.code],
                "rest": one.rest_idr,
                "change": one.change_idr,
                "leaver": one.leaver_alone_idr,
            }
            for one in term.exits
            if one.year == year
        ]
    )
    tables.grid(
        frame,
        {
            "name": Column(_("Yang keluar"), width=170),
            "rest": Column(_("Sisanya masih menghemat"), width=180),
            "change": Column(_("Perubahan bagi sisanya"), width=170),
            "leaver": Column(_("Yang keluar, sendiri"), width=160),
        },
        ("rest", "change", "leaver"),
        unit_in="name",
        alt=_("Apa yang tersisa bagi peserta lain dan bagi yang keluar, dalam tahun yang tersisa"),
        key=f"simulasi_keluar_{len(frame)}",
    )
    st.caption(
        _("Untuk tahun-tahun yang tersisa, nilai kemungkinan. Denda atau sengketa karena keluar tidak dihitung.")
    )
