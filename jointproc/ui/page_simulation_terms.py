"""Terms behind the five main controls of the page Simulasi: years, money, and what members state."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pandas as pd
import streamlit as st

from jointproc import text
from jointproc.agreements import COST_KEY_LABELS, COST_KEYS, Scenario, ScenarioMember
from jointproc.agreements.suppliers import Suppliers
from jointproc.ui import formats, geography
from jointproc.ui import page_simulation_suppliers as suppliers
from jointproc.ui.language import N_, _, language, say
from jointproc.ui.links import from_url, to_url

__all__ = [
    "STATED",
    "edited",
    "from_address",
    "member_frame",
    "put",
    "ramp_of",
    "ramp_text",
    "section",
    "stated",
    "to_address",
    "told",
]

STATED: Final = "_simulasi_dinyatakan"
RAMP, LOTS, START, KEY = "naik_bertahap", "lot", "mulai", "kunci_biaya"
_TABLE: Final = "simulasi_dinyatakan"
_ROUND: Final = "_simulasi_dinyatakan_ke"
_MONTHS: Final = 30


@dataclass(frozen=True, slots=True)
class _Percent:
    """One slider in per cent for a share of the scenario."""

    field: str
    key: str
    label: str
    help: str
    low: int
    high: int
    step: int = 1

    @property
    def options(self) -> list[int]:
        return list(range(self.low, self.high + 1, self.step))

    def shown(self, share: float) -> int:
        """Where the slider stands for a share."""
        nearest = round(share * 100 / self.step) * self.step
        return int(min(max(nearest, self.low), self.high))


_PERCENTS: Final = (
    _Percent(
        "volume_growth",
        "tumbuh_volume",
        N_("Pertumbuhan volume (% setahun)"),
        N_("Mulai tahun kedua; berlaku juga bagi yang tidak bergabung."),
        -10,
        20,
    ),
    _Percent(
        "price_growth",
        "naik_harga",
        N_("Kenaikan harga (% setahun)"),
        N_("Mulai tahun kedua; berlaku juga bagi yang tidak bergabung."),
        -10,
        20,
    ),
    _Percent(
        "discount_rate",
        "diskonto",
        N_("Tingkat diskonto (% setahun)"),
        N_("Untuk nilai kini: uang yang datang kemudian dinilai lebih kecil."),
        0,
        20,
    ),
    _Percent(
        "support_share",
        "dukungan",
        N_("Dukungan pusat (% dari penghematan)"),
        N_("Pengandaian; selalu terpisah dari hasil bersih."),
        0,
        100,
        5,
    ),
)


# --------------------------------------------------------------------------- setting and reading the controls


def put(scenario: Scenario | None) -> None:
    """Set every control of this section to what a scenario says, or to nothing special."""
    state = st.session_state
    for one in _PERCENTS:
        state[one.key] = one.shown(getattr(scenario, one.field)) if scenario else 0
    state[RAMP] = ramp_text(scenario.ramp_up) if scenario else ""
    state[LOTS] = bool(scenario and scenario.lots)
    state[KEY] = scenario.cost_key if scenario else COST_KEYS[0]
    suppliers.put(scenario)
    state[START] = scenario.start.isoformat() if scenario and scenario.start else ""
    state[STATED] = {m.code: m for m in scenario.members} if scenario else {}
    state[_ROUND] = state.get(_ROUND, 0) + 1


def from_address() -> None:
    """Take over what an opened link says, and give every control a value."""
    for one in _PERCENTS:
        from_url(one.key, _among(one.options, int), 0)
    from_url(RAMP, lambda raw: raw[0][:60] if raw and ramp_of(raw[0]) is not None else None, "")
    from_url(KEY, lambda raw: raw[0] if raw and raw[0] in COST_KEYS else None, COST_KEYS[0])
    from_url(LOTS, lambda raw: raw[0] == "1" if raw else None, False)
    from_url(START, _day, "")
    suppliers.from_address()
    st.session_state.setdefault(STATED, {})


def to_address() -> None:
    """Write the controls into the address, so that a link reproduces the view."""
    state = st.session_state
    for one in _PERCENTS:
        to_url(one.key, state[one.key], 0)
    to_url(RAMP, state[RAMP], "")
    to_url(KEY, state[KEY], COST_KEYS[0])
    to_url(LOTS, "1" if state[LOTS] else "", "")
    to_url(START, state[START] or "", "")
    suppliers.to_address()


def _among(options: Sequence[int], kind: Callable[[str], int]) -> Callable[[Sequence[str]], int | None]:
    def parse(raw: Sequence[str]) -> int | None:
        try:
            value = kind(raw[0])
        except (ValueError, IndexError):
            return None
        return value if value in options else None

    return parse


def _day(raw: Sequence[str]) -> str | None:
    try:
        return date.fromisoformat(raw[0]).isoformat()
    except (ValueError, IndexError):
        return None


def told(base: Scenario | None, codes: Sequence[str]) -> dict[str, Any]:
    """The fields of the scenario this section decides; what was not moved stays exactly as the opened file says."""
    state = st.session_state
    fields: dict[str, Any] = {}
    for one in _PERCENTS:
        before = getattr(base, one.field) if base else 0.0
        fields[one.field] = before if state[one.key] == one.shown(before) else state[one.key] / 100
    ramp = ramp_of(state[RAMP])
    fields["ramp_up"] = base.ramp_up if base and state[RAMP] == ramp_text(base.ramp_up) else ramp or ()
    fields["lots"] = bool(state[LOTS])
    fields["cost_key"] = state[KEY]
    fields |= suppliers.told()
    fields["start"] = date.fromisoformat(state[START]) if state[START] else None
    stated = state[STATED]
    fields["members"] = tuple(stated.get(code) or ScenarioMember(code=code) for code in codes)
    return fields


def ramp_text(shares: Sequence[float]) -> str:
    """``(0.5, 0.75)`` as ``50; 75``."""
    return "; ".join(f"{share * 100:g}" for share in shares)


def ramp_of(written: str) -> tuple[float, ...] | None:
    """``50; 75`` as shares; None when it can't be read. A decimal comma is understood where numbers are parted by ;"""
    parts = [p for p in written.replace("%", " ").replace(";", " ").split() if p]
    try:
        shares = tuple(round(float(p.replace(",", ".")) / 100, 6) for p in parts)
    except ValueError:
        return None
    return shares if all(0 <= share <= 1 for share in shares) and len(shares) <= 20 else None


