"""Codes: Kemendagri's as they are, those of LKPP and BPS by table, and never one system silently for another."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from functools import cache
from typing import Final

from jointproc import settings
from jointproc.regions.bodies import body_of_code
from jointproc.regions.catalogue import regions
from jointproc.regions.resolution import Resolution, suggest
from jointproc.text import msg

__all__ = ["from_code"]

_KLPD: Final = re.compile(r"^[A-Z]{1,2}\d{1,4}$")
_DOTTED: Final = re.compile(r"^\d{2}(\.\d{2})?$")
_EATEN_ZERO: Final = re.compile(r"^\d{2}\.\d$")
_FOUR_DIGITS: Final = re.compile(r"^\d{4}$")
_FLOAT: Final = re.compile(r"^(\d{2}|\d{4})\.0$")


@cache
def _codes() -> dict[tuple[str, str], str]:
    with (settings.REFERENCE / "lkpp_codes.csv").open(encoding="utf-8", newline="") as handle:
        return {(row["system"], row["lkpp_code"]): row["code"] for row in csv.DictReader(handle)}


def from_code(text: str, bare: str) -> Resolution | None:
    """The answer for a text that is a code, ``None`` when it is none. ``bare``: upper case, no outer spaces."""
    if _DOTTED.match(bare):
        if bare in regions():
            return Resolution(text, bare, 1.0, "code", kind="regional_government")
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
        answer = from_code(text, bare[:-2])
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
                suggest([meant] if meant in regions() else []),
                msg("Kode {text} tidak ada di daftar Kemendagri.", text=text),
            )
        return Resolution(
            text,
            code,
            0.7,
            "code",
            suggest([code]),
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
                suggest(candidates),
                msg("{text} dibaca sebagai kode empat angka; pastikan sistem kodenya.", text=text),
            )
        return Resolution(
            text,
            None,
            0.0,
            "ambiguous" if candidates else "unknown",
            suggest(candidates),
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
            return Resolution(text, known, 1.0, "lkpp_code", kind="regional_government")
        body = body_of_code(bare)
        if body != "regional_government":
            note = msg("Kode LKPP {text} bukan kode pemerintah daerah.", text=text)
            return Resolution(text, None, 0.0, "not_a_region", note=note, kind=body)
        return Resolution(
            text,
            None,
            0.0,
            "unknown",
            note=msg("Kode LKPP {text} belum ada di daftar kami: tambahkan nama daerahnya di berkas.", text=text),
        )
    return None
