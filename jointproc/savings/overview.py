"""The whole scope at a glance: how much is shared, what kind of market it is, and what is really at stake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jointproc.savings.band import Band, bands
from jointproc.savings.judging import Judged, better_of, judge
from jointproc.savings.market import Market
from jointproc.savings.valuation import Sets
from jointproc.text import Count, Idr, Message, Share, msg

__all__ = ["Overview", "overlook"]


@dataclass(frozen=True, slots=True)
class Overview:
    """Figures of a scope, rupiah over its period.

    Attributes:
        shared_amount_idr, shared_goods_n: goods that two or more regions in scope buy.
        price_differs_n: shared goods with any difference of price; ``same_price_share`` is the rest.
        lowest_price_idr: what moves if every shared line paid the lowest price seen (a diagnostic, never a claim).
        regimes: spend by regime.
        quantity_idr, harmonisation_idr, delivery_idr, process_idr: gross channels of all sets of neighbours.
        saving_idr: what remains, capped at the portfolio ceiling.
    """

    amount_idr: float
    regions_n: int
    goods_n: int
    shared_goods_n: int
    shared_amount_idr: float
    price_differs_n: int
    lowest_price_idr: float
    shipping_idr: float
    regimes: dict[str, float]
    evidence: dict[str, float]
    quantity_idr: Band
    harmonisation_idr: Band
    delivery_idr: Band
    process_idr: Band
    saving_idr: Band
    needs_pooling_share: float
    sentences: tuple[Message, ...]

    @property
    def shared_share(self) -> float:
        return self.shared_amount_idr / self.amount_idr if self.amount_idr else 0.0

    @property
    def lowest_price_share(self) -> float:
        return self.lowest_price_idr / self.shared_amount_idr if self.shared_amount_idr else 0.0

    @property
    def shipping_share(self) -> float:
        return self.shipping_idr / self.amount_idr if self.amount_idr else 0.0

    def to_json(self, language: str = "id") -> dict[str, Any]:
        """Plain numbers and sentences."""
        channels = ("quantity_idr", "harmonisation_idr", "delivery_idr", "process_idr", "saving_idr")
        return {
            "amount_idr": round(self.amount_idr),
            "regions_n": self.regions_n,
            "goods_n": self.goods_n,
            "shared_goods_n": self.shared_goods_n,
            "shared_amount_idr": round(self.shared_amount_idr),
            "shared_share": self.shared_share,
            "price_differs_n": self.price_differs_n,
            "lowest_price_idr": round(self.lowest_price_idr),
            "lowest_price_share": self.lowest_price_share,
            "shipping_idr": round(self.shipping_idr),
            "shipping_share": self.shipping_share,
            "regimes": {k: round(v) for k, v in self.regimes.items()},
            "evidence": {k: round(v) for k, v in self.evidence.items()},
            **{name: {k: round(v) for k, v in getattr(self, name).to_json().items()} for name in channels},
            "needs_pooling_share": self.needs_pooling_share,
            "sentences": [s.render(language) for s in self.sentences],
        }


def overlook(market: Market, chosen: Sequence[Sequence[int]], judged: Judged | None = None) -> Overview:
    """The overview of a market.

    Args:
        chosen: the sets of neighbours that don't overlap (``member_sets.stars``).
        judged: what they save, with totals, where it is known already.
    """
    judged = judged or judge(market, Sets.of(chosen), totals=True)
    goods, cells = market.goods, market.cells
    shared = (goods["regions_n"] >= 2).to_numpy()
    amount = float(cells["amount_idr"].sum())
    centre, met = judged.centre, judged.met
    at_best = better_of(centre, judged.pools)[met, 0]

    def total(name: str) -> Band:
        return bands(getattr(centre, name)[met, 0].sum(keepdims=True), judged.totals[name][None, :])[0]

    ceiling = market.given.value("ceiling_portfolio") * amount
    saving = bands(at_best.sum(keepdims=True), judged.totals["best"][None, :])[0]
    saving = Band(*(min(x, ceiling) for x in (saving.p10, saving.p50, saving.p90)))
    pooled = float(at_best[judged.pools[met]].sum())
    found = Overview(
        amount_idr=amount,
        regions_n=int(cells["region_code"].nunique()),
        goods_n=len(goods),
        shared_goods_n=int(shared.sum()),
        shared_amount_idr=float(goods.loc[shared, "amount_idr"].sum()),
        price_differs_n=market.differing_n,
        lowest_price_idr=market.lowest_idr,
        shipping_idr=float(cells["shipping_idr"].sum()),
        regimes={str(k): float(v) for k, v in goods.groupby("regime")["amount_idr"].sum().items()},
        evidence={str(k): float(v) for k, v in goods.groupby("evidence")["amount_idr"].sum().items()},
        quantity_idr=total("quantity"),
        harmonisation_idr=total("harmonisation"),
        delivery_idr=total("delivery"),
        process_idr=total("process"),
        saving_idr=saving,
        needs_pooling_share=pooled / float(at_best.sum()) if at_best.sum() > 0 else 0.0,
        sentences=(),
    )
    object.__setattr__(found, "sentences", _sentences(found))
    return found


def _sentences(o: Overview) -> tuple[Message, ...]:
    if not o.amount_idr:
        return (msg("Belum ada belanja dalam pilihan ini; muat data atau longgarkan saringan."),)
    told = [
        msg(
            "{goods} barang bernilai {amount} ({share} dari belanja) dibeli oleh dua daerah atau lebih.",
            goods=Count(o.shared_goods_n),
            amount=Idr(o.shared_amount_idr),
            share=Share(o.shared_share),
        )
    ]
    if o.regimes.get("listed", 0.0) >= 0.995 * o.amount_idr:
        told.append(
            msg(
                "Seluruh belanja ini memakai harga tayang katalog: membeli lebih banyak bersama-sama "
                "tidak menurunkan harga, jadi penghematan dari volume adalah nol."
            )
        )
    elif o.quantity_idr.p90 <= 0:
        told.append(
            msg("Penghematan dari volume adalah nol: tidak ada pengaruh jumlah terhadap harga yang dapat diakui.")
        )
    else:
        told.append(
            msg(
                "Volume bersama dapat menurunkan harga sekurang-kurangnya {low} (kemungkinan {likely}), "
                "sebelum biaya koordinasi.",
                low=Idr(o.quantity_idr.p10),
                likely=Idr(o.quantity_idr.p50),
            )
        )
    if o.shared_goods_n:
        told.append(
            msg(
                "Andaikata setiap pembelian barang bersama memakai harga terendah yang pernah dibayar, "
                "yang bergeser hanya {amount} ({share}); ini batas atas, bukan penghematan, dan tidak perlu bergabung.",
                amount=Idr(o.lowest_price_idr),
                share=Share(o.lowest_price_share),
            )
        )
    told.append(
        msg(
            "Ongkos kirim {amount} ({share} dari belanja); menggabungkan pesanan ke alamat yang sama dapat "
            "menghemat sekitar {saving}, juga tanpa mitra.",
            amount=Idr(o.shipping_idr),
            share=Share(o.shipping_share),
            saving=Idr(o.delivery_idr.p50),
        )
    )
    return tuple(told)
