"""The sidebar: language, and which part of the data every page speaks of. It all lives in the address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd
import streamlit as st

from jointproc.goods import families
from jointproc.sample import SAMPLE_TITLE
from jointproc.text import LANGUAGES
from jointproc.ui import cache
from jointproc.ui.language import LANGUAGE_KEY, LANGUAGE_NAMES, _, language
from jointproc.ui.links import from_url, many, to_url
from jointproc.warehouse import Scope

__all__ = [
    "default_datasets",
    "family_label",
    "has_data",
    "has_sample",
    "period",
    "ribbon",
    "scope",
    "sidebar",
    "use_dataset",
    "years",
]

DATASET_KEY: Final = "dataset"
YEAR_KEY: Final = "tahun"
FAMILY_KEY: Final = "kelompok"
_SCOPE: Final = "_scope"
_KNOWN: Final = "_datasets_known"


@dataclass(frozen=True, slots=True)
class _Chosen:
    scope: Scope
    has_data: bool
    has_sample: bool


def is_sample(datasets: pd.DataFrame) -> pd.Series:
    """Which rows of ``datasets`` are the sample data."""
    return datasets["source_kind"].eq("sample") | datasets["name"].str.startswith(SAMPLE_TITLE)


def default_datasets(datasets: pd.DataFrame) -> list[str]:
    """Uploaded data when there is any, else the sample: invented figures never mix with real ones unasked."""
    real = datasets.loc[~is_sample(datasets), "dataset_id"]
    return list(real if len(real) else datasets["dataset_id"])


def family_label(key: str) -> str:
    """A family's name in the reader's language."""
    found = families().get(key)
    if found is None:
        return key
    return found.label_en if language() == "en" else found.label


def use_dataset(dataset_id: str) -> None:
    """Make one dataset the chosen one (after an upload); call before the next run."""
    st.session_state["_use_dataset"] = dataset_id


def scope() -> Scope:
    """The part of the data the reader chose."""
    return _chosen().scope


def has_data() -> bool:
    """Whether there is any dataset at all."""
    return _chosen().has_data


def has_sample() -> bool:
    """Whether sample data is among what is shown."""
    return _chosen().has_sample


def _chosen() -> _Chosen:
    found = st.session_state.get(_SCOPE)
    return found if isinstance(found, _Chosen) else _Chosen(Scope(), False, False)


def years() -> list[int]:
    """The fiscal years that occur in the chosen datasets."""
    choices = cache.scope_choices(Scope(dataset_ids=scope().dataset_ids))
    return sorted({int(year) for year in choices["fiscal_year"].dropna()})


def period() -> str:
    """``TA 2024–2026``: the fiscal years of what is shown."""
    chosen = scope().fiscal_years or tuple(years())
    if not chosen:
        return _("semua tahun")
    low, high = min(chosen), max(chosen)
    return _("TA {year}", year=low if low == high else f"{low}–{high}")


def sidebar() -> None:
    """Draw the filters and remember what they say for this run."""
    with st.sidebar:
        datasets = cache.datasets()
        if datasets.empty:
            st.session_state[_SCOPE] = _Chosen(Scope(), False, False)
        else:
            ids = _datasets(datasets)
            years, kinds = _years_and_families(tuple(ids))
            chosen = datasets[datasets["dataset_id"].isin(ids)]
            st.session_state[_SCOPE] = _Chosen(
                Scope(dataset_ids=tuple(ids), fiscal_years=tuple(years), families=tuple(kinds)),
                True,
                bool(is_sample(chosen).any()),
            )
        st.radio(
            _("Bahasa"),
            LANGUAGES,
            format_func=lambda code: LANGUAGE_NAMES[code],
            key=LANGUAGE_KEY,
            horizontal=True,
            persist_state="session",
        )
        to_url(LANGUAGE_KEY, language(), LANGUAGES[0])


def _datasets(datasets: pd.DataFrame) -> list[str]:
    ids = list(datasets["dataset_id"])
    names = dict(zip(ids, datasets["name"], strict=True))
    default = default_datasets(datasets)
    from_url(DATASET_KEY, many(ids), default)
    wanted = st.session_state.pop("_use_dataset", None)
    before = st.session_state.get(_KNOWN)
    if wanted in ids:
        st.session_state[DATASET_KEY] = [wanted]
    elif before is not None and before != ids:
        # data came or went: whoever had not chosen gets the new default, others keep what is left of their choice
        was_default = st.session_state.get("_datasets_default") == st.session_state[DATASET_KEY]
        kept = [i for i in st.session_state[DATASET_KEY] if i in ids]
        st.session_state[DATASET_KEY] = default if was_default or not kept else kept
    st.session_state[_KNOWN] = ids
    st.session_state["_datasets_default"] = default
    picked = st.multiselect(
        _("Dataset yang dipakai"),
        ids,
        format_func=lambda i: str(names.get(i, i)).replace(SAMPLE_TITLE, _("Contoh")),
        key=DATASET_KEY,
        placeholder=_("Pilih dataset"),
    )
    to_url(DATASET_KEY, picked, default)
    return picked or default


def _years_and_families(ids: tuple[str, ...]) -> tuple[list[int], list[str]]:
    choices = cache.scope_choices(Scope(dataset_ids=ids))
    years = sorted({int(y) for y in choices["fiscal_year"].dropna()})
    by_family = choices.groupby("family")["amount_idr"].sum().sort_values(ascending=False)
    kinds = [str(key) for key in by_family.index]
    from_url(YEAR_KEY, many(years, int), [])
    from_url(FAMILY_KEY, many(kinds), [])
    st.session_state[YEAR_KEY] = [y for y in st.session_state[YEAR_KEY] if y in years]
    st.session_state[FAMILY_KEY] = [k for k in st.session_state[FAMILY_KEY] if k in kinds]
    year = st.multiselect(
        _("Tahun anggaran"),
        years,
        format_func=str,
        key=YEAR_KEY,
        placeholder=_("Semua tahun"),
    )
    to_url(YEAR_KEY, list(year), [])
    kind = st.multiselect(
        _("Kelompok komoditas"),
        kinds,
        format_func=family_label,
        key=FAMILY_KEY,
        placeholder=_("Semua kelompok"),
    )
    to_url(FAMILY_KEY, kind, [])
    return list(year), kind


def ribbon() -> None:
    """Say on every screen that shows it that the data is invented."""
    if has_sample():
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.badge(_("Data contoh (sintetis)"), icon=":material/science:", color="orange")
            st.caption(
                _(
                    "Data contoh yang sedang dipakai ialah rekaan untuk mencoba aplikasi, "
                    "bukan belanja daerah yang sebenarnya."
                )
            )
