"""Does a paper that was made earlier still say what its scenario and its data say now?"""

from __future__ import annotations

import hashlib
import json

from jointproc.papers.identity import identity_of, scenario_hash
from jointproc.papers.paper import Paper
from jointproc.text import Message, msg
from jointproc.workspace import BuiltPaper

__all__ = ["data_hash", "outdated"]


def data_hash(paper: Paper) -> str:
    """Of the datasets a paper rests on: which files, and how many lines of each were accepted."""
    told = sorted((d.dataset_id, d.sha256, d.rows_n) for d in paper.datasets)
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]


def outdated(built: BuiltPaper, newest: int, now: Paper | None) -> Message | None:
    """Why a paper is out of date; ``None`` while it holds.

    Args:
        newest: the scenario's newest version in the workspace, 0 when it was never saved.
        now: the scenario's version it was made from, computed from today's data; ``None`` when that can't be done.
    """
    if newest > built.version:
        return msg("ada versi {n}", n=str(newest))
    if now is None:
        return msg("datanya tidak dapat dihitung lagi")
    if now.scenario.version != built.version:
        return None
    if scenario_hash(now.scenario) != built.scenario_hash:
        return msg("isi skenario berubah")
    if data_hash(now) != built.data_hash:
        return msg("datanya berubah")
    if identity_of(now, built.kind).figures_hash != built.figures_hash:
        return msg("angkanya berubah karena putusan atau asumsi baru")
    return None
