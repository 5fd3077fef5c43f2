"""The steps from an idea to delivered goods: what, who, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jointproc.papers.paper import Paper

__all__ = ["Step", "steps"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step; ``when`` names a statutory day or what it waits for, never a promised date."""

    what: str
    who: str
    when: str


def steps(paper: Paper) -> tuple[Step, ...]:
    """The stages of regional cooperation (PP 28/2018 Pasal 6), then those of procurement.

    Statutory days are those of the fiscal year after the paper's date.
    """
    say, day = paper.say, paper.day
    year = paper.made_on.year + (1 if paper.made_on <= date(paper.made_on.year, 11, 30) else 2)
    approval, change = day(date(year - 1, 11, 30)), day(date(year, 9, 30))
    budgeted = say("bila belum dianggarkan: APBD {year}, disetujui paling lambat {day}", year=str(year), day=approval)
    return (
        Step(
            say("Memeriksa kebutuhan, spesifikasi, dan anggaran"),
            say("UKPBJ dan perangkat daerah teknis setiap daerah"),
            say("mulai sekarang"),
        ),
        Step(
            say("Menawarkan kerja sama secara tertulis"),
            say("{name}, melalui TKKSD", name=paper.name(paper.scenario.lead_code)),
            say("setelah kebutuhan cocok"),
        ),
        Step(
            say("Kesepakatan Bersama"),
            say("kepala daerah semua pihak"),
            say("setelah penawaran diterima"),
        ),
        Step(say("Anggaran, dan persetujuan DPRD bila diperlukan"), say("TAPD dan DPRD setiap daerah"), budgeted),
        Step(
            say("Perjanjian Kerja Sama"),
            say("kepala daerah, atau pejabat dengan surat kuasa"),
            say("setelah Kesepakatan Bersama"),
        ),
        Step(
            say("Mengumumkan RUP, menyusun HPS dan dokumen bersama"),
            say("PA/KPA, PPK, dan UKPBJ setiap daerah"),
            say("setelah Raperda APBD disetujui bersama"),
        ),
        Step(
            say("Memilih penyedia"),
            {
                "A": say("kelompok kerja bersama di bawah koordinasi penyelenggara"),
                "B": say("UKPBJ sebagai agen pengadaan"),
                "C": say("daerah penyelenggara"),
                "D": say("PPK setiap daerah bersama-sama"),
            }[paper.scenario.model],
            say("kontrak hanya setelah DPA berlaku"),
        ),
        Step(
            say("Kontrak, pengiriman, pembayaran"),
            say("PPK setiap daerah") if paper.scenario.model != "C" else say("PPK daerah penyelenggara"),
            say("dalam tahun anggaran {year}", year=str(year)),
        ),
        Step(
            say("Menghitung penghematan nyata dan mengumumkannya"),
            say("Tim Koordinasi dan APIP setiap daerah"),
            say("sebelum perubahan APBD, paling lambat {day}", day=change),
        ),
    )
