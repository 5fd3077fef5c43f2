"""Simulasi: who joins, on what terms, and what each member gains; is it stable, lawful, and in time?"""

from __future__ import annotations

from datetime import date

import streamlit as st

from jointproc.agreements import (
    DECISION_RULES,
    MODELS,
    SPLIT_LABELS,
    SPLIT_RULES,
    Scenario,
    Simulation,
    rule_sentence,
)
from jointproc.errors import InputError
from jointproc.papers.labels import DECISION_LABELS, MODEL_SENTENCES
from jointproc.ui import cache, cards, filters, geography, palette, shell
from jointproc.ui import map as maps
from jointproc.ui import page_savings_assumptions as given
from jointproc.ui import page_simulation as sheet
from jointproc.ui import page_simulation_approvals as approvals
from jointproc.ui import page_simulation_calendar as budget
from jointproc.ui import page_simulation_cash as cash
from jointproc.ui import page_simulation_compare as compare
from jointproc.ui import page_simulation_cures as cures
from jointproc.ui import page_simulation_figures as figures
from jointproc.ui import page_simulation_files as files
from jointproc.ui import page_simulation_guide as guide
from jointproc.ui import page_simulation_incentives as incentives
from jointproc.ui import page_simulation_lights as lights
from jointproc.ui import page_simulation_partners as partners
from jointproc.ui import page_simulation_results as results
from jointproc.ui import page_simulation_terms as terms
from jointproc.ui.language import N_, _, say
from jointproc.warehouse import Scope

MAP_KEY = "simulasi_peta"
MAP_WIDTH, MAP_HEIGHT = 250, 220
# more names than this cover the small map
NAMED_MOST = 4
MODEL_NAMES = {
    "A": N_("A · Pilih bersama, kontrak sendiri"),
    "D": N_("D · Negosiasi bersama di katalog"),
    "B": N_("B · Agen pengadaan"),
    "C": N_("C · Satu membeli untuk semua"),
}
DETAIL = "rincian"
DETAIL_NAMES = {
    "peserta": N_("Hasil setiap peserta"),
    "kas": N_("Kas dan jangka"),
    "jadwal": N_("Jadwal"),
    "insentif": N_("Insentif"),
    "syarat": N_("Rincian syarat"),
    "mitra": N_("Dengan siapa"),
    "banding": N_("Banding dan riwayat"),
    "perjalanan": N_("Perjalanan kesepakatan"),
}


def main() -> None:
    if not filters.has_data():
        shell.title(_("Simulasi"))
        cards.empty_state(
            _("Belum ada data untuk disimulasikan"),
            next_step=_(
                "Muat berkas belanja di halaman Data. Setelah itu pilih daerah peserta dan barangnya di sini, dan "
                "lihat hasil setiap daerah."
            ),
            page="data",
            button=_("Buka halaman Data"),
        )
        return
    with st.spinner(_("Menyusun usulan awal…"), show_time=False):
        opened = _prepared()
    head = st.container()
    rail, stage = st.columns([3, 8], gap="medium")
    with rail:
        controls()
    sheet.address()
    with head:
        heading()
        if opened:
            st.error(opened, icon=":material/error:")
        files.told()
        guide.guide()
    with stage, shell.guarded():
        outcome()
    st.caption(cards.source_line())


def _prepared() -> str:
    """Set the controls; a link to a scenario that can't be opened becomes a sentence."""
    try:
        sheet.prepare()
    except InputError as error:
        sheet.prepare()
        return say(error.message)
    return ""


def heading() -> None:
    """The title of what is on screen, where it came from, and the files."""
    members = st.session_state[sheet.MEMBERS]
    shell.title(_("Simulasi"), geography.members_text(members) if members else "")
    left, right = st.columns([5, 6], gap="medium", vertical_alignment="center")
    where = sheet.origin()
    with left:
        if where.kind == "example":
            st.markdown(_("**Ilustrasi** pada data contoh (sintetis), bukan kesepakatan yang pernah ada."))
        elif where.kind == "saved":
            one = sheet.build() if len(members) > 1 else None
            st.markdown(
                _("Skenario tersimpan **{title}**, versi {n}.", title=cards.literal(one.title), n=one.version)
                if one
                else _("Skenario tersimpan.")
            )
        elif where.kind == "file":
            st.markdown(_("Skenario dari berkas; belum disimpan di ruang kerja."))
        else:
            st.markdown(
                _("Belum disimpan. Ubah peserta, barang, dan syaratnya di bawah ini.")
                if geography.is_phone()
                else _("Belum disimpan. Ubah peserta, barang, dan syaratnya di kiri.")
            )
    with right:
        files.bar()


