"""From a recognised table to clean purchases: each rule accepts, doubts or leaves out a row, and says so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np
import pandas as pd

from jointproc.errors import InputError
from jointproc.intake.amounts import amounts, base_quantities, money, quantities
from jointproc.intake.dates import read_dates
from jointproc.intake.mapping import Mapped, account_codes, goods_text, plain_text, product_codes, words
from jointproc.intake.presets import Fit, header_key
from jointproc.intake.tables import tidy
from jointproc.regions import Resolution, resolve
from jointproc.text import Count, Message, msg

__all__ = ["FIRST_YEAR", "LAST_YEAR", "PURCHASE_COLUMNS", "Cleaned", "clean"]

PURCHASE_COLUMNS: Final = (
    "line_no",
    "region_code",
    "buyer",
    "stage",
    "fiscal_year",
    "date",
    "text",
    "spec",
    "product_code",
    "account_code",
    "catalogue",
    "quantity",
    "unit",
    "base_quantity",
    "base_unit",
    "unit_price_idr",
    "shipping_idr",
    "amount_idr",
    "vendor",
    "vendor_region_code",
    "method",
    "baseline_kind",
    "source_ref",
)
_SURE: Final = 0.85
_YEAR: Final = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2100
_CANCELLED: Final = {
    "Paket dibatalkan.": msg("Paket dibatalkan."),
    "Paket sudah dihapus dari RUP.": msg("Paket sudah dihapus dari RUP."),
    "Paket tidak aktif di RUP.": msg("Paket tidak aktif di RUP."),
}
_REGION_RULES: Final = {"ambiguous": "region_ambiguous", "not_a_region": "region_not_a_region"}


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Accepted purchases, all issues, and how each region text was understood."""

    purchases: pd.DataFrame
    issues: pd.DataFrame
    unresolved: pd.DataFrame
    rows_read: int
    amount_idr: Decimal


def clean(
    fit: Fit, *, region: str | None, year: int | None, tell: Callable[[float, Message], None] | None = None
) -> Cleaned:
    """Clean a recognised table.

    Args:
        fit: the table with its columns.
        region: Kemendagri code for rows that name no region.
        year: fiscal year for rows that name none.
        tell: told the share done and what is being done; an exception from it ends the cleaning.

    Raises:
        InputError: there are no data rows, or a column is missing without which no row means anything.
    """
    say = tell or (lambda _share, _sentence: None)
    table = Mapped(fit)
    if table.n == 0:
        raise InputError(
            "Lembar {sheet} hanya berisi judul kolom: isi barisnya, lalu unggah lagi.", sheet=fit.sheet.name or "data"
        )
    _require(fit, region)
    _misaligned(table)
    _other_sheets(table)
    _columns_twice(table)
    _cancelled(table)
    say(0.1, msg("Mengenali daerah"))
    codes, unresolved = _regions(table, region)
    say(0.3, msg("Membaca angka"))
    unit_price, shipping = money(table, "unit_price"), money(table, "shipping")
    quantity, units = quantities(table)
    amount = amounts(table, quantity, unit_price, shipping)
    say(0.6, msg("Membaca tanggal dan uraian"))
    dates, years = _times(table, year)
    constants = fit.preset.constants
    frame = pd.DataFrame(
        {
            "line_no": table.lines,
            "region_code": codes,
            "buyer": table.texts("buyer"),
            "stage": words(table, "stage", fit.preset.stage),
            "fiscal_year": years,
            "date": dates,
            "text": goods_text(table),
            "spec": table.texts("spec"),
            "product_code": product_codes(table),
            "account_code": account_codes(table),
            "catalogue": table.texts("catalogue"),
            "quantity": quantity,
            "unit": [u.name if u else None for u in units],
            "base_quantity": base_quantities(quantity, units),
            "base_unit": [u.base if u else None for u in units],
            "unit_price_idr": unit_price,
            "shipping_idr": shipping,
            "amount_idr": amount,
            "vendor": table.texts("vendor"),
            "vendor_region_code": [None] * table.n,
            "method": [v or constants.get("method") for v in table.texts("method")],
            "baseline_kind": words(table, "baseline_kind", constants.get("baseline_kind")),
            "source_ref": table.texts("source_ref"),
        },
        columns=list(PURCHASE_COLUMNS),
        dtype=object,
    )
    _empty_text(table, frame)
    say(0.8, msg("Mencari baris berulang"))
    _repeated(table, frame)
    accepted = np.ones(table.n, dtype=bool)
    accepted[list(table.log.rejected)] = False
    purchases = frame.loc[accepted].reset_index(drop=True).astype({"line_no": "int64", "fiscal_year": "int64"})
    total = sum((Decimal(a) for a in purchases["amount_idr"]), Decimal(0))
    return Cleaned(purchases, table.log.frame(), unresolved, table.n, total)


