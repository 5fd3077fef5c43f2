"""Peta: one region, its neighbours, and what they buy in common; a table beside every picture."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from jointproc import regions
from jointproc.ui import cache, cards, filters, formats, geography, palette, pickers, shell
from jointproc.ui import map as maps
from jointproc.ui.formats import Column
from jointproc.ui.language import _
from jointproc.ui.links import choose, from_url, number, one_of, to_url

REGION, MINIMUM, WITHIN, PARTNER = "daerah", "minimal", "jarak", "mitra"
CLICKS, CLICKED, PICKED = "_peta_klik", "_peta_diklik", "_mitra_dipilih"
STRONGEST = 20
HEIGHT = 560


def main() -> None:
    scope = filters.scope()
    spend = cache.region_spend(scope)
    codes = [c for c in spend["region_code"] if c in regions.regions()]
    from_url(REGION, one_of(regions.regions()), None)
    chosen = st.session_state[REGION]
    shell.title(_("Peta"), regions.region(chosen).name if chosen else "")
    if not filters.has_data() or spend.empty:
        cards.empty_state(
            _("Belum ada belanja untuk dipetakan"),
            next_step=_("Muat berkas belanja di halaman Data, atau longgarkan saringan tahun dan kelompok di samping."),
            page="data",
            button=_("Buka halaman Data"),
        )
        return
    within_km, minimum = controls(codes)
    chosen = st.session_state[REGION]
    pairs = cache.pair_overlaps(scope, float(within_km))
    pairs = pairs[pairs["shared_goods_n"] >= max(minimum, 1)]
    if chosen:
        pairs = pairs[(pairs["code_a"] == chosen) | (pairs["code_b"] == chosen)]
        st.markdown(sentence_chosen(chosen, pairs, spend))
    else:
        pairs = pairs.nlargest(STRONGEST, "shared_amount_idr")
        st.markdown(sentence_all(pairs))
    left, right = st.columns([7, 5], gap="medium")
    with left:
        picture(spend, pairs, chosen, within_km)
    with right:
        if chosen:
            partner = partner_of(chosen, within_km, minimum)
            neighbours(chosen, partner, within_km, minimum)
        else:
            partner = None
            strongest(pairs)
    if chosen and partner:
        pair_goods(chosen, partner)
    st.caption(cards.source_line())


def controls(codes: list[str]) -> tuple[int, int]:
    """Region, across-water distance and threshold; all three in the address."""
    from_url(WITHIN, number(0, 60), int(regions.DEFAULT_WITHIN_KM))
    from_url(MINIMUM, number(1, 100), 1)
    first, second, third = st.columns([5, 4, 4], gap="medium", vertical_alignment="bottom")
    with first:
        picked = pickers.region(REGION, codes, _("Daerah"), _("Semua daerah; pilih satu di sini atau di peta"))
    with second:
        within = pickers.distance(WITHIN)
    with third:
        least = st.slider(
            _("Barang yang sama, paling sedikit"),
            1,
            100,
            key=MINIMUM,
            persist_state="session",
        )
    to_url(REGION, picked)
    to_url(WITHIN, within, int(regions.DEFAULT_WITHIN_KM))
    to_url(MINIMUM, least, 1)
    return within, least


def sentence_all(pairs: pd.DataFrame) -> str:
    """What the map says while nothing is chosen."""
    if pairs.empty:
        return _(
            "Tidak ada pasangan tetangga yang sama-sama membeli sebanyak itu; turunkan batasnya atau perbesar jaraknya."
        )
    best = pairs.iloc[0]
    return _(
        "Pasangan terkuat: **{pair}** sama-sama membeli {goods} barang senilai **{amount}**. Klik sebuah daerah "
        "untuk melihat tetangganya.",
        pair=geography.pair_name(best["code_a"], best["code_b"]),
        goods=formats.count(best["shared_goods_n"]),
        amount=formats.idr(best["shared_amount_idr"]),
    )


def sentence_chosen(chosen: str, pairs: pd.DataFrame, spend: pd.DataFrame) -> str:
    """What the map says about the chosen region."""
    own = float(spend.loc[spend["region_code"] == chosen, "amount_idr"].sum())
    if pairs.empty:
        return _(
            "**{name}** belanja {own}, tetapi belum ada tetangga dengan data yang membeli barang yang sama. "
            "Perbesar jaraknya, turunkan batas barang, atau muat data tetangganya.",
            name=geography.name(chosen),
            own=formats.idr(own),
        )
    best = pairs.iloc[0]
    other = best["code_b"] if best["code_a"] == chosen else best["code_a"]
    return _(
        "**{name}** berbelanja {own} dan punya {n} tetangga yang membeli barang yang sama; terkuat **{other}**: "
        "{goods} barang, **{amount}** bersama.",
        name=geography.name(chosen),
        own=formats.idr(own),
        n=formats.count(len(pairs)),
        other=geography.label(other),
        goods=formats.count(best["shared_goods_n"]),
        amount=formats.idr(best["shared_amount_idr"]),
    )


@shell.fragment
def picture(spend: pd.DataFrame, pairs: pd.DataFrame, chosen: str | None, within_km: int) -> None:
    """The map; in a fragment of its own, so that the rest of the page reruns without sending it again."""
    if st.session_state.pop(CLICKED, False):
        st.rerun()  # the whole page speaks of another region now
    around = {*pairs["code_a"], *pairs["code_b"]} - {chosen} if chosen else set()
    if chosen:
        around |= {n.code for n in regions.neighbours_of(chosen, float(within_km))}
    named = set() if chosen else {*pairs["code_a"], *pairs["code_b"]}
    shown = geography.places(spend, chosen, around, named)
    st.pydeck_chart(
        maps.deck(
            shown,
            geography.links(pairs, strong=chosen is not None),
            palette.palette(),
            view=geography.view(shown, chosen, around, geography.map_height(HEIGHT)),
            land=cache.land(),
            borders=cache.boundaries(),
        ),
        height=geography.map_height(HEIGHT),
        on_select=clicked,
        selection_mode="single-object",
        key=map_key(),
        alt=_("Peta daerah, tetangganya, dan barang yang sama-sama dibeli; isinya sama dengan tabel di sampingnya"),
    )
    st.caption(
        _(
            "Lingkaran: besar belanja. Garis: belanja bersama, makin tebal makin besar; utuh = berbatasan darat, "
            "putus-putus = dekat, tidak berbatasan. Biru = daerah terpilih, hijau = tetangganya, kosong = tanpa data."
        )
    )


def map_key() -> str:
    """The map's key, new after every click.

    The browser remembers a selection as a position in the layer and dims all the rest; once the choice is ours the map
    starts afresh, so that the next click is never mistaken for the end of the last one.
    """
    return f"peta_gambar_{st.session_state.get(CLICKS, 0)}"


def clicked() -> None:
    """A click on a region chooses it; a click on the chosen one shows the whole map again."""
    state = st.session_state.get(map_key())
    code = maps.clicked_code(state["selection"] if state else None)
    if code is not None:
        choose(REGION, None if code == st.session_state.get(REGION) else code)
        st.session_state[CLICKS] = st.session_state.get(CLICKS, 0) + 1
        st.session_state[CLICKED] = True


def strongest(pairs: pd.DataFrame) -> None:
    """Nothing chosen: the strongest pairs as a table."""
    st.subheader(_("Pasangan tetangga terkuat"), anchor=False)
    shown = pairs.assign(
        pair=[geography.pair_name(a, b) for a, b in zip(pairs["code_a"], pairs["code_b"], strict=True)]
    )
    cards.table(
        shown,
        {
            "pair": Column(_("Pasangan"), width=208),
            "shared_amount_idr": Column(_("Nilai"), "idr", width=126, help=_("Belanja keduanya untuk barang itu.")),
            "shared_goods_n": Column(_("Barang"), "count", width=56),
        },
        alt=_("Pasangan tetangga terkuat"),
        key="peta_terkuat",
        height=570,
    )
    cards.download(export_pairs(pairs), "pasangan", key="peta_unduh_pasangan")


@shell.fragment
def neighbours(chosen: str, partner: str | None, within_km: int, minimum: int) -> None:
    """The chosen region's neighbours; a click on a row makes it the partner."""
    if st.session_state.pop(PICKED, False):
        st.rerun()
    st.subheader(_("Tetangga menurut belanja bersama"), anchor=False)
    found = overlap(chosen, within_km, minimum)
    if found.empty:
        st.info(_("Tidak ada tetangga yang memenuhi batas ini."), icon=":material/info:")
        return
    shown = found.assign(
        label=[
            geography.label(code)
            if how == "land"
            else _("{name} · {km} km", name=geography.label(code), km=formats.number(km, 0))
            for code, how, km in zip(found["code"], found["how"], found["distance_km"], strict=True)
        ]
    )
    key = f"peta_tetangga_{chosen}"
    codes = list(found["code"])
    cards.table(
        shown,
        {
            "label": Column(
                _("Tetangga"),
                width=152,
                help=_("Dengan jarak: dekat, tidak berbatasan; tanpa jarak: berbatasan darat."),
            ),
            "shared_goods_n": Column(_("Barang"), "count", width=56),
            "shared_amount_idr": Column(
                _("Nilai"),
                "idr",
                width=108 if geography.is_phone() else 136,
                help=_("Belanja keduanya untuk barang itu."),
            ),
        },
        alt=_("Tetangga {name} menurut belanja bersama", name=geography.name(chosen)),
        key=key,
        on_select=lambda: pick_partner(key, codes),
        height=430 if len(found) > 10 else "auto",
    )
    st.caption(
        _(
            "Klik kotak sebuah baris untuk melihat barang yang sama dengan tetangga itu; kini {name}.",
            name=geography.label(partner),
        )
        if partner
        else ""
    )
    cards.download(found, "tetangga", geography.name(chosen), key=f"peta_unduh_tetangga_{chosen}")


