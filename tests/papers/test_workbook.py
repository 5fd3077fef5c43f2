"""The workbook: figures of the simulation, live formulas with their values, texts that stay texts, ready to print."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import column_index_from_string

from jointproc.papers import Identity, Paper, identity_of, tables_of, workbook_bytes
from tests.papers.conftest import CASES, Maker

BAND = ("p10", "p50", "p90")
REFERENCE = re.compile(r"^(?:'(.+)'!)?\$?([A-Z]+)\$?(\d+)$")


@pytest.fixture(scope="module", params=[("two", "id"), ("nine", "en")], ids=lambda p: "-".join(p))
def chosen(request: pytest.FixtureRequest, make: Maker) -> Paper:
    case, language = request.param
    return make(language=language, **CASES[case])


@pytest.fixture(scope="module")
def built(chosen: Paper) -> bytes:
    return workbook_bytes(chosen)


@pytest.fixture(scope="module")
def live(built: bytes) -> Any:
    """The workbook with its formulas."""
    return _open(built, values=False)


@pytest.fixture(scope="module")
def stored(built: bytes) -> Any:
    """The workbook with the values a reader sees that reckons nothing."""
    return _open(built, values=True)


def _open(built: bytes, *, values: bool) -> Any:
    return openpyxl.load_workbook(io.BytesIO(built), data_only=values)


def _rows(stored: Any, paper: Paper, name: str) -> list[dict[str, Any]]:
    """A sheet read back as dictionaries by stable column name, the total's row too."""
    table = next(t for t in tables_of(paper) if t.name == name)
    sheet = stored[table.sheet]
    shown = [c.name for c in table.columns if c.shown]
    first = 1 + 1 + len(table.notes) + 1 + 1
    return [dict(zip(shown, (c.value for c in row), strict=True)) for row in sheet.iter_rows(min_row=first)]


def test_figures_equal_the_simulation(stored: Any, chosen: Paper) -> None:
    told = chosen.simulation.to_json(chosen.language)
    rows = {r["code"]: r for r in _rows(stored, chosen, "members") if r["code"]}
    for member in told["members"]:
        row = rows[member["code"]]
        assert [row[f"{p}_idr"] for p in BAND] == [member["saving_idr"][p] for p in BAND]
        for key in ("alone_idr", "pooled_idr", "without_agreement_idr"):
            assert row[key] == member[key]
    channels = [[r[f"{p}_idr"] for p in BAND] for r in _rows(stored, chosen, "channels")]
    total = told["total"]
    expected = [*total["channels"].values(), total["coordination_idr"], total["award_failure_idr"], total["saving_idr"]]
    assert channels == [[band[p] for p in BAND] for band in expected]
    splits = {r["code"]: r for r in _rows(stored, chosen, "splits")}
    for rule, parts in told["splits"].items():
        assert {c: splits[c][f"{rule}_idr"] for c in parts} == parts


def test_the_cover_tells_the_headline(stored: Any, chosen: Paper) -> None:
    cover = stored.worksheets[0]
    total = chosen.simulation.to_json(chosen.language)["total"]
    figures = [row[1].value for row in cover.iter_rows() if isinstance(row[1].value, int | float)]
    saving = total["saving_idr"]
    assert figures == [
        total["alone_idr"],
        total["pooled_idr"],
        saving["p10"],
        saving["p50"],
        saving["p90"],
        total["without_agreement_idr"],
        total["pooling_gain_idr"],
    ]


def _value(book: Any, sheet: Any, reference: str) -> float:
    found = REFERENCE.match(reference)
    assert found, reference
    where = book[found[1].replace("''", "'")] if found[1] else sheet
    return float(where.cell(int(found[3]), column_index_from_string(found[2])).value or 0)


def _worked_out(book: Any, sheet: Any, formula: str) -> float:
    """Our few kinds of formulas reckoned from the stored values: a sum, a difference, a quotient, a reference."""
    if span := re.fullmatch(r"=SUM\(([A-Z]+)(\d+):\1(\d+)\)", formula):
        return sum(_value(book, sheet, f"{span[1]}{n}") for n in range(int(span[2]), int(span[3]) + 1))
    if parts := re.fullmatch(r"=(\$?[A-Z]+\$?\d+)([-/])(\$?[A-Z]+\$?\d+)", formula):
        left, right = _value(book, sheet, parts[1]), _value(book, sheet, parts[3])
        return left - right if parts[2] == "-" else left / right
    return _value(book, sheet, formula[1:])


def test_stored_values_are_what_the_formulas_give(live: Any, stored: Any) -> None:
    found = 0
    for sheet in live:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    found += 1
                    kept = stored[sheet.title][cell.coordinate].value
                    reckoned = _worked_out(stored, stored[sheet.title], cell.value)
                    assert kept == pytest.approx(reckoned, rel=1e-9, abs=1e-6), (sheet.title, cell.coordinate)
    assert found > 40


