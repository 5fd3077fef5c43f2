"""The same goods in two price lists: pairs that agree in words, specification and unit."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

from jointproc.errors import InputError
from jointproc.goods.normal_form import normal_form

__all__ = ["match_lists"]

_ALIASES: Final[dict[str, tuple[str, ...]]] = {
    "text": ("text", "uraian barang", "uraian", "nama barang", "komponen", "item", "product name"),
    "spec": ("spec", "spesifikasi"),
    "unit": ("unit", "satuan"),
}


def match_lists(left: Path, right: Path) -> pd.DataFrame:
    """Pairs of lines that are the same good by exact normal form.

    Args:
        left, right: CSV files with a text column (``text``, ``uraian barang``, ``komponen`` …) and, where they have
            them, ``spec`` and ``unit``.

    Returns:
        ``left_line, right_line, left_text, right_text, verdict, confidence``; ``verdict`` is ``same`` where
        specification and unit agree too, else ``variant``. Lines count from 2 (the header is line 1).

    Raises:
        InputError: a file is missing, unreadable, or has no text column.
    """
    a, b = _list(left), _list(right)
    pairs = a.merge(b, on="key", suffixes=("_left", "_right"))
    same = (pairs["spec_left"] == pairs["spec_right"]) & (pairs["unit_left"] == pairs["unit_right"])
    return pd.DataFrame(
        {
            "left_line": pairs["line_left"],
            "right_line": pairs["line_right"],
            "left_text": pairs["text_left"],
            "right_text": pairs["text_right"],
            "verdict": same.map({True: "same", False: "variant"}),
            "confidence": same.map({True: 1.0, False: 0.5}),
        }
    )


def _list(path: Path) -> pd.DataFrame:
    if not path.is_file():
        raise InputError("Berkas {name} tidak ada: periksa nama dan foldernya.", name=str(path))
    try:
        raw = pd.read_csv(path, dtype="str", keep_default_na=False, sep=None, engine="python")
    except (ValueError, UnicodeDecodeError) as error:
        raise InputError("Berkas {name} bukan CSV yang dapat dibaca.", name=path.name) from error
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
    text = raw[found["text"]]
    return pd.DataFrame(
        {
            "line": raw.index + 2,
            "text": text,
            "key": text.map(normal_form),
            "spec": (raw[found["spec"]] if found["spec"] else empty).map(normal_form),
            "unit": (raw[found["unit"]] if found["unit"] else empty).map(normal_form),
        }
    ).query("key != ''")
