"""Barang, the review: pairs that may be the same good, the answer that moves most money first, side by side."""

from __future__ import annotations

from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from jointproc.goods.compare import compare
from jointproc.goods.matching import Match, judge
from jointproc.goods.side_by_side import Piece, side_by_side
from jointproc.pipeline import item_of
from jointproc.pipeline.reviewing import JOINED, UNSURE, WAITING, left_over, narrowed, review_queue
from jointproc.ui import cache, cards, filters, formats, geography, shell
from jointproc.ui import page_goods_decide as people
from jointproc.ui.language import N_, _, language, say
from jointproc.ui.page_goods import price
from jointproc.ui.palette import palette
from jointproc.warehouse import Scope, warehouse
from jointproc.workspace import MatchDecision

__all__ = ["screen"]

_STATE: Final = "periksa_antrean"
_FAMILY: Final = "periksa_kelompok"
_REGION: Final = "periksa_daerah"
_AT: Final = "_periksa_di"
DECIDED: Final = "decided"
_STATES: Final = {
    WAITING: N_("Menunggu"),
    JOINED: N_("Digabung otomatis"),
    UNSURE: N_("Belum yakin"),
    DECIDED: N_("Diputuskan"),
}
# C and R belong to Streamlit itself, so "ragu" is T (tidak yakin)
_KEYS: Final = {
    "id": {"same": "S", "variant": "V", "different": "B", "unsure": "T"},
    "en": {"same": "S", "variant": "V", "different": "D", "unsure": "U"},
}
_BUTTONS: Final = {
    "same": (N_("Sama"), ":material/equal:"),
    "variant": (N_("Varian"), ":material/call_split:"),
    "different": (N_("Beda"), ":material/block:"),
    "unsure": (N_("Tidak yakin"), ":material/help:"),
}
_SOURCES_MOST: Final = 2
_REGIONS_MOST: Final = 3


@shell.fragment
def screen(scope: Scope) -> None:
    """The whole review; every answer draws this part of the page alone."""
    decisions = people.decisions()
    queue = review_queue(warehouse(), scope, decisions)
    if queue.empty:
        cards.empty_state(
            _("Tidak ada pasangan yang perlu diperiksa"),
            next_step=_(
                "Dalam pilihan ini tidak ada dua tulisan yang mungkin barang yang sama. Muat berkas lain di halaman "
                "Data, atau longgarkan saringan di samping."
            ),
        )
        people.decision_table(decisions)
        return
    st.markdown(
        _(
            "Yang jawabannya paling banyak memindahkan uang didahulukan. Putusan Anda selalu di atas perkiraan mesin, "
            "juga sesudah data dimuat ulang."
        )
    )
    state, family, region = _controls(queue)
    pairs = narrowed(queue, state, family, region)
    if pairs.empty:
        st.info(_nothing(state), icon=":material/task_alt:")
        people.ask_name("periksa")
    else:
        at = min(int(st.session_state.get(_AT, 0)), len(pairs) - 1)
        st.session_state[_AT] = at
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            _standing(pairs, at, state, scope)
            if people.who():
                people.ask_name("periksa")
        if not people.who():
            people.ask_name("periksa")
        _pair(pairs.iloc[at], at, len(pairs), scope, decisions)
    people.last_and_undo(decisions, "periksa")
    people.decision_table(decisions)


def _controls(queue: pd.DataFrame) -> tuple[str, str | None, str | None]:
    first, second, third = st.columns([7, 3, 3], gap="small", vertical_alignment="bottom")
    counts = queue["state"].value_counts()
    with first:
        state = st.segmented_control(
            _("Antrean"),
            list(_STATES),
            format_func=lambda s: f"{_(_STATES[s])} ({formats.count(int(counts.get(s, 0)))})",
            default=WAITING,
            required=True,
            wrap=True,
            key=_STATE,
            on_change=_restart,
        )
    kinds = sorted({*queue["left_family"], *queue["right_family"]}, key=filters.family_label)
    codes = sorted(
        {c for column in ("left_regions", "right_regions") for codes in queue[column] for c in codes},
        key=geography.name,
    )
    with second:
        family = st.selectbox(
            _("Kelompok komoditas"),
            kinds,
            format_func=filters.family_label,
            index=None,
            key=_FAMILY,
            placeholder=_("Semua kelompok"),
            on_change=_restart,
        )
    with third:
        region = st.selectbox(
            _("Dibeli oleh daerah"),
            codes,
            format_func=geography.name,
            index=None,
            key=_REGION,
            placeholder=_("Semua daerah"),
            on_change=_restart,
        )
    return state or WAITING, family, region


