"""Simulated agreements: the parts fit together, and joining is not praised where it adds nothing."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from jointproc.agreements import (
    COST_KEYS,
    SPLIT_RULES,
    CostKey,
    Scenario,
    coalitions,
    coalitions_of,
    shapley,
    simulate,
    simulate_market,
)
from jointproc.agreements.coalition import drawn_coalitions
from jointproc.agreements.cost_keys import cost_shares
from jointproc.agreements.drawn import total_drawn
from jointproc.agreements.narrowing import condensed
from jointproc.errors import InputError
from jointproc.regions import regions
from jointproc.savings import Draws, Sets, assumptions, evaluate, read_market
from tests.savings.conftest import spot_lines

CODES = ("35.78", "35.15", "35.25", "35.24")


def scenario(**changes: object) -> Scenario:
    told = {"title": "Uji", "members": [{"code": c} for c in CODES], "families": ["obat"]}
    return Scenario.model_validate({**told, **changes})


@pytest.fixture(scope="module")
def market():
    return read_market(spot_lines(), assumptions())


@pytest.fixture(scope="module")
def listed():
    return read_market(spot_lines(method="E-Purchasing"), assumptions())


@pytest.mark.parametrize("split", SPLIT_RULES)
def test_every_split_sums_to_the_rupiah(market, split: str):
    found = simulate_market(market, scenario(split=split), {}).to_json()
    total = found["total"]["saving_idr"]["p50"]
    for rule in SPLIT_RULES:
        assert sum(m["by_rule"][rule] for m in found["members"]) == total
    for m in found["members"]:
        assert m["saving_idr"]["p50"] == m["by_rule"][split]
        assert m["pooled_idr"] == m["alone_idr"] - m["saving_idr"]["p50"]
        assert m["saving_idr"]["p10"] <= m["saving_idr"]["p50"] <= m["saving_idr"]["p90"]
    assert found["total"]["alone_idr"] == sum(m["alone_idr"] for m in found["members"])
    assert {"scenario_id", "version", "members", "total", "worse_off", "warnings"} <= set(found)


def test_same_figures_every_time(market):
    first = simulate_market(market, scenario(), {}).to_json()
    again = simulate_market(read_market(spot_lines(), assumptions()), scenario(), {}).to_json()
    assert json.dumps(first) == json.dumps(again)


def test_spot_goods_are_worth_buying_together(market):
    found = simulate_market(market, scenario(), {})
    assert found.pooling_gain_idr > 0
    assert found.channels["quantity"].p10 > 0


def test_listed_prices_make_joining_pointless_and_it_is_said(listed):
    found = simulate_market(listed, scenario(), {})
    assert found.channels["quantity"].p90 == 0
    assert found.pooling_gain_idr < 0
    assert set(found.worse_off) == set(CODES), "acting alone saves the same without coordination costs"
    told = " ".join(str(w) for w in found.warnings)
    assert "harga tayang" in told
    assert "tidak menambah penghematan" in told


def test_the_game_and_the_savings_model_say_the_same(market):
    part = market.part(dict.fromkeys(CODES, 1.0))
    game = coalitions_of(part, CODES)
    sets = Sets.of([rows.tolist() for rows in part.cells.groupby("good").groups.values()])
    centre = evaluate(part, sets, Draws.central(assumptions()))
    costs = assumptions().value("coordination_fixed_idr") + 4 * assumptions().value("coordination_member_idr")
    expected = min(centre.pooled.sum() - costs, 0.15 * part.cells["amount_idr"].sum())
    assert game.values(np.ones((1, 4), dtype=bool))[0] == pytest.approx(expected, rel=1e-9)
    assert game.values(np.zeros((1, 4), dtype=bool))[0] == 0
    assert game.direct().sum() == pytest.approx(expected, rel=1e-9)


def test_shapley_of_the_agreement_is_shapley_of_its_coalitions(market):
    part = market.part(dict.fromkeys(CODES, 1.0))
    exact = shapley(coalitions_of(part, CODES).values(coalitions(4)))
    found = simulate_market(market, scenario(families=[]), {})
    assert [m.by_rule["shapley"] for m in found.members] == pytest.approx(exact, abs=2)


def test_a_smaller_commitment_never_saves_more(market):
    whole = simulate_market(market, scenario(), {})
    half = simulate_market(market, scenario(members=[{"code": c, "share": 0.5} for c in CODES]), {})
    assert half.alone_idr == pytest.approx(whole.alone_idr / 2, abs=4)
    assert half.saving_idr.p50 < whole.saving_idr.p50


def test_who_buys_nothing_is_named(market):
    told = scenario(members=[{"code": "35.78"}, {"code": "35.15"}, {"code": "35.01"}], lead="35.10")
    found = simulate_market(market, told, {"35.01": "Pacitan"})
    warnings = " ".join(str(w) for w in found.warnings)
    assert "Pacitan tidak membeli" in warnings
    assert "penyelenggara bukan" in warnings
    assert next(m for m in found.members if m.code == "35.01").alone_idr == 0


def test_money_between_budgets_needs_its_legal_form(market):
    found = simulate_market(market, scenario(split="equal"), {})
    assert any("bantuan keuangan" in str(w) for w in found.warnings)
    assert found.transfers_idr["equal"] > 0


def test_members_alike_get_alike():
    frame = spot_lines(goods_n=25)
    twin = pd.concat(
        [frame[frame["region_code"] == "35.78"].assign(region_code=c) for c in ("35.78", "35.15", "35.25")]
    )
    found = simulate_market(
        read_market(twin.reset_index(drop=True), assumptions()),
        scenario(members=[{"code": c} for c in ("35.78", "35.15", "35.25")]),
        {},
    )
    for rule in SPLIT_RULES:
        parts = [m.by_rule[rule] for m in found.members]
        assert max(parts) - min(parts) <= 1


def test_many_members_are_sampled_with_a_stated_error():
    frame = spot_lines(goods_n=6, rows_n=400)
    codes = [f"35.{i:02d}" for i in range(1, 17)]
    frame["region_code"] = np.array(codes)[np.arange(len(frame)) % 16]
    found = simulate_market(
        read_market(frame, assumptions()), scenario(members=[{"code": c} for c in codes]), {}
    ).to_json()
    assert set(found["shapley_se"]) == set(codes)
    assert sum(m["by_rule"]["shapley"] for m in found["members"]) == found["total"]["saving_idr"]["p50"]


def test_nothing_to_buy_is_a_sentence(market):
    with pytest.raises(InputError, match="tidak membeli"):
        simulate_market(market, scenario(families=["aspal"]), {})


def test_a_missing_dataset_and_an_unknown_assumption_are_sentences(wh):
    with pytest.raises(InputError, match="belum dimuat"):
        simulate(wh, scenario(datasets=["dtidakada"]))
    with pytest.raises(InputError, match="tidak dikenal"):
        simulate(wh, scenario(assumptions={"diskon": 0.15}))


@pytest.mark.parametrize("key", COST_KEYS)
def test_a_cost_key_divides_the_common_cost_and_nothing_else(key: CostKey) -> None:
    codes = ("35.78", "35.15", "35.25")
    amount = np.array([[60.0, 30.0, 10.0], [0.0, 100.0, 0.0]])
    order = np.array([[6.0, 3.0, 1.0], [0.0, 5.0, 0.0]])
    shares = cost_shares(key, codes, amount, order)
    assert shares.sum() == pytest.approx(1)
    wanted = {
        "equal": [1 / 3, 1 / 3, 1 / 3],
        "pagu": [0.3, 0.65, 0.05],
        "volume": [0.3, 0.65, 0.05],
        "mixed": [(1 / 3 + 0.3) / 2, (1 / 3 + 0.65) / 2, (1 / 3 + 0.05) / 2],
    }
    if key in wanted:
        assert shares == pytest.approx(wanted[key])
    else:
        facts = [regions()[c].population if key == "population" else regions()[c].area_km2 for c in codes]
        assert shares == pytest.approx(np.array(facts, float) / sum(map(float, facts)))


def test_the_cost_key_moves_own_volume_only_and_is_written_only_when_chosen(market):
    plain = simulate_market(market, scenario(), {})
    other = scenario(cost_key="pagu")
    keyed = simulate_market(market, other, {})
    assert keyed.saving_idr == plain.saving_idr
    for rule in ("spend", "equal", "shapley", "nucleolus"):
        assert [m.by_rule[rule] for m in keyed.members] == [m.by_rule[rule] for m in plain.members]
    assert [m.by_rule["own"] for m in keyed.members] != [m.by_rule["own"] for m in plain.members]
    assert sum(m.by_rule["own"] for m in keyed.members) == sum(m.by_rule["own"] for m in plain.members)
    assert "cost_key" not in scenario().to_toml()
    assert Scenario.from_toml(other.to_toml()).cost_key == "pagu"


def test_a_match_that_is_not_certain_counts_the_same_in_game_and_savings_model():
    lines = spot_lines(goods_n=12)
    sure = np.where(lines["good_id"] < "g006", 0.6, 1.0)
    part = read_market(lines.assign(confidence=sure), assumptions()).part(dict.fromkeys(CODES, 1.0))
    sets = Sets.of([rows.tolist() for rows in part.cells.groupby("good").groups.values()])
    everyone, ceiling = np.ones((1, 4), dtype=bool), 0.15 * part.cells["amount_idr"].sum()

    def expected(draws: Draws) -> float:
        costs = draws.fixed[0] + 4 * draws.member[0]
        return min(evaluate(part, sets, draws).pooled.sum(axis=0)[0] - costs, ceiling)

    game = coalitions_of(part, CODES)
    assert game.values(everyone)[0] == pytest.approx(expected(Draws.central(part.given)), rel=1e-9)
    assert game.direct().sum() == pytest.approx(game.values(everyone)[0], rel=1e-9)
    assert condensed(game).values(coalitions(4)) == pytest.approx(game.values(coalitions(4)), rel=1e-9, abs=1e-3)
    certain = coalitions_of(read_market(lines, assumptions()).part(dict.fromkeys(CODES, 1.0)), CODES)
    assert game.values(everyone)[0] < certain.values(everyone)[0]
    total = total_drawn(part, 4)
    drawn = [g.values(everyone)[0] for g in drawn_coalitions(part, CODES, [3, 500, 999])]
    assert drawn == pytest.approx(total[[3, 500, 999]], rel=1e-9)
