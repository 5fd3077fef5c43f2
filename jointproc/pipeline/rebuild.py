"""The warehouse anew, from the kept originals alone."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from jointproc import settings
from jointproc.errors import InputError, JointprocError
from jointproc.intake import Reading, Recipe, read_bytes
from jointproc.intake.kept import is_kept
from jointproc.pipeline.linking import link_goods
from jointproc.pipeline.load import LoadResult, result_of, store_lines
from jointproc.pipeline.originals import keep_original, settle
from jointproc.pipeline.pieces import Progress, part_of
from jointproc.warehouse import LoadNote, Originals, Warehouse, close_warehouses, warehouse

__all__ = ["read_again", "rebuild"]


def rebuild(home: Path | None = None, progress: Progress | None = None) -> list[LoadResult]:
    """Make the warehouse anew from the kept originals, in the order they were loaded.

    The old file is replaced only when the new one is complete. Originals kept with personal data by an older version
    are kept without it from now on. What was loaded before can't be undone after a rebuild.

    Raises:
        InputError: an original can't be read any more; the old warehouse stays.
    """
    where = (home or settings.home()).resolve()
    version = _settled(where)
    originals = Originals(where)
    noted = list(originals.noted())
    fresh = where / ".rebuild"
    shutil.rmtree(fresh, ignore_errors=True)
    results = []
    try:
        wh = warehouse(fresh)
        for position, (path, note) in enumerate(noted):
            part = part_of(progress, position / len(noted), (position + 1) / len(noted))
            results.append(_again(wh, originals, path, note, part))
        wh.end_undo(version)
        close_warehouses()
        for leftover in where.glob("warehouse.duckdb.wal"):
            leftover.unlink()
        (fresh / "warehouse.duckdb").replace(where / "warehouse.duckdb")
    finally:
        close_warehouses()
        shutil.rmtree(fresh, ignore_errors=True)
    link_goods(home)
    close_warehouses()
    return results


def _settled(where: Path) -> int:
    """Finish what a cut-off change left, where the old warehouse can be opened; returns its version."""
    try:
        old = warehouse(where)
    except InputError:
        raise
    except JointprocError:
        return 0
    settle(old)
    return old.version


def read_again(path: Path, note: LoadNote, progress: Progress | None = None) -> Reading:
    """Read an original in the way it was read when it was loaded."""
    asked = _asked(note)
    recipe = asked.get("recipe")
    return read_bytes(
        path,
        note.file_name,
        preset="auto" if recipe else note.preset,
        recipe=Recipe.from_json(recipe) if recipe else None,
        region=asked["region"],
        year=asked["year"],
        name=note.name,
        region_answers=asked.get("region_answers"),
        conventions=asked.get("conventions"),
        progress=progress,
    )


def _asked(note: LoadNote) -> dict[str, Any]:
    return {"region": note.region, "year": note.year, **note.asked}


def _again(wh: Warehouse, originals: Originals, path: Path, note: LoadNote, progress: Progress) -> LoadResult:
    reading = read_again(path, note, part_of(progress, 0.0, 0.8))
    try:
        if not is_kept(path):
            keep_original(originals, reading, path, note.sha256)
        stored = store_lines(
            wh,
            reading,
            {
                "name": note.name,
                "source_kind": note.source_kind,
                "file_name": note.file_name,
                "sha256": note.sha256,
                "size_bytes": note.size_bytes or path.stat().st_size,
                "loaded_at": datetime.fromisoformat(note.loaded_at),
                "loaded_by": note.loaded_by,
                "mode": note.mode,
                "asked": json.dumps(_asked(note), ensure_ascii=False),
            },
            left_out=[(member, first, last) for member, first, last in note.left_out],
            progress=part_of(progress, 0.8, 1.0),
        )
        return result_of(wh, reading, stored, note.mode, note.sha256)
    finally:
        reading.close()
