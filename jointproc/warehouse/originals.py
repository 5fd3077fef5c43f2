"""The uploaded files, kept under the hash they had when they were uploaded, each beside a note of how it was loaded.

Everything in the warehouse can be rebuilt from this folder. A file with personal data is kept in a form without it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Final, Literal

__all__ = ["LoadNote", "Originals", "file_sha256", "keeps_personal"]

_KEPT: Final = ".kept.parquet"
_NOTE: Final = ".note.json"


@dataclass(frozen=True, slots=True)
class LoadNote:
    """How an original was loaded: all that is needed to load it again.

    Attributes:
        asked: what a person said of the file: ``region, year, recipe, region_answers, conventions``.
        left_out: accepted lines that do not stand in the warehouse, as runs (member, first line, last line).
    """

    dataset_id: str
    name: str
    file_name: str
    preset: str
    region: str | None
    year: int | None
    source_kind: str
    loaded_at: str
    loaded_by: str
    sha256: str = ""
    size_bytes: int = 0
    mode: Literal["append", "replace", "skip"] = "append"
    load_no: int = 0
    asked: dict[str, Any] = field(default_factory=dict)
    left_out: list[tuple[str, int, int]] = field(default_factory=list)


def keeps_personal() -> bool:
    """``JOINTPROC_KEEP_PERSONAL=1``: the operator wants uploaded files kept as they are, with personal data."""
    return os.environ.get("JOINTPROC_KEEP_PERSONAL", "").strip().lower() in ("1", "true", "yes", "ya")


def file_sha256(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


class Originals:
    """The folder ``originals/`` of one JOINTPROC_HOME."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "originals"

    def keep(self, source: Path, sha256: str, without_personal: Callable[[Path], None] | None = None) -> Path:
        """Keep ``source`` under its hash, complete or not at all; another form of it leaves.

        Args:
            without_personal: writes the form to keep instead of the file itself.
        """
        suffix = _KEPT if without_personal else "".join(source.suffixes[-2:]).lower()
        kept = self.folder / f"{sha256}{suffix}"
        before = self._files(sha256)
        if kept not in before:
            self._write(kept, without_personal or (lambda path: _copy(source, path)))
        for other in before:
            if other != kept:
                other.unlink(missing_ok=True)
        return kept

    def note(self, sha256: str, note: LoadNote) -> None:
        """Write the note that makes ``rebuild`` possible; nothing is written when it stands there already."""
        path = self.folder / f"{sha256}{_NOTE}"
        text = json.dumps(asdict(note), ensure_ascii=False, indent=1)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            self._write(path, lambda temporary: _write_text(temporary, text))

    def has(self, sha256: str) -> bool:
        """Whether the file of this hash is kept."""
        return bool(self._files(sha256))

    def forget(self, sha256: str) -> None:
        """Remove an original and its note."""
        for path in (*self._files(sha256), self.folder / f"{sha256}{_NOTE}"):
            path.unlink(missing_ok=True)

    def noted(self) -> Iterator[tuple[Path, LoadNote]]:
        """Every original with its note, in the order they were loaded."""
        known = {one.name for one in fields(LoadNote)}
        notes = []
        for path in self.folder.glob(f"*{_NOTE}"):
            raw = json.loads(path.read_text(encoding="utf-8"))
            sha256 = path.name.removesuffix(_NOTE)
            note = LoadNote(**{"sha256": sha256, **{key: value for key, value in raw.items() if key in known}})
            files = self._files(sha256)
            if files:
                notes.append((files[0], note))
        yield from sorted(notes, key=lambda pair: (pair[1].loaded_at, pair[1].load_no))

    def _files(self, sha256: str) -> list[Path]:
        """The kept forms of a file; the one without personal data first."""
        files = [path for path in self.folder.glob(f"{sha256}*") if not path.name.endswith(_NOTE)]
        return sorted(files, key=lambda path: (not path.name.endswith(_KEPT), path.name))

    def _write(self, path: Path, write: Callable[[Path], None]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".incoming-")
        os.close(handle)
        try:
            write(Path(temporary))
            with open(temporary, "rb+") as out:
                os.fsync(out.fileno())
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as incoming, target.open("wb") as out:
        shutil.copyfileobj(incoming, out, 1024 * 1024)


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
