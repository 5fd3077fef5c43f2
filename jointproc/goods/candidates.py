"""Which lines are worth comparing: the nearest of the other list by words, groups of letters, numbers and good.

Each line is a sparse vector of four kinds of signs; the nearest ``k`` lines by cosine come from ``sparse_dot_topn``,
which keeps only the best of each row while it multiplies. Lines that name the same good of the lexicon are near each
other whatever words they use (serok = pengki).
"""

from __future__ import annotations

import math
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sparse_dot_topn import sp_matmul_topn

from jointproc.goods.item import Item
from jointproc.goods.weights import weight

__all__ = ["NEAREST", "Vectors", "nearest", "stacked", "vectors"]

NEAREST: Final = 20
_COLUMNS: Final = 1 << 20
_THREADS: Final = 2
_BLOCK: Final = 20_000
# by wording, and by the good the lexicon knows whatever it is called
_SHARES: Final = (
    {"word": 1.0, "sign": 0.8, "good": 0.45, "number": 0.5},
    {"word": 0.45, "sign": 0.0, "good": 1.0, "number": 0.55},
)
_LEAST: Final = 0.12


@dataclass(frozen=True, slots=True)
class Vectors:
    """Lines as sparse vectors, by wording and by good."""

    wording: csr_matrix
    good: csr_matrix

    @property
    def parts(self) -> tuple[csr_matrix, csr_matrix]:
        return self.wording, self.good

    @property
    def shape(self) -> tuple[int, int]:
        return self.wording.shape

    def __getitem__(self, rows: slice) -> Vectors:
        return Vectors(self.wording[rows], self.good[rows])

    def rows(self, places: np.ndarray) -> Vectors:
        """The vectors of these rows, in this order."""
        return Vectors(self.wording[places], self.good[places])


def vectors(items: Iterable[Item]) -> Vectors:
    """Sparse vectors of lines, one row per line: by wording, and by the good the lexicon knows.

    Each sign has its column by a checksum of its text (2²⁰ columns), so vectors of different days compare. Rows are
    float32 of length one, or zero where a line says nothing.
    """
    parts = tuple(_Rows() for _ in _SHARES)
    for item in items:
        for rows, signs in zip(parts, _signs(item), strict=True):
            found: dict[int, float] = {}
            for sign, value in signs.items():
                at = _column(sign)
                found[at] = found.get(at, 0.0) + value
            rows.add(found)
    return Vectors(*(rows.matrix(_COLUMNS) for rows in parts))


@lru_cache(maxsize=1_000_000)
def _column(sign: str) -> int:
    return zlib.crc32(sign.encode()) % _COLUMNS


def stacked(parts: Sequence[Vectors]) -> Vectors:
    """Vectors one below the other."""
    return Vectors(vstack([p.wording for p in parts], "csr"), vstack([p.good for p in parts], "csr"))


class _Rows:
    """A sparse matrix being written row by row."""

    def __init__(self) -> None:
        self._data = array("f")
        self._indices = array("i")
        self._starts = array("q", [0])

    def add(self, row: dict[int, float]) -> None:
        self._indices.extend(row)
        self._data.extend(row.values())
        self._starts.append(len(self._indices))

    def matrix(self, width: int) -> csr_matrix:
        return csr_matrix(
            (
                np.frombuffer(self._data, np.float32),
                np.frombuffer(self._indices, np.int32),
                np.frombuffer(self._starts, np.int64),
            ),
            shape=(len(self._starts) - 1, width),
        )


def _signs(item: Item) -> tuple[dict[str, float], ...]:
    words = {f"w:{w}": weight(w) for w in item.words}
    padded = f" {' '.join(sorted(item.words))} "
    grams = Counter(padded[i : i + 3] for i in range(len(padded) - 2)) if item.words else Counter[str]()
    kinds = {
        "word": words,
        "sign": {f"s:{k}": 1.0 + math.log(v) for k, v in grams.items()},
        "good": {f"g:{item.concept}": 1.0} if item.concept else {},
        "number": {f"n:{n}": 1.0 for n in item.numbers}
        | {f"a:{a.value}": 1.0 for a in item.attributes if a.kind in ("paper", "processor")},
    }
    out = []
    for shares in _SHARES:
        found: dict[str, float] = {}
        for kind, part in kinds.items():
            length = math.sqrt(sum(v * v for v in part.values()))
            if length and shares[kind] and (kind != "word" or item.concept or shares["sign"]):
                found.update({k: v / length * shares[kind] for k, v in part.items()})
        total = math.sqrt(sum(v * v for v in found.values()))
        out.append({k: v / total for k, v in found.items()} if total else {})
    return tuple(out)


def nearest(left: Vectors, right: Vectors, k: int = NEAREST) -> tuple[np.ndarray, np.ndarray]:
    """The nearest right lines of every left line, by wording or by good: up to ``2 k`` each.

    Returns:
        Left rows and right rows, two arrays of equal length, sorted; the answer is always the same.
    """
    found = [_top(mine, yours, k) for mine, yours in zip(left.parts, right.parts, strict=True)]
    codes = np.unique(np.concatenate([a * right.shape[0] + b for a, b in found]))
    return codes // max(right.shape[0], 1), codes % max(right.shape[0], 1)


def _top(left: csr_matrix, right: csr_matrix, k: int) -> tuple[np.ndarray, np.ndarray]:
    rows, columns = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    if not right.shape[0]:
        return rows[0], columns[0]
    other = csr_matrix(right.T)
    for start in range(0, left.shape[0], _BLOCK):
        found = sp_matmul_topn(
            left[start : start + _BLOCK],
            other,
            top_n=min(k, right.shape[0]),
            threshold=_LEAST,
            n_threads=_THREADS,
        )
        rows.append(np.repeat(np.arange(start, start + found.shape[0], dtype=np.int64), np.diff(found.indptr)))
        columns.append(found.indices.astype(np.int64))
    return np.concatenate(rows), np.concatenate(columns)
