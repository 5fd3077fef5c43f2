"""What people decided is added to, never overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest

from jointproc.errors import InputError
from jointproc.workspace import Workspace


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    return Workspace(f"sqlite:///{tmp_path / 'workspace.sqlite'}")


def test_each_save_is_a_new_version(ws: Workspace) -> None:
    assert ws.save_scenario("s1", "Obat", "a = 1", by="ani") == 1
    assert ws.save_scenario("s1", "Obat", "a = 2", by="budi") == 2
    assert [v.toml for v in ws.versions("s1")] == ["a = 1", "a = 2"]
    assert ws.scenario("s1").toml == "a = 2"
    assert ws.scenario("s1", version=1).saved_by == "ani"
    assert [s.version for s in ws.scenarios()] == [2]


def test_the_second_of_two_editors_is_told_and_nothing_is_lost(ws: Workspace) -> None:
    ws.save_scenario("s1", "Obat", "a = 1")
    ws.save_scenario("s1", "Obat", "a = 2", expected_version=1)
    with pytest.raises(InputError, match="orang lain"):
        ws.save_scenario("s1", "Obat", "a = 3", expected_version=1)
    assert ws.scenario("s1").toml == "a = 2"


def test_an_unknown_scenario_is_a_sentence(ws: Workspace) -> None:
    with pytest.raises(InputError, match="tidak ada"):
        ws.scenario("nope")
