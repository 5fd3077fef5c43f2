"""Below a figure on the page Penghematan: its steps down to the lines, its readiness, its market and who sells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from jointproc import savings
from jointproc.errors import InputError
from jointproc.savings import Assumptions, Opportunity, Readiness, Trace
from jointproc.ui import cards, charts, formats, geography
from jointproc.ui.formats import Column
from jointproc.ui.language import N_, _, language, say
from jointproc.ui.page_savings import REGIME_NAMES, list_frame
from jointproc.ui.page_savings import found as opportunities_found
from jointproc.ui.page_savings_assumptions import ADJUSTABLE, change, shown
from jointproc.warehouse import Scope, warehouse
from jointproc.workspace import SAYABLE, decide_regime, regime_history, take_back_regime, workspace

__all__ = ["goods", "market", "readiness", "runnable", "steps", "what_if"]

_WHAT_IF = ("volume_cap", "coordination_fee_share", "award_failure")
PART_NAMES = {
    "period": N_("Waktu yang sama"),
    "specification": N_("Spesifikasi yang sama"),
    "suitability": N_("Kecocokan kelompok"),
    "regime": N_("Pasar"),
}


def runnable(sql: str, params: Mapping[str, Any]) -> str:
    """The query with its parameters written in, so that it can be run as it stands."""

    def literal(value: object) -> str:
        if isinstance(value, (list, tuple)):
            return "[" + ", ".join(literal(v) for v in value) + "]"
        return str(value) if isinstance(value, int | float) else "'" + str(value).replace("'", "''") + "'"

    return re.sub(r"\$([a-z_0-9]+)", lambda m: literal(params[m[1]]), sql)


def readiness(found: Readiness, key: str) -> None:
    """How ready the opportunity is, part by part."""
    st.markdown(cards.literal(say(found.sentence())))
    with st.expander(_("Kesiapan, bagian demi bagian"), icon=":material/checklist:"):
        cards.table(
            pd.DataFrame(
                [
                    {"part": _(PART_NAMES[p.name]), "score": round(100 * p.score), "why": say(p.sentence)}
                    for p in found.parts
                ]
            ),
            {
                "part": Column(_("Bagian"), width=170),
                "score": Column(_("Nilai (0–100)"), "count", width=100),
                "why": Column(_("Sebabnya"), width=640),
            },
            alt=_("Bagian kesiapan dengan nilai dan sebabnya"),
            key=f"kesiapan_{key}",
        )
        st.caption(_("Nilai gabungan adalah rata-rata ukur keempat bagian: satu bagian nol membuat semuanya nol."))


@st.fragment
def steps(one: Opportunity, scope: Scope, given: Assumptions) -> None:
    """From the figure to the lines: each step, its rows, and the SQL; worked out when it is opened."""
    cards.drawer(
        _("Langkah demi langkah, sampai baris sumber dan SQL"),
        icon=":material/account_tree:",
        key="penghematan_langkah",
        inside=lambda: _steps(one, savings.trace(warehouse(), scope, one, given)),
    )


def _steps(one: Opportunity, found: Trace) -> None:
    for number, step in enumerate(found.steps, start=1):
        amount = "" if step.amount_idr is None else f" → **{formats.idr(step.amount_idr)}**"
        st.markdown(f"{number}. {cards.literal(say(step.sentence))}{amount}")
    st.markdown("**" + _("Peserta: angka yang masuk ke langkah-langkah itu") + "**")
    members = found.members.assign(region=[geography.label(c) for c in found.members["region_code"]])
    cards.table(
        members,
        {
            "region": Column(_("Daerah"), width=160),
            "open_idr": Column(_("Di luar katalog"), "idr", width=164),
            "ratio": Column(_("Rasio volume"), "number", width=100, digits=2),
            "gap_idr": Column(_("Selisih ke kuartil"), "idr", width=172),
            "quantity_idr": Column(_("Volume"), "idr", width=110),
            "delivery_idr": Column(_("Ongkos tergabung"), "idr", width=176),
            "process_idr": Column(_("Biaya pemilihan"), "idr", width=164),
        },
        alt=_("Angka setiap peserta dalam langkah-langkah itu"),
        key=f"langkah_peserta_{one.opportunity_id}",
    )
    lines = found.lines.assign(
        region=[geography.label(c) for c in found.lines["region_code"]],
        used=[_("ya") if used else _("tidak") for used in found.lines["counted"]],
        source=[
            _("{file}, baris {line}", file=name or dataset, line=str(line))
            for name, dataset, line in zip(
                found.lines["file_name"], found.lines["dataset"], found.lines["line_no"], strict=True
            )
        ],
    )
    st.markdown("**" + _("Baris: harga, kuartil tahun itu, dan selisihnya") + "**")
    columns = {
        "region": Column(_("Daerah"), width=140),
        "price_idr": Column(_("Harga"), "price", width=110),
        "best_idr": Column(_("Kuartil terbaik"), "price", width=120),
        "amount_idr": Column(_("Jumlah"), "idr", width=110),
        "gap_idr": Column(_("Selisih"), "idr", width=110),
        "used": Column(_("Dihitung"), width=80),
        "source": Column(_("Sumber"), width=300),
    }
    cards.table(
        lines,
        columns,
        alt=_("Setiap baris dengan selisihnya ke kuartil terbaik"),
        key=f"langkah_baris_{one.opportunity_id}",
        totals=_(
            "Jumlah: {n} baris, {amount}; selisih {gap}",
            n=formats.count(len(lines)),
            amount=formats.idr(float(lines["amount_idr"].sum())),
            gap=formats.idr(float(lines["gap_idr"].sum())),
        ),
    )
    cards.download(lines[list(columns)], "langkah", one.good, key=f"langkah_unduh_{one.opportunity_id}")
    st.caption(_("SQL yang membaca baris barang ini (semua daerah, karena kuartilnya milik semua):"))
    st.code(runnable(found.sql, found.params), language="sql", wrap_lines=True)


@st.fragment
def what_if(one: Opportunity, scope: Scope, given: Assumptions) -> None:
    """Three sliders that move this figure alone; the list and the rest of the page stay as they are."""
    with st.expander(_("Bagaimana jika"), icon=":material/science:"):
        changes = {}
        for name, column in zip(_WHAT_IF, st.columns(len(_WHAT_IF)), strict=True):
            slider = ADJUSTABLE[name]
            at = shown(name, given.value(name))
            with column:
                value = st.select_slider(
                    f"{given[name].label(language())} ({_(slider.unit)})",
                    slider.options,
                    value=at,
                    format_func=lambda v: formats.number(v, 1),
                    key=f"jika_{name}_{one.opportunity_id}_{given.key}",
                )
            if value != at:
                changes[name] = change(name, value * slider.scale)
        found = savings.what_if(warehouse(), scope, one, given.override(changes)) if changes else one
        st.markdown(
            _(
                "Sekarang: {before}. Dengan pengandaian ini: **{after}**.",
                before=charts.interval_sentence(one.saving_idr),
                after=charts.interval_sentence(found.saving_idr),
            )
        )


def goods(one: Opportunity, scope: Scope, given: Assumptions, within_km: float) -> None:
    """The goods of a family, with the opportunity each is by itself."""
    with st.expander(_("Barang dalam kelompok ini"), icon=":material/inventory_2:"):
        inside = set(one.good_ids)
        codes = set(one.codes)
        found = [
            o
            for o in opportunities_found(scope, None, within_km, given)
            if o.good_id in inside and codes.intersection(o.codes)
        ]
        cards.table(
            list_frame(found),
            {
                "good": Column(_("Barang"), width=300),
                "p10": Column(_("Sekurangnya"), "idr", width=120),
                "p50": Column(_("Kemungkinan"), "idr", width=120),
                "evidence": Column(_("Bukti"), width=56),
                "members": Column(_("Daerah"), width=220),
                "amount": Column(_("Belanja"), "idr", width=120),
            },
            alt=_("Barang dalam kelompok ini"),
            key=f"barang_{one.opportunity_id}",
        )
        st.caption(_("Per barang, peserta dipilih tersendiri; jumlahnya dapat berbeda dari angka kelompok."))


@st.fragment
def market(one: Opportunity, scope: Scope, given: Assumptions) -> None:
    """Who sells, beside the figure, and a person's word on what market this is; worked out when it is opened."""
    cards.drawer(
        _("Penyedia dan pasar (tidak ditambahkan ke angka)"),
        icon=":material/storefront:",
        key="penghematan_pasar",
        inside=lambda: _market(one, scope, given),
    )


