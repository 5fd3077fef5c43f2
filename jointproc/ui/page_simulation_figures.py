"""The figures of the page Simulasi, kept in two steps so that moving a term recomputes next to nothing.

What takes long (every coalition, every draw) depends on members, goods, assumptions and agreed payments; split, vote,
model, term, start and support are laid over it in some milliseconds. In how many draws a split holds takes longest:
it is counted last, draw by draw, and gives way as soon as the reader moves something.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

import streamlit as st

from jointproc.agreements import Scenario, Simulation
from jointproc.agreements.cures import Cure, cures
from jointproc.agreements.simulation import market_for, simulate_worked
from jointproc.agreements.stability import draws_looked_at
from jointproc.agreements.worked import Worked, work
from jointproc.savings import region_names
from jointproc.ui import cache
from jointproc.warehouse import warehouse

__all__ = ["held", "known", "possible_cures", "result"]

_HEAVY: Final = (
    "cost_key", "goods", "families", "fiscal_years", "datasets", "assumptions", "suppliers_min_n", "supplier_capacity",
)  # fmt: skip


def _part(scenario: Scenario) -> str:
    """Names what the slow figures depend on."""
    told: dict[str, Any] = scenario.model_dump(include=set(_HEAVY))
    told["members"] = [(m.code, m.share) for m in scenario.members]
    if scenario.payments_idr:
        told["payments"] = (scenario.split, dict(scenario.payments_idr))
    return json.dumps(told, sort_keys=True)


@st.cache_resource(max_entries=32, show_spinner=False)
def _worked(at: cache.Key, part: str, _scenario: Scenario) -> Worked:
    del at, part
    return work(market_for(warehouse(), _scenario), _scenario)


@st.cache_resource(max_entries=64, show_spinner=False)
def _counted(at: cache.Key, part: str) -> dict[str, int]:
    """Where the finished count of one game is put."""
    del at, part
    return {}


def result(scenario: Scenario) -> Simulation:
    """The simulation of a scenario; the shares of draws in which it holds are there once they were counted."""
    worked = _worked(cache.key(), _part(scenario), scenario)
    return simulate_worked(worked, scenario, region_names(list(scenario.codes)), known(scenario))


def known(scenario: Scenario) -> Mapping[str, int]:
    """The finished count of :func:`held`; empty before."""
    return _counted(cache.key(), _part(scenario))


def held(scenario: Scenario, progress: Callable[[int, int], None]) -> Simulation:
    """The simulation with the share of draws in which each split holds.

    Args:
        progress: told ``done, all`` after every draw; Streamlit stops there when the reader has moved something.
    """
    at, part = cache.key(), _part(scenario)
    worked = _worked(at, part, scenario)
    counted = _counted(at, part)
    if not counted and worked.judged:
        latest: dict[str, int] = {}
        for done, counts in enumerate(worked.held(), start=1):
            latest = counts
            progress(done, draws_looked_at(len(worked.codes)))
        # only a finished count is kept
        counted.update(latest)
    return simulate_worked(worked, scenario, region_names(list(scenario.codes)), counted)


@st.cache_resource(max_entries=64, show_spinner=False)
def _cures(at: cache.Key, part: str, split: str, candidates: tuple[str, ...], _scenario: Scenario) -> tuple[Cure, ...]:
    worked = _worked(at, part, _scenario)
    return cures(worked, _scenario, market_for(warehouse(), _scenario), candidates)


def possible_cures(scenario: Scenario, candidates: tuple[str, ...]) -> tuple[Cure, ...]:
    """What would make the scenario hold, the cheapest first."""
    return _cures(cache.key(), _part(scenario), scenario.split, candidates, scenario)