# --------------------------------------------------------------------------- the table as a whole


def _require(fit: Fit, region: str | None) -> None:
    missing = [c for c in fit.preset.required if c not in fit.positions and not (c == "region" and region is not None)]
    if missing == ["region"]:
        raise InputError("Berkas ini tidak memuat kolom daerah: sebutkan daerahnya saat memuat (--region KODE).")
    if missing:
        raise InputError(
            "Kolom {columns} tidak ada dalam berkas: tambahkan kolom itu, lalu unggah lagi.",
            columns=", ".join(fit.preset.columns[c][0] for c in missing),
        )


def _misaligned(table: Mapped) -> None:
    """A delimiter inside an unquoted value shifts all that follows: 25,000 becomes 25. Such a row is never read."""
    width = len(table.fit.sheet.rows[table.fit.header_row])
    lengths = [len(row) for row in table.body]
    if max(lengths) <= width:
        return
    commonest = Counter(lengths).most_common(1)[0][0]
    for i, row in enumerate(table.body):
        # a delimiter too many at the end of every line shifts nothing
        if len(row) > width and (len(row) != commonest or any(cell not in ("", None) for cell in row[width:])):
            table.set_aside(
                i,
                row[-1],
                "row_misaligned",
                msg(
                    "Baris ini memuat {found} kolom, sedangkan judulnya {expected}: "
                    "beri tanda kutip pada isian yang memuat tanda pemisah.",
                    found=Count(len(row)),
                    expected=Count(width),
                ),
            )


def _columns_twice(table: Mapped) -> None:
    """Two columns of one name may hold different figures; the officer is told which one counts."""
    keys = Counter(header_key(cell) for cell in tidy(table.fit.sheet.rows[table.fit.header_row]))
    for canonical, header in table.fit.headers.items():
        if keys[header_key(header)] > 1:
            table.issue(
                0,
                canonical,
                None,
                "column_repeated",
                "warn",
                msg(
                    "Judul kolom {column} ada {n} kali; yang dipakai ialah yang pertama.",
                    column=header,
                    n=Count(keys[header_key(header)]),
                ),
            )


def _other_sheets(table: Mapped) -> None:
    if table.fit.ignored:
        table.issue(
            0,
            "lembar",
            ", ".join(table.fit.ignored),
            "sheet_ignored",
            "warn",
            msg(
                "Hanya lembar {sheet} yang dibaca; lembar {others} bertata letak sama dan tidak dimuat: "
                "simpan tiap lembar sebagai berkas sendiri bila semuanya diperlukan.",
                sheet=table.fit.sheet.name,
                others=", ".join(table.fit.ignored),
            ),
        )


# --------------------------------------------------------------------------- columns


def _cancelled(table: Mapped) -> None:
    for rule in table.fit.preset.rejects:
        if not table.has(rule.column):
            continue
        for i, value in enumerate(table.texts(rule.column)):
            if value is not None and value.lower() in rule.values:
                table.issue(i, rule.column, value, "row_cancelled", "reject", _CANCELLED[rule.reason])


