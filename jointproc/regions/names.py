"""How names of regions are written in real files, taken apart: kind, name, agency words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from jointproc.regions.catalogue import Kind

__all__ = ["Parsed", "is_not_a_region", "name_key", "parse", "plain"]

_KINDS: Final[dict[str, Kind]] = {
    "KAB": "kabupaten",
    "KABUPATEN": "kabupaten",
    "KOTA": "kota",
    "KODYA": "kota",
    "KOTAMADYA": "kota",
    "PROV": "provinsi",
    "PROVINSI": "provinsi",
    "PROPINSI": "provinsi",
    "PEMKAB": "kabupaten",
    "PEMKOT": "kota",
    "PEMPROV": "provinsi",
}
_KIND_WORDS: Final = "|".join(sorted(_KINDS, key=len, reverse=True))
# Words before the name that say "the government of" and nothing else.
_GOVERNMENT: Final = re.compile(r"^(?:(?:AGENCY|LPSE|PEMERINTAH|PEMERINTAHAN|PEMDA|DAERAH(?= (?:KAB|KOTA|PROV)))\s+)+")
_PREFIX: Final = re.compile(rf"^({_KIND_WORDS})\s+(?:(?:ADM|ADMINISTRASI)\s+)?(.+)$")
_SUFFIX: Final = re.compile(rf"^(.+?)\s*(?:\(\s*|,\s*)({_KIND_WORDS})\s*\)?$")
_INSIDE: Final = re.compile(rf"\b({_KIND_WORDS})\s+(?:(?:ADM|ADMINISTRASI)\s+)?([A-Z].*)$")
_TAG: Final = re.compile(r"<[^>]*>|&[A-Za-z]+;")
# Ministries, vertical agencies and companies buy inside a region but are not its government.
_NOT_A_REGION: Final = re.compile(
    r"^(KEMENTERIAN|KEMENKO|KANTOR (KEMENTERIAN|WILAYAH|PERTANAHAN|PELAYANAN|IMIGRASI|KEMENAG)|KANWIL"
    r"|BADAN PUSAT STATISTIK|BPS|POLDA|POLRES|POLRI|KEPOLISIAN|KEJAKSAAN|PENGADILAN|MAHKAMAH|KOMISI|KPU|BAWASLU"
    r"|BALAI|LOKA|BNN|BASARNAS|TNI|KODAM|KODIM"
    r"|UNIVERSITAS|INSTITUT|POLITEKNIK|PDAM|PERUMDA|PERUMDAM|PERUSAHAAN|PT|CV|LEMBAGA|SEKRETARIAT JENDERAL|OTORITA)\b"
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a spelling says: the kind (if it says one), the key of its name, and how the kind was found."""

    kind: Kind | None
    key: str
    rest: str


def plain(text: str) -> str:
    """Upper case, ASCII, no tags, single spaces; brackets and commas stay, they carry the kind."""
    flat = unicodedata.normalize("NFKD", _TAG.sub(" ", text)).encode("ascii", "ignore").decode().upper()
    flat = re.sub(r"[._/]+", " ", flat)
    return re.sub(r"\s+", " ", flat).strip(" ,;-*'\"")


def name_key(name: str) -> str:
    """The form in which two spellings of one name are equal: no spaces, hyphens or joining words."""
    words = re.findall(r"[A-Z0-9]+", name)
    full = {"KEP": "KEPULAUAN", "SUMATRA": "SUMATERA", "DAN": "", "ADM": "", "ADMINISTRASI": ""}
    return "".join(full.get(word, word) for word in words)


def parse(flat: str) -> list[Parsed]:
    """The readings of a plain spelling, best first. A kind in a suffix outranks a "Kota" inside the name."""
    flat = re.sub(r"^(PEM(?:KAB|KOT|PROV))\b", r"\1", _GOVERNMENT.sub("", flat)).strip()
    found = []
    suffix = _SUFFIX.match(flat)
    if suffix:
        found.append(Parsed(_KINDS[suffix[2]], name_key(suffix[1]), suffix[1]))
    prefix = _PREFIX.match(flat)
    if prefix and not suffix:
        found.append(Parsed(_KINDS[prefix[1]], name_key(prefix[2]), prefix[2]))
    if not suffix:
        # "Kota Baru" may be a name of its own, and so is a name without any kind
        found.append(Parsed(None, name_key(flat), flat))
    return found


def inside(flat: str) -> list[Parsed]:
    """Readings of a region named inside a longer text ("Dinas Kesehatan Kota Pontianak"), the last one first."""
    found = []
    start = 0
    while match := _INSIDE.search(flat, start):
        words = match[2].split(" ")
        # the whole rest first, then shorter beginnings of it
        found += [
            Parsed(_KINDS[match[1]], name_key(" ".join(words[:n])), " ".join(words[:n]))
            for n in range(len(words), 0, -1)
        ]
        start = match.start() + 1
    return found


def is_not_a_region(flat: str) -> bool:
    """Does the text name a ministry, a vertical agency or a company?"""
    return bool(_NOT_A_REGION.match(flat))
