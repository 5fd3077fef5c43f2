"""The 38 provinces and 514 kabupaten/kota: codes, names, places. Facts in ``data/reference/regions.csv``."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final, Literal

from jointproc import settings
from jointproc.errors import InputError

__all__ = ["Kind", "Region", "centre_distance_km", "region", "regions"]

Kind = Literal["provinsi", "kabupaten", "kota"]
_EARTH_RADIUS_KM: Final = 6371.0088


@dataclass(frozen=True, slots=True)
class Region:
    """One region. Key is the Kemendagri code as text (``"61"``, ``"61.02"``): 23 codes end in a zero.

    Attributes:
        administrative: the six kabupaten/kota of Jakarta, which have no budget of their own.
        lon, lat: a reference point inside the region, degrees WGS 84.
        area_km2: official area in km²; ``None`` where unknown.
        population: persons, second half of 2024; ``None`` where unknown.
    """

    code: str
    name: str
    short_name: str
    label: str
    kind: Kind
    administrative: bool
    province_code: str
    province: str
    lon: float
    lat: float
    area_km2: float | None
    population: int | None


@cache
def regions() -> Mapping[str, Region]:
    """All regions by code: each province followed by its kabupaten and kota."""
    with (settings.REFERENCE / "regions.csv").open(encoding="utf-8", newline="") as handle:
        return MappingProxyType(
            {
                row["code"]: Region(
                    row["code"],
                    row["name"],
                    row["short_name"],
                    row["label"],
                    row["kind"],  # type: ignore[arg-type]  # the file holds just the three kinds (tested)
                    row["administrative"] == "1",
                    row["province_code"],
                    row["province"],
                    float(row["lon"]),
                    float(row["lat"]),
                    float(row["area_km2"]) if row["area_km2"] else None,
                    int(row["population"]) if row["population"] else None,
                )
                for row in csv.DictReader(handle)
            }
        )


def region(code: str) -> Region:
    """The region with this Kemendagri code. Raises ``InputError`` with the closest names when there is none."""
    found = regions().get(code.strip())
    if found is not None:
        return found
    from jointproc.regions.resolver import resolve

    answer = resolve(code)
    if not answer.suggestions:
        raise InputError(
            "Kode daerah {code} tidak dikenal: pakai kode Kemendagri, misalnya 61.02 (kabupaten/kota) "
            "atau 61 (provinsi).",
            code=code,
        )
    raise InputError(
        "{code} bukan kode daerah Kemendagri; barangkali maksud Anda {suggestions}.",
        code=code,
        suggestions=", ".join(f"{s.code} ({s.name})" for s in answer.suggestions),
    )


def centre_distance_km(code_a: str, code_b: str) -> float:
    """Great-circle distance between two reference points in kilometres (haversine)."""
    a, b = region(code_a), region(code_b)
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half = (
        math.sin((lat_b - lat_a) / 2) ** 2
        + math.cos(lat_a) * math.cos(lat_b) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    )
    return 2 * _EARTH_RADIUS_KM * math.asin(math.sqrt(half))
