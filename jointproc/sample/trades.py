"""How each commodity family is bought: by whom, how often, for how much, from whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["TRADES", "Trade"]

_HEALTH: Final = ("Dinas Kesehatan", "RSUD")
_ANY: Final = ("Sekretariat Daerah", "Dinas Pendidikan", "Dinas Kesehatan", "BPKAD", "Bappeda", "RSUD")
_ACCOUNT: Final = "5.1.02.01.01."


@dataclass(frozen=True, slots=True)
class Trade:
    """One family's buying habits.

    Attributes:
        catalogue: name of its catalogue, where it is bought in one.
        sector: middle word of its (invented) sellers.
        account: account code, empty where none of the codes seen in real files fits.
        order_m: median value of one line for a region of a million people, million rupiah.
        lines: mean number of lines per good and year there.
        reach: share of the regions that buy a good of this family.
        offices: who buys.
        kota: how much likelier (or less) a kota buys it than a kabupaten.
        sellers: how many sellers share one market.
    """

    catalogue: str
    sector: str
    account: str
    order_m: float
    lines: float
    reach: float
    offices: tuple[str, ...]
    kota: float = 1.0
    sellers: int = 5


TRADES: Final[dict[str, Trade]] = {
    "obat": Trade("Obat", "Farma", _ACCOUNT + "0037", 52, 1.6, 0.86, _HEALTH, 1.0, 6),
    "bmhp": Trade("BMHP", "Medika", _ACCOUNT + "0012", 44, 1.6, 0.84, _HEALTH, 1.0, 4),
    "alkes": Trade("Alat Kesehatan", "Alkes", "5.2.02.07.01.0001", 100, 1.3, 0.8, _HEALTH, 1.0, 4),
    "laptop": Trade("Perangkat Komputer", "Komputindo", "", 120, 1.6, 0.8, _ANY, 1.1, 4),
    "atk": Trade("Alat Tulis Kantor", "Niaga", _ACCOUNT + "0024", 14, 1.6, 0.86, _ANY),
    "toner": Trade("Tinta dan Toner", "Cipta", _ACCOUNT + "0029", 30, 1.6, 0.85, _ANY),
    "seragam": Trade("Pakaian Dinas", "Busana", _ACCOUNT + "0032", 220, 1.2, 0.75, ("Satpol PP", "Dinas Pendidikan")),
    "pju": Trade("Lampu Penerangan Jalan", "Elektrindo", _ACCOUNT + "0031", 300, 1.3, 0.8, ("Dinas Perhubungan",)),
    "cctv": Trade("CCTV dan Jaringan", "Teknologi", "", 90, 1.4, 0.8, ("Dinas Komunikasi dan Informatika",), 1.2),
    "kendaraan": Trade("Kendaraan Bermotor", "Otomotif", "", 1200, 1.1, 0.7, ("Sekretariat Daerah", "BPBD"), 0.8),
    "pupuk_benih": Trade("Pupuk dan Benih", "Tani", _ACCOUNT + "0008", 180, 1.5, 0.8, ("Dinas Pertanian",), 0.2),
    "semen": Trade("Bahan Bangunan", "Bangunan", _ACCOUNT + "0001", 240, 1.8, 0.85, ("Dinas Pekerjaan Umum",)),
    "aspal": Trade("Aspal", "Bitumen", _ACCOUNT + "0001", 640, 1.6, 0.75, ("Dinas Pekerjaan Umum",), 0.7),
    "mebel_sekolah": Trade("Mebel Sekolah", "Mebelindo", "", 220, 1.3, 0.8, ("Dinas Pendidikan",)),
    "apd_kebencanaan": Trade("Kebencanaan", "Siaga", _ACCOUNT + "0032", 70, 1.2, 0.8, ("BPBD", "Satpol PP")),
    "tempat_sampah": Trade("Persampahan", "Bersih", _ACCOUNT + "0081", 140, 1.4, 0.8, ("Dinas Lingkungan Hidup",), 1.1),
    "software": Trade("Perangkat Lunak", "Digital", "", 140, 1.1, 0.75, ("Dinas Komunikasi dan Informatika",), 1.2),
    "bbm": Trade("", "Energi", _ACCOUNT + "0004", 180, 5, 0.92, _ANY, 1.0, 3),
    "mamin": Trade("", "Boga", _ACCOUNT + "0052", 80, 4.5, 0.92, _ANY),
    "cetak": Trade("", "Grafika", _ACCOUNT + "0026", 40, 4, 0.92, _ANY),
    "jasa_lokal": Trade("", "Layanan", "5.1.02.02.01.0030", 520, 1.3, 0.92, _ANY),
    "bandwidth": Trade("", "Netindo", "5.1.02.02.01.0063", 220, 1.6, 0.85, ("Dinas Komunikasi dan Informatika",)),
    "elektronik": Trade("Peralatan Elektronik", "Elektronika", "", 90, 1.6, 0.8, _ANY),
    "alsintan": Trade("Alat dan Mesin Pertanian", "Agro", "", 400, 1.2, 0.75, ("Dinas Pertanian",), 0.15),
}