def _restart() -> None:
    st.session_state[_AT] = 0


def _nothing(state: str) -> str:
    return {
        WAITING: _("Tidak ada lagi yang menunggu putusan dalam saringan ini."),
        JOINED: _("Tidak ada pasangan yang digabung otomatis dalam saringan ini."),
        UNSURE: _("Tidak ada pasangan yang ditandai belum yakin."),
        DECIDED: _("Belum ada pasangan yang diputuskan dalam saringan ini."),
    }[state]


def _standing(pairs: pd.DataFrame, at: int, state: str, scope: Scope) -> None:
    """Where in the queue, how many are left, and the money behind them."""
    spend = cache.region_spend(scope)
    rest = left_over(pairs, float(spend["amount_idr"].sum()))
    told = {"at": formats.count(at + 1), "n": formats.count(rest.pairs_n), "amount": formats.idr(rest.amount_idr)}
    told["share"] = formats.share(rest.share)
    if state == WAITING:
        st.markdown(
            _("**Pasangan {at} dari {n}.** Yang tersisa menyangkut {amount}, {share} dari belanja terpilih.", **told),
            width="content",
        )
    else:
        st.markdown(
            _("**Pasangan {at} dari {n}**, menyangkut {amount}, {share} dari belanja terpilih.", **told),
            width="content",
        )


def _pair(row: pd.Series, at: int, pairs_n: int, scope: Scope, decisions: list[MatchDecision]) -> None:
    left_id, right_id = str(row["left_id"]), str(row["right_id"])
    sides = (_item(row, "left"), _item(row, "right"))
    match = judge([sides])[0]
    _answers(left_id, right_id, at, pairs_n)
    said = next((d for d in decisions if (d.left_id, d.right_id) == (left_id, right_id)), None)
    if said is not None:
        st.markdown(":material/how_to_reg: " + _("Diputuskan {told}.", told=cards.literal(people.told_by(said))))
    _machine(row, match)
    lines = warehouse().query("wording_lines", scope, good_ids=[left_id, right_id])
    mine, yours = side_by_side(str(row["left_name"]), str(row["right_name"]))
    first, second = st.columns(2, gap="small")
    with first, st.container(border=True, height="stretch", gap="xsmall"):
        _side(row, "left", mine, lines[lines["wording_id"] == left_id])
    with second, st.container(border=True, height="stretch", gap="xsmall"):
        _side(row, "right", yours, lines[lines["wording_id"] == right_id])
    st.caption(_("Kata yang hanya ada di satu sisi dicetak tebal, digarisbawahi, dan diberi latar."))
    if compare(*sides).unit.kind not in ("apart", "unknown"):
        _prices(row, lines)
    if match.reasons:
        st.markdown(_("Alasan mesin:") + "\n" + "\n".join(f"- {cards.literal(say(one))}" for one in match.reasons))
    st.caption(
        _(
            "Sama: harganya dibandingkan sesudah satuannya disetarakan. Varian: sejenis, tetapi harganya tidak "
            "dibandingkan. Beda: barang lain. Tidak yakin: disimpan untuk nanti."
        )
    )


def _answers(left_id: str, right_id: str, at: int, pairs_n: int) -> None:
    """The question and its keys; they stay in one place whatever the texts."""
    st.subheader(_("Apakah keduanya barang yang sama?"), anchor=False)
    keys = _KEYS[language()]
    named = bool(people.who())
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for verdict, (label, icon) in _BUTTONS.items():
            st.button(
                _(label),
                key=f"periksa_{verdict}",
                icon=icon,
                shortcut=keys[verdict],
                type="primary" if verdict == "same" else "secondary",
                disabled=not named,
                on_click=people.decide,
                args=(left_id, right_id, verdict),
            )
        st.button(
            _("Lewati"), key="periksa_lewati", type="tertiary", shortcut="L", on_click=_go, args=((at + 1) % pairs_n,)
        )
        st.button(
            _("Sebelumnya"),
            key="periksa_kembali",
            type="tertiary",
            shortcut="K",
            on_click=_go,
            args=((at - 1) % pairs_n,),
        )
    if not named:
        st.caption(_("Isi nama Anda dahulu; sesudah itu tombol dan huruf pintasnya dapat dipakai."))


