"""What one unit costs: the planted truth that the savings model has to find again (or to find absent)."""

from __future__ import annotations

import math
from functools import cache
from typing import Final

from jointproc.sample.dice import Dice
from jointproc.sample.places import Place, cost_level
from jointproc.sample.wares import Ware

__all__ = ["SPOT_SLOPE", "YEARS", "price_idr", "slope"]

YEARS: Final = (2024, 2025, 2026)
SPOT_SLOPE: Final = (-0.11, -0.08, -0.06)  # least, centre, most
_SPOT_SLOPE_SD: Final = 0.015
_EMERGENCY_SLOPE: Final = -0.11
_FRAMEWORK_SLOPE: Final = -0.01
# Around the item: region and good 0.19, order 0.10, seller 0.05, besides the region's own level of 0.10.
_REGION_GOOD_SD: Final = 0.19
_ORDER_SD: Final = 0.10
_SELLER_SD: Final = 0.05
_FRAMEWORK_SD: Final = 0.012
# Surabaya and its industrial ring, where the minimum wage is about twice that of the rest.
_HIGH_WAGE: Final = frozenset({"35.78", "35.15", "35.25", "35.16", "35.14"})
_HIGH_WAGE_FACTOR: Final = 1.75


@cache
def slope(ware: Ware) -> float:
    """d log price / d log quantity of one good."""
    if ware.regime == "spot":
        least, centre, most = SPOT_SLOPE
        return min(max(Dice("slope", ware.key).normal(centre, _SPOT_SLOPE_SD), least), most)
    return {"emergency": _EMERGENCY_SLOPE, "framework": _FRAMEWORK_SLOPE}.get(ware.regime, 0.0)


def price_idr(ware: Ware, place: Place, year: int, month: int, quantity: float, seller: str, dice: Dice) -> int:
    """Price of one unit in whole rupiah; ``dice`` is the order's own stream."""
    if ware.regime == "listed":
        return _listed(ware, year, month, dice)
    if ware.regime == "tariff":
        return _tariff(ware, year, month)
    log = math.log(ware.price_idr) + _drift(ware) * (year - YEARS[0])
    volume = math.log(quantity * ware.price_idr / (ware.order_m * 1e6))
    if ware.regime == "framework":
        own = Dice("framework", ware.key, place.code, str(year)).normal(0, _FRAMEWORK_SD)
        return max(1, round(math.exp(log + own + slope(ware) * volume)))
    if ware.regime == "wage":
        factor = _HIGH_WAGE_FACTOR if place.code in _HIGH_WAGE else 1.0
        raised = math.exp(log + 0.05 * (year - YEARS[0])) * factor
        return _rounded(raised * math.exp(0.5 * cost_level()[place.code] + dice.normal(0, 0.03)), coarse=True)
    log += cost_level()[place.code] + slope(ware) * volume
    log += _scale(ware) * Dice("local", ware.key, place.code).normal(0, _REGION_GOOD_SD)
    log += _scale(ware) * dice.normal(0, _ORDER_SD) + _seller(seller)
    return _rounded(math.exp(log), coarse=True)


def _listed(ware: Ware, year: int, month: int, dice: Dice) -> int:
    """One price for everybody, revised now and then; few orders get a small negotiated discount."""
    log = math.log(ware.price_idr) + _list_drift(ware) * (year - YEARS[0])
    revised = Dice("revision", ware.key, str(year))
    if revised.chance(0.25) and month >= 4 + revised.below(6):
        log += revised.normal(0.0, 0.006)
    price = _rounded(math.exp(log), coarse=False)
    if price >= 2_000 and dice.chance(0.05):
        price = _rounded(price * (1 - dice.uniform(0.005, 0.03)), coarse=False)
    return price


def _tariff(ware: Ware, year: int, month: int) -> int:
    """The published price of the month, the same everywhere."""
    if ware.price_idr == 10_000:  # the one that has not moved
        return ware.price_idr
    return round(ware.price_idr * (1 + Dice("tariff", ware.key, str(year), str(month)).normal(0, 0.02)) / 50) * 50


@cache
def _drift(ware: Ware) -> float:
    return Dice("drift", ware.key).normal(0.025, 0.01)


@cache
def _list_drift(ware: Ware) -> float:
    if ware.price_idr < 1_000:
        return 0.0  # one rupiah more would already be a jump
    return min(max(Dice("drift", ware.key).normal(0.006, 0.006), -0.012), 0.015)


@cache
def _scale(ware: Ware) -> float:
    return Dice("scale", ware.key).uniform(0.8, 1.3)


@cache
def _seller(seller: str) -> float:
    return Dice("seller effect", seller).normal(0, _SELLER_SD)


def _rounded(price: float, *, coarse: bool) -> int:
    """Prices end in round figures, the rounder the dearer; above Rp100 never more than about half a per cent off."""
    step = 10 ** max(0, math.floor(math.log10(price)) - (2 if coarse else 3))
    if coarse and step >= 10:
        step = step if price < 200 * step else step * 5 // 2 if price < 500 * step else step * 5
    return max(1, round(price / step) * step)
