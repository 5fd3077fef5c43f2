"""Small purchases for tests, in the columns that intake hands on."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

import pandas as pd

from jointproc.goods import GoodsAssignment, assign
from jointproc.warehouse import Piece, Warehouse

_DEFAULTS: dict[str, Any] = {
    "region_code": "35.78",
    "buyer": "Dinas Kesehatan",
    "stage": "contracted",
    "fiscal_year": 2025,
    "date": "2025-03-01",
    "text": "Parasetamol",
    "spec": "500 mg",
    "product_code": None,
    "account_code": None,
    "catalogue": None,
    "quantity": "10",
    "unit": "tablet",
    "base_quantity": "10",
    "base_unit": "tablet",
    "unit_price_idr": "100.00",
    "shipping_idr": "0",
    "amount_idr": "1000.00",
    "vendor": "V1",
    "vendor_region_code": None,
    "method": None,
    "baseline_kind": "spot",
    "source_ref": "S1",
    "member": None,
    "price_derived": False,
    "pack_content": None,
}


def purchases(*rows: dict[str, Any]) -> pd.DataFrame:
    """Lines with sensible defaults, numbered from 2."""
    frame = pd.DataFrame([{**_DEFAULTS, **row} for row in rows], columns=list(_DEFAULTS)).astype("object")
    frame.insert(0, "line_no", range(2, len(rows) + 2))
    return frame


def issues(*rows: dict[str, Any]) -> pd.DataFrame:
    """Issue rows in the columns of the table."""
    columns = ["line_no", "column_name", "value", "rule", "severity", "message", "message_template", "message_params"]
    return pd.DataFrame(list(rows), columns=columns).astype("object")


def with_goods(lines: pd.DataFrame, found: GoodsAssignment) -> pd.DataFrame:
    """Lines as the warehouse takes them: with their place, family and good."""
    return lines.assign(
        row_no=range(len(lines)),
        family=found.families.to_numpy(),
        good_id=found.links["good_id"].to_numpy(),
        how=found.links["how"].to_numpy(),
        confidence=found.links["confidence"].to_numpy(),
    )


def dataset(name: str, rows_read: int) -> dict[str, Any]:
    """What the warehouse is told of a file."""
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    return {
        "dataset_id": "d" + sha256[:12],
        "name": name,
        "source_kind": "upload",
        "preset": "jointproc",
        "preset_version": "1",
        "file_name": f"{name}.csv",
        "sha256": sha256,
        "size_bytes": 1,
        "rows_read": rows_read,
        "rows_rejected": 0,
        "mapping": "{}",
        "loaded_at": datetime(2026, 11, 24, 9),
        "loaded_by": "",
        "mode": "append",
        "asked": "{}",
    }


def keep(wh: Warehouse, name: str, *rows: dict[str, Any], replaces: str | None = None, **how: Any) -> str:
    """Store lines as one dataset and return its id; ``how`` goes to ``Warehouse.store``."""
    lines = purchases(*rows)
    found = assign(lines)
    facts = dataset(name, len(lines))
    wh.store(
        facts,
        [Piece(with_goods(lines, found), found.goods)],
        issues(),
        leaves=[replaces] if replaces else [],
        **how,
    )
    return str(facts["dataset_id"])
