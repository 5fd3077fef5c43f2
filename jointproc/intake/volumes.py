"""Volumes as people type them: ``420 kotak``, ``1.8 Paket``, ``10 Orang x 2 Kali``. Nothing is invented."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from jointproc.intake.numbers import read_number
from jointproc.intake.units import Unit, unit_of

__all__ = ["Volume", "volume_of"]

_ONE: Final = re.compile(r"^(?P<n>-?[0-9][0-9.,]*)\s*(?:\([^)]*\)\s*)?(?P<unit>[^0-9]*?(?:[mM][23])?)\.?$")
_TIMES: Final = re.compile(r"\s+[x×*]\s+|(?<=[a-z)])\s*[x×*]\s*(?=[0-9])", re.I)
_SEVERAL: Final = re.compile(r"[;\n]|,\s+(?=[0-9])|\bdan\b|\+")
_ABOUT: Final = re.compile(r"^[±~≈]\s*|^(?:kurang lebih|sekitar|±)\s*", re.I)
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Volume:
    """A quantity and its unit; both ``None`` where the text names no single one."""

    quantity: Decimal | None
    unit: Unit | None


def volume_of(text: str) -> Volume:
    """One volume text. A negative number is kept as written: the rules of rows decide about it. Never raises."""
    body = _ABOUT.sub("", " ".join(text.split()))
    if not body or len(body) > _LONGEST or _SEVERAL.search(body):
        return Volume(None, None)
    parts = [_ONE.match(part.strip()) for part in _TIMES.split(body)]
    if any(part is None for part in parts):
        return Volume(None, None)
    quantity, names = Decimal(1), []
    for part in parts:
        assert part is not None
        # "1.8 Paket" is less than two, "1.500 lembar" is fifteen hundred
        number = read_number(part["n"].rstrip(".,"), "id")
        if number is None:
            return Volume(None, None)
        quantity *= Decimal(number)
        if name := part["unit"].strip(" ()/-"):
            names.append(name)
    if abs(quantity) >= Decimal(10) ** 12:
        return Volume(None, None)
    return Volume(quantity, unit_of(" ".join(names)) if names else None)