def pick_partner(key: str, codes: list[str]) -> None:
    """A click on a neighbour's row makes it the partner."""
    rows = st.session_state[key]["selection"]["rows"]
    if rows and rows[0] < len(codes):
        choose(PARTNER, codes[rows[0]])
        st.session_state[PICKED] = True


def overlap(chosen: str, within_km: int, minimum: int) -> pd.DataFrame:
    """The neighbours that share enough goods with the chosen region."""
    found = cache.neighbour_overlap(chosen, filters.scope(), float(within_km))
    return found[found["shared_goods_n"] >= max(minimum, 1)].reset_index(drop=True)


def partner_of(chosen: str, within_km: int, minimum: int) -> str | None:
    """The partner in the address when it is a neighbour shown, else the strongest one."""
    codes = list(overlap(chosen, within_km, minimum)["code"])
    from_url(PARTNER, one_of(regions.regions()), None)
    if st.session_state[PARTNER] not in codes:
        st.session_state[PARTNER] = codes[0] if codes else None
    to_url(PARTNER, st.session_state[PARTNER], codes[0] if codes else None)
    return st.session_state[PARTNER]


@shell.fragment
def pair_goods(chosen: str, partner: str) -> None:
    """The goods that the chosen pair both buy."""
    goods = cache.shared_goods(chosen, partner, filters.scope())
    st.subheader(
        _("Barang yang sama: {pair}", pair=f"{geography.name(chosen)} – {geography.name(partner)}"), anchor=False
    )
    shown = goods.assign(
        together=[_("ya") if same else _("tidak") for same in goods["same_period"]],
    )
    # a median over things that can't be compared says nothing
    shown.loc[~goods["comparable"].astype(bool), ["price_a_idr", "price_b_idr"]] = None
    cards.table(
        shown,
        {
            "good": Column(_("Barang"), width=200 if geography.is_phone() else 290),
            "amount_idr": Column(_("Bersama"), "idr", width=134),
            "price_a_idr": Column(_("Harga {name}", name=geography.label(chosen)), "price", width=186),
            "price_b_idr": Column(_("Harga {name}", name=geography.label(partner)), "price", width=186),
            "base_unit": Column(_("Satuan"), width=90),
            "together": Column(_("Bulan sama"), width=88, help=_("Apakah keduanya pernah membeli di bulan yang sama.")),
        },
        alt=_("Barang yang dibeli kedua daerah"),
        key=f"peta_barang_{chosen}_{partner}",
        totals=_(
            "Jumlah: {goods} barang, {amount}",
            goods=formats.count(len(goods)),
            amount=formats.idr(float(goods["amount_idr"].sum())),
        ),
    )
    st.caption(_("Harga: median per satuan dasar, hanya untuk barang yang dapat dibandingkan."))
    cards.download(
        goods, "barang-bersama", geography.pair_name(chosen, partner), key=f"peta_unduh_barang_{chosen}_{partner}"
    )


def export_pairs(pairs: pd.DataFrame) -> pd.DataFrame:
    """The pairs with names beside codes."""
    out = pairs.copy()
    out.insert(1, "name_a", [geography.name(c) for c in out["code_a"]])
    out.insert(3, "name_b", [geography.name(c) for c in out["code_b"]])
    return out


main()
