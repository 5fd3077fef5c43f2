"""A slide's chart as a drawing of the stage: it grows with the screen, type and all, as no chart of fixed type does."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from jointproc.papers.blocks import Chart, Series, Shade
from jointproc.papers.fitting import lines_of, text_width
from jointproc.ui.palette import Palette

__all__ = ["chart_svg"]

# left, top, width, height in points
Box = tuple[float, float, float, float]
_SVG: Final = "http://www.w3.org/2000/svg"
_LEADING: Final = 1.15
_GAP: Final = 0.35
_NAMES_MOST: Final = 0.36
_INCH: Final = 72.0
_HATCH: Final = "hatched"
# below this width names stand above their bars; bars have at least this share of the width
_NARROW: Final = 420.0
_BARS_LEAST: Final = 0.25


def chart_svg(
    chart: Chart, size: tuple[float, float], colours: Palette, *, upright: bool, largest: float, smallest: float
) -> str:
    """The chart with its own labels beside the bars and zero always shown.

    Args:
        size: width and height in points.
        upright: columns instead of bars.
        largest, smallest: type sizes between which the largest that fits is taken.
    """
    wide, high = size
    sizes = (largest - step for step in range(int(largest - smallest) + 1))
    points = next((s for s in sizes if _fits(chart, size, s, upright)), smallest)
    top = points * 1.8 if len(chart.series) > 1 else 0.0
    box: Box = (0.0, top, wide, high - top)
    body = _columns(chart, box, points, colours) if upright else _bars(chart, box, points, colours)
    legend = _legend(chart.series, points, colours) if len(chart.series) > 1 else ""
    hatch = (
        f'<pattern id="{_HATCH}" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="8" height="8" fill="{colours.background}"/><rect width="2.4" height="8" '
        f'fill="{colours.certain}"/></pattern>'
    )
    return (
        f'<svg xmlns="{_SVG}" viewBox="0 0 {wide:g} {high:g}" font-family="Arial, sans-serif" font-size="{points:g}" '
        f'fill="{colours.text}"><defs>{hatch}</defs>{legend}{body}</svg>'
    )


def _fits(chart: Chart, size: tuple[float, float], points: float, upright: bool) -> bool:
    (wide, high), count = size, len(chart.categories)
    if upright:
        room = wide / count * 0.94
        words = [text_width(t, points, bold=True) * _INCH for s in chart.series for t in s.labels]
        names = [_wrapped(c, points, room) for c in chart.categories]
        words += [text_width(line, points) * _INCH for lines in names for line in lines]
        return max(words) <= room and all(len(lines) <= 2 for lines in names)
    row = (high - (points * 1.8 if len(chart.series) > 1 else 0)) / count
    lines = max(len(_wrapped(c, points, _names_room(wide))) for c in chart.categories)
    bars = len(chart.series)
    tall = (lines + bars if wide < _NARROW else max(lines, bars)) * points * _LEADING + points * _GAP
    return tall <= row and _left_for_bars(chart, wide, points) >= _BARS_LEAST * wide


def _names_room(wide: float) -> float:
    """Points that the names of bars may take: they stand above their bars where it is narrow."""
    return wide if wide < _NARROW else _NAMES_MOST * wide


def _left_for_bars(chart: Chart, wide: float, points: float) -> float:
    return wide - _labels_room(chart.series, points) - _edge(chart, wide, points)


def _edge(chart: Chart, wide: float, points: float) -> float:
    """Where the bars begin: right of their names, unless these stand above."""
    if wide < _NARROW:
        return 0.0
    lines = (line for c in chart.categories for line in _wrapped(c, points, _names_room(wide)))
    return max(text_width(line, points) for line in lines) * _INCH + points * 0.6


def _wrapped(text: str, points: float, room: float) -> list[str]:
    """The text in lines of at most ``room`` points."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and lines_of(longer, points, room / _INCH) == 1:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _reach(series: Sequence[Series]) -> tuple[float, float]:
    values = [v for s in series for v in s.values_idr]
    low, high = min(0, *values), max(0, *values)
    return low, max(high, low + 1)


def _labels_room(series: Sequence[Series], points: float) -> float:
    """Points that labels take right of the bars; those of negative bars begin at zero, where nothing else stands."""
    return max(text_width(t, points, bold=True) for s in series for t in s.labels) * _INCH + points * 0.6


