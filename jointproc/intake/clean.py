"""From a recognised table to clean purchases: each rule accepts, doubts or leaves out a row, and says so."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import numpy as np
import pandas as pd

from jointproc.errors import InputError
from jointproc.intake.dates import read_dates
from jointproc.intake.issues import IssueLog
from jointproc.intake.numbers import read_numbers
from jointproc.intake.presets import Fit
from jointproc.intake.units import Unit, unit_of
from jointproc.regions import Resolution, resolve
from jointproc.text import Message, msg

__all__ = ["PURCHASE_COLUMNS", "Cleaned", "clean"]

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
_ACCOUNT: Final = re.compile(r"(?<![\d.])([4-6](?:\.\d{1,4}){2,6})(?![\d])")
_ACCOUNT_INSIDE: Final = re.compile(r"(5\.[1-4]\.\d{2}(?:\.\d{2,4}){0,4})")
_VOLUME: Final = re.compile(r"^\s*(\d[\d.,]*)\s*([^\d].*)?$")
_SURE: Final = 0.85
_MONEY_LIMIT: Final = 10.0**16
_QUANTITY_LIMIT: Final = 10.0**14
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Accepted purchases, all issues, and how each region text was understood."""

    purchases: pd.DataFrame
    issues: pd.DataFrame
    unresolved: pd.DataFrame
    rows_read: int
    amount_idr: Decimal


class _Table:
    """The body of the fitted sheet by canonical column."""

    def __init__(self, fit: Fit) -> None:
        self.fit = fit
        self.body = fit.sheet.rows[fit.header_row + 1 :]
        self.lines = fit.sheet.lines[fit.header_row + 1 :]
        self.n = len(self.body)
        self.log = IssueLog()

    def has(self, canonical: str) -> bool:
        return canonical in self.fit.positions

    def cells(self, canonical: str) -> list[Any]:
        return self.at(self.fit.positions[canonical]) if self.has(canonical) else [None] * self.n

    def at(self, position: int) -> list[Any]:
        return [row[position] if position < len(row) else None for row in self.body]

    def header(self, canonical: str) -> str:
        return self.fit.headers.get(canonical, canonical)

    def texts(self, canonical: str) -> list[str | None]:
        known: dict[Any, str | None] = {}
        out = []
        for value in self.cells(canonical):
            if value not in known:
                known[value] = _text(value)
            out.append(known[value])
        return out

    def issue(self, i: int, canonical: str, value: Any, rule: str, severity: Any, message: Message) -> None:
        self.log.add(i, self.lines[i], self.header(canonical), value, rule, severity, message)


def clean(fit: Fit, *, region: str | None, year: int | None) -> Cleaned:
    """Clean a recognised table.

    Args:
        fit: the table with its columns.
        region: Kemendagri code for files without a region column.
        year: fiscal year for files without one.

    Raises:
        InputError: there are no data rows, or a column is missing without which no row means anything.
    """
    table = _Table(fit)
    if table.n == 0:
        raise InputError(
            "Lembar {sheet} hanya berisi judul kolom: isi barisnya, lalu unggah lagi.", sheet=fit.sheet.name or "data"
        )
    _require(fit, region)
    _rejected_words(table)
    codes, unresolved = _regions(table, region)
    money = {c: _number(table, c) for c in ("unit_price", "shipping")}
    quantity, units = _quantities(table)
    amounts = _amounts(table, quantity, money)
    dates, years = _times(table, year)
    frame = pd.DataFrame(
        {
            "line_no": table.lines,
            "region_code": codes,
            "buyer": table.texts("buyer"),
            "stage": _words(table, "stage", fit.preset.stage),
            "fiscal_year": years,
            "date": dates,
            "text": _goods_text(table),
            "spec": table.texts("spec"),
            "product_code": _product_codes(table),
            "account_code": _account_codes(table),
            "catalogue": table.texts("catalogue"),
            "quantity": quantity,
            "unit": [u.name if u else None for u in units],
            "base_quantity": _base_quantities(quantity, units),
            "base_unit": [u.base if u else None for u in units],
            "unit_price_idr": money["unit_price"],
            "shipping_idr": money["shipping"],
            "amount_idr": amounts,
            "vendor": table.texts("vendor"),
            "vendor_region_code": None,
            "method": [v or fit.preset.constants.get("method") for v in table.texts("method")],
            "baseline_kind": _words(table, "baseline_kind", fit.preset.constants.get("baseline_kind")),
            "source_ref": table.texts("source_ref"),
        },
        columns=list(PURCHASE_COLUMNS),
    )
    _empty_text(table, frame)
    _repeated(table, frame)
    accepted = np.ones(table.n, dtype=bool)
    accepted[list(table.log.rejected)] = False
    purchases = frame.loc[accepted].reset_index(drop=True)
    total = sum((Decimal(a) for a in purchases["amount_idr"]), Decimal(0))
    return Cleaned(purchases, table.log.frame(), unresolved, table.n, total)


