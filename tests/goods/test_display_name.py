"""Names of goods: capitals go where a name was shouted; acronyms, sizes, units and brands stay."""

from __future__ import annotations

import pytest

from jointproc.goods.display_name import display_name


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("SEMEN PORTLAND KOMPOSIT 40 KG, PCC", "Semen portland komposit 40 kg, PCC"),
        ("KERTAS HVS A4 80 GSM, PUTIH", "Kertas HVS A4 80 gsm, putih"),
        ("VITAMIN B6 10 MG TABLET, botol 1.000 tablet", "Vitamin B6 10 mg tablet, botol 1.000 tablet"),
        ("BBM bensin RON 92, KENDARAAN DINAS", "BBM bensin RON 92, kendaraan dinas"),
        ("Pakan ikan apung, PROTEIN 30%, KARUNG 30 KG", "Pakan ikan apung, protein 30%, karung 30 kg"),
        ("KASA HIDROFIL STERIL 16 X 16, kotak, 16 lembar", "Kasa hidrofil steril 16 x 16, kotak, 16 lembar"),
        ("CULTIVATOR TANGAN, 7 PK", "Cultivator tangan, 7 PK"),
        ("TOPI PET DINAS, bordir", "Topi pet dinas, bordir"),
        ("Laptop 14 inci i5, RAM 16 GB, SSD 512 GB", "Laptop 14 inci i5, RAM 16 GB, SSD 512 GB"),
        ("CCTV kamera PTZ 2 MP, 25x, IP66", "CCTV kamera PTZ 2 MP, 25x, IP66"),
        ("tempat sampah roda 120 liter, hdpe", "Tempat sampah roda 120 liter, HDPE"),
        ("Mouse nirkabel, Usb 2,4 Ghz", "Mouse nirkabel, USB 2,4 GHz"),
        ("Sarung tangan medis ukuran M, nitril", "Sarung tangan medis ukuran M, nitril"),
        ("GEROBAK SAMPAH, pelat 1,2 MM, 1 M3", "Gerobak sampah, pelat 1,2 mm, 1 m3"),
        ("Tinta EPSON 003 HITAM", "Tinta EPSON 003 HITAM"),
        ("Antasida DOEN tablet kunyah", "Antasida DOEN tablet kunyah"),
        ("Obat Tahun 2020 · produk 1478648", "Obat Tahun 2020 · produk 1478648"),
        ("eMMC 64 GB", "eMMC 64 GB"),
        ("  KIT   EKSTRAKSI DNA ", "Kit ekstraksi DNA"),
        ("&<>\"'{}", "&<>\"'{}"),
        ("MODEM 4G LTE", "Modem 4G LTE"),
        ("CAT TEMBOK 5 KG", "Cat tembok 5 kg"),
        ("", ""),
    ],
)
def test_a_name_is_read_not_shouted(typed: str, read: str) -> None:
    assert display_name(typed) == read
    assert display_name(read) == read
