"""Do a paper and a scenario belong together? Read from the identity inside the paper, and a manifest of hashes."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import ParseError, fromstring

from jointproc.agreements import Scenario
from jointproc.errors import InputError
from jointproc.papers.identity import Identity, scenario_hash
from jointproc.text import Message, msg

__all__ = ["Verified", "identity_in", "manifest", "verify"]

_KEYWORDS: Final = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}keywords"
_CORE: Final = "docProps/core.xml"
_LARGEST_CORE: Final = 1_000_000
_LARGEST_PDF: Final = 50_000_000
_PDF: Final = b"%PDF-"
# the keywords of a PDF stand in its document information as they are: names, hashes and dates, no brackets
_IN_PDF: Final = re.compile(rb"/Keywords\s*\((jointproc; [^()\\]{1,255})\)")


@dataclass(frozen=True, slots=True)
class Verified:
    """One paper held against the scenarios given with it.

    Attributes:
        belongs: ``None`` when no scenario was given with it.
    """

    name: str
    sha256: str
    identity: Identity
    belongs: bool | None
    sentence: Message


def identity_in(path: Path) -> Identity | None:
    """The identity inside an office file or a PDF; nothing when it is none of ours."""
    try:
        if path.suffix.lower() == ".pdf":
            return _in_pdf(path)
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(_CORE).file_size > _LARGEST_CORE:
                return None
            core = archive.read(_CORE)
        # office files need no document type; one would be the way to make a parser grow without end
        if b"<!DOCTYPE" in core or b"<!ENTITY" in core:
            return None
        return Identity.unpacked(fromstring(core).findtext(_KEYWORDS) or "")
    except (zipfile.BadZipFile, KeyError, ParseError, OSError):
        return None


def _in_pdf(path: Path) -> Identity | None:
    if path.stat().st_size > _LARGEST_PDF:
        return None
    found = path.read_bytes()
    words = _IN_PDF.search(found) if found.startswith(_PDF) else None
    return Identity.unpacked(words[1].decode("latin-1")) if words else None


def verify(paths: Sequence[Path]) -> list[Verified]:
    """Hold every paper against the scenarios (``.toml``) among the files.

    Raises:
        InputError: a file is missing, no scenario, or no paper of ours.
    """
    scenarios, papers = [], []
    for path in paths:
        if not path.is_file():
            raise InputError("Berkas {name} tidak ada: periksa nama dan foldernya.", name=str(path))
        if path.suffix.lower() == ".toml":
            scenarios.append(_scenario(path))
            continue
        found = identity_in(path)
        if found is None:
            raise InputError("{name} bukan naskah buatan Jointproc, atau tanda asalnya telah dihapus.", name=path.name)
        papers.append((path, found))
    if not papers:
        raise InputError("Tidak ada naskah untuk diperiksa: sebutkan sedikitnya satu PPTX, DOCX, XLSX, atau PDF.")
    return [_held(path, told, scenarios) for path, told in papers]


def manifest(paths: Sequence[Path]) -> dict[str, str]:
    """SHA-256 of every file by name."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def _scenario(path: Path) -> Scenario:
    try:
        return Scenario.from_toml(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise InputError("Berkas skenario bukan TOML yang sah: {reason}.", reason=path.name) from error


def _held(path: Path, told: Identity, scenarios: Sequence[Scenario]) -> Verified:
    about = {
        "name": path.name,
        "id": told.scenario_id,
        "version": told.version,
    }
    same = [s for s in scenarios if scenario_hash(s) == told.scenario_hash]
    named = [s for s in scenarios if s.scenario_id == told.scenario_id]
    belongs: bool | None = bool(same) if scenarios else None
    if not scenarios:
        sentence = msg("{name} dibuat dari skenario {id} versi {version}.", **about)
    elif same:
        sentence = msg("{name} cocok dengan skenario {id} versi {version}.", **about)
    elif named:
        sentence = msg(
            "{name} dibuat dari skenario {id} versi {version}, tetapi isi skenario yang diberikan sudah lain: "
            "buat ulang naskahnya.",
            **about,
        )
    else:
        sentence = msg("{name} tidak cocok: dibuat dari skenario {id} versi {version}.", **about)
    return Verified(path.name, manifest([path])[path.name], told, belongs, sentence)
