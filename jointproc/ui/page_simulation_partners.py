"""Simulasi, "Dengan siapa": the best partner sets of the lead, and what changes when a region joins or leaves."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st

from jointproc import agreements, savings
from jointproc.agreements import Change, Changes, Limits, Partners, PartnerSet, Scenario
from jointproc.agreements.partners import Rank
from jointproc.errors import InputError
from jointproc.ui import cache, charts, formats, geography
from jointproc.ui import page_savings as tables
from jointproc.ui import page_simulation as sheet
from jointproc.ui.formats import Column
from jointproc.ui.language import N_, _, say
from jointproc.warehouse import Scope, warehouse

__all__ = ["section"]

SIZE, RANK, NEAR = "mitra_jumlah", "mitra_urutan", "mitra_seprovinsi"
_LARGEST: Final = 8
_USED: Final = 5
_CHIPS: Final = 6
# letters in a line beside a bar
_LABEL_WIDE: Final = 36
# pixels that the columns of members share
_MEMBERS_WIDE: Final = 398
# more columns than this don't fit beside the totals
_MEMBER_COLUMNS: Final = 5
_RANK_NAMES: Final[dict[Rank, str]] = {"p50": N_("Kemungkinan"), "p10": N_("Sekurangnya")}


def section(scenario: Scenario) -> None:
    """The best sets of partners under a few limits, then every joiner and leaver of the members chosen now."""
    limits, rank = _limits()
    anchor = scenario.lead_code if scenario.lead_code in scenario.codes else scenario.codes[0]
    try:
        with st.spinner(_("Mencari mitra…"), show_time=False):
            found = _partners(cache.key(), anchor, limits, rank, *_question(scenario))
    except InputError as error:
        st.info(say(error.message), icon=":material/info:")
        return
    _sets(found, scenario)
    with st.spinner(_("Menghitung perubahan…"), show_time=False):
        changed = _changes(cache.key(), scenario.to_toml(), found.neighbours)
    _who(changed, scenario)


def _limits() -> tuple[Limits, Rank]:
    left, middle, right = st.columns([3, 4, 3], gap="medium", vertical_alignment="center")
    with left:
        size = st.slider(_("Anggota paling banyak"), 2, _LARGEST, 5, key=SIZE, persist_state="session")
    with middle:
        rank: Rank = st.segmented_control(
            _("Urut menurut tambahan"),
            list(_RANK_NAMES),
            format_func=lambda key: _(_RANK_NAMES[key]),
            default="p50",
            key=RANK,
            required=True,
            persist_state="session",
        )
    with right:
        same = st.toggle(_("Hanya satu provinsi"), key=NEAR, persist_state="session")
    # every good the scenario names counts, as in the result above
    return Limits(size=int(size), same_province=bool(same), suitability=None), rank


def _question(scenario: Scenario) -> tuple[Any, ...]:
    """What the search hangs on besides its limits; not the members, so that trying sets costs nothing."""
    shares = tuple((m.code, m.share) for m in scenario.members if m.share < 1)
    changed = json.dumps(scenario.assumptions, sort_keys=True)
    division = scenario.suppliers_min_n, scenario.supplier_capacity
    return scenario.datasets, scenario.fiscal_years, scenario.families, scenario.goods, changed, shares, division


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs={Limits: repr})
def _partners(
    at: cache.Key,
    anchor: str,
    limits: Limits,
    rank: Rank,
    datasets: tuple[str, ...],
    years: tuple[int, ...],
    families: tuple[str, ...],
    goods: tuple[str, ...],
    changed: str,
    shares: tuple[tuple[str, float], ...],
    division: tuple[int, bool],
) -> Partners:
    del at
    given = savings.assumptions().override(json.loads(changed))
    market = savings.market_of(warehouse(), Scope(dataset_ids=datasets, fiscal_years=years), given)
    return agreements.best_sets(
        market.dividing(*division),
        anchor,
        goods=goods,
        families=families,
        limits=limits,
        shares=dict(shares),
        rank=rank,
    )


@st.cache_resource(max_entries=64, show_spinner=False)
def _changes(at: cache.Key, toml: str, joiners: tuple[str, ...]) -> Changes:
    del at
    scenario = Scenario.from_toml(toml)
    given = savings.assumptions().override(scenario.assumptions)
    scope = Scope(dataset_ids=scenario.datasets, fiscal_years=scenario.fiscal_years)
    return agreements.changes(savings.market_of(warehouse(), scope, given), scenario, joiners)


# --------------------------------------------------------------------------- best sets


def _sets(found: Partners, scenario: Scenario) -> None:
    best = found.sets[0]
    title = (
        _(
            "Mitra terbaik {name}: {who}, kemungkinan menambah {gain} di atas sendiri-sendiri "
            "(sekurang-kurangnya {low})",
            name=geography.label(found.anchor),
            who=_friends(best),
            gain=formats.idr(best.gain_idr.p50),
            low=formats.idr(best.gain_idr.p10),
        )
        if best.gain_idr.p50 > 0
        else _(
            "Tidak ada kelompok dengan {name} yang menghemat lebih banyak daripada sendiri-sendiri",
            name=geography.label(found.anchor),
        )
    )
    st.markdown(f"**{title}**")
    _set_table(found.sets)
    _use_buttons(found.sets, scenario)
    rows = [charts.Interval(_bar_label(i, one), one.gain_idr) for i, one in enumerate(found.sets[:_USED], 1)]
    told = "; ".join(f"{row.label} {charts.interval_sentence(row.band)}" for row in rows)
    st.markdown("**" + _("Tambahan di atas yang dapat dihemat sendiri-sendiri") + "**")
    charts.show(
        tables.with_room(charts.interval_bars(rows, height=len(rows) * 48 + 70)),
        alt=f"{title}. {told}",
        key="simulasi_mitra_batang",
    )
    st.caption(
        _(
            "{valued} dari {all} kelompok dinilai dalam {seconds} detik; selisih terhadap yang terbaik paling banyak "
            "{gap}.",
            valued=formats.count(found.valued_n),
            all=formats.count(found.candidates_n),
            seconds=formats.number(found.seconds, 1),
            gap=formats.share(found.gap),
        )
        + (
            " " + _("Tetangga yang tidak membeli: {names}.", names=", ".join(map(geography.label, found.silent)))
            if found.silent
            else ""
        )
    )


def _friends(one: PartnerSet, most: int = 4) -> str:
    return geography.members_text(one.codes[1:], most)


def _bar_label(number: int, one: PartnerSet) -> str:
    """The number of a set, and on a wide screen all its names on as many lines as they need."""
    told = _("No. {n}", n=number)
    if geography.is_phone():
        return told
    return "<br>".join(textwrap.wrap(f"{told} · {_friends(one, _LARGEST)}", _LABEL_WIDE))


def _set_table(sets: Sequence[PartnerSet]) -> None:
    frame = pd.DataFrame(
        [
            {
                "rank": i,
                "who": _friends(one, _LARGEST),
                "p10": one.saving_idr.p10,
                "p50": one.saving_idr.p50,
                "gain10": one.gain_idr.p10,
                "gain50": one.gain_idr.p50,
            }
            for i, one in enumerate(sets, 1)
        ]
    )
    tables.grid(
        frame,
        {
            "rank": Column(_("No."), width=40),
            "who": Column(_("Dengan"), width=262 if geography.is_phone() else 290),
            "gain50": Column(
                _("Tambahan"),
                width=92,
                help=_("Hemat bersama dikurangi yang dapat dihemat setiap anggota tanpa mitra (kemungkinan)."),
            ),
            "gain10": Column(_("Tambahan min."), width=110, help=_("Tambahan itu sekurang-kurangnya.")),
            "p50": Column(_("Hemat"), width=84, help=_("Hemat bersih seluruh kelompok (kemungkinan).")),
            "p10": Column(_("Hemat min."), width=92, help=_("Hemat bersih seluruh kelompok sekurang-kurangnya.")),
        },
        ("gain50", "gain10", "p50", "p10"),
        measure=("p50",),
        unit_in="who",
        alt=_("Kelompok mitra terbaik menurut tambahan penghematan"),
        key="simulasi_mitra_tabel",
    )


def _use_buttons(sets: Sequence[PartnerSet], scenario: Scenario) -> None:
    with st.container(horizontal=True, gap="small"):
        for i, one in enumerate(sets[:_USED], 1):
            now = set(one.codes) == set(scenario.codes)
            st.button(
                _("Pakai no. {n}", n=i),
                icon=":material/check:" if now else ":material/groups:",
                disabled=now,
                help=geography.members_text(one.codes, _LARGEST),
                key=f"mitra_pakai_{i}",
                on_click=_use,
                args=(one.codes,),
            )


def _use(codes: tuple[str, ...]) -> None:
    st.session_state[sheet.MEMBERS] = list(codes)


# --------------------------------------------------------------------------- who joins, who leaves


def _who(changed: Changes, scenario: Scenario) -> None:
    joins = sorted((one for one in changed.cases if one.joins), key=lambda one: -one.gain_change_idr)[:_CHIPS]
    leaves = [one for one in changed.cases if not one.joins]
    if not joins and not leaves:
        return
    st.markdown("**" + _("Bila satu daerah bergabung atau keluar") + "**")
    for cases in (joins, leaves):
        if cases:
            with st.container(horizontal=True, gap="small"):
                for one in cases:
                    _chip(one)
    _case_table([*joins, *leaves], scenario)


def _chip(one: Change) -> None:
    name = geography.label(one.code)
    st.button(
        _("+ {name}: {change}", name=name, change=_signed(one.gain_change_idr))
        if one.joins
        else _("Tanpa {name}: {change}", name=name, change=_signed(one.gain_change_idr)),
        icon=":material/person_add:" if one.joins else ":material/person_remove:",
        help=_("Tambahan di atas sendiri-sendiri berubah sebesar ini. Klik untuk menerapkannya."),
        key=f"mitra_{'masuk' if one.joins else 'keluar'}_{one.code}",
        on_click=sheet.toggle_member,
        args=(one.code,),
    )


def _signed(value: float) -> str:
    return ("+" if value > 0 else "") + formats.idr(value)


def _case_table(cases: Sequence[Change], scenario: Scenario) -> None:
    members = (
        scenario.codes if len(scenario.codes) <= _MEMBER_COLUMNS and all(c.part_changes_idr for c in cases) else ()
    )
    frame = pd.DataFrame(
        [
            {
                "name": ("+ " if one.joins else "− ") + geography.label(one.code),
                "total": one.change_idr,
                "gain": one.gain_change_idr,
                **{code: one.part_changes_idr[code] for code in members},
            }
            for one in cases
        ]
    )
    columns = {
        "name": Column(_("Bila"), width=130),
        "total": Column(_("Hemat semua"), width=104, help=_("Perubahan penghematan bersih bersama.")),
        "gain": Column(_("Tambahan"), width=84, help=_("Perubahan tambahan di atas sendiri-sendiri.")),
    }
    columns |= {code: Column(geography.label(code), width=max(_MEMBERS_WIDE // len(members), 96)) for code in members}
    tables.grid(
        frame,
        columns,
        ("total", "gain", *members),
        measure=("total",),
        unit_in="name",
        alt=_("Perubahan penghematan semua dan setiap peserta bila satu daerah bergabung atau keluar"),
        key=f"simulasi_mitra_bila_{len(frame)}_{len(members)}",
    )
    st.caption(
        _(
            "Kolom daerah: perubahan bagiannya menurut aturan pembagian yang dipilih; yang keluar dibandingkan dengan "
            "sendiri."
        )
        if members
        else _("Bagian setiap peserta dihitung setelah pilihan diterapkan.")
    )
