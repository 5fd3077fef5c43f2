"""Beranda: the answer first, how sure it is, the three strongest opportunities, and what to do next."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from jointproc.savings import Opportunity, Overview
from jointproc.ui import cache, cards, filters, formats, geography, palette, shell
from jointproc.ui import map as maps
from jointproc.ui.language import _, say

CARDS = 3
LINKS = 20
HEIGHT = 430


def main() -> None:
    shell.tab(_("Beranda"))
    if not filters.has_data():
        st.title(_("Beranda"), anchor=False)
        cards.empty_state(
            _("Belum ada data"),
            next_step=_(
                "Muat berkas belanja daerah (CSV, XLSX, atau JSON) di halaman Data; setelah itu halaman ini "
                "menjawab apa yang dapat dihemat bersama tetangga."
            ),
            page="data",
            button=_("Buka halaman Data"),
        )
        return
    scope = filters.scope()
    with st.spinner(_("Menghitung penghematan…"), show_time=False):
        seen = cache.overview(scope)
    if not seen.amount_idr:
        st.title(_("Beranda"), anchor=False)
        cards.empty_state(
            _("Tidak ada belanja dalam pilihan ini"),
            next_step=_("Longgarkan saringan dataset, tahun, atau kelompok di samping."),
        )
        return
    with st.spinner(_("Mencari peluang…"), show_time=False):
        found = cache.family_opportunities(scope)
    answer(seen)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.subheader(_("Di mana tetangga membeli barang yang sama"), anchor=False)
        picture()
    with right:
        opportunities(found)
    basis(seen)


def answer(seen: Overview) -> None:
    """One sentence with three numbers, and the one thing to do next."""
    low, likely = max(seen.saving_idr.p10, 0.0), seen.saving_idr.p50
    told = {
        "years": filters.period(),
        "regions": formats.count(seen.regions_n),
        "shared": formats.idr(seen.shared_amount_idr),
        "low": formats.idr(low),
        "likely": formats.idr(likely),
    }
    if low > 0:
        heading = _(
            "{regions} daerah membelanjakan {shared} untuk barang yang juga dibeli daerah lain ({years}); "
            "sekurang-kurangnya {low} dapat dihemat, kemungkinan {likely}.",
            **told,
        )
    else:
        heading = _(
            "{regions} daerah membelanjakan {shared} untuk barang yang juga dibeli daerah lain ({years}); "
            "penghematannya sekurang-kurangnya {low}, kemungkinan {likely}.",
            **told,
        )
    st.title(heading, anchor=False)
    if likely > 0 and seen.needs_pooling_share >= 0.005:
        st.markdown(
            _(
                "{pooled} dari penghematan itu memerlukan kerja sama antardaerah; "
                "sisanya dapat dicapai setiap daerah sendiri.",
                pooled=formats.share(seen.needs_pooling_share, 0),
            )
        )
    elif likely > 0:
        st.markdown(_("Penghematan itu dapat dicapai setiap daerah sendiri, tanpa perlu bergabung."))
    if low <= 0 and len(seen.sentences) > 1:
        st.markdown(say(seen.sentences[1]))
    if shell.has_page("simulasi") and st.button(
        _("Mulai simulasi"), type="primary", icon=":material/handshake:", key="beranda_simulasi"
    ):
        shell.open_page("simulasi")


@shell.fragment
def picture() -> None:
    """The strongest pairs on the map, and the same as words below it."""
    scope = filters.scope()
    spend = cache.region_spend(scope)
    pairs = cache.pair_overlaps(scope)
    pairs = pairs[pairs["shared_goods_n"] > 0].nlargest(LINKS, "shared_amount_idr")
    named = {*pairs["code_a"].head(8), *pairs["code_b"].head(8)}
    shown = geography.places(spend, None, (), named)
    st.pydeck_chart(
        maps.deck(
            shown,
            geography.links(pairs, strong=True),
            palette.palette(),
            view=geography.view(shown, None, (), geography.map_height(HEIGHT)),
            land=cache.land(),
            borders=cache.boundaries(),
        ),
        height=geography.map_height(HEIGHT),
        key="beranda_peta",
        alt=_("Peta pasangan tetangga dengan belanja bersama terbesar; daftarnya ada di bawah peta"),
    )
    pair_table(pairs)
    if shell.has_page("peta") and st.button(_("Buka peta lengkap"), icon=":material/map:", key="beranda_ke_peta"):
        shell.open_page("peta")


def pair_table(pairs: pd.DataFrame) -> None:
    """The links of the map in words."""
    shown = pairs.assign(
        pair=[geography.pair_name(a, b) for a, b in zip(pairs["code_a"], pairs["code_b"], strict=True)]
    )
    cards.table(
        shown,
        {
            "pair": formats.Column(_("Pasangan"), width=230),
            "shared_amount_idr": formats.Column(
                _("Nilai"), "idr", width=120, help=_("Belanja keduanya untuk barang itu.")
            ),
            "shared_goods_n": formats.Column(_("Barang sama"), "count", width=105),
            "same_period_share": formats.Column(_("Bulan sama"), "share", width=112),
        },
        alt=_("Pasangan tetangga dengan belanja bersama terbesar"),
        key="beranda_pasangan",
        height=318 if geography.is_phone() else 528,
    )


def opportunities(found: tuple[Opportunity, ...]) -> None:
    """The three strongest opportunities; those that need partners come first."""
    st.subheader(_("Tiga peluang terkuat"), anchor=False)
    usable = [o for o in found if o.course != "none"]
    best = [*(o for o in usable if o.course == "pool"), *(o for o in usable if o.course != "pool")][:CARDS]
    if not best:
        st.info(
            _(
                "Belum ada peluang yang cukup bukti. Muat data dengan harga satuan dan volume, atau perluas tahun dan "
                "kelompoknya."
            ),
            icon=":material/info:",
        )
        return
    for place, one in enumerate(best):
        members = geography.members_text(one.codes)
        cards.card(
            f"{filters.family_label(one.family)} · {members}",
            one.saving_idr if one.headline else None,
            evidence=one.evidence,
            tags=[_("dengan kerja sama") if one.course == "pool" else _("tanpa perlu bergabung")],
            note=_(
                "{goods} barang, belanja {amount}",
                goods=formats.count(one.goods_n),
                amount=formats.idr(one.amount_idr),
            ),
            source=cards.source_line(short=True),
            key=f"beranda_{place}",
        )
    if shell.has_page("penghematan") and st.button(_("Lihat semua peluang"), key="beranda_ke_penghematan"):
        shell.open_page("penghematan")


def basis(seen: Overview) -> None:
    """What the figures rest on, how fresh it is, and what is missing."""
    st.subheader(_("Dasar angka ini"), anchor=False)
    datasets = cache.datasets()
    datasets = datasets[datasets["dataset_id"].isin(filters.scope().dataset_ids)]
    rejected, read = int(datasets["rows_rejected"].sum()), int(datasets["rows_read"].sum())
    cards.figures(
        [
            cards.Figure(
                _("Belanja dalam pilihan"),
                formats.idr(seen.amount_idr),
                _("{n} barang, {regions} daerah", n=formats.count(seen.goods_n), regions=formats.count(seen.regions_n)),
            ),
            cards.Figure(
                _("Dimuat terakhir"),
                formats.day(pd.Timestamp(datasets["loaded_at"].max()).to_pydatetime()),
                filters.period(),
            ),
            cards.Figure(
                _("Baris yang tidak diterima"),
                formats.count(rejected),
                _("dari {read} baris; alasannya ada di halaman Data", read=formats.count(read)),
            ),
            cards.Figure(
                _("Belanja tanpa cukup bukti"),
                formats.share(seen.evidence.get("D", 0.0) / seen.amount_idr),
                _("tidak dihitung sebagai penghematan"),
            ),
        ]
    )
    with st.expander(_("Apa kata data ini")):
        for sentence in seen.sentences:
            st.markdown("- " + say(sentence).replace("~", "\\~"))
    st.caption(cards.source_line())


main()
