"""The deck: a PPTX with native charts and tables that an office can edit, built without any browser."""

from __future__ import annotations

import copy
import io
from datetime import datetime, time
from typing import Any, Final

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_PATTERN
from pptx.enum.shapes import MSO_SHAPE, PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from jointproc.papers.blocks import Chart, Figure, Shade, Slide, Table
from jointproc.papers.deck_map import draw_map
from jointproc.papers.deck_template import (
    BODY,
    DARK,
    FOOTER_SIZE,
    GREY,
    INK,
    LIGHT,
    MIDDLE,
    PAPER,
    TITLE,
    template,
)
from jointproc.papers.fitting import fitted_size, lines_of, shortened, text_height
from jointproc.papers.identity import identity_of
from jointproc.papers.paper import Paper
from jointproc.papers.story import story

__all__ = ["deck_bytes"]

Box = tuple[float, float, float, float]
_STRIPE: Final = RGBColor(0xF2, 0xF4, 0xF7)
_CELL_MARGIN: Final = 0.09
_COLUMN_CHART: Final = frozenset({"saving"})
_PADDING: Final = 0.2
_FIGURES_TALL: Final = 1.4
_FIGURES_GAP: Final = 0.2


def deck_bytes(paper: Paper) -> bytes:
    """The presentation as a file's bytes."""
    deck = template()
    told = identity_of(paper, "deck")
    about = deck.core_properties
    about.title = paper.scenario.title[:255]
    about.author = (paper.scenario.author or "Jointproc")[:255]
    about.subject = f"{paper.scenario.scenario_id} v{paper.scenario.version}"
    about.keywords = told.packed()
    about.language = paper.language
    about.created = about.modified = datetime.combine(paper.made_on, time())
    about.last_modified_by = "Jointproc"
    for slide in story(paper):
        _draw(deck, paper, slide)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _draw(deck: Any, paper: Paper, content: Slide) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    cover = content.key == "question"
    _title(slide.shapes.title, content.title, cover)
    body = next(p for p in slide.placeholders if p.placeholder_format.type == PP_PLACEHOLDER.OBJECT)
    spare = _points(slide, body, content)
    if content.has_map:
        draw_map(slide.shapes, paper, (0.6, 1.85, 8.1, 4.95))
    if content.chart is not None:
        _chart(slide, content, spare)
    if content.table is not None:
        _table(slide, content.table, spare, content.title)
    if content.figures:
        _figures(slide, content.figures)
    _footer(deck, slide, paper.footer)
    slide.notes_slide.notes_text_frame.text = "\n".join([content.title, *content.notes])


def _title(holder: Any, text: str, cover: bool) -> None:
    width, height = TITLE[2:]
    size = fitted_size([text], width - _PADDING, height - 0.1, 40 if cover else 30, 20, bold=True)
    frame = holder.text_frame
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    most = max(1, int((height - 0.1) * 72 / (size * 1.2)))
    frame.text = shortened(text, size, width - _PADDING, most, bold=True)
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    paragraph.font.size, paragraph.font.bold, paragraph.font.color.rgb = Pt(size), True, DARK


def _points(slide: Any, body: Any, content: Slide) -> Box:
    """Write the points where the slide's shape leaves them room; returns the room left for chart or table."""
    left, top, width, height = BODY
    if not content.points:
        body._element.getparent().remove(body._element)
        return BODY
    largest, smallest = 24, 14
    if content.has_map:
        place: Box = (8.9, top, 3.83, height)
        largest, spare = 20, BODY
    elif content.chart is not None:
        place = (8.9, top, 3.83, height)
        spare = (left, top, 8.1, height)
        largest = 22
    elif content.table is not None:
        tall = min(2.0, text_height(content.points, 18, width - 0.5, gap=0.4) + 0.15)
        place = (left, top, width, tall)
        spare = (left, top + tall + 0.1, width, height - tall - 0.1)
        largest = 18
    else:
        place, spare = (left, top, width, height - (_FIGURES_TALL + 0.2 if content.figures else 0)), BODY
        largest = 26
    body.left, body.top, body.width, body.height = (Inches(v) for v in place)
    room = place[2] - 0.65
    texts = list(content.points)
    size = fitted_size(texts, room, place[3] - 0.15, largest, smallest, gap=0.45)
    if text_height(texts, size, room, gap=0.45) > place[3] - 0.15:
        texts = [shortened(t, size, room, 3) for t in texts]
        while len(texts) > 1 and text_height(texts, size, room, gap=0.45) > place[3] - 0.15:
            texts.pop()
    frame = body.text_frame
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = MSO_ANCHOR.TOP
    for number, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.text = text
        paragraph.font.size, paragraph.font.color.rgb = Pt(size), INK
        paragraph.space_after, paragraph.space_before = Pt(size * 0.45), Pt(0)
    return spare


