"""The draws of an agreement: what all save, what each could have alone, and each one's part, draw by draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jointproc.savings import CHANNELS, Band, Draws, Market, Sets, Values, bands, evaluate

__all__ = ["Drawn", "alone_drawn", "band_of", "draw", "spread", "total_drawn"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Drawn:
    """Net saving of all ``(draws,)``, of each alone ``(members, draws)``, the costs that recur and those that don't."""

    total: Floats
    alone: Floats
    channels: dict[str, Band]
    coordination: Band
    failure: Band
    fixed: Floats
    member: Floats


def draw(part: Market, codes: tuple[str, ...]) -> Drawn:
    """Net saving of all in every draw, and what each member could have alone in the same draw."""
    sets = _of_goods(part)
    draws, centre = Draws.drawn(part.given), Draws.central(part.given)
    values, middle = evaluate(part, sets, draws), evaluate(part, sets, centre)
    cost, cost_middle = (d.fixed + d.member * len(codes) for d in (draws, centre))
    total = _net(part, values, cost)
    alone = alone_drawn(part, codes)

    def band(name: str, extra: Floats | None = None, extra_middle: Floats | None = None) -> Band:
        drawn, at = getattr(values, name).sum(axis=0), getattr(middle, name).sum(axis=0)
        if extra is not None and extra_middle is not None:
            drawn, at = drawn + extra, at + extra_middle
        return band_of(float(at[0]), drawn)

    return Drawn(
        total,
        alone,
        {name: band(name) for name in CHANNELS},
        band("coordination", cost, cost_middle),
        band("failure"),
        draws.fixed,
        draws.member,
    )


def _of_goods(part: Market) -> Sets:
    return Sets.of([rows.tolist() for rows in part.cells.groupby("good", sort=True).groups.values()])


def _net(part: Market, values: Values, cost: Floats) -> Floats:
    ceiling = part.given.value("ceiling_portfolio") * float(part.cells["amount_idr"].sum())
    net: Floats = np.minimum(values.pooled.sum(axis=0) - cost, ceiling)
    return net


def total_drawn(part: Market, members_n: int) -> Floats:
    """Net saving of all the members of a part in every draw, shape ``(draws,)``; ``Drawn.total`` by itself."""
    draws = Draws.drawn(part.given)
    return _net(part, evaluate(part, _of_goods(part), draws), draws.fixed + draws.member * members_n)


def alone_drawn(part: Market, codes: tuple[str, ...]) -> Floats:
    """What each member could have alone in every draw, shape ``(members, draws)``."""
    draws = Draws.drawn(part.given)
    each = evaluate(part, Sets.of([[row] for row in range(len(part.cells))]), draws).alone
    of_code = np.array([codes.index(c) for c in part.cells["region_code"]], dtype=np.int64)
    alone = np.zeros((len(codes), draws.n))
    np.add.at(alone, of_code, each)
    return alone


def band_of(centre: float, drawn: Floats) -> Band:
    """A figure in the middle of its draws."""
    return bands(np.array([float(centre)]), drawn[None, :])[0]


def spread(drawn: Drawn, spent: Floats, given: Mapping[str, Floats], alone: Floats, value: float) -> dict[str, Floats]:
    """Each member's part in every draw and rule, shape ``(members, draws)``.

    For rules that look at coalitions what each could have alone moves with its own draws, and the rest is shared as at
    the centre: valuing every coalition in every draw would take a thousand games.
    """
    count = len(spent)
    weight = spent / spent.sum() if spent.sum() > 0 else np.full(count, 1 / count)
    rest, rest_drawn = value - float(alone.sum()), drawn.total - drawn.alone.sum(axis=0)
    found = {
        "spend": weight[:, None] * drawn.total,
        "equal": np.repeat(drawn.total[None, :] / count, count, axis=0),
    }
    for rule, parts in given.items():
        if rule in found:
            continue
        own = parts - alone
        if abs(rest) > 0.1 * np.abs(own).sum():
            found[rule] = drawn.alone + (own / rest)[:, None] * rest_drawn
        else:
            # next to nothing is left to share: keep each one's distance from an equal part
            found[rule] = drawn.alone + rest_drawn / count + (own - rest / count)[:, None]
    return found
