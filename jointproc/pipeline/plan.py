"""What each way of storing a file would do, counted before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, Literal

from jointproc.intake import Reading
from jointproc.pipeline.pieces import pieces, silent
from jointproc.regions import region as region_of
from jointproc.text import Message, msg
from jointproc.warehouse import Leaving, Warehouse, warehouse

__all__ = ["MODES", "UPLOAD_KIND", "LoadMode", "LoadPlan", "ModeCounts", "dataset_id_of", "loaded_as", "plan_load"]

LoadMode = Literal["append", "replace", "skip"]
MODES: Final[tuple[LoadMode, ...]] = ("append", "replace", "skip")
UPLOAD_KIND: Final = "upload"


@dataclass(frozen=True, slots=True)
class ModeCounts:
    """What one way of storing would do.

    Attributes:
        stored_n, amount_idr: lines that would be stored and their sum.
        skipped_n: accepted lines that would not be stored because they stand already.
        displaced_n, displaced_amount_idr: stored lines that would give way.
        why_not: why this way is closed; ``None`` when it is open.
    """

    stored_n: int
    amount_idr: Decimal
    skipped_n: int
    displaced_n: int
    displaced_amount_idr: Decimal
    why_not: Message | None = None

    @property
    def possible(self) -> bool:
        """Whether the load may go this way."""
        return self.why_not is None


@dataclass(frozen=True, slots=True)
class LoadPlan:
    """How a reading meets what is stored.

    Attributes:
        dataset_id: the id the file will have.
        same_file: the dataset that was loaded from this very file, if any.
        same_source: datasets of the same source (layout) that hold lines of the same regions, years and stages.
        new_n: accepted lines of the reading.
        repeated_n, repeated_amount_idr: those of them that stand in the warehouse already.
        replaced_n, replaced_amount_idr: stored lines that would give way to a replacement.
        modes: each way of storing, counted.
        suggested: the way that neither doubles nor loses anything.
    """

    dataset_id: str
    same_file: str | None
    same_source: tuple[Leaving, ...]
    new_n: int
    repeated_n: int
    repeated_amount_idr: Decimal
    replaced_n: int
    replaced_amount_idr: Decimal
    modes: dict[LoadMode, ModeCounts]
    suggested: LoadMode

    def to_json(self) -> dict[str, Any]:
        """Stable keys; amounts as decimal text."""
        return {
            "dataset_id": self.dataset_id,
            "same_file": self.same_file,
            "same_source": [
                {
                    "dataset_id": one.dataset_id,
                    "name": one.name,
                    "rows": one.rows_n,
                    "rows_replaced": one.replaced_n,
                    "amount_replaced_idr": str(one.replaced_amount_idr),
                    "whole": one.whole,
                    "regions": [{"code": code, "name": region_of(code).name} for code in one.region_codes],
                    "fiscal_years": list(one.fiscal_years),
                }
                for one in self.same_source
            ],
            "rows_repeated": self.repeated_n,
            "suggested": self.suggested,
            "modes": {
                mode: {
                    "rows_stored": counts.stored_n,
                    "amount_idr": str(counts.amount_idr),
                    "rows_skipped": counts.skipped_n,
                    "rows_displaced": counts.displaced_n,
                    "amount_displaced_idr": str(counts.displaced_amount_idr),
                    "possible": counts.possible,
                }
                for mode, counts in self.modes.items()
            },
        }


def plan_load(reading: Reading, home: Path | None = None, *, source_kind: str = UPLOAD_KIND) -> LoadPlan:
    """Count what appending, replacing and skipping would do; nothing is changed.

    Args:
        reading: what was read; nothing of it is stored yet.
        home: another JOINTPROC_HOME.
        source_kind: ``upload`` or ``sample``; only loads of the same kind replace each other.
    """
    wh = warehouse(home)
    dataset_id = dataset_id_of(reading.sha256)
    same_file = loaded_as(wh, reading.sha256)
    leaves = [same_file] if same_file else []
    found = wh.plan(dataset_id, pieces(reading, silent), preset=reading.preset, source_kind=source_kind, leaves=leaves)
    replaced_n = sum(one.replaced_n for one in found.leaving)
    replaced_amount = sum((one.replaced_amount_idr for one in found.leaving), Decimal(0))
    closed = (
        msg("Berkas ini sudah dimuat; isinya hanya dapat menggantikan yang lama.") if same_file is not None else None
    )
    nothing_new = msg("Semua baris berkas ini sudah ada di gudang data.") if found.standing_n == found.lines_n else None
    none = Decimal(0)
    modes: dict[LoadMode, ModeCounts] = {
        "append": ModeCounts(found.lines_n, found.amount_idr, 0, 0, none, closed),
        "replace": ModeCounts(found.lines_n, found.amount_idr, 0, replaced_n, replaced_amount),
        "skip": ModeCounts(
            found.lines_n - found.standing_n,
            found.amount_idr - found.standing_amount_idr,
            found.standing_n,
            0,
            none,
            closed or nothing_new,
        ),
    }
    return LoadPlan(
        dataset_id=dataset_id,
        same_file=same_file,
        same_source=found.leaving,
        new_n=found.lines_n,
        repeated_n=found.standing_n,
        repeated_amount_idr=found.standing_amount_idr,
        replaced_n=replaced_n,
        replaced_amount_idr=replaced_amount,
        modes=modes,
        suggested=_suggested(same_file, found.standing_n, found.lines_n),
    )


def _suggested(same_file: str | None, repeated_n: int, lines_n: int) -> LoadMode:
    if same_file is not None or (lines_n and repeated_n == lines_n):
        return "replace"
    return "skip" if repeated_n else "append"


def dataset_id_of(sha256: str) -> str:
    """The id of the dataset that comes from a file with this hash."""
    return f"d{sha256[:12]}"


def loaded_as(wh: Warehouse, sha256: str) -> str | None:
    """The dataset that was loaded from the file with this hash."""
    datasets = wh.datasets()
    found = datasets.loc[datasets["sha256"] == sha256, "dataset_id"]
    return None if found.empty else str(found.iloc[0])
