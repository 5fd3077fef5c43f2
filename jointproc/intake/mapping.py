"""The body of a recognised table by canonical column, with the log of what is wrong in it."""

from __future__ import annotations

import re
from typing import Any, Final

from jointproc.intake.issues import IssueLog, Severity
from jointproc.intake.presets import Fit
from jointproc.intake.tables import tidy
from jointproc.text import Message, msg

__all__ = ["Mapped", "account_codes", "goods_text", "plain_text", "product_codes", "words"]

# An account code stands alone, or deep inside a longer budget code: 4.02.01.1.08.03.5.1.02.02.04.0040.9.1…
_ACCOUNT: Final = re.compile(r"(?<!\d)(5\.[1-4]\.\d{2}(?:\.\d{2,4}){1,3})(?!\d)")


class Mapped:
    """Cells of the fitted sheet, asked for by canonical name. Only mapped columns are ever looked at."""

    def __init__(self, fit: Fit) -> None:
        self.fit = fit
        self.body = fit.sheet.rows[fit.header_row + 1 :]
        self.lines = fit.sheet.lines[fit.header_row + 1 :]
        self.n = len(self.body)
        self.log = IssueLog()
        self.unusable: set[int] = set()
        # rows of one sheet may be of different lengths; the shortest decides whether bounds must be checked
        self._width = min((len(row) for row in self.body), default=0)

    def has(self, canonical: str) -> bool:
        """Whether the file has this column."""
        return canonical in self.fit.positions

    def cells(self, canonical: str) -> list[Any]:
        """One cell a row; the preset's other columns for the same thing are used where the best is empty."""
        if not self.has(canonical):
            return [None] * self.n
        found = self.at(self.fit.positions[canonical])
        for other in self.fit.fallbacks[canonical]:
            if None not in found:
                break
            found = [a if a is not None else b for a, b in zip(found, self.at(other), strict=True)]
        return found

    def at(self, position: int) -> list[Any]:
        """The cells of one column of the sheet."""
        if position < self._width:
            return tidy([row[position] for row in self.body])
        return tidy([row[position] if position < len(row) else None for row in self.body])

    def set_aside(self, i: int, value: Any, rule: str, message: Message) -> None:
        """Leave out row ``i`` as a whole, with one reason and no other."""
        self.log.add(i, self.lines[i], "", value, rule, "reject", message)
        self.unusable.add(i)

    def header(self, canonical: str) -> str:
        """The header as written in the file, for sentences."""
        return self.fit.headers.get(canonical, canonical)

    def texts(self, canonical: str) -> list[str | None]:
        """One text a row, spaces tidied, ``None`` where empty."""
        if not self.has(canonical):
            return [None] * self.n
        known: dict[Any, str | None] = {}
        out = []
        for value in self.cells(canonical):
            if value not in known:
                known[value] = plain_text(value)
            out.append(known[value])
        return out

    def issue(self, i: int, canonical: str, value: Any, rule: str, severity: Severity, message: Message) -> None:
        """Note an issue of row ``i`` (its place in the table); what follows in an unusable row is not worth telling."""
        if i not in self.unusable:
            self.log.add(i, self.lines[i], self.header(canonical), value, rule, severity, message)


def plain_text(value: Any) -> str | None:
    """A cell as text: whole numbers without a decimal point, runs of spaces as one, ``None`` when empty."""
    if value is None:
        return None
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else None if value != value else str(value)
    return " ".join(str(value).split()) or None


def goods_text(table: Mapped) -> list[str | None]:
    """The words that say what was bought."""
    template = table.fit.preset.text_template
    if template is None or not table.has("catalogue"):
        return table.texts("text")
    return [
        template.format(catalogue=catalogue or "–", product=product or "–")
        for catalogue, product in zip(table.texts("catalogue"), table.texts("product"), strict=True)
    ]


def product_codes(table: Mapped) -> list[str | None]:
    """Product codes with the preset's prefix, so that numbers of two catalogues never meet."""
    prefix = table.fit.preset.product_prefix
    return [f"{prefix}{code}" if code else None for code in table.texts("product")]


def account_codes(table: Mapped) -> list[str | None]:
    """The spending account inside each budget code, ``None`` when there is none."""
    known: dict[str | None, str | None] = {None: None}
    out = []
    for text in table.texts("account_code"):
        if text not in known:
            found = _ACCOUNT.search(str(text))
            known[text] = found[1] if found else None
        out.append(known[text])
    return out


def words(table: Mapped, canonical: str, otherwise: str | None) -> list[str | None]:
    """A column of few known words, as our own; an unknown word is told once and read as ``otherwise``."""
    if not table.has(canonical):
        return [otherwise] * table.n
    known = table.fit.preset.words.get(canonical, {})
    out = []
    told: set[str] = set()
    for i, text in enumerate(table.texts(canonical)):
        word = (text or "").lower()
        out.append(known.get(word, otherwise))
        if word and word not in known and word not in told:
            told.add(word)
            table.issue(
                i,
                canonical,
                text,
                "word_unknown",
                "warn",
                msg(
                    "{value} di kolom {column} tidak dikenal dan diabaikan: pilih salah satu dari {known}.",
                    value=str(text)[:60],
                    column=table.header(canonical),
                    known=", ".join(known),
                ),
            )
    return out
