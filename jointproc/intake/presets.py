"""Layouts we know, and which of them a file has. A layout is data: one TOML file each in ``presets/``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from jointproc.errors import InputError
from jointproc.intake.headers import HEADER_ROWS, Header, header_key, header_rows, last_header_row
from jointproc.intake.inside import inner_columns, with_inside
from jointproc.intake.sheet import Sheet

__all__ = [
    "Fit",
    "Preset",
    "UnknownLayout",
    "best_fit",
    "cancelled",
    "fit_preset",
    "header_key",
    "preset_named",
    "presets",
]

_FOLDER: Final = Path(__file__).parent / "presets"
_CONFIDENT: Final = 0.5
_RANKED: Final = 5
_LOOKED_AT: Final = 40
_ENOUGH_ALIKE: Final = 0.8
# share of its marks that a layout must show when the column of its money is not there
_SURELY: Final = 0.6
# … and that a file which is no spending must show to be refused
_REFUSED: Final = 0.75
_MONEY: Final = ("amount", "unit_price")
# columns that few files of any layout have: to lack them says nothing
_RARE: Final = frozenset({"kbki"})


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
        distinctive: headers that together are met in no other layout (``marks``: with the other names of each).
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
        widest: a sheet with more columns is never this layout.
        inside: header of a column that holds JSON text → keys to read from it, as columns ``header.key``.
        sheet, line: where a person said that the table is.
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
    widest: int | None = None
    inside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    marks: tuple[tuple[str, ...], ...] = ()
    sheet: str | None = None
    line: int | None = None


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
        lacking: headers that this layout is known by and the file lacks.
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
    lacking: tuple[str, ...] = ()

    @property
    def after_line(self) -> int:
        """The last line of the header, with the row that only numbers its columns; the data begin after it."""
        named = self.sheet.kind in ("csv", "sheet")
        row = last_header_row(self.sheet.head, self.header_row) if named else self.header_row
        return self.sheet.lines[row]


@cache
def presets() -> tuple[Preset, ...]:
    """Every known layout, by name."""
    return tuple(_preset(path) for path in sorted(_FOLDER.glob("[!_]*.toml")))


@cache
def _words() -> dict[str, frozenset[str]]:
    """The sets of words that several layouts share."""
    raw = tomllib.loads((_FOLDER / "_words.toml").read_text(encoding="utf-8"))
    found = {}
    for name, one in raw.items():
        pairs = [f"{a} {b}" for what in one["what"] for of in one["of"] for a, b in ((what, of), (of, what))]
        words = [*one["what"], *one["also"], *pairs]
        found[name] = frozenset(w for word in words for w in (word, word.replace(" ", "_")))
    return found


def cancelled() -> Reject:
    """Rows whose status says that nothing came of them."""
    return Reject("status", _words()["batal"], "Tender gagal atau batal.")


def _values(values: Sequence[str]) -> frozenset[str]:
    return frozenset(w for value in values for w in (_words()[value[1:]] if value.startswith("@") else (value,)))


def _preset(path: Path) -> Preset:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    marks = tuple(tuple(mark.split("|")) for mark in raw["distinctive"])
    return Preset(
        name=raw["name"],
        version=raw["version"],
        title=raw["title"],
        title_en=raw["title_en"],
        stage=raw["stage"],
        distinctive=tuple(mark[0] for mark in marks),
        unlike=frozenset(raw.get("unlike", [])),
        required=tuple(raw["required"]),
        columns={key: tuple(values) for key, values in raw["columns"].items()},
        constants=raw.get("constants", {}),
        words=raw.get("words", {}),
        rejects=tuple(Reject(r["column"], _values(r["values"]), r["reason"]) for r in raw.get("reject", [])),
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
        widest=raw.get("widest"),
        inside={key: tuple(values) for key, values in raw.get("inside", {}).items()},
        marks=marks,
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
    fits.sort(key=_rank)
    if fits and (fits[0].confidence >= _CONFIDENT or chosen):
        best = _best(fits, sheets)
        if best.preset.refuse and not chosen:
            raise InputError(best.preset.refuse, name=name)
        return replace(
            best,
            sheet=with_inside(best.sheet, best.header_row, best.preset.inside),
            ignored=_ignored(best, fits),
            ranked=_ranked(best, fits),
            joined=_joined(best, sheets),
        )
    raise UnknownLayout(
        "Tata letak berkas {name} tidak dikenal (kolomnya: {seen}); tunjukkan arti kolomnya di layar pemetaan, "
        "atau pakai templat kami.",
        name=name,
        seen=", ".join(_widest_head(sheets)[:12])[:300] or "–",
    )


def fit_preset(preset: Preset, sheet: Sheet, header_row: int) -> Fit | None:
    """How one preset fits one header row; ``None`` when it has no use for it."""
    fits = [_fit(preset, sheet, h, strict=False) for h in header_rows(sheet.head) if h.row == header_row]
    best = max((fit for fit in fits if fit), key=lambda fit: len(fit.positions), default=None)
    return replace(best, sheet=with_inside(sheet, header_row, preset.inside)) if best else None


def _rank(fit: Fit) -> tuple[Any, ...]:
    """Best first: how sure; then where a person said, how many marks, how much of the row is understood."""
    preset = fit.preset
    said = (preset.sheet in (None, fit.sheet.name)) + (preset.line in (None, fit.sheet.lines[fit.header_row]))
    marks_n = len(preset.marks) - len(fit.lacking)
    return -fit.confidence, -said, -marks_n, -len(fit.positions), fit.header_row


def _best(fits: Sequence[Fit], sheets: Sequence[Sheet]) -> Fit:
    """The first that another table completes; else the first; a list of codes beside the spending never goes first."""
    best = next((fit for fit in fits if _completable(fit, sheets)), fits[0])
    if best.preset.refuse:
        others = (f for f in fits if f.sheet is not best.sheet and not f.preset.refuse and f.confidence >= _CONFIDENT)
        return next((f for f in others if next(g for g in fits if g.sheet is f.sheet) is f), best)
    return best


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
        for row in sheet.head[:HEADER_ROWS]
    ]
    return max(tops, key=len, default=[])


# --------------------------------------------------------------------------- fitting


def _fits(sheet: Sheet, candidates: Sequence[Preset], *, strict: bool) -> list[Fit]:
    if sheet.facts.get("json") == "datatables" or _numbered_from_zero(sheet):
        placed = [fit for preset in candidates if (fit := _by_position(preset, sheet)) is not None]
        # a person may have said what the columns 0, 1, 2, … mean
        said = [] if strict else [preset for preset in candidates if not preset.positional]
        numbers = next(header_rows(sheet.head[:1]), None)
        own = [_fit(preset, sheet, numbers, strict=False) for preset in said] if numbers else []
        return placed + [fit for fit in own if fit is not None]
    most = max((p.line + 1 for p in candidates if p.line is not None), default=HEADER_ROWS)
    headers = list(header_rows(sheet.head, max(most, HEADER_ROWS)))
    found = (_fit(preset, sheet, header, strict=strict) for header in headers for preset in candidates)
    return [fit for fit in found if fit is not None]


def _numbered_from_zero(sheet: Sheet) -> bool:
    """Arrays without names that a program saved as a table: the header is 0, 1, 2, …"""
    header = [str(cell) for cell in sheet.head[0]]
    return len(header) > 1 and header == [str(place) for place in range(len(header))]


def _fit(preset: Preset, sheet: Sheet, header: Header, *, strict: bool) -> Fit | None:
    keys = header.keys
    if strict and not preset.unlike.isdisjoint(keys):
        return None
    lacking = tuple(mark[0] for mark in preset.marks if not any(name in keys for name in mark))
    known = 1 - len(lacking) / len(preset.marks) if preset.marks else 1.0
    if strict and not known:
        return None
    inner = inner_columns(sheet, header.row, preset.inside)
    if inner:
        keys = {**{header_key(one.name): one.position for one in inner}, **keys}
    positions: dict[str, int] = {}
    fallbacks: dict[str, tuple[int, ...]] = {}
    for canonical, aliases in preset.columns.items():
        found = list(dict.fromkeys(keys[alias] for alias in aliases if alias in keys))
        if found:
            positions[canonical] = found[0]
            fallbacks[canonical] = tuple(found[1:])
    if preset.refuse:
        enough = known == 1 or (known >= _REFUSED and len(preset.marks) > 2)
        narrow = preset.widest is None or sum(map(bool, header.labels)) <= preset.widest
        if not (enough and narrow):
            return None
        return Fit(preset, sheet, header.row, positions, fallbacks, {}, round(known, 3), lacking=lacking)
    priced = any(name in positions for name in _MONEY)
    if not positions or not (priced or known >= _SURELY):
        return None
    covered = len(positions.keys() - _RARE) / len(preset.columns.keys() - _RARE)
    confidence = (0.7 * known + 0.3 * covered) * (1 if priced else _ENOUGH_ALIKE)
    names = dict(enumerate(header.labels)) | {one.position: one.name for one in inner}
    headers = {canonical: names.get(position, "") for canonical, position in positions.items()}
    return Fit(preset, sheet, header.row, positions, fallbacks, headers, round(confidence, 3), lacking=lacking)


def _by_position(preset: Preset, sheet: Sheet) -> Fit | None:
    """Arrays without names: what some of them hold must agree; a newer service may have added columns at the end."""
    if not preset.positional or len(preset.positional) > sheet.width:
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
    sure = 0.9 if len(preset.positional) == sheet.width else 0.6
    return Fit(preset, sheet, 0, positions, fallbacks, headers, sure)
