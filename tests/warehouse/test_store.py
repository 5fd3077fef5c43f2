"""The warehouse: hardened, all or nothing, safe under many sessions, honest about money."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pytest

from jointproc.errors import InputError
from jointproc.goods import assign
from jointproc.warehouse import Piece, Scope, Warehouse, close_warehouses, warehouse
from jointproc.warehouse.statements import parameters, statement, statements
from tests.factory import dataset, issues, keep, purchases, with_goods

_MANY = 280_000
ROOT = Path(__file__).resolve().parents[2]


def test_nothing_outside_can_be_read_or_switched_back_on(wh: Warehouse) -> None:
    cursor = wh._connection.cursor()
    for attempt in (
        "SELECT * FROM read_csv('/etc/passwd')",
        "COPY (SELECT 1) TO '/tmp/leak.csv'",
        "ATTACH '/tmp/other.duckdb'",
        "INSTALL spatial",
        "SET enable_external_access = true",
        "SET threads = 1",
    ):
        with pytest.raises(duckdb.Error):
            cursor.execute(attempt)


def test_money_is_decimal_and_sums_do_not_wobble(wh: Warehouse) -> None:
    keep(wh, "sen", *({"amount_idr": "0.10", "source_ref": str(i)} for i in range(1000)))
    total = wh._connection.execute("SELECT sum(amount_idr) FROM purchase").fetchone()
    assert total == (Decimal("100.00"),)
    types = dict(
        wh._connection.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE column_name LIKE '%_idr'"
        ).fetchall()
    )
    assert types
    assert all(kind.startswith("DECIMAL") for kind in types.values()), types


def test_values_are_never_sql(wh: Warehouse) -> None:
    name = "Kab. Cianjur's \"; DROP TABLE purchase; --"
    keep(wh, name, {"text": name, "region_code": "32.03"})
    assert wh.datasets()["name"].tolist() == [name]
    assert wh.query("region_spend")["region_code"].tolist() == ["32.03"]
    assert wh.query("region_spend", Scope(families=(name,))).empty


def test_a_load_that_fails_half_way_changes_nothing(wh: Warehouse) -> None:
    keep(wh, "first", {})
    before = wh.version
    with pytest.raises(duckdb.Error):
        keep(wh, "second", {}, {"amount_idr": "not money"})
    assert wh.datasets()["name"].tolist() == ["first"]
    assert len(wh.query("region_spend")) == 1
    assert wh.version == before


def test_a_large_load_loses_no_line(wh: Warehouse) -> None:
    """More lines than DuckDB keeps together, in several pieces, all in one transaction."""
    found = assign(purchases({}))
    line = pa.Table.from_pandas(with_goods(purchases({}), found).drop(columns=["row_no"]), preserve_index=False)
    pieces = []
    for start in range(0, _MANY, _MANY // 2):
        many = line.take(pa.array([0] * (_MANY // 2)))
        pieces.append(Piece(many.append_column("row_no", pa.array(range(start, start + _MANY // 2))), found.goods))
    wh.store(dataset("large", _MANY), pieces, issues())
    assert wh.query("region_spend")["lines_n"].tolist() == [_MANY]
    assert wh.datasets()["rows_accepted"].tolist() == [_MANY]
    wh.store(dataset("larger", _MANY), pieces, issues(), same_source=True)
    assert wh.datasets()["name"].tolist() == ["larger"]
    wh.undo(dataset("larger", 0)["dataset_id"])
    assert wh.datasets()["name"].tolist() == ["large"]
    assert wh.query("region_spend")["lines_n"].tolist() == [_MANY]


def test_replacing_is_one_step_and_orphan_goods_leave(wh: Warehouse) -> None:
    old = keep(wh, "old", {"text": "Kertas HVS"})
    keep(wh, "new", {"text": "Laptop"}, replaces=old)
    assert wh.datasets()["name"].tolist() == ["new"]
    assert wh.query("goods")["good"].tolist() == ["Laptop, 500 mg"]
    assert wh._connection.execute("SELECT count(*) FROM good").fetchone() == (1,)


def test_forgetting_an_unknown_dataset_is_a_sentence(wh: Warehouse) -> None:
    with pytest.raises(InputError, match="tidak ada"):
        wh.forget("d000")


def test_scope_means_all_when_empty_and_narrows_otherwise(wh: Warehouse) -> None:
    a = keep(wh, "a", {"fiscal_year": 2024}, {"stage": "planned", "amount_idr": "7"})
    keep(wh, "b", {"region_code": "35.15", "fiscal_year": 2025})
    assert set(wh.query("region_spend")["region_code"]) == {"35.78", "35.15"}
    assert wh.query("region_spend", Scope(dataset_ids=(a,)))["amount_idr"].tolist() == [1000.0]
    assert wh.query("region_spend", Scope(fiscal_years=(2025,)))["region_code"].tolist() == ["35.15"]
    assert wh.query("region_spend", Scope(stages=("planned",)))["amount_idr"].tolist() == [7.0]


def test_every_query_runs_on_an_empty_warehouse(wh: Warehouse) -> None:
    pair = pd.DataFrame({"code_a": ["35.15"], "code_b": ["35.78"], "how": ["land"], "distance_km": [0.0]})
    for name in statements("query"):
        values = dict.fromkeys(parameters("query", name), "x") | Scope().params()
        assert wh.query(name, frames={"region_pair": pair}, **values) is not None, name


def test_statements_come_from_a_fixed_list() -> None:
    with pytest.raises(KeyError):
        statement("query", "../table/10_dataset")


def test_twenty_sessions_read_and_write_at_once(wh: Warehouse) -> None:
    errors: list[BaseException] = []

    def session(number: int) -> None:
        try:
            for turn in range(3):
                keep(wh, f"s{number}-{turn}", {"text": f"Barang {number}"}, {"region_code": "35.15"})
                assert len(wh.query("region_spend")) == 2
                assert not wh.datasets().empty
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=session, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors, errors[0]
    assert len(wh.datasets()) == 60


def test_a_second_process_gets_one_sentence(home: Path) -> None:
    warehouse()
    done = subprocess.run(
        [sys.executable, "-m", "jointproc", "datasets"],
        cwd=ROOT,
        env={**os.environ, "JOINTPROC_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.strip().count("\n") == 0
    assert "sedang dipakai proses lain" in done.stderr
    assert "Traceback" not in done.stderr


def test_kill_in_the_middle_of_a_load_leaves_the_old_state(home: Path) -> None:
    keep(warehouse(), "before", {})
    close_warehouses()
    script = textwrap.dedent(
        """
        import os, sys
        from jointproc.warehouse import warehouse, store
        from tests.factory import keep
        wh = warehouse()
        original = store.run
        def dying(cursor, folder, name, params=None):
            if name == "bump_version":          # everything is inserted, nothing committed
                print("ready", flush=True)
                import time; time.sleep(60)
            return original(cursor, folder, name, params)
        store.run = dying
        keep(wh, "half", *({"text": f"x{i}"} for i in range(5000)))
        """
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "JOINTPROC_HOME": str(home), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "ready"
    process.send_signal(signal.SIGKILL)
    process.wait()
    wh = warehouse()
    assert wh.datasets()["name"].tolist() == ["before"]
    assert len(wh.query("goods")) == 1


def test_purchases_factory_matches_the_table(wh: Warehouse) -> None:
    columns = {
        row[0]
        for row in wh._connection.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'purchase'"
        ).fetchall()
    }
    assert set(purchases({}).columns) | {"dataset_id", "family", "row_no"} == columns
