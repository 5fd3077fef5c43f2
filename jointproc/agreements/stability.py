"""Would anyone rather leave? Per split rule: in the core or not, in how many draws, who is worst off, what cures it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from jointproc.agreements.coalition import Coalitions, drawn_coalitions
from jointproc.agreements.cost_keys import CostKey
from jointproc.agreements.game import coalitions, shapley
from jointproc.agreements.solutions import aca, core, cure, excesses, nucleolus, tau
from jointproc.agreements.splits import by_share
from jointproc.savings import DRAWS, Market
from jointproc.text import Idr, Message, Share, msg

__all__ = ["Stability", "divide", "divisions", "draws_looked_at", "held_in_draws", "judged"]

Floats = npt.NDArray[np.float64]
# rupiah below which a coalition has no reason to go
_NOTICED_IDR: Final = 1.0
_DRAWS_SMALL: Final = 60
_DRAWS_LARGE: Final = 12
_SMALL: Final = 8


@dataclass(frozen=True, slots=True)
class Stability:
    """How firmly one split holds.

    Attributes:
        in_core: no coalition could have more by leaving, at central values.
        stable_share: share of the draws in which the rule's own division is in the core; NaN until they were looked at.
        worst_coalition: codes of the coalition that is treated worst.
        excess_idr: what it could have more by itself (negative: how much better it is inside).
        payments_idr: payments received that would cure it (negative: paid), by code; empty when nothing needs a cure.
        support_idr: money from outside the cure needs because no division holds by itself.
    """

    in_core: bool
    stable_share: float
    worst_coalition: tuple[str, ...]
    excess_idr: int
    payments_idr: Mapping[str, int]
    support_idr: int
    draws_n: int

    def to_json(self, language: str = "id") -> dict[str, Any]:
        """The keys of ``simulate --json``."""
        return {
            "in_core": self.in_core,
            "stable_share": round(self.stable_share, 4),
            "worst_coalition": list(self.worst_coalition),
            "excess_idr": self.excess_idr,
            "cure": None
            if self.in_core
            else {"payments_idr": dict(self.payments_idr), "support_idr": self.support_idr},
        }

    def sentences(self, names: Mapping[str, str]) -> tuple[Message, ...]:
        """In words: does it hold, who would leave, and what would keep them."""
        who = ", ".join(names.get(c, c) for c in self.worst_coalition)
        if self.in_core and np.isnan(self.stable_share):
            return (msg("Stabil: tidak ada daerah atau kelompok daerah yang lebih untung bila keluar."),)
        if self.in_core:
            return (
                msg(
                    "Stabil: tidak ada daerah atau kelompok daerah yang lebih untung bila keluar; "
                    "tetap demikian dalam {share} dari simulasi.",
                    share=Share(self.stable_share),
                ),
            )
        told = [
            msg(
                "Belum stabil: {who} dapat meraih {more} lebih banyak tanpa yang lain.",
                who=who,
                more=Idr(self.excess_idr),
            )
        ]
        paid = {c: v for c, v in self.payments_idr.items() if v}
        if self.support_idr > _NOTICED_IDR:
            told.append(
                msg(
                    "Tidak ada pembagian yang membuat semua bertahan; diperlukan dukungan dari luar {support}, "
                    "atau peserta dan barang yang lain.",
                    support=Idr(self.support_idr),
                )
            )
        elif paid:
            moved = sum(v for v in paid.values() if v > 0)
            payers = ", ".join(names.get(c, c) for c, v in paid.items() if v < 0)
            takers = ", ".join(names.get(c, c) for c, v in paid.items() if v > 0)
            told.append(
                msg(
                    "Dapat diperbaiki dengan pembayaran {moved} dari {payers} kepada {takers}; uang antar-APBD "
                    "memerlukan bantuan keuangan.",
                    moved=Idr(moved),
                    payers=payers,
                    takers=takers,
                )
            )
        return tuple(told)


# what each split rule gives, from the game, the values of all coalitions and what each member spends
_DIVIDED: Final[Mapping[str, Callable[[Coalitions, Floats, Floats], Floats]]] = {
    "spend": lambda _game, values, spent: by_share(float(values[-1]), spent),
    "equal": lambda _game, values, spent: np.full(len(spent), float(values[-1]) / len(spent)),
    "shapley": lambda _game, values, _spent: shapley(values),
    "own": lambda game, _values, _spent: game.direct(),
    "nucleolus": lambda _game, values, _spent: nucleolus(values),
    "tau": lambda _game, values, _spent: tau(values),
    "aca": lambda _game, values, _spent: aca(values),
}


def divisions(
    game: Coalitions, values: Floats, spent: Floats, rules: Sequence[str] = tuple(_DIVIDED)
) -> dict[str, Floats]:
    """What split rules give each member, in rupiah; each sums to the value of all.

    Args:
        values: of every coalition, shape ``(2**n,)``.
        spent: what each member spends.
    """
    return {rule: divide(rule, game, values, spent) for rule in rules}


def divide(rule: str, game: Coalitions, values: Floats, spent: Floats) -> Floats:
    """What one split rule gives each member; rules that don't look at coalitions need only the last of ``values``."""
    return _DIVIDED[rule](game, values, spent)


