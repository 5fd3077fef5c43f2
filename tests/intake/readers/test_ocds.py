"""Open Contracting releases: one row an item, and the same money never twice."""

from __future__ import annotations

import json
from typing import Any

from jointproc.intake import read_bytes
from jointproc.intake.readers.ocds import is_ocds, item_rows

ITEM = {
    "id": "1",
    "description": "Amoksisilin 500 mg",
    "quantity": 8,
    "unit": {"name": "tablet", "value": {"amount": 100, "currency": "IDR"}},
}
TENDER: dict[str, Any] = {
    "ocid": "o-1",
    "id": "1",
    "date": "2025-02-01",
    "tag": ["tender"],
    "buyer": {"name": "Kota Surabaya"},
    "tender": {"id": "t", "title": "Obat", "value": {"amount": 900, "currency": "IDR"}},
}
CONTRACT: dict[str, Any] = {
    "ocid": "o-1",
    "id": "2",
    "date": "2025-03-01",
    "tag": ["contract"],
    "awards": [{"id": "a", "suppliers": [{"name": "PT X"}], "value": {"amount": 810}}],
    "contracts": [{"id": "c", "awardID": "a", "value": {"amount": 800}, "dateSigned": "2025-03-02", "items": [ITEM]}],
}


def test_the_most_final_level_speaks_for_the_process() -> None:
    rows, version = item_rows({"version": "1.1", "releases": [TENDER, CONTRACT]})
    assert version == "1.1"
    assert [(r["level"], r["quantity"], r["unit_price"], r["supplier"]) for r in rows] == [("contract", 8, 100, "PT X")]
    assert [r["level"] for r in item_rows({"releases": [TENDER]})[0]] == ["tender"]


def test_packages_records_and_lines_give_the_same() -> None:
    package = json.dumps({"version": "1.1", "releases": [TENDER, CONTRACT]})
    record = json.dumps({"records": [{"ocid": "o-1", "releases": [TENDER, CONTRACT]}]})
    lines = json.dumps(TENDER) + "\n" + json.dumps(CONTRACT)
    compiled = json.dumps({"records": [{"ocid": "o-1", "compiledRelease": {**TENDER, **CONTRACT}}]})
    for text in (package, record, lines, compiled):
        reading = read_bytes(text.encode(), "x.json")
        assert (reading.preset, reading.rows_accepted, reading.amount_idr) == ("ocds", 1, 800)
        assert reading.purchases["vendor"].tolist() == ["PT X"]


def test_items_without_prices_leave_the_value_whole() -> None:
    bare = [{"id": str(i), "description": f"Barang {i}", "quantity": 2} for i in range(3)]
    contract = {**CONTRACT, "contracts": [{**CONTRACT["contracts"][0], "items": bare}]}
    rows, _version = item_rows({"releases": [contract]})
    assert [(r["amount"], r["item_description"]) for r in rows] == [(800, "Barang 0; Barang 1; Barang 2")]


def test_a_contract_without_items_takes_those_of_its_award() -> None:
    award = {"id": "a", "items": [ITEM]}
    contract = {**CONTRACT, "awards": [award], "contracts": [{"id": "c", "awardID": "a", "value": {"amount": 800}}]}
    assert item_rows({"releases": [contract]})[0][0]["item_description"] == "Amoksisilin 500 mg"


def test_what_is_no_ocds() -> None:
    assert not is_ocds([{"kd_rup": 1}])
    assert not is_ocds({"data": [{"ocid": "x"}]})
    # a flat table with an ocid column is a table
    assert not is_ocds([{"ocid": "x", "tender_title": "Obat", "award_value_amount": 5}])
