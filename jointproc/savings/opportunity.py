"""An opportunity: a good (or family) and neighbouring regions that could buy it together, with an honest saving."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from jointproc.savings.band import ZERO, Band, bands
from jointproc.savings.draws import Draws
from jointproc.savings.evidence import GRADES
from jointproc.savings.market import Market
from jointproc.savings.readiness import Readiness, readiness
from jointproc.savings.valuation import Sets, Values, evaluate, meeting
from jointproc.savings.why import NO_PARTNER, NO_VOLUME, NOT_MET, baseline_sentence, good_sentences
from jointproc.text import Count, Idr, Message, msg

__all__ = ["CHANNELS", "MemberSpend", "Opportunity", "build", "build_families", "ranked"]

CHANNELS: Final = ("quantity", "harmonisation", "delivery", "process")


@dataclass(frozen=True, slots=True)
class MemberSpend:
    """What one member buys of the good in scope; ``price_idr`` is its average price, 0 when it has none."""

    code: str
    name: str
    amount_idr: float
    quantity: float
    price_idr: float


@dataclass(frozen=True, slots=True)
class Opportunity:
    """One good or family bought by neighbouring regions, and what that could save over the scope's period.

    Attributes:
        baseline: ``own_price`` (what members paid themselves), ``listed_price`` or ``budget``; never HPS or pagu
            passed off as a price.
        channels: gross rupiah per channel, before failure and coordination; price channels overlap.
        course: ``pool`` when buying together is worth more than what each can do alone, else ``alone`` (``none``
            when nothing is saved or evidence is not enough).
        steps: rupiah at the centre from channel to channel; their sum is ``saving_idr.p50``.
        pooling_gain_idr: what the partner adds over what each could do alone; may be negative.
        headline: False when no number may stand on its own (evidence C and D).
        readiness: how ready it is to be acted on, part by part.
    """

    opportunity_id: str
    good_id: str
    good: str
    family: str
    members: tuple[MemberSpend, ...]
    amount_idr: float
    baseline: str
    regime: str
    channels: dict[str, Band]
    saving_idr: Band
    saving_share: Band
    evidence: str
    why: tuple[Message, ...]
    course: str
    steps: dict[str, float]
    pooling_gain_idr: Band
    headline: bool
    goods_n: int = 1
    good_ids: tuple[str, ...] = field(default=())
    readiness: Readiness | None = None

    def to_json(self, language: str = "id") -> dict[str, Any]:
        """The stable keys of the command line, and what was added since. Rupiah are whole numbers."""
        return {
            "opportunity_id": self.opportunity_id,
            "good_id": self.good_id,
            "good": self.good,
            "family": self.family,
            "members": [
                {
                    "code": m.code,
                    "name": m.name,
                    "amount_idr": round(m.amount_idr),
                    "quantity": m.quantity,
                    "price_idr": round(m.price_idr, 2),
                }
                for m in self.members
            ],
            "amount_idr": round(self.amount_idr),
            "baseline": self.baseline,
            "regime": self.regime,
            "channels": {name: _whole(band) for name, band in self.channels.items()},
            "saving_idr": _whole(self.saving_idr),
            "saving_share": {k: round(v, 6) for k, v in self.saving_share.to_json().items()},
            "evidence": self.evidence,
            "why": [sentence.render(language) for sentence in self.why],
            "course": self.course,
            "steps": {k: round(v) for k, v in self.steps.items()},
            "pooling_gain_idr": _whole(self.pooling_gain_idr),
            "headline": self.headline,
            "goods_n": self.goods_n,
            "readiness": self.readiness.to_json(language) if self.readiness else None,
        }


def _whole(band: Band) -> dict[str, int]:
    return {k: round(v) for k, v in band.to_json().items()}


def _identity(good_id: str, members: Sequence[str]) -> str:
    told = good_id + "|" + ",".join(sorted(members))
    return "o" + hashlib.sha1(told.encode(), usedforsecurity=False).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class _Judged:
    """Bands of the sets, and the course each takes at the centre."""

    channels: dict[str, list[Band]]
    saving: list[Band]
    gain: list[Band]
    pools: np.ndarray
    centre: Values


def _judge(centre: Values, drawn: Values) -> _Judged:
    pools = (centre.pooled > centre.alone)[:, 0]
    best_centre = np.maximum(np.where(pools, centre.pooled[:, 0], centre.alone[:, 0]), 0.0)
    # the course is chosen once, before anyone knows how the draws fall; a loss there counts as nothing at least
    best_drawn = np.maximum(np.where(pools[:, None], drawn.pooled, drawn.alone), 0.0)
    channels = {name: bands(getattr(centre, name)[:, 0], getattr(drawn, name)) for name in CHANNELS}
    gain = bands((centre.pooled - centre.alone)[:, 0], drawn.pooled - drawn.alone)
    return _Judged(channels, bands(best_centre, best_drawn), gain, pools, centre)


def _steps(judged: _Judged, i: int) -> dict[str, float]:
    v = judged.centre
    quantity, harmonisation = v.quantity[i, 0], v.harmonisation[i, 0]
    if not judged.pools[i]:
        steps = {"quantity": 0.0, "harmonisation": harmonisation, "delivery": v.delivery[i, 0], "process": 0.0}
        rest = judged.saving[i].p50 - sum(steps.values())
        return {**steps, "award_failure": 0.0, "coordination": 0.0, "ceiling": rest}
    steps = {
        "quantity": quantity,
        "harmonisation": v.price[i, 0] - quantity,
        "delivery": v.delivery[i, 0],
        "process": v.process[i, 0],
        "award_failure": -v.failure[i, 0],
        "coordination": -v.coordination[i, 0],
    }
    return {**steps, "ceiling": judged.saving[i].p50 - sum(steps.values())}


def build(market: Market, chosen: Sequence[Sequence[int]], names: dict[str, str]) -> list[Opportunity]:
    """One opportunity per set of cells, unordered.

    Args:
        chosen: row numbers of ``market.cells``; each set belongs to one good.
        names: region names by code.
    """
    sets = Sets.of(chosen)
    centre = evaluate(market, sets, Draws.central(market.given))
    drawn = evaluate(market, sets, Draws.drawn(market.given))
    judged = _judge(centre, drawn)
    goods = market.goods.assign(row=range(len(market.goods))).to_dict("records")
    cells = _records(market)
    met = meeting(market, chosen)
    return [
        _opportunity(market, goods[cells[rows[0]]["good"]], [cells[r] for r in rows], judged, i, names, bool(met[i]))
        for i, rows in enumerate(chosen)
    ]


def _records(market: Market) -> list[dict[str, Any]]:
    wanted = [
        "good",
        "region_code",
        "amount_idr",
        "shipping_idr",
        "volume",
        "price_idr",
        "open_idr",
        "harmonisation_idr",
        "years",
        "months",
    ]
    return [{str(k): v for k, v in record.items()} for record in market.cells[wanted].to_dict("records")]


def _members(cells: Sequence[dict[str, Any]], names: dict[str, str]) -> tuple[MemberSpend, ...]:
    return tuple(
        MemberSpend(
            c["region_code"],
            names.get(c["region_code"], c["region_code"]),
            c["amount_idr"],
            c["volume"],
            c["price_idr"],
        )
        for c in cells
    )


def _opportunity(
    market: Market,
    good: dict[str, Any],
    cells: Sequence[dict[str, Any]],
    judged: _Judged,
    i: int,
    names: dict[str, str],
    met: bool,
) -> Opportunity:
    members = _members(cells, names)
    amount = sum(m.amount_idr for m in members)
    # regions that never bought in the same year can't have bought together: no number, and the reason
    grade = good["evidence"] if met else "D"
    saving = judged.saving[i] if met else ZERO
    course = "none" if grade == "D" or saving.p90 <= 0 else "pool" if judged.pools[i] else "alone"
    baseline = "budget" if good["budget_only"] else "listed_price" if good["regime"] == "listed" else "own_price"
    channels = {name: judged.channels[name][i] if met else ZERO for name in CHANNELS}
    steps = _steps(judged, i) if met else {}
    why = good_sentences(market, good, cells, channels, steps, course, baseline) if met else (NOT_MET,)
    return Opportunity(
        opportunity_id=_identity(good["good_id"], [m.code for m in members]),
        good_id=good["good_id"],
        good=good["good"],
        family=good["family"],
        members=members,
        amount_idr=amount,
        baseline=baseline,
        regime=good["regime"],
        channels=channels,
        saving_idr=saving,
        saving_share=saving.over(amount),
        evidence=grade,
        why=why,
        course=course,
        steps=steps,
        pooling_gain_idr=judged.gain[i] if grade != "D" else ZERO,
        headline=grade in ("A", "B"),
        good_ids=(good["good_id"],),
        readiness=_ready(market, good, cells),
    )


def _ready(market: Market, good: dict[str, Any], cells: Sequence[dict[str, Any]]) -> Readiness:
    key = (good["good_id"], *(c["region_code"] for c in cells))
    found: Readiness | None = market.told.get(key)
    if found is None:
        found = market.told[key] = readiness([good], cells, good["family"])
    return found


def build_families(
    market: Market, groups: Sequence[tuple[str, Sequence[Sequence[int]]]], names: dict[str, str], labels: dict[str, str]
) -> list[Opportunity]:
    """One opportunity per family and member set: the goods of a group added up, draw by draw.

    Args:
        groups: ``(family, sets of cells)``; every set is one good, members are all regions that occur.
        labels: what each family is called.
    """
    flat = [rows for _, sets in groups for rows in sets]
    if not flat:
        return []
    sets = Sets.of(flat)
    starts = np.concatenate([[0], np.cumsum([len(s) for _, s in groups])[:-1]]).astype(np.int64)
    centre = _sum(evaluate(market, sets, Draws.central(market.given)), starts)
    drawn = _sum(evaluate(market, sets, Draws.drawn(market.given)), starts)
    judged = _judge(centre, drawn)
    return [
        _family(market, family, of_family, judged, i, names, labels) for i, (family, of_family) in enumerate(groups)
    ]


def _sum(values: Values, starts: np.ndarray) -> Values:
    return Values(*(np.add.reduceat(getattr(values, f), starts, axis=0) for f in Values.__slots__))


def _family(
    market: Market,
    family: str,
    of_family: Sequence[Sequence[int]],
    judged: _Judged,
    i: int,
    names: dict[str, str],
    labels: dict[str, str],
) -> Opportunity:
    cells = market.cells.loc[[row for rows in of_family for row in rows]]
    goods = market.goods.iloc[cells["good"].unique()]
    by_region = cells.groupby("region_code")["amount_idr"].sum().sort_values(ascending=False)
    members = tuple(MemberSpend(str(c), names.get(str(c), str(c)), float(a), 0.0, 0.0) for c, a in by_region.items())
    amount = float(by_region.sum())
    weight = cells.assign(
        evidence=market.goods["evidence"].to_numpy()[cells["good"]],
        regime=market.goods["regime"].to_numpy()[cells["good"]],
    )
    usable = weight[weight["evidence"] != "D"]
    # the grade most of the usable money has; D only when nothing is usable
    grade = str(usable.groupby("evidence")["amount_idr"].sum().idxmax()) if len(usable) else GRADES[-1]
    regime = str((usable if len(usable) else weight).groupby("regime")["amount_idr"].sum().idxmax())
    saving = judged.saving[i]
    ceiling = market.given.value("ceiling_portfolio") * amount
    saving = Band(*(min(x, ceiling) for x in (saving.p10, saving.p50, saving.p90)))
    course = "none" if grade == "D" or saving.p90 <= 0 else "pool" if judged.pools[i] else "alone"
    steps = _steps(judged, i)
    steps["ceiling"] += saving.p50 - judged.saving[i].p50
    codes = [m.code for m in members]
    baseline = "budget" if grade == "C" else "listed_price" if regime == "listed" else "own_price"
    told = [
        msg(
            "{goods} barang, {enough} di antaranya dengan cukup bukti (bernilai {usable} dari {amount}).",
            goods=Count(len(goods)),
            enough=Count(int(goods["evidence"].ne("D").sum())),
            usable=Idr(float(usable["amount_idr"].sum())),
            amount=Idr(amount),
        ),
        baseline_sentence(baseline),
    ]
    if judged.channels["quantity"][i].p90 <= 0:
        told.append(NO_VOLUME)
    if course == "alone":
        told.append(NO_PARTNER)
    return Opportunity(
        opportunity_id=_identity("family|" + family, codes),
        good_id="",
        good=labels.get(family, family),
        family=family,
        members=members,
        amount_idr=amount,
        baseline=baseline,
        regime=regime,
        channels={name: judged.channels[name][i] for name in CHANNELS},
        saving_idr=saving,
        saving_share=saving.over(amount),
        evidence=grade,
        why=tuple(told),
        course=course,
        steps=steps,
        pooling_gain_idr=judged.gain[i],
        headline=grade in ("A", "B"),
        goods_n=len(goods),
        good_ids=tuple(goods["good_id"]),
        readiness=readiness(
            goods.assign(row=goods.index.to_numpy()).to_dict("records"), cells.to_dict("records"), family
        ),
    )


def ranked(found: Sequence[Opportunity], by: str = "saving") -> list[Opportunity]:
    """Best first: at least, then likely, then readiness, then money spent; ties by identity so that the order never
    changes. ``by="readiness"`` puts readiness first, and what has no number last."""

    def ready(o: Opportunity) -> int:
        return round(100 * o.readiness.score) if o.readiness else 0

    def key(o: Opportunity) -> tuple[object, ...]:
        money = (-round(o.saving_idr.p10), -round(o.saving_idr.p50), -ready(o), -round(o.amount_idr), o.opportunity_id)
        return money if by == "saving" else (o.evidence == "D", -ready(o), *money)

    return sorted(found, key=key)
