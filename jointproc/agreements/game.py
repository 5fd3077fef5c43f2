"""Cooperative games: the Shapley value, exact to fourteen players and sampled above.

A game of *n* players is an array of ``2**n`` values: entry ``S`` belongs to the coalition whose members are the set
bits of ``S`` (bit 0 is the first player).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import comb
from typing import Final

import numpy as np
import numpy.typing as npt

from jointproc.errors import InputError

__all__ = ["EXACT_PLAYERS", "coalitions", "sampled_shapley", "shapley"]

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
EXACT_PLAYERS: Final = 14
_SEED: Final = 20261124


def coalitions(players_n: int) -> Bools:
    """Membership of every coalition, shape ``(2**n, n)``."""
    masks = np.arange(1 << players_n, dtype=np.int64)
    found: Bools = (masks[:, None] >> np.arange(players_n)) & 1 == 1
    return found


def shapley(values: Floats) -> Floats:
    """The exact Shapley value (Shapley 1953): what a player adds, averaged over all orders of arrival.

    Args:
        values: shape ``(..., 2**n)``; the value of the empty coalition comes first.

    Returns:
        shape ``(..., n)``; sums to the value of all minus that of none.

    Raises:
        InputError: the length is no power of two, or there are more than fourteen players.
    """
    size = values.shape[-1]
    players_n = size.bit_length() - 1
    if players_n < 1 or size != 1 << players_n:
        raise InputError("Permainan harus memuat nilai setiap koalisi: 2 pangkat jumlah pemain.")
    if players_n > EXACT_PLAYERS:
        raise InputError("Nilai Shapley yang tepat hanya dihitung sampai 14 pemain; di atas itu dengan sampel.")
    found: Floats = values @ _arrivals(players_n)
    return found


@lru_cache(maxsize=EXACT_PLAYERS)
def _arrivals(players_n: int) -> Floats:
    """How often a coalition's value is gained (and lost, negative) when each player arrives, shape ``(2**n, n)``."""
    member = coalitions(players_n)
    size = member.sum(axis=1)[:, None]
    weight = np.array([1 / (players_n * comb(players_n - 1, s)) for s in range(players_n)])
    gained, lost = weight[np.maximum(size - 1, 0)], weight[np.minimum(size, players_n - 1)]
    found: Floats = np.where(member, gained, -lost)
    found.flags.writeable = False
    return found


def sampled_shapley(value_of: Callable[[Bools], Floats], players_n: int, orders_n: int = 400) -> tuple[Floats, Floats]:
    """The Shapley value from seeded random orders, each with its reverse.

    Args:
        value_of: values of coalitions given as membership rows ``(k, n)``.
        orders_n: pairs of orders drawn.

    Returns:
        ``value, standard error``, each of shape ``(n,)``; the values sum exactly to the value of all.
    """
    generator = np.random.Generator(np.random.PCG64(_SEED))
    pairs = np.empty((orders_n, players_n))
    nobody = float(value_of(np.zeros((1, players_n), dtype=bool))[0])
    for pair in range(orders_n):
        order = generator.permutation(players_n)
        added = np.zeros(players_n)
        for arrival in (order, order[::-1]):
            joined = np.zeros((players_n, players_n), dtype=bool)
            for position, player in enumerate(arrival):
                joined[position:, player] = True
            reached = value_of(joined)
            added[arrival] += np.diff(reached, prepend=nobody) / 2
        pairs[pair] = added
    error = pairs.std(axis=0, ddof=1) / np.sqrt(orders_n) if orders_n > 1 else np.full(players_n, np.inf)
    return pairs.mean(axis=0), error
