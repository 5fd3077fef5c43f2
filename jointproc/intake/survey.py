"""An unknown table, column by column: what it holds, and our best guess of what it means, for a person to correct."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from jointproc.errors import InputError
from jointproc.intake.guesses import MAPPABLE, is_numbering, looks_of, name_of, product_of
from jointproc.intake.headers import HEADER_ROWS, Header, header_rows, last_header_row
from jointproc.intake.numbers import read_number
from jointproc.intake.personal import is_personal
from jointproc.intake.presets import Fit, best_fit
from jointproc.intake.sheet import Sheet
from jointproc.text import Message, Share, msg

__all__ = ["MAPPABLE", "ColumnSurvey", "SheetSurvey", "survey"]

_SAMPLES: Final = 5
_LOOKED_AT: Final = 100
# in a wider sheet, columns further right are known by their header alone
_WIDEST: Final = 300
_HIDDEN: Final = "…"
# a text that is the same on most rows is a kind of something, not what was bought
_VARIED: Final = 0.3


@dataclass(frozen=True, slots=True)
class ColumnSurvey:
    """One column: its header, up to five different values, what we take it for, and why.

    ``header`` is unlike that of any other column: the second of two is ``Harga (2)``, one without a name ``Kolom 5``.
    ``personal`` is the kind of personal data it holds; its values are then hidden.
    """

    position: int
    header: str
    samples: tuple[str, ...]
    guess: str | None
    confidence: float
    why: Message
    personal: str | None


@dataclass(frozen=True, slots=True)
class SheetSurvey:
    """One sheet and its most likely header (``header_row`` counts in ``sheet.head``)."""

    sheet: Sheet
    header_row: int
    columns: tuple[ColumnSurvey, ...]

    @property
    def header_line(self) -> int:
        """The line of the header as a person sees it."""
        return self.sheet.lines[self.header_row]


@dataclass(frozen=True, slots=True)
class _Guess:
    """One meaning a column may have."""

    position: int
    canonical: str
    confidence: float
    why: Message


def survey(sheet: Sheet, header_row: int | None = None) -> SheetSurvey:
    """Every column of a sheet.

    Args:
        sheet: the table.
        header_row: position in ``sheet.head``; found when not given.
    """
    layout = _layout(sheet)
    if header_row is None and layout is not None:
        header_row = layout.header_row
    header = _header(sheet, header_row)
    first = last_header_row(sheet.head, header.row) + 1 if sheet.kind in ("csv", "sheet") else header.row + 1
    body = sheet.head[first : first + _LOOKED_AT]
    width = max(sheet.width, len(header.labels))
    labels = [*header.labels, *[""] * (width - len(header.labels))]
    cells = [[_text(row[place]) if place < len(row) else "" for row in body] for place in range(width)]
    filled = [[cell for cell in column if cell] for column in cells]
    personal = [is_personal(labels[place], filled[place][:20]) for place in range(width)]
    open_places = [place for place in range(width) if not personal[place]]
    guesses = [
        guess
        for place in open_places
        for guess in _guesses(place, labels[place], filled[place] if place < _WIDEST else [])
    ]
    near = open_places[:_WIDEST]
    guesses += _products({p: cells[p] for p in near if _is_number(labels[p], filled[p])})
    if layout is not None and layout.header_row == header.row:
        guesses += _known(layout)
    given = _given(guesses)
    wanted = {guess.position for guess in guesses}
    columns = []
    for place in range(width):
        samples = tuple(dict.fromkeys(filled[place]))[:_SAMPLES]
        if kind := personal[place]:
            why = msg("Data pribadi: kolom ini tidak disimpan.")
            columns.append(ColumnSurvey(place, labels[place], (_HIDDEN,) if samples else (), None, 1.0, why, kind))
        elif place in given:
            one = given[place]
            columns.append(
                ColumnSurvey(place, labels[place], samples, one.canonical, round(one.confidence, 2), one.why, None)
            )
        else:
            free = msg("Kolom lain lebih cocok dengan arti ini.") if place in wanted else msg("Belum dikenali.")
            columns.append(ColumnSurvey(place, labels[place], samples, None, 0.0, free, None))
    return SheetSurvey(sheet, header.row, tuple(columns))


def _layout(sheet: Sheet) -> Fit | None:
    try:
        return best_fit([sheet], "")
    except InputError:
        return None


def _header(sheet: Sheet, row: int | None) -> Header:
    """The row whose cells are most like headers we know; else the first that is widest and all text."""

    def worth(header: Header) -> tuple[int, int, int]:
        said = [label for label in header.labels if label and not label.startswith("Kolom ")]
        texts_n = sum(not read_number(label) for label in said)
        known_n = len({name[0] for label in said if (name := name_of(label))})
        return known_n, texts_n if texts_n == len(said) else 0, -header.row

    found = [
        header for header in header_rows(sheet.head, max(HEADER_ROWS, (row or 0) + 1)) if row in (None, header.row)
    ]
    if found:
        return max(found, key=worth)
    place = min(row or 0, len(sheet.head) - 1)
    cells = sheet.head[place] if sheet.head else []
    return Header(max(place, 0), tuple("" if cell is None else str(cell) for cell in cells), {})


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else " ".join(str(cell).split())


def _is_number(label: str, values: Sequence[str]) -> bool:
    return bool(values) and not is_numbering(label) and "amount" in looks_of(values)


# --------------------------------------------------------------------------- guesses


def _guesses(place: int, label: str, values: Sequence[str]) -> list[_Guess]:
    name, rank = name_of(label) or (None, 0)
    looks = looks_of(values)
    if name and (not looks or name in looks):
        return [_Guess(place, name, 0.9 - rank / 1000, msg("Nama kolomnya dikenal."))]
    found = []
    if name:
        why = msg("Nama kolomnya dikenal, tetapi isinya tampak lain: periksa.")
        found.append(_Guess(place, name, 0.5 - rank / 1000, why))
    kind, share = next(iter(looks.items()), ("", 0.0))
    few = len(set(values)) < max(2, _VARIED * len(values))
    useless = (kind == "text" and few) or (kind in ("amount", "quantity") and is_numbering(label))
    if kind and not useless:
        why = msg("{share} isinya tampak seperti ini.", share=Share(share, 0))
        # of several free texts the longest is the one that says what was bought
        longer = min(sum(map(len, values)) / len(values), 200) / 1000 if kind == "text" else 0.2
        found.append(_Guess(place, kind, (0.4 + longer) * share * (0.5 if name else 1), why))
    return found


def _products(columns: dict[int, list[str]]) -> list[_Guess]:
    meanings, share = product_of(columns)
    why = msg("Pada {share} barisnya, jumlah × harga satuan = nilai.", share=Share(share, 0))
    return [_Guess(place, canonical, round(0.97 * share, 2), why) for canonical, place in meanings.items()]


def _known(layout: Fit) -> list[_Guess]:
    why = msg("Arti kolom ini dikenal dari tata letak berkasnya.")
    places = layout.positions.items()
    return [_Guess(place, name, layout.confidence, why) for name, place in places if name in MAPPABLE]


def _given(guesses: Sequence[_Guess]) -> dict[int, _Guess]:
    """One column for each meaning and one meaning for each column, the surest first."""
    by_place: dict[int, _Guess] = {}
    taken: set[str] = set()
    for guess in sorted(guesses, key=lambda g: (-g.confidence, g.position)):
        if guess.position not in by_place and guess.canonical not in taken and guess.confidence > 0:
            by_place[guess.position] = guess
            taken.add(guess.canonical)
    return by_place
