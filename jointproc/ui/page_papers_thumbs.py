"""Small pictures of papers, drawn from what the papers themselves say: slides, first pages, the map."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Sequence
from decimal import Decimal
from html import escape
from typing import Final

from jointproc.papers import (
    DRAFT_KINDS,
    Line,
    Paper,
    PaperKind,
    brief_picture,
    draft_bytes,
    first_page,
    release_package,
    story,
    tables_of,
)
from jointproc.papers.blocks import Chart, Figure, Slide
from jointproc.papers.map_layout import MapLayout, map_layout, map_sentence
from jointproc.papers.tidy import Cell
from jointproc.text import format_count
from jointproc.ui.palette import LIGHT, Palette

__all__ = ["MAP_BOX", "first_page_html", "image_html", "map_svg", "sheet_html", "slide_html", "strip_html"]

# inches of the deck's map
MAP_BOX: Final = (0.0, 0.0, 8.1, 4.95)
_SVG: Final = "http://www.w3.org/2000/svg"
_BARS_MOST: Final = 8
_POINTS_MOST: Final = 4
_COLUMNS_MOST, _ROWS_MOST, _CODE_LINES = 5, 12, 24
# of a page's width, for one point of its type: a page is shown one and a half times as large as it would fit
_PAGE_POINT: Final = 0.26
# what does not fit fades out instead of being cut through a line
_FADE: Final = "mask-image:linear-gradient(#000 82%,transparent)"
_CELL: Final = f"border:1px solid {LIGHT.line};padding:0.6cqw 1.2cqw;"
_FRAME: Final = (
    f"container-type:inline-size;background:{LIGHT.background};color:{LIGHT.text};border:1px solid {LIGHT.line};"
    "border-radius:4px;overflow:hidden;box-sizing:border-box;"
)


def strip_html(paper: Paper, slides: Sequence[Slide], addresses: Sequence[str]) -> str:
    """All slides side by side, each a link to where it can be shown."""
    told = [
        f'<a href="{escape(address)}" target="_blank" rel="noopener" style="flex:0 0 248px;text-decoration:none" '
        f'aria-label="{escape(f"{number}. {slide.title}")}">{slide_html(paper, slide, number, len(slides))}</a>'
        for number, (slide, address) in enumerate(zip(slides, addresses, strict=True), 1)
    ]
    return f'<div style="display:flex;gap:12px;overflow-x:auto;padding:4px 2px 10px">{"".join(told)}</div>'


def slide_html(paper: Paper, slide: Slide, number: int, total: int) -> str:
    """One slide in small: its title, its own figures, its number, and what must stand beside the figures."""
    if slide.has_map:
        body = image_html(map_svg(paper, map_layout(paper, MAP_BOX), MAP_BOX, LIGHT, named=False), map_sentence(paper))
    elif slide.chart is not None:
        body = _bars(slide.chart)
    elif slide.table is not None:
        body = _stripes(len(slide.table.rows), len(slide.table.header))
    else:
        body = _figures(slide.figures) + _sentences(slide.points)
    marks = " · ".join(paper.marks)
    drawn = slide.has_map or slide.chart is not None or slide.table is not None
    return (
        f'<div style="{_FRAME}aspect-ratio:16/9"><div style="padding:4.5cqw 5cqw;height:100%;box-sizing:border-box;'
        'display:flex;flex-direction:column;gap:2.5cqw">'
        f'<div style="font-size:6.2cqw;line-height:1.2;font-weight:650;color:{LIGHT.chosen};'
        f'display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden">'
        f"{escape(slide.title)}</div>"
        f'<div style="flex:1;min-height:0;overflow:hidden;{"" if drawn else _FADE}">{body}</div>'
        f'<div style="font-size:4.4cqw;line-height:1.2;color:{LIGHT.muted};display:flex;justify-content:space-between">'
        f"<span>{escape(marks)}</span><span>{number} / {total}</span></div></div></div>"
    )


def framed_html(picture: str) -> str:
    """A slide in the middle of a frame as tall as the other papers' pages."""
    return (
        f'<div style="aspect-ratio:4/3;background:{LIGHT.surface};border-radius:4px;display:flex;align-items:center">'
        f'<div style="width:100%;padding:0 5%;box-sizing:border-box">{picture}</div></div>'
    )