def _go(at: int) -> None:
    st.session_state[_AT] = at


def _item(row: pd.Series, side: str) -> Any:
    return item_of(
        {
            "name": row[f"{side}_name"],
            "base_unit": row[f"{side}_unit"],
            "attributes": row[f"{side}_attributes"],
        }
    )


def _side(row: pd.Series, side: str, pieces: list[Piece], lines: pd.DataFrame) -> None:
    st.html(marked(pieces))
    codes = list(row[f"{side}_regions"])
    st.markdown(
        _(
            "{amount}, {lines} baris, {regions}",
            amount=cards.literal(formats.idr(float(row[f"{side}_amount_idr"]))),
            lines=formats.count(len(lines)),
            regions=cards.literal(geography.members_text(codes, _REGIONS_MOST)),
        )
    )
    middle = lines["own_price_idr"].median()
    if pd.notna(middle):
        st.markdown(
            _(
                "Harga median **{price}** per {unit}; kelompok {family}.",
                price=price(float(middle)),
                unit=cards.literal(row[f"{side}_unit"] or "–"),
                family=cards.literal(filters.family_label(row[f"{side}_family"])),
            )
        )
    for line in lines.head(_SOURCES_MOST).to_dict("records"):
        st.caption(cards.literal(_source(line)))


def _source(line: dict[Any, Any]) -> str:
    day = formats.day(pd.Timestamp(line["date"]).to_pydatetime()) if pd.notna(line["date"]) else line["fiscal_year"]
    return _(
        "{region}, {day}: {quantity} {unit}, {amount}; {file}, baris {line}",
        region=geography.label(line["region_code"]),
        day=day,
        quantity=formats.number(line["quantity"], 2) if pd.notna(line["quantity"]) else "–",
        unit=line["unit"] or "",
        amount=formats.idr(float(line["amount_idr"])) if pd.notna(line["amount_idr"]) else "–",
        file=line["file_name"],
        line=formats.count(line["line_no"]),
    )


def marked(pieces: list[Piece]) -> str:
    """The text as HTML; what differs is bold, underlined and on a tint, so it shows without colour too."""
    colours = palette()
    style = (
        f"font-weight:700;text-decoration:underline;text-decoration-thickness:2px;text-underline-offset:3px;"
        f"background:{colours.surface};color:{colours.attention};padding:0 2px;border-radius:3px"
    )
    inner = "".join(
        f'<mark style="{style}">{escape(piece.text)}</mark>' if piece.differs else escape(piece.text)
        for piece in pieces
    )
    return f'<p style="font-size:20px;line-height:1.5;margin:0;overflow-wrap:anywhere">{inner}</p>'


def _prices(row: pd.Series, lines: pd.DataFrame) -> None:
    """Both prices in one unit, and how far apart they are."""
    factor = float(row["factor"])
    middles = lines.groupby("wording_id")["own_price_idr"].median()
    left, right = middles.get(row["left_id"]), middles.get(row["right_id"])
    if left is None or right is None or pd.isna(left) or pd.isna(right) or right <= 0 or factor <= 0:
        return
    told = {
        "left": price(float(left) / factor),
        "right": price(float(right)),
        "unit": cards.literal(row["right_unit"] or "–"),
        "gap": formats.share(abs(float(left) / factor / float(right) - 1.0), 0),
    }
    if factor == 1.0:
        st.markdown(_("Per {unit}: kiri **{left}**, kanan **{right}**; beda {gap}.", **told))
    else:
        st.markdown(
            _("Sesudah satuan disetarakan, per {unit}: kiri **{left}**, kanan **{right}**; beda {gap}.", **told)
        )


def _machine(row: pd.Series, match: Match) -> None:
    """What the machine thinks, how sure it is, and what holds now."""
    st.markdown(
        _(
            "Perkiraan mesin: **{verdict}**, keyakinan {confidence}. Peluang sama {chance}{joined}.",
            verdict=_(people.VERDICTS[match.verdict]),
            confidence=formats.share(match.confidence, 0),
            chance=formats.share(float(row["chance"]), 0),
            joined=_(", sekarang digabung") if row["joined"] else _(", sekarang dipisah"),
        )
    )
