"""Parts of the page Penghematan: the ranked list, the steps of one opportunity, its members and its lines."""

from __future__ import annotations

import urllib.parse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from jointproc import neighbours, savings
from jointproc.savings import CHANNELS, Assumptions, Band, Opportunity, Overview
from jointproc.ui import cache, charts, filters, formats, geography
from jointproc.ui.charts import Step
from jointproc.ui.formats import Column
from jointproc.ui.language import N_, _
from jointproc.ui.palette import palette
from jointproc.warehouse import Scope, warehouse

__all__ = [
    "CHANNEL_NAMES",
    "KIND",
    "LISTED_MOST",
    "PLANS",
    "REGIME_NAMES",
    "REGION",
    "bar_picture",
    "channel_table",
    "family_found",
    "found",
    "good_name",
    "grid",
    "list_frame",
    "listing",
    "members_frame",
    "overview",
    "planned",
    "source_lines",
    "steps",
    "with_room",
]

# addresses of what was chosen, and the kind of list made of budgets alone
REGION, KIND, PLANS = "daerah", "tampilan", "anggaran"
# The list is sent to the browser as a whole; whoever looks for more narrows the filters.
LISTED_MOST: Final = 300
CHANNEL_NAMES: Final[dict[str, str]] = {
    "quantity": N_("Volume bersama"),
    "harmonisation": N_("Penyelarasan harga"),
    "delivery": N_("Pengiriman"),
    "process": N_("Proses pemilihan"),
    "award_failure": N_("Peluang pemilihan gagal"),
    "coordination": N_("Biaya koordinasi"),
    "ceiling": N_("Dipotong batas pengaman"),
}
REGIME_NAMES: Final[dict[str, str]] = {
    "listed": N_("harga tayang"),
    "framework": N_("kontrak payung"),
    "spot": N_("tender/langsung"),
    "emergency": N_("darurat"),
    "services": N_("jasa dan pekerjaan"),
    "unknown": N_("belum diketahui"),
}
_OWN: Final = ("harmonisation", "delivery")
# pixels; text wraps in rows above 64 alone: three lines fit, or four in the narrower column of a phone
_ROW: Final = 66
_ROW_PHONE: Final = 84
_BAR: Final = 60
_NAME_MOST: Final = 44


def _given(given: Assumptions) -> str:
    return given.key


@st.cache_resource(max_entries=32, show_spinner=False, hash_funcs={Scope: repr, Assumptions: _given})
def _overview(at: cache.Key, scope: Scope, within_km: float, given: Assumptions) -> Overview:
    del at
    return savings.overview(warehouse(), scope, within_km, given)


def overview(scope: Scope, within_km: float, given: Assumptions) -> Overview:
    """The scope at a glance under a changed set of assumptions."""
    if given == savings.assumptions():
        return cache.overview(scope, within_km)
    return _overview(cache.key(), scope, within_km, given)


@st.cache_resource(max_entries=32, show_spinner=False, hash_funcs={Scope: repr, Assumptions: _given})
def _families(
    at: cache.Key, scope: Scope, region: str | None, within_km: float, given: Assumptions
) -> tuple[Opportunity, ...]:
    del at
    return tuple(savings.family_opportunities(warehouse(), scope, region, within_km, assumptions=given))


def family_found(scope: Scope, region: str | None, within_km: float, given: Assumptions) -> tuple[Opportunity, ...]:
    """Opportunities of whole families, best first."""
    if given == savings.assumptions():
        return cache.family_opportunities(scope, region, within_km)
    return _families(cache.key(), scope, region, within_km, given)


def planned(scope: Scope) -> Scope:
    """The same part of the data, plans (RUP) alone."""
    return replace(scope, stages=("planned",))


def found(scope: Scope, region: str | None, within_km: float, given: Assumptions) -> list[Opportunity]:
    """Opportunities of single goods, best first; the savings package keeps them itself."""
    return savings.opportunities(warehouse(), scope, region, within_km, assumptions=given)


