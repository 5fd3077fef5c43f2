"""The price basket on the page Penghematan: what a region and its neighbours paid in twelve months, price by price."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from jointproc import regions, savings
from jointproc.errors import InputError
from jointproc.savings import Assumptions, Basket, Opportunity, Prices4
from jointproc.ui import cache, cards, charts, formats, geography
from jointproc.ui.formats import Column
from jointproc.ui.language import N_, _, say
from jointproc.warehouse import Scope, warehouse

__all__ = ["baselines", "basket", "index_table"]

BASELINE_NAMES = {
    "own_price": N_("Harga rata-rata peserta sendiri"),
    "own_last": N_("Harga terakhir peserta sendiri"),
    "peer_median": N_("Median harga daerah lain"),
    "listed_price": N_("Harga tayang"),
    "hps": N_("HPS (bukan pasar)"),
    "budget": N_("Pagu (bukan pasar)"),
}


def _given(given: Assumptions) -> str:
    return given.key


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs={Scope: repr, Assumptions: _given})
def _basket(at: cache.Key, good_id: str, codes: tuple[str, ...], scope: Scope, given: Assumptions) -> Basket:
    del at
    lines = warehouse().query("price_basket", scope, good_id=good_id, region_codes=list(codes))
    index = savings.price_index(warehouse().home) if given.value("price_alignment") >= 0.5 else None
    return savings.price_basket(lines, given, index)


@st.fragment
def basket(one: Opportunity, region: str | None, within_km: float, scope: Scope, given: Assumptions) -> None:
    """The basket of the chosen good: the anchor region and its neighbours; worked out when it is opened."""
    cards.drawer(
        _("Keranjang harga 12 bulan terakhir"),
        icon=":material/sell:",
        key="penghematan_keranjang",
        inside=lambda: _opened(one, region or one.codes[0], within_km, scope, given),
    )


def _opened(one: Opportunity, anchor: str, within_km: float, scope: Scope, given: Assumptions) -> None:
    near = [n.code for n in regions.neighbours_of(anchor, within_km)] if anchor in regions.regions() else []
    codes = tuple(dict.fromkeys([anchor, *near, *one.codes]))
    found = _basket(cache.key(), one.good_id, codes, scope, given)
    told = [f"**{_figures(found.paid)}**"] if found.paid else []
    if found.aligned:
        told.append(_("Disetarakan ke {period}: {figures}", period=found.period, figures=_figures(found.aligned)))
    st.markdown("\n".join("- " + line for line in [*told, *(cards.literal(say(s)) for s in found.sentences)]))
    if not found.points.empty:
        _picture(found, anchor, set(near), one.opportunity_id)
        _regions(found, one.opportunity_id)
        _points(found, one)


def baselines(one: Opportunity, scope: Scope, given: Assumptions) -> None:
    """The figure beside each price it may be measured against, as far as the data hold them."""
    found = savings.baselines(warehouse(), scope, one, given)
    if not found:
        return
    st.markdown("**" + _("Terhadap apa penghematan ini diukur") + "**")
    cards.table(
        pd.DataFrame(
            [
                {
                    "name": _(BASELINE_NAMES[b.kind]),
                    "price": b.price_idr,
                    "value": b.value_idr,
                    "below": b.below_idr,
                    "share": b.below_share,
                    "regions": b.regions_n,
                    "lines": b.lines_n,
                }
                for b in found
            ]
        ),
        {
            "name": Column(_("Dasar"), width=200),
            "below": Column(_("Selisih"), "idr", width=128),
            "share": Column(_("Bagian"), "share", width=86),
            "price": Column(_("Harga"), "price", width=104),
            "value": Column(_("Belanja"), "idr", width=136),
            "regions": Column(_("Peserta"), "count", width=66),
            "lines": Column(_("Baris"), "count", width=60),
        },
        alt=_("Penghematan terhadap setiap dasar pembanding"),
        key=f"dasar_{one.opportunity_id}",
    )
    told = [
        _(
            "Belanja: volume peserta pada harga dasar itu. Selisih: belanja itu dikurangi yang masih dibayar sesudah "
            "penghematan yang mungkin; harga sebagaimana dibayar, tanpa penyetaraan periode."
        )
    ]
    if not one.headline:
        told = [_("Tanpa cukup bukti tidak ada penghematan untuk dibandingkan; harga dan nilainya tetap ditunjukkan.")]
    told += [cards.literal(say(s)) for b in found if (s := b.sentence()) is not None]
    st.caption(" ".join(told))


def _figures(four: Prices4) -> str:
    def price(value: float) -> str:
        return formats.idr(value, compact=False)

    return _(
        "Terendah {low}, rata-rata {mean}, median {median}, tertinggi {high} dari {n} harga",
        low=price(four.lowest),
        mean=price(four.mean),
        median=price(four.median),
        high=price(four.highest),
        n=formats.count(four.n),
    )


def _told(row: dict[str, Any]) -> str:
    day = formats.day(pd.Timestamp(row["date"]).to_pydatetime())
    text = f"{geography.name(row['region_code'])}, {day}: {formats.idr(float(row['price_idr']), compact=False)}"
    return text + ("<br>" + _("Tidak dihitung: {why}", why=say(row["why"])) if row["excluded"] else "")


def _picture(found: Basket, anchor: str, near: set[str], key: str) -> None:
    seen = found.points[found.points["price_idr"].gt(0)]
    if seen.empty:
        return
    role = {code: 0 if code == anchor else 1 if code in near else 2 for code in seen["region_code"]}
    seen = seen.assign(rank=seen["region_code"].map(role)).sort_values(["rank", "region_code"], kind="stable")
    names = ("chosen", "neighbour", "other")
    strip = pd.DataFrame(
        {
            "group": [geography.label(code) for code in seen["region_code"]],
            "value": seen["price_idr"].to_numpy(float),
            "role": [names[role[code]] for code in seen["region_code"]],
            "excluded": seen["excluded"].to_numpy(bool),
            "told": [_told({str(k): v for k, v in row.items()}) for row in seen.to_dict("records")],
        }
    )
    lines = [(_("Median"), found.paid.median), (_("Rata-rata"), found.paid.mean)] if found.paid else []
    figure = charts.strip(strip, lines=lines, height=max(strip["group"].nunique() * 28 + 110, 200))
    figure.update_xaxes(automargin=True, title_standoff=10)
    charts.show(
        figure, alt=_figures(found.paid) if found.paid else _("Belum ada harga yang dapat dipakai"), key=f"k_{key}"
    )
    st.caption(
        _(
            "Belah ketupat biru: daerah acuan; persegi hijau: tetangganya; bulat abu-abu: peserta lain. Bentuk kosong: "
            "terlihat tetapi tidak dihitung. Garis tebal: median; garis titik-titik: rata-rata."
        )
    )


def _regions(found: Basket, key: str) -> None:
    cards.table(
        found.regions.assign(region=[geography.label(code) for code in found.regions["region_code"]]),
        {
            "region": Column(_("Daerah"), width=180),
            "n": Column(_("Harga"), "count", width=66),
            "lowest": Column(_("Terendah"), "price", width=120),
            "mean": Column(_("Rata-rata"), "price", width=120),
            "median": Column(_("Median"), "price", width=120),
            "highest": Column(_("Tertinggi"), "price", width=120),
        },
        alt=_("Harga terendah, rata-rata, median, dan tertinggi setiap daerah"),
        key=f"keranjang_daerah_{key}",
    )


def _points(found: Basket, one: Opportunity) -> None:
    points = found.points
    shown = points.assign(
        region=[geography.label(code) for code in points["region_code"]],
        reason=[say(why) if why is not None else "" for why in points["why"]],
        note=[_("nilai ÷ jumlah") if derived else "" for derived in points["derived"]],
        source=[
            _("{dataset}: {file}, baris {line}", dataset=dataset, file=name or "–", line=str(line))
            for dataset, name, line in zip(points["dataset"], points["file_name"], points["line_no"], strict=True)
        ],
    )
    columns = {
        "region": Column(_("Daerah"), width=150),
        "date": Column(_("Tanggal"), "date", width=140),
        "price_idr": Column(_("Harga dibayar"), "price", width=120),
        "aligned_idr": Column(_("Disetarakan"), "price", width=120),
        "note": Column(_("Asal harga"), width=100),
        "reason": Column(_("Tidak dihitung karena"), width=230),
        "source": Column(_("Sumber"), width=330),
    }
    for name in ("aligned_idr", "note"):
        if not shown[name].replace("", pd.NA).notna().any():
            del columns[name]
    cards.table(shown, columns, alt=_("Setiap harga dengan berkas dan barisnya"), key=f"keranjang_{one.opportunity_id}")
    cards.download(
        shown[["region_code", *columns]], "keranjang-harga", one.good, key=f"keranjang_unduh_{one.opportunity_id}"
    )


def index_table() -> None:
    """The price index in force, and how to replace it."""
    home = warehouse().home
    try:
        index = savings.price_index(home)
    except InputError as error:
        st.error(say(error.message))
        index = None
    st.markdown(f"**{_('Tabel indeks harga')}** " + (_("(tabel Anda)") if index is not None and index.own else ""))
    if index is not None:
        cards.table(
            index.rows,
            {
                "period": Column(_("Periode"), width=90),
                "index": Column(_("Indeks"), "number", width=90, digits=2),
                "status": Column(_("Dasar"), width=100),
                "source": Column(_("Sumber"), width=480),
                "checked_on": Column(_("Diperiksa"), width=110),
            },
            alt=_("Tabel indeks harga"),
            key="indeks_harga",
        )
    upload = st.file_uploader(
        _("Ganti dengan tabel Anda (CSV: period, index, status, source)"), type="csv", key="indeks_berkas"
    )
    with st.container(horizontal=True):
        if upload is not None and st.button(_("Pakai tabel ini"), key="indeks_pakai"):
            try:
                savings.replace_price_index(upload.getvalue(), home)
                st.rerun()
            except InputError as error:
                st.error(say(error.message))
        if (index is None or index.own) and st.button(_("Kembali ke tabel bawaan"), key="indeks_bawaan"):
            savings.remove_price_index(home)
            st.rerun()
