"""Loading, replacing, skipping, undoing, rebuilding: nothing is lost, doubled or silently changed."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import textwrap
import zipfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from jointproc.errors import InputError
from jointproc.goods import OTHER
from jointproc.intake import read, read_bytes, sheets
from jointproc.intake.kept import is_kept, kept_sheets
from jointproc.intake.sheet import Sheet
from jointproc.pipeline import forget, last_load, load, plan_load, rebuild, undo_last
from jointproc.pipeline.pieces import pieces, silent
from jointproc.text import Message
from jointproc.warehouse import Originals, Warehouse, close_warehouses, warehouse
from jointproc.workspace import workspace
from tests.conftest import KALBAR, shared_file

ROOT = Path(__file__).resolve().parent.parent
TABLES = ("dataset", "purchase", "purchase_good", "issue", "good")


@pytest.fixture
def kept_form(monkeypatch: pytest.MonkeyPatch) -> None:
    """The readers know the form in which files without personal data are kept."""

    def knowing(content: bytes | Path, name: str) -> list[Sheet]:
        start = content.open("rb").read(4) if isinstance(content, Path) else content[:4]
        return kept_sheets(content, name) if start == b"PAR1" and is_kept(content) else sheets(content, name)

    monkeypatch.setattr("jointproc.intake.reading.sheets", knowing)
    monkeypatch.setattr("jointproc.pipeline.originals.sheets", knowing)


Row = tuple[str, int, str, str, int]  # region, year, text, number, amount


def spending(folder: Path, name: str, *rows: Row, personal: bool = False) -> Path:
    """An INAPROC list of packages: region, year, text, number, amount."""
    header = ["Nama Instansi", "Nama Satuan Kerja", "Kode Paket", "Kode RUP", "Tahun Anggaran", "Sumber Transaksi"]
    header += ["Sumber Dana", "Nama Penyedia", "Metode Pengadaan", "Jenis Pengadaan", "Nama Paket", "Status Paket"]
    header += ["Total Nilai (Rp)", "Nilai PDN (Rp)"] + (["NIP PPK", "Email PPK"] if personal else [])
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(header)
    for region, year, text, number, amount in rows:
        cells: list[Any] = [
            region,
            "Dinas Kesehatan",
            number,
            "1",
            year,
            "E-Katalog",
            "APBD",
            "CV Maju",
            "E-Purchasing",
        ]
        cells += ["Barang", text, "Selesai", amount, 0]
        table.writerow([*cells, *(["198001012005011001", "a@b.go.id"] if personal else [])])
    path = folder / name
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


SIDOARJO, SURABAYA = "Kabupaten Sidoarjo", "Kota Surabaya"
FIRST: tuple[Row, ...] = (
    (SIDOARJO, 2025, "Kertas HVS", "P1", 1_000_000),
    (SIDOARJO, 2025, "Tinta", "P2", 2_000_000),
    (SURABAYA, 2025, "Laptop", "P3", 3_000_000),
    (SURABAYA, 2024, "Kursi", "P4", 4_000_000),
)
SECOND: tuple[Row, ...] = (
    (SIDOARJO, 2025, "Kertas HVS", "P1", 1_000_000),
    (SIDOARJO, 2025, "Meja", "P9", 9_000_000),
)


def everything(wh: Warehouse, but: Sequence[str] = ()) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in an order of its own."""
    found = {}
    for table in TABLES:
        rows = wh._connection.cursor().table(table).df().drop(columns=list(but), errors="ignore")
        found[table] = sorted(map(tuple, rows.astype(str).to_numpy().tolist()))
    return found


def total(wh: Warehouse) -> Decimal:
    ((amount,),) = wh._connection.execute("SELECT coalesce(sum(amount_idr), 0) FROM purchase").fetchall()
    return Decimal(amount)


# --------------------------------------------------------------------------- modes