# --------------------------------------------------------------------------- what each member states


def stated(codes: Sequence[str]) -> list[ScenarioMember]:
    """What is known of each member so far."""
    known: Mapping[str, ScenarioMember] = st.session_state[STATED]
    return [known.get(code) or ScenarioMember(code=code) for code in codes]


def _answers() -> dict[bool | None, str]:
    return {None: _("belum dinyatakan"), True: _("ya"), False: _("belum")}


def member_frame(members: Sequence[ScenarioMember]) -> pd.DataFrame:
    """One row a member: ``name, share`` (per cent) and three answers in words."""
    words = _answers()
    return pd.DataFrame(
        [
            {
                "name": geography.label(m.code),
                "share": m.share * 100,
                "budgeted": words[m.budgeted],
                "planned": words[m.planned],
                "council_approved": words[m.council_approved],
            }
            for m in members
        ]
    )


def edited(members: Sequence[ScenarioMember], rows: Mapping[int, Mapping[str, Any]]) -> dict[str, ScenarioMember]:
    """The members with what was changed in the table.

    Args:
        rows: changed cells by row number, as ``st.data_editor`` reports them.
    """
    meant = {word: answer for answer, word in _answers().items()}
    found = {m.code: m for m in members}
    for row, cells in rows.items():
        member = members[int(row)]
        changed: dict[str, Any] = {}
        for column, value in cells.items():
            if column == "share":
                changed["share"] = min(max(float(value or 100) / 100, 0.01), 1.0)
            elif column != "name":
                changed[column] = meant.get(value)
        found[member.code] = member.model_copy(update=changed)
    return found


