"""Penghematan: opportunities by what they save at least, channel by channel, with the reasons one click below."""

from __future__ import annotations

import streamlit as st

from jointproc import regions
from jointproc.savings import Assumptions, Opportunity, baseline_sentence, ranked
from jointproc.ui import cache, cards, filters, formats, geography, pickers, shell
from jointproc.ui import page_savings as parts
from jointproc.ui import page_savings_answer as answer_parts
from jointproc.ui import page_savings_assumptions as given_parts
from jointproc.ui import page_savings_backtest as backtest_parts
from jointproc.ui import page_savings_basket as basket_parts
from jointproc.ui import page_savings_detail as detail_parts
from jointproc.ui import page_savings_trace as trace_parts
from jointproc.ui.language import _, say
from jointproc.ui.links import from_url, many, number, one_of, to_url
from jointproc.warehouse import Scope

WITHIN, EVIDENCE, CHOSEN, ORDER = "jarak", "bukti", "peluang", "urutan"
REGION, KIND, PLANS = parts.REGION, parts.KIND, parts.PLANS
ORDERS = ("saving", "readiness")
KINDS = ("barang", "kelompok", PLANS)
GRADES = ("A", "B", "C", "D")


def main() -> None:
    scope = filters.scope()
    from_url(REGION, one_of(regions.regions()), None)
    chosen_region = st.session_state[REGION]
    shell.title(_("Penghematan"), geography.name(chosen_region) if chosen_region else "")
    from_url(KIND, one_of(KINDS), KINDS[0])
    spend, plans = cache.region_spend(scope), cache.region_spend(parts.planned(scope))
    if spend.empty and not plans.empty:
        # budgets alone are all there is
        st.session_state[KIND] = PLANS
    if st.session_state[KIND] == PLANS:
        scope, spend = parts.planned(scope), plans
    if not filters.has_data() or (spend.empty and plans.empty):
        cards.empty_state(
            _("Belum ada belanja untuk dihitung"),
            next_step=_(
                "Muat berkas belanja dengan harga satuan dan volume di halaman Data, atau longgarkan saringan tahun "
                "dan kelompok di samping."
            ),
            page="data",
            button=_("Buka halaman Data"),
        )
        return
    given = given_parts.adjusted(given_parts.ADJUST)
    from_url(WITHIN, number(0, 60), int(regions.DEFAULT_WITHIN_KM))
    if st.session_state[KIND] == PLANS:
        answer_parts.budgets_answer(float(plans["amount_idr"].sum()))
    else:
        answer_parts.answer(scope, float(st.session_state[WITHIN]), given)
        if not plans.empty:
            answer_parts.budgets_hint(float(plans["amount_idr"].sum()))
    region, within_km, kind, grades = controls([str(c) for c in spend["region_code"]])
    with st.spinner(_("Menghitung penghematan…"), show_time=False):
        every = list(
            parts.found(scope, region, within_km, given)
            if kind != "kelompok"
            else parts.family_found(scope, region, within_km, given)
        )
    shown = ranked([one for one in every if one.evidence in grades], order())
    if not shown:
        cards.empty_state(
            _("Tidak ada peluang dalam pilihan ini"),
            next_step=_(
                "Peluang muncul bila daerah dan tetangganya membeli barang yang sama. Pilih tingkat bukti lain, "
                "perbesar jaraknya, atau muat data tetangganya."
            ),
        )
        if kind != PLANS:
            backtest_parts.section(scope)
        return
    left, right = st.columns([8, 7], gap="medium")
    with left:
        one = ranking(shown, every)
    with right:
        detail_parts.detail(one)
    reasons(one, scope, given, within_km)
    if one.good_id:
        if one.headline:
            trace_parts.what_if(one, scope, given)
        trace_parts.steps(one, scope, given)
        if kind != PLANS:
            basket_parts.basket(one, region, within_km, scope, given)
    trace_parts.market(one, scope, given)
    given_parts.section(one, given)
    if kind != PLANS:
        backtest_parts.section(scope)
    st.caption(cards.source_line())


