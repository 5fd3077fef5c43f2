"""From any spelling met in real files to a code, with a confidence, and never by a silent guess."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import ratio

from jointproc import settings
from jointproc.regions.catalogue import Kind, regions
from jointproc.regions.codes import from_code
from jointproc.regions.names import Parsed, inside, is_not_a_region, name_key, parse, plain
from jointproc.regions.resolution import How, Resolution, Suggestion, suggest
from jointproc.text import msg

__all__ = ["How", "Resolution", "Suggestion", "resolve", "resolve_many"]

# A name this long with one slip of the pen, and nothing else near it, may be read; anything less is asked about.
_TYPO_LENGTH: Final = 8
_TYPO_MARGIN: Final = 3
# Likeness (0-100) above which the words after a name are taken for the rest of a longer name, misspelt.
_SAME_REST: Final = 60


@dataclass(frozen=True, slots=True)
class _Name:
    code: str
    official: bool
    renamed: bool
    official_kind: bool


@cache
def _names() -> dict[tuple[Kind, str], list[_Name]]:
    found: dict[tuple[Kind, str], list[_Name]] = defaultdict(list)
    for region in regions().values():
        for spelling in (region.name.split(" ", 1)[1], region.label.split(" ", 1)[1], region.short_name):
            name = _Name(region.code, True, False, True)
            key = (region.kind, name_key(plain(spelling)))
            if name not in found[key]:
                found[key].append(name)
    with (settings.REFERENCE / "region_aliases.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            key = (row["kind"], name_key(plain(row["alias"])))  # type: ignore[assignment]
            if all(n.code != row["code"] for n in found[key]):
                found[key].append(
                    _Name(row["code"], False, "renamed" in row["class"], regions()[row["code"]].kind == row["kind"])
                )
    return dict(found)


@cache
def _by_key() -> dict[str, list[_Name]]:
    found: dict[str, list[_Name]] = defaultdict(list)
    for (_kind, key), names in _names().items():
        found[key] += [n for n in names if n not in found[key]]
    return dict(found)


@lru_cache(maxsize=256)
def _pool(kind: Kind | None, province_code: str | None) -> tuple[list[str], list[list[_Name]]]:
    """Name keys, and who bears each: of one kind and one province where these are known."""
    keys, bearers = [], []
    for (of_kind, key), names in _names().items():
        kept = [n for n in names if province_code is None or regions()[n.code].province_code == province_code]
        if kept and kind in (None, of_kind):
            keys.append(key)
            bearers.append(kept)
    return keys, bearers


def resolve_many(texts: Iterable[str]) -> dict[str, Resolution]:
    """:func:`resolve` for each distinct text."""
    return {text: resolve(text) for text in dict.fromkeys(texts)}


@lru_cache(maxsize=100_000)
def resolve(text: str, *, province_code: str | None = None) -> Resolution:
    """Which region a text means.

    Args:
        text: a name in any spelling, a Kemendagri code (``61.02``) or an LKPP code (``D202``).
        province_code: the province the text is known to lie in, where that is known.

    Never raises. Between a kota and a kabupaten of the same name it does not choose: ``how`` is then
    ``ambiguous`` and both are suggested.
    """
    flat = plain(text)
    if not flat:
        return Resolution(text, None, 0.0, "unknown", note=msg("Nama daerah kosong."))
    by_code = from_code(text, text.strip().upper())
    if by_code is not None:
        return by_code
    if is_not_a_region(flat):
        return Resolution(
            text,
            None,
            0.0,
            "not_a_region",
            note=msg(
                "{text} adalah instansi vertikal, kementerian, atau badan usaha, bukan pemerintah daerah.", text=text
            ),
        )
    return (
        _from_name(text, parse(flat), province_code)
        or _with_province(text, flat)
        or _contained(text, flat)
        or _from_likeness(text, flat, province_code)
    )


def _from_name(text: str, readings: list[Parsed], province_code: str | None) -> Resolution | None:
    for reading in readings:
        if reading.kind is not None:
            names = _names().get((reading.kind, reading.key), [])
        else:
            names = _by_key().get(reading.key, [])
        within = [n for n in names if province_code in (None, regions()[n.code].province_code)]
        codes = list(dict.fromkeys(n.code for n in within or names))
        if not codes:
            continue
        if len(codes) > 1:
            return _choose(text, within or names, reading)
        answer = _one(text, (within or names)[0], reading)
        return answer if within else _elsewhere(answer)
    return None


def _one(text: str, name: _Name, reading: Parsed) -> Resolution:
    if reading.kind is not None and name.official:
        return Resolution(text, name.code, 1.0, "official")
    if reading.kind is not None:
        return _aliased(text, name, 0.95 if name.official_kind else 0.8)
    return Resolution(text, name.code, 0.9, "official") if name.official else _aliased(text, name, 0.85)


def _elsewhere(answer: Resolution) -> Resolution:
    """The only bearer of the name lies in another province: an old province, or a mistake. A person looks."""
    assert answer.code is not None
    found = regions()[answer.code]
    return replace(
        answer,
        confidence=0.7,
        suggestions=suggest([found.code]),
        note=msg(
            "{text} dibaca sebagai {name}, yang sekarang terletak di Provinsi {province}: periksa provinsinya.",
            text=answer.text,
            name=found.name,
            province=found.province,
        ),
    )


def _aliased(text: str, name: _Name, confidence: float) -> Resolution:
    official = regions()[name.code].name
    note = (
        msg("{text} adalah nama lama {name}.", text=text, name=official)
        if name.renamed
        else msg("{text} dibaca sebagai {name}.", text=text, name=official)
    )
    return Resolution(text, name.code, confidence, "alias", note=note)


def _choose(text: str, names: list[_Name], reading: Parsed) -> Resolution:
    officials = [n for n in names if n.official]
    kinds = {regions()[n.code].kind for n in names}
    # An old name never competes with a province that bears it today ("Kepulauan Riau", once Bintan's name).
    if (
        len(officials) == 1
        and regions()[officials[0].code].kind == "provinsi"
        and all(n.renamed for n in names if not n.official)
    ):
        return Resolution(
            text,
            officials[0].code,
            0.75,
            "official",
            suggest(n.code for n in names),
            msg("{text} dibaca sebagai provinsi; dahulu juga nama sebuah kabupaten.", text=text),
        )
    note = (
        msg("{text} dapat berarti kabupaten, kota, atau provinsi: tulis jenisnya.", text=text)
        if reading.kind is None or len(kinds) > 1
        else msg("{text} dipakai oleh lebih dari satu daerah: tulis nama lengkapnya.", text=text)
    )
    return Resolution(text, None, 0.0, "ambiguous", suggest(n.code for n in names), note)


def _with_province(text: str, flat: str) -> Resolution | None:
    """ "Bandung (Kota)-Jawa Barat", "Kab. Bandung, Prov. Jawa Barat"."""
    for sign in (",", " - ", "-"):
        head, found, tail = flat.rpartition(sign)
        if not found or not head:
            continue
        where = _from_name(tail, parse(tail.strip()), None)
        if where is None or where.code is None or len(where.code) != 2:
            continue
        answer = _from_name(text, parse(head.strip(" ,-")), where.code)
        if answer is not None:
            return answer
    return None


def _contained(text: str, flat: str) -> Resolution | None:
    """A regional agency's name holds its region's: read it, but say so."""
    for reading in inside(flat):
        names = _names().get((reading.kind, reading.key), []) if reading.kind else []
        codes = {n.code for n in names}
        if len(codes) != 1:
            continue
        code = codes.pop()
        longer = _perhaps_longer(reading, code)
        if longer:
            # "Kab. Bandung Bart": the shorter name would be a guess
            return Resolution(
                text,
                None,
                0.0,
                "ambiguous",
                suggest([*longer, code]),
                msg("{text} memuat nama yang tidak lengkap atau salah eja: pilih daerahnya.", text=text),
            )
        return Resolution(
            text,
            code,
            0.8,
            "contained",
            suggest([code]),
            msg("{text} dibaca sebagai satuan kerja {name}.", text=text, name=regions()[code].name),
        )
    return None


def _perhaps_longer(reading: Parsed, code: str) -> list[str]:
    """Regions whose longer name the words after this reading look like ("Bandung" + "Bart")."""
    following = {name_key(" ".join(reading.after[:n])) for n in range(1, len(reading.after) + 1)} - {""}
    return [
        name.code
        for key, names in _by_key().items()
        if key.startswith(reading.key) and len(key) > len(reading.key)
        for name in names
        if name.code != code and any(ratio(f, key[len(reading.key) :]) >= _SAME_REST for f in following)
    ]


def _from_likeness(text: str, flat: str, province_code: str | None) -> Resolution:
    reading = parse(flat)[0]
    keys, bearers = _pool(reading.kind, province_code)
    scored = [(score, bearers[i]) for _, score, i in process.extract(reading.key, keys, scorer=ratio, limit=8)]
    if reading.kind is not None and (not scored or scored[0][0] < 60):
        all_keys, all_bearers = _pool(None, province_code)
        scored += [
            (score, all_bearers[i]) for _, score, i in process.extract(reading.key, all_keys, scorer=ratio, limit=8)
        ]
    # the right name with another kind comes first: "Kab. Surabaya" can only have meant the kota
    codes: dict[str, float] = {name.code: 0.9 for name in _by_key().get(reading.key, [])}
    for score, names in sorted(scored, key=lambda s: -s[0]):
        for name in names:
            codes.setdefault(name.code, score / 100)
    suggestions = tuple(Suggestion(c, regions()[c].name, round(s, 3)) for c, s in list(codes.items())[:3])
    if len(reading.key) >= _TYPO_LENGTH:
        close = process.extract(
            reading.key, keys, scorer=Levenshtein.distance, score_cutoff=_TYPO_MARGIN - 1, limit=None
        )
        near = {name.code for _, _, i in close for name in bearers[i]}
        if len(near) == 1 and min(distance for _, distance, _ in close) == 1:
            code = near.pop()
            return Resolution(
                text,
                code,
                0.8,
                "fuzzy",
                suggestions,
                msg("{text} dibaca sebagai {name} (satu huruf berbeda).", text=text, name=regions()[code].name),
            )
    return Resolution(
        text,
        None,
        0.0,
        "unknown",
        suggestions,
        msg(
            "{text} tidak dikenal sebagai daerah; yang paling mirip: {suggestions}.",
            text=text,
            suggestions=", ".join(s.name for s in suggestions),
        )
        if suggestions
        else msg("{text} tidak dikenal sebagai daerah.", text=text),
    )
