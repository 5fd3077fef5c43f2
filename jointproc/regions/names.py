"""How names of regions are written in real files, taken apart: kind, name, agency words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from jointproc.regions.bodies import without_desk
from jointproc.regions.catalogue import Kind

__all__ = ["Parsed", "inside", "name_key", "parse", "plain"]

_KINDS: Final[dict[str, Kind]] = {
    "KAB": "kabupaten",
    "KABUPATEN": "kabupaten",
    "KOTA": "kota",
    "KODYA": "kota",
    "KOTAMADYA": "kota",
    "PROV": "provinsi",
    "PROVINSI": "provinsi",
    "PROPINSI": "provinsi",
    "PROVISI": "provinsi",
    "PEMKAB": "kabupaten",
    "PEMKOT": "kota",
    "PEMKO": "kota",
    "PEMPROV": "provinsi",
}
# The secretariat of a kabupaten, kota or province in one word: an office, so never the beginning of a bare name.
_SECRETARIATS: Final[dict[str, Kind]] = {
    "SETDAKAB": "kabupaten",
    "SETDAKOT": "kota",
    "SETDAKO": "kota",
    "SETDAPROV": "provinsi",
    "SETDAPROP": "provinsi",
}
_KIND_WORDS: Final = "|".join(sorted(_KINDS, key=len, reverse=True))
_KIND_WORDS_INSIDE: Final = "|".join(sorted([*_KINDS, *_SECRETARIATS], key=len, reverse=True))
# Words before the name that say "the government of" and nothing else.
_GOVERNMENT: Final = re.compile(r"^(?:(?:PEMERINTAH|PEMERINTAHAN|PEMDA|DAERAH(?= (?:KAB|KOTA|PROV|DAERAH)))\s+)+")
_AGENCY_BEHIND: Final = re.compile(r"\s*\((?:AGENCY|LPSE|ULP|UKPBJ|\d+)\)$")
_PREFIX: Final = re.compile(rf"^({_KIND_WORDS})\s+(?:(?:ADM|ADMINISTRASI)\s+)?(.+)$")
_SUFFIX: Final = re.compile(rf"^(.+?)\s*(?:\(\s*|,\s*)({_KIND_WORDS})\s*\)?$")
_INSIDE: Final = re.compile(rf"\b({_KIND_WORDS_INSIDE})\s+(?:(?:ADM|ADMINISTRASI)\s+)?([A-Z].*)$")
_TAG: Final = re.compile(r"<[^>]*>|&#?\w+;")
_HYPHEN: Final = re.compile(rf"^({_KIND_WORDS})\s*-\s*(?=[A-Z])")
_TWO_KINDS: Final = re.compile(rf"^({_KIND_WORDS})\s+({_KIND_WORDS})\s+(.+)$")
_LAST_WORD_A_KIND: Final = re.compile(rf"\b({_KIND_WORDS})\s+$")
# No name of a government is longer; a whole paragraph in a cell must not cost seconds.
_LONGEST: Final = 300
_MOST_WORDS: Final = 6


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a spelling says: the kind (if it says one), the key of its name, its words, and those around them."""

    kind: Kind | None
    key: str
    rest: str
    after: tuple[str, ...] = ()
    before: str = ""


def plain(text: str) -> str:
    """Upper case, ASCII, no tags, single spaces; brackets and commas stay, they carry the kind."""
    flat = unicodedata.normalize("NFKD", _TAG.sub(" ", text[:_LONGEST])).encode("ascii", "ignore").decode().upper()
    flat = re.sub(r"[._/]+", " ", flat)
    return re.sub(r"\s+", " ", flat).strip(" ,;-*'\"")


def name_key(name: str) -> str:
    """The form in which two spellings of one name are equal: no spaces, hyphens or joining words."""
    words = re.findall(r"[A-Z0-9]+", name)
    full = {"KEP": "KEPULAUAN", "SUMATRA": "SUMATERA", "DAN": "", "ADM": "", "ADMINISTRASI": ""}
    return "".join(full.get(word, word) for word in words)


def parse(flat: str) -> list[Parsed]:
    """The readings of a plain spelling, best first. A kind in a suffix outranks a "Kota" inside the name."""
    flat = _HYPHEN.sub(r"\1 ", _GOVERNMENT.sub("", without_desk(_AGENCY_BEHIND.sub("", flat)))).strip()
    found = []
    suffix = _SUFFIX.match(flat)
    prefix = _PREFIX.match(flat)
    if suffix:
        kind = _KINDS[suffix[2]]
        found.append(Parsed(kind, name_key(suffix[1]), suffix[1]))
        again = _PREFIX.match(suffix[1])
        if again:
            # "Kota Malang (Kota)" says it twice; "Kota Malang (Kab.)" contradicts itself and so says nothing
            found.append(Parsed(kind if _KINDS[again[1]] == kind else None, name_key(again[2]), again[2]))
        return found
    if prefix:
        found.append(Parsed(_KINDS[prefix[1]], name_key(prefix[2]), prefix[2]))
    # "Kota Baru" may be a name of its own, and so is a name without any kind
    found.append(Parsed(None, name_key(flat), flat))
    if both := _TWO_KINDS.match(flat):
        # "Kab/Kota Bandung" leaves the kind open, while "Kab. Kota Baru" was read above
        same = _KINDS[both[1]] == _KINDS[both[2]]
        found.append(Parsed(_KINDS[both[1]] if same else None, name_key(both[3]), both[3]))
    return found


def inside(flat: str) -> list[list[Parsed]]:
    """Regions named inside a longer text ("Dinas Kesehatan Kota Pontianak"): the readings at each place, in order."""
    found = []
    start = 0
    while match := _INSIDE.search(flat, start):
        start = match.start() + 1
        kind = _KINDS.get(match[1]) or _SECRETARIATS[match[1]]
        before = _LAST_WORD_A_KIND.search(flat[: match.start()])
        if before and _KINDS[before[1]] != kind:
            continue  # "Dinas Kesehatan Kab/Kota Bandung" does not say which
        words = match[2].split(" ")
        # "... Penataan Wilayah Setdaprov Kaltim": the secretariat is the province's wherever it works
        leading = [] if match[1] in _SECRETARIATS else flat[: match.start()].split(" ")[-2:-1]
        # the whole rest first, then shorter beginnings of it
        found.append(
            [
                Parsed(
                    kind, name_key(" ".join(words[:n])), " ".join(words[:n]), tuple(words[n : n + 2]), "".join(leading)
                )
                for n in range(min(len(words), _MOST_WORDS), 0, -1)
            ]
        )
    return found
