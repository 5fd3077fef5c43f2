"""The DuckDB file: one process-wide connection, hardened; a cursor per query; a load is all or nothing."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import duckdb
import pandas as pd
import pyarrow as pa

from jointproc import settings
from jointproc.errors import InputError, OurFault
from jointproc.warehouse.changes import Piece, PlannedChange, Run, StoredChange, plan_change, store_change
from jointproc.warehouse.scope import Scope
from jointproc.warehouse.statements import migrations, parameters, run, statement, statements

__all__ = ["SCHEMA_VERSION", "Warehouse", "close_warehouses", "warehouse"]

SCHEMA_VERSION: Final = 3
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
            connection.execute(statement("table", "60_state"))
            found = connection.execute("SELECT schema_version FROM state").fetchall()
            if not found:
                connection.execute("INSERT INTO state VALUES (?, 0)", [SCHEMA_VERSION])
            elif found[0][0] > SCHEMA_VERSION:
                raise InputError(
                    "Gudang data di {path} dibuat oleh Jointproc yang lebih baru: perbarui aplikasi ini.",
                    path=str(self.path),
                )
            else:
                for name in migrations(found[0][0]):
                    run(connection, "migration", name)
                connection.execute("UPDATE state SET schema_version = ?", [SCHEMA_VERSION])
            for name in statements("table"):
                run(connection, "table", name)
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
        rows = self._connection.cursor().execute(statement("query", "version")).fetchall()
        return int(rows[0][0]) if rows else 0

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
        values = self._values(name, scope, params)
        cursor = self._connection.cursor()
        try:
            for table, frame in (frames or {}).items():
                cursor.register(table, frame)
            sql = statement("query", name)
            return (cursor.execute(sql, values) if values else cursor.execute(sql)).df()
        finally:
            cursor.close()

    def arrow(self, name: str, scope: Scope | None = None, **params: Any) -> pa.Table:
        """The rows of ``sql/query/<name>.sql`` as they lie in Arrow: for millions of rows whose text is not read."""
        cursor = self._connection.cursor()
        try:
            return cursor.sql(statement("query", name), params=self._values(name, scope, params)).to_arrow_table()
        finally:
            cursor.close()

    @staticmethod
    def _values(name: str, scope: Scope | None, params: Mapping[str, Any]) -> dict[str, Any]:
        values = {**(scope or _EVERYTHING).params(), **params}
        return {key: values[key] for key in parameters("query", name)}

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
        pieces: Iterable[Piece],
        issues: pd.DataFrame,
        *,
        leaves: Collection[str] = (),
        same_source: bool = False,
        only_new: bool = False,
        left_out: Sequence[Run] = (),
    ) -> StoredChange:
        """Add one dataset with everything that belongs to it, or nothing at all.

        What had been displaced by the load before can't come back after this; what this load displaces can.

        Args:
            dataset: the columns of table ``dataset`` that the caller knows (not its counts, which are taken here).
            pieces: accepted lines with their goods; taken one after the other, so that a large file needs no room.
            issues: columns of table ``issue``.
            leaves: datasets that leave, whole, in the same transaction.
            same_source: lines of the same source for the same regions, years and stages leave too.
            only_new: lines that stand already are not stored again.
            left_out: lines of the file that are not among ``pieces`` because they were left out when it was loaded.

        Raises:
            InputError: with ``only_new``, every line stands already.
        """
        with self._change() as cursor:
            stored = store_change(
                cursor,
                dataset,
                pieces,
                issues,
                leaves=leaves,
                same_source=same_source,
                only_new=only_new,
                left_out=left_out,
            )
            if only_new and not stored.stored_n:
                raise InputError(
                    "Semua {n} baris berkas {name} sudah ada di gudang data; tidak ada yang diubah.",
                    n=stored.skipped_n,
                    name=str(dataset["file_name"]),
                )
            return stored

    def plan(
        self,
        dataset_id: str,
        pieces: Iterable[Piece],
        *,
        preset: str,
        source_kind: str,
        leaves: Collection[str] = (),
    ) -> PlannedChange:
        """What each way of storing a load would do; nothing is changed."""
        cursor = self._connection.cursor()
        try:
            return plan_change(cursor, dataset_id, pieces, preset=preset, source_kind=source_kind, leaves=leaves)
        finally:
            cursor.close()

    def last_load(self) -> pd.DataFrame:
        """The load that can be undone: one row, or none."""
        return self.query("last_load")

    def undo(self, dataset_id: str) -> None:
        """Take the last load back and put what it displaced where it was.

        Args:
            dataset_id: the load the caller means; another one is never undone.

        Raises:
            InputError: there is nothing to undo, or somebody loaded another file meanwhile.
        """
        with self._change() as cursor:
            rows = cursor.execute("SELECT dataset_id FROM last_load").fetchall()
            if not rows:
                raise InputError("Tidak ada pemuatan yang dapat diurungkan.")
            if rows[0][0] != dataset_id:
                raise InputError(
                    "Pemuatan terakhir kini dataset {dataset}, bukan yang Anda lihat: periksa lagi dahulu.",
                    dataset=rows[0][0],
                )
            self._delete(cursor, dataset_id)
            run(cursor, "change", "restore_displaced")
            # gone from the list of files to remove is what came back
            run(cursor, "change", "purge_displaced")

    def forget(self, dataset_id: str) -> None:
        """Remove a dataset and all its lines, also those that an undo would bring back.

        Raises:
            InputError: the id is unknown.
        """
        if dataset_id not in set(self.datasets()["dataset_id"]):
            raise InputError(
                "Dataset {dataset} tidak ada; jalankan `python -m jointproc datasets` untuk melihat daftarnya.",
                dataset=dataset_id,
            )
        with self._change() as cursor:
            self._delete(cursor, dataset_id)
            run(cursor, "change", "forget_displaced", {"dataset_id": dataset_id})

    def keep_pairs(self, pairs: pd.DataFrame, matched: pd.DataFrame) -> None:
        """Add what the matcher says of pairs of goods (columns of table ``good_pair``), and which goods it has seen."""
        with self._change() as cursor:
            for table, change, frame in (
                ("incoming_pair", "insert_good_pair", pairs),
                ("incoming_matched", "insert_good_matched", matched),
            ):
                if not frame.empty:
                    cursor.register(table, frame)
                    run(cursor, "change", change)
                    cursor.unregister(table)

    def replace_groups(self, groups: pd.DataFrame) -> None:
        """Which goods count as another one from now on (columns of table ``same_good``)."""
        with self._change() as cursor:
            cursor.register("incoming_same", groups)
            run(cursor, "change", "replace_same_good")
            cursor.unregister("incoming_same")

    def forget_pairs(self) -> None:
        """Forget what the matcher said, so that every good is compared anew."""
        with self._change() as cursor:
            run(cursor, "change", "clear_good_pair")

    def end_undo(self, version: int = 0) -> None:
        """What was loaded so far can't be undone any more; the version becomes greater than ``version``."""
        with self._change() as cursor:
            run(cursor, "change", "purge_displaced")
            run(cursor, "change", "raise_version", {"version": version})

    def cleared(self, sha256s: Sequence[str]) -> None:
        """The kept files of these hashes are removed."""
        with self._changing, self._transaction(self._connection):
            run(self._connection, "change", "clear_gone", {"sha256s": list(sha256s)})

    @staticmethod
    def _delete(cursor: duckdb.DuckDBPyConnection, dataset_id: str) -> None:
        for name in ("insert_gone", "delete_purchase_good", "delete_purchase", "delete_issue", "delete_dataset"):
            run(cursor, "change", name, {"dataset_id": dataset_id})
        run(cursor, "change", "delete_orphan_good")

    @contextmanager
    def _change(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._changing:
            cursor = self._connection.cursor()
            try:
                with self._transaction(cursor):
                    yield cursor
                    run(cursor, "change", "bump_version")
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
