"""Plain parts of a paper – titles, sentences, tables, charts – that every format draws in its own way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Block", "Bullets", "Chart", "Figure", "Heading", "Para", "Series", "Slide", "Table"]

Shade = Literal["dark", "middle", "light", "hatched"]


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Para:
    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of text; ``numeric`` columns are right-aligned, ``widths`` are parts of the whole, the last row may be
    a total, and ``strong`` is the row to stand out."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()
    widths: tuple[float, ...] = ()
    total: bool = False
    strong: int | None = None

    def __post_init__(self) -> None:
        if any(len(row) != len(self.header) for row in self.rows):
            raise ValueError("a row has other columns than the header")


Block = Heading | Para | Bullets | Table


@dataclass(frozen=True, slots=True)
class Series:
    """One set of bars: exact rupiah, what stands beside each bar, and its shade (told apart without colour)."""

    name: str
    values_idr: tuple[int, ...]
    labels: tuple[str, ...]
    shades: tuple[Shade, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    categories: tuple[str, ...]
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure to be read from afar; ``firm`` is whether the evidence bears it (otherwise it is drawn hollow)."""

    label: str
    value: str
    firm: bool = True


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: its message as title, what shows it, a row of large figures, and the speaker's notes."""

    key: str
    title: str
    points: tuple[str, ...] = ()
    table: Table | None = None
    chart: Chart | None = None
    has_map: bool = False
    figures: tuple[Figure, ...] = ()
    notes: tuple[str, ...] = field(default=())