def test_the_plan_counts_what_each_mode_then_does(wh: Warehouse, tmp_path: Path) -> None:
    load(spending(tmp_path, "a.csv", *FIRST))
    path = spending(tmp_path, "b.csv", *SECOND)
    reading = read(path)
    before, version = everything(wh), wh.version
    plan = plan_load(reading)
    assert (everything(wh), wh.version) == (before, version)
    assert (plan.new_n, plan.repeated_n, plan.replaced_n) == (2, 1, 2)
    assert plan.suggested == "skip"
    assert plan.modes["append"].amount_idr == 10_000_000
    assert plan.modes["skip"].amount_idr == 9_000_000
    assert plan.modes["replace"].displaced_amount_idr == 3_000_000
    assert [(one.name, one.rows_n, one.replaced_n, one.whole) for one in plan.same_source] == [("a.csv", 4, 2, False)]
    for mode in ("append", "replace", "skip"):
        result = load(path, mode=mode)
        counts = plan.modes[mode]
        assert (result.rows_accepted, result.rows_skipped) == (counts.stored_n, counts.skipped_n)
        assert result.rows_displaced == counts.displaced_n
        assert result.amount_idr == counts.amount_idr
        assert result.rows_read == result.rows_accepted + result.rows_rejected + result.rows_skipped
        undo_last()
        assert everything(wh, ["load_no"]) == {**before, "dataset": everything(wh, ["load_no"])["dataset"]}


def test_append_adds_and_refuses_the_same_file(wh: Warehouse, tmp_path: Path) -> None:
    path = spending(tmp_path, "a.csv", *FIRST)
    load(path)
    with pytest.raises(InputError, match="sudah dimuat"):
        load(path)
    with pytest.raises(InputError, match="sudah dimuat"):
        load(path, mode="skip")
    plan = plan_load(read(path))
    assert plan.same_file is not None
    assert [mode for mode, counts in plan.modes.items() if counts.possible] == ["replace"]


def test_replace_takes_the_place_of_the_same_source_regions_and_years(wh: Warehouse, tmp_path: Path) -> None:
    load(spending(tmp_path, "a.csv", *FIRST))
    result = load(spending(tmp_path, "b.csv", *SECOND), mode="replace")
    assert result.replaced == ["a.csv"]
    assert total(wh) == 10_000_000 + 7_000_000
    first = wh.datasets().set_index("name").loc["a.csv"]
    assert (first["rows_read"], first["rows_accepted"], first["rows_left_out"]) == (4, 2, 2)
    assert first["amount_text"] == "7000000.00"
    assert json.loads(first["left_out"]) == [["", 2, 3]]


def test_skip_stores_only_what_is_new(wh: Warehouse, tmp_path: Path) -> None:
    load(spending(tmp_path, "a.csv", *FIRST))
    result = load(spending(tmp_path, "b.csv", *SECOND), mode="skip")
    assert (result.rows_accepted, result.rows_skipped) == (1, 1)
    assert total(wh) == 19_000_000
    before, version = everything(wh), wh.version
    with pytest.raises(InputError, match="sudah ada"):
        load(spending(tmp_path, "c.csv", *FIRST[:2]), mode="skip")
    assert (everything(wh), wh.version) == (before, version)
    assert not [p for p in (wh.home / "originals").iterdir() if p.name.startswith(".incoming")]
    assert len(list(Originals(wh.home).noted())) == 2


def test_a_dry_run_changes_nothing(wh: Warehouse, tmp_path: Path) -> None:
    path = spending(tmp_path, "a.csv", *FIRST)
    found = load(path, dry_run=True).to_json()
    assert found["dry_run"] is True
    assert found["rows_accepted"] == 4
    assert found["plan"]["modes"]["append"]["rows_stored"] == 4
    assert wh.version == 0
    assert wh.datasets().empty
    assert not (wh.home / "originals").exists()


def test_a_cancelled_load_leaves_nothing_behind(wh: Warehouse, tmp_path: Path) -> None:
    class Cancelled(Exception):
        pass

    def cancel_at(limit: float) -> Callable[[float, Message], None]:
        def tell(share: float, _sentence: Message) -> None:
            if share > limit:
                raise Cancelled

        return tell

    for limit in (0.05, 0.5, 0.85, 0.95):
        with pytest.raises(Cancelled):
            load(spending(tmp_path, "a.csv", *FIRST), progress=cancel_at(limit))
        assert wh.version == 0
        assert wh.datasets().empty
        assert not list(wh.home.glob("originals/*"))


# --------------------------------------------------------------------------- undo


