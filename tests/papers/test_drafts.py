"""Drafts: every article, the right variants, exact amounts with words, every blank listed, nothing invented."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from docx import Document

from jointproc.papers import Paper, draft_bytes, identity_of
from jointproc.papers.fitting import lines_of
from jointproc.papers.terbilang import rupiah, rupiah_in_words


def read(paper: Paper, kind: str = "pks") -> Any:
    return Document(io.BytesIO(draft_bytes(paper, kind)))


def words(document: Any) -> str:
    return "\n".join(p.text for p in document.paragraphs)


def test_articles_header_blanks_and_parties(paper: Paper) -> None:
    for kind, articles in (("pks", 22), ("kesepakatan", 9)):
        document = read(paper, kind)
        text = words(document)
        headed = [p.text for p in document.paragraphs if re.fullmatch(r"Pasal \d+", p.text)]
        assert headed == [f"Pasal {n}" for n in range(1, articles + 1)]
        assert all(s.header.paragraphs[0].text == "RANCANGAN" for s in document.sections)
        listed = text.split("DAFTAR ISIAN YANG BELUM LENGKAP")[1]
        numbers = {int(n) for n in re.findall(r"\[…… (\d+)\. ", text)}
        assert numbers == set(range(1, max(numbers) + 1))
        assert {int(n) for n in re.findall(r"^(\d+)\. ", listed, re.M)} == numbers
        assert not re.search(r"\{\{|\}\}|\{%|⟦|⟧|\bNone\b|\bnan\b", text)
        for party in paper.parties:
            assert party.name in text
        assert document.core_properties.keywords == identity_of(paper, kind).packed()


def test_annexes_hold_the_exact_figures(paper: Paper) -> None:
    document = read(paper)
    tables = document.tables[-5:]
    saving = [[c.text for c in row.cells] for row in tables[1].rows][1:]
    for row, member in zip(saving, paper.parties, strict=False):
        assert row[0] == member.name
        assert row[1] == rupiah(member.alone_idr)
        assert row[3] == rupiah(round(member.saving_idr.p50))
    assert saving[-1][3] == rupiah(round(paper.saving.p50))
    assert tables[0].rows[-1].cells[4].text == rupiah(paper.simulation.alone_idr)


@pytest.mark.parametrize(
    ("model", "present", "absent"),
    [
        ("A", "setiap PIHAK menandatangani kontrak dan membayar sendiri", "Agen Pengadaan"),
        ("B", "bertindak sebagai Agen Pengadaan", "mini kompetisi"),
        ("C", "bantuan keuangan khusus", "membayar sendiri"),
        ("D", "mini kompetisi bersama", "bantuan keuangan khusus"),
    ],
)
def test_the_contracting_model_decides_article_six(make, model: str, present: str, absent: str) -> None:
    text = words(read(make(model=model)))
    assert present in text
    assert absent not in text


def test_decision_split_term_and_authority(make) -> None:
    weighted = words(read(make(decision="weighted")))
    assert "suara berbobot" in weighted
    assert "Gubernur Jawa Timur" in weighted
    assert "suara berbobot" not in words(read(make()))
    assert "Tidak ada pemindahan dana antar-PIHAK." in words(read(make(split="own")))
    equal = make(split="equal")
    assert rupiah_in_words(equal.simulation.transfers_idr["equal"]) in words(read(equal))
    assert "tahun jamak" in words(read(make(term_years=3)))
    assert "tahun jamak" not in words(read(make()))
    across = words(read(make(market="nine", codes=("16.12", "31.01", "35.78"))))
    assert "Menteri Dalam Negeri sesuai" in across


def test_the_least_number_of_suppliers_is_a_clause_only_when_asked(make) -> None:
    asked = "paling sedikit 2 (dua) penyedia"
    assert asked in words(read(make(suppliers_min_n=2)))
    assert asked not in words(read(make()))


def test_without_proof_the_recital_says_so(make) -> None:
    text = words(read(make(market="listed")))
    assert "belum terbukti menambah penghematan" in text
    assert "diperkirakan memberikan penghematan bersih" not in text


def test_the_lead_comes_first(make) -> None:
    assert make(lead="35.25").parties[0].code == "35.25"


def test_agreed_payments_stand_in_the_article_and_the_annex(make) -> None:
    told = "Uang antar-APBD memerlukan bantuan keuangan"
    without = read(make())
    assert told not in words(without)
    assert len(without.tables[-4].columns) == 6
    paid = read(make(payments_idr={"35.78": -150_000_000, "35.15": 150_000_000}))
    text = words(paid)
    article = text.split("Pasal 10\n")[1].split("Pasal 11\n")[0]
    amount = "Rp150.000.000,00 (seratus lima puluh juta rupiah)"
    assert f"PIHAK KEDUA menerima {amount}" in article or f"PIHAK KESATU menerima {amount}" in article
    assert f"membayar {amount}" in article
    assert told in article
    assert "Tidak ada pemindahan dana antar-PIHAK." not in text
    column = {row.cells[0].text: row.cells[6].text for row in paid.tables[-4].rows}
    assert column["Kota Surabaya"] == "membayar Rp150.000.000,00"
    assert column["Kabupaten Sidoarjo"] == "menerima Rp150.000.000,00"
    assert {column[m.name] for m in make().parties[2:]} == {"–"}


@pytest.mark.parametrize("payments", [{}, {"35.78": -150_000_000, "35.15": 150_000_000}], ids=["none", "paid"])
def test_amounts_of_the_annexes_stay_in_one_line(make, payments: dict[str, int]) -> None:
    document = read(make(payments_idr=payments))
    upright, lying, last = document.sections
    assert lying.page_width > lying.page_height
    assert (last.page_width, last.page_height) == (upright.page_width, upright.page_height)
    for table in document.tables[-5:-3]:
        for row in table.rows:
            for cell in row.cells:
                run = cell.paragraphs[0].runs[0]
                if cell.text.startswith(("Rp", "−Rp")):
                    assert lines_of(cell.text, run.font.size.pt, cell.width.inches - 0.15, bold=bool(run.bold)) == 1
