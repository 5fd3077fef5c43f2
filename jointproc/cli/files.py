"""Commands about files: load, undo, issues, datasets, layouts, spellings of regions."""

from __future__ import annotations

import getpass
import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from jointproc.cli.context import Context, say_json
from jointproc.errors import InputError, JointprocError
from jointproc.text import Message, format_count, format_idr

if TYPE_CHECKING:
    from jointproc.intake import Recipe
    from jointproc.pipeline import LoadResult

__all__ = [
    "datasets_command",
    "forget_command",
    "issues_command",
    "load_command",
    "presets_command",
    "rebuild_command",
    "regions_command",
    "undo_command",
]


def load_command(context: Context) -> None:
    """Load files, or with --dry-run only count."""
    from jointproc.pipeline import load

    words = context.words
    recipe = _recipe(words.recipe) if words.recipe else None
    results: list[LoadResult] = []
    troubles: list[JointprocError] = []
    for file in words.files:
        try:
            result = load(
                Path(file),
                preset=words.preset,
                recipe=recipe,
                region=words.region,
                year=words.year,
                mode=words.mode,
                dry_run=words.dry_run,
                loaded_by=getpass.getuser(),
                progress=context.progress(),
            )
        except JointprocError as error:
            if len(words.files) == 1:
                raise
            # the other files are still loaded; each that fails has its sentence
            print(error.message.render(context.language), file=sys.stderr)
            troubles.append(error)
            continue
        results.append(result)
        if not words.json:
            _tell_load(context, result)
    if words.json:
        say_json(results[0].to_json() if len(words.files) == 1 else [result.to_json() for result in results])
    if troubles:
        raise SystemExit(max(error.exit_code for error in troubles))