def _figures(slide: Any, figures: tuple[Figure, ...]) -> None:
    """Large figures in a row above the footer; hollow with a dashed edge where they are indicative."""
    left, top, width, height = BODY
    wide = (width - _FIGURES_GAP * (len(figures) - 1)) / len(figures)
    room = wide - 2 * _PADDING
    size = min(fitted_size([f.value], room, 0.6, 32, 16, bold=True) for f in figures)
    small = min(fitted_size([f.label], room, 0.55, 16, 12) for f in figures)
    for number, told in enumerate(figures):
        place = (left + number * (wide + _FIGURES_GAP), top + height - _FIGURES_TALL, wide, _FIGURES_TALL)
        card = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Inches(v) for v in place))
        card.name = told.label
        card._element.remove(card._element.find(qn("p:style")))  # the theme's shadow
        card.fill.solid()
        card.fill.fore_color.rgb = LIGHT if told.firm else PAPER
        card.line.color.rgb, card.line.width = DARK, Pt(1.5)
        if not told.firm:
            card.line.dash_style = MSO_LINE_DASH_STYLE.DASH
        frame = card.text_frame
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
        for text, points, bold in ((told.label, small, False), (told.value, size, True)):
            paragraph = frame.paragraphs[0] if not bold else frame.add_paragraph()
            paragraph.text, paragraph.alignment = text, PP_ALIGN.LEFT
            paragraph.font.size, paragraph.font.bold, paragraph.font.color.rgb = Pt(points), bold, INK


# --------------------------------------------------------------------------- charts


