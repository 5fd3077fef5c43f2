"""What every command gets: the parsed words, and how to speak."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jointproc.text import Message, msg

__all__ = ["Context", "rupiah", "say_json"]


@dataclass(frozen=True, slots=True)
class Context:
    """What every command gets: the parsed words, and how to speak."""

    words: argparse.Namespace
    language: str

    def say(self, template: str, **params: object) -> None:
        print(msg(template, **params).render(self.language))

    def table(self, rows: Sequence[Sequence[str]], header: Sequence[str]) -> None:
        """Columns aligned for a terminal; the header is translated."""
        cells = [[msg(h).render(self.language) for h in header], *([str(c) for c in row] for row in rows)]
        widths = [max(len(row[i]) for row in cells) for i in range(len(header))]
        for row in cells:
            print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())

    def progress(self) -> Callable[[float, Message], None] | None:
        """A one-line progress report on a terminal, none in a pipe."""
        if not sys.stderr.isatty() or self.words.json:
            return None

        def tell(share: float, sentence: Message) -> None:
            end = "\n" if share >= 1 else ""
            print(f"\r{share:4.0%} {sentence.render(self.language):<60}", end=end, file=sys.stderr, flush=True)

        return tell


def say_json(value: Any) -> None:
    """Print one JSON value on stdout."""
    print(json.dumps(value, ensure_ascii=False, indent=1, default=_json_default))


def _json_default(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Message):
        return str(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "item"):
        return value.item()
    raise TypeError(f"not JSON: {type(value)}")


def rupiah(value: float) -> int | float:
    """Rupiah from an exact DECIMAL sum: whole where it is whole, else to the sen."""
    return int(value) if float(value).is_integer() else round(float(value), 2)
