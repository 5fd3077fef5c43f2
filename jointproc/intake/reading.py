"""Read one file: the front door of intake."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as pa

from jointproc.errors import InputError
from jointproc.intake.clean import (
    FIRST_YEAR,
    LAST_YEAR,
    PURCHASE_COLUMNS,
    Asked,
    Cleaner,
    NumberNote,
    Spelling,
)
from jointproc.intake.issues import ISSUE_COLUMNS
from jointproc.intake.personal import is_personal
from jointproc.intake.presets import Fit, best_fit
from jointproc.intake.readers import sheets
from jointproc.intake.recipe import Recipe
from jointproc.intake.rules import RULES
from jointproc.intake.sheet import Sheet
from jointproc.intake.staging import Staging
from jointproc.regions import region as region_of
from jointproc.regions import resolve
from jointproc.text import Message, msg

__all__ = ["Reading", "read", "read_bytes"]

Progress = Callable[[float, Message], None]
_ALL: Final = 2**62
_LAST_ROW: Final = 2**31 - 1
# what is said once of everything that was read, at the first line
_OF_THE_WHOLE: Final = frozenset(
    [
        "amount_computed",
        "column_repeated",
        "member_ignored",
        "number_ambiguous",
        "price_computed",
        "scale_named",
        "sheet_ignored",
        "text_fallback",
        "total_differs",
    ]
)
_YEAR: Final = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
# words of file names that say what a file is, not where it is from
_NO_REGION: Final = frozenset(
    [
        "export",
        "excel",
        "data",
        "file",
        "ssh",
        "sbu",
        "shs",
        "hspk",
        "hsbu",
        "hsb",
        "asb",
        "sshsbu",
        "standar",
        "harga",
        "satuan",
        "barang",
        "jasa",
        "rows",
        "row",
        "final",
        "fix",
        "fiks",
        "revisi",
        "rev",
        "tahun",
        "ta",
        "copy",
        "contoh",
        "sample",
        "rup",
        "sirup",
        "paket",
        "lampiran",
        "perbup",
        "perwali",
        "perwal",
        "pergub",
        "peraturan",
        "sk",
        "perkada",
        "apbd",
        "apbdp",
        "murni",
        "perubahan",
        "induk",
        "usulan",
        "versi",
        "sipd",
        "lkpp",
        "spse",
        "lpse",
        "import",
        "impor",
        "unggah",
        "upload",
        "template",
        "templat",
        "daftar",
        "rekap",
        "rekapitulasi",
        "belanja",
        "edit",
        "ok",
        "new",
        "update",
        "terbaru",
        "utf",
        "csv",
        "xlsx",
        "json",
        "v1",
        "v2",
        "v3",
        "v4",
    ]
)
_KIND_OF_REGION: Final = re.compile(r"(kab|kabupaten|kota|prov|provinsi|propinsi|pemkab|pemkot|pemprov)", re.I)
# the most words of a region's name, its kind among them ("Kabupaten Administrasi Kepulauan Seribu" has four)
_REGION_WORDS: Final = 5


@dataclass(frozen=True, eq=False)
class Reading:
    """How a file was understood; nothing is stored yet.

    Attributes:
        preset, preset_title, preset_version, confidence: which layout, and how sure (0–1).
        ranked: the other layouts that fit, best first, with their confidence.
        rows_read: data rows in the file; accepted ones are in ``purchases``, every other one is in ``issues``.
        rows_accepted: rows in ``purchases``.
        amount_idr: sum of the accepted amounts.
        columns: canonical column → header in the file.
        dropped_columns: headers of personal data, which are never kept.
        number_columns: how the numbers of each column were read.
        spellings: how each spelling of a region was understood.
        facts: what the container says of itself (encoding, delimiter, kind of JSON).
    """

    file_name: str
    sha256: str
    size_bytes: int
    preset: str
    preset_title: str
    preset_version: int
    confidence: float
    ranked: tuple[tuple[str, float], ...]
    sheet: str
    kind: str
    facts: dict[str, str]
    rows_read: int
    rows_accepted: int
    amount_idr: Decimal
    fiscal_years: list[int]
    stages: frozenset[str]
    columns: dict[str, str]
    dropped_columns: tuple[str, ...]
    number_columns: tuple[NumberNote, ...]
    spellings: tuple[Spelling, ...]
    fit: Fit
    _cleaner: Cleaner
    seconds: float = field(compare=False)

    @property
    def fits(self) -> Sequence[Fit]:
        """The sheets that were read together, in order."""
        return self._cleaner.fits

    @property
    def rows_rejected(self) -> int:
        """Rows left out; each has its reason in ``issues``."""
        return self.rows_read - self.rows_accepted

    @cached_property
    def purchases(self) -> pd.DataFrame:
        """Accepted lines (columns ``jointproc.intake.PURCHASE_COLUMNS``), money as exact decimal text."""
        return self.sample(_ALL)

    def sample(self, most: int) -> pd.DataFrame:
        """The first accepted lines, as in ``purchases``."""
        staging = self._cleaner.staging
        last = staging.rows("last_row", most=most)[0][0] if most < self.rows_accepted else _LAST_ROW
        frame = staging.run("purchases_text", last=-1 if last is None else last).df()
        texts = [c for c in frame.columns if c not in ("line_no", "fiscal_year", "price_derived")]
        found = frame.astype(dict.fromkeys(texts, object) | {"line_no": "int64", "fiscal_year": "int64"})
        return found.where(found.notna(), None)[list(PURCHASE_COLUMNS)]

    def batches(self, rows: int = 200_000) -> Iterator[pa.RecordBatch]:
        """Accepted lines as Arrow record batches: money DECIMAL(18, 2), columns ``PURCHASE_COLUMNS``."""
        yield from self._cleaner.staging.batches("purchases", rows)

    @cached_property
    def issues(self) -> pd.DataFrame:
        """What was wrong or doubtful (columns ``ISSUE_COLUMNS``), by line; in an archive with its member."""
        cleaner = self._cleaner
        known: dict[tuple[Any, ...], tuple[str, str, str, str, str]] = {}
        rows = []
        several = len(cleaner.fits) > 1
        for line, canonical, value, rule, severity, a, b, member in cleaner.staging.rows("issues", several=several):
            key = (canonical, value, rule, a, b, member)
            if key not in known:
                finding = cleaner.finding(canonical, value, rule, a, b)
                said = RULES[rule](finding)
                if member and rule not in _OF_THE_WHOLE:
                    said = msg("Berkas {member} dalam arsip – {said}", member=member, said=said)
                known[key] = (finding.column, finding.value[:200], str(said), said.template, said.packed_params())
            column, shown, message, template, params = known[key]
            rows.append((line, column, shown, rule, severity, message, template, params))
        return pd.DataFrame(rows, columns=list(ISSUE_COLUMNS)).astype({"line_no": "int64"})

    @cached_property
    def issue_counts(self) -> dict[str, int]:
        """How often each rule spoke."""
        return {str(rule): int(n) for rule, n in self._cleaner.staging.rows("issue_counts")}

    @cached_property
    def regions(self) -> pd.DataFrame:
        """``code, name, rows, amount_idr`` (decimal text) of the accepted lines."""
        rows = self._cleaner.staging.rows("by_region")
        return pd.DataFrame(
            [(code, region_of(code).name, n, _text(amount)) for code, n, amount in rows],
            columns=["code", "name", "rows", "amount_idr"],
        )

    @cached_property
    def unresolved(self) -> pd.DataFrame:
        """``text, rows`` of region texts that name no region for certain."""
        counts: dict[str, int] = {}
        for value, rows_n in self._cleaner.staging.rows("unresolved"):
            shown = self._cleaner.finding("region", value, "region_unknown", None, None).value
            counts[shown] = counts.get(shown, 0) + rows_n
        frame = pd.DataFrame({"text": list(counts), "rows": list(counts.values())}).astype({"rows": "int64"})
        return frame.sort_values("rows", ascending=False, kind="stable", ignore_index=True)

    @cached_property
    def region_spellings(self) -> pd.DataFrame:
        """``text, code, name, how, kind, confidence, rows, suggestions, by_person`` for each spelling in the file."""
        rows = []
        for one in self.spellings:
            answer = one.answer
            rows.append(
                {
                    "text": one.text,
                    "code": one.code,
                    "name": region_of(one.code).name if one.code else None,
                    "how": answer.how if answer else "person",
                    "kind": getattr(answer, "kind", "unknown") if answer else "unknown",
                    "confidence": answer.confidence if answer else 1.0,
                    "rows": one.rows_n,
                    "suggestions": [(s.code, s.name) for s in answer.suggestions[:3]] if answer else [],
                    "by_person": one.by_person,
                }
            )
        names = ["text", "code", "name", "how", "kind", "confidence", "rows", "suggestions", "by_person"]
        return pd.DataFrame(rows, columns=names)

    def close(self) -> None:
        """Give back memory and disk; what was asked for already stays."""
        self._cleaner.staging.close()


def read(path: Path, *, progress: Progress | None = None, **how: Any) -> Reading:
    """Read a file from disk; see :func:`read_bytes` for ``how``."""
    path = Path(path)
    if not path.is_file():
        raise InputError("Berkas {name} tidak ada: periksa nama dan foldernya.", name=str(path))
    return read_bytes(path, path.name, progress=progress, **how)


def read_bytes(
    content: bytes | Path,
    file_name: str,
    *,
    preset: str = "auto",
    recipe: Recipe | None = None,
    region: str | None = None,
    year: int | None = None,
    name: str | None = None,
    region_answers: Mapping[str, str] | None = None,
    conventions: Mapping[str, str] | None = None,
    most_rows: int | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Read and clean a file's content.

    Args:
        content: the bytes as uploaded, or where the file lies.
        file_name: the file's own name.
        preset: a layout's name, or ``auto`` to recognise it.
        recipe: a mapping made by a person; goes before ``preset``.
        region: Kemendagri code for files that name no region.
        year: fiscal year for files that name none.
        name: what to call the file in sentences instead of its own name.
        region_answers: spelling → Kemendagri code, or ``-`` for "not a regional government".
        conventions: number column → ``id``, ``en``, ``plain`` or ``thousands``.
        most_rows: read only so many rows of each table, for a first look.
        progress: told the share done and what is being done; an exception from it cancels the reading.

    Raises:
        InputError: the file can't be read at all. Rows that can't be used are issues, not errors.
    """
    began = time.perf_counter()
    tell = progress or (lambda _share, _sentence: None)
    asked = _asked(recipe, region, year, region_answers, conventions)
    called = name or file_name
    tell(0.0, msg("Membuka berkas"))
    tables = [sheet for sheet in sheets(content, called) if sheet.head]
    if not tables:
        raise InputError("Berkas {name} kosong: unduh ulang dari sumbernya.", name=called)
    tell(0.1, msg("Mengenali tata letak"))
    fits = _fits(tables, called, preset, recipe)
    asked = _from_name(asked, fits[0], file_name)
    staging = Staging(most_rows)
    hashing = ThreadPoolExecutor(1)
    sha256 = hashing.submit(_sha256, content)
    try:
        cleaner = Cleaner(staging, fits, asked, lambda share, said: tell(0.1 + 0.88 * share, said))
        rows_read = cleaner.clean()
        rows_accepted, amount = staging.rows("totals")[0]
        years_stages = staging.rows("by_year_stage")
    except BaseException:
        staging.close()
        raise
    finally:
        hashing.shutdown(wait=False)
    fit = fits[0]
    reading = Reading(
        file_name=file_name,
        sha256=sha256.result(),
        size_bytes=content.stat().st_size if isinstance(content, Path) else len(content),
        preset=fit.preset.name,
        preset_title=fit.preset.title,
        preset_version=fit.preset.version,
        confidence=fit.confidence,
        ranked=fit.ranked,
        sheet=fit.sheet.name,
        kind=fit.sheet.kind,
        facts=dict(fit.sheet.facts),
        rows_read=rows_read,
        rows_accepted=rows_accepted,
        amount_idr=Decimal(_text(amount or 0)),
        fiscal_years=sorted({int(y) for y, _s in years_stages}),
        stages=frozenset(s for _y, s in years_stages),
        columns=fit.headers,
        dropped_columns=_dropped(fits),
        number_columns=tuple(cleaner.numbers),
        spellings=tuple(cleaner.spellings),
        fit=fit,
        _cleaner=cleaner,
        seconds=time.perf_counter() - began,
    )
    tell(1.0, msg("Selesai membaca"))
    return reading