def first_page_html(paper: Paper, kind: PaperKind, member: str, suffix: str) -> str:
    """The first page of a paper in small, from the content it would be made with.

    Raises:
        InputError: the paper can't be made of this scenario.
    """
    alt = paper.say("Halaman pertama: {paper}", paper=kind.label)
    if kind.name == "deck":
        slides = story(paper)
        return framed_html(slide_html(paper, slides[0], 1, len(slides)))
    if kind.name == "brief" and suffix == ".pdf":
        return _page(_picture_html("image/png", brief_picture(paper, member), alt, "cover"))
    if kind.name == "workbook":
        return _grid(paper, alt)
    if kind.name == "ocds":
        return _code(json.dumps(release_package(paper), ensure_ascii=False, indent=2, default=str), alt)
    if kind.name == "data":
        files = "\n".join(f"{t.name}.csv   {len(t.rows)} × {len(t.columns)}" for t in tables_of(paper))
        return _code(files, alt)
    if kind.name in DRAFT_KINDS:
        return sheet_html(first_page(draft_bytes(paper, kind.name, front=True)), alt=alt)
    return sheet_html(first_page(kind.build(paper, member, suffix)), alt=alt)


def sheet_html(lines: Sequence[Line], *, alt: str) -> str:
    """The upper part of a written page: its own lines, bold, centred and boxed as they are."""
    told = "".join(_line(line) for line in lines)
    return _page(
        f'<div role="img" aria-label="{escape(alt)}" style="padding:3cqw 7cqw;height:100%;box-sizing:border-box;'
        f'overflow:hidden;line-height:1.3;{_FADE}">{told}</div>'
    )


def _line(line: Line) -> str:
    cells = [
        "".join(f"<b>{escape(w.text)}</b>" if w.bold else escape(w.text) for w in words).replace("\t", " ")
        for words in line.cells
    ]
    size = f"font-size:{line.size * _PAGE_POINT:.2f}cqw;"
    if not line.row:
        return f'<div style="{size}text-align:{line.align};margin:0 0 1cqw">{cells[0]}</div>'
    boxes = "".join(
        f'<span style="flex:{2 if i == 0 else 1} 1 0;min-width:0;border:1px solid {LIGHT.line};padding:0.3cqw 0.8cqw">'
        f"{cell}</span>"
        for i, cell in enumerate(cells)
    )
    return f'<div style="{size}display:flex">{boxes}</div>'


def _page(body: str) -> str:
    return f'<div style="{_FRAME}aspect-ratio:4/3">{body}</div>'


def _grid(paper: Paper, alt: str) -> str:
    """A workbook: the rows of its first table, and the names of its sheets below."""
    tables = tables_of(paper)
    first = tables[0]
    shown = [k for k, c in enumerate(first.columns) if c.shown][:_COLUMNS_MOST]
    head = "".join(
        f'<th style="{_CELL}text-align:left;color:{LIGHT.background}">{escape(first.columns[k].label)}</th>'
        for k in shown
    )
    rows = "".join(
        "<tr>" + "".join(_cell(row[k], first.columns[k].kind, paper) for k in shown) + "</tr>"
        for row in first.rows[:_ROWS_MOST]
    )
    tabs = "".join(
        f'<span style="border:1px solid {LIGHT.line};border-top:0;padding:0.4cqw 1.6cqw;white-space:nowrap;'
        f'{"font-weight:650" if t is first else ""}">{escape(t.sheet)}</span>'
        for t in tables
    )
    return _page(
        f'<div role="img" aria-label="{escape(alt)}" style="height:100%;display:flex;flex-direction:column;'
        'font-size:2.9cqw;line-height:1.25">'
        f'<div style="padding:2cqw 2.5cqw;font-size:4cqw;font-weight:650;color:{LIGHT.chosen}">'
        f"{escape(first.title)}</div>"
        f'<div style="flex:1;min-height:0;overflow:hidden;{_FADE}"><table style="border-collapse:collapse;width:100%">'
        f'<tr style="background:{LIGHT.chosen}">{head}</tr>{rows}</table></div>'
        f'<div style="display:flex;overflow:hidden;background:{LIGHT.surface}">{tabs}</div></div>'
    )


