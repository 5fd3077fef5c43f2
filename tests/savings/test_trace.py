"""A figure can be followed to its lines, and the steps of the trace are those of the figure."""

from __future__ import annotations

import pandas as pd
import pytest

from jointproc.savings import assumptions, market_of, opportunities, structure, trace
from jointproc.warehouse import Scope, Warehouse
from tests.factory import keep

REGIONS = (("35.78", 0), ("35.15", 150), ("35.02", 90))


@pytest.fixture(params=["Tender", "E-Purchasing"])
def stocked(wh: Warehouse, request: pytest.FixtureRequest) -> Warehouse:
    rows = [
        {
            "region_code": region, "buyer": f"Dinas {n % 3}", "quantity": str(4000 * (n + 1)),
            "base_quantity": str(4000 * (n + 1)), "unit_price_idr": f"{1000 + 37 * n + extra}.00",
            "shipping_idr": "1000000.00", "vendor": f"V{n % 2}", "method": request.param,
            "amount_idr": f"{(1000 + 37 * n + extra) * 4000 * (n + 1) + 1_000_000}.00",
            "source_ref": f"T{region}{n // 2}",
        }
        for region, extra in REGIONS
        for n in range(6)
    ]  # fmt: skip
    rows.append({**rows[0], "text": "Amoksisilin", "amount_idr": "1000.00"})
    rows.append({**rows[0], "unit_price_idr": "99000000.00"})
    keep(wh, "satu", *rows)
    return wh


def test_steps_and_lines_add_up_to_the_figure(stocked: Warehouse):
    one = next(o for o in opportunities(stocked) if o.evidence != "D")
    found = trace(stocked, Scope(), one, assumptions())
    *steps, net = found.steps
    assert net.name == "net"
    assert sum(s.amount_idr or 0.0 for s in steps) == pytest.approx(net.amount_idr, abs=1)
    assert net.amount_idr == pytest.approx(one.saving_idr.p50)
    market = market_of(stocked, Scope())
    cells = market.cells.set_index("region_code")
    row = int((market.goods["good_id"] == one.good_id).to_numpy().argmax())
    cells = cells[cells["good"] == row]
    by_region = found.lines.groupby("region_code")[["gap_idr", "delivery_idr", "process_idr"]].sum()
    for code in by_region.index:
        assert by_region.at[code, "gap_idr"] == pytest.approx(cells.at[code, "harmonisation_idr"])
        assert by_region.at[code, "delivery_idr"] == pytest.approx(cells.at[code, "delivery_idr"])
        assert by_region.at[code, "process_idr"] == pytest.approx(cells.at[code, "process_idr"])
    assert found.members["quantity_idr"].sum() == pytest.approx(one.channels["quantity"].p50)
    assert found.members["harmonisation_idr"].sum() == pytest.approx(one.channels["harmonisation"].p50)
    assert not found.lines["counted"].all(), "the price ten thousand times too high is shown, not counted"


def test_the_sql_with_its_parameters_gives_the_very_lines(stocked: Warehouse):
    one = opportunities(stocked)[0]
    found = trace(stocked, Scope(), one, assumptions())
    assert "$good_id" in found.sql
    assert found.params["good_id"] == one.good_id
    assert found.lines[["dataset", "file_name", "line_no"]].notna().all().all()
    assert found.lines["amount_idr"].sum() == pytest.approx(one.amount_idr)


def test_sellers_are_counted_and_nothing_is_added_to_the_saving(stocked: Warehouse):
    one = opportunities(stocked)[0]
    rows = stocked.query("vendor_shares", Scope(), good_ids=[one.good_id], region_codes=[m.code for m in one.members])
    found = structure(rows, assumptions())
    assert set(found.vendors["vendor"]) == {"V0", "V1"}
    assert found.hhi == pytest.approx((found.vendors["share"] ** 2).sum())
    assert found.small_share in (0.0, pytest.approx(1.0)) or 0 < found.small_share < 1
    assert "bukan bagian angka ini" in str(found.sentences[-1])


@pytest.mark.parametrize(
    ("money", "hhi"), [([1.0], 1.0), ([1.0, 1.0], 0.5), ([1.0] * 4, 0.25), ([3.0, 1.0], 0.625), ([5.0, -2.0], 1.0)]
)
def test_concentration_of_the_textbook(money: list[float], hhi: float):
    rows = pd.DataFrame({"vendor": [f"v{i}" for i in range(len(money))], "amount_idr": money, "scope_idr": money})
    assert structure(rows, assumptions()).hhi == pytest.approx(hhi)


def test_lines_that_name_no_vendor_make_no_index():
    rows = pd.DataFrame({"vendor": [None], "amount_idr": [10.0], "scope_idr": [None]})
    found = structure(rows, assumptions())
    assert found.hhi is None
    assert found.unnamed_share == 1
