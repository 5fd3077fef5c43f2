"""What neighbours buy in common."""

from __future__ import annotations

from jointproc.neighbours import good_lines, neighbour_overlap, pair_overlaps, shared_goods
from jointproc.warehouse import Scope, Warehouse
from tests.factory import keep

SURABAYA, SIDOARJO, GRESIK, MALANG = "35.78", "35.15", "35.25", "35.07"


def _fill(wh: Warehouse) -> None:
    keep(
        wh,
        "belanja",
        {"region_code": SURABAYA, "text": "A", "amount_idr": "1000", "date": "2025-03-01"},
        {"region_code": SURABAYA, "text": "B", "amount_idr": "50", "date": "2025-03-01"},
        {"region_code": SIDOARJO, "text": "A", "amount_idr": "500", "date": "2025-03-20"},
        {"region_code": SIDOARJO, "text": "B", "amount_idr": "70", "date": "2025-06-01"},
        {"region_code": GRESIK, "text": "A", "amount_idr": "5", "date": "2025-01-01"},
        {"region_code": MALANG, "text": "A", "amount_idr": "99999", "date": "2025-03-01"},
    )


def test_joint_spend_counts_both_sides_of_every_shared_good(wh: Warehouse) -> None:
    _fill(wh)
    found = neighbour_overlap(wh, SURABAYA).set_index("code")
    assert set(found.index) == {SIDOARJO, GRESIK}
    assert found.loc[SIDOARJO, "shared_goods_n"] == 2
    assert found.loc[SIDOARJO, "shared_amount_idr"] == 1620
    assert found.loc[SIDOARJO, "own_amount_idr"] == 1050
    # only good A was bought by both in March
    assert found.loc[SIDOARJO, "same_period_share"] == 1500 / 1620
    assert found.loc[GRESIK, "shared_amount_idr"] == 1005
    assert found.loc[GRESIK, "same_period_share"] == 0


def test_pairs_are_only_of_neighbours_and_agree_with_the_view_of_one_region(wh: Warehouse) -> None:
    _fill(wh)
    pairs = pair_overlaps(wh)
    keys = {frozenset((r.code_a, r.code_b)): r.shared_amount_idr for r in pairs.itertuples()}
    assert frozenset((SURABAYA, MALANG)) not in keys
    assert keys[frozenset((SURABAYA, SIDOARJO))] == 1620


def test_shared_goods_show_both_prices(wh: Warehouse) -> None:
    _fill(wh)
    goods = shared_goods(wh, SURABAYA, SIDOARJO)
    assert goods["amount_idr"].tolist() == [1500, 120]
    assert goods["same_period"].tolist() == [True, False]
    lines = good_lines(wh, goods["good_id"].iloc[0])
    assert len(lines) == 4
    assert lines["line_no"].min() == 2


def test_scope_narrows_the_overlap(wh: Warehouse) -> None:
    _fill(wh)
    assert neighbour_overlap(wh, SURABAYA, Scope(fiscal_years=(1999,)))["shared_goods_n"].sum() == 0


def test_a_region_without_spending_still_lists_its_neighbours(wh: Warehouse) -> None:
    found = neighbour_overlap(wh, "61.02")
    assert len(found) >= 4
    assert found["shared_amount_idr"].sum() == 0
