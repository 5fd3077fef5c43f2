"""From any spelling met in real files to a code, with a confidence, and never by a silent guess."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final, Literal

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import ratio

from jointproc import settings
from jointproc.regions.catalogue import Kind, regions
from jointproc.regions.names import Parsed, inside, is_not_a_region, name_key, parse, plain
from jointproc.text import Message, msg

__all__ = ["How", "Resolution", "Suggestion", "resolve", "resolve_many"]

How = Literal["code", "lkpp_code", "official", "alias", "contained", "fuzzy", "ambiguous", "not_a_region", "unknown"]
_KLPD: Final = re.compile(r"^[A-Z]{1,2}\d{1,4}$")
_DOTTED: Final = re.compile(r"^\d{2}(\.\d{2})?$")
_EATEN_ZERO: Final = re.compile(r"^\d{2}\.\d$")
_FOUR_DIGITS: Final = re.compile(r"^\d{4}$")
_FLOAT: Final = re.compile(r"^(\d{2}|\d{4})\.0$")
# A name this long with one slip of the pen, and nothing else near it, may be read; anything less is asked about.
_TYPO_LENGTH: Final = 8
_TYPO_MARGIN: Final = 3
# Likeness (0-100) above which the words after a name are taken for the rest of a longer name, misspelt.
_SAME_REST: Final = 60


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A region the text may mean; ``score`` from 0 to 1."""

    code: str
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Resolution:
    """The answer for one spelling.

    Attributes:
        code: Kemendagri code; ``None`` when the answer would be a guess.
        confidence: 0–1; below 0.85 a person should look.
        how: what the answer rests on.
        suggestions: the closest regions, at most three, when ``code`` is ``None`` or doubtful.
        note: one sentence on what is doubtful.
    """

    text: str
    code: str | None
    confidence: float
    how: How
    suggestions: tuple[Suggestion, ...] = ()
    note: Message | None = None


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
        for spelling in {region.short_name, region.label.split(" ", 1)[1], region.name.split(" ", 1)[1]}:
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


@cache
def _codes() -> dict[tuple[str, str], str]:
    with (settings.REFERENCE / "lkpp_codes.csv").open(encoding="utf-8", newline="") as handle:
        return {(row["system"], row["lkpp_code"]): row["code"] for row in csv.DictReader(handle)}


def _suggest(codes: Iterable[str], score: float = 1.0) -> tuple[Suggestion, ...]:
    return tuple(Suggestion(c, regions()[c].name, round(score, 3)) for c in dict.fromkeys(codes))[:3]


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
    by_code = _from_code(text, text.strip().upper())
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


def _from_code(text: str, bare: str) -> Resolution | None:
    if _DOTTED.match(bare):
        if bare in regions():
            return Resolution(text, bare, 1.0, "code")
        older = _codes().get(("kemendagri_2020", bare))
        if older:
            return Resolution(
                text,
                older,
                0.8,
                "code",
                note=msg("{text} adalah kode Kemendagri lama; kode sekarang {code}.", text=text, code=older),
            )
        return Resolution(
            text, None, 0.0, "unknown", note=msg("Kode {text} tidak ada di daftar Kemendagri.", text=text)
        )
    if _FLOAT.match(bare) and (bare[:2] in regions()):
        # a column of codes that a spreadsheet took for numbers
        answer = _from_code(text, bare[:-2])
        return answer and replace(
            answer,
            confidence=min(answer.confidence, 0.7),
            note=answer.note or msg("{text} dibaca sebagai kode {code}.", text=text, code=bare[:-2]),
        )
    if _EATEN_ZERO.match(bare):
        code = f"{bare}0"
        if code not in regions():
            meant = f"{bare[:3]}0{bare[3]}"
            return Resolution(
                text,
                None,
                0.0,
                "unknown",
                _suggest([meant] if meant in regions() else []),
                msg("Kode {text} tidak ada di daftar Kemendagri.", text=text),
            )
        return Resolution(
            text,
            code,
            0.7,
            "code",
            _suggest([code]),
            msg("{text} dibaca sebagai {code}: lembar kerja sering membuang nol di belakang.", text=text, code=code),
        )
    if _FOUR_DIGITS.match(bare):
        kemendagri, bps = f"{bare[:2]}.{bare[2:]}", _codes().get(("bps_2020", bare))
        candidates = [c for c in (kemendagri if kemendagri in regions() else None, bps) if c]
        if len(set(candidates)) == 1:
            return Resolution(
                text,
                candidates[0],
                0.75,
                "code",
                _suggest(candidates),
                msg("{text} dibaca sebagai kode empat angka; pastikan sistem kodenya.", text=text),
            )
        return Resolution(
            text,
            None,
            0.0,
            "ambiguous" if candidates else "unknown",
            _suggest(candidates),
            msg(
                "{text} berarti daerah yang berbeda menurut kode BPS dan Kemendagri: tulis dengan titik atau namanya.",
                text=text,
            )
            if candidates
            else msg("Kode {text} tidak ada di daftar Kemendagri.", text=text),
        )
    if _KLPD.match(bare):
        known = _codes().get(("klpd", bare))
        if known:
            return Resolution(text, known, 1.0, "lkpp_code")
        if bare[0] != "D":
            return Resolution(
                text, None, 0.0, "not_a_region", note=msg("Kode LKPP {text} bukan kode pemerintah daerah.", text=text)
            )
        return Resolution(
            text,
            None,
            0.0,
            "unknown",
            note=msg("Kode LKPP {text} belum ada di daftar kami: tambahkan nama daerahnya di berkas.", text=text),
        )
    return None


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
        suggestions=_suggest([found.code]),
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
            _suggest(n.code for n in names),
            msg("{text} dibaca sebagai provinsi; dahulu juga nama sebuah kabupaten.", text=text),
        )
    note = (
        msg("{text} dapat berarti kabupaten, kota, atau provinsi: tulis jenisnya.", text=text)
        if reading.kind is None or len(kinds) > 1
        else msg("{text} dipakai oleh lebih dari satu daerah: tulis nama lengkapnya.", text=text)
    )
    return Resolution(text, None, 0.0, "ambiguous", _suggest(n.code for n in names), note)


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
                _suggest([*longer, code]),
                msg("{text} memuat nama yang tidak lengkap atau salah eja: pilih daerahnya.", text=text),
            )
        return Resolution(
            text,
            code,
            0.8,
            "contained",
            _suggest([code]),
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
