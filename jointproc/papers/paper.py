"""What every paper is made from: one scenario, its simulation, the goods behind it, and whom it is written for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

import numpy as np

from jointproc import regions as geography
from jointproc.agreements import MemberResult, Scenario, Simulation, part_of, simulate
from jointproc.agreements.compliance import Compliance, comply
from jointproc.agreements.term import Term, over_years
from jointproc.agreements.timeline import Timeline, plan
from jointproc.errors import InputError
from jointproc.goods import family
from jointproc.savings import Assumptions, Market, market_of
from jointproc.savings import assumptions as reference
from jointproc.text import Message, format_date, format_idr, format_share, msg
from jointproc.warehouse import Scope, Warehouse

__all__ = ["Certainty", "DatasetFact", "Need", "Paper", "certainty_of", "needs_of", "paper_of"]

Certainty = Literal["firm", "partly", "indicative"]
# from this share of the spend without grade A or B on, figures of a paper are called indicative as a whole
_INDICATIVE_FROM = 0.5
# the first letter of a family's name: the second one is small
_CAPITAL = re.compile(r"(?:(?<=^)|(?<=, )|(?<= dan )|(?<= and ))[A-Z](?=[a-z])")
# longer source names become dataset ids in the footer
_LONGEST_SOURCE = 60


def certainty_of(firm_share: float) -> Certainty:
    """What may be said of figures of which this share rests on evidence A or B."""
    if firm_share >= 1 - 1e-9:
        return "firm"
    return "partly" if firm_share > 1 - _INDICATIVE_FROM else "indicative"


@dataclass(frozen=True, slots=True)
class DatasetFact:
    """One dataset behind the figures, as a source line needs it."""

    dataset_id: str
    name: str
    sha256: str
    kind: str
    fiscal_years: str
    rows_n: int
    loaded_on: date | None


@dataclass(frozen=True, slots=True)
class Need:
    """One good and what each member buys of it, with the committed share applied.

    Attributes:
        unit: the base unit; empty where it is unknown.
        amount_idr, volume, lines_n: by member code.
        price_idr: price paid per base unit by member code, volume-weighted.
    """

    good_id: str
    good: str
    family: str
    unit: str
    evidence: str
    regime: str
    amount_idr: Mapping[str, float]
    volume: Mapping[str, float]
    price_idr: Mapping[str, float]
    lines_n: Mapping[str, int]

    @property
    def total_idr(self) -> float:
        return sum(self.amount_idr.values())

    @property
    def buyers(self) -> tuple[str, ...]:
        return tuple(self.amount_idr)


@dataclass(frozen=True)
class Paper:
    """The one input of every paper.

    Attributes:
        names: official names by code.
        needs: goods of the scenario, most money first.
        assumptions: the set the figures rest on, with the scenario's changes.
    """

    scenario: Scenario
    simulation: Simulation
    names: Mapping[str, str]
    needs: tuple[Need, ...]
    datasets: tuple[DatasetFact, ...]
    language: str
    made_on: date
    assumptions: Assumptions = field(repr=False)

    # ------------------------------------------------------------------ speaking

    def say(self, template: str, **params: object) -> str:
        """A sentence of the catalogue in the paper's language."""
        return msg(template, **params).render(self.language)

    def tell(self, message: Message) -> str:
        return message.render(self.language)

    def idr(self, value: float, *, compact: bool = True) -> str:
        return format_idr(round(value), self.language, compact=compact)

    def share(self, value: float | Decimal, digits: int = 1) -> str:
        return format_share(value, self.language, digits)

    def day(self, value: date) -> str:
        return format_date(value, self.language)

    def listing(self, items: Iterable[str]) -> str:
        """``A``, ``A dan B``, ``A, B, dan C``; English without the last comma."""
        parts = list(items)
        if len(parts) < 2:
            return "".join(parts)
        if len(parts) == 2:
            return self.say("{first} dan {last}", first=parts[0], last=parts[1])
        return self.say("{first}, dan {last}", first=", ".join(parts[:-1]), last=parts[-1])

    def name(self, code: str) -> str:
        """The official name (Kabupaten Sidoarjo)."""
        return self.names.get(code, code)

    def label(self, code: str) -> str:
        """The short form for charts (Kab. Sidoarjo)."""
        known = geography.regions().get(code)
        return known.label if known else self.name(code)

    # ------------------------------------------------------------------ what the figures say

    @property
    def saving(self) -> Any:
        return self.simulation.saving_idr

    @cached_property
    def firm_share(self) -> float:
        """Share of the spend with evidence A or B."""
        graded = self.simulation.evidence_idr
        total = sum(graded.values())
        return (graded.get("A", 0) + graded.get("B", 0)) / total if total else 0.0

    @property
    def certainty(self) -> Certainty:
        return certainty_of(self.firm_share)

    @cached_property
    def law(self) -> Compliance:
        """What the rules ask on the day of the paper."""
        return comply(self.simulation, self.made_on)

    @cached_property
    def timeline(self) -> Timeline | Message:
        """The joint steps from the day of the paper, or why there are none."""
        try:
            return plan(self.simulation, self.made_on)
        except InputError as error:
            return error.message

    @cached_property
    def term(self) -> Term:
        """The cash over the years of the agreement."""
        return over_years(self.simulation)

    @property
    def assumptions_day(self) -> date:
        """When the reference set, laws included, was last checked."""
        return max(a.checked_on for a in self.assumptions.values())

    @property
    def is_sample(self) -> bool:
        return any(d.kind == "sample" for d in self.datasets)

    @property
    def verdict(self) -> Literal["join", "care", "alone", "unknown"]:
        """What the figures advise: join, look closer, act alone, or not enough is known."""
        found = self.simulation
        if self.firm_share == 0:
            return "unknown"
        if found.pooling_gain_idr <= 0:
            return "alone"
        held = found.stability.get(self.scenario.split)
        if self.saving.p10 <= 0 or found.worse_off or (held is not None and not held.in_core):
            return "care"
        return "join"

    # ------------------------------------------------------------------ who sits at the table

    @cached_property
    def parties(self) -> tuple[MemberResult, ...]:
        """Members in the order a treaty names them: provinces, then the lead region, then by code."""
        lead = self.scenario.lead_code
        return tuple(
            sorted(self.simulation.members, key=lambda m: (len(m.code) > 2, m.code != lead, m.code)),
        )

    @property
    def one_province(self) -> bool:
        """Whether all parties are kabupaten and kota of one province (then its governor judges)."""
        codes = self.scenario.codes
        return all(len(c) > 2 for c in codes) and len({geography.region(c).province_code for c in codes}) == 1

    @property
    def province(self) -> str:
        return geography.region(self.scenario.codes[0]).province

    @cached_property
    def families(self) -> tuple[str, ...]:
        """Keys of the families bought, most money first."""
        spent: dict[str, float] = {}
        for need in self.needs:
            spent[need.family] = spent.get(need.family, 0.0) + need.total_idr
        return tuple(sorted(spent, key=lambda k: -spent[k]))

    def family_label(self, key: str) -> str:
        found = family(key)
        return found.label_en if self.language == "en" else found.label

    @property
    def shared(self) -> tuple[Need, ...]:
        """Goods two or more members buy."""
        return tuple(n for n in self.needs if len(n.buyers) > 1)

    @property
    def commodity(self) -> str:
        """What is bought, in few words: family names, shortened after three."""
        labels = [self.family_label(k) for k in self.families]
        if len(labels) > 3:
            return self.say("{names} dan {n} kelompok lain", names=", ".join(labels[:2]), n=str(len(labels) - 2))
        return self.listing(labels)

    @property
    def commodity_inside(self) -> str:
        """What is bought, as it stands inside a sentence: a capital only where a word is an acronym."""
        return _CAPITAL.sub(lambda m: m[0].lower(), self.commodity)

    # ------------------------------------------------------------------ where it comes from

    @property
    def source(self) -> str:
        names = [d.name for d in self.datasets]
        shown = names if len(names) <= 2 else [*names[:2], self.say("{n} dataset lain", n=str(len(names) - 2))]
        return self.listing(shown)

    @property
    def marks(self) -> tuple[str, ...]:
        """Words that must stand beside the figures: sample data, indicative."""
        told = [self.say("data contoh")] if self.is_sample else []
        if self.certainty == "indicative":
            told.append(self.say("indikatif"))
        elif self.certainty == "partly":
            told.append(self.say("sebagian indikatif"))
        return tuple(told)

    @property
    def footer(self) -> str:
        """The one line every page carries."""
        source = self.source
        if len(source) > _LONGEST_SOURCE:
            source = self.say("dataset {ids}", ids=", ".join(d.dataset_id for d in self.datasets[:3]))
        parts = [
            f"Jointproc · {source}",
            self.say("skenario {id} versi {version}", id=self.scenario.scenario_id, version=str(self.scenario.version)),
            self.day(self.made_on),
            self.say("asumsi {key}", key=self.simulation.assumptions_key),
            *self.marks,
        ]
        return " · ".join(parts)

    @property
    def years(self) -> str:
        """The fiscal years looked at."""
        found = self.scenario.fiscal_years or sorted(
            {int(y) for d in self.datasets for y in d.fiscal_years.split(",") if y.strip().isdigit()}
        )
        return self.listing([str(y) for y in found])


