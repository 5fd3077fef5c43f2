"""What goes wrong in real files, planted in small known doses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from jointproc.sample.dice import Dice
from jointproc.sample.orders import Line
from jointproc.sample.places import TWINS

__all__ = ["DOSES", "REJECTED", "spoilt"]

# How many lines of each flaw a file gets: (catalogue, other spending).
DOSES: Final[dict[str, tuple[int, int]]] = {
    "tenfold": (8, 10),  # price with one nought too many
    "thousandfold": (1, 4),  # price in thousands read as rupiah, or the other way round
    "repeated": (12, 16),  # the same line twice
    "region": (8, 12),  # the region column names no region
    "bare_name": (6, 10),  # "Malang": kabupaten or kota?
    "words": (4, 10),  # a sentence where a number belongs
    "negative": (3, 6),  # a quantity below zero
}
# Lines with these flaws say too little to be accepted.
REJECTED: Final = frozenset({"region", "bare_name", "words", "negative"})
_NO_REGION: Final = ("UPT Gudang Farmasi", "Unit Layanan Pengadaan", "(lihat lampiran)", "BLUD Puskesmas", "-")
_NO_NUMBER: Final = ("sesuai kontrak", "lihat lampiran", "menyesuaikan", "±")
_CHEAP_IDR: Final = {"tenfold": 60_000_000, "thousandfold": 4_000_000}


def spoilt(lines: list[Line], column: int) -> list[Line]:
    """The lines with the doses of file ``column`` (0: catalogue, 1: other spending) planted.

    Price slips fall on cheap lines only: a slip on a dear one would outweigh the whole dataset, and be noticed.
    """
    spoil: dict[int, Callable[[Line, Dice], list[Line]]] = {}
    for flaw, doses in DOSES.items():
        dice = Dice("flaw", flaw, str(column))
        fit = [i for i, line in enumerate(lines) if i not in spoil and _fits(line, flaw)]
        for i in dice.some(fit, doses[column]):
            spoil[i] = _WAYS[flaw]
    found: list[Line] = []
    for i, line in enumerate(lines):
        found += spoil[i](line, Dice("spoil", line.order, str(i))) if i in spoil else [line]
    return found


def _fits(line: Line, flaw: str) -> bool:
    if flaw == "bare_name":
        return line.place.name in TWINS
    if flaw in _CHEAP_IDR:
        return line.goods_idr < _CHEAP_IDR[flaw] and line.ware.regime in ("spot", "listed") and line.shipping_idr == 0
    return True


def _times(factor: int, flaw: str) -> Callable[[Line, Dice], list[Line]]:
    return lambda line, _: [replace(line, price_idr=line.price_idr * factor, flaw=flaw)]


def _repeated(line: Line, _: Dice) -> list[Line]:
    return [line, replace(line, flaw="repeated")]


def _region(line: Line, dice: Dice) -> list[Line]:
    return [replace(line, flaw="region", told={"daerah": dice.pick(_NO_REGION)})]


def _bare_name(line: Line, _: Dice) -> list[Line]:
    return [replace(line, flaw="bare_name", told={"daerah": line.place.name})]


def _words(line: Line, dice: Dice) -> list[Line]:
    column = dice.pick(("jumlah", "harga_satuan"))
    return [replace(line, flaw="words", told={column: dice.pick(_NO_NUMBER)})]


def _negative(line: Line, _: Dice) -> list[Line]:
    return [replace(line, flaw="negative", halves=-line.halves)]


_WAYS: Final[dict[str, Callable[[Line, Dice], list[Line]]]] = {
    "tenfold": _times(10, "tenfold"),
    "thousandfold": _times(1000, "thousandfold"),
    "repeated": _repeated,
    "region": _region,
    "bare_name": _bare_name,
    "words": _words,
    "negative": _negative,
}