def judged(values: Floats, parts: Floats, codes: tuple[str, ...]) -> Stability:
    """How one division holds at central values; the draws are not looked at yet.

    Args:
        values: of every coalition, shape ``(2**n,)``.
        parts: what each member gets, in rupiah.
    """
    lacking = excesses(values, parts)[1:-1] if len(codes) > 1 else np.zeros(0)
    worst = int(np.argmax(lacking)) + 1 if len(lacking) else 0
    most = float(lacking.max()) if len(lacking) else 0.0
    stable = most <= _NOTICED_IDR and float(parts.min()) >= -_NOTICED_IDR
    paid, support = (np.zeros(len(codes)), 0.0) if stable else cure(values, parts)
    return Stability(
        in_core=stable,
        stable_share=np.nan,
        worst_coalition=tuple(c for i, c in enumerate(codes) if worst >> i & 1),
        excess_idr=round(most),
        payments_idr={} if stable else {c: round(float(v)) for c, v in zip(codes, paid, strict=True)},
        support_idr=round(support),
        draws_n=draws_looked_at(len(codes)),
    )


def draws_looked_at(players_n: int) -> int:
    """In how many draws every coalition is valued again."""
    return _DRAWS_SMALL if players_n <= _SMALL else _DRAWS_LARGE


def held_in_draws(
    part: Market,
    codes: tuple[str, ...],
    rules: Sequence[str],
    spent: Floats,
    paid: Mapping[str, Floats] | None = None,
    key: CostKey = "equal",
) -> Iterator[dict[str, int]]:
    """In how many draws each rule's own division is in the core, counted draw by draw.

    Args:
        part: the market of the agreement.
        spent: what each member spends.
        paid: agreed payments that come on top of a rule's division, in rupiah per member.

    Yields:
        The counts so far, once after every draw (:func:`draws_looked_at` times): valuing all coalitions of fourteen
        members takes long enough to show how far it is.
    """
    held = dict.fromkeys(rules, 0)
    member, extra = coalitions(len(codes)), paid or {}
    # spread over the draws, which are ordered by nothing
    numbers = np.linspace(0, DRAWS - 1, draws_looked_at(len(codes))).astype(int).tolist()
    for game in drawn_coalitions(part, codes, numbers, key):
        values = game.values(member)
        for rule in rules:
            if rule == "nucleolus" and rule not in extra:
                # it is in the core exactly when there is one
                held[rule] += not core(values).empty
                continue
            given = _DIVIDED[rule](game, values, spent) + extra.get(rule, 0.0)
            held[rule] += bool(excesses(values, given)[1:].max() <= _NOTICED_IDR)
        yield dict(held)
