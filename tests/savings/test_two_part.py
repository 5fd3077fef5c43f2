"""How often larger orders saved, counted on planted cases."""

from __future__ import annotations

import numpy as np
import pandas as pd

from jointproc.savings.two_part import cases, large_orders, sentence


def planted(saved_share: float, n: int = 100, goods_n: int = 1) -> pd.DataFrame:
    """Per good 60 small orders at price 100 and 40 large ones, a share of which pays 80."""
    good = np.repeat(np.arange(goods_n), n)
    place = np.tile(np.arange(n), goods_n)
    quantity = np.where(place < 0.6 * n, 1.0 + place / n, 100.0 + place)
    cheap = (place >= 0.7 * n) & (place < 0.7 * n + saved_share * 0.3 * n)
    rows = (good, np.zeros_like(good), np.log(quantity), np.log(np.where(cheap, 80.0, 100.0)))
    return cases(large_orders(*rows)[1], pd.Series(["atk"] * goods_n), pd.Series(["spot"] * goods_n))


def test_three_of_ten_saved_a_fifth() -> None:
    row = planted(0.3).iloc[0].to_dict()
    assert row["cases_of"] == "good"
    assert row["cases_n"] == 30
    assert row["saved_n"] == 9
    assert abs(row["saved_size_share"] - 0.2) < 1e-9
    told = sentence(row)
    assert told is not None
    assert "3 dari 10" in told.render()
    assert "20%" in told.render()


def test_nothing_saved_is_said() -> None:
    told = sentence(planted(0.0).iloc[0].to_dict())
    assert told is not None
    assert "tidak satu pun" in told.render()


def test_a_good_with_few_cases_borrows_from_its_family() -> None:
    found = planted(0.5, n=20, goods_n=4)
    assert set(found["cases_of"]) == {"family"}
    assert (found["cases_n"] > 10).all()


def test_without_open_prices_nothing_is_said() -> None:
    empty = np.empty(0, np.int64)
    found = cases(large_orders(empty, empty, np.empty(0), np.empty(0))[1], pd.Series(["atk"]), pd.Series(["listed"]))
    assert found["cases_n"].tolist() == [0]
    assert sentence(found.iloc[0].to_dict()) is None
