"""Barang, the review: the queue, answers with a name, undo, what was joined by itself, and what a rebuild keeps."""

from __future__ import annotations

import time
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from jointproc.pipeline import load, rebuild
from jointproc.pipeline.reviewing import JOINED, WAITING, left_over, narrowed, review_queue
from jointproc.warehouse import Scope, warehouse
from jointproc.workspace import workspace
from tests.factory import keep
from tests.pages.conftest import Opener, words

PAGE = "pages/explore/goods.py"
_FIFTY = 50
_HEAD = "daerah,satuan_kerja,tahun_anggaran,tanggal,uraian_barang,spesifikasi,jumlah,satuan,harga_satuan,total\n"
# two ways to write one paper (joined by itself), and two chairs (people decide)
_ALIKE = """Kabupaten Mempawah,Dinas,2025,2025-03-04,Amplop putih nomor 90,"kotak, 100 lembar",100,kotak,20000,2000000
Kota Singkawang,Dinas,2025,2025-03-05,Amplop putih nomor 90,kotak 100 lembar,100,kotak,21000,2100000
Kabupaten Mempawah,Dinas,2025,2025-04-04,Kursi lipat anak,,9000,buah,12800,115200000
Kota Singkawang,Dinas,2025,2025-04-05,KURSI LIPAT DEWASA,,8000,buah,10000,80000000
"""


@pytest.fixture
def alike(home: Path, tmp_path: Path) -> Path:
    """A loaded file with one pair that joins by itself and one that waits."""
    path = tmp_path / "mirip.csv"
    path.write_text(_HEAD + _ALIKE, encoding="utf-8")
    load(path, home=home)
    warehouse(home).is_new = False
    return home


@pytest.fixture
def many(home: Path) -> Path:
    """Sixty pairs that wait, the first with the most money."""
    wh = warehouse(home)
    wh.is_new = False
    rows, pairs = [], []
    for n in range(60):
        amount = str(100_000 - n * 1000)
        rows.append({"text": f"Barang aneh {n} merah", "region_code": "61.02", "amount_idr": amount})
        rows.append({"text": f"Barang aneh {n} biru", "region_code": "61.72", "amount_idr": amount})
    keep(wh, "banyak", *rows)
    ids = wh.query("scope_wordings").set_index("name")["wording_id"]
    for n in range(60):
        a, b = sorted((ids[f"Barang aneh {n} merah, 500 mg"], ids[f"Barang aneh {n} biru, 500 mg"]))
        pairs.append((a, b, "same", 0.55, 0.55, 1.0))
    columns = ["left_id", "right_id", "verdict", "confidence", "same_probability", "factor"]
    wh.keep_pairs(pd.DataFrame(pairs, columns=columns), pd.DataFrame({"good_id": list(ids)}))
    return home


def _open(open_page: Opener, name: str = "Rina", **address: str) -> AppTest:
    at = open_page(PAGE, bagian="periksa", **address)
    if name and at.text_input:
        at.text_input[-1].set_value(name).run()
    return at


def _html(at: AppTest) -> str:
    return "\n".join(str(e.proto.body) for e in at.get("html"))


def test_the_queue_asks_what_moves_most_money(alike: Path, open_page: Opener) -> None:
    at = _open(open_page)
    assert not at.exception
    assert not at.error
    told = words(at).replace("\\", "")
    assert "Pasangan 1 dari 1" in told
    assert "Rp80 juta" in told
    assert "Perkiraan mesin" in told
    assert "Beda besar-kecil: " in told
    assert "mirip.csv, baris 4" in told
    assert "kiri **Rp12.800**, kanan **Rp10.000**" in told or "kiri **Rp10.000**, kanan **Rp12.800**" in told
    html = _html(at)
    assert html.count("<mark") == 2
    assert "underline" in html
    assert ">anak</mark>" in html
    assert ">dewasa</mark>" in html


def test_nobody_decides_without_a_name(alike: Path, open_page: Opener) -> None:
    at = _open(open_page, name="")
    assert at.button(key="periksa_same").disabled
    assert "Isi nama Anda" in words(at)
    at.text_input[-1].set_value("  Rina   Sari ").run()
    assert not at.button(key="periksa_same").disabled
    assert "Rina Sari" in words(at)


def test_an_answer_is_kept_with_who_and_joins_the_goods(alike: Path, open_page: Opener) -> None:
    at = _open(open_page)
    before = len(warehouse().query("same_goods"))
    at.button(key="periksa_same").click().run()
    assert not at.exception
    (said,) = workspace().match_decisions()
    assert (said.verdict, said.said_by) == ("same", "Rina")
    assert "KURSI" in said.right_text.upper()
    assert len(warehouse().query("same_goods")) == before + 1
    assert "Tidak ada lagi yang menunggu" in at.info[0].value
    table = next(d.value for d in at.dataframe if "verdict" in d.value.columns)
    assert table["who"].tolist() == ["Rina"]
    assert table["verdict"].tolist() == ["sama"]

    at.button(key="periksa_urung").click().run()
    assert workspace().match_decisions() == []
    assert len(warehouse().query("same_goods")) == before
    assert "Pasangan 1 dari 1" in words(at)


