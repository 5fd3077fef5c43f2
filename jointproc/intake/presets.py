"""Layouts we know, and which of them a file has. A layout is data: one TOML file each in ``presets/``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from jointproc.errors import InputError
from jointproc.intake.sheet import Sheet

__all__ = ["Fit", "Preset", "UnknownLayout", "best_fit", "fit_preset", "header_key", "preset_named", "presets"]

_FOLDER: Final = Path(__file__).parent / "presets"
_HEADER_ROWS: Final = 30
_CONFIDENT: Final = 0.5
_RANKED: Final = 5
_LOOKED_AT: Final = 40
_ENOUGH_ALIKE: Final = 0.8


class UnknownLayout(InputError):
    """No layout fits: a person can say what the columns mean."""


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
        positional: names of the columns of arrays without names, by position; ``looks`` is what some of them hold.
        text_fallback: what a row without a text is called.
        zero_is_empty: columns in which 0 means that there is no figure.
        region_from_file_name: no column names the region; the file's name may.
        same_order: an order with the same region, number and value is the same order sent again.
        join: ``on`` a header, ``with`` another layout, ``take`` columns from it when both lie in one archive.
        refuse: why a file in this layout is not spending, and what to load instead.
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
    positional: tuple[str, ...] = ()
    looks: Mapping[str, str] = field(default_factory=dict)
    text_fallback: str | None = None
    zero_is_empty: frozenset[str] = frozenset()
    region_from_file_name: bool = False
    same_order: bool = False
    join: Mapping[str, Any] | None = None
    refuse: str | None = None


@dataclass(frozen=True, slots=True)
class Fit:
    """How a preset fits a sheet.

    Attributes:
        header_row: position of the header in ``sheet.head`` (of two header rows, the lower one).
        positions: canonical column → the best of its columns in the sheet.
        fallbacks: canonical column → the others that may hold it, used where the best is empty.
        headers: canonical column → header as written in the file.
        confidence: how sure the layout is (0–1).
        ignored: names of other sheets in the same layout, which are not read.
        ranked: the other layouts that fit, best first, with their confidence.
        joined: the sheet that completes this one.
    """

    preset: Preset
    sheet: Sheet
    header_row: int
    positions: dict[str, int]
    fallbacks: dict[str, tuple[int, ...]]
    headers: dict[str, str]
    confidence: float
    ignored: tuple[str, ...] = ()
    ranked: tuple[tuple[str, float], ...] = ()
    joined: Fit | None = None


def header_key(text: Any) -> str:
    """The form in which two spellings of a header are equal: case, signs, brackets and a year don't matter."""
    plain = re.sub(r"\(.*?\)", " ", str("" if text is None else text)).lower()
    return re.sub(r"(?<=[a-z])_(19|20)\d\d$", "", re.sub(r"[^a-z0-9]+", "_", plain).strip("_"))


@cache
def presets() -> tuple[Preset, ...]:
    """Every known layout, by name."""
    return tuple(_preset(path) for path in sorted(_FOLDER.glob("*.toml")))


def _preset(path: Path) -> Preset:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return Preset(
        name=raw["name"],
        version=raw["version"],
        title=raw["title"],
        title_en=raw["title_en"],
        stage=raw["stage"],
        distinctive=tuple(raw["distinctive"]),
        unlike=frozenset(raw.get("unlike", [])),
        required=tuple(raw["required"]),
        columns={key: tuple(values) for key, values in raw["columns"].items()},
        constants=raw.get("constants", {}),
        words=raw.get("words", {}),
        rejects=tuple(Reject(r["column"], frozenset(r["values"]), r["reason"]) for r in raw.get("reject", [])),
        text_template=raw.get("text_template"),
        product_prefix=raw.get("product_prefix", ""),
        not_summed=frozenset(raw.get("not_summed", [])),
        items=raw.get("items", True),
        positional=tuple(raw.get("positional", ())),
        looks=raw.get("looks", {}),
        text_fallback=raw.get("text_fallback"),
        zero_is_empty=frozenset(raw.get("zero_is_empty", ())),
        region_from_file_name=raw.get("region_from_file_name", False),
        same_order=raw.get("same_order", False),
        join=raw.get("join"),
        refuse=raw.get("refuse"),
    )


