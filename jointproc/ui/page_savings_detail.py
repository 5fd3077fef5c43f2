"""The chosen opportunity on the page Penghematan: its figure, the waterfall, its members and the lines behind it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from jointproc.savings import Opportunity
from jointproc.ui import cards, charts, formats, geography, shell
from jointproc.ui import page_savings as parts
from jointproc.ui import page_savings_assumptions as given_parts
from jointproc.ui.formats import Column
from jointproc.ui.language import _, say
from jointproc.ui.links import choose
from jointproc.warehouse import Scope

__all__ = ["detail", "lines", "members"]


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
        _figure(one)
    with st.container(horizontal=True, gap="small"):
        if shell.has_page("simulasi") and st.button(
            _("Simulasikan kesepakatan ini"),
            type="secondary" if one.evidence == "D" else "primary",
            icon=":material/handshake:",
            key="penghematan_simulasi",
            on_click=_to_simulation,
            args=(one,),
        ):
            shell.open_page("simulasi")
        if shell.has_page("peta") and st.button(
            _("Lihat di peta"), icon=":material/map:", key="penghematan_peta", on_click=_to_map, args=(one,)
        ):
            shell.open_page("peta")


def _figure(one: Opportunity) -> None:
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


def _to_simulation(one: Opportunity) -> None:
    """Hand members and goods over to the page Simulasi."""
    st.session_state["_simulasi_usulan"] = {
        "members": list(one.codes),
        "families": [one.family] if not one.good_id else [],
        "goods": [one.good_id] if one.good_id else [],
        "title": parts.good_name(one),
        "assumptions": given_parts.read(given_parts.ADJUST),
    }


def _to_map(one: Opportunity) -> None:
    """Open the map at the members."""
    codes = one.codes
    choose(parts.REGION, codes[0])
    if len(codes) > 1:
        choose("mitra", codes[1])


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


@st.fragment
def lines(one: Opportunity, scope: Scope) -> None:
    """The purchase lines behind the figure, each with its file and line; read when they are opened."""
    cards.drawer(
        _("Baris belanja yang mendasarinya"),
        icon=":material/receipt_long:",
        key="penghematan_baris",
        inside=lambda: _lines(one, parts.source_lines(one, scope)),
    )


def _lines(one: Opportunity, found: pd.DataFrame) -> None:
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
