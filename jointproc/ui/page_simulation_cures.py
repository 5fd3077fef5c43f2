"""What keeps everyone at the table: the cheapest change as a sentence, and a button that makes it."""

from __future__ import annotations

import streamlit as st

from jointproc import regions
from jointproc.agreements import Scenario, Simulation
from jointproc.agreements.cures import Cure
from jointproc.errors import JointprocError
from jointproc.ui import cache, cards, formats, geography
from jointproc.ui import page_simulation as sheet
from jointproc.ui import page_simulation_figures as figures
from jointproc.ui.language import _, say

__all__ = ["count_draws", "offer"]

_CANDIDATES = 6


def offer(scenario: Scenario, found: Simulation) -> None:
    """The cheapest cure with its button, the others behind it, and payments that stand already."""
    paid = sheet.payments()
    if paid:
        _standing(paid)
    held = found.stability.get(scenario.split)
    if held is None or held.in_core:
        return
    cures = figures.possible_cures(scenario, _candidates(scenario))
    names = {code: geography.label(code) for one in cures for code in (*scenario.codes, *one.joins)}
    if not cures:
        # with a loss the light has said already that no split helps
        if found.pooling_gain_idr > 0:
            st.caption(
                _(
                    "Tidak ada pembagian, pembayaran, atau perubahan peserta yang membuat semua bertahan; "
                    "coba barang lain."
                )
            )
        return
    _one(cures[0], names, scenario, primary=True)
    if len(cures) > 1:
        with st.popover(_("Cara lain ({n})", n=len(cures) - 1), type="tertiary", key="simulasi_cara_lain"):
            for one in cures[1:]:
                _one(one, names, scenario, primary=False)


def _one(one: Cure, names: dict[str, str], scenario: Scenario, *, primary: bool) -> None:
    told = " ".join(say(sentence) for sentence in one.sentences(names))
    st.markdown((_("Perbaikan termurah: ") if primary else "") + cards.literal(told))
    key = f"simulasi_obat_{one.kind}_{one.split}_{'-'.join((*one.leaves, *one.joins))}"
    st.button(
        _("Terapkan"),
        key=key,
        icon=":material/build:",
        type="primary" if primary else "secondary",
        help=told,
        on_click=_apply,
        args=(one, scenario),
    )


def _apply(one: Cure, scenario: Scenario) -> None:
    try:
        sheet.apply(one.applied(scenario))
    except JointprocError as error:
        st.session_state["_simulasi_kabar"] = (False, say(error.message))


def _standing(paid: dict[str, int]) -> None:
    told = "; ".join(
        _("{name} menerima {amount}", name=geography.label(c), amount=formats.idr(v))
        if v > 0
        else _("{name} membayar {amount}", name=geography.label(c), amount=formats.idr(-v))
        for c, v in paid.items()
        if v
    )
    st.markdown(
        cards.literal(_("Pembayaran yang disepakati: {list}. Perlu bantuan keuangan yang dianggarkan.", list=told))
    )
    st.button(_("Batalkan pembayaran"), key="simulasi_bayar_batal", on_click=sheet.drop_payments)


def _candidates(scenario: Scenario) -> tuple[str, ...]:
    """The lead's neighbours that buy something, most spend first."""
    spend = cache.region_spend(sheet.scope_of(follow=False, base=scenario))
    near = {n.code for n in regions.neighbours_of(scenario.lead_code, regions.DEFAULT_WITHIN_KM)}
    around = spend[spend["region_code"].isin(near - set(scenario.codes))]
    return tuple(str(c) for c in around.sort_values("amount_idr", ascending=False)["region_code"][:_CANDIDATES])


def count_draws(scenario: Scenario, found: Simulation) -> None:
    """In how many draws the split holds, counted last; a moved control stops the counting."""
    if scenario.split not in found.stability:
        return
    place = st.empty()
    if not figures.known(scenario):

        def tell(done: int, every: int) -> None:
            place.caption(_("Menghitung ketahanan dalam simulasi: {done} dari {all}…", done=done, all=every))

        found = figures.held(scenario, tell)
    held = found.stability[scenario.split]
    place.caption(
        _(
            "Pembagian ini bertahan dalam {share} dari {n} simulasi.",
            share=formats.share(held.stable_share, 0),
            n=formats.count(held.draws_n),
        )
    )
