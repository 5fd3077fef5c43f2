"""The steps from an idea to delivered goods, as papers tell them: what, who, and when at the earliest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jointproc.papers.paper import Paper
from jointproc.text import Message

__all__ = ["Step", "steps"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step; ``when`` is the earliest time by the joint plan, never a promised date."""

    what: str
    who: str
    when: str


def steps(paper: Paper) -> tuple[Step, ...]:
    """The steps of ``jointproc.agreements.timeline.plan`` with who takes them, and the count of what was saved.

    Where no plan fits, the sentence that says so stands in place of the dates.
    """
    say, plan = paper.say, paper.timeline
    if isinstance(plan, Message):
        return (Step(say("Jadwal bersama"), say("para pihak"), paper.tell(plan)),)
    told = [
        Step(
            paper.tell(one.told),
            _who(paper, one.step),
            f"{paper.day(one.start)} – {paper.day(one.end)}",
        )
        for one in plan.steps
    ]
    change = paper.day(date(plan.fiscal_year + 1, 9, 30))
    told.append(
        Step(
            say("Menghitung penghematan nyata dan mengumumkannya"),
            say("Tim Koordinasi dan APIP setiap daerah"),
            say("sebelum perubahan APBD, paling lambat {day}", day=change),
        )
    )
    return tuple(told)


def _who(paper: Paper, step: str) -> str:
    say, model = paper.say, paper.scenario.model
    officers = say("PPK setiap daerah") if model != "C" else say("PPK daerah penyelenggara")
    return {
        "prepare": say("UKPBJ dan perangkat daerah teknis setiap daerah"),
        "agree": say("kepala daerah semua pihak"),
        "council": say("TAPD dan DPRD setiap daerah"),
        "pks": say("kepala daerah, atau pejabat dengan surat kuasa"),
        "announce": say("PA/KPA, PPK, dan UKPBJ setiap daerah"),
        "selection": {
            "A": say("kelompok kerja bersama di bawah koordinasi penyelenggara"),
            "B": say("UKPBJ sebagai agen pengadaan"),
            "C": say("daerah penyelenggara"),
            "D": say("PPK setiap daerah bersama-sama"),
        }[model],
    }.get(step, officers)
