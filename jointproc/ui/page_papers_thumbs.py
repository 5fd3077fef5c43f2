"""Small pictures of papers, drawn from what the papers themselves say: slides, first pages, the map."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from html import escape
from typing import Final

from jointproc.papers import Paper
from jointproc.papers.advice import verdict_sentence
from jointproc.papers.blocks import Chart, Slide
from jointproc.papers.map_layout import MapLayout, map_layout, map_sentence
from jointproc.ui.palette import LIGHT, Palette

__all__ = ["MAP_BOX", "cover_lines", "framed_html", "image_html", "map_svg", "sheet_html", "slide_html", "strip_html"]

# inches of the deck's map
MAP_BOX: Final = (0.0, 0.0, 8.1, 4.95)
_SVG: Final = "http://www.w3.org/2000/svg"
_BARS_MOST: Final = 8
_POINTS_MOST: Final = 4
# what does not fit fades out instead of being cut through a line
_FADE: Final = "mask-image:linear-gradient(#000 82%,transparent)"
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
        body = _sentences(slide.points)
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


def sheet_html(lines: Sequence[str], *, alt: str, marks: str = "") -> str:
    """A page in small: the first line as its heading, the others under it."""
    head, *rest = lines or ("",)
    paragraphs = "".join(f'<div style="margin:0 0 1.6cqw">{escape(line)}</div>' for line in rest)
    return (
        f'<div role="img" aria-label="{escape(alt)}" style="{_FRAME}aspect-ratio:4/3">'
        f'<div style="padding:6cqw 8cqw;height:100%;box-sizing:border-box;{_FADE}">'
        f'<div style="font-size:4cqw;line-height:1.2;color:{LIGHT.attention};font-weight:650">{escape(marks)}</div>'
        f'<div style="font-size:5.2cqw;line-height:1.25;font-weight:650;margin:1.5cqw 0 2.5cqw;color:{LIGHT.chosen}">'
        f"{escape(head)}</div>"
        f'<div style="font-size:4.1cqw;line-height:1.35">{paragraphs}</div></div></div>'
    )


def image_html(svg: str, alt: str, *, stretched: bool = False) -> str:
    """A drawing as a picture: the browser's guard takes drawings out of plain HTML."""
    fit = "fill" if stretched else "contain"
    return (
        f'<img alt="{escape(alt)}" src="data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}" '
        f'style="width:100%;height:100%;object-fit:{fit};object-position:left center;display:block">'
    )


def cover_lines(paper: Paper, heading: str) -> tuple[str, ...]:
    """What stands at the head of any paper on this scenario: its name, title, parties, finding and source."""
    return (
        heading,
        paper.scenario.title,
        paper.listing(m.name for m in paper.parties),
        verdict_sentence(paper),
        paper.footer,
    )


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
    names = "".join(_label(n.text, n.left, n.top, n.width, n.height, n.right, label_size) for n in layout.names)
    return (
        f'<svg xmlns="{_SVG}" viewBox="{left} {top} {width} {height}" font-family="Arial, sans-serif">'
        f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="{colours.background}" '
        f'stroke="{colours.line}" stroke-width="0.02"/>'
        f'<g fill="{colours.land}" stroke="{colours.shore}" stroke-width="0.012">{land}</g>'
        f'<g stroke="{colours.neighbour}" stroke-width="0.05">{links}</g>{points}'
        f'<g fill="{colours.text}" font-weight="650">{names if named else ""}</g></svg>'
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
