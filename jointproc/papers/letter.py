"""The letter in which the lead region offers cooperation to a neighbour, as Word document.

A written offer is the second stage of regional cooperation (PP 28/2018 Pasal 6). It names object, scope, form,
benefit, financing, term and what is asked, as offers under Permendagri 22/2020 do. What the scenario does not know is
a numbered blank in the text and a line in the list at the end. English is a translation for reading.
"""

from __future__ import annotations

from typing import Any, Final

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.shared import Cm, Pt

from jointproc import regions as geography
from jointproc.errors import InputError
from jointproc.papers.blocks import Table
from jointproc.papers.law import authority
from jointproc.papers.letter_points import annex, points
from jointproc.papers.member_view import MemberView, view_of
from jointproc.papers.paper import Paper
from jointproc.papers.signing import Signatory, signatory
from jointproc.papers.word import Blanks, centred, document_of, file_bytes, one_line, runs, table

__all__ = ["addressees", "letter_docx"]

_MARGINS_CM: Final = (3.0, 2.5, 2.54, 2.2)
_WIDTH_CM: Final = 15.5
_LABEL_CM: Final = 2.4
_SIGNED_CM: Final = 7.0


def addressees(paper: Paper) -> tuple[str, ...]:
    """Members to whom the lead region writes: all whose government is another than its own."""
    own = signatory(paper.scenario.lead_code).code
    return tuple(m.code for m in paper.parties if signatory(m.code).code != own)


def letter_docx(paper: Paper, code: str) -> bytes:
    """The offer to one member as DOCX.

    Raises:
        InputError: the region is no member of the scenario, or the lead region would write to itself.
    """
    view = view_of(paper, code)
    sender = signatory(paper.scenario.lead_code)
    if view.signatory.code == sender.code:
        raise InputError(
            "{name} tidak menulis penawaran kepada dirinya sendiri: pilih daerah peserta yang lain.", name=sender.name
        )
    say, blank = paper.say, Blanks()
    document = document_of(
        paper,
        f"letter-{code}",
        head=say("RANCANGAN"),
        foot=f"{say('Rancangan; wajib ditelaah TKKSD dan Bagian Hukum.')} {one_line(paper.footer)} ·",
        margins_cm=_MARGINS_CM,
    )
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    _notices(document, view)
    _letterhead(document, view, sender, blank)
    _body(document, view, sender, blank)
    _signature(document, view, sender, blank)
    document.add_page_break()
    title, note, told = annex(view, sender)
    centred(document, title, True)
    document.add_paragraph(note)
    _small_table(document, told)
    _blanks(document, paper, blank)
    return file_bytes(document)


def _notices(document: Any, view: MemberView) -> None:
    """What whoever sends the letter has to know first; to be taken out before it goes."""
    paper, say = view.paper, view.paper.say
    told = []
    if paper.language != "id":
        told.append(say("Terjemahan untuk dibaca; yang ditandatangani ialah naskah berbahasa Indonesia."))
    if view.stopped:
        told.append(say("Terhalang aturan: surat ini belum patut dikirim sebelum halangannya diselesaikan."))
    if paper.verdict in ("alone", "unknown"):
        told.append(
            say("Menurut data ini bergabung belum terbukti menghemat: timbang dahulu apakah surat ini dikirim.")
        )
    if view.signatory.instead:
        told.append(
            say(
                "{region} bukan daerah otonom: surat ini ditujukan kepada {office}.",
                region=view.name,
                office=view.signatory.office,
            )
        )
    if paper.is_sample:
        told.append(say("Ilustrasi di atas data contoh (sintetis), bukan belanja yang sebenarnya."))
    if told:
        box = document.add_table(rows=1, cols=1)
        box.style = "Table Grid"
        words = f"{say('Catatan, dihapus sebelum dikirim:')} {' '.join(told)}"
        run = box.rows[0].cells[0].paragraphs[0].add_run(words)
        run.italic, run.font.size = True, Pt(9)
        document.add_paragraph().paragraph_format.space_after = Pt(0)


