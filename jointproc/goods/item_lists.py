"""Lists of items inside a plan's text, and whether a text names a good or only a family.

A plan often hides a list: ``Kertas / Spesifikasi : HVS 70 gr A4 26 Rim 85.000,00 0 % Rp. 2.210.000,00``. Where every
item carries quantity and price the list becomes lines. A package name such as *Belanja Obat-obatan Puskesmas* tells
the family and nothing that could be compared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from jointproc.goods.family_words import find, words_of
from jointproc.intake.codes import Item, items_in
from jointproc.intake.numbers import read_number
from jointproc.intake.units import unit_of
from jointproc.text import Message, msg

__all__ = ["Level", "TextLevel", "level_of", "split_items"]

Level = Literal["family", "good"]

_LONGEST: Final = 100_000
_LONGEST_ITEM: Final = 1_000
_NUMBERED: Final = re.compile(r"[0-9]{1,3}[.)]")
# the budget system prints: name, "Spesifikasi : …", coefficients "45 x 2", unit, price, tax, total
_SPEC: Final = re.compile(r"spesifikasi\s*:", re.I)
_BUDGET: Final = re.compile(
    r"(?P<spec>.*?)\s*(?P<n>[0-9][0-9.]*(?:\s+x\s+[0-9][0-9.]*)*)\s+(?P<unit>[a-z][a-z/ ]{0,40}?)\s+"
    r"(?P<price>[0-9][0-9.]*(?:,[0-9]{1,2})?)\s+(?P<tax>[0-9]{1,2})\s*%\s*rp\.?\s*(?P<total>[0-9][0-9.]*)"
    r"(?:,[0-9]{0,2})?",
    re.I | re.S,
)
_HEADING: Final = re.compile(r"(?:\[[^\]]*\]|.*\brp\.?\s*[0-9]|.*\bkegiatan\b)", re.I)
_TIMES: Final = re.compile(r"\s+x\s+", re.I)
# 45 x 2 x 0,876… is a rounded factor, so a total may miss the product by a hair
_NEAR: Final = Decimal("0.001")


def split_items(text: str) -> list[Item]:
    """The items of a list inside a text, when every one of them can be read; else none.

    Known are the two forms of :func:`jointproc.intake.codes.items_in`, one item a line (``Map 30 Buah @7.000``), and
    the printout of the budget system. There quantity times price, with tax, has to give the printed total, so a
    number read wrongly gives no item. ``price_idr`` is in rupiah for one unit, without tax. Never raises.
    """
    if len(text) > _LONGEST:
        return []
    return items_in(text) or _one_a_line(text) or _budget(text)


def _one_a_line(text: str) -> list[Item]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or not all("@" in line and len(line) <= 1_000 for line in lines):
        return []
    # numbered lists have been read, or refused, as a whole
    if any(_NUMBERED.match(line) for line in lines):
        return []
    items = [items_in(line) for line in lines]
    return [item for (item,) in items] if all(len(found) == 1 for found in items) else []


def _budget(text: str) -> list[Item]:
    marks = list(_SPEC.finditer(text))
    if not marks:
        return []
    items: list[Item] = []
    before = text[: marks[0].start()]
    for number, mark in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else len(text)
        body = text[mark.end() : end]
        found = _BUDGET.match(body[:_LONGEST_ITEM])
        name = _last_line(before)
        item = None if found is None or not name else _budget_item(name, found)
        if found is None or item is None:
            return []
        items.append(item)
        before = body[found.end() :]
    return items


def _last_line(text: str) -> str:
    lines = [line.strip(' "\t') for line in text.splitlines()]
    names = [line for line in lines if line and not _HEADING.match(line)]
    return names[-1] if names and len(names[-1]) <= 300 else ""


def _budget_item(name: str, found: re.Match[str]) -> Item | None:
    quantity = Decimal(1)
    for factor in _TIMES.split(found["n"]):
        # factors are written 0.8761, never with a point for thousands
        quantity *= Decimal(factor.rstrip(".")) if factor.count(".") <= 1 else Decimal(0)
    price, total = read_number(found["price"], "id"), read_number(found["total"], "id")
    if price is None or total is None or quantity <= 0 or Decimal(price) <= 0:
        return None
    product = quantity * Decimal(price) * (1 + Decimal(found["tax"]) / 100)
    if abs(product - Decimal(total)) > _NEAR * product + 1:
        return None
    spec = " ".join(found["spec"].split()).strip("- ")
    return Item(f"{name}, {spec}" if spec else name, quantity, unit_of(found["unit"]), Decimal(price))


# ------------------------------------------------------------------------------------------------ family or good
_PACKAGE_WORDS: Final = frozenset({"belanja", "pengadaan", "penyediaan", "pembelian", "paket", "kegiatan", "bantuan"})
_MEASURED: Final = re.compile(
    r"\b[0-9]+(?:[.,][0-9]+)?\s*(?:mg|mcg|gr?|gram|kg|ml|cc|l|liter|ltr|cm|mm|m|meter|inch?|inci|watt|w|va|volt|v|"
    r"gsm|gb|tb|mb|ghz|hp|pk|ply|lembar|lbr|port|mah|iu|ah|k|btu)\b|\b(?:a[345]|f4|no\.?\s*[0-9]+|[0-9]+\s*x\s*[0-9]+)\b",
    re.I,
)
_SERVICES: Final = frozenset({"jasa_lokal", "konstruksi", "konsultansi", "perjadin", "listrik_air", "tanah"})
_FEW_WORDS: Final = 6
_LISTED: Final = frozenset({"price_list"})


@dataclass(frozen=True, slots=True)
class TextLevel:
    """``good`` where the text names a thing that compares, ``family`` where it only names a kind; and why."""

    level: Level
    reason: Message


def level_of(text: str, stage: str) -> TextLevel:
    """Does a purchase text name a comparable good, or only a commodity family?

    Args:
        text: name and specification of the purchase.
        stage: ``planned``, ``contracted``, ``delivered`` or ``price_list``; a price list holds goods, also where it
            puts an account's name before them.
    """
    words = words_of(text)
    if not any(word.isalpha() for word in words):
        return TextLevel("family", msg("Teks tidak menyebut barang apa pun"))
    hits = find(text)
    first = max(hits, key=lambda hit: hit.weight, default=None)
    if first is not None and first.whole_family and first.family in _SERVICES:
        return TextLevel("family", msg("“{words}” adalah jasa atau pekerjaan, bukan barang", words=first.words))
    measure = _MEASURED.search(text[:_LONGEST])
    packaged = words[0] in _PACKAGE_WORDS
    if measure and (stage in _LISTED or not packaged):
        return TextLevel("good", msg("Teks menyebut ukuran atau jenis: “{measure}”", measure=measure[0]))
    if packaged and stage not in _LISTED:
        reason = msg("Nama paket diawali “{word}”: barangnya tidak disebut satu per satu", word=words[0])
        return TextLevel("family", reason)
    if first is not None and first.whole_family:
        return TextLevel("family", msg("“{words}” menyebut seluruh kelompok komoditas", words=first.words))
    if stage not in _LISTED and first is None and len(words) > _FEW_WORDS:
        return TextLevel("family", msg("Teks panjang tanpa nama barang yang dikenali"))
    return TextLevel("good", msg("Teks menyebut satu barang"))
