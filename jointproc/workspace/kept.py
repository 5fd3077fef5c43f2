"""Whether scenarios, agreements and evidence still say what the audit trail noted when they were written."""

from __future__ import annotations

import hashlib
from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from jointproc.text import Message, msg
from jointproc.workspace.agreement_events import _AgreementEvent, events_of
from jointproc.workspace.audit import _AuditEntry
from jointproc.workspace.evidence import _EvidenceFile
from jointproc.workspace.scenarios import _ScenarioVersion

__all__ = ["differing"]


def differing(session: Session) -> Message | None:
    """The first thing that differs from its entry, as a sentence; ``None`` when all agree."""
    return _scenarios(session) or _agreements(session) or _evidence(session)


def _scenarios(session: Session) -> Message | None:
    noted = defaultdict(list)
    saves = select(_AuditEntry.about, _AuditEntry.after).where(_AuditEntry.what == "save_scenario")
    for about, after in session.execute(saves.order_by(_AuditEntry.row_id)):
        noted[about].append(after)
    kept = defaultdict(list)
    versions = select(_ScenarioVersion.scenario_id, _ScenarioVersion.toml)
    for scenario_id, toml in session.execute(versions.order_by(_ScenarioVersion.row_id)):
        kept[scenario_id].append(toml)
    for scenario_id in sorted({*noted, *kept}):
        found = _first_difference(kept[scenario_id], noted[scenario_id])
        if found is not None:
            return msg(
                "Skenario {scenario} versi {n} tidak sama dengan yang tercatat di jejak audit: bandingkan dengan "
                "cadangan.",
                scenario=scenario_id,
                n=str(found + 1),
            )
    return None


def _agreements(session: Session) -> Message | None:
    noted = defaultdict(list)
    entries = select(_AuditEntry.about, _AuditEntry.after).where(_AuditEntry.what.startswith("agreement_"))
    for about, after in session.execute(entries.order_by(_AuditEntry.row_id)):
        noted[about].append(after)
    ids = set(session.scalars(select(_AgreementEvent.scenario_id).distinct()))
    for scenario_id in sorted(ids | set(noted)):
        found = _first_difference([one.noted() for one in events_of(session, scenario_id)], noted[scenario_id])
        if found is not None:
            return msg(
                "Peristiwa ke-{n} kesepakatan {scenario} tidak sama dengan yang tercatat di jejak audit: bandingkan "
                "dengan cadangan.",
                scenario=scenario_id,
                n=str(found + 1),
            )
    return None


def _evidence(session: Session) -> Message | None:
    attached = set(session.scalars(select(_AgreementEvent.file_sha256).where(_AgreementEvent.kind == "evidence")))
    for digest in sorted(attached):
        file = session.get(_EvidenceFile, digest)
        if file is None or hashlib.sha256(file.content).hexdigest() != digest:
            return msg("Berkas bukti {sha256} berubah sejak dilampirkan: ambil dari cadangan.", sha256=digest[:12])
    return None


def _first_difference(kept: list[str], noted: list[str]) -> int | None:
    for place in range(max(len(kept), len(noted))):
        if kept[place : place + 1] != noted[place : place + 1]:
            return place
    return None
