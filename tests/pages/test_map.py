"""Peta with sample, uploaded and no data; the choice lives in the address."""

from __future__ import annotations

import json
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Opener, words

PAGE = "pages/explore/map.py"


def _layers(at: AppTest) -> dict[str, dict]:
    deck = json.loads(at.get("deck_gl_json_chart")[0].proto.json)
    return {layer["id"]: layer for layer in deck["layers"]}


def _address(at: AppTest, name: str) -> str:
    value = at.query_params[name]
    return value[0] if isinstance(value, list) else value


def test_nothing_chosen_shows_the_strongest_pairs(sample: Path, open_page: Opener) -> None:
    at = open_page(PAGE)
    assert not at.exception
    assert not at.error
    assert at.title[0].value == "Peta"
    assert len(at.dataframe[0].value) == 20
    layers = _layers(at)
    assert len(layers["links_land"]["data"]) + len(layers["links_water"]["data"]) == 20


def test_a_region_in_the_address_is_chosen(sample: Path, open_page: Opener) -> None:
    at = open_page(PAGE, daerah="35.78", jarak="0")
    assert not at.exception
    assert at.title[0].value == "Peta: Kota Surabaya"
    assert _address(at, "daerah") == "35.78"
    # Surabaya's land neighbours are Sidoarjo and Gresik, and only they
    assert set(at.dataframe[0].value["label"]) == {"Kab. Sidoarjo", "Kab. Gresik"}
    assert len(_layers(at)["links_land"]["data"]) == 2
    assert "Jumlah: " in words(at)


def test_an_unknown_region_in_the_address_is_ignored(sample: Path, open_page: Opener) -> None:
    at = open_page(PAGE, daerah="99.99")
    assert not at.exception
    assert at.title[0].value == "Peta"
    assert "daerah" not in at.query_params


def test_choosing_by_keyboard_writes_the_address(sample: Path, open_page: Opener) -> None:
    at = open_page(PAGE)
    at.selectbox(key="daerah").set_value("35.78").run()
    assert _address(at, "daerah") == "35.78"
    assert at.title[0].value == "Peta: Kota Surabaya"


def test_neighbours_across_water_are_dashed(sample: Path, open_page: Opener) -> None:
    at = open_page(PAGE, daerah="35.78", jarak="30")
    layers = _layers(at)
    assert len(layers["links_water"]["data"]) > 0
    assert layers["links_water"]["getDashArray"]


def test_the_threshold_is_kept(sample: Path, open_page: Opener) -> None:
    at = open_page(PAGE)
    all_pairs = at.dataframe[0].value["shared_goods_n"].min()
    at.slider(key="minimal").set_value(100).run()
    assert _address(at, "minimal") == "100"
    assert at.dataframe[0].value["shared_goods_n"].min() >= max(all_pairs, 100)


def test_the_choice_survives_a_visit_to_another_page(sample: Path, open_page: Opener) -> None:
    at = open_page(PAGE, daerah="35.78")
    at.switch_page("pages/explore/home.py").run()
    at.switch_page(PAGE).run()
    assert at.title[0].value == "Peta: Kota Surabaya"


def test_the_filter_follows_to_the_other_page(sample: Path, open_page: Opener) -> None:
    at = open_page("pages/explore/home.py", tahun="2025")
    before = at.session_state["tahun"]
    at.switch_page(PAGE).run()
    assert at.session_state["tahun"] == before == [2025]
    assert _address(at, "tahun") == "2025"


def test_no_layer_names_a_server(sample: Path, open_page: Opener) -> None:
    assert "http" not in open_page(PAGE).get("deck_gl_json_chart")[0].proto.json


def test_without_data_the_page_says_what_to_do(empty: Path, open_page: Opener) -> None:
    at = open_page(PAGE)
    assert not at.exception
    assert "Belum ada belanja" in words(at)


def test_uploaded_data_is_mapped(uploaded: Path, open_page: Opener) -> None:
    at = open_page(PAGE, daerah="61.02", jarak="60")
    assert not at.exception
    assert at.title[0].value == "Peta: Kabupaten Mempawah"
    assert "Data contoh" not in words(at)
    shared = at.dataframe[0].value.set_index("label")["shared_goods_n"]
    assert next(n for label, n in shared.items() if label.startswith("Kota Singkawang")) == 2
    assert shared["Kab. Bengkayang"] == 1
