"""A figure beside each price it may be measured against: own last price, peers, listed price, HPS, budget.

Only what was really paid, and listed prices, are a market. HPS and pagu are an office's own estimate and allowance:
what lies below them is named so and is never a saving against the market.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pandas as pd

from jointproc.savings.assumptions import Assumptions
from jointproc.savings.lines import kinds
from jointproc.savings.opportunity import Opportunity
from jointproc.savings.outliers import far_out
from jointproc.savings.regime import OFFICE, estimate_of
from jointproc.text import Count, Idr, Message, msg
from jointproc.warehouse import Scope, Warehouse

__all__ = ["Baseline", "baselines"]

_ORDER: Final = ("own_price", "own_last", "peer_median", "listed_price", *OFFICE)


@dataclass(frozen=True, slots=True)
class Baseline:
    """One baseline of an opportunity.

    Attributes:
        kind: ``own_price, own_last, peer_median, listed_price, hps`` or ``budget``.
        price_idr: per base unit, weighted by the members' volumes; ``None`` where its lines state no unit price.
        lines_n, regions_n: lines it comes from, members that have it.
        value_idr: what those members' purchases cost at this price; without a unit price, what its lines state.
        paid_idr, after_idr: what they paid, and what remains of it after the likely saving; ``None`` when nothing can
            be compared.
    """

    kind: str
    price_idr: float | None
    lines_n: int
    regions_n: int
    value_idr: float
    paid_idr: float | None
    after_idr: float | None

    @property
    def is_market(self) -> bool:
        """Whether what lies below it may be called a saving against the market."""
        return self.kind not in OFFICE

    @property
    def below_idr(self) -> float | None:
        """How much less than at this baseline remains to be paid after the saving; negative when more."""
        return None if self.after_idr is None else self.value_idr - self.after_idr

    @property
    def below_share(self) -> float | None:
        """The same as a share of the baseline."""
        return None if self.below_idr is None or self.value_idr <= 0 else self.below_idr / self.value_idr

    def sentence(self) -> Message | None:
        """What must be said beside the figure; ``None`` when nothing needs saying."""
        if self.price_idr is None:
            return msg(
                "{n} baris {kind} bernilai {amount} tidak menyebut harga satuan, jadi tidak dapat dibandingkan per "
                "satuan.",
                n=Count(self.lines_n),
                kind=msg("HPS") if self.kind == "hps" else msg("pagu"),
                amount=Idr(self.value_idr),
            )
        if self.kind == "hps":
            return msg("Selisih terhadap HPS bukan penghematan terhadap pasar: HPS adalah perkiraan instansi sendiri.")
        if self.kind == "budget":
            return msg("Selisih terhadap pagu bukan penghematan terhadap pasar: pagu adalah batas anggaran sendiri.")
        return None


def baselines(wh: Warehouse, scope: Scope, one: Opportunity, given: Assumptions) -> tuple[Baseline, ...]:
    """The baselines the data hold for an opportunity of a single good, market first.

    What was paid follows the scope; plans, HPS and price lists are read whatever its stages are.
    """
    lines = wh.query("good_lines", replace(scope, stages=()), good_id=one.good_id)
    frame = _sorted_out(lines, scope, given)
    volume = {m.code: m.quantity for m in one.members if m.quantity > 0 and m.price_idr > 0}
    paid = frame[frame["of"] == "paid"]
    prices: dict[str, tuple[dict[str, float], int]] = {
        "own_price": (
            {m.code: m.price_idr for m in one.members if m.code in volume},
            int(paid["region_code"].isin(list(volume)).sum()),
        ),
        "own_last": _last(paid, volume),
        "peer_median": _peers(paid, volume),
        "listed_price": _medians(frame[frame["listed"]], volume),
        "hps": _medians(frame[frame["of"] == "hps"], volume),
        "budget": _medians(frame[frame["of"] == "budget"], volume),
    }
    kept = 1 - one.saving_share.p50 if one.headline else None
    spent = {m.code: m.quantity * m.price_idr for m in one.members}
    found = []
    for kind in _ORDER:
        price, lines_n = prices[kind]
        if price:
            units = sum(volume[c] for c in price)
            value = sum(volume[c] * p for c, p in price.items())
            now = sum(spent[c] for c in price)
            after = None if kept is None else now * kept
            found.append(Baseline(kind, value / units, lines_n, len(price), value, now, after))
        elif kind in OFFICE:
            stated = lines[(estimate_of(lines) == kind) & lines["region_code"].isin([m.code for m in one.members])]
            if len(stated):
                amount = float(stated["amount_idr"].astype(float).sum())
                found.append(Baseline(kind, None, len(stated), stated["region_code"].nunique(), amount, None, None))
    return tuple(found)


def _sorted_out(lines: pd.DataFrame, scope: Scope, given: Assumptions) -> pd.DataFrame:
    """The lines with a comparable unit price: ``region_code, date, line_no, price, of`` (``paid``, ``hps``, ``budget``,
    or ``list`` for a price list) and ``listed``."""
    frame = pd.DataFrame(
        {
            "region_code": lines["region_code"],
            "date": pd.to_datetime(lines["date"], errors="coerce"),
            "line_no": lines["line_no"],
            "price": lines["price_idr"].astype(float),
            "of": estimate_of(lines).mask(lines["stage"] == "price_list", "list"),
            "listed": (kinds(lines) == "catalogue").to_numpy(),
        }
    )
    outside = (frame["of"] == "paid") & bool(scope.stages) & ~lines["stage"].isin(scope.stages)
    frame["listed"] &= frame["of"].isin(["paid", "list"])
    volume = lines["volume"].astype(float)
    usable = (frame["price"] > 0) & lines["comparable"].fillna(True).to_numpy(bool) & frame["region_code"].notna()
    frame = frame[usable & ~outside & ((volume > 0) | (frame["of"] == "list"))]
    # an estimate may lie far from what is paid: it must not make a price look odd, nor look odd itself
    kept = [frame[frame["of"].isin(OFFICE)]]
    factor = float(given.value("outlier_factor"))
    for part in (frame[frame["of"] == "paid"], frame[frame["of"] == "list"]):
        out, _ = far_out(part["price"].to_numpy(float), factor)
        kept.append(part[~out])
    return pd.concat(kept)


def _last(paid: pd.DataFrame, volume: dict[str, float]) -> tuple[dict[str, float], int]:
    """The newest price of each member; lines without a date say nothing of when."""
    dated = paid[paid["date"].notna() & paid["region_code"].isin(list(volume))].sort_values(["date", "line_no"])
    last = dated.groupby("region_code")["price"].last()
    return _as_prices(last), len(last)


def _peers(paid: pd.DataFrame, volume: dict[str, float]) -> tuple[dict[str, float], int]:
    """For each member the median of what all other regions paid."""
    region, price = paid["region_code"].to_numpy(dtype=object), paid["price"].to_numpy(float)
    found = {code: float(np.median(price[region != code])) for code in volume if (region != code).any()}
    return found, len(paid) if found else 0


def _medians(rows: pd.DataFrame, volume: dict[str, float]) -> tuple[dict[str, float], int]:
    mine = rows[rows["region_code"].isin(list(volume))]
    return _as_prices(mine.groupby("region_code")["price"].median()), len(mine)


def _as_prices(found: pd.Series[Any]) -> dict[str, float]:
    return {str(code): float(price) for code, price in found.items()}
