"""An unknown table, column by column: what it holds, and our best guess of what it means, for a person to correct."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from jointproc.intake.dates import read_date
from jointproc.intake.numbers import read_number
from jointproc.intake.personal import is_personal
from jointproc.intake.presets import header_key, presets
from jointproc.intake.sheet import Sheet
from jointproc.intake.units import unit_of
from jointproc.regions import resolve
from jointproc.text import Message, Share, msg

__all__ = ["MAPPABLE", "ColumnSurvey", "SheetSurvey", "survey"]

# What a column can mean, the ones without which no row means anything first.
MAPPABLE: Final = (
    "text",
    "amount",
    "region",
    "quantity",
    "unit_price",
    "unit",
    "date",
    "fiscal_year",
    "buyer",
    "vendor",
    "spec",
    "shipping",
    "volume",
    "product",
    "account_code",
    "catalogue",
    "method",
    "source_ref",
    "currency",
)
_SAMPLES: Final = 5
_LOOKED_AT: Final = 100
_HEADER_ROWS: Final = 30
_ALIKE: Final = 0.7
_MANY_LETTERS: Final = 8
# Words that other offices put above a column, besides the headers of the layouts we know.
_SYNONYMS: Final[dict[str, tuple[str, ...]]] = {
    "text": (
        "nama_barang",
        "barang",
        "uraian",
        "item",
        "deskripsi_barang",
        "nama_item",
        "nama_obat",
        "nama_produk",
        "nama_paket",
        "jenis_barang",
        "produk",
    ),
    "amount": (
        "jumlah_harga",
        "jml_harga",
        "jumlah_total",
        "nilai_kontrak",
        "pagu",
        "total_harga",
        "total",
        "nilai",
        "realisasi",
        "subtotal",
        "sub_total",
        "jumlah_rp",
    ),
    "unit_price": (
        "harga",
        "harga_satuan",
        "harga_rp",
        "hrg_satuan",
        "hrg_sat",
        "harga_sat",
        "harsat",
        "harga_barang",
        "unit_price",
        "price",
    ),
    "quantity": ("qty", "jumlah", "kuantitas", "banyaknya", "vol", "jml", "quantity", "jumlah_barang"),
    "unit": ("satuan", "sat", "uom", "unit"),
    "region": (
        "pemda",
        "wilayah",
        "klpd",
        "pemerintah_daerah",
        "kabupaten_kota",
        "kab_kota",
        "instansi",
        "daerah",
        "region",
    ),
    "buyer": ("opd", "skpd", "dinas", "satker", "unit_kerja", "perangkat_daerah"),
    "vendor": ("penyedia", "rekanan", "supplier", "toko", "vendor", "nama_toko", "cv_pt"),
    "date": ("tanggal", "tgl", "tgl_bast", "tanggal_kontrak", "tgl_spk", "date"),
    "fiscal_year": ("tahun", "ta", "tahun_anggaran", "year"),
    "spec": ("spesifikasi", "spek", "merk", "merek", "tipe", "keterangan"),
    "shipping": ("ongkir", "ongkos_kirim", "biaya_kirim"),
    "source_ref": ("no", "nomor", "no_kontrak", "no_spk", "no_faktur", "kode"),
    "account_code": ("kode_rekening", "rekening", "mak"),
    "method": ("metode", "metode_pengadaan", "cara_pembelian"),
}


@dataclass(frozen=True, slots=True)
class ColumnSurvey:
    """One column: its header, up to five different values, what we take it for, and why."""

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


def survey(sheet: Sheet, header_row: int | None = None) -> SheetSurvey:
    """Every column of a sheet.

    Args:
        sheet: the table.
        header_row: position in ``sheet.head``; found when not given.
    """
    row = _header_row(sheet) if header_row is None else header_row
    body = sheet.head[row + 1 : row + 1 + _LOOKED_AT]
    head = sheet.head[row] if sheet.head else []
    columns = [_column(position, head, body) for position in range(max(sheet.width, len(head)))]
    return SheetSurvey(sheet, row, tuple(_once(columns)))


def _header_row(sheet: Sheet) -> int:
    """The row whose cells are most like headers we know; else the first that is widest and all text."""
    known = _names()

    def worth(place: int) -> tuple[int, int, int]:
        cells = [c for c in sheet.head[place] if c not in (None, "")]
        texts = [c for c in cells if isinstance(c, str) and not read_number(c)]
        return sum(header_key(c) in known for c in texts), len(texts) if len(texts) == len(cells) else 0, -place

    return max(range(min(len(sheet.head), _HEADER_ROWS)), key=worth, default=0)


@cache
def _names() -> dict[str, str]:
    """Header key → canonical column: first what people write, then what the known layouts hold."""
    found: dict[str, str] = {}
    for canonical, words in _SYNONYMS.items():
        for word in words:
            found.setdefault(word, canonical)
    for preset in presets():
        for canonical, aliases in preset.columns.items():
            if canonical in MAPPABLE:
                for alias in aliases:
                    found.setdefault(alias, canonical)
    return found


def _column(position: int, head: Sequence[Any], body: Sequence[Sequence[Any]]) -> ColumnSurvey:
    header = str(head[position]).strip() if position < len(head) and head[position] is not None else ""
    cells = [_text(row[position]) for row in body if position < len(row)]
    filled = [c for c in cells if c]
    samples = tuple(dict.fromkeys(filled))[:_SAMPLES]
    personal = is_personal(header, filled[:20])
    if personal:
        why = msg("Data pribadi: kolom ini tidak disimpan.")
        return ColumnSurvey(position, header, ("…",) if samples else (), None, 1.0, why, personal)
    name = _names().get(header_key(header)) if header else None
    looks = _looks(filled)
    if name and (not looks or name in looks or not filled):
        return ColumnSurvey(position, header, samples, name, 0.9, msg("Nama kolomnya dikenal."), None)
    if name:
        why = msg("Nama kolomnya dikenal, tetapi isinya tampak lain: periksa.")
        return ColumnSurvey(position, header, samples, name, 0.5, why, None)
    if looks:
        best, share = max(looks.items(), key=lambda found: found[1])
        why = msg("{share} isinya tampak seperti ini.", share=Share(share, 0))
        return ColumnSurvey(position, header, samples, best, round(0.6 * share, 2), why, None)
    return ColumnSurvey(position, header, samples, None, 0.0, msg("Belum dikenali."), None)


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else " ".join(str(cell).split())


_YEAR: Final = re.compile(r"^20[0-4]\d$")
_ACCOUNT: Final = re.compile(r"^5\.[1-4]\.\d{2}")
_LOOKS: Final[tuple[tuple[tuple[str, ...], Callable[[str], bool]], ...]] = (
    (("fiscal_year",), lambda t: bool(_YEAR.match(t))),
    (("account_code",), lambda t: bool(_ACCOUNT.match(t))),
    (("date",), lambda t: not t.isdigit() and read_date(t) is not None),
    (("unit",), lambda t: len(t) < 15 and not any(c.isdigit() for c in t) and unit_of(t).base is not None),
    (("region",), lambda t: len(t) > 3 and not t.isdigit() and resolve(t).confidence >= 0.85),
    (("amount", "unit_price", "quantity", "shipping"), lambda t: (read_number(t) or "") not in ("", "-")),
    (("text", "spec", "buyer", "vendor"), lambda t: sum(c.isalpha() for c in t) >= _MANY_LETTERS),
)


def _looks(values: Sequence[str]) -> dict[str, float]:
    """What the values look like, with the share of them that do; the most telling kind alone."""
    if not values:
        return {}
    distinct = list(dict.fromkeys(values))[:40]
    for kinds, test in _LOOKS:
        share = sum(test(value) for value in distinct) / len(distinct)
        if share >= _ALIKE:
            return dict.fromkeys(kinds, share)
    return {}


def _once(columns: Sequence[ColumnSurvey]) -> list[ColumnSurvey]:
    """One column for each meaning: the surest keeps it, the others are left to the person."""
    best: dict[str, ColumnSurvey] = {}
    for column in sorted(columns, key=lambda c: (-c.confidence, c.position)):
        if column.guess:
            best.setdefault(column.guess, column)
    free = msg("Kolom lain lebih cocok dengan arti ini.")
    return [
        column
        if column.guess is None or best[column.guess] is column
        else ColumnSurvey(column.position, column.header, column.samples, None, 0.0, free, None)
        for column in columns
    ]
