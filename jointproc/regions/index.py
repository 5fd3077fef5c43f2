"""Every name of every region by the key in which its spellings are equal."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache

from jointproc import settings
from jointproc.regions.catalogue import Kind, regions
from jointproc.regions.names import name_key, plain

__all__ = ["Name", "by_key", "names", "pool"]


@dataclass(frozen=True, slots=True)
class Name:
    """Who bears a name: today's official name or another one, perhaps from before a renaming or another kind."""

    code: str
    official: bool
    renamed: bool
    official_kind: bool


@cache
def names() -> dict[tuple[Kind, str], list[Name]]:
    """The bearers of each name of each kind."""
    found: dict[tuple[Kind, str], list[Name]] = defaultdict(list)
    for region in regions().values():
        for spelling in (region.name.split(" ", 1)[1], region.label.split(" ", 1)[1], region.short_name):
            name = Name(region.code, True, False, True)
            key = (region.kind, name_key(plain(spelling)))
            if name not in found[key]:
                found[key].append(name)
    with (settings.REFERENCE / "region_aliases.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            key = (row["kind"], name_key(plain(row["alias"])))  # type: ignore[assignment]
            if all(n.code != row["code"] for n in found[key]):
                found[key].append(
                    Name(row["code"], False, "renamed" in row["class"], regions()[row["code"]].kind == row["kind"])
                )
    return dict(found)


@cache
def by_key() -> dict[str, list[Name]]:
    """The bearers of each name, of whichever kind."""
    found: dict[str, list[Name]] = defaultdict(list)
    for (_kind, key), bearers in names().items():
        found[key] += [n for n in bearers if n not in found[key]]
    return dict(found)


@lru_cache(maxsize=256)
def pool(kind: Kind | None, province_code: str | None) -> tuple[list[str], list[list[Name]]]:
    """Name keys, and who bears each: of one kind and one province where these are known."""
    keys, bearers = [], []
    for (of_kind, key), found in names().items():
        kept = [n for n in found if province_code is None or regions()[n.code].province_code == province_code]
        if kept and kind in (None, of_kind):
            keys.append(key)
            bearers.append(kept)
    return keys, bearers
