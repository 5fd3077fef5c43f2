"""The way in, as one step: a file is read, its purchases get their goods, and all of it is stored, or nothing."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, Literal

from jointproc import settings
from jointproc.errors import InputError
from jointproc.goods import assign
from jointproc.intake import Reading, read
from jointproc.regions import region as region_of
from jointproc.sample import SAMPLE_TITLE, sample_files
from jointproc.text import Message, msg
from jointproc.warehouse import LoadNote, Originals, Warehouse, close_warehouses, file_sha256, warehouse

__all__ = ["LoadMode", "LoadResult", "Progress", "dataset_id_of", "ensure_sample", "forget", "load", "rebuild", "store"]

Progress = Callable[[float, Message], None]
LoadMode = Literal["append", "replace"]
SAMPLE_KIND: Final = "sample"
UPLOAD_KIND: Final = "upload"


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What became of one file; ``to_json`` has the keys of ``load --json``."""

    dataset_id: str
    name: str
    preset: str
    rows_read: int
    rows_accepted: int
    rows_rejected: int
    amount_idr: Decimal
    regions: list[dict[str, Any]]
    unresolved_regions: list[dict[str, Any]]
    issues: dict[str, int]
    fiscal_years: list[int]
    seconds: float = field(compare=False)

    def to_json(self) -> dict[str, Any]:
        """The stable JSON form; amounts are decimal text, so that no rupiah is lost in a reader's float."""
        return {**asdict(self), "amount_idr": str(self.amount_idr)}


def dataset_id_of(sha256: str) -> str:
    """The id of the dataset that comes from a file with this hash."""
    return f"d{sha256[:12]}"


def load(
    path: Path,
    *,
    preset: str = "auto",
    region: str | None = None,
    year: int | None = None,
    mode: LoadMode = "append",
    name: str | None = None,
    loaded_by: str = "",
    source_kind: str = UPLOAD_KIND,
    home: Path | None = None,
    progress: Progress | None = None,
) -> LoadResult:
    """Read a file and store it: all of its accepted rows, or nothing.

    Args:
        path: the file.
        preset: a preset's name, or ``auto`` to recognise the layout.
        region: Kemendagri code for files that name no region.
        year: fiscal year for files that name none.
        mode: ``replace`` takes the place of an earlier load of the very same file; ``append`` refuses it.
        name: what the dataset is called on screen; the file's name by default.
        loaded_by: who loads it.
        source_kind: ``upload`` or ``sample``.
        home: another JOINTPROC_HOME.
        progress: told the share done (0–1) and what is being done; an exception from it cancels the load.

    Raises:
        InputError: the file can't be read or was loaded already. Nothing stored has changed.
    """
    path = Path(path)
    wh = warehouse(home)
    if not path.is_file():
        raise InputError("Berkas {name} tidak ada: periksa nama dan foldernya.", name=str(path))
    if region is not None:
        region_of(region)
    sha256 = file_sha256(path)
    already = _loaded(wh, sha256)
    if already is not None and mode == "append":
        raise InputError(
            "Berkas {name} sudah dimuat sebagai dataset {dataset}; tidak ada yang diubah. "
            "Pakai --replace untuk memuatnya ulang.",
            name=path.name,
            dataset=already,
        )
    reading = read(path, preset=preset, region=region, year=year, name=name, progress=_part(progress, 0.0, 0.8))
    return store(
        reading,
        path,
        region=region,
        year=year,
        name=name,
        loaded_by=loaded_by,
        source_kind=source_kind,
        replaces=already,
        home=home,
        progress=_part(progress, 0.8, 1.0),
    )


def store(
    reading: Reading,
    path: Path,
    *,
    region: str | None = None,
    year: int | None = None,
    name: str | None = None,
    loaded_by: str = "",
    source_kind: str = UPLOAD_KIND,
    replaces: str | None = None,
    loaded_at: datetime | None = None,
    home: Path | None = None,
    progress: Progress | None = None,
) -> LoadResult:
    """Store what was read from ``path``: the second half of :func:`load`, for screens that show the reading first.

    Raises:
        InputError: no row could be accepted; the sentence names the commonest reason.
    """
    began = time.perf_counter()
    wh = warehouse(home)
    tell = progress or _silent
    if reading.purchases.empty:
        raise _nothing_accepted(reading, path)
    tell(0.1, msg("Mencocokkan barang"))
    assignment = assign(reading.purchases)
    purchases = reading.purchases.assign(
        family=assignment.families.to_numpy(), good_id=assignment.links["good_id"].to_numpy()
    )
    moment = loaded_at or datetime.now(timezone.utc).replace(tzinfo=None, microsecond=0)
    dataset_id = dataset_id_of(reading.sha256)
    title = name or path.name
    rejected_n = reading.rows_read - len(purchases)
    tell(0.5, msg("Menyimpan ke gudang data"))
    # The original first: a warehouse row without its original could not be rebuilt, the reverse is harmless.
    originals = Originals(wh.home)
    originals.keep(path, reading.sha256)
    wh.store(
        {
            "dataset_id": dataset_id,
            "name": title,
            "source_kind": source_kind,
            "preset": reading.preset,
            "preset_version": str(reading.preset_version),
            "file_name": path.name,
            "sha256": reading.sha256,
            "size_bytes": path.stat().st_size,
            "rows_read": reading.rows_read,
            "rows_accepted": len(purchases),
            "rows_rejected": rejected_n,
            "amount_idr": str(reading.amount_idr),
            "fiscal_years": ",".join(str(y) for y in reading.fiscal_years),
            "mapping": json.dumps(reading.columns, ensure_ascii=False),
            "loaded_at": moment,
            "loaded_by": loaded_by,
        },
        purchases=purchases,
        issues=reading.issues,
        goods=assignment.goods,
        links=assignment.links,
        replaces=replaces,
    )
    originals.note(
        reading.sha256,
        LoadNote(
            dataset_id, title, path.name, reading.preset, region, year, source_kind, moment.isoformat(), loaded_by
        ),
    )
    tell(1.0, msg("Selesai"))
    regions = [
        {
            "code": row.region_code,
            "name": region_of(row.region_code).name,
            "rows": int(row.lines_n),
            "amount_idr": row.amount_text,
        }
        for row in wh.query("dataset_regions", dataset_id=dataset_id).itertuples()
    ]
    return LoadResult(
        dataset_id=dataset_id,
        name=title,
        preset=reading.preset,
        rows_read=reading.rows_read,
        rows_accepted=len(purchases),
        rows_rejected=rejected_n,
        amount_idr=reading.amount_idr,
        regions=regions,
        unresolved_regions=reading.unresolved.to_dict("records"),
        issues={str(k): int(v) for k, v in reading.issues["rule"].value_counts().sort_index().items()},
        fiscal_years=[int(y) for y in reading.fiscal_years],
        seconds=round(reading.seconds + time.perf_counter() - began, 3),
    )


