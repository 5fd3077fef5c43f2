"""Two lines side by side: what agrees, what differs, what only one of them says."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Final

from rapidfuzz.distance import JaroWinkler

from jointproc.goods.attributes import Attribute
from jointproc.goods.conversion import UnitRelation, unit_relation
from jointproc.goods.item import Item
from jointproc.goods.lexicon import GENERIC_NEEDS, Concept
from jointproc.goods.weights import cosine, total_weight, weight
from jointproc.intake.units import unit_of

__all__ = ["FEATURES", "Comparison", "compare"]

FEATURES: Final = (
    "same_good",
    "other_good",
    "one_known",
    "none_known",
    "name_alike",
    "words_cosine",
    "signs_cosine",
    "covered",
    "needs_agree",
    "needs_differ",
    "needs_one_sided",
    "wide_undescribed",
    "rest_agree",
    "rest_differ",
    "rest_one_sided",
    "code_agree",
    "code_differ",
    "types_shared",
    "types_both",
    "types_one",
    "brand_agree",
    "brand_differ",
    "brand_one",
    "unit_same",
    "unit_converted",
    "unit_unknown",
    "unit_apart",
    "wide",
    "identical",
    "described_gap",
)
_WORD_KINDS: Final = ("colour", "material", "sizeword", "tier", "form")
_MEASURES: Final = frozenset({"massa", "volume", "panjang", "luas"})
_HOMOGENEOUS_RATIO: Final = 5.0
# stands among the needs of a good whose measure is its size rather than how much of it there is: a syringe of 3 cc
_CAPACITY: Final = "capacity"
_NEAR: Final = 0.03


@dataclass(slots=True)
class Comparison:
    """The result of comparing two lines.

    Attributes:
        features: name of :data:`FEATURES` → value.
        agree, differ, one_sided: (kind, left, right) as shown to people; of ``one_sided`` one of the two is empty.
        unit: how the units relate.
        factor: how many right units one left unit is worth, contents included.
    """

    features: dict[str, float]
    agree: list[tuple[str, str, str]] = field(default_factory=list)
    differ: list[tuple[str, str, str]] = field(default_factory=list)
    one_sided: list[tuple[str, str, str]] = field(default_factory=list)
    unit: UnitRelation = field(default_factory=lambda: UnitRelation("unknown", 1.0))
    factor: float = 1.0


def compare(left: Item, right: Item) -> Comparison:
    """Compare two lines. Symmetric in its verdict: swapping the sides swaps the reasons and inverts the factor."""
    f = dict.fromkeys(FEATURES, 0.0)
    out = Comparison(f)
    known = bool(left.concept) + bool(right.concept)
    same_good = known == 2 and left.concept == right.concept
    f["same_good"] = float(same_good)
    f["other_good"] = float(known == 2 and not same_good)
    f["one_known"] = float(known == 1)
    f["none_known"] = float(known == 0)
    f["name_alike"] = _names_alike(left, right)
    f["words_cosine"], f["signs_cosine"] = cosine(left, right)
    f["covered"] = _covered(left, right)
    about = left.about if same_good else None
    needs = about.needs if about else GENERIC_NEEDS
    soft = about.soft if about else frozenset({"brand", "colour"})
    f["wide"] = float(about is not None and about.wide)
    _attributes(left, right, needs, soft, about, out)
    _words(left, right, needs, soft, out)
    if (about is None or about.wide) and not left.described and not right.described:
        f["wide_undescribed"] = 1.0
    out.unit = unit_relation(left, right)
    if out.factor == 1.0 or out.unit.kind == "converted" or _sold_by_measure(left):
        # what a unit measures is not told twice: sacks of 40 and 50 kg, priced by the kilogram, are priced alike
        out.factor = out.unit.factor
    f["unit_same"] = float(out.unit.kind in ("same", "alike"))
    f["unit_converted"] = float(out.unit.kind in ("converted", "custom"))
    f["unit_unknown"] = float(out.unit.kind == "unknown")
    f["unit_apart"] = float(out.unit.kind == "apart")
    f["identical"] = float(left.words == right.words and left.numbers == right.numbers)
    f["described_gap"] = float(left.described != right.described)
    # the order in which words are summed up must not decide on which side of a tree's threshold a value falls
    out.features = {name: round(value, 4) for name, value in f.items()}
    return out


def _sold_by_measure(item: Item) -> bool:
    return bool(item.unit.strip()) and unit_of(item.unit).dimension in _MEASURES


def _names_alike(left: Item, right: Item) -> float:
    if left.concept and left.concept == right.concept:
        return 1.0
    a, b = " ".join(sorted(left.name)), " ".join(sorted(right.name))
    if not a or not b:
        return 0.0
    best = float(JaroWinkler.similarity(a, b))
    shared = left.name & right.words | right.name & left.words
    total = left.name | right.name
    return max(best if best > 0.9 else 0.0, len(shared) / max(len(total), 1))


def _covered(left: Item, right: Item) -> float:
    """Of the words of the shorter line, the share (by weight) the other has too."""
    least = min(total_weight(left), total_weight(right))
    return min(math.fsum(map(weight, left.words & right.words)) / least, 1.0) if least > 0 else 0.0


def _attributes(
    left: Item, right: Item, needs: frozenset[str], soft: frozenset[str], about: Concept | None, out: Comparison
) -> None:
    f = out.features
    narrow = about is not None and not about.wide
    ours, theirs = _with_codes(left, right)
    shared_codes = _codes(left) & (_codes(right) | right.numbers) | _codes(right) & left.numbers
    code_agrees = bool(shared_codes)
    for kind in sorted({a.kind for a in ours} | {a.kind for a in theirs}):
        mine = [a for a in ours if a.kind == kind]
        yours = [a for a in theirs if a.kind == kind]
        needed = kind in needs
        if kind in soft and not needed:
            continue
        if mine and yours:
            verdict, factor = _same_values(kind, mine, yours, left, right, narrow and needed and _CAPACITY not in needs)
            if kind == "pack":
                # how much a pack holds is a question of the units
                continue
            shown = (kind, _shown(mine), _shown(yours))
            # one number each and another one: clip no. 3 and no. 1, fuel of 92 and of 90
            needed = needed or (kind == "code" and about is not None and len(mine) == len(yours) == 1)
            if verdict:
                out.agree.append(shown)
                f["needs_agree" if needed else "rest_agree"] += 1.0
                f["code_agree"] += float(kind == "code")
                if factor != 1.0:
                    out.factor = factor
            elif kind == "code" and not needed and (len(mine) + len(yours) > 6 or (not code_agrees and not narrow)):
                f["code_differ"] += 0.5
                out.differ.append(shown)
            else:
                out.differ.append(shown)
                f["needs_differ" if needed else "rest_differ"] += 1.0
                f["code_differ"] += float(kind == "code")
        else:
            if kind == "pack":
                continue
            numbers = {n for a in (mine or yours) for n in _numbers(a)}
            other = (right if mine else left).numbers
            if numbers and numbers <= other:
                # a bare number on one side is the measured one of the other: "spring 3/4" and "3/4 inch"
                f["needs_agree" if needed else "rest_agree"] += 1.0
                out.agree.append((kind, _shown(mine or yours), _shown(mine or yours)))
                continue
            if about is not None and {a.value for a in (mine or yours)} <= about.defaults.get(kind, frozenset()):
                continue
            out.one_sided.append((kind, _shown(mine), _shown(yours)))
            if code_agrees and kind != "paper":
                f["rest_one_sided"] += 0.5
            else:
                f["needs_one_sided" if needed else "rest_one_sided"] += 1.0


def _words(left: Item, right: Item, needs: frozenset[str], soft: frozenset[str], out: Comparison) -> None:
    f = out.features
    for kind in _WORD_KINDS:
        mine, yours = left.kinds[kind], right.kinds[kind]
        wanted = "tint" if kind == "colour" and "tint" in needs else kind
        needed = wanted in needs
        if (kind in soft and not needed) or not (mine or yours):
            continue
        shown = (kind, " ".join(sorted(mine)), " ".join(sorted(yours)))
        if mine and yours:
            if mine & yours or mine <= right.words or yours <= left.words:
                out.agree.append(shown)
                f["needs_agree" if needed else "rest_agree"] += 1.0
            else:
                out.differ.append(shown)
                f["needs_differ" if needed else "rest_differ"] += 1.0
        elif (mine or yours) <= (right if mine else left).name:
            continue
        else:
            out.one_sided.append(shown)
            f["needs_one_sided" if needed else "rest_one_sided"] += 1.0 if needed else 0.5
    only_left, only_right, shared = _apart(left, right)
    needed = "type" in needs
    heavy = 1.0 if needed else 0.5 if "type" not in soft else 0.15
    f["types_shared"] = min(len(shared), 4)
    if only_left and only_right:
        f["types_both"] = heavy * min(_mass(only_left), _mass(only_right))
        out.differ.append(("type", " ".join(sorted(only_left)), " ".join(sorted(only_right))))
    f["types_one"] = heavy * abs(_mass(only_left) - _mass(only_right))
    if bool(only_left) != bool(only_right):
        out.one_sided.append(("type", " ".join(sorted(only_left)), " ".join(sorted(only_right))))
    mine, yours = left.kinds["brand"], right.kinds["brand"]
    if mine or yours:
        tier = 1.0 if "brand" not in soft else 0.3
        f["brand_agree"] = float(bool(mine & yours))
        f["brand_differ"] = tier * float(bool(mine and yours and not mine & yours))
        f["brand_one"] = tier * float(bool(mine) != bool(yours))
        if mine and yours and not mine & yours:
            out.differ.append(("brand", " ".join(sorted(mine)), " ".join(sorted(yours))))


def _mass(words: frozenset[str]) -> float:
    return min(sum(weight(w) for w in words), 3.0)


def _apart(left: Item, right: Item) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Type words only the left has, only the right has, and both have, near spellings counted as the same."""
    mine = left.types - right.words - right.name
    yours = right.types - left.words - left.name
    shared = set(left.types & right.types)
    for word in sorted(mine):
        for other in sorted(yours):
            if len(word) > 3 and len(other) > 3 and JaroWinkler.similarity(word, other) >= 0.93:
                shared.add(word)
                mine, yours = mine - {word}, yours - {other}
                break
    return frozenset(mine), frozenset(yours), frozenset(shared)


