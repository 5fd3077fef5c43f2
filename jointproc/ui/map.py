"""The map without tiles: land, optional borders, regions as points at their true places, links between neighbours.

pydeck with ``map_provider=None`` asks no server for anything. Links are drawn as flat curves (an ``ArcLayer`` seen
from above is a straight line, and can't be dashed): across land solid, across water dashed and lighter. Only the
points can be clicked, so that no geometry comes back with a selection.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import pydeck as pdk

from jointproc.ui.palette import Palette, rgb
from jointproc.ui.shapes import LightDeck, Shapes, slot

__all__ = ["INDONESIA", "REGION_LAYER", "Frame", "Place", "clicked_code", "curve", "deck", "frame"]

REGION_LAYER: Final = "regions"
_CURVE_POINTS: Final = 14
_BEND: Final = 0.16
# Longest link and largest point on screen, in pixels.
_WIDEST: Final = 9.0
_THINNEST: Final = 1.2
_LARGEST: Final = 17.0
_SMALLEST: Final = 4.0
LABEL_SIZE: Final = 14
_FONT: Final = "Source Sans, Source Sans Pro, sans-serif"


@dataclass(frozen=True, slots=True)
class Place:
    """One point: ``role`` is ``chosen``, ``neighbour``, ``other`` or ``empty`` (no spending in scope)."""

    code: str
    label: str
    lon: float
    lat: float
    value: float
    role: str
    told: str
    named: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the map looks."""

    lon: float
    lat: float
    zoom: float


INDONESIA: Final = Frame(118.0, -2.3, 3.9)


def frame(points: Sequence[tuple[float, float]], width: int, height: int, padding: float = 0.12) -> Frame:
    """The view that shows all ``(lon, lat)`` points in a picture of this many pixels (Web Mercator)."""
    if not points:
        return INDONESIA
    lons, lats = [p[0] for p in points], [p[1] for p in points]
    low, high = _mercator(min(lats)), _mercator(max(lats))
    wide = max(max(lons) - min(lons), 0.35) / 360
    tall = max(high - low, 0.35 / 360)
    room = 1 + 2 * padding
    # the world is 512 pixels wide at zoom 0
    zoom = math.log2(min(width / (512 * wide * room), height / (512 * tall * room)))
    middle = (low + high) / 2
    lat = math.degrees(2 * math.atan(math.exp(middle * 2 * math.pi)) - math.pi / 2)
    return Frame((min(lons) + max(lons)) / 2, lat, max(3.2, min(zoom, 10.0)))


def _mercator(lat: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)) / (2 * math.pi)


def curve(start: tuple[float, float], end: tuple[float, float]) -> list[list[float]]:
    """A gently bent line between two points, always bent to the same side of the pair."""
    if start > end:
        start, end = end, start
    (x0, y0), (x1, y1) = start, end
    cx, cy = (x0 + x1) / 2 - (y1 - y0) * _BEND, (y0 + y1) / 2 + (x1 - x0) * _BEND
    steps = [i / (_CURVE_POINTS - 1) for i in range(_CURVE_POINTS)]
    return [
        [
            round((1 - t) ** 2 * x0 + 2 * (1 - t) * t * cx + t**2 * x1, 4),
            round((1 - t) ** 2 * y0 + 2 * (1 - t) * t * cy + t**2 * y1, 4),
        ]
        for t in steps
    ]


