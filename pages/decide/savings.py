"""Penghematan: opportunities by what they save at least, channel by channel, with the reasons one click below."""

from __future__ import annotations

import streamlit as st

from jointproc import regions
from jointproc.savings import Assumptions, Opportunity, baseline_sentence, ranked
from jointproc.ui import cache, cards, charts, filters, formats, geography, pickers, shell
from jointproc.ui import page_savings as parts
from jointproc.ui import page_savings_assumptions as given_parts
from jointproc.ui import page_savings_backtest as backtest_parts
from jointproc.ui import page_savings_basket as basket_parts
from jointproc.ui import page_savings_trace as trace_parts
from jointproc.ui.formats import Column
from jointproc.ui.language import _, say
from jointproc.ui.links import choose, from_url, many, number, one_of, to_url
from jointproc.warehouse import Scope

REGION, WITHIN, KIND, EVIDENCE, CHOSEN, ORDER = "daerah", "jarak", "tampilan", "bukti", "peluang", "urutan"
ORDERS = ("saving", "readiness")
KINDS = ("barang", "kelompok", "anggaran")
PLANS = "anggaran"
GRADES = ("A", "B", "C", "D")
ADJUST = (
    "process_tender_idr",
    "process_direct_idr",
    "coordination_fee_share",
    "award_failure",
    "volume_cap",
    "price_alignment",
)


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
    given = given_parts.adjusted(ADJUST)
    from_url(WITHIN, number(0, 60), int(regions.DEFAULT_WITHIN_KM))
    if st.session_state[KIND] == PLANS:
        budgets_answer(float(plans["amount_idr"].sum()))
    else:
        answer(scope, float(st.session_state[WITHIN]), given)
        if not plans.empty:
            budgets_hint(float(plans["amount_idr"].sum()))
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
    left, right = st.columns(2, gap="medium")
    with left:
        one = ranking(shown, every)
    with right:
        detail(one)
    reasons(one, scope, given, within_km)
    if one.good_id:
        if one.headline:
            trace_parts.what_if(one, scope, given)
        trace_parts.steps(one, scope, given)
        if kind != PLANS:
            basket_parts.basket(one, region, within_km, scope, given)
    trace_parts.market(one, scope, given)
    assumptions(one, given)
    if kind != PLANS:
        backtest_parts.section(scope)
    st.caption(cards.source_line())


def answer(scope: Scope, within_km: float, given: Assumptions) -> None:
    """What the whole scope says, plainly, before anything is ranked."""
    with st.spinner(_("Menghitung penghematan…"), show_time=False):
        seen = parts.overview(scope, within_km, given)
    band = seen.saving_idr
    if band.p50 > 0 and seen.needs_pooling_share < 0.005:
        st.markdown(
            "**"
            + _(
                "Seluruhnya sekurang-kurangnya {low} dapat dihemat (kemungkinan {likely}); semuanya dapat diraih "
                "setiap daerah sendiri, tanpa perlu bergabung.",
                low=formats.idr(max(band.p10, 0.0)),
                likely=formats.idr(band.p50),
            )
            + "**"
        )
    elif band.p50 > 0:
        st.markdown(
            "**"
            + _(
                "Seluruhnya sekurang-kurangnya {low} dapat dihemat (kemungkinan {likely}); {pooled} darinya memerlukan "
                "kerja sama, sisanya dapat diraih setiap daerah sendiri.",
                low=formats.idr(max(band.p10, 0.0)),
                likely=formats.idr(band.p50),
                pooled=formats.share(seen.needs_pooling_share, 0),
            )
            + "**"
        )
    else:
        st.markdown("**" + _("Belum ada penghematan yang dapat dipertanggungjawabkan dalam pilihan ini.") + "**")
    st.markdown("\n".join("- " + cards.literal(say(sentence)) for sentence in seen.sentences))


