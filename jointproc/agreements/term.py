"""An agreement over its years: what each member has year by year, when it pays off, and what is left after an exit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from jointproc.agreements.scenario import Scenario
from jointproc.agreements.simulation import Simulation
from jointproc.savings import Band, bands
from jointproc.text import Count, Idr, Message, msg

__all__ = ["Exit", "Term", "over_years", "volume_and_price"]

Floats = npt.NDArray[np.float64]
# below this a total counts as nothing: rounding of the parts
_NOTICED_IDR: Final = 1.0


@dataclass(frozen=True, slots=True)
class Exit:
    """A member leaves at the end of a year.

    Attributes:
        rest_idr: what the others save in the years that remain, without it.
        change_idr: that, less what they would have had with it.
        leaver_alone_idr: what the one who leaves can still save by itself in those years.
    """

    year: int
    code: str
    rest_idr: int
    change_idr: int
    leaver_alone_idr: int

    def to_json(self) -> dict[str, Any]:
        """The keys of ``simulate --json``."""
        return {
            "year": self.year,
            "code": self.code,
            "rest_idr": self.rest_idr,
            "change_idr": self.change_idr,
            "leaver_alone_idr": self.leaver_alone_idr,
        }


@dataclass(frozen=True)
class Term:
    """Cash over the term: savings against today's prices, less the costs of the agreement.

    Attributes:
        scale: volume × price of each year against the data's yearly average, shape ``(years,)``.
        yearly, cumulative: band of each member and year, by code.
        total, total_cumulative: the same for all members together.
        npv: present value of each member's cash; ``npv_total`` of all, ``npv_alone`` of what all could have alone.
        break_even_year: first year from which cumulative cash stays at or above zero; missing when there is none.
    """

    codes: tuple[str, ...]
    scale: tuple[float, ...]
    yearly: Mapping[str, tuple[Band, ...]]
    cumulative: Mapping[str, tuple[Band, ...]]
    total: tuple[Band, ...]
    total_cumulative: tuple[Band, ...]
    npv: Mapping[str, Band]
    npv_total: Band
    npv_alone: int
    break_even_year: int | None
    break_even_by_code: Mapping[str, int | None]
    exits: tuple[Exit, ...]
    discount_rate: float
    years_n: int

    def to_json(self) -> dict[str, Any]:
        """The keys ``cash, npv, break_even_year, exits`` of ``simulate --json``."""
        return {
            "cash": [
                {
                    "year": year + 1,
                    "code": code,
                    **_whole(self.yearly[code][year]),
                    "cumulative": _whole(self.cumulative[code][year]),
                }
                for year in range(len(self.scale))
                for code in self.codes
            ],
            "npv": {
                "total": _whole(self.npv_total),
                "members": {code: _whole(self.npv[code]) for code in self.codes},
                "alone_idr": self.npv_alone,
                "discount_rate": self.discount_rate,
            },
            "break_even_year": self.break_even_year,
            "break_even": dict(self.break_even_by_code),
            "exits": [one.to_json() for one in self.exits],
        }

    def sentences(self, names: Mapping[str, str]) -> tuple[Message, ...]:
        """The term in words, the answer first."""
        last = self.total_cumulative[-1]
        told = [
            msg(
                "Dalam {years} tahun: sekurang-kurangnya {low}, kemungkinan {likely}; nilai kini {npv}.",
                years=Count(len(self.scale)),
                low=Idr(last.p10),
                likely=Idr(last.p50),
                npv=Idr(self.npv_total.p50),
            )
        ]
        if self.break_even_year is None:
            told.append(msg("Dalam jangka ini biaya kesepakatan belum kembali."))
        elif self.break_even_year > 1:
            told.append(msg("Biaya kesepakatan kembali pada tahun ke-{year}.", year=self.break_even_year))
        if self.npv_total.p50 <= self.npv_alone:
            told.append(
                msg(
                    "Tanpa kesepakatan nilai kininya {alone}: bergabung belum menambah apa pun.",
                    alone=Idr(self.npv_alone),
                )
            )
        if self.exits:
            worst = min(self.exits, key=lambda one: (one.change_idr, one.year, one.code))
            if worst.change_idr < 0:
                told.append(
                    msg(
                        "Yang paling terasa bila keluar ialah {name}: setelah tahun ke-{year} yang lain kehilangan "
                        "{less} dan masih menghemat {rest}.",
                        name=names.get(worst.code, worst.code),
                        year=worst.year,
                        less=Idr(-worst.change_idr),
                        rest=Idr(worst.rest_idr),
                    )
                )
        told.append(msg("Pergantian kepala daerah tidak mengakhiri kerja sama (PP 28/2018 Pasal 9 ayat (2))."))
        if self.years_n > 1:
            told.append(
                msg("Satu tahun ialah rata-rata dari {n} tahun anggaran dalam data.", n=Count(self.years_n)),
            )
        return tuple(told)


def _whole(band: Band) -> dict[str, int]:
    return {k: round(v) for k, v in band.to_json().items()}


def volume_and_price(scenario: Scenario) -> Floats:
    """Volume bought together × price level of each year against today, shape ``(years,)``.

    The last share of ``ramp_up`` stays to the end; growth begins in the second year.
    """
    years = scenario.term_years
    ramp = [*scenario.ramp_up, *([scenario.ramp_up[-1] if scenario.ramp_up else 1.0] * years)][:years]
    grown = ((1 + scenario.volume_growth) * (1 + scenario.price_growth)) ** np.arange(years)
    found: Floats = np.asarray(ramp) * grown
    return found


def over_years(found: Simulation) -> Term:
    """The cash of a simulated agreement over its term.

    Every year repeats the yearly average of the data, scaled by ramp-up and growth; the fixed cost of the agreement
    falls in the first year, each member's coordination every year. With one year of data, a term of one year and no
    ramp-up the cash equals the simulation's saving.
    """
    scenario, codes = found.scenario, found.scenario.codes
    years = scenario.term_years
    scale = volume_and_price(scenario) / found.years_n
    recurring, once = np.ones(years), np.zeros(years)
    once[0] = 1.0
    common = found.game.common[:, None]

    def cash(part: Floats, member: Floats, fixed: Floats) -> Floats:
        """Shape ``(members, years, draws)`` from parts ``(members, draws)`` and costs ``(draws,)``."""
        gross = part + member + common * fixed
        spread_out: Floats = (
            gross[:, None, :] * scale[None, :, None]
            - member * recurring[None, :, None]
            - (common * fixed)[:, None, :] * once[None, :, None]
        )
        return spread_out

    drawn = cash(found.member_draws, found.drawn.member, found.drawn.fixed)
    part = np.array([[m.saving_idr.p50] for m in found.members])
    middle = cash(part, np.array([found.game.member]), np.array([found.game.fixed]))
    rate = (1 + scenario.discount_rate) ** -np.arange(1.0, years + 1)

    yearly, cumulative = {}, {}
    drawn_sum, middle_sum = drawn.cumsum(axis=1), middle.cumsum(axis=1)
    worth, worth_middle = np.einsum("myd,y->md", drawn, rate), np.einsum("myd,y->md", middle, rate)
    for i, code in enumerate(codes):
        yearly[code] = tuple(bands(middle[i, :, 0], drawn[i]))
        cumulative[code] = tuple(bands(middle_sum[i, :, 0], drawn_sum[i]))
    npv = dict(zip(codes, bands(worth_middle[:, 0], worth), strict=True))
    alone = np.maximum(found.game.alone(), 0.0)
    # by itself a region starts at once: ramp-up is the agreement's
    growth = ((1 + scenario.volume_growth) * (1 + scenario.price_growth)) ** np.arange(years) / found.years_n
    return Term(
        codes=codes,
        scale=tuple(float(v) for v in scale * found.years_n),
        yearly=yearly,
        cumulative=cumulative,
        total=tuple(bands(middle.sum(axis=0)[:, 0], drawn.sum(axis=0))),
        total_cumulative=tuple(bands(middle_sum.sum(axis=0)[:, 0], drawn_sum.sum(axis=0))),
        npv=npv,
        npv_total=bands(worth_middle.sum(axis=0), worth.sum(axis=0)[None, :])[0],
        npv_alone=round(float(alone.sum() * (growth * rate).sum())),
        break_even_year=_stays_above(middle_sum.sum(axis=0)[:, 0]),
        break_even_by_code={code: _stays_above(middle_sum[i, :, 0]) for i, code in enumerate(codes)},
        exits=_exits(found, scale, growth, middle[:, :, 0], alone),
        discount_rate=scenario.discount_rate,
        years_n=found.years_n,
    )


def _stays_above(cumulative: Floats) -> int | None:
    below = np.flatnonzero(cumulative < -_NOTICED_IDR)
    first = int(below[-1]) + 2 if len(below) else 1
    return first if first <= len(cumulative) else None


def _exits(found: Simulation, scale: Floats, growth: Floats, middle: Floats, alone: Floats) -> tuple[Exit, ...]:
    codes, game = found.scenario.codes, found.game
    n, years = len(codes), len(scale)
    if years < 2:
        return ()
    left = game.values(~np.eye(n, dtype=bool))
    # the agreement is already written: without the leaver only the members' own coordination goes on
    together = n - 1 > 1
    running = game.member * (n - 1) if together else 0.0
    gross = left + running + (game.fixed if together else 0.0)
    done = []
    for year in range(1, years):
        remaining = slice(year, years)
        with_it = middle[:, remaining].sum(axis=1)
        for i, code in enumerate(codes):
            after = (scale if together else growth)[remaining].sum()
            rest = float(gross[i] * after - running * (years - year))
            done.append(
                Exit(
                    year,
                    code,
                    round(rest),
                    round(rest - float(with_it.sum() - with_it[i])),
                    round(float(alone[i] * growth[remaining].sum())),
                )
            )
    return tuple(done)