def good_name(one: Opportunity) -> str:
    """What the opportunity is called on screen: the good, or the family in the reader's language."""
    return one.good if one.good_id else filters.family_label(one.family)


def _row() -> int:
    return _ROW_PHONE if geography.is_phone() else _ROW


def bar_picture(band: Band, most: float, tall: int = _ROW - 9) -> str:
    """The interval as a small picture for a table cell: solid to P10, lighter to P50, hatched to P90.

    Args:
        band: rupiah.
        most: the amount at the right edge.
        tall: pixels, as high as the cell shows it; the browser would scale and cut it otherwise.
    """
    colours = palette()
    wide = _BAR
    scale = wide / most if most > 0 else 0.0
    top = tall / 2 - 5
    low, likely, high = (max(x, 0.0) * scale for x in (band.p10, band.p50, band.p90))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{tall}" viewBox="0 0 {wide} {tall}">'
        '<defs><pattern id="h" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="1.4" height="4" fill="{colours.likely}"/></pattern></defs>'
        f'<rect x="0" y="{top}" width="{wide}" height="10" fill="{colours.surface}"/>'
        f'<rect x="0" y="{top}" width="{high:.1f}" height="10" fill="url(#h)"/>'
        f'<rect x="0" y="{top}" width="{likely:.1f}" height="10" fill="{colours.likely}"/>'
        f'<rect x="0" y="{top}" width="{low:.1f}" height="10" fill="{colours.certain}"/>'
        f'<rect x="0" y="{top - 4}" width="1" height="18" fill="{colours.muted}"/></svg>'
    )
    return "data:image/svg+xml;utf8," + urllib.parse.quote(svg)


def grid(
    frame: pd.DataFrame,
    columns: Mapping[str, Column],
    money: Sequence[str],
    *,
    unit_in: str,
    alt: str,
    key: str,
    measure: Sequence[str] = (),
    config: Mapping[str, Any] | None = None,
    **options: Any,
) -> Any:
    """A table whose money columns share one unit, named in the header of ``unit_in``.

    Args:
        frame: money in rupiah.
        columns: as for :func:`jointproc.ui.cards.table`; the money columns may be of any kind.
        money: the columns that share a unit.
        unit_in: the column whose header names the unit; empty when there is no money column.
        measure: the columns whose largest amount chooses the unit; the money columns when empty.
        config: Streamlit columns that replace ours (an image).
        options: handed to ``st.dataframe``.
    """
    numbers = frame[list(measure or money)].apply(pd.to_numeric).abs()
    if not unit_in:
        styled, own = formats.styled(frame, columns)
        return st.dataframe(
            styled, column_config=own, hide_index=True, width="stretch", key=key, alt=alt, placeholder="–", **options
        )
    largest = numbers.max().max() if len(frame) else 0.0
    unit = formats.money_unit(0.0 if pd.isna(largest) else float(largest))
    styled, own = formats.styled(frame, {**columns, **{m: replace(columns[m], kind="number") for m in money}})
    told = columns[unit_in].label
    own[unit_in] = {**own[unit_in], "label": f"{told} ({unit.name})" if told else unit.name}
    for column, other in (config or {}).items():
        own[column] = {**other, "label": own[column]["label"]}
    # a true minus sign, as everywhere else on screen
    styled.format(lambda v: "–" if pd.isna(v) else unit.show(v), subset=list(money))
    return st.dataframe(
        styled, column_config=own, hide_index=True, width="stretch", key=key, alt=alt, placeholder="–", **options
    )


def _short(name: str) -> str:
    """A good that is only a number under a long heading: the number first, or all rows of a list read alike."""
    heading, _product, number = name.rpartition(" · produk ")
    return f"{number} · {heading}" if heading else name


def _cut(name: str) -> str:
    """As much of a name as leaves a line of its cell for the regions."""
    return name if len(name) <= _NAME_MOST else name[: _NAME_MOST - 1].rstrip() + "…"


