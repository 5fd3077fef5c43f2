"""Money from outside, always apart from net savings: what would make each member join, and whom it turns round."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from jointproc.agreements import Simulation
from jointproc.agreements.incentives import incentives
from jointproc.ui import formats, geography
from jointproc.ui import page_savings as tables
from jointproc.ui.formats import Column
from jointproc.ui.language import _

__all__ = ["section"]


def section(found: Simulation, today: date) -> None:
    """The least payment that makes each member join, and what the supposed support would do."""
    told = incentives(found, today)
    names = {m.code: geography.label(m.code) for m in found.members}
    lacking = [code for code, least in told.least_idr.items() if least]
    st.markdown(
        "**" + _("Terpisah dari hasil bersih: tidak satu pun angka di sini ikut dihitung sebagai penghematan.") + "**"
    )
    if not lacking:
        st.markdown(_("Tidak ada peserta yang memerlukan insentif: tidak ada yang lebih baik sendiri."))
    else:
        st.markdown(
            _(
                "{n} dari {all} peserta lebih baik sendiri; dengan {total} dari luar semuanya mau bergabung.",
                n=formats.count(len(lacking)),
                all=formats.count(len(names)),
                total=formats.idr(sum(told.least_idr.values())),
            )
        )
    if told.support_share:
        turned = ", ".join(names[code] for code in told.turned)
        st.markdown(
            _(
                "Andai pusat membayar {share} dari penghematan, {total}: {who}",
                share=formats.share(told.support_share, 0),
                total=formats.idr(sum(told.support_idr.values())),
                who=_("{names} berbalik dari rugi menjadi untung.", names=turned)
                if turned
                else _("belum ada yang berbalik dari rugi menjadi untung."),
            )
        )
    else:
        st.markdown(_("Setel pengandaian dukungan pusat di Rincian syarat untuk melihat siapa yang berbalik."))
    if lacking:
        st.markdown(
            _(
                "Bagian terkecil yang membalikkan semuanya: {share} dari penghematan.",
                share=formats.share(told.least_share),
            )
            if told.least_share is not None
            else _("Tidak ada bagian dari penghematan, sampai seluruhnya, yang cukup untuk semuanya.")
        )
    turned_to = {True: _("rugi → untung"), False: _("tetap rugi")}
    frame = pd.DataFrame(
        [
            {
                "name": names[m.code],
                "saving": m.saving_idr.p50,
                "alone": m.without_agreement_idr,
                "least": told.least_idr[m.code],
                "least90": told.least_90_idr[m.code],
                "support": told.support_idr[m.code],
                "turns": turned_to[m.code in told.turned] if m.code in lacking else _("sudah untung"),
            }
            for m in found.members
        ]
    )
    tables.grid(
        frame,
        {
            "name": Column(_("Daerah"), width=126),
            "saving": Column(_("Hasil bersama"), width=100),
            "alone": Column(_("Hemat sendiri"), width=98),
            "least": Column(_("Insentif terkecil"), width=106, help=_("Supaya tidak lebih buruk daripada sendiri.")),
            "least90": Column(_("Aman 9 dari 10"), width=106, help=_("Cukup dalam sembilan dari sepuluh simulasi.")),
            "support": Column(_("Dukungan"), width=76),
            "turns": Column(_("Akibatnya"), width=106),
        },
        ("saving", "alone", "least", "least90", "support"),
        unit_in="name",
        alt=_("Insentif terkecil yang membuat setiap peserta bergabung, dan dukungan yang diandaikan"),
        key=f"simulasi_insentif_{len(frame)}",
    )
    st.caption(
        _(
            "Insentif fiskal pusat: peluang {chance} setahun atas {award}, jadi {expected} per daerah; kecil, tidak "
            "langsung, dan {status}.",
            chance=formats.share(told.fiscal_chance),
            award=formats.idr(told.fiscal_award_idr),
            expected=formats.idr(told.fiscal_expected_idr),
            status=_("sudah diverifikasi") if told.fiscal_status == "V" else _("belum diverifikasi"),
        )
    )
