"""The sample's files in our own template layout, the same bytes every time."""

from __future__ import annotations

import bz2
import csv
import io
import os
from functools import cache
from pathlib import Path
from typing import Final

from jointproc import settings
from jointproc.sample.flaws import spoilt
from jointproc.sample.orders import Line, lines
from jointproc.sample.places import spelling
from jointproc.sample.wording import dated, rupiah, thousands, united, worded

__all__ = ["COLUMNS", "FILES", "SAMPLE_TITLE", "sample_files", "sample_lines", "write_sample"]

SAMPLE_TITLE: Final = "Data contoh (sintetis)"
FILES: Final = ("jatim_ekatalog.csv.bz2", "jatim_belanja.csv.bz2")
COLUMNS: Final = (
    "daerah", "satuan_kerja", "tahun_anggaran", "tanggal", "uraian_barang", "spesifikasi", "kode_produk",
    "kode_rekening", "katalog", "jumlah", "satuan", "harga_satuan", "ongkos_kirim", "total", "penyedia", "metode",
    "tahap", "jenis_harga", "nomor_sumber",
)  # fmt: skip
_PRICE_KINDS: Final = {"listed": "katalog", "tariff": "katalog", "framework": "payung", "untold": ""}


def write_sample(directory: Path) -> list[Path]:
    """Write the sample's files into ``directory`` (made when missing) and return them.

    Each is written beside its place and then moved there, so that a reader never meets half a file.
    """
    directory.mkdir(parents=True, exist_ok=True)
    written = []
    for name in FILES:
        target = directory / name
        partial = directory / f".{name}.{os.getpid()}"
        partial.write_bytes(bz2.compress(_text(name).encode("utf-8"), 9))
        partial.replace(target)
        written.append(target)
    return written


def sample_files() -> list[Path]:
    """The committed files, those that are there."""
    return [path for name in FILES if (path := settings.SAMPLE / name).is_file()]


@cache
def sample_lines() -> dict[str, tuple[Line, ...]]:
    """What each file holds, line by line and with the planted flaws named: the truth behind the sample."""
    whole = lines()
    parts = ([line for line in whole if line.ware.in_catalogue], [line for line in whole if not line.ware.in_catalogue])
    return {name: tuple(spoilt(part, column)) for column, (name, part) in enumerate(zip(FILES, parts, strict=True))}


def _text(name: str) -> str:
    """One file. The catalogue's is a system export (commas, bare digits), the other typed by people (semicolons)."""
    system = name == FILES[0]
    out = io.StringIO()
    writer = csv.writer(out, delimiter="," if system else ";", lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in sample_lines()[name]:
        row = _from_system(line) if system else _typed(line)
        row.update(line.told)
        writer.writerow([row[column] for column in COLUMNS])
    return out.getvalue()


def _common(line: Line) -> dict[str, str]:
    ware = line.ware
    return {
        "daerah": spelling(line.place, line.office, ware.regime),
        "satuan_kerja": f"{line.office} {line.place.kind.title()} {line.place.name}"
        if line.office == "RSUD"
        else line.office,
        "tahun_anggaran": str(line.day.year),
        "kode_produk": ware.product_code,
        "kode_rekening": ware.trade.account,
        "katalog": ware.trade.catalogue if ware.in_catalogue else "",
        "penyedia": line.seller,
        "metode": line.method,
        "tahap": line.stage,
        "jenis_harga": _PRICE_KINDS.get(ware.regime, "pasar"),
        "nomor_sumber": line.order,
    }


def _from_system(line: Line) -> dict[str, str]:
    ware, day = line.ware, line.day
    return _common(line) | {
        "tanggal": day.isoformat() + (" 09:00:00" if line.office == "RSUD" else ""),
        "uraian_barang": ware.name,
        "spesifikasi": ware.spec,
        "jumlah": f"{line.quantity:f}",
        "satuan": united(ware.unit, line.place.code, line.office),
        "harga_satuan": str(line.price_idr),
        "ongkos_kirim": str(line.shipping_idr),
        "total": str(line.total_idr),
    }


def _typed(line: Line) -> dict[str, str]:
    ware, habit = line.ware, (line.place.code, line.office)
    whole, odd = divmod(abs(line.halves), 2)
    sign = "-" if line.halves < 0 else ""
    return _common(line) | {
        "tanggal": dated(line.day, *habit),
        "uraian_barang": worded(ware.name, *habit),
        "spesifikasi": worded(ware.spec, *habit),
        "jumlah": sign + thousands(whole) + (",5" if odd else ""),
        "satuan": united(ware.unit, *habit),
        "harga_satuan": rupiah(line.price_idr, *habit),
        "ongkos_kirim": rupiah(line.shipping_idr, *habit) if line.shipping_idr else "0",
        "total": rupiah(line.total_idr, *habit),
    }
