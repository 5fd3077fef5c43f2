"""Who neighbours whom: shared land borders, and edges that lie near each other, mostly across water."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

import pandas as pd

from jointproc import settings
from jointproc.regions.catalogue import region

__all__ = ["DEFAULT_WITHIN_KM", "LARGEST_GAP_KM", "Neighbour", "neighbour_pairs", "neighbours_of"]

# The reference file holds gaps up to this distance (and each region's three nearest, however far).
LARGEST_GAP_KM: Final = 60.0
# What the screens and the command line start with: islands get neighbours, and so do places that face each other
# across a bay or a narrow strip (Mempawah and Singkawang, 12 km).
DEFAULT_WITHIN_KM: Final = 20.0


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One neighbour of a region.

    Attributes:
        how: ``land`` for a shared border, ``distance`` for one within the chosen distance.
        distance_km: gap from edge to edge; 0 for a land border.
        border_km: length of the shared border; 0 where there is none (or where it is a single point).
    """

    code: str
    how: Literal["land", "distance"]
    distance_km: float
    border_km: float


@dataclass(frozen=True, slots=True)
class _Pair:
    code_a: str
    code_b: str
    how: Literal["land", "distance"]
    distance_km: float
    border_km: float


@cache
def _pairs() -> tuple[_Pair, ...]:
    with (settings.REFERENCE / "neighbours.csv").open(encoding="utf-8", newline="") as handle:
        land = [
            _Pair(row["code_a"], row["code_b"], "land", 0.0, float(row["border_km"])) for row in csv.DictReader(handle)
        ]
    with (settings.REFERENCE / "near_neighbours.csv").open(encoding="utf-8", newline="") as handle:
        near = [
            _Pair(row["code_a"], row["code_b"], "distance", float(row["gap_km"]), 0.0) for row in csv.DictReader(handle)
        ]
    return (*land, *near)


@cache
def _around() -> dict[str, list[_Pair]]:
    found: dict[str, list[_Pair]] = defaultdict(list)
    for pair in _pairs():
        found[pair.code_a].append(pair)
        found[pair.code_b].append(pair)
    return dict(found)


def neighbours_of(code: str, within_km: float = 0.0) -> list[Neighbour]:
    """The neighbours of one region: land borders first, then by distance.

    Args:
        code: Kemendagri code; a province has provinces as neighbours.
        within_km: also regions whose edge lies at most this many kilometres away (0: land borders only).

    Raises:
        InputError: no such region.
    """
    region(code)
    found = [
        Neighbour(p.code_b if p.code_a == code else p.code_a, p.how, p.distance_km, p.border_km)
        for p in _around().get(code, [])
        if p.how == "land" or p.distance_km <= within_km
    ]
    return sorted(found, key=lambda n: (n.how != "land", n.distance_km, -n.border_km, n.code))


def neighbour_pairs(codes: Iterable[str] | None = None, within_km: float = 0.0) -> pd.DataFrame:
    """Every pair of neighbours once, ``code_a < code_b``.

    Args:
        codes: keep only pairs of these regions; all of them by default.
        within_km: as in :func:`neighbours_of`.

    Returns:
        ``code_a, code_b, how, distance_km, border_km``.
    """
    wanted = None if codes is None else set(codes)
    rows = [
        (p.code_a, p.code_b, p.how, p.distance_km, p.border_km)
        for p in _pairs()
        if (p.how == "land" or p.distance_km <= within_km)
        and (wanted is None or (p.code_a in wanted and p.code_b in wanted))
    ]
    frame = pd.DataFrame(rows, columns=["code_a", "code_b", "how", "distance_km", "border_km"])
    return frame.astype(
        {"code_a": "str", "code_b": "str", "how": "str", "distance_km": "float64", "border_km": "float64"}
    )
