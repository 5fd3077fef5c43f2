"""Commands about figures, and about this installation."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from jointproc import __version__, settings
from jointproc.cli.context import Context, rupiah, say_json
from jointproc.errors import InputError
from jointproc.text import format_count, format_idr, format_number, format_share

__all__ = [
    "backtest_command",
    "doctor_command",
    "match_command",
    "neighbours_command",
    "opportunities_command",
    "sample_command",
    "simulate_command",
    "version_command",
]


def neighbours_command(context: Context) -> None:
    """A region's neighbours and what they buy alike."""
    from jointproc.neighbours import neighbour_overlap
    from jointproc.regions import region
    from jointproc.warehouse import warehouse

    words = context.words
    chosen = region(words.region)
    found = neighbour_overlap(warehouse(), chosen.code, within_km=words.within_km)
    if words.json:
        say_json(
            {
                "region": {"code": chosen.code, "name": chosen.name},
                "neighbours": [
                    {
                        "code": r.code,
                        "name": r.name,
                        "how": r.how,
                        "distance_km": round(float(r.distance_km), 2),
                        "shared_goods_n": int(r.shared_goods_n),
                        "shared_amount_idr": rupiah(r.shared_amount_idr),
                        "own_amount_idr": rupiah(r.own_amount_idr),
                        "their_amount_idr": rupiah(r.their_amount_idr),
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


def opportunities_command(context: Context) -> None:
    """Where buying together may save."""
    from jointproc.regions import region
    from jointproc.savings import opportunities
    from jointproc.warehouse import Scope, warehouse

    words = context.words
    code = region(words.region).code if words.region else None
    scope = Scope(fiscal_years=(words.year,) if words.year else (), families=(words.family,) if words.family else ())
    found = opportunities(warehouse(), scope, region=code, within_km=words.within_km, top=words.top)
    if words.json:
        say_json([o.to_json() for o in found])
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


def match_command(context: Context) -> None:
    """Goods that two price lists have in common."""
    from jointproc.goods.matching import match_lists, match_pairs, read_pairs
    from jointproc.goods.model import DIFFERENT

    words = context.words
    if words.pairs:
        if words.left or words.right:
            raise InputError("Pilih salah satu: dua daftar harga, atau --pairs BERKAS.")
        found = match_pairs(read_pairs(Path(words.pairs)))
        if words.json:
            say_json([{"pair_id": r["pair_id"], **r["match"].to_json(context.language)} for r in found])
            return
        context.table(
            [(r["pair_id"], r["match"].verdict, f"{r['match'].confidence:.2f}", _first(context, r)) for r in found],
            ("Pasangan", "Putusan", "Keyakinan", "Alasan"),
        )
        return
    if not (words.left and words.right):
        raise InputError("Sebutkan dua daftar harga, atau --pairs BERKAS.")
    lists = match_lists(Path(words.left), Path(words.right)).to_dict("records")
    if words.json:
        say_json(
            [{**{k: v for k, v in r.items() if k != "match"}, **r["match"].to_json(context.language)} for r in lists]
        )
        return
    context.table(
        [
            (str(r["left_line"]), str(r["right_line"]), r["left_text"], r["right_text"], r["match"].verdict)
            for r in lists
            if r["match"].verdict != DIFFERENT
        ],
        ("Kiri", "Kanan", "Barang kiri", "Barang kanan", "Putusan"),
    )


def _first(context: Context, row: dict[str, Any]) -> str:
    why = row["match"].reasons
    return why[0].render(context.language) if why else ""


def backtest_command(context: Context) -> None:
    """Try the savings model on held-out spending."""
    from jointproc.savings import backtest

    result = backtest(Path(context.words.file))
    if context.words.json:
        say_json(result.to_json())
        return
    for sentence in result.sentences():
        print(sentence.render(context.language))


def simulate_command(context: Context) -> None:
    """Simulate an agreement."""
    from jointproc.agreements import Scenario, simulate
    from jointproc.agreements.report import report, report_sentences
    from jointproc.warehouse import warehouse

    path = Path(context.words.scenario)
    if not path.is_file():
        raise InputError("Berkas skenario {name} tidak ada: periksa nama dan foldernya.", name=str(path))
    result = simulate(warehouse(), Scenario.from_bytes(path.read_bytes()))
    today = context.words.today or date.today()
    if context.words.json:
        say_json(report(result, today, context.language))
        return
    for sentence in report_sentences(result, today):
        print(sentence.render(context.language))


def sample_command(context: Context) -> None:
    """Write or load the sample data."""
    if context.words.load:
        from jointproc.pipeline import ensure_sample

        loaded = ensure_sample(progress=context.progress())
        if context.words.json:
            say_json({"loaded": loaded})
        elif loaded:
            context.say("Data contoh dimuat ke gudang data yang baru.")
        return
    from jointproc.sample import write_sample

    written = write_sample(settings.SAMPLE)
    if context.words.json:
        say_json({"files": [path.name for path in written]})
    else:
        context.say("Data contoh ditulis: {files}.", files=", ".join(path.name for path in written))


def doctor_command(context: Context) -> None:
    """Is this installation sound?"""
    from jointproc.doctor import examine

    findings = examine()
    if context.words.json:
        say_json({"ok": all(f.ok for f in findings), "checks": [f.to_json(context.language) for f in findings]})
    else:
        for finding in findings:
            print(("✓ " if finding.ok else "✗ ") + finding.sentence.render(context.language))
    if not all(f.ok for f in findings):
        raise SystemExit(1)


def version_command(context: Context) -> None:
    """The version."""
    if context.words.json:
        say_json({"version": __version__})
    else:
        print(__version__)