def test_ready_to_print_and_to_scroll(live: Any, chosen: Paper) -> None:
    assert len(live.sheetnames) == len(tables_of(chosen)) + 1
    for sheet in live:
        assert len(sheet.title) <= 31
        assert sheet.print_area
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToWidth in (1, None)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert chosen.scenario.scenario_id in str(sheet.oddFooter.left.text)
        assert all(d.width <= 50 for d in sheet.column_dimensions.values())
    for table, sheet in zip(tables_of(chosen), live.worksheets[1:], strict=True):
        header = len(table.notes) + 3
        assert sheet.print_title_rows == f"${header}:${header}"
        assert int(re.sub(r"\D", "", sheet.freeze_panes)) == header + 1


def test_the_identity_stands_in_the_properties_and_bytes_repeat(built: bytes, stored: Any, chosen: Paper) -> None:
    assert Identity.unpacked(stored.properties.keywords) == identity_of(chosen, "workbook")
    assert workbook_bytes(chosen) == built


SIGNS = ("=1+1", '=cmd|"/c calc"!A1', "+62", "-5", "@SUM(1)", "\tx", "\rx", "=", "-", '=HYPERLINK("http://x")')
ODD = ("&L&\"Arial\"&8 <b> {0} 'x' \\", "a" * 40_000, "001", "http://contoh.id", "1e5", "kata " * 80)


def test_texts_stay_texts(make: Maker) -> None:
    paper = make(**CASES["two"])
    texts = SIGNS + ODD
    needs = tuple(replace(paper.needs[0], good=t, unit=t[:9], good_id=f"g{i}") for i, t in enumerate(texts))
    title = "=1+1 & <b>"
    paper = replace(paper, scenario=paper.scenario.model_copy(update={"title": title}), needs=needs)
    book = _open(workbook_bytes(paper), values=False)
    at, goods = next((i, t) for i, t in enumerate(tables_of(paper), 1) if t.name == "goods")
    for row, text in enumerate(texts, start=len(goods.notes) + 4):
        cell = book.worksheets[at].cell(row, 1)
        assert cell.value == text[:32_767].replace("\r", "_x000D_")
        assert cell.data_type == "s"
        assert cell.hyperlink is None
        assert bool(cell.quotePrefix) == (text in SIGNS)
    head = book.worksheets[0]["A1"]
    assert (head.value, head.data_type, head.quotePrefix) == (title, "s", True)


def _without_values(built: bytes) -> bytes:
    """The workbook with nothing but the formulas in its formula cells."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(built)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                content = re.sub(rb"(<f>[^<]*</f>)<v>[^<]*</v>", rb"\1", content)
            new.writestr(name, content)
    return out.getvalue()


def test_libreoffice_reckons_the_same(make: Maker, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    paper = make(**CASES["two"])
    built = workbook_bytes(paper)
    (tmp_path / "in.xlsx").write_bytes(_without_values(built))
    done = subprocess.run(
        [
            office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx",
            "--outdir", str(tmp_path / "out"), str(tmp_path / "in.xlsx"),
        ],
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    made = tmp_path / "out" / "in.xlsx"
    if not made.exists() and "could not be loaded" in done.stderr:
        pytest.skip("LibreOffice is installed without Calc")
    live, stored, reckoned = (
        _open(built, values=False),
        _open(built, values=True),
        _open(made.read_bytes(), values=True),
    )
    for sheet in live:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    ours = stored[sheet.title][cell.coordinate].value
                    theirs = reckoned[sheet.title][cell.coordinate].value
                    assert theirs == pytest.approx(ours, rel=1e-9, abs=1e-6), (sheet.title, cell.coordinate)


def test_the_figures_are_those_of_the_whole_report(make: Maker) -> None:
    """Cash, law and timeline too, which the simulation alone doesn't tell."""
    from jointproc.agreements.report import report

    paper = make(**CASES["nine"])
    told = report(paper.simulation, paper.made_on)
    told = json.loads(json.dumps(told))
    by_name = {t.name: t for t in tables_of(paper)}

    def columns(name: str, *wanted: str) -> list[tuple[Any, ...]]:
        return list(zip(*(by_name[name].values(w) for w in wanted), strict=True))

    cash = {(c["year"], c["code"]): (c["p10"], c["p50"], c["p90"], c["cumulative"]["p50"]) for c in told["cash"]}
    got = columns("cash", "year", "code", "p10_idr", "p50_idr", "p90_idr", "cumulative_p50_idr")
    assert {row[:2]: row[2:] for row in got} == cash
    law = [(f["id"], f["region"] or "", f["verdict"], f["message"], f["asked"]) for f in told["compliance"]]
    assert columns("law", "rule", "code", "verdict", "message", "asked") == law
    days = [(s["step"], s["start"], s["end"], s["working_days"], s["slack_days"]) for s in told["timeline"]]
    assert [(a, str(b), str(c), d, e) for a, b, c, d, e in columns(
        "timeline", "step", "start", "end", "working_days_n", "slack_days_n")] == days  # fmt: skip
    exits = [(e["year"], e["code"], e["rest_idr"], e["change_idr"], e["leaver_alone_idr"]) for e in told["exits"]]
    assert columns("exits", "year", "code", "rest_idr", "change_idr", "leaver_alone_idr") == exits
    votes = told["decision"]["weights"]
    assert dict(columns("decision", "code", "votes")) == votes
