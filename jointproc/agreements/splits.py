"""Split rules: who gets what part of the net saving, to the rupiah."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from jointproc.text import Message, msg

__all__ = ["SPLIT_LABELS", "SPLIT_RULES", "by_share", "rule_sentence", "whole_rupiah"]

Floats = npt.NDArray[np.float64]
# "own": each keeps what is saved on its own volume, and no budget pays another
SPLIT_RULES: Final = ("spend", "equal", "shapley", "own", "nucleolus", "tau", "aca")


def by_share(total: float, weights: Floats) -> Floats:
    """``total`` in proportion to ``weights``; equally when they are all zero."""
    weight = weights / weights.sum() if weights.sum() > 0 else np.full(len(weights), 1 / len(weights))
    found: Floats = total * weight
    return found


def whole_rupiah(parts: Floats, total: int) -> list[int]:
    """Parts rounded to whole rupiah that sum to ``total`` exactly (largest remainder; ties to the first member).

    Parts that do not sum to ``total`` are first moved by the same amount each.
    """
    if not len(parts):
        return []
    moved = parts + (total - parts.sum()) / len(parts)
    floor = np.floor(moved)
    missing = round(total - floor.sum())
    order = np.lexsort((np.arange(len(parts)), -(moved - floor)))
    found = [int(v) for v in floor]
    # rounding of very large figures may leave more than one rupiah a head: go round again until it fits
    step = 1 if missing >= 0 else -1
    for turn in range(abs(missing)):
        found[int(order[turn % len(order)])] += step
    return found


SPLIT_LABELS: Final[Mapping[str, Message]] = {
    "spend": msg("Belanja"),
    "equal": msg("Sama rata"),
    "shapley": msg("Shapley"),
    "own": msg("Volume sendiri"),
    "nucleolus": msg("Nukleolus"),
    "tau": msg("Nilai tau"),
    "aca": msg("Biaya terhindar (ACA)"),
}


def rule_sentence(rule: str) -> Message:
    """What a split rule does, in one sentence."""
    told: Mapping[str, Message] = {
        "spend": msg("Menurut belanja: setiap daerah mendapat bagian sebanding dengan belanjanya."),
        "equal": msg("Sama rata: setiap daerah mendapat bagian yang sama."),
        "shapley": msg("Shapley: setiap daerah mendapat rata-rata dari apa yang ditambahkan kehadirannya."),
        "own": msg(
            "Volume sendiri: setiap daerah menyimpan penghematan atas belanjanya sendiri; tidak ada uang berpindah "
            "antar-APBD."
        ),
        "nucleolus": msg("Nukleolus: kerugian kelompok daerah yang paling dirugikan dibuat sekecil mungkin."),
        "tau": msg("Nilai tau: di antara hak terkecil dan tuntutan terbesar setiap daerah, dengan satu perbandingan."),
        "aca": msg(
            "Biaya terhindar: di antara yang dapat diraih sendiri dan yang ditambahkan kehadirannya, dengan satu "
            "perbandingan."
        ),
    }
    return told[rule]