def _asked(
    recipe: Recipe | None,
    region: str | None,
    year: int | None,
    region_answers: Mapping[str, str] | None,
    conventions: Mapping[str, str] | None,
) -> Asked:
    if recipe is not None:
        region, year = region or recipe.region, year or recipe.year
        conventions = {**recipe.conventions, **(conventions or {})}
    if region is not None:
        region_of(region)
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise InputError(
            "Tahun anggaran {year} tidak masuk akal: pakai tahun antara {first} dan {last}.",
            year=year,
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )
    return Asked(region, year, dict(region_answers or {}), dict(conventions or {}))


def _from_name(asked: Asked, fit: Fit, file_name: str) -> Asked:
    """Region and year as the file's name or its header tells them, where no column and nobody else does."""
    region, year = asked.region, asked.year
    if region is None and "region" not in fit.positions and fit.preset.region_from_file_name:
        region = _region_of_name(file_name)
    if year is None and "fiscal_year" not in fit.positions:
        heads = " ".join(str(cell) for cell in fit.sheet.head[fit.header_row])
        found = _YEAR.search(heads) or _YEAR.search(file_name)
        year = int(found[1]) if found else None
    return replace(asked, region=region, year=year)


def _region_of_name(file_name: str) -> str | None:
    """The region a file's name tells: the whole of it, else the longest words from "Kab." or "Kota" on that name one.

    A name that tells of two regions tells of none, and so does one that goes on as another's does ("Kota Bandung
    Barat": there is a Kabupaten Bandung Barat, but no such Kota).
    """
    stem = re.sub(r"[_\W]+", " ", re.sub(r"\.[A-Za-z0-9]{2,7}$", "", Path(file_name).name))
    words = [w for w in stem.split() if w.lower() not in _NO_REGION and not w.isdigit()]
    whole = resolve(" ".join(words))
    if whole.code and whole.how != "contained":
        return whole.code
    found = {_region_from(words[s:]) for s, word in enumerate(words) if _KIND_OF_REGION.fullmatch(word)} - {None}
    return found.pop() if len(found) == 1 else None