def budgets_answer(amount: float) -> None:
    """What budgets alone can say: where plans meet, and a range without a figure of its own."""
    st.markdown("**" + _("Rencana belanja (RUP) {amount}: kisaran dari pagu saja, tanpa angka utama.",
                         amount=formats.idr(amount)) + "**")  # fmt: skip
    st.markdown(
        _(
            "Pagu bukan harga yang dibayar, juga bila menyebut jumlah dan harga satuan. Kisaran berikut mengandaikan "
            "harga turun mengikuti volume seperti di pasar acuan; penghematan terhadap pagu bukan penghematan terhadap "
            "pasar."
        )
    )


def budgets_hint(amount: float) -> None:
    """That there are plans too, and one click to them; they are never added to what was bought."""
    left, right = st.columns([5, 2], vertical_alignment="center")
    left.caption(
        _(
            "Di luar angka ini ada rencana belanja (RUP) {amount} yang baru berupa pagu; kisarannya terpisah.",
            amount=formats.idr(amount),
        )
    )
    right.button(
        _("Lihat kisaran dari pagu"),
        icon=":material/event_note:",
        key="penghematan_anggaran",
        on_click=lambda: choose(KIND, PLANS),
    )


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


def detail(one: Opportunity) -> None:
    """The chosen opportunity: its answer, the waterfall, and where to go from here."""
    shell.tab(_("Penghematan"), parts.good_name(one))
    st.subheader(parts.good_name(one), anchor=False)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        cards.evidence_badge(one.evidence)
        st.badge(_(parts.REGIME_NAMES.get(one.regime, one.regime)), color="gray")
        if one.course != "none":
            st.badge(_("dengan kerja sama") if one.course == "pool" else _("tanpa perlu bergabung"), color="blue")
    who = cards.literal(geography.members_text(one.codes, 4))
    amount = formats.idr(one.amount_idr)
    st.markdown(
        _("{members} merencanakan {amount}.", members=who, amount=amount)
        if one.evidence == "C"
        else _("{members} membelanjakan {amount}.", members=who, amount=amount)
    )
    if one.evidence == "D":
        # the first reason usually says it itself
        said = str(one.why[0]).startswith("Belum cukup bukti")
        st.info(
            ("" if said else f"**{_('Belum cukup bukti.')}** ") + cards.literal(say(one.why[0])), icon=":material/help:"
        )
    else:
        figure(one)
    with st.container(horizontal=True, gap="small"):
        if shell.has_page("simulasi") and st.button(
            _("Simulasikan kesepakatan ini"),
            type="secondary" if one.evidence == "D" else "primary",
            icon=":material/handshake:",
            key="penghematan_simulasi",
            on_click=to_simulation,
            args=(one,),
        ):
            shell.open_page("simulasi")
        if shell.has_page("peta") and st.button(
            _("Lihat di peta"), icon=":material/map:", key="penghematan_peta", on_click=to_map, args=(one,)
        ):
            shell.open_page("peta")


def figure(one: Opportunity) -> None:
    """The number with its interval (a range only for budgets), and how it came about."""
    band = one.saving_idr
    if one.headline:
        st.markdown(
            _(
                "Sekurang-kurangnya **{low}** ({low_share} dari belanja), kemungkinan **{likely}** ({likely_share}), "
                "paling banyak {high}.",
                low=formats.idr(band.p10),
                low_share=formats.share(one.saving_share.p10),
                likely=formats.idr(band.p50),
                likely_share=formats.share(one.saving_share.p50),
                high=formats.idr(band.p90),
            )
        )
    else:
        st.markdown(
            _(
                "Kisaran dari anggaran saja: {low} sampai {high}; bukan penghematan terukur.",
                low=formats.idr(band.p10),
                high=formats.idr(band.p90),
            )
        )
        # a range has no likely figure to build up to
        return
    title = (
        _("Dari belanja kini {amount}: bersih {net}", amount=formats.idr(one.amount_idr), net=formats.idr(band.p50))
        if band.p50 > 0
        else _("Dari belanja kini {amount}: tidak ada yang dapat diakui", amount=formats.idr(one.amount_idr))
    )
    st.markdown(f"**{title}**")
    charts.show(
        parts.with_room(charts.waterfall(parts.steps(one))),
        alt=title + ". " + charts.interval_sentence(band),
        key="penghematan_tangga",
    )


