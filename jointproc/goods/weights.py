"""How much a word tells about a good: rare words tell more. And cosines of lines by words and by letter groups."""

from __future__ import annotations

import csv
import math
from collections import Counter
from functools import cache, lru_cache

from jointproc import settings
from jointproc.goods.item import Item

__all__ = ["cosine", "total_weight", "weight"]


@cache
def _table() -> dict[str, float]:
    path = settings.REFERENCE / "word_weights.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        return {row["word"]: float(row["weight"]) for row in csv.DictReader(handle)}


def weight(word: str) -> float:
    """0 (everywhere) to 1 (rare) of a word; numbers count for half."""
    found = _table().get(word)
    if found is not None:
        return found
    return 0.5 if word[:1].isdigit() else 1.0


def cosine(left: Item, right: Item) -> tuple[float, float]:
    """Cosine by weighted words (numbers included) and by groups of three letters."""
    return _dot(_words(left), _words(right)), _dot(_signs(left), _signs(right))


def _dot(a: dict[str, float], b: dict[str, float]) -> float:
    if len(b) < len(a):
        a, b = b, a
    return min(sum([value * b[key] for key, value in a.items() if key in b]), 1.0)


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(v * v for v in vector.values()))
    return {k: v / length for k, v in vector.items()} if length else {}


@lru_cache(maxsize=400_000)
def total_weight(item: Item) -> float:
    """Weights of all words of a line together."""
    return math.fsum(map(weight, item.words))


@lru_cache(maxsize=100_000)
def _words(item: Item) -> dict[str, float]:
    vector = {word: weight(word) for word in item.words}
    vector.update(dict.fromkeys(item.numbers, 0.5))
    return _unit(vector)


@lru_cache(maxsize=100_000)
def _signs(item: Item) -> dict[str, float]:
    text = " " + " ".join(sorted(item.words | item.numbers)) + " "
    counts = Counter(text[i : i + 3] for i in range(len(text) - 2))
    return _unit({k: 1.0 + math.log(v) for k, v in counts.items()})
