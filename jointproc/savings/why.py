"""The sentences under "mengapa angka ini": from the market of a good to its result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from jointproc.savings.band import Band
from jointproc.savings.evidence import sentence as evidence_sentence
from jointproc.savings.market import Market
from jointproc.savings.regime import NEVER_OPEN, REGIME_WORDS
from jointproc.savings.regime import evidence_sentence as regime_sentence
from jointproc.savings.two_part import sentence as two_part_sentence
from jointproc.text import Count, Day, Idr, Message, Number, Share, msg

__all__ = ["BASELINES", "NOT_MET", "NO_PARTNER", "NO_VOLUME", "RESAMPLED", "baseline_sentence", "good_sentences"]

BASELINES: Final = ("own_price", "peer_median", "listed_price", "hps", "budget")
NOT_MET: Final = msg(
    "Belum cukup bukti: daerah-daerah ini tidak pernah membeli barang ini dalam tahun anggaran yang sama. "
    "Yang dibutuhkan: data pembelian dari tahun yang sama."
)

NO_VOLUME: Final = msg("Volume: nol. Membeli lebih banyak tidak menurunkan harga tayang.")
RESAMPLED: Final = msg(
    "Rentang jumlah ini memuat juga pertanyaan apakah barang-barang ini mewakili kelompoknya: dalam setiap undian "
    "barangnya diambil ulang secara utuh (bootstrap per barang)."
)
NO_PARTNER: Final = msg(
    "Penghematan ini tidak memerlukan kerja sama: bergabung tidak menambah apa pun setelah biaya koordinasi."
)


_BASELINE_TOLD: Final = {
    "own_price": msg("Dasar pembanding: harga yang dibayar daerah peserta sendiri dalam periode ini."),
    "peer_median": msg("Dasar pembanding: median harga daerah lain yang membeli barang yang sama dalam periode ini."),
    "listed_price": msg("Dasar pembanding: harga tayang yang dibayar daerah peserta sendiri dalam periode ini."),
    "hps": msg("Dasar pembanding: HPS; penghematan terhadap HPS bukan penghematan terhadap pasar."),
    "budget": msg("Dasar pembanding: pagu anggaran; penghematan terhadap pagu bukan penghematan terhadap pasar."),
}


def baseline_sentence(baseline: str) -> Message:
    """What a saving is measured against (``BASELINES``)."""
    return _BASELINE_TOLD[baseline]


def good_sentences(
    market: Market,
    good: dict[str, Any],
    cells: Sequence[dict[str, Any]],
    channels: Mapping[str, Band],
    steps: Mapping[str, float],
    course: str,
    baseline: str,
) -> tuple[Message, ...]:
    """The sentences under "mengapa angka ini", from the market to the result."""
    given, regime = market.given, good["regime"]
    told = [
        evidence_sentence(good, given),
        regime_sentence(regime, good["kind"], good["spread_log"], int(good["prices_n"])),
        baseline_sentence(baseline),
    ]
    said = market.said.get(good["good_id"])
    if said is not None:
        told[1] = msg(
            "Pasar barang ini ditetapkan {who} pada {day}: {regime}. Alasannya: {reason}",
            who=said.said_by or msg("seseorang"),
            day=Day(said.said_at),
            regime=REGIME_WORDS[regime],
            reason=said.reason,
        )
    if good["confidence"] < 0.995 and good["evidence"] != "D":
        told.append(
            msg(
                "Keyakinan bahwa semua barisnya barang yang sama: {confidence}; penghematan dari harga dikalikan "
                "dengan keyakinan itu.",
                confidence=Share(good["confidence"], 0),
            )
        )
    if good["derived_n"]:
        told.append(
            msg(
                "{n} dari {all} harga dihitung dari nilai dibagi jumlah. Salah tulis jumlah menggerakkan harga itu "
                "ke arah sebaliknya, jadi pengaruh volumenya hanya batas atas dan baris-baris itu tidak dipakai untuk "
                "menaksirnya.",
                n=Count(int(good["derived_n"])),
                all=Count(int(good["prices_n"])),
            )
        )
    if good["evidence"] == "D":
        return tuple(told)
    if regime not in NEVER_OPEN and (often := two_part_sentence(good)) is not None:
        told.append(often)
    if good["budget_only"] and regime != "listed" and channels["quantity"].p90 > 0:
        told.append(
            msg(
                "Anggaran saja: bila harga turun mengikuti volume dengan kemiringan {slope}, penghematan dari "
                "menggabungkan pagu mengikuti besarnya setiap pagu, paling banyak sampai {cap} kali pagu sendiri.",
                slope=Number(good["slope"], 3),
                cap=Number(given.value("volume_cap"), 1),
            )
        )
    if regime == "listed":
        told.append(NO_VOLUME)
    elif channels["quantity"].p90 <= 0:
        told.append(msg("Volume: nol. Tidak ada pengaruh jumlah terhadap harga yang dapat diakui untuk barang ini."))
    else:
        told.append(
            msg(
                "Volume: setiap kali jumlah berlipat dua, harga diperkirakan turun {share}; "
                "dihitung paling banyak sampai {cap} kali volume sendiri dan pesanan terbesar yang pernah terjadi.",
                share=Share(1 - 2.0 ** good["slope"]),
                cap=Number(given.value("volume_cap"), 1),
            )
        )
        told += [_slope_sentence(good), _width_sentence(good, given.value("evidence_calibration"))]
    gap = sum(c["harmonisation_idr"] for c in cells)
    if gap > 0 and regime != "services":
        told.append(
            msg(
                "Penyelarasan harga: selisih ke kuartil harga terbaik {gap}, diakui {part}; "
                "ini dapat diraih tanpa perlu bergabung.",
                gap=Idr(gap),
                part=Share(given.value(f"harmonisation_realised_{regime}")),
            )
        )
    shipping = sum(c["shipping_idr"] for c in cells)
    if shipping > 0:
        told.append(
            msg(
                "Pengiriman: ongkos kirim {shipping}; hanya pesanan ke alamat yang sama yang dapat digabung, "
                "jadi ini pun tidak memerlukan mitra.",
                shipping=Idr(shipping),
            )
        )
    if channels["process"].p90 > 0:
        told.append(
            msg(
                "Proses: pemilihan yang tidak perlu diulang bernilai {amount} dengan biaya asumsi.",
                amount=Idr(channels["process"].p50),
            )
        )
    if course == "pool":
        told.append(
            msg(
                "Dikurangi biaya koordinasi {coordination} dan peluang pemilihan bersama gagal {failure}.",
                coordination=Idr(-steps["coordination"]),
                failure=Share(given.value("award_failure")),
            )
        )
    elif course == "alone":
        told.append(NO_PARTNER)
    else:
        told.append(msg("Tidak ada penghematan yang dapat diakui."))
    return tuple(told)


def _slope_sentence(good: Mapping[str, Any]) -> Message:
    """Whose prices the volume effect was learnt from."""
    slope, own, n = Number(good["slope"], 3), Share(good["slope_own_share"], 0), Count(int(good["slope_of_n"]))
    if good["slope_of"] == "family":
        return msg(
            "Kemiringan {slope} itu dipelajari dari data yang dimuat: {own} dari harga barang ini sendiri, sisanya "
            "dari {n} barang sekelompok di pasar yang sama.",
            slope=slope,
            own=own,
            n=n,
        )
    if good["slope_of"] == "market":
        return msg(
            "Kemiringan {slope} itu dipelajari dari data yang dimuat: {own} dari harga barang ini sendiri, sisanya "
            "dari {n} barang di pasar yang sama.",
            slope=slope,
            own=own,
            n=n,
        )
    if good["slope_own_share"] > 0:
        return msg(
            "Kemiringan {slope} itu {own} dari harga barang ini sendiri, sisanya nilai acuan di daftar asumsi: barang "
            "di pasar yang sama belum cukup untuk dipelajari.",
            slope=slope,
            own=own,
        )
    return msg(
        "Kemiringan {slope} itu nilai acuan di daftar asumsi: data yang dimuat belum cukup untuk menaksirnya.",
        slope=slope,
    )


def _width_sentence(good: Mapping[str, Any], needed: float) -> Message:
    """Where the width of the interval comes from."""
    if good["width_n"] >= needed:
        return msg(
            "Rentang volume dipelajari dari data yang dimuat: {n} barang di pasar yang sama disisihkan utuh, dan "
            "sejauh mana taksirannya meleset pada pesanan besarnya menjadi lebar rentang ini (konformal).",
            n=Count(int(good["width_n"])),
        )
    return msg(
        "Rentang volume memakai lebar acuan dari daftar asumsi: baru {n} barang di pasar ini dapat disisihkan untuk "
        "mengujinya, paling sedikit {needed}.",
        n=Count(int(good["width_n"])),
        needed=Count(needed),
    )
