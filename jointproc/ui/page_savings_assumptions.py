"""The assumptions behind a saving: shown where they act, with sliders for those a region should replace by its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd
import streamlit as st

from jointproc import savings
from jointproc.savings import Assumption, Assumptions, Opportunity
from jointproc.ui import cards, formats
from jointproc.ui import page_savings_basket as basket_parts
from jointproc.ui.formats import Column
from jointproc.ui.language import N_, _, language, say
from jointproc.ui.links import from_url, to_url

__all__ = [
    "ADJUST",
    "ADJUSTABLE",
    "Adjustable",
    "adjusted",
    "change",
    "read",
    "reset",
    "section",
    "shown",
    "sliders",
    "table",
    "used_by",
]


@dataclass(frozen=True, slots=True)
class Adjustable:
    """One slider: the assumption ``name`` is shown as ``value / scale`` between ``low`` and ``high``."""

    name: str
    key: str
    scale: float
    low: float
    high: float
    step: float
    unit: str

    @property
    def options(self) -> list[float]:
        """Where the slider may stand."""
        return [round(self.low + i * self.step, 6) for i in range(round((self.high - self.low) / self.step) + 1)]


ADJUSTABLE: Final[dict[str, Adjustable]] = {
    one.name: one
    for one in (
        Adjustable("process_tender_idr", "a_tender", 1e6, 0, 100, 1, N_("Rp juta per tender")),
        Adjustable("process_direct_idr", "a_langsung", 1e6, 0, 10, 0.5, N_("Rp juta per pengadaan langsung")),
        Adjustable("coordination_fee_share", "a_koordinasi", 0.01, 0, 10, 0.5, N_("% dari belanja bersama")),
        Adjustable("coordination_fixed_idr", "a_tetap", 1e6, 0, 200, 5, N_("Rp juta per kesepakatan")),
        Adjustable("coordination_member_idr", "a_peserta", 1e6, 0, 100, 5, N_("Rp juta per daerah peserta")),
        Adjustable("award_failure", "a_gagal", 0.01, 0, 60, 1, N_("% peluang gagal")),
        Adjustable("price_alignment", "a_indeks", 1.0, 0, 1, 1, N_("1 disetarakan, 0 sebagaimana dibayar")),
        Adjustable("supplier_capacity_multiple", "a_kemampuan", 1.0, 0.5, 10, 0.5, N_("kali penjualan setahun")),
        Adjustable("volume_cap", "a_volume", 1.0, 1, 6, 0.5, N_("kali volume sendiri")),
    )
}
# what the page Penghematan lets a reader replace; a simulation started from it takes them along
ADJUST: Final = (
    "process_tender_idr",
    "process_direct_idr",
    "coordination_fee_share",
    "award_failure",
    "volume_cap",
    "price_alignment",
)
_STATUS: Final[dict[str, str]] = {
    "measured": N_("terukur"),
    "published": N_("terbit"),
    "assumed": N_("asumsi"),
}


def change(name: str, value: float) -> dict[str, float]:
    """A new centre for an assumption; its interval keeps its relative width.

    Shares and chances stay at or below one, and an interval always holds its centre.
    """
    before = savings.assumptions()[name]
    if not before.value:
        return {"value": value, "low": value, "high": value}
    low, high = value * before.low / before.value, value * before.high / before.value
    if before.unit in ("peluang", "bagian", "bagian belanja"):
        high = min(high, 1.0)
    return {"value": value, "low": min(low, value), "high": max(high, value)}


def shown(name: str, value: float) -> float:
    """Where the slider of an assumption stands for a value."""
    one = ADJUSTABLE[name]
    return float(min(max(round(round(value / one.scale / one.step) * one.step, 6), one.low), one.high))


def read(names: Iterable[str]) -> dict[str, dict[str, float]]:
    """The changes on the sliders (from the address when it carries some), in the form ``override`` takes."""
    changes = {}
    for name in names:
        one = ADJUSTABLE[name]
        default = shown(name, savings.assumptions().value(name))

        def number(raw: Sequence[str], one: Adjustable = one) -> float | None:
            try:
                value = float(raw[0])
            except (ValueError, IndexError):
                return None
            return value if value in one.options else None

        from_url(one.key, number, default)
        value = float(st.session_state[one.key])
        to_url(one.key, value, default)
        if value != default:
            changes[name] = change(name, value * one.scale)
    return changes


def adjusted(names: Iterable[str]) -> Assumptions:
    """The reference set with the reader's changes; call before anything is computed."""
    return savings.assumptions().override(read(names))


