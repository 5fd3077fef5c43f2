"""Thin cached wrappers round the pure functions of the domain.

Every key holds the home, the warehouse's version and the scope, so a figure is computed once per state of the data
and shared by all sessions. The savings package keeps its own results by the same key and is passed through.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pandas as pd
import streamlit as st

from jointproc import neighbours, regions, savings, settings
from jointproc.ui.shapes import Shapes, shapes
from jointproc.warehouse import Scope, Warehouse, warehouse

__all__ = [
    "boundaries",
    "datasets",
    "family_opportunities",
    "key",
    "land",
    "neighbour_overlap",
    "opportunities",
    "overview",
    "pair_overlaps",
    "region_spend",
    "scope_choices",
    "shared_goods",
]

_ENTRIES: Final = 64
Key = tuple[str, int]


def key() -> Key:
    """What every cached figure depends on besides its own arguments: which warehouse, in which state, and what
    people decided of it."""
    wh = warehouse()
    return (f"{wh.home}|{savings.standing(wh)}", wh.version)


@st.cache_data(max_entries=_ENTRIES, show_spinner=False, hash_funcs={Scope: repr})
def _table(at: Key, name: str, arguments: dict[str, Any]) -> pd.DataFrame:
    del at  # only a key
    return _TABLES[name](warehouse(), **arguments)


_TABLES: Final[dict[str, Callable[..., pd.DataFrame]]] = {
    "datasets": Warehouse.datasets,
    "scope_choices": lambda wh, scope: wh.query("scope_choices", scope),
    "region_spend": neighbours.region_spend,
    "pair_overlaps": neighbours.pair_overlaps,
    "neighbour_overlap": neighbours.neighbour_overlap,
    "shared_goods": neighbours.shared_goods,
}


def datasets() -> pd.DataFrame:
    """One row per dataset, oldest first."""
    return _table(key(), "datasets", {})


def scope_choices(scope: Scope) -> pd.DataFrame:
    """Years, families and stages that occur: ``fiscal_year, family, stage, lines_n, amount_idr``."""
    return _table(key(), "scope_choices", {"scope": scope})


def region_spend(scope: Scope) -> pd.DataFrame:
    """See :func:`jointproc.neighbours.region_spend`."""
    return _table(key(), "region_spend", {"scope": scope})


def pair_overlaps(scope: Scope, within_km: float = regions.DEFAULT_WITHIN_KM) -> pd.DataFrame:
    """See :func:`jointproc.neighbours.pair_overlaps`."""
    return _table(key(), "pair_overlaps", {"scope": scope, "within_km": within_km})


def neighbour_overlap(code: str, scope: Scope, within_km: float = regions.DEFAULT_WITHIN_KM) -> pd.DataFrame:
    """See :func:`jointproc.neighbours.neighbour_overlap`."""
    return _table(key(), "neighbour_overlap", {"code": code, "scope": scope, "within_km": within_km})


def shared_goods(code_a: str, code_b: str, scope: Scope) -> pd.DataFrame:
    """See :func:`jointproc.neighbours.shared_goods`."""
    return _table(key(), "shared_goods", {"code_a": code_a, "code_b": code_b, "scope": scope})


@st.cache_resource(max_entries=_ENTRIES, show_spinner=False, hash_funcs={Scope: repr})
def _overview(at: Key, scope: Scope, within_km: float) -> savings.Overview:
    del at
    return savings.overview(warehouse(), scope, within_km)


def overview(scope: Scope, within_km: float = regions.DEFAULT_WITHIN_KM) -> savings.Overview:
    """The whole scope at a glance."""
    return _overview(key(), scope, within_km)


@st.cache_resource(max_entries=_ENTRIES, show_spinner=False, hash_funcs={Scope: repr})
def _family_opportunities(
    at: Key, scope: Scope, region: str | None, within_km: float
) -> tuple[savings.Opportunity, ...]:
    del at
    return tuple(savings.family_opportunities(warehouse(), scope, region, within_km))


def family_opportunities(
    scope: Scope, region: str | None = None, within_km: float = regions.DEFAULT_WITHIN_KM
) -> tuple[savings.Opportunity, ...]:
    """Opportunities of whole families, best first."""
    return _family_opportunities(key(), scope, region, within_km)


def opportunities(
    scope: Scope, region: str | None = None, within_km: float = regions.DEFAULT_WITHIN_KM, top: int | None = None
) -> list[savings.Opportunity]:
    """Opportunities of single goods, best first (kept by the savings package itself)."""
    return savings.opportunities(warehouse(), scope, region, within_km, top)


@st.cache_resource(max_entries=1, show_spinner=False)
def land() -> Shapes:
    """The base map: Indonesia and its neighbours."""
    return shapes(regions.land())


@st.cache_resource(max_entries=2, show_spinner=False)
def _boundaries(path: str, changed: float) -> Shapes | None:
    del changed
    found = regions.boundaries(Path(path))
    return shapes(found) if found else None


def boundaries() -> Shapes | None:
    """The installed boundary file, checked and simplified, or None."""
    path = settings.boundaries_file()
    return _boundaries(str(path), path.stat().st_mtime) if path is not None and path.exists() else None
