"""The second half of the story: does it hold, who decides, what the law asks, when, what is unknown, what is asked."""

from __future__ import annotations

from datetime import date

from jointproc.agreements import SPLIT_LABELS
from jointproc.agreements.legal import rules
from jointproc.agreements.timeline import Timeline
from jointproc.papers.advice import decisions, risks, source_notes
from jointproc.papers.blocks import Figure, Slide, Table
from jointproc.papers.labels import DECISION_LABELS, MODEL_LABELS, MODEL_SENTENCES
from jointproc.papers.law import basis, law_points, law_words
from jointproc.papers.paper import Paper
from jointproc.papers.timeline import steps
from jointproc.text import Message

__all__ = ["MEMBERS_SHOWN", "saving_figures", "term_slides"]

MEMBERS_SHOWN = 10
_RISKS_SHOWN = 7
_RULES_SHOWN = 6


def term_slides(paper: Paper) -> tuple[Slide, ...]:
    """Slides seven to twelve."""
    return (_stable(paper), _deciding(paper), _law(paper), _timeline(paper), _unknown(paper), _asked(paper))


def saving_figures(paper: Paper) -> tuple[Figure, ...]:
    """The net saving at least and likely, and what joining adds to it; hollow where evidence is weak."""
    say, firm = paper.say, paper.certainty == "firm"
    labels = (say("Sekurang-kurangnya"), say("Kemungkinan"), say("Tambahan karena bergabung"))
    values = (paper.saving.p10, paper.saving.p50, paper.simulation.pooling_gain_idr)
    mark = "" if firm else " · " + (say("indikatif") if paper.certainty == "indicative" else say("sebagian indikatif"))
    return tuple(Figure(label + mark, paper.idr(v), firm) for label, v in zip(labels, values, strict=True))


def _held_figures(paper: Paper) -> tuple[Figure, ...]:
    """Members better off alone, and the day of the earliest joint contract where there is one."""
    say, found, plan = paper.say, paper.simulation, paper.timeline
    alone = say("{n} dari {all}", n=str(len(found.worse_off)), all=str(len(found.members)))
    told = [Figure(say("Daerah lebih baik sendiri"), alone)]
    if not isinstance(plan, Message):
        told.append(Figure(say("Kontrak paling cepat"), paper.day(_contract_day(plan))))
    return tuple(told)


def _contract_day(plan: Timeline) -> date:
    return next(s.end for s in plan.steps if s.step == "contract")


def _stable(paper: Paper) -> Slide:
    say, found = paper.say, paper.simulation
    if not found.stability:
        return Slide(
            "stable",
            say("Kestabilan kelompok tidak dihitung untuk lebih dari 14 daerah"),
            (say("Yang diperiksa ialah setiap daerah satu per satu; lihat halaman sebelumnya."),),
            notes=source_notes(paper),
        )
    held = found.stability[paper.scenario.split]
    names = {m.code: paper.label(m.code) for m in found.members}
    rows = tuple(
        (
            paper.tell(SPLIT_LABELS[rule]) + (" ●" if rule == paper.scenario.split else ""),
            say("ya") if one.in_core else say("tidak"),
            paper.share(one.stable_share, 0),
            str(len(found.worse_off_by_rule[rule])),
            paper.idr(max(0, one.excess_idr)),
        )
        for rule, one in found.stability.items()
    )
    title = (
        say("Stabil: tidak ada kelompok daerah yang lebih untung bila keluar")
        if held.in_core
        else say("Belum stabil: ada yang lebih untung tanpa yang lain")
    )
    return Slide(
        "stable",
        title,
        tuple(paper.tell(s) for s in held.sentences(names)),
        table=Table(
            (
                say("Pembagian"),
                say("Stabil"),
                say("Bertahan dalam simulasi"),
                say("Daerah lebih baik sendiri"),
                say("Godaan keluar"),
            ),
            rows,
            frozenset({2, 3, 4}),
            (2.6, 1, 1.6, 1.6, 1.6),
        ),
        notes=source_notes(paper, say("● menandai pembagian yang dipilih dalam skenario.")),
    )


