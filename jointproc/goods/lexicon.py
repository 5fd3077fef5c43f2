"""What is known beforehand about goods: their names, their spellings, and which attributes decide their price.

Two reference files hold it: ``data/reference/goods.csv`` (one row per good: names, what decides its price, trade packs)
and ``data/reference/good_words.toml`` (spellings and kinds of words). Both are data: a planner may extend them.
"""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from jointproc import settings
from jointproc.goods.normal_form import normal_form
from jointproc.intake.units import unit_of

__all__ = ["GENERIC_NEEDS", "Concept", "Lexicon", "Pack", "lexicon"]

# what decides the price of a good nobody described: every measured attribute
GENERIC_NEEDS: Final = frozenset(
    {
        "power",
        "apparent",
        "storage",
        "memory",
        "volume",
        "mass",
        "size",
        "paper",
        "code",
        "percent",
        "count",
        "form",
        "strength",
    }
)


_FILES: Final = ("goods.csv", "good_words.toml", "word_weights.csv")


@dataclass(frozen=True, slots=True)
class Pack:
    """What a trade pack holds, where custom fixes it: ``rim = 500 lembar``."""

    unit: str
    factor: float
    base: str


@dataclass(frozen=True, slots=True, eq=False)
class Concept:
    """One good of the lexicon.

    Attributes:
        name: what it is called here.
        wide: True where the name alone covers things of very different price (laptop, oven).
        needs: kinds of attribute that decide its price; when one side lacks one, prices don't compare.
        soft: kinds that do not move its price.
        defaults: kind → value meant when nothing is said ("ruler" is of plastic).
        packs: trade packs.
    """

    name: str
    wide: bool
    needs: frozenset[str]
    soft: frozenset[str]
    defaults: dict[str, frozenset[str]] = field(default_factory=dict)
    packs: tuple[Pack, ...] = ()


class Lexicon:
    """Names of goods, spellings and kinds of words, ready for look-up by tokens."""

    def __init__(self) -> None:
        read = [(settings.REFERENCE / name).read_bytes() for name in _FILES]
        # what was read with another lexicon is read again
        self.version: str = hashlib.sha1(b"".join(read), usedforsecurity=False).hexdigest()
        with (settings.REFERENCE / "good_words.toml").open("rb") as handle:
            words = tomllib.load(handle)
        self.kinds: dict[str, frozenset[str]] = {kind: frozenset(text.split()) for kind, text in words["kinds"].items()}
        self._spellings = _Phrases({tuple(normal_form(a).split()): b for a, b in words["spelling"].items()})
        self.concepts: dict[str, Concept] = {}
        names: dict[tuple[str, ...], str] = {}
        with (settings.REFERENCE / "goods.csv").open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle):
                self.concepts[row["good"]] = _concept(row)
                for alias in row["aliases"].split("|"):
                    names.setdefault(tuple(self.spelled(normal_form(alias).split())), row["good"])
        self._names = _Phrases(names)
        self._words: dict[str, set[str]] = {}
        for name, good in names.items():
            self._words.setdefault(good, set()).update(name)

    def words_of(self, good: str) -> set[str]:
        """Every word that occurs in a name of the good."""
        return self._words.get(good, set())

    def spelled(self, tokens: Sequence[str]) -> list[str]:
        """The tokens in this product's spelling; phrases first."""
        out: list[str] = []
        at = 0
        while at < len(tokens):
            length, answer = self._spellings.at(tokens, at)
            if length and answer is not None:
                out.extend(answer.split())
                at += length
            else:
                out.append(tokens[at])
                at += 1
        return out

    def named(self, tokens: Sequence[str], start: int = 0) -> tuple[int, int, str] | None:
        """The first good named in the tokens: where its name begins and ends, and which good it is."""
        for at in range(start, len(tokens)):
            length, answer = self._names.at(tokens, at)
            if length and answer is not None:
                return at, at + length, answer
        return None


class _Phrases:
    """The longest phrase that begins at a place."""

    def __init__(self, phrases: dict[tuple[str, ...], str]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for phrase, answer in phrases.items():
            if phrase:
                self._by_first.setdefault(phrase[0], []).append((phrase, answer))
        for options in self._by_first.values():
            options.sort(key=lambda one: -len(one[0]))

    def at(self, tokens: Sequence[str], at: int) -> tuple[int, str | None]:
        for phrase, answer in self._by_first.get(tokens[at], ()):
            if len(phrase) == 1 or tuple(tokens[at : at + len(phrase)]) == phrase:
                return len(phrase), answer
        return 0, None


def _concept(row: dict[str, str]) -> Concept:
    defaults = {
        kind: frozenset(values.split("/"))
        for kind, _, values in (one.partition("=") for one in row["defaults"].split())
    }
    packs = []
    for one in row["packs"].split("|"):
        if "=" in one:
            unit, _, held = one.partition("=")
            number, _, base = held.partition(" ")
            base_unit = unit_of(base)
            held_n = float(number) * float(base_unit.factor or 1)
            packs.append(Pack(unit_of(unit).name, held_n, base_unit.base or base_unit.name))
    return Concept(
        row["good"],
        row["width"] == "wide",
        frozenset(row["needs"].split()),
        frozenset(row["soft"].split()),
        defaults,
        tuple(packs),
    )


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    return Lexicon()
