"""Regions named inside the name of an office, a hospital or a school: read, but said to be a reading."""

from __future__ import annotations

import re
from typing import Final

from rapidfuzz.fuzz import ratio

from jointproc.regions.bodies import Named, is_office, sits_anywhere, without_desk
from jointproc.regions.catalogue import regions
from jointproc.regions.index import by_key, names
from jointproc.regions.names import Parsed, inside, name_key
from jointproc.regions.resolution import Resolution, suggest
from jointproc.text import msg

__all__ = ["contained", "names_a_place", "without_region"]

# Likeness (0-100) above which the words after a name are taken for the rest of a longer name, misspelt.
_SAME_REST: Final = 60
# A name with one of these behind it is another place's: "Kab. Sambas Utara" is not Kab. Sambas.
_OTHER_PLACE: Final = frozenset(
    {
        "UTARA",
        "SELATAN",
        "BARAT",
        "TIMUR",
        "TENGAH",
        "TENGGARA",
        "DAYA",
        "LAUT",
        "RAYA",
        "BARU",
        "LAMA",
        "HULU",
        "HILIR",
        "ULU",
        "ILIR",
        "JAYA",
        "KEPULAUAN",
        "KEP",
        "PESISIR",
        "PEGUNUNGAN",
        "BESAR",
        "KECIL",
        "INDUK",
        "MAKMUR",
    }
)
# What may follow the name of a government without making it another one's.
_MAY_FOLLOW: Final = re.compile(
    r"^(?:\W|DI\b|TA\b|TAHUN\b|APBD|WIL|BIDANG|PADA\b|\d|PROV|PROP|KAB|KOTA|PEM|AGENCY|LPSE|ULP|UKPBJ|RSUD|PUSKESMAS|RI\b)"
)
# Before a place name these say where an office sits, not whose it is.
_WHERE: Final = frozenset(
    {
        "WILAYAH",
        "WIL",
        "DI",
        "REGIONAL",
        "REG",
        "KELAS",
        "KLAS",
        "CABANG",
        "CAB",
        "SE",
    }
)
_GOVERNMENT_FIRST: Final = re.compile(
    r"(?:(?:PEMERINTAH|DAERAH|PEMDA)\s+)*(?=(?:KAB|KABUPATEN|KOTA|KODYA|KOTAMADYA|PROV|PROVINSI|PROPINSI|PEM[A-Z]+)\b)"
)
# A branch of a body of the state, even where no place is named.
_BRANCH_WORDS: Final = re.compile(
    r"\b(?:PROVINSI|KABUPATEN|(?<!DEWAN )PERWAKILAN|KANTOR|REGIONAL|RESOR|STASIUN|SATKER)\b"
)
_OFFICE_CONFIDENCE: Final = 0.8
_CARE_CONFIDENCE: Final = 0.75
_PART_CONFIDENCE: Final = 0.7
_UPPER_SCHOOL_CONFIDENCE: Final = 0.6
_MOST_WORDS: Final = 5


def contained(text: str, flat: str, named: Named) -> Resolution | None:
    """The region whose office, hospital or school a text names; ``None`` when it names no region with its kind.

    Args:
        text: as in the file.
        flat: the plain form of it.
        named: what sort of body it names.
    """
    found = [(code, reading) for group in inside(flat) if (hit := _first(group)) for code, reading in [hit]]
    if not found:
        return _at_the_end(text, flat, named)
    owners = [(code, reading) for code, reading in found if reading.before not in _WHERE]
    if not owners:
        return _only_mentioned(text, [code for code, _ in found], named)
    code, reading = owners[0]
    several = [other for other, _ in owners if not _together(code, other)]
    if several:
        return Resolution(
            text,
            None,
            0.0,
            "ambiguous",
            suggest([code, *several]),
            msg("{text} menyebut lebih dari satu daerah: pilih daerahnya.", text=text),
        )
    if longer := _perhaps_longer(reading, code):
        # "Kab. Bandung Bart": the shorter name would be a guess
        return Resolution(
            text,
            None,
            0.0,
            "ambiguous",
            suggest([*longer, code]),
            msg("{text} memuat nama yang tidak lengkap atau salah eja: pilih daerahnya.", text=text),
        )
    if _another_place(flat, reading):
        return Resolution(
            text,
            None,
            0.0,
            "unknown",
            suggest([code], 0.8),
            msg(
                "{text} bukan nama daerah yang kami kenal; barangkali maksudnya {name}.",
                text=text,
                name=regions()[code].name,
            ),
        )
    return _read(text, flat, code, named)