def label_spots(points: Sequence[tuple[str, list[float], float, int]], view: Frame) -> list[dict[str, Any]]:
    """Where each name stands so that none covers another name or a point; names without room are left out.

    Args:
        points: ``(label or "", [lon, lat], radius in pixels, rank)``; higher ranks choose first.
        view: positions are worked out for it; closer in there is only more room.
    """
    scale = 512 * 2**view.zoom
    at = [(lon / 360 * scale, -_mercator(lat) * scale) for _label, (lon, lat), _radius, _rank in points]
    taken = [(x - r, y - r, x + r, y + r) for (x, y), (_label, _place, r, _rank) in zip(at, points, strict=True)]
    found: list[dict[str, Any]] = []
    for i in sorted(range(len(points)), key=lambda i: (-points[i][3], -points[i][2])):
        name, place, radius, rank = points[i]
        if not name:
            continue
        x, y = at[i]
        wide, gap = len(name) * LABEL_SIZE * 0.56 + 4, radius + 5
        up = gap + LABEL_SIZE / 2
        spots = (
            ("middle", 0.0, -up, x - wide / 2),
            ("middle", 0.0, up, x - wide / 2),
            ("start", gap, 0.0, x + gap),
            ("end", -gap, 0.0, x - gap - wide),
        )
        boxes = [
            (left, y + dy - LABEL_SIZE / 2, left + wide, y + dy + LABEL_SIZE / 2) for _anchor, _dx, dy, left in spots
        ]
        free = [k for k, box in enumerate(boxes) if all(_apart(box, other) for n, other in enumerate(taken) if n != i)]
        if not free and rank < 3:
            continue
        best = free[0] if free else 0
        anchor, dx, dy, _left = spots[best]
        taken.append(boxes[best])
        found.append({"at": place, "label": name, "anchor": anchor, "offset": [round(dx), round(dy)]})
    return found


def _apart(one: tuple[float, float, float, float], two: tuple[float, float, float, float]) -> bool:
    return one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] or two[3] <= one[1]


def deck(
    places: Sequence[Place],
    links: pd.DataFrame,
    colours: Palette,
    *,
    view: Frame,
    land: Shapes,
    borders: Shapes | None = None,
) -> pdk.Deck:
    """The picture.

    Args:
        places: the regions.
        links: ``lon_a, lat_a, lon_b, lat_b, how`` (``land``/``distance``), ``value`` (rupiah, drawn as width),
            ``strong`` (bool: drawn in the neighbour's colour), ``told`` (what the pointer reads).
        colours: of the reader's theme.
        view: where to look.
        land: the base map.
        borders: region borders by code, when installed.
    """
    layers = [_shape_layer("land", rgb(colours.land), colours.shore)]
    filled = {"land": land.text}
    if borders is not None:
        fills = {"chosen": rgb(colours.chosen, 0.45), "neighbour": rgb(colours.neighbour, 0.30)}
        filled["borders"] = borders.text
        filled["highlighted"] = borders.lit({p.code: fills[p.role] for p in places if p.role in fills})
        layers.append(_shape_layer("borders", rgb(colours.other, 0.10), colours.border))
        layers.append(_shape_layer("highlighted", "properties.fill", colours.border))
    layers.extend(_links(links, colours))
    layers.extend(_points(places, colours, view))
    return LightDeck(
        filled=filled,
        layers=layers,
        initial_view_state=pdk.ViewState(
            longitude=round(view.lon, 4), latitude=round(view.lat, 4), zoom=round(view.zoom, 2), min_zoom=3, max_zoom=11
        ),
        views=[pdk.View(type="MapView", controller=True)],
        map_provider=None,
        tooltip={
            "text": "{told}",
            "style": {
                "backgroundColor": colours.surface,
                "color": colours.text,
                "fontFamily": _FONT,
                "fontSize": "14px",
                "border": f"1px solid {colours.line}",
                "borderRadius": "6px",
                "maxWidth": "280px",
                "whiteSpace": "pre-line",
            },
        },
    )


def clicked_code(selection: Mapping[str, Any] | None) -> str | None:
    """The region code of a map selection, or None when nothing (or nothing of ours) was clicked."""
    objects = ((selection or {}).get("objects") or {}).get(REGION_LAYER) or []
    code = objects[0].get("code") if objects and isinstance(objects[0], Mapping) else None
    return code if isinstance(code, str) else None


def _shape_layer(name: str, fill: list[int] | str, line: str) -> pdk.Layer:
    return pdk.Layer(
        "GeoJsonLayer",
        id=name,
        data=slot(name),
        filled=True,
        stroked=True,
        get_fill_color=fill,
        get_line_color=rgb(line),
        line_width_min_pixels=0.7,
        line_width_max_pixels=1.1,
        pickable=False,
    )


