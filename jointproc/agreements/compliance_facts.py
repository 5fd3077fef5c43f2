"""What the checks of compliance look at, and what they hand back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from jointproc import regions
from jointproc.agreements.legal import legal
from jointproc.agreements.scenario import ScenarioMember
from jointproc.agreements.simulation import Simulation
from jointproc.goods.families import family
from jointproc.text import Message

__all__ = ["Draft", "Facts", "FamilyName"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A verdict before its rule is attached; see :class:`jointproc.agreements.compliance.Finding`."""

    verdict: Literal["pass", "attention", "blocked"]
    message: Message
    region: str = ""
    cure: Message | None = None
    asked: bool = False


@dataclass(frozen=True)
class Facts:
    """What the checks look at. ``by_family``: rupiah a year by family and region."""

    found: Simulation
    on: date
    by_family: Mapping[str, Mapping[str, float]]
    lots: Mapping[str, tuple[tuple[str, ...], ...]]
    reserved_share: Mapping[str, tuple[float, float]]

    @property
    def members(self) -> tuple[ScenarioMember, ...]:
        return self.found.scenario.members

    @property
    def model(self) -> str:
        return self.found.scenario.model

    @property
    def one_province(self) -> bool:
        """Kabupaten and kota of one province, no province among them: the governor's matter."""
        known = [regions.region(m.code) for m in self.members]
        return len({r.province_code for r in known}) == 1 and all(r.kind != "provinsi" for r in known)

    @property
    def joint_idr(self) -> float:
        """What is bought together in a year, rupiah."""
        return sum(sum(spent.values()) for spent in self.by_family.values())

    def limit(self, name: str) -> float:
        return legal(name, self.on).value


@dataclass(frozen=True, slots=True)
class FamilyName:
    """Families by name inside a sentence."""

    keys: tuple[str, ...]

    def render(self, language: str) -> str:
        return ", ".join(family(k).label_en if language == "en" else family(k).label for k in self.keys[:4])