# --------------------------------------------------------------------------- columns


def _require(fit: Fit, region: str | None) -> None:
    missing = [c for c in fit.preset.required if c not in fit.positions and not (c == "region" and region is not None)]
    if missing == ["region"]:
        raise InputError("Berkas ini tidak memuat kolom daerah: sebutkan daerahnya saat memuat (--region KODE).")
    if missing:
        raise InputError(
            "Kolom {columns} tidak ada dalam berkas: tambahkan kolom itu, lalu unggah lagi.",
            columns=", ".join(fit.preset.columns[c][0] for c in missing),
        )


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = " ".join(str(value).split())
    return text or None


def _rejected_words(table: _Table) -> None:
    for rule in table.fit.preset.rejects:
        if not table.has(rule.column):
            continue
        for i, value in enumerate(table.texts(rule.column)):
            if value is not None and value.lower() in rule.values:
                table.issue(i, rule.column, value, "row_cancelled", "reject", _CANCELLED[rule.reason])


_CANCELLED: Final = {
    "Paket dibatalkan.": msg("Paket dibatalkan."),
    "Paket sudah dihapus dari RUP.": msg("Paket sudah dihapus dari RUP."),
    "Paket tidak aktif di RUP.": msg("Paket tidak aktif di RUP."),
}


def _regions(table: _Table, given: str | None) -> tuple[list[str | None], pd.DataFrame]:
    keys = {str(h).strip().lower(): p for p, h in enumerate(table.fit.sheet.rows[table.fit.header_row])}
    positions = [keys[alias] for alias in table.fit.preset.columns["region"] if alias in keys]
    if not positions and table.has("region"):
        positions = [table.fit.positions["region"]]
    if not positions:
        return [given] * table.n, pd.DataFrame({"text": [], "rows": []})
    columns = [[_text(v) for v in table.at(p)] for p in positions]
    answers: dict[tuple[str | None, ...], Resolution] = {}
    codes: list[str | None] = []
    told: set[str] = set()
    lost: Counter[str] = Counter()
    for i, texts in enumerate(zip(*columns, strict=True)):
        if texts not in answers:
            answers[texts] = _best_resolution([t for t in texts if t])
        answer = answers[texts]
        codes.append(answer.code)
        if answer.code is None:
            lost[answer.text] += 1
            table.issue(i, "region", answer.text, f"region_{_RULE.get(answer.how, 'unknown')}", "reject", _why(answer))
        elif answer.confidence < _SURE and answer.text not in told:
            told.add(answer.text)
            table.issue(i, "region", answer.text, "region_doubtful", "warn", answer.note or msg("Daerah kurang pasti."))
    return codes, pd.DataFrame({"text": list(lost), "rows": list(lost.values())})


_RULE: Final = {"ambiguous": "ambiguous", "not_a_region": "not_a_region"}


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


def _number(table: _Table, canonical: str, *, required: bool = False) -> list[str | None]:
    if not table.has(canonical):
        return [None] * table.n
    cells = table.cells(canonical)
    column = read_numbers(cells)
    for i in column.unreadable:
        table.issue(
            i,
            canonical,
            cells[i],
            "number_unreadable",
            "reject" if required or table.fit.preset.items else "warn",
            msg(
                "{value} di kolom {column} bukan angka: tulis angka saja, misalnya 1.500.000.",
                value=str(cells[i])[:80],
                column=table.header(canonical),
            ),
        )
    limit = _QUANTITY_LIMIT if canonical == "quantity" else _MONEY_LIMIT
    for i in np.flatnonzero(np.abs(_floats(column.texts)) >= limit):
        table.issue(
            int(i),
            canonical,
            cells[i],
            "number_too_large",
            "reject",
            msg("Angka di kolom {column} terlalu besar untuk satu baris belanja.", column=table.header(canonical)),
        )
        column.texts[i] = None
    if column.convention == "ambiguous":
        first = next(i for i, t in enumerate(column.texts) if t is not None)
        table.issue(
            first,
            canonical,
            cells[first],
            "number_ambiguous",
            "warn",
            msg(
                "Titik atau koma di kolom {column} dibaca sebagai pemisah ribuan; periksa sebelum menyimpan.",
                column=table.header(canonical),
            ),
        )
    return column.texts


def _floats(texts: list[str | None]) -> np.ndarray:
    """For checks only, never for sums."""
    return np.array([np.nan if t is None else float(t) for t in texts], dtype=float)


def _quantities(table: _Table) -> tuple[list[str | None], list[Unit | None]]:
    if table.has("volume"):
        return _volumes(table)
    quantity = _number(table, "quantity")
    known: dict[str | None, Unit | None] = {None: None}
    units = []
    for text in table.texts("unit"):
        if text not in known:
            known[text] = unit_of(str(text))
        units.append(known[text])
    for i in np.flatnonzero(_floats(quantity) <= 0):
        table.issue(
            int(i),
            "quantity",
            quantity[i],
            "quantity_not_positive",
            "reject",
            msg("Jumlah {value} tidak lebih dari nol: perbaiki jumlahnya atau hapus barisnya.", value=quantity[i]),
        )
    return quantity, units


