"""From figures to the map's places and links: who is chosen, who is a neighbour, what the pointer reads."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd
import streamlit as st

from jointproc import regions
from jointproc.regions import Region
from jointproc.ui import formats
from jointproc.ui.language import _
from jointproc.ui.map import Frame, Place, frame

__all__ = ["is_phone", "label", "links", "map_height", "members_text", "name", "pair_name", "places", "view"]


def _region(code: str) -> Region | None:
    return regions.regions().get(code)


def name(code: str) -> str:
    """The official name; the code itself when nobody knows it."""
    found = _region(code)
    return found.name if found else code


def label(code: str) -> str:
    """The short label that keeps the kind ("Kab. Malang", "Kota Malang")."""
    found = _region(code)
    return found.label if found else code


def pair_name(code_a: str, code_b: str) -> str:
    """``Kota Surabaya – Kab. Sidoarjo``."""
    return f"{label(code_a)} – {label(code_b)}"


def members_text(codes: Collection[str], most: int = 3) -> str:
    """``Kota Surabaya + Kab. Sidoarjo + Kab. Gresik``, and how many more."""
    listed = list(codes)
    if len(listed) == most + 1:
        most += 1  # the last name takes no more room than "one other region"
    shown = " + ".join(label(code) for code in listed[:most])
    return shown + (_(" + {n} daerah lain", n=len(listed) - most) if len(listed) > most else "")


def places(
    spend: pd.DataFrame, chosen: str | None, around: Collection[str], named: Collection[str] = ()
) -> list[Place]:
    """One place per region that spends, plus the chosen one and its neighbours without spending.

    Args:
        spend: ``region_code, amount_idr, goods_n``.
        chosen: the chosen region's code, if any.
        around: its neighbours.
        named: regions that get a label besides the chosen one and its neighbours.
    """
    amounts = {row.region_code: (float(row.amount_idr), int(row.goods_n)) for row in spend.itertuples()}
    found = []
    for code in sorted({*amounts, *around, *([chosen] if chosen else [])}):
        region = _region(code)
        if region is None:
            continue
        amount, goods_n = amounts.get(code, (0.0, 0))
        role = (
            "chosen" if code == chosen else "neighbour" if code in around else "other" if code in amounts else "empty"
        )
        if role == "neighbour" and code not in amounts:
            role = "empty"
        told = (
            _(
                "{name}\nBelanja {amount}, {goods} barang",
                name=region.name,
                amount=formats.idr(amount),
                goods=formats.count(goods_n),
            )
            if code in amounts
            else _("{name}\nTidak ada belanja dalam pilihan ini", name=region.name)
        )
        found.append(
            Place(
                code,
                region.label,
                region.lon,
                region.lat,
                amount,
                role,
                told,
                named=role == "chosen" or code in around or code in named,
            )
        )
    return found


def links(pairs: pd.DataFrame, strong: bool) -> pd.DataFrame:
    """Links of :func:`jointproc.ui.map.deck` from rows of ``pair_overlaps`` with something in common."""
    rows = []
    for pair in pairs.itertuples():
        a, b = _region(pair.code_a), _region(pair.code_b)
        if a is None or b is None or not pair.shared_goods_n:
            continue
        way = (
            _("berbatasan darat") if pair.how == "land" else _("dekat, {km} km", km=formats.number(pair.distance_km, 0))
        )
        told = _(
            "{pair} ({way})\n{goods} barang yang sama, {amount} bersama",
            pair=f"{a.label} – {b.label}",
            way=way,
            goods=formats.count(pair.shared_goods_n),
            amount=formats.idr(pair.shared_amount_idr),
        )
        rows.append((a.lon, a.lat, b.lon, b.lat, pair.how, float(pair.shared_amount_idr), strong, told))
    return pd.DataFrame(rows, columns=["lon_a", "lat_a", "lon_b", "lat_b", "how", "value", "strong", "told"])


def view(shown: list[Place], chosen: str | None, around: Collection[str], height: int) -> Frame:
    """Look at the chosen region and its neighbours, or at everything that spends."""
    wanted = [p for p in shown if p.code == chosen or p.code in around] if chosen else shown
    # a name beside the outermost point takes a larger part of a small screen
    width, padding = (340, 0.25 if chosen else 0.16) if is_phone() else (560, 0.12)
    return frame([(p.lon, p.lat) for p in wanted or shown], width, height, padding)


def is_phone() -> bool:
    """Nobody tells the server how wide the screen is, but phones say what they are."""
    return "Mobile" in st.context.headers.get("User-Agent", "")


def map_height(desk: int) -> int:
    """The map's height in pixels: ``desk``, or what leaves room on a phone."""
    return min(desk, 380) if is_phone() else desk
