"""The story of a scenario full screen, one message a view: the deck's content drawn for a browser.

Everything is measured in points of a stage of 960 × 540, the deck's own page, which fills whatever screen there is; on
a phone the same parts follow one another and scroll.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any, Final

import streamlit as st

from jointproc.papers import Paper
from jointproc.papers.blocks import Chart, Figure, Slide, Table
from jointproc.papers.fitting import fitted_size, lines_of, text_height
from jointproc.papers.map_layout import map_layout, map_sentence
from jointproc.ui import page_papers_thumbs as thumbs
from jointproc.ui.language import _
from jointproc.ui.page_papers import SLIDE
from jointproc.ui.page_papers_chart import chart_svg
from jointproc.ui.palette import palette

__all__ = ["keys", "show", "style"]

# inches of the stage, as in the deck
_WIDE: Final = 12.1
_TALL: Final = 5.0
_RIGHT: Final = 3.8
_TITLE: Final = (33, 20)
# Source Sans runs narrower than Arial, whose widths the fitting knows
_NARROWER: Final = 0.93
_MAP_LABEL: Final = 17
_PHONE_LABEL: Final = 12
_PHONE_MAP: Final = (0.0, 0.0, 4.4, 3.6)
_FIGURES_TALL: Final = 1.5
# points of the stage, pixels of a phone
_CHART: Final = (576.0, 356.0)
_PHONE_WIDE: Final = 358.0
_PHONE_TALL: Final = (300.0, 620.0)
_COLUMNS: Final = frozenset({"saving"})
_CSS: Final = (Path(__file__).parent / "presentation.css").read_text("utf-8")
_JS: Final = (Path(__file__).parent / "presentation.js").read_text("utf-8")
_FOOTER: Final = (
    '<div class="tayang-kaki"><span class="penanda-semua"></span><span class="sumber"></span>'
    '<strong class="nomor" role="status"></strong>'
    '<button type="button">‹</button><button type="button">›</button></div>'
)


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
    head = f'<h1 style="font-size:calc(var(--pt) * {size})">{escape(slide.title)}</h1>'
    st.html(f'<div class="tayang">{head}{_body(paper, slide)}</div>')


def _body(paper: Paper, slide: Slide) -> str:
    if slide.chart is not None:
        return _beside(_chart(slide, slide.chart), _points(slide.points, _RIGHT, _TALL, 24))
    if slide.has_map:
        return _beside(_map(paper), _points(slide.points, _RIGHT, _TALL, 22))
    if slide.table is not None:
        points, used = "", 0.0
        if slide.points:
            points = _points(slide.points, _WIDE, 1.7, 18)
            used = min(1.7, text_height(slide.points, 18, _WIDE - 0.5, gap=0.45)) + 0.15
        return f"{points}{_table(slide.table, _TALL - used)}"
    tall = _TALL - (_FIGURES_TALL if slide.figures else 0)
    return f'<div class="isi">{_points(slide.points, _WIDE, tall, 28)}{_figures(slide.figures)}</div>'


# --------------------------------------------------------------------------- parts


def _beside(picture: str, points: str) -> str:
    return f'<div class="berdua"><div class="gambar">{picture}</div><div>{points}</div></div>'


def _points(points: tuple[str, ...], width: float, height: float, largest: int) -> str:
    size = fitted_size(points, width - 0.5, height, largest, 12, gap=0.45)
    items = "".join(f"<li>{escape(point)}</li>" for point in points)
    return f'<ul style="font-size:calc(var(--pt) * {size})">{items}</ul>' if points else ""


def _figures(figures: tuple[Figure, ...]) -> str:
    """The row of large figures; hollow with a dashed edge where they are indicative."""
    if not figures:
        return ""
    room = _WIDE / len(figures) - 0.5
    size = min(fitted_size([f.value], room, 0.6, 32, 16, bold=True) for f in figures)
    cards = "".join(
        f'<div class="{"kokoh" if f.firm else "indikatif"}"><span>{escape(f.label)}</span>'
        f'<strong style="font-size:calc(var(--pt) * {size})">{escape(f.value)}</strong></div>'
        for f in figures
    )
    return f'<div class="angka-besar">{cards}</div>'


def _chart(slide: Slide, chart: Chart) -> str:
    upright, colours, alt = slide.key in _COLUMNS, palette(), _described(slide)
    wide = chart_svg(chart, _CHART, colours, upright=upright, largest=24, smallest=11)
    tall = _PHONE_TALL[0] if upright else 30 + 40 * len(chart.categories) * (1 + len(chart.series)) / 2
    phone = (_PHONE_WIDE, min(max(tall, _PHONE_TALL[0]), _PHONE_TALL[1]))
    narrow = chart_svg(chart, phone, colours, upright=upright, largest=17, smallest=13)
    return _both(wide, narrow, alt)


def _map(paper: Paper) -> str:
    wide, narrow = (
        thumbs.map_svg(paper, map_layout(paper, box, size), box, palette(), label_size=size)
        for box, size in ((thumbs.MAP_BOX, _MAP_LABEL), (_PHONE_MAP, _PHONE_LABEL))
    )
    return _both(wide, narrow, map_sentence(paper))


def _both(wide: str, narrow: str, alt: str) -> str:
    """A drawing for the stage and one for a phone; the screen's width chooses."""
    return (
        f'<div class="lebar">{thumbs.image_html(wide, alt)}</div>'
        f'<div class="sempit">{thumbs.image_html(narrow, alt)}</div>'
    )


def _table(table: Table, height: float) -> str:
    parts = table.widths or (1.0,) * len(table.header)
    widths = [_WIDE * part / sum(parts) for part in parts]
    size = next((s for s in range(22, 10, -1) if _tall(table, widths, s) <= height), 10)
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
