"""The five annexes of a Perjanjian Kerja Sama as tables; what is not known stands there as a visible blank."""

from __future__ import annotations

from typing import Final

from jointproc.papers.blocks import Table
from jointproc.papers.law import basis, law_points, law_words
from jointproc.papers.paper import Paper
from jointproc.papers.terbilang import rupiah
from jointproc.papers.timeline import steps
from jointproc.text import format_number

__all__ = ["annexes"]

_OPEN: Final = "[……]"
_LINES_MOST: Final = 300


def annexes(paper: Paper) -> tuple[tuple[str, Table], ...]:
    """Title and table of annexes I to V."""
    return (
        ("LAMPIRAN I: RINCIAN KEBUTUHAN", _needs(paper)),
        ("LAMPIRAN II: PENGHITUNGAN DAN PEMBAGIAN PENGHEMATAN (SIMULASI)", _saving(paper)),
        ("LAMPIRAN III: JADWAL BERSAMA", _schedule(paper)),
        ("LAMPIRAN IV: SUSUNAN TIM KOORDINASI", _team(paper)),
        ("LAMPIRAN V: DAFTAR UJI KEPATUHAN", _law(paper)),
    )


def _needs(paper: Paper) -> Table:
    rows = [
        (
            paper.name(code),
            need.good,
            need.unit or _OPEN,
            format_number(need.volume[code], digits=2) if code in need.volume else _OPEN,
            rupiah(round(amount)),
            _OPEN,
        )
        for need in paper.needs
        for code, amount in need.amount_idr.items()
    ]
    left = len(rows) - _LINES_MOST
    if left > 0:
        rows = [*rows[:_LINES_MOST], (f"dan {left} baris lain; lihat skenario dan dataset", "", "", "", "", "")]
    total = sum(m.alone_idr for m in paper.simulation.members)
    rows.append(("Jumlah", "", "", "", rupiah(total), ""))
    return Table(
        ("Daerah", "Barang", "Satuan", "Volume dalam data", "Belanja dalam data", "Kode RUP dan lot"),
        tuple(rows),
        frozenset({3, 4}),
        widths=(2.6, 5, 1.2, 1.6, 2.2, 1.6),
        total=True,
    )


def _saving(paper: Paper) -> Table:
    agreed = paper.scenario.payments_idr
    rows = [
        (
            m.name,
            rupiah(m.alone_idr),
            rupiah(round(m.saving_idr.p10)),
            rupiah(round(m.saving_idr.p50)),
            rupiah(round(m.saving_idr.p90)),
            rupiah(m.without_agreement_idr),
            *([_paid(agreed.get(m.code, 0))] if agreed else []),
        )
        for m in paper.parties
    ]
    found, saving = paper.simulation, paper.saving
    # a lower bound of the whole is no sum of lower bounds: the row says what it is
    rows.append(
        (
            "Seluruhnya",
            rupiah(found.alone_idr),
            rupiah(round(saving.p10)),
            rupiah(round(saving.p50)),
            rupiah(round(saving.p90)),
            rupiah(found.without_agreement_idr),
            *([rupiah(0)] if agreed else []),
        )
    )
    header = ("Daerah", "Belanja", "Sekurang-kurangnya", "Kemungkinan", "Paling banyak", "Bila sendiri")
    return Table(
        (*header, "Pembayaran antar-PIHAK (sudah terhitung)") if agreed else header,
        tuple(rows),
        frozenset({1, 2, 3, 4, 5, 6}),
        widths=(1.2, *(1.0,) * (len(rows[0]) - 1)),
        total=True,
    )


def _paid(due: int) -> str:
    """An agreed payment as its annex says it: received when positive."""
    return f"{'menerima' if due > 0 else 'membayar'} {rupiah(abs(due))}" if due else "–"


def _schedule(paper: Paper) -> Table:
    return Table(
        ("Langkah", "Penanggung jawab", "Kapan", "Tanggal yang disepakati"),
        tuple((s.what, s.who, s.when, _OPEN) for s in steps(paper)),
        widths=(2.6, 3, 3, 2),
    )


def _team(paper: Paper) -> Table:
    roles = (
        ("Pengarah", "sekretaris daerah"),
        ("Anggota", "kepala UKPBJ, PPK, perangkat daerah teknis"),
        ("Pengawas", "APIP"),
    )
    return Table(
        ("Daerah", "Kedudukan", "Jabatan", "Nama"),
        tuple((m.name, role, post, _OPEN) for m in paper.parties for role, post in roles),
    )


def _law(paper: Paper) -> Table:
    word = law_words(paper)
    return Table(
        ("Nomor", "Penilaian", "Yang diminta", "Dasar"),
        tuple((p.rule, word[p.verdict], f"{p.sentence} {p.cure}".rstrip(), basis(p.rule)) for p in law_points(paper)),
        widths=(1.2, 1.4, 5, 3),
    )
