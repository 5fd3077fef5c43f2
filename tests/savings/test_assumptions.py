"""Every given number has an interval, a source and two languages, and can be changed without changing the rest."""

from __future__ import annotations

import numpy as np
import pytest

from jointproc.errors import InputError
from jointproc.savings import DRAWS, Draws, assumptions
from jointproc.savings.draws import normal_of, scatter


def test_every_assumption_is_told_in_full():
    for name, a in assumptions().items():
        assert a.low <= a.value <= a.high, name
        assert all((a.source, a.unit, a.title, a.title_en, a.description, a.description_en)), name
        assert a.source in str(a.sentence())


def test_listed_prices_never_earn_a_slope():
    listed = assumptions()["slope_listed"]
    assert (listed.low, listed.value, listed.high) == (0, 0, 0)


def test_override_leaves_the_reference_alone():
    changed = assumptions().override({"volume_cap": 2, "award_failure": {"value": 0.2, "low": 0.1, "high": 0.4}})
    assert changed.value("volume_cap") == 2
    assert assumptions().value("volume_cap") == 4
    assert changed.key != assumptions().key
    assert assumptions().override(changed.changed()) == changed


@pytest.mark.parametrize(
    "bad", [{"tak_ada": 1}, {"volume_cap": "x"}, {"volume_cap": {"value": 1, "low": 2}}, {"volume_cap": float("nan")}]
)
def test_wrong_changes_get_a_sentence(bad):
    with pytest.raises(InputError):
        assumptions().override(bad)


def test_draws_have_the_stated_percentiles_and_never_change():
    drawn = scatter(assumptions()["coordination_fee_share"], normal_of("x"))
    told = assumptions()["coordination_fee_share"]
    assert np.quantile(drawn, [0.1, 0.5, 0.9]) == pytest.approx([told.low, told.value, told.high], rel=0.01)
    assert np.array_equal(normal_of("g1"), normal_of("g1"))
    assert not np.array_equal(normal_of("g1"), normal_of("g2"))
    assert Draws.drawn(assumptions()).n == DRAWS


def test_every_assumption_is_told_in_english_without_indonesian_words():
    for one in assumptions().values():
        told = one.unit_told.render("en")
        assert told
        assert not {"bagian", "kali", "barang", "bulan", "peluang", "pembeli", "harga"} & set(told.split()), one.name
