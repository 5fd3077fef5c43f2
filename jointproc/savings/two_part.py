"""How often larger orders saved anything, and how much when they did: two numbers instead of one mean.

Most large orders save nothing and a few save much, so a mean alone misleads. Within each good, orders above the 70th
percentile of quantity are compared with the median price of the smaller ones (up to the 60th) of the same year; a case
counts as saved beyond 2 %. A good with few cases borrows those of its family, then of its market.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from jointproc.text import Count, Message, Number, Share, msg

__all__ = ["cases", "large_orders", "sentence"]

Floats = npt.NDArray[np.float64]
_SMALL: Final = 0.6
_LARGE: Final = 0.7
_GROWTH: Final = float(np.log(1.3))
_SAVED: Final = float(np.log(0.98))
_FEWEST: Final = 10
_LEAST_SMALL: Final = 3


def large_orders(
    good: npt.NDArray[np.int64], year: npt.NDArray[np.int64], quantity_log: Floats, price_log: Floats
) -> tuple[npt.NDArray[np.bool_], pd.DataFrame]:
    """The larger orders beside the smaller ones of the same good and year.

    Args:
        good, year, quantity_log, price_log: one entry per comparable price of an open market.

    Returns:
        Which entries are smaller orders, and one row per larger order that has three of them beside it: ``g``,
        ``change`` of the log price against their median, ``growth`` of the log quantity.
    """
    rows = pd.DataFrame({"g": good, "y": year, "q": quantity_log, "p": price_log})
    rank = rows.groupby("g")["q"].rank(pct=True)
    is_small = (rank <= _SMALL).to_numpy(bool)
    small = rows[is_small].groupby(["g", "y"]).agg(p=("p", "median"), q=("q", "median"), n=("p", "size"))
    small = small[small["n"] >= _LEAST_SMALL]
    large = rows[rank > _LARGE].join(small, on=["g", "y"], suffixes=("", "_small"), how="inner")
    growth = large["q"] - large["q_small"]
    found = pd.DataFrame({"g": large["g"], "change": large["p"] - large["p_small"], "growth": growth})
    return is_small, found[growth >= _GROWTH].reset_index(drop=True)


def cases(large: pd.DataFrame, family: pd.Series, regime: pd.Series) -> pd.DataFrame:
    """Cases of each good, borrowed where it has fewer than ten.

    Args:
        large: from :func:`large_orders`.
        family, regime: of each good.

    Returns:
        One row per good: ``cases_n, saved_n, saved_size_share`` (median saving of the saved ones; NaN without any) and
        ``cases_of``: ``good``, ``family`` or ``market``.
    """
    if not len(large):
        nothing = np.zeros(len(family), dtype=int)
        return pd.DataFrame(
            {"cases_of": "market", "cases_n": nothing, "saved_n": nothing, "saved_size_share": np.nan},
            index=np.arange(len(family)),
        )
    change = large["change"]
    found = pd.DataFrame({"g": large["g"].to_numpy(np.int64), "saved": (change < _SAVED).to_numpy()})
    found["size"] = np.where(found["saved"], -np.expm1(change.to_numpy(float)), np.nan)
    found["family"] = family.to_numpy()[found["g"]]
    found["regime"] = regime.to_numpy()[found["g"]]

    own = _counted(found, ["g"]).reindex(np.arange(len(family)))
    by_family = _counted(found, ["regime", "family"]).reindex(pd.MultiIndex.from_arrays([regime, family]))
    by_market = _counted(found, ["regime"]).reindex(regime)
    out = pd.DataFrame({"cases_of": "market"}, index=np.arange(len(family)))
    for name in ("cases_n", "saved_n", "saved_size_share"):
        out[name] = by_market[name].to_numpy()
    for level, told in (("family", by_family), ("good", own)):
        enough = (told["cases_n"].fillna(0) >= _FEWEST).to_numpy()
        out.loc[enough, "cases_of"] = level
        for name in ("cases_n", "saved_n", "saved_size_share"):
            out.loc[enough, name] = told[name].to_numpy()[enough]
    for name in ("cases_n", "saved_n"):
        out[name] = out[name].fillna(0).astype(int)
    return out


def _counted(found: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    grouped = found.groupby(by)
    return pd.DataFrame(
        {
            "cases_n": grouped.size(),
            "saved_n": grouped["saved"].sum(),
            "saved_size_share": grouped["size"].median(),
        }
    )


def sentence(row: dict[str, Any]) -> Message | None:
    """ "In N of 10 comparable cases something was saved", and how much when it was; ``None`` below ten cases."""
    count, saved = int(row["cases_n"]), int(row["saved_n"])
    if count < _FEWEST:
        return None
    of = {
        "good": msg("barang ini"),
        "family": msg("kelompok barang ini"),
        "market": msg("barang di pasar sejenis"),
    }[str(row["cases_of"])]
    times = Number(10 * saved / count, 1)
    if not saved:
        return msg(
            "Dari {n} pesanan besar {of}, tidak satu pun lebih murah (lebih dari 2%) daripada pesanan kecil.",
            n=Count(count),
            of=of,
        )
    return msg(
        "Dalam {times} dari 10 pesanan besar {of} ada yang dihemat (lebih dari 2%; {n} kasus); "
        "bila ada, biasanya {size}.",
        times=times,
        of=of,
        n=Count(count),
        size=Share(float(row["saved_size_share"])),
    )
