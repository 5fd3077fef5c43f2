"""Simulate one agreement: what each member pays, saves alone and together, and under which split."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from jointproc.agreements.cautions import cautions
from jointproc.agreements.coalition import Coalitions
from jointproc.agreements.decision import Decision, decide
from jointproc.agreements.drawn import Drawn, band_of
from jointproc.agreements.scenario import Scenario
from jointproc.agreements.splits import rule_sentence, whole_rupiah
from jointproc.agreements.stability import Stability
from jointproc.agreements.suppliers import Suppliers
from jointproc.agreements.worked import Worked, part_of, work
from jointproc.errors import InputError
from jointproc.savings import CHANNELS, Assumptions, Band, Market, market_of, region_names
from jointproc.savings import assumptions as reference
from jointproc.text import Count, Idr, Message, msg
from jointproc.warehouse import Scope, Warehouse

__all__ = [
    "MemberResult",
    "Simulation",
    "market_for",
    "part_of",
    "simulate",
    "simulate_market",
    "simulate_worked",
]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MemberResult:
    """One member's side of the agreement, in rupiah over the scope's period.

    Attributes:
        alone_idr: what it pays now for the chosen goods (its committed share of them).
        saving_idr: its part of the net saving under the scenario's split rule.
        without_agreement_idr: what it could save by itself, without partners and without coordination costs.
        direct_idr: what reaches its own budget when nobody pays anybody.
        by_rule: its part under every split rule, at the centre, in whole rupiah.
    """

    code: str
    name: str
    share: float
    alone_idr: int
    pooled_idr: int
    saving_idr: Band
    without_agreement_idr: int
    direct_idr: int
    by_rule: dict[str, int]

    def to_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "name": self.name,
            "share": self.share,
            "alone_idr": self.alone_idr,
            "pooled_idr": self.pooled_idr,
            "saving_idr": _whole(self.saving_idr),
            "without_agreement_idr": self.without_agreement_idr,
            "direct_idr": self.direct_idr,
            "by_rule": self.by_rule,
        }


def _whole(band: Band) -> dict[str, int]:
    return {k: round(v) for k, v in band.to_json().items()}


@dataclass(frozen=True)
class Simulation:
    """The result of a scenario; the same scenario and data give the same figures every time.

    Attributes:
        worse_off: members whose part under the scenario's rule is negative or less than they could save alone.
        worse_off_by_rule: the same for every rule.
        shapley_se: standard error of the sampled Shapley value by member; empty when it is exact.
        evidence_idr: spend of the chosen goods by evidence grade.
        stability: of every split rule; empty above fourteen members.
        decision: the vote under the scenario's decision rule.
        worse_off_share: by member, the share of draws in which it would be better off alone.
        years_n: fiscal years in the data looked at; the figures are for all of them together.
        suppliers: over how many suppliers joint orders are divided.
        purchases: one row per member, family: ``code, family, amount_idr, open_idr, listed_idr, lines_n``.
        member_draws: each member's part under the scenario's rule in every draw, shape ``(members, draws)``.
        game, drawn: what the figures were made of, for those who go on from here.
    """

    scenario: Scenario
    members: tuple[MemberResult, ...]
    saving_idr: Band
    channels: dict[str, Band]
    coordination_idr: Band
    failure_idr: Band
    without_agreement_idr: int
    worse_off: tuple[str, ...]
    worse_off_by_rule: dict[str, tuple[str, ...]]
    transfers_idr: dict[str, int]
    warnings: tuple[Message, ...]
    shapley_se: dict[str, int]
    goods_n: int
    shared_goods_n: int
    evidence_idr: dict[str, int]
    assumptions_key: str
    stability: dict[str, Stability]
    decision: Decision
    worse_off_share: dict[str, float]
    years_n: int
    suppliers: Suppliers
    purchases: pd.DataFrame = field(repr=False, compare=False)
    member_draws: Floats = field(repr=False, compare=False)
    game: Coalitions = field(repr=False, compare=False)
    drawn: Drawn = field(repr=False, compare=False)

    @property
    def alone_idr(self) -> int:
        return sum(m.alone_idr for m in self.members)

    @property
    def pooled_idr(self) -> int:
        return sum(m.pooled_idr for m in self.members)

    @property
    def pooling_gain_idr(self) -> int:
        """What the agreement adds over everybody acting alone; negative when it costs more than it brings."""
        return round(self.saving_idr.p50) - self.without_agreement_idr

    def to_json(self, language: str = "id") -> dict[str, Any]:
        """The stable keys of the command line, and what was added since."""
        return {
            "scenario_id": self.scenario.scenario_id,
            "version": self.scenario.version,
            "title": self.scenario.title,
            "split": self.scenario.split,
            "members": [m.to_json() for m in self.members],
            "total": {
                "alone_idr": self.alone_idr,
                "pooled_idr": self.pooled_idr,
                "saving_idr": _whole(self.saving_idr),
                "without_agreement_idr": self.without_agreement_idr,
                "pooling_gain_idr": self.pooling_gain_idr,
                "channels": {k: _whole(v) for k, v in self.channels.items()},
                "coordination_idr": _whole(self.coordination_idr),
                "award_failure_idr": _whole(self.failure_idr),
                "goods_n": self.goods_n,
                "shared_goods_n": self.shared_goods_n,
                "evidence_idr": self.evidence_idr,
            },
            "worse_off": list(self.worse_off),
            "worse_off_by_rule": {k: list(v) for k, v in self.worse_off_by_rule.items()},
            "transfers_idr": self.transfers_idr,
            "warnings": [w.render(language) for w in self.warnings],
            "sentences": [s.render(language) for s in self.sentences()],
            "shapley_se": self.shapley_se,
            "assumptions": self.assumptions_key,
            "splits": {rule: {m.code: m.by_rule[rule] for m in self.members} for rule in self.members[0].by_rule},
            "stability": {rule: held.to_json(language) for rule, held in self.stability.items()},
            "decision": self.decision.to_json(),
            "suppliers": self.suppliers.to_json(),
            "worse_off_share": {c: round(v, 4) for c, v in self.worse_off_share.items()},
        }

    def sentences(self) -> tuple[Message, ...]:
        """The result in words, the answer first."""
        told = [
            msg(
                "{members} daerah membelanjakan {alone} untuk {goods} barang; bersama-sama mereka menghemat "
                "sekurang-kurangnya {low} (kemungkinan {likely}).",
                members=Count(len(self.members)),
                alone=Idr(self.alone_idr),
                goods=Count(self.goods_n),
                low=Idr(self.saving_idr.p10),
                likely=Idr(self.saving_idr.p50),
            )
        ]
        if self.pooling_gain_idr > 0:
            told.append(
                msg(
                    "Dari jumlah itu {gain} hanya dapat diraih bersama; {alone} dapat diraih sendiri tanpa mitra.",
                    gain=Idr(self.pooling_gain_idr),
                    alone=Idr(self.without_agreement_idr),
                )
            )
        else:
            told.append(
                msg(
                    "Bergabung tidak menambah penghematan: masing-masing daerah dapat meraih {alone} tanpa mitra, "
                    "{cost} lebih banyak daripada bersama setelah biaya koordinasi.",
                    alone=Idr(self.without_agreement_idr),
                    cost=Idr(-self.pooling_gain_idr),
                )
            )
        told.append(rule_sentence(self.scenario.split))
        for m in self.members:
            template = (
                msg("{name}: {saving} (rentang {low} sampai {high}); sendiri {alone}. Lebih baik sendiri.", **_told(m))
                if m.code in self.worse_off
                else msg("{name}: {saving} (rentang {low} sampai {high}); sendiri {alone}.", **_told(m))
            )
            told.append(template)
        names = {m.code: m.name for m in self.members}
        if self.scenario.split in self.stability:
            told += self.stability[self.scenario.split].sentences(names)
        return (*told, *self.decision.sentences(names), *self.warnings)


def _told(m: MemberResult) -> dict[str, object]:
    return {
        "name": m.name,
        "saving": Idr(m.saving_idr.p50),
        "low": Idr(m.saving_idr.p10),
        "high": Idr(m.saving_idr.p90),
        "alone": Idr(m.without_agreement_idr),
    }


def simulate(wh: Warehouse, scenario: Scenario, assumptions: Assumptions | None = None) -> Simulation:
    """Simulate a scenario on the purchases of the warehouse.

    Args:
        assumptions: another reference set; the scenario's own changes come on top.

    Raises:
        InputError: a dataset is missing, an assumption unknown, or the members buy none of the chosen goods.
    """
    return simulate_market(market_for(wh, scenario, assumptions), scenario, region_names(list(scenario.codes)))


def market_for(wh: Warehouse, scenario: Scenario, assumptions: Assumptions | None = None) -> Market:
    """The market a scenario looks at, under its own assumptions.

    Raises:
        InputError: a dataset is missing, or an assumption unknown.
    """
    given = (assumptions or reference()).override(scenario.assumptions)
    known = set(wh.datasets()["dataset_id"])
    for dataset in scenario.datasets:
        if dataset not in known:
            raise InputError(
                "Skenario memakai dataset {dataset} yang belum dimuat: muat berkasnya atau hapus dari skenario.",
                dataset=dataset,
            )
    return market_of(wh, Scope(dataset_ids=scenario.datasets, fiscal_years=scenario.fiscal_years), given)


def simulate_market(market: Market, scenario: Scenario, names: Mapping[str, str]) -> Simulation:
    """Simulate a scenario on a market; the part of :func:`simulate` without a warehouse."""
    worked = work(market, scenario)
    counts = list(worked.held())
    return simulate_worked(worked, scenario, names, counts[-1] if counts else None)


def simulate_worked(
    worked: Worked, scenario: Scenario, names: Mapping[str, str], held: Mapping[str, int] | None = None
) -> Simulation:
    """What the terms of a scenario make of figures already worked out: who gets what, who decides.

    Args:
        worked: of :func:`jointproc.agreements.worked.work` for the same members, goods, assumptions and payments.
        held: by rule, the draws in which it holds; the shares stay open (NaN) without it.
    """
    codes, spent, alone = worked.codes, worked.spent, worked.alone
    if scenario.split not in worked.given:
        raise InputError("Pembagian yang tepat hanya dihitung sampai 14 pemain.")
    total = round(worked.value)
    rules = {rule: whole_rupiah(parts, total) for rule, parts in worked.given.items()}
    paid = whole_rupiah(spent, round(float(spent.sum())))
    own = whole_rupiah(worked.direct, total)
    worse = {
        rule: tuple(c for c, got, could in zip(codes, rules[rule], alone, strict=True) if got < max(0.0, could) - 1)
        for rule in rules
    }
    chosen, chosen_drawn = rules[scenario.split], worked.parts_drawn[scenario.split]
    members = tuple(
        MemberResult(
            code=code,
            name=names.get(code, code),
            share=scenario.members[i].share,
            alone_idr=paid[i],
            pooled_idr=paid[i] - chosen[i],
            saving_idr=band_of(chosen[i], chosen_drawn[i]),
            without_agreement_idr=round(float(alone[i])),
            direct_idr=own[i],
            by_rule={rule: rules[rule][i] for rule in rules},
        )
        for i, code in enumerate(codes)
    )
    transfers = {rule: sum(max(0, a - b) for a, b in zip(rules[rule], own, strict=True)) for rule in rules}
    part, game, drawn = worked.part, worked.game, worked.drawn
    gain = worked.value - float(alone.sum())
    shares = {r: replace(one, stable_share=held[r] / one.draws_n) for r, one in worked.judged.items()} if held else {}
    return Simulation(
        scenario=scenario,
        members=members,
        saving_idr=band_of(total, drawn.total),
        channels={name: drawn.channels[name] for name in CHANNELS},
        coordination_idr=drawn.coordination,
        failure_idr=drawn.failure,
        without_agreement_idr=round(float(alone.sum())),
        worse_off=worse[scenario.split],
        worse_off_by_rule=worse,
        transfers_idr=transfers,
        warnings=cautions(part, scenario, worked.suppliers, game, names, gain, transfers[scenario.split]),
        shapley_se={c: round(float(e)) for c, e in zip(codes, worked.error, strict=True)} if worked.error.any() else {},
        goods_n=worked.goods_n,
        shared_goods_n=int((game.present.sum(axis=1) > 1).sum()),
        evidence_idr=worked.evidence_idr,
        assumptions_key=part.given.key,
        stability=shares or dict(worked.judged),
        decision=decide(scenario.decision, codes, spent.tolist()),
        worse_off_share={
            c: float((chosen_drawn[i] < np.maximum(drawn.alone[i], 0.0) - 1).mean()) for i, c in enumerate(codes)
        },
        years_n=max(1, part.years_n),
        suppliers=worked.suppliers,
        purchases=worked.purchases,
        member_draws=chosen_drawn,
        game=game,
        drawn=drawn,
    )
