"""Do papers and a scenario belong together, and is each file still as it was made?

Read from the identity inside each paper, and from manifests that hold the SHA-256 of every file.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import ParseError, fromstring

from jointproc.agreements import Scenario
from jointproc.errors import InputError
from jointproc.papers.identity import Identity, scenario_hash
from jointproc.papers.listing import MANIFEST, Listed
from jointproc.papers.ocds import SCENARIO_DOCUMENT
from jointproc.text import Message, msg

__all__ = ["Verified", "identity_in", "manifest", "verify"]

_KEYWORDS: Final = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}keywords"
_CORE: Final = "docProps/core.xml"
_LARGEST_CORE: Final = 1_000_000
_LARGEST_PDF: Final = 50_000_000
_PDF: Final = b"%PDF-"
# the keywords of a PDF stand in its document information as they are: names, hashes and dates, no brackets
_IN_PDF: Final = re.compile(rb"/Keywords\s*\((jointproc; [^()\\]{1,255})\)")
# a release package of thousands of goods has some megabytes; whatever is far larger is none of ours
_LARGEST_JSON: Final = 50_000_000
_DAMAGED: Final = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError)
_UNREADABLE: Final = (*_DAMAGED, KeyError, ParseError, ValueError, OSError)
_LARGEST_ARCHIVE: Final = 500_000_000


@dataclass(frozen=True, slots=True)
class Verified:
    """One paper held against the scenarios, manifests and other papers given with it.

    Attributes:
        belongs: ``None`` when nothing was given to hold it against.
        intact: whether its bytes are those a manifest tells of; ``None`` when no manifest does.
    """

    name: str
    sha256: str
    identity: Identity
    belongs: bool | None
    intact: bool | None
    sentence: Message

    @property
    def ok(self) -> bool:
        return self.belongs is not False and self.intact is not False


@dataclass(frozen=True, slots=True)
class _Found:
    """A file of ours: its identity, the manifest inside it, and the names in it that differ from that manifest."""

    path: Path
    identity: Identity
    listed: Listed | None
    altered: tuple[str, ...]


def identity_in(path: Path) -> Identity | None:
    """The identity inside an office file, archive, release package or manifest; nothing when it is none of ours."""
    found = _found(path)
    return found.identity if found else None


def verify(paths: Sequence[Path]) -> list[Verified]:
    """Hold every paper against the scenarios (``.toml``), manifests and other papers among the files.

    Files that a manifest names and that lie beside it are looked at too.

    Raises:
        InputError: a file is missing, no scenario, or no paper of ours.
    """
    scenarios: list[Scenario] = []
    papers: list[_Found] = []
    plain: list[Path] = []
    for path in paths:
        if not path.is_file():
            raise InputError("Berkas {name} tidak ada: periksa nama dan foldernya.", name=str(path))
        if path.suffix.lower() == ".toml":
            scenarios.append(Scenario.from_bytes(path.read_bytes()))
            plain.append(path)
            continue
        found = _found(path)
        if found is None:
            plain.append(path)
        else:
            papers.append(found)
    manifests = [p for p in papers if p.path.suffix.lower() == ".json" and p.listed]
    expected = {name: sha for m in manifests if m.listed for name, sha in m.listed.sha256.items()}
    for path in plain:
        if path.suffix.lower() != ".toml" and path.name not in expected:
            raise InputError("{name} bukan naskah buatan Jointproc, atau tanda asalnya telah dihapus.", name=path.name)
    if not papers:
        raise InputError("Tidak ada naskah untuk diperiksa: sebutkan sedikitnya satu PPTX, DOCX, XLSX, atau PDF.")
    known = {p.path.name for p in papers} | {p.name for p in plain}
    told = [_held(p, scenarios, papers, expected) for p in papers]
    return [*told, *(v for m in manifests for v in _beside(m, known, plain))]


def manifest(paths: Sequence[Path]) -> dict[str, str]:
    """SHA-256 of every file by name."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


# --------------------------------------------------------------------------- reading


def _found(path: Path) -> _Found | None:
    try:
        if path.suffix.lower() == ".json":
            return _in_json(path)
        if path.suffix.lower() == ".pdf":
            return _in_pdf(path)
        with zipfile.ZipFile(path) as archive:
            if MANIFEST in archive.namelist():
                return _in_archive(path, archive)
            core = _entry(archive, _CORE, _LARGEST_CORE)
        # office files need no document type; one would be the way to make a parser grow without end
        if b"<!DOCTYPE" in core or b"<!ENTITY" in core:
            return None
        told = Identity.unpacked(fromstring(core).findtext(_KEYWORDS) or "")
        return _Found(path, told, None, ()) if told else None
    except _UNREADABLE:
        return None


def _in_pdf(path: Path) -> _Found | None:
    if path.stat().st_size > _LARGEST_PDF:
        return None
    found = path.read_bytes()
    words = _IN_PDF.search(found) if found.startswith(_PDF) else None
    told = Identity.unpacked(words[1].decode("latin-1")) if words else None
    return _Found(path, told, None, ()) if told else None


