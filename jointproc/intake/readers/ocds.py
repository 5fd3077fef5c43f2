"""Open Contracting releases and records as rows: one for each item, money counted once.

A process tells the same money several times: budget, tender value, award, contract. The most final level that names
values speaks for the process (contract, else award, else tender, else budget), and its other levels are left out.
Releases of one process are merged by the rule of the standard for the fields used here: later releases replace
earlier ones, lists are merged by ``id`` (https://standard.open-contracting.org/latest/en/schema/merging/).
"""

from __future__ import annotations

from typing import Any, Final

__all__ = ["is_ocds", "item_rows"]

_PARTS: Final = ("tender", "awards", "contracts", "planning", "buyer", "compiledRelease", "releases")
_STAGES: Final = {"contract": "contracted", "award": "contracted", "tender": "planned", "planning": "planned"}


def is_ocds(data: Any) -> bool:
    """Whether parsed JSON is a release package, a record package, or a list of releases."""
    if isinstance(data, dict):
        return bool(_list(data.get("releases")) or _list(data.get("records"))) and any(
            isinstance(one, dict) and "ocid" in one for one in _list(data.get("releases")) + _list(data.get("records"))
        )
    return bool(isinstance(data, list) and data) and all(
        isinstance(one, dict) and ("ocid" in one or is_ocds(one)) and ("ocid" not in one or _is_release(one))
        for one in data[:50]
    )


def _is_release(one: dict[str, Any]) -> bool:
    return any(
        isinstance(one.get(key), dict | list)
        for key in ("tender", "awards", "contracts", "planning", "buyer", "compiledRelease", "releases")
    )


def item_rows(data: Any) -> tuple[list[dict[str, Any]], str]:
    """Flat rows of all processes and the version of the standard the package names."""
    packages = data if isinstance(data, list) else [data]
    version = next((str(p["version"]) for p in packages if isinstance(p, dict) and p.get("version")), "1.0")
    releases: dict[str, list[dict[str, Any]]] = {}
    for package in packages:
        for one in _releases(package):
            releases.setdefault(str(one.get("ocid") or id(one)), []).append(one)
    rows = []
    for several in releases.values():
        several.sort(key=lambda one: str(one.get("date") or ""))
        merged: dict[str, Any] = {}
        for one in several:
            merged = _merge(merged, one)
        rows.extend(_rows(merged))
    return rows, version


def _releases(package: Any) -> list[dict[str, Any]]:
    if not isinstance(package, dict):
        return []
    if _list(package.get("releases")) and "ocid" not in package:
        return [one for one in package["releases"] if isinstance(one, dict)]
    if _list(package.get("records")):
        found: list[dict[str, Any]] = []
        for record in package["records"]:
            if isinstance(record, dict):
                compiled = record.get("compiledRelease")
                inner = [compiled] if isinstance(compiled, dict) else _list(record.get("releases"))
                found.extend({"ocid": record.get("ocid"), **one} for one in inner if isinstance(one, dict))
        return found
    return [package]


def _merge(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **{key: _merge(old.get(key), value) for key, value in new.items() if value is not None}}
    if isinstance(old, list) and isinstance(new, list) and all(isinstance(x, dict) and "id" in x for x in old + new):
        by_id = {str(x["id"]): x for x in old}
        for one in new:
            by_id[str(one["id"])] = _merge(by_id.get(str(one["id"]), {}), one)
        return list(by_id.values())
    return new


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        return ", ".join(str(v) for v in value) or None
    return None if value is None or value == "" else str(value)


def _amount(holder: Any) -> Any:
    return _dict(_dict(holder).get("value")).get("amount")


