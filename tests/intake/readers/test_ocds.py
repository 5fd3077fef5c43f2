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


def _amounts(release: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(row["level"], row["amount"]) for row in item_rows({"releases": [{"ocid": "o", **release}]})[0]]


def test_each_award_is_told_by_its_contract_or_by_itself() -> None:
    awards = [{"id": "a", "value": {"amount": 100}}, {"id": "b", "value": {"amount": 200}}]
    signed = {"id": "c", "awardID": "a", "value": {"amount": 90}}
    assert _amounts({"awards": awards, "contracts": [signed]}) == [("contract", 90), ("award", 200)]
    # a contract without a value of its own leaves its award to speak
    unvalued = [signed, {"id": "d", "awardID": "b"}]
    assert _amounts({"awards": awards, "contracts": unvalued}) == [("contract", 90), ("award", 200)]
    # one that names no award may be of either: nothing is counted twice
    assert _amounts({"awards": awards, "contracts": [{"id": "c", "value": {"amount": 290}}]}) == [("contract", 290)]


def test_two_contracts_of_one_award_share_its_items_with_nobody() -> None:
    award = {"id": "a", "value": {"amount": 800}, "items": [ITEM]}
    contracts = [{"id": str(i), "awardID": "a", "value": {"amount": 400}} for i in range(2)]
    assert _amounts({"awards": [award], "contracts": contracts}) == [("contract", 400)] * 2


def test_the_value_of_partly_priced_items_is_whole() -> None:
    items = [ITEM, {"id": "2", "description": "Kapas", "quantity": 3}]
    assert _amounts({"awards": [{"id": "a", "value": {"amount": 1000}, "items": items}]}) == [("award", 1000)]


def test_the_currency_of_the_value_counts_for_its_items() -> None:
    item = {**ITEM, "unit": {"name": "tablet", "value": {"amount": 100}}}
    release = {"ocid": "o", "awards": [{"id": "a", "value": {"amount": 800, "currency": "USD"}, "items": [item]}]}
    assert [row["currency"] for row in item_rows({"releases": [release]})[0]] == ["USD"]


def test_null_takes_away_what_an_earlier_release_said() -> None:
    later = {"ocid": "o-1", "id": "2", "date": "2025-02-02", "tender": {"value": {"amount": None}, "title": "Obat B"}}
    budget = {"planning": {"budget": {"amount": {"amount": 950, "currency": "IDR"}}}}
    rows = item_rows({"releases": [later, {**TENDER, **budget}]})[0]
    assert [(row["level"], row["amount"], row["title"]) for row in rows] == [("planning", 950, "Obat B")]


def test_a_versioned_release_is_read_as_it_last_was() -> None:
    def told(*values: Any) -> list[dict[str, Any]]:
        return [{"releaseID": str(i), "releaseDate": f"2025-01-0{i + 1}", "value": v} for i, v in enumerate(values)]

    versioned = {
        "ocid": "o-1",
        "buyer": {"name": told("Kota Surabaya")},
        "awards": [{"id": "a", "value": {"amount": told(700, 800), "currency": told("IDR")}}],
    }
    rows = item_rows({"records": [{"ocid": "o-1", "versionedRelease": versioned}]})[0]
    assert [(row["level"], row["amount"], row["buyer_name"]) for row in rows] == [("award", 800, "Kota Surabaya")]


def test_what_is_no_ocds() -> None:
    assert not is_ocds([{"kd_rup": 1}])
    assert not is_ocds({"data": [{"ocid": "x"}]})
    # a flat table with an ocid column is a table
    assert not is_ocds([{"ocid": "x", "tender_title": "Obat", "award_value_amount": 5}])
