"""The table's vote: weights and quota of a decision rule, and the power that comes with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from jointproc.agreements.voting import Power, power
from jointproc.text import Count, Message, msg

__all__ = ["DECISION_RULES", "Decision", "decide"]

DECISION_RULES: Final = ("consensus", "majority", "weighted", "qualified")
# no member alone may hold more than this share of weighted votes
CAP: Final = 0.4
_TWO_THIRDS: Final = 2.0 / 3.0
_VOTES: Final = 100


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision rule at work; figures in the order of ``codes``."""

    rule: str
    codes: tuple[str, ...]
    quota: float
    weights: tuple[float, ...]
    power: Power

    def to_json(self) -> dict[str, Any]:
        """The keys of ``simulate --json``."""
        by_code = dict(zip(self.codes, self.weights, strict=True))
        return {
            "rule": self.rule,
            "quota": self.quota,
            "weights": by_code,
            "banzhaf": {c: float(v) for c, v in zip(self.codes, self.power.banzhaf, strict=True)},
            "shapley_shubik": {c: float(v) for c, v in zip(self.codes, self.power.shapley_shubik, strict=True)},
            "veto": [self.codes[i] for i in self.power.veto],
            "dummies": [self.codes[i] for i in self.power.dummies],
            "blocking_n": self.power.blocking_n,
        }

    def sentences(self, names: Mapping[str, str]) -> tuple[Message, ...]:
        """In words: what is needed, who can block, and who has a seat but no power."""
        told = [
            {
                "consensus": msg("Musyawarah mufakat: setiap daerah harus setuju, jadi setiap daerah dapat menahan."),
                "majority": msg("Suara terbanyak: satu daerah satu suara, diperlukan lebih dari separuh."),
                "weighted": msg(
                    "Suara berbobot menurut belanja, paling banyak 40% untuk satu daerah; diperlukan lebih dari "
                    "separuh bobot."
                ),
                "qualified": msg("Dua pertiga: satu daerah satu suara, diperlukan sedikitnya dua pertiga."),
            }[self.rule],
        ]
        if self.power.blocking_n > 1:
            told.append(
                msg("Paling sedikit {n} daerah bersama-sama dapat menahan keputusan.", n=Count(self.power.blocking_n))
            )
        elif self.rule != "consensus":
            told.append(msg("Satu daerah saja sudah dapat menahan keputusan."))
        if self.power.veto and self.rule != "consensus":
            who = ", ".join(names.get(self.codes[i], self.codes[i]) for i in self.power.veto)
            told.append(msg("Tanpa {who} tidak ada keputusan.", who=who))
        if self.power.dummies:
            who = ", ".join(names.get(self.codes[i], self.codes[i]) for i in self.power.dummies)
            told.append(msg("{who} duduk di meja tetapi suaranya tidak pernah menentukan.", who=who))
        told.append(msg("Atas APBD sendiri setiap daerah selalu memutuskan sendiri."))
        return tuple(told)


def decide(rule: str, codes: Sequence[str], spent: Sequence[float]) -> Decision:
    """The vote of the members under a rule.

    Args:
        rule: ``consensus``, ``majority``, ``weighted`` (by spend, capped) or ``qualified`` (two thirds).
        spent: what each member spends, for weighted votes.
    """
    n = len(codes)
    weights = np.ones(n)
    quota = float(n)
    if rule == "majority":
        quota = float(n // 2 + 1)
    elif rule == "qualified":
        quota = float(np.ceil(_TWO_THIRDS * n - 1e-9))
    elif rule == "weighted":
        weights = _weights(np.asarray(spent, dtype=float))
        quota = float(weights.sum() // 2 + 1)
    return Decision(rule, tuple(codes), quota, tuple(float(w) for w in weights), power(quota, weights.tolist()))


def _weights(spent: np.ndarray) -> np.ndarray:
    """A hundred votes by spend, no more than the cap for one member (unless fewer than three sit at the table)."""
    n = len(spent)
    share = spent / spent.sum() if spent.sum() > 0 else np.full(n, 1 / n)
    cap = max(CAP, 1.0 / n)
    for _ in range(n):
        over = share > cap + 1e-12
        if not over.any():
            break
        rest = ~over & (share < cap)
        excess = float((share[over] - cap).sum())
        share = np.where(over, cap, share)
        if not rest.any():
            break
        base = share[rest].sum()
        share[rest] += excess * (share[rest] / base if base > 0 else 1.0 / rest.sum())
    votes = np.floor(share * _VOTES + 1e-9)
    order = np.argsort(-(share * _VOTES - votes), kind="stable")
    for i in order[: max(_VOTES - int(votes.sum()), 0)]:
        votes[i] += 1
    return np.maximum(votes, 1.0)
