"""One check per rule of ``rules.json``; each yields what it finds about the agreement or about a region."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from jointproc import regions
from jointproc.agreements.legal import legal
from jointproc.agreements.scenario import ScenarioMember
from jointproc.agreements.simulation import Simulation
from jointproc.goods import families
from jointproc.goods.families import family
from jointproc.text import Count, Idr, Message, Share, msg

__all__ = ["CHECKS", "Draft", "Facts", "FamilyName"]

_POOR: Final = 1
_OTHER: Final = "lainnya"
_TARIFFS: Final = ("bbm", "listrik_air")
_MOVED_NOTICED: Final = 0.001


@dataclass(frozen=True, slots=True)
class Draft:
    """A verdict before its rule is attached; see :class:`jointproc.agreements.compliance.Finding`."""

    verdict: Literal["pass", "attention", "blocked"]
    message: Message
    region: str = ""
    cure: Message | None = None
    asked: bool = False


@dataclass(frozen=True)
class Facts:
    """What the checks look at. ``by_family``: rupiah a year by family and region."""

    found: Simulation
    on: date
    by_family: Mapping[str, Mapping[str, float]]
    lots: Mapping[str, tuple[tuple[str, ...], ...]]
    reserved_share: Mapping[str, tuple[float, float]]

    @property
    def members(self) -> tuple[ScenarioMember, ...]:
        return self.found.scenario.members

    @property
    def model(self) -> str:
        return self.found.scenario.model

    @property
    def one_province(self) -> bool:
        """Kabupaten and kota of one province, no province among them: the governor's matter."""
        known = [regions.region(m.code) for m in self.members]
        return len({r.province_code for r in known}) == 1 and all(r.kind != "provinsi" for r in known)

    @property
    def joint_idr(self) -> float:
        """What is bought together in a year, rupiah."""
        return sum(sum(spent.values()) for spent in self.by_family.values())

    def limit(self, name: str) -> float:
        return legal(name, self.on).value


@dataclass(frozen=True, slots=True)
class FamilyName:
    """Families by name inside a sentence."""

    keys: tuple[str, ...]

    def render(self, language: str) -> str:
        return ", ".join(family(k).label_en if language == "en" else family(k).label for k in self.keys[:4])


# --------------------------------------------------------------------------- cooperation between regions


def _parties(f: Facts) -> Iterator[Draft]:
    for m in f.members:
        if regions.region(m.code).administrative:
            yield Draft(
                "attention",
                msg("Daerah administratif tidak mempunyai APBD sendiri dan tidak menjadi pihak."),
                m.code,
                msg("Jadikan provinsinya peserta."),
            )
    yield Draft("pass", msg("Kepala daerah menandatangani; PKS dapat dikuasakan kepada pejabat perangkat daerah."))


def _category(_f: Facts) -> Iterator[Draft]:
    yield Draft("pass", msg("Belanja bersama pada umumnya kerja sama sukarela; tidak harus berbatasan."))


def _planned(f: Facts) -> Iterator[Draft]:
    cure = msg("Masukkan objeknya ke RKPD, atau tunjukkan keadaan darurat, program strategis, atau tugas pembantuan.")
    for m in f.members:
        if m.planned:
            yield Draft("pass", msg("Objeknya dinyatakan ada di RPJMD atau RKPD."), m.code)
        elif m.planned is False:
            yield Draft("attention", msg("Objeknya belum ada di RPJMD atau RKPD."), m.code, cure)
        else:
            yield Draft("attention", msg("Pastikan objeknya ada di RPJMD atau RKPD."), m.code, cure, asked=True)


def _council(f: Facts) -> Iterator[Draft]:
    for m in f.members:
        if m.council_approved:
            yield Draft("pass", msg("Persetujuan DPRD dinyatakan sudah ada."), m.code)
        elif m.budgeted is False:
            yield Draft(
                "blocked",
                msg("Belum teranggarkan di APBD tahun berjalan: perlu persetujuan DPRD sebelum PKS."),
                m.code,
                msg("Mintakan persetujuan DPRD, atau tunggu sampai teranggarkan."),
            )
        elif m.budgeted:
            yield Draft("pass", msg("Sudah teranggarkan; persetujuan DPRD tidak diperlukan karena itu."), m.code)
        else:
            yield Draft(
                "attention",
                msg("Persetujuan DPRD diperlukan bila belum teranggarkan atau membebani daerah."),
                m.code,
                msg("Nyatakan apakah belanjanya sudah ada di APBD tahun berjalan."),
                asked=True,
            )


