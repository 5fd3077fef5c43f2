"""The 38 buyers of the sample and the ways real files spell them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Final

from jointproc.sample.dice import Dice

__all__ = ["PLACES", "TWINS", "Place", "cost_level", "spelling"]


@dataclass(frozen=True, slots=True)
class Place:
    """A kabupaten or kota of East Java; ``thousands`` of people in 2024.

    The facts are written here, not read from the reference file, so that a later correction there does not change
    the bytes of the sample; a test holds code, name and kind against it.
    """

    code: str
    name: str
    kind: str
    thousands: int

    @property
    def people_m(self) -> float:
        """Population in millions."""
        return self.thousands / 1000

    @property
    def purse(self) -> float:
        """Spending per head against a kabupaten: cities spend more, Surabaya by far the most."""
        return _PURSE.get(self.code, 1.25 if self.is_kota else 1.0)

    @property
    def is_kota(self) -> bool:
        return self.kind == "kota"


PLACES: Final[tuple[Place, ...]] = (
    Place("35.01", "Pacitan", "kabupaten", 589),
    Place("35.02", "Ponorogo", "kabupaten", 979),
    Place("35.03", "Trenggalek", "kabupaten", 754),
    Place("35.04", "Tulungagung", "kabupaten", 1139),
    Place("35.05", "Blitar", "kabupaten", 1262),
    Place("35.06", "Kediri", "kabupaten", 1692),
    Place("35.07", "Malang", "kabupaten", 2735),
    Place("35.08", "Lumajang", "kabupaten", 1116),
    Place("35.09", "Jember", "kabupaten", 2616),
    Place("35.10", "Banyuwangi", "kabupaten", 1792),
    Place("35.11", "Bondowoso", "kabupaten", 788),
    Place("35.12", "Situbondo", "kabupaten", 692),
    Place("35.13", "Probolinggo", "kabupaten", 1201),
    Place("35.14", "Pasuruan", "kabupaten", 1666),
    Place("35.15", "Sidoarjo", "kabupaten", 2028),
    Place("35.16", "Mojokerto", "kabupaten", 1156),
    Place("35.17", "Jombang", "kabupaten", 1378),
    Place("35.18", "Nganjuk", "kabupaten", 1153),
    Place("35.19", "Madiun", "kabupaten", 738),
    Place("35.20", "Magetan", "kabupaten", 693),
    Place("35.21", "Ngawi", "kabupaten", 907),
    Place("35.22", "Bojonegoro", "kabupaten", 1366),
    Place("35.23", "Tuban", "kabupaten", 1266),
    Place("35.24", "Lamongan", "kabupaten", 1368),
    Place("35.25", "Gresik", "kabupaten", 1327),
    Place("35.26", "Bangkalan", "kabupaten", 1042),
    Place("35.27", "Sampang", "kabupaten", 1034),
    Place("35.28", "Pamekasan", "kabupaten", 905),
    Place("35.29", "Sumenep", "kabupaten", 1143),
    Place("35.71", "Kediri", "kota", 301),
    Place("35.72", "Blitar", "kota", 161),
    Place("35.73", "Malang", "kota", 889),
    Place("35.74", "Probolinggo", "kota", 244),
    Place("35.75", "Pasuruan", "kota", 213),
    Place("35.76", "Mojokerto", "kota", 142),
    Place("35.77", "Madiun", "kota", 202),
    Place("35.78", "Surabaya", "kota", 3018),
    Place("35.79", "Batu", "kota", 225),
)
# Both a kabupaten and a kota: without its kind such a name means neither.
TWINS: Final = ("Blitar", "Kediri", "Madiun", "Malang", "Mojokerto", "Pasuruan", "Probolinggo")
_KABUPATEN: Final = (
    "Kabupaten {name}",
    "Kab. {name}",
    "{name} (Kab.)",
    "PEMERINTAH KABUPATEN {upper}",
    "Pemerintah Daerah Kabupaten {name}",
    "Pemkab {name}",
    "KAB. {upper}",
    "Pemerintah Kabupaten {name}",
)
_KOTA: Final = (
    "Kota {name}",
    "KOTA {upper}",
    "{name} (Kota)",
    "PEMERINTAH KOTA {upper}",
    "Pemerintah Daerah Kota {name}",
    "Pemkot {name}",
    "Pemerintah Kota {name}",
)
_PURSE: Final = {"35.78": 1.6, "35.15": 1.15, "35.25": 1.15}
_COST_SD: Final = 0.10


def spelling(place: Place, *office: str) -> str:
    """How one office writes its region: each keeps its own habit, and the kind is always there."""
    form = Dice("spelling", place.code, *office).pick(_KOTA if place.is_kota else _KABUPATEN)
    return form.format(name=place.name, upper=place.name.upper())


@cache
def cost_level() -> dict[str, float]:
    """Log price level of each region: sd 0.10 and unrelated to population.

    Without that last step 38 chance draws could lean on size by luck, and a quantity effect estimated across regions
    would find something that was not planted.
    """
    drawn = [Dice("cost", place.code).normal() for place in PLACES]
    size = [math.log(place.people_m) for place in PLACES]
    n = len(PLACES)
    size_mean, drawn_mean = math.fsum(size) / n, math.fsum(drawn) / n
    lean = math.fsum((s - size_mean) * (d - drawn_mean) for s, d in zip(size, drawn, strict=True)) / math.fsum(
        (s - size_mean) ** 2 for s in size
    )
    rest = [d - drawn_mean - lean * (s - size_mean) for s, d in zip(size, drawn, strict=True)]
    scale = _COST_SD / math.sqrt(math.fsum(r * r for r in rest) / n)
    return {place.code: r * scale for place, r in zip(PLACES, rest, strict=True)}