def _table_changed(codes: tuple[str, ...], key: str) -> None:
    rows = st.session_state[key].get("edited_rows", {})
    st.session_state[STATED] = st.session_state[STATED] | edited(stated(codes), rows)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def _member_table(codes: tuple[str, ...]) -> None:
    answers = list(_answers().values())
    key = f"{_TABLE}_{st.session_state.get(_ROUND, 0)}_{language()}_{'-'.join(codes)}"
    st.markdown("**" + _("Yang dinyatakan setiap peserta") + "**")
    st.data_editor(
        member_frame(stated(codes)),
        hide_index=True,
        width="stretch",
        disabled=["name"],
        key=key,
        on_change=_table_changed,
        args=(codes, key),
        column_config={
            "name": st.column_config.Column(_("Daerah"), width=150),
            "share": st.column_config.NumberColumn(
                _("Volume (%)"), min_value=1, max_value=100, step=1, format="%d", width=96, required=True
            ),
            "budgeted": st.column_config.SelectboxColumn(
                _("Ada di APBD"),
                options=answers,
                width=130,
                required=True,
                help=_("Baris belanjanya sudah dianggarkan."),
            ),
            "planned": st.column_config.SelectboxColumn(
                _("Ada di RPJMD/RKPD"), options=answers, width=140, required=True
            ),
            "council_approved": st.column_config.SelectboxColumn(
                _("Disetujui DPRD"), options=answers, width=130, required=True
            ),
        },
        alt=_("Bagian volume, anggaran, rencana, dan persetujuan DPRD setiap peserta; dapat diubah"),
    )
    st.caption(_("Data belanja tidak memuat hal ini. Selama belum dinyatakan, lampu hukum menanyakannya."))


# --------------------------------------------------------------------------- the section


def _months(today: date) -> list[str]:
    first = [(today.year * 12 + today.month + i) for i in range(1, _MONTHS + 1)]
    months = [date((m - 1) // 12, (m - 1) % 12 + 1, 1).isoformat() for m in first]
    opened = st.session_state[START]
    return ["", *sorted({*months, *([opened] if opened else [])})]


def _month_name(iso: str) -> str:
    if not iso:
        return _("Secepatnya")
    day = date.fromisoformat(iso)
    return text.format_month(day, language()) if day.day == 1 else formats.day(day)


def section(codes: tuple[str, ...], found: Suppliers, today: date) -> None:
    """What members state, and below it the controls of years, money and suppliers."""
    _member_table(codes)
    with st.grid(3, min_column_width=190, gap="medium"):
        with st.container(gap="small"):
            st.text_input(
                _("Volume bersama tiap tahun (%)"),
                key=RAMP,
                max_chars=60,
                placeholder=_("misalnya 50; 75; 100"),
                help=_(
                    "Tahun ke-1, ke-2, dan seterusnya; yang terakhir berlaku sampai akhir. Kosong: penuh sejak awal."
                ),
                persist_state="session",
            )
            if ramp_of(st.session_state[RAMP]) is None:
                st.warning(
                    _("Tulis bagian setiap tahun antara 0 dan 100, dipisah titik koma: 50; 75; 100."),
                    icon=":material/edit:",
                )
            st.selectbox(
                _("Kontrak bersama mulai"), _months(today), format_func=_month_name, key=START, persist_state="session"
            )
        for pair in (_PERCENTS[:2], _PERCENTS[2:]):
            with st.container(gap="small"):
                for one in pair:
                    st.select_slider(
                        _(one.label),
                        one.options,
                        format_func=formats.count,
                        key=one.key,
                        help=_(one.help),
                        persist_state="session",
                    )
    st.selectbox(
        _("Kunci biaya bersama"),
        COST_KEYS,
        format_func=lambda key: say(COST_KEY_LABELS[key]),
        key=KEY,
        help=_(
            "Biaya barang selalu ditanggung sendiri menurut volumenya. Kunci ini membagi biaya tetap kesepakatan, dan "
            "terlihat pada pembagian menurut volume sendiri."
        ),
        persist_state="session",
    )
    st.toggle(
        _("Bagi menjadi lot untuk usaha kecil"),
        key=LOTS,
        help=_("Paket bersama yang melampaui batas usaha kecil dipecah; lampu hukum menunjukkannya."),
        persist_state="session",
    )
    suppliers.section(found)
