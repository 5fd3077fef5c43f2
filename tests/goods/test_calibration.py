"""People's answers correct the matcher's confidence."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jointproc.goods.calibration import Calibration, fit

answers = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=40)


def test_nothing_decided_nothing_changed() -> None:
    p = np.linspace(0.01, 0.99, 9)
    assert fit([], []).of(p) == pytest.approx(p)


def test_a_few_answers_move_little_and_many_move_far() -> None:
    few, many = fit([0.9] * 3, [False] * 3), fit([0.9] * 400, [False, True] * 200)
    assert few.of([0.9])[0] > 0.5
    assert many.of([0.9])[0] == pytest.approx(0.5, abs=0.06)
    assert (few.decided_n, many.decided_n) == (3, 400)


@settings(deadline=None)
@given(answers)
def test_probabilities_stay_probabilities_in_their_order(given_answers: list[tuple[float, bool]]) -> None:
    found = fit([p for p, _ in given_answers], [same for _, same in given_answers]).of(np.linspace(0, 1, 21))
    assert ((found >= 0) & (found <= 1)).all()
    assert (np.diff(found) >= 0).all()


def test_certainty_is_no_error() -> None:
    assert np.isfinite(Calibration(1.0, 2.0).of([0.0, 1.0])).all()
