"""Barang: one good across regions: prices, volumes, who buys, comparable or not, and the lines it rests on."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from jointproc import regions
from jointproc.ui import (
    cache,
    cards,
    filters,
    formats,
    geography,
    page_goods,
    page_goods_review,
    page_goods_wordings,
    shell,
)
from jointproc.ui.language import _
from jointproc.ui.links import choose, from_url, number, one_of, to_url
from jointproc.warehouse import BOUGHT, STAGES, Scope

GOOD, WORDS, LEAST, REGION, WITHIN = "barang", "cari", "pembeli", "daerah", "jarak"
PART, REVIEW = "bagian", "periksa"
STAGE, REALISED = "tahap", "belanja"
_CLICKS = "_barang_klik"


def main() -> None:
    # the heading stands above the controls, and is known only after them
    head, controls = st.container(), st.container(horizontal=True, gap="medium")
    with controls:
        scope = at_stage(filters.scope())
    found = page_goods.goods(scope) if filters.has_data() else pd.DataFrame()
    if found.empty:
        with head:
            shell.title(_("Barang"))
        cards.empty_state(
            _("Belum ada barang untuk ditampilkan"),
            next_step=_("Muat berkas belanja di halaman Data, atau longgarkan saringan tahun dan kelompok di samping."),
            page="data",
            button=_("Buka halaman Data"),
        )
        return
    from_url(GOOD, one_of(set(found["good_id"])), None)
    chosen = found[found["good_id"] == st.session_state[GOOD]]
    to_url(GOOD, None if chosen.empty else st.session_state[GOOD])
    if chosen.empty:
        with head:
            shell.title(_("Barang"))
        with controls:
            shown = part()
        if shown == REVIEW:
            page_goods_review.screen(scope)
        else:
            everything(found)
    else:
        one(chosen.iloc[0], scope)
    st.caption(cards.source_line())


def at_stage(scope: Scope) -> Scope:
    """What was really bought, or plans or price lists alone: they are never added to each other."""
    there = set(cache.scope_choices(replace(scope, stages=STAGES))["stage"])
    named = {REALISED: _("Belanja"), "planned": _("Rencana (pagu)"), "price_list": _("Daftar harga")}
    options = [kind for kind in named if kind in there or (kind == REALISED and there & set(BOUGHT))]
    if not options or options == [REALISED]:
        return scope
    from_url(STAGE, one_of(options), options[0])
    if st.session_state[STAGE] not in options:
        st.session_state[STAGE] = options[0]
    picked = st.segmented_control(
        _("Tahap"),
        options,
        format_func=lambda kind: named[kind],
        required=True,
        key=STAGE,
        label_visibility="collapsed",
        persist_state="session",
        help=_("Rencana dan daftar harga tidak pernah dijumlahkan dengan belanja."),
    )
    to_url(STAGE, picked, options[0])
    return scope if picked in (None, REALISED) else replace(scope, stages=(picked,))


def part() -> str:
    """The list of goods, or the review of what may be the same."""
    parts = {"daftar": _("Daftar barang"), REVIEW: _("Periksa barang yang sama")}
    from_url(PART, one_of(parts), "daftar")
    picked = st.segmented_control(
        _("Bagian"),
        list(parts),
        format_func=lambda p: parts[p],
        required=True,
        key=PART,
        label_visibility="collapsed",
        persist_state="session",
    )
    to_url(PART, picked, "daftar")
    return picked or "daftar"


def everything(found: pd.DataFrame) -> None:
    """All goods in scope, searched and ranked."""
    largest = int(found["regions_n"].max())
    from_url(WORDS, lambda raw: raw[0][:80] if raw else None, "")
    from_url(LEAST, number(1, 60), 1)
    st.session_state[LEAST] = min(st.session_state[LEAST], max(largest, 1))
    first, second = st.columns([3, 2], gap="medium", vertical_alignment="bottom")
    with first:
        words = st.text_input(
            _("Cari barang"), key=WORDS, placeholder=_("misalnya: amoksisilin 500"), persist_state="session"
        )
    with second:
        least = (
            st.slider(_("Dibeli paling sedikit oleh (daerah)"), 1, largest, key=LEAST, persist_state="session")
            if largest > 1
            else 1
        )
    to_url(WORDS, words, "")
    to_url(LEAST, least, 1)
    kept = page_goods.matching(found, words, least)
    if kept.empty:
        st.info(
            _("Tidak ada barang dengan kata itu dalam pilihan ini: pakai kata lebih pendek atau turunkan batasnya."),
            icon=":material/info:",
        )
        return
    shared = int((kept["regions_n"] >= 2).sum())
    st.markdown(
        _(
            "**{n}** barang; **{shared}** di antaranya dibeli lebih dari satu daerah. Klik kotak sebuah baris untuk "
            "membuka barangnya; saringan kelompok dan tahun ada di samping.",
            n=formats.count(len(kept)),
            shared=formats.count(shared),
        )
    )
    key, ids = f"barang_daftar_{st.session_state.get(_CLICKS, 0)}", list(kept["good_id"])
    page_goods.goods_table(kept, key=key, on_select=lambda: pick(key, ids))
    cards.download(kept, "barang", words, key="barang_unduh")


def pick(key: str, ids: list[str]) -> None:
    """A click on a row opens the good; the list starts without a selection when the reader comes back."""
    rows = st.session_state[key]["selection"]["rows"]
    if rows and rows[0] < len(ids):
        choose(GOOD, ids[rows[0]])
        st.session_state[_CLICKS] = st.session_state.get(_CLICKS, 0) + 1


def one(good: pd.Series, scope: Scope) -> None:
    """One good: is it fit for buying together, is it comparable, what does it cost where, and on which lines."""
    good_id, name = str(good["good_id"]), str(good["good"])
    shell.tab(_("Barang"), page_goods.short(name))
    st.button(
        _("Semua barang"),
        icon=":material/arrow_back:",
        on_click=choose,
        args=(GOOD, None),
        type="tertiary",
        key="kembali",
    )
    st.title(cards.literal(page_goods.short(name, 110)), anchor=False)
    if len(name) > 110:
        st.caption(cards.literal(name))
    lines, prices, table = page_goods.computed(good_id, scope)
    unit = page_goods.unit_of(lines)
    cards.figures(
        [
            cards.Figure(
                _("Belanja"),
                formats.idr(float(good["amount_idr"])),
                _("{n} baris", n=formats.count(int(good["lines_n"]))),
            ),
            cards.Figure(_("Dibeli oleh"), _("{n} daerah", n=formats.count(int(good["regions_n"])))),
            cards.Figure(
                _("Harga median per {unit}", unit=unit),
                page_goods.price(prices.median_idr) if prices.comparable and prices.used_n else "–",
                _(
                    "{n} harga dihitung, {out} tidak",
                    n=formats.count(prices.used_n),
                    out=formats.count(prices.excluded_n),
                )
                if prices.comparable
                else _("tidak dapat dibandingkan"),
            ),
        ]
    )
    left, right = st.columns(2, gap="medium")
    with left:
        st.subheader(_("Dapat dibandingkan?"), anchor=False)
        st.markdown(comparable_sentence(lines, prices, unit))
    with right:
        st.subheader(_("Cocok dibeli bersama?"), anchor=False)
        page_goods.suitability(str(good["family"]))
        page_goods_wordings.family_reason(lines)
    if prices.comparable and len(prices.points):
        st.subheader(_("Harga satuan menurut daerah"), anchor=False)
        region = highlighted(list(table["region_code"]))
        around = {n.code for n in regions.neighbours_of(region, within_km())} if region else set()
        told = page_goods.headline(prices, unit)
        if region and region not in set(table["region_code"]):
            told += " " + _("{region} tidak membelinya dalam pilihan ini.", region=geography.name(region))
        st.markdown(cards.literal(told))
        page_goods.price_picture(lines, prices, table, region, around, f"barang_harga_{good_id}")
        page_goods.excluded_table(prices, f"barang_pencilan_{good_id}")
    page_goods_wordings.kinship(good_id, scope)
    page_goods_wordings.item_lists(lines, f"barang_isi_{good_id}")
    st.subheader(_("Menurut daerah"), anchor=False)
    page_goods.prices_by_region(lines, prices, table, page_goods.short(name, 40), f"barang_daerah_{good_id}")
    st.subheader(_("Baris sumber"), anchor=False)
    page_goods.line_table(lines, prices, page_goods.short(name, 40), f"barang_baris_{good_id}")


def highlighted(present: list[str]) -> str | None:
    """The region whose neighbours stand out: the one chosen on the map, or here."""
    from_url(REGION, one_of(regions.regions()), None)
    current = st.session_state[REGION]
    picked = st.selectbox(
        _("Soroti daerah dan tetangganya"),
        sorted({*present, *([current] if current else [])}, key=geography.name),
        format_func=geography.name,
        index=None,
        key=REGION,
        placeholder=_("Pilih daerah"),
        persist_state="session",
    )
    to_url(REGION, picked)
    return picked


def within_km() -> float:
    """How far neighbours reach across water, as chosen on the map."""
    from_url(WITHIN, number(0, 60), int(regions.DEFAULT_WITHIN_KM))
    to_url(WITHIN, st.session_state[WITHIN], int(regions.DEFAULT_WITHIN_KM))
    return float(st.session_state[WITHIN])


def comparable_sentence(lines: pd.DataFrame, prices: page_goods.Prices, unit: str) -> str:
    """Why the prices of this good may or may not be compared."""
    if lines["how"].eq("family").any():
        return _(
            "**Tidak.** Ini hanya setingkat kelompok: {why}. Yang ditampilkan hanya nilai anggarannya.",
            why=cards.literal(page_goods_wordings.level_reason(lines).rstrip(".")),
        )
    if not prices.comparable:
        return _(
            "**Tidak.** Satuannya {unit}: isinya bisa berbeda di setiap baris, sehingga harganya tidak dapat "
            "dibandingkan. Yang ditampilkan hanya nilai belanja.",
            unit=cards.literal(unit),
        )
    if prices.points.empty:
        return _("**Belum.** Tidak ada baris dengan harga satuan; yang ada hanya nilai belanja atau pagu.")
    if prices.points["product_code"].notna().all():
        return _("**Ya.** Semua baris memakai kode produk katalog yang sama, jadi barang dan satuannya sama.")
    if lines["wording_id"].nunique() > 1:
        return _(
            "**Ya.** Tulisannya berbeda-beda, tetapi barangnya sama menurut pencocokan atau putusan orang; harga "
            "dihitung per {unit}. Rinciannya di bawah.",
            unit=cards.literal(unit),
        )
    return _(
        "**Ya.** Nama, spesifikasi, dan satuan dasar ({unit}) semua barisnya sama; harga dihitung per {unit}.",
        unit=cards.literal(unit),
    )


main()
