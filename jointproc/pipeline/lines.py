"""A stored file read once more from its kept original, for those who want to see its rows."""

from __future__ import annotations

from pathlib import Path

from jointproc.errors import InputError
from jointproc.intake import Reading
from jointproc.pipeline.originals import settle
from jointproc.pipeline.rebuild import read_again
from jointproc.warehouse import Originals, warehouse

__all__ = ["read_original"]


def read_original(dataset_id: str, home: Path | None = None) -> Reading:
    """A dataset's file as it was read when it was loaded; close it after use.

    Cells of personal data are masked where the file is kept without them.

    Raises:
        InputError: the dataset or its original is not there.
    """
    wh = warehouse(home)
    settle(wh)
    found = next(((path, note) for path, note in Originals(wh.home).noted() if note.dataset_id == dataset_id), None)
    if found is None:
        raise InputError("Berkas asli dataset {dataset} tidak ada: muat ulang berkasnya.", dataset=dataset_id)
    return read_again(*found)
