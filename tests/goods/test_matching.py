"""Two lists, or given pairs: files in, verdicts out."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings

from jointproc.cli import main
from jointproc.errors import InputError
from jointproc.goods.item import read_item
from jointproc.goods.matching import judge, match_lists, match_pairs, read_pairs
from tests.goods.lines import lines

LEFT = "uraian barang;spesifikasi;satuan\nBallpoint;;Lusin\nUPS;1200 VA;Unit\nLaptop;;Unit\n"
RIGHT = "komponen;spesifikasi;satuan\nBolpen;;Buah\nUPS 1200VA;;Buah\nUPS;650 VA;Unit\nKursi lipat;;Buah\n"


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_lists_give_every_candidate_with_its_factor(tmp_path: Path) -> None:
    found = match_lists(write(tmp_path, "a.csv", LEFT), write(tmp_path, "b.csv", RIGHT))
    said = {(r.left_line, r.right_line): r.match for r in found.itertuples()}
    assert said[2, 2].verdict == "same"
    assert said[2, 2].unit_factor == pytest.approx(12)
    assert said[3, 3].verdict == "same"
    assert said[3, 4].verdict == "variant"


def test_a_line_repeated_is_compared_once(tmp_path: Path) -> None:
    many = write(tmp_path, "many.csv", "text,unit\n" + "Ballpoint,Buah\n" * 200_000)
    one = write(tmp_path, "one.csv", "text,unit\nBolpen,Buah\n")
    began = time.perf_counter()
    for a, b in ((many, one), (many, many)):
        assert len(match_lists(a, b)) == 1
    assert time.perf_counter() - began < 30


@pytest.mark.parametrize("text", ["", "harga\n5\n"])
def test_files_without_names_of_goods_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError):
        match_lists(write(tmp_path, "a.csv", text), write(tmp_path, "b.csv", RIGHT))


def test_a_list_of_nothing_matches_nothing(tmp_path: Path) -> None:
    assert match_lists(write(tmp_path, "a.csv", "text,unit\n"), write(tmp_path, "b.csv", RIGHT)).empty


def test_pairs_need_their_columns(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="right_text"):
        read_pairs(write(tmp_path, "p.csv", "pair_id,left_text\n1,Bolpen\n"))
    with pytest.raises(InputError):
        read_pairs(tmp_path / "none.csv")
    assert match_pairs(read_pairs(write(tmp_path, "q.csv", "pair_id,left_text,right_text\n"))) == []


def test_different_goods_need_two_reasons_at_most() -> None:
    (found,) = judge([(read_item("Beras", "premium 5 kg", "Sak"), read_item("Cangkul", "besi 2 kg", "Buah"))])
    assert found.verdict == "different"
    assert 1 <= len(found.reasons) <= 2


@settings(deadline=None)
@given(lines, lines)
def test_any_two_lines_get_a_verdict(left: tuple[str, str, str], right: tuple[str, str, str]) -> None:
    a, b = read_item(*left), read_item(*right)
    there, back = judge([(a, b), (b, a)])
    assert there.verdict == back.verdict
    assert there.confidence == pytest.approx(back.confidence)
    assert (there.unit_factor is None) == (there.verdict != "same") or there.unit_factor is None
    json.dumps([there.to_json("id"), there.to_json("en")])


def test_the_command(tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a, b = write(tmp_path, "a.csv", LEFT), write(tmp_path, "b.csv", RIGHT)
    assert main(["match", str(a), str(b), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"left_line", "right_line", "verdict", "confidence", "unit_factor", "reasons"} <= set(found[0])
    pairs = write(tmp_path, "p.csv", "pair_id,left_text,right_text\nx,Serok,Pengki\n")
    assert main(["match", "--pairs", str(pairs), "--json"]) == 0
    assert [r["pair_id"] for r in json.loads(capsys.readouterr().out)] == ["x"]
    assert main(["match", str(a)]) != 0
