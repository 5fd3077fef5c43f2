"""What sort of body a text names: a regional government, one of its offices, or somebody else who buys in a region."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from jointproc.text import Message, msg

__all__ = ["Body", "Named", "body_note", "body_of_code", "body_of_text", "is_office", "sits_anywhere", "without_desk"]

Body = Literal[
    "regional_government",
    "provincial_office",
    "vertical_agency",
    "ministry",
    "soe_or_blu",
    "village",
    "school_or_hospital",
    "unknown",
]

# Who handles the purchase, not whose money it is.
_DESK: Final = re.compile(
    r"^(?:(?:SUB ADMIN AGENCY|SUB AGENCY|ADMIN AGENCY|AGENCY|AGENSI|LPSE|ULP|UKPBJ|BPBJ|PANITIA(?! PENGAWAS)"
    r"|UNIT (?:LAYANAN|KERJA) PENGADAAN(?: BARANG)?(?: DAN)?(?: JASA)?(?: PEMERINTAH)?"
    r"|LAYANAN PENGADAAN BARANG JASA|POKJA(?: [0-9IVX]+)?|KELOMPOK KERJA(?: [0-9IVX]+)?|PPK|KEPALA"
    r"|\((?:ULP|LPSE|UKPBJ|AGENCY)\))\s+)+"
)
# Offices that only a regional government has; abbreviations such as Disbudpar, Dispora, Bappeda, Bapenda.
_OFFICE: Final = re.compile(
    r"^(?:DINAS|DIN|DIS[A-Z]{3,}|DIPENDA|BADAN|BAP[A-Z]{3,}|BKD|BKPSDM|BPKAD|BPKD|BPBD|BLH|BPAD|BPM?PD|BAKORLUH"
    r"|BALITBANG[A-Z]*|BAKESBANG[A-Z]*|KESBANG[A-Z]*|SEKRETARIAT|SEKERTARIAT|SEKDA|SETDA[A-Z]*|SETWAN|DPRD|INSPEKTORAT"
    r"|BIRO|BAGIAN|BIDANG|SATPOL|SATUAN POLISI|ASISTEN|STAF AHLI|PERANGKAT DAERAH|SKPD|OPD|(?P<sits_anywhere>UPTD?|BPT"
    r"|UNIT PELAKSANA|KANTOR|RUMAH DINAS|LABORATORIUM|LABKESDA|LABKES|PANTI|BALAI|KECAMATAN|KELURAHAN))\b"
)

_VILLAGE: Final = re.compile(
    r"^(?:(?:PEMERINTAH|KANTOR|PEMDES)\s+)*(?:(?P<own>DESA|NAGARI|GAMPONG|KAMPUNG|PEKON|NEGERI ADAT|PEMDES)"
    r"|KELURAHAN|LURAH|KECAMATAN|CAMAT|DISTRIK(?! NAVIGASI))\s+\S"
)
_CARE: Final = re.compile(
    r"^(?:(?:UPTD?|BLUD|BLU|BADAN LAYANAN UMUM(?: DAERAH)?)\s+)*(?:RSUD|RSUK|RSU|RSJD|RSJ|RSKD|RSK|RSD|RS|"
    r"RUMAH SAKIT|PUSKESMAS|UPT PUSKESMAS|PUSTU|POSYANDU|AKPER|AKADEMI (?:KEPERAWATAN|PERAWAT|KEBIDANAN)"
    r"|AKADAMI PERAWAT|(?P<upper>SMAN?|SMKN?|SMU|SMA NEGERI|SMK NEGERI|SLBN?|SEKOLAH MENENGAH (?:ATAS|KEJURUAN))"
    r"|SMPN?|SDN?|TKN|PAUD|SEKOLAH (?:DASAR|MENENGAH PERTAMA)|SANGGAR KEGIATAN BELAJAR|SKB)\s+\S"
)
_ENTERPRISE: Final = re.compile(
    r"^(?:PT|CV|UD|PDAM|PERUMDAM?|PERUSDA|PERUSAHAAN|PERUM|PD|BANK|BPR|BUMDE?S?|BUMDESA?|BUMN|TIRTA"
    r"|UNIVERSITAS|UNIV|INSTITUT|INSTITUTE|POLITEK\w*|POLTEK\w*|SEKOLAH TINGGI|IAIN|UIN|STAIN|IAKN|STAKN|STIKES"
    r"|STMIK|STIE|STPN|ISI|AKADEMI)\b|\b(?:STAIN|IAIN|UIN|POLTEKKES|POLITEKNIK)\b"
)
_SOCIETY: Final = re.compile(
    r"^(?:YAYASAN|KONI|KOMITE|KWARTIR|KWARDA|PRAMUKA|LEGIUN|PERSATUAN|PERHIMPUNAN|IKATAN|PALANG MERAH|PMI|PEPARNAS"
    r"|PORDA|MAJELIS ULAMA|MUI|LSM|FORUM|KOMISI (?:PENYIARAN|INFORMASI)|SEKRETARIAT KPID|KPID|LEMBAGA ADAT"
    r"|(?:SMK|SMA|SMP|SD|SEKOLAH) (?:MUHAMMADIYAH|CANDA|KRISTEN|KATOLIK|ISLAM)"
    r"|ORGANISASI|KELOMPOK (?:TANI|NELAYAN|MASYARAKAT))\b"
)
# Bodies of the state as a whole. With a place in the name it is one of their branches.
_NATIONAL: Final = re.compile(
    r"^(?:KEMENT\w*RIAN|KEMEN[A-Z]+|MENTERI|MAHKAMAH|KEJAKSAAN (?:AGUNG|REPUBLIK)|KEPOLISIAN|TENTARA NASIONAL|TNI"
    r"|POLRI|MARKAS BESAR|KOMISI (?:PEMILIHAN|PEMBERANTASAN|YUDISIAL|NASIONAL|PENGAWAS|APARATUR|KEJAKSAAN)|KPU|KIP"
    r"|BAWASLU|KPK|KOMNAS|OMBUDSMAN|OTORITAS|OTORITA|IBU ?KOTA NUSANTARA|PEMERINTAH PUSAT|ARSIP NASIONAL"
    r"|PERPUSTAKAAN NASIONAL|DEWAN PERWAKILAN RAKYAT(?! DAERAH)|DEWAN PERWAKILAN DAERAH|DEWAN KETAHANAN"
    r"|MAJELIS PERMUSYAWARATAN|SEKRETARIAT (?:JENDERAL|NEGARA|KABINET|MAHKAMAH|PRESIDEN|KPU|BAWASLU|KOMISI)"
    r"|BADAN (?:[A-Z]+ )*NASIONAL|BADAN NASIONAL|BADAN (?:PUSAT STATISTIK|NARKOTIKA|METEOROLOGI|PERTANAHAN"
    r"|PENGAWAS(?:AN)? (?:PEMILIHAN|PEMILU|OBAT|KEUANGAN|TENAGA|PERDAGANGAN)|PEMERIKSA|SAR|KEPEGAWAIAN NEGARA"
    r"|PENGUSAHAAN|TENAGA NUKLIR|KARANTINA|INTELIJEN|INFORMASI GEOSPASIAL|KOORDINASI (?:PENANAMAN|KELUARGA|KEAMANAN)"
    r"|PENGKAJIAN DAN PENERAPAN|KEPENDUDUKAN DAN KELUARGA BERENCANA|PENANGGULANGAN LUMPUR|PENGEMBANGAN WILAYAH SURAMADU"
    r"|EKONOMI KREATIF|KEAMANAN LAUT|SIBER|PEMBINAAN IDEOLOGI|RISET DAN INOVASI|P[AE]LINDUNGAN PEKERJA|PENYELENGGARA"
    r"|PENGATUR|PENGELOLA (?:KEUANGAN HAJI|DANA)|WAKAF|AMIL ZAKAT|GIZI|PERCEPATAN|PENGEMBANGAN SUMBER DAYA MANUSIA"
    r" (?:PERTANIAN|KELAUTAN|PERHUBUNGAN|INDUSTRI))"
    r"|LEMBAGA (?:ADMINISTRASI|ILMU|PENERBANGAN|SANDI|KETAHANAN|PENJAMIN|PENYIARAN|PERLINDUNGAN|KEBIJAKAN"
    r"|PEMASYARAKATAN|PENYULUHAN|LAYANAN PENDIDIKAN)|DIREKTORAT|DIRJEN|DITJEN|BPS"
    r"|BPK|BPKP|BPN|BPOM|BPJS|BMKG|BNN|BNNK|BNNP|BNPB|BKKBN"
    r"|BKN|BATAN|LIPI|BPPT|LAPAN|BRIN|BASARNAS|RRI|TVRI|LPP (?:RRI|TVRI)|BP BATAM|LKPP|PPATK|BIN|BSSN)\b"
)
_BRANCH: Final = re.compile(
    r"^(?:KANWIL|KANTOR (?:WILAYAH|KEMENT\w*RIAN|KEMENAG|KEMENKUMHAM|PERTANAHAN|IMIGRASI|URUSAN AGAMA|SAR|KESEHATAN"
    r" PELABUHAN|UNIT PENYELENGGARA|KESYAHBANDARAN|ADMINISTRATOR|OTORITAS|BEA|PENGAWASAN|REGIONAL|PENGADILAN|BADAN"
    r"|KEJAKSAAN|POL[A-Z]*|BPN|BPS|BPK|BNN|KPU|KOMISI|LELANG|PAJAK|POS|STAF|PERWAKILAN|PENCARIAN|KARANTINA"
    r"|PELAYANAN (?:PAJAK|PERBENDAHARAAN|KEKAYAAN|BEA|UTAMA|PBB))|KPP|KPPN|KPKNL|KPPBC|KSOP|KUPP|UPP|KUA|KKP"
    r"|LEMBAGA (?:PEMASYARAKATAN|PENJAMINAN)|LPMP|BPMP|BBPMP|BGP|BBGP|P4TK|PPPPTK|LLDIKTI|L2DIKTI|KOPERTIS"
    r"|KOORDINASI PERGURUAN|BBWS|BWS|BBPJN|BPJN|BBPOM|BPTD|BPPW|BPPP|BKSDA|BBKSDA|BPDAS\w*|BPKH|BPHP|BP3TKI|BP2MI"
    r"|BP3MI|BP2 |SNVT|TAMAN NASIONAL|RUTAN|RUMAH TAHANAN|LAPAS|BAPAS|RUPBASAN|STASIUN|STSN|DISTRIK NAVIGASI"
    r"|BANDAR UDARA|UPBU|UNIT PENYELENGGARA|PELABUHAN PERIKANAN (?:NUSANTARA|SAMUDERA)|ISTANA|PTAPB|PANWAS\w*"
    r"|PANITIA PENGAWAS|SMK-SMTI|SMTI|SMK (?:SMTI|KEHUTANAN)"
    r"|SEKOLAH (?:POLISI|USAHA PERIKANAN|MENENGAH TEKNOLOGI|CALON)|SPN|SECAPA|RSUP|RSPAD|RSAL|RSAU|RUMKIT\w*"
    r"|RUMAH SAKIT (?:UMUM PUSAT|BHAYANGKARA|TENTARA|ANGKATAN|TNI|UNIVERSITAS)|RS (?:BHAYANGKARA|TENTARA|TNI|TK)"
    r"|MADRASAH|MAN|MTSN?|MIN|PONDOK PESANTREN|MUSEUM BETENG|GARNISUN|PANGKALAN (?:TNI|UDARA|UTAMA|ANGKATAN|PSDKP)"
    r"|DETASEMEN|DENKES\w*|DENBEK\w*|KESDAM|ZIDAM|BALITBANG PERTANIAN|PUSAT (?:VETERIN\w*|HUMANIORA|PENDIDIKAN DAN"
    r" PELATIHAN BPK|PENGEMBANGAN SDM|PENELITIAN|RISET|SURVEI|PENGENDALIAN PEMBANGUNAN)|BALAI|LOKA|PRASARANA JALAN"
    r"|SAT(?:UAN )?KER(?:JA)?(?! (?:PERANGKAT|DINAS|BADAN|SETDA|SEKRETARIAT)))\b"
)
# Wherever they stand in a name, it is not the regional government's.
_BRANCH_ANYWHERE: Final = re.compile(
    r"\b(?:POLDA|POLRES\w*|POLSEK\w*|POLWIL|POLRI|POLTABES|\w*BRIMOB\w*|KEJARI|KEJATI|KEJAKSAAN|PENGADILAN|KODIM|KODAM"
    r"|KOREM|KORAMIL|LANTAMAL|LANAL|LANUD|LANUMAD|KANWIL|KPP (?:PRATAMA|MADYA)|KPPN|KPKNL|BKKBN|BPKP|BASARNAS|BATAN"
    r"|LIPI|KEMENT\w*RIAN|KEMEN(?:AG|KES|HUB|TAN|DIKBUD\w*|KEU|HUT|LHK|DAGRI|PUPR|SOS|PERIN|DAG|KUMHAM|KOMINFO|DES\w*|PORA"
    r"|AKER|NAKER|HAN|PAR\w*|PERA)|DITJEN|DIRJEN|DIREKTORAT JENDERAL|INSTANSI VERTIKAL|BADAN PEMERIKSA KEUANGAN"
    r"|BADAN PUSAT STATISTIK|BIRO PUSAT STATISTIK|BADAN PENGAWASAN KEUANGAN DAN PEMBANGUNAN|PERTANAHAN NASIONAL"
    r"|KANTOR PERTANAHAN|KOMISI PEMILIHAN|LLASDP|LLAJ|REPUBLIK INDONESIA)\b"
)
# A balai may belong to a dinas; then it says so.
_BALAI: Final = re.compile(r"^(?:BALAI(?! BESAR)|LOKA)\b")
_OWN_BALAI: Final = re.compile(
    r"\b(?:DINAS|UPTD|DAERAH(?! ALIRAN)|PEMPROV|PEMKAB|PEMKOT|PEMERINTAH|LABORATORIUM KESEHATAN|BENIH|LATIHAN KERJA)\b"
)

_CODES: Final[Mapping[str, Body]] = MappingProxyType(
    {"K": "ministry", "L": "ministry", "D": "regional_government", "B": "soe_or_blu", "PT": "soe_or_blu"}
)


@dataclass(frozen=True, slots=True)
class Named:
    """What a text names.

    Attributes:
        national: a body of the state as a whole; with a place in its name it is a branch.
        own_budget: a village, which has its own budget, unlike a kecamatan or a kelurahan.
        of_the_province: a school that provinces run, whatever kabupaten stands in its name.
        outside: a body that is neither a government nor one of its offices (a committee, a foundation).
    """

    body: Body
    national: bool = False
    own_budget: bool = False
    of_the_province: bool = False
    outside: bool = False


def without_desk(flat: str) -> str:
    """The text without the words for whoever handles the purchase ("LPSE", "ULP", "Agency", "Pokja 3")."""
    return _DESK.sub("", flat)


def is_office(flat: str) -> bool:
    """Does the text begin like an office of a regional government?"""
    return bool(_OFFICE.match(flat))


def sits_anywhere(flat: str) -> bool:
    """Is it an office whose place says nothing of its owner, such as a province's service unit in some town?"""
    office = _OFFICE.match(flat)
    return bool(office and office["sits_anywhere"])


