"""From the warehouse to opportunities: reads the lines of a scope once and keeps the market it made of them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, Final, TypeVar
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd
import pyarrow as pa

from jointproc import regions as geography
from jointproc import settings
from jointproc.goods import families
from jointproc.savings.assumptions import Assumptions
from jointproc.savings.assumptions import assumptions as reference
from jointproc.savings.coding import coded
from jointproc.savings.judging import Judged, judge
from jointproc.savings.market import Market
from jointproc.savings.member_sets import around, stars
from jointproc.savings.opportunity import Opportunity, build, build_families, ranked
from jointproc.savings.overview import Overview, overlook
from jointproc.savings.price_index import price_index
from jointproc.savings.reading import read_market
from jointproc.savings.valuation import Sets, meeting
from jointproc.warehouse import Scope, Warehouse
from jointproc.workspace import RegimeDecision, regime_decisions, workspace

__all__ = [
    "family_opportunities",
    "lines_of",
    "market_of",
    "opportunities",
    "overview",
    "region_names",
    "standing",
    "unsuitable_families",
    "what_if",
]

_T = TypeVar("_T")
_KEPT: Final = 12
_POOR: Final = 1  # suitability at or below which a family can't be bought together
_LARGEST_STAR: Final = 8  # more members than this can't sit at one table in a first proposal

# by warehouse object: a rebuilt warehouse may count its versions from the beginning again
_kept: WeakKeyDictionary[Warehouse, OrderedDict[Hashable, Any]] = WeakKeyDictionary()
_keeping = threading.Lock()


def _keep(wh: Warehouse, key: Hashable, make: Callable[[], _T]) -> _T:
    with _keeping:
        kept = _kept.setdefault(wh, OrderedDict())
        if key in kept:
            kept.move_to_end(key)
            found: _T = kept[key]
            return found
    made = make()
    with _keeping:
        kept[key] = made
        while len(kept) > _KEPT:
            kept.popitem(last=False)
    return made


def unsuitable_families() -> frozenset[str]:
    """Families that are no goods to pool: services, works, fresh food, published tariffs."""
    return frozenset(key for key, f in families().items() if f.suitability <= _POOR and key != "lainnya")


def market_of(wh: Warehouse, scope: Scope, given: Assumptions | None = None) -> Market:
    """The market of a scope, kept while the warehouse doesn't change."""
    given = given or reference()
    place = (wh.version, scope, standing(wh))

    def market() -> Market:
        if given != reference() and (found := market_of(wh, scope).under(given)) is not None:
            return found
        said, index = _decisions(wh), price_index(wh.home)
        return read_market(lines_of(wh, scope), given, unsuitable_families(), said, index)

    return _keep(wh, ("market", *place, given.key), market)


def lines_of(wh: Warehouse, scope: Scope) -> pd.DataFrame:
    """What the model reads of a scope, kept while the warehouse doesn't change: text as categories, sorted by good,
    region, dataset and row so that sums are the same to the last bit every time."""
    return _keep(wh, ("lines", wh.version, scope), lambda: _read_lines(wh, scope))


def _read_lines(wh: Warehouse, scope: Scope) -> pd.DataFrame:
    table = wh.arrow("savings_lines", scope)
    texts = [place for place, told in enumerate(table.schema) if pa.types.is_string(told.type)]
    with ThreadPoolExecutor() as pool:
        coded_texts = list(pool.map(pa.ChunkedArray.dictionary_encode, [table[place] for place in texts]))
    for place, column in zip(texts, coded_texts, strict=True):
        table = table.set_column(place, table.schema[place].name, column)
    frame = table.unify_dictionaries().to_pandas(date_as_object=False, split_blocks=True)
    names = wh.query("good_names").set_index("good_id").reindex(frame["good_id"].cat.categories)
    for name in ("good", "family"):
        code, distinct = pd.factorize(names[name])
        frame[name] = pd.Categorical.from_codes(code[frame["good_id"].cat.codes], distinct)
    good, region = (coded(frame[name])[0] for name in ("good_id", "region_code"))
    dataset, row = coded(frame["dataset_id"])[0], frame["row_no"].to_numpy(np.int64)
    place_of = (good * (int(region.max(initial=0)) + 1) + region) * (int(dataset.max(initial=0)) + 1) + dataset
    rows_n = int(row.max(initial=0)) + 1
    if (int(place_of.max(initial=0)) + 1) * rows_n < np.iinfo(np.int64).max:
        order = np.argsort(place_of * rows_n + row)
    else:
        order = np.lexsort((row, place_of))
    return frame.take(order).reset_index(drop=True).drop(columns=["dataset_id", "row_no"])


def _decisions(wh: Warehouse) -> dict[str, RegimeDecision]:
    # what people decided belongs to this home's workspace; another home has its own
    return regime_decisions(workspace()) if wh.home == settings.home() else {}


def standing(wh: Warehouse) -> str:
    """Names what people decided and the index table in force: figures kept under another name are out of date."""
    said = ",".join(f"{g}={one.regime}@{one.said_at:%Y%m%d%H%M%S%f}" for g, one in sorted(_decisions(wh).items()))
    return f"{price_index(wh.home).key}|{said}"


def region_names(codes: Mapping[str, Any] | list[str] | set[str]) -> dict[str, str]:
    """Official names with their kind (Kota Malang is not Kabupaten Malang); a code nobody knows stays as it is."""
    known = geography.regions()
    return {code: known[code].name if code in known else code for code in codes}