def test_undo_takes_back_only_what_this_person_said(alike: Path, open_page: Opener) -> None:
    at = _open(open_page)
    at.button(key="periksa_different").click().run()
    left, right = workspace().match_decisions()[0].left_id, workspace().match_decisions()[0].right_id
    workspace().decide_match("ga", "gb", "same", by="Budi")
    at.run()
    at.button(key="periksa_urung").click().run()
    assert [(d.left_id, d.said_by) for d in workspace().match_decisions()] == [("ga", "Budi")]
    # somebody else has spoken of the pair since: theirs stays
    workspace().decide_match(left, right, "same", by="Rina")
    workspace().decide_match(left, right, "variant", by="Budi")
    assert workspace().take_back_match(by="Rina", said_by="Rina") is None


def test_joined_pairs_can_be_found_and_overruled(alike: Path, open_page: Opener) -> None:
    at = _open(open_page)
    assert len(warehouse().query("same_goods")) == 1
    at.segmented_control(key="periksa_antrean").set_value(JOINED).run()
    assert "sekarang digabung" in words(at)
    at.button(key="periksa_different").click().run()
    assert not at.exception
    assert warehouse().query("same_goods").empty


def test_unsure_and_decided_pairs_can_be_asked_again(alike: Path, open_page: Opener) -> None:
    at = _open(open_page)
    at.button(key="periksa_unsure").click().run()
    at.segmented_control(key="periksa_antrean").set_value("unsure").run()
    assert "Diputuskan belum yakin, oleh Rina" in words(at)
    at.button(key="periksa_variant").click().run()
    at.segmented_control(key="periksa_antrean").set_value("decided").run()
    assert "Diputuskan varian, oleh Rina" in words(at)
    assert [d.verdict for d in workspace().match_decisions()] == ["variant"]


def test_fifty_decisions_in_a_row(many: Path, open_page: Opener) -> None:
    at = _open(open_page)
    assert "Pasangan 1 dari 60" in words(at)
    started = time.perf_counter()
    for n in range(_FIFTY):
        assert f"Barang aneh {n} " in _html(at).replace("</mark>", "").replace('<mark style="', "")
        at.button(key=f"periksa_{('same', 'variant', 'different', 'unsure')[n % 4]}").click().run()
    each = (time.perf_counter() - started) / _FIFTY
    assert not at.exception
    assert not at.error
    assert "Pasangan 1 dari 10" in words(at)
    found = workspace().match_decisions()
    assert len(found) == _FIFTY
    assert {d.said_by for d in found} == {"Rina"}
    # generous, as the machine of the tests may be busy; the whole app runs here, not the fragment alone
    assert each < 2.0
    for _n in range(_FIFTY):
        at.button(key="periksa_urung").click().run()
    assert workspace().match_decisions() == []
    assert at.button(key="periksa_urung").disabled
    assert "Pasangan 1 dari 60" in words(at)


def test_skipping_goes_round(many: Path, open_page: Opener) -> None:
    at = _open(open_page)
    at.button(key="periksa_kembali").click().run()
    assert "Pasangan 60 dari 60" in words(at)
    at.button(key="periksa_lewati").click().run()
    at.button(key="periksa_lewati").click().run()
    assert "Pasangan 2 dari 60" in words(at)


def test_family_and_region_narrow_the_queue(alike: Path, open_page: Opener) -> None:
    at = _open(open_page)
    at.selectbox(key="periksa_daerah").set_value("61.72").run()
    assert "Pasangan 1 dari 1" in words(at)
    queue = review_queue(warehouse(), Scope(), [])
    fuel = queue.loc[queue["state"].eq(WAITING), "left_family"].iloc[0]
    other = next(f for f in queue["left_family"] if f != fuel)
    at.selectbox(key="periksa_kelompok").set_value(other).run()
    assert "Tidak ada lagi yang menunggu" in at.info[0].value


def test_decisions_survive_a_rebuild(alike: Path, open_page: Opener) -> None:
    at = _open(open_page)
    at.button(key="periksa_same").click().run()
    standing = warehouse().query("same_goods")
    rebuild(alike)
    again = warehouse().query("same_goods")
    pd.testing.assert_frame_equal(standing, again)
    assert "person" in set(again["how"])
    at = _open(open_page)
    assert "Tidak ada lagi yang menunggu" in at.info[0].value


def test_without_pairs_the_screen_says_so(uploaded: Path, open_page: Opener) -> None:
    at = _open(open_page, name="")
    assert not at.exception
    assert "Tidak ada pasangan yang perlu diperiksa" in words(at)


