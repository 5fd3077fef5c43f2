"""Barang: search, one good with its prices and lines, goods that can't be compared, and empty screens."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointproc.ui.page_goods_prices import price_points, region_table
from jointproc.warehouse import warehouse
from tests.factory import keep
from tests.pages.conftest import Opener, words

PAGE = "pages/explore/goods.py"


def _good(words_: str) -> str:
    goods = warehouse().query("goods")
    return str(goods.loc[goods["good"].str.contains(words_), "good_id"].iloc[0])


def test_goods_are_ranked_by_money(sample: Path, open_page: Opener) -> None:
    at = open_page(PAGE)
    assert not at.exception
    assert not at.error
    amounts = at.dataframe[0].value["amount_idr"]
    assert amounts.is_monotonic_decreasing
    assert len(amounts) > 250


def test_search_finds_all_words_in_any_spelling(uploaded: Path, open_page: Opener) -> None:
    at = open_page(PAGE)
    at.text_input(key="cari").set_value("500 AMOKSISILIN").run()
    assert not at.exception
    assert at.dataframe[0].value["good"].tolist() == ["Amoksisilin 500 mg, tablet"]
    assert at.query_params["cari"] in ("500 AMOKSISILIN", ["500 AMOKSISILIN"])


def test_nothing_found_says_so(uploaded: Path, open_page: Opener) -> None:
    at = open_page(PAGE, cari="pesawat terbang")
    assert not at.exception
    assert "Tidak ada barang" in at.info[0].value


def test_bought_by_at_least(uploaded: Path, open_page: Opener) -> None:
    at = open_page(PAGE)
    at.slider(key="pembeli").set_value(3).run()
    assert at.dataframe[0].value["regions_n"].tolist() == [3]


def test_a_row_click_opens_the_good(uploaded: Path, open_page: Opener) -> None:
    at = open_page(PAGE)
    wanted = at.dataframe[0].value["good"].iloc[0]
    at.session_state["barang_daftar_0"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    at.run()
    assert not at.exception
    at.session_state["barang"] = warehouse().query("goods")["good_id"].iloc[0]
    at.run()
    assert wanted in at.title[0].value.replace("\\", "")
    assert "barang" in at.query_params
    at.button(key="kembali").click().run()
    assert at.title[0].value == "Barang"
    assert "barang" not in at.query_params


def test_a_good_from_the_address(uploaded: Path, open_page: Opener) -> None:
    at = open_page(PAGE, barang=_good("Amoksisilin"), daerah="61.02", jarak="30")
    assert not at.exception
    assert not at.error
    assert at.title[0].value == "Amoksisilin 500 mg, tablet"
    assert [s.value for s in at.subheader][:3] == ["Rp11,1 juta", "3 daerah", "Rp480"]
    assert "sangat cocok dibeli bersama" in words(at)
    by_region = at.dataframe[0].value.set_index("region")
    assert by_region.loc["Kab. Mempawah", "price_median_idr"] == 450
    assert by_region["quantity"].sum() == 23000
    assert "3 daerah, 3 baris" in words(at)
    lines = at.dataframe[1].value
    assert sorted(lines["line_no"]) == [2, 3, 4]
    assert set(lines["file_name"]) == {"belanja.csv"}


def test_neighbours_stand_out(uploaded: Path, open_page: Opener) -> None:
    at = open_page(PAGE, barang=_good("Amoksisilin"), daerah="61.07")  # Bengkayang borders both others
    figure = json.loads(at.get("plotly_chart")[0].proto.spec)
    symbols = {trace["marker"]["symbol"]: trace["hovertext"] for trace in figure["data"]}
    assert "Bengkayang" in symbols["diamond"][0]
    assert any("Mempawah" in text for text in symbols["square"])


def test_a_package_is_not_compared(home: Path, open_page: Opener) -> None:
    wh = warehouse(home)
    wh.is_new = False
    row = {
        "text": "Pengadaan alat",
        "unit": "paket",
        "base_unit": None,
        "base_quantity": None,
        "unit_price_idr": "9000",
    }
    keep(wh, "a", {**row, "region_code": "61.02"}, {**row, "region_code": "61.72", "unit_price_idr": "1000"})
    at = open_page(PAGE, barang=_good("Pengadaan alat"))
    assert not at.exception
    assert not at.error
    assert "tidak dapat dibandingkan" in words(at)
    assert not at.get("plotly_chart")
    assert not any("price" in column for d in at.dataframe for column in d.value.columns)


def test_a_far_price_is_hollow_and_explained(home: Path, open_page: Opener) -> None:
    wh = warehouse(home)
    wh.is_new = False
    keep(wh, "a", *[{"unit_price_idr": str(p), "region_code": "61.02"} for p in (100, 101, 99, 102, 98, 9000)])
    at = open_page(PAGE, barang=_good("Parasetamol"))
    assert not at.exception
    figure = json.loads(at.get("plotly_chart")[0].proto.spec)
    assert "circle-open" in [trace["marker"]["symbol"] for trace in figure["data"]]
    out = next(d.value for d in at.dataframe if "reason" in d.value.columns)
    assert out["price_idr"].tolist() == [9000]
    assert "90 kali median" in out["reason"].iloc[0]
    counted = next(d.value for d in at.dataframe if "counted" in d.value.columns)["counted"]
    assert sorted(counted)[0].startswith("tidak: 90 kali median")
    assert list(counted).count("ya") == 5
    assert "5 harga dihitung, 1 tidak" in words(at)


def test_prices_worlds_apart_are_all_left_out(home: Path, open_page: Opener) -> None:
    wh = warehouse(home)
    wh.is_new = False
    keep(wh, "a", *[{"unit_price_idr": str(p), "region_code": "61.02"} for p in (1, 500000)])
    at = open_page(PAGE, barang=_good("Parasetamol"))
    assert not at.exception
    assert not at.error
    assert "terlalu jauh satu sama lain" in words(at)
    assert len(next(d.value for d in at.dataframe if "reason" in d.value.columns)) == 2


def test_without_data_the_page_says_what_to_do(empty: Path, open_page: Opener) -> None:
    at = open_page(PAGE)
    assert not at.exception
    assert "Belum ada barang" in words(at)


def test_sample_is_named_and_english_works(sample: Path, open_page: Opener) -> None:
    at = open_page(PAGE, lang="en", barang=_good("."))
    assert not at.exception
    assert not at.error


# --------------------------------------------------------------------------- the arithmetic behind it


def _lines(prices: list[float | None], regions: list[str] | None = None) -> pd.DataFrame:
    n = len(prices)
    return pd.DataFrame(
        {
            "line_no": range(n),
            "region_code": regions or ["61.02"] * n,
            "comparable": [True] * n,
            "price_idr": prices,
            "volume": [10.0] * n,
            "amount_idr": [1000.0] * n,
            "date": ["2025-01-01"] * n,
        }
    )


@pytest.mark.parametrize(("factor", "out"), [(19.9, False), (20.1, True), (1 / 19.9, False), (1 / 20.1, True)])
def test_twenty_times_the_median_is_the_bound(factor: float, out: bool) -> None:
    assert bool(price_points(_lines([100.0, 100.0, 100.0, 100.0 * factor])).points["excluded"].iloc[-1]) is out


def test_three_interquartile_ranges_in_logs() -> None:
    spread = [90.0, 95.0, 97.0, 100.0, 103.0, 105.0, 110.0, 112.0]
    assert price_points(_lines([*spread, 120.0])).excluded_n == 0
    marked = price_points(_lines([*spread, 300.0]))
    assert marked.points["excluded"].tolist() == [False] * 8 + [True]
    assert marked.median_idr == np.median(spread)


def test_a_price_near_the_median_is_never_far_out() -> None:
    assert price_points(_lines([113.0, 114.0] * 10 + [111.0])).excluded_n == 0


def test_equal_prices_throw_nobody_out() -> None:
    assert price_points(_lines([100.0] * 9 + [110.0])).excluded_n == 0


def test_lines_without_price_still_count_as_money() -> None:
    lines = _lines([100.0, None, 0.0])
    prices = price_points(lines)
    assert (len(prices.points), prices.unpriced_n) == (1, 2)
    assert region_table(lines, prices)["amount_idr"].tolist() == [3000.0]


def test_the_mean_is_weighted_by_quantity() -> None:
    lines = _lines([100.0, 200.0]).assign(volume=[30.0, 10.0])
    assert region_table(lines, price_points(lines))["price_mean_idr"].tolist() == [125.0]


@given(st.lists(st.floats(1, 1e9), min_size=1, max_size=40))
def test_regions_add_up_and_quartiles_are_ordered(values: list[float]) -> None:
    lines = _lines(list(values), [f"61.{i % 3:02}" for i in range(len(values))])
    prices = price_points(lines)
    if prices.used_n:
        assert prices.q1_idr <= prices.median_idr <= prices.q3_idr
    assert prices.used_n + prices.excluded_n == len(values)
    table = region_table(lines, prices)
    assert table["lines_n"].sum() == len(values)
    assert table["amount_idr"].sum() == 1000.0 * len(values)
    kept = table.dropna(subset="price_min_idr")
    assert (kept["price_min_idr"] <= kept["price_median_idr"]).all()
    assert (kept["price_median_idr"] <= kept["price_max_idr"]).all()
