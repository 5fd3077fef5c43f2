"""Every rule a row can break, and the sentence that says what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from jointproc.text import Count, Idr, Message, Share, msg

__all__ = ["RULES", "Finding"]

_SHOWN: Final = 80


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule found in one cell.

    Attributes:
        value: the cell as in the file.
        column: its header in the file.
        a, b: what the rule wants to say besides (exact decimal text, line numbers, codes).
        note: a sentence found elsewhere (how a region was understood).
    """

    value: str
    column: str
    a: str = ""
    b: str = ""
    note: Message | None = None


def _misaligned(f: Finding) -> Message:
    return msg(
        "Baris ini memuat {found} kolom, sedangkan judulnya {expected}: "
        "beri tanda kutip pada isian yang memuat tanda pemisah.",
        found=Count(int(f.a)),
        expected=Count(int(f.b)),
    )


def _unreadable(f: Finding) -> Message:
    return msg(
        "{value} di kolom {column} bukan angka: tulis angka saja, misalnya 1.500.000.",
        value=f.value[:_SHOWN],
        column=f.column,
    )


def _too_large(f: Finding) -> Message:
    return msg("Angka di kolom {column} terlalu besar untuk satu baris belanja.", column=f.column)


def _ambiguous(f: Finding) -> Message:
    return msg(
        "Titik atau koma di kolom {column} dibaca sebagai pemisah ribuan; periksa sebelum menyimpan.", column=f.column
    )


def _scale_broken(f: Finding) -> Message:
    return msg(
        "{value} di kolom {column} tampaknya seribu kali terlalu kecil karena titik ribuannya hilang: "
        "tulis ulang nilainya, atau pilih pemulihan ribuan di layar pembacaan angka.",
        value=f.value[:_SHOWN],
        column=f.column,
    )


def _scale_named(f: Finding) -> Message:
    return msg(
        "Judul tabel atau kolom {column} menyebut satuannya, jadi setiap angkanya dikalikan {factor}: "
        "bila angkanya sudah dalam rupiah, hapus kata itu dari judulnya.",
        column=f.column,
        factor=Count(int(f.a)),
    )


def _foreign(f: Finding) -> Message:
    return msg("Nilai dalam mata uang {value} tidak dihitung: ubah menjadi rupiah.", value=f.value[:_SHOWN])


def _not_positive(f: Finding) -> Message:
    return msg(
        "Jumlah {value} tidak lebih dari nol: perbaiki jumlahnya atau hapus barisnya.", value=f.a or f.value[:_SHOWN]
    )


def _mismatch(f: Finding) -> Message:
    return msg(
        "Jumlah × harga satuan + ongkos kirim = {computed}, sedangkan total di berkas {total}; "
        "total di berkas yang dipakai.",
        computed=Idr(Decimal(f.a), compact=False),
        total=Idr(Decimal(f.b), compact=False),
    )


def _date_unreadable(f: Finding) -> Message:
    return msg("Tanggal {value} tidak terbaca: tulis seperti 2025-03-12 atau 12/03/2025.", value=f.value[:60])


def _date_out_of_range(f: Finding) -> Message:
    return msg("Tanggal {value} di luar tahun yang masuk akal dan tidak dipakai: periksa tahunnya.", value=f.value[:60])


def _year_differs(f: Finding) -> Message:
    return msg("Tanggal {date} jauh dari tahun anggaran {year}: periksa salah satunya.", date=f.a, year=f.b)


def _word_unknown(f: Finding) -> Message:
    return msg(
        "{value} di kolom {column} tidak dikenal dan diabaikan: pilih salah satu dari {known}.",
        value=f.value[:60],
        column=f.column,
        known=f.a,
    )


def _column_repeated(f: Finding) -> Message:
    return msg(
        "Judul kolom {column} ada {n} kali; yang dipakai ialah yang pertama.", column=f.column, n=Count(int(f.a))
    )


def _sheet_ignored(f: Finding) -> Message:
    return msg(
        "Hanya lembar {sheet} yang dibaca; lembar {others} bertata letak sama dan tidak dimuat: "
        "simpan tiap lembar sebagai berkas sendiri bila semuanya diperlukan.",
        sheet=f.a,
        others=f.value,
    )


def _member_ignored(f: Finding) -> Message:
    return msg(
        "Dari arsip ini hanya berkas bertata letak {layout} yang dibaca; {others} tidak dimuat: unggah tersendiri.",
        layout=f.a,
        others=f.value,
    )


def _order_repeated(f: Finding) -> Message:
    return msg("Pesanan {value} sudah tercatat di baris {line} dan dihitung sekali saja.", value=f.value, line=f.a)