def test_undo_puts_every_table_back_after_a_partial_replacement(wh: Warehouse, tmp_path: Path) -> None:
    load(spending(tmp_path, "a.csv", *FIRST))
    load(spending(tmp_path, "c.csv", (SURABAYA, 2023, "Kertas HVS", "P7", 5)))
    before, version = everything(wh), wh.version
    load(spending(tmp_path, "b.csv", *SECOND), mode="replace")
    assert everything(wh) != before
    last = last_load()
    assert last is not None
    assert (last.name, last.rows_n, last.displaced_rows_n, last.displaced_names) == ("b.csv", 2, 2, ("a.csv",))
    close_warehouses()
    result = undo_last(by="ani")
    assert (result.rows_removed, result.rows_restored, result.restored) == (2, 2, ["a.csv"])
    wh = warehouse()
    assert everything(wh) == before
    assert wh.version > version + 1
    assert last_load() is None
    assert sorted(note.name for _path, note in Originals(wh.home).noted()) == ["a.csv", "c.csv"]
    assert [(e.by, e.what) for e in workspace().audit()] == [("ani", "undo_load")]
    with pytest.raises(InputError, match="diurungkan"):
        undo_last()


@pytest.mark.parametrize("same_file", [True, False])
def test_undo_puts_back_what_was_displaced_whole(wh: Warehouse, tmp_path: Path, same_file: bool) -> None:
    first = spending(tmp_path, "a.csv", *FIRST)
    load(first, name="pertama")
    before = everything(wh)
    second = first if same_file else spending(tmp_path, "b.csv", *FIRST, (SURABAYA, 2025, "Papan", "P8", 8))
    load(second, mode="replace", name="kedua")
    assert wh.datasets()["name"].tolist() == ["kedua"]
    undo_last()
    assert everything(wh) == before
    assert [note.name for _path, note in Originals(wh.home).noted()] == ["pertama"]
    assert len(rebuild()) == 1


def test_only_the_load_that_was_seen_is_undone(wh: Warehouse, tmp_path: Path) -> None:
    first = load(spending(tmp_path, "a.csv", *FIRST))
    load(spending(tmp_path, "b.csv", *SECOND))
    before = everything(wh)
    with pytest.raises(InputError, match="Pemuatan terakhir kini"):
        undo_last(expected=first.dataset_id)
    assert everything(wh) == before


def test_forgetting_reaches_what_an_undo_would_bring_back(wh: Warehouse, tmp_path: Path) -> None:
    first = load(spending(tmp_path, "a.csv", *FIRST))
    load(spending(tmp_path, "b.csv", *SECOND), mode="replace")
    forget(first.dataset_id)
    undo_last()
    assert total(wh) == 0
    assert wh.datasets().empty
    assert not list(wh.home.glob("originals/*"))


def test_forgetting_the_last_load_keeps_what_it_displaced_within_reach(wh: Warehouse, tmp_path: Path) -> None:
    load(spending(tmp_path, "a.csv", *FIRST))
    before = everything(wh)
    second = load(spending(tmp_path, "b.csv", *SECOND), mode="replace")
    forget(second.dataset_id)
    undo_last()
    assert everything(wh) == before


def test_a_good_of_displaced_lines_survives_until_they_come_back(wh: Warehouse, tmp_path: Path) -> None:
    load(spending(tmp_path, "a.csv", *FIRST))
    other = load(spending(tmp_path, "c.csv", (SURABAYA, 2023, "Tinta", "P7", 5)))
    load(spending(tmp_path, "b.csv", *SECOND), mode="replace")
    forget(other.dataset_id)
    undo_last()
    assert wh.query("region_spend")["amount_idr"].sum() == total(wh) == 10_000_000


