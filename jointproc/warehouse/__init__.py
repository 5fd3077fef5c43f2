"""The DuckDB store of everything that can be recomputed: datasets, purchases, issues, goods."""

from jointproc.warehouse.changes import Leaving, Piece, PlannedChange, StoredChange
from jointproc.warehouse.originals import LoadNote, Originals, file_sha256, keeps_personal
from jointproc.warehouse.scope import BOUGHT, STAGES, Scope
from jointproc.warehouse.store import SCHEMA_VERSION, Warehouse, close_warehouses, warehouse

__all__ = [
    "BOUGHT",
    "SCHEMA_VERSION",
    "STAGES",
    "Leaving",
    "LoadNote",
    "Originals",
    "Piece",
    "PlannedChange",
    "Scope",
    "StoredChange",
    "Warehouse",
    "close_warehouses",
    "file_sha256",
    "keeps_personal",
    "warehouse",
]
