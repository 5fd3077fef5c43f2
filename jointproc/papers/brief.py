"""Two pages for one head of region: what the proposal means for that region. The first page is what it is worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from jointproc.agreements import SPLIT_LABELS
from jointproc.papers.blocks import Block, Heading, Para, Table
from jointproc.papers.brief_terms import back_page
from jointproc.papers.fitting import shortened
from jointproc.papers.identity import identity_of
from jointproc.papers.labels import DECISION_LABELS, MODEL_LABELS, MODEL_SENTENCES
from jointproc.papers.law import basis
from jointproc.papers.member_view import MemberView, view_of
from jointproc.papers.paper import Paper

__all__ = ["Brief", "brief_of"]

_GOODS_SHOWN: Final = 5
_MEMBERS_SHOWN: Final = 9
_YEARS_SHOWN: Final = 5
_NAMED: Final = 5
_OBSTACLES_SHOWN: Final = 2
# from this part of the spend on, money moved between budgets is more than rounding
_NOTICED: Final = 0.001


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief in plain parts, to be drawn as Word or PDF.

    Attributes:
        over: the small line above the title.
        tags: words that must stand beside the figures (indicative, blocked, sample data).
        alert: what forbids the scenario; empty when nothing does.
        figures: label and value of the key figures, ``likely`` being the one to stand out.
        front, back: the two pages.
    """

    language: str
    over: str
    title: str
    subtitle: str
    tags: tuple[str, ...]
    alert: str
    answer: str
    figures: tuple[tuple[str, str], ...]
    likely: int
    figures_note: str
    front: tuple[Block, ...]
    back: tuple[Block, ...]
    footer: str
    identity: str


def brief_of(paper: Paper, code: str) -> Brief:
    """The brief for one member.

    Raises:
        InputError: the region is no member of the scenario.
    """
    view = view_of(paper, code)
    say, m = paper.say, view.member
    return Brief(
        language=paper.language,
        over=say("Ringkasan untuk {office}", office=view.signatory.office),
        title=say("Apa artinya bagi {name}", name=m.name),
        subtitle=shortened(paper.scenario.title, 11, 6.4, 2),
        tags=_tags(view),
        alert=_alert(view),
        answer=_answer(view),
        figures=(
            (say("Belanja sekarang"), paper.idr(m.alone_idr)),
            (say("Sekurang-kurangnya"), paper.idr(m.saving_idr.p10)),
            (say("Kemungkinan"), paper.idr(m.saving_idr.p50)),
            (say("Paling banyak"), paper.idr(m.saving_idr.p90)),
            (say("Bila sendiri"), paper.idr(m.without_agreement_idr)),
        ),
        likely=2,
        figures_note=_figures_note(view),
        front=(*_proposed(view), *_alike(view), *_shares(view), *_years(view)),
        back=back_page(view),
        footer=paper.footer,
        identity=identity_of(paper, f"brief-{code}").packed(),
    )


def _tags(view: MemberView) -> tuple[str, ...]:
    say = view.paper.say
    told = [say("Terhalang aturan")] if view.stopped else []
    if view.paper.is_sample:
        told.append(say("Data contoh"))
    # the weaker of what is known of this member and of the whole
    certainties = (view.certainty, view.paper.certainty)
    if "indicative" in certainties:
        told.append(say("Indikatif"))
    elif "partly" in certainties:
        told.append(say("Sebagian indikatif"))
    return tuple(told)


def _alert(view: MemberView) -> str:
    """What the law forbids, this member's own obstacles first."""
    paper = view.paper
    found = sorted((f for f in view.paper.law.findings if f.verdict == "blocked"), key=lambda f: f.region != view.code)
    if not found:
        return ""
    told = [
        f"{paper.name(f.region) + ': ' if f.region else ''}{paper.tell(f.message)} ({basis(f.id, paper.language)})"
        for f in found[:_OBSTACLES_SHOWN]
    ]
    more = len(found) - len(told)
    if more > 0:
        told.append(paper.say("dan {n} halangan lain.", n=str(more)))
    return shortened(paper.say("TERHALANG, hanya untuk dijajaki. {told}", told=" ".join(told)), 9.5, 6.3, 4)


def _answer(view: MemberView) -> str:
    paper, m = view.paper, view.member
    say, saving = paper.say, view.member.saving_idr
    if m.alone_idr <= 0:
        return say(
            "{name} tidak membeli satu pun barang yang dipilih dalam data ini; tidak ada yang dapat dihemat.",
            name=m.name,
        )
    if view.firm_share == 0:
        return say(
            "Bukti harga {name} belum cukup untuk menyimpulkan; angka di bawah hanya untuk dijajaki.", name=m.name
        )
    if view.better_alone:
        return say(
            "Dengan susunan ini {name} lebih baik bertindak sendiri: sendiri {alone}, bersama {likely}.",
            name=m.name,
            alone=paper.idr(max(0, m.without_agreement_idr)),
            likely=paper.idr(saving.p50),
        )
    if round(saving.p50) <= 0:
        return say("Menurut data ini belum ada penghematan bagi {name} dari susunan ini.", name=m.name)
    if saving.p10 > 0:
        return say(
            "{name} menghemat sekurang-kurangnya {low} (kemungkinan {likely}) menurut data ini.",
            name=m.name,
            low=paper.idr(saving.p10),
            likely=paper.idr(saving.p50),
        )
    return say(
        "{name} mungkin menghemat {likely}, tetapi dapat pula tidak menghemat: batas bawahnya {low}.",
        name=m.name,
        likely=paper.idr(saving.p50),
        low=paper.idr(saving.p10),
    )


