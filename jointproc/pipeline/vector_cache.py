"""Vectors of goods kept beside the warehouse, so that a new file does not have every old good read again.

A cache and nothing more: what is missing, damaged or of another lexicon is made anew.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from scipy.sparse import csr_matrix

from jointproc.goods.candidates import Vectors, stacked, vectors
from jointproc.goods.item import Item
from jointproc.goods.lexicon import lexicon

__all__ = ["vectors_of"]

_FILE: Final = "goods.vectors.npz"
_FEWEST: Final = 2_000


def vectors_of(home: Path, ids: Sequence[str], item: Callable[[int], Item]) -> Vectors:
    """Vectors of goods in the order of ``ids``; only those that are not kept yet are read.

    Args:
        home: where the warehouse lies.
        ids: of the goods; an id always means the same wording.
        item: the good at a place of ``ids``, read when it is needed.
    """
    path = home / _FILE
    kept_ids, kept = _kept(path)
    at = {good: row for row, good in enumerate(kept_ids)}
    places = np.array([at.get(good, -1) for good in ids], dtype=np.int64)
    missing = np.flatnonzero(places < 0)
    if kept is None:
        found = vectors([item(int(i)) for i in missing])
    else:
        fresh = vectors([item(int(i)) for i in missing])
        places[missing] = kept.shape[0] + np.arange(len(missing))
        found = stacked([kept, fresh]).rows(places)
    if len(missing) and len(ids) >= _FEWEST:
        _keep(path, ids, found)
    return found


def _kept(path: Path) -> tuple[list[str], Vectors | None]:
    try:
        with np.load(path, allow_pickle=False) as told:
            if str(told["lexicon"]) != lexicon().version:
                return [], None
            shape = (len(told["ids"]), int(told["width"]))
            parts = [
                csr_matrix((told[f"{n}_data"], told[f"{n}_indices"], told[f"{n}_indptr"]), shape=shape)
                for n in ("wording", "good")
            ]
            return [str(i) for i in told["ids"]], Vectors(*parts)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return [], None


def _keep(path: Path, ids: Sequence[str], found: Vectors) -> None:
    waiting = path.with_suffix(".part.npz")
    parts = {
        f"{name}_{piece}": getattr(part, piece)
        for name, part in (("wording", found.wording), ("good", found.good))
        for piece in ("data", "indices", "indptr")
    }
    try:
        np.savez(
            waiting, ids=np.asarray(list(ids), dtype=str), width=found.shape[1], lexicon=lexicon().version, **parts
        )
        waiting.replace(path)
    except OSError:
        # a full disk costs time at the next load, nothing else
        waiting.unlink(missing_ok=True)
