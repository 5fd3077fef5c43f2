"""The second page of a brief: does it hold, what say one has, what the law asks, when, what is unknown and asked."""

from __future__ import annotations

from typing import Final

from jointproc.agreements.compliance import Finding
from jointproc.papers.advice import decisions, risks
from jointproc.papers.blocks import Block, Bullets, Heading, Para, Table
from jointproc.papers.fitting import shortened
from jointproc.papers.law import basis
from jointproc.papers.member_view import MemberView
from jointproc.text import Message

__all__ = ["back_page"]

_RULES_SHOWN: Final = 6
_RISKS_SHOWN: Final = 6


def back_page(view: MemberView) -> tuple[Block, ...]:
    """The blocks of the second page."""
    return (*_holds(view), *_say(view), *_law(view), *_start(view), *_unknown(view), *_asked(view))


def _holds(view: MemberView) -> tuple[Block, ...]:
    paper, say, found, m = view.paper, view.paper.say, view.paper.simulation, view.member
    could = max(0, m.without_agreement_idr)
    told = [
        say(
            "Bersama {together}, sendiri {alone}: {verdict}. Dalam {share} dari simulasi daerah ini lebih baik "
            "sendiri.",
            together=paper.idr(m.saving_idr.p50),
            alone=paper.idr(could),
            verdict=say("lebih baik sendiri") if view.better_alone else say("sedikitnya sama baik bersama"),
            share=paper.share(found.worse_off_share[view.code], 0),
        )
    ]
    held = found.stability.get(paper.scenario.split)
    if held is None:
        told.append(say("Kestabilan kelompok tidak dihitung untuk lebih dari 14 daerah."))
    else:
        names = {one.code: paper.label(one.code) for one in found.members}
        told += [paper.tell(s) for s in held.sentences(names)]
    return (Heading(say("Apakah bertahan, atau lebih baik sendiri")), Para(shortened(" ".join(told), 9.5, 6.4, 6)))


def _say(view: MemberView) -> tuple[Block, ...]:
    paper, decision = view.paper, view.paper.simulation.decision
    say, at = paper.say, view.paper.simulation.decision.codes.index(view.code)
    own = say("Daerah ini memegang {votes} dari {all} suara; diperlukan {quota}. Kekuatan suaranya {power}.",
        votes=f"{decision.weights[at]:.0f}",
        all=f"{sum(decision.weights):.0f}",
        quota=f"{decision.quota:.0f}",
        power=paper.share(float(decision.power.banzhaf[at]), 0),
    )  # fmt: skip
    told = [paper.tell(decision.sentences({c: paper.label(c) for c in decision.codes})[0]), own]
    if at in decision.power.veto:
        told.append(say("Tanpa persetujuan daerah ini tidak ada keputusan."))
    elif at in decision.power.dummies:
        told.append(say("Suaranya tidak pernah menentukan: mintalah cara memutuskan yang lain."))
    told.append(say("Atas APBD sendiri setiap daerah selalu memutuskan sendiri."))
    return (Heading(say("Seberapa kuat suaranya")), Para(" ".join(told)))


def _law(view: MemberView) -> tuple[Block, ...]:
    say = view.paper.say
    word = {"blocked": say("Terhalang"), "attention": say("Perlu perhatian"), "pass": say("Terpenuhi")}
    findings = view.asked_by_law
    rows = [(word[f.verdict], _asks(view, f), _basis(view, f)) for f in findings[:_RULES_SHOWN]]
    left = len(findings) - len(rows)
    if left > 0:
        rows.append((say("{n} hal lain", n=str(left)), say("Lihat uji kepatuhan pada lampiran rancangan PKS."), ""))
    return (
        Heading(say("Apa yang diminta hukum dari {name}", name=view.name)),
        Table((say("Penilaian"), say("Yang diminta"), say("Dasar")), tuple(rows), widths=(1.4, 6.4, 2.6)),
    )


def _asks(view: MemberView, finding: Finding) -> str:
    told = view.paper.tell(finding.message)
    if finding.cure is not None:
        told = f"{told} {view.paper.tell(finding.cure)}"
    return shortened(told, 8.5, 4.0, 3)


def _basis(view: MemberView, finding: Finding) -> str:
    where = basis(finding.id, view.paper.language)
    if finding.status != "V":
        where = view.paper.say("{basis}; belum diverifikasi", basis=where)
    return shortened(where, 8.5, 1.6, 3)


def _start(view: MemberView) -> tuple[Block, ...]:
    paper, say = view.paper, view.paper.say
    head = Heading(say("Kapan dapat dimulai"))
    found = view.paper.timeline
    if isinstance(found, Message):
        return (head, Para(paper.tell(found)))
    route = {
        "existing": say("Jalur: anggaran yang sudah ada, tahun anggaran {year}.", year=str(found.fiscal_year)),
        "amended": say("Jalur: perubahan APBD tahun anggaran {year}.", year=str(found.fiscal_year)),
        "next": say("Jalur: APBD tahun anggaran {year}.", year=str(found.fiscal_year)),
    }[found.route]
    if found.presumed:
        route += " " + say("Itu pengandaian: belum semua daerah menyatakan anggarannya.")
    days = {s.step: s for s in found.steps}
    earliest = say(
        "Paling cepat: PKS {pks}, kontrak {contract}, barang diterima {delivery}. Kelonggaran {slack} hari kerja; hari "
        "libur nasional belum diperhitungkan.",
        pks=paper.day(days["pks"].end),
        contract=paper.day(days["contract"].end),
        delivery=paper.day(days["delivery"].end),
        slack=str(days["delivery"].slack_days),
    )
    return (head, Para(f"{route} {earliest}"))


def _unknown(view: MemberView) -> tuple[Block, ...]:
    paper, say = view.paper, view.paper.say
    told = list(risks(paper))
    if view.certainty != "firm":
        told.insert(
            0,
            say(
                "Di daerah ini baru {share} dari belanja memiliki bukti tingkat A atau B; selebihnya indikatif.",
                share=paper.share(view.firm_share),
            ),
        )
    # the last two say what is not known at all: they stay
    kept = told if len(told) <= _RISKS_SHOWN else [*told[: _RISKS_SHOWN - 2], *told[-2:]]
    return (Heading(say("Risiko dan yang belum diketahui")), Bullets(tuple(shortened(t, 9, 6.2, 2) for t in kept)))


def _asked(view: MemberView) -> tuple[Block, ...]:
    paper, say = view.paper, view.paper.say
    told = list(decisions(paper))
    if view.signatory.instead:
        told.insert(
            0,
            say(
                "Menjadikan {name} pihak: {region} bukan daerah otonom dan tidak menandatangani.",
                name=view.signatory.name,
                region=view.name,
            ),
        )
    elif view.better_alone and paper.verdict in ("join", "care"):
        told[0] = say("Meminta susunan lain sebelum menyetujui: daerah ini lebih baik sendiri dengan susunan ini.")
    if view.stopped and paper.verdict in ("join", "care"):
        told.insert(0, say("Belum menandatangani apa pun sebelum halangan hukum di atas diselesaikan."))
    return (Heading(say("Keputusan yang diminta")), Bullets(tuple(shortened(t, 9.5, 6.2, 2) for t in told)))
