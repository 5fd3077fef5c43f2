"""A mapping made by a person: what the columns of an unknown layout mean; saved, and offered for the next such file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from jointproc.errors import InputError
from jointproc.intake.presets import Preset, header_key

__all__ = ["Recipe", "fingerprint"]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a person said of a layout.

    Attributes:
        fingerprint: of the headers, in any order.
        columns: canonical column → headers as written in the file.
        stage: ``planned``, ``contracted``, ``delivered`` or ``price_list``.
        items: rows are items with quantity and price.
        constants: ``method`` and ``baseline_kind`` for the whole file.
        conventions: number column → how its numbers are written.
        region, year: for rows that name none.
    """

    title: str
    fingerprint: str
    columns: dict[str, tuple[str, ...]]
    stage: str = "contracted"
    items: bool = True
    constants: dict[str, str] = field(default_factory=dict)
    conventions: dict[str, str] = field(default_factory=dict)
    region: str | None = None
    year: int | None = None
    sheet: str = ""
    header_line: int = 1

    def to_json(self) -> str:
        """The recipe as JSON text."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Recipe:
        """A recipe from its JSON text. Raises ``InputError`` when it is none."""
        try:
            raw: dict[str, Any] = json.loads(text)
            columns = {str(k): tuple(str(h) for h in v) for k, v in raw.pop("columns").items()}
            return cls(columns=columns, **raw)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise InputError("Resep pemetaan tidak dapat dibaca: buat ulang di layar pemetaan.") from error

    def preset(self) -> Preset:
        """The recipe as a layout."""
        columns = {name: tuple(header_key(h) for h in headers) for name, headers in self.columns.items() if headers}
        price = "amount" if "amount" in columns else "unit_price"
        return Preset(
            name=f"recipe:{self.fingerprint}",
            version=1,
            title=self.title,
            title_en=self.title,
            stage=self.stage,
            distinctive=tuple(headers[0] for headers in columns.values()),
            unlike=frozenset(),
            required=("text", price, *(() if self.region else ("region",))),
            columns=columns,
            constants=dict(self.constants),
            words={},
            rejects=(),
            text_template=None,
            product_prefix="",
            not_summed=frozenset(),
            items=self.items,
        )


def fingerprint(headers: Iterable[object]) -> str:
    """The same for two files with the same headers, in whatever order and spelling."""
    keys = sorted({key for header in headers if (key := header_key(header))})
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()[:16]
