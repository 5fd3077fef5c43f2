"""Which scenario a paper was made from, kept inside the paper's own properties."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final, Self

from jointproc.agreements import Scenario
from jointproc.papers.paper import Paper

__all__ = ["Identity", "identity_of", "scenario_hash"]

_HEAD: Final = "jointproc"
# short names: a property of an office file holds no more than 255 characters
_SHORT: Final = {
    "kind": "kind",
    "language": "lang",
    "scenario_id": "id",
    "version": "v",
    "scenario_hash": "scenario",
    "figures_hash": "figures",
    "assumptions": "assumptions",
    "made_on": "on",
}


@dataclass(frozen=True, slots=True)
class Identity:
    """What a paper knows of where it comes from.

    Attributes:
        scenario_hash: of the scenario's content, however its file is laid out.
        figures_hash: of all figures of the simulation; it changes with the data.
    """

    kind: str
    language: str
    scenario_id: str
    version: str
    scenario_hash: str
    figures_hash: str
    assumptions: str
    made_on: str

    def packed(self) -> str:
        """One line for the keywords of a document."""
        return "; ".join([_HEAD, *(f"{_SHORT[k]}={v}" for k, v in asdict(self).items())])

    @classmethod
    def unpacked(cls, text: str) -> Self | None:
        """The identity again, or nothing when the text is no line of ours."""
        parts = [p.strip() for p in (text or "").replace(",", ";").split(";")]
        told = dict(p.split("=", 1) for p in parts if "=" in p)
        if _HEAD not in parts or not set(_SHORT.values()) <= set(told):
            return None
        return cls(**{name: told[short] for name, short in _SHORT.items()})

    @property
    def day(self) -> date:
        return date.fromisoformat(self.made_on)


def scenario_hash(scenario: Scenario) -> str:
    """Of what the scenario says; comments, order and spacing of its file don't matter."""
    told = json.dumps(scenario.model_dump(mode="json", by_alias=True), sort_keys=True, ensure_ascii=False)
    return _hash(told)


def identity_of(paper: Paper, kind: str) -> Identity:
    """The identity of a paper of one kind (``deck``, ``pks`` …)."""
    figures = paper.simulation.to_json("id")
    figures = {k: v for k, v in figures.items() if k not in {"warnings", "sentences", "title"}}
    told = json.dumps(figures, sort_keys=True, default=str)
    return Identity(
        kind=kind,
        language=paper.language,
        scenario_id=paper.scenario.scenario_id,
        version=str(paper.scenario.version),
        scenario_hash=scenario_hash(paper.scenario),
        figures_hash=_hash(told),
        assumptions=paper.simulation.assumptions_key,
        made_on=paper.made_on.isoformat(),
    )


def _hash(text: str) -> str:
    """Half of a SHA-256: properties of office files hold no more than 255 characters."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]
