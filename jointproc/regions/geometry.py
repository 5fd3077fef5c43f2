"""Shapes for the map: land context that ships with us, and an optional boundary file that the operator installs."""

from __future__ import annotations

import json
import math
import os
import tempfile
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from jointproc import settings
from jointproc.errors import InputError
from jointproc.regions.catalogue import regions
from jointproc.regions.resolver import resolve

__all__ = ["Installed", "boundaries", "install_boundaries", "land", "remove_boundaries"]

_LARGEST_BYTES: Final = 60 * 1024 * 1024
_CODE_KEYS: Final = ("code", "kode", "kd_wilayah", "kode_wilayah", "kode_kk", "kdpkab", "kode_kab_kota", "kdkab")
_NAME_KEYS: Final = (
    "name",
    "nama",
    "namobj",
    "wadmkk",
    "nama_wilayah",
    "kabupaten",
    "kab_kota",
    "nama_kab_kota",
    "name_2",
    "shapename",
)
_KIND_KEYS: Final = ("kind", "jenis", "tipe", "type_2")
_DIGITS: Final = 3  # about 100 m: light enough for the browser, fine enough for a province on a projector
_SPECK: Final = 0.005  # degrees: islets smaller than this are left out where the region has anything larger
_SURE: Final = 0.85  # a shape is drawn only for a name read without doubt


@dataclass(frozen=True, slots=True)
class Installed:
    """What an installed boundary file draws: how many regions, and how many shapes could not be named or read."""

    regions_n: int
    left_out_n: int


@cache
def land() -> dict[str, Any]:
    """GeoJSON of land in and around Indonesia, each feature with ``name`` and ``indonesia`` (Natural Earth)."""
    found: dict[str, Any] = json.loads((settings.REFERENCE / "land.geojson").read_text(encoding="utf-8"))
    return found


def boundaries(path: Path | None = None) -> dict[str, Any] | None:
    """The installed boundary file, checked and made light, or ``None`` when there is none.

    Returns:
        A FeatureCollection whose features carry only ``code`` and ``name``, coordinates to three decimals.

    Raises:
        InputError: the file can't be used; the sentence says why.
    """
    where = path or settings.boundaries_file()
    if where is None:
        return None
    if not where.is_file():
        raise InputError("Berkas batas wilayah {name} tidak ada: periksa JOINTPROC_BOUNDARIES.", name=str(where))
    return _read(where, where.stat().st_mtime_ns)


def install_boundaries(content: bytes | Path, name: str) -> Installed:
    """Check a boundary file (its bytes, or where it lies) and keep it in JOINTPROC_HOME.

    Raises:
        InputError: the file can't be used. An installed file stays as it was.
    """
    if isinstance(content, Path):
        content = _bytes_of(content)
    checked, left_out = _check(content, name)
    target = settings.home() / "boundaries.geojson"
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".boundaries-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(checked, out, separators=(",", ":"))
        os.replace(temporary, target)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
    return Installed(len(checked["features"]), left_out)


def remove_boundaries() -> None:
    """Take the installed boundary file away; regions are points again."""
    (settings.home() / "boundaries.geojson").unlink(missing_ok=True)


@lru_cache(maxsize=2)
def _read(path: Path, _changed: int) -> dict[str, Any]:
    return _check(_bytes_of(path), path.name)[0]


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise _too_large(path.name)
        return path.read_bytes()
    except OSError as error:
        raise InputError("Berkas batas wilayah {name} tidak dapat dibuka.", name=path.name) from error


def _too_large(name: str) -> InputError:
    return InputError(
        "Berkas batas wilayah {name} lebih dari {size} MB: sederhanakan dahulu bentuknya.",
        name=name,
        size=_LARGEST_BYTES // 2**20,
    )


def _check(content: bytes, name: str) -> tuple[dict[str, Any], int]:
    """The light FeatureCollection, and how many shapes were left out."""
    if len(content) > _LARGEST_BYTES:
        raise _too_large(name)
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise InputError("Berkas batas wilayah {name} bukan GeoJSON yang dapat dibaca.", name=name) from error
    features = data.get("features") if isinstance(data, dict) and data.get("type") == "FeatureCollection" else None
    if not isinstance(features, list):
        raise InputError("Berkas batas wilayah {name} bukan GeoJSON FeatureCollection.", name=name)
    found: dict[str, dict[str, Any]] = {}
    left_out = shapeless = 0
    for feature in features:
        code = _code_of(feature)
        polygons = _light(feature.get("geometry")) if code else []
        if code and polygons:
            found.setdefault(code, _feature(code))["geometry"]["coordinates"].extend(polygons)
        else:
            left_out += 1
            shapeless += bool(code)
    if not found and shapeless:
        raise InputError(
            "Berkas batas wilayah {name} tidak memuat poligon dalam derajat bujur dan lintang (WGS 84): "
            "ubah proyeksinya dahulu.",
            name=name,
        )
    if not found:
        raise InputError(
            "Berkas batas wilayah {name} tidak memuat daerah yang dikenal: beri setiap bentuk kolom `code` "
            "(kode Kemendagri) atau `name`.",
            name=name,
        )
    for feature in found.values():
        feature["geometry"]["coordinates"] = _without_specks(feature["geometry"]["coordinates"])
    return {"type": "FeatureCollection", "features": [found[code] for code in sorted(found)]}, left_out


def _feature(code: str) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"code": code, "name": regions()[code].name},
        "geometry": {"type": "MultiPolygon", "coordinates": []},
    }


def _code_of(feature: Any) -> str | None:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        return None
    values = {str(key).lower(): value for key, value in properties.items()}
    for key in _CODE_KEYS:
        code = str(values.get(key) or "").strip()
        if code in regions():
            return code
    kind = next((str(values[key]) for key in _KIND_KEYS if values.get(key)), "")
    for key in _NAME_KEYS:
        if not values.get(key):
            continue
        # without its kind a name such as "Bandung" stays ambiguous, and is not drawn
        for text in (str(values[key]), f"{kind} {values[key]}"):
            answer = resolve(text)
            if answer.code is not None and answer.confidence >= _SURE and answer.how in {"official", "alias"}:
                return answer.code
    return None


def _light(geometry: Any) -> list[Any]:
    """The polygons of a geometry with rounded coordinates and without repeated points; none if anything is wrong."""
    if not isinstance(geometry, dict) or geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        return []
    coordinates = geometry.get("coordinates") or []
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    out = []
    try:
        for polygon in polygons:
            rings = [_light_ring(ring) for ring in polygon]
            if rings and rings[0]:
                out.append([rings[0], *(hole for hole in rings[1:] if hole)])
    except (TypeError, ValueError, IndexError, KeyError):
        return []
    return out


def _light_ring(ring: Any) -> list[list[float]]:
    """A closed ring of at least four points, or an empty list. ``ValueError`` where a point is not on the globe."""
    kept: list[list[float]] = []
    for point in ring:
        lon, lat = float(point[0]), float(point[1])
        if not (math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
            raise ValueError("not degrees")
        light = [round(lon, _DIGITS), round(lat, _DIGITS)]
        if not kept or light != kept[-1]:
            kept.append(light)
    if kept and kept[0] != kept[-1]:
        kept.append(list(kept[0]))
    return kept if len(kept) >= 4 else []


def _without_specks(polygons: list[Any]) -> list[Any]:
    def extent(polygon: Any) -> float:
        lons, lats = zip(*polygon[0], strict=True)
        return float(max(max(lons) - min(lons), max(lats) - min(lats)))

    return [p for p in polygons if extent(p) >= _SPECK] or polygons