def _figures_note(view: MemberView) -> str:
    paper = view.paper
    total = sum(view.evidence_idr.values())
    graded = [f"{grade} {paper.share(amount / total, 0)}" for grade, amount in view.evidence_idr.items() if total]
    return paper.say(
        "Tingkat bukti belanja daerah ini: {grades}. Penghematan bersih setelah biaya koordinasi, untuk {n} tahun "
        "anggaran dalam data ({years}); delapan dari sepuluh simulasi jatuh antara sekurang-kurangnya dan paling "
        "banyak. Pembandingnya harga yang dibayar, bukan pagu.",
        grades=", ".join(graded) or "–",
        n=str(paper.simulation.years_n),
        years=paper.years or "–",
    )


def _proposed(view: MemberView) -> tuple[Block, ...]:
    paper, scenario = view.paper, view.paper.scenario
    say = paper.say
    others = [m.name for m in paper.parties if m.code != view.code]
    if len(others) > _NAMED:
        named = say("{names}, dan {n} daerah lain", names=", ".join(others[:_NAMED]), n=str(len(others) - _NAMED))
    else:
        named = paper.listing(others)
    return (
        Heading(say("Apa yang diusulkan, dan dengan siapa")),
        Para(
            say(
                "Membeli bersama {commodity} dengan {others}, selama {years} tahun. Penyelenggara: {lead}.",
                commodity=paper.commodity_inside,
                others=named,
                years=str(scenario.term_years),
                lead=paper.name(scenario.lead_code)
                if scenario.lead_code in paper.names
                else paper.label(scenario.lead_code),
            )
        ),
        Para(
            say(
                "Model {model}. {meaning} Pembagian: {split}. Cara memutuskan: {decision}.",
                model=paper.tell(MODEL_LABELS[scenario.model]),
                meaning=paper.tell(MODEL_SENTENCES[scenario.model]),
                split=paper.tell(SPLIT_LABELS[scenario.split]),
                decision=paper.tell(DECISION_LABELS[scenario.decision]).lower(),
            )
        ),
    )


def _alike(view: MemberView) -> tuple[Block, ...]:
    paper, say = view.paper, view.paper.say
    head = Heading(say("Apa yang dibeli sama"))
    if not view.alike:
        return (head, Para(say("Tidak ada barang daerah ini yang juga dibeli peserta lain menurut data ini.")))
    shared = sum(n.amount_idr[view.code] for n in view.alike)
    shown = view.alike[:_GOODS_SHOWN]
    rows = []
    for need in shown:
        others = [paper.label(c) for c in need.buyers if c != view.code]
        rows.append(
            (
                shortened(need.good, 8.5, 2.5, 2),
                paper.idr(need.amount_idr[view.code]),
                ", ".join(others) if len(others) <= 2 else say("{n} daerah", n=str(len(others))),
                need.evidence,
            )
        )
    rest = view.alike[_GOODS_SHOWN:]
    if rest:
        amount = sum(n.amount_idr[view.code] for n in rest)
        rows.append((say("{n} barang lain", n=str(len(rest))), paper.idr(amount), "", ""))
    return (
        head,
        Para(
            say(
                "{n} dari {all} barang daerah ini dibeli juga oleh peserta lain: {amount} dari belanja {total}.",
                n=str(len(view.alike)),
                all=str(len(view.own_needs)),
                amount=paper.idr(shared),
                total=paper.idr(view.member.alone_idr),
            )
        ),
        Table(
            (say("Barang"), say("Belanja daerah ini"), say("Dibeli juga oleh"), say("Bukti")),
            tuple(rows),
            frozenset({1}),
            (4.6, 2.2, 2.4, 1.1),
        ),
    )


