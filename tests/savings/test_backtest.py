"""The backtest on real purchases, on planted ones, and on files that can't be tested."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from jointproc.errors import InputError
from jointproc.savings import backtest
from tests.conftest import shared_file

KEYS = {
    "rows_train",
    "rows_test",
    "items_n",
    "realised_share",
    "claimed_share",
    "claimed_over_realised",
    "coverage_90",
    "mae_log",
    "baselines",
    "flags",
}


def planted(slope: float, noise: float = 0.2, items_n: int = 60, rows_n: int = 80) -> pd.DataFrame:
    rng = np.random.default_rng(11)
    item = np.repeat(np.arange(items_n), rows_n)
    quantity = np.exp(rng.normal(5, 1.5, len(item)))
    return pd.DataFrame(
        {
            "item": item,
            "buyer": rng.integers(0, 12, len(item)),
            "period": 2024,
            "quantity": quantity,
            "unit_price": np.exp(8 + item / 30 + slope * np.log(quantity) + rng.normal(0, noise, len(item))),
        }
    )


@pytest.mark.parametrize(
    ("name", "rows_test", "realised"),
    [("scms_direct_drop", 629, 0.11), ("scms_warehouse", 981, 0.010), ("kalbar_ekatalog_2022", 491, 0.002)],
)
def test_the_protocol_finds_the_same_rows_as_the_reference(name: str, rows_test: int, realised: float):
    found = backtest(shared_file(f"prices/backtest/{name}.csv"))
    assert found.rows_test == rows_test
    assert found.realised_share == pytest.approx(realised, abs=6e-4)
    assert set(found.to_json()) >= KEYS
    assert found.claimed_share is not None
    assert found.claimed_share.p10 <= found.realised_share
    assert found.coverage_90 == pytest.approx(0.9, abs=0.04)


@pytest.mark.parametrize("name", ["scms_warehouse", "kalbar_ekatalog_2022"])
def test_negative_controls_claim_next_to_nothing(name: str):
    found = backtest(shared_file(f"prices/backtest/{name}.csv"))
    assert found.claimed_share is not None
    assert found.claimed_share.p50 <= 0.02
    assert found.claimed_share.p10 == 0
    assert found.mae_log is not None
    assert found.mae_log <= found.baselines["none"]["mae_log"] + 1e-9
    for name in ("flat_15", "pooled_log_log", "qdf_0.5"):
        assert found.mae_log <= found.baselines[name]["mae_log"] + 2e-4, name


def test_positive_case_claims_no_more_than_happened():
    found = backtest(shared_file("prices/backtest/scms_direct_drop.csv"))
    assert found.claimed_over_realised is not None
    assert 0.4 <= found.claimed_over_realised <= 1.0
    assert found.mae_log is not None
    for name in ("none", "flat_15", "pooled_log_log", "qdf_0.5", "best_quartile"):
        assert found.mae_log < found.baselines[name]["mae_log"], name


def test_a_planted_slope_is_claimed_and_a_shuffled_one_is_not():
    frame = planted(-0.08)
    found = backtest(frame)
    assert found.claimed_over_realised == pytest.approx(0.6, abs=0.4)
    rng = np.random.default_rng(2)
    shuffled = frame.assign(quantity=frame.groupby("item")["quantity"].transform(rng.permutation))
    none = backtest(shuffled)
    assert none.claimed_share is not None
    assert found.claimed_share is not None
    assert none.claimed_share.p50 < 0.1 * found.claimed_share.p50


@pytest.mark.parametrize("name", ["scms_direct_drop", "scms_warehouse", "kalbar_ekatalog_2022"])
@pytest.mark.parametrize("seed", [2, 3])
def test_quantities_shuffled_within_their_item_leave_nothing(name: str, seed: int):
    frame = pd.read_csv(shared_file(f"prices/backtest/{name}.csv"), dtype={"item": str})
    rng = np.random.default_rng(seed)
    found = backtest(frame.assign(quantity=frame.groupby("item")["quantity"].transform(rng.permutation)))
    assert found.claimed_share is not None
    assert found.claimed_share.p50 <= 0.01
    assert found.claimed_share.p10 == 0


@pytest.mark.parametrize("noise", [0.2, 0.3, 0.5])
def test_prices_computed_from_noisy_quantities_raise_the_flag_and_claim_nothing_for_sure(noise: float):
    rng = np.random.default_rng(1)
    frame = planted(0.0, noise=0.0)
    seen = frame["quantity"] * np.exp(rng.normal(0, noise, len(frame)))
    found = backtest(frame.assign(unit_price=frame["unit_price"] * frame["quantity"] / seen, quantity=seen))
    assert "division_bias" in found.flags
    assert found.claimed_share is not None
    assert found.claimed_share.p10 == 0
    assert "division_bias" not in backtest(planted(-0.08)).flags


@pytest.mark.parametrize("name", ["scms_direct_drop", "scms_warehouse", "kalbar_ekatalog_2022"])
def test_no_real_file_is_taken_for_computed_prices(name: str):
    assert "division_bias" not in backtest(shared_file(f"prices/backtest/{name}.csv")).flags


def test_what_was_learnt_in_the_past_predicts_the_future():
    path = shared_file("prices/backtest/scms_direct_drop.csv")
    found = backtest(path, learn_until="2010")
    assert found.claimed_share is not None
    assert found.realised_share is not None
    assert found.mae_log is not None
    assert found.rows_test < backtest(path).rows_test
    assert found.claimed_share.p10 <= found.realised_share
    assert found.mae_log <= found.baselines["none"]["mae_log"]


def test_same_figures_every_time():
    assert backtest(planted(-0.05)).to_json() == backtest(planted(-0.05)).to_json()


@pytest.mark.parametrize(
    "change",
    [
        {"buyer": "one"},
        {"unit_price": 0.0},
        {"quantity": -1.0},
        {"period": range(60 * 80)},
        {"unit_price": "mahal"},
    ],
)
def test_what_cannot_be_tested_gives_a_reason_and_no_number(change: dict[str, object]):
    found = backtest(planted(-0.05).assign(**change))
    assert found.realised_share is None
    assert found.claimed_share is None
    assert found.rows_test == 0
    assert len(found.sentences()) == 1


def test_equal_prices_claim_nothing():
    found = backtest(planted(0.0).assign(unit_price=5.0))
    assert found.realised_share == 0
    assert found.claimed_share is not None
    assert found.claimed_share.p90 == 0


def test_one_line_and_outliers_do_not_break_it():
    assert backtest(planted(-0.05).iloc[:1]).rows_test == 0
    odd = planted(-0.05)
    odd.loc[::50, "unit_price"] *= 1e6
    found = backtest(odd)
    assert found.claimed_share is not None
    assert 0 <= found.claimed_share.p90 < 0.5


def test_a_wrong_file_gets_a_sentence(tmp_path: Path):
    path = tmp_path / "x.csv"
    with pytest.raises(InputError, match="tidak ada"):
        backtest(path)
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match="kolom"):
        backtest(path)


@pytest.mark.parametrize("factor", [1_000.0, 15_000.0])
def test_a_currency_change_between_periods_gives_a_reason_and_no_number(factor: float):
    frame = planted(-0.08, items_n=12, rows_n=40)
    frame["period"] = [2024, 2025] * (len(frame) // 2)
    late = frame["period"] == 2025
    found = backtest(frame.assign(unit_price=frame["unit_price"].where(~late, frame["unit_price"] * factor)))
    assert found.claimed_share is None
    assert "mata uang" in str(found.reasons[0])


def test_two_currencies_in_a_column_give_a_reason_and_no_number():
    frame = planted(-0.08, items_n=12, rows_n=40)
    frame["currency"] = ["IDR", "USD"] * (len(frame) // 2)
    found = backtest(frame)
    assert found.claimed_share is None
    assert "currency" in str(found.reasons[0])


def test_periods_that_do_not_overlap_give_a_reason_and_no_number():
    frame = planted(-0.08, items_n=6, rows_n=40)
    found = backtest(frame.assign(period=[str(i) for i in range(len(frame))]))
    assert found.claimed_share is None
    assert found.reasons


def test_words_where_numbers_should_be_are_counted_and_too_many_give_no_number():
    frame = planted(-0.08).astype({"unit_price": object})
    few = frame.copy()
    few.loc[few.index[:5], "unit_price"] = "USD 5"
    found = backtest(few)
    assert found.realised_share is not None
    assert "unread_rows" in found.flags
    assert f"5 dari {len(frame):,}".replace(",", ".") in str(found.reasons[-1])
    assert "USD 5" in str(found.reasons[-1])
    half = frame.copy()
    half.loc[half.index[::2], "unit_price"] = "Rp 1.000.000"
    found = backtest(half)
    assert found.realised_share is None
    assert "angka polos" in str(found.reasons[0])