def paper_of(
    wh: Warehouse,
    scenario: Scenario,
    language: str = "id",
    made_on: date | None = None,
    assumptions: Assumptions | None = None,
) -> Paper:
    """Everything a paper on this scenario needs, from the purchases of the warehouse.

    Raises:
        InputError: as :func:`jointproc.agreements.simulate`.
    """
    found = simulate(wh, scenario, assumptions)
    given = (assumptions or reference()).override(scenario.assumptions)
    scope = Scope(dataset_ids=scenario.datasets, fiscal_years=scenario.fiscal_years)
    market = market_of(wh, scope, given)
    units = dict(wh.query("good_units").itertuples(index=False, name=None))
    return Paper(
        scenario=scenario,
        simulation=found,
        names={m.code: m.name for m in found.members},
        needs=needs_of(market, scenario, units),
        datasets=_datasets(wh, scenario),
        language=language,
        made_on=made_on or date.today(),
        assumptions=given,
    )


def needs_of(market: Market, scenario: Scenario, units: Mapping[str, Any]) -> tuple[Need, ...]:
    """What each member buys of the scenario's goods, most money first.

    Args:
        units: base unit by good.
    """
    goods = market.goods
    cells = part_of(market, scenario).cells
    rows = cells[cells["amount_idr"] > 0].sort_values(["good", "region_code"])
    about = goods.to_dict("records")
    found = []
    for number, bought in rows.groupby("good", sort=True):
        good = about[int(number)]
        codes = [str(c) for c in bought["region_code"]]

        def by_code(column: str, bought: Any = bought, codes: list[str] = codes) -> dict[str, float]:
            return {c: float(v) for c, v in zip(codes, bought[column], strict=True) if v is not None and np.isfinite(v)}

        unit = units.get(good["good_id"])
        found.append(
            Need(
                good_id=str(good["good_id"]),
                good=" ".join(str(good["good"]).split()),
                family=str(good["family"]),
                unit=unit if isinstance(unit, str) else "",
                evidence=str(good["evidence"]),
                regime=str(good["regime"]),
                amount_idr=by_code("amount_idr"),
                volume=by_code("volume"),
                price_idr=by_code("price_idr"),
                lines_n={c: int(v) for c, v in by_code("lines_n").items()},
            )
        )
    return tuple(sorted(found, key=lambda n: (-n.total_idr, n.good_id)))


def _datasets(wh: Warehouse, scenario: Scenario) -> tuple[DatasetFact, ...]:
    return tuple(
        DatasetFact(
            dataset_id=str(row["dataset_id"]),
            name=str(row["name"]),
            sha256=str(row["sha256"]),
            kind=str(row["source_kind"]),
            fiscal_years=str(row["fiscal_years"] or ""),
            rows_n=int(row["rows_accepted"]),
            loaded_on=row["loaded_at"].date() if row["loaded_at"] is not None else None,
        )
        for row in wh.datasets().to_dict("records")
        if not scenario.datasets or row["dataset_id"] in scenario.datasets
    )