def _codes(item: Item) -> frozenset[str]:
    return frozenset(a.value for a in item.attributes if a.kind in ("code", "label"))


def _labelled(item: Item) -> bool:
    return any(a.kind == "label" for a in item.attributes)


def _with_codes(left: Item, right: Item) -> tuple[list[Attribute], list[Attribute]]:
    """Attributes of both, where numbers after "no." or "type" go before other codes when both sides have them."""
    labelled = _labelled(left) and _labelled(right)
    ours, theirs = (
        [
            replace(a, kind="code") if a.kind == "label" else a
            for a in item.attributes
            if not (labelled and a.kind == "code")
        ]
        for item in (left, right)
    )
    return ours, theirs


def _numbers(attribute: Attribute) -> list[str]:
    if attribute.kind in ("paper", "processor"):
        return []
    return [attribute.value] if attribute.kind == "code" else [n for n in attribute.value.split() if n[:1].isdigit()]


def _same_values(
    kind: str, mine: list[Attribute], yours: list[Attribute], left: Item, right: Item, homogeneous: bool
) -> tuple[bool, float]:
    """Whether the values agree, and the factor between contents of a homogeneous good."""
    if kind == "code":
        a, b = {one.value for one in mine}, {one.value for one in yours}
        if all(_labelled(item) for item in (left, right)):
            return bool(a & b), 1.0
        return bool(a & (b | right.numbers) or b & left.numbers), 1.0
    if kind == "memory" and len(mine) == len(yours) > 1:
        # "RAM 8 GB SSD 512 GB": a disk read as memory must not hide that the memory differs
        return all(any(_close(a, b) for b in yours) for a in mine), 1.0
    if any(_close(a, b) for a in mine for b in yours):
        return True, 1.0
    if homogeneous and kind in ("volume", "mass", "strength") and len(mine) == len(yours) == 1 and kind != "strength":
        ratio = mine[0].low / yours[0].low if yours[0].low else math.inf
        if 1 / _HOMOGENEOUS_RATIO <= ratio <= _HOMOGENEOUS_RATIO:
            return True, ratio
    if kind == "storage" and {round(mine[0].low), round(yours[0].low)} == {32, 38}:
        return True, 1.0
    return False, 1.0


