"""Matching of two price lists, or of given pairs: verdict, confidence, unit factor and reasons."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from jointproc.errors import InputError
from jointproc.goods.candidates import NEAREST, nearest, vectors
from jointproc.goods.compare import compare
from jointproc.goods.item import Item, read_item
from jointproc.goods.model import DIFFERENT, SAME, probabilities, verdicts
from jointproc.goods.normal_form import normal_form
from jointproc.goods.reasons import reasons
from jointproc.text import Message

__all__ = ["Match", "judge", "match_lists", "match_pairs", "read_pairs"]

_ALIASES: Final[dict[str, tuple[str, ...]]] = {
    "text": ("text", "uraian barang", "uraian", "nama barang", "komponen", "item", "product name", "nama", "barang"),
    "spec": ("spec", "spesifikasi"),
    "unit": ("unit", "satuan"),
}
_PAIR_COLUMNS: Final = ("pair_id", "left_text", "left_spec", "left_unit", "right_text", "right_spec", "right_unit")
_BLOCK: Final = 20_000
_MOST_LINES: Final = 100
_LONGEST_FIELD: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class Match:
    """What the matcher says of two lines.

    Attributes:
        verdict: ``same`` (prices compare after ``unit_factor``), ``variant`` or ``different``.
        confidence: its probability, 0 to 1.
        same_probability: probability of ``same`` whatever the verdict.
        unit_factor: how many right units one left unit is worth, so that the left price compares with
            ``unit_factor`` times the right one; ``None`` unless the verdict is ``same``.
        reasons: sentences, weightiest first.
    """

    verdict: str
    confidence: float
    same_probability: float
    unit_factor: float | None
    reasons: tuple[Message, ...]

    def to_json(self, language: str = "id") -> dict[str, Any]:
        """``verdict, confidence, unit_factor, reasons`` with sentences in ``language``."""
        return {
            "verdict": self.verdict,
            "confidence": round(self.confidence, 4),
            "unit_factor": None if self.unit_factor is None else float(f"{self.unit_factor:.6g}"),
            "reasons": [one.render(language) for one in self.reasons],
        }


def judge(pairs: Sequence[tuple[Item, Item]]) -> list[Match]:
    """A verdict for each pair of lines, in their order."""
    out: list[Match] = []
    for start in range(0, len(pairs), _BLOCK):
        part = pairs[start : start + _BLOCK]
        compared = [compare(a, b) for a, b in part]
        chances = probabilities(compared)
        for (left, right), one, row, (verdict, confidence) in zip(
            part, compared, chances, verdicts(chances), strict=True
        ):
            if not (_says_something(left) and _says_something(right)):
                out.append(Match(DIFFERENT, 1.0, 0.0, None, ()))
                continue
            factor = one.factor if verdict == SAME and math.isfinite(one.factor) and one.factor > 0 else None
            why = tuple(reasons(left, right, one, verdict))
            out.append(Match(verdict, confidence, float(row[0]), factor, why))
    return out


def _says_something(item: Item) -> bool:
    return bool(item.words or item.numbers)


def match_pairs(rows: Iterable[dict[str, str]]) -> list[dict[str, Any]]:
    """Verdicts for given pairs.

    Args:
        rows: ``pair_id, left_text, left_spec, left_unit, right_text, right_spec, right_unit``.

    Returns:
        ``pair_id, verdict, confidence, unit_factor, reasons`` of each, in the same order; reasons are messages.
    """
    kept = list(rows)
    found = judge([
        (
            read_item(r["left_text"], r["left_spec"], r["left_unit"]),
            read_item(r["right_text"], r["right_spec"], r["right_unit"]),
        )
        for r in kept
    ])  # fmt: skip
    return [{"pair_id": r["pair_id"], "match": one} for r, one in zip(kept, found, strict=True)]


def match_lists(
    left: Path, right: Path, *, nearest_n: int = NEAREST, progress: Callable[[float], None] | None = None
) -> pd.DataFrame:
    """The lines of two price lists that may be the same good, with a verdict for each pair.

    Args:
        left, right: CSV files with a text column (``text``, ``uraian barang``, ``komponen`` …) and, where they have
            them, ``spec`` and ``unit``.
        nearest_n: how many lines of the other list each line is compared with, by wording and again by good.
        progress: told the share done; an exception from it cancels.

    Returns:
        ``left_line, right_line, left_text, right_text, match`` of every candidate pair, ``different`` ones too, the
        likeliest first for each left line. Lines count from 2 (the header is line 1). Each pair of wordings is
        compared once; where they stand on several lines, up to a hundred combinations of lines are listed, beyond
        that the first line of each.

    Raises:
        InputError: a file is missing, unreadable, or has no text column.
    """
    a, b = _list(left), _list(right)
    mine, whose_mine = _distinct(a)
    yours, whose_yours = _distinct(b)
    both = vectors([*mine, *yours])
    left_part, right_part = both[slice(0, len(mine))], both[slice(len(mine), None)]
    i, j = nearest(left_part, right_part, nearest_n)
    back, forth = nearest(right_part, left_part, max(nearest_n // 2, 1))
    codes = np.unique(np.concatenate([i * len(yours) + j, forth * len(yours) + back]))
    found: list[dict[str, Any]] = []
    for start in range(0, len(codes), _BLOCK):
        part = codes[start : start + _BLOCK]
        rows, others = part // max(len(yours), 1), part % max(len(yours), 1)
        verdict = judge([(mine[x], yours[y]) for x, y in zip(rows, others, strict=True)])
        for x, y, one in zip(rows, others, verdict, strict=True):
            lines, others_lines = whose_mine[x], whose_yours[y]
            if len(lines) * len(others_lines) > _MOST_LINES:
                lines, others_lines = lines[:1], others_lines[:1]
            found += [
                {
                    "left_line": m,
                    "right_line": n,
                    "left_text": mine[x].text,
                    "right_text": yours[y].text,
                    "match": one,
                }
                for m in lines
                for n in others_lines
            ]
        if progress:
            progress(min((start + len(part)) / len(codes), 1.0))
    frame = pd.DataFrame(found, columns=["left_line", "right_line", "left_text", "right_text", "match"])
    order = frame["match"].map(lambda one: -one.same_probability)
    return frame.assign(order=order).sort_values(["left_line", "order", "right_line"]).drop(columns="order")


def read_pairs(path: Path) -> list[dict[str, str]]:
    """The pairs of a CSV file. Missing ``spec`` and ``unit`` columns count as empty.

    Raises:
        InputError: the file is missing, unreadable, or lacks ``pair_id``, ``left_text`` or ``right_text``.
    """
    raw = _csv(path)
    missing = [c for c in ("pair_id", "left_text", "right_text") if c not in raw.columns]
    if missing:
        raise InputError(
            "Berkas {name} tidak memiliki kolom {missing}: pasangan ditulis dengan kolom {wanted}.",
            name=path.name,
            missing=", ".join(missing),
            wanted=", ".join(_PAIR_COLUMNS),
        )
    return raw.reindex(columns=list(_PAIR_COLUMNS), fill_value="").to_dict("records")


def _distinct(frame: pd.DataFrame) -> tuple[list[Item], list[list[int]]]:
    """Distinct lines of a list as items, and the line numbers of each."""
    lines: dict[tuple[str, str, str], list[int]] = {}
    for line, text, spec, unit in frame[["line", "text", "spec", "unit"]].itertuples(index=False):
        lines.setdefault((text.strip(), spec.strip(), unit.strip()), []).append(int(line))
    return [read_item(*key) for key in lines], list(lines.values())


def _list(path: Path) -> pd.DataFrame:
    raw = _csv(path)
    names = {normal_form(column): column for column in raw.columns}
    found = {
        wanted: next((names[alias] for alias in aliases if alias in names), None)
        for wanted, aliases in _ALIASES.items()
    }
    if found["text"] is None:
        raise InputError(
            "Berkas {name} tidak memiliki kolom nama barang: beri judul `text` atau `uraian barang`.", name=path.name
        )
    empty = pd.Series("", index=raw.index)
    kept = pd.DataFrame(
        {
            "line": raw.index + 2,
            "text": raw[found["text"]],
            "spec": raw[found["spec"]] if found["spec"] else empty,
            "unit": raw[found["unit"]] if found["unit"] else empty,
        }
    )
    return kept[kept["text"].map(normal_form) != ""]


def _csv(path: Path) -> pd.DataFrame:
    if not path.is_file():
        raise InputError("Berkas {name} tidak ada: periksa nama dan foldernya.", name=str(path))
    csv.field_size_limit(_LONGEST_FIELD)
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return pd.read_csv(
                path, dtype="str", keep_default_na=False, sep=None, engine="python", encoding=encoding
            ).fillna("")
        except UnicodeDecodeError:
            continue
        except (ValueError, csv.Error) as error:
            raise InputError("Berkas {name} bukan CSV yang dapat dibaca.", name=path.name) from error
    raise InputError("Berkas {name} bukan CSV yang dapat dibaca.", name=path.name)