def list_frame(shown: Sequence[Opportunity]) -> pd.DataFrame:
    """One row per opportunity in its rank; figures are empty where no number may stand on its own."""
    most = max((one.saving_idr.p90 for one in shown if one.headline), default=0.0)
    return pd.DataFrame(
        [
            {
                "good": _short(good_name(one)),
                # the same good is offered to several groups of regions: a row says whose it is
                "offer": f"{_cut(_short(good_name(one)))} · {geography.members_text(one.codes, 1)}",
                "bar": bar_picture(one.saving_idr, most, _row() - 9) if one.headline else None,
                "p10": one.saving_idr.p10 if one.headline else None,
                "p50": one.saving_idr.p50 if one.headline else None,
                "range": _range(one.saving_idr).removeprefix("<br>") if one.evidence == "C" else None,
                "evidence": one.evidence,
                "members": geography.members_text(one.codes, 2),
                "amount": one.amount_idr,
                "regime": _(REGIME_NAMES.get(one.regime, one.regime)),
            }
            for one in shown
        ],
        columns=["good", "offer", "bar", "p10", "p50", "range", "evidence", "members", "amount", "regime"],
    )


def listing(
    shown: Sequence[Opportunity], position: int, *, key: str, height: int = 560, ranges: bool = False
) -> int | None:
    """The ranked list; returns the chosen row. Budgets alone show ``ranges`` and no figure of their own.

    A click on any cell counts: the checkbox at the left edge is small, and a finger misses it.
    """
    frame = list_frame(shown)
    figures = {
        "bar": Column("", width=60),
        "p10": Column(_("Sekurangnya"), width=86),
        "p50": Column(_("Kemungkinan"), width=90),
    }
    grid(
        frame,
        {
            "offer": Column(_("Peluang"), width=220 if ranges else 168 if geography.is_phone() else 214),
            **({"range": Column(_("Kisaran"), width=170)} if ranges else figures),
            "evidence": Column(_("Bukti"), width=48),
            "members": Column(_("Daerah"), width=200),
            "amount": Column(_("Belanja"), "idr", width=130),
            "regime": Column(_("Pasar"), width=116),
        },
        () if ranges else ("p10", "p50"),
        unit_in="" if ranges else "bar",
        config={}
        if ranges
        else {
            "bar": st.column_config.ImageColumn(
                width=60,
                help=_("Padat: sekurang-kurangnya; lebih muda: kemungkinan; bergaris: paling banyak."),
            )
        },
        height=height,
        row_height=_row(),
        key=key,
        on_select=lambda: _follow_cell(key),
        selection_mode=["single-row-required", "single-cell"],
        selection_default={"selection": {"rows": [position], "columns": [], "cells": []}},
        alt=_("Daftar peluang menurut penghematan terkecil yang dapat dipertanggungjawabkan"),
    )
    rows = st.session_state[key]["selection"]["rows"]
    return int(rows[0]) if rows else None


def _follow_cell(key: str) -> None:
    """A click on a cell moves the mark to its row."""
    selection = st.session_state[key]["selection"]
    if selection["cells"]:
        row = int(selection["cells"][0][0])
        st.session_state[key] = {"selection": {"rows": [row], "columns": [], "cells": []}}


def with_room(figure: go.Figure) -> go.Figure:
    """Leave the amounts at the ends of the bars the room they need in a narrow column, more so on a phone."""
    low, high = figure.layout.xaxis.range
    phone = geography.is_phone()
    figure.update_xaxes(range=[low, high + (1.1 if phone else 0.35) * (high - low)], tickangle=0)
    if phone:
        axis = figure.layout.xaxis
        figure.update_xaxes(tickvals=axis.tickvals[::2], ticktext=axis.ticktext[::2])
    figure.update_annotations(align="left")
    return figure


