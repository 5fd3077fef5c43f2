"""The datasets in the warehouse: the list, and one of them with its issues, provenance, regions and a way out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import streamlit as st

from jointproc.errors import InputError
from jointproc.intake import presets
from jointproc.pipeline import forget
from jointproc.sample import SAMPLE_TITLE
from jointproc.text import Message
from jointproc.ui import cache, cards, filters, formats, geography
from jointproc.ui.formats import Column
from jointproc.ui.language import _, say
from jointproc.ui.page_upload_issues import show_issues
from jointproc.ui.page_upload_modes import mode_name, undo
from jointproc.ui.page_upload_names import column_name, years_text
from jointproc.ui.page_upload_state import preset_title
from jointproc.warehouse import warehouse

__all__ = ["datasets"]

_CHOSEN, _FORGOTTEN = "_data_terpilih", "_data_dihapus"
_SAMPLE: Final = "sample"


def datasets() -> None:
    """The table of datasets; a row opens its details."""
    st.subheader(_("Dataset di gudang data"), anchor=False)
    told = st.session_state.pop(_FORGOTTEN, None)
    if isinstance(told, Message):
        st.error(cards.literal(say(told)), icon=":material/error:")
    elif told:
        st.success(_("Dataset {name} dihapus.", name=cards.literal(told)), icon=":material/check_circle:")
    undo()
    found = cache.datasets()
    if found.empty:
        cards.empty_state(
            _("Belum ada data"),
            next_step=_("Unggah berkas belanja di atas, atau unduh templatnya, isi, lalu unggah."),
        )
        return
    found = found.iloc[::-1].reset_index(drop=True)
    shown = found.assign(
        kind=[_("Data contoh (sintetis)") if k == _SAMPLE else _("Unggahan") for k in found["source_kind"]],
        name=[str(n).removeprefix(f"{SAMPLE_TITLE} · ") for n in found["name"]],
        years=[years_text([int(y) for y in str(years).split(",") if y]) for years in found["fiscal_years"]],
        loaded=[_loaded(row) for row in found.to_dict("records")],
    )
    key, ids = f"data_daftar_{cache.key()[1]}", list(found["dataset_id"])
    cards.table(
        shown,
        {
            "name": Column(_("Nama"), width=190 if geography.is_phone() else 290),
            "kind": Column(_("Jenis"), width=158),
            "rows_accepted": Column(_("Diterima"), "count", width=76),
            "rows_rejected": Column(_("Ditolak"), "count", width=68),
            "amount_idr": Column(_("Nilai"), "idr", width=125),
            "years": Column(_("Tahun"), width=125),
            "loaded": Column(_("Dimuat"), width=136),
        },
        alt=_("Dataset di gudang data"),
        key=key,
        on_select=lambda: _pick(key, ids),
        totals=_(
            "Jumlah: {n} dataset, {rows} baris diterima, {amount}",
            n=formats.count(len(found)),
            rows=formats.count(int(found["rows_accepted"].sum())),
            amount=formats.idr(float(found["amount_idr"].sum())),
        ),
    )
    chosen = found[found["dataset_id"] == st.session_state.get(_CHOSEN)]
    if chosen.empty:
        st.caption(
            _("Klik kotak sebuah baris untuk melihat temuan, asal-usul, dan daerahnya, atau untuk menghapusnya.")
        )
        return
    _detail({str(k): v for k, v in chosen.iloc[0].items()})


def _loaded(row: Mapping[str, Any]) -> str:
    day = formats.day(pd.Timestamp(row["loaded_at"]).to_pydatetime())
    return f"{day}, {row['loaded_by']}" if row["loaded_by"] else day


def _pick(key: str, ids: list[str]) -> None:
    rows = st.session_state[key]["selection"]["rows"]
    st.session_state[_CHOSEN] = ids[rows[0]] if rows and rows[0] < len(ids) else None


def _detail(dataset: Mapping[str, Any]) -> None:
    dataset_id = str(dataset["dataset_id"])
    issues = warehouse().issues(dataset_id)
    with st.container(border=True, gap="small"):
        st.subheader(cards.literal(dataset["name"]), anchor=False)
        findings, origin, places = st.tabs(
            [_("Temuan ({n})", n=formats.count(len(issues))), _("Asal-usul"), _("Daerah")]
        )
        with findings:
            show_issues(issues, key=f"data_temuan_{dataset_id}", name=str(dataset["name"]))
        with origin:
            _origin(dataset)
        with places:
            _places(dataset_id)
        with st.container(horizontal=True, gap="small"):
            if dataset_id not in filters.scope().dataset_ids or len(filters.scope().dataset_ids) > 1:
                st.button(
                    _("Pakai hanya dataset ini"),
                    icon=":material/filter_alt:",
                    on_click=filters.use_dataset,
                    args=(dataset_id,),
                    key=f"data_pakai_{dataset_id}",
                )
            if st.button(_("Hapus dataset"), icon=":material/delete:", key=f"data_hapus_{dataset_id}"):
                _confirm(dataset)


def _origin(dataset: Mapping[str, Any]) -> None:
    titles = {p.name: preset_title(p) for p in presets()}
    st.table(
        {
            _("Nama berkas"): cards.literal(dataset["file_name"]),
            _("Ukuran"): _("{n} kB", n=formats.count(int(dataset["size_bytes"]) / 1024)),
            _("Sidik SHA-256"): f"`{dataset['sha256']}`",
            _("Tata letak"): _(
                "{layout}, versi {version}",
                layout=cards.literal(titles.get(dataset["preset"], dataset["preset"])),
                version=dataset["preset_version"],
            ),
            _("Baris dibaca"): formats.count(int(dataset["rows_read"])),
            _("Dimuat"): cards.literal(_loaded(dataset)),
            _("Cara menyimpan"): mode_name(str(dataset["mode"])),
            _("Kolom"): "; ".join(
                f"`{theirs}` → {cards.literal(column_name(ours))}"
                for ours, theirs in json.loads(dataset["mapping"]).items()
            ),
        },
        border="horizontal",
        alt=_("Asal-usul dataset"),
    )
    members = warehouse().query("dataset_members", dataset_id=str(dataset["dataset_id"]))
    if members["member"].notna().any():
        _members(members)
    st.caption(
        _(
            "Setiap baris menyimpan berkas, nomor baris, dan versi tata letaknya. Berkas asalnya disimpan tanpa kolom "
            "data pribadi, sehingga semua angka dapat dihitung ulang darinya."
        )
    )


def _members(members: pd.DataFrame) -> None:
    """The files of an archive and what each gave."""
    amounts = members["amount_text"].astype(float)
    cards.table(
        members.assign(amount_idr=amounts),
        {
            "member": Column(_("Berkas dalam arsip"), width=420),
            "lines_n": Column(_("Baris"), "count", width=100),
            "amount_idr": Column(_("Nilai"), "idr", width=170),
        },
        alt=_("Berkas dalam arsip dan isinya"),
        key="data_anggota",
        totals=_(
            "Jumlah: {n} berkas, {rows} baris, {amount}",
            n=formats.count(len(members)),
            rows=formats.count(int(members["lines_n"].sum())),
            amount=formats.idr(float(amounts.sum())),
        ),
    )


def _places(dataset_id: str) -> None:
    spent = warehouse().query("dataset_regions", dataset_id=dataset_id)
    shown = spent.assign(
        name=[geography.name(code) for code in spent["region_code"]],
        amount_idr=spent["amount_text"].astype(float),
    ).sort_values("amount_idr", ascending=False)
    cards.table(
        shown,
        {
            "region_code": Column(_("Kode"), width=80),
            "name": Column(_("Daerah"), width=320),
            "lines_n": Column(_("Baris"), "count", width=100),
            "amount_idr": Column(_("Nilai"), "idr", width=170),
        },
        alt=_("Daerah dalam dataset"),
        key=f"data_daerah_{dataset_id}",
        totals=_(
            "Jumlah: {n} daerah, {rows} baris, {amount}",
            n=formats.count(len(shown)),
            rows=formats.count(int(shown["lines_n"].sum())),
            amount=formats.idr(float(shown["amount_idr"].sum())),
        ),
    )


def _confirm(dataset: Mapping[str, Any]) -> None:
    @st.dialog(_("Hapus dataset"))
    def ask() -> None:
        st.markdown(
            _(
                "**{name}** beserta {rows} baris, temuannya, dan berkas aslinya akan dihapus dan tidak dapat "
                "dikembalikan. Skenario kesepakatan yang memakainya tetap tersimpan, tetapi angkanya tidak dapat "
                "dihitung ulang.",
                name=cards.literal(dataset["name"]),
                rows=formats.count(int(dataset["rows_accepted"])),
            )
        )
        with st.container(horizontal=True, gap="small"):
            sure = st.button(
                _("Ya, hapus"),
                type="primary",
                on_click=_forget,
                args=(str(dataset["dataset_id"]), str(dataset["name"])),
                key="data_hapus_ya",
            )
            if st.button(_("Jangan hapus"), key="data_hapus_tidak") or sure:
                st.rerun()

    ask()


def _forget(dataset_id: str, name: str) -> None:
    try:
        forget(dataset_id)
    except InputError as error:
        st.session_state[_FORGOTTEN] = error.message
        return
    st.session_state[_FORGOTTEN] = name
    st.session_state.pop(_CHOSEN, None)
