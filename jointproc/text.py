"""Sentences and numbers in the reader's language.

The source language of every sentence is Bahasa Indonesia; English comes from the gettext catalogue in
``jointproc/locale``. A :class:`Message` keeps its template and its typed parameters apart, so that one object made
deep in the domain is printed with the right words *and* the right number format for whoever reads it.
Numbers and dates are made here on the server (Babel), never by the reader's browser, so that a figure looks the same
on every laptop.
"""

from __future__ import annotations

import gettext
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

from babel.dates import format_date as _babel_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

__all__ = [
    "LANGUAGES",
    "Count",
    "Day",
    "Idr",
    "Language",
    "Message",
    "Number",
    "Share",
    "format_count",
    "format_date",
    "format_idr",
    "format_month",
    "format_number",
    "format_share",
    "msg",
    "translate",
]

Language = Literal["id", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("id", "en")
_LOCALES: Final[dict[str, str]] = {"id": "id_ID", "en": "en_GB"}
_CATALOGUES: Final = Path(__file__).parent / "locale"
# Largest first; the words are Indonesian and go through the catalogue like any other text.
_SCALES: Final[tuple[tuple[Decimal, str], ...]] = (
    (Decimal(10) ** 12, "triliun"),
    (Decimal(10) ** 9, "miliar"),
    (Decimal(10) ** 6, "juta"),
)


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(language: str) -> gettext.NullTranslations:
    source = _CATALOGUES / language / "LC_MESSAGES" / "jointproc.po"
    if not source.exists():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with source.open("rb") as handle:
        write_mo(compiled, read_po(handle, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def translate(text: str, language: str = "id") -> str:
    """The sentence in ``language``; the Indonesian source itself when the catalogue lacks it."""
    if language == "id" or not text:
        return text
    return _catalogue(language).gettext(text)


# --------------------------------------------------------------------------- numbers and dates


def format_number(value: float | Decimal, language: str = "id", digits: int = 2) -> str:
    """``1234.5`` → ``1.234,5`` (id) or ``1,234.5`` (en); at most ``digits`` decimals."""
    pattern = "#,##0" + ("." + "#" * digits if digits else "")
    return format_decimal(value, format=pattern, locale=_LOCALES[language]).replace("-", "−")


def format_count(value: float | Decimal, language: str = "id") -> str:
    """A whole number with thousands separators."""
    return format_number(round(value), language, digits=0)


def format_idr(value: float | Decimal, language: str = "id", *, compact: bool = True) -> str:
    """Rupiah as officials write it: ``Rp1,2 miliar`` when compact, ``Rp1.234.567`` in full.

    ``value`` in rupiah. Compact figures keep three significant digits; below a million the full form is used.
    """
    amount = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    sign = "−" if amount < 0 else ""
    amount = abs(amount)
    if compact:
        for size, word in _SCALES:
            # 999,6 juta must become 1 miliar, never "1.000 juta"
            if amount >= size * Decimal("0.9995"):
                scaled = amount / size
                digits = 2 if scaled < 10 else 1 if scaled < 100 else 0
                return f"{sign}Rp{format_number(scaled, language, digits)} {translate(word, language)}"
    return f"{sign}Rp{format_count(amount, language)}"


def format_share(value: float | Decimal, language: str = "id", digits: int = 1) -> str:
    """A share (``0.034``) as per cent (``3,4%``)."""
    return f"{format_number(Decimal(str(value)) * 100, language, digits)}%"


def format_date(value: date | datetime, language: str = "id") -> str:
    """``24 November 2026`` in both languages."""
    return _babel_date(value, format="d MMMM y", locale=_LOCALES[language])


def format_month(value: date | datetime, language: str = "id") -> str:
    """``November 2026``."""
    return _babel_date(value, format="MMMM y", locale=_LOCALES[language])


# --------------------------------------------------------------------------- typed parameters


@dataclass(frozen=True, slots=True)
class Idr:
    """A rupiah amount inside a sentence."""

    value: float | Decimal | int
    compact: bool = True

    def render(self, language: str) -> str:
        return format_idr(self.value, language, compact=self.compact)


@dataclass(frozen=True, slots=True)
class Share:
    """A share (0–1) inside a sentence, printed as per cent."""

    value: float | Decimal
    digits: int = 1

    def render(self, language: str) -> str:
        return format_share(self.value, language, self.digits)


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number inside a sentence."""

    value: int | float

    def render(self, language: str) -> str:
        return format_count(self.value, language)


@dataclass(frozen=True, slots=True)
class Number:
    """A number with decimals inside a sentence."""

    value: float | Decimal
    digits: int = 2

    def render(self, language: str) -> str:
        return format_number(self.value, language, self.digits)


@dataclass(frozen=True, slots=True)
class Day:
    """A date inside a sentence."""

    value: date

    def render(self, language: str) -> str:
        return format_date(self.value, language)


# --------------------------------------------------------------------------- sentences


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence: an Indonesian template with ``{named}`` places, and what fills them."""

    template: str
    params: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def render(self, language: str = "id") -> str:
        """The sentence in ``language`` with its parameters formatted for it."""
        filled = {
            name: value.render(language) if hasattr(value, "render") else value for name, value in self.params.items()
        }
        text = translate(self.template, language)
        return text.format(**filled) if filled else text

    def __str__(self) -> str:
        return self.render("id")

    def packed_params(self) -> str:
        """The parameters as JSON text, typed, so that the sentence can be said later in another language."""
        return json.dumps({name: _pack(value) for name, value in self.params.items()}, ensure_ascii=False)

    @classmethod
    def unpacked(cls, template: str, packed_params: str | None) -> Message:
        """The sentence again from its template and :meth:`packed_params`."""
        stored = json.loads(packed_params or "{}")
        return cls(template, MappingProxyType({name: _unpack(value) for name, value in stored.items()}))


def _pack(value: Any) -> Any:
    if isinstance(value, Message):
        return {"kind": "Message", "template": value.template, "params": json.loads(value.packed_params())}
    if isinstance(value, Idr):
        return {"kind": "Idr", "value": str(value.value), "compact": value.compact}
    if isinstance(value, Share | Number):
        return {"kind": type(value).__name__, "value": str(value.value), "digits": value.digits}
    if isinstance(value, Count):
        return {"kind": "Count", "value": str(value.value)}
    if isinstance(value, Day):
        return {"kind": "Day", "value": value.value.isoformat()}
    return str(value)


def _unpack(stored: Any) -> Any:
    if not isinstance(stored, dict):
        return stored
    kind = stored["kind"]
    if kind == "Message":
        params = {name: _unpack(value) for name, value in stored["params"].items()}
        return Message(stored["template"], MappingProxyType(params))
    if kind == "Idr":
        return Idr(Decimal(stored["value"]), stored["compact"])
    if kind == "Day":
        return Day(date.fromisoformat(stored["value"]))
    if kind == "Count":
        return Count(float(stored["value"]))
    return {"Share": Share, "Number": Number}[kind](Decimal(stored["value"]), stored["digits"])


def msg(template: str, **params: object) -> Message:
    """Mark and build a sentence. Literal templates are collected into the catalogue by ``make messages``."""
    return Message(template, MappingProxyType(params))
