"""Where partners are looked for: the goods, the regions that buy them, who neighbours whom, and the limits."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from jointproc import regions as geography
from jointproc.agreements.coalition import Coalitions, coalitions_of
from jointproc.agreements.narrowing import condensed
from jointproc.errors import InputError
from jointproc.goods import families as all_families
from jointproc.savings import Market, unsuitable_families
from jointproc.text import Count

__all__ = ["LARGEST_SET", "Ground", "Limits", "close_to", "goods_wanted", "ground"]

LARGEST_SET: Final = 10
_LONGEST_SECONDS: Final = 600.0
_MOST_CELLS: Final = 4_000_000
_OTHER: Final = "lainnya"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a set of partners must keep to.

    Attributes:
        size: most members, the anchor among them.
        within_km: regions closer than this across water are neighbours too (0: land borders only).
        same_province: members are all of one province.
        suitability: families below this (0 to 5) stay out; ``None`` keeps all, as ``simulate`` does.
        seconds: after these the best found so far is given, with its gap.
    """

    size: int = 5
    within_km: float = geography.DEFAULT_WITHIN_KM
    same_province: bool = False
    suitability: int | None = 0
    seconds: float = 10.0

    def __post_init__(self) -> None:
        if not 2 <= self.size <= LARGEST_SET:
            raise InputError(
                "Jumlah anggota kelompok {n} tidak dapat dihitung: pilih 2 sampai {most}.",
                n=Count(self.size),
                most=Count(LARGEST_SET),
            )
        if not 0 < self.seconds <= _LONGEST_SECONDS:
            raise InputError("Batas waktu harus lebih dari 0 dan paling lama {n} detik.", n=Count(_LONGEST_SECONDS))
        if not 0 <= self.within_km <= geography.LARGEST_GAP_KM:
            raise InputError(
                "Jarak tetangga harus 0 sampai {km} km: yang lebih jauh tidak ada dalam daftar tetangga.",
                km=Count(geography.LARGEST_GAP_KM),
            )


@dataclass(frozen=True)
class Ground:
    """A market in which partners are looked for.

    Attributes:
        codes: the regions that buy something chosen, in order.
        part: their purchases of the chosen goods.
        game: what their coalitions save, condensed.
        alone: what each saves by itself, shape ``(regions,)``.
        near: neighbours of each region by number, both ways.
    """

    codes: tuple[str, ...]
    part: Market
    game: Coalitions
    alone: npt.NDArray[np.float64]
    near: tuple[tuple[int, ...], ...]


def goods_wanted(
    market: Market, goods: Collection[str], families: Collection[str], suitability: int | None
) -> list[str]:
    """Identities of the goods in question: those named or of a named family (all when none is), if suitable.

    Raises:
        InputError: a good or family nobody knows, or none of them can be bought together.
    """
    table = market.goods
    known = set(table["good_id"])
    for key in families:
        if key not in all_families():
            raise InputError(
                "Kelompok komoditas “{key}” tidak dikenal: pakai salah satu dari {choices}.",
                key=key,
                choices=", ".join(sorted(all_families())),
            )
    for good in goods:
        if good not in known:
            raise InputError(
                "Barang “{good}” tidak ada dalam data yang dimuat: periksa kodenya di halaman Barang.", good=good
            )
    chosen = table["good_id"].isin(list(goods)) | table["family"].isin(list(families))
    if not goods and not families:
        chosen[:] = True
    suited = chosen if suitability is None else chosen & table["family"].map(lambda key: _suits(key, suitability))
    pointless = suitability is not None and families and not any(_suits(key, suitability) for key in families)
    if not suited.any() and (chosen.any() or pointless):
        raise InputError(
            "Barang yang dipilih tidak cocok dibeli bersama (jasa, pekerjaan, tarif, atau bahan segar): pilih "
            "kelompok komoditas lain."
        )
    return [str(good) for good in table.loc[suited, "good_id"]]


def _suits(key: str, least: int) -> bool:
    if key in unsuitable_families():
        return False
    return key == _OTHER or key not in all_families() or all_families()[key].suitability >= least


def close_to(code: str, limits: Limits) -> list[str]:
    """The neighbours of a region that the limits allow.

    Raises:
        InputError: no such region.
    """
    found = [n.code for n in geography.neighbours_of(code, limits.within_km)]
    if limits.same_province:
        province = geography.region(code).province_code
        found = [one for one in found if geography.region(one).province_code == province]
    return found


def ground(
    market: Market, codes: Sequence[str], wanted: Collection[str], limits: Limits, shares: Mapping[str, float] | None
) -> Ground:
    """The purchases of some regions of the wanted goods, as a game of those that buy any.

    Args:
        shares: part of its volume a region commits, where it isn't all.

    Raises:
        InputError: too many goods and regions at once.
    """
    given = {code: (shares or {}).get(code, 1.0) for code in codes}
    part = market.part(given, wanted)
    cells = part.cells[part.cells["amount_idr"] > 0]
    buying = set(cells["region_code"])
    present = tuple(code for code in codes if code in buying)
    if len(present) * cells["good"].nunique() > _MOST_CELLS:
        raise InputError(
            "Terlalu banyak barang dan daerah sekaligus ({n} barang, {regions} daerah): pilih satu kelompok komoditas.",
            n=Count(cells["good"].nunique()),
            regions=Count(len(present)),
        )
    part = market.part({code: given[code] for code in present}, wanted)
    number = {code: i for i, code in enumerate(present)}
    near = tuple(tuple(sorted(number[n] for n in close_to(code, limits) if n in number)) for code in present)
    game = condensed(coalitions_of(part, present))
    return Ground(present, part, game, game.alone(), near)