def steps(one: Opportunity) -> list[Step]:
    """The steps of the waterfall, in rupiah at the centre; they add up to the net saving."""
    drawn = []
    for name in (*CHANNELS, "award_failure", "coordination", "ceiling"):
        value = one.steps.get(name, 0.0)
        if name == "ceiling" and abs(value) < 1:
            continue
        cost = name in ("award_failure", "coordination", "ceiling")
        label = _(CHANNEL_NAMES[name])
        if name in _OWN:
            label += "<br>" + _("tanpa perlu bergabung")
        band = one.channels.get(name)
        drawn.append(
            Step(
                label,
                0.0 if abs(value) < 1 else float(value),
                "cost" if cost else "own" if name in _OWN else "gain",
                _range(band) if band is not None and band.p90 > 0 and value else "",
            )
        )
    return [*drawn, Step(_("Penghematan bersih"), float(one.saving_idr.p50), "total", _range(one.saving_idr))]


def _range(band: Band) -> str:
    """The interval under a bar's amount, on a line of its own."""
    unit = formats.money_unit(max(abs(band.p10), abs(band.p90)))
    word = unit.name.removeprefix("Rp").strip()
    return f"<br>Rp{unit.show(band.p10)} – {unit.show(band.p90)} {word}".replace("Rp-", "−Rp").rstrip()


def channel_table(one: Opportunity, *, key: str) -> None:
    """The four channels, each with its interval, before failure and coordination."""
    rows = [
        {
            "name": _(CHANNEL_NAMES[name]),
            # adding zero turns a minus zero into zero; budgets alone have no likely figure
            "p10": one.channels[name].p10 + 0.0,
            "p50": one.channels[name].p50 + 0.0 if one.headline else None,
            "p90": one.channels[name].p90 + 0.0,
            "joint": _("tidak") if name in _OWN else _("ya"),
        }
        for name in CHANNELS
    ]
    grid(
        pd.DataFrame(rows),
        {
            "name": Column(_("Saluran"), width=144),
            "p10": Column(_("Sekurangnya"), width=92),
            "p50": Column(_("Kemungkinan"), width=94),
            "p90": Column(_("Paling banyak"), width=102),
            "joint": Column(_("Perlu bergabung"), width=110),
        },
        ("p10", "p50", "p90"),
        unit_in="name",
        alt=_("Empat saluran penghematan dengan rentangnya"),
        key=key,
    )
    if one.headline:
        st.markdown("**" + _("Bersih: {band}", band=charts.interval_sentence(one.saving_idr)) + "**")
    st.caption(
        _(
            "Setiap saluran di tabel ini kotor dan berdiri sendiri. Volume dan penyelarasan mengejar selisih harga "
            "yang sama, karena itu tidak dijumlahkan; yang bersih sudah dikurangi peluang gagal dan biaya koordinasi."
        )
    )


def members_frame(one: Opportunity) -> pd.DataFrame:
    """The members with what they buy and pay; ``price`` is empty where a member has no usable price."""
    return pd.DataFrame(
        [
            {
                "code": m.code,
                "name": geography.label(m.code),
                "quantity": m.quantity or None,
                "price": m.price_idr or None,
                "amount": m.amount_idr,
            }
            for m in one.members
        ]
    )


@st.cache_data(max_entries=32, show_spinner=False, hash_funcs={Scope: repr})
def _lines(at: cache.Key, good_id: str, scope: Scope) -> pd.DataFrame:
    del at
    return neighbours.good_lines(warehouse(), good_id, scope)


def source_lines(one: Opportunity, scope: Scope) -> pd.DataFrame:
    """The purchase lines of the members, with the file and line each stands on."""
    lines = _lines(cache.key(), one.good_id, scope)
    lines = lines[lines["region_code"].isin(one.codes)].reset_index(drop=True)
    return lines.assign(
        region=[geography.label(code) for code in lines["region_code"]],
        # a file is quoted by its name, its sheet's line counted as the file counts it
        source=[
            _("{file}, baris {line}", file=name or dataset, line=str(line))
            for name, dataset, line in zip(lines["file_name"], lines["dataset"], lines["line_no"], strict=True)
        ],
    )