def _near(codes: list[str], within_km: float) -> dict[str, tuple[str, ...]]:
    known = geography.regions()
    return {
        code: tuple(n.code for n in geography.neighbours_of(code, within_km)) if code in known else () for code in codes
    }


def _codes(market: Market) -> list[str]:
    return sorted(market.cells["region_code"].unique().tolist())


def opportunities(
    wh: Warehouse,
    scope: Scope | None = None,
    region: str | None = None,
    within_km: float = 0.0,
    top: int | None = None,
    assumptions: Assumptions | None = None,
) -> list[Opportunity]:
    """What neighbouring regions could buy together, best first.

    Args:
        region: only what this region and its neighbours buy; else sets of neighbours over the whole scope, none of
            which share a region for the same good.
        within_km: also neighbours across water up to this distance, 0 for land borders only.
        top: at most so many.
        assumptions: another set than the reference set.

    Raises:
        InputError: ``region`` is no known code.
    """
    scope, given = scope or Scope(), assumptions or reference()
    if region is not None:
        geography.region(region)
    key = ("opportunities", wh.version, scope, standing(wh), region, within_km, given.key)

    def make() -> list[Opportunity]:
        market = market_of(wh, scope, given)
        names = region_names(_codes(market))
        if region is not None:
            return ranked(build(market, around(market.cells, region, _near([region], within_km)[region]), names))
        chosen = _stars(wh, scope, within_km)
        with _keeping:
            judged: Judged | None = _kept.get(wh, OrderedDict()).get(("judged", *key[1:]))
        return ranked(build(market, chosen, names, judged))

    return list(_keep(wh, key, make))[:top]


def what_if(wh: Warehouse, scope: Scope, one: Opportunity, given: Assumptions) -> Opportunity:
    """The same good and members under other assumptions: fast enough for a slider."""
    market = market_of(wh, scope, given)
    row = int(np.flatnonzero(market.goods["good_id"].to_numpy() == one.good_id)[0])
    # this good alone: its draws hang on its name, so its figures are those of the whole market
    cells = market.cells[market.cells["good"] == row].assign(good=0).reset_index(drop=True)
    market = replace(market, goods=market.goods.iloc[[row]].reset_index(drop=True), cells=cells)
    place = {str(code): int(number) for number, code in cells["region_code"].items()}
    codes = [m.code for m in one.members]
    return build(market, [[place[code] for code in codes]], region_names(codes))[0]


def family_opportunities(
    wh: Warehouse,
    scope: Scope | None = None,
    region: str | None = None,
    within_km: float = 0.0,
    top: int | None = None,
    assumptions: Assumptions | None = None,
) -> list[Opportunity]:
    """Opportunities of whole families: the same goods added up for one set of members (the cards of the home page)."""
    market = market_of(wh, scope or Scope(), assumptions)
    cells = market.cells.assign(family=market.goods["family"].to_numpy()[market.cells["good"].to_numpy(np.int64)])
    cells = cells[market.goods["suitable"].to_numpy()[cells["good"].to_numpy(np.int64)]]
    cells = cells[(market.goods["regions_n"] >= 2).to_numpy()[cells["good"].to_numpy(np.int64)]]
    spend = cells.groupby(["family", "region_code"], as_index=False)["amount_idr"].sum()
    codes = _codes(market)
    near = _near(codes, within_km)
    if region is not None:
        geography.region(region)
        members = [
            [
                row,
                *sorted(
                    part.index[part["region_code"].isin(near.get(region, ()))], key=lambda r: -spend.at[r, "amount_idr"]
                ),
            ]
            for _, part in spend.groupby("family")
            for row in part.index[part["region_code"] == region]
        ]
    else:
        members = stars(spend, near, "family")
    groups: list[tuple[str, list[list[int]]]] = []
    for star in members:
        star = [star[0], *sorted(star[1:], key=lambda r: -float(spend.at[r, "amount_idr"]))[: _LARGEST_STAR - 1]]
        family = str(spend.at[star[0], "family"])
        inside = cells[(cells["family"] == family) & cells["region_code"].isin(spend.loc[star, "region_code"])]
        sets = [rows.tolist() for rows in inside.groupby("good").groups.values() if len(rows) > 1]
        sets = [rows for rows, met in zip(sets, meeting(market, Sets.of(sets)), strict=True) if met]
        if sets:
            groups.append((family, sets))
    labels = {key: f.label for key, f in families().items()}
    found = ranked(build_families(market, groups, region_names(codes), labels))
    return found[:top] if top is not None else found


def overview(
    wh: Warehouse, scope: Scope | None = None, within_km: float = 0.0, assumptions: Assumptions | None = None
) -> Overview:
    """The whole scope at a glance."""
    scope, given = scope or Scope(), assumptions or reference()
    market = market_of(wh, scope, given)
    key = ("judged", wh.version, scope, standing(wh), None, within_km, given.key)
    chosen = _stars(wh, scope, within_km)
    return overlook(market, chosen, _keep(wh, key, lambda: judge(market, Sets.of(chosen), totals=True)))


def _stars(wh: Warehouse, scope: Scope, within_km: float) -> list[list[int]]:
    """Sets of neighbours that share no region for the same good: money decides, whatever the assumptions."""

    def make() -> list[list[int]]:
        market = market_of(wh, scope)
        return stars(market.cells, _near(_codes(market), within_km))

    return _keep(wh, ("stars", wh.version, scope, within_km), make)
