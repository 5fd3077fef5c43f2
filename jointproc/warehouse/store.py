"""The DuckDB file: one process-wide connection, hardened; a cursor per query; a load is all or nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import duckdb
import pandas as pd

from jointproc import settings
from jointproc.errors import InputError, OurFault
from jointproc.warehouse.scope import Scope
from jointproc.warehouse.statements import parameters, statement, statements

__all__ = ["SCHEMA_VERSION", "Warehouse", "close_warehouses", "warehouse"]

SCHEMA_VERSION: Final = 1
_FILE: Final = "warehouse.duckdb"
_EVERYTHING: Final = Scope()


class Warehouse:
    """What can be recomputed from the uploads: datasets, purchases, issues, goods.

    Reading is safe from many threads at once (each call gets its own cursor); changes are taken one at a time.
    """

    def __init__(self, home: Path) -> None:
        """Open (or create) the warehouse in ``home``.

        Raises:
            InputError: another process holds the file, or it was made by a newer Jointproc.
            OurFault: the file can't be opened at all.
        """
        self.home = home
        self.path = home / _FILE
        self._changing = threading.RLock()
        home.mkdir(parents=True, exist_ok=True)
        self.is_new = not self.path.exists()
        try:
            self._connection = duckdb.connect(str(self.path), config={"autoinstall_known_extensions": "false"})
        except duckdb.IOException as error:
            if "lock" in str(error).lower():
                raise InputError(
                    "Gudang data di {path} sedang dipakai proses lain (mungkin aplikasi yang sedang berjalan): "
                    "tutup dahulu, atau pakai JOINTPROC_HOME lain.",
                    path=str(self.path),
                ) from error
            raise OurFault(
                "Gudang data di {path} tidak dapat dibuka; pindahkan berkas itu lalu jalankan "
                "`python -m jointproc rebuild`.",
                path=str(self.path),
            ) from error
        self._prepare()

    def _prepare(self) -> None:
        connection = self._connection
        with self._transaction(connection):
            for name in statements("table"):
                connection.execute(statement("table", name))
            found = connection.execute("SELECT schema_version FROM state").fetchone()
            if found is None:
                connection.execute("INSERT INTO state VALUES (?, 0)", [SCHEMA_VERSION])
            elif found[0] > SCHEMA_VERSION:
                raise InputError(
                    "Gudang data di {path} dibuat oleh Jointproc yang lebih baru: perbarui aplikasi ini.",
                    path=str(self.path),
                )
            for name in statements("view"):
                connection.execute(statement("view", name))
        # From here on nothing in SQL can touch another file or the network, nor switch that back on.
        connection.execute("SET temp_directory = ?", [str(self.home / "spill")])
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")

    # ------------------------------------------------------------------ reading

    @property
    def version(self) -> int:
        """Grows with every change; the cache key of every figure."""
        row = self._connection.cursor().execute(statement("query", "version")).fetchone()
        return int(row[0]) if row else 0

    def query(
        self,
        name: str,
        scope: Scope | None = None,
        frames: Mapping[str, pd.DataFrame] | None = None,
        **params: Any,
    ) -> pd.DataFrame:
        """Run ``sql/query/<name>.sql`` and return its rows.

        Args:
            name: a query file's name.
            scope: fills ``$dataset_ids, $fiscal_years, $families, $stages`` where the query asks for them.
            frames: DataFrames visible to this query alone, by table name.
            params: the query's own ``$parameters``.

        Returns:
            DECIMAL columns as float64 (sums are made in SQL, on DECIMAL, before they get here).
        """
        asked = parameters("query", name)
        values = {**(scope or _EVERYTHING).params(), **params}
        cursor = self._connection.cursor()
        try:
            for table, frame in (frames or {}).items():
                cursor.register(table, frame)
            sql = statement("query", name)
            result = cursor.execute(sql, {key: values[key] for key in asked}) if asked else cursor.execute(sql)
            return result.df()
        finally:
            cursor.close()

    def datasets(self) -> pd.DataFrame:
        """One row per dataset, oldest first."""
        return self.query("datasets")

    def issues(self, dataset_id: str) -> pd.DataFrame:
        """What was wrong or doubtful in one dataset's file, by line."""
        return self.query("issues", dataset_id=dataset_id)

    # ------------------------------------------------------------------ changing

    def store(
        self,
        dataset: Mapping[str, Any],
        *,
        purchases: pd.DataFrame,
        issues: pd.DataFrame,
        goods: pd.DataFrame,
        links: pd.DataFrame,
        replaces: str | None = None,
    ) -> None:
        """Add one dataset with everything that belongs to it, or nothing at all.

        Args:
            dataset: the columns of table ``dataset`` except ``state``.
            purchases: accepted lines, columns of table ``purchase`` plus ``good_id`` (for the storage order).
            issues, goods, links: columns of tables ``issue``, ``good``, ``purchase_good``.
            replaces: a dataset that leaves in the same transaction.
        """
        key = {"dataset_id": dataset["dataset_id"]}
        with self._change() as cursor:
            if replaces is not None:
                self._delete(cursor, replaces)
            cursor.execute(statement("change", "insert_dataset"), {k: _plain(v) for k, v in dataset.items()})
            for table, frame, name, values in (
                ("incoming_good", goods, "insert_good", None),
                ("incoming_purchase", purchases, "insert_purchase", key),
                ("incoming_link", links, "insert_purchase_good", key),
                ("incoming_issue", issues, "insert_issue", key),
            ):
                if frame.empty:
                    continue
                cursor.register(table, frame)
                if values is None:
                    cursor.execute(statement("change", name))
                else:
                    cursor.execute(statement("change", name), values)
                cursor.unregister(table)

    def forget(self, dataset_id: str) -> None:
        """Remove a dataset and all its lines. Raises ``InputError`` for an unknown id."""
        if dataset_id not in set(self.datasets()["dataset_id"]):
            raise InputError(
                "Dataset {dataset} tidak ada; jalankan `python -m jointproc datasets` untuk melihat daftarnya.",
                dataset=dataset_id,
            )
        with self._change() as cursor:
            self._delete(cursor, dataset_id)

    @staticmethod
    def _delete(cursor: duckdb.DuckDBPyConnection, dataset_id: str) -> None:
        for table in ("purchase_good", "purchase", "issue", "dataset"):
            cursor.execute(statement("change", f"delete_{table}"), {"dataset_id": dataset_id})
        cursor.execute(statement("change", "delete_orphan_good"))

    @contextmanager
    def _change(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._changing:
            cursor = self._connection.cursor()
            try:
                with self._transaction(cursor):
                    yield cursor
                    cursor.execute(statement("change", "bump_version"))
            finally:
                cursor.close()

    @staticmethod
    @contextmanager
    def _transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
        connection.begin()
        try:
            yield
        except BaseException:
            connection.rollback()
            raise
        connection.commit()

    def close(self) -> None:
        """Give the file back, so that another process may open it."""
        self._connection.close()


def _plain(value: Any) -> Any:
    return value.isoformat(sep=" ") if isinstance(value, datetime) else value


_open: dict[Path, Warehouse] = {}
_opening = threading.Lock()


def warehouse(home: Path | None = None) -> Warehouse:
    """The process-wide warehouse of ``home`` (default: ``JOINTPROC_HOME``)."""
    where = (home or settings.home()).resolve()
    with _opening:
        if where not in _open:
            _open[where] = Warehouse(where)
        return _open[where]


def close_warehouses() -> None:
    """Close every warehouse this process holds (end of the command line, tests, rebuild)."""
    with _opening:
        while _open:
            _open.popitem()[1].close()