def _regions(table: Mapped, given: str | None) -> tuple[list[str | None], pd.DataFrame]:
    keys: dict[str, int] = {}
    for position, cell in enumerate(tidy(table.fit.sheet.rows[table.fit.header_row])):
        keys.setdefault(header_key(cell), position)
    columns = [
        [plain_text(v) for v in table.at(keys[alias])] for alias in table.fit.preset.columns["region"] if alias in keys
    ]
    answers: dict[tuple[str | None, ...], Resolution | None] = {}
    codes: list[str | None] = []
    told: set[str] = set()
    lost: Counter[str] = Counter()
    for i, texts in enumerate(zip(*columns, strict=True) if columns else [()] * table.n):
        if texts not in answers:
            said = [t for t in texts if t]
            answers[texts] = None if not said and given else _best_resolution(said)
        answer = answers[texts]
        if answer is None:
            codes.append(given)
            continue
        codes.append(answer.code)
        if answer.code is None and i not in table.unusable:
            lost[answer.text] += 1
            rule_name = _REGION_RULES.get(answer.how, "region_unknown")
            table.issue(i, "region", answer.text, rule_name, "reject", _why(answer))
        elif answer.confidence < _SURE and answer.text not in told:
            told.add(answer.text)
            table.issue(i, "region", answer.text, "region_doubtful", "warn", answer.note or msg("Daerah kurang pasti."))
    found = pd.DataFrame({"text": list(lost), "rows": list(lost.values())}).astype({"rows": "int64"})
    return codes, found.sort_values("rows", ascending=False, kind="stable", ignore_index=True)


def _best_resolution(texts: list[str]) -> Resolution:
    answers = [resolve(text) for text in texts] or [resolve("")]
    return max(answers, key=lambda a: (a.code is not None, a.confidence, len(a.suggestions)))


def _why(answer: Resolution) -> Message:
    if answer.how == "ambiguous":
        return msg(
            "{text} dapat berarti beberapa daerah ({suggestions}): tulis jenisnya, misalnya Kab. atau Kota.",
            text=answer.text,
            suggestions=", ".join(s.name for s in answer.suggestions),
        )
    return answer.note or msg("Daerah tidak dikenal.")


def _times(table: Mapped, given: int | None) -> tuple[list[str | None], list[int | None]]:
    cells = table.cells("date")
    dates, unreadable = read_dates(cells)
    for i in unreadable:
        table.issue(
            i,
            "date",
            cells[i],
            "date_unreadable",
            "warn",
            msg("Tanggal {value} tidak terbaca: tulis seperti 2025-03-12 atau 12/03/2025.", value=str(cells[i])[:60]),
        )
    years: list[int | None] = []
    differing: set[int] = set()
    for i, (text, day) in enumerate(zip(table.texts("fiscal_year"), dates, strict=True)):
        found = _YEAR.search(text) if text else None
        year = int(found[1]) if found else given or (int(day[:4]) if day else None)
        years.append(year)
        if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
            table.issue(
                i,
                "fiscal_year",
                text,
                "year_missing",
                "reject",
                msg("Tahun anggaran tidak ada: isi kolomnya, atau sebutkan tahunnya saat memuat."),
            )
        elif day and abs(int(day[:4]) - year) > 1 and year not in differing:
            differing.add(year)
            table.issue(
                i,
                "date",
                cells[i],
                "fiscal_year_differs",
                "warn",
                msg("Tanggal {date} jauh dari tahun anggaran {year}: periksa salah satunya.", date=day, year=year),
            )
    return dates, years


# --------------------------------------------------------------------------- rows


def _empty_text(table: Mapped, frame: pd.DataFrame) -> None:
    for i in np.flatnonzero(frame["text"].isna().to_numpy()):
        table.issue(int(i), "text", None, "text_missing", "reject", msg("Nama barang kosong: isi uraian barangnya."))


def _repeated(table: Mapped, frame: pd.DataFrame) -> None:
    """The very same row again may be a file pasted twice; it counts, but the officer is told."""
    columns = [c for c in frame.columns if c != "line_no"]
    same = frame.duplicated(columns, keep="first").to_numpy()
    for i in np.flatnonzero(same):
        if int(i) not in table.log.rejected:
            table.issue(
                int(i),
                "source_ref",
                frame["source_ref"].iat[i],
                "row_repeated",
                "warn",
                msg("Baris ini sama persis dengan baris sebelumnya: hapus bila terkirim dua kali."),
            )
