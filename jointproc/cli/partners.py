"""The command that looks for partners."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jointproc.cli.context import Context, say_json
from jointproc.errors import InputError
from jointproc.text import Count, Idr, Number, Share, format_idr

if TYPE_CHECKING:
    from jointproc.agreements import Limits, Partition, Partners, PartnerSet

__all__ = ["partners_command"]


def partners_command(context: Context) -> None:
    """The best partners of a region, or the best division of a province or the nation."""
    from jointproc.agreements import Limits, find_partition, find_partners
    from jointproc.warehouse import Scope, warehouse

    words = context.words
    if sum((bool(words.region), bool(words.province), words.nation)) != 1:
        raise InputError("Sebutkan satu dari: --region KODE, --province KODE, atau --nation.")
    limits = Limits(
        size=words.size,
        within_km=words.distance_km,
        same_province=words.same_province,
        suitability=words.suitability,
        seconds=words.time_limit,
    )
    families = (words.family,) if words.family else ()
    scope = Scope(fiscal_years=(words.year,) if words.year else ())
    if words.region:
        found = find_partners(
            warehouse(),
            words.region,
            goods=tuple(words.goods or ()),
            families=families,
            limits=limits,
            scope=scope,
            rank=words.rank,
            top=words.top,
        )
        _tell_partners(context, found, limits)
        return
    divided = find_partition(
        warehouse(), words.province, goods=tuple(words.goods or ()), families=families, limits=limits, scope=scope
    )
    _tell_partition(context, divided, limits)


def _limits_json(limits: Limits) -> dict[str, object]:
    return {
        "size": limits.size,
        "distance_km": limits.within_km,
        "same_province": limits.same_province,
        "suitability": limits.suitability,
        "time_limit": limits.seconds,
    }


def _names(codes: Sequence[str]) -> dict[str, str]:
    from jointproc.savings import region_names

    return region_names(list(codes))


def _tell_partners(context: Context, found: Partners, limits: Limits) -> None:
    names = _names((found.anchor, *found.neighbours, *found.silent))
    if context.words.json:
        say_json(
            {
                "region": {"code": found.anchor, "name": names[found.anchor]},
                "sets": [one.to_json(names) for one in found.sets],
                "greedy": list(found.greedy or ()),
                "gap": round(found.gap, 6),
                "seconds": round(found.seconds, 3),
                "limits": _limits_json(limits),
                "candidates_n": found.candidates_n,
                "valued_n": found.valued_n,
                "goods_n": found.goods_n,
                "neighbours": list(found.neighbours),
                "neighbours_without_purchases": list(found.silent),
            }
        )
        return
    _table(context, found.sets, names)
    if found.sets[0].gain_idr.p50 <= 0:
        context.say("Tidak ada kelompok yang menghemat lebih banyak daripada anggotanya masing-masing sendiri.")
    _tell_search(context, found.valued_n, found.candidates_n, found.gap, found.seconds)


def _tell_partition(context: Context, found: Partition, limits: Limits) -> None:
    names = _names((*(code for one in found.sets for code in one.codes), *found.rest))
    if context.words.json:
        say_json(
            {
                "sets": [one.to_json(names) for one in found.sets],
                "alone": [{"code": code, "name": names[code]} for code in found.rest],
                "value_idr": found.saving_idr,
                "without_agreement_idr": found.alone_idr,
                "gain_idr": {key: round(value) for key, value in found.gain_idr.to_json().items()},
                "bound_gain_idr": found.bound_idr,
                "greedy_gain_idr": found.greedy_idr,
                "gap": round(found.gap, 6),
                "seconds": round(found.seconds, 3),
                "limits": _limits_json(limits),
                "candidates_n": found.candidates_n,
                "valued_n": found.valued_n,
                "goods_n": found.goods_n,
            }
        )
        return
    if found.sets:
        _table(context, found.sets, names)
        context.say(
            "Bersama {saving}, {gain} lebih banyak daripada semua sendiri (sekurang-kurangnya {low}); {rest} daerah "
            "lebih baik sendiri.",
            saving=Idr(found.saving_idr),
            gain=Idr(found.gain_idr.p50),
            low=Idr(found.gain_idr.p10),
            rest=Count(len(found.rest)),
        )
    else:
        context.say("Tidak ada kelompok yang menghemat lebih banyak daripada anggotanya masing-masing sendiri.")
    _tell_search(context, found.valued_n, found.candidates_n, found.gap, found.seconds)


def _table(context: Context, sets: Sequence[PartnerSet], names: dict[str, str]) -> None:
    context.table(
        [
            (
                ", ".join(names[code] for code in one.codes),
                format_idr(one.saving_idr.p10, context.language),
                format_idr(one.saving_idr.p50, context.language),
                format_idr(one.gain_idr.p10, context.language),
                format_idr(one.gain_idr.p50, context.language),
            )
            for one in sets
        ],
        ("Daerah", "Sekurang-kurangnya", "Kemungkinan", "Tambahan min.", "Tambahan"),
    )


def _tell_search(context: Context, valued_n: int, candidates_n: int, gap: float, seconds: float) -> None:
    context.say(
        "{valued} dari {all} kelompok dinilai dalam {seconds} detik; selisih terhadap yang terbaik paling banyak "
        "{gap}.",
        valued=Count(valued_n),
        all=Count(candidates_n),
        seconds=Number(seconds, 1),
        gap=Share(gap),
    )
