"""The scenario on the page Simulasi: what the controls say, where it came from, and what it gives."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from jointproc import regions, savings, settings
from jointproc.agreements import DECISION_RULES, MODELS, SPLIT_RULES, Scenario
from jointproc.errors import InputError
from jointproc.ui import cache, filters, geography
from jointproc.ui import page_simulation_suppliers as suppliers
from jointproc.ui import page_simulation_terms as terms
from jointproc.ui.language import _
from jointproc.ui.links import from_url, many, number, one_of, to_url
from jointproc.ui.page_savings_assumptions import ADJUSTABLE, change, shown
from jointproc.warehouse import Scope, warehouse
from jointproc.workspace import workspace

__all__ = [
    "ADJUST",
    "COSTS",
    "DECISION",
    "EXAMPLE",
    "FAMILIES",
    "FOLLOW",
    "GOODS",
    "LEAD",
    "MEMBERS",
    "MODEL",
    "PROPOSAL",
    "SPLIT",
    "TERM",
    "TITLE_FIELD",
    "Origin",
    "address",
    "apply",
    "build",
    "choices",
    "drop_payments",
    "duplicate",
    "goods_choices",
    "lead_choices",
    "open_saved",
    "open_text",
    "origin",
    "payments",
    "prepare",
    "propose",
    "save",
    "scope_of",
    "toggle_member",
]

MEMBERS, LEAD, FAMILIES, GOODS = "peserta", "penyelenggara", "komoditas", "barang_bersama"
MODEL, TERM, SPLIT, DECISION, FOLLOW = "model", "jangka", "pembagian", "keputusan", "ikuti_saringan"
SCENARIO, VERSION = "skenario", "versi"
TITLE_FIELD: Final = "simulasi_judul"
PROPOSAL: Final = "_simulasi_usulan"
EXAMPLE: Final = settings.SAMPLE / "surabaya-sidoarjo-obat.toml"
COSTS: Final = ("coordination_fee_share", "coordination_fixed_idr", "coordination_member_idr", "award_failure")
ADJUST: Final = (*COSTS, suppliers.MULTIPLE)
_BASE, _ORIGIN, _TITLE, _ASKED = "_simulasi_dasar", "_simulasi_asal", "_simulasi_judul", "_simulasi_diminta"
_PAID: Final = "_simulasi_pembayaran"
_LARGEST_FILE: Final = 1_000_000
_GOODS_MOST: Final = 400
_PREFIX: Final = "s"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the scenario on screen came from.

    Attributes:
        kind: ``proposal`` (made from the data), ``example``, ``file`` or ``saved``.
        expected_version: the newest version in the workspace when it was opened; 0 when it has none.
    """

    kind: str
    expected_version: int = 0


def slider_key(name: str) -> str:
    """The simulation has its own sliders: opening a scenario leaves the page Penghematan as it was."""
    return _PREFIX + ADJUSTABLE[name].key


def origin() -> Origin:
    """Where the scenario on screen came from."""
    found = st.session_state.get(_ORIGIN)
    return found if isinstance(found, Origin) else Origin("proposal")


def _base() -> Scenario | None:
    found = st.session_state.get(_BASE)
    return found if isinstance(found, Scenario) else None


def scope_of(follow: bool, base: Scenario | None = None) -> Scope:
    """The purchases looked at: those of the sidebar, or those the scenario names."""
    base = base or _base()
    if follow or base is None:
        chosen = filters.scope()
        return Scope(dataset_ids=chosen.dataset_ids, fiscal_years=chosen.fiscal_years)
    return Scope(dataset_ids=base.datasets, fiscal_years=base.fiscal_years)


# --------------------------------------------------------------------------- setting the controls


def prepare() -> None:
    """Before the controls are drawn: take over a proposal, an address, or make a first proposal of our own."""
    asked = st.session_state.pop(PROPOSAL, None)
    if asked:
        _fill_proposal(asked)
    _from_address()
    if not st.session_state[MEMBERS] and _base() is None and not st.session_state.get("_simulasi_mulai"):
        first = propose()
        if first:
            _fill_proposal(first)
    st.session_state["_simulasi_mulai"] = True


