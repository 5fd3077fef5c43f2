"""A good's name as people read it: sentence case for what was typed in capitals; acronyms, sizes and units as they are.

Only what is shouted is made quiet. A part of a name (up to a comma or bracket) that holds a small letter keeps its
capitals, because they may be a brand's or an acronym's. The wording of the file stays in the purchase itself.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["display_name"]

# read as letters; never small
_LETTERS: Final = (
    "ABS AC AED APAR APD ASI ASN ATK BBM BMHP BPJS BUMD CCTV CD CPU CT DDR DOEN DNA DVD ECG EDTA EKG ESWL FO GPS "
    "GPU HDMI HDPE HIV HP HPL HVS ICU IGD IOL IPAL IUD IV KIA KTP LAN LCD LED LPJU LTE MDF MTS NCR NGT NIP OHP OPC ORS "
    "OSB PAUD PCC PCR PDH PDL PDU PE PJU PNS POE PP PSU PTZ PUPR PVC RAM RFID RI RNA RON RSUD SATPOL SD SIM SMA SMK "
    "SMP SNI SSD SUV TBC TK TKDN TNI TV UHF UHT UKM UPS USB USG UTP UV VCD VGA VHF WC XL XXL XXXL"
)
_ACRONYMS: Final = frozenset(_LETTERS.split())
# the same, and no word when written small either
_LETTERS_ONLY: Final = "APAR BBM BMHP CCTV DVD EDTA GPS HDMI HDPE HVS LCD LED PCR PJU PVC RSUD SSD TKDN UPS USB USG UTP"
_NEVER_WORDS: Final = frozenset(_LETTERS_ONLY.split())
# written otherwise than in small letters
_UNITS: Final = {
    "ghz": "GHz",
    "mhz": "MHz",
    "hz": "Hz",
    "kw": "kW",
    "kwh": "kWh",
    "kva": "kVA",
    "ma": "mA",
    "mah": "mAh",
}
_UNIT: Final = re.compile(
    r"(?<=[\d,.])(\s?)(MCG|MG|KG|GR|ML|CC|CM|MM|KM|M2|M3|GSM|LTR|PCS|LBR|INCH|KVA|KWH|KW|GHZ|MHZ|HZ|MAH|MA|(?<=\s)[GM])"
    r"(?![A-Za-z\d])",
    re.IGNORECASE,
)
_TIMES: Final = re.compile(r"(?<=\d)(\s*)X(\s*)(?=\d)")
_PARTS: Final = re.compile(r"([,;()\[\]·/|+]+)")
_WORD: Final = re.compile(r"(?<![A-Za-z\d])[A-Za-z]+(?![A-Za-z\d])")
_VOWEL: Final = re.compile("[AEIOU]")
# shorter words in capitals are taken for acronyms unless a longer one beside them shouts
_LONG: Final = 4


def display_name(text: str) -> str:
    """``SEMEN PORTLAND 40 KG, PCC`` → ``Semen portland 40 kg, PCC``."""
    quiet = "".join(_part(part) for part in _PARTS.split(" ".join(text.split())))
    quiet = _TIMES.sub(r"\1x\2", _UNIT.sub(_unit, quiet))
    quiet = _WORD.sub(lambda m: m[0].upper() if m[0].upper() in _NEVER_WORDS else m[0], quiet)
    first = quiet.split(" ", 1)[0]
    return quiet[:1].upper() + quiet[1:] if first.islower() else quiet


def _part(part: str) -> str:
    """One part of a name, small where the whole of it was shouted."""
    words = [w for w in _WORD.findall(_UNIT.sub("", part)) if w.upper() not in _ACRONYMS]
    if any(not w.isupper() for w in words) or not any(len(w) >= _LONG and _VOWEL.search(w) for w in words):
        return part
    return _WORD.sub(lambda m: m[0].lower() if _spoken(m[0]) else m[0], part)


def _spoken(word: str) -> bool:
    return word not in _ACRONYMS and _VOWEL.search(word) is not None and len(word) > 1


def _unit(found: re.Match[str]) -> str:
    small = found[2].lower()
    return found[1] + _UNITS.get(small, small)
