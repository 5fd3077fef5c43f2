"""Names of choices, channels and verdicts as papers print them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from jointproc.text import Message, msg

__all__ = ["CHANNEL_LABELS", "DECISION_LABELS", "MODEL_LABELS", "MODEL_SENTENCES", "REGIME_LABELS"]

MODEL_LABELS: Final[Mapping[str, Message]] = {
    "A": msg("A · Pemilihan bersama, kontrak masing-masing"),
    "B": msg("B · Agen pengadaan"),
    "C": msg("C · Satu daerah membeli untuk semua"),
    "D": msg("D · Negosiasi bersama di katalog"),
}
MODEL_SENTENCES: Final[Mapping[str, Message]] = {
    "A": msg("Satu pemilihan penyedia; setiap daerah menandatangani dan membayar kontraknya sendiri."),
    "B": msg("UKPBJ satu daerah memilih penyedia atas penugasan tertulis; kontrak tetap per daerah."),
    "C": msg("Penyelenggara membeli dengan bantuan keuangan dari daerah lain; pilihan terakhir."),
    "D": msg("Harga dirundingkan bersama di katalog; setiap daerah memesan sendiri."),
}
DECISION_LABELS: Final[Mapping[str, Message]] = {
    "consensus": msg("Mufakat"),
    "majority": msg("Suara terbanyak"),
    "weighted": msg("Menurut belanja"),
    "qualified": msg("Dua pertiga"),
}
CHANNEL_LABELS: Final[Mapping[str, Message]] = {
    "quantity": msg("Volume lebih besar"),
    "harmonisation": msg("Penyelarasan harga (tanpa perlu bergabung)"),
    "delivery": msg("Pengiriman digabung"),
    "process": msg("Proses lebih sedikit"),
    "coordination": msg("Biaya koordinasi"),
    "failure": msg("Risiko pemilihan gagal"),
}
REGIME_LABELS: Final[Mapping[str, Message]] = {
    "listed": msg("harga tayang"),
    "framework": msg("kontrak payung"),
    "spot": msg("harga pasar"),
    "emergency": msg("darurat"),
    "services": msg("jasa dan pekerjaan"),
    "unknown": msg("belum diketahui"),
}
