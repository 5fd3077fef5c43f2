"""Papers on a small market of spot goods: two, five and nine members, good news and bad, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from jointproc.agreements import Scenario, simulate_market
from jointproc.papers import DatasetFact, Paper
from jointproc.papers.paper import needs_of
from jointproc.savings import Market, assumptions, read_market, region_names
from tests.savings.conftest import spot_lines

MADE_ON = date(2026, 11, 24)
CODES = ("35.78", "35.15", "35.25", "35.24")
# long names: Kabupaten Penukal Abab Lematang Ilir, Kabupaten Administrasi Kepulauan Seribu
LONG = ("16.12", "31.01", "35.78", "35.15", "35.25", "35.24", "61.01", "61.02", "91.71")
ODD = "Obat & BMHP <\"uji\"> '{kurung}' {0} "

Maker = Callable[..., Paper]


@pytest.fixture(scope="session")
def markets() -> dict[str, Market]:
    frame = spot_lines().reset_index(drop=True)
    nine = frame.assign(region_code=[LONG[i % 9] for i in range(len(frame))])
    forty = frame.assign(region_code=[f"35.{i % 29 + 1:02d}" for i in range(len(frame))])
    return {
        "spot": read_market(frame, assumptions()),
        "listed": read_market(spot_lines(method="E-Purchasing"), assumptions()),
        "nine": read_market(nine, assumptions()),
        "forty": read_market(forty, assumptions()),
    }


@pytest.fixture(scope="session")
def make(markets: dict[str, Market]) -> Maker:
    """Makes a paper: ``make(market="spot", language="id", codes=…, **scenario)``."""
    known: dict[str, Paper] = {}

    def paper(market: str = "spot", language: str = "id", codes: tuple[str, ...] = CODES, **told: object) -> Paper:
        key = f"{market}{codes}{sorted(told.items())}"
        if key not in known:
            scenario = Scenario.model_validate(
                {"id": "uji", "title": "Obat bersama", "members": [{"code": c} for c in codes], **told}
            )
            names = region_names(list(codes))
            known[key] = Paper(
                scenario=scenario,
                simulation=simulate_market(markets[market], scenario, names),
                names=names,
                needs=needs_of(markets[market], scenario, {}),
                datasets=(DatasetFact("d1", "Belanja uji", "0" * 64, "upload", "2024,2025", 900, MADE_ON),),
                language="id",
                made_on=MADE_ON,
                assumptions=assumptions(),
            )
        return replace(known[key], language=language)

    return paper


CASES = {
    "two": {"codes": CODES[:2]},
    "four": {},
    "listed": {"market": "listed"},
    "nine": {"market": "nine", "codes": LONG, "decision": "weighted", "split": "shapley", "term_years": 3},
    "odd": {"title": (ODD * 8)[:200], "author": ODD, "model": "C", "split": "equal"},
    "many": {"market": "forty", "codes": tuple(f"35.{i:02d}" for i in range(1, 30)), "decision": "majority"},
}


@pytest.fixture(
    scope="module", params=[(case, lang) for case in CASES for lang in ("id", "en")], ids=lambda p: f"{p[0]}-{p[1]}"
)
def paper(request: pytest.FixtureRequest, make: Maker) -> Paper:
    case, language = request.param
    return make(language=language, **CASES[case])