def _deciding(paper: Paper) -> Slide:
    say, decision = paper.say, paper.simulation.decision
    names = {c: paper.label(c) for c in decision.codes}
    power = dict(zip(decision.codes, decision.power.banzhaf, strict=True))
    weight = dict(zip(decision.codes, decision.weights, strict=True))
    order = [m.code for m in paper.parties]
    rows = [(names[c], f"{weight[c]:.0f}", paper.share(float(power[c]), 0)) for c in order[:MEMBERS_SHOWN]]
    if len(order) > MEMBERS_SHOWN:
        rest = order[MEMBERS_SHOWN:]
        rows.append(
            (
                say("{n} daerah lain", n=str(len(rest))),
                f"{sum(weight[c] for c in rest):.0f}",
                paper.share(float(sum(power[c] for c in rest)), 0),
            )
        )
    return Slide(
        "deciding",
        say("Cara memutuskan: {rule}", rule=paper.tell(DECISION_LABELS[decision.rule]).lower()),
        tuple(paper.tell(s) for s in decision.sentences(names)),
        table=Table((say("Daerah"), say("Suara"), say("Kekuatan suara")), tuple(rows), frozenset({1, 2}), (3, 1, 1.4)),
        notes=source_notes(paper, say("Kekuatan suara: indeks Banzhaf; seberapa sering suara daerah itu menentukan.")),
    )


def _law(paper: Paper) -> Slide:
    say = paper.say
    points = law_points(paper)
    word = law_words(paper)
    blocked = sum(p.verdict == "blocked" for p in points)
    care = sum(p.verdict == "care" for p in points)
    if blocked:
        title = say("Hukum: ada syarat yang belum terpenuhi")
    elif care:
        title = say("Hukum: {n} hal perlu dipenuhi sebelum ditandatangani", n=str(care))
    else:
        title = say("Hukum: tidak terlihat halangan; beberapa hal harus diperiksa setiap daerah")
    return Slide(
        "law",
        title,
        table=Table(
            (say("Penilaian"), say("Yang diminta"), say("Dasar")),
            tuple(
                (word[p.verdict], p.sentence, basis(p.rule, paper.language))
                for p in [p for p in points if p.verdict != "met"][:_RULES_SHOWN]
            ),
            widths=(1.3, 5, 2.7),
        ),
        notes=source_notes(
            paper,
            say("Petunjuk untuk Bagian Hukum, bukan nasihat hukum."),
            *(
                f"{p.rule} ({rules()[p.rule].status}): {basis(p.rule, paper.language)}. {p.cure}".rstrip()
                for p in points
            ),
        ),
    )


def _timeline(paper: Paper) -> Slide:
    say = paper.say
    plan = paper.timeline
    if isinstance(plan, Message):
        title = say("Jadwal bersama belum dapat disusun")
    else:
        title = say("Kontrak bersama paling cepat {day}", day=paper.day(_contract_day(plan)))
    return Slide(
        "timeline",
        title,
        table=Table(
            (say("Langkah"), say("Siapa"), say("Kapan")),
            tuple((f"{i}. {s.what}", s.who, s.when) for i, s in enumerate(steps(paper), 1)),
            widths=(2.9, 3, 3.2),
        ),
        notes=source_notes(
            paper,
            say("Tahapan: PP 28/2018 Pasal 6; jadwal anggaran: PP 12/2019; RUP: Perpres 16/2018 Pasal 22."),
            say(
                "Lama setiap langkah adalah pengandaian yang dapat diganti; hari libur nasional belum diperhitungkan. "
                "Tanggal yang disepakati diisi dalam Lampiran III."
            ),
        ),
    )


def _unknown(paper: Paper) -> Slide:
    say = paper.say
    told = risks(paper)
    return Slide(
        "unknown",
        say("Angka ini simulasi dari belanja yang lalu; inilah yang dapat membuatnya lain"),
        told[:_RISKS_SHOWN],
        notes=source_notes(paper, *told[_RISKS_SHOWN:]),
    )


def _asked(paper: Paper) -> Slide:
    say, scenario = paper.say, paper.scenario
    title = {
        "join": say("Yang diminta: persetujuan memulai kerja sama"),
        "care": say("Yang diminta: perbaiki susunannya dahulu, lalu putuskan"),
        "alone": say("Yang diminta: jangan bergabung dahulu dengan susunan ini"),
        "unknown": say("Yang diminta: lengkapi bukti sebelum memutuskan"),
    }[paper.verdict]
    return Slide(
        "asked",
        title,
        decisions(paper),
        figures=(*saving_figures(paper)[1:], *_held_figures(paper)),
        notes=source_notes(
            paper,
            say("Model pelaksanaan: {model}.", model=paper.tell(MODEL_LABELS[scenario.model])),
            paper.tell(MODEL_SENTENCES[scenario.model]),
        ),
    )
