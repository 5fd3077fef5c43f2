"""Regions, their neighbours, and the shapes the map may draw."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jointproc import settings
from jointproc.errors import InputError
from jointproc.regions import (
    Installed,
    boundaries,
    centre_distance_km,
    install_boundaries,
    land,
    neighbour_pairs,
    neighbours_of,
    regions,
    remove_boundaries,
)
from tests.conftest import shared_file


def test_all_regions_are_there_with_their_facts() -> None:
    found = regions()
    provinces = [r for r in found.values() if r.kind == "provinsi"]
    assert len(provinces) == 38
    assert len(found) == 38 + 514
    assert sum(r.kind == "kabupaten" for r in found.values()) == 416
    assert sum(r.kind == "kota" for r in found.values()) == 98
    assert sum(r.administrative for r in found.values()) == 6
    for r in found.values():
        assert 94 < r.lon < 142
        assert -12 < r.lat < 7
        assert r.province_code == r.code[:2]
        assert r.area_km2
        assert r.population
    assert sum(r.population or 0 for r in found.values() if r.kind != "provinsi") == 284_973_643


def test_known_neighbourhoods() -> None:
    assert {n.code for n in neighbours_of("35.78")} == {"35.15", "35.25"}
    assert {n.code for n in neighbours_of("32.71")} == {"32.01"}
    assert {n.code for n in neighbours_of("61.02")} == {"61.07", "61.08", "61.12", "61.71"}
    near = {n.code: n for n in neighbours_of("61.02", within_km=20)}
    assert (near["61.72"].how, near["61.72"].distance_km) == ("distance", 12.12)
    assert {n.code for n in neighbours_of("34.71")} == {"34.02", "34.04"}
    assert "33" in {n.code for n in neighbours_of("34")}


def test_neighbourhood_is_mutual() -> None:
    for code in regions():
        for n in neighbours_of(code, within_km=20):
            assert code in {m.code for m in neighbours_of(n.code, within_km=20)}


def test_thirty_three_regions_have_only_water_around_them() -> None:
    islands = [r.code for r in regions().values() if r.kind != "provinsi" and not neighbours_of(r.code)]
    assert len(islands) == 33
    assert [n.how for n in neighbours_of("81.72", within_km=1)] == ["distance"]
    assert neighbours_of("81.72", within_km=1)[0].code == "81.02"


def test_provinces_face_each_other_across_straits() -> None:
    assert neighbours_of("51") == []
    bali = {n.code: n for n in neighbours_of("51", within_km=60)}
    assert set(bali) == {"35", "52"}
    assert bali["35"].distance_km < 5
    land = {(p.code_a, p.code_b) for p in neighbour_pairs().itertuples()}
    far = neighbour_pairs(within_km=500)
    near = far[far["how"] == "distance"]
    assert not land & set(zip(near["code_a"], near["code_b"], strict=True))
    assert (near["code_a"].str.len() == near["code_b"].str.len()).all()


def test_pairs_stand_once_and_grow_with_distance() -> None:
    pairs = neighbour_pairs()
    assert (pairs["code_a"] < pairs["code_b"]).all()
    assert not pairs.duplicated(["code_a", "code_b"]).any()
    assert len(neighbour_pairs(within_km=30)) > len(pairs)
    kalbar = [c for c in regions() if c.startswith("61.")]
    assert set(neighbour_pairs(kalbar)["how"]) == {"land"}
    assert neighbour_pairs([]).empty


def test_distances() -> None:
    assert centre_distance_km("35.78", "35.78") == 0
    assert 10 < centre_distance_km("35.78", "35.15") < 40


def test_land_is_light_and_public_domain() -> None:
    names = {f["properties"]["name"] for f in land()["features"]}
    assert {"Indonesia", "Malaysia", "Timor-Leste"} <= names
    assert (settings.REFERENCE / "land.geojson").stat().st_size < 450_000
    assert not list((settings.PROJECT / "data").rglob("*boundar*")), "no border file is shipped"


def test_a_real_boundary_file_is_read_and_made_light(home: Path) -> None:
    path = shared_file("geo/regions.geojson")
    found = boundaries(path)
    assert found is not None
    assert len(found["features"]) == 514
    assert set(found["features"][0]["properties"]) == {"code", "name"}


def _square(**properties: object) -> dict[str, object]:
    ring = [[110.0, -7.0], [110.5, -7.0], [110.5, -7.5], [110.0, -7.0]]
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


@pytest.mark.parametrize(
    "properties",
    [
        {"KODE": "35.78"},
        {"code": "35.78"},
        {"NAMOBJ": "Kota Surabaya"},
        {"NAME_2": "Surabaya", "TYPE_2": "Kota"},
        {"kode": 3578, "nama": "KOTA SURABAYA"},
    ],
)
def test_code_or_name_is_enough(home: Path, properties: dict[str, object]) -> None:
    content = json.dumps({"type": "FeatureCollection", "features": [_square(**properties)]}).encode()
    assert boundaries() is None
    assert install_boundaries(content, "batas.geojson") == Installed(regions_n=1, left_out_n=0)
    found = boundaries()
    assert found is not None
    assert found["features"][0]["properties"]["code"] == "35.78"
    remove_boundaries()
    assert boundaries() is None


def test_a_name_is_never_guessed_for_a_shape(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "batas.json"
    names = ["Bandung", "Kab. Trengalek", "Dinas Kesehatan Kota Malang", "Kabupaten Bandung"]
    features = [_square(name=name) for name in names]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    assert install_boundaries(path, path.name) == Installed(regions_n=1, left_out_n=3)
    found = boundaries()
    assert found is not None
    assert [f["properties"]["code"] for f in found["features"]] == ["32.04"]


def test_metres_are_not_degrees(home: Path) -> None:
    feature = _square(code="35.78")
    feature["geometry"] = {"type": "Polygon", "coordinates": [[[6e5, 9e6], [7e5, 9e6], [7e5, 9.1e6], [6e5, 9e6]]]}
    content = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    with pytest.raises(InputError, match="derajat"):
        install_boundaries(content, "utm.geojson")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01",
        b"[]",
        b'{"type": "FeatureCollection", "features": 3}',
        b'{"type": "FeatureCollection", "features": [{"properties": null}]}',
        json.dumps({"type": "FeatureCollection", "features": [_square(name="Wakanda")]}).encode(),
        b'{"features": [{"properties": {"code": "35.78"}, "geometry": {"type": "Polygon", "coordinates": [[["x"]]]}}]}',
        b'{"type": "FeatureCollection", "features": [{"properties": {"code": "35.78"}, "geometry": '
        b'{"type": "Polygon", "coordinates": [[[NaN, 1], [1, 1], [1, 2], [NaN, 1]]]}}]}',
        b"[" * 100_000,
    ],
)
def test_a_bad_boundary_file_is_one_sentence_and_changes_nothing(home: Path, content: bytes) -> None:
    good = json.dumps({"type": "FeatureCollection", "features": [_square(code="35.78")]}).encode()
    install_boundaries(good, "good.geojson")
    with pytest.raises(InputError, match="batas"):
        install_boundaries(content, "buruk.geojson")
    found = boundaries()
    assert found is not None
    assert len(found["features"]) == 1
