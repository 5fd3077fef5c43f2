"""Read a file and store it; or store what a screen has read and shown."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from jointproc.errors import InputError
from jointproc.intake import Reading, Recipe, read
from jointproc.intake.personal import mask_row
from jointproc.pipeline.linking import link_goods
from jointproc.pipeline.originals import keep_original, settle
from jointproc.pipeline.pieces import Progress, part_of, patient, pieces
from jointproc.pipeline.plan import MODES, UPLOAD_KIND, LoadMode, LoadPlan, dataset_id_of, loaded_as, plan_load
from jointproc.regions import region as region_of
from jointproc.sample import SAMPLE_TITLE, sample_files
from jointproc.text import msg
from jointproc.warehouse import Originals, Warehouse, file_sha256, warehouse
from jointproc.warehouse.changes import Run, StoredChange
from jointproc.workspace import workspace

__all__ = ["LoadResult", "ensure_sample", "load", "result_of", "store", "store_lines"]

SAMPLE_KIND: Final = "sample"


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What became of one file; ``to_json`` has the keys of ``load --json``.

    Attributes:
        rows_accepted: lines stored (of a dry run: that would be stored by appending); with ``rows_rejected`` and
            ``rows_skipped`` these are ``rows_read``.
        rows_displaced: stored lines that gave way, of the datasets in ``replaced``.
        plan: of a dry run, what each way of storing would do.
    """

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
    mode: LoadMode = "append"
    dry_run: bool = False
    rows_skipped: int = 0
    rows_displaced: int = 0
    replaced: list[str] = field(default_factory=list)
    dropped_columns: list[str] = field(default_factory=list)
    plan: LoadPlan | None = None

    def to_json(self) -> dict[str, Any]:
        """The stable JSON form; amounts are decimal text, so that no rupiah is lost in a reader's float."""
        found = {**asdict(replace(self, plan=None)), "amount_idr": str(self.amount_idr)}
        found.pop("plan")
        return found if self.plan is None else {**found, "plan": self.plan.to_json()}


def load(
    path: Path,
    *,
    preset: str = "auto",
    recipe: Recipe | None = None,
    region: str | None = None,
    year: int | None = None,
    mode: LoadMode = "append",
    dry_run: bool = False,
    name: str | None = None,
    loaded_by: str = "",
    source_kind: str = UPLOAD_KIND,
    region_answers: Mapping[str, str] | None = None,
    conventions: Mapping[str, str] | None = None,
    home: Path | None = None,
    progress: Progress | None = None,
) -> LoadResult:
    """Read a file and store it: all of its accepted rows, or nothing.

    Args:
        path: the file.
        preset: a preset's name, or ``auto`` to recognise the layout.
        recipe: a mapping made by a person; goes before ``preset``.
        region: Kemendagri code for files that name no region.
        year: fiscal year for files that name none.
        mode: ``append`` adds the lines and refuses a file that was loaded before; ``replace`` takes the place of the
            lines of the same source for the same regions, years and stages; ``skip`` stores only lines that do not
            stand yet.
        dry_run: read and count, store nothing.
        name: what the dataset is called on screen; the file's name by default.
        loaded_by: who loads it.
        source_kind: ``upload`` or ``sample``.
        region_answers: spelling → Kemendagri code or ``-``, besides those remembered in the workspace.
        conventions: number column → how its numbers are written.
        home: another JOINTPROC_HOME.
        progress: told the share done (0–1) and what is being done; an exception from it cancels the load.

    Raises:
        InputError: the file can't be read or was loaded already. Nothing stored has changed.
    """
    path = Path(path)
    wh = warehouse(home)
    if not path.is_file():
        raise InputError("Berkas {name} tidak ada: periksa nama dan foldernya.", name=str(path))
    if mode not in MODES:
        raise InputError("Cara memuat {mode} tidak dikenal: pakai {known}.", mode=mode, known=", ".join(MODES))
    if region is not None:
        region_of(region)
    if not dry_run:
        _refuse_again(wh, file_sha256(path), path.name, mode)
    # what people answered belongs to this home's workspace; another home has its own
    remembered = workspace().region_answers() if home is None else {}
    answers = {**remembered, **(region_answers or {})}
    reading = read(
        path,
        preset=preset,
        recipe=recipe,
        region=region,
        year=year,
        name=name,
        region_answers=answers,
        conventions=conventions,
        progress=part_of(progress, 0.0, 0.8),
    )
    try:
        if dry_run:
            return _dry(reading, path, name, mode, source_kind, home)
        return store(
            reading,
            path,
            mode=mode,
            region=region,
            year=year,
            recipe=recipe,
            conventions=conventions,
            name=name,
            loaded_by=loaded_by,
            source_kind=source_kind,
            home=home,
            progress=part_of(progress, 0.8, 1.0),
        )
    finally:
        reading.close()


