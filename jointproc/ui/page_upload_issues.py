"""What was wrong or doubtful in a file, for reading and for taking away: by rule, line by line, CSV and XLSX."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import streamlit as st
from openpyxl import Workbook
from openpyxl.styles import Font

from jointproc.intake import Reading
from jointproc.intake.report import mending_workbook
from jointproc.text import Language, Message, translate
from jointproc.ui import cards, formats, geography, shell
from jointproc.ui.formats import Column
from jointproc.ui.language import N_, _, language

__all__ = ["SHOWN_MOST", "explain", "issues_by_rule", "noted_n", "show_issues", "xlsx_bytes"]

# The grid is sent to the browser as a whole; the downloads always hold everything.
SHOWN_MOST: Final = 1000
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RULES: Final[dict[str, str]] = {
    "amount_computed": N_("Total dihitung dari jumlah dan harga"),
    "amount_mismatch": N_("Total tidak sama dengan hitungannya"),
    "amount_missing": N_("Nilai tidak ada"),
    "amount_negative": N_("Total negatif"),
    "amount_senseless": N_("Hitungan nilai tidak masuk akal"),
    "column_repeated": N_("Judul kolom berulang"),
    "currency_foreign": N_("Mata uang lain"),
    "date_out_of_range": N_("Tanggal di luar tahun yang masuk akal"),
    "date_unreadable": N_("Tanggal tidak terbaca"),
    "fiscal_year_differs": N_("Tanggal jauh dari tahun anggaran"),
    "header_repeated": N_("Judul kolom di tengah tabel"),
    "member_ignored": N_("Berkas lain dalam arsip"),
    "number_ambiguous": N_("Angka bermakna ganda"),
    "number_too_large": N_("Angka terlalu besar"),
    "number_unreadable": N_("Angka tidak terbaca"),
    "order_repeated": N_("Pesanan dikirim ulang"),
    "price_computed": N_("Harga hasil bagi"),
    "quantity_not_positive": N_("Jumlah tidak lebih dari nol"),
    "region_ambiguous": N_("Daerah bermakna ganda"),
    "region_doubtful": N_("Daerah kurang pasti"),
    "region_not_a_region": N_("Bukan nama daerah"),
    "region_refused": N_("Bukan pemerintah daerah (jawaban Anda)"),
    "region_unknown": N_("Daerah tidak dikenal"),
    "row_cancelled": N_("Paket dibatalkan"),
    "row_misaligned": N_("Baris bergeser"),
    "row_repeated": N_("Baris berulang"),
    "scale_broken": N_("Ribuan hilang"),
    "scale_named": N_("Angka dalam ribuan atau jutaan"),
    "sheet_ignored": N_("Lembar lain tidak dibaca"),
    "shipping_negative": N_("Ongkos kirim negatif"),
    "text_fallback": N_("Nama paket dari nomornya"),
    "text_missing": N_("Nama barang kosong"),
    "total_differs": N_("Baris jumlah berbeda"),
    "totals_row": N_("Baris jumlah"),
    "word_unknown": N_("Kata tidak dikenal"),
    "year_missing": N_("Tahun anggaran tidak ada"),
}
_SEVERITIES: Final = {"reject": N_("ditolak"), "warn": N_("diterima, perlu diperiksa")}


def _rule(key: str, spoken: Language | None = None) -> str:
    return translate(_RULES[key], spoken or language()) if key in _RULES else key


def explain(issues: pd.DataFrame, spoken: Language | None = None) -> pd.DataFrame:
    """The issues in a language: ``line_no, column_name, value, rule, severity, message``.

    Args:
        issues: columns of table ``issue`` (without the dataset).
        spoken: the reader's own when not given; a download, which is made outside the session, must say it.
    """
    spoken = spoken or language()
    told = list(issues["message"])
    if spoken != "id":
        told = [
            Message.unpacked(template, params).render(spoken) if isinstance(template, str) else message
            for message, template, params in zip(
                told, issues["message_template"], issues["message_params"], strict=True
            )
        ]
    rules = {key: _rule(key, spoken) for key in issues["rule"].unique()}
    effects = {key: translate(word, spoken) for key, word in _SEVERITIES.items()}
    return pd.DataFrame(
        {
            "line_no": issues["line_no"].to_numpy(),
            "column_name": issues["column_name"].to_numpy(),
            "value": issues["value"].to_numpy(),
            "rule": issues["rule"].map(rules).to_numpy(),
            "severity": issues["severity"].map(effects).to_numpy(),
            "message": told,
        }
    )


def issues_by_rule(issues: pd.DataFrame) -> pd.DataFrame:
    """How often each rule spoke, what it meant for the line, and one example; rejections first.

    Returns:
        ``key, severity, rule, lines_n, example``; ``key`` is ``reject`` or ``warn``.
    """
    firsts = issues.drop_duplicates(["severity", "rule"])
    lines = issues.groupby(["severity", "rule"])["line_no"].nunique()
    told = explain(firsts)
    found = pd.DataFrame(
        {
            "key": firsts["severity"].to_numpy(),
            "severity": told["severity"],
            "rule": told["rule"],
            "lines_n": [int(lines[pair]) for pair in zip(firsts["severity"], firsts["rule"], strict=True)],
            "example": told["message"],
        }
    )
    return found.sort_values(["key", "lines_n"], ascending=[True, False], ignore_index=True)


@shell.fragment
def show_issues(issues: pd.DataFrame, *, key: str, name: str, reading: Reading | None = None) -> None:
    """Summary by rule, then every line with its reason, filtered by rule, severity and column; downloads of all of it.

    Args:
        issues: columns of table ``issue`` (without the dataset).
        key: unique on the page.
        name: the dataset or file, for the names of the downloads.
        reading: when the file is at hand, its rows can be downloaded with the cells in question marked.
    """
    if issues.empty:
        st.markdown(_("Tidak ada temuan: semua baris diterima tanpa catatan."))
        return
    found = _summary(issues, key)
    cards.table(
        found.by_rule,
        {
            "rule": Column(_("Temuan"), width=150 if geography.is_phone() else 230),
            "severity": Column(_("Akibat"), width=190),
            "lines_n": Column(_("Baris"), "count", width=80),
            "example": Column(_("Contoh alasan"), width=640),
        },
        alt=_("Temuan impor menurut aturan"),
        key=f"{key}_aturan",
        totals=_(
            "{rules} jenis temuan; {rejected} baris ditolak, {warned} baris diterima dengan catatan",
            rules=formats.count(len(found.by_rule)),
            rejected=formats.count(found.rejected_n),
            warned=formats.count(found.noted_n),
        ),
    )
    chosen = _filtered(issues, found, key)
    cards.table(
        explain(chosen.head(SHOWN_MOST)),
        {
            "line_no": Column(_("Baris"), "count", width=70),
            "column_name": Column(_("Kolom"), width=140),
            "value": Column(_("Isi"), width=160),
            "severity": Column(_("Akibat"), width=180),
            "message": Column(_("Alasan dan cara memperbaiki"), width=640),
        },
        alt=_("Temuan impor baris demi baris"),
        key=f"{key}_baris",
        totals=_(
            "{shown} dari {all} temuan ditampilkan; unduhan memuat semuanya.",
            shown=formats.count(min(len(chosen), SHOWN_MOST)),
            all=formats.count(len(chosen)),
        )
        if len(chosen) > SHOWN_MOST
        else _("{all} temuan", all=formats.count(len(chosen))),
    )
    _downloads(chosen, key, name, reading)


@dataclass(frozen=True, slots=True)
class _Summary:
    """What is counted once for each set of issues and language, however often the page is drawn."""

    issues: pd.DataFrame
    spoken: Language
    by_rule: pd.DataFrame
    rejected_n: int
    noted_n: int
    rules: list[str]
    severities: list[str]
    columns: list[str]


def _summary(issues: pd.DataFrame, key: str) -> _Summary:
    kept: _Summary | None = st.session_state.get(f"_{key}_ringkas")
    if kept is None or kept.issues is not issues or kept.spoken != language():
        rejected = issues["severity"] == "reject"
        lines = issues["line_no"]
        kept = _Summary(
            issues,
            language(),
            issues_by_rule(issues),
            lines[rejected].nunique(),
            noted_n(issues),
            sorted(issues["rule"].unique(), key=_rule),
            sorted(issues["severity"].unique()),
            sorted({str(c) for c in issues["column_name"].unique() if c}),
        )
        st.session_state[f"_{key}_ringkas"] = kept
    return kept


def noted_n(issues: pd.DataFrame) -> int:
    """Accepted lines with at least one remark."""
    rejected = issues["severity"] == "reject"
    noted = issues.loc[~rejected, "line_no"]
    return int(noted[~noted.isin(issues.loc[rejected, "line_no"])].nunique())


def _filtered(issues: pd.DataFrame, found: _Summary, key: str) -> pd.DataFrame:
    """The issues that the reader wants to see."""
    first, second, third = st.columns(3, gap="small")
    with first:
        rules = st.multiselect(
            _("Saring temuan"),
            found.rules,
            format_func=_rule,
            key=f"{key}_saring",
            placeholder=_("Semua temuan"),
        )
    with second:
        effects = st.multiselect(
            _("Akibat"),
            found.severities,
            format_func=lambda word: _(_SEVERITIES[word]),
            key=f"{key}_akibat",
            placeholder=_("Semua akibat"),
        )
    with third:
        columns = st.multiselect(
            _("Kolom"),
            found.columns,
            key=f"{key}_kolom",
            placeholder=_("Semua kolom"),
        )
    chosen = issues
    for column, wanted in (("rule", rules), ("severity", effects), ("column_name", columns)):
        chosen = chosen[chosen[column].isin(wanted)] if wanted else chosen
    return chosen


def _downloads(chosen: pd.DataFrame, key: str, name: str, reading: Reading | None) -> None:
    """What was chosen as CSV and XLSX, made only when asked for; and the file's own rows to mend."""
    heads = [_("Baris"), _("Kolom"), _("Isi"), _("Temuan"), _("Akibat"), _("Alasan dan cara memperbaiki")]
    sheet, spoken = _("Temuan"), language()
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            _("Unduh temuan (CSV)"),
            data=lambda: cards.csv_bytes(explain(chosen, spoken).set_axis(heads, axis=1)),
            file_name=cards.file_name("temuan", name),
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key=f"{key}_csv",
        )
        st.download_button(
            _("Unduh temuan (XLSX)"),
            data=lambda: xlsx_bytes(explain(chosen, spoken).set_axis(heads, axis=1), sheet),
            file_name=cards.file_name("temuan", name, "xlsx"),
            mime=_XLSX,
            icon=":material/download:",
            on_click="ignore",
            key=f"{key}_xlsx",
        )
        if reading is not None:
            st.download_button(
                _("Unduh baris untuk diperbaiki (XLSX)"),
                data=lambda: mending_workbook(reading, spoken),
                file_name=cards.file_name("perbaiki", name, "xlsx"),
                mime=_XLSX,
                icon=":material/edit_document:",
                on_click="ignore",
                help=_(
                    "Baris yang bermasalah seperti di berkas dengan sel yang perlu diperbaiki ditandai: perbaiki, lalu "
                    "unggah lagi."
                ),
                key=f"{key}_perbaiki",
            )


def xlsx_bytes(frame: pd.DataFrame, sheet: str) -> bytes:
    """A table as XLSX in which text stays text: a cell that begins like a formula is written as a string."""
    book = Workbook()
    page = book.active
    page.title = sheet[:31]
    _write(page, 1, list(frame.columns))
    for position, row in enumerate(frame.itertuples(index=False), start=2):
        _write(page, position, row)
    for cell in page[1]:
        cell.font = Font(bold=True)
    for column in page.iter_cols(min_row=1, max_row=min(page.max_row, 200)):
        page.column_dimensions[column[0].column_letter].width = min(
            max(len(str(c.value or "")) for c in column) + 2, 90
        )
    page.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(page: Any, position: int, values: Sequence[Any]) -> None:
    for column, value in enumerate(values, start=1):
        missing = value is None or pd.isna(value)
        plain = value.item() if hasattr(value, "item") else value
        cell = page.cell(row=position, column=column, value=None if missing else plain)
        if isinstance(plain, str):
            cell.data_type = "s"