def _recipe(file: str) -> Recipe:
    from jointproc.intake import Recipe

    path = Path(file)
    if not path.is_file():
        raise InputError("Berkas resep {name} tidak ada: periksa nama dan foldernya.", name=file)
    try:
        return Recipe.from_json(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise InputError(
            "Berkas {name} bukan resep pemetaan: pakai berkas JSON dari layar pemetaan.", name=file
        ) from error


def _tell_load(context: Context, result: LoadResult) -> None:
    language = context.language
    facts = {
        "name": result.name,
        "accepted": format_count(result.rows_accepted, language),
        "read": format_count(result.rows_read, language),
        "preset": result.preset,
        "amount": format_idr(result.amount_idr, language, compact=False),
    }
    if result.dry_run:
        context.say(
            "{name}: {accepted} dari {read} baris akan disimpan ({preset}), senilai {amount}; belum ada yang disimpan.",
            **facts,
        )
    else:
        context.say("{name}: {accepted} dari {read} baris diterima ({preset}), senilai {amount}.", **facts)
    if result.rows_skipped:
        context.say("{n} baris sudah ada dan dilewati.", n=format_count(result.rows_skipped, language))
    if result.rows_displaced:
        context.say(
            "{n} baris lama digantikan, dari: {datasets}.",
            n=format_count(result.rows_displaced, language),
            datasets=", ".join(result.replaced),
        )
    if result.plan is not None:
        context.table(
            [
                (
                    mode,
                    format_count(counts.stored_n, language),
                    format_count(counts.skipped_n, language),
                    format_count(counts.displaced_n, language),
                    format_idr(counts.amount_idr, language),
                    "" if counts.why_not is None else counts.why_not.render(language),
                )
                for mode, counts in result.plan.modes.items()
            ],
            ("Cara", "Disimpan", "Dilewati", "Digantikan", "Nilai", "Catatan"),
        )
    if result.dropped_columns:
        context.say("Kolom data pribadi tidak disimpan: {columns}.", columns=", ".join(result.dropped_columns))
    context.table(
        [
            (r["code"], r["name"], format_count(r["rows"], language), format_idr(Decimal(r["amount_idr"]), language))
            for r in result.regions
        ],
        ("Kode", "Daerah", "Baris", "Nilai"),
    )
    if result.issues and result.dry_run:
        context.say(
            "Temuan impor: {issues}.", issues=", ".join(f"{rule} {count}" for rule, count in result.issues.items())
        )
    elif result.issues:
        context.say(
            "Temuan impor: {issues}. Rinciannya: python -m jointproc issues {dataset}",
            issues=", ".join(f"{rule} {count}" for rule, count in result.issues.items()),
            dataset=result.dataset_id,
        )


def undo_command(context: Context) -> None:
    """Undo the last load."""
    from jointproc.pipeline import undo_last

    result = undo_last(by=getpass.getuser(), expected=context.words.dataset)
    if context.words.json:
        say_json(result.to_json())
        return
    context.say(
        "Pemuatan {name} diurungkan: {n} baris dikeluarkan, {back} baris dikembalikan.",
        name=result.name,
        n=format_count(result.rows_removed, context.language),
        back=format_count(result.rows_restored, context.language),
    )


def presets_command(context: Context) -> None:
    """The layouts we know."""
    from jointproc.intake import presets

    known = [preset for preset in presets() if not preset.refuse]
    if context.words.json:
        say_json(
            [
                {
                    "name": p.name,
                    "version": p.version,
                    "title": p.title,
                    "title_en": p.title_en,
                    "stage": p.stage,
                    "required": list(p.required),
                    "columns": {name: list(headers) for name, headers in p.columns.items()},
                }
                for p in known
            ]
        )
        return
    context.table(
        [(p.name, str(p.version), p.stage, p.title_en if context.language == "en" else p.title) for p in known],
        ("Preset", "Versi", "Tahap", "Nama"),
    )


def regions_command(context: Context) -> None:
    """What spellings of regions mean, as people said."""
    from jointproc.regions import region
    from jointproc.workspace import workspace

    words, store = context.words, workspace()
    if words.what == "remember":
        code = "-" if words.code == "-" else region(words.code).code
        store.remember_region(words.text, code, getpass.getuser())
        if words.json:
            say_json({"text": words.text, "code": code})
        elif code == "-":
            context.say("Diingat: {text} bukan pemerintah daerah.", text=words.text)
        else:
            context.say("Diingat: {text} adalah {region}.", text=words.text, region=region(code).name)
    elif words.what == "forget":
        store.forget_region(words.text, getpass.getuser())
        if words.json:
            say_json({"forgotten": words.text})
        else:
            context.say("Jawaban untuk {text} dihapus.", text=words.text)
    else:
        answers = store.region_answers()
        if words.json:
            say_json([{"text": text, "code": code} for text, code in answers.items()])
        else:
            context.table(
                [(text, code, "" if code == "-" else region(code).name) for text, code in answers.items()],
                ("Tulisan", "Kode", "Daerah"),
            )


def datasets_command(context: Context) -> None:
    """What is stored."""
    from jointproc.warehouse import warehouse

    found = warehouse().datasets()
    if context.words.json:
        say_json(
            [
                {
                    "dataset_id": r.dataset_id,
                    "name": r.name,
                    "preset": r.preset,
                    "rows_read": int(r.rows_read),
                    "rows_accepted": int(r.rows_accepted),
                    "rows_rejected": int(r.rows_rejected),
                    "amount_idr": r.amount_text,
                    "fiscal_years": [int(y) for y in r.fiscal_years.split(",") if y],
                    "loaded_at": r.loaded_at.isoformat(),
                    "sha256": r.sha256,
                }
                for r in found.itertuples()
            ]
        )
        return
    if found.empty:
        context.say("Belum ada dataset. Muat satu berkas: python -m jointproc load BERKAS")
        return
    context.table(
        [
            (
                r.dataset_id,
                r.name,
                format_count(r.rows_accepted),
                format_count(r.rows_rejected),
                format_idr(r.amount_idr),
            )
            for r in found.itertuples()
        ],
        ("Dataset", "Nama", "Diterima", "Ditolak", "Nilai"),
    )


def issues_command(context: Context) -> None:
    """What was wrong or doubtful in a dataset's file."""
    from jointproc.warehouse import warehouse

    wh = warehouse()
    if context.words.dataset not in set(wh.datasets()["dataset_id"]):
        raise InputError(
            "Dataset {dataset} tidak ada; jalankan `python -m jointproc datasets` untuk melihat daftarnya.",
            dataset=context.words.dataset,
        )
    found = wh.issues(context.words.dataset)
    said = [
        Message.unpacked(template, params).render(context.language) if template else message
        for template, params, message in zip(
            found["message_template"], found["message_params"], found["message"], strict=True
        )
    ]
    found = found.assign(message=said)
    if context.words.xlsx:
        _issues_workbook(context, found)
        return
    if context.words.json:
        columns = ["line_no", "column_name", "value", "rule", "severity", "message"]
        say_json(json.loads(found[columns].to_json(orient="records", force_ascii=False)))
        return
    context.table(
        [(str(r.line_no), r.column_name or "", r.rule, r.severity, r.message) for r in found.itertuples()],
        ("Baris", "Kolom", "Aturan", "Sifat", "Keterangan"),
    )


def _issues_workbook(context: Context, found: pd.DataFrame) -> None:
    from jointproc.intake.report import mending_workbook
    from jointproc.pipeline import read_original

    words = context.words
    reading = read_original(words.dataset)
    try:
        content = mending_workbook(reading, context.language)
    finally:
        reading.close()
    try:
        Path(words.xlsx).write_bytes(content)
    except OSError as error:
        raise InputError("Berkas {name} tidak dapat ditulis: pilih folder lain.", name=words.xlsx) from error
    if words.json:
        say_json({"file": words.xlsx, "issues": len(found)})
    else:
        context.say("{n} temuan ditulis ke {name}.", n=format_count(len(found), context.language), name=words.xlsx)


def forget_command(context: Context) -> None:
    """Remove a dataset and its file."""
    from jointproc.pipeline import forget

    forget(context.words.dataset)
    if context.words.json:
        say_json({"forgotten": context.words.dataset})
    else:
        context.say("Dataset {dataset} dihapus beserta berkas aslinya.", dataset=context.words.dataset)


def rebuild_command(context: Context) -> None:
    """Make the warehouse anew from the originals."""
    from jointproc.pipeline import rebuild

    results = rebuild(progress=context.progress())
    if context.words.json:
        say_json({"rebuilt": [r.to_json() for r in results]})
    else:
        context.say("Gudang data dibangun ulang dari {n} berkas asli.", n=len(results))