def _in_json(path: Path) -> _Found | None:
    if path.stat().st_size > _LARGEST_JSON:
        return None
    content = json.loads(path.read_text(encoding="utf-8"))
    listed = Listed.of(content)
    told = listed.identity if listed else _in_package(content)
    return _Found(path, told, listed, ()) if told else None


def _in_package(content: Any) -> Identity | None:
    """The identity of a release package: the description of its scenario document."""
    try:
        documents = content["releases"][0]["planning"]["documents"]
        return next((Identity.unpacked(d["description"]) for d in documents if d["id"] == SCENARIO_DOCUMENT), None)
    except (KeyError, IndexError, TypeError):
        return None


def _in_archive(path: Path, archive: zipfile.ZipFile) -> _Found | None:
    listed = Listed.of(json.loads(_entry(archive, MANIFEST, _LARGEST_JSON)))
    if listed is None:
        return None
    names = set(archive.namelist()) - {MANIFEST}
    if sum(entry.file_size for entry in archive.infolist()) > _LARGEST_ARCHIVE:
        return None
    altered = names ^ set(listed.sha256)
    altered |= {name for name in names - altered if _digest(archive, name) != listed.sha256[name]}
    return _Found(path, listed.identity, listed, tuple(sorted(altered)))


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    """SHA-256 of one entry; empty when its bytes can't be unpacked any more."""
    try:
        told = hashlib.sha256()
        with archive.open(name) as entry:
            while chunk := entry.read(1 << 20):
                told.update(chunk)
        return told.hexdigest()
    except _DAMAGED:
        return ""


def _entry(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    if archive.getinfo(name).file_size > most:
        raise KeyError(name)
    return archive.read(name)


# --------------------------------------------------------------------------- judging


def _held(found: _Found, scenarios: Sequence[Scenario], papers: Sequence[_Found], expected: dict[str, str]) -> Verified:
    path, told = found.path, found.identity
    sha256 = manifest([path])[path.name]
    intact: bool | None = sha256 == expected[path.name] if path.name in expected else None
    if found.altered:
        intact = False
    elif found.listed is not None and intact is None:
        intact = True if path.suffix.lower() != ".json" else None
    belongs, sentence = _belonging(found, scenarios, papers)
    if found.altered:
        sentence = msg(
            "{name} berubah sesudah dibuat: {entries} lain dari yang dicatat di dalamnya.",
            name=path.name,
            entries=", ".join(found.altered[:3]),
        )
    elif intact is False:
        sentence = msg("{name} berubah sesudah dibuat: isinya lain dari yang dicatat manifes.", name=path.name)
    return Verified(path.name, sha256, told, belongs, intact, sentence)


def _belonging(found: _Found, scenarios: Sequence[Scenario], papers: Sequence[_Found]) -> tuple[bool | None, Message]:
    told = found.identity
    about = {"name": found.path.name, "id": told.scenario_id, "version": told.version}
    first = papers[0].identity
    if scenarios and not any(scenario_hash(s) == told.scenario_hash for s in scenarios):
        if any(s.scenario_id == told.scenario_id for s in scenarios):
            return False, msg(
                "{name} dibuat dari skenario {id} versi {version}, tetapi isi skenario yang diberikan sudah lain: "
                "buat ulang naskahnya.",
                **about,
            )
        return False, msg("{name} tidak cocok: dibuat dari skenario {id} versi {version}.", **about)
    if not scenarios and told.scenario_hash != first.scenario_hash:
        return False, msg(
            "{name} dibuat dari skenario {id} versi {version}, lain dari {first}.",
            **about,
            first=papers[0].path.name,
        )
    if told.scenario_hash == first.scenario_hash and told.figures_hash != first.figures_hash:
        return False, msg(
            "{name} dibuat dari skenario {id} versi {version}, tetapi angkanya lain dari {first}: datanya berubah di "
            "antaranya.",
            **about,
            first=papers[0].path.name,
        )
    if scenarios:
        return True, msg("{name} cocok dengan skenario {id} versi {version}.", **about)
    together = True if len(papers) > 1 else None
    return together, msg("{name} dibuat dari skenario {id} versi {version}.", **about)


def _beside(found: _Found, known: set[str], plain: Sequence[Path]) -> list[Verified]:
    """Files a manifest names that were not given, or that carry no identity of their own (the scenario)."""
    told = []
    given = {path.name: path for path in plain}
    for name, sha256 in (found.listed.sha256 if found.listed else {}).items():
        if name in known and name not in given:
            continue
        # a name may lead nowhere but beside its manifest
        path = given.get(name, found.path.parent / Path(name).name)
        if not path.is_file():
            sentence = msg("{name} disebut manifes, tetapi tidak ada di folder ini.", name=name)
            told.append(Verified(name, "", found.identity, None, None, sentence))
            continue
        is_now = manifest([path])[path.name]
        sentence = (
            msg("{name} utuh: sama dengan yang dicatat manifes.", name=name)
            if is_now == sha256
            else msg("{name} berubah sesudah dibuat: isinya lain dari yang dicatat manifes.", name=name)
        )
        told.append(Verified(name, is_now, found.identity, None, is_now == sha256, sentence))
    return told
