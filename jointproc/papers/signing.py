"""Who speaks for a member: its head of region, or the governor where the region is only administrative."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jointproc import regions as geography
from jointproc.text import Message, msg

__all__ = ["Signatory", "governments", "signatory"]


@dataclass(frozen=True, slots=True)
class Signatory:
    """The government that can be a party, and its head.

    Attributes:
        code: of the autonomous region whose government it is.
        office: the head's title (Bupati Sidoarjo).
        government: the party (Pemerintah Kabupaten Sidoarjo).
        instead: whether it stands in for an administrative region, which has neither a budget of its own nor an
            elected head (the administrative cities of Jakarta).
    """

    code: str
    name: str
    office: Message
    government: Message
    instead: bool


def signatory(code: str) -> Signatory:
    """Who signs for the region of a code."""
    about = geography.region(code)
    instead = about.administrative
    if instead:
        about = geography.region(about.province_code)
    place = about.short_name if about.kind != "provinsi" else about.province
    offices = {
        "provinsi": msg("Gubernur {place}", place=place),
        "kabupaten": msg("Bupati {place}", place=place),
        "kota": msg("Wali Kota {place}", place=place),
    }
    return Signatory(about.code, about.name, offices[about.kind], msg("Pemerintah {name}", name=about.name), instead)


def governments(codes: Iterable[str]) -> dict[str, list[str]]:
    """Members by the government that speaks for them, in the order they come."""
    found: dict[str, list[str]] = {}
    for code in codes:
        found.setdefault(signatory(code).code, []).append(code)
    return found
