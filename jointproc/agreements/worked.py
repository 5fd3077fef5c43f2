"""What an agreement's figures are made of, before anyone chooses a split, a vote, a model or a term.

Valuing every coalition and every draw takes most of the time. It depends on members, goods, assumptions and agreed
payments only, so that whoever keeps it (the page Simulasi) can change the other terms at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from jointproc.agreements.coalition import Coalitions, coalitions_of
from jointproc.agreements.cost_keys import CostKey
from jointproc.agreements.drawn import Drawn, draw, spread
from jointproc.agreements.game import EXACT_PLAYERS, coalitions, sampled_shapley
from jointproc.agreements.scenario import Scenario
from jointproc.agreements.splits import by_share
from jointproc.agreements.stability import Stability, divisions, held_in_draws, judged
from jointproc.agreements.suppliers import Suppliers, suppliers_of
from jointproc.errors import InputError
from jointproc.savings import Market

__all__ = ["Worked", "part_of", "work"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Worked:
    """The game of an agreement, its divisions and its draws.

    Attributes:
        part: the committed part of the market.
        value, alone, direct: net saving of all; of each member by itself; what reaches each budget when nobody pays.
        values: of every coalition, shape ``(2**n,)``; empty above fourteen members.
        spent: what each member spends.
        given: the division of each split rule at the centre, agreed payments included.
        parts_drawn: the same in every draw, shape ``(members, draws)``.
        error: standard error of a sampled Shapley value; zero when it is exact.
        judged: stability of each rule at the centre; empty above fourteen members.
        paid: agreed payments by the rule they come on top of.
        purchases: see :class:`jointproc.agreements.simulation.Simulation`.
    """

    part: Market = field(repr=False)
    codes: tuple[str, ...]
    game: Coalitions = field(repr=False)
    value: float
    alone: Floats
    direct: Floats
    values: Floats = field(repr=False)
    spent: Floats
    given: Mapping[str, Floats]
    drawn: Drawn = field(repr=False)
    parts_drawn: Mapping[str, Floats] = field(repr=False)
    error: Floats
    judged: Mapping[str, Stability]
    paid: Mapping[str, Floats]
    purchases: pd.DataFrame = field(repr=False)
    goods_n: int
    evidence_idr: dict[str, int]
    cost_key: CostKey
    suppliers: Suppliers

    def held(self) -> Iterator[dict[str, int]]:
        """In how many draws each rule holds, counted draw by draw; nothing above fourteen members."""
        if self.judged:
            yield from held_in_draws(self.part, self.codes, list(self.given), self.spent, self.paid, self.cost_key)


def work(market: Market, scenario: Scenario) -> Worked:
    """Work out a scenario on a market: everything that split, vote, model and term don't change.

    Raises:
        InputError: the members buy none of the chosen goods.
    """
    codes = scenario.codes
    part = part_of(market, scenario)
    if part.cells.empty or part.cells["amount_idr"].sum() <= 0:
        raise InputError(
            "Skenario “{title}”: daerah peserta tidak membeli satu pun barang yang dipilih dalam data yang dimuat.",
            title=scenario.title,
        )
    game = coalitions_of(part, codes, scenario.cost_key)
    value = float(game.values(np.ones((1, len(codes)), dtype=bool))[0])
    alone, direct, spent = game.alone(), game.direct(), game.amount.sum(axis=0)
    known = len(codes) <= EXACT_PLAYERS
    error = np.zeros(len(codes))
    values = game.values(coalitions(len(codes))) if known else np.zeros(0)
    if known:
        given = divisions(game, values, spent)
    else:
        added, error = _sampled(game, len(codes))
        given = {
            "spend": by_share(value, spent),
            "equal": np.full(len(codes), value / len(codes)),
            "shapley": added,
            "own": direct,
        }
    drawn = draw(part, codes)
    parts_drawn = spread(drawn, spent, given, alone, value)
    paid = _payments(scenario, codes)
    given = {rule: parts + paid.get(rule, 0.0) for rule, parts in given.items()}
    return Worked(
        part=part,
        codes=codes,
        game=game,
        value=value,
        alone=alone,
        direct=direct,
        values=values,
        spent=spent,
        given=given,
        drawn=drawn,
        parts_drawn={r: p + (paid[r][:, None] if r in paid else 0.0) for r, p in parts_drawn.items()},
        error=error,
        judged={rule: judged(values, parts, codes) for rule, parts in given.items()} if known else {},
        paid=paid,
        purchases=_purchases(part),
        goods_n=part.cells["good"].nunique(),
        evidence_idr=_by_grade(part),
        cost_key=scenario.cost_key,
        suppliers=suppliers_of(part),
    )


def _payments(scenario: Scenario, codes: tuple[str, ...]) -> dict[str, Floats]:
    if not scenario.payments_idr:
        return {}
    return {scenario.split: np.array([float(scenario.payments_idr.get(c, 0)) for c in codes])}


def _by_grade(part: Market) -> dict[str, int]:
    grades = part.goods["evidence"].to_numpy()[part.cells["good"].to_numpy(np.int64)]
    return {str(k): round(float(v)) for k, v in part.cells["amount_idr"].groupby(grades).sum().items()}


def _purchases(part: Market) -> pd.DataFrame:
    """What each member buys of each family."""
    goods = part.goods.iloc[part.cells["good"].to_numpy(np.int64)]
    listed = (goods["regime"] == "listed").to_numpy()
    frame = pd.DataFrame(
        {
            "code": part.cells["region_code"].to_numpy(),
            "family": goods["family"].to_numpy(),
            "amount_idr": part.cells["amount_idr"].to_numpy(float),
            "open_idr": part.cells["open_idr"].to_numpy(float),
            "listed_idr": part.cells["amount_idr"].to_numpy(float) * listed,
            "lines_n": part.cells["lines_n"].to_numpy(int),
        }
    )
    return frame.groupby(["code", "family"], as_index=False, sort=True).sum()


def part_of(market: Market, scenario: Scenario) -> Market:
    """What the members commit of the scenario's goods and families (of everything when it names none), divided over
    suppliers as it says."""
    market = market.dividing(scenario.suppliers_min_n, scenario.supplier_capacity)
    committed = {m.code: m.share for m in scenario.members}
    if not scenario.goods and not scenario.families:
        return market.part(committed)
    goods = market.goods
    wanted = goods["good_id"].isin(scenario.goods) | goods["family"].isin(scenario.families)
    return market.part(committed, [str(g) for g in goods.loc[wanted, "good_id"]])


def _sampled(game: Coalitions, players_n: int) -> tuple[Floats, Floats]:
    goods_n = max(1, int((game.open_money > 0).any(axis=1).sum()))
    pairs = int(np.clip(40_000_000 // (players_n**2 * goods_n), 20, 400))
    return sampled_shapley(game.values, players_n, pairs)