def propose() -> dict[str, Any] | None:
    """Members and family of the strongest opportunity, preferring those that need partners."""
    found = [one for one in cache.family_opportunities(filters.scope()) if one.evidence != "D"]
    best = sorted(found, key=lambda one: one.course != "pool")[:1]
    for one in best:
        return {"members": list(one.codes), "families": [one.family], "goods": [], "assumptions": {}}
    return None


def _fill_proposal(asked: Mapping[str, Any]) -> None:
    st.session_state[_BASE] = None
    st.session_state[TITLE_FIELD] = ""
    st.session_state[_ORIGIN] = Origin("proposal")
    st.session_state[_TITLE] = asked.get("title", "")
    st.session_state[MEMBERS] = list(asked["members"])
    st.session_state[LEAD] = st.session_state[MEMBERS][0]
    st.session_state[FAMILIES] = list(asked["families"])
    st.session_state[GOODS] = list(asked["goods"])
    st.session_state[MODEL], st.session_state[TERM] = MODELS[0], 1
    st.session_state[SPLIT], st.session_state[DECISION] = SPLIT_RULES[0], DECISION_RULES[0]
    st.session_state[FOLLOW] = True
    st.session_state[_PAID] = None
    terms.put(None)
    changes = asked.get("assumptions", {})
    for name in ADJUST:
        st.session_state[slider_key(name)] = shown(name, _central(changes, name))


def _fill(scenario: Scenario, where: Origin) -> None:
    """Set every control to what a scenario says."""
    st.session_state[TITLE_FIELD] = scenario.title if where.kind == "saved" else ""
    st.session_state[_BASE], st.session_state[_ORIGIN] = scenario, where
    st.session_state[_TITLE] = scenario.title
    st.session_state[MEMBERS] = list(scenario.codes)
    st.session_state[LEAD] = scenario.lead_code
    st.session_state[FAMILIES], st.session_state[GOODS] = list(scenario.families), list(scenario.goods)
    st.session_state[MODEL], st.session_state[TERM] = scenario.model, scenario.term_years
    st.session_state[SPLIT], st.session_state[DECISION] = scenario.split, scenario.decision
    st.session_state[FOLLOW] = False
    _put_payments(scenario)
    terms.put(scenario)
    for name in ADJUST:
        st.session_state[slider_key(name)] = shown(name, _central(scenario.assumptions, name))


def _central(changes: Mapping[str, Any], name: str) -> float:
    told = changes.get(name, savings.assumptions().value(name))
    return float(told["value"] if isinstance(told, Mapping) else told)


def _from_address() -> None:
    wanted = (st.query_params.get(SCENARIO), st.query_params.get(VERSION) or "")
    if wanted[0] and wanted != st.session_state.get(_ASKED):
        st.session_state[_ASKED] = wanted
        open_saved(wanted[0], int(wanted[1]) if wanted[1].isdigit() else None)
    known = regions.regions()
    from_url(MEMBERS, many(known), [])
    from_url(LEAD, one_of(known), None)
    from_url(FAMILIES, lambda raw: list(raw) or None, [])
    from_url(GOODS, lambda raw: list(raw) or None, [])
    from_url(MODEL, one_of(MODELS), MODELS[0])
    from_url(TERM, number(1, 20), 1)
    from_url(SPLIT, one_of(SPLIT_RULES), SPLIT_RULES[0])
    from_url(DECISION, one_of(DECISION_RULES), DECISION_RULES[0])
    terms.from_address()
    st.session_state.setdefault(FOLLOW, True)
    for name in ADJUST:
        st.session_state.setdefault(slider_key(name), shown(name, savings.assumptions().value(name)))


def address() -> None:
    """After the controls: write them into the address, so that a link reproduces the view."""
    saved = origin().kind == "saved"
    base = _base()
    to_url(SCENARIO, base.id if saved and base else None)
    to_url(VERSION, base.version if saved and base else None)
    if saved and base:
        st.session_state[_ASKED] = (base.id, str(base.version))
    defaults: dict[str, Any] = {MEMBERS: [], LEAD: None, FAMILIES: [], GOODS: []}
    defaults |= {MODEL: MODELS[0], TERM: 1, SPLIT: SPLIT_RULES[0], DECISION: DECISION_RULES[0]}
    for key, default in defaults.items():
        to_url(key, st.session_state[key], default)
    terms.to_address()


