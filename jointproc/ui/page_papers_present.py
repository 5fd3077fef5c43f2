"""The story of a scenario full screen, one message a view: the deck's content drawn for a browser.

Everything is measured in points of a stage of 960 × 540, the deck's own page, which fills whatever screen there is; on
a phone the same parts follow one another and scroll.
"""

from __future__ import annotations

import textwrap
from html import escape
from pathlib import Path
from typing import Any, Final

import plotly.graph_objects as go
import streamlit as st

from jointproc.papers import Paper
from jointproc.papers.blocks import Chart, Shade, Slide, Table
from jointproc.papers.fitting import fitted_size, lines_of, text_height
from jointproc.papers.map_layout import map_layout, map_sentence
from jointproc.ui import page_papers_thumbs as thumbs
from jointproc.ui.charts import CONFIG
from jointproc.ui.language import _
from jointproc.ui.page_papers import SLIDE
from jointproc.ui.palette import Palette, palette

__all__ = ["figure", "is_phone", "keys", "show", "style"]

# inches of the stage, as in the deck
_WIDE: Final = 12.1
_TALL: Final = 5.0
_LEFT: Final = 8.0
_RIGHT: Final = 3.8
_TITLE: Final = (33, 20)
# Source Sans runs narrower than Arial, whose widths the fitting knows
_NARROWER: Final = 0.93
_MAP_LABEL: Final = 17
_PHONE_MAP: Final = (0.0, 0.0, 4.4, 3.6)
_COLUMNS: Final = frozenset({"saving"})
_CSS: Final = (Path(__file__).parent / "presentation.css").read_text("utf-8")
_JS: Final = (Path(__file__).parent / "presentation.js").read_text("utf-8")
_FOOTER: Final = (
    '<div class="tayang-kaki"><span class="penanda-semua"></span><span class="sumber"></span>'
    '<strong class="nomor" role="status"></strong>'
    '<button type="button">‹</button><button type="button">›</button></div>'
)
_FONT: Final = "Source Sans, Source Sans Pro, sans-serif"


def is_phone() -> bool:
    """Whether the reader's browser calls itself a phone's: type of charts and map can't follow the screen's width."""
    return "Mobile" in (st.context.headers.get("User-Agent") or "")


def style(at: int, total: int) -> None:
    """Nothing on screen but the slide: the one the keys chose, before any key slide ``at``."""
    colours = palette()
    names = {
        "--chosen": colours.chosen,
        "--ink": colours.text,
        "--paper": colours.background,
        "--muted": colours.muted,
        "--rule": colours.line,
        "--tint": colours.surface,
        "--attention": colours.attention,
    }
    shown = [f":root:not([data-tayang]) .st-key-tayang_isi_{at}"]
    shown += [f':root[data-tayang="{n}"] .st-key-tayang_isi_{n}' for n in range(1, total + 1)]
    told = ";".join(f"{name}:{value}" for name, value in names.items())
    rule = "{position:static;height:auto;overflow:visible;visibility:visible;width:100%}"
    st.html(f"<style>:root{{{told}}}{_CSS}{','.join(shown)}{rule}</style>")


def keys(paper: Paper, at: int, total: int) -> bool:
    """The footer, and the keys that move between slides in the browser; whether the reader wants to leave."""
    found = _mover()(
        key="tayang_kaki",
        data={
            "at": at,
            "total": total,
            "name": SLIDE,
            "marks": list(paper.marks),
            "source": paper.footer,
            "back": _("Halaman sebelumnya"),
            "on": _("Halaman berikutnya"),
            "told": _("Halaman {n} dari {all}", n="#", all=total),
        },
        on_leave_change=lambda: None,
    )
    return bool(found.leave)


def _mover() -> Any:
    return st.components.v2.component("jointproc_tayangan", html=_FOOTER, js=_JS, isolate_styles=False)