def _region_from(words: Sequence[str]) -> str | None:
    """The region that these words begin with; the first of them is its kind."""
    for length in range(min(_REGION_WORDS, len(words)), 1, -1):
        answer = resolve(" ".join(words[:length]))
        if (code := answer.code) and answer.how != "contained":
            longer = resolve(" ".join(words[1 : length + 1])).code if length < len(words) else None
            return code if longer in (None, code) else None
    return None


def _fits(tables: Sequence[Sheet], called: str, preset: str, recipe: Recipe | None) -> list[Fit]:
    """The best sheet; in an archive, also every other member in the same layout."""
    own = recipe.preset() if recipe else None
    best = best_fit(tables, called, preset, own)
    if not best.sheet.member:
        return [best]
    fits, left = [best], [m for m in (best.sheet.facts.get("skipped", ""),) if m]
    completing = best.joined.sheet.member if best.joined else None
    for member in dict.fromkeys(sheet.member for sheet in tables):
        if member in (best.sheet.member, completing):
            continue
        try:
            fit = best_fit([s for s in tables if s.member == member], called, preset, own)
        except InputError:
            left.append(member)
            continue
        if fit.preset.name == best.preset.name and fit.positions.keys() == best.positions.keys():
            fits.append(fit)
        else:
            left.append(member)
    fits.sort(key=lambda fit: fit.sheet.member)
    return [replace(fits[0], ignored=tuple(sorted(left))), *fits[1:]]


def _dropped(fits: Sequence[Fit]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for fit in fits:
        head = fit.sheet.head
        for position, header in enumerate(head[fit.header_row]):
            samples = [
                str(row[position]) for row in head[fit.header_row + 1 :][:20] if position < len(row) and row[position]
            ]
            if header and is_personal(str(header), samples):
                found[str(header)] = None
    return tuple(found)


def _sha256(content: bytes | Path) -> str:
    if isinstance(content, Path):
        with content.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    return hashlib.sha256(content).hexdigest()


def _text(amount: Any) -> str:
    text = format(Decimal(str(amount)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
