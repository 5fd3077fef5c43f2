"""What was planted can be found again, on the clean lines, by the plainest means."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jointproc.goods import classify
from jointproc.sample import sample_lines
from jointproc.sample.places import PLACES, cost_level
from jointproc.sample.prices import SPOT_SLOPE, slope
from jointproc.sample.wares import wares


@pytest.fixture(scope="module")
def clean() -> pd.DataFrame:
    kept = [line for lines in sample_lines().values() for line in lines if not line.flaw and line.stage != "rencana"]
    return pd.DataFrame(
        {
            "code": line.place.code,
            "good": line.ware.key,
            "family": line.ware.family,
            "regime": line.ware.regime,
            "year": line.day.year,
            "month": line.day.month,
            "method": line.method,
            "order": line.order,
            "goods": line.goods_idr,
            "shipping": line.shipping_idr,
            "total": line.total_idr,
            "log_q": np.log(float(line.quantity)),
            "log_p": np.log(line.price_idr),
        }
        for line in kept
    )


def fitted_slope(lines: pd.DataFrame) -> tuple[float, float]:
    """log price on log quantity with good, region and year effects taken out in turn (Frisch, Waugh, Lovell)."""
    x, y = lines["log_q"].copy(), lines["log_p"].copy()
    for _ in range(30):
        for column in ("good", "code", "year"):
            x -= x.groupby(lines[column]).transform("mean")
            y -= y.groupby(lines[column]).transform("mean")
    beta = float((x * y).sum() / (x * x).sum())
    residual = (y - beta * x) * x
    error = np.sqrt((residual.groupby(lines["good"]).sum() ** 2).sum()) / float((x * x).sum())
    return beta, float(error)


def test_listed_prices_hardly_differ_and_ignore_quantity(clean):
    listed = clean[clean["regime"] == "listed"]
    deviation = listed["log_p"] - listed.groupby("good")["log_p"].transform("mean")
    assert deviation.std() < 0.01
    assert listed.groupby("good")["log_p"].std().max() < 0.02
    beta, error = fitted_slope(listed)
    assert abs(beta) < 0.002
    assert error < 0.002


def test_framework_prices_follow_quantity_by_a_hundredth(clean):
    beta, error = fitted_slope(clean[clean["regime"] == "framework"])
    assert -0.015 < beta < -0.005
    assert error < 0.003


def test_spot_prices_fall_with_quantity_as_planted(clean):
    spot = clean[clean["regime"] == "spot"]
    planted = float(np.mean([slope(ware) for ware in wares() if ware.regime == "spot"]))
    beta, error = fitted_slope(spot)
    assert SPOT_SLOPE[0] < beta < SPOT_SLOPE[2]
    assert abs(beta - planted) < max(2 * error, 0.01)
    spread = (spot["log_p"] - spot.groupby("good")["log_p"].transform("mean")).groupby(spot["good"]).std()
    assert 0.2 < spread.median() < 0.36
    assert spread.between(0.12, 0.45).all()


def test_services_and_food_have_no_quantity_effect(clean):
    beta, error = fitted_slope(clean[clean["regime"] == "flat"])
    assert abs(beta) < max(3 * error, 0.03)


def test_region_levels_do_not_lean_on_population():
    size = np.log([place.people_m for place in PLACES])
    level = np.array([cost_level()[place.code] for place in PLACES])
    assert abs(np.corrcoef(size, level)[0, 1]) < 1e-9
    assert level.std() == pytest.approx(0.10)


def test_shipping_follows_the_law_of_real_orders(clean):
    orders = clean[clean["regime"].isin(["listed", "framework"])].groupby("order")[["goods", "shipping"]].sum()
    paid = orders[orders["shipping"] > 0]
    assert 0.38 < len(paid) / len(orders) < 0.46
    assert 0.07 < (paid["shipping"] / paid["goods"]).median() < 0.095
    assert 0.025 < orders["shipping"].sum() / orders["goods"].sum() < 0.045
    power = np.polyfit(np.log(paid["goods"]), np.log(paid["shipping"]), 1)[0]
    assert 0.79 < power < 0.89


def test_spending_is_believable(clean):
    spent = clean.groupby(["year", "code"])["total"].sum().unstack("code") / 1e9
    assert spent.min().min() > 5
    assert spent.max().max() < 400
    assert set(spent.idxmax(axis=1)) == {"35.78"}
    people = pd.Series({place.code: place.people_m for place in PLACES})
    assert np.corrcoef(np.log(people), np.log(spent.mean()[people.index]))[0, 1] > 0.95


def test_tenders_gather_in_two_seasons(clean):
    tenders = clean[clean["method"] == "Tender"]["month"].value_counts(normalize=True)
    assert tenders[[2, 3, 4, 5]].sum() + tenders[[8, 9, 10]].sum() > 0.8


def test_not_every_region_buys_everything(clean):
    bought = clean.groupby("code")["good"].nunique()
    kota = [place.code for place in PLACES if place.is_kota and place.code != "35.78"]
    kabupaten = [place.code for place in PLACES if not place.is_kota]
    assert bought[kota].mean() < 0.9 * bought[kabupaten].mean()
    assert bought.max() < len(wares())
    assert (
        clean[clean["code"].isin(["35.78", "35.15"]) & (clean["family"] == "obat")]
        .groupby("good")["code"]
        .nunique()
        .eq(2)
        .sum()
        > 60
    )


def test_families_are_recognised():
    told = pd.DataFrame(
        {
            "catalogue": ware.trade.catalogue if ware.in_catalogue else "",
            "text": ware.name,
            "spec": ware.spec,
            "account_code": ware.trade.account,
        }
        for ware in wares()
    )
    found = classify(told)["family"]
    wrong = [(w.name, w.family, f) for w, f in zip(wares(), found, strict=True) if w.family != f]
    assert wrong == []
