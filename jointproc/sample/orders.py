"""Who buys how much of what, when: the lines before they are written down."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Final

from jointproc.sample.dice import Dice
from jointproc.sample.places import PLACES, Place
from jointproc.sample.prices import YEARS, price_idr
from jointproc.sample.wares import Ware, wares

__all__ = ["AS_OF", "Line", "lines"]

# The day the sample is "taken": what lies after it in 2026 is still a plan.
AS_OF: Final = date(2026, 10, 31)
_UNDER_WAY: Final = date(2026, 8, 15)
_CATALOGUE_MONTHS: Final = (4, 8, 11, 11, 9, 7, 7, 10, 10, 9, 7, 4)
_TENDER_MONTHS: Final = (1, 9, 14, 14, 11, 4, 4, 10, 12, 10, 6, 2)
_EVERY_MONTH: Final = (1,) * 12
_VALUE_SD: Final = 0.75
_VALUE_MOST: Final = 1.6  # no order is more than five times the usual one
_VALUE_BY_PEOPLE: Final = 0.75
_LINES_BY_PEOPLE: Final = 0.22
_DIRECT_LIMIT_IDR: Final = 200_000_000
_ONLINE_LIMIT_IDR: Final = 50_000_000
_ONLINE: Final = frozenset({"atk", "toner", "mamin", "cetak", "elektronik", "laptop", "cctv"})
# West Kalimantan 2022: 42 % of orders, 8.2 % of the goods at the median, growing with value to the power 0.84.
_SHIPPED: Final = 0.42
_SHIPPING_MEDIAN: Final = 0.082
_SHIPPING_POWER: Final = 0.84
_SHIPPING_SD: Final = 0.95
_SHIPPING_AT_IDR: Final = 165_000_000
_SHIPPING_MOST: Final = 0.45


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an order. ``halves`` is twice the quantity, so that half litres stay exact.

    ``flaw`` names what was spoilt on purpose (empty: nothing) and ``told`` what the file says instead, by column.
    """

    place: Place
    office: str
    ware: Ware
    day: date
    halves: int
    price_idr: int
    seller: str
    stage: str
    method: str = ""
    order: str = ""
    shipping_idr: int = 0
    flaw: str = ""
    told: dict[str, str] = field(default_factory=dict)

    @property
    def quantity(self) -> Decimal:
        return Decimal(self.halves) / 2

    @property
    def goods_idr(self) -> int:
        whole, odd = divmod(self.halves * self.price_idr, 2)
        if odd:
            raise ValueError(f"half a rupiah in {self.ware.key}")
        return whole

    @property
    def total_idr(self) -> int:
        return self.goods_idr + self.shipping_idr


def lines() -> list[Line]:
    """All lines, whole and clean, sorted as the files are: region, day, order, good."""
    drawn = [line for place in PLACES for ware in wares() for line in _of(place, ware)]
    drawn.sort(key=lambda line: (*_order_key(line), line.ware.key))
    whole: list[Line] = []
    numbers = {True: itertools.count(1), False: itertools.count(1)}
    for _, group in itertools.groupby(drawn, key=_order_key):
        order = list(group)
        catalogue = order[0].ware.in_catalogue
        prefix = "EK" if catalogue else "RUP" if order[0].stage == "rencana" else "BL"
        name = f"{prefix}-{order[0].day:%y}-{next(numbers[catalogue]):06d}"
        value = sum(line.goods_idr for line in order)
        method = _method(order[0], value)
        fees = _shipping(order, name, method)
        whole += [
            replace(line, order=name, method=method, shipping_idr=fee) for line, fee in zip(order, fees, strict=True)
        ]
    return whole


def _order_key(line: Line) -> tuple[object, ...]:
    return (line.place.code, line.day, line.office, line.ware.family, line.ware.regime, line.seller)