def _links(links: pd.DataFrame, colours: Palette) -> list[pdk.Layer]:
    largest = float(links["value"].max()) if len(links) else 0.0
    layers = []
    for how, name in (("land", "links_land"), ("distance", "links_water")):
        rows = [
            {
                "path": curve((row.lon_a, row.lat_a), (row.lon_b, row.lat_b)),
                "width": round(_THINNEST + (_WIDEST - _THINNEST) * max(row.value, 0) / largest, 1)
                if largest
                else _THINNEST,
                "colour": rgb(colours.neighbour if row.strong else colours.other, 0.85 if how == "land" else 0.60),
                "told": row.told,
            }
            for row in links[links["how"] == how].itertuples()
        ]
        extra: dict[str, Any] = {}
        if how == "distance":
            extra = {
                "extensions": [{"@@type": "PathStyleExtension", "dash": True, "highPrecisionDash": True}],
                "get_dash_array": [3, 2],
            }
        layers.append(
            pdk.Layer(
                "PathLayer",
                id=name,
                data=rows,
                get_path="path",
                get_width="width",
                width_units=pdk.types.String("pixels"),
                get_color="colour",
                cap_rounded=how == "land",
                joint_rounded=True,
                pickable=True,
                **extra,
            )
        )
    return layers


def _points(places: Sequence[Place], colours: Palette, view: Frame) -> list[pdk.Layer]:
    largest = max((p.value for p in places), default=0.0)
    fill = {
        "chosen": rgb(colours.chosen),
        "neighbour": rgb(colours.neighbour),
        "other": rgb(colours.other),
        "empty": rgb(colours.background),
    }
    # the chosen one is drawn last, over its neighbours
    order = {"empty": 0, "other": 1, "neighbour": 2, "chosen": 3}
    rows: list[dict[str, Any]] = []
    for place in sorted(places, key=lambda p: order[p.role]):
        radius = _SMALLEST + (_LARGEST - _SMALLEST) * math.sqrt(max(place.value, 0) / largest) if largest else _SMALLEST
        rows.append(
            {
                "code": place.code,
                "role": place.role,
                "told": place.told,
                "label": place.label if place.named else "",
                "at": [round(place.lon, 4), round(place.lat, 4)],
                "radius": round(max(radius, 7.0) if place.role == "chosen" else radius, 1),
                "touch": round(max(radius, 13.0), 1),
                "fill": fill[place.role],
                "line": rgb(colours.muted if place.role == "empty" else colours.background),
            }
        )
    named = label_spots(
        [(r["label"], r["at"], r["radius"], 3 if r["role"] == "chosen" else 2 if r["label"] else 0) for r in rows], view
    )
    return [
        pdk.Layer(
            "ScatterplotLayer",
            id="dots",
            data=[{k: r[k] for k in ("at", "radius", "fill", "line")} for r in rows],
            get_position="at",
            get_radius="radius",
            radius_units=pdk.types.String("pixels"),
            get_fill_color="fill",
            get_line_color="line",
            stroked=True,
            line_width_units=pdk.types.String("pixels"),
            get_line_width=1.5,
            pickable=False,
        ),
        # An invisible, larger disc over each point: a finger hits it, and no geometry comes back.
        pdk.Layer(
            "ScatterplotLayer",
            id=REGION_LAYER,
            data=[{k: r[k] for k in ("code", "told", "at", "touch")} for r in rows],
            get_position="at",
            get_radius="touch",
            radius_units=pdk.types.String("pixels"),
            get_fill_color=[0, 0, 0, 1],
            pickable=True,
        ),
        pdk.Layer(
            "TextLayer",
            id="labels",
            data=named,
            get_position="at",
            get_text="label",
            get_size=LABEL_SIZE,
            get_color=rgb(colours.text),
            get_pixel_offset="offset",
            get_text_anchor="anchor",
            get_alignment_baseline="'center'",
            font_family=pdk.types.String(_FONT),
            font_weight=600,
            background=True,
            get_background_color=rgb(colours.background, 0.78),
            background_padding=[3, 0],
            character_set=pdk.types.String("auto"),
            pickable=False,
        ),
    ]
