"""Parts of one good: how it is written and why that counts as one, what resembles it, lists inside a plan's text."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st

from jointproc.goods import classify, level_of, split_items
from jointproc.pipeline.reviewing import Similar, similar_goods
from jointproc.ui import cache, cards, formats, geography
from jointproc.ui import page_goods_decide as people
from jointproc.ui.formats import Column
from jointproc.ui.language import N_, _, say
from jointproc.ui.links import choose
from jointproc.ui.page_goods import price
from jointproc.warehouse import Scope, warehouse

__all__ = ["family_reason", "item_lists", "kinship", "level_reason"]

_SHOWN_MOST: Final = 30
_REASONS_MOST: Final = 2
_LISTS_MOST: Final = 200
_HOW: Final = {
    "code": N_("kode katalog sama"),
    "exact": N_("tulisan sama"),
    "matched": N_("dicocokkan mesin, keyakinan {sure}"),
    "person": N_("putusan orang"),
    "family": N_("setingkat kelompok"),
}


@st.cache_data(max_entries=16, show_spinner=False, hash_funcs={Scope: repr})
def _wordings(at: cache.Key, scope: Scope) -> pd.DataFrame:
    del at
    return warehouse().query("scope_wordings", scope)


def kinship(good_id: str, scope: Scope) -> None:
    """How this good is written, what resembles it, and what people say of both."""
    everything = _wordings(cache.key(), scope)
    decisions = people.decisions()
    found = everything[everything["good_id"].eq(good_id)]
    alike = similar_goods(everything, good_id, decisions)
    if len(found) > 1:
        _written(found, good_id)
    if alike:
        _alike(alike, everything, good_id, ask=len(found) < 2)
    if len(found) > 1 or alike:
        people.last_and_undo(decisions, "tulisan")


def _written(found: pd.DataFrame, good_id: str) -> None:
    """Each way the good is written, by whom, how it came to count as this good, and a way to take it out again."""
    st.subheader(_("Tulisan yang dihitung sebagai barang ini ({n})", n=formats.count(len(found))), anchor=False)
    st.markdown(_("Bukan barang yang sama? Keluarkan; putusan Anda tetap berlaku bila data dimuat ulang."))
    people.ask_name("tulisan")
    own = found.loc[found["wording_id"].eq(good_id), "base_unit"]
    base = str(own.iloc[0] or "") if len(own) else ""
    for row in found.head(_SHOWN_MOST).to_dict("records"):
        _wording(row, good_id, base)
    if len(found) > _SHOWN_MOST:
        st.caption(_("{n} tulisan dengan belanja terbesar ditampilkan.", n=_SHOWN_MOST))


def _wording(row: dict[Any, Any], good_id: str, base: str) -> None:
    with (
        st.container(border=True, key=f"tulisan_{row['wording_id']}"),
        st.container(horizontal=True, vertical_alignment="center", gap="medium"),
    ):
        with st.container(gap="xxsmall"):
            st.markdown(f"**{cards.literal(row['name'])}**")
            st.caption(
                _(
                    "{regions}: {lines} baris, {amount}. {how}{unit}",
                    regions=cards.literal(geography.members_text(list(row["regions"]))),
                    lines=formats.count(row["lines_n"]),
                    amount=formats.idr(float(row["amount_idr"])),
                    how=_how(row, good_id),
                    unit=_converted(row, base),
                )
            )
        if row["wording_id"] != good_id:
            st.button(
                _("Bukan barang yang sama"),
                key=f"keluarkan_{row['wording_id']}",
                icon=":material/call_split:",
                disabled=not people.who(),
                on_click=people.decide,
                args=(good_id, str(row["wording_id"]), "different"),
                width="content",
            )


def _how(row: dict[Any, Any], good_id: str) -> str:
    if row["wording_id"] == good_id:
        return _("Tulisan acuan, yang pertama dimuat.")
    told = _(_HOW.get(str(row["how"]), "{how}"), sure=formats.share(float(row["confidence"]), 0), how=row["how"])
    return told[:1].upper() + told[1:] + "."


def _converted(row: dict[Any, Any], base: str) -> str:
    factor, unit = float(row["factor"]), str(row["base_unit"] or "")
    if factor == 1.0 or not unit or not base:
        return ""
    return " " + _(
        "1 {unit} dihitung {factor} {base}.",
        unit=cards.literal(unit),
        factor=formats.number(factor, 4),
        base=cards.literal(base),
    )


def _alike(found: list[Similar], everything: pd.DataFrame, good_id: str, *, ask: bool) -> None:
    """Goods of the same kind that are not compared with this one, each with the reason."""
    st.subheader(_("Mirip, tidak dibandingkan ({n})", n=formats.count(len(found))), anchor=False)
    if ask:
        people.ask_name("mirip")
    by_good = everything.set_index("wording_id")
    for one in found:
        _similar(one, by_good.loc[one.wording_id], good_id)


def _similar(one: Similar, row: pd.Series, good_id: str) -> None:
    with (
        st.container(border=True, key=f"mirip_{one.wording_id}"),
        st.container(horizontal=True, vertical_alignment="center", gap="medium"),
    ):
        with st.container(gap="xxsmall"):
            st.markdown(f"**{cards.literal(row['name'])}**")
            st.caption(
                _(
                    "{why} {regions}: {amount}{price}.",
                    why=cards.literal(_why(one)),
                    regions=cards.literal(geography.members_text(list(row["regions"]))),
                    amount=formats.idr(float(row["amount_idr"])),
                    price=_median(row),
                )
            )
        st.button(
            _("Buka"),
            key=f"buka_{one.wording_id}",
            type="tertiary",
            on_click=choose,
            args=("barang", one.good_id),
            width="content",
        )
        st.button(
            _("Sebenarnya sama"),
            key=f"samakan_{one.wording_id}",
            icon=":material/equal:",
            disabled=not people.who(),
            on_click=people.decide,
            args=(good_id, one.wording_id, "same"),
            width="content",
        )


def _why(one: Similar) -> str:
    if one.said is not None:
        return _("Diputuskan {told}.", told=people.told_by(one.said))
    reasons = " ".join(say(reason) for reason in one.match.reasons[: _REASONS_MOST + 1])
    if one.match.verdict == "same":
        return _("Mungkin sama (peluang {chance}), menunggu putusan.", chance=_share(one)) + " " + reasons
    return _("Varian.") + " " + reasons


def _share(one: Similar) -> str:
    return formats.share(one.match.same_probability, 0)


def _median(row: pd.Series) -> str:
    if not row["comparable"] or pd.isna(row["price_median_idr"]):
        return ""
    return ", " + _(
        "harga median {price} per {unit}",
        price=price(float(row["price_median_idr"])),
        unit=cards.literal(row["base_unit"] or "–"),
    )


def family_reason(lines: pd.DataFrame) -> None:
    """How the family of this good was recognised, and how surely."""
    if lines.empty:
        return
    found = classify(lines.head(1)).iloc[0]
    if found["family"] != lines["family"].iloc[0]:
        # the family of a good is that of its first line; others of its lines may be read otherwise
        return
    st.caption(
        _(
            "Kelompoknya dikenali dari: {reason} (keyakinan {sure}).",
            reason=cards.literal(say(found["reason"])),
            sure=formats.share(float(found["confidence"]), 0),
        )
    )


def level_reason(lines: pd.DataFrame) -> str:
    """Why the text of a plan names only a family."""
    first = lines.iloc[0]
    return say(level_of(str(first["text"] or ""), str(first["stage"])).reason)


def item_lists(lines: pd.DataFrame, key: str) -> None:
    """The items of lists inside the texts of plans, where every item of a list can be read."""
    rows = [
        {
            "name": item.text,
            "quantity": item.quantity,
            "unit": item.unit.name,
            "price_idr": item.price_idr,
            "region": geography.label(line["region_code"]),
            "file_name": line["file_name"],
            "line_no": line["line_no"],
        }
        for line in lines.drop_duplicates("text").head(_LISTS_MOST).to_dict("records")
        for item in split_items(str(line["text"] or ""))
    ]
    if not rows:
        return
    st.subheader(_("Daftar barang di dalam teksnya ({n})", n=formats.count(len(rows))), anchor=False)
    st.caption(_("Dibaca dari teks rencana; belum dihitung sebagai harga."))
    cards.table(
        pd.DataFrame(rows),
        {
            "name": Column(_("Barang"), width=330),
            "quantity": Column(_("Jumlah"), "number", width=90),
            "unit": Column(_("Satuan"), width=90),
            "price_idr": Column(_("Harga satuan"), "price", width=140),
            "region": Column(_("Daerah"), width=170),
            "file_name": Column(_("Berkas"), width=190),
            "line_no": Column(_("Baris"), "count", width=76),
        },
        alt=_("Barang yang disebut di dalam teks rencana"),
        key=key,
    )