def _of(place: Place, ware: Ware) -> Iterator[Line]:
    """The lines of one region for one good. A region that does not use a good never buys it."""
    trade = ware.trade
    size = place.people_m
    reach = ware.reach * min(max((size / 0.4) ** 0.25, 0.6), 1.0) * (trade.kota if place.is_kota else 1.0)
    taste = Dice("taste", place.code, ware.key)
    if not taste.chance(min(reach, 0.98)):
        return
    need = min(max(taste.normal(0, 0.35), -0.7), 0.7)
    for year in YEARS:
        dice = Dice("order", place.code, ware.key, str(year))
        if not dice.chance(0.93):
            continue
        mean = max(trade.lines * size**_LINES_BY_PEOPLE, 1.0)
        days = _days(place.code, ware.family, ware.regime, year)
        for day in dice.some(days, min(1 + dice.poisson(mean - 1), len(days))):
            late = day > AS_OF
            if late and ware.in_catalogue:
                continue
            mood = min(max(dice.normal(0, _VALUE_SD), -_VALUE_MOST), _VALUE_MOST)
            value = ware.order_m * 1e6 * size**_VALUE_BY_PEOPLE * place.purse * math.exp(need + mood)
            halves = _halves(ware, value / ware.price_idr, dice)
            office = ware.office or Dice("office", place.code, ware.family, str(day)).pick(trade.offices)
            seller = _seller(place, ware, day)
            yield Line(
                place,
                office,
                ware,
                day,
                halves,
                price_idr(ware, place, year, day.month, halves / 2, seller, dice),
                "" if late else seller,
                "rencana" if late else "kontrak" if day >= _UNDER_WAY else "terkirim",
            )


@cache
def _days(code: str, family: str, regime: str, year: int) -> tuple[date, ...]:
    """The working days on which a region buys goods of a family in one year."""
    dice = Dice("days", code, family, regime, str(year))
    often = regime in ("tariff", "flat")
    catalogue = regime in ("listed", "framework")
    months = _EVERY_MONTH if often else _CATALOGUE_MONTHS if catalogue else _TENDER_MONTHS
    found: set[date] = set()
    while len(found) < (12 if often else 5 if catalogue else 6):
        day = date(year, dice.pick(range(1, 13), months), 1 + dice.below(28))
        found.add(day - timedelta(days=max(0, day.weekday() - 4)))
    return tuple(sorted(day for day in found if day.year == year))


def _seller(place: Place, ware: Ware, day: date) -> str:
    """Invented names that nobody can mistake for a real firm."""
    trade = ware.trade
    if ware.in_catalogue:
        return f"PT Contoh {trade.sector} {1 + Dice('maker', ware.key).below(trade.sellers):02d}"
    dice = Dice("seller", place.code, ware.family, str(day))
    number = 1 + dice.below(trade.sellers)
    if dice.chance(0.2):
        return f"PT Contoh {trade.sector} Jatim {number}"
    return f"CV Contoh {trade.sector} {'Kota ' if place.is_kota else ''}{place.name} {number}"


def _halves(ware: Ware, wanted: float, dice: Dice) -> int:
    """Twice the quantity, in the round figures people order in."""
    if ware.unit == "liter" or ware.key.startswith("Aspal curah"):
        return max(2, round(wanted * 2)) if dice.chance(0.5) else max(2, 2 * round(wanted))
    if ware.unit in ("tablet", "kapsul", "kaplet"):
        return 2 * max(100, round(wanted / 100) * 100 if wanted < 20_000 else round(wanted / 1000) * 1000)
    step = 1 if wanted < 100 else 10 if wanted < 1_000 else 100 if wanted < 20_000 else 1_000
    return 2 * max(1, round(wanted / step) * step)


def _method(line: Line, value: int) -> str:
    regime, family = line.ware.regime, line.ware.family
    if regime == "listed":
        return "E-Purchasing"
    if regime == "framework":
        return "E-Purchasing Kontrak Payung"
    if regime == "untold":
        return ""
    if regime == "emergency":
        return "Pengadaan Darurat"
    if regime == "tariff":
        return "Penunjukan Langsung"
    dice = Dice("method", line.place.code, family, str(line.day))
    if value < _ONLINE_LIMIT_IDR and family in _ONLINE and dice.chance(0.45):
        return "Toko Daring"
    return "Pengadaan Langsung" if value < _DIRECT_LIMIT_IDR else "Tender"


def _shipping(order: list[Line], name: str, method: str) -> list[int]:
    """Shipping of an order, shared over its lines by value."""
    value = sum(line.goods_idr for line in order)
    dice = Dice("shipping", name)
    if method == "Toko Daring":
        share = dice.uniform(0.01, 0.05) if dice.chance(0.3) else 0.0
    elif order[0].ware.in_catalogue and dice.chance(_SHIPPED):
        share = _SHIPPING_MEDIAN * (value / _SHIPPING_AT_IDR) ** (_SHIPPING_POWER - 1)
        share = min(share * math.exp(dice.normal(0, _SHIPPING_SD)), _SHIPPING_MOST)
    else:
        share = 0.0
    fee = round(value * share / 1000) * 1000
    parts = [fee * line.goods_idr // value // 1000 * 1000 for line in order]
    parts[-1] += fee - sum(parts)
    return parts
