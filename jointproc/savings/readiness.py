"""How ready an opportunity is to be acted on: same time, same thing, fit for pooling, a market that can answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from jointproc.goods import family
from jointproc.savings.market import Market
from jointproc.savings.valuation import Sets
from jointproc.text import Count, Message, Number, Share, msg

__all__ = ["Readiness", "ReadinessPart", "readiness", "readiness_scores"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_MARKET: Final = {"spot": 1.0, "framework": 0.5, "listed": 0.5, "services": 0.0, "unknown": 0.3}
_MARKET_TOLD: Final = {
    "spot": msg("pasar tender atau langsung: syarat bersama dapat diminta"),
    "framework": msg("sudah ada kontrak payung: sebagian besar kerjanya sudah dilakukan pihak lain"),
    "listed": msg("harga tayang: bersama-sama hanya dapat dinegosiasikan, tidak turun karena jumlah"),
    "services": msg("jasa atau pekerjaan: tenaga dan tempatnya tidak dapat digabung"),
    "unknown": msg("cara belinya belum diketahui"),
}
_FULL_SUITABILITY: Final = 5


@dataclass(frozen=True, slots=True)
class ReadinessPart:
    """One part: ``score`` from 0 to 1 and the sentence that explains it."""

    name: str
    score: float
    sentence: Message


@dataclass(frozen=True, slots=True)
class Readiness:
    """Readiness from 0 to 1: the geometric mean of its parts, so that one part at zero keeps the whole at zero."""

    score: float
    parts: tuple[ReadinessPart, ...]

    @property
    def weakest(self) -> ReadinessPart:
        """What holds it back most."""
        return min(self.parts, key=lambda part: part.score)

    def sentence(self) -> Message:
        """The score and what holds it back."""
        return msg(
            "Kesiapan {score} dari 100; yang paling lemah: {weakest}.",
            score=Count(round(100 * self.score)),
            weakest=self.weakest.sentence,
        )

    def to_json(self, language: str = "id") -> dict[str, Any]:
        return {
            "score": round(self.score, 4),
            "parts": {p.name: {"score": round(p.score, 4), "why": p.sentence.render(language)} for p in self.parts},
        }


def readiness(goods: Sequence[Mapping[str, Any]], cells: Sequence[Mapping[str, Any]], family_key: str) -> Readiness:
    """The readiness of a set of regions.

    Args:
        goods: the rows of ``market.goods`` concerned (one, or those of a family).
        cells: the rows of ``market.cells`` of the members.
        family_key: the commodity family.
    """
    parts = (
        _period(cells),
        _specification(goods, cells),
        _suitability(family_key),
        _regime(goods, cells),
    )
    score = 1.0
    for part in parts:
        score *= max(part.score, 0.0)
    return Readiness(float(score ** (1 / len(parts))), parts)


def readiness_scores(market: Market, sets: Sets) -> Floats:
    """The score of :func:`readiness` of very many sets, each of one good."""
    number = market.cells["good"].to_numpy(np.int64)[sets.rows[sets.starts]]
    goods = market.goods
    priced = (goods["prices_n"] > 0).to_numpy()
    specification = goods["confidence"].to_numpy(float) * np.where(priced, 1.0, 0.5)
    suited = goods["family"].map(lambda key: family(key).suitability / _FULL_SUITABILITY).to_numpy(float)
    of_good = specification * np.maximum(suited, 0.0) * goods["regime"].map(_MARKET).to_numpy(float)
    found: Floats = (np.maximum(_period_scores(market, sets), 0.0) * of_good[number]) ** 0.25
    return found


def _period_scores(market: Market, sets: Sets) -> Floats:
    years, months = (market.cells[name].to_numpy(np.int64)[sets.rows] for name in ("years", "months"))
    sizes = np.diff(np.concatenate([sets.starts, [len(sets.rows)]]))
    at_set = np.repeat(np.arange(len(sets)), sizes)

    def twice(bits: Ints) -> Ints:
        """The bits that two or more members of a set have, for each row of the set."""
        found = np.zeros(len(sets), dtype=np.int64)
        for bit in range(int(np.bitwise_or.reduce(bits)).bit_length()):
            found |= (np.add.reduceat(bits >> bit & 1, sets.starts) > 1).astype(np.int64) << bit
        return found[at_set]

    def total(values: npt.NDArray[Any]) -> Floats:
        return np.bincount(at_set, values, len(sets)).astype(float)

    known = (total(months == 0) == 0) & (sizes >= 2)
    meet = total((years & twice(years)) != 0) / sizes
    every = total(np.bitwise_count(months))
    share = np.divide(total(np.bitwise_count(months & twice(months))), every, out=np.zeros(len(sets)), where=every > 0)
    return np.where(known, np.where(meet > 0, np.minimum(1.0, 0.25 + 1.5 * share) * meet, 0.0), 0.5)


def _period(cells: Sequence[Mapping[str, Any]]) -> ReadinessPart:
    years: dict[str, int] = {}
    months: dict[str, int] = {}
    for cell in cells:
        code = str(cell["region_code"])
        years[code] = years.get(code, 0) | int(cell["years"])
        months[code] = months.get(code, 0) | int(cell["months"])
    known = [code for code in months if months[code]]
    if len(known) < len(months) or len(months) < 2:
        return ReadinessPart("period", 0.5, msg("bulan pembelian tidak diketahui untuk semua daerah"))
    both = [a for a in known if any(a != b and years[a] & years[b] for b in known)]
    if not both:
        return ReadinessPart("period", 0.0, msg("tidak ada tahun anggaran yang sama"))
    shared = total = 0
    for a in known:
        others = 0
        for b in known:
            others |= months[b] if b != a else 0
        shared += (months[a] & others).bit_count()
        total += months[a].bit_count()
    share = shared / total
    return ReadinessPart(
        "period",
        # half of the months in common is already enough to fix one date for all
        min(1.0, 0.25 + 1.5 * share) * len(both) / len(known),
        msg("{share} dari bulan pembelian bertemu dengan bulan daerah lain", share=Share(share, 0)),
    )


def _specification(goods: Sequence[Mapping[str, Any]], cells: Sequence[Mapping[str, Any]]) -> ReadinessPart:
    money = _money(goods, cells)
    total = sum(money) or 1.0
    sure = sum(m * float(g["confidence"]) for m, g in zip(money, goods, strict=True)) / total
    priced = sum(m for m, g in zip(money, goods, strict=True) if g["prices_n"]) / total
    if priced <= 0:
        return ReadinessPart(
            "specification",
            0.5 * sure,
            msg("belum ada harga satuan yang sebanding; keyakinan pencocokan {sure}", sure=Share(sure, 0)),
        )
    return ReadinessPart(
        "specification",
        sure * (0.5 + 0.5 * priced),
        msg(
            "barang dan satuan dasarnya sama dengan keyakinan {sure}; {priced} nilainya punya harga sebanding",
            sure=Share(sure, 0),
            priced=Share(priced, 0),
        ),
    )


def _suitability(key: str) -> ReadinessPart:
    told = family(key)
    return ReadinessPart(
        "suitability",
        told.suitability / _FULL_SUITABILITY,
        msg("kecocokan kelompok {score} dari 5: {reason}", score=Number(told.suitability, 0), reason=told),
    )


def _regime(goods: Sequence[Mapping[str, Any]], cells: Sequence[Mapping[str, Any]]) -> ReadinessPart:
    money = _money(goods, cells)
    total = sum(money) or 1.0
    score = sum(m * _MARKET[str(g["regime"])] for m, g in zip(money, goods, strict=True)) / total
    main = max(zip(money, goods, strict=True), key=lambda pair: pair[0])[1]
    return ReadinessPart("regime", score, _MARKET_TOLD[str(main["regime"])])


def _money(goods: Sequence[Mapping[str, Any]], cells: Sequence[Mapping[str, Any]]) -> list[float]:
    """The members' money by good, in the order of ``goods``."""
    spent: dict[Any, float] = {}
    for cell in cells:
        spent[cell["good"]] = spent.get(cell["good"], 0.0) + float(cell["amount_idr"])
    return [spent.get(g["row"], 0.0) for g in goods]
