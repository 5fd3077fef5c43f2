"""Quantities, prices and totals of a table: read exactly, checked against each other, never silently mended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final, Literal

import numpy as np

from jointproc.intake.issues import Severity
from jointproc.intake.mapping import Mapped
from jointproc.intake.numbers import read_numbers
from jointproc.intake.units import Unit, unit_of
from jointproc.text import Idr, msg

__all__ = ["amounts", "base_quantities", "money", "quantities"]

Texts = list[str | None]
Numeric = Literal["quantity", "unit_price", "shipping", "amount"]

_VOLUME: Final = re.compile(r"^\s*([0-9][0-9.,]*)\s*([^0-9].*)?$")
# What the warehouse can hold, with room for a factor to a base unit.
_MONEY_LIMIT: Final = 10.0**15
_QUANTITY_LIMIT: Final = 10.0**12
_CENT: Final = Decimal("0.01")
_TOLERANCE_IDR: Final = Decimal(1)


def money(table: Mapped, column: Literal["unit_price", "shipping"]) -> Texts:
    """Prices or shipping in rupiah, as decimal text of at most two decimals."""
    unreadable: Severity = "reject" if column == "unit_price" and table.fit.preset.items else "warn"
    return _to_cents(_number(table, column, unreadable))


def quantities(table: Mapped) -> tuple[Texts, list[Unit | None]]:
    """Quantities as decimal text, and their units. A quantity that is not above zero rejects its row."""
    if table.has("volume"):
        return _volumes(table)
    quantity = _number(table, "quantity", "reject" if table.fit.preset.items else "warn")
    known: dict[str | None, Unit | None] = {None: None}
    units = []
    for text in table.texts("unit"):
        if text not in known:
            known[text] = unit_of(str(text))
        units.append(known[text])
    for i in np.flatnonzero(_floats(quantity) <= 0):
        table.issue(
            int(i),
            "quantity",
            quantity[i],
            "quantity_not_positive",
            "reject",
            msg("Jumlah {value} tidak lebih dari nol: perbaiki jumlahnya atau hapus barisnya.", value=quantity[i]),
        )
    return quantity, units


def base_quantities(quantity: Texts, units: Sequence[Unit | None]) -> Texts:
    """Quantities in base units, where the unit has a known content."""
    return [
        None
        if q is None or u is None or u.factor is None
        else q
        if u.factor == 1
        else format((Decimal(q) * u.factor).normalize(), "f")
        for q, u in zip(quantity, units, strict=True)
    ]


def amounts(table: Mapped, quantity: Texts, unit_price: Texts, shipping: Texts) -> Texts:
    """The rupiah of each line. The file's own total counts; quantity × price + shipping only fills an empty one."""
    given = _to_cents(_number(table, "amount", "reject"))
    q, p, total = _floats(quantity), _floats(unit_price), _floats(given)
    s = _floats(shipping)
    worked_out = q * p + np.nan_to_num(s)
    found = _computed(table, given, np.isnan(total), worked_out, (quantity, unit_price, shipping))
    # floats only point out the candidates; the verdict is exact
    for i in np.flatnonzero(np.abs(worked_out - total) > 0.5):
        if int(i) in table.log.rejected:
            continue
        exact = _worked_out(quantity[i], unit_price[i], shipping[i])
        if abs(exact - Decimal(str(given[i]))) > _TOLERANCE_IDR:
            table.issue(
                int(i),
                "amount",
                given[i],
                "amount_mismatch",
                "warn",
                msg(
                    "Jumlah × harga satuan + ongkos kirim = {computed}, sedangkan total di berkas {total}; "
                    "total di berkas yang dipakai.",
                    computed=Idr(exact, compact=False),
                    total=Idr(Decimal(str(given[i])), compact=False),
                ),
            )
    for i in np.flatnonzero(s < 0):
        table.issue(
            int(i),
            "shipping",
            shipping[i],
            "shipping_negative",
            "warn",
            msg("Ongkos kirim negatif: kemungkinan potongan harga; periksa kontraknya."),
        )
    for i in np.flatnonzero(total < 0):
        table.issue(
            int(i),
            "amount",
            given[i],
            "amount_negative",
            "reject",
            msg("Total negatif: baris pembatalan atau koreksi tidak dihitung sebagai belanja."),
        )
    return found