def body_of_code(klpd: str) -> Body:
    """What an LKPP code of an institution (``D202``, ``K34``) belongs to, by its letters."""
    return _CODES.get(re.sub(r"\d", "", klpd), "unknown")


def body_of_text(flat: str) -> Named:
    """What sort of body a plain text names; ``unknown`` where it says nothing of that, as most region names do.

    Args:
        flat: upper case without dots, as from :func:`jointproc.regions.names.plain`.
    """
    text = without_desk(flat)
    if _SOCIETY.match(text):
        return Named("unknown", outside=True)
    if _BALAI.match(text) and _OWN_BALAI.search(text) and not _BRANCH_ANYWHERE.search(text):
        return Named("unknown")
    if _NATIONAL.match(text):
        return Named("ministry", national=True)
    if _BRANCH.match(text):
        return Named("vertical_agency")
    if village := _VILLAGE.match(text):
        return Named("village", own_budget=village["own"] is not None)
    if care := _CARE.match(text):
        if _BRANCH_ANYWHERE.search(text):
            return Named("vertical_agency")
        return Named("school_or_hospital", of_the_province=care["upper"] is not None)
    if _ENTERPRISE.search(text):
        return Named("soe_or_blu")
    if _BRANCH_ANYWHERE.search(text):
        return Named("vertical_agency")
    return Named("unknown")


def body_note(body: Body, text: str) -> Message:
    """One sentence on what a body is, for people who wonder why it is or is not counted."""
    if body == "regional_government":
        return msg("{text} adalah pemerintah daerah.", text=text)
    if body == "provincial_office":
        return msg("{text} adalah satuan kerja provinsi; belanjanya masuk provinsi.", text=text)
    if body == "vertical_agency":
        return msg("{text} adalah instansi vertikal pusat di daerah, bukan pemerintah daerah.", text=text)
    if body == "ministry":
        return msg("{text} adalah kementerian atau lembaga pusat, bukan pemerintah daerah.", text=text)
    if body == "soe_or_blu":
        return msg(
            "{text} adalah badan usaha, bank, atau perguruan tinggi dengan anggaran sendiri, bukan pemerintah daerah.",
            text=text,
        )
    if body == "village":
        return msg("{text} adalah desa, kelurahan, atau kecamatan, bukan kabupaten atau kota.", text=text)
    if body == "school_or_hospital":
        return msg("{text} adalah sekolah atau rumah sakit; pastikan pemerintah daerah pemiliknya.", text=text)
    return msg("{text} tidak dikenal sebagai pemerintah daerah.", text=text)
