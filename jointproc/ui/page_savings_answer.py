"""The first sentences of the page Penghematan: what the whole scope says, and what budgets alone can say."""

from __future__ import annotations

import streamlit as st

from jointproc.savings import Assumptions, Overview
from jointproc.ui import cards, filters, formats
from jointproc.ui import page_savings as parts
from jointproc.ui.language import _, say
from jointproc.ui.links import choose
from jointproc.warehouse import Scope

__all__ = ["answer", "budgets_answer", "budgets_hint"]


def answer(scope: Scope, within_km: float, given: Assumptions) -> None:
    """What the whole scope says, plainly, before anything is ranked."""
    with st.spinner(_("Menghitung penghematan…"), show_time=False):
        seen = parts.overview(scope, within_km, given)
    st.markdown(f"**{_at_stake(seen)}**")
    st.markdown("\n".join("- " + cards.literal(say(sentence)) for sentence in seen.sentences))


def _at_stake(seen: Overview) -> str:
    """What could be saved at all, and how much of it needs a partner."""
    band, pooled = seen.saving_idr, seen.needs_pooling_share
    if band.p50 <= 0:
        return _("Belum ada penghematan yang dapat dipertanggungjawabkan dalam pilihan ini.")
    amounts = {
        "years": filters.period(),
        "low": formats.idr(max(band.p10, 0.0)),
        "likely": formats.idr(band.p50),
    }
    if pooled < 0.005:
        return _(
            "Seluruhnya ({years}) sekurang-kurangnya {low} dapat dihemat (kemungkinan {likely}); semuanya dapat "
            "diraih setiap daerah sendiri, tanpa perlu bergabung.",
            **amounts,
        )
    return _(
        "Seluruhnya ({years}) sekurang-kurangnya {low} dapat dihemat (kemungkinan {likely}); {pooled} darinya "
        "memerlukan kerja sama, sisanya dapat diraih setiap daerah sendiri.",
        **amounts,
        pooled=formats.share(pooled, 0),
    )


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
        on_click=lambda: choose(parts.KIND, parts.PLANS),
    )
