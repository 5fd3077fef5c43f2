"""The kept originals and the warehouse say the same: after every change, and after one that was cut off."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from jointproc.intake import Reading, sheets
from jointproc.intake.kept import Kept, keep, to_keep
from jointproc.intake.sheet import sheet_of_rows
from jointproc.pipeline.linking import link_goods
from jointproc.warehouse import LoadNote, Originals, Warehouse, keeps_personal, warehouse

__all__ = ["forget", "keep_original", "note_of", "settle"]


def keep_original(originals: Originals, reading: Reading, path: Path, sha256: str) -> Path:
    """Keep the file a reading came from: without personal data, unless the operator wants it as it is."""
    kept = None if keeps_personal() or not _is_read_again() else to_keep(reading.fits)
    return originals.keep(path, sha256, None if kept is None else lambda target: keep(kept, target))


def _is_read_again() -> bool:
    """Whether the readers know the kept form: nothing is ever kept in a form that can't be read again."""
    probe = sheet_of_rows("probe", [["a"], ["b"]], [1, 2])
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "probe.parquet"
        keep([Kept(probe, 0, frozenset(), ())], target)
        return [sheet.name for sheet in sheets(target, target.name)] == [probe.name]


def settle(wh: Warehouse) -> None:
    """Bring the folder of originals into line with the warehouse.

    A change is committed in the warehouse first; notes and files follow. Should the process end in between, this
    finishes the work the next time. A file is removed only when the warehouse says that its dataset has left.
    """
    originals = Originals(wh.home)
    for row in wh.datasets().itertuples():
        # datasets of an older schema have their note from then, which knows more than the warehouse
        if row.asked:
            originals.note(row.sha256, note_of(row))
    gone = wh.query("gone")["sha256"].tolist()
    for sha256 in gone:
        originals.forget(sha256)
    if gone:
        wh.cleared(gone)


def note_of(row: Any) -> LoadNote:
    """The note of a dataset, from its row in ``Warehouse.datasets``."""
    asked = json.loads(row.asked or "{}")
    return LoadNote(
        dataset_id=row.dataset_id,
        name=row.name,
        file_name=row.file_name,
        preset=row.preset,
        region=asked.get("region"),
        year=asked.get("year"),
        source_kind=row.source_kind,
        loaded_at=row.loaded_at.isoformat(),
        loaded_by=row.loaded_by,
        sha256=row.sha256,
        size_bytes=int(row.size_bytes),
        mode=row.mode,
        load_no=int(row.load_no),
        asked=asked,
        left_out=json.loads(row.left_out),
    )


def forget(dataset_id: str, home: Path | None = None) -> None:
    """Remove a dataset, its lines and its kept original. Raises ``InputError`` for an unknown id."""
    wh = warehouse(home)
    wh.forget(dataset_id)
    settle(wh)
    link_goods(home)