def _totals_row(_f: Finding) -> Message:
    return msg("Baris jumlah tidak dihitung sebagai belanja.")


def _total_differs(f: Finding) -> Message:
    return msg(
        "Baris jumlah menyebut {told}, sedangkan baris yang diterima berjumlah {found}: periksa baris yang ditolak.",
        told=Idr(Decimal(f.a), compact=False),
        found=Idr(Decimal(f.b), compact=False),
    )


def _price_computed(f: Finding) -> Message:
    return msg(
        "Harga satuan {n} baris ({share}) tampaknya hasil membagi total dengan jumlah; perkiraan penghematan "
        "memperhitungkannya.",
        n=Count(int(f.a)),
        share=Share(Decimal(f.a) / Decimal(f.b)),
    )


def _ambiguous_region(f: Finding) -> Message:
    return msg(
        "{text} dapat berarti beberapa daerah ({suggestions}): tulis jenisnya, misalnya Kab. atau Kota.",
        text=f.value,
        suggestions=f.a,
    )


def _region(f: Finding) -> Message:
    return f.note or msg("Daerah tidak dikenal.")


def _region_doubtful(f: Finding) -> Message:
    return f.note or msg("Daerah kurang pasti.")


def _region_refused(f: Finding) -> Message:
    return msg("{text} ditandai bukan pemerintah daerah, jadi barisnya tidak dihitung.", text=f.value)


def _text_fallback(f: Finding) -> Message:
    return msg(
        "Berkas ini tidak memuat nama paket; nomor paketnya yang dipakai. Unggah bersama berkas {layout} "
        "dalam satu ZIP agar namanya terisi.",
        layout=f.a,
    )


_CANCELLED: Final = {
    "Paket dibatalkan.": msg("Paket dibatalkan."),
    "Paket sudah dihapus dari RUP.": msg("Paket sudah dihapus dari RUP."),
    "Paket tidak aktif di RUP.": msg("Paket tidak aktif di RUP."),
    "Tender gagal atau batal.": msg("Tender gagal atau batal."),
    "Pesanan gagal atau batal.": msg("Pesanan gagal atau batal."),
}


def _cancelled(f: Finding) -> Message:
    return _CANCELLED.get(f.a) or msg("Paket dibatalkan.")


RULES: Final[dict[str, Callable[[Finding], Message]]] = {
    "amount_computed": lambda _f: msg("Total kosong; dihitung dari jumlah × harga satuan + ongkos kirim."),
    "amount_mismatch": _mismatch,
    "amount_missing": lambda _f: msg("Nilai baris kosong: isi totalnya."),
    "amount_negative": lambda _f: msg("Total negatif: baris pembatalan atau koreksi tidak dihitung sebagai belanja."),
    "amount_senseless": lambda _f: msg("Nilai baris kosong dan hasil hitungnya tidak masuk akal: isi totalnya."),
    "column_repeated": _column_repeated,
    "currency_foreign": _foreign,
    "date_out_of_range": _date_out_of_range,
    "date_unreadable": _date_unreadable,
    "fiscal_year_differs": _year_differs,
    "header_repeated": lambda _f: msg("Baris judul yang berulang di tengah tabel tidak dibaca sebagai belanja."),
    "member_ignored": _member_ignored,
    "number_ambiguous": _ambiguous,
    "number_too_large": _too_large,
    "number_unreadable": _unreadable,
    "order_repeated": _order_repeated,
    "price_computed": _price_computed,
    "quantity_not_positive": _not_positive,
    "region_ambiguous": _ambiguous_region,
    "region_doubtful": _region_doubtful,
    "region_not_a_region": _region,
    "region_refused": _region_refused,
    "region_unknown": _region,
    "row_cancelled": _cancelled,
    "row_misaligned": _misaligned,
    "row_repeated": lambda _f: msg("Baris ini sama persis dengan baris sebelumnya: hapus bila terkirim dua kali."),
    "scale_broken": _scale_broken,
    "scale_named": _scale_named,
    "sheet_ignored": _sheet_ignored,
    "shipping_negative": lambda _f: msg("Ongkos kirim negatif: kemungkinan potongan harga; periksa kontraknya."),
    "text_fallback": _text_fallback,
    "text_missing": lambda _f: msg("Nama barang kosong: isi uraian barangnya."),
    "total_differs": _total_differs,
    "totals_row": _totals_row,
    "word_unknown": _word_unknown,
    "year_missing": lambda _f: msg("Tahun anggaran tidak ada: isi kolomnya, atau sebutkan tahunnya saat memuat."),
}
