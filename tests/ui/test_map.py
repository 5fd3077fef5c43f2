"""The map's arithmetic: views, curves, names that don't cover each other, clicks."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointproc.ui import map as maps
from jointproc.ui.palette import DARK, LIGHT
from jointproc.ui.shapes import shapes, slot

LAND = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"code": "35.78", "name": "x"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[112.12345, -7.0], [113, -7], [113, -8], [112.12345, -7]]],
            },
        }
    ],
}
LINKS = pd.DataFrame(
    [(112.7, -7.3, 112.6, -7.5, "land", 10.0, True, "a"), (112.7, -7.3, 113.6, -7.2, "distance", 5.0, False, "b")],
    columns=["lon_a", "lat_a", "lon_b", "lat_b", "how", "value", "strong", "told"],
)
PLACES = [
    maps.Place("35.78", "Kota Surabaya", 112.7, -7.3, 10, "chosen", "told", named=True),
    maps.Place("35.15", "Kab. Sidoarjo", 112.71, -7.31, 5, "neighbour", "told", named=True),
    maps.Place("35.26", "Kab. Bangkalan", 112.9, -7.0, 0, "empty", "told"),
]


def _deck(**options: object) -> dict:
    deck = maps.deck(PLACES, LINKS, LIGHT, view=maps.INDONESIA, land=shapes(LAND), **options)  # type: ignore[arg-type]
    return json.loads(deck.to_json())


def test_the_map_asks_no_server() -> None:
    deck = _deck()
    assert "http" not in json.dumps(deck)
    # a style of None would make Streamlit ask Carto for one
    assert deck["mapStyle"] == "__MAP_STYLE__"
    assert "mapProvider" not in deck


def test_every_layer_has_its_id_and_only_points_carry_a_code() -> None:
    layers = {layer["id"]: layer for layer in _deck()["layers"]}
    assert set(layers) == {"land", "links_land", "links_water", "dots", "regions", "labels"}
    assert {row["code"] for row in layers["regions"]["data"]} == {"35.78", "35.15", "35.26"}
    assert not layers["land"]["pickable"]


def test_shapes_are_dropped_in_rounded() -> None:
    layer = _deck()["layers"][0]
    assert layer["data"]["features"][0]["geometry"]["coordinates"][0][0] == [112.123, -7]
    assert slot("land") not in json.dumps(layer)


def test_borders_are_drawn_and_the_chosen_region_lit() -> None:
    layers = {layer["id"]: layer for layer in _deck(borders=shapes(LAND))["layers"]}
    assert len(layers["borders"]["data"]["features"]) == 1
    assert layers["highlighted"]["data"]["features"][0]["properties"]["fill"][:3] == [11, 90, 142]


def test_links_across_water_are_dashed_and_lighter() -> None:
    layers = {layer["id"]: layer for layer in _deck()["layers"]}
    assert "getDashArray" in layers["links_water"]
    assert "getDashArray" not in layers["links_land"]
    assert layers["links_water"]["data"][0]["colour"][3] < layers["links_land"]["data"][0]["colour"][3]


def test_dark_is_another_picture() -> None:
    dark = maps.deck(PLACES, LINKS, DARK, view=maps.INDONESIA, land=shapes(LAND)).to_json()
    assert json.loads(dark) != _deck()


@pytest.mark.parametrize(
    ("selection", "code"),
    [
        ({"objects": {"regions": [{"code": "61.02"}]}}, "61.02"),
        ({"objects": {"links_land": [{"told": "x"}]}}, None),
        ({"objects": {}}, None),
        ({}, None),
        (None, None),
        ({"objects": {"regions": [{"code": 5}]}}, None),
    ],
)
def test_a_click_gives_a_code_or_nothing(selection: dict | None, code: str | None) -> None:
    assert maps.clicked_code(selection) == code


points = st.tuples(st.floats(95, 141), st.floats(-11, 6))


@given(points, points)
def test_a_curve_ends_where_it_should_either_way_round(a: tuple[float, float], b: tuple[float, float]) -> None:
    one, other = maps.curve(a, b), maps.curve(b, a)
    assert one == other
    ends = {tuple(one[0]), tuple(one[-1])}
    assert ends == {(round(a[0], 4), round(a[1], 4)), (round(b[0], 4), round(b[1], 4))}


@given(st.lists(points, min_size=1, max_size=20))
def test_a_frame_shows_all_its_points(shown: list[tuple[float, float]]) -> None:
    view = maps.frame(shown, 600, 560)
    scale = 512 * 2**view.zoom / 360
    if view.zoom > 3.2:
        assert all(abs(lon - view.lon) * scale <= 300 for lon, _lat in shown)


@given(st.lists(points, min_size=1, max_size=15))
def test_names_never_cover_each_other(shown: list[tuple[float, float]]) -> None:
    labelled = [("Kab. Sidoarjo", [lon, lat], 6.0, 2) for lon, lat in shown]
    view = maps.frame(shown, 600, 560)
    found = maps.label_spots(labelled, view)
    scale = 512 * 2**view.zoom
    wide = len("Kab. Sidoarjo") * maps.LABEL_SIZE * 0.56
    boxes = []
    for spot in found:
        x = spot["at"][0] / 360 * scale + spot["offset"][0]
        y = -maps._mercator(spot["at"][1]) * scale + spot["offset"][1]
        left = {"middle": x - wide / 2, "start": x, "end": x - wide}[spot["anchor"]]
        boxes.append((left, y - 6, left + wide, y + 6))
    for i, one in enumerate(boxes):
        assert all(maps._apart(one, two) for two in boxes[i + 1 :])


def test_the_chosen_region_always_has_its_name() -> None:
    crowd = [("Kab. X", [112.7 + i / 1e4, -7.3], 8.0, 2) for i in range(12)]
    found = maps.label_spots([*crowd, ("Kota Surabaya", [112.7, -7.3], 8.0, 3)], maps.INDONESIA)
    assert "Kota Surabaya" in {spot["label"] for spot in found}
