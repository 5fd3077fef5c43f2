"""What people decided is added to, never overwritten."""

from __future__ import annotations

import pytest

from jointproc.errors import InputError
from jointproc.workspace import Workspace


def test_each_save_is_a_new_version(ws: Workspace) -> None:
    assert ws.save_scenario("s1", "Obat", "a = 1", by="ani") == 1
    assert ws.save_scenario("s1", "Obat", "a = 2", by="budi") == 2
    assert [v.toml for v in ws.versions("s1")] == ["a = 1", "a = 2"]
    assert ws.scenario("s1").toml == "a = 2"
    assert ws.scenario("s1", version=1).saved_by == "ani"
    assert [s.version for s in ws.scenarios()] == [2]


def test_the_second_of_two_editors_is_told_and_nothing_is_lost(ws: Workspace) -> None:
    ws.save_scenario("s1", "Obat", "a = 1")
    ws.save_scenario("s1", "Obat", "a = 2", expected_version=1, by="ani")
    with pytest.raises(InputError, match=r"orang lain.*versi 2, ani"):
        ws.save_scenario("s1", "Obat", "a = 3", expected_version=1, by="budi", note="milik budi")
    assert ws.scenario("s1").toml == "a = 2"
    assert [(one.based_on, one.toml, one.saved_by, one.note) for one in ws.asides("s1")] == [
        (1, "a = 3", "budi", "milik budi")
    ]
    assert [(e.by, e.what, e.after) for e in ws.audit("s1")][-1] == ("budi", "set_aside_scenario", "a = 3")


def test_an_unknown_scenario_is_a_sentence(ws: Workspace) -> None:
    with pytest.raises(InputError, match="tidak ada"):
        ws.scenario("nope")


def test_recipes_are_kept_in_versions_and_offered_until_forgotten(ws: Workspace) -> None:
    assert ws.recipe_for("f1") is None
    assert ws.save_recipe('{"a": 1}', "f1", "Belanja desa", "ani") == 1
    assert ws.save_recipe('{"a": 2}', "f1", "Belanja desa", "budi") == 2
    assert ws.recipe_for("f1") == '{"a": 2}'
    assert [(r.fingerprint, r.version, r.saved_by) for r in ws.recipes()] == [("f1", 2, "budi")]
    ws.forget_recipe("f1", "ani")
    assert ws.recipe_for("f1") is None
    assert ws.recipes() == []
    with pytest.raises(InputError, match="tidak ada"):
        ws.forget_recipe("f1")
    assert [(e.by, e.what, e.before, e.after) for e in ws.audit("f1")] == [
        ("ani", "save_recipe", "", '{"a": 1}'),
        ("budi", "save_recipe", '{"a": 1}', '{"a": 2}'),
        ("ani", "forget_recipe", '{"a": 2}', ""),
    ]


def test_answers_about_regions_are_remembered_and_audited(ws: Workspace) -> None:
    ws.remember_region("Pemda  Antah ", "61.02", "ani")
    ws.remember_region("Pemda Antah", "-", "budi")
    ws.remember_region("Pemda Antah", "-", "budi")
    assert ws.region_answers() == {"Pemda Antah": "-"}
    assert [(e.by, e.before, e.after) for e in ws.audit("Pemda Antah")] == [
        ("ani", "Pemda Antah=", "61.02"),
        ("budi", "Pemda Antah=61.02", "-"),
    ]
    ws.forget_region("Pemda Antah", "ani")
    assert ws.region_answers() == {}
    with pytest.raises(InputError, match="belum pernah"):
        ws.forget_region("Pemda Antah")
    with pytest.raises(InputError, match="kosong"):
        ws.remember_region("  ", "-")


def test_a_decision_is_taken_back_in_its_order(ws: Workspace) -> None:
    ws.decide_match("gb", "ga", "same", by="ani", factor=4.0)
    ws.decide_match("ga", "gb", "variant", by="budi")
    ws.decide_match("ga", "gc", "unsure", by="ani")
    assert [(d.left_id, d.right_id, d.verdict) for d in ws.match_decisions()] == [
        ("ga", "gb", "variant"),
        ("ga", "gc", "unsure"),
    ]
    # ani's last word of ga and gb has been followed by budi's, so only the other is hers to take back
    taken = ws.take_back_match(by="ani", said_by="ani")
    assert taken is not None
    assert (taken.right_id, taken.verdict) == ("gc", "unsure")
    assert ws.take_back_match(by="ani", said_by="ani") is None
    assert ws.take_back_match(by="budi") is not None
    assert [(d.verdict, d.factor) for d in ws.match_decisions()] == [("same", 0.25)]
    assert ws.take_back_match() is not None
    assert ws.match_decisions() == []
    assert ws.take_back_match() is None
