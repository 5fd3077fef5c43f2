"""Cards, figures in a row, tables and empty screens: a number never stands without its interval and its source."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pandas as pd
import streamlit as st

from jointproc.sample import SAMPLE_TITLE
from jointproc.savings import Band
from jointproc.ui import cache, charts, formats
from jointproc.ui.filters import scope
from jointproc.ui.formats import Column
from jointproc.ui.language import _
from jointproc.ui.shell import has_page, open_page

__all__ = [
    "Figure",
    "card",
    "csv_bytes",
    "download",
    "drawer",
    "empty_state",
    "evidence_badge",
    "figures",
    "file_name",
    "literal",
    "source_line",
    "table",
]

_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]()#+!|<>~$:^-])")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def literal(text: object) -> str:
    """Text from data, made safe for Markdown: nothing in it formats, links or calls an icon."""
    return _MARKDOWN.sub(r"\\\1", str(text)).replace("\n", " ")


@dataclass(frozen=True, slots=True)
class Figure:
    """One number in a row of figures."""

    label: str
    value: str
    note: str = ""
    help: str | None = None


def figures(items: Sequence[Figure]) -> None:
    """A row of numbers that wraps on small screens."""
    with st.grid(len(items), min_column_width=200, gap="small"):
        for item in items:
            with st.container(border=True, height="stretch", gap="xxsmall"):
                st.markdown(item.label, help=item.help)
                st.subheader(item.value, anchor=False)
                if item.note:
                    st.caption(item.note)


def evidence_badge(grade: str) -> None:
    """The evidence letter in its small square, with what it means on hover and in words for screen readers."""
    told = {
        "A": _("harga nyata dan model yang teruji"),
        "B": _("harga nyata, model lemah"),
        "C": _("hanya anggaran, tanpa harga"),
        "D": _("belum cukup bukti"),
    }.get(grade, "")
    st.badge(_("Bukti {grade}", grade=grade), color="gray", help=told)


def card(
    sentence: str,
    band: Band | None,
    *,
    evidence: str = "",
    note: str = "",
    source: str = "",
    key: str,
    tags: Sequence[str] = (),
) -> AbstractContextManager[Any]:
    """A card: sentence, number, interval, source. Returns its container, for one more element (a button).

    Args:
        sentence: plain text, from data or not.
        band: rupiah; None when no number may stand on its own.
        evidence: grade letter.
        note: what the number leaves open.
        source: usually :func:`source_line`.
        key: unique on the page.
        tags: short words about the card ("tanpa perlu bergabung").
    """
    box = st.container(border=True, gap="xsmall", key=f"card_{key}")
    with box:
        st.markdown(f"**{literal(sentence)}**")
        if band is None:
            st.markdown(_("Belum ada angka yang dapat dipertanggungjawabkan."))
        else:
            st.metric(_("Sekurang-kurangnya"), formats.idr(band.p10), label_visibility="visible")
            st.caption(
                _(
                    "kemungkinan {likely}, paling banyak {high}",
                    likely=formats.idr(band.p50),
                    high=formats.idr(band.p90),
                )
            )
            _bar(band, key)
        if evidence or tags:
            with st.container(horizontal=True, gap="xsmall"):
                if evidence:
                    evidence_badge(evidence)
                for tag in tags:
                    st.badge(tag, color="blue")
        if note:
            st.caption(literal(note))
        if source:
            st.caption(source)
    return box


def _bar(band: Band, key: str) -> None:
    figure = charts.interval_bars([charts.Interval("", band)], height=22, axis=False)
    figure.update_layout(annotations=[], margin={"l": 0, "r": 0, "t": 0, "b": 0})
    figure.update_xaxes(range=[min(0.0, band.p10), max(band.p90, 1.0) * 1.005])
    figure.update_yaxes(visible=False)
    charts.show(figure, alt=charts.interval_sentence(band), key=f"bar_{key}")


def source_line(*, short: bool = False) -> str:
    """Where the figures on this screen come from: datasets, date of loading, version of the data."""
    chosen = scope().dataset_ids
    datasets = cache.datasets()
    datasets = datasets[datasets["dataset_id"].isin(chosen)]
    if datasets.empty:
        return ""
    names = [literal(str(name).replace(SAMPLE_TITLE, _("Data contoh (sintetis)"))) for name in datasets["name"]]
    most = 1 if short else 2
    shown, more = "; ".join(names[:most]), len(names) - most
    if more > 0:
        shown += _(" dan satu dataset lain") if more == 1 else _(" dan {n} dataset lain", n=more)
    if short:
        return _("Sumber: {names}, versi data {version}", names=shown, version=cache.key()[1])
    return _(
        "Sumber: {names}. Dimuat {loaded}. Versi data {version}.",
        names=shown,
        loaded=formats.day(pd.Timestamp(datasets["loaded_at"].max()).to_pydatetime()),
        version=cache.key()[1],
    )


def empty_state(sentence: str, *, next_step: str = "", page: str = "", button: str = "") -> None:
    """A screen without data says what to do next; ``page`` is the address of where to do it."""
    with st.container(border=True, gap="small"):
        st.markdown(f"### {literal(sentence)}")
        if next_step:
            st.markdown(literal(next_step))
        if page and button and has_page(page) and st.button(button, type="primary", key=f"empty_{page}"):
            open_page(page)


def table(
    frame: pd.DataFrame,
    columns: Mapping[str, Column],
    *,
    alt: str,
    key: str,
    on_select: Callable[[], None] | None = None,
    totals: str = "",
    height: int | str = "auto",
) -> int | None:
    """A table with numbers in the reader's format; returns the clicked row's position when selectable.

    Args:
        frame: any DataFrame (see :func:`jointproc.ui.formats.styled`).
        columns: at most seven, in order.
        alt: what the table is.
        key: unique on the page.
        on_select: called after a row was clicked; None makes the table not selectable.
        totals: the last line, under the grid (a totals row inside it would be sorted away).
    """
    shown, config = formats.styled(frame, columns)
    options: dict[str, Any] = {
        "column_config": config,
        "hide_index": True,
        "width": "stretch",
        "height": height,
        "key": key,
        "alt": alt,
        "placeholder": "–",
    }
    if on_select is None:
        st.dataframe(shown, **options)
        row = None
    else:
        event = st.dataframe(shown, on_select=on_select, selection_mode="single-row", **options)
        rows = event["selection"]["rows"]
        row = int(rows[0]) if rows and rows[0] < len(frame) else None
    if totals:
        st.markdown(f"**{totals}**")
    return row


def drawer(label: str, *, icon: str, key: str, inside: Callable[[], None]) -> None:
    """An expander whose contents are worked out only while it is open; call it inside a fragment of its own."""
    box = st.expander(label, icon=icon, key=key, on_change="rerun")
    if box.open:
        with box:
            inside()


def file_name(what: str, region: str = "", suffix: str = "csv") -> str:
    """``jointproc_<what>_<region>_<date>.<suffix>``, in plain letters."""
    parts = ["jointproc", what, region or "semua", date.today().isoformat()]
    return "_".join(re.sub(r"[^A-Za-z0-9.-]+", "-", part).strip("-") for part in parts) + f".{suffix}"


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """UTF-8 CSV that a spreadsheet opens as text and numbers only: a text cell never starts a formula."""
    safe = frame.copy()
    for name in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[name]):
            safe[name] = [f"'{v}" if isinstance(v, str) and v.startswith(_FORMULA) else v for v in safe[name]]
    return ("\ufeff" + safe.to_csv(index=False)).encode("utf-8")


def download(frame: pd.DataFrame, what: str, region: str = "", *, key: str) -> None:
    """The button that gives a table as CSV."""
    st.download_button(
        _("Unduh tabel (CSV)"),
        data=lambda: csv_bytes(frame),
        file_name=file_name(what, region),
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key=key,
    )