def _cell(value: Cell, kind: str, paper: Paper) -> str:
    text, side = "" if value is None else str(value), "left"
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        text = paper.share(value) if kind == "share" else format_count(value, paper.language)
        side = "right"
    return f'<td style="{_CELL}text-align:{side}">{escape(text)}</td>'


def _code(text: str, alt: str) -> str:
    """A file for machines: its first lines."""
    shown = "\n".join(text.splitlines()[:_CODE_LINES])
    return _page(
        f'<pre role="img" aria-label="{escape(alt)}" style="margin:0;padding:3cqw 4cqw;height:100%;overflow:hidden;'
        f'box-sizing:border-box;font:2.9cqw/1.4 monospace;background:{LIGHT.surface};color:{LIGHT.text};{_FADE}">'
        f"{escape(shown)}</pre>"
    )


def _picture_html(kind: str, data: bytes, alt: str, fit: str) -> str:
    place = "top" if fit == "cover" else "center"
    return (
        f'<img alt="{escape(alt)}" src="data:{kind};base64,{b64encode(data).decode()}" '
        f'style="width:100%;height:100%;object-fit:{fit};object-position:left {place};display:block">'
    )


def image_html(svg: str, alt: str, *, stretched: bool = False) -> str:
    """A drawing as a picture: the browser's guard takes drawings out of plain HTML."""
    return _picture_html("image/svg+xml", svg.encode(), alt, "fill" if stretched else "contain")


# --------------------------------------------------------------------------- what stands on a slide


def _bars(chart: Chart) -> str:
    """The chart's own values as bars; what is taken off is hollow."""
    values = [(v, shade) for s in chart.series for v, shade in zip(s.values_idr, s.shades, strict=True)][:_BARS_MOST]
    high, low = max(0, *(v for v, _s in values)), min(0, *(v for v, _s in values))
    reach = max(high - low, 1)
    fill = {"dark": LIGHT.certain, "middle": LIGHT.likely, "light": LIGHT.possible, "hatched": LIGHT.background}
    tall = 60 / len(values)
    bars = "".join(
        f'<rect x="{(min(v, 0) - low) / reach * 118 + 1:.1f}" y="{i * tall + tall * 0.14:.1f}" '
        f'width="{max(abs(v) / reach * 118, 0.6):.1f}" height="{tall * 0.72:.1f}" fill="{fill[shade]}" '
        f'stroke="{LIGHT.certain}" stroke-width="0.8"/>'
        for i, (v, shade) in enumerate(values)
    )
    zero = -low / reach * 118 + 1
    axis = f'<line x1="{zero:.1f}" x2="{zero:.1f}" y1="0" y2="60" stroke="{LIGHT.muted}" stroke-width="0.8"/>'
    return image_html(f'<svg xmlns="{_SVG}" viewBox="0 0 120 60">{bars}{axis}</svg>', "")


def _stripes(rows: int, columns: int) -> str:
    """A table as its lines: as many rows and columns as it has."""
    tall = 60 / (rows + 1)
    lines = "".join(
        f'<rect x="0" y="{i * tall:.1f}" width="120" height="{tall:.1f}" '
        f'fill="{LIGHT.chosen if i == 0 else LIGHT.surface if i % 2 else LIGHT.background}"/>'
        for i in range(rows + 1)
    )
    between = "".join(
        f'<line x1="{120 * i / columns:.1f}" x2="{120 * i / columns:.1f}" y1="0" y2="60" stroke="{LIGHT.line}"/>'
        for i in range(columns + 1)
    )
    drawn = f'<svg xmlns="{_SVG}" viewBox="0 0 120 60" preserveAspectRatio="none">{lines}{between}</svg>'
    return image_html(drawn, "", stretched=True)


