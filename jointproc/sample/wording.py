"""How offices write goods, units, dates and numbers: different to look at, the same once normalised."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final

from jointproc.sample.dice import Dice

__all__ = ["dated", "rupiah", "thousands", "united", "worded"]

_MONTHS: Final = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
# Synonyms of one unit, the plain one twice: kept apart from the reference list so that the bytes never move.
_UNITS: Final[dict[str, tuple[str, ...]]] = {
    "tablet": ("tablet", "tablet", "Tablet", "tab", "TBL"),
    "kaplet": ("kaplet", "kaplet", "Kaplet"),
    "kapsul": ("kapsul", "kapsul", "Kapsul", "kaps"),
    "buah": ("buah", "buah", "Buah", "bh", "Bh", "pcs", "PCS"),
    "unit": ("unit", "unit", "Unit", "UNIT"),
    "botol": ("botol", "botol", "Botol", "btl"),
    "vial": ("vial", "vial", "Vial"),
    "ampul": ("ampul", "ampul", "Ampul", "amp"),
    "tube": ("tube", "tube", "Tube"),
    "kotak": ("kotak", "kotak", "Kotak", "box", "Box"),
    "pak": ("pak", "pak", "Pak", "pack"),
    "rim": ("rim", "rim", "Rim", "RIM"),
    "roll": ("roll", "roll", "Roll", "rol"),
    "kg": ("kg", "kg", "Kg", "KG"),
    "liter": ("liter", "liter", "Liter", "ltr"),
    "lembar": ("lembar", "lembar", "Lembar", "lbr"),
    "batang": ("batang", "batang", "Batang", "btg"),
    "sachet": ("sachet", "sachet", "Sachet", "saset"),
    "tes": ("tes", "tes", "Tes", "test"),
    "jeriken": ("jeriken", "jeriken", "jerigen", "Jeriken"),
    "pasang": ("pasang", "pasang", "Pasang", "psg"),
    "stel": ("stel", "stel", "Stel", "setel"),
    "sak": ("sak", "sak", "Sak", "zak"),
    "drum": ("drum", "drum", "Drum"),
    "m2": ("m2", "m2", "M2", "m²"),
    "m3": ("m3", "m3", "M3"),
    "lisensi": ("lisensi", "lisensi", "Lisensi"),
    "porsi": ("porsi", "porsi", "Porsi"),
    "OB": ("OB", "OB", "orang/bulan", "org/bln"),
    "bulan": ("bulan", "bulan", "Bulan", "bln"),
}
_DATES: Final = ("slash", "slash", "iso", "long", "stamp")
_MEASURE: Final = re.compile(r"(?<=\d) (?=(?:mg|ml|mcg|gsm|cm|kg|W|m)\b)")
_PERCENT: Final = re.compile(r"(?<=\d)%")


@lru_cache(maxsize=100_000)
def worded(text: str, *habit: str) -> str:
    """``text`` in one office's habit; case, punctuation and spacing vary, the words never do."""
    form = Dice("words", text, *habit).below(12)
    if form == 0:
        return text.upper()
    if form == 1:
        return text.lower()
    if form == 2:
        return text.title()
    if form == 3:
        return _MEASURE.sub("", text)
    if form == 4:
        return _PERCENT.sub(" %", text).replace(" ", "  ", 1)
    if form == 5:
        first, _, rest = text.partition(" ")
        return f"{first}, {rest}" if rest and not first[-1].isdigit() else text
    if form == 6:
        return text + "."
    return text


@lru_cache(maxsize=100_000)
def united(unit: str, *habit: str) -> str:
    """One of the unit's synonyms."""
    return Dice("unit", unit, *habit).pick(_UNITS.get(unit, (unit,)))


def dated(day: date, *habit: str) -> str:
    """``12/03/2025``, ``2025-03-12``, ``12 Maret 2025`` or ``2025-03-12 09:00:00``."""
    form = Dice("date", *habit).pick(_DATES)
    if form == "slash":
        return f"{day:%d/%m/%Y}"
    if form == "long":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return day.isoformat() + (" 09:00:00" if form == "stamp" else "")


def thousands(value: int) -> str:
    """``1.485.000``."""
    return f"{value:,}".replace(",", ".")


def rupiah(value: int, *habit: str) -> str:
    """``Rp 1.485.000,00``, ``Rp1.485.000`` or ``1.485.000``, as the office is used to."""
    form = Dice("rupiah", *habit).below(3)
    sign = "-" if value < 0 else ""
    digits = thousands(abs(value))
    return (f"Rp {sign}{digits},00", f"Rp{sign}{digits}", f"{sign}{digits}")[form]
