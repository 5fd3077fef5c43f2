"""Which lines are compared at all."""

from __future__ import annotations

import csv
import json
from itertools import permutations

import numpy as np
import pytest

from jointproc.goods.candidates import nearest, vectors
from jointproc.goods.item import read_item
from jointproc.settings import REFERENCE
from tests.conftest import shared_file
from tests.goods.lines import ODD

Line = tuple[str, str, str]


def aliases() -> list[tuple[str, str]]:
    with (REFERENCE / "goods.csv").open(encoding="utf-8", newline="") as handle:
        return [(row["good"], a) for row in csv.DictReader(handle) for a in row["aliases"].split("|")]


def test_names_of_one_good_find_each_other() -> None:
    named = aliases()
    both = vectors([read_item(alias) for _, alias in named])
    i, j = nearest(both, both)
    found = set(zip(i.tolist(), j.tolist(), strict=True))
    of: dict[str, list[int]] = {}
    for n, (good, _alias) in enumerate(named):
        of.setdefault(good, []).append(n)
    pairs = [pair for places in of.values() for pair in permutations(places, 2)]
    assert len(pairs) > 1_000
    assert np.mean([pair in found for pair in pairs]) >= 0.99


@pytest.mark.parametrize(("one", "other"), [("serok", "pengki"), ("golok", "parang"), ("hekter", "stapler")])
def test_synonyms_stand_for_each_other(one: str, other: str) -> None:
    assert read_item(one).concept == read_item(other).concept != ""


def test_odd_lines_have_vectors() -> None:
    both = vectors([read_item(text) for text in ODD])
    assert both.shape[0] == len(ODD)
    assert all(np.isfinite(part.data).all() for part in both.parts)
    nothing = vectors([])
    assert [len(a) for a in nearest(nothing, both)] == [0, 0]
    assert [len(a) for a in nearest(both, nothing)] == [0, 0]


def test_same_goods_are_found_in_the_whole_real_lists() -> None:
    with shared_file("gold/dev_pairs.csv").open(encoding="utf-8", newline="") as handle:
        same = [row for row in csv.DictReader(handle) if row["label"] == "SAME"]
    lists: dict[str, list[Line]] = {
        "BJ": [
            (str(r["URAIAN BARANG"]), str(r["SPESIFIKASI"]), str(r["SATUAN"]))
            for r in json.loads(shared_file("data/ssh/ssh_kota_banjarmasin_2025.json").read_text(encoding="utf-8"))
        ]
    }
    for key, path, columns in (
        ("PG", "data/ssh/ssh_kab_pangandaran_2023.csv", ("komponen", "spesifikasi", "satuan")),
        ("SK", "data/kalbar_2022/belaok_sku_prices_20220416.csv", ("product_name", "", "")),
    ):
        with shared_file(path).open(encoding="utf-8", newline="") as handle:
            lists[key] = [tuple(r.get(c, "") or "" for c in columns) for r in csv.DictReader(handle)]  # type: ignore[misc]
    hits: list[bool] = []
    for a, b in (("BJ", "PG"), ("BJ", "SK"), ("PG", "SK")):
        pairs = [
            (
                tuple(r[f"left_{c}"] for c in ("text", "spec", "unit")),
                tuple(r[f"right_{c}"] for c in ("text", "spec", "unit")),
            )
            for r in same
            if r["left_id"].startswith(a) and r["right_id"].startswith(b)
        ]
        mine = list(dict.fromkeys([*lists[a], *(p for p, _ in pairs)]))
        yours = list(dict.fromkeys([*lists[b], *(q for _, q in pairs)]))
        both = vectors([read_item(*line) for line in [*mine, *yours]])
        left, right = both[slice(0, len(mine))], both[slice(len(mine), None)]
        i, j = nearest(left, right, 20)
        back, forth = nearest(right, left, 10)
        found = set(zip(i.tolist(), j.tolist(), strict=True)) | set(zip(forth.tolist(), back.tolist(), strict=True))
        hits += [(mine.index(p), yours.index(q)) in found for p, q in pairs]
    assert len(hits) > 100
    assert np.mean(hits) >= 0.98
