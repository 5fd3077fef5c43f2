"""What our template says about each of its columns, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

__all__ = ["COLUMNS", "HEADINGS", "Explained"]

# Pairs are Indonesian, English: the sheet is written in one of them, whatever language the screen has.
Pair = tuple[str, str]
_YES: Final[Pair] = ("wajib", "required")
_NO: Final[Pair] = ("boleh kosong", "may be empty")
_EITHER: Final[Pair] = ("wajib bila tahun tidak dipilih saat memuat", "required unless the year is chosen when loading")
_PRICE: Final[Pair] = ("wajib bila total kosong", "required when total is empty")


@dataclass(frozen=True, slots=True)
class Explained:
    """One column: what goes in, whether it must, an example, and what people often get wrong."""

    what: Pair
    required: Pair
    example: str
    mistake: Pair


HEADINGS: Final[tuple[Pair, ...]] = (
    ("kolom", "column"),
    ("wajib?", "required?"),
    ("isi", "what to fill in"),
    ("contoh", "example"),
    ("kesalahan yang sering terjadi", "common mistakes"),
)

COLUMNS: Final[Mapping[str, Explained]] = MappingProxyType(
    {
        "daerah": Explained(
            (
                "Pemerintah daerah yang membayar: nama dengan jenisnya, atau kode Kemendagri.",
                "The regional government that pays: its name with its kind, or its Kemendagri code.",
            ),
            _YES,
            "Kab. Malang",
            (
                "“Malang” saja: dapat berarti kabupaten atau kota. Kanwil, Polres, dan kementerian bukan daerah.",
                "“Malang” alone: it may be the kabupaten or the kota. Ministries and their branches are no region.",
            ),
        ),
        "satuan_kerja": Explained(
            ("Perangkat daerah yang membeli.", "The office that buys."),
            _NO,
            "RSUD Kanjuruhan",
            ("Nama atau NIP pejabat: jangan ditulis di mana pun.", "A person's name or NIP: never write it anywhere."),
        ),
        "tahun_anggaran": Explained(
            ("Tahun anggaran, empat angka.", "Fiscal year, four digits."),
            _EITHER,
            "2026",
            ("“2025/2026”: tulis satu tahun.", "“2025/2026”: write one year."),
        ),
        "tanggal": Explained(
            ("Tanggal pesanan atau kontrak.", "Date of the order or the contract."),
            _NO,
            "2026-03-12",
            ("03/12/2026 dibaca 3 Desember: hari ditulis dahulu.", "03/12/2026 is read as 3 December: day first."),
        ),
        "uraian_barang": Explained(
            ("Nama barang, satu barang setiap baris.", "Name of the good, one good a line."),
            _YES,
            "Parasetamol 500 mg",
            (
                "Beberapa barang dalam satu sel: pisahkan menjadi beberapa baris.",
                "Several goods in one cell: make each a line of its own.",
            ),
        ),
        "spesifikasi": Explained(
            ("Kekuatan, ukuran, tipe, isi kemasan.", "Strength, size, model, content of the pack."),
            _NO,
            "dus isi 100 tablet",
            (
                "Isi kemasan tidak ditulis: harga per dus lalu tidak dapat dibandingkan.",
                "No pack content: then prices by the box can't be compared.",
            ),
        ),
        "kode_produk": Explained(
            ("Kode produk di katalog.", "Product code in the catalogue."),
            _NO,
            "71298340",
            ("Nol di depan hilang: jadikan kolomnya teks.", "Leading zeros lost: make the column text."),
        ),
        "kode_rekening": Explained(
            ("Kode rekening belanja.", "Account code of the spending."),
            _NO,
            "5.1.02.01.01.0037",
            (
                "Berubah menjadi tanggal atau bilangan: jadikan kolomnya teks.",
                "Turned into a date or a number: make the column text.",
            ),
        ),
        "katalog": Explained(
            ("Nama etalase atau komoditas katalog.", "Name of the catalogue or commodity."),
            _NO,
            "Obat",
            ("–", "–"),
        ),
        "jumlah": Explained(
            ("Jumlah yang dibeli, angka saja.", "Quantity bought, a number only."),
            _NO,
            "1500",
            ("“1500 tablet”: satuannya ditulis di kolom satuan.", "“1500 tablet”: the unit has its own column."),
        ),
        "satuan": Explained(
            ("Satuan; pilih dari daftar atau tulis sendiri.", "Unit; choose from the list or write your own."),
            _NO,
            "tablet",
            (
                "“paket”, “ls”, “kegiatan”: harganya disimpan, tetapi tidak dibandingkan.",
                "“paket”, “ls”, “kegiatan”: such prices are kept but not compared.",
            ),
        ),
        "harga_satuan": Explained(
            ("Harga satu satuan dalam rupiah, termasuk pajak.", "Price of one unit in rupiah, tax included."),
            _PRICE,
            "250",
            (
                "63.200 yang oleh lembar kerja menjadi 63,2: periksa ribuannya.",
                "63.200 turned into 63,2 by the spreadsheet: check the thousands.",
            ),
        ),
        "ongkos_kirim": Explained(
            ("Ongkos kirim baris ini dalam rupiah.", "Shipping of this line in rupiah."),
            _NO,
            "15000",
            (
                "Ongkos kirim seluruh paket diulang di setiap baris.",
                "The whole package's shipping repeated on each line.",
            ),
        ),
        "total": Explained(
            ("Jumlah × harga satuan + ongkos kirim, dalam rupiah.", "Quantity × unit price + shipping, in rupiah."),
            ("wajib bila harga satuan kosong", "required when the unit price is empty"),
            "390000",
            (
                "Total seluruh paket diulang di setiap baris; “Rp 0” untuk yang belum diketahui: kosongkan saja.",
                "The whole package's total repeated on each line; “Rp 0” for not yet known: leave it empty.",
            ),
        ),
        "penyedia": Explained(
            ("Nama penyedia.", "Name of the vendor."),
            _NO,
            "PT Contoh Farma",
            ("NPWP atau nomor rekening: tidak perlu dan tidak disimpan.", "Tax or bank numbers: not needed, not kept."),
        ),
        "metode": Explained(
            ("Metode pengadaan.", "Procurement method."),
            _NO,
            "E-Purchasing",
            ("–", "–"),
        ),
        "tahap": Explained(
            ("Sampai di mana pembeliannya; pilih dari daftar.", "How far the purchase is; choose from the list."),
            ("kosong berarti kontrak", "empty means contracted"),
            "kontrak",
            (
                "Rencana (pagu) dan kontrak untuk belanja yang sama dalam satu berkas.",
                "The plan and the contract of the same purchase in one file.",
            ),
        ),
        "jenis_harga": Explained(
            ("Dari mana harganya; pilih dari daftar.", "What the price rests on; choose from the list."),
            _NO,
            "katalog",
            ("Pagu ditulis sebagai harga: pilih “pagu”.", "A budget figure written as a price: choose “budget”."),
        ),
        "nomor_sumber": Explained(
            ("Nomor paket, pesanan, atau kontrak.", "Number of the package, order or contract."),
            _NO,
            "ISR-P2603-001234",
            (
                "Dikosongkan: baris yang terkirim dua kali lalu sukar dikenali.",
                "Left empty: lines sent twice are then hard to recognise.",
            ),
        ),
    }
)
