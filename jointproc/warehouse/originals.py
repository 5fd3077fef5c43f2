"""The uploaded files themselves, kept unchanged under their hash, each beside a note of how it was loaded.

Everything in the warehouse can be rebuilt from this folder.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

__all__ = ["LoadNote", "Originals", "file_sha256"]


@dataclass(frozen=True, slots=True)
class LoadNote:
    """How an original was loaded: all that is needed to load it again."""

    dataset_id: str
    name: str
    file_name: str
    preset: str
    region: str | None
    year: int | None
    source_kind: str
    loaded_at: str
    loaded_by: str


def file_sha256(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


class Originals:
    """The folder ``originals/`` of one JOINTPROC_HOME."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "originals"

    def keep(self, source: Path, sha256: str) -> Path:
        """Copy ``source`` in under its hash; complete or not at all."""
        kept = self.folder / f"{sha256}{''.join(source.suffixes[-2:]).lower()}"
        if not kept.exists():
            self._write(kept, source.read_bytes())
        return kept

    def note(self, sha256: str, note: LoadNote) -> None:
        """Write the note that makes ``rebuild`` possible."""
        self._write(
            self.folder / f"{sha256}.note.json", json.dumps(asdict(note), ensure_ascii=False, indent=1).encode()
        )

    def forget(self, sha256: str) -> None:
        """Remove an original and its note."""
        for path in self.folder.glob(f"{sha256}.*"):
            path.unlink(missing_ok=True)

    def noted(self) -> Iterator[tuple[Path, LoadNote]]:
        """Every original with its note, in the order they were loaded."""
        notes = []
        for path in self.folder.glob("*.note.json"):
            note = LoadNote(**json.loads(path.read_text(encoding="utf-8")))
            sha256 = path.name.removesuffix(".note.json")
            files = [p for p in self.folder.glob(f"{sha256}.*") if not p.name.endswith(".note.json")]
            bare = self.folder / sha256
            if bare.exists():
                files.append(bare)
            if files:
                notes.append((files[0], note))
        yield from sorted(notes, key=lambda pair: pair[1].loaded_at)

    def _write(self, path: Path, content: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".incoming-")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
