"""Who with: exact where brute force can follow, the figures of ``simulate``, limits kept, honest about what is left."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jointproc.agreements import (
    SPLIT_RULES,
    Limits,
    Scenario,
    Simulation,
    best_partition,
    best_sets,
    changes,
    coalitions,
    coalitions_of,
    find_partition,
    find_partners,
    simulate_market,
)
from jointproc.agreements import partners as search
from jointproc.agreements.candidates import anchored_sets, connected_sets, membership
from jointproc.agreements.greedy import greedy_partition
from jointproc.agreements.narrowing import condensed, most_added, only
from jointproc.agreements.packing import pack, pack_greedily
from jointproc.agreements.partner_ground import ground
from jointproc.errors import InputError
from jointproc.regions import neighbours_of
from jointproc.savings import Market, assumptions, read_market
from tests.savings.conftest import spot_lines

# connected across land and the strait: Surabaya, Sidoarjo, Gresik, Lamongan, Mojokerto, Bangkalan, Jombang
CODES = ("35.78", "35.15", "35.25", "35.24", "35.16", "35.26", "35.17")
ANCHOR = "35.15"


def lines() -> pd.DataFrame:
    """Seven neighbours with small coordination costs against their spending; one good of its own for one of them."""
    frame = spot_lines(goods_n=8, rows_n=60)
    rng = np.random.default_rng(3)
    frame["region_code"] = np.array(CODES)[rng.integers(0, len(CODES), len(frame))]
    frame.loc[frame["good_id"] == "g003", "region_code"] = "35.16"
    frame.loc[frame["good_id"] == "g004", "method"] = "E-Purchasing"
    frame.loc[frame["good_id"] == "g005", "family"] = "konstruksi"
    return frame


CHEAP = {"coordination_fixed_idr": 1_500_000.0, "coordination_member_idr": 400_000.0}


@pytest.fixture(scope="module")
def market() -> Market:
    return read_market(lines(), assumptions().override(CHEAP), frozenset({"konstruksi"}))


@pytest.fixture(scope="module")
def simulated(market: Market) -> Callable[..., Simulation]:
    """Simulate some members, each set of them once."""

    @cache
    def run(codes: tuple[str, ...]) -> Simulation:
        members = [{"code": code} for code in codes]
        told = {"title": "Uji", "families": ["obat"], "members": members}
        return simulate_market(market, Scenario.model_validate(told), {})

    return run


def partitions(items: list[int]):
    """Every partition of a list."""
    if not items:
        yield []
        return
    first, rest = items[0], items[1:]
    for k in range(len(rest) + 1):
        for friends in combinations(rest, k):
            for other in partitions([i for i in rest if i not in friends]):
                yield [(first, *friends), *other]


def linked(one: tuple[int, ...], near: list[set[int]]) -> bool:
    seen, todo = set(), [one[0]]
    while todo:
        code = todo.pop()
        if code not in seen:
            seen.add(code)
            todo += [n for n in near[code] if n in one]
    return len(seen) == len(one)


graphs = st.integers(2, 6).flatmap(
    lambda n: st.tuples(
        st.just(n),
        st.lists(st.booleans(), min_size=n * (n - 1) // 2, max_size=n * (n - 1) // 2),
        st.integers(2, 5),
        st.lists(st.integers(-40, 100), min_size=1 << n, max_size=1 << n),
    )
)


@settings(max_examples=40, deadline=None)
@given(graphs)
def test_packing_is_the_best_partition_and_nobody_is_counted_twice(told) -> None:
    n, edges, size, drawn = told
    near: list[set[int]] = [set() for _ in range(n)]
    for (a, b), there in zip(combinations(range(n), 2), edges, strict=True):
        if there:
            near[a].add(b)
            near[b].add(a)
    sets = connected_sets([sorted(one) for one in near], size)
    wanted = {c for k in range(2, size + 1) for c in combinations(range(n), k) if linked(c, near)}
    assert {tuple(sorted(one)) for one in sets} == wanted
    assert len(sets) == len(wanted), "each set once"
    gain = {one: float(drawn[sum(1 << i for i in one)]) for one in wanted}
    gains = np.array([gain[tuple(sorted(one))] for one in sets])
    best = max(
        sum(max(gain.get(one, -1e9 if len(one) > 1 else 0.0), 0.0) for one in p) for p in partitions([*range(n)])
    )
    found = pack(sets, gains, n, 5.0)
    assert found.value == pytest.approx(best, abs=1e-6)
    assert found.gap == 0
    chosen = [code for i in found.chosen for code in sets[i]]
    assert len(chosen) == len(set(chosen))
    assert gains[list(found.chosen)].sum() == pytest.approx(best, abs=1e-6)
    assert gains[pack_greedily(sets, gains)].sum() <= best + 1e-9


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_the_bound_holds_when_some_sets_were_not_valued(seed: int) -> None:
    rng = np.random.default_rng(seed)
    sets = connected_sets([[j for j in range(7) if j != i] for i in range(7)], 3)
    gains = rng.normal(0, 1, len(sets))
    known = rng.random(len(sets)) < 0.5
    hoped = gains + rng.random(len(sets))
    found = pack(sets, np.where(known, gains, 0.0), 7, 2.0, np.where(known, gains, hoped))
    assert found.value <= pack(sets, gains, 7, 2.0).value + 1e-9 <= found.bound + 2e-9
    assert (found.gap == 0) == (found.bound <= found.value * (1 + 1e-9))


def test_narrowed_games_are_worth_the_same_and_never_more_than_the_bound(market: Market) -> None:
    part = market.part(dict.fromkeys(CODES, 1.0))
    game = coalitions_of(part, CODES)
    every = coalitions(len(CODES))
    values = game.values(every)
    small = condensed(game)
    assert len(small.slope) < len(game.slope)
    assert small.values(every) == pytest.approx(values, rel=1e-9, abs=1e-3)
    some = [1, 2, 4]
    rows = np.zeros((8, len(CODES)), dtype=bool)
    rows[:, some] = coalitions(3)
    assert only(game, some).values(coalitions(3)) == pytest.approx(game.values(rows), rel=1e-9, abs=1e-3)
    more = every[every.sum(axis=1) > 1]
    hoped = more @ most_added(game) - game.fixed - game.member * more.sum(axis=1)
    assert (game.values(more) - more @ game.alone() <= hoped + 1).all()


def test_the_best_sets_are_those_of_trying_all_and_their_figures_those_of_simulate(market, simulated) -> None:
    found = best_sets(market, ANCHOR, families=["obat"], limits=Limits(size=4), top=5)
    near = sorted({n.code for n in neighbours_of(ANCHOR, Limits().within_km)} & set(CODES))
    codes = (ANCHOR, *near)
    part = market.part(dict.fromkeys(codes, 1.0), list(market.goods.loc[market.goods["family"] == "obat", "good_id"]))
    game, every = coalitions_of(part, codes), coalitions(len(codes))
    gains = game.values(every) - every @ game.alone()
    tried = sorted((g for g, row in zip(gains, every, strict=True) if row[0] and 2 <= row.sum() <= 4), reverse=True)
    assert found.gap == 0
    assert [one.gain_idr.p50 for one in found.sets] == pytest.approx(tried[:5], abs=2)
    assert tried[0] > 0
    one = found.sets[0]
    same = simulated(one.codes)
    assert one.saving_idr == same.saving_idr
    assert one.alone_idr == same.without_agreement_idr
    assert round(one.gain_idr.p50) == same.pooling_gain_idr
    assert one.amount_idr == same.alone_idr
    rest = simulated(one.codes[:-1])
    assert one.brings_idr[one.codes[-1]] == pytest.approx(same.pooling_gain_idr - rest.pooling_gain_idr, abs=3)


def test_limits_are_kept_and_the_same_question_gets_the_same_answer(market: Market) -> None:
    for limits in (Limits(size=2, within_km=0), Limits(size=3, same_province=True)):
        allowed = {n.code for n in neighbours_of(ANCHOR, limits.within_km)}
        found = best_sets(market, ANCHOR, limits=limits, top=3)
        assert all(2 <= len(one.codes) <= limits.size for one in found.sets)
        assert all(one.codes[0] == ANCHOR and set(one.codes[1:]) <= allowed for one in found.sets)
        again = best_sets(market, ANCHOR, limits=limits, top=3)
        assert [s.to_json({}) for s in again.sets] == [s.to_json({}) for s in found.sets]
    suited, everything = (
        best_sets(market, ANCHOR, limits=Limits(size=2, suitability=s), top=1).goods_n for s in (0, None)
    )
    assert suited == everything - 1, "works are left out"
    by_low = best_sets(market, ANCHOR, limits=Limits(size=3), rank="p10", top=2).sets
    assert [s.gain_idr.p10 for s in by_low] == sorted((s.gain_idr.p10 for s in by_low), reverse=True)


def test_a_partition_saves_most_and_adds_up_to_simulate(market, simulated) -> None:
    limits = Limits(size=3)
    found = best_partition(market, CODES, families=["obat"], limits=limits)
    table = ground(market, CODES, list(market.goods.loc[market.goods["family"] == "obat", "good_id"]), limits, None)
    n = len(CODES)
    near = [set(one) for one in table.near]
    gains = table.game.values(coalitions(n)) - coalitions(n) @ table.alone
    best = max(
        sum(gains[sum(1 << i for i in one)] for one in p if len(one) > 1)
        for p in partitions([*range(n)])
        if all(len(one) <= 3 and linked(one, near) for one in p)
    )
    assert found.gain_idr.p50 == pytest.approx(best, abs=len(found.sets) + 1)
    assert best > 0
    assert found.gap == 0
    assert found.greedy_idr <= found.gain_idr.p50 + len(found.sets)
    members = [code for one in found.sets for code in one.codes]
    assert sorted([*members, *found.rest]) == sorted(CODES)
    assert found.sets[0].saving_idr == simulated(found.sets[0].codes).saving_idr
    assert found.saving_idr - found.alone_idr == found.gain_idr.p50


def test_the_fast_partition_shares_nobody_and_is_never_better(market: Market) -> None:
    table = ground(market, CODES, list(market.goods["good_id"]), Limits(), None)
    fast = greedy_partition(table.game, table.near, 5)
    taken = [code for _gain, one in fast for code in one]
    assert len(taken) == len(set(taken))
    for gain, one in fast:
        assert linked(one, [set(n) for n in table.near])
        row = membership([one], len(CODES))
        assert gain == pytest.approx(float(table.game.values(row)[0] - (row @ table.alone)[0]))
    best = best_partition(market, CODES, limits=Limits(suitability=None)).gain_idr.p50
    assert sum(gain for gain, _ in fast) <= best + len(fast)


def test_a_gap_is_told_when_time_runs_out(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = best_sets(market, ANCHOR, limits=Limits(size=5))
    monkeypatch.setattr(search, "_CHUNK", 1)
    cut = best_sets(market, ANCHOR, limits=Limits(size=5, seconds=1e-9))
    assert cut.valued_n == 1 < whole.candidates_n
    assert cut.gap > 0
    assert cut.sets[0].gain_idr.p50 * (1 + cut.gap) >= whole.sets[0].gain_idr.p50 - 1
    rushed = best_partition(market, CODES, limits=Limits(size=4, seconds=1e-9))
    calm = best_partition(market, CODES, limits=Limits(size=4))
    assert rushed.gap > 0
    assert rushed.gain_idr.p50 <= calm.gain_idr.p50 <= rushed.bound_idr


def test_who_joins_or_leaves_gives_what_simulate_gives(market, simulated) -> None:
    codes = (ANCHOR, "35.78", "35.25")
    now, larger, smaller = simulated(codes), simulated((*codes, "35.16")), simulated(codes[1:])
    for split in SPLIT_RULES:
        told = now.scenario.model_copy(update={"split": split})
        found = changes(market, told, ["35.16", "35.78"])
        before = {m.code: m.by_rule[split] for m in now.members}
        assert found.saving_idr == now.saving_idr.p50
        assert found.gain_idr == pytest.approx(now.pooling_gain_idr, abs=1)
        assert {(case.code, case.joins) for case in found.cases} == {("35.16", True), *((c, False) for c in codes)}
        assert found.parts_idr == before
        for case, after in zip(found.cases[:2], (larger, smaller), strict=True):
            assert case.saving_idr == after.saving_idr.p50
            assert case.change_idr == after.saving_idr.p50 - now.saving_idr.p50
            assert case.gain_change_idr == pytest.approx(after.pooling_gain_idr - now.pooling_gain_idr, abs=2)
            parts = {m.code: m.by_rule[split] for m in after.members}
            assert case.parts_idr == parts
            kept = set(before) & set(parts)
            assert {c: case.part_changes_idr[c] for c in kept} == {c: parts[c] - before[c] for c in kept}


def test_two_members_have_nobody_who_may_leave(market: Market) -> None:
    told = Scenario.model_validate({"title": "Uji", "members": [{"code": c} for c in CODES[:2]]})
    assert changes(market, told, []).cases == ()


@pytest.mark.parametrize(
    ("told", "match"),
    [
        ({"size": 1}, "2 sampai 10"),
        ({"size": 40}, "2 sampai 10"),
        ({"within_km": 4000.0}, "Jarak"),
        ({"seconds": 0.0}, "Batas waktu"),
    ],
)
def test_limits_out_of_bounds_are_sentences(told: dict[str, float], match: str) -> None:
    with pytest.raises(InputError, match=match):
        Limits(**told)  # type: ignore[arg-type]


def test_what_cannot_be_answered_is_a_sentence(market: Market, wh) -> None:
    for anchor, how, match in (
        (ANCHOR, {"families": ["kapal"]}, "tidak dikenal"),
        (ANCHOR, {"families": ["konstruksi"]}, "tidak cocok"),
        (ANCHOR, {"families": ["aspal"]}, "tidak membeli"),
        (ANCHOR, {"goods": ["x"]}, "tidak ada dalam data"),
        (ANCHOR, {"goods": ["g003"]}, "tidak membeli"),
        ("35.16", {"goods": ["g003"]}, "Tidak ada tetangga"),
        ("35.24", {"limits": Limits(size=2), "goods": ["g003"]}, "tidak membeli"),
        ("81.08", {"limits": Limits(within_km=0)}, "tidak punya tetangga"),
    ):
        with pytest.raises(InputError, match=match):
            best_sets(market, anchor, **how)
    with pytest.raises(InputError, match="Kurang dari dua"):
        best_partition(market, CODES, goods=["g003"])
    with pytest.raises(InputError, match="bertetangga"):
        best_partition(market, ["35.26", "35.17"])
    with pytest.raises(InputError, match="Terlalu banyak"):
        anchored_sets([list(range(1, 60))], 0, 8)
    with pytest.raises(InputError, match="Terlalu banyak"):
        connected_sets([[j for j in range(60) if j != i] for i in range(60)], 8, most=1000)
    with pytest.raises(InputError, match="Kode daerah"):
        find_partners(wh, "99.99")
    with pytest.raises(InputError, match="bukan provinsi"):
        find_partition(wh, "35.15")


def test_the_command_prints_sets_with_value_gap_and_seconds(sample_lines, capsys) -> None:
    from jointproc.cli import main

    assert main(["partners", "--region", ANCHOR, "--family", "obat", "--size", "3", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {"sets", "gap", "seconds"} <= set(told)
    assert told["gap"] == 0
    assert {"members", "value_idr", "gain_idr"} <= set(told["sets"][0])
    assert main(["partners", "--region", ANCHOR, "--family", "obat", "--lang", "id"]) == 0
    assert "kelompok dinilai dalam" in capsys.readouterr().out
    assert main(["partners", "--province", "35", "--size", "3", "--json"]) == 0
    assert {"sets", "gap", "seconds", "alone"} <= set(json.loads(capsys.readouterr().out))
    assert main(["partners", "--lang", "id"]) == 2
    assert "--nation" in capsys.readouterr().err
    assert main(["partners", "--region", "99.99", "--lang", "id"]) == 2
    assert "99.99" in capsys.readouterr().err


@pytest.fixture
def sample_lines(wh):
    """A few purchases of three neighbours in the warehouse of this test."""
    from tests.factory import keep

    keep(
        wh,
        "belanja",
        *(
            {"region_code": code, "quantity": n, "base_quantity": n, "amount_idr": f"{n}00.00", "method": "Tender"}
            for code in (ANCHOR, "35.78", "35.25")
            for n in ("1000000", "2000000")
        ),
    )
    return wh
