"""Read one file: the front door of intake."""

from __future__ import annotations

import hashlib
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pandas as pd

from jointproc.errors import InputError
from jointproc.intake.clean import FIRST_YEAR, LAST_YEAR, clean
from jointproc.intake.files import LARGEST_BYTES
from jointproc.intake.presets import best_fit
from jointproc.intake.tables import sheets
from jointproc.regions import region as region_of
from jointproc.text import Message, msg

__all__ = ["Reading", "read", "read_bytes"]

Progress = Callable[[float, Message], None]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file was understood; nothing is stored yet.

    Attributes:
        preset, preset_version, confidence: which layout, and how sure (0–1).
        rows_read: data rows in the file; accepted ones are in ``purchases``, every other one is in ``issues``.
        purchases: accepted lines (columns ``jointproc.intake.PURCHASE_COLUMNS``), money as exact decimal text.
        issues: what was wrong or doubtful (columns ``ISSUE_COLUMNS``).
        regions: ``code, name, rows, amount_idr`` (decimal text) of the accepted lines.
        unresolved: ``text, rows`` of region texts that name no region for certain.
        amount_idr: sum of the accepted amounts.
        columns: canonical column → header in the file.
    """

    file_name: str
    sha256: str
    size_bytes: int
    preset: str
    preset_version: int
    confidence: float
    sheet: str
    rows_read: int
    purchases: pd.DataFrame
    issues: pd.DataFrame
    regions: pd.DataFrame
    unresolved: pd.DataFrame
    fiscal_years: list[int]
    amount_idr: Decimal
    columns: dict[str, str]
    seconds: float = field(compare=False)

    @property
    def rows_rejected(self) -> int:
        """Rows left out; each has its reason in ``issues``."""
        return self.rows_read - len(self.purchases)


def read(
    path: Path,
    *,
    preset: str = "auto",
    region: str | None = None,
    year: int | None = None,
    name: str | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Read a file from disk; see :func:`read_bytes`."""
    path = Path(path)
    if not path.is_file():
        raise InputError("Berkas {name} tidak ada: periksa nama dan foldernya.", name=str(path))
    size = path.stat().st_size
    if size > LARGEST_BYTES:
        raise InputError(
            "Berkas {name} lebih dari {size} MB: bagi menjadi beberapa berkas, misalnya per tahun.",
            name=name or path.name,
            size=LARGEST_BYTES // 2**20,
        )
    return read_bytes(
        path.read_bytes(), path.name, preset=preset, region=region, year=year, name=name, progress=progress
    )


def read_bytes(
    content: bytes,
    file_name: str,
    *,
    preset: str = "auto",
    region: str | None = None,
    year: int | None = None,
    name: str | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Read and clean a file's content.

    Args:
        content: the bytes as uploaded (CSV, also in .gz or .bz2; XLSX; JSON).
        file_name: the file's own name.
        preset: a layout's name, or ``auto`` to recognise it.
        region: Kemendagri code for files that name no region.
        year: fiscal year for files that name none.
        name: what to call the file in sentences instead of its own name.
        progress: told the share done and what is being done; an exception from it cancels the reading.

    Raises:
        InputError: the file can't be read at all. Rows that can't be used are issues, not errors.
    """
    began = time.perf_counter()
    tell = progress or (lambda _share, _sentence: None)
    if region is not None:
        region_of(region)
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise InputError(
            "Tahun anggaran {year} tidak masuk akal: pakai tahun antara {first} dan {last}.",
            year=year,
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )
    called = name or file_name
    tell(0.0, msg("Membuka berkas"))
    tables = [sheet for sheet in sheets(content, called) if sheet.rows]
    if not tables:
        raise InputError("Berkas {name} kosong: unduh ulang dari sumbernya.", name=called)
    tell(0.4, msg("Mengenali tata letak"))
    fit = best_fit(tables, called, preset)
    tell(0.5, msg("Membersihkan baris"))
    cleaned = clean(fit, region=region, year=year, tell=lambda share, sentence: tell(0.5 + 0.5 * share, sentence))
    tell(1.0, msg("Selesai membaca"))
    purchases = cleaned.purchases
    return Reading(
        file_name=file_name,
        sha256=hashlib.sha256(content).hexdigest(),
        size_bytes=len(content),
        preset=fit.preset.name,
        preset_version=fit.preset.version,
        confidence=fit.confidence,
        sheet=fit.sheet.name,
        rows_read=cleaned.rows_read,
        purchases=purchases,
        issues=cleaned.issues,
        regions=_by_region(purchases),
        unresolved=cleaned.unresolved,
        fiscal_years=sorted({int(y) for y in purchases["fiscal_year"]}),
        amount_idr=cleaned.amount_idr,
        columns=fit.headers,
        seconds=time.perf_counter() - began,
    )


def _by_region(purchases: pd.DataFrame) -> pd.DataFrame:
    rows: dict[str, int] = defaultdict(int)
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    for code, amount in zip(purchases["region_code"], purchases["amount_idr"], strict=True):
        rows[code] += 1
        amounts[code] += Decimal(amount)
    return pd.DataFrame(
        [(code, region_of(code).name, rows[code], str(amounts[code])) for code in sorted(rows)],
        columns=["code", "name", "rows", "amount_idr"],
    )