def _chart(slide: Any, content: Slide, place: Box) -> None:
    chart = content.chart
    assert chart is not None
    data = CategoryChartData(number_format="#,##0")
    data.categories = chart.categories
    for series in chart.series:
        data.add_series(series.name, series.values_idr)
    column = content.key in _COLUMN_CHART
    kind = XL_CHART_TYPE.COLUMN_CLUSTERED if column else XL_CHART_TYPE.BAR_CLUSTERED
    frame = slide.shapes.add_chart(kind, *(Inches(v) for v in place), data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", _described(content.title, chart))
    made = frame.chart
    made.font.name = "Arial"
    made.font.size = Pt(16 if len(chart.categories) <= 6 else 12)
    made.font.color.rgb = INK
    made.has_title = False
    made.has_legend = len(chart.series) > 1
    if made.has_legend:
        made.legend.position = XL_LEGEND_POSITION.TOP
        made.legend.include_in_layout = False
    values, names = made.value_axis, made.category_axis
    values.visible, values.has_major_gridlines = False, False
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.format.line.color.rgb = GREY
    if not column:
        names.reverse_order = True
    _room_for_labels(values, chart, below=0.45 if column else 1.1)
    made.plots[0].gap_width = 60
    made.plots[0].overlap = 0 if len(chart.series) > 1 else 100
    for series, drawn in zip(chart.series, made.plots[0].series, strict=True):
        drawn.invert_if_negative = False
        _fill(drawn.format, series.shades[0])
        for number, (text, shade) in enumerate(zip(series.labels, series.shades, strict=True)):
            point = drawn.points[number]
            _fill(point.format, shade)
            label = point.data_label
            label.position = XL_LABEL_POSITION.OUTSIDE_END
            label.has_text_frame = True
            label.text_frame.text = text
            run = label.text_frame.paragraphs[0].runs[0]
            run.font.size, run.font.bold, run.font.color.rgb = made.font.size, True, INK


def _room_for_labels(axis: Any, chart: Chart, *, below: float) -> None:
    """Zero always shows, and labels have room beyond the longest bar."""
    values = [v for s in chart.series for v in s.values_idr]
    high, low = max(0, *values), min(0, *values)
    reach = max(high - low, 1)
    axis.maximum_scale = high + 0.3 * reach if high > 0 else 0.05 * reach
    axis.minimum_scale = low - below * reach if low < 0 else 0


def _fill(form: Any, shade: Shade) -> None:
    if shade == "hatched":
        form.fill.patterned()
        form.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        form.fill.fore_color.rgb, form.fill.back_color.rgb = DARK, PAPER
    else:
        form.fill.solid()
        form.fill.fore_color.rgb = {"dark": DARK, "middle": MIDDLE, "light": LIGHT}[shade]
    form.line.color.rgb = DARK


def _described(title: str, chart: Chart) -> str:
    """The chart in words, for whoever can't see it."""
    parts = [
        f"{series.name}, {category}: {label}"
        for series in chart.series
        for category, label in zip(chart.categories, series.labels, strict=True)
    ]
    return f"{title}. " + "; ".join(parts)


# --------------------------------------------------------------------------- tables


def _widths(table: Table, whole: float) -> list[float]:
    parts = table.widths or (1.0,) * len(table.header)
    return [whole * p / sum(parts) for p in parts]


def _row_height(row: tuple[str, ...], widths: list[float], size: float, bold: bool) -> float:
    lines = max(
        lines_of(text, size, max(0.2, wide - 2 * _CELL_MARGIN - 0.04), bold=bold)
        for text, wide in zip(row, widths, strict=True)
    )
    return lines * size * 1.2 / 72 + 2 * 0.05


def _table(slide: Any, table: Table, place: Box, title: str) -> None:
    left, top, width, height = place
    widths = _widths(table, width)
    rows = list(table.rows)
    size = 22
    while size > 11 and _tall(table, rows, widths, size) > height:
        size -= 1
    if _tall(table, rows, widths, size) > height:
        rows = [
            tuple(shortened(t, size, wide - 2 * _CELL_MARGIN - 0.04, 2) for t, wide in zip(r, widths, strict=True))
            for r in rows
        ]
    while size > 9 and _tall(table, rows, widths, size) > height:
        size -= 1
    frame = slide.shapes.add_table(
        len(rows) + 1, len(table.header), Inches(left), Inches(top), Inches(width), Inches(0.3)
    )
    frame._element.nvGraphicFramePr.cNvPr.set("descr", title)
    drawn = frame.table
    for column, wide in enumerate(widths):
        drawn.columns[column].width = Inches(wide)
    for number, row in enumerate([table.header, *rows]):
        last = table.total and number == len(rows)
        bold = number == 0 or last
        drawn.rows[number].height = Inches(_row_height(row, widths, size, bold))
        for column, text in enumerate(row):
            fill = DARK if number == 0 else LIGHT if last else PAPER if number % 2 else _STRIPE
            _cell(drawn.cell(number, column), text, size, bold, fill, column in table.numeric)


def _tall(table: Table, rows: list[tuple[str, ...]], widths: list[float], size: float) -> float:
    return _row_height(table.header, widths, size, True) + sum(
        _row_height(r, widths, size, table.total and r is rows[-1]) for r in rows
    )


def _cell(cell: Any, text: str, size: float, bold: bool, fill: RGBColor, numeric: bool) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = fill
    cell.margin_left = cell.margin_right = Inches(_CELL_MARGIN)
    cell.margin_top = cell.margin_bottom = Inches(0.04)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame = cell.text_frame
    frame.word_wrap = True
    frame.text = text
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if numeric else PP_ALIGN.LEFT
    paragraph.font.size, paragraph.font.bold = Pt(size), bold
    paragraph.font.color.rgb = PAPER if fill is DARK else INK


def _footer(deck: Any, slide: Any, text: str) -> None:
    """Footer and page number as real placeholders, which python-pptx does not carry over by itself."""
    for holder in deck.slide_layouts[0].placeholders:
        kind = holder.placeholder_format.type
        if kind not in (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER):
            continue
        element = copy.deepcopy(holder._element)
        slide.shapes._spTree.append(element)
        if kind == PP_PLACEHOLDER.FOOTER:
            made = next(p for p in slide.placeholders if p.placeholder_format.type == PP_PLACEHOLDER.FOOTER)
            made.text_frame.text = shortened(text, FOOTER_SIZE, 10.9, 2)
            made.text_frame.word_wrap = True
            paragraph = made.text_frame.paragraphs[0]
            paragraph.alignment = PP_ALIGN.LEFT
            paragraph.font.size, paragraph.font.color.rgb = Pt(FOOTER_SIZE), GREY
