"""Parts of the page Barang: the goods in scope, what a family suits, the strip of prices, tables by region and line."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

import pandas as pd
import streamlit as st

from jointproc.goods import family, normal_form
from jointproc.neighbours import good_lines
from jointproc.ui import cache, cards, charts, filters, formats, geography
from jointproc.ui.formats import Column
from jointproc.ui.language import _, language, say
from jointproc.ui.page_goods_prices import Prices, price_points, region_table
from jointproc.warehouse import Scope, warehouse

__all__ = [
    "LISTED_MOST",
    "Prices",
    "computed",
    "excluded_table",
    "goods",
    "goods_table",
    "headline",
    "line_table",
    "lines",
    "matching",
    "price",
    "price_picture",
    "prices_by_region",
    "short",
    "suitability",
    "unit_of",
]

LISTED_MOST: Final = 500
_LINES_MOST: Final = 1000
# More rows than this and the strip no longer fits a projector; the table below it has them all.
_REGIONS_MOST: Final = 24
_POINTS_MOST: Final = 3000
_CHEAP: Final = 1000


@st.cache_data(max_entries=16, show_spinner=False, hash_funcs={Scope: repr})
def _goods(at: cache.Key, scope: Scope) -> pd.DataFrame:
    del at
    return warehouse().query("goods", scope)


def goods(scope: Scope) -> pd.DataFrame:
    """The goods in scope, most money first: columns of ``sql/query/goods.sql``."""
    return _goods(cache.key(), scope)


@st.cache_data(max_entries=16, show_spinner=False, hash_funcs={Scope: repr})
def _lines(at: cache.Key, good_id: str, scope: Scope) -> pd.DataFrame:
    del at
    return good_lines(warehouse(), good_id, scope)


def lines(good_id: str, scope: Scope) -> pd.DataFrame:
    """Every line of one good in scope."""
    return _lines(cache.key(), good_id, scope)


def matching(found: pd.DataFrame, words: str, regions_n: int) -> pd.DataFrame:
    """The goods whose name holds all of the words and which at least so many regions bought."""
    kept = found["regions_n"] >= regions_n
    # compared in the form in which two spellings are the same good
    for word in normal_form(words).split():
        kept &= found["good"].map(normal_form).str.contains(word, regex=False)
    return found[kept].reset_index(drop=True)


def short(text: str, most: int = 70) -> str:
    """A name cut at a word, for headings and file names."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0].rstrip(" ,;·") + "…"


def unit_of(found: pd.DataFrame) -> str:
    """What one unit of the good is called; catalogue files name no unit."""
    units = found["base_unit"].fillna(found["unit"]).dropna()
    return str(units.mode().iloc[0]) if len(units) else _("satuan katalog")


def price(value: float) -> str:
    """A unit price in full; what costs less than a thousand rupiah keeps its decimals."""
    if abs(value) >= _CHEAP:
        return formats.idr(value, compact=False)
    return f"Rp{formats.number(value, 2)}"


def _price_column(label: str, values: pd.Series, width: int, told: str | None = None) -> Column:
    if (values.dropna() < _CHEAP).all():
        return Column(f"{label} (Rp)", "number", width=width, help=told, digits=2)
    return Column(label, "price", width=width, help=told)


