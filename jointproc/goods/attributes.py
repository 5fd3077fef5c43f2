"""Attributes of goods as typed values: power in watt, volume in ml, sizes in mm, paper sizes, model numbers."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from jointproc.goods.normal_form import plain_numbers

__all__ = ["Attribute", "attributes_of", "plain"]


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute read from a text.

    Attributes:
        kind: ``power, apparent, voltage, current, ah, pk, storage, memory, processor, volume, mass, gsm, size, paper,
            count, percent, strength, code, label (a code after
            "no." or "type"), pack, mp, lumen``.
        low, high: the value or the range, in the kind's unit (W, VA, V, A, Ah, PK, GB, ml, g, g/m², mm); NaN where the
            value is a word.
        value: the value as comparable text (``a4``, ``i5``; sides of a size in mm, smallest first: ``400 x 600``, with
            a question mark where no unit was given).
        shown: as written.
    """

    kind: str
    low: float
    high: float
    value: str
    shown: str


_NAN: Final = float("nan")
_NUMBER: Final = r"(\d+(?:\.\d+)?|\d+/\d+|\d+ \d/\d)"
_RANGE: Final = _NUMBER + r"(?:\s*(?:-|s/?d|sampai|hingga)\s*" + _NUMBER + r")?"
# kind, unit pattern, factor to the kind's unit
_MEASURES: Final = tuple(
    (kind, re.compile(rf"(?<![\w.]){_RANGE}\s*-?\s*(?:{unit})(?![a-z0-9])"), factor)
    for kind, unit, factor in (
        ("apparent", r"kva", 1000.0),
        ("apparent", r"va", 1.0),
        ("power", r"kw|kilo ?watt", 1000.0),
        ("power", r"watts?|w|wat", 1.0),
        ("pk", r"pk", 1.0),
        ("ah", r"ah|mah", 1.0),
        ("voltage", r"volts?|v", 1.0),
        ("current", r"ampere|amper|amp|a", 1.0),
        ("storage", r"tb|tera(?:byte)?", 1000.0),
        ("storage", r"gb|giga(?:byte)?|gigs?", 1.0),
        ("gsm", r"gsm|gr/m2|gram/m2|g/m2|gr?am? ?/ ?m2", 1.0),
        ("strength", r"mcg|ug|mikrogram", 0.001),
        ("strength", r"mg|miligram|mgr", 1.0),
        ("strength", r"iu|ui", 1.0),
        ("mass", r"kg|kgs|kilo|kilogram", 1000.0),
        ("mass", r"gr|grm?|gram|g|grams", 1.0),
        ("mass", r"ons", 100.0),
        ("mass", r"ton", 1_000_000.0),
        ("volume", r"ml|mili ?liter|cc|mm?l", 1.0),
        ("volume", r"l|lt|ltr|liter|litre|ltrs", 1000.0),
        ("size", r"inch|inchi|inci|inc|in|\"", 25.4),
        ("size", r"mm|mili ?meter|milimeter", 1.0),
        ("size", r"cm|centi ?meter|sentimeter", 10.0),
        ("size", r"m|mtr|meter|metre|mt", 1000.0),
        ("mp", r"mp|megapixels?|mega ?pixel", 1.0),
        ("lumen", r"lumens?|lm", 1.0),
        ("percent", r"%|persen", 1.0),
    )
)
_DIMENSIONS: Final = re.compile(
    rf"(?<![\w.]){_NUMBER}\s*(mm|cm|m|inch|\")?\s*[x*]\s*{_NUMBER}\s*(mm|cm|m|inch|\")?"
    rf"(?:\s*[x*]\s*{_NUMBER})?\s*(mm2?|cm|meter|m|inch|in|\")?(?![a-z0-9])"
)
_PAPER: Final = re.compile(
    r"(?<![a-z0-9])"
    r"(a0|a1|a2|a3\+?|a4s|a4|a5|a6|b4|b5|f4|folio|kwarto|quarto|kuarto|legal|letter|double folio|dobel folio)"
    r"(?![a-z0-9])"
)
_PAPER_NAMES: Final = {"folio": "f4", "quarto": "kwarto", "kuarto": "kwarto", "dobel folio": "double folio"}
_PROCESSOR: Final = re.compile(
    r"(?<![a-z0-9])(?:(?:intel )?(?:core )?-?(i[3579])|(ryzen ?[3579])|(celeron|pentium|xeon|athlon|atom))(?![a-z])"
)
_COUNT: Final = re.compile(
    rf"(?<![\w./]){_NUMBER}\s*(lembar|lbr|sheets?|halaman|hal|laci|pintu|susun|tingkat|seater|dudukan|warna|color|port|ply|fly|"
    r"rangkap|lubang|digit|mata|tungku|channel|sheet|ekor|butir|phase|gang)(?![a-z])"
)
_COUNT_NAMES: Final = {
    "lbr": "lembar",
    "sheet": "lembar",
    "sheets": "lembar",
    "hal": "halaman",
    "fly": "ply",
    "rangkap": "ply",
    "color": "warna",
    "seater": "dudukan",
    "tingkat": "susun",
}
_BATTERY: Final = re.compile(r"(?<![a-z0-9])(aaa|aa|9 ?v|a2|a3|lr ?\d+|cr ?\d+|r20|r6|r03)(?![a-z0-9])")
# how many a pack holds is no model number
_PACK: Final = re.compile(
    r"(?<![a-z])(?:isi|@|kotak|box|pak|pack|dus|kemasan|per)\s*:?\s*(\d+)(?![\w/.-]*[a-z0-9])"
    r"(?:\s*(?:pcs|buah|bh|tablet|tab|kapsul|strip|lembar|biji|batang|kantong|sachet))?"
    r"|(?<![\w./-])(\d+)\s*(?:pcs|bh|buah|pc)(?![a-z])"
)
_LABEL: Final = re.compile(
    r"(?<![a-z])(?:no|nomor|nomer|number|tipe|type|model|seri|kode)\s*[.:]?\s*(?=[a-z]{0,4}[-/]?\d)"
    r"(\d+\.\d+(?![\w.])|[a-z0-9]+(?:[/-][a-z0-9]+)*)"
)
_MIXED_CODE: Final = re.compile(r"(?<![a-z0-9])((?=[a-z0-9/-]*\d)[a-z0-9]+(?:[/-][a-z0-9]+)*)(?![a-z0-9])")
_MEMORY_NEAR: Final = re.compile(r"(?:ram|memory|memori|ddr\d?)[^,;|]{0,12}$")
_MEMORY_AFTER: Final = re.compile(r"^\s*(?:ram|ddr|memory|memori|lpddr)")
_MARKS: Final = (
    ("“", '"'),
    ("”", '"'),
    ("″", '"'),
    ("''", '"'),
    ("´´", '"'),
    ("×", "x"),
    ("–", "-"),
    ("—", " "),
    ("@", " @ "),
)
_MOJIBAKE: Final = re.compile("[ÂÃâ][\u0080-\u00bf€„¢™®©°²³]*")
_DIGIT: Final = re.compile(r"\d")
_SPACES: Final = re.compile(r"\s+")
_LONGEST: Final = 2_000


