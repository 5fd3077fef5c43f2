"""The command line: every computation of the app without a browser.

``--json`` prints one JSON object with stable keys. A mistake of the user's is one sentence on stderr and exit 2;
a fault of ours is one sentence and exit 1.
"""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from jointproc import __version__, settings
from jointproc.errors import InputError, JointprocError
from jointproc.regions import DEFAULT_WITHIN_KM
from jointproc.text import LANGUAGES, Message, format_count, format_idr, format_number, format_share, msg

__all__ = ["main"]


@dataclass(frozen=True, slots=True)
class _Context:
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


def _json(value: Any) -> None:
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


def _rupiah(value: float) -> int | float:
    """Rupiah from an exact DECIMAL sum: whole where it is whole, else to the sen."""
    return int(value) if float(value).is_integer() else round(float(value), 2)


# --------------------------------------------------------------------------- commands


def _load(context: _Context) -> None:
    from jointproc.pipeline import load

    words = context.words
    result = load(
        Path(words.file),
        preset=words.preset,
        region=words.region,
        year=words.year,
        mode="replace" if words.replace else "append",
        loaded_by=getpass.getuser(),
        progress=context.progress(),
    )
    if words.json:
        _json(result.to_json())
        return
    context.say(
        "{name}: {accepted} dari {read} baris diterima ({preset}), senilai {amount}.",
        name=result.name,
        accepted=format_count(result.rows_accepted, context.language),
        read=format_count(result.rows_read, context.language),
        preset=result.preset,
        amount=format_idr(result.amount_idr, context.language, compact=False),
    )
    context.table(
        [
            (r["code"], r["name"], format_count(r["rows"], context.language), format_idr(Decimal(r["amount_idr"])))
            for r in result.regions
        ],
        ("Kode", "Daerah", "Baris", "Nilai"),
    )
    if result.issues:
        context.say(
            "Temuan impor: {issues}. Rinciannya: python -m jointproc issues {dataset}",
            issues=", ".join(f"{rule} {count}" for rule, count in result.issues.items()),
            dataset=result.dataset_id,
        )