def _volumes(table: _Table) -> tuple[list[str | None], list[Unit | None]]:
    """Free text such as "420 kotak" or "1 Paket"; what can't be read has no quantity, and that is no fault."""
    numbers: list[Any] = []
    units: list[Unit | None] = []
    for text in table.texts("volume"):
        match = _VOLUME.match(text or "")
        numbers.append(match[1] if match else None)
        units.append(unit_of(match[2]) if match and match[2] else None)
    texts = read_numbers(numbers).texts
    return [t if t is not None and 0 < float(t) < _QUANTITY_LIMIT else None for t in texts], units


def _amounts(table: _Table, quantity: list[str | None], money: dict[str, list[str | None]]) -> list[str | None]:
    given = _number(table, "amount", required=True)
    q, p = _floats(quantity), _floats(money["unit_price"])
    s = np.nan_to_num(_floats(money["shipping"]))
    total = _floats(given)
    worked_out = q * p + s
    amounts = list(given)
    for i in np.flatnonzero(np.isnan(total)):
        if int(i) in table.log.rejected:
            continue
        if np.isnan(worked_out[i]):
            table.issue(int(i), "amount", None, "amount_missing", "reject", msg("Nilai baris kosong: isi totalnya."))
            continue
        exact = Decimal(str(quantity[i])) * Decimal(str(money["unit_price"][i])) + Decimal(money["shipping"][i] or "0")
        amounts[i] = format(round(exact, 2), "f")
        table.issue(
            int(i),
            "amount",
            None,
            "amount_computed",
            "warn",
            msg("Total kosong; dihitung dari jumlah × harga satuan + ongkos kirim."),
        )
    tolerance = np.maximum(1.0, np.abs(total) * 1e-9)
    for i in np.flatnonzero(np.abs(worked_out - total) > tolerance):
        table.issue(
            int(i),
            "amount",
            given[i],
            "amount_mismatch",
            "warn",
            msg("Jumlah × harga satuan + ongkos kirim tidak sama dengan total; total di berkas yang dipakai."),
        )
    for i in np.flatnonzero(s < 0):
        table.issue(
            int(i),
            "shipping",
            money["shipping"][i],
            "shipping_negative",
            "warn",
            msg("Ongkos kirim negatif: kemungkinan potongan harga; periksa kontraknya."),
        )
    for i in np.flatnonzero(total < 0):
        table.issue(
            int(i),
            "amount",
            given[i],
            "amount_negative",
            "reject",
            msg("Total negatif: baris pembatalan atau koreksi tidak dihitung sebagai belanja."),
        )
    return amounts


def _times(table: _Table, given: int | None) -> tuple[list[str | None], list[int | None]]:
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
        found = re.search(r"(?<!\d)(20\d\d)(?!\d)", text) if text else None
        year = int(found[1]) if found else given or (int(day[:4]) if day else None)
        years.append(year)
        if year is None or not _FIRST_YEAR <= year <= _LAST_YEAR:
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


def _goods_text(table: _Table) -> list[str | None]:
    template = table.fit.preset.text_template
    if template is None or not table.has("catalogue"):
        return table.texts("text")
    return [
        template.format(catalogue=catalogue or "–", product=product or "–")
        for catalogue, product in zip(table.texts("catalogue"), table.texts("product"), strict=True)
    ]


def _product_codes(table: _Table) -> list[str | None]:
    prefix = table.fit.preset.product_prefix
    return [f"{prefix}{code}" if code else None for code in table.texts("product")]


def _account_codes(table: _Table) -> list[str | None]:
    known: dict[str | None, str | None] = {None: None}
    out = []
    for text in table.texts("account_code"):
        if text not in known:
            inside = _ACCOUNT_INSIDE.search(text or "")
            plain = _ACCOUNT.search(text or "")
            known[text] = inside[1] if inside else plain[1] if plain else None
        out.append(known[text])
    return out


def _words(table: _Table, canonical: str, otherwise: str | None) -> list[str | None]:
    words = table.fit.preset.words.get(canonical, {})
    return [words.get((text or "").lower(), otherwise) for text in table.texts(canonical)]


def _base_quantities(quantity: list[str | None], units: list[Unit | None]) -> list[str | None]:
    return [
        format(Decimal(q) * u.factor, "f") if q is not None and u is not None and u.factor is not None else None
        for q, u in zip(quantity, units, strict=True)
    ]


# --------------------------------------------------------------------------- rows


def _empty_text(table: _Table, frame: pd.DataFrame) -> None:
    for i in np.flatnonzero(frame["text"].isna().to_numpy()):
        table.issue(int(i), "text", None, "text_missing", "reject", msg("Nama barang kosong: isi uraian barangnya."))


def _repeated(table: _Table, frame: pd.DataFrame) -> None:
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
