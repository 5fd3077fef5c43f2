"""Numbers in Indonesian words, as legal texts write them beside the figures: ``Rp2.500,00 (dua ribu lima ratus …)``."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from babel.dates import format_date

from jointproc.errors import InputError
from jointproc.text import format_count

__all__ = ["LARGEST", "counted", "day_in_words", "per_cent", "rupiah", "rupiah_in_words", "terbilang"]

_ONES: Final = (
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas",
)  # fmt: skip
_SCALES: Final = ((10**15, "kuadriliun"), (10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"))
LARGEST: Final = 10**18 - 1


def terbilang(value: int) -> str:
    """``1500`` → ``seribu lima ratus``.

    Raises:
        InputError: more digits than the words reach (18).
    """
    if abs(value) > LARGEST:
        raise InputError("Angka {value} terlalu besar untuk ditulis dengan huruf.", value=str(value))
    if value < 0:
        return f"minus {terbilang(-value)}"
    if value < 1000:
        return _hundreds(value)
    words = []
    for size, name in _SCALES:
        if value >= size:
            words.append(f"{_hundreds(value // size)} {name}")
            value %= size
    if value >= 1000:
        # one thousand is "seribu"; one million and more keep "satu"
        words.append("seribu" if value // 1000 == 1 else f"{_hundreds(value // 1000)} ribu")
        value %= 1000
    if value:
        words.append(_hundreds(value))
    return " ".join(words)


def _hundreds(value: int) -> str:
    """Words of 0 to 999."""
    if value < 12:
        return _ONES[value]
    if value < 20:
        return f"{_ONES[value - 10]} belas"
    if value < 100:
        tens, ones = divmod(value, 10)
        return f"{_ONES[tens]} puluh" + (f" {_ONES[ones]}" if ones else "")
    hundreds, rest = divmod(value, 100)
    head = "seratus" if hundreds == 1 else f"{_ONES[hundreds]} ratus"
    return head + (f" {_hundreds(rest)}" if rest else "")


def rupiah(value: int | Decimal) -> str:
    """Official figures with sen: ``Rp1.234.567,00``."""
    exact = Decimal(value).quantize(Decimal("0.01"))
    whole, sen = divmod(int(abs(exact) * 100), 100)
    return f"{'−' if exact < 0 else ''}Rp{format_count(whole)},{sen:02d}"


def rupiah_in_words(value: int | Decimal) -> str:
    """``Rp15.000.000.000,00 (lima belas miliar rupiah)``."""
    exact = Decimal(value).quantize(Decimal("0.01"))
    whole, sen = divmod(int(abs(exact) * 100), 100)
    words = f"{'minus ' if exact < 0 else ''}{terbilang(whole)} rupiah" + (f" {terbilang(sen)} sen" if sen else "")
    return f"{rupiah(exact)} ({words})"


def counted(value: int) -> str:
    """``5 (lima)``; the unit follows."""
    return f"{format_count(value)} ({terbilang(value)})"


def per_cent(share: float | Decimal, digits: int = 1) -> str:
    """``0.4`` → ``40% (empat puluh persen)``, ``0.125`` → ``12,5% (dua belas koma lima persen)``."""
    exact = round(Decimal(str(share)) * 100, digits)
    whole, _, rest = f"{abs(exact):f}".partition(".")
    rest = rest.rstrip("0")
    words = terbilang(int(whole)) + (f" koma {' '.join(_ONES[int(d)] for d in rest)}" if rest else "")
    sign, minus = ("−", "minus ") if exact < 0 else ("", "")
    return f"{sign}{format_count(int(whole))}{',' + rest if rest else ''}% ({minus}{words} persen)"


def day_in_words(value: date) -> str:
    """``Selasa, tanggal dua puluh empat, bulan November, tahun dua ribu dua puluh enam (24-11-2026)``."""
    name = format_date(value, "EEEE", locale="id_ID")
    month = format_date(value, "MMMM", locale="id_ID")
    return f"{name}, tanggal {terbilang(value.day)}, bulan {month}, tahun {terbilang(value.year)} ({value:%d-%m-%Y})"
