"""The command line on the real e-Katalog file of Kalimantan Barat, as a user types it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jointproc.cli import main
from tests.conftest import KALBAR, shared_file

ROOT = Path(__file__).resolve().parent.parent

# Pairs of neighbours, goods in common, joint spend on them in Rp billion: read independently from the file.
PAIRS = [
    ("61.02", "61.72", "distance", 214, 12.8),
    ("61.71", "61.12", "land", 110, 8.0),
    ("61.01", "61.07", "land", 92, 12.2),
    ("61.05", "61.10", "land", 102, 6.8),
]


def cli(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "jointproc", *words],
        cwd=ROOT,
        env={**os.environ, "JOINTPROC_HOME": str(home), "JOINTPROC_LANG": "id"},
        capture_output=True,
        text=True,
        check=False,
    )


def cli_json(home: Path, *words: str) -> Any:
    done = cli(home, *words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    home = tmp_path_factory.mktemp("cli")
    return home, cli_json(home, "load", str(shared_file(KALBAR)))


def test_load_accounts_for_every_row_and_rupiah(loaded: tuple[Path, dict[str, Any]]) -> None:
    home, result = loaded
    assert result["preset"] == "ekatalog_v5"
    assert result["rows_read"] == 13_547
    assert result["rows_accepted"] + result["rows_rejected"] == 13_547
    assert len(result["regions"]) == 15
    assert result["unresolved_regions"] == []
    assert Decimal(result["amount_idr"]) == sum(Decimal(r["amount_idr"]) for r in result["regions"])
    assert 723 < Decimal(result["amount_idr"]) / 10**9 < 724.5
    assert result["fiscal_years"] == [2022]
    rejected = {i["line_no"] for i in cli_json(home, "issues", result["dataset_id"]) if i["severity"] == "reject"}
    assert len(rejected) == result["rows_rejected"]


@pytest.mark.parametrize(("code", "other", "how", "goods_n", "billion"), PAIRS)
def test_neighbours_share_what_the_file_says(
    loaded: tuple[Path, dict[str, Any]], code: str, other: str, how: str, goods_n: int, billion: float
) -> None:
    result = cli_json(loaded[0], "neighbours", code)
    assert result["region"]["code"] == code
    pair = next(n for n in result["neighbours"] if n["code"] == other)
    assert pair["how"] == how
    assert pair["shared_goods_n"] == goods_n
    assert round(pair["shared_amount_idr"] / 1e9, 1) == billion


def test_opportunities_have_their_keys_and_are_honest_about_listed_prices(loaded: tuple[Path, dict[str, Any]]) -> None:
    found = cli_json(loaded[0], "opportunities", "--region", "61.02")
    assert found
    keys = {
        "opportunity_id",
        "good_id",
        "good",
        "family",
        "members",
        "amount_idr",
        "baseline",
        "regime",
        "channels",
        "saving_idr",
        "saving_share",
        "evidence",
        "why",
    }
    for o in found:
        assert keys <= set(o)
        assert set(o["channels"]) >= {"quantity", "harmonisation", "delivery", "process"}
        for band in (*o["channels"].values(), o["saving_idr"], o["saving_share"]):
            assert band["p10"] <= band["p50"] <= band["p90"]
        assert o["channels"]["quantity"]["p50"] == 0
        assert o["evidence"] in "ABCD"
        assert "61.02" in {m["code"] for m in o["members"]}
        assert len(o["members"]) >= 2
        assert o["why"]


def test_the_same_file_twice_is_refused_with_one_sentence(loaded: tuple[Path, dict[str, Any]]) -> None:
    home, result = loaded
    done = cli(home, "load", str(shared_file(KALBAR)))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert result["dataset_id"] in done.stderr


def test_rebuild_gives_the_same_figures(loaded: tuple[Path, dict[str, Any]]) -> None:
    home, _result = loaded
    before = cli_json(home, "neighbours", "61.02")
    datasets = cli_json(home, "datasets")
    assert len(cli_json(home, "rebuild")["rebuilt"]) == 1
    assert cli_json(home, "neighbours", "61.02") == before
    assert cli_json(home, "datasets") == datasets


def test_simulate_reads_back_the_same_figures(loaded: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    from jointproc.agreements import Scenario

    home, _result = loaded
    first = tmp_path / "a.toml"
    first.write_text(
        'title = "Mempawah dan Singkawang"\nlead = "61.02"\nfamilies = ["obat"]\n'
        '[[members]]\ncode = "61.02"\n[[members]]\ncode = "61.72"\n',
        encoding="utf-8",
    )
    again = tmp_path / "b.toml"
    again.write_text(Scenario.from_toml(first.read_text(encoding="utf-8")).to_toml(), encoding="utf-8")
    a, b = cli_json(home, "simulate", str(first)), cli_json(home, "simulate", str(again))
    assert a["members"] == b["members"]
    assert a["total"] == b["total"]
    assert {m["code"] for m in a["members"]} == {"61.02", "61.72"}
    for m in a["members"]:
        assert set(m["by_rule"]) >= {"spend", "equal", "shapley"}
    for rule in ("spend", "equal", "shapley"):
        assert len({sum(m["by_rule"][r] for m in a["members"]) for r in ("spend", "equal", rule)}) == 1


TOKO_DARING = "data/kalbar_2022/tokodaring_2022.xlsx"


def test_dry_run_then_load_undo_and_load_again(tmp_path: Path) -> None:
    path = str(shared_file(TOKO_DARING))
    dry = cli_json(tmp_path, "load", path, "--dry-run")
    assert dry["dry_run"] is True
    assert set(dry["plan"]["modes"]) == {"append", "replace", "skip"}
    assert cli_json(tmp_path, "datasets") == []
    loaded = cli_json(tmp_path, "load", path)
    assert loaded["rows_accepted"] == dry["rows_accepted"] == dry["plan"]["modes"]["append"]["rows_stored"]
    assert loaded["amount_idr"] == dry["amount_idr"]
    assert loaded["dropped_columns"] == ["nama_pemesan"]
    assert cli_json(tmp_path, "load", path, "--replace")["rows_displaced"] == loaded["rows_accepted"]
    undone = cli_json(tmp_path, "undo")
    assert undone["rows_restored"] == loaded["rows_accepted"]
    assert [d["rows_accepted"] for d in cli_json(tmp_path, "datasets")] == [loaded["rows_accepted"]]
    again = cli(tmp_path, "undo")
    assert (again.returncode, again.stdout) == (2, "")
    found = cli_json(tmp_path, "issues", loaded["dataset_id"])
    assert set(found[0]) == {"line_no", "column_name", "value", "rule", "severity", "message"}


def test_several_files_and_one_that_is_missing(tmp_path: Path) -> None:
    path = str(shared_file("data/ssh/sbu_kota_banjarmasin_2025.json"))
    done = cli(tmp_path, "load", path, "nowhere.csv", "--json")
    assert done.returncode == 2
    assert [r["rows_accepted"] for r in json.loads(done.stdout)] == [803]
    assert "nowhere.csv" in done.stderr


def test_presets_and_spellings_of_regions(tmp_path: Path) -> None:
    known = cli_json(tmp_path, "presets")
    assert {"ekatalog_v5", "toko_daring", "jointproc"} <= {p["name"] for p in known}
    assert all({"name", "version", "title", "title_en", "stage"} <= set(p) for p in known)
    assert cli_json(tmp_path, "regions", "remember", "Pemda Antah", "61.02")["code"] == "61.02"
    assert cli_json(tmp_path, "regions", "remember", "BKN", "-")["code"] == "-"
    assert cli_json(tmp_path, "regions", "list") == [
        {"text": "BKN", "code": "-"},
        {"text": "Pemda Antah", "code": "61.02"},
    ]


@pytest.mark.parametrize(
    ("words", "exit_code"),
    [
        (("load", "nowhere.csv"), 2),
        (("neighbours", "99.99"), 2),
        (("neighbours", "Bogor"), 2),
        (("issues", "d000"), 2),
        (("forget", "d000"), 2),
        (("simulate", "nowhere.toml"), 2),
        (("fly",), 2),
        (("undo",), 2),
        (("load", "nowhere.csv", "--recipe", "nowhere.json"), 2),
        (("load", "nowhere.csv", "--mode", "often"), 2),
        (("regions", "remember", "Antah", "99.99"), 2),
        (("regions", "forget", "Antah"), 2),
        (("neighbours", "61.02", "--within-km", "far"), 2),
    ],
)
def test_a_mistake_is_one_sentence(
    tmp_path: Path,
    words: tuple[str, ...],
    exit_code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("JOINTPROC_HOME", str(tmp_path))
    monkeypatch.setenv("JOINTPROC_LANG", "id")
    try:
        code = main(words)
    except SystemExit as left:  # the parser's own way out
        code = left.code
    told = capsys.readouterr().err
    assert code == exit_code
    assert "Traceback" not in told
    assert told.strip()
    assert told.strip().count("\n") == 0


def test_doctor_and_version(tmp_path: Path) -> None:
    assert cli_json(tmp_path, "doctor")["ok"] is True
    assert cli(tmp_path, "version").stdout.strip()
    assert cli(tmp_path, "datasets").returncode == 0


def test_what_waits_can_be_read_and_decided(tmp_path: Path) -> None:
    path = tmp_path / "bbm.csv"
    path.write_text(
        "daerah,tahun_anggaran,tanggal,uraian_barang,spesifikasi,jumlah,satuan,harga_satuan,total\n"
        "Kabupaten Mempawah,2025,2025-04-04,Kursi lipat anak,,9000,buah,12800,115200000\n"
        "Kota Singkawang,2025,2025-04-05,KURSI LIPAT DEWASA,,8000,buah,10000,80000000\n",
        encoding="utf-8",
    )
    home = tmp_path / "home"
    cli_json(home, "load", str(path))
    (pair,) = cli_json(home, "reviews")
    assert pair["state"] == "waiting"
    assert pair["stake_idr"] == 80_000_000
    left, right = pair["left"]["good_id"], pair["right"]["good_id"]
    assert cli(home, "decide", left, right, "same").returncode == 2
    assert cli(home, "decide", left, "g0", "same", "--by", "Rina").returncode == 2
    said = cli_json(home, "decide", left, right, "variant", "--by", "Rina")
    assert (said["verdict"], said["said_by"]) == ("variant", "Rina")
    assert cli_json(home, "reviews") == []
    assert len(cli_json(home, "reviews", "--state", "decided")) == 1
