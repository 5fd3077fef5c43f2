"""Who sells: supplier concentration and the share of small ones. Shown beside a saving, never added to it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from jointproc.savings.assumptions import Assumptions
from jointproc.text import Count, Idr, Message, Number, Share, msg

__all__ = ["LITERATURE", "Structure", "structure"]

LITERATURE = msg(
    "Catatan pustaka, bukan bagian angka ini: pada pengadaan obat di Cile satu penyedia tambahan berkaitan dengan "
    "harga 11,7% lebih rendah (Allende dkk. 2023). Apakah hal serupa berlaku di sini belum terukur."
)


@dataclass(frozen=True, slots=True)
class Structure:
    """The sellers of a good to some regions.

    Attributes:
        vendors: one row per vendor: ``vendor, lines_n, regions_n, amount_idr, share, small``.
        hhi: sum of squared shares, from 1/n to 1; ``None`` without vendors.
        small_share: share of money that goes to vendors that sell little within the data.
        unnamed_share: share of money of lines that name no vendor.
    """

    vendors: pd.DataFrame
    hhi: float | None
    small_share: float
    unnamed_share: float
    sentences: tuple[Message, ...]


def structure(rows: pd.DataFrame, given: Assumptions) -> Structure:
    """The structure of a market.

    Args:
        rows: rows of ``sql/query/vendor_shares.sql``.
    """
    positive = rows[rows["amount_idr"] > 0]
    total = float(positive["amount_idr"].sum())
    named = positive[positive["vendor"].notna()]
    money = float(named["amount_idr"].sum())
    unnamed = 1 - money / total if total else 0.0
    limit = given.value("small_vendor_idr")
    vendors = named.assign(share=named["amount_idr"] / (money or 1.0), small=named["scope_idr"] <= limit)
    if vendors.empty:
        told = msg("Data ini tidak menyebut penyedia, jadi pemusatan penyedia tidak diketahui.")
        return Structure(vendors.reset_index(drop=True), None, 0.0, unnamed, (told, LITERATURE))
    hhi = float((vendors["share"] ** 2).sum())
    small = float(vendors.loc[vendors["small"], "share"].sum())
    sentences = [
        msg(
            "{n} penyedia; yang terbesar {top} dari belanja. Indeks pemusatan (HHI) {hhi} dari 1, setara {equal} "
            "penyedia yang sama besar.",
            n=Count(len(vendors)),
            top=Share(float(vendors["share"].max()), 0),
            hhi=Number(hhi, 2),
            equal=Number(1 / hhi, 1),
        ),
        msg(
            "Penyedia kecil (penjualan dalam data ini paling banyak {limit}) memperoleh {small}. Paket bersama yang "
            "besar dapat menyulitkan mereka: pertimbangkan paket terbagi.",
            limit=Idr(limit),
            small=Share(small, 0),
        ),
    ]
    if unnamed > 0.005:
        sentences.append(msg("{share} dari belanja tidak menyebut penyedia.", share=Share(unnamed, 0)))
    return Structure(vendors.reset_index(drop=True), hhi, small, max(unnamed, 0.0), (*sentences, LITERATURE))
