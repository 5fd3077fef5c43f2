"""Where everything of a small map lies: land, neighbours' lines, points and names, for any format to draw."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from jointproc import regions as geography
from jointproc.papers.fitting import text_height, text_width
from jointproc.papers.paper import Paper

__all__ = ["Link", "MapLayout", "Name", "Spot", "map_layout", "map_sentence"]

Spot = tuple[float, float]
Ring = list[Spot]
# left, top, width, height
Box = tuple[float, float, float, float]
_LEAST_DEGREES: Final = 0.9
_MARGIN: Final = 0.22
_NAMED_MOST: Final = 14
# room of a name at 13 points; other sizes in proportion
_LABEL_SIZE: Final = 13
_LABEL_WIDTH: Final = 2.2
_LABEL_HEIGHT: Final = 0.3
# inches: half a point, from a point to its name, from one place tried for a name to the next
_POINT: Final = 0.1
_BESIDE: Final = 0.15
_STEP: Final = 0.08
# the least distance on paper that matters for a coast
_SEEN: Final = 0.025


@dataclass(frozen=True, slots=True)
class Link:
    """Two neighbouring members; ``land`` is False where water lies between."""

    start: Spot
    end: Spot
    land: bool


@dataclass(frozen=True, slots=True)
class Name:
    """A name in its box (inches); ``right`` ends it at the box's right edge, towards its point.

    Attributes:
        leader: from its point to it, where it had to move away.
    """

    text: str
    left: float
    top: float
    width: float
    height: float
    right: bool
    leader: tuple[Spot, Spot] | None = None


@dataclass(frozen=True, slots=True)
class MapLayout:
    """Places in inches from the top left of the page.

    Attributes:
        points: place by region code.
        names: empty where there are too many to be read.
    """

    land: tuple[Ring, ...]
    links: tuple[Link, ...]
    points: dict[str, Spot]
    names: tuple[Name, ...]


def map_layout(paper: Paper, box: Box, label_size: float = _LABEL_SIZE) -> MapLayout:
    """The members laid out in ``box`` (inches: left, top, width, height), names ``label_size`` points high."""
    members = [geography.region(m.code) for m in paper.parties]
    left, top, width, height = box
    middle = sum(m.lat for m in members) / len(members)
    squeeze = math.cos(math.radians(middle))
    west, east = min(m.lon for m in members), max(m.lon for m in members)
    south, north = min(m.lat for m in members), max(m.lat for m in members)
    # as wide as the box is, around the members
    across = max((east - west) * squeeze, (north - south) * width / height, _LEAST_DEGREES) * (1 + 2 * _MARGIN)
    scale = width / across
    centre_lon, centre_lat = (west + east) / 2, (south + north) / 2

    def place(lon: float, lat: float) -> Spot:
        x = left + width / 2 + (lon - centre_lon) * squeeze * scale
        y = top + height / 2 - (lat - centre_lat) * scale
        return x, y

    rings = (_clipped([place(lon, lat) for lon, lat in r], left, top, left + width, top + height) for r in _rings())
    at = {m.code: place(m.lon, m.lat) for m in members}
    pairs = geography.neighbour_pairs(paper.scenario.codes, paper.scenario.within_km)
    named = [(paper.label(m.code), at[m.code]) for m in members] if len(members) <= _NAMED_MOST else []
    return MapLayout(
        land=tuple(ring for ring in map(_thinned, rings) if len(ring) > 2),
        links=tuple(Link(at[p.code_a], at[p.code_b], p.how == "land") for p in pairs.itertuples()),
        points=at,
        names=_names(named, box, label_size),
    )


def map_sentence(paper: Paper) -> str:
    """The map in words, for whoever can't see it."""
    return paper.say("Peta: {names}.", names=paper.listing(paper.name(m.code) for m in paper.parties))


def _rings() -> Iterator[Ring]:
    for feature in geography.land()["features"]:
        shape = feature["geometry"]
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        for polygon in polygons:
            yield [(float(p[0]), float(p[1])) for p in polygon[0]]


def _clipped(ring: Ring, left: float, top: float, right: float, bottom: float) -> Ring:
    """The part of a ring inside a box (Sutherland–Hodgman)."""
    if all(x < left for x, _y in ring) or all(x > right for x, _y in ring):
        return []
    if all(y < top for _x, y in ring) or all(y > bottom for _x, y in ring):
        return []
    found = ring
    for axis, bound, sign in ((0, left, 1), (0, right, -1), (1, top, 1), (1, bottom, -1)):
        points, found = found, []
        for before, here in zip([points[-1], *points], points, strict=False):
            inside, was = sign * (here[axis] - bound) >= 0, sign * (before[axis] - bound) >= 0
            if inside != was:
                part = (bound - before[axis]) / (here[axis] - before[axis])
                found.append((before[0] + part * (here[0] - before[0]), before[1] + part * (here[1] - before[1])))
            if inside:
                found.append(here)
        if not found:
            return []
    return found


def _thinned(ring: Ring) -> Ring:
    """A ring without the points that lie nearer to the one before than can be seen; islets vanish with theirs."""
    kept = ring[:1]
    for point in ring[1:]:
        if max(abs(point[0] - kept[-1][0]), abs(point[1] - kept[-1][1])) >= _SEEN:
            kept.append(point)
    return kept


def _names(named: list[tuple[str, Spot]], box: Box, size: float) -> tuple[Name, ...]:
    """Names beside their points, moved no further than needed to lie on no other name or point."""
    wide, line = (part * size / _LABEL_SIZE for part in (_LABEL_WIDTH, _LABEL_HEIGHT))
    taken = [(x - _POINT, y - _POINT, 2 * _POINT, 2 * _POINT) for _name, (x, y) in named]
    found = []
    for name, at in sorted(named, key=lambda n: n[1][1]):
        width = min(wide, text_width(name, size, bold=True) + 0.12)
        tall = line * (2 if text_height([name], size, width, bold=True) > line else 1)
        places = list(_beside(at, width, tall, box))
        here = next((p for p in places if not any(_touch(p, other) for other in taken)), places[0])
        taken.append(here)
        found.append(Name(name, *here, here[0] + width / 2 < at[0], _leader(at, here)))
    return tuple(found)


def _beside(at: Spot, width: float, tall: float, box: Box) -> Iterator[Box]:
    """Places of a name at the right and the left of its point, the nearest first, inside the map."""
    left, top, wide, high = box
    x, y = at[0], min(max(at[1] - tall / 2, top), top + high - tall)
    sides = [s for s in (x + _BESIDE, x - _BESIDE - width) if left <= s and s + width <= left + wide]
    for step in range(int(high / _STEP)):
        for at_y in {y - step * _STEP, y + step * _STEP}:
            if top <= at_y <= top + high - tall:
                yield from ((side, at_y, width, tall) for side in sides or (left,))


def _leader(at: Spot, name: Box) -> tuple[Spot, Spot] | None:
    """A line from a point to the near edge of its name, none where they are beside each other."""
    left, top, width, tall = name
    if top - _POINT <= at[1] <= top + tall + _POINT:
        return None
    return at, (min(max(at[0], left), left + width), top + tall if at[1] > top else top)


def _touch(one: Box, other: Box) -> bool:
    return all(one[axis] < other[axis] + other[axis + 2] and other[axis] < one[axis] + one[axis + 2] for axis in (0, 1))
