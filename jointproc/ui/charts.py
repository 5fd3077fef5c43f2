"""Charts that say their finding: Plotly figures with our colours, our number formats and no browser locale.

Certainty looks the same everywhere: solid up to P10 ("sekurang-kurangnya"), lighter up to P50 ("kemungkinan"),
hatched up to P90 ("paling banyak"). Labels stand at the marks, not in legends; bars start at zero.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from jointproc.savings import Band
from jointproc.ui import formats
from jointproc.ui.language import _
from jointproc.ui.palette import Palette, palette

__all__ = [
    "CONFIG",
    "Interval",
    "Step",
    "axis_ticks",
    "frame",
    "interval_bars",
    "interval_sentence",
    "money_axis",
    "show",
    "strip",
    "waterfall",
]

CONFIG: Final[dict[str, Any]] = {"displayModeBar": False, "scrollZoom": False, "showTips": False, "responsive": True}
_FONT: Final = "Source Sans, Source Sans Pro, sans-serif"


@dataclass(frozen=True, slots=True)
class Interval:
    """One row of :func:`interval_bars`. ``evidence`` is a grade letter or empty; ``marked`` draws the accent."""

    label: str
    band: Band
    evidence: str = ""
    marked: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of :func:`waterfall`, in rupiah. ``total`` starts at zero; ``note`` stands behind the number."""

    label: str
    value: float
    kind: Literal["gain", "own", "cost", "total"] = "gain"
    note: str = ""


def show(figure: go.Figure, *, alt: str, key: str | None = None) -> None:
    """Draw a figure of this module; ``alt`` is its finding in one sentence."""
    st.plotly_chart(figure, width="stretch", theme=None, config=CONFIG, alt=alt, key=key)


def axis_ticks(low: float, high: float, count: int = 4) -> tuple[list[float], list[str], str]:
    """Round tick positions between two rupiah amounts, their texts, and the unit's name for the axis title."""
    span = max(high - low, 1e-9)
    raw = span / max(count, 1)
    power = 10 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= raw)
    first = math.floor(low / step) if low < 0 else math.ceil(low / step)
    ticks = [i * step for i in range(first, math.ceil(high / step) + 1)]
    unit = formats.money_unit(max(abs(t) for t in ticks))
    return ticks, [formats.number(t / unit.divisor, 2) for t in ticks], unit.name


def interval_sentence(band: Band) -> str:
    """The interval in words, for captions and ``alt``."""
    return _(
        "sekurang-kurangnya {low}, kemungkinan {likely}, paling banyak {high}",
        low=formats.idr(band.p10),
        likely=formats.idr(band.p50),
        high=formats.idr(band.p90),
    )


def interval_bars(
    rows: Sequence[Interval], *, title: str = "", height: int | None = None, axis: bool = True
) -> go.Figure:
    """One horizontal bar a row with its certainty; the first row is on top. Bands in rupiah."""
    colours = palette()
    figure = go.Figure()
    labels = [_row_label(row) for row in rows]
    spots = list(range(len(rows)))
    low = min((min(row.band.p10, 0.0) for row in rows), default=0.0)
    high = max((max(row.band.p90, 0.0) for row in rows), default=1.0) or 1.0
    for part, values, style in (
        ("p10", [(0.0, row.band.p10) for row in rows], {"color": colours.certain}),
        ("p50", [(row.band.p10, row.band.p50) for row in rows], {"color": colours.likely}),
        (
            "p90",
            [(row.band.p50, row.band.p90) for row in rows],
            {
                "color": colours.background,
                "line": {"color": colours.likely, "width": 1},
                "pattern": {"shape": "/", "fgcolor": colours.likely, "bgcolor": colours.background, "size": 6},
            },
        ),
    ):
        figure.add_bar(
            y=spots,
            x=[b - a for a, b in values],
            base=[a for a, _b in values],
            orientation="h",
            marker=style,
            name=part,
            width=0.5,
            hoverinfo="text",
            hovertext=[f"{row.label}: {interval_sentence(row.band)}" for row in rows],
        )
    room = (high - low) * 0.02
    for spot, row in zip(spots, rows, strict=True):
        figure.add_annotation(
            x=max(row.band.p90, 0.0) + room,
            y=spot,
            text=f"<b>{formats.idr(row.band.p10)}</b> · {formats.idr(row.band.p50)}",
            showarrow=False,
            xanchor="left",
            font={"size": 14, "color": colours.text},
        )
    frame(figure, colours, title, height or (len(rows) * 44 + (70 if title else 34) + (34 if axis else 0)))
    figure.update_layout(barmode="overlay", margin={"l": 8, "r": 12})
    figure.update_yaxes(
        tickvals=spots, ticktext=labels, autorange="reversed", automargin=True, ticklabelstandoff=8, showgrid=False
    )
    money_axis(figure, colours, low, high + (high - low) * 0.55, shown=axis, upto=high)
    return figure


