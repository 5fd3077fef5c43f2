"""Steps against days: a bar from the first to the last day of each, and hatched how far it may slip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import plotly.graph_objects as go
from babel.dates import format_date

from jointproc.ui.charts import frame
from jointproc.ui.language import _, language
from jointproc.ui.palette import palette

__all__ = ["Bar", "Mark", "gantt"]

_DAY_MS: Final = 86_400_000
_LOCALES: Final = {"id": "id_ID", "en": "en_GB"}


@dataclass(frozen=True, slots=True)
class Bar:
    """One step; ``latest`` is the last day it may end on, ``note`` stands behind the bar."""

    label: str
    start: date
    end: date
    latest: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One day drawn across all steps."""

    day: date
    label: str


def gantt(bars: Sequence[Bar], marks: Sequence[Mark], *, height: int | None = None) -> go.Figure:
    """One row a step, the first on top."""
    colours = palette()
    figure = go.Figure()
    spots = list(range(len(bars)))
    for first, last, style in (
        ([b.start for b in bars], [b.end for b in bars], {"color": colours.certain}),
        (
            [b.end + timedelta(days=1) for b in bars],
            [max(b.latest, b.end) for b in bars],
            {
                "color": colours.background,
                "line": {"color": colours.likely, "width": 1},
                "pattern": {"shape": "/", "fgcolor": colours.likely, "bgcolor": colours.background, "size": 6},
            },
        ),
    ):
        figure.add_bar(
            y=spots,
            x=[max((b - a).days + 1, 0) * _DAY_MS for a, b in zip(first, last, strict=True)],
            base=[a.isoformat() for a in first],
            orientation="h",
            width=0.5,
            marker=style,
            hoverinfo="text",
            hovertext=[f"{b.label}: {b.note}" for b in bars],
        )
    begin, end = min(b.start for b in bars), max(max(b.latest, b.end) for b in bars)
    span = max((end - begin).days, 30)
    frame(figure, colours, "", height or len(bars) * 40 + 84)
    for above, mark in enumerate(marks):
        figure.add_vline(x=mark.day.isoformat(), line={"color": colours.muted, "width": 1.5, "dash": "dot"})
        figure.add_annotation(
            x=mark.day.isoformat(),
            y=1.0,
            yref="paper",
            yanchor="bottom",
            yshift=18 * above,
            xanchor="left" if (mark.day - begin).days < span * 0.6 else "right",
            text=mark.label,
            showarrow=False,
            font={"size": 14, "color": colours.muted},
        )
    months = _months(begin, end)
    figure.update_layout(barmode="overlay", margin={"l": 8, "r": 12, "t": 12 + 20 * len(marks)})
    figure.update_yaxes(
        tickvals=spots,
        ticktext=[b.label for b in bars],
        autorange="reversed",
        automargin=True,
        ticklabelstandoff=8,
        showgrid=False,
        fixedrange=True,
    )
    figure.update_xaxes(
        type="date",
        range=[(begin - timedelta(days=span // 40)).isoformat(), (end + timedelta(days=span // 30)).isoformat()],
        tickvals=[day.isoformat() for day in months],
        ticktext=[_month(day, day == months[0] or day.month == 1) for day in months],
        tickangle=0,
        gridcolor=colours.line,
        fixedrange=True,
        automargin=True,
    )
    return figure


def _months(begin: date, end: date) -> list[date]:
    """First days of months, no more than eight."""
    first = begin.year * 12 + begin.month
    last = end.year * 12 + end.month - 1
    step = max(1, -(-(last - first + 1) // 8))
    return [date(m // 12, m % 12 + 1, 1) for m in range(first, last + 1, step)] or [begin]


def _month(day: date, with_year: bool) -> str:
    words: str = format_date(day, format="MMM", locale=_LOCALES[language()])
    return _("{month}<br>{year}", month=words, year=day.year) if with_year else words