def _read(text: str, flat: str, code: str, named: Named) -> Resolution:
    found = regions()[code]
    note = msg("{text} dibaca sebagai satuan kerja {name}.", text=text, name=found.name)
    if named.body == "school_or_hospital":
        if named.of_the_province and found.kind != "provinsi":
            note = msg(
                "{text} dibaca sebagai {name}; SMA, SMK, dan SLB negeri dikelola provinsi, jadi periksa pemiliknya.",
                text=text,
                name=found.name,
            )
            codes = [code, found.province_code]
            return Resolution(text, code, _UPPER_SCHOOL_CONFIDENCE, "contained", suggest(codes), note, named.body)
        note = msg("{text} dibaca sebagai sekolah atau rumah sakit milik {name}.", text=text, name=found.name)
        return Resolution(text, code, _CARE_CONFIDENCE, "contained", suggest([code]), note, named.body)
    if named.body == "village":
        note = msg("{text} dibaca sebagai bagian dari {name}.", text=text, name=found.name)
        return Resolution(text, code, _PART_CONFIDENCE, "contained", suggest([code]), note, named.body)
    of_a_province = found.kind == "provinsi" and not _GOVERNMENT_FIRST.match(without_desk(flat))
    return Resolution(
        text,
        code,
        _OFFICE_CONFIDENCE,
        "contained",
        suggest([code]),
        note,
        "provincial_office" if of_a_province else "regional_government",
    )


def _first(group: list[Parsed]) -> tuple[str, Parsed] | None:
    for reading in group:
        codes = {n.code for n in names().get((reading.kind, reading.key), [])} if reading.kind else set()
        if len(codes) == 1:
            return codes.pop(), reading
    return None


def _together(code: str, other: str) -> bool:
    """The same region, or a province and one of its kabupaten or kota."""
    return code == other or (code[:2] == other[:2] and 2 in (len(code), len(other)))


def _perhaps_longer(reading: Parsed, code: str) -> list[str]:
    """Regions whose longer name the words after this reading look like ("Bandung" + "Bart")."""
    following = {name_key(" ".join(reading.after[:n])) for n in range(1, len(reading.after) + 1)} - {""}
    if not following:
        return []
    return [
        name.code
        for key, bearers in by_key().items()
        if key.startswith(reading.key) and len(key) > len(reading.key)
        for name in bearers
        if name.code != code and any(ratio(f, key[len(reading.key) :]) >= _SAME_REST for f in following)
    ]


def _another_place(flat: str, reading: Parsed) -> bool:
    if not reading.after:
        return False
    following = reading.after[0].strip("()-,;")
    if following in _OTHER_PLACE and not reading.rest.endswith((",", ";", ")", "-")):
        return True
    office = without_desk(flat)
    start = _GOVERNMENT_FIRST.match(office)
    # "Kab. Melawi Nanga Pinoh", unlike "Dinas PU Prov. Kaltim Bidang Bina Marga", may be anything
    begins_with_it = start is not None and office[start.end() :].split(" ", 1)[-1].startswith(reading.rest)
    rest = " ".join(reading.after)
    return begins_with_it and not (_MAY_FOLLOW.match(rest) or is_office(rest) or reading.rest.endswith((",", ";")))


def _at_the_end(text: str, flat: str, named: Named) -> Resolution | None:
    """A region without its kind at the end of an office's name ("Dinas Pertanian Konawe Utara")."""
    words = flat.split(" ")
    for n in range(min(_MOST_WORDS, len(words) - 1), 0, -1):
        bearers = by_key().get(name_key(" ".join(words[-n:])), [])
        codes = list(dict.fromkeys(b.code for b in bearers))
        if not codes:
            continue
        before = words[-n - 1].strip("()-,;")
        office = without_desk(flat)
        if named.body == "unknown" and not is_office(office):
            return None
        if named.body != "unknown" or len(codes) > 1 or before in _WHERE or sits_anywhere(office):
            return _only_mentioned(text, codes, named)
        found = regions()[codes[0]]
        return Resolution(
            text,
            found.code,
            _PART_CONFIDENCE,
            "contained",
            suggest(codes),
            msg(
                "{text} dibaca sebagai satuan kerja {name}, meski jenis daerahnya tidak disebut.",
                text=text,
                name=found.name,
            ),
            "provincial_office" if found.kind == "provinsi" else "regional_government",
        )
    return None


def _only_mentioned(text: str, codes: list[str], named: Named) -> Resolution:
    note = (
        msg("{text} menyebut tempatnya, bukan pemiliknya: pilih pemerintah daerah pemiliknya.", text=text)
        if named.body == "school_or_hospital"
        else msg("{text} menyebut tempatnya, bukan daerahnya: pilih daerahnya.", text=text)
    )
    owners = [c for code in codes for c in (code, regions()[code].province_code)]
    return Resolution(text, None, 0.0, "unknown", suggest(owners, 0.7), note, named.body)


def names_a_place(flat: str) -> bool:
    """Does any region's name stand in the text, with or without its kind, or a word for a branch?"""
    return bool(_BRANCH_WORDS.search(flat) or _mentioned(flat))


def _mentioned(flat: str) -> list[str]:
    words = re.split(r"[ ,()-]+", flat)
    return [
        bearer.code
        for i in range(len(words))
        for n in range(_MOST_WORDS, 0, -1)
        if len(words[i]) > 2
        for bearer in by_key().get(name_key(" ".join(words[i : i + n])), [])
    ]


def without_region(text: str, flat: str, named: Named) -> Resolution | None:
    """The answer for an office, a hospital or a part of a kabupaten that does not say whose it is."""
    if named.body not in ("school_or_hospital", "village") and not is_office(without_desk(flat)):
        return None
    note = msg("{text} tidak menyebut daerahnya: tulis nama kabupaten, kota, atau provinsinya.", text=text)
    return Resolution(text, None, 0.0, "unknown", suggest(_mentioned(flat), 0.6), note, named.body)
