"""Joint steps follow one another in working days, wait for the budget, and end within the fiscal year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from jointproc.agreements import simulate_market
from jointproc.agreements.timeline import plan, routes
from jointproc.savings import assumptions, read_market
from jointproc.text import msg
from tests.agreements.test_simulation import CODES, scenario
from tests.savings.conftest import spot_lines


@pytest.fixture(scope="module")
def market():
    return read_market(spot_lines(), assumptions())


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2026, 5, 4), date(2026, 8, 8), date(2026, 11, 24)])
@pytest.mark.parametrize("budgeted", [True, False, None])
def test_steps_follow_and_end_in_their_year(market, today: date, budgeted: bool | None):
    members = [{"code": c, **({} if budgeted is None else {"budgeted": budgeted})} for c in CODES]
    found = plan(simulate_market(market, scenario(members=members), {}), today)
    assert found.steps[0].start >= today
    for a, b in pairwise(found.steps):
        assert a.end < b.start
    for s in found.steps:
        assert s.start.weekday() < 5
        assert s.end.weekday() < 5
        assert s.slack_days >= 0
    assert found.steps[-1].end <= date(found.fiscal_year, 12, 31)
    assert any(s.step == "council" for s in found.steps) == (budgeted is False)
    assert found.presumed == (budgeted is None)


def test_the_end_of_november_2026(market):
    own = [{"code": c, "budgeted": True} for c in CODES]
    ready = plan(simulate_market(market, scenario(members=own), {}), date(2026, 11, 24))
    assert (ready.route, ready.fiscal_year) == ("existing", 2027)
    assert {s.step: s for s in ready.steps}["contract"].start >= date(2027, 1, 1)
    late = [{"code": CODES[0], "budgeted": False}, *own[1:]]
    found = plan(simulate_market(market, scenario(members=late), {}), date(2026, 11, 24))
    assert found.route in ("amended", "next")
    assert found.fiscal_year >= 2027


def test_the_steps_as_a_calendar_file(market):
    found = plan(simulate_market(market, scenario(), {}), date(2026, 11, 24))
    text = found.ics("s1")
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == len(found.steps)
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.endswith("END:VCALENDAR\r\n")


def test_calendar_lines_are_folded_within_characters_and_keep_their_uid(market):
    name = "Kesepakatan “Kabupaten dan kota, bersama; panjang” – " * 4
    simulated = simulate_market(market, scenario(), {})
    found = plan(simulated, date(2026, 11, 24))
    long = replace(found, steps=tuple(replace(s, told=msg(name)) for s in found.steps))
    text = long.ics("s1")
    assert "\n" not in text.replace("\r\n", "")
    lines = text.split("\r\n")[:-1]
    assert max(len(line.encode()) for line in lines) <= 75
    assert any(line.startswith(" ") for line in lines)
    unfolded = text.replace("\r\n ", "")
    escaped = name.replace(",", "\\,").replace(";", "\\;")
    assert unfolded.count(f"SUMMARY:{escaped}\r\n") == len(found.steps)
    uids = [line for line in unfolded.split("\r\n") if line.startswith("UID:")]
    assert len(set(uids)) == len(found.steps)
    later = plan(simulated, date(2026, 12, 7)).ics("s1")
    assert [line for line in later.split("\r\n") if line.startswith("UID:")] == uids


@pytest.mark.parametrize(
    ("today", "amended", "following"),
    [
        (date(2026, 3, 2), (2026, date(2026, 8, 7)), (2027, date(2026, 8, 14))),
        (date(2026, 8, 10), (2027, date(2027, 8, 7)), (2027, date(2026, 8, 14))),
        (date(2026, 11, 24), (2027, date(2027, 8, 7)), (2028, date(2027, 8, 14))),
    ],
)
def test_the_next_chance_of_every_budget_route(today: date, amended: tuple[int, date], following: tuple[int, date]):
    found = {one.route: one for one in routes(today)}
    assert set(found) == {"existing", "shift", "amended", "next"}
    assert (found["amended"].fiscal_year, found["amended"].closes) == amended
    assert (found["next"].fiscal_year, found["next"].closes) == following
    assert all(one.closes >= today for one in found.values())
    assert not found["shift"].verified, "the text of its articles was not read"
