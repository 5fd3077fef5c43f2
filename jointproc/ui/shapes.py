"""Shapes that travel light: written as JSON once, and dropped into each map's JSON as they are.

pydeck walks through every coordinate each time it writes a map (ten seconds for the land of Indonesia, and seven times
the size for its indentation). Shapes never change while the app runs, so they are kept as text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pydeck as pdk

__all__ = ["LightDeck", "Shapes", "shapes", "slot"]

_DIGITS: Final = 3  # 0.001 degree, about 100 m


@dataclass(frozen=True, slots=True)
class Shapes:
    """A GeoJSON collection as compact text, and each feature as text by its ``code`` (when it has one)."""

    text: str
    by_code: Mapping[str, str]

    def lit(self, fills: Mapping[str, Sequence[int]]) -> str:
        """Some of the features as a collection of their own, each with its ``fill`` colour."""
        features = [
            f'{{"type":"Feature","properties":{{"fill":{json.dumps(list(colour))}}},"geometry":{self.by_code[code]}}}'
            for code, colour in fills.items()
            if code in self.by_code
        ]
        return f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'


def shapes(collection: Mapping[str, Any]) -> Shapes:
    """Prepare a GeoJSON FeatureCollection; names and other properties stay behind."""
    texts, by_code = [], {}
    for feature in collection["features"]:
        kind, coordinates = feature["geometry"]["type"], _rounded(feature["geometry"]["coordinates"])
        text = json.dumps({"type": kind, "coordinates": coordinates}, separators=(",", ":"))
        texts.append(f'{{"type":"Feature","properties":{{}},"geometry":{text}}}')
        code = feature.get("properties", {}).get("code")
        if code:
            by_code[str(code)] = text
    return Shapes(f'{{"type":"FeatureCollection","features":[{",".join(texts)}]}}', by_code)


def _rounded(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_rounded(part) for part in value]
    rounded = round(float(value), _DIGITS)
    return int(rounded) if rounded == int(rounded) else rounded


def slot(name: str) -> str:
    """What stands as a layer's ``data`` until the shapes called ``name`` are dropped in."""
    return f"shapes:{name}"


class LightDeck(pdk.Deck):
    """A Deck whose layers may hold a :func:`slot` as data; ``to_json`` is compact and fills the slots."""

    def __init__(self, *, filled: Mapping[str, str], **options: Any) -> None:
        super().__init__(**options)
        self._filled = dict(filled)

    def to_json(self) -> str:
        """The map as JSON."""
        written = json.loads(super().to_json())
        written.pop("_filled", None)  # pydeck writes every attribute
        text = json.dumps(written, separators=(",", ":"))
        for name, shape in self._filled.items():
            text = text.replace(json.dumps(slot(name)), shape)
        return text
