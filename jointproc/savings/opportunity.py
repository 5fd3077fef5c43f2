"""An opportunity: a good (or family) and neighbouring regions that could buy it together, with an honest saving."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, Final

import numpy as np

from jointproc.savings.band import ZERO, Band, bands
from jointproc.savings.draws import Draws
from jointproc.savings.evidence import GRADES
from jointproc.savings.judging import Judged, better_of, grouped, judge
from jointproc.savings.market import Market
from jointproc.savings.readiness import Readiness, readiness, readiness_scores
from jointproc.savings.valuation import Sets, Values, evaluate
from jointproc.savings.why import NO_PARTNER, NO_VOLUME, NOT_MET, RESAMPLED, baseline_sentence, good_sentences
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
class Detail:
    """What is told of an opportunity when somebody looks at it; see :class:`Opportunity` for each part."""

    members: tuple[MemberSpend, ...]
    channels: dict[str, Band]
    steps: dict[str, float]
    pooling_gain_idr: Band
    why: tuple[Message, ...]
    readiness: Readiness


@dataclass(frozen=True)
class Opportunity:
    """A good or family bought by neighbouring regions, and what that could save over the scope's period.

    Attributes:
        codes: the regions, the anchor or largest buyer first.
        baseline: ``own_price`` (what members paid themselves), ``listed_price`` or ``budget``; never HPS or pagu
            passed off as a price.
        course: ``pool`` when buying together is worth more than what each can do alone, else ``alone`` (``none``
            when nothing is saved or evidence is not enough).
        headline: False when no number may stand on its own (evidence C and D).
        ready: how ready it is to be acted on, 0 to 1 (:attr:`readiness` says why).
    """

    good_id: str
    good: str
    family: str
    codes: tuple[str, ...]
    amount_idr: float
    baseline: str
    regime: str
    saving_idr: Band
    evidence: str
    course: str
    ready: float
    tell: Callable[[], Detail] = field(repr=False, compare=False)
    goods_n: int = 1
    good_ids: tuple[str, ...] = ()

    @cached_property
    def opportunity_id(self) -> str:
        """Names the good (or family) and its members, whatever the figures are."""
        told = (self.good_id or "family|" + self.family) + "|" + ",".join(sorted(self.codes))
        return "o" + hashlib.sha1(told.encode(), usedforsecurity=False).hexdigest()[:12]

    @property
    def headline(self) -> bool:
        """Whether a number may stand on its own."""
        return self.evidence in ("A", "B")

    @property
    def saving_share(self) -> Band:
        """The saving as a share of what was spent."""
        return self.saving_idr.over(self.amount_idr)

    @cached_property
    def _detail(self) -> Detail:
        return self.tell()

    @property
    def members(self) -> tuple[MemberSpend, ...]:
        """What each member buys and pays."""
        return self._detail.members

    @property
    def channels(self) -> dict[str, Band]:
        """Gross rupiah per channel, before failure and coordination; price channels overlap."""
        return self._detail.channels

    @property
    def steps(self) -> dict[str, float]:
        """Rupiah at the centre from channel to channel; their sum is ``saving_idr.p50``."""
        return self._detail.steps

    @property
    def pooling_gain_idr(self) -> Band:
        """What the partner adds over what each could do alone; may be negative."""
        return self._detail.pooling_gain_idr

    @property
    def why(self) -> tuple[Message, ...]:
        """The sentences under "mengapa angka ini"."""
        return self._detail.why

    @property
    def readiness(self) -> Readiness:
        """How ready it is to be acted on, part by part."""
        return self._detail.readiness

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
            "readiness": self.readiness.to_json(language),
        }


def _whole(band: Band) -> dict[str, int]:
    return {k: round(v) for k, v in band.to_json().items()}


def _course(grade: str, saving: Band, pools: bool) -> str:
    return "none" if grade == "D" or saving.p90 <= 0 else "pool" if pools else "alone"


def _steps(centre: Values, pools: bool, saving: float) -> dict[str, float]:
    """Steps of one set, the last one whatever brings their sum to ``saving``."""
    v = {name: float(getattr(centre, name)[0, 0]) for name in Values.__slots__}
    if pools:
        steps = {
            "quantity": v["quantity"],
            "harmonisation": v["price"] - v["quantity"],
            "delivery": v["delivery"],
            "process": v["process"],
            "award_failure": -v["failure"],
            "coordination": -v["coordination"],
        }
    else:
        steps = {"quantity": 0.0, "harmonisation": v["harmonisation"], "delivery": v["delivery"], "process": 0.0}
        steps |= {"award_failure": 0.0, "coordination": 0.0}
    return {**steps, "ceiling": saving - sum(steps.values())}


def build(
    market: Market, chosen: Sequence[Sequence[int]], names: dict[str, str], judged: Judged | None = None
) -> list[Opportunity]:
    """One opportunity per set of cells, unordered.

    Args:
        chosen: row numbers of ``market.cells``; each set belongs to one good.
        names: region names by code.
        judged: what these sets save, where it is known already.
    """
    sets = Sets.of(chosen)
    if not len(sets):
        return []
    judged = judged or judge(market, sets)
    savings, pools, met = judged.saving.tolist(), judged.pools.tolist(), judged.met.tolist()
    ready = readiness_scores(market, sets).tolist()
    amount = np.add.reduceat(market.cells["amount_idr"].to_numpy(float)[sets.rows], sets.starts).tolist()
    codes = market.cells["region_code"].to_numpy(dtype=object)[sets.rows].tolist()
    number = market.cells["good"].to_numpy(np.int64)[sets.rows[sets.starts]]
    wanted = ("good_id", "good", "family", "regime", "evidence", "budget_only")
    goods = {name: market.goods[name].tolist() for name in wanted}
    ends = [*sets.starts[1:].tolist(), len(sets.rows)]
    found = []
    with _undisturbed():
        for i, (begin, end, g) in enumerate(zip(sets.starts.tolist(), ends, number.tolist(), strict=True)):
            # regions that never bought in the same year can't have bought together: no number, and the reason
            grade = goods["evidence"][g] if met[i] else "D"
            saving = Band(*savings[i]) if met[i] else ZERO
            regime = goods["regime"][g]
            course = _course(grade, saving, pools[i])
            baseline = "budget" if goods["budget_only"][g] else "listed_price" if regime == "listed" else "own_price"
            found.append(
                Opportunity(
                    good_id=goods["good_id"][g],
                    good=goods["good"][g],
                    family=goods["family"][g],
                    codes=tuple(codes[begin:end]),
                    amount_idr=amount[i],
                    baseline=baseline,
                    regime=regime,
                    saving_idr=saving,
                    evidence=grade,
                    course=course,
                    ready=ready[i],
                    tell=partial(_detail, market, chosen[i], names, saving, course, baseline, met[i]),
                    good_ids=(goods["good_id"][g],),
                )
            )
    return found


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Very many small objects are made that all stay: nobody looks for garbage among them meanwhile."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _detail(
    market: Market, rows: Sequence[int], names: dict[str, str], saving: Band, course: str, baseline: str, met: bool
) -> Detail:
    cells = market.cell_records(rows)
    good = market.good_record(cells[0]["good"])
    members = tuple(
        MemberSpend(
            c["region_code"],
            names.get(c["region_code"], c["region_code"]),
            c["amount_idr"],
            c["volume"],
            c["price_idr"],
        )
        for c in cells
    )
    ready = readiness([good], cells, good["family"])
    if not met:
        return Detail(members, dict.fromkeys(CHANNELS, ZERO), {}, ZERO, (NOT_MET,), ready)
    sets = Sets.of([rows])
    centre = evaluate(market, sets, Draws.central(market.given))
    drawn = evaluate(market, sets, Draws.drawn(market.given))
    channels = {name: bands(getattr(centre, name)[:, 0], getattr(drawn, name))[0] for name in CHANNELS}
    steps = _steps(centre, bool(centre.pooled[0, 0] > centre.alone[0, 0]), saving.p50)
    gain = bands((centre.pooled - centre.alone)[:, 0], drawn.pooled - drawn.alone)[0]
    why = good_sentences(market, good, cells, channels, steps, course, baseline)
    return Detail(members, channels, steps, gain if good["evidence"] != "D" else ZERO, why, ready)


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
    group = np.repeat(np.arange(len(groups)), [len(s) for _, s in groups])
    centre = grouped(market, sets, group, Draws.central(market.given))
    drawn = grouped(market, sets, group, Draws.drawn(market.given))
    return [
        _family(market, family, of_family, centre.only(i), drawn.only(i), names, labels)
        for i, (family, of_family) in enumerate(groups)
    ]


def _family(
    market: Market,
    family: str,
    of_family: Sequence[Sequence[int]],
    centre: Values,
    drawn: Values,
    names: dict[str, str],
    labels: dict[str, str],
) -> Opportunity:
    cells = market.cell_records([row for rows in of_family for row in rows])
    goods = [market.good_record(number) for number in dict.fromkeys(c["good"] for c in cells)]
    spent = _added((c["region_code"], c["amount_idr"]) for c in cells)
    members = tuple(MemberSpend(c, names.get(c, c), a, 0.0, 0.0) for c, a in sorted(spent.items(), key=_largest_first))
    amount = sum(spent.values())
    of = {good["row"]: good for good in goods}
    usable = [c for c in cells if of[c["good"]]["evidence"] != "D"]
    # the grade most of the usable money has; D only when nothing is usable
    grade = _most(usable, of, "evidence") if usable else GRADES[-1]
    regime = _most(usable or cells, of, "regime")
    pools = bool(centre.pooled[0, 0] > centre.alone[0, 0])
    course_here = np.array([pools])
    uncut = bands(better_of(centre, course_here)[:, 0], better_of(drawn, course_here))[0]
    ceiling = market.given.value("ceiling_portfolio") * amount
    saving = Band(*(min(x, ceiling) for x in (uncut.p10, uncut.p50, uncut.p90)))
    course = _course(grade, saving, pools)
    channels = {name: bands(getattr(centre, name)[:, 0], getattr(drawn, name))[0] for name in CHANNELS}
    gain = bands((centre.pooled - centre.alone)[:, 0], drawn.pooled - drawn.alone)[0]
    baseline = "budget" if grade == "C" else "listed_price" if regime == "listed" else "own_price"
    told = [
        msg(
            "{goods} barang, {enough} di antaranya dengan cukup bukti (bernilai {usable} dari {amount}).",
            goods=Count(len(goods)),
            enough=Count(sum(good["evidence"] != "D" for good in goods)),
            usable=Idr(sum(c["amount_idr"] for c in usable)),
            amount=Idr(amount),
        ),
        baseline_sentence(baseline),
    ]
    if len(goods) > 1:
        told.append(RESAMPLED)
    if channels["quantity"].p90 <= 0:
        told.append(NO_VOLUME)
    if course == "alone":
        told.append(NO_PARTNER)
    ready = readiness(goods, cells, family)
    detail = Detail(members, channels, _steps(centre, pools, saving.p50), gain, tuple(told), ready)
    return Opportunity(
        good_id="",
        good=labels.get(family, family),
        family=family,
        codes=tuple(m.code for m in members),
        amount_idr=amount,
        baseline=baseline,
        regime=regime,
        saving_idr=saving,
        evidence=grade,
        course=course,
        ready=ready.score,
        tell=lambda: detail,
        goods_n=len(goods),
        good_ids=tuple(good["good_id"] for good in goods),
    )


def _added(pairs: Iterable[tuple[str, float]]) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, amount in pairs:
        found[name] = found.get(name, 0.0) + amount
    return found


def _largest_first(pair: tuple[str, float]) -> tuple[float, str]:
    return -pair[1], pair[0]


def _most(cells: Sequence[dict[str, Any]], of: dict[int, dict[str, Any]], what: str) -> str:
    """The value of goods' ``what`` that has most of the money of the cells."""
    return min(_added((of[c["good"]][what], c["amount_idr"]) for c in cells).items(), key=_largest_first)[0]


def ranked(found: Sequence[Opportunity], by: str = "saving") -> list[Opportunity]:
    """Best first: at least, then likely, then readiness, then money spent; ties by identity so that the order never
    changes. ``by="readiness"`` puts readiness first, and what has no number last."""

    def key(o: Opportunity) -> tuple[object, ...]:
        band, ready = o.saving_idr, round(100 * o.ready)
        money = (-round(band.p10), -round(band.p50), -ready, -round(o.amount_idr), o.good_id, o.codes)
        return money if by == "saving" else (o.evidence == "D", -ready, *money)

    return sorted(found, key=key)