def store(
    reading: Reading,
    path: Path,
    *,
    mode: LoadMode = "append",
    replaces: str | None = None,
    region: str | None = None,
    year: int | None = None,
    recipe: Recipe | None = None,
    conventions: Mapping[str, str] | None = None,
    name: str | None = None,
    loaded_by: str = "",
    source_kind: str = UPLOAD_KIND,
    home: Path | None = None,
    progress: Progress | None = None,
) -> LoadResult:
    """Store what was read from ``path``: the second half of :func:`load`, for screens that show the reading first.

    Args:
        mode: see :func:`load`.
        replaces: a dataset that leaves, whole; the same file may then be loaded again in any mode.
        region, year, recipe, conventions: as given to ``read``; they are kept so that the file can be read again.

    Raises:
        InputError: no row could be accepted (the sentence names the commonest reason), the file was loaded already,
            or with ``skip`` no line is new. Nothing stored has changed.
    """
    began = time.perf_counter()
    wh = warehouse(home)
    if not reading.rows_accepted:
        raise _nothing_accepted(reading, path)
    already = replaces or _refuse_again(wh, reading.sha256, path.name, mode)
    settle(wh)
    moment = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    asked = {
        "region": region,
        "year": year,
        "recipe": recipe.to_json() if recipe else None,
        "region_answers": {one.text: one.code or "-" for one in reading.spellings if one.by_person},
        "conventions": dict(conventions or {}),
    }
    originals = Originals(wh.home)
    was_kept = originals.has(reading.sha256)
    try:
        # The original first: a warehouse row without its original could not be rebuilt, the reverse is harmless.
        keep_original(originals, reading, path, reading.sha256)
        stored = store_lines(
            wh,
            reading,
            {
                "name": name or path.name,
                "source_kind": source_kind,
                "file_name": path.name,
                "sha256": reading.sha256,
                "size_bytes": path.stat().st_size,
                "loaded_at": moment,
                "loaded_by": loaded_by,
                "mode": mode,
                "asked": json.dumps(asked, ensure_ascii=False),
            },
            leaves=[already] if already else [],
            same_source=mode == "replace",
            only_new=mode == "skip",
            progress=part_of(progress, 0.0, 0.9),
        )
    except BaseException:
        if not was_kept:
            originals.forget(reading.sha256)
        raise
    settle(wh)
    link_goods(home, patient(part_of(progress, 0.9, 1.0)))
    patient(part_of(progress, 0.0, 1.0))(1.0, msg("Selesai"))
    return result_of(wh, reading, stored, mode, reading.sha256, seconds=time.perf_counter() - began)