def forget(dataset_id: str, home: Path | None = None) -> None:
    """Remove a dataset, its lines and its kept original. Raises ``InputError`` for an unknown id."""
    wh = warehouse(home)
    datasets = wh.datasets()
    wh.forget(dataset_id)
    for sha256 in datasets.loc[datasets["dataset_id"] == dataset_id, "sha256"]:
        Originals(wh.home).forget(sha256)


def rebuild(home: Path | None = None, progress: Progress | None = None) -> list[LoadResult]:
    """Make the warehouse anew from the kept originals, in the order they were loaded.

    The old file is replaced only when the new one is complete.
    """
    where = (home or settings.home()).resolve()
    originals = list(Originals(where).noted())
    fresh = where / ".rebuild"
    _clear(fresh)
    results = []
    try:
        for position, (path, note) in enumerate(originals):
            part = _part(progress, position / len(originals), (position + 1) / len(originals))
            reading = read(path, preset=note.preset, region=note.region, year=note.year, name=note.name, progress=part)
            results.append(
                store(
                    reading,
                    path,
                    region=note.region,
                    year=note.year,
                    name=note.name,
                    loaded_by=note.loaded_by,
                    source_kind=note.source_kind,
                    loaded_at=datetime.fromisoformat(note.loaded_at),
                    home=fresh,
                )
            )
        warehouse(fresh)
        close_warehouses()
        for leftover in where.glob("warehouse.duckdb.wal"):
            leftover.unlink()
        (fresh / "warehouse.duckdb").replace(where / "warehouse.duckdb")
    finally:
        _clear(fresh)
    return results


def ensure_sample(home: Path | None = None, progress: Progress | None = None) -> bool:
    """Load the sample data into a warehouse that has just been created; True when it did.

    A user who has forgotten the sample does not get it back: only a brand-new warehouse is filled.
    """
    wh = warehouse(home)
    if not wh.is_new or not wh.datasets().empty:
        return False
    files = sample_files()
    for position, path in enumerate(files):
        load(
            path,
            name=f"{SAMPLE_TITLE} · {path.name.split('.')[0]}",
            source_kind=SAMPLE_KIND,
            mode="replace",
            home=home,
            progress=_part(progress, position / len(files), (position + 1) / len(files)),
        )
    wh.is_new = False
    return True


def _loaded(wh: Warehouse, sha256: str) -> str | None:
    datasets = wh.datasets()
    found = datasets.loc[datasets["sha256"] == sha256, "dataset_id"]
    return None if found.empty else str(found.iloc[0])


def _nothing_accepted(reading: Reading, path: Path) -> InputError:
    rejects = reading.issues.loc[reading.issues["severity"] == "reject"]
    if rejects.empty:
        return InputError(
            "Berkas {name} tidak memuat baris belanja: periksa apakah lembar yang benar sudah diisi.", name=path.name
        )
    commonest = rejects["rule"].value_counts().index[0]
    example = rejects.loc[rejects["rule"] == commonest].iloc[0]
    return InputError(
        "Tidak satu pun baris berkas {name} dapat diterima; contohnya baris {line}: {reason}",
        name=path.name,
        line=int(example["line_no"]),
        reason=example["message"],
    )


def _silent(_share: float, _sentence: Message) -> None:
    return None


def _part(progress: Progress | None, start: float, end: float) -> Progress:
    """A progress report that fills only the stretch from ``start`` to ``end`` of a longer one."""
    if progress is None:
        return _silent
    return lambda share, sentence: progress(start + (end - start) * min(max(share, 0.0), 1.0), sentence)


def _clear(folder: Path) -> None:
    if folder.exists():
        for path in sorted(folder.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        folder.rmdir()
