"""Layouts we know. A preset is data: one TOML file each in ``presets/``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from jointproc.errors import InputError
from jointproc.intake.tables import Sheet, tidy

__all__ = ["Fit", "Preset", "best_fit", "header_key", "preset_named", "presets"]

_FOLDER: Final = Path(__file__).parent / "presets"
_HEADER_ROWS: Final = 15
_CONFIDENT: Final = 0.5


@dataclass(frozen=True, slots=True)
class Reject:
    """Rows whose ``column`` holds one of ``values`` are left out, with the reason."""

    column: str
    values: frozenset[str]
    reason: str


@dataclass(frozen=True, slots=True)
class Preset:
    """One known layout.

    Attributes:
        distinctive: headers that together are met in no other layout.
        unlike: headers that belong to a relative of this layout; a sheet with one of them is never recognised as this.
        required: canonical columns without which a row means nothing.
        columns: canonical column → headers it may have, best first.
        not_summed: headers whose figures repeat on several rows or count something else; no column may read them.
        items: rows are items with quantity and price (so that quantity × price + shipping must be the total).
    """

    name: str
    version: int
    title: str
    title_en: str
    stage: str
    distinctive: tuple[str, ...]
    unlike: frozenset[str]
    required: tuple[str, ...]
    columns: dict[str, tuple[str, ...]]
    constants: dict[str, str]
    words: dict[str, dict[str, str]]
    rejects: tuple[Reject, ...]
    text_template: str | None
    product_prefix: str
    not_summed: frozenset[str]
    items: bool


@dataclass(frozen=True, slots=True)
class Fit:
    """How a preset fits a sheet.

    Attributes:
        header_row: position of the header in ``sheet.rows``.
        positions: canonical column → the best of its columns in the sheet.
        fallbacks: canonical column → the others that may hold it, used where the best is empty.
        headers: canonical column → header as written in the file.
        confidence: how sure the layout is (0–1).
        ignored: names of other sheets in the same layout, which are not read.
    """

    preset: Preset
    sheet: Sheet
    header_row: int
    positions: dict[str, int]
    fallbacks: dict[str, tuple[int, ...]]
    headers: dict[str, str]
    confidence: float
    ignored: tuple[str, ...] = ()


def header_key(text: Any) -> str:
    """The form in which two spellings of a header are equal."""
    return re.sub(r"[^a-z0-9]+", "_", re.sub(r"\(.*?\)", " ", str(text or "")).lower()).strip("_")


@cache
def presets() -> tuple[Preset, ...]:
    """Every known layout, by name."""
    return tuple(_preset(path) for path in sorted(_FOLDER.glob("*.toml")))


def _preset(path: Path) -> Preset:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return Preset(
        raw["name"],
        raw["version"],
        raw["title"],
        raw["title_en"],
        raw["stage"],
        tuple(raw["distinctive"]),
        frozenset(raw.get("unlike", [])),
        tuple(raw["required"]),
        {key: tuple(values) for key, values in raw["columns"].items()},
        raw.get("constants", {}),
        raw.get("words", {}),
        tuple(Reject(r["column"], frozenset(r["values"]), r["reason"]) for r in raw.get("reject", [])),
        raw.get("text_template"),
        raw.get("product_prefix", ""),
        frozenset(raw.get("not_summed", [])),
        raw.get("items", True),
    )


def preset_named(name: str) -> Preset:
    """One preset. Raises ``InputError`` naming those there are."""
    for preset in presets():
        if preset.name == name:
            return preset
    raise InputError(
        "Preset {name} tidak ada; yang tersedia: {known}.", name=name, known=", ".join(p.name for p in presets())
    )


def best_fit(sheets: Sequence[Sheet], name: str, wanted: str = "auto") -> Fit:
    """The preset, sheet and header row that fit best.

    Args:
        sheets: the tables of one file.
        name: the file's name, for the sentence.
        wanted: a preset's name, or ``auto``.

    Raises:
        InputError: nothing fits; the sentence names the columns seen and the layouts known.
    """
    candidates = presets() if wanted == "auto" else (preset_named(wanted),)
    fits = [
        fit
        for sheet in sheets
        for row in range(min(_HEADER_ROWS, len(sheet.rows)))
        for preset in candidates
        if (fit := _fit(preset, sheet, row, strict=wanted == "auto")) is not None
    ]
    best = max(fits, key=lambda f: f.confidence, default=None)
    if best is not None and (best.confidence >= _CONFIDENT or wanted != "auto"):
        others = {
            f.sheet.name
            for f in fits
            if f.sheet is not best.sheet and f.preset is best.preset and f.confidence >= _CONFIDENT
        }
        return replace(best, ignored=tuple(sorted(others)))
    tops = [
        [str(cell) for cell in row if isinstance(cell, str) and cell.strip()]
        for sheet in sheets
        for row in sheet.rows[:_HEADER_ROWS]
    ]
    seen = max(tops, key=len, default=[])
    raise InputError(
        "Tata letak berkas {name} tidak dikenal (kolomnya: {seen}); pakai templat kami, atau salah satu dari {known}.",
        name=name,
        seen=", ".join(seen[:12])[:300] or "–",
        known=", ".join(p.name for p in presets()),
    )


def _fit(preset: Preset, sheet: Sheet, row: int, *, strict: bool) -> Fit | None:
    keys: dict[str, int] = {}
    for position, cell in enumerate(tidy(sheet.rows[row])):
        keys.setdefault(header_key(cell), position)
    if strict and not preset.unlike.isdisjoint(keys):
        return None
    positions: dict[str, int] = {}
    fallbacks: dict[str, tuple[int, ...]] = {}
    for canonical, aliases in preset.columns.items():
        found = [keys[alias] for alias in aliases if alias in keys]
        if found:
            positions[canonical] = found[0]
            fallbacks[canonical] = tuple(found[1:])
    if not positions or ("amount" not in positions and "unit_price" not in positions):
        return None
    known = sum(header in keys for header in preset.distinctive) / len(preset.distinctive)
    covered = len(positions) / len(preset.columns)
    headers = {canonical: str(sheet.rows[row][position]).strip() for canonical, position in positions.items()}
    return Fit(preset, sheet, row, positions, fallbacks, headers, round(0.7 * known + 0.3 * covered, 3))