def to_simulation(one: Opportunity) -> None:
    """Hand members and goods over to the page Simulasi."""
    st.session_state["_simulasi_usulan"] = {
        "members": list(one.codes),
        "families": [one.family] if not one.good_id else [],
        "goods": [one.good_id] if one.good_id else [],
        "title": parts.good_name(one),
        "assumptions": given_parts.read(ADJUST),
    }


def to_map(one: Opportunity) -> None:
    """Open the map at the members."""
    codes = one.codes
    choose(REGION, codes[0])
    if len(codes) > 1:
        choose("mitra", codes[1])


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
        members(one)
        if one.good_id:
            basket_parts.baselines(one, scope, given)
    if one.readiness is not None:
        trace_parts.readiness(one.readiness, one.opportunity_id)
    if one.good_id:
        lines(one, scope)
    else:
        trace_parts.goods(one, scope, given, within_km)


def members(one: Opportunity) -> None:
    """What each member buys and pays."""
    columns = {"name": Column(_("Daerah"), width=170)}
    if one.good_id:
        columns |= {
            "quantity": Column(_("Volume"), "number", width=90),
            "price": Column(_("Harga rata-rata"), "price", width=140),
        }
    columns["amount"] = Column(_("Belanja"), "idr", width=130)
    cards.table(
        parts.members_frame(one),
        columns,
        alt=_("Volume, harga, dan belanja setiap daerah"),
        key=f"peserta_{one.opportunity_id}",
        totals=_("Jumlah: {amount}", amount=formats.idr(one.amount_idr)),
    )


def lines(one: Opportunity, scope: Scope) -> None:
    """The purchase lines behind the figure, each with its file and line."""
    with st.expander(_("Baris belanja yang mendasarinya"), icon=":material/receipt_long:"):
        found = parts.source_lines(one, scope)
        cards.table(
            found,
            {
                "region": Column(_("Daerah"), width=140),
                "date": Column(_("Tanggal"), "date", width=130),
                "text": Column(_("Uraian"), width=250),
                "volume": Column(_("Volume"), "number", width=80),
                "price_idr": Column(_("Harga satuan"), "price", width=130),
                "amount_idr": Column(_("Jumlah"), "idr", width=120),
                "source": Column(_("Sumber"), width=300),
            },
            alt=_("Baris belanja yang mendasari peluang ini, dengan berkas dan nomor barisnya"),
            key=f"baris_{one.opportunity_id}",
            totals=_(
                "Jumlah: {n} baris, {amount}",
                n=formats.count(len(found)),
                amount=formats.idr(float(found["amount_idr"].sum())),
            ),
        )
        cards.download(found, "baris-belanja", parts.good_name(one), key=f"unduh_{one.opportunity_id}")


def assumptions(one: Opportunity, given: Assumptions) -> None:
    """What the figure takes as given, and sliders for what a region knows better."""
    changed = given.changed()
    label = (
        _("Asumsi yang dipakai ({n} diubah)", n=formats.count(len(changed))) if changed else _("Asumsi yang dipakai")
    )
    with st.expander(label, icon=":material/tune:", expanded=bool(changed), key="penghematan_asumsi"):
        st.markdown(_("Ganti dengan angka daerah Anda; seluruh halaman dihitung ulang."))
        first, second = st.columns(2, gap="medium")
        with first:
            given_parts.sliders(ADJUST[:3])
        with second:
            given_parts.sliders(ADJUST[3:])
            st.button(
                _("Kembalikan ke asumsi acuan"),
                disabled=not changed,
                key="penghematan_acuan",
                on_click=given_parts.reset,
                args=(ADJUST,),
            )
        names = given_parts.used_by(one)
        given_parts.table(given, names, key=f"asumsi_{one.regime}_{bool(one.good_id)}")
        basket_parts.index_table()
        st.caption(
            _(
                "Susunan asumsi {key}, diperiksa {day}.",
                key=given.key,
                day=formats.day(given["volume_cap"].checked_on),
            )
        )


main()
