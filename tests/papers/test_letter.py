"""Letters of offer: the points an offer needs, visible and listed blanks, the right heads, the simulation's figures."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from jointproc.cli import main
from jointproc.errors import InputError
from jointproc.papers import Paper, brief_docx, brief_pdf, draft_bytes, identity_in, identity_of, letter_docx, verify
from jointproc.papers.letter import addressees
from tests.papers.conftest import CASES, CODES
from tests.papers.test_drafts import words


def read(paper: Paper, code: str) -> Any:
    return Document(io.BytesIO(letter_docx(paper, code)))


@pytest.mark.parametrize(("case", "language"), [("two", "id"), ("nine", "en"), ("odd", "id")])
def test_points_figures_blanks_and_identity(make, case: str, language: str) -> None:
    paper = make(language=language, **CASES[case])
    code = addressees(paper)[0]
    document = read(paper, code)
    text = words(document)
    assert [int(n) for n in re.findall(r"^(\d+)\.\t", text, re.M)] == list(range(1, 11))
    member = next(m for m in paper.simulation.members if m.code == code)
    for value in (member.saving_idr.p10, member.saving_idr.p50, member.saving_idr.p90, member.without_agreement_idr):
        assert paper.idr(value) in text
    listed = text.split(paper.say("DAFTAR ISIAN YANG BELUM LENGKAP"))[1]
    numbers = {int(n) for n in re.findall(r"\[…… (\d+)\. ", text)}
    assert numbers == {int(n) for n in re.findall(r"^(\d+)\. ", listed, re.M)} == set(range(1, len(numbers) + 1))
    assert not re.search(r"⟦|⟧|\bNone\b|\bnan\b", text)
    assert document.core_properties.keywords == identity_of(paper, f"letter-{code}").packed()
    assert document.sections[0].header.paragraphs[0].text == {"id": "RANCANGAN", "en": "DRAFT"}[language]
    if language == "en":
        assert "Translation for reading" in document.tables[0].rows[0].cells[0].text
        assert not re.search(r"\b(daerah|belanja|penghematan|yang|dengan)\b", text)


def test_nobody_writes_to_oneself(make) -> None:
    paper = make()
    assert paper.scenario.lead_code not in addressees(paper)
    with pytest.raises(InputError, match="kepada dirinya sendiri"):
        letter_docx(paper, paper.scenario.lead_code)
    with pytest.raises(InputError, match="bukan peserta"):
        letter_docx(paper, "11.01")


def test_what_should_not_be_sent_yet_says_so(make) -> None:
    note = read(make(market="listed"), CODES[1]).tables[0].rows[0].cells[0].text
    assert "Terhalang aturan" in note
    assert "belum terbukti menghemat" in note
    assert read(make(), CODES[1]).tables[0].style.name == "Table Grid"


def test_jakarta_speaks_through_its_governor(make) -> None:
    nine = make(**CASES["nine"])
    text = words(read(nine, "31.01"))
    assert "Yth. Gubernur DKI Jakarta" in text
    assert "Bupati Kepulauan Seribu" not in text
    few = replace(nine, needs=nine.needs[:1])
    for kind in ("pks", "kesepakatan"):
        draft = Document(io.BytesIO(draft_bytes(few, kind)))
        whole = words(draft) + "\n".join(c.text for r in draft.tables[0].rows for c in r.cells)
        assert "Gubernur DKI Jakarta" in whole
        assert "Bupati Kepulauan Seribu" not in whole
        assert "dasar penugasan Kabupaten Administrasi Kepulauan Seribu" in whole
    led = replace(nine, scenario=nine.scenario.model_copy(update={"lead": "31.01"}))
    text = words(read(led, "35.78"))
    assert "PEMERINTAH PROVINSI DAERAH KHUSUS IBUKOTA JAKARTA" in text
    assert "Gubernur DKI Jakarta," in text
    assert "yang bukan daerah otonom" in text


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["brief", "-o", "b.pptx"], "harus berakhiran .pdf, .docx"),
        (["letter", "-o", "s.docx"], "Sebutkan daerahnya dengan --member"),
        (["deck", "-o", "d.pptx", "--member", "35.78"], "hanya untuk naskah per daerah"),
        (["letter", "-o", "s.docx", "--member", "35.15", "--language", "en"], "does not exist"),
    ],
)
def test_export_of_what_cannot_be_is_a_sentence(
    make, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    scenario = tmp_path / "s.toml"
    if "en" not in words:
        scenario.write_text(make().scenario.to_toml(), encoding="utf-8")
    assert main(["export", words[0], str(scenario), *words[1:]]) == 2
    assert says in capsys.readouterr().err


def test_one_command_writes_to_every_region(
    make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    paper = make(**CASES["two"])
    monkeypatch.setattr("jointproc.papers.paper_of", lambda *_given: paper)
    monkeypatch.setattr("jointproc.warehouse.warehouse", lambda: None)
    scenario = tmp_path / "s.toml"
    scenario.write_text(paper.scenario.to_toml(), encoding="utf-8")
    for kind in ("brief", "letter"):
        assert main(["export", kind, str(scenario), "-o", str(tmp_path)]) == 0
    capsys.readouterr()
    names = sorted(p.name for p in tmp_path.iterdir() if p != scenario)
    briefs = [f"brief-{c}.{form}" for c in sorted(CODES[:2]) for form in ("docx", "pdf")]
    assert names == [*briefs, f"letter-{CODES[1]}.docx"]
    assert main(["verify", *(str(tmp_path / n) for n in names), str(scenario)]) == 0


def test_verify_reads_word_and_pdf(make, tmp_path: Path) -> None:
    paper = make()
    code = CODES[1]
    made = {"b.pdf": brief_pdf(paper, code), "b.docx": brief_docx(paper, code), "s.docx": letter_docx(paper, code)}
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "s.toml").write_text(paper.scenario.to_toml(), encoding="utf-8")
    assert {v.belongs for v in verify([tmp_path / n for n in (*made, "s.toml")])} == {True}
    assert identity_in(tmp_path / "b.pdf") == identity_of(paper, f"brief-{code}")
    other = tmp_path / "lain.pdf"
    other.write_bytes(b"%PDF-1.7 /Keywords (jointproc; kind=x)")
    assert identity_in(other) is None
    other.write_bytes(b"/Keywords (" + identity_of(paper, "brief").packed().encode() + b")")
    assert identity_in(other) is None, "no PDF"
