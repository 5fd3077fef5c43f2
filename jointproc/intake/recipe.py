"""A mapping made by a person: what the columns of an unknown layout mean; saved, and offered for the next such file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from jointproc.errors import InputError
from jointproc.intake.headers import exact_key, header_key
from jointproc.intake.personal import is_personal
from jointproc.intake.presets import Preset, cancelled
from jointproc.intake.report import LINE_HEADER, REASON_HEADER

__all__ = ["Recipe", "fingerprint"]

_ADDED: Final = frozenset(map(header_key, (LINE_HEADER, REASON_HEADER)))
_STAGES: Final = ("planned", "contracted", "delivered", "price_list")


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
        sheet, header_line: where the table was; another file of this shape may have it elsewhere.
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
            recipe = cls(columns=columns, **raw)
            pairs = (recipe.constants, recipe.conventions)
            names = (
                recipe.title,
                recipe.fingerprint,
                recipe.sheet,
                *(w for one in pairs for p in one.items() for w in p),
            )
            sound = recipe.stage in _STAGES and all(isinstance(name, str) for name in names) and bool(columns)
            if not sound or not isinstance(recipe.header_line, int) or not isinstance(recipe.year, int | None):
                raise ValueError(text)
            return recipe
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise InputError("Resep pemetaan tidak dapat dibaca: buat ulang di layar pemetaan.") from error

    def preset(self) -> Preset:
        """The recipe as a layout. A header is looked for as written, then without what next year's file may change."""
        columns = {
            name: tuple(dict.fromkeys(key for h in headers for key in (exact_key(h), header_key(h)) if key))
            for name, headers in self.columns.items()
            if headers
        }
        marks = tuple((exact_key(h[0]), header_key(h[0])) for h in self.columns.values() if h)
        price = "amount" if "amount" in columns else "unit_price"
        quantity = {"quantity": "1"} if self.stage == "price_list" and "quantity" not in columns else {}
        return Preset(
            name=f"recipe:{self.fingerprint}",
            version=1,
            title=self.title,
            title_en=self.title,
            stage=self.stage,
            distinctive=tuple(mark[0] for mark in marks),
            unlike=frozenset(),
            required=("text", price, *(() if self.region else ("region",))),
            columns=columns,
            constants=quantity | self.constants,
            words={},
            rejects=(cancelled(),) if "status" in columns else (),
            text_template=None,
            product_prefix="",
            not_summed=frozenset(),
            items=self.items,
            region_from_file_name=True,
            marks=marks,
            sheet=self.sheet,
            line=self.header_line,
        )


def fingerprint(headers: Iterable[object]) -> str:
    """The same for two files with the same headers, in whatever order and spelling.

    Columns of personal data, and those a mending workbook adds, don't count: they are missing in one of the two.
    """
    keys = sorted({
        key
        for header in headers
        if (key := header_key(header)) and key not in _ADDED and not is_personal(str(header))
    })  # fmt: skip
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()[:16]
