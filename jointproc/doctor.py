"""Is this installation sound? One check, one sentence."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from jointproc import settings
from jointproc.errors import JointprocError
from jointproc.regions import regions
from jointproc.text import Message, msg
from jointproc.warehouse import Originals, warehouse
from jointproc.workspace import workspace

__all__ = ["Finding", "examine"]

_PROVINCES_N: Final = 38
_KAB_KOTA_N: Final = 514


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one check."""

    check: str
    ok: bool
    sentence: Message

    def to_json(self, language: str) -> dict[str, Any]:
        """``check, ok, message``."""
        return {"check": self.check, "ok": self.ok, "message": self.sentence.render(language)}


def _home() -> Finding:
    where = settings.home()
    existing = next(p for p in (where, *where.parents) if p.exists())
    ok = os.access(existing, os.W_OK)
    return Finding(
        "home",
        ok,
        msg("JOINTPROC_HOME {path} dapat ditulis.", path=str(where))
        if ok
        else msg("JOINTPROC_HOME {path} tidak dapat ditulis: pilih folder lain.", path=str(where)),
    )


def _reference() -> Finding:
    found = regions()
    provinces_n = sum(r.kind == "provinsi" for r in found.values())
    ok = provinces_n == _PROVINCES_N and len(found) - provinces_n == _KAB_KOTA_N
    return Finding(
        "regions",
        ok,
        msg("Daftar daerah memuat {a} provinsi dan {b} kabupaten/kota.", a=provinces_n, b=len(found) - provinces_n),
    )


def _warehouse() -> Finding:
    datasets = warehouse().datasets()
    return Finding("warehouse", True, msg("Gudang data terbuka, {n} dataset.", n=len(datasets)))


def _originals() -> Finding:
    wh = warehouse()
    kept = {note.dataset_id for _path, note in Originals(wh.home).noted()}
    missing = sorted(set(wh.datasets()["dataset_id"]) - kept)
    return Finding(
        "originals",
        not missing,
        msg("Setiap dataset masih memiliki berkas aslinya.")
        if not missing
        else msg("Berkas asli hilang untuk dataset {datasets}: muat ulang berkasnya.", datasets=", ".join(missing)),
    )


def _workspace() -> Finding:
    return Finding("workspace", True, msg("Ruang kerja terbuka, {n} skenario.", n=len(workspace().scenarios())))


def _audit() -> Finding:
    found = workspace().check_audit()
    return Finding("audit", found.ok, found.sentence)


_CHECKS: Final[tuple[Callable[[], Finding], ...]] = (_home, _reference, _warehouse, _originals, _workspace, _audit)


def examine() -> list[Finding]:
    """Run every check; a check that fails outright becomes a finding, never an exception."""
    findings = []
    for check in _CHECKS:
        try:
            findings.append(check())
        except JointprocError as error:
            findings.append(Finding(check.__name__.strip("_"), False, error.message))
    return findings
