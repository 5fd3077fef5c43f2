"""Rules and thresholds of law as data: ``rules.json`` with each rule's status, ``legal_settings.toml`` with dates."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from jointproc import settings
from jointproc.errors import InputError
from jointproc.text import Message, msg

__all__ = ["LegalSetting", "Rule", "legal", "legal_settings", "rules"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of ``rules.json``.

    Attributes:
        level: ``block``, ``warn`` or ``info``.
        status: ``V`` read in a stored source, ``M`` from memory: never grounds for a blocked verdict.
    """

    id: str
    level: str
    check: str
    basis: str
    status: str

    @property
    def cited(self) -> Message:
        """The reference; one written from memory says so."""
        if self.status == "V":
            return Message(self.basis)
        return msg("{basis}; belum diverifikasi", basis=self.basis)


@dataclass(frozen=True, slots=True)
class LegalSetting:
    """A threshold or duration and since when it holds."""

    name: str
    value: float
    unit: str
    valid_from: date
    source: str
    status: str


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by id, in the order of the file."""
    told = json.loads((settings.REFERENCE / "rules.json").read_text(encoding="utf-8"))
    return MappingProxyType({str(rule["id"]): Rule(**rule) for rule in told})


@cache
def legal_settings() -> Mapping[str, tuple[LegalSetting, ...]]:
    """Every setting by name, the newest first."""
    told = tomllib.loads((settings.REFERENCE / "legal_settings.toml").read_text(encoding="utf-8"))
    found = {
        name: tuple(sorted((LegalSetting(name, **one) for one in dated), key=lambda s: s.valid_from, reverse=True))
        for name, dated in told.items()
        if isinstance(dated, list)
    }
    return MappingProxyType(found)


def legal(name: str, on: date) -> LegalSetting:
    """The setting valid on a day; the oldest one for days before all of them.

    Raises:
        InputError: no such setting.
    """
    dated = legal_settings().get(name)
    if not dated:
        raise InputError("Ketentuan “{name}” tidak ada dalam legal_settings.toml.", name=name)
    return next((one for one in dated if one.valid_from <= on), dated[-1])
