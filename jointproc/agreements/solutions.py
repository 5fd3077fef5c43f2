"""Ways to share the value of a cooperative game besides the Shapley value: nucleolus, tau, ACA; and the core.

A game of *n* players is an array of ``2**n`` values, entry ``S`` for the coalition of the set bits of ``S``; the first
entry is 0. Values are savings: more is better.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog

from jointproc.agreements.game import EXACT_PLAYERS, coalitions
from jointproc.errors import InputError

__all__ = ["Core", "aca", "core", "cure", "excesses", "marginals", "nucleolus", "players_of", "tau"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_TOLERANCE: Final = 1e-9
# many at once: coalitions of one price curve are violated by the dozen and tie; few programmes beat small ones
_ROWS_ADDED: Final = 2_000


def players_of(values: Floats) -> int:
    """How many players a game has.

    Raises:
        InputError: the length is no power of two, or there are more than fourteen players.
    """
    players_n = len(values).bit_length() - 1
    if players_n < 1 or len(values) != 1 << players_n:
        raise InputError("Permainan harus memuat nilai setiap koalisi: 2 pangkat jumlah pemain.")
    if players_n > EXACT_PLAYERS:
        raise InputError("Pembagian yang tepat hanya dihitung sampai 14 pemain.")
    return players_n


def marginals(values: Floats) -> Floats:
    """What each player adds to all the others: ``v(N) - v(N without i)``, its highest claim."""
    players_n = players_of(values)
    everyone = len(values) - 1
    return values[everyone] - values[everyone ^ (1 << np.arange(players_n))]


def tau(values: Floats) -> Floats:
    """The tau value (Tijs 1981): between each player's minimal right and its highest claim, in one proportion."""
    players_n = players_of(values)
    claim = marginals(values)
    member = coalitions(players_n)
    left = values - member @ claim
    right = np.array([left[member[:, i]].max() + claim[i] for i in range(players_n)])
    return _between(right, claim, float(values[-1]))


def aca(values: Floats) -> Floats:
    """Alternate cost avoided, also called SCRB (Straffin & Heaney 1981): between what a player has alone and its
    highest claim, in one proportion."""
    players_n = players_of(values)
    return _between(values[1 << np.arange(players_n)], marginals(values), float(values[-1]))


def _between(low: Floats, high: Floats, total: float) -> Floats:
    room = float((high - low).sum())
    if abs(room) <= _TOLERANCE * max(1.0, np.abs(high).max()):
        return low + (total - low.sum()) / len(low)
    return low + (high - low) * (total - low.sum()) / room


def excesses(values: Floats, part: Floats) -> Floats:
    """What each coalition lacks under a division: ``v(S) - x(S)``, shape ``(2**n,)``."""
    return values - coalitions(players_of(values)) @ part


@dataclass(frozen=True, slots=True)
class Core:
    """Whether any division leaves no coalition with a reason to go.

    Attributes:
        empty: there is none.
        slack: how much more every proper coalition gets than it could have alone, at the best division (negative when
            the core is empty: what it lacks there); 0 for a single player.
        part: such a division.
    """

    empty: bool
    slack: float
    part: Floats


def core(values: Floats) -> Core:
    """The division that treats the worst treated coalition best (least core; Maschler, Peleg & Shapley 1979)."""
    players_n = players_of(values)
    if players_n == 1:
        return Core(False, 0.0, np.array([values[1]]))
    scale = _scale(values)
    part, epsilon, _ = _stage(values / scale, [], [], _starting(players_n), bounds=None)
    return Core(epsilon > 1e-8, -epsilon * scale, part * scale)


def nucleolus(values: Floats) -> Floats:
    """The nucleolus (Schmeidler 1969): the largest excess as small as can be, then the second largest, and on.

    One linear programme (HiGHS) per stage with coalitions generated as they are violated; those whose multiplier is
    positive are tight in every optimum and are held from then on (Maschler, Peleg & Shapley 1979). Among divisions that
    give each player at least what it has alone; where there is none, among all.

    Raises:
        InputError: as :func:`players_of`.
    """
    players_n = players_of(values)
    if players_n == 1:
        return np.array([values[1]])
    scale = _scale(values)
    game = values / scale
    alone = game[1 << np.arange(players_n)]
    bounds = alone if alone.sum() <= game[-1] + _TOLERANCE else None
    fixed: list[int] = [len(game) - 1]
    held: list[float] = [float(game[-1])]
    rows = _starting(players_n)
    part = np.full(players_n, game[-1] / players_n)
    member = coalitions(players_n).astype(float)
    for _ in range(players_n):
        if np.linalg.matrix_rank(member[fixed]) == players_n:
            break
        part, epsilon, tight = _stage(game, fixed, held, rows, bounds)
        fresh = _loose(tight, member, fixed)
        if not fresh:
            break
        for s in fresh:
            if not _spanned(member[[s]], member[fixed])[0]:
                fixed.append(s)
                held.append(float(game[s] - epsilon))
        rows = _loose(rows, member, fixed)
    if np.linalg.matrix_rank(member[fixed]) == players_n:
        part = np.linalg.lstsq(member[fixed], np.array(held), rcond=None)[0]
    return part * scale


