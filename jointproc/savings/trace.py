"""One figure followed from the screen to the lines of its files: every step with its rows, and the SQL that reads them.

The steps are computed again here, line by line, from the same functions as the market; a test holds both equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from jointproc.savings.assumptions import Assumptions
from jointproc.savings.delivery import merge_share
from jointproc.savings.draws import Draws
from jointproc.savings.harmonisation import gap_share, quartiles
from jointproc.savings.lines import kinds
from jointproc.savings.market import Market
from jointproc.savings.opportunity import Opportunity
from jointproc.savings.process import COST_OF, COSTS
from jointproc.savings.regime import estimate_of
from jointproc.savings.service import market_of
from jointproc.savings.valuation import matched, ratios
from jointproc.text import Count, Idr, Message, Number, Share, msg
from jointproc.warehouse import Scope, Warehouse
from jointproc.warehouse.statements import statement

__all__ = ["Trace", "TraceStep", "trace"]

_LINE: Final = ["dataset_id", "row_no"]


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One step: what is done in words, and the rupiah at its end (``None`` where it makes none)."""

    name: str
    sentence: Message
    amount_idr: float | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """How a figure came about.

    Attributes:
        steps: in order; those of channels, failure, coordination and ceiling add up to the last.
        members: one row per member: ``region_code, amount_idr, open_idr, order_volume, ratio, harmonisation_idr,
            quantity_idr, beyond_idr, delivery_idr, process_idr``.
        lines: the members' lines: ``region_code, date, text, volume, price_idr, amount_idr, counted, best_idr,
            gap_idr, delivery_idr, process_idr, dataset, file_name, line_no``.
        sql, params: the query that reads the lines of this good (all regions: the quartile is theirs too).
    """

    steps: tuple[TraceStep, ...]
    members: pd.DataFrame
    lines: pd.DataFrame
    sql: str
    params: Mapping[str, Any]


def trace(wh: Warehouse, scope: Scope, one: Opportunity, given: Assumptions) -> Trace:
    """The steps of an opportunity of a single good."""
    market = market_of(wh, scope, given)
    row = int(np.flatnonzero(market.goods["good_id"].to_numpy() == one.good_id)[0])
    codes = [m.code for m in one.members]
    lines = _lines(wh, scope, one, market, row, given)
    members = _members(market, row, codes)
    steps = _steps(one, market, row, members, lines, given)
    kept = lines[lines["region_code"].isin(codes)].reset_index(drop=True)
    return Trace(steps, members, kept, statement("query", "good_lines"), {"good_id": one.good_id, **scope.params()})


def _lines(wh: Warehouse, scope: Scope, one: Opportunity, market: Market, row: int, given: Assumptions) -> pd.DataFrame:
    frame = wh.query("good_lines", scope, good_id=one.good_id)
    frame = frame[frame["region_code"].notna()].reset_index(drop=True)
    frame["date"] = pd.to_datetime(frame["date"], errors="coerce")
    amount = frame["amount_idr"].to_numpy(float)
    shipping = np.nan_to_num(frame["shipping_idr"].to_numpy(float))
    money = np.maximum(amount - np.maximum(shipping, 0.0), 0.0)
    volume, price = frame["volume"].to_numpy(float), frame["price_idr"].to_numpy(float)
    good = market.goods.iloc[row]
    counted = (volume > 0) & (price > 0) & (money > 0) & frame["comparable"].fillna(True).to_numpy(bool)
    counted &= (estimate_of(frame) == "paid").to_numpy() & bool(good["suitable"])
    aligned = market.aligned(price, frame)
    log = np.log(np.where(counted, aligned, 1.0))
    if counted.any():
        counted &= np.abs(log - np.median(log[counted])) <= np.log(given.value("outlier_factor"))
    year = pd.factorize(frame["fiscal_year"].fillna(0))[0].astype(np.int64)
    rows = np.flatnonzero(counted)
    best, gap = np.full(len(frame), np.nan), np.zeros(len(frame))
    if len(rows):
        best_log, count = quartiles(year[rows], log[rows])
        # back to rupiah as paid in the line's own period
        best[rows] = np.exp(best_log) * price[rows] / aligned[rows]
        share = gap_share(
            log[rows], best_log, count, given.value("quartile_shrink"), given.value("harmonisation_floor")
        )
        gap[rows] = money[rows] * share
    kind_here = kinds(frame)
    together = wh.query("selected_together", scope, good_id=one.good_id)
    share = 1.0 / frame[_LINE].merge(together, on=_LINE, how="left")["lines_n"].to_numpy(float)
    own = np.column_stack([kind_here.map(COST_OF).eq(name).to_numpy() for name in COSTS])
    price_of = np.array([given.value(name) for name in COSTS])
    is_open = counted & market.opened(kind_here, row)
    shipped = shipping > 0
    place = (
        frame["region_code"].astype(str) + "|" + frame["buyer"].fillna("").astype(str) + "|" + pd.Series(year).map(str)
    )
    orders = place.map(place[shipped].value_counts()).fillna(0).to_numpy(float)
    return frame.assign(
        counted=counted,
        best_idr=best,
        gap_idr=gap,
        delivery_idr=np.where(shipped, shipping * merge_share(orders, given.value("shipping_exponent")), 0.0),
        process_idr=np.where(is_open, share * (own * price_of).sum(axis=1), 0.0),
    )


