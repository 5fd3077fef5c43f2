"""The budget calendar in the reader's words; the days themselves come from the domain."""

from __future__ import annotations

from jointproc.agreements.budget_calendar import Event, calendar, last_day
from jointproc.ui import formats
from jointproc.ui.language import _

__all__ = ["Event", "calendar", "last_day", "span"]


def span(event: Event) -> str:
    """The days of an event in words."""
    if event.begin == event.end:
        return formats.day(event.end)
    return _("{begin} sampai {end}", begin=formats.day(event.begin), end=formats.day(event.end))
