"""From any spelling met in real files to a code, with a confidence, and never by a silent guess."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import ratio

from jointproc.regions.bodies import Named, body_note, body_of_text
from jointproc.regions.catalogue import regions
from jointproc.regions.codes import from_code
from jointproc.regions.index import Name, by_key, names, pool
from jointproc.regions.names import Parsed, parse, plain
from jointproc.regions.offices import contained, names_a_place, without_region
from jointproc.regions.resolution import How, Resolution, Suggestion, suggest
from jointproc.text import msg

__all__ = ["How", "Resolution", "Suggestion", "resolve", "resolve_many"]

# A name this long with one slip of the pen, and nothing else near it, may be read; anything less is asked about.
_TYPO_LENGTH: Final = 8
_TYPO_MARGIN: Final = 3


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
    ``ambiguous`` and both are suggested. Ministries, vertical agencies, enterprises and villages have ``kind`` to say
    so and no code, whichever region their name holds.
    """
    flat = plain(text)
    if not flat:
        return Resolution(text, None, 0.0, "unknown", note=msg("Nama daerah kosong."))
    by_code = from_code(text, text.strip().upper())
    if by_code is not None:
        return by_code if by_code.code is None else _of_a_government(by_code)
    named = body_of_text(flat)
    refused = _no_government(text, flat, named)
    if refused is not None:
        return refused
    if named.body != "unknown":
        return contained(text, flat, named) or without_region(text, flat, named) or _from_likeness(text, flat, None)
    answer = (
        _from_name(text, parse(flat), province_code)
        or _with_province(text, flat)
        or contained(text, flat, named)
        or without_region(text, flat, named)
        or _from_likeness(text, flat, province_code)
    )
    if answer.code is not None:
        return _of_a_government(answer)
    return _with_closest(answer, flat) if answer.how == "unknown" and answer.suggestions else answer


def _with_closest(answer: Resolution, flat: str) -> Resolution:
    """Three suggestions: those found in the text first, then the names most like it."""
    more = [
        *answer.suggestions,
        *(() if len(answer.suggestions) > 2 else _from_likeness(answer.text, flat, None).suggestions),
    ]
    each = {one.code: one for one in reversed(more)}
    return replace(answer, suggestions=tuple(each[code] for code in dict.fromkeys(one.code for one in more))[:3])


def _of_a_government(answer: Resolution) -> Resolution:
    return answer if answer.kind != "unknown" else replace(answer, kind="regional_government")


def _no_government(text: str, flat: str, named: Named) -> Resolution | None:
    body = named.body
    if named.outside:
        note = msg("{text} adalah organisasi atau lembaga di luar pemerintah daerah.", text=text)
        return Resolution(text, None, 0.0, "not_a_region", note=note)
    if named.national and names_a_place(flat):
        body = "vertical_agency"
    if body in ("vertical_agency", "ministry", "soe_or_blu") or named.own_budget:
        return Resolution(text, None, 0.0, "not_a_region", note=body_note(body, text), kind=body)
    return None


def _from_name(text: str, readings: list[Parsed], province_code: str | None) -> Resolution | None:
    for reading in readings:
        if reading.kind is not None:
            bearers = names().get((reading.kind, reading.key), [])
        else:
            bearers = by_key().get(reading.key, [])
        within = [n for n in bearers if province_code in (None, regions()[n.code].province_code)]
        codes = list(dict.fromkeys(n.code for n in within or bearers))
        if not codes:
            continue
        if len(codes) > 1:
            return _choose(text, within or bearers, reading)
        answer = _one(text, (within or bearers)[0], reading)
        return answer if within else _elsewhere(answer)
    return None


def _one(text: str, name: Name, reading: Parsed) -> Resolution:
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


def _aliased(text: str, name: Name, confidence: float) -> Resolution:
    official = regions()[name.code].name
    note = (
        msg("{text} adalah nama lama {name}.", text=text, name=official)
        if name.renamed
        else msg("{text} dibaca sebagai {name}.", text=text, name=official)
    )
    return Resolution(text, name.code, confidence, "alias", note=note)


def _choose(text: str, bearers: list[Name], reading: Parsed) -> Resolution:
    officials = [n for n in bearers if n.official]
    kinds = {regions()[n.code].kind for n in bearers}
    # An old name never competes with a province that bears it today ("Kepulauan Riau", once Bintan's name).
    if (
        len(officials) == 1
        and regions()[officials[0].code].kind == "provinsi"
        and all(n.renamed for n in bearers if not n.official)
    ):
        return Resolution(
            text,
            officials[0].code,
            0.75,
            "official",
            suggest(n.code for n in bearers),
            msg("{text} dibaca sebagai provinsi; dahulu juga nama sebuah kabupaten.", text=text),
        )
    note = (
        msg("{text} dapat berarti kabupaten, kota, atau provinsi: tulis jenisnya.", text=text)
        if reading.kind is None or len(kinds) > 1
        else msg("{text} dipakai oleh lebih dari satu daerah: tulis nama lengkapnya.", text=text)
    )
    return Resolution(text, None, 0.0, "ambiguous", suggest(n.code for n in bearers), note)


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


def _from_likeness(text: str, flat: str, province_code: str | None) -> Resolution:
    reading = parse(flat)[0]
    keys, bearers = pool(reading.kind, province_code)
    scored = [(score, bearers[i]) for _, score, i in process.extract(reading.key, keys, scorer=ratio, limit=8)]
    if reading.kind is not None and (not scored or scored[0][0] < 60):
        all_keys, all_bearers = pool(None, province_code)
        scored += [
            (score, all_bearers[i]) for _, score, i in process.extract(reading.key, all_keys, scorer=ratio, limit=8)
        ]
    # the right name with another kind comes first: "Kab. Surabaya" can only have meant the kota
    codes: dict[str, float] = {name.code: 0.9 for name in by_key().get(reading.key, [])}
    for score, found in sorted(scored, key=lambda s: -s[0]):
        for name in found:
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