def _members(market: Market, row: int, codes: list[str]) -> pd.DataFrame:
    cells = market.cells[(market.cells["good"] == row) & market.cells["region_code"].isin(codes)].reset_index(drop=True)
    good = market.goods.iloc[row]
    centre = Draws.central(market.given)
    order = cells["order_volume"].to_numpy(float)
    ratio = ratios(
        order, np.full(len(cells), order.sum()), np.full(len(cells), good["largest_order"]),
        market.given.value("volume_cap"),
    )  # fmt: skip
    sure = matched(market, np.array([row]), 1)[0, 0]
    own = cells["harmonisation_idr"] * float(centre.harmonisation[str(good["regime"])][0]) * sure
    quantity = -cells["open_idr"].to_numpy(float) * np.expm1(float(good["slope"]) * np.log(ratio)) * sure
    return cells.assign(
        ratio=ratio,
        gap_idr=cells["harmonisation_idr"],
        harmonisation_idr=own,
        quantity_idr=quantity,
        beyond_idr=np.maximum(quantity - own, 0.0),
    )


def _steps(
    one: Opportunity, market: Market, row: int, members: pd.DataFrame, lines: pd.DataFrame, given: Assumptions
) -> tuple[TraceStep, ...]:
    good = market.goods.iloc[row]
    kept = lines[lines["region_code"].isin([m.code for m in one.members])]
    steps = [
        TraceStep(
            "lines",
            msg(
                "Baca {n} baris para peserta bernilai {amount}; {counted} di antaranya punya harga dan jumlah yang "
                "dapat dibandingkan.",
                n=Count(len(kept)),
                amount=Idr(float(kept["amount_idr"].sum())),
                counted=Count(int(kept["counted"].sum())),
            ),
        )
    ]
    if not one.steps or one.evidence == "D":
        return (*steps, TraceStep("none", one.why[0]))
    if one.course != "pool":
        steps.append(
            TraceStep(
                "course",
                msg(
                    "Setelah biaya koordinasi, bergabung tidak bernilai lebih daripada yang dapat diraih setiap daerah "
                    "sendiri. Karena itu volume, proses, dan biayanya di bawah ini nol."
                ),
            )
        )
    part = float(Draws.central(given).harmonisation[str(good["regime"])][0])
    told = {
        "quantity": msg(
            "Volume: belanja di luar katalog setiap peserta × (1 − rasio^kemiringan), kemiringan {slope}, rasio paling "
            "banyak {cap}; tabel peserta memuat rasio masing-masing.",
            slope=Number(float(good["slope"]), 4),
            cap=Number(given.value("volume_cap"), 1),
        ),
        "harmonisation": msg(
            "Penyelarasan: jumlah selisih setiap baris ke kuartil harga terbaik tahun itu {gap} × bagian yang dapat "
            "diraih {part}; bila ada volume, hanya yang melebihi volume.",
            gap=Idr(float(members["gap_idr"].sum())),
            part=Share(part),
        ),
        "delivery": msg(
            "Pengiriman: ongkos yang hilang bila pesanan ke alamat yang sama digabung {merged} × bagian yang dapat "
            "diraih {part}.",
            merged=Idr(float(members["delivery_idr"].sum())),
            part=Share(given.value("delivery_realised")),
        ),
        "process": msg(
            "Proses: biaya pemilihan semua peserta {all} dikurangi satu yang tetap berjalan {largest}, × {part}, "
            "paling banyak {ceiling} dari belanja di luar katalog.",
            all=Idr(float(members["process_idr"].sum())),
            largest=Idr(float(members["process_idr"].max())),
            part=Share(given.value("process_realised")),
            ceiling=Share(given.value("process_ceiling")),
        ),
        "award_failure": msg(
            "Peluang pemilihan bersama gagal {chance} × yang hanya datang dari bergabung.",
            chance=Share(given.value("award_failure")),
        ),
        "coordination": msg(
            "Biaya koordinasi: {fee} × belanja di luar katalog {open}.",
            fee=Share(given.value("coordination_fee_share")),
            open=Idr(float(members["open_idr"].sum())),
        ),
        "ceiling": msg(
            "Batas pengaman {ceiling} dari belanja, dan tidak kurang dari nol.",
            ceiling=Share(given.value("ceiling_item")),
        ),
    }
    steps += [TraceStep(name, told[name], float(one.steps[name])) for name in told if name in one.steps]
    steps.append(TraceStep("net", msg("Bersih: jumlah langkah di atas."), float(one.saving_idr.p50)))
    return tuple(steps)
