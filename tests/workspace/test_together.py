"""Several people at once, and a power cut in the middle: one after the other, old or new, never half."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from jointproc.errors import InputError
from jointproc.workspace import Seat, Workspace
from tests.workspace.conftest import SCENARIO

ROOT = Path(__file__).resolve().parent.parent.parent


def _at_once(url: str, *jobs: Callable[[Workspace], object]) -> list[object]:
    """Run each job on a connection of its own, all starting together; errors for people are handed back."""
    gate = threading.Barrier(len(jobs))

    def run(job: Callable[[Workspace], object]) -> object:
        ws = Workspace(url)
        gate.wait(timeout=60)
        try:
            return job(ws)
        except InputError as error:
            return error
        finally:
            ws.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def test_writers_of_the_same_chain_take_turns(url: str, ws: Workspace) -> None:
    def writer(name: str) -> Callable[[Workspace], object]:
        return lambda mine: [
            mine.note(by=name, what="try", about=f"{name}{n}", before="", after=str(n)) for n in range(6)
        ]

    def checker(mine: Workspace) -> list[bool]:
        return [mine.check_audit().ok for _ in range(12)]

    came = _at_once(url, checker, *(writer(name) for name in "abc"))
    # whoever checks meanwhile never sees half of an entry
    assert came[0] == [True] * 12
    assert ws.check_audit().ok
    entries = ws.audit()
    assert len(entries) == 18
    assert [one.after for one in entries if one.by == "b"] == [str(n) for n in range(6)]


def test_of_two_who_save_at_once_one_is_told_and_both_texts_remain(url: str, ws: Workspace) -> None:
    ws.save_scenario("s1", "Obat", SCENARIO, by="ani")

    def saver(name: str) -> Callable[[Workspace], object]:
        return lambda mine: mine.save_scenario("s1", "Obat", f"# {name}\n{SCENARIO}", by=name, expected_version=1)

    came = _at_once(url, saver("budi"), saver("citra"))
    refused = [one for one in came if isinstance(one, InputError)]
    first, second = ("citra", "budi") if isinstance(came[0], InputError) else ("budi", "citra")
    assert len(refused) == 1
    assert f"versi 2, {first}" in str(refused[0])
    assert ws.scenario("s1").toml.startswith(f"# {first}")
    assert [one.toml.split("\n")[0] for one in ws.asides("s1")] == [f"# {second}"]
    assert ws.check_audit().ok


def test_of_two_who_start_or_decide_at_once_one_is_told(url: str, ws: Workspace) -> None:
    ws.save_scenario("s1", "Obat", SCENARIO, by="ani")
    came = _at_once(url, *[lambda mine: mine.start_agreement("s1", by="ani")] * 2)
    assert sum(isinstance(one, InputError) for one in came) == 1
    seen = ws.agreement("s1")
    assert seen is not None
    seat = Seat("ukpbj", "35.78")
    came = _at_once(
        url,
        lambda mine: mine.approve(seen, seat, by="budi", approved=True),
        lambda mine: mine.approve(seen, seat, by="citra", approved=False, reason="belum"),
    )
    assert sum(isinstance(one, InputError) for one in came) == 1
    now = ws.agreement("s1")
    assert now is not None
    assert [one.step for one in now.events] == [1, 2]


def test_those_who_open_an_empty_workspace_at_once_all_can(url: str) -> None:
    gate = threading.Barrier(4)

    def run(name: str) -> None:
        gate.wait(timeout=60)
        ws = Workspace(url)
        ws.save_recipe("{}", "f1", name)
        ws.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(run, "abcd"))
    ws = Workspace(url)
    assert len(ws.audit()) == 4
    ws.close()


CUT = """
import sys
from jointproc.workspace import Workspace
from jointproc.workspace.audit import append
from jointproc.workspace.scenarios import _ScenarioVersion
from jointproc.workspace.tables import _now

ws = Workspace(sys.argv[1])
ws.save_scenario("s1", "Obat", "old", by="ani")
with ws._session() as session:
    row = {"title": "Obat", "toml": "new" * 900_000, "note": "", "saved_by": "ani", "saved_at": _now()}
    session.add(_ScenarioVersion(scenario_id="s1", version=2, **row))
    session.flush()
    append(session, by="ani", what="save_scenario", about="s1", before="old", after=row["toml"])
    print("half way", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_power_cut_while_saving_leaves_the_old_version(url: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", CUT, url], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "half way\n"
        writer.kill()
    ws = Workspace(url)
    assert [one.toml for one in ws.versions("s1")] == ["old"]
    found = ws.check_audit()
    assert (found.ok, found.entries_n) == (True, 1)
    # the lock went with the writer: the next one saves at once
    assert ws.save_scenario("s1", "Obat", "new", by="budi", expected_version=1) == 2
    ws.close()