def _close(a: Attribute, b: Attribute) -> bool:
    if " x " in a.value and " x " in b.value:
        return _same_sides(a.value, b.value)
    if math.isnan(a.low) or math.isnan(b.low):
        return a.value == b.value
    slack = _NEAR * max(abs(a.high), abs(b.high))
    return a.low <= b.high + slack and b.low <= a.high + slack


def _same_sides(a: str, b: str) -> bool:
    """Whether two sizes have the same sides; where one has no unit, any of mm, cm, inch and m will do."""
    mine, yours = ([float(side) for side in text.rstrip(" ?").split(" x ")] for text in (a, b))
    if len(mine) != len(yours):
        # a third side may be missing: 40 x 60 and 40 x 60 x 0.05
        shorter, longer = sorted((mine, yours), key=len)
        mine, yours = shorter, longer[-len(shorter) :]
    scales = (1.0, 10.0, 25.4, 1000.0, 0.1, 1 / 25.4, 0.001) if "?" in a + b and a[-1] != b[-1] else (1.0,)
    return any(
        all(abs(x * scale - y) <= _NEAR * max(x * scale, y) for x, y in zip(mine, yours, strict=True))
        for scale in scales
    )


def _shown(found: list[Attribute]) -> str:
    return ", ".join(dict.fromkeys(a.shown for a in found))
