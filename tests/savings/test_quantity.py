"""The fixed-effects slope against an independent estimator, and planted slopes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyfixest
import pytest

from jointproc.savings.quantity import common_slope, fit
from tests.conftest import shared_file

# pyfixest 0.60.0: feols("log(unit_price) ~ log(quantity) | <effects>", vcov={"CRV1": "item"})
PYFIXEST = [
    ("scms_direct_drop", "item", -0.08283675776000357, 0.019013422792753917),
    ("scms_direct_drop", "item and period", -0.07230676732905345, 0.02225491973471885),
    ("scms_warehouse", "item", -0.00677941488882791, 0.004751664515478887),
    ("scms_warehouse", "item and period", 0.0032340594065596614, 0.003048431612463005),
    ("kalbar_ekatalog_2022", "item", -2.5930382968621466e-06, 0.0004977082038202449),
]


def rows(name: str) -> pd.DataFrame:
    frame = pd.read_csv(shared_file(f"prices/backtest/{name}.csv"), dtype={"item": str, "period": str})
    return frame[(frame["quantity"] > 0) & (frame["unit_price"] > 0)]


@pytest.mark.parametrize(("name", "effects", "slope", "error"), PYFIXEST)
def test_the_slope_within_items_equals_pyfixest(name: str, effects: str, slope: float, error: float) -> None:
    frame = rows(name)
    by = ["item"] if effects == "item" else ["item", "period"]
    found, found_error = common_slope(
        frame.groupby(by).ngroup().to_numpy(),
        frame.groupby("item").ngroup().to_numpy(),
        np.log(frame["quantity"].to_numpy(float)),
        np.log(frame["unit_price"].to_numpy(float)),
    )
    assert found == pytest.approx(slope, rel=1e-6, abs=1e-9)
    assert found_error == pytest.approx(error, rel=1e-3)


@pytest.mark.parametrize("seed", range(3))
def test_the_slope_of_any_market_equals_what_pyfixest_computes(seed: int) -> None:
    rng = np.random.default_rng(seed)
    item = rng.integers(0, 50, 1500)
    q = rng.normal(4, 1.2, len(item))
    p = 7 + item / 20 - 0.06 * q + rng.standard_t(4, len(item)) * 0.2
    model = pyfixest.feols("p ~ q | item", data=pd.DataFrame({"item": item, "q": q, "p": p}), vcov={"CRV1": "item"})
    slope, error = common_slope(item, item, q, p)
    assert slope == pytest.approx(model.coef()["q"], rel=1e-6)
    assert error == pytest.approx(model.se()["q"], rel=1e-5)


@pytest.mark.parametrize("seed", range(5))
def test_a_planted_slope_is_recovered_within_two_standard_errors(seed: int) -> None:
    rng = np.random.default_rng(seed)
    item = np.repeat(np.arange(80), 40)
    q = rng.normal(5, 1.5, len(item))
    p = 8 + item / 30 - 0.08 * q + rng.normal(0, 0.3, len(item))
    slope, error = common_slope(item, item, q, p)
    assert abs(slope + 0.08) <= 2.6 * error
    own, own_error = fit(item, np.zeros_like(item), q, p, 80)
    inside = np.abs(own + 0.08) <= 2 * own_error
    assert inside.mean() >= 0.88


def test_no_variation_of_quantity_gives_no_slope() -> None:
    same = np.zeros(6, dtype=np.int64)
    assert common_slope(same, same, np.ones(6), np.arange(6.0))[0] == 0.0
    assert common_slope(same[:0], same[:0], np.ones(0), np.ones(0))[0] == 0.0