def _bars(chart: Chart, box: Box, points: float, colours: Palette) -> str:
    left, top, wide, high = box
    above = wide < _NARROW
    low, far = _reach(chart.series)
    scale = _left_for_bars(chart, wide, points) / (far - low)
    zero = left + _edge(chart, wide, points) - low * scale
    row = high / len(chart.categories)
    drawn = []
    for number, name in enumerate(chart.categories):
        start, tall = top + number * row + points * _GAP / 2, row - points * _GAP
        lines = _wrapped(name, points, _names_room(wide))
        if above:
            head = len(lines) * points * _LEADING
            drawn.append(_text(lines, left, start + head / 2, points, "start"))
            start, tall = start + head, tall - head
        else:
            drawn.append(_text(lines, left + _edge(chart, wide, points) - points / 2, start + tall / 2, points, "end"))
        bar = tall / len(chart.series)
        thick = min(bar * 0.92, points * 2.2)
        for place, series in enumerate(chart.series):
            value, y = series.values_idr[number], start + place * bar + (bar - thick) / 2
            x = zero + min(value, 0) * scale
            drawn.append(_rect((x, y, abs(value) * scale, thick), series.shades[number], colours))
            at = zero + max(value, 0) * scale + points * 0.3
            drawn.append(_text([series.labels[number]], at, y + thick / 2, points, "start", bold=True))
    line = f'<line x1="{zero:.1f}" x2="{zero:.1f}" y1="{top:.1f}" y2="{top + high:.1f}" stroke="{colours.muted}"/>'
    return ("" if above else line) + "".join(drawn)


def _columns(chart: Chart, box: Box, points: float, colours: Palette) -> str:
    left, top, wide, high = box
    part = wide / len(chart.categories)
    names = [_wrapped(c, points, part * 0.94) for c in chart.categories]
    foot = max(len(lines) for lines in names) * points * _LEADING + points * 0.5
    low, far = _reach(chart.series)
    label = points * 1.5
    scale = (high - foot - label * (2 if low < 0 else 1)) / (far - low)
    zero = top + label + far * scale
    drawn = []
    for number, lines in enumerate(names):
        middle = left + (number + 0.5) * part
        bar = part * 0.6 / len(chart.series)
        drawn.append(_text(lines, middle, top + high - foot / 2 + points * 0.2, points, "middle"))
        for place, series in enumerate(chart.series):
            value, x = series.values_idr[number], middle - part * 0.3 + place * bar
            y, tall = zero - max(value, 0) * scale, abs(value) * scale
            drawn.append(_rect((x, y, bar, tall), series.shades[number], colours))
            at = y + tall + label / 2 if value < 0 else y - label / 2
            drawn.append(_text([series.labels[number]], x + bar / 2, at, points, "middle", bold=True))
    line = f'<line x1="{left:.1f}" x2="{left + wide:.1f}" y1="{zero:.1f}" y2="{zero:.1f}" stroke="{colours.muted}"/>'
    return "".join(drawn) + line


def _legend(series: Sequence[Series], points: float, colours: Palette) -> str:
    drawn, x = [], 0.0
    for one in series:
        drawn.append(_rect((x, points * 0.2, points, points), one.shades[0], colours))
        drawn.append(_text([one.name], x + points * 1.4, points * 0.7, points, "start"))
        x += text_width(one.name, points) * _INCH + points * 3
    return "".join(drawn)


def _rect(box: Box, shade: Shade, colours: Palette) -> str:
    fill = {"dark": colours.certain, "middle": colours.likely, "light": colours.possible, "hatched": f"url(#{_HATCH})"}
    x, y, wide, tall = box
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(wide, 0.8):.1f}" height="{max(tall, 0.8):.1f}" '
        f'fill="{fill[shade]}" stroke="{colours.certain}"/>'
    )


def _text(lines: Sequence[str], x: float, y: float, points: float, anchor: str, *, bold: bool = False) -> str:
    """Lines with their middle at ``y``."""
    first = y - (len(lines) - 1) * points * _LEADING / 2
    weight = ' font-weight="700"' if bold else ""
    return "".join(
        f'<text x="{x:.1f}" y="{first + k * points * _LEADING:.1f}" text-anchor="{anchor}" '
        f'dominant-baseline="central"{weight}>{escape(line)}</text>'
        for k, line in enumerate(lines)
    )
