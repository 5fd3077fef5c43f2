"""Why two lines are the same good, a variant, or different: sentences from the comparison."""

from __future__ import annotations

from typing import Final

from jointproc.goods.compare import Comparison
from jointproc.goods.item import Item
from jointproc.goods.model import DIFFERENT, SAME, limits
from jointproc.text import Message, Number, msg

__all__ = ["KIND_NAMES", "reasons"]

KIND_NAMES: Final[dict[str, Message]] = {
    "power": msg("daya"),
    "apparent": msg("daya semu"),
    "voltage": msg("tegangan"),
    "current": msg("arus"),
    "ah": msg("kapasitas aki"),
    "pk": msg("PK"),
    "storage": msg("kapasitas simpan"),
    "memory": msg("memori"),
    "processor": msg("prosesor"),
    "volume": msg("isi"),
    "mass": msg("berat"),
    "gsm": msg("gramatur"),
    "size": msg("ukuran"),
    "paper": msg("ukuran kertas"),
    "count": msg("jumlah"),
    "percent": msg("kadar"),
    "strength": msg("kekuatan"),
    "code": msg("nomor atau model"),
    "mp": msg("resolusi"),
    "lumen": msg("terang"),
    "colour": msg("warna"),
    "material": msg("bahan"),
    "sizeword": msg("besar-kecil"),
    "tier": msg("mutu"),
    "form": msg("bentuk sediaan"),
    "type": msg("jenis"),
    "brand": msg("merek"),
}
_MOST: Final = 5
_MOST_DIFFERENT: Final = 2


def reasons(left: Item, right: Item, compared: Comparison, verdict: str) -> list[Message]:
    """At most a handful of sentences, the weightiest first: what names them, what differs, what agrees, the units.

    Of two different goods two sentences say enough.
    """
    out: list[Message] = []
    if compared.features["same_good"]:
        out.append(msg("Keduanya {good}.", good=left.concept))
    elif compared.features["other_good"]:
        out.append(msg("Barangnya lain: {left} dan {right}.", left=left.concept, right=right.concept))
    elif compared.features["identical"]:
        out.append(msg("Kata-katanya sama."))
    elif compared.features["words_cosine"] >= 0.5:
        out.append(msg("Sebagian besar katanya sama."))
    else:
        out.append(msg("Katanya sedikit yang sama."))
    out += [
        msg("Beda {kind}: {left} dan {right}.", kind=_kind(kind), left=a, right=b) for kind, a, b in compared.differ
    ]
    if verdict != SAME:
        out += [
            msg("Hanya sebelah yang menyebut {kind}: {value}.", kind=_kind(kind), value=a or b)
            for kind, a, b in compared.one_sided
        ]
    out += [msg("Sama {kind}: {value}.", kind=_kind(kind), value=a) for kind, a, _b in compared.agree]
    if verdict == DIFFERENT:
        return out[:_MOST_DIFFERENT]
    stopped = limits(compared)
    if "wide_undescribed" in stopped:
        out.append(msg("Nama ini mencakup barang yang harganya sangat beda, dan keterangannya tidak ada."))
    return [*out[:_MOST], *_unit(left, right, compared)]


def _unit(left: Item, right: Item, compared: Comparison) -> list[Message]:
    kind = compared.unit.kind
    if kind == "unknown":
        return [msg("Satuan salah satu pihak tidak diketahui.")]
    if kind == "apart":
        return [
            msg("Satuan {left} dan {right} tidak dapat disetarakan.", left=left.unit.strip(), right=right.unit.strip())
        ]
    if abs(compared.factor - 1.0) > 1e-9:
        return [
            msg(
                "1 {left} setara {factor} {right}.",
                left=left.unit.strip(),
                right=right.unit.strip(),
                factor=Number(compared.factor, 4),
            )
        ]
    return []


def _kind(kind: str) -> Message:
    return KIND_NAMES.get(kind, msg("keterangan"))
