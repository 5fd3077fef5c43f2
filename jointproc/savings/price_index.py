"""Prices of different periods brought to one: an index table that the user can replace by a better one."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from jointproc import settings
from jointproc.errors import InputError
from jointproc.text import Message, msg

__all__ = ["PriceIndex", "price_index", "read_price_index", "remove_price_index", "replace_price_index"]

Floats = npt.NDArray[np.float64]
_COLUMNS: Final = ("period", "index", "status", "source", "checked_on")
_STATUS: Final = ("published", "computed", "assumed")
_PERIOD: Final = r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2]))?"
_MOST_BYTES: Final = 1_000_000
NAME: Final = "price_index.csv"


@dataclass(frozen=True)
class PriceIndex:
    """An index of prices: ``rows`` has ``period`` (``2024`` or ``2024-06``), ``index, status, source, checked_on``.

    ``own`` says that the user put it in the place of ours; ``key`` names its figures.
    """

    rows: pd.DataFrame
    own: bool
    key: str

    def factors(self, date: pd.Series, fiscal_year: pd.Series, to: str | None = None) -> Floats:
        """What to multiply each price with so that it stands at the prices of one period.

        A month's figure is used where the table has it, else its year's; a line without a date has its fiscal year.

        Args:
            to: the period to stand at, the latest one that any of the lines needs by default.

        Returns:
            One factor a line, NaN where the table knows nothing of the line's period.
        """
        table, period = self._table(), self._periods(date, fiscal_year)
        to = to or _last(period)
        if to not in table:
            return np.full(len(period), np.nan)
        return np.asarray(table[to] / period.map(table).to_numpy(float))

    def target(self, date: pd.Series, fiscal_year: pd.Series) -> str:
        """The latest period of the table that any of the lines needs; empty when it knows none of them."""
        return _last(self._periods(date, fiscal_year))

    def _table(self) -> dict[str, float]:
        return dict(zip(self.rows["period"].astype(str), self.rows["index"].astype(float), strict=True))

    def _periods(self, date: pd.Series, fiscal_year: pd.Series) -> pd.Series:
        table = self._table()
        when = pd.to_datetime(date, errors="coerce")
        year = when.dt.year.fillna(pd.to_numeric(fiscal_year, errors="coerce").astype(float))
        period = year.map({float(p): p for p in table if len(p) == 4})
        if any(len(p) > 4 for p in table):
            month = when.dt.strftime("%Y-%m")
            period = month.where(month.isin(list(table)), period)
        return period

    def sentence(self, to: str) -> Message:
        """What the correction does and where its figures come from."""
        first, last = str(self.rows["period"].iloc[0]), str(self.rows["period"].iloc[-1])
        return msg(
            "Harga disetarakan ke tingkat harga {to} dengan tabel indeks {first} sampai {last} ({source}).",
            to=to,
            first=first,
            last=last,
            source=msg("tabel Anda") if self.own else msg("IHK nasional BPS, 2022 = 100"),
        )


def read_price_index(data: bytes, *, own: bool = True) -> PriceIndex:
    """Read and check an index table.

    Raises:
        InputError: no CSV, a column is missing, or a row that can't be right; the sentence names the line.
    """
    if len(data) > _MOST_BYTES:
        raise InputError("Tabel indeks harga terlalu besar: satu baris per tahun atau bulan sudah cukup.")
    try:
        frame = pd.read_csv(io.BytesIO(data), dtype="string", keep_default_na=False, encoding="utf-8-sig")
    except (ValueError, UnicodeDecodeError, pd.errors.ParserError) as error:
        raise InputError("Tabel indeks harga bukan CSV yang dapat dibaca.") from error
    missing = [c for c in ("period", "index") if c not in frame.columns]
    if missing or frame.empty:
        raise InputError(
            "Tabel indeks harga memerlukan kolom period (2024 atau 2024-06) dan index, ditambah status dan source; "
            "yang kurang: {columns}.",
            columns=", ".join(missing) or "–",
        )
    for name in _COLUMNS:
        if name not in frame.columns:
            frame[name] = "assumed" if name == "status" else ""
    frame["period"] = frame["period"].str.strip()
    value = pd.to_numeric(frame["index"].str.strip(), errors="coerce").astype(float)
    good = frame["period"].str.fullmatch(_PERIOD) & np.isfinite(value) & (value > 0)
    good &= ~frame["period"].duplicated() & frame["status"].isin(_STATUS)
    if not good.all():
        line = int(np.flatnonzero(~good.to_numpy())[0])
        raise InputError(
            "Baris {line} tabel indeks harga tidak dapat dipakai: period {period}, index {value}. Period ditulis 2024 "
            "atau 2024-06 dan hanya sekali, index lebih dari nol dengan titik desimal, status {status}.",
            line=line + 2,
            period=str(frame["period"].iloc[line]) or "–",
            value=str(frame["index"].iloc[line]) or "–",
            status=", ".join(_STATUS),
        )
    rows = frame.assign(index=value)[list(_COLUMNS)].sort_values("period").reset_index(drop=True)
    return PriceIndex(rows, own, hashlib.sha256(data).hexdigest()[:12])


def _last(period: pd.Series) -> str:
    return max((p for p in period.unique() if isinstance(p, str)), default="")


@lru_cache(maxsize=8)
def _read(path: str, changed_ns: int, own: bool) -> PriceIndex:
    del changed_ns
    return read_price_index(Path(path).read_bytes(), own=own)


def price_index(home: Path | None = None) -> PriceIndex:
    """The table in force: ``price_index.csv`` of this home, else the reference table."""
    own = (home or settings.home()) / NAME
    path = own if own.is_file() else settings.REFERENCE / NAME
    return _read(str(path), path.stat().st_mtime_ns, own=path == own)


def replace_price_index(data: bytes, home: Path | None = None) -> PriceIndex:
    """Put a table of the user's in the place of ours; nothing changes when it can't be used."""
    found = read_price_index(data)
    path = (home or settings.home()) / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(data)
    part.replace(path)
    return found


def remove_price_index(home: Path | None = None) -> None:
    """Back to the reference table."""
    ((home or settings.home()) / NAME).unlink(missing_ok=True)
