"""Take the last load back, and with it what it displaced."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from jointproc.errors import InputError
from jointproc.pipeline.linking import link_goods
from jointproc.pipeline.originals import settle
from jointproc.pipeline.plan import LoadMode
from jointproc.warehouse import warehouse
from jointproc.workspace import workspace

__all__ = ["LastLoad", "UndoResult", "last_load", "undo_last"]


@dataclass(frozen=True, slots=True)
class LastLoad:
    """The load that can be undone.

    Attributes:
        rows_n: lines it stored and that still stand.
        displaced_rows_n, displaced_amount_idr, displaced_names: what would come back.
    """

    dataset_id: str
    name: str
    mode: LoadMode
    loaded_at: datetime
    loaded_by: str
    rows_n: int
    displaced_rows_n: int
    displaced_amount_idr: Decimal
    displaced_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UndoResult:
    """What an undo did: the dataset that left, and the datasets that came back, whole or in part."""

    dataset_id: str
    name: str
    rows_removed: int
    rows_restored: int
    amount_restored_idr: Decimal
    restored: list[str]

    def to_json(self) -> dict[str, Any]:
        """Stable keys; the amount as decimal text."""
        return {**asdict(self), "amount_restored_idr": str(self.amount_restored_idr)}


def last_load(home: Path | None = None) -> LastLoad | None:
    """The load that can be undone; ``None`` when there is none. A restart does not change it, a rebuild ends it."""
    found = warehouse(home).last_load()
    if found.empty:
        return None
    row = found.iloc[0]
    return LastLoad(
        dataset_id=row["dataset_id"],
        name=row["name"],
        mode=row["mode"],
        loaded_at=row["loaded_at"].to_pydatetime(),
        loaded_by=row["loaded_by"],
        rows_n=int(row["rows_n"]),
        displaced_rows_n=int(row["displaced_rows_n"]),
        displaced_amount_idr=Decimal(row["displaced_amount_text"]),
        displaced_names=tuple(json.loads(row["displaced_names"])),
    )


def undo_last(home: Path | None = None, by: str = "", *, expected: str | None = None) -> UndoResult:
    """Restore exactly what was there before the last load.

    Args:
        home: another JOINTPROC_HOME.
        by: who undoes it; goes to the audit trail of the workspace.
        expected: the dataset the caller saw as the last load; when somebody loaded another one meanwhile, nothing is
            undone.

    Raises:
        InputError: there is nothing to undo, or the last load is not the expected one.
    """
    wh = warehouse(home)
    last = last_load(home)
    if last is None:
        raise InputError("Tidak ada pemuatan yang dapat diurungkan.")
    wh.undo(expected or last.dataset_id)
    settle(wh)
    link_goods(home)
    if home is None:
        workspace().note(by=by, what="undo_load", about=last.dataset_id, before=last.name, after="")
    return UndoResult(
        dataset_id=last.dataset_id,
        name=last.name,
        rows_removed=last.rows_n,
        rows_restored=last.displaced_rows_n,
        amount_restored_idr=last.displaced_amount_idr,
        restored=list(last.displaced_names),
    )
