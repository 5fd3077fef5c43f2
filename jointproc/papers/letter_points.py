"""What a letter of offer says, point by point, and the needs in its annex."""

from __future__ import annotations

from typing import Final

from jointproc.agreements import COST_KEY_LABELS, SPLIT_LABELS
from jointproc.papers.blocks import Table
from jointproc.papers.fitting import shortened
from jointproc.papers.labels import DECISION_LABELS, MODEL_LABELS, MODEL_SENTENCES
from jointproc.papers.law import authority, needs_transfer
from jointproc.papers.member_view import MemberView
from jointproc.papers.signing import Signatory, governments, signatory
from jointproc.papers.word import Blanks, one_line
from jointproc.text import Message

__all__ = ["annex", "points"]

_GOODS_SHOWN: Final = 16


def points(view: MemberView, sender: Signatory, blank: Blanks) -> tuple[tuple[str, str], ...]:
    """Head and text of every point of the offer."""
    paper, say, scenario = view.paper, view.paper.say, view.paper.scenario
    found = paper.simulation
    parties = paper.listing(
        paper.tell(signatory(code).government) for code in governments(m.code for m in paper.parties)
    )
    return (
        (say("Calon pihak"), say("{parties}. Daerah penyelenggara: {lead}.", parties=parties, lead=sender.name)),
        (say("Latar belakang"), _background(view)),
        (
            say("Objek"),
            say(
                "Pengadaan {commodity} dalam urusan {affair}.",
                commodity=one_line(view.paper.commodity_inside),
                affair=blank(say("urusan pemerintahan dan rujukannya dalam RPJMD atau RKPD")),
            ),
        ),
        (
            say("Ruang lingkup"),
            say(
                "Penyelarasan kebutuhan dan spesifikasi, jadwal, pemilihan penyedia, pengawasan, dan evaluasi "
                "penghematan."
            ),
        ),
        (
            say("Bentuk"),
            say(
                "Kerja sama daerah yang dituangkan dalam Kesepakatan Bersama dan Perjanjian Kerja Sama. Model {model}. "
                "{meaning} Cara memutuskan: {decision}.",
                model=paper.tell(MODEL_LABELS[scenario.model]),
                meaning=paper.tell(MODEL_SENTENCES[scenario.model]),
                decision=paper.tell(DECISION_LABELS[scenario.decision]).lower(),
            ),
        ),
        (say("Manfaat"), _benefit(view)),
        (
            say("Pembiayaan"),
            say(
                "APBD masing-masing pihak, sebatas anggaran yang tersedia. {transfer} Biaya koordinasi semua pihak "
                "menurut simulasi {amount}; kunci pembagiannya: {key}. Pembagian penghematan: {split}.",
                transfer=say("Pembagian yang diusulkan memerlukan bantuan keuangan antar-APBD.")
                if scenario.model == "C" or needs_transfer(paper)
                else say("Tidak ada uang yang berpindah antar-APBD."),
                amount=paper.idr(found.coordination_idr.p50),
                key=paper.tell(COST_KEY_LABELS[scenario.cost_key]),
                split=paper.tell(SPLIT_LABELS[scenario.split]),
            ),
        ),
        (
            say("Jangka waktu"),
            say("{years} tahun sejak Perjanjian Kerja Sama ditandatangani.", years=str(scenario.term_years)),
        ),
        (say("Jadwal"), _schedule(view)),
        (
            say("Yang perlu diperiksa"),
            say(
                "Kesamaan spesifikasi, volume, dan tersedianya anggaran; objeknya dalam RPJMD atau RKPD; dan "
                "persetujuan DPRD bila belum dianggarkan atau membebani masyarakat dan daerah. Sengketa diselesaikan "
                "{judge}.",
                judge=authority(paper),
            ),
        ),
    )


