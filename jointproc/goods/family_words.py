"""Reading a purchase text for its family: phrases with weights, found in the order in which they stand.

Indonesian names the thing first and says what it is for afterwards, so early words weigh more, and words after
"Sub Kegiatan", "untuk" or in brackets weigh less. ``data/reference/family_rules.csv`` holds the phrases: ``*`` at
either end of a word stands for any letters, ``#`` for a number, ``|`` parts phrases. The longest phrase at a place
takes its words, so that *tinta printer* is never read as a printer.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from functools import cache
from typing import Final, NamedTuple

from jointproc import settings

__all__ = ["Hit", "code_hits", "find", "first_phrase", "scores", "words_of"]

_TOKEN: Final = re.compile(r"[a-z]+|[0-9]+(?:[.,][0-9]+)*|[()\[\]]")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
# 5.02.04.1.01.0003 is the code of an activity; the name of the activity follows it
_ACTIVITY_CODE: Final = re.compile(r"[0-9](?:\.[0-9]+){3,}")
_TAG: Final = re.compile(r"<[^<>]{0,80}>")
_LONGEST: Final = 2_000
_REMEMBERED: Final = 200_000
_HEAD: Final = 1.0
_BRACKET: Final = 0.65
_BEFORE_GOOD: Final = 0.5
_ACTIVITY: Final = 0.15
_LATER: Final = 0.25
_MORE: Final = 0.15
_OTHERS: Final = 0.25


class _Phrase(NamedTuple):
    words: tuple[str, ...]
    family: str
    weight: float
    whole_family: bool


class Hit(NamedTuple):
    """A phrase found: its family, the words, their weight where they stand, and whether they name a whole family.

    ``start`` and ``end`` are places in :func:`words_of`; a code has -1.
    """

    family: str
    words: str
    weight: float
    whole_family: bool
    start: int
    end: int


class _Start(NamedTuple):
    """The phrases a word can start: by their second word, those whose second word is open, and the word alone."""

    by_second: dict[str, list[_Phrase]]
    open_second: list[_Phrase]
    alone: _Phrase | None


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with (settings.REFERENCE / "family_rules.csv").open(encoding="utf-8", newline="") as handle:
        return tuple(csv.DictReader(handle))


@cache
def _phrases(field: str) -> tuple[dict[str, list[_Phrase]], list[tuple[str, _Phrase]]]:
    """The phrases of a field by their first word, longest first; those that start with a wildcard apart."""
    exact: dict[str, list[_Phrase]] = defaultdict(list)
    open_: list[tuple[str, _Phrase]] = []
    for row in _rows():
        if row["field"] != field:
            continue
        for text in row["words"].split("|"):
            words = tuple(_single(text.split()))
            phrase = _Phrase(words, row["family"], float(row["weight"]), row["level"] == "family")
            if "*" in words[0]:
                open_.append((words[0], phrase))
            else:
                exact[words[0]].append(phrase)
    return dict(exact), open_


@cache
def _codes(field: str) -> tuple[tuple[str, str, float], ...]:
    rows = (row for row in _rows() if row["field"] == field)
    return tuple(
        (code.strip(), row["family"], float(row["weight"])) for row in rows for code in row["words"].split("|")
    )


def _fits(word: str, pattern: str) -> bool:
    if pattern[-1] == "*":
        return word.startswith(pattern[:-1])
    if pattern[0] == "*":
        return len(word) > len(pattern) and word.endswith(pattern[1:])
    return word == pattern or (pattern == "#" and word[0].isdigit())


class _Starts(dict[str, _Start | None]):
    """What a word can start, worked out when it is first met; nothing for most words."""

    def __init__(self, field: str) -> None:
        super().__init__()
        self.field = field

    def __missing__(self, word: str) -> _Start | None:
        if len(self) > _REMEMBERED:
            self.clear()
        self[word] = found = _starting(word, self.field)
        return found


@cache
def _starts(field: str) -> _Starts:
    return _Starts(field)


def _starting(word: str, field: str) -> _Start | None:
    exact, open_ = _phrases(field)
    found = [*exact.get(word, ()), *(exact.get("#", ()) if word[0].isdigit() else ())]
    found += [phrase for pattern, phrase in open_ if _fits(word, pattern)]
    if not found:
        return None
    longest = sorted((phrase for phrase in found if len(phrase.words) > 1), key=lambda phrase: -len(phrase.words))
    by_second: dict[str, list[_Phrase]] = defaultdict(list)
    for phrase in longest:
        by_second[phrase.words[1]].append(phrase)
    open_second = [phrase for phrase in longest if phrase.words[1] == "#" or "*" in phrase.words[1]]
    return _Start(dict(by_second), open_second, next((phrase for phrase in found if len(phrase.words) == 1), None))


def words_of(text: str) -> list[str]:
    """Lower-case words, numbers and brackets of a text; capitals part glued words (``BahanKomputer``), tags go."""
    text = text[:_LONGEST]
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    if "<" in text:
        text = _TAG.sub(" ", text)
    return _single(_TOKEN.findall(_CAMEL.sub(" ", text).lower()))


def _single(words: list[str]) -> list[str]:
    """A word said twice is said once: ``alat-alat kedokteran``, ``bahan-bahan bakar``."""
    return [word for before, word in zip(["", *words], words, strict=False) if word != before]


def _match(words: list[str], at: int, start: _Start) -> _Phrase | None:
    if at + 1 < len(words) and (start.by_second or start.open_second):
        for phrase in start.by_second.get(words[at + 1], ()):
            if len(phrase.words) == 2 or _goes_on(words, at, phrase.words):
                return phrase
        for phrase in start.open_second:
            if _goes_on(words, at, phrase.words):
                return phrase
    return start.alone


def _goes_on(words: list[str], at: int, more: tuple[str, ...]) -> bool:
    if len(more) > len(words) - at:
        return False
    return all(words[at + n] == more[n] or _fits(words[at + n], more[n]) for n in range(1, len(more)))


def find(text: str) -> list[Hit]:
    """The phrases of a text in their order, each with the weight it has where it stands."""
    words = words_of(text)
    hits: list[Hit] = []
    zone, outer, depth, at = _HEAD, _HEAD, 0, -1
    taken, named = 0, False
    starts = _starts("text")
    for word in words:
        at += 1
        if at < taken:
            continue
        start = starts[word]
        phrase = None if start is None else _match(words, at, start)
        if phrase is None:
            if word >= "a":
                continue
            if word in "([":
                depth += 1
                if depth == 1:
                    outer, zone = zone, min(zone, _BRACKET)
            elif word in ")]":
                if depth == 1:
                    zone = outer
                depth = max(0, depth - 1)
            elif _ACTIVITY_CODE.match(word):
                zone = outer = _ACTIVITY
            continue
        taken = at + len(phrase.words)
        if phrase.family[0] != "#":
            weight = phrase.weight * zone / (1 + _LATER * len(hits))
            said = word if taken == at + 1 else " ".join(words[at:taken])
            hits.append(Hit(phrase.family, said, weight, phrase.whole_family, at, taken))
        else:
            if word == "belanja" and hits and not named:
                # "Pelatihan tani (Belanja pupuk)": what stood before was the activity
                hits = [hit._replace(weight=hit.weight * _BEFORE_GOOD) for hit in hits]
            named = named or word == "belanja"
            zone = _zone_after(phrase, zone, at)
            outer = zone if not depth or zone == _ACTIVITY else outer
    return hits


def _zone_after(phrase: _Phrase, zone: float, at: int) -> float:
    """How much words count from here on; a new "belanja" starts afresh, everything else only lowers it."""
    if phrase.family == "#good":
        return phrase.weight if at > 0 else zone
    return zone if phrase.family == "#skip" else min(zone, phrase.weight)


def scores(hits: list[Hit]) -> list[tuple[float, str, str]]:
    """``score, family, words that decided`` of each family, best first; repeated words count once."""
    if len(hits) == 1:
        return [(hits[0].weight, hits[0].family, hits[0].words)]
    best: dict[str, dict[str, float]] = {}
    for hit in hits:
        phrases = best.setdefault(hit.family, {})
        if hit.weight > phrases.get(hit.words, 0.0):
            phrases[hit.words] = hit.weight
    found = []
    for family, phrases in best.items():
        top = max(phrases, key=phrases.__getitem__)
        others = min(phrases[top] * _OTHERS, _MORE * (sum(phrases.values()) - phrases[top]))
        found.append((phrases[top] + others, family, top))
    return sorted(found, reverse=True)


def code_hits(field: str, value: str) -> list[Hit]:
    """What a code says (``field`` is ``account`` or ``kbki``): the longest beginning that is known."""
    fits = [rule for rule in _codes(field) if value.startswith(rule[0])] if value else []
    if not fits:
        return []
    code, family, weight = max(fits, key=lambda rule: len(rule[0]))
    return [Hit(family, code, weight, True, -1, -1)]


def first_phrase(name: str) -> tuple[str, float] | None:
    """Family and confidence by which a product catalogue begins; nothing when its name is not known."""
    words = [word for word in words_of(name) if word not in "()[]"]
    start = _starts("catalogue")[words[0]] if words else None
    phrase = None if start is None else _match(words, 0, start)
    return None if phrase is None else (phrase.family, phrase.weight)