def goods_table(found: pd.DataFrame, *, key: str, on_select: Any) -> None:
    """The ranked goods."""
    comparable = found["comparable"].astype(bool)
    shown = found.assign(
        kind=[filters.family_label(f) for f in found["family"]],
        price=found["price_median_idr"].where(comparable),
        spread=(found["price_q3_idr"] / found["price_q1_idr"] - 1).where(comparable & (found["price_q1_idr"] > 0)),
    )
    cards.table(
        shown.head(LISTED_MOST),
        {
            "good": Column(_("Barang"), width=190 if geography.is_phone() else 290),
            "amount_idr": Column(_("Belanja"), "idr", width=130),
            "regions_n": Column(_("Daerah"), "count", width=62),
            "price": Column(_("Harga median"), "price", width=124, help=_("Per satuan dasar barangnya.")),
            "base_unit": Column(_("Satuan"), width=92),
            "spread": Column(
                _("Sebaran"),
                "share",
                width=88,
                help=_(
                    "Selisih kuartil atas terhadap kuartil bawah harga satuan; kosong bila tidak dapat dibandingkan."
                ),
            ),
            "kind": Column(_("Kelompok"), width=204),
        },
        alt=_("Barang menurut belanja"),
        key=key,
        on_select=on_select,
        height=560 if len(shown) > 12 else "auto",
        totals=_(
            "Jumlah: {n} barang, {amount}",
            n=formats.count(len(found)),
            amount=formats.idr(float(found["amount_idr"].sum())),
        ),
    )
    if len(found) > LISTED_MOST:
        st.caption(_("{n} barang terbesar ditampilkan; persempit pencarian untuk melihat yang lain.", n=LISTED_MOST))


def suitability(key: str) -> None:
    """How well the family suits buying together, why, and what to mind."""
    about = family(key)
    verdict = (
        _("tidak cocok dibeli bersama")
        if about.suitability == 0
        else _("kurang cocok dibeli bersama")
        if about.suitability <= 2
        else _("cocok dibeli bersama")
        if about.suitability == 3
        else _("sangat cocok dibeli bersama")
    )
    st.markdown(
        _(
            "**{family}** {verdict} (nilai {n} dari 5).",
            family=cards.literal(filters.family_label(about.key)),
            verdict=verdict,
            n=about.suitability,
        )
    )
    reason, warning = about.reason, about.warning
    if language() == "en":
        reason, warning = about.reason_en, about.warning_en
    if reason:
        st.markdown(_("Alasannya: {reason}.", reason=cards.literal(reason.rstrip("."))))
    if warning:
        st.markdown(
            ":material/warning: " + _("Yang perlu dijaga: {warning}.", warning=cards.literal(warning.rstrip(".")))
        )