def preset_named(name: str) -> Preset:
    """One preset. Raises ``InputError`` naming those there are."""
    for preset in presets():
        if preset.name == name:
            return preset
    raise InputError(
        "Preset {name} tidak ada; yang tersedia: {known}.", name=name, known=", ".join(p.name for p in presets())
    )


def best_fit(sheets: Sequence[Sheet], name: str, wanted: str = "auto", own: Preset | None = None) -> Fit:
    """The preset, sheet and header row that fit best.

    Args:
        sheets: the tables of one file.
        name: the file's name, for the sentence.
        wanted: a preset's name, or ``auto``.
        own: a layout that a person made (a recipe); goes before ``wanted``.

    Raises:
        UnknownLayout: nothing fits; the sentence names the columns seen.
        InputError: the file is known, and is not spending; the sentence says what to load instead.
    """
    chosen = own is not None or wanted != "auto"
    candidates = (own,) if own is not None else presets() if wanted == "auto" else (preset_named(wanted),)
    fits = [fit for sheet in sheets for fit in _fits(sheet, candidates, strict=not chosen)]
    fits.sort(key=lambda fit: (-fit.confidence, -len(fit.positions), fit.header_row))
    if fits and (fits[0].confidence >= _CONFIDENT or chosen):
        best = next((fit for fit in fits if _completable(fit, sheets)), fits[0])
        if best.preset.refuse and not chosen:
            raise InputError(best.preset.refuse, name=name)
        return replace(best, ignored=_ignored(best, fits), ranked=_ranked(best, fits), joined=_joined(best, sheets))
    raise UnknownLayout(
        "Tata letak berkas {name} tidak dikenal (kolomnya: {seen}); tunjukkan arti kolomnya di layar pemetaan, "
        "atau pakai templat kami.",
        name=name,
        seen=", ".join(_widest_head(sheets)[:12])[:300] or "–",
    )


def fit_preset(preset: Preset, sheet: Sheet, header_row: int) -> Fit | None:
    """How one preset fits one header row; ``None`` when it has no use for it."""
    return _fit(preset, sheet, header_row, _keys(sheet.head[header_row]), strict=False)


def _ignored(best: Fit, fits: Sequence[Fit]) -> tuple[str, ...]:
    same = {
        f.sheet.name
        for f in fits
        if f.sheet is not best.sheet
        and f.preset is best.preset
        and f.sheet.member == best.sheet.member
        and f.confidence >= _CONFIDENT
    }
    return tuple(sorted(same))


def _ranked(best: Fit, fits: Sequence[Fit]) -> tuple[tuple[str, float], ...]:
    ranked: dict[str, float] = {}
    for fit in fits:
        if fit.preset.name != best.preset.name and not fit.preset.refuse:
            ranked.setdefault(fit.preset.name, fit.confidence)
    return tuple(ranked.items())[:_RANKED]


def _completable(fit: Fit, sheets: Sequence[Sheet]) -> bool:
    """A table that another one in the same archive completes goes before the one that completes it."""
    return len(sheets) > 1 and fit.confidence >= _CONFIDENT and _joined(fit, sheets) is not None


def _joined(best: Fit, sheets: Sequence[Sheet]) -> Fit | None:
    join = best.preset.join
    if not join or "join_key" not in best.positions:
        return None
    other = (preset_named(str(join["with"])),)
    fits = [f for s in sheets if s is not best.sheet for f in _fits(s, other, strict=True)]
    best_other = max(fits, key=lambda f: f.confidence, default=None)
    usable = best_other is not None and best_other.confidence >= _CONFIDENT and "join_key" in best_other.positions
    return best_other if usable else None


def _widest_head(sheets: Sequence[Sheet]) -> list[str]:
    tops = [
        [str(cell) for cell in row if isinstance(cell, str) and cell.strip()]
        for sheet in sheets
        for row in sheet.head[:_HEADER_ROWS]
    ]
    return max(tops, key=len, default=[])


