"""A small map as shapes: land as grey areas, regions as named points, neighbours joined by lines."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Final

from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Inches, Pt

from jointproc import regions as geography
from jointproc.papers.deck_template import DARK, INK, LIGHT, MIDDLE, PAPER
from jointproc.papers.fitting import text_height
from jointproc.papers.paper import Paper

__all__ = ["draw_map"]

Ring = list[tuple[float, float]]
_LEAST_DEGREES: Final = 0.9
_MARGIN: Final = 0.22
_NAMED_MOST: Final = 14
_LABEL_SIZE: Final = 13
_LABEL_WIDTH: Final = 2.2
_LABEL_HEIGHT: Final = 0.3


def draw_map(shapes: Any, paper: Paper, box: tuple[float, float, float, float]) -> Any:
    """Draw the members into ``box`` (inches: left, top, width, height) as one group."""
    members = [geography.region(m.code) for m in paper.parties]
    left, top, width, height = box
    middle = sum(m.lat for m in members) / len(members)
    squeeze = math.cos(math.radians(middle))
    west, east = min(m.lon for m in members), max(m.lon for m in members)
    south, north = min(m.lat for m in members), max(m.lat for m in members)
    # as wide as the box is, around the members
    across = max((east - west) * squeeze, (north - south) * width / height, _LEAST_DEGREES) * (1 + 2 * _MARGIN)
    scale = width / across
    centre_lon, centre_lat = (west + east) / 2, (south + north) / 2

    def place(lon: float, lat: float) -> tuple[float, float]:
        x = left + width / 2 + (lon - centre_lon) * squeeze * scale
        y = top + height / 2 - (lat - centre_lat) * scale
        return x, y

    group = shapes.add_group_shape()
    group.name = paper.say("Peta daerah peserta")
    sea = group.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Inches(v) for v in box))
    sea.fill.solid()
    sea.fill.fore_color.rgb = PAPER
    sea.line.color.rgb = LIGHT
    sea.shadow.inherit = False
    for ring in _rings():
        seen = _clipped([place(lon, lat) for lon, lat in ring], left, top, left + width, top + height)
        if len(seen) > 2:
            _area(group.shapes, seen)
    at = {m.code: place(m.lon, m.lat) for m in members}
    pairs = geography.neighbour_pairs(paper.scenario.codes, paper.scenario.within_km)
    for pair in pairs.itertuples():
        line = group.shapes.add_connector(
            MSO_CONNECTOR.STRAIGHT, *(Inches(v) for v in (*at[pair.code_a], *at[pair.code_b]))
        )
        line.line.width, line.line.color.rgb = Pt(2.5), MIDDLE
        if pair.how != "land":
            line.line.dash_style = MSO_LINE_DASH_STYLE.DASH
    for m in members:
        _point(group.shapes, at[m.code], m.code == paper.scenario.lead_code)
    if len(members) <= _NAMED_MOST:
        _names(group.shapes, [(paper.label(m.code), at[m.code]) for m in members], box)
    _describe(group, paper)
    return group


def _describe(group: Any, paper: Paper) -> None:
    named = paper.listing(paper.name(m.code) for m in paper.parties)
    group._element.nvGrpSpPr.cNvPr.set("descr", paper.say("Peta: {names}.", names=named))


def _rings() -> Iterator[Ring]:
    for feature in geography.land()["features"]:
        shape = feature["geometry"]
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        for polygon in polygons:
            yield [(float(p[0]), float(p[1])) for p in polygon[0]]


def _clipped(ring: Ring, left: float, top: float, right: float, bottom: float) -> Ring:
    """The part of a ring inside a box (Sutherland–Hodgman)."""
    if all(x < left for x, _y in ring) or all(x > right for x, _y in ring):
        return []
    if all(y < top for _x, y in ring) or all(y > bottom for _x, y in ring):
        return []
    found = ring
    for axis, bound, sign in ((0, left, 1), (0, right, -1), (1, top, 1), (1, bottom, -1)):
        points, found = found, []
        for before, here in zip([points[-1], *points], points, strict=False):
            inside, was = sign * (here[axis] - bound) >= 0, sign * (before[axis] - bound) >= 0
            if inside != was:
                part = (bound - before[axis]) / (here[axis] - before[axis])
                found.append((before[0] + part * (here[0] - before[0]), before[1] + part * (here[1] - before[1])))
            if inside:
                found.append(here)
        if not found:
            return []
    return found


def _area(shapes: Any, ring: Ring) -> None:
    points = [(Inches(x), Inches(y)) for x, y in ring]
    builder = shapes.build_freeform(*points[0], scale=1.0)
    builder.add_line_segments(points[1:], close=True)
    area = builder.convert_to_shape()
    area.fill.solid()
    area.fill.fore_color.rgb = LIGHT
    area.line.color.rgb = MIDDLE
    area.line.width = Pt(0.5)
    area.shadow.inherit = False


def _point(shapes: Any, at: tuple[float, float], lead: bool) -> None:
    size = 0.26 if lead else 0.18
    kind = MSO_SHAPE.DIAMOND if lead else MSO_SHAPE.OVAL
    point = shapes.add_shape(kind, Inches(at[0] - size / 2), Inches(at[1] - size / 2), Inches(size), Inches(size))
    point.fill.solid()
    point.fill.fore_color.rgb = DARK
    point.line.color.rgb = PAPER
    point.shadow.inherit = False


def _names(shapes: Any, named: list[tuple[str, tuple[float, float]]], box: tuple[float, float, float, float]) -> None:
    """Names beside their points, moved down where they would lie on one another."""
    left, top, width, height = box
    taken: list[tuple[float, float]] = []
    for name, (x, y) in sorted(named, key=lambda n: n[1][1]):
        at_x = x + 0.15 if x + 0.15 + _LABEL_WIDTH <= left + width else x - 0.15 - _LABEL_WIDTH
        lines = 2 if text_height([name], _LABEL_SIZE, _LABEL_WIDTH, bold=True) > _LABEL_HEIGHT else 1
        tall = _LABEL_HEIGHT * lines
        at_y = y - tall / 2
        while any(abs(at_x - tx) < _LABEL_WIDTH and abs(at_y - ty) < tall for tx, ty in taken):
            at_y += 0.05
        at_y = min(max(at_y, top), top + height - tall)
        taken.append((at_x, at_y))
        label = shapes.add_textbox(Inches(at_x), Inches(at_y), Inches(_LABEL_WIDTH), Inches(tall))
        frame = label.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        paragraph = frame.paragraphs[0]
        paragraph.text = name
        paragraph.font.size, paragraph.font.bold, paragraph.font.color.rgb = Pt(_LABEL_SIZE), True, INK
        if at_x < x - 0.5:
            paragraph.alignment = 3  # right, towards its point
