"""What a column may mean, by its header, by what it holds, and by what it is the product of."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import permutations
from statistics import median
from typing import Final

from jointproc.intake.dates import read_date
from jointproc.intake.headers import header_key
from jointproc.intake.numbers import read_number, read_numbers
from jointproc.intake.presets import presets
from jointproc.intake.units import unit_of
from jointproc.regions import resolve

__all__ = ["MAPPABLE", "is_numbering", "looks_of", "name_of", "names", "product_of"]

# What a column can mean, the ones without which no row means anything first.
MAPPABLE: Final = (
    "text",
    "amount",
    "region",
    "quantity",
    "unit_price",
    "unit",
    "date",
    "fiscal_year",
    "buyer",
    "vendor",
    "spec",
    "shipping",
    "volume",
    "product",
    "account_code",
    "kbki",
    "catalogue",
    "method",
    "source_ref",
    "currency",
    "status",
)
# Words that offices put above a column, best first, besides the headers of the layouts we know.
_SYNONYMS: Final[dict[str, str]] = {
    "text": "nama_barang barang uraian uraian_barang item deskripsi_barang nama_item nama_obat nama_produk nama_paket "
    "jenis_barang nama_alat produk nama_pekerjaan pekerjaan uraian_pekerjaan description product_name",
    "amount": "nilai_kontrak nilai_realisasi total_harga harga_total jumlah_harga jml_harga jumlah_total total_nilai "
    "total_rp jumlah_rp total sub_total subtotal nilai realisasi total_belanja amount pagu anggaran hps",
    "unit_price": "harga harga_satuan harga_rp hrg_satuan hrg_sat harga_sat harsat harga_barang harga_per_unit "
    "harga_per_satuan harga_beli unit_price price",
    "quantity": "qty jumlah kuantitas banyaknya vol jml quantity jumlah_barang kuantum banyak volume",
    "unit": "satuan sat uom unit satuan_barang",
    "region": "pemda wilayah klpd pemerintah_daerah kabupaten_kota kab_kota instansi daerah region provinsi kabupaten "
    "nama_daerah nama_pemda nama_instansi kota",
    "buyer": "opd skpd dinas satker unit_kerja perangkat_daerah satuan_kerja nama_opd nama_skpd puskesmas faskes",
    "vendor": "penyedia rekanan supplier toko vendor nama_toko cv_pt pemasok distributor nama_rekanan nama_penyedia "
    "nama_perusahaan perusahaan pbf",
    "date": "tanggal tgl tgl_bast tanggal_kontrak tgl_spk date tgl_kontrak tgl_faktur tanggal_faktur tanggal_bast",
    "fiscal_year": "tahun ta tahun_anggaran year thn",
    "spec": "spesifikasi spek merk merek tipe keterangan spesifikasi_teknis merk_tipe ukuran",
    "shipping": "ongkir ongkos_kirim biaya_kirim biaya_pengiriman",
    "source_ref": "no nomor no_kontrak no_spk no_faktur kode nomor_kontrak no_bukti no_pesanan id",
    "product": "kode_barang kode_produk kode_obat sku",
    "account_code": "kode_rekening rekening mak kode_akun akun no_rekening_belanja",
    "kbki": "kbki kode_kbki kbki_code kode_kbki_2015",
    "method": "metode metode_pengadaan cara_pembelian metode_pemilihan cara_pengadaan",
    "catalogue": "kategori kelompok golongan jenis komoditas etalase",
    "status": "status status_paket status_kontrak",
}
_ALIKE: Final = 0.7
_DISTINCT: Final = 40
_MANY_LETTERS: Final = 8
# a column of fewer is counted goods rather than money
_MONEY: Final = 1000
# a header of the layouts counts after every word above
_OF_A_LAYOUT: Final = 50
_NUMBERS: Final = ("amount", "unit_price", "quantity", "shipping")
_PRODUCT_ROWS: Final = 3
_PRODUCT_SHARE: Final = 0.9
_NUMBER_COLUMNS: Final = 12

_YEAR: Final = re.compile(r"^20[0-4]\d$")
_ACCOUNT: Final = re.compile(r"^5\.[1-4]\.\d{1,2}")
_NUMBERED: Final = re.compile(r"(^|_)(kd|kode|id|nomor|no|nip|npwp|ver|versi|flag|rup|lls|uuid|kbki)(_|$)")
_VENDOR: Final = re.compile(r"^(pt|cv|ud|pd|fa|toko|koperasi|kop|apotek|perum|bumdes)\b[ .]", re.I)
_METHOD: Final = re.compile(
    r"^(e-?\s?(purchasing|katalog)|(mini )?kompetisi|(pengadaan|penunjukan) langsung|tender( cepat)?|seleksi|"
    r"toko daring|swakelola|dikecualikan|non\s?-?tender)\b",
    re.I,
)
_CODE: Final = re.compile(r"^(?=[^\d]*\d)(?=[^A-Za-z]*[A-Za-z])[\w./-]{4,}$|^\d+(-\d+){2,}$")
_LOOKS: Final[tuple[tuple[tuple[str, ...], Callable[[str], bool]], ...]] = (
    (("fiscal_year",), lambda t: bool(_YEAR.match(t))),
    (("account_code",), lambda t: bool(_ACCOUNT.match(t))),
    (("date",), lambda t: not t.isdigit() and t.count(".") < 3 and read_date(t) is not None),
    (("unit",), lambda t: len(t) < 15 and not any(c.isdigit() for c in t) and _is_unit(t)),
    (("method",), lambda t: bool(_METHOD.match(t))),
    (("vendor",), lambda t: bool(_VENDOR.match(t))),
    (("region",), lambda t: len(t) > 3 and not t.isdigit() and resolve(t).confidence >= 0.85),
    (_NUMBERS, lambda t: (read_number(t) or "") not in ("", "-")),
    (("source_ref", "product"), lambda t: bool(_CODE.match(t))),
    (("text", "spec", "buyer", "vendor"), lambda t: sum(c.isalpha() for c in t) >= _MANY_LETTERS),
)


def _is_unit(text: str) -> bool:
    unit = unit_of(text)
    return unit.base is not None or not unit.comparable


@cache
def names() -> Mapping[str, tuple[str, int]]:
    """Header key → canonical column and rank: first what people write, then what the known layouts hold."""
    found: dict[str, tuple[str, int]] = {}
    for canonical, words in _SYNONYMS.items():
        for rank, word in enumerate(words.split()):
            found.setdefault(word, (canonical, rank))
    for preset in presets():
        for canonical, aliases in preset.columns.items():
            if canonical in MAPPABLE:
                for rank, alias in enumerate(aliases):
                    found.setdefault(alias, (canonical, _OF_A_LAYOUT + rank))
    return found


def name_of(header: str) -> tuple[str, int] | None:
    """What a header says that its column means, and how common a word for it this is (0 is the most common)."""
    return names().get(header_key(header)) if header else None


def is_numbering(header: str) -> bool:
    """Whether a header names a code or a number of something, whose figures are no quantity and no money."""
    return bool(_NUMBERED.search(header_key(header)))


def looks_of(values: Sequence[str]) -> dict[str, float]:
    """What values look like, best first, with the share of them that do; the most telling kind alone."""
    distinct = list(dict.fromkeys(values))[:_DISTINCT]
    for kinds, test in _LOOKS:
        share = sum(test(value) for value in distinct) / len(distinct) if distinct else 0.0
        if share >= _ALIKE:
            return dict.fromkeys(_ordered(kinds, distinct), share)
    return {}


def _ordered(kinds: tuple[str, ...], values: Sequence[str]) -> tuple[str, ...]:
    if kinds is not _NUMBERS:
        return kinds
    numbers = [float(text) for text in read_numbers(values).texts if text]
    return kinds if median(map(abs, numbers)) >= _MONEY else ("quantity", "unit_price", "amount", "shipping")


def product_of(columns: Mapping[int, Sequence[str]]) -> tuple[dict[str, int], float]:
    """Which columns are quantity, unit price and amount, because quantity × price is the amount; the share of rows.

    Args:
        columns: position → its cells, row by row, for columns of numbers.

    Rows in which either factor is 1 say nothing. Of the two factors, the one with the larger figures is the price.
    """
    numbers = {
        place: [float(text) if text else None for text in read_numbers(list(cells)).texts]
        for place, cells in list(columns.items())[:_NUMBER_COLUMNS]
    }
    best: tuple[float, int, dict[str, int]] = (0.0, 0, {})
    for first, second, total in permutations(numbers, 3):
        if first > second:
            continue
        rows = [
            (a, b, c)
            for a, b, c in zip(numbers[first], numbers[second], numbers[total], strict=True)
            if a and b and c and a != 1 and b != 1
        ]
        fitting_n = sum(abs(a * b - c) <= max(1.0, abs(c) * 0.001) for a, b, c in rows)
        if fitting_n >= max(_PRODUCT_ROWS, _PRODUCT_SHARE * len(rows)) and fitting_n > best[1]:
            larger = median(b for _a, b, _c in rows) >= median(a for a, _b, _c in rows)
            quantity, price = (first, second) if larger else (second, first)
            found = {"quantity": quantity, "unit_price": price, "amount": total}
            best = (fitting_n / len(rows), fitting_n, found)
    return best[2], best[0]