def show(paper: Paper, slide: Slide) -> None:
    """One slide: its message, then what shows it."""
    cover = slide.key == "question"
    size = fitted_size([slide.title], _WIDE, 1.15, _TITLE[0] + (7 if cover else 0), _TITLE[1], bold=True)
    st.html(f'<div class="tayang"><h1 style="font-size:calc(var(--pt) * {size})">{escape(slide.title)}</h1></div>')
    if slide.chart is not None:
        left, right = st.columns([_LEFT, _RIGHT], gap="medium")
        with left, st.container(key=f"tayang_grafik_{slide.key}"):
            st.plotly_chart(
                figure(slide.chart, upright=slide.key in _COLUMNS, phone=is_phone()),
                height="stretch",
                theme=None,
                config={**CONFIG, "staticPlot": True},
                alt=_described(slide),
                key=f"tayang_{slide.key}",
            )
        with right:
            st.html(f'<div class="tayang">{_points(slide.points, _RIGHT, _TALL, 22)}</div>')
    elif slide.has_map:
        left, right = st.columns([_LEFT, _RIGHT], gap="medium")
        with left:
            st.html(f'<div class="tayang"><div class="peta">{_map(paper)}</div></div>')
        with right:
            st.html(f'<div class="tayang">{_points(slide.points, _RIGHT, _TALL, 20)}</div>')
    elif slide.table is not None:
        points, used = "", 0.0
        if slide.points:
            points = _points(slide.points, _WIDE, 1.7, 18)
            used = min(1.7, text_height(slide.points, 18, _WIDE - 0.5, gap=0.45)) + 0.15
        st.html(f'<div class="tayang">{points}{_table(slide.table, _TALL - used)}</div>')
    else:
        st.html(f'<div class="tayang">{_points(slide.points, _WIDE, _TALL, 26)}</div>')


# --------------------------------------------------------------------------- parts


def _points(points: tuple[str, ...], width: float, height: float, largest: int) -> str:
    size = fitted_size(points, width - 0.5, height, largest, 12, gap=0.45)
    items = "".join(f"<li>{escape(point)}</li>" for point in points)
    return f'<ul style="font-size:calc(var(--pt) * {size})">{items}</ul>' if points else ""


def _map(paper: Paper) -> str:
    box, size = (_PHONE_MAP, 15) if is_phone() else (thumbs.MAP_BOX, _MAP_LABEL)
    drawn = thumbs.map_svg(paper, map_layout(paper, box, size), box, palette(), label_size=size)
    return thumbs.image_html(drawn, map_sentence(paper))


def _table(table: Table, height: float) -> str:
    parts = table.widths or (1.0,) * len(table.header)
    widths = [_WIDE * part / sum(parts) for part in parts]
    size = next((s for s in range(20, 10, -1) if _tall(table, widths, s) <= height), 10)
    columns = "".join(f'<col style="width:{100 * part / sum(parts):.1f}%">' for part in parts)
    told = "".join(
        _row(row, table, "td" if i else "th", table.total and i == len(table.rows))
        for i, row in enumerate([table.header, *table.rows])
    )
    return (
        f'<table style="font-size:calc(var(--pt) * {size})"><colgroup>{columns}</colgroup><tbody>{told}</tbody></table>'
    )


def _row(row: tuple[str, ...], table: Table, tag: str, total: bool) -> str:
    cells = "".join(
        f"<{tag}{' class=angka' if k in table.numeric else ''}>{escape(text)}</{tag}>" for k, text in enumerate(row)
    )
    return f"<tr{' class=jumlah' if total else ''}>{cells}</tr>"


def _tall(table: Table, widths: list[float], size: float) -> float:
    """Inches a table takes: its lines, and 0.56 of the type size between two rows."""
    room = [max(0.2, wide - size / 72 - 0.05) for wide in widths]
    lines = sum(
        max(lines_of(t, size * _NARROWER, wide) for t, wide in zip(row, room, strict=True))
        for row in (table.header, *table.rows)
    )
    return (lines * 1.2 + (len(table.rows) + 1) * 0.6) * size / 72


