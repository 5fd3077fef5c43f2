"""The steps of a change to the warehouse; each runs inside the one transaction of that change."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from jointproc.errors import OurFault
from jointproc.warehouse.statements import run

__all__ = [
    "Leaving",
    "Piece",
    "PlannedChange",
    "Run",
    "StoredChange",
    "displace",
    "plan_change",
    "stage",
    "store_change",
]

# Lines of one member of a file that follow each other: member ("" outside archives), first line, last line.
Run = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the lines of one file.

    Attributes:
        purchases: columns of table ``purchase`` without ``dataset_id``, and ``good_id, how, confidence``.
        goods: columns of table ``good``: every good the lines name.
    """

    purchases: pd.DataFrame | pa.Table
    goods: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Leaving:
    """What a stored dataset would lose, or has lost, to a load that replaces it."""

    dataset_id: str
    name: str
    rows_n: int
    replaced_n: int
    replaced_amount_idr: Decimal
    whole: bool
    region_codes: tuple[str, ...]
    fiscal_years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """Lines of a load, those of them that stand already, and the stored lines that would give way."""

    lines_n: int
    amount_idr: Decimal
    standing_n: int
    standing_amount_idr: Decimal
    leaving: tuple[Leaving, ...]


@dataclass(frozen=True, slots=True)
class StoredChange:
    """What became of a load: lines stored, lines not stored again, and what gave way."""

    stored_n: int
    skipped_n: int
    leaving: tuple[Leaving, ...]


def stage(cursor: duckdb.DuckDBPyConnection, dataset_id: str, pieces: Iterable[Piece]) -> int:
    """Put the lines and goods of a load beside the tables, where only this change sees them; returns the lines."""
    run(cursor, "change", "create_incoming")
    lines_n = 0
    for piece in pieces:
        lines_n += len(piece.purchases)
        cursor.register("piece", piece.purchases)
        run(cursor, "change", "stage_purchase", {"dataset_id": dataset_id})
        cursor.unregister("piece")
        if not piece.goods.empty:
            cursor.register("piece_good", piece.goods)
            run(cursor, "change", "stage_good")
            cursor.unregister("piece_good")
    return lines_n


def plan_change(
    cursor: duckdb.DuckDBPyConnection,
    dataset_id: str,
    pieces: Iterable[Piece],
    *,
    preset: str,
    source_kind: str,
    leaves: Collection[str],
) -> PlannedChange:
    """What each way of storing a load would do; nothing is changed."""
    stage(cursor, dataset_id, pieces)
    run(cursor, "change", "find_standing")
    lines_n, amount, standing_n, standing_amount = _row(run(cursor, "change", "incoming_counts"))
    leaving = _leaving(cursor, leaves, preset, source_kind, same_source=True)
    return PlannedChange(lines_n, Decimal(amount), standing_n, Decimal(standing_amount), leaving)


def store_change(
    cursor: duckdb.DuckDBPyConnection,
    dataset: Mapping[str, Any],
    pieces: Iterable[Piece],
    issues: pd.DataFrame,
    *,
    leaves: Collection[str],
    same_source: bool,
    only_new: bool,
    left_out: Sequence[Run],
) -> StoredChange:
    """Store one file in the way asked for; see ``Warehouse.store``."""
    key = {"dataset_id": dataset["dataset_id"]}
    run(cursor, "change", "purge_displaced")
    lines_n = stage(cursor, dataset["dataset_id"], pieces)
    leaving: tuple[Leaving, ...] = ()
    if leaves or same_source:
        leaving = _leaving(cursor, leaves, dataset["preset"], dataset["source_kind"], same_source=same_source)
        displace(cursor, leaving)
    if only_new:
        run(cursor, "change", "find_standing")
        run(cursor, "change", "drop_standing")
    run(cursor, "change", "insert_dataset", {k: _plain(v) for k, v in dataset.items()})
    run(cursor, "change", "insert_good")
    run(cursor, "change", "insert_incoming")
    if not issues.empty:
        cursor.register("incoming_issue", issues)
        run(cursor, "change", "insert_issue", key)
        cursor.unregister("incoming_issue")
    skipped_n = _recount(cursor, dataset["dataset_id"], left_out)
    run(cursor, "change", "insert_last_load", key)
    sql = "SELECT rows_accepted FROM dataset WHERE dataset_id = $dataset_id"
    stored_n = int(_row(cursor.execute(sql, key))[0])
    if stored_n + skipped_n != lines_n:
        raise OurFault("Baris yang tersimpan tidak sama dengan baris yang dibaca; tidak ada yang diubah. Coba lagi.")
    run(cursor, "change", "create_incoming")
    return StoredChange(stored_n, skipped_n, leaving)


def displace(cursor: duckdb.DuckDBPyConnection, leaving: Sequence[Leaving]) -> None:
    """Move the lines in ``leaving`` aside, and tell the datasets that stay in part."""
    if not leaving:
        return
    run(cursor, "change", "displace")
    for one in leaving:
        if not one.whole:
            sql = "SELECT left_out FROM dataset WHERE dataset_id = $dataset_id"
            before = json.loads(_row(cursor.execute(sql, {"dataset_id": one.dataset_id}))[0])
            run(cursor, "change", "clear_left_line")
            run(cursor, "change", "left_line_of", {"dataset_id": one.dataset_id})
            _recount(cursor, one.dataset_id, before)
    run(cursor, "change", "clear_left_line")
    run(cursor, "change", "delete_orphan_good")


def _recount(cursor: duckdb.DuckDBPyConnection, dataset_id: str, before: Sequence[Any]) -> int:
    """Let a dataset say what of it stands; returns how many lines were left out just now."""
    runs = run(cursor, "change", "left_runs", {"dataset_id": dataset_id}).fetchall()
    left_out = json.dumps(sorted([*map(list, before), *map(list, runs)]))
    run(cursor, "change", "recount_dataset", {"dataset_id": dataset_id, "left_out": left_out})
    return int(_row(cursor.execute("SELECT count(*) FROM left_line"))[0])


def _leaving(
    cursor: duckdb.DuckDBPyConnection, leaves: Collection[str], preset: str, source_kind: str, *, same_source: bool
) -> tuple[Leaving, ...]:
    run(
        cursor,
        "change",
        "find_leaving",
        {"dataset_ids": list(leaves), "same_source": same_source, "preset": preset, "source_kind": source_kind},
    )
    rows = run(cursor, "change", "leaving_by_dataset").fetchall()
    return tuple(
        Leaving(dataset_id, name, rows_n, replaced_n, Decimal(amount), whole, tuple(codes), tuple(years))
        for dataset_id, name, rows_n, replaced_n, amount, whole, codes, years in rows
    )


def _row(cursor: duckdb.DuckDBPyConnection) -> tuple[Any, ...]:
    # read to the end: DuckDB refuses other work on a cursor whose result is half read
    (row,) = cursor.fetchall()
    return tuple(row)


def _plain(value: Any) -> Any:
    return value.isoformat(sep=" ") if isinstance(value, datetime) else value
