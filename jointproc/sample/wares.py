"""The goods of the sample: one row of ``goods.csv`` each."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from jointproc.sample.trades import TRADES, Trade

__all__ = ["IN_CATALOGUE", "REGIMES", "Ware", "wares"]

# listed, framework: from the catalogue. spot, emergency: price falls with quantity. tariff: published price.
# flat: local price without a quantity effect. wage: follows the local minimum wage. untold: nobody wrote how it was
# bought, and few did.
REGIMES: Final = ("listed", "framework", "spot", "emergency", "tariff", "flat", "wage", "untold")
IN_CATALOGUE: Final = ("listed", "framework")
_FILE: Final = Path(__file__).with_name("goods.csv")


@dataclass(frozen=True, slots=True)
class Ware:
    """One good: ``price_idr`` is its price in 2024, ``order_m`` the median value of a line (million rupiah).

    ``office`` is who buys it where that is not for the family to say; empty otherwise.
    """

    family: str
    regime: str
    name: str
    spec: str
    unit: str
    price_idr: int
    reach: float
    order_m: float
    office: str

    @property
    def key(self) -> str:
        return f"{self.name}|{self.spec}"

    @property
    def trade(self) -> Trade:
        return TRADES[self.family]

    @property
    def in_catalogue(self) -> bool:
        return self.regime in IN_CATALOGUE

    @property
    def product_code(self) -> str:
        """Number of the product in the catalogue; empty outside it."""
        if not self.in_catalogue:
            return ""
        return str(10_000_000 + int(hashlib.sha256(self.key.encode()).hexdigest()[:8], 16) % 90_000_000)


@cache
def wares() -> tuple[Ware, ...]:
    """All goods in the order of the file."""
    with _FILE.open(encoding="utf-8", newline="") as handle:
        return tuple(
            Ware(
                row["family"],
                row["regime"],
                row["name"],
                row["spec"],
                row["unit"],
                int(row["price"]),
                float(row["reach"] or TRADES[row["family"]].reach),
                float(row["value_m"] or TRADES[row["family"]].order_m),
                row["office"],
            )
            for row in csv.DictReader(handle, delimiter="|")
        )
