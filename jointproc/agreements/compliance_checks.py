"""One check per rule of ``rules.json``; each yields what it finds about the agreement or about a region."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from jointproc import regions
from jointproc.agreements.compliance_facts import Draft, Facts
from jointproc.agreements.compliance_procurement import PROCUREMENT
from jointproc.text import Idr, msg

__all__ = ["CHECKS"]

_MOVED_NOTICED: Final = 0.001


# --------------------------------------------------------------------------- cooperation between regions


def _parties(f: Facts) -> Iterator[Draft]:
    for m in f.members:
        if regions.region(m.code).administrative:
            yield Draft(
                "attention",
                msg("Daerah administratif tidak mempunyai APBD sendiri dan tidak menjadi pihak."),
                m.code,
                msg("Jadikan provinsinya peserta."),
            )
    yield Draft("pass", msg("Kepala daerah menandatangani; PKS dapat dikuasakan kepada pejabat perangkat daerah."))


def _category(_f: Facts) -> Iterator[Draft]:
    yield Draft("pass", msg("Belanja bersama pada umumnya kerja sama sukarela; tidak harus berbatasan."))


def _planned(f: Facts) -> Iterator[Draft]:
    cure = msg("Masukkan objeknya ke RKPD, atau tunjukkan keadaan darurat, program strategis, atau tugas pembantuan.")
    for m in f.members:
        if m.planned:
            yield Draft("pass", msg("Objeknya dinyatakan ada di RPJMD atau RKPD."), m.code)
        elif m.planned is False:
            yield Draft("attention", msg("Objeknya belum ada di RPJMD atau RKPD."), m.code, cure)
        else:
            yield Draft("attention", msg("Pastikan objeknya ada di RPJMD atau RKPD."), m.code, cure, asked=True)


def _council(f: Facts) -> Iterator[Draft]:
    for m in f.members:
        if m.council_approved:
            yield Draft("pass", msg("Persetujuan DPRD dinyatakan sudah ada."), m.code)
        elif m.budgeted is False:
            yield Draft(
                "blocked",
                msg("Belum teranggarkan di APBD tahun berjalan: perlu persetujuan DPRD sebelum PKS."),
                m.code,
                msg("Mintakan persetujuan DPRD, atau tunggu sampai teranggarkan."),
            )
        elif m.budgeted:
            yield Draft("pass", msg("Sudah teranggarkan; persetujuan DPRD tidak diperlukan karena itu."), m.code)
        else:
            yield Draft(
                "attention",
                msg("Persetujuan DPRD diperlukan bila belum teranggarkan atau membebani daerah."),
                m.code,
                msg("Nyatakan apakah belanjanya sudah ada di APBD tahun berjalan."),
                asked=True,
            )


def _office(_f: Facts) -> Iterator[Draft]:
    yield Draft("pass", msg("Tidak memakai sekretariat: itu hanya untuk kerja sama wajib paling singkat lima tahun."))


def _disputes(f: Facts) -> Iterator[Draft]:
    if f.one_province:
        yield Draft("pass", msg("Sengketa diselesaikan gubernur, bukan pengadilan negeri."))
    else:
        yield Draft("pass", msg("Sengketa diselesaikan Menteri Dalam Negeri (final), bukan pengadilan negeri."))


def _ending(_f: Facts) -> Iterator[Draft]:
    yield Draft("pass", msg("Pergantian kepala daerah tidak mengakhiri kerja sama."))


def _watching(f: Facts) -> Iterator[Draft]:
    if f.one_province:
        yield Draft("pass", msg("Pemantauan dan evaluasi oleh gubernur."))
    else:
        yield Draft("pass", msg("Pemantauan dan evaluasi oleh Menteri Dalam Negeri."))


def _transfers(f: Facts) -> Iterator[Draft]:
    found = f.found
    if f.model == "C":
        yield Draft(
            "attention",
            msg(
                "Model C memerlukan bantuan keuangan antar-APBD di setiap daerah peserta, dan hibah barang sesudahnya."
            ),
            cure=msg("Pakai model A: kontrak masing-masing, tidak ada uang berpindah."),
        )
    moved = found.transfers_idr.get(found.scenario.split, 0)
    if moved <= _MOVED_NOTICED * max(found.alone_idr, 1):
        if f.model != "C":
            yield Draft("pass", msg("Tidak ada uang yang berpindah antar-APBD."))
        return
    cure = msg("Pembagian menurut volume sendiri tidak memindahkan uang.")
    for m in found.members:
        pays = m.direct_idr - m.by_rule[found.scenario.split]
        if pays > _MOVED_NOTICED * max(m.alone_idr, 1):
            yield Draft(
                "attention",
                msg(
                    "Pembagian ini meminta {amount} kepada daerah lain: memerlukan bantuan keuangan.", amount=Idr(pays)
                ),
                m.code,
                cure,
            )


# --------------------------------------------------------------------------- budgets


def _own_budget(f: Facts) -> Iterator[Draft]:
    if f.model == "C":
        yield Draft(
            "attention",
            msg("Penyelenggara tidak boleh mengikat anggaran daerah lain."),
            cure=msg("Bantuan keuangan masuk APBD penyelenggara lebih dahulu, atau pakai model A."),
        )
    else:
        yield Draft("pass", msg("Setiap daerah hanya mengikat pagunya sendiri."))
    for m in f.members:
        if m.budgeted is False:
            yield Draft(
                "attention",
                msg("Kontrak belum boleh ditandatangani sebelum anggarannya tersedia."),
                m.code,
                msg("Anggarkan lewat perubahan APBD atau APBD tahun berikut; kesepakatannya dapat disiapkan."),
            )


def _several_years(f: Facts) -> Iterator[Draft]:
    years = f.found.scenario.term_years
    if years == 1:
        yield Draft("pass", msg("Satu tahun anggaran; tidak melintasi tahun."))
        return
    yield Draft(
        "attention",
        msg(
            "Jangka {years} tahun: kontrak yang melintasi tahun memerlukan kegiatan tahun jamak yang disetujui kepala "
            "daerah dan DPRD, tidak melampaui masa jabatan kepala daerah.",
            years=years,
        ),
        cure=msg("Buat kontrak untuk satu tahun anggaran, diulang setiap tahun di bawah satu PKS."),
    )


def _amended_once(f: Facts) -> Iterator[Draft]:
    waiting = [m.code for m in f.members if m.budgeted is False]
    told = msg("Perubahan APBD hanya sekali setahun, diputus paling lambat 30 September.")
    if not waiting:
        yield Draft("pass", told)
    for code in waiting:
        yield Draft("attention", told, code, msg("Siapkan usulannya sebelum perubahan KUA-PPAS bulan Agustus."))


CHECKS: Final[Mapping[str, Callable[[Facts], Iterator[Draft]]]] = {
    "KSDD-01": _parties,
    "KSDD-02": _category,
    "KSDD-03": _planned,
    "KSDD-04": _council,
    "KSDD-05": _office,
    "KSDD-06": _disputes,
    "KSDD-07": _ending,
    "KSDD-08": _watching,
    "KSDD-09": _transfers,
    "BUD-01": _own_budget,
    "BUD-02": _several_years,
    "BUD-03": _amended_once,
    **PROCUREMENT,
}