# --------------------------------------------------------------------------- left rail


def controls() -> None:
    """Members, goods, and the five terms of the agreement."""
    scope = sheet.scope_of(bool(st.session_state[sheet.FOLLOW]))
    members(scope)
    goods(scope)
    main_terms()
    with st.expander(_("Biaya koordinasi dan asumsi"), icon=":material/tune:"):
        given.sliders(sheet.COSTS, prefix="s")
        st.caption(_("Insentif dari pusat tidak pernah ikut dihitung sebagai penghematan; lihat bagian Insentif."))
    if sheet.origin().kind != "proposal":
        st.toggle(
            _("Ikuti saringan di samping"),
            key=sheet.FOLLOW,
            help=_("Mati: dataset dan tahun mengikuti skenario yang dibuka."),
            persist_state="session",
        )


def members(scope: Scope) -> None:
    """Who joins, with the lead's neighbours offered first, and the same on a small map."""
    options, near = sheet.choices(scope)
    st.multiselect(
        _("Daerah peserta"),
        options,
        # a label that changes with the lead would come back from the browser as a region nobody knows
        format_func=geography.label,
        key=sheet.MEMBERS,
        help=_("Tetangga penyelenggara tertulis lebih dahulu."),
        placeholder=_("Pilih paling sedikit dua daerah"),
        wrap=True,
        persist_state="session",
    )
    joined = st.session_state[sheet.MEMBERS]
    st.selectbox(
        _("Penyelenggara"),
        sheet.lead_choices(),
        format_func=geography.label,
        key=sheet.LEAD,
        placeholder=_("Pilih peserta dahulu"),
        persist_state="session",
    )
    small_map(scope, joined, near)


@shell.fragment
def small_map(scope: Scope, joined: list[str], near: set[str]) -> None:
    """Members and neighbours of the lead; a click lets a region join or leave."""
    spend = cache.region_spend(scope)
    around = (set(spend["region_code"]) & near) - set(joined)
    named = joined if len(joined) <= NAMED_MOST else [st.session_state[sheet.LEAD]]
    places = geography.places(spend, None, around)
    shown = [
        maps.Place(p.code, p.label, p.lon, p.lat, p.value, _role(p, joined), p.told, p.code in named) for p in places
    ]
    focus = [p for p in shown if p.code in joined or p.code in around]
    pairs = cache.pair_overlaps(scope)
    pairs = pairs[pairs["code_a"].isin(joined) & pairs["code_b"].isin(joined)]
    st.pydeck_chart(
        maps.deck(
            shown,
            geography.links(pairs, strong=True),
            palette.palette(),
            view=maps.frame([(p.lon, p.lat) for p in focus or shown], MAP_WIDTH, MAP_HEIGHT, padding=0.3),
            land=cache.land(),
            borders=cache.boundaries(),
        ),
        height=MAP_HEIGHT,
        key=MAP_KEY,
        on_select=clicked,
        selection_mode="single-object",
        alt=_("Peta kecil daerah peserta dan tetangga penyelenggara; daftarnya ada di atasnya"),
    )
    if st.session_state.pop("_simulasi_diklik", False):
        st.rerun()
    st.caption(_("Biru: peserta. Hijau: tetangga penyelenggara. Klik untuk menambah atau mengeluarkan."))


def _role(place: maps.Place, joined: list[str]) -> str:
    return "chosen" if place.code in joined else place.role


def clicked() -> None:
    """A click on the small map."""
    state = st.session_state.get(MAP_KEY)
    code = maps.clicked_code(state["selection"] if state else None)
    if code:
        sheet.toggle_member(code)
        st.session_state["_simulasi_diklik"] = True