def test_without_data(empty: Path, open_page: Opener) -> None:
    at = _open(open_page, name="")
    assert not at.exception
    assert "Belum ada barang" in words(at)


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_sample_in_both_languages(sample: Path, open_page: Opener, lang: str) -> None:
    at = _open(open_page, lang=lang)
    assert not at.exception
    assert not at.error
    assert at.button(key="periksa_same").label == {"id": "Sama", "en": "Same"}[lang]
    started = time.perf_counter()
    at.button(key="periksa_different").click().run()
    assert time.perf_counter() - started < 2.0
    assert len(workspace().match_decisions()) == 1


# --------------------------------------------------------------------------- the order of the queue


def test_order_and_money_of_the_queue(many: Path) -> None:
    queue = review_queue(warehouse(), Scope(), [])
    assert queue["moves_idr"].is_monotonic_decreasing
    assert queue["stake_idr"].iloc[0] == 100_000
    assert queue["moves_idr"].iloc[0] == pytest.approx(55_000)
    assert left_over(queue, 1e9).pairs_n == 60
    assert left_over(queue, 1e9).amount_idr == queue["stake_idr"].sum()
    assert left_over(queue, 10.0).share == 1.0
    assert left_over(queue, 0.0).share == 0.0
    # one good in two pairs counts once
    assert left_over(pd.concat([queue, queue]), 1e9).amount_idr == queue["stake_idr"].sum()
    assert len(narrowed(queue, WAITING, region="61.02")) == 60
    assert narrowed(queue, WAITING, region="61.09").empty


def test_one_region_on_both_sides_moves_half(home: Path) -> None:
    wh = warehouse(home)
    keep(wh, "a", *[{"text": t, "region_code": "61.02"} for t in ("Alfa", "Beta")])
    ids = sorted(wh.query("scope_wordings")["wording_id"])
    columns = ["left_id", "right_id", "verdict", "confidence", "same_probability", "factor"]
    wh.keep_pairs(pd.DataFrame([(*ids, "same", 0.6, 0.6, 1.0)], columns=columns), pd.DataFrame({"good_id": ids}))
    assert review_queue(wh, Scope(), [])["moves_idr"].tolist() == [pytest.approx(300.0)]


# --------------------------------------------------------------------------- beside one good


def test_a_wording_can_be_taken_out_of_its_good_and_put_back(alike: Path, open_page: Opener) -> None:
    joined = warehouse().query("same_goods").iloc[0]
    at = open_page(PAGE, barang=joined["into_id"])
    assert not at.exception
    assert "Tulisan yang dihitung sebagai barang ini (2)" in words(at)
    told = words(at).replace("\\", "")
    assert "Dicocokkan mesin, keyakinan 9" in told
    assert "Tulisan acuan" in told
    out = f"keluarkan_{joined['good_id']}"
    assert at.button(key=out).disabled
    at.text_input[-1].set_value("Rina").run()
    at.button(key=out).click().run()
    assert not at.exception
    assert not at.error
    assert warehouse().query("same_goods").empty
    told = words(at).replace("\\", "")
    assert "Mirip, tidak dibandingkan (1)" in told
    assert "Diputuskan beda, oleh Rina" in told
    at.button(key=f"samakan_{joined['good_id']}").click().run()
    assert warehouse().query("same_goods")["how"].tolist() == ["person"]
    assert "Putusan orang." in words(at)
    at.button(key="tulisan_urung").click().run()
    assert [d.verdict for d in workspace().match_decisions()] == ["different"]


def test_similar_goods_say_why_they_stand_apart(alike: Path, open_page: Opener) -> None:
    goods = warehouse().query("goods")
    at = open_page(PAGE, barang=goods.loc[goods["good"].str.contains("anak"), "good_id"].iloc[0])
    told = words(at).replace("\\", "")
    assert "Mirip, tidak dibandingkan (1)" in told
    assert "Varian." in told
    assert "Beda besar-kecil: anak dan dewasa." in told
    assert "Kelompoknya dikenali dari" in told


def test_a_plan_known_by_family_says_so(home: Path, open_page: Opener) -> None:
    wh = warehouse(home)
    wh.is_new = False
    keep(wh, "rup", {"text": "Belanja obat-obatan puskesmas", "spec": None, "stage": "planned", "unit": "paket"})
    at = open_page(PAGE, barang=wh.query("goods", Scope(stages=()))["good_id"].iloc[0])
    assert not at.exception
    assert "hanya setingkat kelompok" in words(at)


def test_lists_inside_a_plan_are_shown(home: Path, open_page: Opener) -> None:
    wh = warehouse(home)
    wh.is_new = False
    keep(wh, "rup", {"text": "Map 30 Buah @7.000\nPulpen 10 Buah @3.000", "spec": None, "stage": "planned"})
    keep(wh, "belanja", {"text": "Lampu"})
    at = open_page(PAGE, tahap="planned", barang=wh.query("goods", Scope(stages=("planned",)))["good_id"].iloc[0])
    assert not at.exception
    assert at.query_params["tahap"] in ("planned", ["planned"])
    listed = next(d.value for d in at.dataframe if "name" in d.value.columns)
    assert listed["price_idr"].tolist() == [7000, 3000]