def _scale(values: Floats) -> float:
    return float(np.abs(values).max()) or 1.0


def _starting(players_n: int) -> list[int]:
    everyone = (1 << players_n) - 1
    alone = [1 << i for i in range(players_n)]
    return sorted({s for s in (*alone, *(everyone ^ s for s in alone)) if 0 < s < everyone})


def _spanned(rows: Floats, by: Floats) -> npt.NDArray[np.bool_]:
    """Which rows are combinations of others: their excess is settled."""
    basis, values, _ = np.linalg.svd(by.T, full_matrices=False)
    basis = basis[:, values > 1e-9]
    found: npt.NDArray[np.bool_] = np.abs(rows - (rows @ basis) @ basis.T).max(axis=1) < 1e-9
    return found


def _loose(rows: list[int], member: Floats, fixed: list[int]) -> list[int]:
    """Those of some coalitions whose excess is not settled yet."""
    settled = _spanned(member[rows], member[fixed])
    return [s for s, done in zip(rows, settled, strict=True) if not done]


def _stage(
    game: Floats, fixed: list[int], held: list[float], rows: list[int], bounds: Floats | None
) -> tuple[Floats, float, list[int]]:
    """The least largest excess of the open coalitions; ``rows`` grows by the coalitions that were violated.

    Returns:
        The division, that excess, and the open coalitions that are tight in every optimum.
    """
    players_n = len(game).bit_length() - 1
    member = coalitions(players_n).astype(float)
    settled = fixed or [len(game) - 1]
    equal = held or [float(game[-1])]
    open_ones = np.ones(len(game), dtype=bool)
    open_ones[0] = open_ones[-1] = False
    candidates = np.flatnonzero(open_ones)
    open_ones[candidates[_spanned(member[candidates], member[settled])]] = False
    rows[:] = [s for s in rows if open_ones[s]] or [int(np.flatnonzero(open_ones)[0])]
    cost = np.zeros(players_n + 1)
    cost[-1] = 1.0
    limits = [(None if bounds is None else float(bounds[i]) - 1e-12, None) for i in range(players_n)]
    while True:
        found = linprog(
            cost,
            A_ub=np.column_stack([-member[rows], -np.ones(len(rows))]),
            b_ub=-game[rows],
            A_eq=np.column_stack([member[settled], np.zeros(len(settled))]),
            b_eq=np.array(equal),
            bounds=[*limits, (None, None)],
            method="highs",
            options={"presolve": False},
        )
        if found.status != 0:
            raise InputError("Permainan ini tidak dapat dibagi: nilainya tidak wajar.")
        part, epsilon = found.x[:-1], float(found.x[-1])
        lacking = game - member @ part - epsilon
        lacking[~open_ones] = -np.inf
        worst = np.flatnonzero(lacking > 1e-9)
        if not len(worst):
            multiplier = -np.asarray(found.ineqlin.marginals)
            tight = [rows[i] for i in np.flatnonzero(multiplier > 1e-9)]
            return part, epsilon, tight
        order = worst[np.argsort(-lacking[worst], kind="stable")][:_ROWS_ADDED]
        rows.extend(int(s) for s in order)


def cure(values: Floats, part: Floats) -> tuple[Floats, float]:
    """The cheapest payments between players after which no coalition has a reason to go.

    Returns:
        Payments received by each player (they sum to the support) and the support from outside that is needed because
        the core is empty (0 otherwise). The money that changes hands is least.
    """
    players_n = players_of(values)
    if players_n == 1:
        return np.zeros(1), 0.0
    scale = _scale(values)
    game, x = values / scale, part / scale
    member = coalitions(players_n).astype(float)
    lacking = game - member @ x
    rows = [s for s in range(1, len(game)) if lacking[s] > 1e-10] or [len(game) - 1]
    dear = 1e3  # support from outside only where payments between players can't do it
    # received, paid, support
    cost = np.concatenate([np.ones(2 * players_n), [dear]])
    balance = np.concatenate([np.ones(players_n), -np.ones(players_n), [-1.0]])[None, :]
    while True:
        found = linprog(
            cost,
            A_ub=np.column_stack([-member[rows], member[rows], np.zeros(len(rows))]),
            b_ub=-lacking[rows],
            A_eq=balance,
            b_eq=[0.0],
            bounds=[(0, None)] * (2 * players_n + 1),
            method="highs",
        )
        if found.status != 0:
            raise InputError("Permainan ini tidak dapat dibagi: nilainya tidak wajar.")
        paid = found.x[:players_n] - found.x[players_n:-1]
        short = lacking - member @ paid
        worst = np.flatnonzero(short > 1e-9)
        worst = worst[~np.isin(worst, rows)]
        if not len(worst):
            return paid * scale, float(found.x[-1]) * scale
        rows.extend(int(s) for s in worst[np.argsort(-short[worst], kind="stable")][:_ROWS_ADDED])
