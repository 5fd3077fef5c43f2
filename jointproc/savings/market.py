"""The market the lines of a scope make: goods with their regime and slope, and what each region buys of each good."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from jointproc.errors import InputError
from jointproc.savings.assumptions import Assumptions
from jointproc.savings.conformal import missed, table
from jointproc.savings.draws import block_of, normal_of
from jointproc.savings.lines import aligned
from jointproc.savings.price_index import PriceIndex
from jointproc.savings.process import COSTS
from jointproc.savings.regime import NEVER_OPEN
from jointproc.workspace import RegimeDecision

__all__ = ["Market", "process_cost"]

Floats = npt.NDArray[np.float64]
# Assumptions that act on what a market knows, not on how it is read: a change of these needs no second reading.
_LATE: Final = frozenset(
    {
        "slope_common_share", "volume_cap", "delivery_realised", "process_realised", "process_ceiling",
        "coordination_fee_share", "coordination_fixed_idr", "coordination_member_idr", "award_failure",
        "ceiling_item", "ceiling_portfolio", "supplier_capacity_multiple", *COSTS,
        *(f"harmonisation_realised_{r}" for r in ("listed", "framework", "spot", "unknown")),
    }
)  # fmt: skip
_SCALED: Final = (
    "amount_idr", "shipping_idr", "volume", "open_idr", "open_volume", "order_volume",
    "harmonisation_idr", "delivery_idr", "process_idr", *COSTS,
)  # fmt: skip


# The columns of cells that sentences and readiness speak of.
_TOLD: Final = (
    "good", "amount_idr", "shipping_idr", "volume", "price_idr", "open_idr", "harmonisation_idr", "years", "months",
)  # fmt: skip


@dataclass(frozen=True)
class Market:
    """What the savings model knows of a scope.

    Attributes:
        goods: one row per good: ``good_id, good, family, suitable, regime, kind, prior, spread_log, prices_n,
            buyers_n, regions_n, recent_n, calibration_n, slope, slope_se, slope_own_share, slope_of, slope_of_n,
            largest_order, amount_idr, budget_idr, evidence``, ``confidence`` (that its lines are the same good,
            weighted by money), ``derived_n`` (prices that were computed as amount ÷ quantity), ``vendor_volume`` (the
            most one vendor sold in a year, NaN where vendors are not named), ``scatter`` (what a score of a held-out
            good is multiplied with), ``width_n`` (how many goods of its market were held out), and how often larger
            orders saved (``cases_n, saved_n, saved_size_share, cases_of``).
        cells: one row per good and region, sorted by good: ``good`` (row number in ``goods``), ``region_code,
            amount_idr`` (with shipping), ``shipping_idr, volume, price_idr, lines_n, open_idr`` (bought outside
            catalogues), ``open_volume`` (of the same), ``order_volume`` (usual open order), ``harmonisation_idr,
            delivery_idr, process_idr``, ``years, months`` (bit sets of the fiscal years and calendar months of its
            lines, 0 when not known), and how many selections of each kind of cost (``process.COSTS``) it took.
        said: goods whose market a person decided.
        lowest_idr, differing_n: rupiah moved if every line of a good bought by two or more regions paid its lowest
            price (a diagnostic, never a saving), and how many of those goods have any price difference.
        years_n: fiscal years the lines come from.
        missed: sorted scores of held-out goods (``conformal.scores``) of each market with enough of them; elsewhere
            intervals have the width the prior and the shrinkage give (``slope_se``).
        suppliers_min_n: the least number of suppliers the joint order of a good is divided over.
        limited: whether one supplier delivers at most a multiple of what one was seen delivering.
    """

    goods: pd.DataFrame
    cells: pd.DataFrame
    lowest_idr: float
    differing_n: int
    given: Assumptions
    said: Mapping[str, RegimeDecision] = field(default_factory=dict)
    index: PriceIndex | None = None
    years_n: int = 1
    missed: Mapping[str, Floats] = field(default_factory=dict)
    suppliers_min_n: int = 1
    limited: bool = False

    @cached_property
    def good_ids(self) -> npt.NDArray[np.object_]:
        """The goods' ids by row."""
        return self.goods["good_id"].to_numpy(dtype=object)

    @cached_property
    def regimes(self) -> npt.NDArray[np.object_]:
        """The goods' regimes by row."""
        return self.goods["regime"].to_numpy(dtype=object)

    @cached_property
    def priors(self) -> npt.NDArray[np.object_]:
        """The markets whose slopes the goods' own are shrunk to, by row."""
        return self.goods["prior"].to_numpy(dtype=object)

    @cached_property
    def _numbers(self) -> dict[str, Floats]:
        return {name: self.goods[name].to_numpy(float) for name in ("slope", "slope_se", "scatter")}

    @cached_property
    def _missed(self) -> dict[str, Floats]:
        return {name: table(ordered) for name, ordered in self.missed.items()}

    @cached_property
    def blocks(self) -> npt.NDArray[np.int64]:
        """The block of goods each good is drawn with in totals, by its name alone, by row."""
        return block_of(self.good_ids)

    @cached_property
    def usable(self) -> Floats:
        """1 for goods with enough evidence for any claim, else 0, by row."""
        return self.goods["evidence"].isin(("A", "B", "C")).to_numpy(float)

    @property
    def divides(self) -> bool:
        """Whether a joint order may have to be divided over several suppliers."""
        return self.limited or self.suppliers_min_n > 1

    @cached_property
    def capacity(self) -> Floats:
        """What one supplier can deliver of each good a year, by row; infinite where not known or not limited."""
        if not self.limited:
            return np.full(len(self.goods), np.inf)
        most = self.goods["vendor_volume"].to_numpy(float) * self.given.value("supplier_capacity_multiple")
        return np.where(np.isnan(most), np.inf, most)

    @cached_property
    def _goods(self) -> dict[str, list[Any]]:
        return {str(name): self.goods[name].tolist() for name in self.goods}

    @cached_property
    def _cells(self) -> dict[str, npt.NDArray[Any]]:
        told = {name: self.cells[name].to_numpy() for name in _TOLD}
        return {**told, "region_code": self.cells["region_code"].to_numpy(dtype=object)}

    def good_record(self, number: int) -> dict[str, Any]:
        """One row of ``goods``, and ``row``, its number."""
        return {**{name: values[number] for name, values in self._goods.items()}, "row": number}

    def cell_records(self, rows: Sequence[int]) -> list[dict[str, Any]]:
        """Some rows of ``cells``, as far as they are told of."""
        columns = [(name, values[list(rows)].tolist()) for name, values in self._cells.items()]
        return [{name: values[i] for name, values in columns} for i in range(len(rows))]

    def aligned(self, price: Floats, frame: pd.DataFrame) -> Floats:
        """Prices of lines at one period's level, as this market compared them."""
        return aligned(price, frame, self.index, self.given)

    def opened(self, kind: pd.Series, row: int) -> np.ndarray:
        """Which lines of a good were bought in an open market, by how each was bought."""
        good = self.goods.iloc[row]
        found: np.ndarray = (kind != "catalogue").to_numpy() | (good["good_id"] in self.said)
        return found & (good["regime"] not in NEVER_OPEN)

    def under(self, given: Assumptions) -> Market | None:
        """The same market under other assumptions; ``None`` when the lines would have to be read again."""
        told, before = given, self.given
        if any(
            (told[n].value, told[n].low, told[n].high) != (before[n].value, before[n].low, before[n].high)
            for n in told
            if n not in _LATE
        ):
            return None
        return replace(self, given=given, cells=self.cells.assign(process_idr=process_cost(self.cells, given)))

    def dividing(self, suppliers_min_n: int, limited: bool) -> Market:
        """The same market with joint orders divided over suppliers.

        Raises:
            InputError: a supplier that can deliver nothing.
        """
        if limited and self.given.value("supplier_capacity_multiple") <= 0:
            raise InputError("Asumsi “supplier_capacity_multiple” harus lebih dari nol; tulis misalnya 3.")
        return replace(self, suppliers_min_n=suppliers_min_n, limited=limited)

    def part(self, codes: Mapping[str, float], good_ids: Collection[str] | None = None) -> Market:
        """The cells of some regions and goods, each region with the share of its volume it commits.

        Args:
            codes: committed share (0–1) by region code.
            good_ids: goods to keep; ``None`` keeps all.
        """
        kept = self.cells["region_code"].isin(list(codes))
        if good_ids is not None:
            chosen = self.goods["good_id"].isin(list(good_ids)).to_numpy()
            kept &= chosen[self.cells["good"].to_numpy(np.int64)]
        cells = self.cells[kept].reset_index(drop=True)
        share = cells["region_code"].map(codes).astype(float)
        scaled = {name: cells[name] * share for name in _SCALED}
        return replace(self, cells=cells.assign(**scaled))

    def slope_draws(self, good: npt.NDArray[np.int64], common: Floats) -> Floats:
        """Slopes of some goods, shape ``(len(good), draws)``; the centre when ``common`` has one draw.

        Around the centre lie the misses of held-out goods where the market has enough of them, else the model's own
        error. Draws that save less take the larger of both.
        """
        centre = self._numbers["slope"][good][:, None]
        if len(common) == 1:
            return centre
        error = self._numbers["slope_se"][good][:, None]
        share = self.given.value("slope_common_share")
        names = self.good_ids
        z = np.zeros((len(good), len(common)))
        for row, number in enumerate(good):
            if error[row, 0] > 0:
                z[row] = normal_of(names[number])[: len(common)]
        z = np.sqrt(share) * common + np.sqrt(1 - share) * z
        off, scatter = error * z, self._numbers["scatter"][good]
        for name, scores_at in self._missed.items():
            at = np.flatnonzero((self.priors[good] == name) & (error[:, 0] > 0))
            learnt = missed(scores_at, z[at]) * scatter[at][:, None]
            # the lower end of a saving is the more careful of both
            off[at] = np.where(z[at] > 0, np.maximum(learnt, off[at]), learnt)
        drawn: Floats = np.clip(centre + off, self.given.value("slope_lower_bound"), 0.0)
        return drawn


def process_cost(cells: pd.DataFrame, given: Assumptions) -> Floats:
    """What the selections of each cell cost in rupiah."""
    found: Floats = sum((cells[name].to_numpy(float) * given.value(name) for name in COSTS), start=np.zeros(len(cells)))
    return found
