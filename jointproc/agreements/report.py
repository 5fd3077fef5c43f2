"""Everything an agreement asks and gives, against a given day: the simulation and what follows from it."""

from __future__ import annotations

from datetime import date
from typing import Any

from jointproc.agreements.compliance import comply
from jointproc.agreements.incentives import incentives
from jointproc.agreements.simulation import Simulation
from jointproc.agreements.term import over_years
from jointproc.agreements.timeline import plan
from jointproc.text import Message

__all__ = ["report", "report_sentences"]


def report(found: Simulation, today: date, language: str = "id") -> dict[str, Any]:
    """The keys of ``simulate --json``.

    Args:
        today: the day the budget calendar is read against.
    """
    return {
        **found.to_json(language),
        "today": today.isoformat(),
        **over_years(found).to_json(),
        **comply(found, today).to_json(language),
        **plan(found, today).to_json(),
        **incentives(found, today).to_json(),
    }


def report_sentences(found: Simulation, today: date) -> tuple[Message, ...]:
    """The same in words."""
    names = {m.code: m.name for m in found.members}
    law = comply(found, today)
    return (*law.sentences(names), *found.sentences(), *over_years(found).sentences(names))
