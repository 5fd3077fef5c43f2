"""Open data and manifests: figures of the simulation, the same bytes every time, and any changed byte is seen."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import jointproc.papers
from jointproc.agreements import Scenario, simulate_market
from jointproc.cli import main
from jointproc.errors import InputError
from jointproc.papers import (
    MANIFEST,
    PAPERS,
    Paper,
    PaperKind,
    archive_bytes,
    bundle,
    identity_in,
    identity_of,
    release_package,
    tables_of,
    verify,
    workbook_bytes,
)
from jointproc.papers.paper import needs_of
from jointproc.savings import assumptions, read_market, region_names
from jointproc.text import msg
from tests.papers.conftest import CASES, MADE_ON, Maker
from tests.savings.conftest import spot_lines

FORTY = tuple(f"35.{i:02d}" for i in range(1, 30)) + tuple(f"33.{i:02d}" for i in range(1, 12))


@pytest.fixture(scope="module")
def paper(make: Maker) -> Paper:
    return make(**CASES["two"])


@pytest.fixture(scope="module")
def made(paper: Paper) -> dict[str, bytes]:
    return dict(bundle(paper).files)


@pytest.fixture
def folder(tmp_path: Path, made: dict[str, bytes]) -> Path:
    where = tmp_path / "naskah"
    where.mkdir()
    for name, content in made.items():
        (where / name).write_bytes(content)
    return where


def _entries(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def _csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_csv_and_parquet_say_what_the_simulation_says(paper: Paper, made: dict[str, bytes]) -> None:
    files = _entries(made["data.zip"])
    told = paper.simulation.to_json()
    members = {r["code"]: r for r in _csv(files["tables/members.csv"])}
    for m in told["members"]:
        row = members[m["code"]]
        assert [int(row[f"{p}_idr"]) for p in ("p10", "p50", "p90")] == list(m["saving_idr"].values())
        assert int(row["alone_idr"]) == m["alone_idr"]
    assert Scenario.from_toml(files["scenario.toml"].decode()) == paper.scenario
    named = {(r["table"], r["column"]) for r in _csv(files["columns.csv"])}
    for table in tables_of(paper):
        rows = _csv(files[f"tables/{table.name}.csv"])
        kept = pq.read_table(io.BytesIO(files[f"tables/{table.name}.parquet"]))
        assert len(rows) == kept.num_rows == len(table.rows)
        assert kept.column_names == [c.name for c in table.columns]
        assert {(table.name, c) for c in kept.column_names} <= named
        for column in table.columns:
            if column.kind == "idr":
                exact = [None if v is None else Decimal(str(v)) for v in table.values(column.name)]
                assert kept.column(column.name).to_pylist() == exact
                assert [Decimal(r[column.name]) if r[column.name] else None for r in rows] == exact


def test_names_carry_their_unit(paper: Paper) -> None:
    for table in tables_of(paper):
        for column in table.columns:
            assert column.name.endswith("_idr") == (column.kind in {"idr", "price"}), column.name
            assert column.name.endswith("_share") == (column.kind == "share"), column.name


def test_the_same_paper_gives_the_same_bytes(paper: Paper, made: dict[str, bytes]) -> None:
    assert archive_bytes(paper) == made["data.zip"]
    told = json.loads(_entries(made["data.zip"])[MANIFEST])
    for one in told["files"]:
        assert hashlib.sha256(_entries(made["data.zip"])[one["name"]]).hexdigest() == one["sha256"]


@pytest.mark.parametrize("text", ["=1+1", "+62", "-5", "@x", "\tx", "\rx"])
def test_texts_in_csv_never_start_a_formula(paper: Paper, text: str) -> None:
    from jointproc.papers.open_data import csv_bytes

    odd = replace(paper, needs=(replace(paper.needs[0], good=text),))
    goods = next(t for t in tables_of(odd) if t.name == "goods")
    content = csv_bytes(goods).decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(content, newline=""))) == [c.name for c in goods.columns]
    assert list(csv.reader(io.StringIO(content, newline="")))[1][goods.place("good")] == f"'{text}"


def test_everything_made_belongs_together(folder: Path) -> None:
    found = verify(sorted(folder.iterdir()))
    assert {v.name for v in found} == {p.name for p in folder.iterdir()}
    assert all(v.ok and (v.belongs or v.intact) for v in found)
    alone = verify([folder / MANIFEST])
    assert all(v.ok for v in alone)
    assert sum(v.intact is True for v in alone) == len(list(folder.iterdir())) - 1
    for name in ("workbook.xlsx", "ocds.json", "data.zip", "deck.pptx"):
        assert identity_in(folder / name).kind == Path(name).stem  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["workbook.xlsx", "ocds.json", "data.zip", "scenario.toml", "pks.docx"])
def test_a_changed_byte_is_seen(folder: Path, name: str) -> None:
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(bytes(content))
    for given in ([folder / MANIFEST], [folder / MANIFEST, folder / name]):
        if name == "scenario.toml" and len(given) == 2:
            continue  # it may be no TOML any more; that has a sentence of its own
        wrong = [v for v in verify(given) if not v.ok]
        assert [v.name for v in wrong] == [name]
        assert wrong[0].intact is False
        assert "berubah sesudah dibuat" in str(wrong[0].sentence)


def test_an_archive_tells_by_itself_what_changed_in_it(folder: Path, tmp_path: Path) -> None:
    entries = _entries((folder / "data.zip").read_bytes())
    entries["tables/members.csv"] += b"x"
    entries["tables/more.csv"] = b"y"
    del entries["tables/law.csv"]
    other = tmp_path / "data.zip"
    with zipfile.ZipFile(other, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    (found,) = verify([other])
    assert found.intact is False
    assert all(n in str(found.sentence) for n in ("tables/law.csv", "tables/members.csv", "tables/more.csv"))
    assert verify([folder / "data.zip"])[0].intact is True


def test_papers_of_other_figures_or_scenarios_do_not_belong(folder: Path, paper: Paper, tmp_path: Path) -> None:
    moved = replace(paper, simulation=replace(paper.simulation, without_agreement_idr=1))
    later = tmp_path / "lain.xlsx"
    later.write_bytes(workbook_bytes(moved))
    assert [v.belongs for v in verify([folder / "deck.pptx", later])] == [True, False]
    renamed = replace(paper, scenario=paper.scenario.model_copy(update={"version": 2}))
    package = tmp_path / "v2.json"
    package.write_text(json.dumps(release_package(renamed)), encoding="utf-8")
    assert [v.belongs for v in verify([folder / "deck.pptx", package])] == [True, False]
    assert [v.belongs for v in verify([package])] == [None]
    assert verify([folder / "scenario.toml", package])[0].belongs is False
    (folder / "deck.pptx").unlink()
    missing = [v for v in verify([folder / MANIFEST]) if v.name == "deck.pptx"]
    assert "tidak ada di folder" in str(missing[0].sentence)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"format": "jointproc-manifest"}', b'{"releases": [{}]}', b"\xff\xfe", b"[" * 9000]
)
def test_other_json_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    other = tmp_path / "lain.json"
    other.write_bytes(content)
    with pytest.raises(InputError, match="bukan naskah buatan"):
        verify([other])


def test_one_line_of_the_table_adds_a_kind(paper: Paper) -> None:
    def refuse(told: Paper) -> bytes:
        raise InputError("Skenario: “{key}” belum diisi.", key=told.scenario.scenario_id)

    kinds = {
        "surat": PaperKind(
            "surat",
            msg("Data terbuka"),
            msg("Data terbuka"),
            {".txt": lambda p, c: f"{p.name(c)}".encode()},
            lambda p: [member.code for member in p.parties],
        ),
        "gagal": PaperKind("gagal", msg("Data terbuka"), msg("Data terbuka"), {".txt": refuse}),
    }
    made = bundle(paper, kinds)
    assert made.files["surat-35.78.txt"] == b"Kota Surabaya"
    assert made.files["surat-35.15.txt"] == b"Kabupaten Sidoarjo"
    assert list(made.refused) == ["gagal.txt"]
    assert "uji" in json.loads(made.files[MANIFEST])["refused"]["gagal.txt"]


def test_forty_members_and_a_loss(make: Maker) -> None:
    frame = spot_lines().reset_index(drop=True).head(160)
    market = read_market(frame.assign(region_code=[FORTY[i % 40] for i in range(len(frame))]), assumptions())
    scenario = Scenario.model_validate({"id": "uji", "title": "Empat puluh", "members": [{"code": c} for c in FORTY]})
    names = region_names(list(FORTY))
    paper = replace(
        make(**CASES["two"]),
        scenario=scenario,
        simulation=simulate_market(market, scenario, names),
        names=names,
        needs=needs_of(market, scenario, {}),
    )
    files = _entries(archive_bytes(paper))
    assert len(_csv(files["tables/members.csv"])) == 40
    assert workbook_bytes(paper)
    assert len(release_package(paper)["releases"][0]["parties"]) == 40
    listed = make(market="listed", **CASES["two"])
    rows = _csv(_entries(archive_bytes(listed))["tables/members.csv"])
    assert sum(int(r["gain_idr"]) for r in rows) < 0
    assert workbook_bytes(listed)


# --------------------------------------------------------------------------- on the command line


@pytest.fixture
def told(paper: Paper, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A scenario file whose paper is at hand."""
    monkeypatch.setattr(
        jointproc.papers, "paper_of", lambda _wh, _scenario, language: replace(paper, language=language)
    )
    path = tmp_path / "skenario.toml"
    path.write_text(paper.scenario.to_toml(), encoding="utf-8")
    return path


