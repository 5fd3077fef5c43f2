"""The columns of a file, one row each: what it is called, what it holds, what it may mean, and a choice of meanings."""

from __future__ import annotations

from typing import Final

import streamlit as st

from jointproc.intake import Recipe
from jointproc.intake.presets import Fit
from jointproc.intake.survey import MAPPABLE, ColumnSurvey, SheetSurvey
from jointproc.ui import cards, formats, geography
from jointproc.ui.language import _, say
from jointproc.ui.page_upload_names import column_name

__all__ = ["chosen_meanings", "columns"]

_REQUIRED: Final = ("text", "amount", "unit_price", "region")
_NOTHING: Final = ""
_LONGEST_LABEL: Final = 60
_LONGEST_SAMPLE: Final = 40
# Wider tables show the columns we have a guess for first; the others are one click away.
_MOST: Final = 40
_MEANINGS: Final = "_peta_arti"


def columns(found: SheetSurvey, key: str, before: Recipe | None, known: Fit | None) -> None:
    """Draw every column with its select; a meaning can be given once, the last choice counts.

    Args:
        found: the table.
        key: of this file, sheet and header row.
        before: the recipe that the file is read with now.
        known: else the layout that it is read as now.
    """
    meanings = _meanings(found, key, before, known)
    st.markdown(
        _(
            "Setiap kolom berkas mendapat satu arti. **Yang perlu ada (\\*)**: nama barang, nilai atau harga satuan, "
            "dan daerah; daerah boleh dipilih sendiri di bawah."
        )
    )
    shown = list(found.columns)
    if len(shown) > _MOST and not st.toggle(
        _("Tampilkan semua {n} kolom", n=formats.count(len(shown))), key=f"peta_semua_{key}"
    ):
        shown = [c for c in shown if meanings.get(c.position)] or shown[:_MOST]
    phone = geography.is_phone()
    if not phone:
        heads = st.columns([2, 5, 2], gap="small")
        for place, head in zip(heads, (_("Kolom di berkas"), _("Lima isian"), _("Artinya")), strict=True):
            place.caption(head)
    for column in shown:
        with st.container(border=True, gap="xxsmall"):
            _row(column, key, meanings)


def chosen_meanings(found: SheetSurvey, key: str, before: Recipe | None, known: Fit | None) -> dict[str, int]:
    """Meaning → position of its column."""
    return {meaning: position for position, meaning in _meanings(found, key, before, known).items() if meaning}


def _meanings(found: SheetSurvey, key: str, before: Recipe | None, known: Fit | None) -> dict[int, str]:
    """Position → meaning as it stands: as the file is read now, else our guesses; then what the person changed."""
    kept: dict[str, dict[int, str]] = st.session_state.setdefault(_MEANINGS, {})
    if key not in kept:
        by_header = {c.header: c.position for c in found.columns if c.header and not c.personal}
        if before is not None and any(headers[0] in by_header for headers in before.columns.values() if headers):
            kept[key] = {by_header[h[0]]: name for name, h in before.columns.items() if h and h[0] in by_header}
        elif known is not None:
            usable = set(by_header.values())
            kept[key] = {p: name for name, p in known.positions.items() if name in MAPPABLE and p in usable}
        else:
            kept[key] = {c.position: c.guess for c in found.columns if c.guess and not c.personal}
    return kept[key]


def _row(column: ColumnSurvey, key: str, meanings: dict[int, str]) -> None:
    name, held, choice = st.columns([2, 5, 2], gap="small", vertical_alignment="center")
    label = (column.header or _("Kolom {n}", n=column.position + 1))[:_LONGEST_LABEL]
    with name:
        st.markdown(f"**{cards.literal(label)}**")
    with held:
        samples = " · ".join(one[:_LONGEST_SAMPLE] for one in column.samples)
        st.markdown(cards.literal(samples) if samples else _("kosong"))
        st.caption(_guess(column))
    with choice:
        if column.personal:
            st.badge(_("tidak disimpan"), icon=":material/shield_person:", color="gray")
            return
        widget = f"peta_arti_{key}_{column.position}"
        # another column may have taken this one's meaning
        st.session_state[widget] = meanings.get(column.position, _NOTHING)
        st.selectbox(
            _("Arti kolom {name}", name=label),
            [_NOTHING, *_REQUIRED, *(m for m in MAPPABLE if m not in _REQUIRED)],
            format_func=_meaning,
            key=widget,
            label_visibility="collapsed",
            on_change=_give,
            args=(key, column.position),
        )


def _guess(column: ColumnSurvey) -> str:
    """Our guess with its reason."""
    if column.guess is None:
        return cards.literal(say(column.why))
    return _(
        "Dugaan: {meaning} ({sure}). {why}",
        meaning=column_name(column.guess),
        sure=formats.share(column.confidence, 0),
        why=cards.literal(say(column.why)),
    )


def _meaning(meaning: str) -> str:
    if meaning == _NOTHING:
        return _("tidak dipakai")
    return column_name(meaning) + (" *" if meaning in _REQUIRED else "")


def _give(key: str, position: int) -> None:
    """Give a column its meaning; the column that had it loses it."""
    kept: dict[int, str] = st.session_state[_MEANINGS][key]
    meaning = st.session_state[f"peta_arti_{key}_{position}"]
    for other in [p for p, had in kept.items() if had == meaning and p != position]:
        kept.pop(other)
    if meaning == _NOTHING:
        kept.pop(position, None)
    else:
        kept[position] = meaning