def sliders(names: Iterable[str], prefix: str = "") -> None:
    """One slider per assumption; the change takes effect in the next run. ``prefix`` goes before its key."""
    for name in names:
        one = ADJUSTABLE[name]
        told = savings.assumptions()[name]
        # a plain slider would print its number in English
        st.select_slider(
            f"{told.label(language())} ({_(one.unit)})",
            one.options,
            format_func=lambda value: formats.number(value, 1),
            key=prefix + one.key,
            help=_description(told),
            persist_state="session",
        )


def reset(names: Iterable[str]) -> None:
    """Back to the reference values; for a button's callback."""
    for name in names:
        st.session_state[ADJUSTABLE[name].key] = shown(name, savings.assumptions().value(name))


def _description(told: Assumption) -> str:
    return told.description_en if language() == "en" else told.description


def used_by(one: Opportunity) -> list[str]:
    """The names of the assumptions that made an opportunity's figure."""
    names = ["award_failure", "ceiling_item", "coordination_fee_share", "delivery_realised", "harmonisation_floor"]
    names += ["process_ceiling", "process_direct_idr", "process_realised", "process_tender_idr", "quartile_shrink"]
    names += ["shipping_exponent", "slope_lower_bound", "volume_cap", "evidence_buyers", "evidence_prices"]
    names += ["price_alignment", "readiness_confidence", "small_vendor_idr"]
    names += [f"slope_{one.regime}", f"harmonisation_realised_{one.regime}"]
    if not one.good_id:
        names.append("ceiling_portfolio")
    reference = savings.assumptions()
    return [name for name in reference if name in names]


def table(given: Mapping[str, Assumption], names: Sequence[str], *, key: str) -> None:
    """The assumptions with value, interval, unit and source; what the reader changed says so."""

    def told(value: float) -> str:
        return formats.number(value, 4)

    rows = [
        {
            "title": given[name].label(language()) + (_(" (diubah)") if given[name].changed else ""),
            "value": told(given[name].value),
            "range": "–"
            if given[name].low == given[name].high
            else _("{low} sampai {high}", low=told(given[name].low), high=told(given[name].high)),
            "unit": say(given[name].unit_told),
            "status": _(_STATUS[given[name].status]),
            "source": given[name].source,
        }
        for name in names
    ]
    cards.table(
        pd.DataFrame(rows),
        {
            "title": Column(_("Asumsi"), width=250),
            "value": Column(_("Nilai"), width=90),
            "range": Column(_("Rentang"), width=170),
            "unit": Column(_("Satuan"), width=150),
            "status": Column(_("Dasar"), width=76),
            "source": Column(_("Sumber"), width=420),
        },
        alt=_("Asumsi yang dipakai, dengan nilai, rentang, dan sumbernya"),
        key=key,
    )


def section(one: Opportunity, given: Assumptions) -> None:
    """What the figure takes as given, and sliders for what a region knows better."""
    changed = given.changed()
    label = (
        _("Asumsi yang dipakai ({n} diubah)", n=formats.count(len(changed))) if changed else _("Asumsi yang dipakai")
    )
    with st.expander(label, icon=":material/tune:", expanded=bool(changed), key="penghematan_asumsi"):
        st.markdown(_("Ganti dengan angka daerah Anda; seluruh halaman dihitung ulang."))
        first, second = st.columns(2, gap="medium")
        with first:
            sliders(ADJUST[:3])
        with second:
            sliders(ADJUST[3:])
            st.button(
                _("Kembalikan ke asumsi acuan"),
                disabled=not changed,
                key="penghematan_acuan",
                on_click=reset,
                args=(ADJUST,),
            )
        names = used_by(one)
        table(given, names, key=f"asumsi_{one.regime}_{bool(one.good_id)}")
        basket_parts.index_table()
        st.caption(
            _(
                "Susunan asumsi {key}, diperiksa {day}.",
                key=given.key,
                day=formats.day(given["volume_cap"].checked_on),
            )
        )