def price_picture(
    found: pd.DataFrame, prices: Prices, table: pd.DataFrame, chosen: str | None, around: Collection[str], key: str
) -> None:
    """The strip of unit prices, a row a region; neighbours of the chosen region highlighted, outliers hollow."""
    order = _order(table, chosen, around)
    points = prices.points[prices.points["region_code"].isin(order)]
    if len(points) > _POINTS_MOST:
        points = points.iloc[:: -(-len(points) // _POINTS_MOST)]
    points = points.assign(rank=points["region_code"].map({c: i for i, c in enumerate(order)})).sort_values(
        "rank", kind="stable"
    )
    unit = unit_of(found)
    strip = pd.DataFrame(
        {
            "group": [geography.label(code) for code in points["region_code"]],
            "value": points["price_idr"].to_numpy(),
            "role": [
                "chosen" if code == chosen else "neighbour" if code in around else "other"
                for code in points["region_code"]
            ],
            "excluded": points["excluded"].to_numpy(),
            "told": [_told(row) for row in points.to_dict("records")],
        }
    )
    figure = charts.strip(
        strip,
        height=max(strip["group"].nunique() * 28 + 110, 200),
        unit=unit,
        lines=[
            (_("Median"), prices.median_idr),
            (_("Kuartil bawah"), prices.q1_idr),
            (_("Kuartil atas"), prices.q3_idr),
        ]
        if prices.used_n
        else [],
    )
    figure.update_xaxes(automargin=True, title_standoff=10)
    charts.show(figure, alt=headline(prices, unit), key=key)
    legend = _(
        "Satu titik satu baris belanja. Garis tebal: median; garis titik-titik: kuartil bawah dan atas. "
        "Belah ketupat biru: daerah terpilih; persegi hijau: tetangganya; bulat abu-abu: daerah lain."
    )
    if prices.excluded_n:
        legend += " " + _("Bentuk kosong: tidak ikut dihitung, alasannya ada di bawah.")
    if len(table) > len(order):
        legend += " " + _("{n} daerah lain hanya ada di tabel.", n=formats.count(len(table) - len(order)))
    if len(points) < len(prices.points[prices.points["region_code"].isin(order)]):
        legend += " " + _("Titiknya sebagian saja, diambil merata; tabel dan unduhan memuat semuanya.")
    st.caption(legend)


def _order(table: pd.DataFrame, chosen: str | None, around: Collection[str]) -> list[str]:
    """Chosen first, its neighbours next, the rest by price; at most as many as fit."""
    by_money = list(table["region_code"])
    role = {c: 0 if c == chosen else 1 if c in around else 2 for c in by_money}
    kept = set(sorted(by_money, key=lambda c: role[c])[:_REGIONS_MOST])
    middle = dict(zip(table["region_code"], table["price_median_idr"].fillna(float("inf")), strict=True))
    return sorted(kept, key=lambda c: (role[c], middle[c], c))


def _told(row: dict[Any, Any]) -> str:
    day = formats.day(pd.Timestamp(row["date"]).to_pydatetime()) if pd.notna(row["date"]) else str(row["fiscal_year"])
    text = _(
        "{region}, {day}: {price}",
        region=geography.name(row["region_code"]),
        day=day,
        price=price(row["price_idr"]),
    )
    return text + "<br>" + _("Tidak dihitung: {why}", why=say(row["why"])) if row["excluded"] else text


def headline(prices: Prices, unit: str) -> str:
    """The finding of the strip in one sentence."""
    if not prices.used_n:
        return _("Harganya terlalu jauh satu sama lain untuk dihitung: periksa satuannya di baris sumber.")
    if prices.q1_idr == prices.q3_idr:
        return _(
            "Median {median} per {unit}; sekurang-kurangnya separuh harga persis sama.",
            median=price(prices.median_idr),
            unit=unit,
        )
    return _(
        "Median {median} per {unit}; separuh harga antara {low} dan {high}.",
        median=price(prices.median_idr),
        unit=unit,
        low=price(prices.q1_idr),
        high=price(prices.q3_idr),
    )


def excluded_table(prices: Prices, key: str) -> None:
    """The prices that are not counted, each with its reason."""
    out = prices.points[prices.points["excluded"]]
    if out.empty:
        return
    with st.expander(_("Harga yang tidak dihitung ({n})", n=formats.count(len(out)))):
        cards.table(
            out.assign(
                region=[geography.label(c) for c in out["region_code"]],
                reason=[say(why) for why in out["why"]],
                date=pd.to_datetime(out["date"]),
            ),
            {
                "region": Column(_("Daerah"), width=190),
                "date": Column(_("Tanggal"), "date", width=160),
                "price_idr": _price_column(_("Harga satuan"), out["price_idr"], 150),
                "reason": Column(_("Alasan"), width=520),
            },
            alt=_("Harga yang tidak dihitung dan alasannya"),
            key=key,
        )


def prices_by_region(found: pd.DataFrame, prices: Prices, table: pd.DataFrame, name: str, key: str) -> None:
    """Prices, quantity and money of each region, with totals under it."""
    shown = table.assign(region=[geography.label(c) for c in table["region_code"]])
    unit, most = unit_of(found), table["price_max_idr"]
    priced = {
        "quantity": Column(
            _("Jumlah ({unit})", unit=unit) if len(unit) < 8 else _("Jumlah"), "number", width=104, digits=0
        ),
        "price_min_idr": _price_column(_("Terendah"), most, 106),
        "price_mean_idr": _price_column(_("Rata-rata"), most, 112, _("Ditimbang dengan jumlah yang dibeli.")),
        "price_median_idr": _price_column(_("Median"), most, 104),
        "price_max_idr": _price_column(_("Tertinggi"), most, 108),
    }
    cards.table(
        shown,
        {
            "region": Column(_("Daerah"), width=152),
            "lines_n": Column(_("Baris"), "count", width=56),
            "amount_idr": Column(_("Belanja"), "idr", width=134),
            **(priced if prices.comparable else {}),
            "last_date": Column(_("Terakhir"), "date", width=136),
        },
        alt=_("Harga, jumlah, dan belanja menurut daerah"),
        key=key,
        totals=_totals(shown, prices, unit),
    )
    headed = shown.drop(columns="region")
    headed.insert(1, "region", [geography.name(c) for c in headed["region_code"]])
    cards.download(headed, "barang", f"{name}-daerah", key=f"{key}_unduh")


def _totals(table: pd.DataFrame, prices: Prices, unit: str) -> str:
    told = {
        "n": formats.count(len(table)),
        "lines": formats.count(int(table["lines_n"].sum())),
        "amount": formats.idr(float(table["amount_idr"].sum())),
    }
    if not prices.comparable or not table["quantity"].notna().any():
        return _("Jumlah: {n} daerah, {lines} baris, {amount}", **told)
    return _(
        "Jumlah: {n} daerah, {lines} baris, {quantity} {unit}, {amount}",
        quantity=formats.count(float(table["quantity"].sum())),
        unit=unit,
        **told,
    )


def line_table(found: pd.DataFrame, prices: Prices, name: str, key: str) -> None:
    """The lines themselves: where each stands in its file."""
    shown = found.assign(
        region=[geography.label(c) for c in found["region_code"]], date=pd.to_datetime(found["date"])
    ).sort_values("date", ascending=False, na_position="last")
    shown["counted"] = _counted(shown, prices)
    columns = {
        "date": Column(_("Tanggal"), "date", width=160),
        "region": Column(_("Daerah"), width=175),
        "buyer": Column(_("Satuan kerja"), width=210),
        "spec": Column(_("Spesifikasi"), width=170),
        "quantity": Column(_("Jumlah"), "number", width=90),
        "unit": Column(_("Satuan"), width=90),
        "unit_price_idr": Column(_("Harga satuan"), "price", width=140),
        "amount_idr": Column(_("Belanja"), "price", width=150),
        "counted": Column(_("Dihitung"), width=120, help=_("Apakah harganya ikut dihitung; bila tidak, alasannya.")),
        "source_ref": Column(_("Nomor sumber"), width=190),
        "file_name": Column(_("Berkas"), width=190),
        "line_no": Column(_("Baris"), "count", width=76),
        "dataset": Column(_("Dataset"), width=240),
    }
    if not prices.comparable:
        del columns["unit_price_idr"], columns["counted"]
    columns = {name: column for name, column in columns.items() if shown[name].notna().any()}
    cards.table(
        shown.head(_LINES_MOST),
        columns,
        alt=_("Baris belanja barang ini dan tempatnya di berkas asal"),
        key=key,
        totals=_(
            "{shown} dari {all} baris; unduhan memuat semuanya.",
            shown=formats.count(min(len(shown), _LINES_MOST)),
            all=formats.count(len(shown)),
        ),
    )
    cards.download(shown[["region_code", *columns]], "barang", f"{name}-baris", key=f"{key}_unduh")


def _counted(found: pd.DataFrame, prices: Prices) -> list[str]:
    """Whether the price of each line counts, and why not."""
    points = prices.points
    why = {
        (row.dataset_id, row.row_no): _("tidak: {why}", why=say(row.why)) if row.excluded else _("ya")
        for row in points.itertuples()
    }
    rows = zip(found["dataset_id"], found["row_no"], strict=True)
    return [why.get(row, _("tanpa harga")) for row in rows]


def computed(good_id: str, scope: Scope) -> tuple[pd.DataFrame, Prices, pd.DataFrame]:
    """The lines of a good, its prices and its regions."""
    found = lines(good_id, scope)
    prices = price_points(found)
    return found, prices, region_table(found, prices)
