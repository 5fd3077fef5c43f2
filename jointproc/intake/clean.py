"""From recognised tables to clean purchases: each rule accepts, doubts or leaves out a row, and says so.

Rows are never looped over here. Python sees the distinct values of a column (spellings of regions, units, odd dates,
shapes of numbers) and answers for each once; the answers are joined to the rows in SQL (``sql/``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final

from jointproc.errors import InputError
from jointproc.intake.dates import date_problem, read_date
from jointproc.intake.numbers import Decision, NumberPlan, ShapeCount, decide, scale_breaks, unreadable_reason
from jointproc.intake.packs import Pack, pack_of
from jointproc.intake.personal import mask_row, mask_text
from jointproc.intake.presets import Fit, Preset, header_key
from jointproc.intake.rules import Finding
from jointproc.intake.scales import credible_scale, named_scale
from jointproc.intake.staging import NUMBERS, REGION_SEPARATOR, Staging
from jointproc.intake.units import Unit, unit_of
from jointproc.intake.volumes import volume_of
from jointproc.regions import Resolution, resolve
from jointproc.text import Message, msg

__all__ = ["FIRST_YEAR", "LAST_YEAR", "NUMBERS", "PURCHASE_COLUMNS", "Asked", "Cleaner", "NumberNote", "Spelling"]

PURCHASE_COLUMNS: Final = (
    "line_no",
    "region_code",
    "buyer",
    "stage",
    "fiscal_year",
    "date",
    "text",
    "spec",
    "product_code",
    "account_code",
    "kbki",
    "catalogue",
    "quantity",
    "unit",
    "base_quantity",
    "base_unit",
    "unit_price_idr",
    "shipping_idr",
    "amount_idr",
    "vendor",
    "vendor_region_code",
    "method",
    "baseline_kind",
    "source_ref",
    "member",
    "price_derived",
    "pack_content",
)
FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2100
NOT_A_REGION: Final = "-"
_TOLD: Final = ("row_no", "canonical", "rule", "severity")
_SURE: Final = 0.85
_NAMED: Final = 0.6
_FOREIGN_KINDS: Final = frozenset({"ministry", "vertical_agency", "soe_or_blu", "village"})
_MONEY: Final = ("unit_price", "amount")
# the same words as SQL's is_total_text
_TOTAL: Final = re.compile(r"(grand |sub ?)?(total|jumlah)( keseluruhan| seluruhnya| akhir| umum| \(?rp\.?\)?)?\s*:?")
_YEAR: Final = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_NATIVE: Final = "\x11"
_REGION_RULES: Final = {"ambiguous": "region_ambiguous", "not_a_region": "region_not_a_region"}
# between the texts in SQL's ``pack_text``
_TEXTS: Final = "\x1f"
# what a pack holds when its text does not say of what
_CONTENT: Final = "isi"
RESTORE_THOUSANDS: Final = "thousands"

Tell = Callable[[float, Message], None]
# what to take away, what to put in its place (SQL's translate), a factor, and the rule that speaks if it is no number
_Signs = tuple[str, str, Decimal, str | None]
_QUICK_SIGNS: Final = 4
_NO_SIGNS: Final = ([""] * _QUICK_SIGNS, "")
_SCALE_BROKEN: Final[_Signs] = ("", "", Decimal(1), "scale_broken")
_NATIVE_SIGNS: Final[_Signs] = (".\x11", ".", Decimal(1), None)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person said of a file besides what stands in it.

    Attributes:
        region: Kemendagri code for rows that name no region.
        year: fiscal year for rows that name none.
        regions: spelling → Kemendagri code, or ``-`` for "not a regional government".
        conventions: number column → ``id``, ``en``, ``plain``, or ``thousands`` (restore lost thousands).
    """

    region: str | None = None
    year: int | None = None
    regions: Mapping[str, str] = field(default_factory=dict)
    conventions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spelling:
    """How one spelling of a region was understood."""

    text: str
    rows_n: int
    answer: Resolution | None
    code: str | None
    by_person: bool


@dataclass(frozen=True, slots=True)
class NumberNote:
    """How the numbers of one column were read.

    Attributes:
        convention: ``id``, ``en``, ``plain`` or ``ambiguous``.
        evidence: the sentence that says what decided.
        scale_broken_n: rows whose value is a thousand times too small.
        scale: what each figure was multiplied by, because the header says "juta" or "ribuan".
    """

    column: str
    header: str
    convention: str
    evidence: Message
    examples: tuple[str, ...]
    ambiguous: bool
    scale_broken_n: int
    scale_examples: tuple[str, ...]
    scale: Decimal = Decimal(1)


