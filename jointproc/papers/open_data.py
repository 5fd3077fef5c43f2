"""Open data: every table of a simulation as CSV and Parquet, with the scenario and a manifest, in one archive."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from jointproc.papers.identity import Identity, identity_of
from jointproc.papers.listing import MANIFEST, listing
from jointproc.papers.paper import Paper
from jointproc.papers.tables import tables_of
from jointproc.papers.tidy import FORMULA_SIGNS, Cell, Column, DataTable, exact, money

__all__ = ["archive_bytes", "csv_bytes", "parquet_bytes", "zipped"]

SCENARIO: Final = "scenario.toml"
# the oldest time a ZIP can hold: the same content gives the same bytes
_TIME: Final = (1980, 1, 1, 0, 0, 0)
_TYPES: Final = {
    "idr": pa.decimal128(20, 2),
    "price": pa.decimal128(20, 2),
    "number": pa.float64(),
    "share": pa.float64(),
    "count": pa.int64(),
    "date": pa.date32(),
    "flag": pa.bool_(),
    "text": pa.string(),
}


def archive_bytes(paper: Paper) -> bytes:
    """A ZIP of ``tables/*.csv``, ``tables/*.parquet``, ``columns.csv``, the scenario and ``manifest.json``."""
    told = identity_of(paper, "data")
    files: dict[str, bytes] = {SCENARIO: paper.scenario.to_toml().encode(), "columns.csv": _columns(paper)}
    for table in tables_of(paper):
        files[f"tables/{table.name}.csv"] = csv_bytes(table)
        files[f"tables/{table.name}.parquet"] = parquet_bytes(table, told)
    files[MANIFEST] = listing(told, files)
    return zipped(files)


def csv_bytes(table: DataTable) -> bytes:
    """UTF-8 with byte order mark, comma, decimal point; a text never starts a formula."""
    return _csv([[c.name for c in table.columns], *([_plain(v) for v in row] for row in table.rows)])


def parquet_bytes(table: DataTable, told: Identity) -> bytes:
    """The table with its types: rupiah are DECIMAL(20, 2); the identity stands in the file's metadata."""
    arrays = [
        pa.array([_typed(c, row[i]) for row in table.rows], type=_TYPES[c.kind]) for i, c in enumerate(table.columns)
    ]
    fields = [pa.field(c.name, _TYPES[c.kind], metadata={"label": c.label}) for c in table.columns]
    schema = pa.schema(fields, metadata={"jointproc": told.packed(), "title": table.title})
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), out, compression="zstd")
    return out.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    """An archive in the order given, with the same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _TIME)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()


def _columns(paper: Paper) -> bytes:
    rows = [[t.name, c.name, c.kind, c.label, t.title] for t in tables_of(paper) for c in t.columns]
    return _csv([["table", "column", "kind", "label", "title"], *([_plain(v) for v in row] for row in rows)])


def _csv(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return ("\ufeff" + out.getvalue()).encode()


def _plain(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_SIGNS) else value
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _typed(column: Column, value: Cell) -> Cell:
    if value is None:
        return None
    if column.kind in {"idr", "price"}:
        return money(float(value)) if isinstance(value, float) else exact(value)
    if column.kind in {"number", "share"}:
        return float(exact(value))
    if column.kind == "count":
        return int(exact(value))
    return value