def controls(codes: list[str]) -> tuple[str | None, float, str, list[str]]:
    """Region, distance, single goods or families, evidence; all of it in the address."""
    from_url(EVIDENCE, many(GRADES), list(GRADES))
    # the map has widgets of the same name; on this page they are new and start empty unless they are told
    for shared in (REGION, WITHIN):
        st.session_state[shared] = st.session_state[shared]
    first, second, third, fourth = st.columns([7, 6, 8, 5], gap="medium", vertical_alignment="bottom")
    with first:
        region = pickers.region(REGION, codes, _("Daerah dan tetangganya"), _("Semua daerah"))
    with second:
        within = pickers.distance(WITHIN)
    with third:
        names = {"barang": _("Barang"), "kelompok": _("Kelompok"), PLANS: _("Pagu (RUP)")}
        kind = st.segmented_control(
            _("Daftar"), KINDS, format_func=names.__getitem__, key=KIND, required=True, persist_state="session"
        )
    with fourth:
        grades = st.pills(
            _("Tingkat bukti"),
            GRADES,
            selection_mode="multi",
            key=EVIDENCE,
            help=_(
                "A: harga nyata dan model yang teruji. B: harga nyata, model lemah. C: hanya anggaran. "
                "D: belum cukup bukti."
            ),
            persist_state="session",
        )
    to_url(REGION, region)
    to_url(WITHIN, within, int(regions.DEFAULT_WITHIN_KM))
    to_url(KIND, kind, KINDS[0])
    to_url(EVIDENCE, grades, list(GRADES))
    return region, float(within), str(kind or KINDS[0]), list(grades) or list(GRADES)


def order() -> str:
    """Ranked by what is saved at least, or by readiness; kept in the address."""
    from_url(ORDER, one_of(ORDERS), ORDERS[0])
    names = {"saving": _("Penghematan terkecil"), "readiness": _("Kesiapan")}
    picked = st.segmented_control(
        _("Urutkan menurut"), ORDERS, format_func=names.__getitem__, key=ORDER, required=True, persist_state="session"
    )
    to_url(ORDER, picked, ORDERS[0])
    return str(picked or ORDERS[0])


def ranking(shown: list[Opportunity], every: list[Opportunity]) -> Opportunity:
    """The ranked list at the left; returns the chosen opportunity (the first when none was chosen)."""
    listed = shown[: parts.LISTED_MOST]
    ids = [one.opportunity_id for one in listed]
    from_url(CHOSEN, lambda raw: raw[0] if raw else None, None)
    if st.session_state[CHOSEN] not in ids:
        st.session_state[CHOSEN] = ids[0]
    place = ids.index(st.session_state[CHOSEN])
    by_saving = st.session_state.get(ORDER, ORDERS[0]) == ORDERS[0]
    st.subheader(
        _("Peluang menurut penghematan terkecilnya") if by_saving else _("Peluang menurut kesiapannya"), anchor=False
    )
    key = "penghematan_" + str(hash((tuple(ids), st.session_state.get("lang"))))
    clicked = parts.listing(listed, place, key=key, ranges=st.session_state[KIND] == PLANS)
    if clicked is not None and clicked < len(ids) and ids[clicked] != st.session_state[CHOSEN]:
        st.session_state[CHOSEN] = ids[clicked]
        place = clicked
    to_url(CHOSEN, st.session_state[CHOSEN], ids[0])
    usable = [one for one in every if one.evidence != "D"]
    told = (
        _("{n} peluang dari pagu saja. Diurutkan menurut batas bawah kisarannya.", n=formats.count(len(every)))
        if st.session_state[KIND] == PLANS
        else _(
            "{n} peluang, {usable} dengan cukup bukti. Diurutkan menurut sekurang-kurangnya, lalu kemungkinannya.",
            n=formats.count(len(every)),
            usable=formats.count(len(usable)),
        )
    )
    if len(shown) > len(listed):
        told += " " + _(
            "Tampil {most} teratas; persempit saringan untuk melihat yang lain.", most=formats.count(len(listed))
        )
    st.caption(told)
    return listed[place]


def reasons(one: Opportunity, scope: Scope, given: Assumptions, within_km: float) -> None:
    """ "Mengapa angka ini": channels, sentences, members' prices, and the lines it rests on."""
    st.subheader(_("Mengapa angka ini"), anchor=False)
    left, right = st.columns([4, 5], gap="medium")
    with left:
        st.markdown("\n".join("- " + cards.literal(say(sentence)) for sentence in one.why))
        if all(sentence != baseline_sentence(one.baseline) for sentence in one.why):
            st.caption(say(baseline_sentence(one.baseline)))
    with right:
        if one.evidence != "D":
            parts.channel_table(one, key=f"saluran_{one.opportunity_id}")
        detail_parts.members(one)
        if one.good_id:
            basket_parts.baselines(one, scope, given)
    if one.readiness is not None:
        trace_parts.readiness(one.readiness, one.opportunity_id)
    if one.good_id:
        detail_parts.lines(one, scope)
    else:
        trace_parts.goods(one, scope, given, within_km)


main()
