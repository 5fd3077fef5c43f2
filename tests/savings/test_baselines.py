"""Each baseline with its figure; what lies below HPS or pagu is never a saving against the market."""

from __future__ import annotations

import pytest

from jointproc.savings import assumptions, baselines, opportunities
from jointproc.savings.baselines import Baseline
from jointproc.warehouse import Scope, Warehouse
from tests.factory import keep

SURABAYA, SIDOARJO, PONOROGO = "35.78", "35.15", "35.02"


def _row(region: str, price: int | None, day: str, number: int, **more: object) -> dict[str, object]:
    amount = (price or 1000) * 100
    return {
        "region_code": region, "buyer": f"Dinas {number}", "quantity": "100", "base_quantity": "100",
        "unit_price_idr": None if price is None else f"{price}.00", "amount_idr": f"{amount}.00", "date": day,
        "method": "Tender", "baseline_kind": "spot", "source_ref": f"T{region}{number}", **more,
    }  # fmt: skip


def _found(wh: Warehouse) -> dict[str, Baseline]:
    one = next(o for o in opportunities(wh) if {m.code for m in o.members} == {SURABAYA, SIDOARJO})
    return {b.kind: b for b in baselines(wh, Scope(), one, assumptions())}


def test_every_baseline_has_its_figure_and_hps_and_pagu_are_named(wh: Warehouse):
    paid = [_row(SURABAYA, 1000 + 100 * n, f"2025-0{n + 1}-01", n) for n in range(4)]
    paid += [_row(SIDOARJO, 1200 + 100 * n, f"2025-0{n + 1}-01", n) for n in range(4)]
    paid += [_row(PONOROGO, 900 + 10 * n, f"2025-0{n + 1}-01", n) for n in range(4)]
    office = [
        _row(SURABAYA, 2000, "2025-05-01", 8, baseline_kind="hps"),
        _row(SIDOARJO, 3000, "2025-05-01", 9, stage="planned", baseline_kind="budget"),
    ]
    keep(wh, "satu", *paid, *office)
    found = _found(wh)
    assert list(found) == ["own_price", "own_last", "peer_median", "hps", "budget"]
    # two members with 400 units each; HPS and pagu are no price anybody paid
    assert found["own_price"].price_idr == pytest.approx((1150 + 1350) / 2)
    assert found["own_last"].price_idr == pytest.approx((1300 + 1500) / 2)
    assert found["peer_median"].price_idr == pytest.approx((1065 + 965) / 2)
    assert (found["hps"].price_idr, found["hps"].regions_n, found["hps"].lines_n) == (2000, 1, 1)
    assert found["budget"].price_idr == 3000
    own = found["own_price"]
    assert own.paid_idr == pytest.approx(own.value_idr) == pytest.approx(400 * 1150 + 400 * 1350)
    assert own.below_share == pytest.approx(1 - own.after_idr / own.value_idr)
    assert found["hps"].below_share > own.below_share, "the figure against HPS is larger, and says it is not the market"
    for kind, told in found.items():
        assert told.is_market == (kind not in ("hps", "budget"))
        assert ("bukan penghematan terhadap pasar" in str(told.sentence())) == (not told.is_market)


def test_hps_and_pagu_never_move_the_market(wh: Warehouse):
    paid = [_row(r, 1000 + 50 * n, "2025-03-01", n) for r in (SURABAYA, SIDOARJO) for n in range(4)]
    keep(wh, "satu", *paid)
    before = opportunities(wh)[0]
    keep(wh, "dua", _row(SURABAYA, 9000, "2025-05-01", 8, baseline_kind="hps", amount_idr="1.00"))
    after = opportunities(wh)[0]
    assert after.saving_idr.p50 == pytest.approx(before.saving_idr.p50, rel=1e-4)
    assert [m.price_idr for m in after.members] == [m.price_idr for m in before.members]


def test_an_estimate_without_a_unit_price_states_its_amount_and_no_difference(wh: Warehouse):
    paid = [_row(r, 1000 + 50 * n, "2025-03-01", n) for r in (SURABAYA, SIDOARJO) for n in range(4)]
    plan = _row(SURABAYA, None, "2025-05-01", 8, baseline_kind="budget", stage="planned", quantity=None)
    keep(wh, "satu", *paid, {**plan, "base_quantity": None, "amount_idr": "5000000.00"})
    budget = _found(wh)["budget"]
    assert (budget.price_idr, budget.below_idr, budget.value_idr) == (None, None, 5_000_000)
    assert "tidak menyebut harga satuan" in str(budget.sentence())