def _computed(table: Mapped, given: Texts, missing: Any, worked_out: Any, parts: tuple[Texts, Texts, Texts]) -> Texts:
    found = list(given)
    told = False
    for i in np.flatnonzero(missing).tolist():
        if i in table.log.rejected:
            continue
        if np.isnan(worked_out[i]):
            table.issue(i, "amount", None, "amount_missing", "reject", msg("Nilai baris kosong: isi totalnya."))
            continue
        exact = _worked_out(*(part[i] for part in parts))
        if not 0 <= exact < _MONEY_LIMIT:
            table.issue(
                i,
                "amount",
                str(exact),
                "amount_missing",
                "reject",
                msg("Nilai baris kosong dan hasil hitungnya tidak masuk akal: isi totalnya."),
            )
            continue
        found[i] = format(exact, "f")
        # a file without a total column would say the same of every line
        if table.has("amount") or not told:
            told = True
            table.issue(
                i,
                "amount",
                None,
                "amount_computed",
                "warn",
                msg("Total kosong; dihitung dari jumlah × harga satuan + ongkos kirim."),
            )
    return found


def _worked_out(quantity: str | None, unit_price: str | None, shipping: str | None) -> Decimal:
    exact = Decimal(quantity or "0") * Decimal(unit_price or "0") + Decimal(shipping or "0")
    return exact.quantize(_CENT, ROUND_HALF_UP)


def _number(table: Mapped, canonical: Numeric, unreadable: Severity) -> Texts:
    if not table.has(canonical):
        return [None] * table.n
    cells = table.cells(canonical)
    column = read_numbers(cells)
    for i in column.unreadable:
        table.issue(
            i,
            canonical,
            cells[i],
            "number_unreadable",
            unreadable,
            msg(
                "{value} di kolom {column} bukan angka: tulis angka saja, misalnya 1.500.000.",
                value=str(cells[i])[:80],
                column=table.header(canonical),
            ),
        )
    limit = _QUANTITY_LIMIT if canonical == "quantity" else _MONEY_LIMIT
    for i in np.flatnonzero(np.abs(_floats(column.texts)) >= limit).tolist():
        table.issue(
            i,
            canonical,
            cells[i],
            "number_too_large",
            "reject",
            msg("Angka di kolom {column} terlalu besar untuk satu baris belanja.", column=table.header(canonical)),
        )
        column.texts[i] = None
    if column.convention == "ambiguous":
        first = next(
            (i for i, cell in enumerate(cells) if (isinstance(cell, str) and "." in cell) or "," in str(cell)), 0
        )
        table.issue(
            first,
            canonical,
            cells[first],
            "number_ambiguous",
            "warn",
            msg(
                "Titik atau koma di kolom {column} dibaca sebagai pemisah ribuan; periksa sebelum menyimpan.",
                column=table.header(canonical),
            ),
        )
    return column.texts


def _volumes(table: Mapped) -> tuple[Texts, list[Unit | None]]:
    """Free text such as "420 kotak" or "1 Paket"; what can't be read has no quantity, and that is no fault."""
    numbers: list[Any] = []
    units: list[Unit | None] = []
    for text in table.texts("volume"):
        match = _VOLUME.match(text or "")
        numbers.append(match[1] if match else None)
        units.append(unit_of(match[2]) if match and match[2] else None)
    texts = [t if t is not None and 0 < float(t) < _QUANTITY_LIMIT else None for t in read_numbers(numbers).texts]
    return texts, [u if t is not None else None for t, u in zip(texts, units, strict=True)]


def _floats(texts: Texts) -> np.ndarray[Any, np.dtype[np.float64]]:
    """For checks only, never for sums."""
    return np.array([np.nan if t is None else float(t) for t in texts], dtype=float)


def _to_cents(texts: Texts) -> Texts:
    """At most two decimals, so that sums here and sums in the warehouse are the same."""
    return [
        t if t is None or "." not in t or len(t) - t.index(".") <= 3 else str(Decimal(t).quantize(_CENT, ROUND_HALF_UP))
        for t in texts
    ]
