"""Groups of goods: no chains, the same whatever the order, and people's word stands."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from jointproc.goods.groups import Edge, Member, group

GOODS = "abcdefgh"
ORDER = {good: float(n) for n, good in enumerate(GOODS)}
edges = st.lists(
    st.builds(
        Edge,
        st.sampled_from(GOODS),
        st.sampled_from(GOODS),
        st.sampled_from([0.7, 0.8, 0.9]),
        st.sampled_from([0.5, 1.0, 12.0]),
        st.booleans(),
    ),
    max_size=14,
)
pairs = st.tuples(st.sampled_from(GOODS), st.sampled_from(GOODS)).filter(lambda p: p[0] < p[1])
said = st.dictionaries(pairs, st.sampled_from(["same", "variant", "different", "unsure"]), max_size=6)
unlike = st.sets(pairs, max_size=8)


def run(
    edges: Sequence[Edge], decided: dict[tuple[str, str], str] | None = None, unlike: set[tuple[str, str]] | None = None
) -> list[Member]:
    return group(edges, ORDER, decided or {}, lambda asked: [0.0 if p in (unlike or set()) else 0.9 for p in asked])


def sets(found: list[Member]) -> dict[str, set[str]]:
    out: dict[str, set[str]] = {}
    for one in found:
        out.setdefault(one.into, {one.into}).add(one.good_id)
    return out


def test_a_chain_breaks_where_its_ends_differ() -> None:
    chain = [Edge("a", "b", 0.9, 1.0), Edge("b", "c", 0.8, 1.0)]
    assert sets(run(chain)) == {"a": {"a", "b", "c"}}
    assert sets(run(chain, unlike={("a", "c")})) == {"a": {"a", "b"}}


def test_factors_multiply_along_the_way() -> None:
    found = run([Edge("b", "a", 0.9, 12.0), Edge("b", "c", 0.8, 0.5)])
    assert {m.good_id: m.factor for m in found} == {"b": 12.0, "c": 24.0}


def test_a_person_joins_and_parts() -> None:
    edge = [Edge("a", "b", 1.0, 1.0, by_person=True)]
    assert [m.how for m in run(edge, {("a", "b"): "same"}, {("a", "b")})] == ["person"]
    assert run([Edge("a", "b", 0.99, 1.0)], {("a", "b"): "variant"}) == []
    # unsure is no consent
    assert run([Edge("a", "b", 0.99, 1.0)], {("a", "b"): "unsure"}) == []


@settings(deadline=None)
@given(edges, said, unlike)
def test_no_two_members_were_parted_by_a_person(
    edges: list[Edge], decided: dict[tuple[str, str], str], unlike: set[tuple[str, str]]
) -> None:
    for members in sets(run(edges, decided, unlike)).values():
        for pair, verdict in decided.items():
            if set(pair) <= members:
                assert verdict in ("same", "unsure")


@settings(deadline=None)
@given(edges, unlike)
def test_no_two_members_contradict(edges: list[Edge], unlike: set[tuple[str, str]]) -> None:
    matched = [Edge(e.left, e.right, e.probability, e.factor) for e in edges]
    direct = {tuple(sorted((e.left, e.right))) for e in matched}
    for members in sets(run(matched, unlike=unlike)).values():
        assert not [p for p in unlike if set(p) <= members and p not in direct]


@settings(deadline=None)
@given(edges, said, unlike, st.randoms())
def test_the_order_of_edges_does_not_matter(
    edges: list[Edge], decided: dict[tuple[str, str], str], unlike: set[tuple[str, str]], random: object
) -> None:
    # one factor for each pair: two that contradict each other are not told apart by their order
    edges = list({(e.left, e.right): e for e in edges}.values())
    shuffled = list(edges)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert run(edges, decided, unlike) == run(shuffled, decided, unlike)


@settings(deadline=None)
@given(edges)
def test_every_good_counts_once_and_as_the_earliest(edges: list[Edge]) -> None:
    found = run(edges)
    names = [m.good_id for m in found]
    assert len(names) == len(set(names))
    assert not set(names) & {m.into for m in found}
    assert all(ORDER[m.into] < ORDER[m.good_id] and m.factor > 0 for m in found)


@settings(deadline=None)
@given(edges, st.floats(0.51, 0.69), st.sampled_from(GOODS))
def test_ids_stay_when_goods_come_later(edges: list[Edge], chance: float, at: str) -> None:
    before = run(edges)
    order = {**ORDER, "z": 99.0}
    after = group([*edges, Edge("z", at, chance, 1.0)], order, {}, lambda asked: [0.9] * len(asked))
    assert {m.good_id: m.into for m in before}.items() <= {m.good_id: m.into for m in after}.items()