def _market(one: Opportunity, scope: Scope, given: Assumptions) -> None:
    rows = warehouse().query("vendor_shares", scope, good_ids=list(one.good_ids), region_codes=list(one.codes))
    found = savings.structure(rows, given)
    st.markdown("\n".join("- " + cards.literal(say(s)) for s in found.sentences))
    if not found.vendors.empty:
        cards.table(
            found.vendors.head(20),
            {
                "vendor": Column(_("Penyedia"), width=300),
                "amount_idr": Column(_("Nilai"), "idr", width=130),
                "share": Column(_("Bagian"), "share", width=90),
                "regions_n": Column(_("Daerah"), "count", width=80),
                "lines_n": Column(_("Baris"), "count", width=80),
            },
            alt=_("Penyedia terbesar"),
            key=f"penyedia_{one.opportunity_id}",
        )
    if one.good_id:
        _decide(one)


def _decide(one: Opportunity) -> None:
    st.markdown("**" + _("Pasar barang ini menurut orang") + "**")
    history = regime_history(workspace(), one.good_id)
    for said in history:
        what = _(REGIME_NAMES[said.regime]) if said.regime else _("dikembalikan ke data")
        st.caption(
            cards.literal(
                _(
                    "{day}, {who}: {what}. {reason}",
                    day=formats.day(said.said_at),
                    who=said.said_by or _("seseorang"),
                    what=what,
                    reason=said.reason,
                )
            )
        )
    with st.form(f"pasar_{one.good_id}", border=False):
        first, second = st.columns(2)
        with first:
            regime = st.selectbox(
                _("Pasar"), SAYABLE, index=SAYABLE.index(one.regime), format_func=lambda r: _(REGIME_NAMES[r])
            )
        with second:
            by = st.text_input(_("Nama Anda"))
        reason = st.text_input(_("Alasan (wajib)"))
        sent = st.form_submit_button(_("Tetapkan pasar"))
    if sent:
        try:
            decide_regime(workspace(), one.good_id, regime, reason, by=by.strip(), good_text=one.good)
            st.rerun()
        except InputError as error:
            st.error(say(error.message))
    if history and history[-1].regime and st.button(_("Kembalikan ke data"), key=f"pasar_kembali_{one.good_id}"):
        take_back_regime(workspace(), one.good_id, by=by.strip())
        st.rerun()
