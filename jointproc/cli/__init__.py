"""The command line: every computation of the app without a browser.

``--json`` prints one JSON object with stable keys. A mistake of the user's is one sentence on stderr and exit 2;
a fault of ours is one sentence and exit 1.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from jointproc.cli import figures, files, games, papers, partners, reviews, trail
from jointproc.cli.context import Context
from jointproc.errors import JointprocError
from jointproc.regions import DEFAULT_WITHIN_KM
from jointproc.text import LANGUAGES, msg

__all__ = ["main"]


class _Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are one sentence with exit 2, like every other mistake."""

    def error(self, message: str) -> Any:
        self.exit(2, f"{self.prog}: {message}. Bantuan: {self.prog} --help\n")


def _parser() -> argparse.ArgumentParser:
    common = _Parser(add_help=False)
    common.add_argument("--json", action="store_true", help="cetak satu objek JSON")
    common.add_argument(
        "--lang",
        "--language",
        dest="lang",
        choices=LANGUAGES,
        default=os.environ.get("JOINTPROC_LANG", "id"),
        help="bahasa keluaran",
    )
    parser = _Parser(prog="python -m jointproc", description="Belanja bersama antardaerah: peluang dan kesepakatan.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="PERINTAH", parser_class=_Parser)

    def add(name: str, run: Callable[[Context], None], summary: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, parents=[common], help=summary, description=summary)
        command.set_defaults(run=run)
        return command

    load = add("load", files.load_command, "muat berkas belanja")
    load.add_argument("files", nargs="+", metavar="FILE")
    load.add_argument("--dry-run", action="store_true", help="baca dan hitung saja, tanpa menyimpan")
    load.add_argument("--preset", default="auto")
    load.add_argument("--recipe", metavar="FILE", help="resep pemetaan (JSON) dari layar pemetaan")
    load.add_argument("--region")
    load.add_argument("--year", type=int)
    how = load.add_mutually_exclusive_group()
    how.add_argument("--mode", choices=("append", "replace", "skip"), default="append")
    how.add_argument("--replace", dest="mode", action="store_const", const="replace")
    how.add_argument("--append", dest="mode", action="store_const", const="append")

    undo = add("undo", files.undo_command, "urungkan pemuatan terakhir")
    undo.add_argument("--dataset", help="hanya bila pemuatan terakhir ialah dataset ini")
    add("presets", files.presets_command, "tata letak yang dikenal")
    answers = add("regions", files.regions_command, "arti tulisan daerah yang diingat")
    what = answers.add_subparsers(dest="what", required=True, metavar="TINDAKAN", parser_class=_Parser)
    remember = what.add_parser("remember", parents=[common], help="ingat arti sebuah tulisan")
    remember.add_argument("text")
    remember.add_argument("code", help="kode Kemendagri, atau - bila bukan pemerintah daerah")
    what.add_parser("forget", parents=[common], help="hapus sebuah jawaban").add_argument("text")
    what.add_parser("list", parents=[common], help="semua jawaban")
    add("datasets", files.datasets_command, "daftar dataset")
    issues = add("issues", files.issues_command, "temuan impor satu dataset")
    issues.add_argument("dataset")
    issues.add_argument("--xlsx", metavar="FILE", help="tulis sebagai buku kerja dengan baris yang ditandai")
    add("forget", files.forget_command, "hapus satu dataset").add_argument("dataset")
    add("rebuild", files.rebuild_command, "bangun ulang gudang data dari berkas asli")

    neighbours = add("neighbours", figures.neighbours_command, "daerah tetangga dan belanja sejenis")
    neighbours.add_argument("region")
    neighbours.add_argument("--within-km", type=_distance, default=DEFAULT_WITHIN_KM)

    opportunities = add("opportunities", figures.opportunities_command, "peluang belanja bersama")
    opportunities.add_argument("--region")
    opportunities.add_argument("--family")
    opportunities.add_argument("--year", type=int)
    opportunities.add_argument("--top", type=int)
    opportunities.add_argument("--within-km", type=_distance, default=DEFAULT_WITHIN_KM)

    match = add("match", figures.match_command, "barang yang sama dalam dua daftar harga")
    match.add_argument("left", nargs="?")
    match.add_argument("right", nargs="?")
    match.add_argument("--pairs", help="berkas CSV berisi pasangan yang hendak diputuskan")

    queue = add("reviews", reviews.reviews_command, "pasangan barang yang menunggu putusan orang")
    queue.add_argument("--state", choices=("waiting", "joined", "unsure", "decided"), default="waiting")
    queue.add_argument("--family")
    queue.add_argument("--region")
    queue.add_argument("--top", type=int)
    decide = add("decide", reviews.decide_command, "putuskan apakah dua barang sama")
    decide.add_argument("left", metavar="LEFT")
    decide.add_argument("right", metavar="RIGHT")
    decide.add_argument("verdict", choices=("same", "variant", "different", "unsure"), metavar="VERDICT")
    decide.add_argument("--by", required=True, metavar="NAMA")
    decide.add_argument("--note", default="")

    add("backtest", figures.backtest_command, "uji model penghematan pada belanja yang disisihkan").add_argument("file")
    simulated = add("simulate", figures.simulate_command, "simulasikan satu skenario kesepakatan")
    simulated.add_argument("scenario")
    simulated.add_argument(
        "--today", type=_day, metavar="TTTT-BB-HH", help="hari yang dihadapkan pada kalender anggaran"
    )
    _partner_words(
        add("partners", partners.partners_command, "cari mitra terbaik, atau kelompok terbaik sebuah provinsi")
    )
    game = add("game", games.game_command, "bagi nilai sebuah permainan kerja sama")
    game.add_argument("file", help="JSON dengan `players` dan `values` (koalisi → nilai)")
    vote = add("power", games.power_command, "kekuatan suara setiap anggota")
    vote.add_argument("--quota", type=float, required=True)
    vote.add_argument("--weights", type=float, nargs="+", required=True)
    export = add("export", papers.export_command, "buat naskah dari sebuah skenario")
    export.add_argument(
        "kind", metavar="JENIS", help="deck, brief, letter, pks, kesepakatan, workbook, ocds, data, atau all"
    )
    export.add_argument("scenario", metavar="SKENARIO.toml")
    export.add_argument("--member", metavar="KODE", help="untuk daerah mana (ringkasan dan surat penawaran)")
    export.add_argument(
        "-o",
        "--output",
        "--out",
        required=True,
        metavar="FILE",
        help="berkas; folder untuk all, atau untuk naskah semua daerah",
    )
    check = add("verify", papers.verify_command, "periksa apakah naskah dan skenario berpasangan")
    check.add_argument("files", nargs="+", metavar="FILE")
    sample = add("sample", figures.sample_command, "tulis ulang data contoh")
    sample.add_argument("--load", action="store_true", help="muat data contoh bila gudang data masih baru")
    log = add("audit", trail.audit_command, "jejak audit ruang kerja: siapa memutuskan apa dan kapan")
    log.add_argument("--about", metavar="KODE", help="hanya tentang satu skenario, barang, atau tulisan")
    log.add_argument("--check", action="store_true", help="periksa apakah jejaknya utuh")
    log.add_argument("--head", metavar="HASH", help="ujung yang pernah dicatat; harus masih ada di jejak")
    add("doctor", figures.doctor_command, "periksa pemasangan ini")
    add("version", figures.version_command, "versi Jointproc")
    return parser


def _partner_words(command: argparse.ArgumentParser) -> None:
    command.add_argument("--region", metavar="KODE", help="mitra terbaik daerah ini di antara tetangganya")
    command.add_argument("--province", metavar="KODE", help="bagi kabupaten/kota provinsi ini ke dalam kelompok")
    command.add_argument("--nation", action="store_true", help="bagi semua kabupaten/kota ke dalam kelompok")
    command.add_argument("--family", metavar="F", help="kelompok komoditas")
    command.add_argument("--goods", nargs="+", metavar="BARANG", help="kode barang, ditambahkan pada kelompok")
    command.add_argument("--year", type=int)
    command.add_argument("--size", type=int, default=5, help="anggota paling banyak (2 sampai 10)")
    command.add_argument("--distance-km", type=_distance, default=DEFAULT_WITHIN_KM)
    command.add_argument("--same-province", action="store_true", help="hanya daerah satu provinsi")
    command.add_argument("--suitability", type=int, default=0, help="kecocokan kelompok komoditas paling sedikit (0-5)")
    command.add_argument("--time-limit", type=float, default=10.0, metavar="DETIK")
    command.add_argument("--rank", choices=("p50", "p10"), default="p50", help="urutan menurut tambahan")
    command.add_argument("--top", type=int, choices=range(1, 51), default=8, metavar="N")


def _distance(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 500:
        raise argparse.ArgumentTypeError("jarak 0 sampai 500 km")
    return value


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("hari ditulis TTTT-BB-HH, misalnya 2026-11-24") from error


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    words = _parser().parse_args(arguments)
    context = Context(words, words.lang)
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
