"""Dokumen & presentasi: what people project, read and sign, made from a scenario; and what was made before."""

from __future__ import annotations

import streamlit as st

from jointproc.errors import JointprocError
from jointproc.papers import Paper, story
from jointproc.papers.law import basis, law_points
from jointproc.ui import cards, filters, shell
from jointproc.ui import page_papers as sheet
from jointproc.ui import page_papers_shelf as papers
from jointproc.ui import page_papers_thumbs as thumbs
from jointproc.ui.language import _, language, say


def main() -> None:
    if not filters.has_data():
        shell.title(_("Dokumen & presentasi"))
        cards.empty_state(
            _("Belum ada data untuk membuat naskah"),
            next_step=_("Muat berkas belanja di halaman Data, lalu susun kesepakatan di halaman Simulasi."),
            page="data",
            button=_("Buka halaman Data"),
        )
        return
    head = st.container()
    chosen = _chosen()
    with head:
        shell.title(_("Dokumen & presentasi"), chosen.scenario.title if chosen else "")
    if chosen is None:
        cards.empty_state(
            _("Belum ada skenario untuk dijadikan naskah"),
            next_step=_(
                "Susun kesepakatan di halaman Simulasi, lalu simpan sebagai versi. Naskah, presentasi, dan "
                "tautannya dibuat dari versi itu."
            ),
            page="simulasi",
            button=_("Buka halaman Simulasi"),
        )
        return
    with st.spinner(_("Menghitung angka skenario…"), show_time=False):
        paper, why = _computed(chosen)
    if paper is None:
        st.error(why, icon=":material/error:")
        papers.history(chosen, None)
        return
    standing(sheet.paper(chosen.scenario, language()))
    presentation(chosen, paper)
    now = _now(chosen, paper)
    st.subheader(_("Naskah"), anchor=False)
    st.text_input(_("Dibuat oleh"), key=sheet.BY, max_chars=200, placeholder=_("misalnya: Rina, Bagian PBJ"), width=360)
    papers.shelf(chosen, paper, now)
    papers.history(chosen, now)


def _chosen() -> sheet.Chosen | None:
    """What is chosen; a link that names no scenario of ours becomes a sentence above the others."""
    try:
        return sheet.choose()
    except JointprocError as error:
        st.error(say(error.message), icon=":material/error:")
        return sheet.choose()


def _computed(chosen: sheet.Chosen) -> tuple[Paper | None, str]:
    try:
        return sheet.paper(chosen.scenario, chosen.language), ""
    except JointprocError as error:
        return None, say(error.message)


def _now(chosen: sheet.Chosen, paper: Paper) -> Paper | None:
    """The newest version computed from today's data: what earlier papers are held against."""
    if chosen.newest in (0, chosen.scenario.version) and (chosen.saved or not chosen.newest):
        return paper
    try:
        return sheet.paper(sheet.saved_version(chosen.scenario.id, None), chosen.language)
    except JointprocError:
        return None


def standing(paper: Paper) -> None:
    """What a reader must know of the scenario before any paper is made: law, evidence, sample data."""
    for point in law_points(paper):
        if point.verdict == "blocked":
            st.markdown(
                ":red-badge[:material/block: "
                + _("terhalang hukum")
                + "] "
                + _(
                    "{sentence} ({basis}). Naskah tetap dapat dibuat, dan mengatakannya.",
                    sentence=cards.literal(point.sentence.rstrip(".")),
                    basis=cards.literal(basis(point.rule, paper.language)),
                )
            )
    told = ""
    if paper.firm_share == 0:
        told = _("Seluruh belanja hanya berbukti C atau D: setiap angka dalam naskah ditandai indikatif.")
    elif paper.certainty != "firm":
        told = _(
            "Baru {share} dari belanja berbukti A atau B; angka lainnya indikatif dan ditandai demikian.",
            share=paper.share(paper.firm_share),
        )
    if told:
        st.markdown(":orange-badge[:material/warning: " + _("indikatif") + "] " + told)


def presentation(chosen: sheet.Chosen, paper: Paper) -> None:
    """The story as a strip, and the link that shows it full screen."""
    slides = story(paper)
    st.subheader(_("Tayangan di peramban"), anchor=False)
    if not chosen.saved:
        st.info(
            _("Simpan skenario di halaman Simulasi dahulu; sesudah itu tayangannya dapat dibuka dengan tautan."),
            icon=":material/info:",
        )
        return
    addresses = [sheet.show_address(chosen.scenario, chosen.language, n) for n in range(1, len(slides) + 1)]
    st.html(thumbs.strip_html(paper, slides, addresses))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.link_button(_("Tayangkan"), addresses[0], icon=":material/slideshow:", type="primary")
        st.caption(
            _(
                "Terbuka di tab baru, hanya untuk dibaca. Panah kiri dan kanan berpindah halaman, Esc kembali; F11 "
                "membuat peramban memenuhi layar."
            ),
            width="content",
        )


main()