def _background(view: MemberView) -> str:
    paper, say = view.paper, view.paper.say
    if not view.alike:
        return say(
            "Menurut data yang kami pakai belum ada barang yang dibeli {name} dan peserta lain sekaligus.",
            name=view.name,
        )
    return say(
        "{n} barang yang dibeli {name} dibeli pula oleh peserta lain, senilai {amount} dari belanja {total} dalam data "
        "({source}; tahun anggaran {years}).",
        n=str(len(view.alike)),
        name=view.name,
        amount=paper.idr(sum(n.amount_idr[view.code] for n in view.alike)),
        total=paper.idr(view.member.alone_idr),
        source=one_line(paper.source),
        years=paper.years or "–",
    )


def _benefit(view: MemberView) -> str:
    paper, say, m = view.paper, view.paper.say, view.member
    told = [
        say(
            "Menurut simulasi penghematan bersih {name} sekurang-kurangnya {low}, kemungkinan {likely}, paling banyak "
            "{high}; bila bertindak sendiri {alone}.",
            name=m.name,
            low=paper.idr(m.saving_idr.p10),
            likely=paper.idr(m.saving_idr.p50),
            high=paper.idr(m.saving_idr.p90),
            alone=paper.idr(m.without_agreement_idr),
        )
    ]
    if view.better_alone:
        told.append(say("Dengan susunan ini {name} lebih baik bertindak sendiri; susunan lain terbuka.", name=m.name))
    if view.certainty == "indicative" or paper.certainty == "indicative":
        told.append(say("Angka ini indikatif."))
    elif view.certainty == "partly" or paper.certainty == "partly":
        told.append(say("Angka ini sebagian indikatif."))
    told.append(say("Angka ini simulasi dari belanja yang lalu, bukan janji harga."))
    return " ".join(told)


def _schedule(view: MemberView) -> str:
    paper, say, found = view.paper, view.paper.say, view.paper.timeline
    if isinstance(found, Message):
        return paper.tell(found)
    days = {s.step: s for s in found.steps}
    return say(
        "Paling cepat: Perjanjian Kerja Sama {pks}, kontrak {contract}, barang diterima {delivery}, bila anggaran "
        "tersedia.",
        pks=paper.day(days["pks"].end),
        contract=paper.day(days["contract"].end),
        delivery=paper.day(days["delivery"].end),
    )


def annex(view: MemberView, sender: Signatory) -> tuple[str, str, Table]:
    """Title, note and table of the needs both sides can compare."""
    paper, say = view.paper, view.paper.say
    own = [c for c in paper.scenario.codes if signatory(c).code == sender.code]
    rows = []
    for need in view.alike[:_GOODS_SHOWN]:
        offered = sum(need.amount_idr.get(c, 0.0) for c in own)
        rows.append(
            (
                shortened(need.good, 9, 2.3, 2),
                paper.idr(need.amount_idr[view.code]),
                paper.idr(offered) if offered else "–",
                paper.idr(need.total_idr),
                need.evidence,
            )
        )
    rest = view.alike[_GOODS_SHOWN:]
    if rest:
        rows.append(
            (
                say("{n} barang lain", n=str(len(rest))),
                paper.idr(sum(n.amount_idr[view.code] for n in rest)),
                paper.idr(sum(n.amount_idr.get(c, 0.0) for n in rest for c in own)),
                paper.idr(sum(n.total_idr for n in rest)),
                "",
            )
        )
    rows.append(
        (
            say("Seluruhnya"),
            paper.idr(sum(n.amount_idr[view.code] for n in view.alike)),
            paper.idr(sum(n.amount_idr.get(c, 0.0) for n in view.alike for c in own)),
            paper.idr(sum(n.total_idr for n in view.alike)),
            "",
        )
    )
    return (
        say("LAMPIRAN: KEBUTUHAN YANG SAMA"),
        say("Belanja dalam data; tahun anggaran {years}. Bukti: tingkat A sampai D.", years=paper.years or "–"),
        Table(
            (say("Barang"), view.name, sender.name, say("Semua peserta"), say("Bukti")),
            tuple(rows),
            frozenset({1, 2, 3}),
            (4.0, 2, 2, 2, 1.3),
            total=True,
        ),
    )