def _described(slide: Slide) -> str:
    """The chart in words: every bar with its amount."""
    assert slide.chart is not None
    bars = [
        f"{series.name}, {category}: {label}"
        for series in slide.chart.series
        for category, label in zip(slide.chart.categories, series.labels, strict=True)
    ]
    return f"{slide.title}. {'; '.join(bars)}"


def figure(chart: Chart, *, upright: bool, phone: bool) -> go.Figure:
    """The slide's chart in Plotly: the same values and labels, columns where ``upright``, zero always shown."""
    colours = palette()
    size = 15 if phone else 22 if len(chart.categories) <= 6 else 17
    names = ["<br>".join(textwrap.wrap(escape(c), 14 if phone or upright else 24)) for c in chart.categories]
    drawn = go.Figure()
    for series in chart.series:
        across = {"x": names, "y": list(series.values_idr)} if upright else {"y": names, "x": list(series.values_idr)}
        drawn.add_bar(
            **across,
            name=series.name,
            orientation="v" if upright else "h",
            text=[f"<b>{escape(label)}</b>" for label in series.labels],
            textposition="outside",
            textfont={"size": size, "color": colours.text},
            cliponaxis=False,
            marker=_marker(series.shades, colours),
        )
    values = [v for s in chart.series for v in s.values_idr]
    high, low = max(0, *values), min(0, *values)
    reach = max(high - low, 1)
    labels = [(v, t) for s in chart.series for v, t in zip(s.values_idr, s.labels, strict=True)]
    if upright:
        before, after = (0.12 * reach if low < 0 else 0, 0.12 * reach)
    else:
        before, after = _room(labels, size, 200 if phone else 520, reach)
    bounds = [low - before, high + after]
    value_axis: dict[str, Any] = {"range": bounds, "visible": True, "showticklabels": False, "showgrid": False}
    value_axis |= {"zeroline": True, "zerolinecolor": colours.muted, "zerolinewidth": 2, "fixedrange": True}
    name_axis: dict[str, Any] = {"showgrid": False, "automargin": True, "fixedrange": True, "ticklabelstandoff": 8}
    if not upright:
        name_axis["autorange"] = "reversed"
    drawn.update_layout(
        xaxis=name_axis if upright else value_axis,
        yaxis=value_axis if upright else name_axis,
        font={"family": _FONT, "size": size, "color": colours.text},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        margin={"l": 8, "r": 8, "t": 34 if len(chart.series) > 1 else 20, "b": 8},
        showlegend=len(chart.series) > 1,
        legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom", "traceorder": "normal"},
        bargap=0.3,
        bargroupgap=0.08,
    )
    return drawn


def _room(labels: list[tuple[int, str]], size: int, width: int, reach: float) -> tuple[float, float]:
    """Rupiah of axis that the labels of negative and of other bars take beyond the longest ones, ``width`` in px."""
    shares = [
        max((len(t) * size * 0.55 / width for v, t in labels if (v < 0) == negative), default=0.0)
        for negative in (True, False)
    ]
    whole = reach / max(0.2, 1 - sum(shares))
    return whole * shares[0], whole * shares[1]


def _marker(shades: tuple[Shade, ...], colours: Palette) -> dict[str, Any]:
    fill = {
        "dark": colours.certain,
        "middle": colours.likely,
        "light": colours.possible,
        "hatched": colours.background,
    }
    return {
        "color": [fill[shade] for shade in shades],
        "line": {"color": colours.certain, "width": 1},
        "pattern": {
            "shape": ["/" if shade == "hatched" else "" for shade in shades],
            "fgcolor": colours.certain,
            "bgcolor": colours.background,
            "fillmode": "overlay",
            "fgopacity": 1,
            "size": 10,
        },
    }
