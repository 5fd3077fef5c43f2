"""From the warehouse to opportunities: scope, neighbours, ranking, and figures that follow the data."""

from __future__ import annotations

import json

import pytest

from jointproc.agreements import Scenario, simulate
from jointproc.errors import InputError
from jointproc.savings import assumptions, family_opportunities, market_of, opportunities, overview, what_if
from jointproc.warehouse import Scope, Warehouse
from tests.factory import keep

SURABAYA, SIDOARJO, PONOROGO = "35.78", "35.15", "35.02"


def _tender(region: str, price: int, quantity: int, number: int) -> dict[str, object]:
    return {
        "region_code": region,
        "buyer": f"Dinas {number}",
        "quantity": str(quantity),
        "base_quantity": str(quantity),
        "unit_price_idr": f"{price}.00",
        "amount_idr": f"{price * quantity}.00",
        "method": "Tender",
        "catalogue": "Obat",
        "source_ref": f"T{region}{number}",
    }


@pytest.fixture
def stocked(wh: Warehouse) -> Warehouse:
    rows = [
        _tender(region, 1000 + 37 * n + extra, 4000 * (n + 1), n)
        for region, extra in ((SURABAYA, 0), (SIDOARJO, 150), (PONOROGO, 90))
        for n in range(5)
    ]
    keep(wh, "satu", *rows)
    return wh


def test_members_are_the_region_and_its_neighbours_who_buy(stocked: Warehouse):
    (found,) = opportunities(stocked, Scope(), region=SURABAYA)
    assert [m.code for m in found.members] == [SURABAYA, SIDOARJO]
    assert found.regime == "spot"
    assert found.evidence == "B", "one good can't check its own interval"
    assert found.amount_idr == pytest.approx(sum(m.amount_idr for m in found.members))
    assert opportunities(stocked, Scope(), region=PONOROGO) == []
    json.dumps(found.to_json())
    assert found.to_json("en")["why"]


def test_everywhere_no_rupiah_is_counted_twice(stocked: Warehouse):
    found = opportunities(stocked)
    assert len(found) == 1
    assert len({m.code for o in found for m in o.members}) == sum(len(o.members) for o in found)


def test_families_add_up_their_goods(stocked: Warehouse):
    (family,) = family_opportunities(stocked)
    (good,) = opportunities(stocked)
    assert family.saving_idr.p50 == pytest.approx(good.saving_idr.p50)
    assert family.amount_idr == pytest.approx(good.amount_idr)
    assert family.goods_n == 1


def test_scope_and_new_data_change_the_figures(stocked: Warehouse):
    assert opportunities(stocked, Scope(fiscal_years=(1999,))) == []
    before = overview(stocked).amount_idr
    keep(stocked, "dua", _tender(SURABAYA, 1000, 10, 9))
    assert overview(stocked).amount_idr == pytest.approx(before + 10_000)


def test_other_assumptions_give_other_figures_and_leave_the_first_alone(stocked: Warehouse):
    first = opportunities(stocked)[0].to_json()
    changed = opportunities(stocked, assumptions=assumptions().override({"harmonisation_realised_spot": 0.1}))[
        0
    ].to_json()
    assert changed["saving_idr"] != first["saving_idr"]
    assert opportunities(stocked)[0].to_json() == first
    assert market_of(stocked, Scope()) is market_of(stocked, Scope())


def test_an_empty_warehouse_says_so(wh: Warehouse):
    assert opportunities(wh) == []
    assert family_opportunities(wh) == []
    assert "Belum ada belanja" in str(overview(wh).sentences[0])


def test_an_unknown_region_is_a_sentence(stocked: Warehouse):
    with pytest.raises(InputError):
        opportunities(stocked, region="99.99")


def test_an_agreement_reads_the_same_purchases(stocked: Warehouse):
    scenario = Scenario.model_validate({"title": "Obat", "members": [{"code": SURABAYA}, {"code": SIDOARJO}]})
    found = simulate(stocked, scenario)
    (good,) = opportunities(stocked, region=SURABAYA)
    assert found.alone_idr == pytest.approx(good.amount_idr, abs=1)
    assert simulate(stocked, Scenario.from_toml(scenario.to_toml())).to_json() == found.to_json()


def test_what_if_is_the_figure_of_a_full_run(stocked: Warehouse):
    (one,) = opportunities(stocked)
    given = assumptions().override({"coordination_fee_share": 0.0, "volume_cap": 2.0, "award_failure": 0.0})
    assert what_if(stocked, Scope(), one, given).to_json() == opportunities(stocked, assumptions=given)[0].to_json()
    assert what_if(stocked, Scope(), one, assumptions()).to_json() == one.to_json()
