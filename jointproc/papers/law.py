"""What the law asks of a scenario, as papers tell it. Each point names its rule in ``data/reference/rules.json``.

Pointers for the reader's legal bureau, no legal advice: a rule read only from memory says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from jointproc.agreements.legal import rules
from jointproc.goods import families
from jointproc.papers.paper import Paper

__all__ = ["LAW_VERDICTS", "LawPoint", "authority", "basis", "law_points", "needs_transfer"]

Verdict = Literal["blocked", "care", "check"]
LAW_VERDICTS: Final[tuple[Verdict, ...]] = ("blocked", "care", "check")
# the largest package meant for small firms (Perpres 12/2021 Pasal 65 ayat (4)); rule PBJ-03
_SMALL_FIRM_IDR: Final = 15_000_000_000
_POOR_SUITABILITY: Final = 1
# below this share of the spend a transfer is rounding, not money between budgets
_NOTICED: Final = 0.001
_ENGLISH: Final = (
    (r"\bPasal\b", "Art."),
    (r"\bayat\b", "para."),
    (r"\bhuruf\b", "letter"),
    (r"\bangka\b", "no."),
    (r"\bdan penjelasannya\b", "and its elucidation"),
    (r"\btentang\b", "on"),
)


@dataclass(frozen=True, slots=True)
class LawPoint:
    """One thing the law asks: verdict, the sentence, the rule it comes from."""

    verdict: Verdict
    sentence: str
    rule: str


def basis(rule: str, language: str = "id") -> str:
    """Where a rule stands; the names of laws keep their language."""
    text = rules()[rule].basis
    if language == "en":
        for found, english in _ENGLISH:
            text = re.sub(found, english, text)
    return text


def authority(paper: Paper) -> str:
    """Who settles disputes and receives reports."""
    if paper.one_province:
        return paper.say("Gubernur {province} sebagai wakil Pemerintah Pusat", province=paper.province)
    return paper.say("Menteri Dalam Negeri")


def needs_transfer(paper: Paper) -> bool:
    """Whether the chosen split moves money between budgets."""
    found = paper.simulation
    return found.transfers_idr.get(paper.scenario.split, 0) > _NOTICED * max(found.alone_idr, 1)


def law_points(paper: Paper) -> tuple[LawPoint, ...]:
    """What this scenario triggers, the weightiest first, then what every agreement has to settle."""
    points = [*_merging(paper), *_money(paper), *_always(paper)]
    return tuple(sorted(points, key=lambda p: LAW_VERDICTS.index(p.verdict)))


def _merging(paper: Paper) -> list[LawPoint]:
    found, scenario, say = paper.simulation, paper.scenario, paper.say
    points = []
    if found.pooling_gain_idr <= 0 and scenario.model != "D":
        points.append(
            LawPoint(
                "blocked",
                say(
                    "Paket dari beberapa daerah hanya boleh disatukan bila ada bukti efisiensi bersih; di sini "
                    "belum ada."
                ),
                "PBJ-01",
            )
        )
    known = families()
    poor = [k for k in paper.families if k in known and known[k].suitability <= _POOR_SUITABILITY and k != "lainnya"]
    if poor:
        points.append(
            LawPoint(
                "care",
                say(
                    "Keluarkan {names}: menurut sifatnya dibeli di daerah masing-masing.",
                    names=paper.listing(paper.family_label(k) for k in poor[:4]),
                ),
                "PBJ-02",
            )
        )
    if len(paper.families) > 1:
        points.append(
            LawPoint(
                "care",
                say(
                    "Pilihan ini memuat {n} kelompok komoditas; buat satu paket untuk setiap kelompok.",
                    n=str(len(paper.families)),
                ),
                "PBJ-02",
            )
        )
    alone = [m.alone_idr for m in found.members]
    if scenario.model != "D" and sum(alone) > _SMALL_FIRM_IDR >= max(alone, default=0):
        points.append(
            LawPoint(
                "care",
                say(
                    "Gabungan {amount} melampaui Rp15 miliar sedangkan setiap daerah tidak; bagi menjadi lot paling "
                    "banyak Rp15 miliar bila usaha kecil mampu.",
                    amount=paper.idr(sum(alone)),
                ),
                "PBJ-03",
            )
        )
    return points


def _money(paper: Paper) -> list[LawPoint]:
    scenario, say = paper.scenario, paper.say
    points = []
    if scenario.model == "C":
        points.append(
            LawPoint(
                "care",
                say(
                    "Model C memerlukan bantuan keuangan antar-APBD di setiap daerah peserta, dan hibah barang "
                    "sesudahnya."
                ),
                "KSDD-09",
            )
        )
    elif needs_transfer(paper):
        points.append(
            LawPoint(
                "care",
                say(
                    "Pembagian yang dipilih memindahkan {amount} antar-APBD; itu memerlukan bantuan keuangan.",
                    amount=paper.idr(paper.simulation.transfers_idr[scenario.split]),
                ),
                "KSDD-09",
            )
        )
    if scenario.model == "B":
        points.append(
            LawPoint(
                "care",
                say("Model B memerlukan penugasan tertulis kepada agen pengadaan; kontrak tetap per daerah."),
                "PBJ-08",
            )
        )
    if scenario.term_years > 1:
        points.append(
            LawPoint(
                "care",
                say(
                    "Jangka {years} tahun memerlukan kegiatan tahun jamak yang disetujui kepala daerah dan DPRD, tidak "
                    "melampaui masa jabatan kepala daerah.",
                    years=str(scenario.term_years),
                ),
                "BUD-02",
            )
        )
    return points


def _always(paper: Paper) -> list[LawPoint]:
    say = paper.say
    return [
        LawPoint("check", say("Persetujuan DPRD diperlukan di daerah yang belum menganggarkannya."), "KSDD-04"),
        LawPoint("check", say("Setiap daerah hanya mengikat pagunya sendiri."), "BUD-01"),
        LawPoint("check", say("Pastikan objeknya ada di RPJMD atau RKPD setiap daerah."), "KSDD-03"),
        LawPoint(
            "check", say("Hitung porsi usaha kecil (paling sedikit 40%) sebelum dan sesudah bergabung."), "PBJ-05"
        ),
        LawPoint(
            "check",
            say("Sengketa diselesaikan {judge}, bukan pengadilan negeri.", judge=authority(paper)),
            "KSDD-06",
        ),
    ]
