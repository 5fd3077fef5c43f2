"""For which goods of an agreement one supplier is not enough, and what is not known of suppliers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from jointproc.savings import Market, suppliers_n
from jointproc.text import Count, Message, Number, msg

__all__ = ["SupplierNeed", "Suppliers", "suppliers_of"]

_NAMED_MOST: Final = 3


@dataclass(frozen=True, slots=True)
class SupplierNeed:
    """A good whose joint volume goes beyond one supplier's capacity.

    Attributes:
        yearly: joint volume a year in base units.
        seen: the largest volume one vendor was seen selling in a year.
        suppliers_n: how many suppliers it takes by that alone.
    """

    good_id: str
    good: str
    yearly: float
    seen: float
    suppliers_n: int

    def to_json(self) -> dict[str, Any]:
        """The keys of ``simulate --json``."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Suppliers:
    """Over how many suppliers the goods of an agreement are divided.

    Attributes:
        min_n: the least number of suppliers of each good.
        limited: whether the capacity of one supplier limits the figures, or is only told.
        multiple: a supplier can deliver so many times the largest volume one was seen selling in a year.
        needs: goods that take more than one supplier by capacity, the largest spend first.
        fullest: the good whose joint volume fills most of one supplier's capacity; missing where none is known.
        goods_n: goods two or more members buy in an open market, whose volume is joint.
        unknown_n: of these, those whose vendors or volumes the data do not tell, so that nothing limits them.
    """

    min_n: int
    limited: bool
    multiple: float
    needs: tuple[SupplierNeed, ...]
    fullest: SupplierNeed | None
    goods_n: int
    unknown_n: int

    def to_json(self) -> dict[str, Any]:
        """The key ``suppliers`` of ``simulate --json``."""
        return {
            "min_n": self.min_n,
            "limited": self.limited,
            "multiple": self.multiple,
            "goods_n": self.goods_n,
            "unknown_n": self.unknown_n,
            "needs": [one.to_json() for one in self.needs],
        }

    def sentences(self) -> tuple[Message, ...]:
        """What division over suppliers does to the figures; nothing where it does nothing."""
        told = []
        if self.min_n > 1:
            told.append(
                msg(
                    "Volume gabungan setiap barang dibagi rata kepada paling sedikit {n} penyedia; potongan volumenya "
                    "dihitung dari bagian satu penyedia.",
                    n=Count(self.min_n),
                )
            )
        if self.limited and self.needs:
            told.append(self.beyond())
        if self.limited and self.unknown_n:
            told.append(
                msg(
                    "Kemampuan penyedia tidak diketahui untuk {n} dari {goods} barang yang digabung, sebab data tidak "
                    "menyebut penyedia atau volumenya; di sana kemampuan tidak membatasi.",
                    n=Count(self.unknown_n),
                    goods=Count(self.goods_n),
                )
            )
        return tuple(told)

    def beyond(self) -> Message:
        """Which goods go beyond one supplier's capacity; there must be one."""
        facts: dict[str, object] = {
            "goods": ", ".join(one.good for one in self.needs[:_NAMED_MOST]),
            "multiple": Number(self.multiple, 1),
            "n": Count(max(one.suppliers_n for one in self.needs)),
        }
        if len(self.needs) > _NAMED_MOST:
            return msg(
                "Volume gabungan {goods}, dan {more} barang lain melebihi kemampuan satu penyedia ({multiple} kali "
                "penjualan setahun terbesar yang pernah terlihat): perlu sampai {n} penyedia, jadi potongan volumenya "
                "lebih kecil.",
                more=Count(len(self.needs) - _NAMED_MOST),
                **facts,
            )
        return msg(
            "Volume gabungan {goods} melebihi kemampuan satu penyedia ({multiple} kali penjualan setahun terbesar yang "
            "pernah terlihat): perlu sampai {n} penyedia, jadi potongan volumenya lebih kecil.",
            **facts,
        )


def suppliers_of(part: Market) -> Suppliers:
    """What one supplier could deliver against the joint volume of an agreement's goods.

    Args:
        part: the members' cells of the chosen goods.
    """
    # what capacity would ask is told before anybody limits anything
    multiple = part.given.value("supplier_capacity_multiple")
    cells = part.cells[(part.cells["open_idr"] > 0) & part.usable[part.cells["good"].to_numpy(np.int64)].astype(bool)]
    by_good = cells.groupby("good", sort=True).agg(
        members_n=("region_code", "nunique"), volume=("open_volume", "sum"), spent=("open_idr", "sum")
    )
    joint = by_good[by_good["members_n"] > 1].sort_values("spent", ascending=False, kind="stable")
    goods = part.goods.iloc[joint.index.to_numpy(np.int64)]
    seen, yearly = goods["vendor_volume"].to_numpy(float), joint["volume"].to_numpy(float) / part.years_n
    unknown = np.isnan(seen) | (yearly <= 0)
    count = suppliers_n(yearly, np.where(unknown, np.inf, seen * multiple), 1)
    known = [
        SupplierNeed(str(g), str(name), float(year), float(most), int(n))
        for g, name, year, most, n in zip(goods["good_id"], goods["good"], yearly, seen, count, strict=True)
        if most > 0 and year > 0
    ]
    needs = tuple(one for one in known if one.suppliers_n > 1)
    fullest = max(known, key=lambda one: (one.yearly / one.seen, one.good_id), default=None)
    return Suppliers(part.suppliers_min_n, part.limited, multiple, needs, fullest, len(joint), int(unknown.sum()))