class Cleaner:
    """Cleans the parts of one file, all in the same layout."""

    def __init__(self, staging: Staging, fits: Sequence[Fit], asked: Asked, tell: Tell) -> None:
        self.staging = staging
        self.fits = fits
        self.preset: Preset = fits[0].preset
        self.asked = asked
        self.tell = tell
        self.spellings: list[Spelling] = []
        self.numbers: list[NumberNote] = []
        self._plans: dict[str, Any] = {}

    # ------------------------------------------------------------------ the work

    def clean(self) -> int:
        """Fill the staging tables and clean them; returns the number of rows read.

        Raises:
            InputError: there are no data rows, or a column is missing without which no row means anything.
        """
        staging, fits = self.staging, self.fits
        self._require()
        read_n = 0
        for part, fit in enumerate(fits):
            staging.add("part", {"part": [part], "member": [fit.sheet.member or None], "sheet": [fit.sheet.name]})
            read_n += staging.fill(part, fit, self._between(part))
        staging.seal()
        for part, fit in enumerate(fits):
            read_n += self._misaligned(part, fit)
        if read_n == 0:
            raise InputError(
                "Lembar {sheet} hanya berisi judul kolom: isi barisnya, lalu unggah lagi.",
                sheet=fits[0].sheet.name or "data",
            )
        self._answer()
        self.tell(0.8, msg("Membersihkan baris"))
        constants = self.preset.constants
        template = self.preset.text_template if "catalogue" in fits[0].positions else None
        staging.add(
            "given",
            {
                "text_template": [template],
                "text_fallback": [self.preset.text_fallback],
                "product_prefix": [self.preset.product_prefix],
                "method": [constants.get("method")],
            },
        )
        staging.run(
            "line",
            region=self.asked.region,
            year=self.asked.year,
            stage=self.preset.stage,
            baseline_kind=constants.get("baseline_kind"),
            text_template=template,
            text_fallback=self.preset.text_fallback,
            text_header=fits[0].headers.get("text"),
            **self._plans,
        )
        self.tell(0.9, msg("Memeriksa baris"))
        staging.run("issues_unusable")
        staging.run("issues_reject", items=self.preset.items, first_year=FIRST_YEAR, last_year=LAST_YEAR)
        staging.run("issues_amount")
        staging.run("drop_unusable")
        if self.preset.same_order:
            staging.run("same_order")
        staging.run("left_out")
        staging.run("purchase")
        staging.run("issues_warn", has_amount="amount" in fits[0].positions and self.preset.stage != "price_list")
        self.tell(0.95, msg("Mencari baris berulang"))
        staging.run("repeated")
        staging.run("whole_file")
        self._once()
        return read_n

    def _between(self, part: int) -> Tell:
        """Progress of one of several parts, which together make the first 60 per cent."""

        def tell(done: float, said: Message) -> None:
            self.tell(0.6 * (part + done) / len(self.fits), said)

        return tell

    # ------------------------------------------------------------------ the file as a whole

    def _require(self) -> None:
        fit, preset = self.fits[0], self.preset
        missing = [
            c
            for c in preset.required
            if c not in fit.positions and not (c == "region" and self.asked.region is not None)
        ]
        if missing == ["region"]:
            raise InputError("Berkas ini tidak memuat kolom daerah: sebutkan daerahnya saat memuat (--region KODE).")
        if missing:
            raise InputError(
                "Kolom {columns} tidak ada dalam berkas: tambahkan kolom itu, lalu unggah lagi.",
                columns=", ".join(preset.columns[c][0] for c in missing),
            )

    def _misaligned(self, part: int, fit: Fit) -> int:
        after = fit.after_line
        bad = [
            (row.line_no, row.found, row.expected, mask_row(row.text)[:200])
            for row in fit.sheet.bad_rows()
            if row.line_no > after
        ]
        bad += [(line, found, expected, "") for of, line, found, expected in self.staging.surplus if of == part]
        self.staging.add(
            "misaligned",
            {
                "row_no": [-1 - 1_000_000 * part - i for i in range(len(bad))],
                "part": [part] * len(bad),
                **{
                    name: [row[i] for row in bad]
                    for i, name in enumerate(("line_no", "found_n", "expected_n", "value"))
                },
            },
        )
        return len(bad)

    def _once(self) -> None:
        """What is said once of the whole file, at its first row."""
        row = self.staging.rows("first_line")[0][0]
        found: list[tuple[Any, ...]] = []
        fit = self.fits[0]
        keys = Counter(header_key(cell) for cell in fit.sheet.head[fit.header_row])
        for canonical, header in fit.headers.items():
            if keys[header_key(header)] > 1:
                found.append((row, canonical, "column_repeated", "", str(keys[header_key(header)])))
        if fit.ignored:
            rule = "member_ignored" if fit.sheet.member else "sheet_ignored"
            found.append((row, None, rule, ", ".join(fit.ignored), fit.sheet.name or self.preset.name))
        if self.preset.text_fallback and "text" not in fit.positions:
            found.append((row, "text", "text_fallback", "", str((self.preset.join or {}).get("with", ""))))
        if "amount" not in fit.positions and "quantity" not in self.preset.constants:
            found.append((row, "amount", "amount_computed", "", None))
        for note in self.numbers:
            if note.scale != 1:
                found.append((row, note.column, "scale_named", "", str(int(note.scale))))
            if note.ambiguous:
                first = self.staging.rows("first_ambiguous", canonical=note.column, example=note.examples[0])[0][0]
                found.append((row if first is None else first, note.column, "number_ambiguous", None, None))
        names = ("row_no", "canonical", "rule", "value", "a")
        table: dict[str, Sequence[Any]] = {name: [one[i] for one in found] for i, name in enumerate(names)}
        self.staging.add("issue", {**table, "severity": ["warn"] * len(found)})

    # ------------------------------------------------------------------ distinct values

    def _answer(self) -> None:
        self.tell(0.6, msg("Mengenali daerah"))
        self._regions()
        self.tell(0.66, msg("Membaca angka"))
        self._numbers()
        self._units()
        self._volumes()
        self.tell(0.74, msg("Membaca tanggal dan uraian"))
        self._dates()
        self._words()
        self._contacts()

    def _regions(self) -> None:
        rows: list[tuple[str | None, str | None, str | None, bool]] = []
        told: list[tuple[Any, ...]] = []
        for text, rows_n, row in self.staging.rows("distinct_regions"):
            spelling, rule = self._region(text, rows_n)
            rows.append((text, spelling.code, rule, _TOTAL.fullmatch(spelling.text.lower()) is not None))
            answer = spelling.answer
            if text is not None or self.asked.region is None:
                self.spellings.append(spelling)
                if spelling.code and answer and answer.confidence < _SURE:
                    told.append((row, "region", "region_doubtful", "warn"))
        names = ("text", "code", "rule", "is_total")
        self.staging.add("region_answer", {c: [r[i] for r in rows] for i, c in enumerate(names)})
        self.staging.add("issue", {c: [r[i] for r in told] for i, c in enumerate(_TOLD)})

    def _region(self, text: str | None, rows_n: int) -> tuple[Spelling, str | None]:
        said = [t for t in (" ".join(s.split()) for s in _native_text(text).split(REGION_SEPARATOR)) if t]
        for spelling in said:
            decided = self.asked.regions.get(spelling)
            if decided is not None:
                code = None if decided == NOT_A_REGION else decided
                return Spelling(spelling, rows_n, None, code, True), None if code else "region_refused"
        answer = _understood(said)
        rule = None if answer.code else _REGION_RULES.get(answer.how, "region_unknown")
        return Spelling(answer.text, rows_n, answer, answer.code, False), rule

    def _numbers(self) -> None:
        shapes: dict[str, list[ShapeCount]] = {name: [] for name in NUMBERS}
        for canonical, shape, example, rows_n in self.staging.shapes():
            shapes[canonical].append(ShapeCount(shape, example, rows_n))
        rows = []
        for canonical, found in shapes.items():
            wanted = self.asked.conventions.get(canonical)
            texts = [one for one in found if not one.example.startswith(_NATIVE)]
            decision = decide(texts, None if wanted == RESTORE_THOUSANDS else wanted)
            signs: dict[str, _Signs] = {one.shape: _NATIVE_SIGNS for one in found}
            signs.update((one.shape, _signs(decision.plans[one.shape], one.example)) for one in texts)
            scale = self._scale(canonical, decision, found)
            if scale != 1:
                signs = {shape: _scaled(plan, scale) for shape, plan in signs.items()}
            broken = scale_breaks(found) if canonical in _MONEY and scale == 1 else frozenset()
            for shape in broken:
                signs[shape] = _restored(signs[shape]) if wanted == RESTORE_THOUSANDS else _SCALE_BROKEN
            if found:
                note = self._note(canonical, decision, [one for one in found if one.shape in broken])
                self.numbers.append(replace(note, scale=scale))
            rows += [(canonical, shape, *plan) for shape, plan in signs.items()]
            common = _common(list(signs.values()))
            self._plans[f"{canonical}_mixed"] = common is None
            self._plans[f"{canonical}_signs"], self._plans[f"{canonical}_decimal"] = common or _NO_SIGNS
        names = ("canonical", "shape", "from_signs", "to_signs", "factor", "problem")
        self.staging.add("number_plan", {c: [r[i] for r in rows] for i, c in enumerate(names)})

    def _scale(self, canonical: str, decision: Decision, found: Sequence[ShapeCount]) -> Decimal:
        named = named_scale(self.fits[0], canonical) if canonical in (*_MONEY, "shipping") else Decimal(1)
        return credible_scale(named, decision, found) if named != 1 else named

    def _note(self, canonical: str, decision: Decision, broken: Sequence[ShapeCount]) -> NumberNote:
        return NumberNote(
            canonical,
            self.fits[0].headers.get(canonical, canonical),
            decision.convention,
            decision.evidence,
            decision.examples,
            decision.convention == "ambiguous",
            sum(one.rows_n for one in broken),
            tuple(_native_text(one.example) for one in broken[:3]),
        )

    def _units(self) -> None:
        units = [(text, unit_of(_native_text(text))) for (text,) in self.staging.rows("distinct_units")]
        self.staging.add("unit_answer", {"text": [t for t, _u in units], **_unit_columns([u for _t, u in units])})
        packs = [
            (unit, goods, pack)
            for unit, goods in self.staging.rows("distinct_packs")
            if (pack := _pack(unit, goods)) is not None
        ]
        self.staging.add(
            "pack_answer",
            {
                "unit_text": [u for u, _g, _p in packs],
                "goods_text": [g for _u, g, _p in packs],
                "content": [p.content for _u, _g, p in packs],
                "base": [(p.unit.base if p.unit else None) or _CONTENT for _u, _g, p in packs],
            },
        )

    def _volumes(self) -> None:
        found = [(text, volume_of(_native_text(text))) for (text,) in self.staging.rows("distinct_volumes")]
        good = [v.quantity is not None and 0 < v.quantity < Decimal(10) ** 12 for _t, v in found]
        self.staging.add(
            "volume_answer",
            {
                "text": [t for t, _v in found],
                "quantity": [v.quantity if ok else None for (_t, v), ok in zip(found, good, strict=True)],
                **_unit_columns([v.unit if ok else None for (_t, v), ok in zip(found, good, strict=True)]),
            },
        )

    def _dates(self) -> None:
        self.staging.run("dates_seen")
        texts = [text for (text,) in self.staging.rows("distinct_dates")]
        plain = [_native_text(text) for text in texts]
        days = [read_date(text) for text in plain]
        problems = [None if day else date_problem(text) for text, day in zip(plain, days, strict=True)]
        rules = {"unreadable": "date_unreadable", "out_of_range": "date_out_of_range", None: None}
        self.staging.add("date_answer", {"text": texts, "day": days, "problem": [rules[p] for p in problems]})
        self.staging.run("dates_plain")
        years = [(text, _YEAR.search(_native_text(text))) for (text,) in self.staging.rows("distinct_years")]
        self.staging.add(
            "year_answer", {"text": [t for t, _m in years], "year": [int(m[1]) if m else None for _t, m in years]}
        )

    def _words(self) -> None:
        rows: list[tuple[str, str, str | None]] = []
        told: list[tuple[Any, ...]] = []
        seen: set[tuple[str, str]] = set()
        for canonical, text, row in self.staging.rows("distinct_words"):
            word = " ".join(_native_text(text).split()).lower()
            if (canonical, word) in seen:
                continue
            seen.add((canonical, word))
            known = self.preset.words.get(canonical, {})
            if word in known:
                rows.append((canonical, word, known[word]))
            elif word:
                told.append((row, canonical, "word_unknown", "warn", ", ".join(known)))
        for reject in self.preset.rejects:
            rows.extend((reject.column, value, reject.reason) for value in reject.values)
        self.staging.add(
            "word_answer", {c: [r[i] for r in rows] for i, c in enumerate(("canonical", "word", "meaning"))}
        )
        self.staging.add("issue", {c: [r[i] for r in told] for i, c in enumerate((*_TOLD, "a"))})

    def _contacts(self) -> None:
        texts = [text for (text,) in self.staging.rows("distinct_contacts")]
        masked = [(text, mask_text(text)) for text in texts]
        changed = [(text, new) for text, new in masked if new != text]
        self.staging.add("masked_text", {"text": [t for t, _n in changed], "masked": [n for _t, n in changed]})

    # ------------------------------------------------------------------ sentences

    def finding(self, canonical: str | None, value: str | None, rule: str, a: str | None, b: str | None) -> Finding:
        """An issue row with what its sentence needs."""
        shown = _native_text(value)
        if rule.startswith("region_"):
            shown = next((" ".join(t.split()) for t in shown.split(REGION_SEPARATOR) if t.strip()), "")
        column = self.fits[0].headers.get(canonical or "", canonical or "")
        note = None
        if rule in ("region_unknown", "region_not_a_region", "region_doubtful", "region_ambiguous"):
            answer = self._spelled(value)
            note = answer.note if answer else None
            if rule == "region_ambiguous" and answer:
                a = ", ".join(s.name for s in answer.suggestions)
                shown = answer.text
            elif answer:
                shown = answer.text
        return Finding(shown, column, a or "", b or "", note)

    def _spelled(self, value: str | None) -> Resolution | None:
        said = [t for t in (" ".join(s.split()) for s in _native_text(value).split(REGION_SEPARATOR)) if t]
        return _understood(said)


