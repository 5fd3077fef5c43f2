"""Who with: the best partners of one region, and the division of many regions into sets that together save most.

A set is worth what :mod:`jointproc.agreements.coalition` gives it, the figure of ``simulate`` for the same members and
goods; what it gains is that less what its members could each save alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

from jointproc import regions as geography
from jointproc.agreements.candidates import anchored_sets, connected_sets, membership
from jointproc.agreements.coalition import Coalitions
from jointproc.agreements.drawn import alone_drawn, band_of, total_drawn
from jointproc.agreements.greedy import greedy_partition, grown
from jointproc.agreements.narrowing import condensed, most_added, only
from jointproc.agreements.packing import gap_of, pack
from jointproc.agreements.partner_ground import Ground, Limits, close_to, goods_wanted, ground
from jointproc.errors import InputError
from jointproc.savings import DRAWS, Assumptions, Band, Market, market_of, region_names
from jointproc.savings import assumptions as reference
from jointproc.warehouse import Scope, Warehouse

__all__ = [
    "RANKS",
    "Partition",
    "PartnerSet",
    "Partners",
    "best_partition",
    "best_sets",
    "find_partition",
    "find_partners",
]

Floats = npt.NDArray[np.float64]
Rank = Literal["p50", "p10"]
RANKS: Final = ("p50", "p10")
_CHUNK: Final = 4096
# how many times more sets have their draws looked at when the order is by the lowest figure
_DRAWN_MORE: Final = 3
# of the time for a partition, what valuing candidates may take at most
_VALUING: Final = 0.6


@dataclass(frozen=True, slots=True)
class PartnerSet:
    """Regions at one table, in rupiah over the scope's period.

    Attributes:
        codes: the anchor first, where there is one.
        saving_idr: net saving of all together; its centre is what ``simulate`` gives as the total.
        alone_idr: what they could save each by itself.
        gain_idr: the first less the second.
        brings_idr: by member, how much less the set would save over acting alone without it.
    """

    codes: tuple[str, ...]
    saving_idr: Band
    alone_idr: int
    gain_idr: Band
    brings_idr: Mapping[str, int]
    amount_idr: int

    def to_json(self, names: Mapping[str, str]) -> dict[str, Any]:
        return {
            "members": [
                {"code": code, "name": names.get(code, code), "brings_idr": self.brings_idr[code]}
                for code in self.codes
            ],
            "value_idr": round(self.saving_idr.p50),
            "saving_idr": _whole(self.saving_idr),
            "without_agreement_idr": self.alone_idr,
            "gain_idr": _whole(self.gain_idr),
            "amount_idr": self.amount_idr,
        }


def _whole(band: Band) -> dict[str, int]:
    return {key: round(value) for key, value in band.to_json().items()}


@dataclass(frozen=True, slots=True)
class Partners:
    """The best sets of one region, best first.

    Attributes:
        greedy: the set grown one by one, while dragging; ``None`` when nothing gains.
        gap: how much more a set not looked at might gain, as a share of the best gain by the centre; 0 when none can.
        candidates_n, valued_n: sets within the limits, and how many had to be valued.
        neighbours: the neighbours within the limits that buy; ``silent``: those that buy none of the goods.
    """

    anchor: str
    sets: tuple[PartnerSet, ...]
    greedy: tuple[str, ...] | None
    gap: float
    seconds: float
    candidates_n: int
    valued_n: int
    goods_n: int
    neighbours: tuple[str, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Partition:
    """Regions divided into sets that share nobody, so that no rupiah is counted twice.

    Attributes:
        sets: those that gain, most first.
        rest: regions that do best (or can only go) by themselves.
        saving_idr: of all regions, sets and rest together, at the centre; ``alone_idr``: nobody with anybody.
        gain_idr: the difference, with the draws of the sets added up draw by draw.
        bound_idr: what no division within the limits can gain more than, at the centre.
        greedy_idr: what the fast division gains.
    """

    sets: tuple[PartnerSet, ...]
    rest: tuple[str, ...]
    saving_idr: int
    alone_idr: int
    gain_idr: Band
    bound_idr: int
    greedy_idr: int
    gap: float
    seconds: float
    candidates_n: int
    valued_n: int
    goods_n: int


# --------------------------------------------------------------------------- one region


def find_partners(
    wh: Warehouse,
    anchor: str,
    *,
    goods: Collection[str] = (),
    families: Collection[str] = (),
    limits: Limits | None = None,
    scope: Scope | None = None,
    assumptions: Assumptions | None = None,
    rank: Rank = "p50",
    top: int = 8,
) -> Partners:
    """The best partner sets of a region among its neighbours, on the purchases of the warehouse.

    Raises:
        InputError: an unknown region, good or family, a region without purchases or neighbours, too many sets.
    """
    geography.region(anchor)
    market = market_of(wh, scope or Scope(), assumptions or reference())
    return best_sets(market, anchor, goods=goods, families=families, limits=limits, rank=rank, top=top)


def best_sets(
    market: Market,
    anchor: str,
    *,
    goods: Collection[str] = (),
    families: Collection[str] = (),
    limits: Limits | None = None,
    shares: Mapping[str, float] | None = None,
    rank: Rank = "p50",
    top: int = 8,
) -> Partners:
    """The part of :func:`find_partners` without a warehouse.

    Sets are valued in the order of what they could gain at most; the search ends when no set left can gain more than
    those found, or when time is up.

    Args:
        rank: order by the centre of the gain, or by its tenth percentile (among the best by the centre).
        shares: part of its volume a region commits, where it isn't all.
    """
    began, limits = perf_counter(), limits or Limits()
    near = close_to(anchor, limits)
    if not near:
        raise InputError(
            "{name} tidak punya tetangga dalam batas ini: besarkan jarak tetangga, atau izinkan provinsi lain.",
            name=_name(anchor),
        )
    wanted = goods_wanted(market, goods, families, limits.suitability)
    table = ground(market, (anchor, *near), wanted, limits, shares)
    _check_anchor(table, anchor)
    star = tuple([tuple(range(1, len(table.codes)))] + [(0,)] * (len(table.codes) - 1))
    candidates = anchored_sets(star, 0, limits.size)
    found, valued_n, bound = _best_of(
        table, candidates, top * _DRAWN_MORE if rank == "p10" else top, began + limits.seconds
    )
    grew = grown(table.game, star, [0], limits.size, np.ones(len(table.codes), dtype=bool), star=True)[0]
    sets = _described(table, [one for _gain, one in found])
    by = (lambda s: -s.gain_idr.p10) if rank == "p10" else (lambda s: -s.gain_idr.p50)
    return Partners(
        anchor=anchor,
        sets=tuple(sorted(sets, key=lambda s: (by(s), s.codes))[:top]),
        greedy=tuple(table.codes[i] for i in grew[1]) if grew[0] > 0 else None,
        gap=gap_of(found[0][0], bound),
        seconds=perf_counter() - began,
        candidates_n=len(candidates),
        valued_n=valued_n,
        goods_n=int(table.part.cells["good"].nunique()),
        neighbours=table.codes[1:],
        silent=tuple(code for code in near if code not in table.codes),
    )


def _name(code: str) -> str:
    return region_names([code])[code]


def _check_anchor(table: Ground, anchor: str) -> None:
    if not table.codes or table.codes[0] != anchor:
        raise InputError(
            "{name} tidak membeli satu pun barang yang dipilih dalam data yang dimuat: pilih barang atau kelompok "
            "komoditas lain.",
            name=_name(anchor),
        )
    if len(table.codes) == 1:
        raise InputError(
            "Tidak ada tetangga {name} dalam batas ini yang membeli barang yang dipilih: besarkan jarak tetangga, "
            "izinkan provinsi lain, atau pilih barang lain.",
            name=_name(anchor),
        )


Found = tuple[float, tuple[int, ...]]


def _best_of(
    table: Ground, candidates: Sequence[tuple[int, ...]], keep: int, until: float
) -> tuple[list[Found], int, float]:
    """The ``keep`` sets that gain most, how many were valued, and what none of the others can exceed."""
    member = membership(candidates, len(table.codes))
    hoped = member @ most_added(table.game) - table.game.fixed - table.game.member * member.sum(axis=1)
    order = np.argsort(-hoped, kind="stable")
    gains = np.full(len(order), -np.inf)
    valued = 0
    while valued < len(order):
        at = order[valued : valued + _CHUNK]
        gains[at] = table.game.values(member[at]) - member[at] @ table.alone
        valued += len(at)
        least = np.sort(gains)[-keep] if valued >= keep else -np.inf
        if perf_counter() > until or (valued < len(order) and least >= hoped[order[valued]]):
            break
    best = sorted(
        (
            (float(gains[i]), candidates[i])
            for i in np.argsort(-gains, kind="stable")[:keep].tolist()
            if np.isfinite(gains[i])
        ),
        key=lambda one: (-one[0], one[1]),
    )
    bound = max(best[0][0], float(hoped[order[valued]]) if valued < len(order) else -np.inf)
    return best, valued, bound


def _described(table: Ground, sets: Sequence[tuple[int, ...]]) -> list[PartnerSet]:
    """Sets with their draws, and what each member brings."""
    everyone = sorted({code for one in sets for code in one})
    inside = table.part.part({table.codes[i]: 1.0 for i in everyone})
    alone = dict(zip(everyone, alone_drawn(inside, tuple(table.codes[i] for i in everyone)), strict=True))
    return [_one(table, one, alone)[0] for one in sets]


def _one(table: Ground, one: tuple[int, ...], alone: Mapping[int, Floats]) -> tuple[PartnerSet, Floats]:
    """A set, and its gain in every draw."""
    codes = tuple(table.codes[i] for i in one)
    rows = np.repeat(membership([one], len(table.codes)), len(one) + 1, axis=0)
    rows[np.arange(1, len(one) + 1), list(one)] = False
    values = table.game.values(rows)
    total = total_drawn(table.part.part(dict.fromkeys(codes, 1.0)), len(codes))
    gain = total - np.sum([alone[i] for i in one], axis=0)
    by_itself = float(table.alone[list(one)].sum())
    amount = float(table.game.amount[:, list(one)].sum())
    found = PartnerSet(
        codes=codes,
        saving_idr=band_of(round(float(values[0])), total),
        alone_idr=round(by_itself),
        gain_idr=band_of(round(float(values[0])) - round(by_itself), gain),
        brings_idr={
            codes[at]: round(float(values[0] - values[at + 1] - table.alone[code])) for at, code in enumerate(one)
        },
        amount_idr=round(amount),
    )
    return found, gain


# --------------------------------------------------------------------------- many regions


def find_partition(
    wh: Warehouse,
    province: str | None = None,
    *,
    goods: Collection[str] = (),
    families: Collection[str] = (),
    limits: Limits | None = None,
    scope: Scope | None = None,
    assumptions: Assumptions | None = None,
) -> Partition:
    """Divide the kabupaten and kota of a province (of the nation when ``None``) into the sets that save most.

    Raises:
        InputError: no such province, unknown goods or families, fewer than two regions buy, too many sets.
    """
    known = geography.regions()
    if province is not None and geography.region(province).kind != "provinsi":
        raise InputError("{name} bukan provinsi: pakai kode dua angka seperti 35.", name=_name(province))
    codes = [c for c, one in known.items() if one.kind != "provinsi" and province in (None, one.province_code)]
    market = market_of(wh, scope or Scope(), assumptions or reference())
    return best_partition(market, codes, goods=goods, families=families, limits=limits)


def best_partition(
    market: Market,
    codes: Sequence[str],
    *,
    goods: Collection[str] = (),
    families: Collection[str] = (),
    limits: Limits | None = None,
    shares: Mapping[str, float] | None = None,
) -> Partition:
    """The part of :func:`find_partition` without a warehouse: set packing over all connected sets, solved by HiGHS."""
    began, limits = perf_counter(), limits or Limits()
    wanted = goods_wanted(market, goods, families, limits.suitability)
    table = ground(market, codes, wanted, limits, shares)
    if len(table.codes) < 2:
        raise InputError("Kurang dari dua daerah membeli barang yang dipilih: tidak ada yang dapat dikelompokkan.")
    candidates = connected_sets(table.near, limits.size)
    if not candidates:
        raise InputError(
            "Tidak ada dua daerah bertetangga yang membeli barang yang dipilih dalam batas ini: besarkan jarak "
            "tetangga atau pilih barang lain."
        )
    hoped, gains = _valued(table, candidates, began + _VALUING * limits.seconds)
    done = np.isfinite(gains)
    packing = pack(
        candidates,
        np.where(done, gains, 0.0),
        len(table.codes),
        limits.seconds - (perf_counter() - began),
        None if done.all() else np.where(done, gains, hoped),
    )
    fast = greedy_partition(table.game, table.near, limits.size)
    fast_value = sum(gain for gain, _ in fast)
    chosen = [candidates[i] for i in packing.chosen]
    if packing.value < fast_value and not done.all():
        # time was up before the sets that the fast search looked at were valued
        chosen = [tuple(sorted(one)) for _gain, one in fast]
    sets, drawn = _apart(table, chosen)
    joined = {code for one in sets for code in one.codes}
    rest = [i for i, code in enumerate(table.codes) if code not in joined]
    by_itself = round(float(table.alone[rest].sum()))
    gained = round(sum(one.gain_idr.p50 for one in sets))
    alone_idr = sum(one.alone_idr for one in sets) + by_itself
    return Partition(
        sets=tuple(sorted(sets, key=lambda one: (-one.gain_idr.p50, one.codes))),
        rest=tuple(table.codes[i] for i in rest),
        saving_idr=alone_idr + gained,
        alone_idr=alone_idr,
        gain_idr=band_of(gained, drawn),
        bound_idr=max(gained, round(packing.bound)),
        greedy_idr=round(fast_value),
        gap=gap_of(max(packing.value, fast_value), packing.bound),
        seconds=perf_counter() - began,
        candidates_n=len(candidates),
        valued_n=int((done & (hoped > 0)).sum()),
        goods_n=int(table.part.cells["good"].nunique()),
    )


def _apart(table: Ground, chosen: Sequence[tuple[int, ...]]) -> tuple[list[PartnerSet], Floats]:
    """Sets that share nobody, and what they gain together in every draw."""
    sets: list[PartnerSet] = []
    drawn = np.zeros(DRAWS)
    for one in chosen:
        codes = tuple(table.codes[i] for i in one)
        alone = alone_drawn(table.part.part(dict.fromkeys(codes, 1.0)), codes)
        described, gain = _one(table, one, dict(zip(one, alone, strict=True)))
        sets.append(described)
        drawn += gain
    return sets, drawn


def _valued(table: Ground, candidates: Sequence[tuple[int, ...]], until: float) -> tuple[Floats, Floats]:
    """What every set could gain at most, and what it gains; NaN where time was up. Sets that can't gain get that bound.

    Sets with the same first region are valued in a game of their own, small enough to be quick; small sets first.
    """
    hoped, gains = np.empty(len(candidates)), np.full(len(candidates), np.nan)
    groups: dict[int, list[int]] = {}
    for i, one in enumerate(candidates):
        groups.setdefault(one[0], []).append(i)
    ready = []
    for rows in groups.values():
        at = np.array(rows)
        inside = sorted({code for i in rows for code in candidates[i]})
        game = _small(table.game, inside)
        place = {code: i for i, code in enumerate(inside)}
        member = membership([[place[code] for code in candidates[i]] for i in rows], len(inside))
        size = member.sum(axis=1)
        hoped[at] = member @ most_added(game) - game.fixed - game.member * size
        gains[at[hoped[at] <= 0]] = hoped[at[hoped[at] <= 0]]
        ready.append((at, game, member, size, table.alone[inside]))
    for members_n in range(2, max(map(len, candidates)) + 1):
        for at, game, member, size, alone in ready:
            rows_now = np.flatnonzero((size == members_n) & (hoped[at] > 0))
            if len(rows_now) and perf_counter() < until:
                gains[at[rows_now]] = game.values(member[rows_now]) - member[rows_now] @ alone
    return hoped, gains


def _small(game: Coalitions, inside: Sequence[int]) -> Coalitions:
    return game if len(inside) == len(game.codes) else condensed(only(game, inside))
