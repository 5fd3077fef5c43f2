"""Checks of the procurement rules (``PBJ``), one per rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from jointproc.agreements.compliance_facts import Draft, Facts, FamilyName
from jointproc.goods import families
from jointproc.text import Count, Idr, Share, msg

__all__ = ["PROCUREMENT"]

_POOR: Final = 1
_OTHER: Final = "lainnya"
_TARIFFS: Final = ("bbm", "listrik_air")


def _worth_it(f: Facts) -> Iterator[Draft]:
    gain = f.found.pooling_gain_idr
    if f.model == "D":
        yield Draft("pass", msg("Pesanan tetap terpisah; tidak ada paket yang disatukan."))
        return
    if gain <= 0:
        yield Draft(
            "blocked",
            msg("Paket dari beberapa daerah hanya boleh disatukan bila ada bukti efisiensi bersih; di sini belum ada."),
            cure=msg(
                "Ubah peserta atau barangnya, atau rundingkan bersama di katalog dengan pesanan terpisah (model D)."
            ),
        )
    else:
        yield Draft("pass", msg("Efisiensi bersih dari bergabung {gain}; simpan hitungannya.", gain=Idr(gain)))
    least = f.limit("suitability_min")
    weak = tuple(k for k in f.by_family if k in families() and _POOR < families()[k].suitability < least)
    if weak:
        yield Draft(
            "attention",
            msg("Kurang cocok dibeli bersama: {names}.", names=FamilyName(weak)),
            cure=msg("Tambahkan alasan tertulis, atau keluarkan."),
        )


def _alike(f: Facts) -> Iterator[Draft]:
    known = families()
    poor = tuple(k for k in f.by_family if k in known and known[k].suitability <= _POOR and k != _OTHER)
    if poor:
        yield Draft(
            "attention",
            msg("Keluarkan {names}: menurut sifatnya dibeli di daerah masing-masing.", names=FamilyName(poor)),
        )
    if len(f.by_family) > 1:
        yield Draft(
            "attention",
            msg(
                "Pilihan ini memuat {n} kelompok komoditas; buat satu paket untuk setiap kelompok.",
                n=Count(len(f.by_family)),
            ),
        )
    elif not poor:
        yield Draft("pass", msg("Satu kelompok komoditas dalam satu paket."))


def _small_firms(f: Facts) -> Iterator[Draft]:
    limit = f.limit("small_firm_package")
    if not f.lots:
        yield Draft(
            "pass", msg("Tidak ada paket untuk usaha kecil yang menjadi lebih besar dari {limit}.", limit=Idr(limit))
        )
        return
    for key, divided in f.lots.items():
        spent = f.by_family[key]
        all_small = max(spent.values()) <= limit
        if f.found.scenario.lots:
            yield Draft(
                "pass",
                msg(
                    "{name} dibagi menjadi {n} lot paling banyak {limit}; angka hemat belum dihitung per lot.",
                    name=FamilyName((key,)),
                    n=Count(len(divided)),
                    limit=Idr(limit),
                ),
            )
            continue
        yield Draft(
            "blocked" if all_small else "attention",
            msg(
                "{name}: gabungan {amount} setahun melampaui {limit}, padahal belanja {n} daerah tidak; paket sampai "
                "batas itu untuk usaha kecil bila mampu.",
                name=FamilyName((key,)),
                amount=Idr(sum(spent.values())),
                limit=Idr(limit),
                n=Count(sum(v <= limit for v in spent.values())),
            ),
            cure=msg("Bagi menjadi {n} lot paling banyak {limit}.", n=Count(len(divided)), limit=Idr(limit)),
        )


def _splitting(f: Facts) -> Iterator[Draft]:
    limit, years = f.limit("direct_purchase_goods"), f.found.years_n
    small: dict[str, list[str]] = {}
    for row in f.found.purchases.itertuples(index=False):
        if row.lines_n > years and row.open_idr / years > limit and row.open_idr / row.lines_n <= limit:
            small.setdefault(str(row.code), []).append(str(row.family))
    if not small:
        yield Draft(
            "pass", msg("Tidak terlihat paket sejenis di bawah batas pengadaan langsung yang jumlahnya melampauinya.")
        )
    for code, keys in small.items():
        yield Draft(
            "attention",
            msg(
                "{names}: beberapa belanja yang rata-ratanya di bawah {limit} berjumlah lebih dari itu; pilih cara "
                "pengadaan menurut jumlahnya.",
                names=FamilyName(tuple(keys)),
                limit=Idr(limit),
            ),
            code,
            msg("Satukan dalam satu paket; bergabung sudah melakukannya."),
        )


def _small_firm_share(f: Facts) -> Iterator[Draft]:
    least = f.limit("small_firm_share")
    for m in f.members:
        before, after = f.reserved_share[m.code]
        told = {"before": Share(before, 0), "after": Share(after, 0), "least": Share(least, 0)}
        if after < before - 1e-9:
            yield Draft(
                "attention",
                msg(
                    "Belanja barang ini dalam paket untuk usaha kecil turun dari {before} menjadi {after}; porsi "
                    "seluruh belanja barang/jasa paling sedikit {least}.",
                    **told,
                ),
                m.code,
                msg("Bagi menjadi lot, atau mintakan kemitraan dengan usaha kecil."),
            )
        else:
            yield Draft(
                "pass",
                msg(
                    "Bergabung tidak mengurangi belanja dalam paket untuk usaha kecil ({before}); data tidak memuat "
                    "kelas usaha penyedia, jadi porsi {least} dihitung di luar sini.",
                    before=told["before"],
                    least=told["least"],
                ),
                m.code,
            )


def _domestic(f: Facts) -> Iterator[Draft]:
    yield Draft(
        "attention",
        msg(
            "Data tidak memuat TKDN: periksa apakah ada produk dalam negeri (TKDN paling sedikit {least}).",
            least=Share(f.limit("domestic_content_min"), 0),
        ),
        cure=msg("Tulis syarat TKDN di spesifikasi bersama."),
        asked=True,
    )


def _method(f: Facts) -> Iterator[Draft]:
    if f.model == "D":
        yield Draft("pass", msg("Barang di katalog dibeli dengan e-purchasing."))
    elif f.joint_idr <= f.limit("direct_purchase_goods"):
        yield Draft("pass", msg("Nilai gabungan masih dalam batas pengadaan langsung."))
    else:
        yield Draft("pass", msg("Nilai gabungan menentukan cara: e-purchasing bila ada di katalog, selain itu tender."))


def _who(f: Facts) -> Iterator[Draft]:
    if f.model == "B":
        yield Draft(
            "attention",
            msg("Model B memerlukan penugasan tertulis kepada agen pengadaan; kontrak tetap per daerah."),
            cure=msg("Siapkan surat penugasan dari setiap daerah."),
        )
    else:
        yield Draft("pass", msg("Penyatuan paket dilakukan PA, KPA, PPK, atau UKPBJ setiap daerah."))


def _announced(_f: Facts) -> Iterator[Draft]:
    yield Draft("pass", msg("Umumkan ulang RUP di SIRUP setelah paketnya berubah."))


def _officer(f: Facts) -> Iterator[Draft]:
    limit = f.limit("officer_epurchasing")
    if f.joint_idr > limit:
        yield Draft("pass", msg("E-purchasing di atas {limit} dilakukan PPK.", limit=Idr(limit)))
    else:
        yield Draft("pass", msg("E-purchasing sampai {limit} dilakukan pejabat pengadaan.", limit=Idr(limit)))


def _tariffs(f: Facts) -> Iterator[Draft]:
    fixed = tuple(k for k in _TARIFFS if k in f.by_family)
    if fixed:
        yield Draft(
            "attention",
            msg("{names} bertarif terpublikasi: bergabung tidak menurunkan harganya.", names=FamilyName(fixed)),
            cure=msg("Keluarkan dari kesepakatan."),
        )
    else:
        yield Draft("pass", msg("Tidak ada barang bertarif terpublikasi."))


PROCUREMENT: Final[Mapping[str, Callable[[Facts], Iterator[Draft]]]] = {
    "PBJ-01": _worth_it,
    "PBJ-02": _alike,
    "PBJ-03": _small_firms,
    "PBJ-04": _splitting,
    "PBJ-05": _small_firm_share,
    "PBJ-06": _domestic,
    "PBJ-07": _method,
    "PBJ-08": _who,
    "PBJ-09": _announced,
    "PBJ-10": _officer,
    "PBJ-11": _tariffs,
}
