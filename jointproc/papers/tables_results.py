"""Tables of what an agreement brings: members, channels, splits, stability, ranges, the vote."""

from __future__ import annotations

from jointproc.agreements import SPLIT_LABELS, SPLIT_RULES, rule_sentence
from jointproc.papers.labels import CHANNEL_LABELS, DECISION_LABELS
from jointproc.papers.paper import Paper
from jointproc.papers.tidy import Cell, Column, DataTable
from jointproc.savings import Band

__all__ = ["result_tables"]


def result_tables(paper: Paper) -> tuple[DataTable, ...]:
    """Members, savings by channel, splits, stability, ranges and decision, in this order."""
    return (_members(paper), _channels(paper), _splits(paper), _stability(paper), _ranges(paper), _decision(paper))


def _band_columns(paper: Paper, *, total: bool = False) -> tuple[Column, ...]:
    say = paper.say
    return (
        Column("p10_idr", say("Sekurang-kurangnya (Rp)"), "idr"),
        Column("p50_idr", say("Kemungkinan (Rp)"), "idr", total=total),
        Column("p90_idr", say("Paling banyak (Rp)"), "idr"),
    )


def _three(band: Band) -> tuple[int, int, int]:
    return round(band.p10), round(band.p50), round(band.p90)


def _members(paper: Paper) -> DataTable:
    say, found = paper.say, paper.simulation
    columns = (
        Column("code", say("Kode")),
        Column("name", say("Daerah")),
        Column("lead", say("Penyelenggara"), "flag", shown=False),
        Column("committed_share", say("Bagian volume"), "share"),
        Column("alone_idr", say("Belanja kini (Rp)"), "idr", total=True),
        *_band_columns(paper, total=True),
        Column("pooled_idr", say("Belanja bersama (Rp)"), "idr", total=True, formula="{alone_idr}-{p50_idr}"),
        Column("without_agreement_idr", say("Hemat bila sendiri (Rp)"), "idr", total=True),
        Column("gain_idr", say("Tambahan (Rp)"), "idr", total=True, formula="{p50_idr}-{without_agreement_idr}"),
        # stands among the splits too, as “own volume”
        Column("direct_idr", say("Hemat pada volumenya sendiri (Rp)"), "idr", total=True, shown=False),
        Column("worse_off", say("Lebih baik sendiri"), "flag"),
        Column("worse_off_share", say("Dalam bagian simulasi"), "share"),
    )
    rows = []
    for m in paper.parties:
        p10, p50, p90 = _three(m.saving_idr)
        rows.append(
            (
                m.code,
                m.name,
                m.code == paper.scenario.lead_code,
                m.share,
                m.alone_idr,
                p10,
                p50,
                p90,
                m.pooled_idr,
                m.without_agreement_idr,
                p50 - m.without_agreement_idr,
                m.direct_idr,
                m.code in found.worse_off,
                round(found.worse_off_share[m.code], 4),
            )
        )
    notes = [
        say("Pembagian: {rule}.", rule=paper.tell(SPLIT_LABELS[paper.scenario.split])),
        paper.tell(rule_sentence(paper.scenario.split)),
        say("Batas bawah dan batas atas tidak dijumlahkan: jumlah batas bukan batas dari jumlah."),
        say("Jumlah bagian yang dibulatkan dapat berselisih beberapa rupiah dari angka seluruhnya."),
    ]
    return DataTable("members", say("Peserta"), say("Hasil setiap peserta"), columns, tuple(rows), tuple(notes))


def _channels(paper: Paper) -> DataTable:
    say, found = paper.say, paper.simulation
    costs = {"coordination": found.coordination_idr, "failure": found.failure_idr}
    rows: list[tuple[Cell, ...]] = [
        ("channel", key, paper.tell(CHANNEL_LABELS[key]), *_three(band)) for key, band in found.channels.items()
    ]
    rows += [("cost", key, paper.tell(CHANNEL_LABELS[key]), *_three(band)) for key, band in costs.items()]
    rows.append(("net", "net", say("Penghematan bersih"), *_three(found.saving_idr)))
    columns = (
        Column("kind", say("Jenis"), shown=False),
        Column("channel", say("Saluran"), shown=False),
        Column("label", say("Saluran"), wide=True),
        *_band_columns(paper),
    )
    notes = (
        say("Saluran dihitung sendiri-sendiri dan saling tumpang tindih; jumlahnya bukan penghematan bersih."),
        say("Biaya koordinasi dan risiko pemilihan gagal ditulis sebagai besarnya biaya; keduanya mengurangi."),
        say("Harga tayang katalog tidak turun karena volume; penyelarasan dapat diraih setiap daerah sendiri."),
    )
    return DataTable("channels", say("Saluran"), say("Dari mana penghematan datang"), columns, tuple(rows), notes)