def goods(scope: Scope) -> None:
    """What is bought together: families, single goods, or everything."""
    by_family = cache.scope_choices(scope).groupby("family")["amount_idr"].sum().sort_values(ascending=False)
    kinds = list(dict.fromkeys([*(str(k) for k in by_family.index), *st.session_state[sheet.FAMILIES]]))
    st.multiselect(
        _("Kelompok komoditas bersama"),
        kinds,
        format_func=filters.family_label,
        key=sheet.FAMILIES,
        placeholder=_("Semua kelompok") if not st.session_state[sheet.GOODS] else _("Hanya barang di bawah"),
        wrap=True,
        persist_state="session",
    )
    names = sheet.goods_choices(scope)
    st.multiselect(
        _("Barang tertentu"),
        list(names),
        format_func=lambda good: names.get(good, str(good)),
        key=sheet.GOODS,
        placeholder=_("Tidak dipilih satu per satu"),
        help=_("Ditambahkan pada kelompok di atas. Hanya barang yang dibeli dua peserta atau lebih."),
        wrap=True,
        persist_state="session",
    )


def main_terms() -> None:
    """Model, term, split, decision."""
    st.selectbox(
        _("Siapa berkontrak"),
        list(MODEL_NAMES),
        format_func=lambda model: _(MODEL_NAMES[model]),
        key=sheet.MODEL,
        persist_state="session",
    )
    st.caption(say(MODEL_SENTENCES[st.session_state[sheet.MODEL] or MODELS[0]]))
    st.slider(
        _("Jangka (tahun)"), 1, max(5, int(st.session_state[sheet.TERM])), key=sheet.TERM, persist_state="session"
    )
    st.segmented_control(
        _("Pembagian hasil"),
        SPLIT_RULES,
        format_func=lambda rule: say(SPLIT_LABELS[rule]),
        key=sheet.SPLIT,
        required=True,
        wrap=True,
        persist_state="session",
    )
    st.caption(say(rule_sentence(st.session_state[sheet.SPLIT] or SPLIT_RULES[0])))
    st.segmented_control(
        _("Cara memutuskan"),
        DECISION_RULES,
        format_func=lambda rule: say(DECISION_LABELS[rule]),
        key=sheet.DECISION,
        required=True,
        wrap=True,
        persist_state="session",
    )


# --------------------------------------------------------------------------- what it gives


def outcome() -> None:
    """The members' results, the lights, and the line that stays in sight."""
    if len(st.session_state[sheet.MEMBERS]) < 2:
        cards.empty_state(
            _("Pilih paling sedikit dua daerah peserta"),
            next_step=_(
                "Tambahkan daerah di kiri atau klik di peta kecil; tetangga penyelenggara tertulis lebih dahulu."
            ),
        )
        return
    scenario, today = sheet.build(), date.today()
    with st.spinner(_("Menghitung simulasi…"), show_time=False):
        found = figures.result(scenario)
    results.answer(found)
    law = lights.lawful(found, today)
    centre, right = st.columns([4, 3], gap="medium")
    with centre:
        results.bars(found)
        st.caption(lights.decision_sentence(found))
    with right:
        counting = results.draw(_("Stabil?"), lights.stable(found), lambda: cures.offer(scenario, found))
        results.draw(_("Sah?"), law)
        results.draw(_("Kapan?"), lights.timely(scenario, found, today))
    results.summary(found, law)
    details(scenario, found, today)
    with counting:
        cures.count_draws(scenario, found)


def details(scenario: Scenario, found: Simulation, today: date) -> None:
    """One part at a time of what lies behind the answer; only that part is computed."""
    st.session_state.setdefault(DETAIL, next(iter(DETAIL_NAMES)))
    chosen = st.segmented_control(
        _("Rincian"),
        list(DETAIL_NAMES),
        format_func=lambda part: _(DETAIL_NAMES[part]),
        key=DETAIL,
        required=True,
        wrap=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    parts = {
        "peserta": lambda: by_member(scenario, found),
        "kas": lambda: cash.section(found),
        "jadwal": lambda: budget.section(scenario, found, today),
        "insentif": lambda: incentives.section(found, today),
        "syarat": lambda: terms.section(scenario.codes, found.suppliers, today),
        "mitra": lambda: partners.section(scenario),
        "banding": lambda: compare.section(scenario, today),
        "perjalanan": approvals.journey,
    }
    with shell.guarded():
        parts[chosen or "peserta"]()


def by_member(scenario: Scenario, found: Simulation) -> None:
    """Every member's result, the same under other split rules, and where it comes from."""
    results.member_table(scenario, found)
    results.rule_table(found)
    results.where_from(found)
    results.notes(found)


main()
