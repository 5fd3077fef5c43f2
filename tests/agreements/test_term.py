"""Cash over the years: it begins with the simulation's own figure and follows ramp-up, growth and exits."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jointproc.agreements import Scenario, simulate_market
from jointproc.agreements.term import over_years, volume_and_price
from jointproc.errors import InputError
from jointproc.regions import regions
from jointproc.savings import assumptions, read_market
from tests.agreements.test_simulation import CODES, scenario
from tests.savings.conftest import spot_lines


@pytest.fixture(scope="module")
def market():
    return read_market(spot_lines(), assumptions())


@pytest.fixture(scope="module")
def one_year():
    return read_market(spot_lines().assign(fiscal_year=2025), assumptions())


def test_one_year_is_the_simulation(one_year):
    found = simulate_market(one_year, scenario(), {})
    told = over_years(found)
    for m in found.members:
        assert told.yearly[m.code][0].p50 == pytest.approx(m.saving_idr.p50, abs=1)
        assert told.yearly[m.code][0].p10 == pytest.approx(m.saving_idr.p10, abs=2)
    assert told.total[0].p50 == pytest.approx(found.saving_idr.p50, abs=2)
    assert told.exits == ()


def test_two_years_of_data_are_averaged(market):
    found = simulate_market(market, scenario(), {})
    assert found.years_n == 2
    game = found.game
    gross = sum(m.saving_idr.p50 for m in found.members) + game.fixed + 4 * game.member
    expected = gross / 2 - game.fixed - 4 * game.member
    assert over_years(found).total[0].p50 == pytest.approx(expected, rel=1e-6)


def test_years_by_hand(one_year):
    terms = {"term_years": 3, "ramp_up": [0.5, 1.0], "volume_growth": 0.1, "price_growth": 0.05, "discount_rate": 0.1}
    found = simulate_market(one_year, scenario(**terms), {})
    told = over_years(found)
    assert told.scale == pytest.approx((0.5, 1.155, 1.155**2))
    m = found.members[0]
    cost = found.game.member
    gross = m.saving_idr.p50 + cost + found.game.fixed / 4
    years = [0.5 * gross - cost - found.game.fixed / 4, 1.155 * gross - cost, 1.155**2 * gross - cost]
    assert [b.p50 for b in told.yearly[m.code]] == pytest.approx(years, rel=1e-9)
    assert told.cumulative[m.code][2].p50 == pytest.approx(sum(years), rel=1e-9)
    assert told.npv[m.code].p50 == pytest.approx(sum(v / 1.1 ** (t + 1) for t, v in enumerate(years)), rel=1e-9)
    assert told.npv_total.p50 == pytest.approx(sum(b.p50 for b in told.npv.values()), rel=1e-9)
    rows = told.to_json()["cash"]
    assert len(rows) == 12
    assert all(r["p10"] <= r["p50"] <= r["p90"] for r in rows)


def test_an_agreement_that_starts_slowly_pays_off_later(one_year):
    costs = {"coordination_fixed_idr": 150e6, "coordination_member_idr": 0}
    fast = over_years(simulate_market(one_year, scenario(term_years=5, assumptions=costs), {}))
    slow = over_years(simulate_market(one_year, scenario(term_years=5, ramp_up=[0, 0.2, 1], assumptions=costs), {}))
    never = over_years(simulate_market(one_year, scenario(term_years=5, ramp_up=[0], assumptions=costs), {}))
    assert never.break_even_year is None
    assert fast.break_even_year is not None
    assert slow.break_even_year is not None
    assert slow.break_even_year > fast.break_even_year
    assert any("belum kembali" in str(s) for s in never.sentences({}))


def test_what_the_rest_have_after_an_exit(one_year):
    found = simulate_market(one_year, scenario(term_years=3), {})
    told = over_years(found)
    assert [(e.year, e.code) for e in told.exits] == [(y, c) for y in (1, 2) for c in CODES]
    without = ~np.eye(4, dtype=bool)[0]
    game = found.game
    value = float(game.values(without[None, :])[0]) + game.fixed
    assert told.exits[0].rest_idr == pytest.approx(2 * value, abs=2)
    assert told.exits[4].rest_idr == pytest.approx(value, abs=2)
    assert any("yang lain kehilangan" in str(s) for s in told.sentences({}))


def test_two_members_leave_one_alone(one_year):
    found = simulate_market(one_year, scenario(members=[{"code": "35.78"}, {"code": "35.15"}], term_years=2), {})
    told = over_years(found)
    assert told.exits[0].rest_idr == pytest.approx(found.game.alone()[1], abs=1)


def test_identical_members_have_identical_years():
    lines = spot_lines().assign(fiscal_year=2025, region_code="35.78")
    twins = read_market(pd.concat([lines, lines.assign(region_code="35.15")], ignore_index=True), assumptions())
    found = simulate_market(
        twins, scenario(members=[{"code": "35.78"}, {"code": "35.15"}], term_years=3, split="shapley"), {}
    )
    told = over_years(found)
    assert [b.p50 for b in told.yearly["35.78"]] == pytest.approx([b.p50 for b in told.yearly["35.15"]], abs=2)


def test_forty_members_and_one_that_buys_nothing(one_year):
    codes = [*CODES, *[c for c in sorted(regions()) if c not in CODES and len(c) == 5][:36]]
    found = simulate_market(one_year, scenario(members=[{"code": c} for c in codes], term_years=20), {})
    told = over_years(found)
    assert len(told.exits) == 19 * 40
    idle = next(e for e in told.exits if e.code == codes[-1])
    assert idle.leaver_alone_idr == 0


def test_falling_volumes_save_less(one_year):
    falling = over_years(simulate_market(one_year, scenario(term_years=4, volume_growth=-0.2), {}))
    assert falling.scale == pytest.approx(tuple(0.8**t for t in range(4)))
    assert np.diff([b.p50 for b in falling.total[1:]]).max() < 0


@pytest.mark.parametrize(
    "told",
    ["term_years = 0", "term_years = 50", "volume_growth = -0.9", "price_growth = 2", "discount_rate = -1",
     "ramp_up = [1.5]", "schema = 9", "unknown = 1"],
)  # fmt: skip
def test_terms_out_of_bounds_are_a_sentence(told: str):
    members = '[[members]]\ncode = "35.78"\n[[members]]\ncode = "35.15"\n'
    with pytest.raises(InputError) as error:
        Scenario.from_toml(f'title = "x"\n{told}\n{members}')
    assert str(error.value).endswith(".")


def test_new_fields_read_back_and_old_files_stay_as_they_were():
    plain = scenario()
    assert not {"ramp_up", "volume_growth", "lots"} & set(plain.to_toml().replace("=", " ").split())
    told = scenario(ramp_up=[0.4, 1.0], price_growth=-0.02, members=[{"code": c, "budgeted": True} for c in CODES])
    again = Scenario.from_toml(told.to_toml())
    assert again == told
    assert volume_and_price(again) == pytest.approx([0.4])
