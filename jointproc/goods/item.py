"""One line of a price list or a purchase, read: which good it names, with which attributes, in which unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from jointproc.goods.attributes import Attribute, attributes_of, plain
from jointproc.goods.lexicon import Concept, lexicon
from jointproc.goods.normal_form import normal_form

__all__ = ["Item", "read_item"]

# next to a measured size these only say which side was measured
_MEASURED_BY: Final = frozenset(["tebal", "panjang", "pendek", "lebar", "tinggi"])
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?(?:/\d+)?")
_WORD: Final = re.compile(r"[a-z]{2,}")
_LONGEST: Final = 600


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """A line as the matcher sees it.

    Attributes:
        text, spec, unit: as given.
        concept: name of the good in the lexicon, with the word before it where that makes another good of it
            (``sewa kamera``); empty when the lexicon does not know it.
        head: the good's first own word where the lexicon does not know it.
        name: the words of the good's name.
        words: every meaningful word of text and specification, in this product's spelling.
        types: meaningful words that are neither name, colour, material, size, grade nor brand.
        kinds: kind of word (``colour, material, sizeword, tier, form, brand``) → the words found.
        attributes: measured attributes and codes.
        numbers: every number and code as comparable text.
        described: True when there is more than the name.
    """

    text: str
    spec: str
    unit: str
    concept: str
    head: str
    name: frozenset[str]
    words: frozenset[str]
    types: frozenset[str]
    kinds: dict[str, frozenset[str]]
    attributes: tuple[Attribute, ...]
    numbers: frozenset[str]
    described: bool

    @property
    def about(self) -> Concept | None:
        """What the lexicon knows of the good."""
        return lexicon().concepts.get(self.concept)


@lru_cache(maxsize=400_000)
def read_item(text: str, spec: str = "", unit: str = "") -> Item:
    """Read a line. Any text gives an answer; nothing is raised."""
    text, spec = text[:_LONGEST].strip(), spec[:_LONGEST].strip()
    spec_used = "" if normal_form(spec) == normal_form(text) or not re.search(r"[^\W_]", spec) else spec
    lex = lexicon()
    own = lex.spelled(normal_form(text).split())
    more = lex.spelled(normal_form(spec_used).split())
    concept, used = _concept_of(own, more)
    about = lex.concepts.get(concept)
    whole = plain(f"{text} | {spec_used}" if spec_used else text)
    found, rest = attributes_of(
        whole,
        paper_good=concept.startswith(("kertas", "cetak", "fotocopy", "amplop", "map", "buku")),
        computer=concept in ("laptop", "komputer", "pc aio", "tablet pc", "server"),
    )
    words = [w for w in lex.spelled(normal_form(rest).split()) if _WORD.fullmatch(w)]
    kinds = {
        kind: frozenset(w for w in words if w in lex.kinds[kind] and w not in used)
        for kind in ("colour", "material", "sizeword", "tier", "form", "brand")
    }
    if any(a.kind == "size" for a in found):
        kinds["sizeword"] -= _MEASURED_BY
    own_words = lex.words_of(concept)
    apart = lex.kinds["filler"].union(own_words, *kinds.values())
    if concept and not set(own) & own_words:
        # the text is only a heading ("Belanja jamuan rapat"); the good stands in the specification
        words = [w for w in lex.spelled(normal_form(attributes_of(plain(spec_used))[1]).split()) if _WORD.fullmatch(w)]
    types = frozenset(w for w in words if w not in apart and w not in used)
    name = frozenset(used)
    head = ""
    if not concept:
        apart_head = lex.kinds["filler"] | lex.kinds["brand"] | lex.kinds["heading"]
        plain_words = [w for w in own if _WORD.fullmatch(w)] + [w for w in more if _WORD.fullmatch(w)]
        head = next((w for w in plain_words if w not in apart_head), plain_words[0] if plain_words else "")
        name = frozenset({head}) if head else frozenset()
        types = types - name
    for kind, values in (about.defaults if about else {}).items():
        if kind in kinds and not kinds[kind]:
            kinds[kind] = values
        elif kind == "type" and not types:
            types = values
    numbers = frozenset(
        n
        for a in found
        if a.kind != "pack"
        for n in ([a.value, *_NUMBER.findall(a.shown)] if a.kind in ("code", "label") else _NUMBER.findall(a.shown))
    )
    return Item(
        text,
        spec,
        unit,
        concept,
        head,
        name,
        frozenset(words) - lex.kinds["filler"] | name,
        types,
        kinds,
        tuple(found),
        numbers,
        bool(types or found or any(kinds.values())),
    )


def _concept_of(own: list[str], more: list[str]) -> tuple[str, set[str]]:
    """The good named by text and specification, and the words that name it."""
    lex = lexicon()
    both = [*own, *more]
    place = lex.named(both)
    while place and place[0] < len(own) and own[place[0]] in lex.kinds["heading"] and place[1] - place[0] == 1:
        place = lex.named(both, place[1])
    if place is None:
        return "", set()
    start, end, name = place
    # the specification often holds the real name: "Kertas | Kertas HVS 70 gram A4"
    if more and start < len(own):
        inner = lex.named(more)
        while inner:
            if _refines(both[start:end], more[inner[0] : inner[1]], name, inner[2]):
                start, end, name = len(own) + inner[0], len(own) + inner[1], inner[2]
                break
            inner = lex.named(more, inner[1])
    service = next((w for w in own[:3] if w in lex.kinds["service"]), "")
    if service and own.index(service) < start and service not in both[start:end]:
        return f"{service} {name}", set(both[start:end]) | {service}
    used = set(both[start:end]) | (set(own[place[0] : place[1]]) if place[0] < len(own) else set())
    before = both[start - 1] if start and start != len(own) else ""
    if before in lex.kinds["prefix"]:
        return f"{before} {name}", used | {before}
    return name, used


def _refines(outer: list[str], inner: list[str], outer_name: str, inner_name: str) -> bool:
    """Whether the specification's name says more than the text's: same first word, and longer."""
    return inner_name != outer_name and len(inner) > len(outer) and inner[: len(outer)] == outer