def _shares(view: MemberView) -> tuple[Block, ...]:
    """All members beside each other: who spends and gains how much."""
    paper, say, found = view.paper, view.paper.say, view.paper.simulation
    ranked = sorted(found.members, key=lambda m: (m.code != view.code, -m.alone_idr))
    chosen = {m.code for m in ranked[:_MEMBERS_SHOWN]}
    shown = [m for m in paper.parties if m.code in chosen]
    spent = found.alone_idr
    gains = [round(m.saving_idr.p50) for m in found.members]
    # shares of a whole make sense only when no part is negative
    whole = sum(gains) if min(gains) >= 0 else 0

    def row(name: str, amount: int, gain: int, alone: int) -> tuple[str, ...]:
        return (
            name,
            paper.idr(amount),
            paper.share(amount / spent, 1) if spent else "–",
            paper.idr(gain),
            paper.share(gain / whole, 1) if whole > 0 else "–",
            paper.idr(alone),
        )

    rows = [row(m.name, m.alone_idr, round(m.saving_idr.p50), m.without_agreement_idr) for m in shown]
    rest = [m for m in found.members if m.code not in chosen]
    if rest:
        rows.append(
            row(
                say("{n} daerah lain", n=str(len(rest))),
                sum(m.alone_idr for m in rest),
                sum(round(m.saving_idr.p50) for m in rest),
                sum(m.without_agreement_idr for m in rest),
            )
        )
    rows.append(row(say("Seluruhnya"), spent, round(paper.saving.p50), found.without_agreement_idr))
    return (
        Heading(say("Bagian biaya dan bagian penghematan")),
        Table(
            (
                say("Daerah"),
                say("Belanja"),
                say("Bagian"),
                say("Penghematan (kemungkinan)"),
                say("Bagian"),
                say("Bila sendiri"),
            ),
            tuple(rows),
            frozenset({1, 2, 3, 4, 5}),
            (3.7, 1.7, 1.1, 2.0, 1.1, 1.8),
            total=True,
            strong=next(i for i, m in enumerate(shown) if m.code == view.code),
        ),
        Para(_joint_costs(view)),
    )


def _joint_costs(view: MemberView) -> str:
    paper, say, found = view.paper, view.paper.say, view.paper.simulation
    told = [
        say(
            "Biaya koordinasi semua peserta {amount}, sudah dikurangkan; kunci pembagiannya ditetapkan dalam PKS.",
            amount=paper.idr(found.coordination_idr.p50),
        )
    ]
    moved = view.pays_others_idr
    if abs(moved) > _NOTICED * max(view.member.alone_idr, 1):
        told.append(
            say("Pembagian ini meminta {amount} dari APBD daerah ini bagi daerah lain.", amount=paper.idr(moved))
            if moved > 0
            else say("Pembagian ini memberi daerah ini {amount} dari APBD daerah lain.", amount=paper.idr(-moved))
        )
        told.append(say("Itu memerlukan bantuan keuangan."))
    return " ".join(told)


def _years(view: MemberView) -> tuple[Block, ...]:
    paper, say, term = view.paper, view.paper.say, view.paper.term
    yearly, summed = term.yearly[view.code], term.cumulative[view.code]
    last = len(yearly) - 1
    years = list(range(last + 1)) if last < _YEARS_SHOWN else [*range(_YEARS_SHOWN - 1), last]
    rows = tuple(
        (
            say("Tahun ke-{year}", year=str(y + 1)),
            paper.idr(yearly[y].p10),
            paper.idr(yearly[y].p50),
            paper.idr(yearly[y].p90),
            paper.idr(summed[y].p50),
        )
        for y in years
    )
    back = term.break_even_by_code[view.code]
    return (
        Heading(say("Apa yang dibayar, dan kapan")),
        Para(" ".join([_payment(view), *_returned(view, back)])),
        Table(
            (
                say("Penghematan bersih"),
                say("Sekurang-kurangnya"),
                say("Kemungkinan"),
                say("Paling banyak"),
                say("Terkumpul"),
            ),
            rows,
            frozenset({1, 2, 3, 4}),
            (2.2, 2, 2, 2, 2),
        ),
    )


def _payment(view: MemberView) -> str:
    paper, say, m = view.paper, view.paper.say, view.member
    how = {
        "A": say("langsung kepada penyedia menurut kontrak sendiri, dalam tahun anggaran barang diterima"),
        "B": say("langsung kepada penyedia menurut kontrak sendiri, dalam tahun anggaran barang diterima"),
        "C": say("sebagai bantuan keuangan kepada penyelenggara, sebelum kontrak ditandatangani"),
        "D": say("menurut pesanan sendiri di katalog, dalam tahun anggaran barang diterima"),
    }[paper.scenario.model]
    return say(
        "Menurut simulasi daerah ini membayar {pooled} alih-alih {alone} untuk barang yang sama, {how}.",
        pooled=paper.idr(m.pooled_idr, compact=False),
        alone=paper.idr(m.alone_idr, compact=False),
        how=how,
    )


def _returned(view: MemberView, back: int | None) -> tuple[str, ...]:
    say = view.paper.say
    if back is None:
        return (say("Dalam jangka ini biaya kesepakatan belum kembali bagi daerah ini."),)
    told = say("Biaya kesepakatan kembali pada tahun ke-{year}.", year=str(back))
    if view.paper.term.years_n > 1:
        return (
            told,
            say("Satu tahun ialah rata-rata dari {n} tahun anggaran dalam data.", n=str(view.paper.term.years_n)),
        )
    return (told,)