def waterfall(steps: Sequence[Step], *, title: str = "", height: int | None = None) -> go.Figure:
    """From step to step to what remains, as horizontal bars in rupiah, with the amount at every bar."""
    colours = palette()
    fill = {"gain": colours.certain, "own": colours.neighbour, "cost": colours.cost, "total": colours.text}
    figure = go.Figure()
    at, spans = 0.0, []
    for step in steps:
        start = 0.0 if step.kind == "total" else at
        at = start + step.value
        spans.append((min(start, at), max(start, at)))
    low, high = min([0.0, *(a for a, _b in spans)]), max([0.0, *(b for _a, b in spans)]) or 1.0
    figure.add_bar(
        y=list(range(len(steps))),
        x=[b - a for a, b in spans],
        base=[a for a, _b in spans],
        orientation="h",
        width=0.56,
        marker={
            "color": [fill[s.kind] for s in steps],
            # taken off again: hollow with stripes, so that it does not hang on the colour alone
            "pattern": {"shape": ["\\" if s.kind == "cost" else "" for s in steps], "size": 6},
        },
        hoverinfo="text",
        hovertext=[f"{s.label}: {formats.idr(s.value)}" for s in steps],
    )
    room = (high - low) * 0.02
    for spot, (step, (_a, end)) in enumerate(zip(steps, spans, strict=True)):
        amount = formats.idr(step.value)
        figure.add_annotation(
            x=end + room,
            y=spot,
            text=f"<b>{amount}</b>" + (f"  {step.note}" if step.note else ""),
            showarrow=False,
            xanchor="left",
            font={"size": 14, "color": colours.text},
        )
    frame(figure, colours, title, height or (len(steps) * 40 + (76 if title else 44) + 20))
    figure.update_layout(margin={"l": 8, "r": 12})
    figure.update_yaxes(
        tickvals=list(range(len(steps))),
        ticktext=[s.label for s in steps],
        autorange="reversed",
        automargin=True,
        ticklabelstandoff=8,
        showgrid=False,
    )
    money_axis(figure, colours, low, high + (high - low) * 0.5, shown=True, upto=high)
    return figure