def toggle_member(code: str) -> None:
    """A click on the small map: a region joins or leaves."""
    now = list(st.session_state.get(MEMBERS, []))
    st.session_state[MEMBERS] = [c for c in now if c != code] if code in now else [*now, code]


# --------------------------------------------------------------------------- what may be chosen


def choices(scope: Scope) -> tuple[list[str], set[str]]:
    """Regions that may take part, the lead's neighbours first, and which of them are neighbours."""
    spend = cache.region_spend(scope)
    bought = [str(code) for code in spend["region_code"] if code in regions.regions()]
    lead = st.session_state.get(LEAD)
    near = {n.code for n in regions.neighbours_of(lead, regions.DEFAULT_WITHIN_KM)} if lead else set()
    members = list(st.session_state.get(MEMBERS, []))
    rest = sorted({*bought, *members}, key=lambda code: (code != lead, code not in near, geography.name(code)))
    return rest, near


def lead_choices() -> list[str]:
    """Who may organise: a member, or the region outside them that an opened scenario names. Keeps the choice valid."""
    joined, lead, base = list(st.session_state[MEMBERS]), st.session_state[LEAD], _base()
    if lead in joined:
        return joined
    if lead and base is not None and base.lead == lead and lead not in base.codes:
        return [*joined, lead]
    st.session_state[LEAD] = joined[0] if joined else None
    return joined


def goods_choices(scope: Scope) -> dict[str, str]:
    """Goods that two or more members buy, most money first; ``good_id → name``. Chosen goods are always among them."""
    market = savings.market_of(warehouse(), scope)
    cells = market.cells[market.cells["region_code"].isin(st.session_state[MEMBERS])]
    by_good = cells.groupby("good")["amount_idr"].agg(["size", "sum"])
    shared = by_good[by_good["size"] > 1].sort_values("sum", ascending=False).head(_GOODS_MOST)
    goods = market.goods
    names = {str(goods["good_id"].iat[i]): str(goods["good"].iat[i]) for i in shared.index}
    chosen = [good for good in st.session_state[GOODS] if good not in names]
    if chosen:
        known = goods.loc[goods["good_id"].isin(chosen), ["good_id", "good"]]
        names |= {**{good: good for good in chosen}, **dict(zip(known["good_id"], known["good"], strict=True))}
    return names


# --------------------------------------------------------------------------- from controls to figures


def build() -> Scenario:
    """The scenario the controls describe; equal to the opened one while nothing was changed.

    Raises:
        InputError: fewer than two members.
    """
    base, state = _base(), st.session_state
    members = list(state[MEMBERS])
    lead = state[LEAD] or ""
    if base is not None and not base.lead and members and lead == members[0]:
        lead = ""
    scope = scope_of(bool(state[FOLLOW]), base)
    told: dict[str, Any] = {
        "title": (base.title if base else "") or state.get(_TITLE) or default_title(members, state[FAMILIES]),
        "lead": lead,
        "model": state[MODEL] or MODELS[0],
        "term_years": int(state[TERM]),
        "split": state[SPLIT] or SPLIT_RULES[0],
        "decision": state[DECISION] or DECISION_RULES[0],
        "goods": tuple(state[GOODS]),
        "families": tuple(state[FAMILIES]),
        "datasets": scope.dataset_ids,
        "fiscal_years": scope.fiscal_years,
        "assumptions": _assumptions(base),
        "payments_idr": payments(),
        **terms.told(base, members),
    }
    if base is not None:
        # what has no control here stays as the opened file says
        kept = set(Scenario.model_fields) - set(told) - {"schema_version"}
        told |= {name: getattr(base, name) for name in kept}
    return Scenario(**told)


def _assumptions(base: Scenario | None) -> dict[str, Any]:
    """The scenario's own changes; a slider counts only where it was moved from what the scenario says."""
    changes: dict[str, Any] = dict(base.assumptions) if base else {}
    for name in ADJUST:
        at = float(st.session_state[slider_key(name)])
        if at != shown(name, _central(changes, name)):
            changes[name] = change(name, at * ADJUSTABLE[name].scale)
    return changes


