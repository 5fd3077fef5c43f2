"""Joint orders divided over suppliers: by a least number, and by what one supplier was seen delivering."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jointproc.agreements import Limits, Scenario, best_sets, coalitions, coalitions_of, simulate_market
from jointproc.agreements.change_log import changes
from jointproc.agreements.coalition import Coalitions
from jointproc.agreements.drawn import total_drawn
from jointproc.agreements.narrowing import condensed, most_added, only
from jointproc.agreements.solutions import core
from jointproc.agreements.suppliers import suppliers_of
from jointproc.agreements.worked import part_of
from jointproc.errors import InputError
from jointproc.savings import Draws, Market, Sets, assumptions, evaluate, read_market, suppliers_n
from tests.savings.conftest import spot_lines

CODES = ("35.78", "35.15", "35.25", "35.24")
FREE = {"coordination_fixed_idr": 0.0, "coordination_member_idr": 0.0, "coordination_fee_share": 0.0}


def scenario(**changed: object) -> Scenario:
    told = {"title": "Uji", "members": [{"code": c} for c in CODES], "families": ["obat"]}
    return Scenario.model_validate({**told, **changed})


@pytest.fixture(scope="module")
def market() -> Market:
    """Twelve goods; a vendor sells about a sixth of each in a year, and three goods name no vendor."""
    lines = spot_lines(goods_n=12)
    vendor = np.array([f"V{n}" for n in np.random.default_rng(3).integers(0, 6, len(lines))], dtype=object)
    vendor[lines["good_id"].isin(["g000", "g001", "g002"])] = None
    return read_market(lines.assign(vendor=vendor), assumptions().override({"supplier_capacity_multiple": 1.0}))


@pytest.mark.parametrize(
    ("yearly", "capacity", "least", "count"),
    [(100, 50, 1, 2), (100.0000000001, 50, 1, 2), (101, 50, 1, 3), (10, 50, 3, 3), (1e9, np.inf, 2, 2), (0, 5, 1, 1)],
)
def test_as_many_suppliers_as_it_takes(yearly: float, capacity: float, least: int, count: int) -> None:
    assert suppliers_n(np.array([yearly]), np.array([capacity]), least) == [count]


def test_the_most_one_vendor_sold_in_a_year_is_its_volume() -> None:
    frame = spot_lines(goods_n=1, rows_n=6).assign(
        good_id=["g1", "g1", "g1", "g1", "g2", "g2"],
        region_code=["35.78", "35.15", "35.78", "35.78", "35.78", "35.78"],
        fiscal_year=[2025, 2025, 2025, 2025, 2025, 2025],
        stage=["contracted", "contracted", "contracted", "planned", "contracted", "contracted"],
        vendor=["A", "A", "B", "A", "A", None],
        volume=[30.0, 40.0, 60.0, 500.0, 10.0, 11.0],
        price_idr=1000.0,
    )
    goods = read_market(frame, assumptions()).goods.set_index("good_id")["vendor_volume"]
    assert goods["g1"] == 70, "both regions' purchases from A; a plan is no sale"
    assert np.isnan(goods["g2"]), "most of the volume names no vendor"
    assert np.isnan(read_market(frame.drop(columns="vendor"), assumptions()).goods["vendor_volume"]).all()


@settings(max_examples=25, deadline=None)
@given(least=st.integers(1, 9), limited=st.booleans(), multiple=st.floats(0.05, 20))
def test_more_suppliers_never_save_more_and_capacity_never_helps(
    market: Market, least: int, limited: bool, multiple: float
) -> None:
    given_market = market.under(market.given.override({"supplier_capacity_multiple": multiple}))
    assert given_market is not None
    every = coalitions(len(CODES))

    def values(count: int, bound: bool) -> np.ndarray:
        part = given_market.dividing(count, bound).part(dict.fromkeys(CODES, 1.0))
        return coalitions_of(part, CODES).values(every)

    here = values(least, limited)
    assert (values(least + 1, limited) <= here + 1e-6).all()
    assert (values(least, True) <= values(least, False) + 1e-6).all()
    alone = every.sum(axis=1) == 1
    assert here[alone] == pytest.approx(values(1, False)[alone]), "who buys alone is not touched"


@pytest.mark.parametrize(("least", "limited"), [(1, True), (2, False), (3, True)])
def test_the_game_the_savings_model_and_narrowed_games_say_the_same(market: Market, least: int, limited: bool) -> None:
    part = market.dividing(least, limited).part(dict.fromkeys(CODES, 1.0))
    game, every = coalitions_of(part, CODES), coalitions(len(CODES))
    sets = Sets.of([rows.tolist() for rows in part.cells.groupby("good").groups.values()])
    pooled = evaluate(part, sets, Draws.central(part.given)).pooled.sum()
    expected = min(pooled - game.fixed - 4 * game.member, 0.15 * part.cells["amount_idr"].sum())
    values = game.values(every)
    assert values[-1] == pytest.approx(expected, rel=1e-9)
    assert game.direct().sum() == pytest.approx(expected, rel=1e-9)
    assert condensed(game).values(every) == pytest.approx(values, rel=1e-9, abs=1e-3)
    assert only(game, [0, 1, 2]).values(coalitions(3)) == pytest.approx(values[:8], rel=1e-9, abs=1e-3)
    more = every[every.sum(axis=1) > 1]
    hoped = more @ most_added(game) - game.fixed - game.member * more.sum(axis=1)
    assert (game.values(more) - more @ game.alone() <= hoped + 1).all()


def test_capacity_that_binds_lowers_every_draw_and_is_told(market: Market) -> None:
    plain, limited = (simulate_market(market, scenario(supplier_capacity=on), {}) for on in (False, True))
    assert limited.saving_idr.p50 < plain.saving_idr.p50
    before, after = (total_drawn(part_of(market, scenario(supplier_capacity=on)), 4) for on in (False, True))
    assert (after <= before + 1e-6).all()
    told = " ".join(str(w) for w in limited.warnings)
    assert "melebihi kemampuan satu penyedia" in told
    assert "Kemampuan penyedia tidak diketahui untuk 3 dari 12 barang" in told
    assert not any("kemampuan" in str(w) for w in plain.warnings)
    assert plain.suppliers.needs == limited.suppliers.needs, "what capacity would ask is known before it limits"
    found = limited.to_json()["suppliers"]
    assert (found["limited"], found["unknown_n"], found["goods_n"]) == (True, 3, 12)
    assert all(one["suppliers_n"] == np.ceil(one["yearly"] / one["seen"]) for one in found["needs"])


def test_partners_are_looked_for_on_the_same_terms(market: Market) -> None:
    found = best_sets(market.dividing(2, True), CODES[0], families=["obat"], limits=Limits(size=3), top=1).sets[0]
    told = scenario(members=[{"code": c} for c in found.codes], suppliers_min_n=2, supplier_capacity=True)
    assert found.saving_idr == simulate_market(market, told, {}).saving_idr


def test_a_capacity_nobody_reaches_changes_nothing(market: Market) -> None:
    wide = market.under(market.given.override({"supplier_capacity_multiple": 1000.0}))
    assert wide is not None
    plain, limited = (simulate_market(wide, scenario(supplier_capacity=on), {}) for on in (False, True))
    assert limited.members == plain.members
    assert not limited.suppliers.needs
    most = limited.suppliers.fullest
    assert most is not None
    tight = simulate_market(market, scenario(), {}).suppliers.needs
    assert most.yearly / most.seen == max(one.yearly / one.seen for one in tight)


def test_the_worked_example_of_the_method_page() -> None:
    row, none = np.full((1, 3), 100.0), np.zeros((1, 3))
    game = Coalitions(
        codes=CODES[:3], amount=row, open_money=row, order=row, yearly=row, gap=none, delivery=none, process=none,
        present=row > 0, slope=np.array([-0.06]), largest=np.array([210.0]), capacity=np.array([210.0]),
        sure=np.ones(1), suppliers_min_n=1, cap=4.0, fee=0.0, failure=0.0, process_part=0.0, process_ceiling=1.0,
        fixed=0.0, member=0.0, common=np.full(3, 1 / 3), ceiling_item=1.0, ceiling_portfolio=1.0,
    )  # fmt: skip
    values = game.values(coalitions(3))
    assert values == pytest.approx([0, 0, 0, 8.1472, 0, 8.1472, 8.1472, 7.2103], abs=1e-4)
    assert core(values).empty


def test_capacity_can_empty_the_core() -> None:
    """Three alike; two fit one supplier, three take two: 3 · v(12) / 2 > v(123), so some pair would rather leave."""
    lines = spot_lines(goods_n=1, rows_n=120).assign(region_code="35.78", fiscal_year=2025, vendor="V1")
    three = pd.concat([lines.assign(region_code=c) for c in CODES[:3]], ignore_index=True)
    given_ = assumptions().override({**FREE, "supplier_capacity_multiple": 0.7})
    market, told = read_market(three, given_), scenario(members=[{"code": c} for c in CODES[:3]])
    free = coalitions_of(part_of(market, told), CODES[:3]).values(coalitions(3))
    held = coalitions_of(part_of(market, told.model_copy(update={"supplier_capacity": True})), CODES[:3])
    bound = held.values(coalitions(3))
    assert bound[:7] == pytest.approx(free[:7])
    assert bound[3] < bound[7] < free[7]
    assert not core(free).empty
    assert core(bound).empty
    found = simulate_market(market, told.model_copy(update={"supplier_capacity": True}), {})
    assert found.stability["equal"].support_idr > 0
    assert not any(one.in_core for one in found.stability.values())


def test_the_fields_are_written_only_when_chosen_and_read_back() -> None:
    plain, other = scenario(), scenario(suppliers_min_n=3, supplier_capacity=True)
    assert "supplier" not in plain.to_toml()
    assert Scenario.from_toml(plain.to_toml()).suppliers_min_n == 1
    assert Scenario.from_toml(other.to_toml()) == other
    told = " ".join(str(one) for one in changes(plain, other))
    assert "Penyedia paling sedikit: 1 → 3." in told
    assert "Batas kemampuan penyedia diubah." in told


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("suppliers_min_n = 0", "“suppliers_min_n” terlalu kecil; paling sedikit 1"),
        ("suppliers_min_n = 11", "“suppliers_min_n” terlalu besar; paling banyak 10"),
        ("suppliers_min_n = 1.5", "“suppliers_min_n” tidak dapat dibaca"),
        ('supplier_capacity = "entah"', "“supplier_capacity” tidak dapat dibaca"),
    ],
)
def test_bad_values_are_sentences(line: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        Scenario.from_toml(f"{line}\n{scenario().to_toml()}")


@pytest.mark.parametrize("multiple", [0.0, -1.0])
def test_a_supplier_that_delivers_nothing_is_a_sentence(market: Market, multiple: float) -> None:
    none = market.under(market.given.override({"supplier_capacity_multiple": multiple}))
    assert none is not None
    with pytest.raises(InputError, match="harus lebih dari nol"):
        part_of(none, scenario(supplier_capacity=True))


def test_budgets_alone_have_no_capacity() -> None:
    frame = spot_lines(goods_n=1, rows_n=30).assign(stage="planned", vendor="A", volume=np.nan, price_idr=np.nan)
    found = suppliers_of(read_market(frame, assumptions()).dividing(1, True))
    assert (found.goods_n, found.unknown_n, found.needs) == (1, 1, ())