def _understood(said: Sequence[str]) -> Resolution:
    """What the region columns of a row say together: who is no regional government stays one, whatever stands beside
    it; else the first column that names a region for certain enough counts."""
    answers = [resolve(text) for text in said] or [resolve("")]
    foreign = next((a for a in answers if a.code is None and a.kind in _FOREIGN_KINDS), None)
    named = next((a for a in answers if a.code is not None and a.confidence >= _NAMED), None)
    return foreign or named or max(answers, key=lambda a: (a.code is not None, a.confidence, len(a.suggestions)))


def _native_text(text: str | None) -> str:
    return (text or "").replace(_NATIVE, "").replace("\x12", "")


def _signs(plan: NumberPlan | None, example: str) -> _Signs:
    """A plan as arguments of SQL's ``translate`` and a factor; the last item names the rule when there is no number."""
    if plan is None:
        reason = unreadable_reason(example)
        return "", "", Decimal(1), "currency_foreign" if reason == "currency_foreign" else "number_unreadable"
    if plan.empty:
        return example, "", Decimal(1), "empty"
    factor = -plan.factor if plan.negative else plan.factor
    return plan.decimal + plan.delete, "." if plan.decimal else "", factor, None


def _scaled(signs: _Signs, scale: Decimal) -> _Signs:
    """The same way of reading, times what the header says; a cell with a word of its own ("1,7 M") keeps to that."""
    return (signs[0], signs[1], signs[2] * scale, signs[3]) if abs(signs[2]) == 1 and signs[3] is None else signs