def _run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    try:
        code = main(words)
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    told = capsys.readouterr()
    return code, json.loads(told.out) if "--json" in words and code != 2 else told.out + told.err


def test_export_and_verify(
    told: Path, folder: Path, paper: Paper, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = folder
    code, made = _run(capsys, "export", "all", str(told), "--out", str(where), "--json")
    assert code == 0
    assert made["files"] == sorted(p.name for p in where.iterdir())
    assert made["scenario_hash"] == identity_of(paper, "all").scenario_hash
    code, found = _run(capsys, "verify", str(where / MANIFEST), str(told), "--json")
    assert (code, found["ok"]) == (0, True)
    for kind in ("workbook", "ocds", "data"):
        target = tmp_path / f"satu{PAPERS[kind].suffix}"
        code, one = _run(capsys, "export", kind, str(told), "-o", str(target), "--lang", "en", "--json")
        assert (code, one["kind"], one["language"]) == (0, kind, "en")
        assert _run(capsys, "verify", str(target), str(told))[0] == 0
    (where / "ocds.json").write_bytes(b"{}")
    code, said = _run(capsys, "verify", str(where / MANIFEST))
    assert code == 1
    assert "✗ ocds.json berubah" in said


def test_mistakes_are_sentences(told: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "penuh").mkdir()
    (tmp_path / "penuh" / "catatan.txt").write_text("x")
    for words, said in (
        (("export", "poster", str(told), "-o", "x.png"), "tidak ada; pilih salah satu"),
        (("export", "workbook", str(told), "-o", "x.pptx"), "harus berakhiran .xlsx"),
        (("export", "all", str(told), "-o", str(tmp_path / "penuh")), "berisi berkas lain"),
        (("export", "all", str(told), "-o", str(told)), "bukan folder"),
        (("export", "all", str(told), "-o", str(tmp_path / "a" / "b")), "Folder"),
        (("export", "data", str(tmp_path / "x.toml"), "-o", str(tmp_path / "x.zip")), "Berkas skenario"),
    ):
        code, out = _run(capsys, *words)
        assert (code, said in out) == (2, True), out


def test_the_day_is_the_papers(paper: Paper) -> None:
    assert paper.made_on == MADE_ON == date.fromisoformat(release_package(paper)["publishedDate"][:10])