def _letterhead(document: Any, view: MemberView, sender: Signatory, blank: Blanks) -> None:
    paper, say = view.paper, view.paper.say
    name = centred(document, one_line(paper.tell(sender.government)).upper(), True)
    for run in name.runs:
        run.font.size = Pt(14)
    centred(document, blank(say("alamat, telepon, dan laman pada kop surat")), False)
    place = document.add_paragraph()
    place.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    runs(place, f"{blank(say('tempat'))}, {blank(say('tanggal surat'))}")
    goods = one_line(paper.commodity_inside)
    subject = say("Penawaran Kerja Sama Daerah: Pengadaan Bersama {commodity}", commodity=goods)
    for label, value in (
        (say("Nomor"), blank(say("nomor surat"))),
        (say("Sifat"), blank(say("sifat surat"))),
        (say("Lampiran"), say("1 (satu) berkas")),
        (say("Hal"), subject),
    ):
        line = document.add_paragraph()
        shape = line.paragraph_format
        shape.left_indent, shape.first_line_indent, shape.space_after = Cm(_LABEL_CM), Cm(-_LABEL_CM), Pt(1)
        shape.tab_stops.add_tab_stop(Cm(_LABEL_CM - 0.3), WD_TAB_ALIGNMENT.LEFT)
        shape.tab_stops.add_tab_stop(Cm(_LABEL_CM), WD_TAB_ALIGNMENT.LEFT)
        runs(line, f"{label}\t:\t{value}")
    to = document.add_paragraph()
    to.paragraph_format.space_before = Pt(10)
    runs(to, say("Yth. {office}", office=view.signatory.office))
    runs(document.add_paragraph(), say("di {place}", place=blank(say("tempat kedudukan penerima"))))


def _body(document: Any, view: MemberView, sender: Signatory, blank: Blanks) -> None:
    say = view.paper.say
    document.add_paragraph(say("Dengan hormat,"))
    opening = say(
        "Berdasarkan Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah Pasal 363, Peraturan Pemerintah "
        "Nomor 28 Tahun 2018 tentang Kerja Sama Daerah Pasal 6, dan Peraturan Menteri Dalam Negeri Nomor 22 Tahun "
        "2020, {sender} menawarkan kepada {receiver} kerja sama daerah dalam pengadaan bersama {commodity}, dengan "
        "pokok-pokok sebagai berikut.",
        sender=sender.government,
        receiver=view.signatory.government,
        commodity=one_line(view.paper.commodity_inside),
    )
    _justified(document, opening)
    for number, (head, text) in enumerate(points(view, sender, blank), 1):
        line = _justified(document, "")
        line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Cm(0.8), Cm(-0.8)
        line.paragraph_format.tab_stops.add_tab_stop(Cm(0.8))
        line.add_run(f"{number}.\t{head}. ").bold = True
        runs(line, text)
    asked = say(
        "Kami mohon jawaban tertulis paling lambat {days} hari kerja sejak surat ini diterima. Bila disetujui, Tim "
        "Koordinasi Kerja Sama Daerah kedua pihak menyusun rancangan Kesepakatan Bersama. Narahubung kami: {contact}.",
        days=blank(say("batas waktu jawaban menurut aturan yang berlaku")),
        contact=blank(say("nama, jabatan, dan nomor narahubung")),
    )
    _justified(document, asked)
    document.add_paragraph(say("Atas perhatian dan kerja sama Saudara, kami ucapkan terima kasih."))


def _justified(document: Any, text: str) -> Any:
    paragraph = runs(document.add_paragraph(), text)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    return paragraph


def _signature(document: Any, view: MemberView, sender: Signatory, blank: Blanks) -> None:
    paper, say = view.paper, view.paper.say
    for text in (f"{paper.tell(sender.office)},", "", "", blank(say("nama kepala daerah pengirim"))):
        line = runs(document.add_paragraph(), text)
        line.paragraph_format.left_indent = Cm(_SIGNED_CM)
        line.paragraph_format.keep_with_next, line.paragraph_format.space_after = True, Pt(2)
    if sender.instead:
        for_whom = say(
            "bagi kebutuhan {region}, yang bukan daerah otonom ({basis})",
            region=geography.region(paper.scenario.lead_code).name,
            basis=blank(say("dasar penugasan")),
        )
        runs(document.add_paragraph(), for_whom).paragraph_format.left_indent = Cm(_SIGNED_CM)
    document.add_paragraph(say("Tembusan:")).paragraph_format.keep_with_next = True
    for number, who in enumerate(
        (
            authority(paper),
            say("Ketua TKKSD {name}", name=sender.name),
            say("Ketua TKKSD {name}", name=view.signatory.name),
        ),
        1,
    ):
        document.add_paragraph(f"{number}. {who}").paragraph_format.space_after = Pt(1)


def _small_table(document: Any, told: Table) -> None:
    made = table(document, told, size=9, width_cm=_WIDTH_CM)
    for row in made.rows:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.space_after = Pt(1)


def _blanks(document: Any, paper: Paper, blank: Blanks) -> None:
    heading = centred(document, paper.say("DAFTAR ISIAN YANG BELUM LENGKAP"), True)
    heading.paragraph_format.space_before, heading.paragraph_format.keep_with_next = Pt(18), True
    document.add_paragraph(paper.say("Hal berikut tidak ada dalam skenario dan wajib diisi sebelum surat dikirim."))
    for number, what in enumerate(blank.listed, 1):
        document.add_paragraph(f"{number}. {what}").paragraph_format.space_after = Pt(1)