@pytest.mark.parametrize("step", ["load", "undo"])
def test_killed_in_the_middle_nothing_has_changed_and_undo_still_works(home: Path, tmp_path: Path, step: str) -> None:
    wh = warehouse()
    load(spending(tmp_path, "a.csv", *FIRST))
    start = everything(wh)
    second = spending(tmp_path, "b.csv", *SECOND)
    if step == "undo":
        load(second, mode="replace")
    before = everything(wh)
    close_warehouses()
    script = textwrap.dedent(
        f"""
        import time
        from pathlib import Path
        from jointproc.pipeline import load, undo_last
        from jointproc.warehouse import store
        original = store.run
        def dying(cursor, folder, name, params=None):
            if name == "bump_version":
                print("ready", flush=True)
                time.sleep(60)
            return original(cursor, folder, name, params)
        store.run = dying
        {"undo_last()" if step == "undo" else f"load(Path({str(second)!r}), mode='replace')"}
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
    assert everything(wh) == before
    if step == "undo":
        undo_last()
        assert everything(wh) == start
    else:
        assert len(rebuild()) == 1
        assert total(warehouse()) == 10_000_000


# --------------------------------------------------------------------------- rebuild and provenance


def test_rebuild_gives_the_same_lines_after_replacing_and_skipping(home: Path, tmp_path: Path) -> None:
    load(spending(tmp_path, "a.csv", *FIRST))
    load(spending(tmp_path, "b.csv", *SECOND), mode="replace")
    third = load(spending(tmp_path, "c.csv", *SECOND, (SIDOARJO, 2025, "Rak", "P5", 6)), mode="skip")
    gone = load(spending(tmp_path, "d.csv", (SIDOARJO, 2020, "Rak", "P5", 6)))
    forget(gone.dataset_id)
    before, version = everything(warehouse(), ["load_no", "row_no"]), warehouse().version
    assert len(rebuild()) == 3
    wh = warehouse()
    assert everything(wh, ["load_no", "row_no"]) == before
    assert wh.version > version
    assert last_load() is None
    assert third.rows_skipped == 2
    # the warehouse file lost: notes and originals are enough
    close_warehouses()
    (home / "warehouse.duckdb").unlink()
    assert len(rebuild()) == 3
    assert everything(warehouse(), ["load_no", "row_no"]) == before


def test_region_answers_and_conventions_are_kept_for_a_rebuild(home: Path, tmp_path: Path) -> None:
    path = spending(tmp_path, "a.csv", ("Pemda Antah", 2025, "Kertas", "P1", 7), *FIRST)
    workspace().remember_region("Pemda Antah", "35.15", "ani")
    assert load(path).rows_accepted == 5
    workspace().forget_region("Pemda Antah")
    rebuild()
    assert total(warehouse()) == 10_000_007


def test_each_line_can_be_traced_to_its_file(wh: Warehouse, tmp_path: Path) -> None:
    packed = tmp_path / "tahun.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for name, rows in (("a.csv", FIRST[:2]), ("b.csv", FIRST[2:])):
            archive.write(spending(tmp_path, name, *rows), name)
    result = load(packed, loaded_by="ani")
    assert (result.rows_accepted, total(wh)) == (4, 10_000_000)
    assert wh.query("region_spend")["amount_idr"].sum() == 10_000_000
    found = wh.query("purchase_origin", dataset_id=result.dataset_id, line_no=2)
    assert found["member"].tolist() == ["a.csv", "b.csv"]
    row = found.iloc[0]
    assert (row["preset"], row["loaded_by"], row["mode"]) == (result.preset, "ani", "append")
    assert len(row["sha256"]) == 64
    assert row["preset_version"]


# --------------------------------------------------------------------------- schema


def test_a_warehouse_of_the_first_schema_is_brought_up_to_date(home: Path, tmp_path: Path) -> None:
    result = load(spending(tmp_path, "a.csv", *FIRST))
    before = everything(warehouse(), ["mode", "load_no", "asked"])
    close_warehouses()
    old = duckdb.connect(str(home / "warehouse.duckdb"))
    for view in ("DROP MACRO TABLE line_in_scope", "DROP VIEW line"):
        old.execute(view)
    for column in ("row_no", "member", "price_derived", "pack_content"):
        old.execute(f"ALTER TABLE purchase DROP COLUMN {column}")
    old.execute("ALTER TABLE purchase_good DROP COLUMN row_no")
    for column in ("mode", "load_no", "asked", "rows_left_out", "left_out"):
        old.execute(f"ALTER TABLE dataset DROP COLUMN {column}")
    for table in ("displaced_dataset", "displaced_purchase", "displaced_purchase_good", "displaced_issue"):
        old.execute(f"DROP TABLE {table}")
    old.execute("DROP TABLE displaced_good")
    old.execute("DROP TABLE last_load")
    old.execute("DROP TABLE gone")
    old.execute("UPDATE state SET schema_version = 1")
    old.close()
    wh = warehouse()
    after = everything(wh, ["mode", "load_no", "asked"])
    for table in ("dataset", "issue", "good"):
        assert after[table] == before[table]
    assert wh.query("region_spend")["amount_idr"].sum() == 10_000_000
    load(spending(tmp_path, "b.csv", *SECOND), mode="replace")
    undo_last()
    assert total(wh) == 10_000_000
    assert wh.datasets()["dataset_id"].tolist() == [result.dataset_id]
    assert len(rebuild()) == 1


# --------------------------------------------------------------------------- personal data


@pytest.mark.usefixtures("kept_form")
def test_the_kept_file_holds_no_personal_data_and_reads_the_same(home: Path, tmp_path: Path) -> None:
    path = spending(tmp_path, "a.csv", *FIRST, (SIDOARJO, 2025, "Rak hubungi 081234567890", "P8", 8), personal=True)
    path.write_text(path.read_text(encoding="utf-8") + "x,y,198001012005011001" + "," * 20 + "z\n", encoding="utf-8")
    result = load(path)
    assert set(result.dropped_columns) == {"NIP PPK", "Email PPK"}
    ((kept, note),) = Originals(home).noted()
    assert is_kept(kept)
    assert note.sha256 != kept.name
    content = b"".join(str(t).encode() for t in kept_text(kept))
    for secret in (b"198001012005011001", b"a@b.go.id", b"081234567890"):
        assert secret not in content
    before = everything(warehouse(), ["load_no"])
    assert "198001012005011001" not in str(before)
    rebuild()
    assert everything(warehouse(), ["load_no"]) == before


def kept_text(kept: Path) -> list[str]:
    texts = []
    for sheet in kept_sheets(kept, "x.parquet"):
        texts.append(str(sheet.head))
        texts.append(str(sheet.bad_rows()))
        texts.extend(str(batch.to_pydict()) for batch in sheet.open(range(sheet.width), 0))
    return texts


@pytest.mark.usefixtures("kept_form")
def test_an_operator_may_keep_files_as_they_are(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = spending(tmp_path, "a.csv", *FIRST, personal=True)
    monkeypatch.setenv("JOINTPROC_KEEP_PERSONAL", "1")
    load(path)
    ((kept, _note),) = Originals(home).noted()
    assert kept.read_bytes() == path.read_bytes()
    before = everything(warehouse(), ["load_no"])
    monkeypatch.delenv("JOINTPROC_KEEP_PERSONAL")
    rebuild()
    ((kept, _note),) = Originals(home).noted()
    assert is_kept(kept)
    assert everything(warehouse(), ["load_no"]) == before
    assert len(rebuild()) == 1
    assert everything(warehouse(), ["load_no"]) == before


def test_a_file_without_personal_data_is_kept_to_the_byte(home: Path, tmp_path: Path) -> None:
    path = spending(tmp_path, "a.csv", *FIRST)
    load(path)
    ((kept, _note),) = Originals(home).noted()
    assert kept.read_bytes() == path.read_bytes()


REAL = [
    KALBAR,
    "data/kalbar_2022/tokodaring_2022.xlsx",
    "data/kab_bandung_isb/37_1017_SPSE-NonTenderSelesai.json",
    "data/format_samples/isb_RUP-PaketPenyedia-Terumumkan_D197_2025.json",
]


@pytest.mark.usefixtures("kept_form")
@pytest.mark.parametrize("relative", REAL)
def test_real_files_read_the_same_from_the_kept_form(home: Path, tmp_path: Path, relative: str) -> None:
    from jointproc.intake.kept import keep, to_keep

    path = shared_file(relative)
    reading = read(path)
    found = to_keep(reading._cleaner.fits)
    if found is None:
        pytest.skip("no personal data in this file")
    target = tmp_path / "kept.parquet"
    keep(found, target)
    again = read_bytes(target, path.name, preset=reading.preset)
    assert again.purchases.equals(reading.purchases)
    assert again.issues.equals(reading.issues)
    assert (again.rows_read, again.amount_idr) == (reading.rows_read, reading.amount_idr)


def test_a_kbki_column_of_a_file_decides_where_words_do_not() -> None:
    head = "daerah;tahun_anggaran;uraian_barang;kode_kbki;jumlah;satuan;harga_satuan\n"
    rows = "Kabupaten Sambas;2025;Kebutuhan triwulan II;45.22.0.01.001;2;Unit;9000000\n"
    rows += "Kabupaten Sambas;2025;Kebutuhan triwulan III;;2;Unit;9000000\n"
    reading = read_bytes((head + rows).encode(), "kebutuhan.csv")
    families = [piece.purchases.column("family").to_pylist() for piece in pieces(reading, silent)]
    assert families == [["laptop", OTHER]]
