"""Goods of different wording become one after a load; people overrule; a cache changes nothing."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from jointproc.errors import InputError
from jointproc.pipeline import decide_match, link_goods, load, rebuild, take_back_match, vector_cache
from jointproc.pipeline.linking import regroup
from jointproc.warehouse import Warehouse, close_warehouses, warehouse

HEADER = "daerah;satuan_kerja;tahun_anggaran;tanggal;uraian_barang;spesifikasi;jumlah;satuan;harga_satuan;total;metode"


def spending(folder: Path, name: str, *rows: tuple[str, str, str, str, int]) -> Path:
    """Our own template: region, text, specification, unit, price."""
    lines = [
        f"{region};Dinas;2025;2025-03-0{n + 1};{text};{spec};10;{unit};{price};{price * 10};Tender"
        for n, (region, text, spec, unit, price) in enumerate(rows)
    ]
    path = folder / name
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return path


SURABAYA = ("Kota Surabaya", "Lampu LED", "8 Watt", "Buah", 30000)
SIDOARJO = ("Kabupaten Sidoarjo", "Lampu LED 8 W", "", "Pcs", 31000)
OTHER = ("Kabupaten Sidoarjo", "Lampu LED", "12 Watt", "Pcs", 41000)


def groups(wh: Warehouse) -> dict[str, str]:
    names = wh.query("wordings").set_index("good_id")["name"]
    return {names[r.good_id]: names[r.into_id] for r in wh.query("same_goods").itertuples()}


def test_the_same_lamp_is_one_good_and_another_is_not(wh: Warehouse, tmp_path: Path) -> None:
    load(spending(tmp_path, "a.csv", SURABAYA))
    load(spending(tmp_path, "b.csv", SIDOARJO, OTHER))
    assert groups(wh) == {"Lampu LED 8 W": "Lampu LED, 8 Watt"}
    lines = wh.query("wordings")
    assert lines["matched"].all()
    assert link_goods() == 0


def test_a_person_parts_them_and_it_survives_a_rebuild_and_can_be_taken_back(wh: Warehouse, tmp_path: Path) -> None:
    load(spending(tmp_path, "a.csv", SURABAYA))
    load(spending(tmp_path, "b.csv", SIDOARJO))
    pair = wh.query("good_pairs").iloc[0]
    decide_match(pair["left_id"], pair["right_id"], "different", by="Rina")
    assert groups(warehouse()) == {}
    rebuild()
    assert groups(warehouse()) == {}
    taken = take_back_match("Rina")
    assert taken is not None
    assert taken.said_by == "Rina"
    assert len(groups(warehouse())) == 1
    assert take_back_match("Rina") is None


def test_a_person_joins_what_the_matcher_would_not(wh: Warehouse, tmp_path: Path) -> None:
    load(spending(tmp_path, "a.csv", SURABAYA, OTHER))
    ids = wh.query("wordings")["good_id"].tolist()
    decide_match(ids[0], ids[1], "same", by="Rina")
    assert len(groups(warehouse())) == 1
    assert warehouse().query("same_goods").iloc[0]["how"] == "person"
    with pytest.raises(InputError):
        decide_match(ids[0], ids[1], "mungkin", by="Rina")
    with pytest.raises(InputError):
        decide_match(ids[0], ids[0], "same", by="Rina")


def test_undoing_a_load_takes_its_good_out_and_the_first_keeps_its_id(wh: Warehouse, tmp_path: Path) -> None:
    load(spending(tmp_path, "a.csv", SURABAYA))
    first = set(wh.query("wordings")["good_id"])
    load(spending(tmp_path, "b.csv", SIDOARJO))
    assert set(wh.query("same_goods")["into_id"]) == first
    from jointproc.pipeline import undo_last

    undo_last()
    assert wh.query("same_goods").empty
    assert wh.query("good_pairs").empty


def test_kept_vectors_change_nothing_and_a_damaged_file_is_made_anew(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_cache, "_FEWEST", 1)
    load(spending(tmp_path, "a.csv", SURABAYA, OTHER))
    kept = home / "goods.vectors.npz"
    assert kept.is_file()
    load(spending(tmp_path, "b.csv", SIDOARJO))
    with_cache = warehouse().query("good_pairs")
    kept.write_bytes(b"PK broken")
    warehouse().forget_pairs()
    link_goods()
    pd.testing.assert_frame_equal(warehouse().query("good_pairs"), with_cache)
    close_warehouses()


def test_grouping_another_home_leaves_the_default_one_closed(tmp_path: Path, home: Path) -> None:
    other = warehouse(tmp_path / "other")
    regroup(other)
    assert not (home / "warehouse.duckdb").exists()
