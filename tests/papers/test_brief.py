"""Briefs: two pages, every figure the simulation's, what forbids or weakens them said beside them."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from jointproc.agreements.report import report
from jointproc.errors import InputError
from jointproc.papers import Identity, Paper, brief_docx, brief_pdf, identity_of
from jointproc.papers.blocks import Bullets, Heading, Para, Table
from jointproc.papers.brief import Brief, brief_of
from tests.papers.conftest import CASES, CODES, LONG, MADE_ON
from tests.papers.test_drafts import words as paragraphs

SEEN = (("two", "en"), ("listed", "id"), ("listed", "en"), ("nine", "id"), ("nine", "en"), ("odd", "id"))


@pytest.fixture(scope="module", params=SEEN, ids=lambda p: "-".join(p))
def seen(request: pytest.FixtureRequest, make) -> Paper:
    case, language = request.param
    return make(language=language, **CASES[case])


def texts(told: Brief) -> list[str]:
    found = [told.over, told.title, told.alert, told.answer, told.figures_note, *told.tags]
    for block in (*told.front, *told.back):
        if isinstance(block, Heading | Para):
            found.append(block.text)
        elif isinstance(block, Bullets):
            found += block.items
        elif isinstance(block, Table):
            found += [cell for row in (block.header, *block.rows) for cell in row]
    return found


def table(told: Brief, columns: int) -> Table:
    return next(b for b in (*told.front, *told.back) if isinstance(b, Table) and len(b.header) == columns)


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_every_figure_is_what_simulate_says(seen: Paper) -> None:
    said = json.loads(json.dumps(report(seen.simulation, MADE_ON), default=str))
    for number, code in list(enumerate(seen.scenario.codes))[:3]:
        told, member = brief_of(seen, code), said["members"][number]
        saving = member["saving_idr"]
        assert [value for _label, value in told.figures] == [
            seen.idr(v)
            for v in (
                member["alone_idr"],
                saving["p10"],
                saving["p50"],
                saving["p90"],
                member["without_agreement_idr"],
            )
        ]
        rows = {row[0]: row for row in table(told, 6).rows}
        for other in said["members"]:
            assert rows[other["name"]][1] == seen.idr(other["alone_idr"])
            assert rows[other["name"]][3] == seen.idr(other["saving_idr"]["p50"])
            assert rows[other["name"]][5] == seen.idr(other["without_agreement_idr"])
        years = [
            row for block in told.front if isinstance(block, Table) and len(block.header) == 5 for row in block.rows
        ]
        cash = [row for row in said["cash"] if row["code"] == code]
        assert list(years[0][1:]) == [seen.idr(cash[0][k]) for k in ("p10", "p50", "p90")] + [
            seen.idr(cash[0]["cumulative"]["p50"])
        ]
        assert years[-1][4] == seen.idr(cash[-1]["cumulative"]["p50"])
        text = " ".join(texts(told))
        assert seen.idr(member["pooled_idr"], compact=False) in text
        assert seen.share(said["worse_off_share"][code], 0) in text
        assert seen.share(said["decision"]["banzhaf"][code], 0) in text
        assert seen.idr(said["total"]["coordination_idr"]["p50"]) in text
        assert str(said["route"]["fiscal_year"]) in text


def test_evidence_of_all_members_adds_up_to_the_simulation(make) -> None:
    from jointproc.papers.member_view import view_of

    paper = make()
    total: dict[str, float] = {}
    for code in CODES:
        for grade, amount in view_of(paper, code).evidence_idr.items():
            total[grade] = total.get(grade, 0.0) + amount
    assert {k: round(v) for k, v in total.items()} == pytest.approx(paper.simulation.evidence_idr, abs=1)


def test_the_pdf_has_two_pages_carries_its_identity_and_is_the_same_again(seen: Paper) -> None:
    code = seen.scenario.codes[1]
    made = brief_pdf(seen, code)
    assert pages(made) == 2
    assert identity_of(seen, f"brief-{code}").packed().encode() in made
    assert made == brief_pdf(seen, code)


def test_the_word_file_says_the_same(seen: Paper) -> None:
    code = seen.scenario.codes[1]
    told = brief_of(seen, code)
    document = Document(io.BytesIO(brief_docx(seen, code)))
    written = [paragraphs(document), *(c.text for t in document.tables for r in t.rows for c in r.cells)]
    flat = " ".join(" ".join(written).replace("\u00a0", " ").split())
    for text in (t for t in texts(told) if t not in told.tags):
        assert " ".join(text.split()) in flat, text
    for tag in told.tags:
        assert tag.upper() in flat
    assert sum(p.paragraph_format.page_break_before or False for p in document.paragraphs) == 1
    assert document.core_properties.keywords == told.identity
    assert seen.scenario.scenario_id in document.sections[0].footer.paragraphs[0].text


def test_no_unfilled_place_and_no_indonesian_in_english(seen: Paper) -> None:
    for code in seen.scenario.codes[:3]:
        found = texts(brief_of(seen, code))
        assert not [t for t in found if re.search(r"\{\w*\}|\bNone\b|\bnan\b", t)]
        if seen.language == "en":
            assert not re.search(r"\b(daerah|belanja|penghematan|yang|dengan)\b", " ".join(found))


def test_blocked_by_law_is_said_first_and_signing_is_not_asked(make) -> None:
    told = brief_of(make(market="listed"), CODES[0])
    assert "Terhalang aturan" in told.tags
    assert told.alert.startswith("TERHALANG")
    assert table(told, 3).rows[0][0] == "Terhalang"
    asked = told.back[-1]
    assert isinstance(asked, Bullets)
    assert asked.items[0].startswith("Belum menandatangani")


def _weak(paper: Paper, grade: str, **saving: int) -> Paper:
    """The paper as if all its spend had one grade, and the first member another saving."""
    found = paper.simulation
    first = found.members[0]
    band = replace(first.saving_idr, **saving)
    members = (replace(first, saving_idr=band, without_agreement_idr=0), *found.members[1:])
    return replace(
        paper,
        simulation=replace(found, members=members, evidence_idr={grade: found.alone_idr}),
        needs=tuple(replace(n, evidence=grade) for n in paper.needs),
    )


@pytest.mark.parametrize("grade", ["C", "D"])
def test_weak_evidence_is_marked_and_nothing_concluded(make, grade: str) -> None:
    told = brief_of(_weak(make(), grade), CODES[0])
    assert "Indikatif" in told.tags
    assert "belum cukup" in told.answer
    assert f"{grade} 100%" in told.figures_note
    assert "Rp" not in told.answer


@pytest.mark.parametrize(("p50", "says"), [(0, "belum ada penghematan"), (-5_000_000, "belum ada penghematan")])
def test_no_saving_or_a_loss_is_told(make, p50: int, says: str) -> None:
    paper = _weak(make(), "A", p10=p50 - 1, p50=p50, p90=p50 + 1)
    told = brief_of(paper, CODES[0])
    assert says in told.answer
    rows = table(told, 6).rows
    if p50 < 0:
        assert {row[4] for row in rows} == {"–"}, "shares of a whole with a loss in it mean nothing"
    assert pages(brief_pdf(paper, CODES[0])) == 2


def test_texts_of_any_kind_are_printed_as_they_are(make) -> None:
    paper = make(**CASES["odd"])
    strange = ("Sarung tangan & \"uji\" <b> '{x}' #{1+1} $y$ *tebal* _miring_ ⟦9⟧ @rujuk \\ " * 8)[:300]
    needs = tuple(replace(n, good=strange) for n in paper.needs)
    paper = replace(paper, needs=needs)
    code = paper.scenario.codes[0]
    assert pages(brief_pdf(paper, code)) == 2
    document = Document(io.BytesIO(brief_docx(paper, code)))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    assert any("#{1+1} $y$" in text for text in cells)
    assert not any("[……" in text for text in cells), "what looks like our mark of a blank is none"


def test_a_region_without_a_head_of_its_own_is_led_to_its_governor(make) -> None:
    told = brief_of(make(**CASES["nine"]), "31.01")
    assert told.over == "Ringkasan untuk Gubernur DKI Jakarta"
    assert any("bukan daerah otonom" in t for t in texts(told))


def test_a_stranger_gets_a_sentence(make) -> None:
    with pytest.raises(InputError, match="bukan peserta"):
        brief_of(make(), "11.01")


def test_many_members_are_gathered_and_the_rest_added_up(make, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = make(**CASES["nine"])
    monkeypatch.setattr("jointproc.papers.brief._MEMBERS_SHOWN", 4)
    paper = replace(paper, simulation=replace(paper.simulation, stability={}))
    told = brief_of(paper, LONG[-1])
    rows = table(told, 6).rows
    assert [row[0] for row in rows[-2:]] == ["5 daerah lain", "Seluruhnya"]
    assert LONG[-1] in paper.scenario.codes
    assert paper.name(LONG[-1]) in {row[0] for row in rows}
    assert any("tidak dihitung untuk lebih dari 14 daerah" in t for t in texts(told))


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_sees_two_pages_too(make, tmp_path: Path) -> None:
    paper: Any = make(language="en", **CASES["nine"])
    (tmp_path / "brief.docx").write_bytes(brief_docx(paper, LONG[1]))
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    command = [
        "soffice",
        home,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        f"{tmp_path}/brief.docx",
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert pages((tmp_path / "brief.pdf").read_bytes()) == 2


def test_the_longest_identity_of_a_member_fits_the_property(make) -> None:
    paper = make()
    scenario = paper.scenario.model_copy(update={"id": "x" * 64, "version": 123456})
    longest = identity_of(replace(paper, scenario=scenario), "letter-35.78").packed()
    assert len(longest) <= 255
    assert Identity.unpacked(longest) is not None