# --------------------------------------------------------------------------- fitting


_Keys = dict[str, int]


def _keys(row: Sequence[Any]) -> _Keys:
    keys: _Keys = {}
    for position, cell in enumerate(row):
        if key := header_key(cell):
            keys.setdefault(key, position)
    return keys


def _two_rows(upper: Sequence[Any], lower: Sequence[Any]) -> _Keys:
    """Keys of a header in two rows, where the upper one may be merged over several columns."""
    keys: _Keys = {}
    over = ""
    for position in range(max(len(upper), len(lower))):
        above = header_key(upper[position]) if position < len(upper) else ""
        below = header_key(lower[position]) if position < len(lower) else ""
        over = above or over
        for key in (below, f"{over}_{below}" if below else above):
            if key:
                keys.setdefault(key, position)
    return keys


def _fits(sheet: Sheet, candidates: Sequence[Preset], *, strict: bool) -> list[Fit]:
    if sheet.facts.get("json") == "datatables":
        return [fit for preset in candidates if (fit := _by_position(preset, sheet)) is not None]
    rows = sheet.head[:_HEADER_ROWS]
    found: list[Fit] = []
    tops = [(i, _keys(row)) for i, row in enumerate(rows)]
    pairs = [(i + 1, _two_rows(a, b)) for i, (a, b) in enumerate(pairwise(rows[:6])) if _is_header(a) and _is_header(b)]
    for header_row, keys in (*tops, *pairs):
        if len(keys) > 1:
            found.extend(
                fit
                for preset in candidates
                if (fit := _fit(preset, sheet, header_row, keys, strict=strict)) is not None
            )
    return found


def _is_header(row: Sequence[Any]) -> bool:
    return sum(isinstance(cell, str) and bool(cell.strip()) for cell in row) >= 2


def _fit(preset: Preset, sheet: Sheet, row: int, keys: _Keys, *, strict: bool) -> Fit | None:
    if strict and not preset.unlike.isdisjoint(keys):
        return None
    known_n = sum(header in keys for header in preset.distinctive)
    if strict and not known_n:
        return None
    positions: dict[str, int] = {}
    fallbacks: dict[str, tuple[int, ...]] = {}
    for canonical, aliases in preset.columns.items():
        found = list(dict.fromkeys(keys[alias] for alias in aliases if alias in keys))
        if found:
            positions[canonical] = found[0]
            fallbacks[canonical] = tuple(found[1:])
    known = known_n / len(preset.distinctive) if preset.distinctive else 1.0
    if preset.refuse:
        return Fit(preset, sheet, row, positions, fallbacks, {}, round(known, 3)) if known == 1 else None
    if not positions or ("amount" not in positions and "unit_price" not in positions):
        return None
    covered = len(positions) / len(preset.columns)
    head = sheet.head[row]
    headers = {
        canonical: str(head[position]).strip() if position < len(head) and head[position] not in (None, "") else ""
        for canonical, position in positions.items()
    }
    return Fit(preset, sheet, row, positions, fallbacks, headers, round(0.7 * known + 0.3 * covered, 3))


def _by_position(preset: Preset, sheet: Sheet) -> Fit | None:
    """Arrays without names: the number of columns and what some of them hold must agree."""
    if len(preset.positional) != sheet.width:
        return None
    body = sheet.head[1 : 1 + _LOOKED_AT]
    places = {name: place for place, name in enumerate(preset.positional) if name}
    for name, pattern in preset.looks.items():
        place = places[name]
        alike = sum(bool(re.search(pattern, str(row[place]))) for row in body if place < len(row))
        if alike < _ENOUGH_ALIKE * max(len(body), 1):
            return None
    positions: dict[str, int] = {}
    fallbacks: dict[str, tuple[int, ...]] = {}
    for canonical, aliases in preset.columns.items():
        found = [places[alias] for alias in aliases if alias in places]
        if found:
            positions[canonical], fallbacks[canonical] = found[0], tuple(found[1:])
    headers = {canonical: preset.positional[position] for canonical, position in positions.items()}
    return Fit(preset, sheet, 0, positions, fallbacks, headers, 0.9)