def _splits(paper: Paper) -> DataTable:
    say, found = paper.say, paper.simulation
    columns = (
        Column("code", say("Kode")),
        Column("name", say("Daerah")),
        *(
            Column(
                f"{rule}_idr",
                paper.tell(SPLIT_LABELS[rule]) + (" ●" if rule == paper.scenario.split else "") + " (Rp)",
                "idr",
                total=True,
                shown=rule in found.members[0].by_rule,
            )
            for rule in SPLIT_RULES
        ),
    )
    rows = tuple((m.code, m.name, *(m.by_rule.get(rule) for rule in SPLIT_RULES)) for m in paper.parties)
    notes = [
        say("● menandai pembagian yang dipilih dalam skenario."),
        say("Setiap kolom membagi penghematan bersih yang sama."),
    ]
    if found.shapley_se:
        worst = max(found.shapley_se.values())
        notes.append(
            say("Nilai Shapley ditaksir dari sampel; galat bakunya paling besar {error}.", error=paper.idr(worst))
        )
    return DataTable(
        "splits", say("Pembagian"), say("Penghematan menurut aturan pembagian"), columns, rows, tuple(notes)
    )


def _stability(paper: Paper) -> DataTable:
    say, found = paper.say, paper.simulation
    columns = (
        Column("rule", say("Pembagian"), shown=False),
        Column("label", say("Pembagian")),
        Column("in_core", say("Stabil"), "flag"),
        Column("stable_share", say("Bertahan dalam simulasi"), "share"),
        Column("excess_idr", say("Godaan keluar (Rp)"), "idr"),
        Column("worst_coalition", say("Yang paling mungkin keluar"), wide=True),
        Column("worse_off_n", say("Daerah lebih baik sendiri"), "count"),
        Column("transfers_idr", say("Pindah antar-APBD (Rp)"), "idr"),
    )
    rows: list[tuple[Cell, ...]] = []
    for rule in found.members[0].by_rule:
        held = found.stability.get(rule)
        leaving = held.worst_coalition if held and not held.in_core else ()
        rows.append(
            (
                rule,
                paper.tell(SPLIT_LABELS[rule]) + (" ●" if rule == paper.scenario.split else ""),
                held.in_core if held else None,
                round(held.stable_share, 4) if held else None,
                held.excess_idr if held else None,
                ", ".join(paper.label(c) for c in leaving),
                len(found.worse_off_by_rule[rule]),
                found.transfers_idr[rule],
            )
        )
    notes = [say("● menandai pembagian yang dipilih dalam skenario.")]
    if not found.stability:
        notes.append(say("Kestabilan kelompok tidak dihitung untuk lebih dari 14 daerah"))
    return DataTable(
        "stability", say("Kestabilan"), say("Apakah kelompok bertahan"), columns, tuple(rows), tuple(notes)
    )


def _ranges(paper: Paper) -> DataTable:
    say, found, term = paper.say, paper.simulation, paper.term
    rows: list[tuple[Cell, ...]] = []

    def add(figure: str, label: str, band: Band, code: str = "") -> None:
        p10, p50, p90 = _three(band)
        rows.append((figure, code, label, paper.name(code) if code else say("Seluruhnya"), p10, p50, p90, p90 - p10))

    saving, worth, last = (
        say("Penghematan bersih"),
        say("Nilai kini selama jangka kesepakatan"),
        say("Kas terkumpul di akhir jangka"),
    )
    add("saving", saving, found.saving_idr)
    for m in paper.parties:
        add("saving", saving, m.saving_idr, m.code)
    add("npv", worth, term.npv_total)
    for m in paper.parties:
        add("npv", worth, term.npv[m.code], m.code)
    add("cumulative", last, term.total_cumulative[-1])
    columns = (
        Column("figure", say("Angka"), shown=False),
        Column("code", say("Kode"), shown=False),
        Column("label", say("Angka"), wide=True),
        Column("name", say("Daerah")),
        *_band_columns(paper),
        Column("spread_idr", say("Lebar rentang (Rp)"), "idr", formula="{p90_idr}-{p10_idr}"),
    )
    notes = (
        say("Sekurang-kurangnya = persentil 10, kemungkinan = nilai tengah, paling banyak = persentil 90 simulasi."),
        say("Tingkat diskonto {rate} setahun.", rate=paper.share(term.discount_rate)),
    )
    return DataTable("ranges", say("Rentang"), say("Rentang hasil simulasi"), columns, tuple(rows), notes)


def _decision(paper: Paper) -> DataTable:
    say, decision = paper.say, paper.simulation.decision
    told = decision.to_json()
    columns = (
        Column("code", say("Kode")),
        Column("name", say("Daerah")),
        Column("votes", say("Suara"), "count", total=True),
        Column("banzhaf_share", say("Kekuatan suara (Banzhaf)"), "share"),
        Column("shapley_shubik_share", say("Kekuatan suara (Shapley–Shubik)"), "share"),
        Column("veto", say("Dapat menahan sendiri"), "flag"),
        Column("dummy", say("Tidak pernah menentukan"), "flag"),
    )
    rows = tuple(
        (
            m.code,
            m.name,
            told["weights"][m.code],
            told["banzhaf"][m.code],
            told["shapley_shubik"][m.code],
            m.code in told["veto"],
            m.code in told["dummies"],
        )
        for m in paper.parties
    )
    names = {c: paper.label(c) for c in decision.codes}
    notes = (
        say("Cara memutuskan: {rule}", rule=paper.tell(DECISION_LABELS[decision.rule]).lower()),
        say("Diperlukan {quota} suara.", quota=f"{decision.quota:g}"),
        *(paper.tell(s) for s in decision.sentences(names)),
    )
    return DataTable("decision", say("Keputusan"), say("Siapa yang memutuskan"), columns, rows, notes)
