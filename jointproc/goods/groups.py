"""From pairs to goods: the surest pairs first, and never two lines in one good that contradict each other.

``A`` like ``B`` and ``B`` like ``C`` must not make ``A`` and ``C`` one good when those two differ. So two groups grow
together only when no person said otherwise of any two of their members, and every pair of members across them may be
the same by the matcher as well (complete linkage). What a person decided stands above what the matcher says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from jointproc.goods.model import SAME

__all__ = ["Edge", "Member", "group"]

# beyond this many members of each side only the first are checked against each other
_CHECKED: Final = 8
_CONTRADICTS: Final = 0.3


@dataclass(frozen=True, slots=True)
class Edge:
    """Two goods that are the same: by the matcher with a probability, or because a person said so (1)."""

    left: str
    right: str
    probability: float
    factor: float
    by_person: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """A good that counts as ``into``; one unit of it is worth ``factor`` units of that."""

    good_id: str
    into: str
    factor: float
    how: str
    confidence: float


class _Group:
    __slots__ = ("members",)

    def __init__(self, good: str) -> None:
        # good → factor to the group's first member, confidence, by a person
        self.members: dict[str, tuple[float, float, bool]] = {good: (1.0, 1.0, False)}


def group(
    edges: Iterable[Edge],
    order: Mapping[str, float],
    decided: Mapping[tuple[str, str], str],
    chance: Callable[[Sequence[tuple[str, str]]], Sequence[float]],
) -> list[Member]:
    """Groups of goods, each named after its earliest member.

    Args:
        edges: pairs that are the same; persons' first whatever their order here.
        order: good → when it came; the earliest of a group gives it its id, so ids stay as data is added.
        decided: sorted pair of goods → what a person said (``same``, ``variant``, ``different``, ``unsure``).
        chance: probabilities of ``same`` for pairs of goods, asked for members across two groups.

    Returns:
        Every good that counts as another; goods alone are not among them. The same edges in any order give the same
        answer.
    """
    of: dict[str, _Group] = {}
    known: dict[tuple[str, str], float] = {}
    for edge in sorted(edges, key=lambda e: (not e.by_person, -e.probability, e.left, e.right)):
        if edge.left not in order or edge.right not in order or edge.left == edge.right:
            continue
        said = decided.get(_pair(edge.left, edge.right))
        if said is not None and said != SAME:
            continue
        a = of.setdefault(edge.left, _Group(edge.left))
        b = of.setdefault(edge.right, _Group(edge.right))
        if a is b or _contradict(a, b, edge, order, decided, chance, known):
            continue
        # one unit of `right` in units of a's first member
        to_left, sure_left, _ = a.members[edge.left]
        to_right, sure_right, _ = b.members[edge.right]
        scale = to_left / edge.factor / to_right
        for good, (factor, confidence, by_person) in b.members.items():
            a.members[good] = (
                factor * scale,
                min(confidence, sure_left, sure_right, edge.probability),
                by_person or edge.by_person,
            )
            of[good] = a
        if edge.by_person and len(a.members) == 2:
            a.members[edge.left] = (to_left, sure_left, True)
    out = []
    for found in {id(g): g for g in of.values()}.values():
        if len(found.members) < 2:
            continue
        first = min(found.members, key=lambda good: (order[good], good))
        base = found.members[first][0]
        for good, (factor, confidence, by_person) in found.members.items():
            if good != first:
                by = by_person or (found.members[first][2] and len(found.members) == 2)
                sure = min(confidence, found.members[first][1])
                out.append(Member(good, first, factor / base, "person" if by else "matched", sure))
    return sorted(out, key=lambda m: (m.into, m.good_id))


def _contradict(
    a: _Group,
    b: _Group,
    edge: Edge,
    order: Mapping[str, float],
    decided: Mapping[tuple[str, str], str],
    chance: Callable[[Sequence[tuple[str, str]]], Sequence[float]],
    known: dict[tuple[str, str], float],
) -> bool:
    across = [_pair(x, y) for x in a.members for y in b.members]
    if any(decided.get(pair, SAME) not in (SAME, "unsure") for pair in across):
        return True
    if edge.by_person:
        return False
    mine = sorted(a.members, key=lambda g: (order[g], g))[:_CHECKED]
    yours = sorted(b.members, key=lambda g: (order[g], g))[:_CHECKED]
    open_pairs = [
        p
        for p in (_pair(x, y) for x in mine for y in yours)
        if p != _pair(edge.left, edge.right) and decided.get(p) != SAME
    ]
    missing = [p for p in open_pairs if p not in known]
    known.update(zip(missing, chance(missing), strict=True) if missing else ())
    return any(known[p] < _CONTRADICTS for p in open_pairs)


def _pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)