def default_title(members: Sequence[str], families: Sequence[str]) -> str:
    """``Obat esensial · Kota Surabaya + Kab. Sidoarjo``."""
    what = ", ".join(filters.family_label(key) for key in families[:2]) or _("Belanja bersama")
    return f"{what} · {geography.members_text(members)}"[:200]


# --------------------------------------------------------------------------- agreed payments, and applying a cure


def _put_payments(scenario: Scenario) -> None:
    paid = dict(scenario.payments_idr)
    st.session_state[_PAID] = (scenario.split, frozenset(scenario.codes), paid) if paid else None


def payments() -> dict[str, int]:
    """Agreed payments, as long as split and members are those they were agreed for."""
    kept = st.session_state.get(_PAID)
    if not kept or kept[0] != st.session_state[SPLIT] or kept[1] != frozenset(st.session_state[MEMBERS]):
        return {}
    return dict(kept[2])


def drop_payments() -> None:
    """Take agreed payments back."""
    st.session_state[_PAID] = None


def apply(cured: Scenario) -> None:
    """Set split, members and payments to those of a cured scenario; everything else stays."""
    st.session_state[MEMBERS], st.session_state[SPLIT] = list(cured.codes), cured.split
    _put_payments(cured)


# --------------------------------------------------------------------------- opening and saving


def open_text(text: str | bytes, kind: str) -> None:
    """Open a scenario file; what is on screen stays when it can't be read.

    Raises:
        InputError: the file is too large, no text, or no scenario.
    """
    if len(text) > _LARGEST_FILE:
        raise InputError("Berkas skenario terlalu besar (lebih dari 1 MB); pilih berkas TOML sebuah skenario.")
    scenario = Scenario.from_bytes(text) if isinstance(text, bytes) else Scenario.from_toml(text)
    _fill(scenario, Origin(kind, _newest(scenario.id)))


def _newest(scenario_id: str) -> int:
    versions = workspace().versions(scenario_id)
    return versions[-1].version if versions else 0


def open_saved(scenario_id: str, version: int | None = None) -> None:
    """Open one version from the workspace (the newest by default).

    Raises:
        InputError: there is no such scenario, or it can't be read.
    """
    found = workspace().scenario(scenario_id, version)
    _fill(Scenario.from_toml(found.toml), Origin("saved", _newest(scenario_id)))


def save(title: str, by: str, note: str, *, as_new: bool) -> Scenario:
    """Keep what is on screen as a new version (or as a scenario of its own) and go on from there.

    Args:
        title: empty keeps the title it has.

    Raises:
        InputError: fewer than two members, or somebody else saved a newer version meanwhile.
    """
    where, base = origin(), _base()
    fresh = as_new or base is None
    scenario_id = "s" + secrets.token_hex(6) if fresh or base is None else base.id
    expected = 0 if fresh else where.expected_version
    now = build()
    told = now.model_copy(
        update={
            "id": scenario_id,
            "version": expected + 1,
            "title": title.strip()[:200] or now.title,
            "author": by.strip()[:200],
            "note": note.strip()[:4000],
        }
    )
    version = workspace().save_scenario(
        scenario_id, told.title, told.to_toml(), by=told.author, note=told.note, expected_version=expected
    )
    _fill(told, Origin("saved", version))
    return told


def duplicate(scenario_id: str, version: int) -> Scenario:
    """Keep a copy of one version as a scenario of its own, and open it.

    Raises:
        InputError: there is no such scenario, or it can't be read.
    """
    first = Scenario.from_toml(workspace().scenario(scenario_id, version).toml)
    copy = first.model_copy(
        update={
            "id": "s" + secrets.token_hex(6),
            "version": 1,
            "title": _("{title} (salinan)", title=first.title)[:200],
            "note": _("Salinan dari {title}, versi {n}.", title=first.title, n=version)[:4000],
        }
    )
    workspace().save_scenario(copy.id, copy.title, copy.to_toml(), by=copy.author, note=copy.note, expected_version=0)
    _fill(copy, Origin("saved", 1))
    return copy