def plain(text: str) -> str:
    """Lower case without accents and damaged signs, decimal points, inch signs kept; at most 2,000 characters."""
    text = _MOJIBAKE.sub(" ", text[:_LONGEST])
    for mark, ours in _MARKS:
        text = text.replace(mark, ours)
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()
    return _SPACES.sub(" ", plain_numbers(text.replace("⁄", "/"))).strip()


def _value(text: str) -> float:
    if "/" in text:
        whole, _, rest = text.rpartition(" ")
        over, _, under = rest.partition("/")
        return (float(whole) if whole else 0.0) + float(over) / (float(under) or 1.0)
    return float(text)


_SIZE_UNIT: Final = {
    "mm": 1.0,
    "mm2": 1.0,
    "cm": 10.0,
    "m": 1000.0,
    "meter": 1000.0,
    "inch": 25.4,
    "in": 25.4,
    '"': 25.4,
}


def attributes_of(text: str, *, paper_good: bool = False, computer: bool = False) -> tuple[list[Attribute], str]:
    """The attributes of a text and what is left of it.

    Args:
        text: the text in the form of :func:`plain`.
        paper_good: grams mean grams per square metre.
        computer: plain gigabytes up to 64 mean memory.

    Returns:
        The attributes in the order of their kinds, and the text with the read parts blanked.
    """
    found: list[Attribute] = []
    rest = text

    def take(match: re.Match[str]) -> str:
        return " " * len(match[0])

    def dimensions(match: re.Match[str]) -> str:
        unit = match[6] or match[4] or match[2]
        factor = _SIZE_UNIT.get(unit or "", 1.0)
        sides = sorted(_value(match[i]) * factor for i in (1, 3, 5) if match[i])
        # without a unit the numbers stand as written: 40 x 60 may be cm
        shown = " x ".join(f"{side:g}" for side in sides) + ("" if unit else " ?")
        found.append(Attribute("size", _NAN, _NAN, shown, match[0].strip()))
        return " " * len(match[0])

    rest = _DIMENSIONS.sub(dimensions, rest)
    for match in _PAPER.finditer(rest):
        name = _PAPER_NAMES.get(match[1], match[1])
        found.append(Attribute("paper", _NAN, _NAN, name, match[1]))
    rest = _PAPER.sub(take, rest)
    found.extend(
        Attribute("processor", _NAN, _NAN, next(g for g in match.groups() if g).replace(" ", ""), match[0].strip())
        for match in _PROCESSOR.finditer(rest)
    )
    rest = _PROCESSOR.sub(take, rest)
    for match in _COUNT.finditer(rest):
        name = _COUNT_NAMES.get(match[2], match[2])
        number = _value(match[1])
        found.append(Attribute("count", number, number, f"{number:g} {name}", match[0].strip()))
    rest = _COUNT.sub(take, rest)
    found.extend(Attribute("label", _NAN, _NAN, match[1], match[1]) for match in _LABEL.finditer(rest))
    rest = _LABEL.sub(take, rest)
    for kind, pattern, factor in _MEASURES if _DIGIT.search(rest) else ():
        matches = list(pattern.finditer(rest))
        for match in matches:
            low = _value(match[1]) * factor
            high = _value(match[2]) * factor if match[2] else low
            real = kind
            if kind == "mass" and paper_good and factor == 1.0 and 20 <= low <= 500:
                real = "gsm"
            if kind == "storage" and (
                _MEMORY_NEAR.search(rest[: match.start()])
                or _MEMORY_AFTER.search(rest[match.end() :])
                or (computer and high <= 64)
            ):
                real = "memory"
            found.append(Attribute(real, min(low, high), max(low, high), f"{low:g}", match[0].strip()))
        if matches:
            rest = pattern.sub(take, rest)
    packs = [(match[1] or match[2], match[0].strip()) for match in _PACK.finditer(rest)]
    found.extend(Attribute("pack", float(number), float(number), number, shown) for number, shown in packs)
    rest = _PACK.sub(take, rest)
    found.extend(
        Attribute("code", _NAN, _NAN, match[1].replace(" ", ""), match[1]) for match in _BATTERY.finditer(rest)
    )
    rest = _BATTERY.sub(take, rest)
    found.extend(Attribute("code", _NAN, _NAN, match[1], match[1]) for match in _MIXED_CODE.finditer(rest))
    rest = _MIXED_CODE.sub(take, rest)
    return found, rest
