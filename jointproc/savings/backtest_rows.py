"""The rows of a backtest's file: what can be read of them, and what is said of the rest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from jointproc.errors import InputError
from jointproc.text import Count, Message, msg

__all__ = ["Unread", "read_backtest", "readable", "unread"]

_COLUMNS: Final = ("item", "buyer", "period", "quantity", "unit_price")


def read_backtest(path: Path) -> pd.DataFrame:
    """Read a CSV of purchases. Raises ``InputError`` when it is no such file."""
    if not path.is_file():
        raise InputError("Berkas {name} tidak ada: periksa nama dan foldernya.", name=str(path))
    try:
        frame = pd.read_csv(path, dtype={"item": "string", "buyer": "string", "period": "string"})
    except (ValueError, UnicodeDecodeError, pd.errors.ParserError) as error:
        raise InputError("Berkas {name} bukan CSV yang dapat dibaca.", name=path.name) from error
    missing = [c for c in _COLUMNS if c not in frame.columns]
    if missing:
        raise InputError(
            "Berkas {name} tidak memuat kolom {columns}; yang diperlukan: item, buyer, period, quantity, unit_price.",
            name=path.name,
            columns=", ".join(missing),
        )
    return frame


@dataclass(frozen=True, slots=True)
class Unread:
    """Rows whose quantity or price is a word: their share of all rows, and the sentence that says so."""

    share: float
    reason: Message


def unread(frame: pd.DataFrame) -> Unread | None:
    """What is said of words where numbers should be; ``None`` where there are none."""
    words = pd.Series(False, index=frame.index)
    example = ""
    for name in ("quantity", "unit_price"):
        text = frame[name].astype("string").str.strip().fillna("")
        here = (text != "") & pd.to_numeric(frame[name], errors="coerce").isna()
        if not example and here.any():
            example = str(text[here].iloc[0])
        words |= here.fillna(False).astype(bool)
    count = int(words.sum())
    if not count:
        return None
    return Unread(
        count / len(frame),
        msg(
            "{n} dari {all} baris tidak terbaca: jumlah atau harganya bukan angka polos (contoh: “{example}”). Tulis "
            "angkanya saja, seperti 12500.50, semuanya dalam satu mata uang.",
            n=Count(count),
            all=Count(len(frame)),
            example=example,
        ),
    )


def _told(frame: pd.DataFrame, name: str) -> pd.Series:
    """An optional column of words, empty where the file has none."""
    return frame[name].astype("string").fillna("") if name in frame.columns else pd.Series("", index=frame.index)


def readable(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows with a price and quantity above zero, prices and quantities as logs."""
    rows = pd.DataFrame(
        {
            "item": frame["item"].astype("string"),
            "buyer": frame["buyer"].astype("string").fillna(""),
            "period": frame["period"].astype("string").fillna(""),
            "regime": _told(frame, "regime"),
            "q": pd.to_numeric(frame["quantity"], errors="coerce"),
            "p": pd.to_numeric(frame["unit_price"], errors="coerce"),
        }
    )
    rows = rows[
        rows["item"].notna() & (rows["q"] > 0) & (rows["p"] > 0) & np.isfinite(rows["q"]) & np.isfinite(rows["p"])
    ]
    return rows.assign(p=np.log(rows["p"]), q=np.log(rows["q"]))