def _sentences(points: Sequence[str]) -> str:
    shown = "".join(
        '<div style="margin:0 0 1.2cqw;display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;'
        f'overflow:hidden">{escape(point)}</div>'
        for point in points[:_POINTS_MOST]
    )
    return f'<div style="font-size:4.6cqw;line-height:1.25">{shown}</div>'


def _figures(figures: Sequence[Figure]) -> str:
    """The large figures, hollow where they are indicative."""
    edge = {
        True: f"border:1px solid {LIGHT.chosen};background:{LIGHT.surface}",
        False: f"border:1px dashed {LIGHT.chosen}",
    }
    told = "".join(
        f'<div style="min-width:0;white-space:nowrap;overflow:hidden;padding:0.8cqw 1.5cqw;{edge[f.firm]}">'
        f'<div style="font-size:3cqw;line-height:1.15">{escape(f.label)}</div>'
        f'<div style="font-size:4.4cqw;line-height:1.2;font-weight:650">{escape(f.value)}</div></div>'
        for f in figures
    )
    columns = "display:grid;grid-template-columns:1fr 1fr;gap:1.2cqw;margin:0 0 2cqw"
    return f'<div style="{columns}">{told}</div>' if told else ""


def map_svg(
    paper: Paper,
    layout: MapLayout,
    box: tuple[float, float, float, float],
    colours: Palette,
    *,
    named: bool = True,
    label_size: float = 13,
) -> str:
    """The map of the members; land neighbours are joined by lines, those across water by dashes.

    Args:
        box: inches (left, top, width, height) the layout was made for.
        label_size: points of the names.
    """
    left, top, width, height = box
    land = "".join(
        '<polygon points="{}"/>'.format(" ".join(f"{x:.3f},{y:.3f}" for x, y in ring)) for ring in layout.land
    )
    links = "".join(
        f'<line x1="{k.start[0]:.3f}" y1="{k.start[1]:.3f}" x2="{k.end[0]:.3f}" y2="{k.end[1]:.3f}"'
        + ("" if k.land else ' stroke-dasharray="0.12 0.08"')
        + "/>"
        for k in layout.links
    )
    points = "".join(_point(x, y, code == paper.scenario.lead_code, colours) for code, (x, y) in layout.points.items())
    leaders = "".join(
        f'<line x1="{a[0]:.3f}" y1="{a[1]:.3f}" x2="{b[0]:.3f}" y2="{b[1]:.3f}"/>'
        for a, b in (n.leader for n in layout.names if n.leader)
    )
    names = "".join(_label(n.text, n.left, n.top, n.width, n.height, n.right, label_size) for n in layout.names)
    return (
        f'<svg xmlns="{_SVG}" viewBox="{left} {top} {width} {height}" font-family="Arial, sans-serif">'
        f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="{colours.background}" '
        f'stroke="{colours.line}" stroke-width="0.02"/>'
        f'<g fill="{colours.land}" stroke="{colours.shore}" stroke-width="0.012">{land}</g>'
        f'<g stroke="{colours.neighbour}" stroke-width="0.05">{links}</g>'
        f'<g stroke="{colours.text}" stroke-width="0.012">{leaders if named else ""}</g>{points}'
        f'<g fill="{colours.text}" font-weight="650" stroke="{colours.background}" stroke-width="0.05" '
        f'stroke-linejoin="round" paint-order="stroke">{names if named else ""}</g></svg>'
    )


def _point(x: float, y: float, lead: bool, colours: Palette) -> str:
    edge = f'fill="{colours.chosen}" stroke="{colours.background}" stroke-width="0.03"'
    if lead:
        shape = f"{x},{y - 0.14} {x + 0.14},{y} {x},{y + 0.14} {x - 0.14},{y}"
        return f'<polygon points="{shape}" {edge}/>'
    return f'<circle cx="{x:.3f}" cy="{y:.3f}" r="0.095" {edge}/>'


def _label(text: str, left: float, top: float, width: float, height: float, right: bool, size: float) -> str:
    x, anchor = (left + width, "end") if right else (left, "start")
    return (
        f'<text x="{x:.3f}" y="{top + height / 2:.3f}" text-anchor="{anchor}" dominant-baseline="central" '
        f'font-size="{size / 72:.3f}">{escape(text)}</text>'
    )
