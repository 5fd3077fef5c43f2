"""The quality table of docs/methods/backtest.md, as it stands there: ``python -m benchmarks backtest_table``."""

from __future__ import annotations

from datetime import date
from typing import Final

from jointproc import settings
from jointproc.savings import Backtest, backtest
from jointproc.text import format_date

_FILES: Final = (
    ("SCMS direct drop", "scms_direct_drop"),
    ("SCMS warehouse (control)", "scms_warehouse"),
    ("West Kalimantan (control)", "kalbar_ekatalog_2022"),
)
_BASELINES: Final = (
    ("no saving", "none"),
    ("best quartile", "best_quartile"),
    ("pooled log-log", "pooled_log_log"),
    ("QDF 0.5", "qdf_0.5"),
    ("flat 15 %", "flat_15"),
)
_HEAD: Final = (
    "file", "test rows", "realised", "claimed P10 / P50 / P90", "claimed ÷ realised", "90 % coverage", "error",
)  # fmt: skip


def row(name: str, found: Backtest) -> str:
    """One file of the table, in markdown.

    Raises:
        ValueError: the file gave no figure; the reason is in the message.
    """
    if found.realised_share is None or found.claimed_share is None or found.mae_log is None:
        raise ValueError(f"{name}: {' '.join(str(reason) for reason in found.reasons)}")
    claimed = " / ".join(f"{100 * x + 0.0:.1f}" for x in found.claimed_share.to_json().values())
    errors = {told: found.baselines[key]["mae_log"] for told, key in _BASELINES}
    best = min(found.mae_log, *errors.values())
    cells = [
        name,
        str(found.rows_test),
        f"{100 * found.realised_share:.1f} %",
        f"{claimed} %",
        "–" if found.claimed_over_realised is None else f"{found.claimed_over_realised + 0.0:.2f}",
        "–" if found.coverage_90 is None else f"{100 * found.coverage_90:.0f} %",
        *(f"**{e:.4f}**" if e <= best else f"{e:.4f}" for e in (found.mae_log, *errors.values())),
    ]
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    """Print date, command and table; the files are those of the protocol, read in place."""
    print(f"**Results**, {format_date(date.today(), 'en')}, `python -m benchmarks backtest_table`:\n")
    head = (*_HEAD, *(told for told, _ in _BASELINES))
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for name, stem in _FILES:
        path = settings.shared() / "prices" / "backtest" / f"{stem}.csv"
        print(row(name, backtest(path)), flush=True)


if __name__ == "__main__":
    main()
