"""Shapes for the map: land context that ships with us, and an optional boundary file that the operator installs."""

from __future__ import annotations

import json
import os
import tempfile
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from jointproc import settings
from jointproc.errors import InputError
from jointproc.regions.catalogue import regions
from jointproc.regions.resolver import resolve

__all__ = ["boundaries", "install_boundaries", "land", "remove_boundaries"]

_LARGEST_BYTES: Final = 60 * 1024 * 1024
_CODE_KEYS: Final = ("code", "kode", "kd_wilayah", "kode_wilayah", "kode_kk", "kdpkab", "kode_kab_kota", "kdkab")
_NAME_KEYS: Final = ("name", "nama", "namobj", "wadmkk", "nama_wilayah", "kabupaten", "kab_kota", "nama_kab_kota")
_DIGITS: Final = 3  # about 100 m: light enough for the browser, fine enough for a province on a projector


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


def install_boundaries(content: bytes, name: str) -> int:
    """Check a boundary file and keep it in JOINTPROC_HOME; returns how many regions it draws.

    Raises:
        InputError: the file can't be used. An installed file stays as it was.
    """
    checked = _check(content, name)
    target = settings.home() / "boundaries.geojson"
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".boundaries-")
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        json.dump(checked, out, separators=(",", ":"))
    os.replace(temporary, target)
    return len(checked["features"])


def remove_boundaries() -> None:
    """Take the installed boundary file away; regions are points again."""
    (settings.home() / "boundaries.geojson").unlink(missing_ok=True)


@lru_cache(maxsize=2)
def _read(path: Path, _changed: int) -> dict[str, Any]:
    if path.stat().st_size > _LARGEST_BYTES:
        raise _too_large(path.name)
    return _check(path.read_bytes(), path.name)


def _too_large(name: str) -> InputError:
    return InputError(
        "Berkas batas wilayah {name} lebih dari {size} MB: sederhanakan dahulu bentuknya.",
        name=name,
        size=_LARGEST_BYTES // 2**20,
    )


def _check(content: bytes, name: str) -> dict[str, Any]:
    if len(content) > _LARGEST_BYTES:
        raise _too_large(name)
    try:
        data = json.loads(content)
    except (ValueError, UnicodeDecodeError, RecursionError) as error:
        raise InputError("Berkas batas wilayah {name} bukan GeoJSON yang dapat dibaca.", name=name) from error
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list):
        raise InputError("Berkas batas wilayah {name} bukan GeoJSON FeatureCollection.", name=name)
    found: dict[str, dict[str, Any]] = {}
    for feature in features:
        code = _code_of(feature)
        rings = _light(feature.get("geometry")) if code and isinstance(feature, dict) else None
        if code and rings:
            found.setdefault(code, _feature(code))["geometry"]["coordinates"].extend(rings)
    if not found:
        raise InputError(
            "Berkas batas wilayah {name} tidak memuat daerah yang dikenal: beri setiap bentuk kolom `code` "
            "(kode Kemendagri) atau `name`.",
            name=name,
        )
    return {"type": "FeatureCollection", "features": [found[code] for code in sorted(found)]}


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
    for key in _NAME_KEYS:
        if values.get(key):
            return resolve(str(values[key])).code
    return None


def _light(geometry: Any) -> list[Any]:
    """The polygons of a geometry with rounded coordinates and without repeated points."""
    if not isinstance(geometry, dict) or geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        return []
    coordinates = geometry.get("coordinates") or []
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    out = []
    try:
        for polygon in polygons:
            rings = []
            for ring in polygon:
                points = [[round(float(p[0]), _DIGITS), round(float(p[1]), _DIGITS)] for p in ring]
                kept = [p for i, p in enumerate(points) if i == 0 or p != points[i - 1]]
                if len(kept) >= 4:
                    rings.append(kept)
            if rings:
                out.append(rings)
    except (TypeError, ValueError, IndexError):
        return []
    return out