def strip(
    points: pd.DataFrame,
    *,
    title: str = "",
    unit: str = "",
    lines: Sequence[tuple[str, float]] = (),
    height: int | None = None,
) -> go.Figure:
    """Unit prices, one row a region, on a logarithmic axis when they differ more than tenfold.

    Args:
        points: ``group`` (row), ``value`` (rupiah per unit), ``role`` (``chosen``/``neighbour``/``other``),
            ``excluded`` (bool: hollow), ``told`` (hover text, with the reason when excluded).
        unit: what the price is for ("tablet").
        lines: ``(label, value)`` drawn across: the median, the quartiles.
    """
    colours = palette()
    figure = go.Figure()
    groups = list(dict.fromkeys(points["group"]))
    spot = {group: i for i, group in enumerate(groups)}
    fill = {"chosen": colours.chosen, "neighbour": colours.neighbour, "other": colours.other}
    shape = {"chosen": "diamond", "neighbour": "square", "other": "circle"}
    jitter = points.groupby("group").cumcount() % 5 * 0.11 - 0.22 if len(points) else pd.Series(dtype=float)
    for (role, excluded), part in points.groupby(["role", "excluded"], sort=False):
        figure.add_scatter(
            x=part["value"].tolist(),
            y=(part["group"].map(spot) + jitter.loc[part.index]).tolist(),
            mode="markers",
            marker={
                "size": 9,
                "color": fill[str(role)],
                "symbol": shape[str(role)] + ("-open" if excluded else ""),
                "opacity": 0.75,
                "line": {"width": 1.4, "color": fill[str(role)]},
            },
            hoverinfo="text",
            hovertext=part["told"].tolist(),
        )
    values = points["value"]
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
    for name, value in lines:
        main = name == lines[0][0]
        figure.add_vline(
            x=value,
            line={
                "color": colours.text if main else colours.muted,
                "width": 2 if main else 1,
                "dash": "solid" if main else "dot",
            },
        )
        if main:
            figure.add_annotation(
                x=math.log10(value) if low > 0 and high / low > 10 else value,
                y=1.0,
                yref="paper",
                yanchor="bottom",
                text=f"{name} {formats.idr(value)}",
                showarrow=False,
                font={"size": 14, "color": colours.text},
            )
    frame(figure, colours, title, height or max(len(groups) * 26 + (110 if title else 80), 160))
    figure.update_layout(margin={"l": 8, "r": 16, "t": 64 if title else 30})
    figure.update_yaxes(
        tickvals=list(spot.values()),
        ticktext=groups,
        autorange="reversed",
        automargin=True,
        ticklabelstandoff=8,
        gridcolor=colours.line,
        zeroline=False,
    )
    about = _("harga per {unit}", unit=unit) if unit else _("harga satuan")
    if low > 0 and high / low > 10:
        ticks = _log_ticks(low, high)
        figure.update_xaxes(type="log", tickvals=ticks, ticktext=[formats.idr(t) for t in ticks])
    else:
        positions, texts, name = axis_ticks(low, high)
        about = f"{about} ({name})"
        figure.update_xaxes(tickvals=positions, ticktext=texts)
    figure.update_xaxes(title={"text": about, "font": {"size": 14, "color": colours.muted}}, gridcolor=colours.line)
    return figure


def _log_ticks(low: float, high: float) -> list[float]:
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    marks = (1, 3) if last - first <= 3 else (1,)
    return [m * 10.0**e for e in range(first, last + 1) for m in marks if low * 0.7 <= m * 10.0**e <= high * 1.4]


def _row_label(row: Interval) -> str:
    return f"{row.label}  <b>[{row.evidence}]</b>" if row.evidence else row.label


def frame(figure: go.Figure, colours: Palette, title: str, height: int) -> None:
    """The looks every chart shares."""
    figure.update_layout(
        height=height,
        showlegend=False,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": _FONT, "size": 14, "color": colours.text},
        hoverlabel={
            "bgcolor": colours.surface,
            "bordercolor": colours.line,
            "font": {"family": _FONT, "size": 14, "color": colours.text},
            "align": "left",
        },
        margin={"t": 44 if title else 8, "b": 8},
        dragmode=False,
    )
    if title:
        figure.update_layout(
            title={
                "text": title,
                "x": 0,
                "xref": "paper",
                "xanchor": "left",
                "font": {"size": 16, "color": colours.text},
            }
        )


def money_axis(
    figure: go.Figure, colours: Palette, low: float, high: float, *, shown: bool, upto: float | None = None
) -> None:
    """A horizontal axis in rupiah, with ticks up to ``upto``."""
    ticks, texts, unit = axis_ticks(low, high if upto is None else upto)
    figure.update_xaxes(
        range=[low, high],
        tickvals=ticks,
        ticktext=texts,
        visible=shown,
        gridcolor=colours.line,
        zeroline=True,
        zerolinecolor=colours.muted,
        zerolinewidth=1,
        automargin=True,
        fixedrange=True,
        title={"text": unit, "font": {"size": 14, "color": colours.muted}, "standoff": 4},
    )
    figure.update_yaxes(fixedrange=True)
