"""A small map as shapes: land as grey areas, regions as named points, neighbours joined by lines."""

from __future__ import annotations

from typing import Any, Final

from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Inches, Pt

from jointproc.papers.deck_template import DARK, INK, LIGHT, MIDDLE, PAPER
from jointproc.papers.map_layout import Name, Spot, map_layout, map_sentence
from jointproc.papers.paper import Paper

__all__ = ["draw_map"]

_LABEL_SIZE: Final = 13


def draw_map(shapes: Any, paper: Paper, box: tuple[float, float, float, float]) -> Any:
    """Draw the members into ``box`` (inches: left, top, width, height) as one group."""
    layout = map_layout(paper, box, _LABEL_SIZE)
    group = shapes.add_group_shape()
    group.name = paper.say("Peta daerah peserta")
    sea = group.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Inches(v) for v in box))
    sea.fill.solid()
    sea.fill.fore_color.rgb = PAPER
    sea.line.color.rgb = LIGHT
    sea.shadow.inherit = False
    for ring in layout.land:
        _area(group.shapes, ring)
    for link in layout.links:
        line = group.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *(Inches(v) for v in (*link.start, *link.end)))
        line.line.width, line.line.color.rgb = Pt(2.5), MIDDLE
        if not link.land:
            line.line.dash_style = MSO_LINE_DASH_STYLE.DASH
    for start, end in (name.leader for name in layout.names if name.leader):
        line = group.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *(Inches(v) for v in (*start, *end)))
        line.line.width, line.line.color.rgb = Pt(0.75), INK
    for code, at in layout.points.items():
        _point(group.shapes, at, code == paper.scenario.lead_code)
    for name in layout.names:
        _name(group.shapes, name)
    group._element.nvGrpSpPr.cNvPr.set("descr", map_sentence(paper))
    return group


def _area(shapes: Any, ring: list[Spot]) -> None:
    points = [(Inches(x), Inches(y)) for x, y in ring]
    builder = shapes.build_freeform(*points[0], scale=1.0)
    builder.add_line_segments(points[1:], close=True)
    area = builder.convert_to_shape()
    area.fill.solid()
    area.fill.fore_color.rgb = LIGHT
    area.line.color.rgb = MIDDLE
    area.line.width = Pt(0.5)
    area.shadow.inherit = False


def _point(shapes: Any, at: Spot, lead: bool) -> None:
    size = 0.26 if lead else 0.18
    kind = MSO_SHAPE.DIAMOND if lead else MSO_SHAPE.OVAL
    point = shapes.add_shape(kind, Inches(at[0] - size / 2), Inches(at[1] - size / 2), Inches(size), Inches(size))
    point.fill.solid()
    point.fill.fore_color.rgb = DARK
    point.line.color.rgb = PAPER
    point.shadow.inherit = False


def _name(shapes: Any, name: Name) -> None:
    label = shapes.add_textbox(*(Inches(v) for v in (name.left, name.top, name.width, name.height)))
    frame = label.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = frame.paragraphs[0]
    paragraph.text = name.text
    paragraph.font.size, paragraph.font.bold, paragraph.font.color.rgb = Pt(_LABEL_SIZE), True, INK
    if name.right:
        paragraph.alignment = 3  # right, towards its point