def _office(_f: Facts) -> Iterator[Draft]:
    yield Draft("pass", msg("Tidak memakai sekretariat: itu hanya untuk kerja sama wajib paling singkat lima tahun."))


def _disputes(f: Facts) -> Iterator[Draft]:
    if f.one_province:
        yield Draft("pass", msg("Sengketa diselesaikan gubernur, bukan pengadilan negeri."))
    else:
        yield Draft("pass", msg("Sengketa diselesaikan Menteri Dalam Negeri (final), bukan pengadilan negeri."))


def _ending(_f: Facts) -> Iterator[Draft]:
    yield Draft("pass", msg("Pergantian kepala daerah tidak mengakhiri kerja sama."))


def _watching(f: Facts) -> Iterator[Draft]:
    if f.one_province:
        yield Draft("pass", msg("Pemantauan dan evaluasi oleh gubernur."))
    else:
        yield Draft("pass", msg("Pemantauan dan evaluasi oleh Menteri Dalam Negeri."))


def _transfers(f: Facts) -> Iterator[Draft]:
    found = f.found
    if f.model == "C":
        yield Draft(
            "attention",
            msg(
                "Model C memerlukan bantuan keuangan antar-APBD di setiap daerah peserta, dan hibah barang sesudahnya."
            ),
            cure=msg("Pakai model A: kontrak masing-masing, tidak ada uang berpindah."),
        )
    moved = found.transfers_idr.get(found.scenario.split, 0)
    if moved <= _MOVED_NOTICED * max(found.alone_idr, 1):
        if f.model != "C":
            yield Draft("pass", msg("Tidak ada uang yang berpindah antar-APBD."))
        return
    cure = msg("Pembagian menurut volume sendiri tidak memindahkan uang.")
    for m in found.members:
        pays = m.direct_idr - m.by_rule[found.scenario.split]
        if pays > _MOVED_NOTICED * max(m.alone_idr, 1):
            yield Draft(
                "attention",
                msg(
                    "Pembagian ini meminta {amount} kepada daerah lain: memerlukan bantuan keuangan.", amount=Idr(pays)
                ),
                m.code,
                cure,
            )


# --------------------------------------------------------------------------- budgets


def _own_budget(f: Facts) -> Iterator[Draft]:
    if f.model == "C":
        yield Draft(
            "attention",
            msg("Penyelenggara tidak boleh mengikat anggaran daerah lain."),
            cure=msg("Bantuan keuangan masuk APBD penyelenggara lebih dahulu, atau pakai model A."),
        )
    else:
        yield Draft("pass", msg("Setiap daerah hanya mengikat pagunya sendiri."))
    for m in f.members:
        if m.budgeted is False:
            yield Draft(
                "attention",
                msg("Kontrak belum boleh ditandatangani sebelum anggarannya tersedia."),
                m.code,
                msg("Anggarkan lewat perubahan APBD atau APBD tahun berikut; kesepakatannya dapat disiapkan."),
            )


def _several_years(f: Facts) -> Iterator[Draft]:
    years = f.found.scenario.term_years
    if years == 1:
        yield Draft("pass", msg("Satu tahun anggaran; tidak melintasi tahun."))
        return
    yield Draft(
        "attention",
        msg(
            "Jangka {years} tahun: kontrak yang melintasi tahun memerlukan kegiatan tahun jamak yang disetujui kepala "
            "daerah dan DPRD, tidak melampaui masa jabatan kepala daerah.",
            years=years,
        ),
        cure=msg("Buat kontrak untuk satu tahun anggaran, diulang setiap tahun di bawah satu PKS."),
    )


def _amended_once(f: Facts) -> Iterator[Draft]:
    waiting = [m.code for m in f.members if m.budgeted is False]
    told = msg("Perubahan APBD hanya sekali setahun, diputus paling lambat 30 September.")
    if not waiting:
        yield Draft("pass", told)
    for code in waiting:
        yield Draft("attention", told, code, msg("Siapkan usulannya sebelum perubahan KUA-PPAS bulan Agustus."))


# --------------------------------------------------------------------------- procurement


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


CHECKS: Final[Mapping[str, Callable[[Facts], Iterator[Draft]]]] = {
    "KSDD-01": _parties,
    "KSDD-02": _category,
    "KSDD-03": _planned,
    "KSDD-04": _council,
    "KSDD-05": _office,
    "KSDD-06": _disputes,
    "KSDD-07": _ending,
    "KSDD-08": _watching,
    "KSDD-09": _transfers,
    "BUD-01": _own_budget,
    "BUD-02": _several_years,
    "BUD-03": _amended_once,
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
