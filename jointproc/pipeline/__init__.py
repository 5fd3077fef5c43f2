"""The way in, as one step: a file is read, its purchases get their goods, and all of it is stored, or nothing."""

from jointproc.pipeline.lines import read_original
from jointproc.pipeline.linking import decide_match, item_of, link_goods, take_back_match
from jointproc.pipeline.load import LoadResult, ensure_sample, load, store
from jointproc.pipeline.originals import forget
from jointproc.pipeline.pieces import Progress
from jointproc.pipeline.plan import LoadMode, LoadPlan, ModeCounts, dataset_id_of, plan_load
from jointproc.pipeline.rebuild import rebuild
from jointproc.pipeline.undo import LastLoad, UndoResult, last_load, undo_last

__all__ = [
    "LastLoad",
    "LoadMode",
    "LoadPlan",
    "LoadResult",
    "ModeCounts",
    "Progress",
    "UndoResult",
    "dataset_id_of",
    "decide_match",
    "ensure_sample",
    "forget",
    "item_of",
    "last_load",
    "link_goods",
    "load",
    "plan_load",
    "read_original",
    "rebuild",
    "store",
    "take_back_match",
    "undo_last",
]
