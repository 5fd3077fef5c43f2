"""The backtest on the page Penghematan: a sceptic checks the model on their own file, or on the loaded data."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from jointproc import savings
from jointproc.errors import InputError
from jointproc.savings import Backtest
from jointproc.ui import cards, charts, formats
from jointproc.ui.formats import Column
from jointproc.ui.language import N_, _, say
from jointproc.ui.palette import palette
from jointproc.warehouse import Scope, warehouse

__all__ = ["BASELINE_NAMES", "loaded_purchases", "section"]

_FOUND = "_penghematan_uji"
BASELINE_NAMES = {
    "none": N_("Tanpa penghematan"),
    "flat_10": N_("Rata 10%"),
    "flat_15": N_("Rata 15%"),
    "flat_20": N_("Rata 20%"),
    "flat_29": N_("Rata 29%"),
    "best_quartile": N_("Kuartil harga terbaik"),
    "pooled_log_log": N_("Log-log gabungan"),
    "qdf_0.5": N_("Elastisitas 0,5"),
}


def loaded_purchases(scope: Scope) -> pd.DataFrame:
    """The lines in scope as a backtest reads them: ``item, buyer, period, quantity, unit_price, regime,
    price_derived``."""
    lines = savings.lines_of(warehouse(), scope)
    goods = savings.market_of(warehouse(), scope).goods
    regime = dict(zip(goods["good_id"], goods["regime"], strict=True))
    lines = lines[lines["comparable"].fillna(True).astype(bool) & (lines["stage"] != "planned")]
    return pd.DataFrame(
        {
            "item": lines["good_id"],
            "buyer": lines["region_code"].astype("string") + "|" + lines["buyer"].astype("string").fillna(""),
            "period": lines["fiscal_year"].astype("string"),
            "quantity": lines["volume"],
            "unit_price": lines["price_idr"],
            "regime": lines["good_id"].astype(object).map(regime),
            "price_derived": lines["price_derived"].fillna(False).astype(bool),
        }
    ).dropna()


def section(scope: Scope) -> None:
    """Upload or run on the loaded data; what was claimed beside what happened."""
    with st.expander(_("Uji mundur (backtest)"), icon=":material/fact_check:"):
        st.markdown(
            _(
                "Model belajar dari pembelian kecil, lalu memperkirakan harga pembelian besar yang tidak dilihatnya. "
                "Kolom CSV: item, buyer, period, quantity, unit_price."
            )
        )
        upload = st.file_uploader(_("Berkas CSV Anda"), type="csv", key="uji_berkas")
        with st.container(horizontal=True):
            if st.button(_("Uji berkas ini"), disabled=upload is None, key="uji_unggahan") and upload is not None:
                _run(upload.name, upload.getvalue())
            if st.button(_("Uji pada data yang dimuat"), key="uji_data"):
                _run_loaded(scope)
        kept = st.session_state.get(_FOUND)
        if kept is not None:
            name, found = kept
            st.markdown(f"**{cards.literal(name)}**")
            _result(found)


def _run(name: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder, st.spinner(_("Menguji…"), show_time=False):
        path = Path(folder) / "uji.csv"
        path.write_bytes(data)
        try:
            st.session_state[_FOUND] = (name, savings.backtest(path))
        except InputError as error:
            st.session_state.pop(_FOUND, None)
            st.error(say(error.message))


def _run_loaded(scope: Scope) -> None:
    with st.spinner(_("Menguji…"), show_time=False):
        try:
            st.session_state[_FOUND] = (_("Data yang dimuat"), savings.backtest(loaded_purchases(scope)))
        except InputError as error:
            st.session_state.pop(_FOUND, None)
            st.error(say(error.message))


def _result(found: Backtest) -> None:
    st.markdown("\n".join("- " + cards.literal(say(s)) for s in found.sentences()))
    if found.realised_share is None or found.claimed_share is None:
        st.info(_("Tidak ada angka: data ini tidak dapat diuji, dengan alasan di atas."), icon=":material/info:")
        return
    claimed, ratio = found.claimed_share, found.claimed_over_realised
    cards.figures(
        [
            cards.Figure(_("Terjadi"), formats.share(found.realised_share)),
            cards.Figure(
                _("Diperkirakan"),
                formats.share(claimed.p50),
                _("{low} sampai {high}", low=formats.share(claimed.p10), high=formats.share(claimed.p90)),
            ),
            cards.Figure(_("Perkiraan ÷ kejadian"), "–" if ratio is None else formats.number(ratio, 2)),
            cards.Figure(
                _("Cakupan selang 90%"), "–" if found.coverage_90 is None else formats.share(found.coverage_90, 0)
            ),
        ]
    )
    rows = [
        {"name": _("Model ini"), "claimed": claimed.p50, "error": found.mae_log},
        *(
            {"name": _(BASELINE_NAMES.get(k, k)), "claimed": v.get("claimed_share"), "error": v.get("mae_log")}
            for k, v in found.baselines.items()
        ),
    ]
    table = pd.DataFrame(rows)
    _picture(table, found.realised_share)
    cards.table(
        table,
        {
            "name": Column(_("Cara"), width=260),
            "claimed": Column(_("Penghematan yang diklaim"), "share", width=190),
            "error": Column(_("Galat log harga"), "number", width=150, digits=3),
        },
        alt=_("Model ini dan cara-cara pembanding"),
        key="uji_tabel",
    )
    st.caption(
        _(
            "{train} baris untuk belajar, {test} baris diuji, {items} barang. Galat lebih kecil lebih baik.",
            train=formats.count(found.rows_train),
            test=formats.count(found.rows_test),
            items=formats.count(found.items_n),
        )
        + (" " + _("Tanda bahaya: {flags}.", flags=", ".join(found.flags)) if found.flags else "")
    )


def _picture(table: pd.DataFrame, realised: float) -> None:
    colours = palette()
    claimed = table["claimed"].astype(float).fillna(0.0)
    figure = go.Figure()
    figure.add_bar(
        y=table["name"].tolist(),
        x=claimed.tolist(),
        orientation="h",
        width=0.55,
        marker={"color": [colours.certain, *[colours.other] * (len(table) - 1)]},
        text=[formats.share(v) for v in claimed],
        textposition="outside",
        hoverinfo="skip",
    )
    figure.add_vline(x=realised, line={"color": colours.text, "width": 2})
    figure.add_annotation(
        x=realised,
        y=1.0,
        yref="paper",
        yanchor="bottom",
        showarrow=False,
        text=_("terjadi") + " " + formats.share(realised),
    )
    high = max(float(claimed.max()), realised, 0.01)
    figure.update_layout(
        height=44 + 34 * len(table),
        showlegend=False,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"size": 14, "color": colours.text},
        margin={"l": 8, "r": 12, "t": 30, "b": 8},
        dragmode=False,
    )
    figure.update_yaxes(autorange="reversed", automargin=True, ticklabelstandoff=8)
    figure.update_xaxes(visible=False, range=[min(0.0, float(claimed.min()), realised), high * 1.25])
    charts.show(figure, alt=_("Klaim setiap cara dibandingkan dengan yang terjadi"), key="uji_gambar")
