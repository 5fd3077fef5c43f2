"""The numbers the savings model takes as given, each with interval, source and date."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from jointproc import settings
from jointproc.errors import InputError
from jointproc.text import Message, Number, msg

__all__ = ["Assumption", "Assumptions", "assumptions"]


# the units of the reference file, each a word of the catalogue
_UNITS: Final = {
    told.template: told
    for told in (
        msg("0 atau 1"),
        msg("Rp"),
        msg("Rp per daerah peserta"),
        msg("Rp per kesepakatan"),
        msg("Rp per pesanan"),
        msg("Rp per proses"),
        msg("Rp per tender"),
        msg("bagian"),
        msg("bagian belanja"),
        msg("bagian harga"),
        msg("barang"),
        msg("bulan"),
        msg("d log harga / d log volume"),
        msg("d log ongkir / d log nilai"),
        msg("harga"),
        msg("kali median"),
        msg("kali penjualan setahun terbesar satu penyedia dalam data"),
        msg("kali volume sendiri"),
        msg("peluang"),
        msg("pembeli"),
        msg("simpangan log harga"),
    )
}


class Assumption(BaseModel):
    """One given number. ``low`` and ``high`` are its tenth and ninetieth percentile, ``value`` its median."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    value: float
    low: float
    high: float
    unit: str
    status: Literal["measured", "published", "assumed"]
    source: str
    checked_on: date
    title: str
    title_en: str
    description: str
    description_en: str
    changed: bool = False

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"{self.name}: low ≤ value ≤ high does not hold")
        if self.unit not in _UNITS:
            raise ValueError(f"{self.name}: the unit {self.unit!r} has no English yet")
        return self

    def label(self, language: str = "id") -> str:
        """What the assumption is called on screen."""
        return self.title_en if language == "en" else self.title

    @property
    def unit_told(self) -> Message:
        """Its unit in words."""
        return _UNITS[self.unit]

    def sentence(self) -> Message:
        """The assumption as it stands beside a figure: what, how much, from where."""
        return msg(
            "Asumsi {title}: {value} {unit} (rentang {low} sampai {high}; sumber: {source}).",
            title=_Titled(self.title, self.title_en),
            value=Number(self.value, 4),
            low=Number(self.low, 4),
            high=Number(self.high, 4),
            unit=self.unit_told,
            source=self.source,
        )


class _Titled:
    """A title kept in the reference file in both languages."""

    def __init__(self, title: str, title_en: str) -> None:
        self._titles = {"id": title, "en": title_en}

    def render(self, language: str) -> str:
        return f"“{self._titles.get(language, self._titles['id'])}”"


class Assumptions(Mapping[str, Assumption]):
    """All assumptions by name. Immutable: :meth:`override` gives a changed copy."""

    def __init__(self, items: Mapping[str, Assumption]) -> None:
        self._items = dict(items)
        told = json.dumps({k: (v.value, v.low, v.high) for k, v in sorted(self._items.items())})
        self.key = hashlib.sha256(told.encode()).hexdigest()[:12]
        """Names this set of values; printed beside every figure."""

    def __getitem__(self, name: str) -> Assumption:
        return self._items[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Assumptions) and self.key == other.key

    def value(self, name: str) -> float:
        """The central value of one assumption."""
        return self._items[name].value

    def override(self, changes: Mapping[str, float | Mapping[str, float]] | None) -> Assumptions:
        """A copy with some values replaced.

        Args:
            changes: ``{name: value}`` (certain from then on) or ``{name: {"value", "low", "high"}}``.

        Raises:
            InputError: an unknown name, a value that is no number, or an interval that does not hold its value.
        """
        if not changes:
            return self
        items = dict(self._items)
        for name, change in changes.items():
            if name not in items:
                raise InputError(
                    "Asumsi “{name}” tidak dikenal; nama yang ada tertulis di data/reference/assumptions.toml.",
                    name=name,
                )
            try:
                if isinstance(change, Mapping):
                    centre = float(change["value"])
                    low, high = float(change.get("low", centre)), float(change.get("high", centre))
                else:
                    centre = low = high = float(change)
            except (KeyError, TypeError, ValueError) as error:
                raise InputError("Nilai asumsi “{name}” harus berupa angka.", name=name) from error
            if not low <= centre <= high or any(x != x or abs(x) == float("inf") for x in (low, centre, high)):
                raise InputError(
                    "Asumsi “{name}”: nilai harus berada di antara batas bawah dan batas atasnya.", name=name
                )
            items[name] = items[name].model_copy(update={"value": centre, "low": low, "high": high, "changed": True})
        return Assumptions(items)

    def changed(self) -> dict[str, dict[str, float]]:
        """What a person changed, in the form :meth:`override` takes."""
        return {k: {"value": v.value, "low": v.low, "high": v.high} for k, v in self._items.items() if v.changed}


@cache
def assumptions() -> Assumptions:
    """The reference set, ``data/reference/assumptions.toml``."""
    with (settings.REFERENCE / "assumptions.toml").open("rb") as handle:
        told: dict[str, Any] = tomllib.load(handle)
    checked_on = told.pop("checked_on")
    return Assumptions(
        {name: Assumption(name=name, **{"checked_on": checked_on, **fields}) for name, fields in told.items()}
    )
