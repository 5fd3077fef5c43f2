"""What a simulated agreement gives, drawn: the answer, a bar per member, the lights, the tables, the line below."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from jointproc.agreements import SPLIT_LABELS, SPLIT_RULES, Scenario, Simulation
from jointproc.ui import cards, charts, formats, geography
from jointproc.ui import page_savings as tables
from jointproc.ui import page_simulation_lights as lights
from jointproc.ui.formats import Column
from jointproc.ui.language import _, say

__all__ = ["answer", "bars", "draw", "member_table", "notes", "rule_table", "summary", "where_from"]

# more members than this stand on one line each
_ROOMY: Final = 6
# headers of the table of split rules; their full names stand in the line below it
_SHORT_RULES: Final = {"aca": "ACA"}
_RULE_WIDTHS: Final = {"own": 104, "aca": 76}
# more worse-off members than this are counted, not named
_NAMED_MOST: Final = 3
_SIGNS: Final[dict[str, tuple[Literal["green", "orange", "red"], str]]] = {
    "ok": ("green", ":material/check_circle:"),
    "care": ("orange", ":material/warning:"),
    "blocked": ("red", ":material/block:"),
}


def answer(found: Simulation) -> None:
    """The result in one sentence, and what pooling adds to it."""
    band = found.saving_idr
    told = _(
        "{n} daerah membelanjakan {alone} dalam {years} tahun anggaran; bersama-sama {net} sekurang-kurangnya "
        "**{low}**, kemungkinan **{likely}**.",
        years=formats.count(found.years_n),
        net=_net(found).lower(),
        n=formats.count(len(found.members)),
        alone=formats.idr(found.alone_idr),
        low=formats.idr(band.p10),
        likely=formats.idr(band.p50),
    )
    if found.pooling_gain_idr > 0:
        told += " " + _(
            "Dari itu kemungkinan {gain} hanya dapat diraih bersama.", gain=formats.idr(found.pooling_gain_idr)
        )
    else:
        told += " " + _(
            "Tanpa kesepakatan mereka dapat meraih {alone}, jadi bergabung belum menambah apa pun.",
            alone=formats.idr(found.without_agreement_idr),
        )
    st.subheader(told, anchor=False)


def _net(found: Simulation) -> str:
    """What the net figure is called: nobody saves a negative amount."""
    return _("Hemat bersih") if found.saving_idr.p10 >= 0 else _("Hasil bersih")


def bars(found: Simulation) -> None:
    """One bar per member, better or worse than alone."""
    better, worse = _("▲ lebih baik"), _("▼ lebih buruk")
    many = len(found.members) > _ROOMY
    between = "  " if many and not geography.is_phone() else "<br>"
    if between == "  ":
        # the caption says in words what the sign means
        better, worse = "▲", "▼"
    rows = [
        charts.Interval(
            f"{geography.label(m.code)}{between}{worse if m.code in found.worse_off else better}", m.saving_idr
        )
        for m in found.members
    ]
    count = len(found.worse_off)
    title = (
        _("{n} dari {all} peserta lebih buruk daripada sendiri", n=count, all=len(found.members))
        if count
        else _("Semua peserta lebih baik daripada sendiri")
    )
    told = "; ".join(f"{geography.label(m.code)} {charts.interval_sentence(m.saving_idr)}" for m in found.members)
    st.markdown(f"**{title}**")
    figure = tables.with_room(charts.interval_bars(rows, height=len(rows) * (56 if between == "<br>" else 38) + 70))
    low, high = figure.layout.xaxis.range
    # the lights beside it leave it a narrow column
    figure.update_xaxes(range=[low, high + (0 if geography.is_phone() else 0.25) * (high - low)])
    charts.show(figure, alt=f"{title}. {told}", key="simulasi_batang")
    read = _("Tebal: sekurang-kurangnya; sesudahnya: kemungkinan. Batang bergaris miring berakhir pada paling banyak.")
    st.caption((_("▲ lebih baik, ▼ lebih buruk daripada sendiri.") + " " if between == "  " else "") + read)


def draw(name: str, light: lights.Light, more: Callable[[], None] | None = None) -> DeltaGenerator:
    """One light: shape, word, sentence, what ``more`` draws, and the points behind it; returns its box."""
    colour, icon = _SIGNS[light.verdict]
    box = st.container(border=True, gap="xsmall")
    with box:
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.markdown(f"**{name}**")
            st.badge(light.word, icon=icon, color=colour)
        st.markdown(cards.literal(light.sentence))
        if more is not None:
            more()
        if light.points:
            with st.popover(_("Rinciannya"), type="tertiary", key=f"rinci_{name}"):
                st.markdown("\n".join(f"- {cards.literal(point)}" for point in light.points))
    return box


def member_table(scenario: Scenario, found: Simulation) -> None:
    """Every member alone and together."""
    st.subheader(_("Hasil setiap peserta"), anchor=False)
    frame = pd.DataFrame(
        [
            {
                "name": geography.label(m.code),
                "alone": m.alone_idr,
                "pooled": m.pooled_idr,
                "p10": m.saving_idr.p10,
                "p50": m.saving_idr.p50,
                "p90": m.saving_idr.p90,
                "without": m.without_agreement_idr,
            }
            for m in found.members
        ]
    )
    tables.grid(
        frame,
        {
            "name": Column(_("Daerah"), width=142),
            "alone": Column(_("Belanja kini"), width=92),
            "pooled": Column(_("Bersama"), width=88),
            "p10": Column(_("Sekurangnya"), width=92),
            "p50": Column(_("Kemungkinan"), width=96),
            "p90": Column(_("Paling banyak"), width=102),
            "without": Column(_("Hemat sendiri"), width=104, help=_("Yang dapat dihemat tanpa kesepakatan.")),
        },
        ("alone", "pooled", "p10", "p50", "p90", "without"),
        measure=("p50", "without"),
        unit_in="name",
        alt=_("Belanja setiap peserta sendiri dan bersama, penghematannya, dan yang dapat dihematnya sendiri"),
        key=f"simulasi_peserta_{len(frame)}",
    )
    st.markdown(
        "**"
        + _(
            "Jumlah: belanja kini {alone}; {net} {band}; hemat sendiri {without}",
            net=_net(found).lower(),
            alone=formats.idr(found.alone_idr),
            band=charts.interval_sentence(found.saving_idr),
            without=formats.idr(found.without_agreement_idr),
        )
        + "**"
    )
    cards.download(frame, "simulasi", geography.label(scenario.lead_code), key="simulasi_unduh_tabel")


def rule_table(found: Simulation) -> None:
    """The same saving under every split rule."""
    st.markdown("**" + _("Hemat (kemungkinan) menurut aturan pembagian") + "**")
    frame = pd.DataFrame([{"name": geography.label(m.code), **m.by_rule} for m in found.members])
    rules = [rule for rule in SPLIT_RULES if rule in found.worse_off_by_rule]
    labels: dict[str, str] = {rule: say(SPLIT_LABELS[rule]) for rule in rules}
    columns = {"name": Column(_("Daerah"), width=130)}
    columns |= {
        rule: Column(_SHORT_RULES.get(rule, labels[rule]), width=_RULE_WIDTHS.get(rule, 80), help=labels[rule])
        for rule in rules
    }
    tables.grid(
        frame,
        columns,
        rules,
        unit_in="name",
        alt=_("Penghematan setiap peserta menurut aturan pembagian"),
        key=f"simulasi_aturan_{len(frame)}",
    )
    worse = {
        labels[rule]: ", ".join(geography.label(code) for code in codes)
        if len(codes) <= _NAMED_MOST
        else _("{n} dari {all} peserta", n=len(codes), all=len(found.members))
        for rule, codes in found.worse_off_by_rule.items()
    }
    st.caption(
        _(
            "Lebih buruk daripada sendiri: {list}.",
            list="; ".join(f"{rule}: {who or _('tidak ada')}" for rule, who in worse.items()),
        )
    )


def where_from(found: Simulation) -> None:
    """The channels of the agreement as a whole."""
    with st.expander(_("Dari mana angkanya"), icon=":material/stacked_bar_chart:"):
        rows = [
            {"name": _(tables.CHANNEL_NAMES[name]), **band.to_json()}
            for name, band in (
                *found.channels.items(),
                ("award_failure", found.failure_idr),
                ("coordination", found.coordination_idr),
            )
        ]
        tables.grid(
            pd.DataFrame(rows),
            {
                "name": Column(_("Saluran"), width=240),
                "p10": Column(_("Sekurangnya"), width=140),
                "p50": Column(_("Kemungkinan"), width=140),
                "p90": Column(_("Paling banyak"), width=140),
            },
            ("p10", "p50", "p90"),
            unit_in="name",
            alt=_("Saluran penghematan, peluang gagal, dan biaya koordinasi"),
            key="simulasi_saluran",
        )
        st.caption(
            _(
                "Dua baris terakhir dikurangkan. {goods} barang, {shared} di antaranya dibeli dua peserta atau lebih. "
                "Susunan asumsi {key}.",
                goods=formats.count(found.goods_n),
                shared=formats.count(found.shared_goods_n),
                key=found.assumptions_key,
            )
        )


def notes(found: Simulation) -> None:
    """What a reader must know before believing or signing it."""
    with st.expander(_("Catatan ({n})", n=len(found.warnings)), icon=":material/info:"):
        st.markdown("\n".join(f"- {cards.literal(say(warning))}" for warning in found.warnings))
        st.caption(_("Penunjuk hukum di halaman ini bukan nasihat hukum; periksa naskah peraturannya."))


def summary(found: Simulation, law: lights.Light) -> None:
    """The line that stays in sight."""
    count = len(found.worse_off)
    told = _(
        "**{net} sekurang-kurangnya {low}, kemungkinan {likely}** · belanja {years} tahun · {worse}",
        years=formats.count(found.years_n),
        net=_net(found),
        low=formats.idr(found.saving_idr.p10),
        likely=formats.idr(found.saving_idr.p50),
        worse=_("{n} peserta lebih buruk", n=count) if count else _("tidak ada peserta yang lebih buruk"),
    )
    if not geography.is_phone():
        told += _(" · sah: {law}", law=law.word.lower())
    with st.bottom:
        # read from the other end of the table
        if geography.is_phone():
            st.markdown(told)
        else:
            st.subheader(told, anchor=False)
