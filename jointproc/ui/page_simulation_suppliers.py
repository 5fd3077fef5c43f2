"""Terms of the page Simulasi about suppliers: over how many a joint order is divided, and what one can deliver."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st

from jointproc.agreements import Scenario
from jointproc.agreements.suppliers import Suppliers
from jointproc.ui import cards, formats
from jointproc.ui import page_savings_assumptions as given
from jointproc.ui.formats import Column
from jointproc.ui.language import _, say
from jointproc.ui.links import from_url, number, to_url

__all__ = ["MULTIPLE", "from_address", "put", "section", "to_address", "told"]

LEAST, LIMITED = "penyedia_min", "kemampuan"
MULTIPLE: Final = "supplier_capacity_multiple"
_MOST: Final = 10
_SHOWN: Final = 8


def put(scenario: Scenario | None) -> None:
    """Set the controls to what a scenario says, or to nothing special."""
    st.session_state[LEAST] = scenario.suppliers_min_n if scenario else 1
    st.session_state[LIMITED] = bool(scenario and scenario.supplier_capacity)


def from_address() -> None:
    """Take over what an opened link says."""
    from_url(LEAST, number(1, _MOST), 1)
    from_url(LIMITED, lambda raw: raw[0] == "1" if raw else None, False)


def to_address() -> None:
    """Write the controls into the address."""
    to_url(LEAST, st.session_state[LEAST], 1)
    to_url(LIMITED, "1" if st.session_state[LIMITED] else "", "")


def told() -> dict[str, Any]:
    """The fields of the scenario decided here."""
    state = st.session_state
    return {"suppliers_min_n": int(state[LEAST]), "supplier_capacity": bool(state[LIMITED])}


def section(found: Suppliers) -> None:
    """Controls, and what the data say of one supplier's capacity."""
    st.markdown("**" + _("Penyedia") + "**")
    left, right = st.columns(2, gap="medium")
    with left:
        st.select_slider(
            _("Penyedia paling sedikit"),
            list(range(1, _MOST + 1)),
            format_func=formats.count,
            key=LEAST,
            help=_(
                "Volume gabungan setiap barang dibagi rata kepada paling sedikit sekian penyedia. Potongan volumenya "
                "dihitung dari bagian satu penyedia dan tidak pernah di bawah nol."
            ),
            persist_state="session",
        )
        st.toggle(
            _("Batasi kemampuan satu penyedia"),
            key=LIMITED,
            help=_(
                "Volume setahun di atas kemampuan satu penyedia memerlukan penyedia tambahan, sehingga potongan "
                "volumenya lebih kecil. Barang yang penyedianya tidak disebut dalam data tidak dibatasi."
            ),
            persist_state="session",
        )
    with right:
        given.sliders((MULTIPLE,), prefix="s")
    _seen(found)


def _seen(found: Suppliers) -> None:
    """What capacity asks of the goods on screen, whether it limits them or not."""
    if found.needs:
        told = say(found.beyond())
        st.caption(cards.literal(told if found.limited else _("Bila dibatasi: {told}", told=told)))
        _table(found)
    elif found.fullest:
        most = found.fullest
        st.caption(
            cards.literal(
                _(
                    "Tidak satu pun dari {n} barang gabungan yang penyedianya diketahui melebihi kemampuan itu. Yang "
                    "paling dekat {good}: gabungan {yearly} setahun, terbanyak dari satu penyedia {seen}.",
                    n=formats.count(found.goods_n - found.unknown_n),
                    good=most.good,
                    yearly=formats.count(most.yearly),
                    seen=formats.count(most.seen),
                )
            )
        )
    if found.unknown_n:
        st.caption(
            _(
                "{n} barang gabungan tidak dapat diperiksa: data tidak menyebut penyedia atau volumenya.",
                n=formats.count(found.unknown_n),
            )
        )


def _table(found: Suppliers) -> None:
    shown = found.needs[:_SHOWN]
    cards.table(
        pd.DataFrame([{n: getattr(one, n) for n in ("good", "yearly", "seen", "suppliers_n")} for one in shown]),
        {
            "good": Column(_("Barang"), width=265),
            "yearly": Column(_("Volume gabungan setahun"), "count", width=165),
            "seen": Column(_("Terbanyak dari satu penyedia"), "count", width=185),
            "suppliers_n": Column(_("Penyedia perlu"), "count", width=110),
        },
        alt=_("Barang yang volume gabungannya melebihi kemampuan satu penyedia"),
        key=f"simulasi_penyedia_{len(shown)}",
        totals=_("dan {n} barang lain", n=formats.count(len(found.needs) - _SHOWN)) if found.needs[_SHOWN:] else "",
        height="content",
    )