def _restored(signs: _Signs) -> _Signs:
    """The same way of reading, a thousand times as much."""
    return (signs[0], signs[1], signs[2] * 1000, signs[3])


def _common(plans: Sequence[_Signs]) -> tuple[list[str], str] | None:
    """One way to read every shape of a column, when there is one: then no row needs to look up its own."""
    decimals = {plan[0][0] for plan in plans if plan[1]}
    deleted = {sign for plan in plans for sign in (plan[0][1:] if plan[1] else plan[0])} - decimals
    too_many = len(decimals) > 1 or len(deleted) > _QUICK_SIGNS
    if too_many or any(plan[2] != 1 or plan[3] for plan in plans):
        return None
    for plan in plans:
        # a sign that parts decimals in one shape and thousands in another is no common way
        if decimals & set(plan[0][1:] if plan[1] else plan[0]):
            return None
    signs = sorted(deleted) + [""] * (_QUICK_SIGNS - len(deleted))
    return signs, next(iter(decimals), "")


def _pack(unit: str, texts: str) -> Pack | None:
    """What a pack holds by its unit, else by the goods' text, else by the specification's."""
    return next((pack for text in texts.split(_TEXTS) if (pack := pack_of(_native_text(unit), text))), None)


def _unit_columns(units: Sequence[Unit | None]) -> dict[str, Sequence[Any]]:
    return {
        "name": [u.name if u else None for u in units],
        "base": [u.base if u else None for u in units],
        "factor": [u.factor if u else None for u in units],
        "comparable": [u.comparable if u else None for u in units],
    }