def store_lines(
    wh: Warehouse,
    reading: Reading,
    facts: Mapping[str, Any],
    *,
    leaves: Sequence[str] = (),
    same_source: bool = False,
    only_new: bool = False,
    left_out: Sequence[Run] = (),
    progress: Progress | None = None,
) -> StoredChange:
    """Store the lines of a reading as one dataset; ``facts`` are its columns that the reading does not know."""
    tell = part_of(progress, 0.0, 0.9)
    tell(0.0, msg("Mencocokkan barang"))
    issues = reading.issues
    # which cell of such a row is whose is not known: numbers that may be a person's are masked
    unread = issues["rule"] == "row_misaligned"
    if unread.any():
        issues = issues.assign(value=issues["value"].where(~unread, issues["value"].map(mask_row, na_action="ignore")))
    return wh.store(
        {
            **facts,
            "dataset_id": dataset_id_of(facts["sha256"]),
            "preset": reading.preset,
            "preset_version": str(reading.preset_version),
            "rows_read": reading.rows_read,
            "rows_rejected": reading.rows_rejected,
            "mapping": json.dumps(reading.columns, ensure_ascii=False),
        },
        pieces(reading, tell, left_out),
        issues,
        leaves=leaves,
        same_source=same_source,
        only_new=only_new,
        left_out=left_out,
    )


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
            home=home,
            progress=part_of(progress, position / len(files), (position + 1) / len(files)),
        )
    wh.end_undo()
    wh.is_new = False
    return True


def _refuse_again(wh: Warehouse, sha256: str, file_name: str, mode: LoadMode) -> str | None:
    """The dataset that this very file was loaded as; only a replacement may load it again."""
    already = loaded_as(wh, sha256)
    if already is not None and mode != "replace":
        raise InputError(
            "Berkas {name} sudah dimuat sebagai dataset {dataset}; tidak ada yang diubah. "
            "Pakai --mode replace untuk memuatnya ulang.",
            name=file_name,
            dataset=already,
        )
    return already


def _dry(
    reading: Reading, path: Path, name: str | None, mode: LoadMode, source_kind: str, home: Path | None
) -> LoadResult:
    plan = plan_load(reading, home, source_kind=source_kind)
    counts = plan.modes[mode]
    return LoadResult(
        dataset_id=plan.dataset_id,
        name=name or path.name,
        preset=reading.preset,
        rows_read=reading.rows_read,
        rows_accepted=counts.stored_n,
        rows_rejected=reading.rows_rejected,
        amount_idr=counts.amount_idr,
        regions=reading.regions.to_dict("records"),
        unresolved_regions=reading.unresolved.to_dict("records"),
        issues=dict(sorted(reading.issue_counts.items())),
        fiscal_years=[int(y) for y in reading.fiscal_years],
        seconds=round(reading.seconds, 3),
        mode=mode,
        dry_run=True,
        rows_skipped=counts.skipped_n,
        rows_displaced=counts.displaced_n,
        replaced=[one.name for one in plan.same_source] if mode == "replace" else [],
        dropped_columns=list(reading.dropped_columns),
        plan=plan,
    )


def result_of(
    wh: Warehouse, reading: Reading, stored: StoredChange, mode: LoadMode, sha256: str, seconds: float = 0.0
) -> LoadResult:
    """What became of a file, as the warehouse now says."""
    dataset_id = dataset_id_of(sha256)
    datasets = wh.datasets()
    row = datasets.loc[datasets["dataset_id"] == dataset_id].iloc[0]
    regions = [
        {
            "code": one.region_code,
            "name": region_of(one.region_code).name,
            "rows": int(one.lines_n),
            "amount_idr": one.amount_text,
        }
        for one in wh.query("dataset_regions", dataset_id=dataset_id).itertuples()
    ]
    return LoadResult(
        dataset_id=dataset_id,
        name=str(row["name"]),
        preset=reading.preset,
        rows_read=reading.rows_read,
        rows_accepted=int(row["rows_accepted"]),
        rows_rejected=reading.rows_rejected,
        amount_idr=Decimal(row["amount_text"]),
        regions=regions,
        unresolved_regions=reading.unresolved.to_dict("records"),
        issues=dict(sorted(reading.issue_counts.items())),
        fiscal_years=[int(y) for y in str(row["fiscal_years"]).split(",") if y],
        seconds=round(reading.seconds + seconds, 3),
        mode=mode,
        rows_skipped=stored.skipped_n,
        rows_displaced=sum(one.replaced_n for one in stored.leaving),
        replaced=[one.name for one in stored.leaving],
        dropped_columns=list(reading.dropped_columns),
    )


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