def _datasets(context: _Context) -> None:
    from jointproc.warehouse import warehouse

    found = warehouse().datasets()
    if context.words.json:
        _json(
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


def _issues(context: _Context) -> None:
    from jointproc.warehouse import warehouse

    wh = warehouse()
    if context.words.dataset not in set(wh.datasets()["dataset_id"]):
        raise InputError(
            "Dataset {dataset} tidak ada; jalankan `python -m jointproc datasets` untuk melihat daftarnya.",
            dataset=context.words.dataset,
        )
    found = wh.issues(context.words.dataset)
    if context.words.json:
        columns = ["line_no", "column_name", "value", "rule", "severity", "message"]
        _json(json.loads(found[columns].to_json(orient="records", force_ascii=False)))
        return
    context.table(
        [(str(r.line_no), r.column_name or "", r.rule, r.severity, r.message) for r in found.itertuples()],
        ("Baris", "Kolom", "Aturan", "Sifat", "Keterangan"),
    )


def _forget(context: _Context) -> None:
    from jointproc.pipeline import forget

    forget(context.words.dataset)
    if context.words.json:
        _json({"forgotten": context.words.dataset})
    else:
        context.say("Dataset {dataset} dihapus beserta berkas aslinya.", dataset=context.words.dataset)


def _rebuild(context: _Context) -> None:
    from jointproc.pipeline import rebuild

    results = rebuild(progress=context.progress())
    if context.words.json:
        _json({"rebuilt": [r.to_json() for r in results]})
    else:
        context.say("Gudang data dibangun ulang dari {n} berkas asli.", n=len(results))


def _neighbours(context: _Context) -> None:
    from jointproc.neighbours import neighbour_overlap
    from jointproc.regions import region
    from jointproc.warehouse import warehouse

    words = context.words
    chosen = region(words.region)
    found = neighbour_overlap(warehouse(), chosen.code, within_km=words.within_km)
    if words.json:
        _json(
            {
                "region": {"code": chosen.code, "name": chosen.name},
                "neighbours": [
                    {
                        "code": r.code,
                        "name": r.name,
                        "how": r.how,
                        "distance_km": round(float(r.distance_km), 2),
                        "shared_goods_n": int(r.shared_goods_n),
                        "shared_amount_idr": _rupiah(r.shared_amount_idr),
                        "own_amount_idr": _rupiah(r.own_amount_idr),
                        "their_amount_idr": _rupiah(r.their_amount_idr),
                        "same_period_share": round(float(r.same_period_share), 4),
                    }
                    for r in found.itertuples()
                ],
            }
        )
        return
    context.say("Daerah tetangga {name} dan belanja sejenisnya:", name=chosen.name)
    context.table(
        [
            (
                r.code,
                r.name,
                "darat" if r.how == "land" else f"{format_number(r.distance_km, context.language, 1)} km",
                format_count(r.shared_goods_n, context.language),
                format_idr(r.shared_amount_idr, context.language),
            )
            for r in found.itertuples()
        ],
        ("Kode", "Daerah", "Batas", "Barang sama", "Belanja bersama"),
    )


def _opportunities(context: _Context) -> None:
    from jointproc.regions import region
    from jointproc.savings import opportunities
    from jointproc.warehouse import Scope, warehouse

    words = context.words
    code = region(words.region).code if words.region else None
    scope = Scope(fiscal_years=(words.year,) if words.year else (), families=(words.family,) if words.family else ())
    found = opportunities(warehouse(), scope, region=code, within_km=words.within_km, top=words.top)
    if words.json:
        _json([o.to_json() for o in found])
        return
    if not found:
        context.say("Belum ada peluang: tidak ada barang yang dibeli oleh dua daerah bertetangga dalam data ini.")
        return
    context.table(
        [
            (
                o.good[:60],
                ", ".join(m.name for m in o.members)[:60],
                format_idr(o.amount_idr, context.language),
                format_idr(o.saving_idr.p10, context.language),
                format_idr(o.saving_idr.p50, context.language),
                format_share(o.saving_share.p50, context.language),
                o.regime,
                o.evidence,
            )
            for o in found
        ],
        ("Barang", "Daerah", "Belanja", "Sekurang-kurangnya", "Kemungkinan", "Bagian", "Rezim harga", "Bukti"),
    )


def _match(context: _Context) -> None:
    from jointproc.goods.lists import match_lists

    found = match_lists(Path(context.words.left), Path(context.words.right))
    if context.words.json:
        _json(found.to_dict("records"))
        return
    context.table(
        [(str(r.left_line), str(r.right_line), r.left_text, r.right_text, r.verdict) for r in found.itertuples()],
        ("Kiri", "Kanan", "Barang kiri", "Barang kanan", "Putusan"),
    )


def _backtest(context: _Context) -> None:
    from jointproc.savings import backtest

    result = backtest(Path(context.words.file))
    if context.words.json:
        _json(result.to_json())
        return
    for sentence in result.sentences():
        print(sentence.render(context.language))


def _simulate(context: _Context) -> None:
    from jointproc.agreements import Scenario, simulate
    from jointproc.warehouse import warehouse

    path = Path(context.words.scenario)
    if not path.is_file():
        raise InputError("Berkas skenario {name} tidak ada: periksa nama dan foldernya.", name=str(path))
    result = simulate(warehouse(), Scenario.from_toml(path.read_text(encoding="utf-8")))
    if context.words.json:
        _json(result.to_json())
        return
    for sentence in result.sentences():
        print(sentence.render(context.language))


def _sample(context: _Context) -> None:
    if context.words.load:
        from jointproc.pipeline import ensure_sample

        loaded = ensure_sample(progress=context.progress())
        if context.words.json:
            _json({"loaded": loaded})
        elif loaded:
            context.say("Data contoh dimuat ke gudang data yang baru.")
        return
    from jointproc.sample import write_sample

    written = write_sample(settings.SAMPLE)
    if context.words.json:
        _json({"files": [path.name for path in written]})
    else:
        context.say("Data contoh ditulis: {files}.", files=", ".join(path.name for path in written))


def _doctor(context: _Context) -> None:
    from jointproc.doctor import examine

    findings = examine()
    if context.words.json:
        _json({"ok": all(f.ok for f in findings), "checks": [f.to_json(context.language) for f in findings]})
    else:
        for finding in findings:
            print(("✓ " if finding.ok else "✗ ") + finding.sentence.render(context.language))
    if not all(f.ok for f in findings):
        raise SystemExit(1)


def _version(context: _Context) -> None:
    if context.words.json:
        _json({"version": __version__})
    else:
        print(__version__)


# --------------------------------------------------------------------------- words


class _Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are one sentence with exit 2, like every other mistake."""

    def error(self, message: str) -> Any:
        self.exit(2, f"{self.prog}: {message}. Bantuan: {self.prog} --help\n")


def _parser() -> argparse.ArgumentParser:
    common = _Parser(add_help=False)
    common.add_argument("--json", action="store_true", help="cetak satu objek JSON")
    common.add_argument(
        "--lang", choices=LANGUAGES, default=os.environ.get("JOINTPROC_LANG", "id"), help="bahasa keluaran"
    )
    parser = _Parser(prog="python -m jointproc", description="Belanja bersama antardaerah: peluang dan kesepakatan.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="PERINTAH", parser_class=_Parser)

    def add(name: str, run: Callable[[_Context], None], summary: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, parents=[common], help=summary, description=summary)
        command.set_defaults(run=run)
        return command

    load = add("load", _load, "muat satu berkas belanja")
    load.add_argument("file")
    load.add_argument("--preset", default="auto")
    load.add_argument("--region")
    load.add_argument("--year", type=int)
    how = load.add_mutually_exclusive_group()
    how.add_argument("--replace", action="store_true")
    how.add_argument("--append", action="store_true")

    add("datasets", _datasets, "daftar dataset")
    add("issues", _issues, "temuan impor satu dataset").add_argument("dataset")
    add("forget", _forget, "hapus satu dataset").add_argument("dataset")
    add("rebuild", _rebuild, "bangun ulang gudang data dari berkas asli")

    neighbours = add("neighbours", _neighbours, "daerah tetangga dan belanja sejenis")
    neighbours.add_argument("region")
    neighbours.add_argument("--within-km", type=_distance, default=DEFAULT_WITHIN_KM)

    opportunities = add("opportunities", _opportunities, "peluang belanja bersama")
    opportunities.add_argument("--region")
    opportunities.add_argument("--family")
    opportunities.add_argument("--year", type=int)
    opportunities.add_argument("--top", type=int)
    opportunities.add_argument("--within-km", type=_distance, default=DEFAULT_WITHIN_KM)

    match = add("match", _match, "barang yang sama dalam dua daftar harga")
    match.add_argument("left")
    match.add_argument("right")

    add("backtest", _backtest, "uji model penghematan pada belanja yang disisihkan").add_argument("file")
    add("simulate", _simulate, "simulasikan satu skenario kesepakatan").add_argument("scenario")
    sample = add("sample", _sample, "tulis ulang data contoh")
    sample.add_argument("--load", action="store_true", help="muat data contoh bila gudang data masih baru")
    add("doctor", _doctor, "periksa pemasangan ini")
    add("version", _version, "versi Jointproc")
    return parser


def _distance(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 500:
        raise argparse.ArgumentTypeError("jarak 0 sampai 500 km")
    return value


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    words = _parser().parse_args(arguments)
    context = _Context(words, words.lang)
    pd.options.mode.copy_on_write = True
    try:
        words.run(context)
    except JointprocError as error:
        print(error.message.render(context.language), file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print(msg("Dibatalkan; yang sudah tersimpan tidak berubah.").render(context.language), file=sys.stderr)
        return 130
    except Exception as error:  # the user gets a sentence, the operator the trace when asked for
        if os.environ.get("JOINTPROC_TRACE"):
            raise
        print(
            msg(
                "Terjadi kesalahan di pihak kami ({kind}); yang sudah tersimpan tidak berubah. "
                "Jalankan lagi dengan JOINTPROC_TRACE=1 untuk rinciannya.",
                kind=type(error).__name__,
            ).render(context.language),
            file=sys.stderr,
        )
        return 1
    finally:
        _close()
    return 0


def _close() -> None:
    if "jointproc.warehouse" in sys.modules:
        from jointproc.warehouse import close_warehouses

        close_warehouses()
