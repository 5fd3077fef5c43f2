"""A workbook to mend and upload again: the rows that were left out or doubted, with the cells in question marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from jointproc.intake.headers import exact_key
from jointproc.intake.personal import is_personal
from jointproc.intake.sheet import NATIVE_DATE, NATIVE_NUMBER, ReadAgain, Sheet
from jointproc.intake.xlsx_writer import Page, Row, Style, workbook_bytes
from jointproc.text import Count, Message, msg

if TYPE_CHECKING:
    from jointproc.intake.reading import Reading

__all__ = ["LINE_HEADER", "REASON_HEADER", "issues_workbook", "mending_workbook"]

# No layout minds these two columns, so the sheet is read like the file it came from.
LINE_HEADER: Final = "baris_asal"
REASON_HEADER: Final = "temuan_jointproc"
# Rules that ask for nothing: their rows have nothing to mend.
_INFORM: Final = frozenset({"price_computed", "sheet_ignored", "member_ignored", "column_repeated"})
# A spreadsheet program that must draw more notes than this opens slowly; the reason stands in its own column anyway.
_MOST_NOTES: Final = 10_000
# The last row a spreadsheet has, less the header.
_MOST_ROWS: Final = 1_048_575
_SAMPLES: Final = 30
_WIDEST: Final = 60


def mending_workbook(reading: Reading, language: str = "id") -> bytes:
    """:func:`issues_workbook` of a reading, whose rows are taken from its file once more."""
    sheet, header_row = reading.fit.sheet, reading.fit.header_row
    issues = reading.issues
    wanted = issues.loc[~issues["rule"].isin(_INFORM), "line_no"].unique()
    lines, rows = _read_again(sheet, sheet.lines[header_row], pa.array(sorted(wanted), pa.int32()))
    header = [str(cell) if cell is not None else "" for cell in sheet.head[header_row]]
    return issues_workbook(rows, header, sheet.lines[header_row], lines, issues, language)


def _read_again(sheet: Sheet, after_line: int, wanted: pa.Array) -> tuple[list[int], list[tuple[Any, ...]]]:
    """Some lines of a table; only those are ever held, however long the file is."""
    while True:
        lines: list[int] = []
        rows: list[tuple[Any, ...]] = []
        try:
            for batch in sheet.open(range(sheet.width), after_line):
                few = batch.filter(pc.is_in(batch.column(0), value_set=wanted))
                lines.extend(few.column(0).to_pylist())
                rows.extend(zip(*(column.to_pylist() for column in few.columns[1:]), strict=True))
        except ReadAgain:
            continue
        return lines, rows


def issues_workbook(
    rows: Iterable[Sequence[object]],
    header: Sequence[str],
    header_line: int,
    lines: Sequence[int],
    issues: pd.DataFrame,
    language: str = "id",
) -> bytes:
    """XLSX with three sheets: the rows as in the file, the issues one by one, and how to use them.

    The first sheet is a table in the file's own layout (header in row 1, one more column in front and one behind), so
    that it can be uploaded again once it is mended. Columns of personal data are left out. Text that begins like a
    formula stays text. Colour is never alone: the last column says the same in words.

    Args:
        rows: cells of the rows to mend, in the order of ``lines``; text of ``Sheet.open`` is understood too.
        header: what each column is called in the file.
        header_line: the line of the header; issues of this line or above concern the whole file.
        lines: the line of each row as a person sees it in the file. Rows without an issue are left out.
        issues: columns ``ISSUE_COLUMNS``.
        language: ``id`` or ``en``.
    """
    sentences = _sentences(issues, language)
    found: dict[int, list[tuple[str, bool, str]]] = defaultdict(list)
    for line, column, severity, rule, said in zip(
        issues["line_no"], issues["column_name"], issues["severity"], issues["rule"], sentences, strict=True
    ):
        if rule not in _INFORM and line > header_line:
            found[int(line)].append((str(column or ""), severity == "reject", said))
    pages = [_rows_page(rows, header, lines, found, language), _issues_page(issues, sentences, language)]
    return workbook_bytes([*pages, _guide_page(language)])


def _sentences(issues: pd.DataFrame, language: str) -> list[str]:
    if language == "id":
        return [str(said) for said in issues["message"]]
    known: dict[tuple[str, str], str] = {}
    told = []
    for said, template, params in zip(
        issues["message"], issues["message_template"], issues["message_params"], strict=True
    ):
        key = (template, params)
        if key not in known:
            known[key] = Message.unpacked(template, params).render(language) if template else str(said)
        told.append(known[key])
    return told


# --------------------------------------------------------------------------- rows


def _rows_page(
    rows: Iterable[Sequence[object]],
    header: Sequence[str],
    lines: Sequence[int],
    found: dict[int, list[tuple[str, bool, str]]],
    language: str,
) -> Page:
    pairs = ((line, row) for line, row in zip(lines, rows, strict=False) if line in found)
    first = list(islice(pairs, _SAMPLES))
    positions = [p for p, name in enumerate(header) if not is_personal(str(name or ""), _samples(first, p))]
    labels = _labels(header)
    places = {labels[p]: place for place, p in enumerate(positions, start=1)}
    headers = [LINE_HEADER, *(str(header[p] or "") for p in positions), REASON_HEADER]
    notes: dict[tuple[int, int], str] = {}

    def written() -> Iterator[Row]:
        yield Row(headers, Style.HEAD)
        for number, (line, row) in enumerate(islice(chain(first, pairs), _MOST_ROWS), start=1):
            yield _marked(number, line, row, positions, found[line], places, notes, language)

    return Page(
        msg("Baris").render(language),
        written(),
        [11, *(_width(str(header[p] or ""), _samples(first, p)) for p in positions), 90],
        1,
        notes,
    )


def _marked(
    number: int,
    line: int,
    row: Sequence[object],
    positions: Sequence[int],
    found: list[tuple[str, bool, str]],
    places: dict[str, int],
    notes: dict[tuple[int, int], str],
    language: str,
) -> Row:
    rejected = any(reject for _column, reject, _said in found)
    outlined = Style.REJECTED_CELL if rejected else Style.DOUBTED_CELL
    special: dict[int, Style] = {}
    reasons: dict[int, list[str]] = {}
    for column, _reject, said in found:
        place = places.get(exact_key(column), 0)
        special[place] = outlined
        reasons.setdefault(place, []).append(said)
    for place, told in reasons.items():
        if len(notes) < _MOST_NOTES:
            notes[number, place] = "\n".join(told)
    word = (msg("Ditolak") if rejected else msg("Diterima, perlu diperiksa")).render(language)
    reason = f"{word}: " + " ".join(dict.fromkeys(said for _column, _reject, said in found))
    cells = [line, *(_cell(row[p]) if p < len(row) else None for p in positions), reason]
    return Row(cells, Style.REJECTED if rejected else Style.DOUBTED, special)


def _labels(header: Sequence[str]) -> list[str]:
    """How issues may call each column: by its name, a second one of the name by its number, a nameless one likewise."""
    seen: dict[str, int] = defaultdict(int)
    labels = []
    for position, name in enumerate(header):
        label = " ".join(str(name or "").split()) or f"Kolom {position + 1}"
        seen[exact_key(label)] += 1
        times = seen[exact_key(label)]
        labels.append(exact_key(label if times == 1 else f"{label} ({times})"))
    return labels


def _samples(pairs: Sequence[tuple[int, Sequence[object]]], position: int) -> list[str]:
    return [str(row[position]) for _line, row in pairs if position < len(row) and row[position] not in (None, "")]


def _width(name: str, samples: Sequence[str]) -> float:
    return min(max([10, len(name) + 4, *(len(text) + 2 for text in samples)]), _WIDEST)


def _cell(value: object) -> Any:
    """A cell as a spreadsheet should hold it: what was a number there is one again, dates are written plainly."""
    if isinstance(value, str):
        if value.startswith(NATIVE_NUMBER):
            return Decimal(value[1:])
        return _day(value[1:]) if value.startswith(NATIVE_DATE) else value
    if isinstance(value, datetime | date):
        return _day(value.isoformat())
    return value


def _day(text: str) -> str:
    return text.removesuffix("T00:00:00").replace("T", " ")


# --------------------------------------------------------------------------- issues and instructions


def _issues_page(issues: pd.DataFrame, sentences: Sequence[str], language: str) -> Page:
    titles = (msg("Baris"), msg("Kolom"), msg("Isi"), msg("Aturan"), msg("Akibat"), msg("Alasan dan cara memperbaiki"))
    effects = {
        "reject": msg("Ditolak").render(language),
        "warn": msg("Diterima, perlu diperiksa").render(language),
    }

    def written() -> Iterator[Row]:
        yield Row([title.render(language) for title in titles], Style.HEAD)
        columns = (issues[name] for name in ("line_no", "column_name", "value", "rule", "severity"))
        for line, column, value, rule, severity, said in islice(zip(*columns, sentences, strict=True), _MOST_ROWS):
            yield Row([int(line), column, value, rule, effects[severity], said])

    return Page(msg("Temuan").render(language), written(), [9, 24, 32, 22, 26, 100])


def _guide_page(language: str) -> Page:
    told = (
        (Style.REJECTED, msg("Ditolak"), msg("Baris berlatar merah muda belum dihitung sama sekali.")),
        (Style.DOUBTED, msg("Diterima, perlu diperiksa"), msg("Baris berlatar kuning sudah dihitung, tetapi janggal.")),
        (
            Style.REJECTED_CELL,
            msg("Isian berbingkai"),
            msg("Inilah isian yang dimaksud; alasannya ada di catatan sel dan di kolom temuan_jointproc."),
        ),
    )
    steps = (
        msg("Perbaiki isian yang berbingkai di lembar pertama. Jangan mengubah baris judulnya."),
        msg("Hapus baris yang memang tidak perlu dihitung, misalnya paket batal atau baris jumlah."),
        msg("Unggah buku kerja ini: lembar pertama dibaca seperti berkas semula."),
        msg("Saat menyimpan, pilih Lewati yang sudah ada agar baris yang sudah diterima tidak terhitung dua kali."),
        msg("Kolom baris_asal dan temuan_jointproc tidak dibaca; kolom data pribadi tidak disertakan."),
        msg(
            "Catatan sel dibuat untuk {n} isian pertama; alasan setiap baris ada di kolom terakhir.",
            n=Count(_MOST_NOTES),
        ),
    )
    rows = [Row([msg("Tanda").render(language), msg("Artinya").render(language)], Style.HEAD)]
    rows += [Row([word.render(language), said.render(language)], Style.WRAPPED, {0: look}) for look, word, said in told]
    rows += [Row([number, step.render(language)], Style.WRAPPED) for number, step in enumerate(steps, start=1)]
    return Page(msg("Petunjuk").render(language), rows, [28, 100], filtered=False)