def _rows(release: dict[str, Any]) -> list[dict[str, Any]]:
    tender, common = _dict(release.get("tender")), _common(release)
    contracts = [c for c in _list(release.get("contracts")) if isinstance(c, dict)]
    awards = [a for a in _list(release.get("awards")) if isinstance(a, dict)]
    by_award = {str(a.get("id")): a for a in awards}
    if any(_amount(c) is not None or _priced(c) for c in contracts):
        found: list[dict[str, Any]] = []
        for contract in contracts:
            award = by_award.get(str(contract.get("awardID")), {})
            holder = {**contract, "items": _list(contract.get("items")) or _list(award.get("items"))}
            found += _level("contract", holder, common, award)
        return found
    if any(_amount(a) is not None or _priced(a) for a in awards):
        return [row for award in awards for row in _level("award", award, common, award)]
    if tender and (_amount(tender) is not None or _priced(tender) or _list(tender.get("items"))):
        return _level("tender", tender, common, {})
    budget = _dict(_dict(_dict(release.get("planning")).get("budget")).get("amount"))
    row = {**common, "level": "planning", "stage": "planned", "amount": budget.get("amount")}
    return [{**row, "currency": budget.get("currency") or common["currency"]}]


def _priced(holder: dict[str, Any]) -> bool:
    return any(_item_price(item) is not None for item in _list(holder.get("items")))


def _item_price(item: Any) -> Any:
    return _amount(_dict(_dict(item).get("unit")))


def _common(release: dict[str, Any]) -> dict[str, Any]:
    tender, buyer = _dict(release.get("tender")), _dict(release.get("buyer"))
    parties = [p for p in _list(release.get("parties")) if isinstance(p, dict)]
    party = next((p for p in parties if "buyer" in _list(p.get("roles"))), {})
    entity = party or _dict(tender.get("procuringEntity")) or buyer
    address = _dict(entity.get("address")) or _dict(buyer.get("address"))
    return {
        "ocid": release.get("ocid"),
        "tag": _text(release.get("tag")),
        "date": release.get("date"),
        "buyer_name": buyer.get("name") or entity.get("name"),
        "buyer_id": _text(buyer.get("id")) or _text(_dict(entity.get("identifier")).get("id")),
        "buyer_region": _text(address.get("locality")) or _text(address.get("region")),
        "title": tender.get("title"),
        "description": tender.get("description"),
        "method": _text(tender.get("procurementMethodDetails")) or _text(tender.get("procurementMethod")),
        "category": _text(tender.get("mainProcurementCategory")),
        "status": tender.get("status"),
        "currency": _dict(tender.get("value")).get("currency"),
    }


def _level(level: str, holder: dict[str, Any], common: dict[str, Any], award: dict[str, Any]) -> list[dict[str, Any]]:
    suppliers = [_dict(s).get("name") for s in _list(holder.get("suppliers")) or _list(award.get("suppliers"))]
    day = holder.get("dateSigned") or holder.get("date") or _dict(holder.get("tenderPeriod")).get("startDate")
    base = {
        **common,
        "level": level,
        "stage": _STAGES[level],
        "title": holder.get("title") or common["title"],
        "date": day or common["date"],
        "supplier": _text([s for s in suppliers if s]),
        "status": holder.get("status") or common["status"],
        "currency": _dict(holder.get("value")).get("currency") or common["currency"],
    }
    items = [item for item in _list(holder.get("items")) if isinstance(item, dict)]
    amount = _amount(holder)
    if not items:
        return [{**base, "amount": amount, "description": holder.get("description") or common["description"]}]
    rows = [{**base, **_item(item)} for item in items]
    if not any(row["unit_price"] is not None and row["quantity"] is not None for row in rows):
        # items without prices: the value stands once, at the first of them
        if len(rows) == 1:
            rows[0]["amount"] = amount
            return rows
        text = "; ".join(str(row["item_description"]) for row in rows if row["item_description"])
        return [{**base, "amount": amount, "item_description": text or base["title"]}]
    return rows


def _item(item: dict[str, Any]) -> dict[str, Any]:
    unit = _dict(item.get("unit"))
    classification = _dict(item.get("classification"))
    return {
        "item_id": _text(item.get("id")),
        "item_description": item.get("description") or classification.get("description"),
        "classification": _text(classification.get("id")),
        "quantity": item.get("quantity"),
        "unit": unit.get("name"),
        "unit_price": _item_price(item),
        "amount": None,
        "currency": _dict(unit.get("value")).get("currency"),
    }
