"""Tables of what an agreement is made of and asks: goods, prices, cash, law, timeline, assumptions, sources."""

from __future__ import annotations

from jointproc.papers.labels import REGIME_LABELS
from jointproc.papers.law import basis
from jointproc.papers.paper import Paper
from jointproc.papers.tidy import Cell, Column, DataTable, money
from jointproc.text import Message

__all__ = ["cash_tables", "goods_tables", "ground_tables"]


def goods_tables(paper: Paper) -> tuple[DataTable, ...]:
    """The goods, and what each member buys of them at what price."""
    return _goods(paper), _prices(paper)


def cash_tables(paper: Paper) -> tuple[DataTable, ...]:
    """Year by year, and what is left when one member leaves."""
    return _cash(paper), _exits(paper)


def ground_tables(paper: Paper) -> tuple[DataTable, ...]:
    """Law, timeline, assumptions, evidence and sources."""
    return _law(paper), _timeline(paper), _assumptions(paper), _evidence(paper), _sources(paper)


def _goods(paper: Paper) -> DataTable:
    say = paper.say
    columns = (
        Column("good_id", say("Kode barang"), shown=False),
        Column("good", say("Barang"), wide=True),
        Column("family", say("Kelompok"), shown=False),
        Column("family_label", say("Kelompok")),
        Column("unit", say("Satuan")),
        Column("regime", say("Rezim harga"), shown=False),
        Column("regime_label", say("Rezim harga")),
        Column("evidence", say("Bukti")),
        Column("buyers_n", say("Daerah"), "count"),
        Column("lines_n", say("Baris belanja"), "count", total=True),
        Column("amount_idr", say("Belanja (Rp)"), "idr", total=True),
        Column("amount_share", say("Bagian"), "share", formula="{amount_idr}/{sum amount_idr}"),
    )
    amounts = [sum((money(v) for v in n.amount_idr.values()), money(0)) for n in paper.needs]
    whole = sum(amounts, money(0))
    rows = tuple(
        (
            n.good_id,
            n.good,
            n.family,
            paper.family_label(n.family),
            n.unit,
            n.regime,
            paper.tell(REGIME_LABELS[n.regime]) if n.regime in REGIME_LABELS else n.regime,
            n.evidence,
            len(n.buyers),
            sum(n.lines_n.values()),
            amount,
            float(amount / whole),
        )
        for n, amount in zip(paper.needs, amounts, strict=True)
    )
    notes = (
        say("Belanja dalam data yang dimuat, dengan bagian volume setiap daerah; bukan pagu."),
        say("Bukti: A harga dan model teruji, B harga dengan model lemah, C anggaran saja, D belum cukup."),
    )
    return DataTable("goods", say("Barang"), say("Barang yang dibeli bersama"), columns, rows, notes)


def _prices(paper: Paper) -> DataTable:
    say = paper.say
    columns = (
        Column("good_id", say("Kode barang"), shown=False),
        Column("good", say("Barang"), wide=True),
        Column("unit", say("Satuan")),
        Column("evidence", say("Bukti")),
        Column("code", say("Kode"), shown=False),
        Column("name", say("Daerah")),
        Column("volume", say("Volume"), "number"),
        Column("unit_price_idr", say("Harga per satuan (Rp)"), "price"),
        Column("lines_n", say("Baris belanja"), "count", total=True),
        Column("amount_idr", say("Belanja (Rp)"), "idr", total=True),
    )
    rows = tuple(
        (
            n.good_id,
            n.good,
            n.unit,
            n.evidence,
            code,
            paper.name(code),
            n.volume.get(code),
            money(n.price_idr[code]) if code in n.price_idr else None,
            n.lines_n.get(code),
            money(amount),
        )
        for n in paper.needs
        for code, amount in n.amount_idr.items()
    )
    notes = (
        say("Harga yang dibayar per satuan dasar, ditimbang menurut volume; kosong berarti tidak diketahui."),
        say("Harga yang berbeda dapat disebabkan spesifikasi, waktu, atau ongkos kirim."),
    )
    return DataTable("prices", say("Harga"), say("Harga dan volume setiap daerah"), columns, rows, notes)


def _cash(paper: Paper) -> DataTable:
    say, term = paper.say, paper.term
    columns = (
        Column("year", say("Tahun ke-"), "count"),
        Column("code", say("Kode"), shown=False),
        Column("name", say("Daerah")),
        Column("p10_idr", say("Sekurang-kurangnya (Rp)"), "idr"),
        Column("p50_idr", say("Kemungkinan (Rp)"), "idr", total=True),
        Column("p90_idr", say("Paling banyak (Rp)"), "idr"),
        Column("cumulative_p10_idr", say("Terkumpul, sekurang-kurangnya (Rp)"), "idr"),
        Column("cumulative_p50_idr", say("Terkumpul, kemungkinan (Rp)"), "idr"),
        Column("cumulative_p90_idr", say("Terkumpul, paling banyak (Rp)"), "idr"),
    )
    rows: list[tuple[Cell, ...]] = []
    for year in range(len(term.scale)):
        for m in paper.parties:
            now, far = term.yearly[m.code][year], term.cumulative[m.code][year]
            figures = (now.p10, now.p50, now.p90, far.p10, far.p50, far.p90)
            rows.append((year + 1, m.code, m.name, *(round(v) for v in figures)))
    names = {m.code: m.name for m in paper.parties}
    return DataTable(
        "cash",
        say("Kas per tahun"),
        say("Kas setiap tahun"),
        columns,
        tuple(rows),
        tuple(paper.tell(s) for s in term.sentences(names)),
    )


def _exits(paper: Paper) -> DataTable:
    say, term = paper.say, paper.term
    columns = (
        Column("year", say("Setelah tahun ke-"), "count"),
        Column("code", say("Kode"), shown=False),
        Column("name", say("Daerah yang keluar")),
        Column("rest_idr", say("Hemat yang lain sesudahnya (Rp)"), "idr"),
        Column("change_idr", say("Perubahan bagi yang lain (Rp)"), "idr"),
        Column("leaver_alone_idr", say("Hemat yang keluar, sendiri (Rp)"), "idr"),
    )
    rows = tuple((e.year, e.code, paper.name(e.code), e.rest_idr, e.change_idr, e.leaver_alone_idr) for e in term.exits)
    notes = () if rows else (say("Jangka satu tahun: tidak ada tahun sesudah keluar."),)
    return DataTable("exits", say("Bila keluar"), say("Bila satu daerah keluar"), columns, rows, notes)


def _law(paper: Paper) -> DataTable:
    say = paper.say
    word = {"blocked": say("Terhalang"), "attention": say("Perlu dipenuhi"), "pass": say("Tidak terlihat halangan")}
    columns = (
        Column("rule", say("Aturan")),
        Column("code", say("Kode"), shown=False),
        Column("name", say("Daerah")),
        Column("verdict", say("Penilaian"), shown=False),
        Column("verdict_label", say("Penilaian")),
        Column("message", say("Keadaan"), wide=True),
        Column("cure", say("Yang dapat dilakukan"), wide=True),
        Column("asked", say("Perlu ditanyakan"), "flag"),
        Column("basis", say("Dasar"), wide=True),
        Column("status", say("Status")),
    )
    rows = tuple(
        (
            f.id,
            f.region,
            paper.name(f.region) if f.region else say("Semua"),
            f.verdict,
            word[f.verdict],
            paper.tell(f.message),
            paper.tell(f.cure) if f.cure else "",
            f.asked,
            basis(f.id, paper.language),
            f.status,
        )
        for f in paper.law.findings
    )
    notes = (
        say("Petunjuk untuk Bagian Hukum, bukan nasihat hukum."),
        say("Status V: naskahnya sudah dibaca; M: ditulis dari ingatan, belum diverifikasi."),
    )
    return DataTable("law", say("Hukum"), say("Yang diminta hukum"), columns, rows, notes)


def _timeline(paper: Paper) -> DataTable:
    say = paper.say
    columns = (
        Column("step", say("Langkah"), shown=False),
        Column("label", say("Langkah"), wide=True),
        Column("start", say("Mulai"), "date"),
        Column("end", say("Selesai"), "date"),
        Column("working_days_n", say("Hari kerja"), "count", total=True),
        Column("slack_days_n", say("Kelonggaran (hari kerja)"), "count"),
    )
    title, sheet = say("Jadwal bersama paling cepat"), say("Jadwal")
    told = paper.timeline
    if isinstance(told, Message):
        return DataTable("timeline", sheet, title, columns, (), (paper.tell(told),))
    rows = tuple((s.step, paper.tell(s.told), s.start, s.end, s.working_days, s.slack_days) for s in told.steps)
    notes = [
        say("Untuk tahun anggaran {year}; libur nasional belum diperhitungkan.", year=str(told.fiscal_year)),
    ]
    if told.presumed:
        notes.append(say("Dianggap sudah dianggarkan, sebab belum semua daerah menyatakannya."))
    return DataTable("timeline", sheet, title, columns, rows, tuple(notes))


def _assumptions(paper: Paper) -> DataTable:
    say, english = paper.say, paper.language == "en"
    word = {"measured": say("terukur"), "published": say("terbit"), "assumed": say("asumsi")}
    columns = (
        Column("name", say("Nama"), shown=False),
        Column("label", say("Asumsi"), wide=True),
        Column("value", say("Nilai"), "number"),
        Column("low", say("Batas bawah"), "number"),
        Column("high", say("Batas atas"), "number"),
        Column("unit", say("Satuan")),
        Column("status", say("Dasar"), shown=False),
        Column("status_label", say("Dasar")),
        Column("changed", say("Diubah skenario"), "flag"),
        Column("description", say("Keterangan"), wide=True),
        Column("source", say("Sumber"), wide=True),
        Column("checked_on", say("Diperiksa"), "date"),
    )
    rows = tuple(
        (
            a.name,
            a.label(paper.language),
            a.value,
            a.low,
            a.high,
            a.unit_told.render(paper.language),
            a.status,
            word[a.status],
            a.changed,
            a.description_en if english else a.description,
            a.source,
            a.checked_on,
        )
        for a in paper.assumptions.values()
    )
    notes = (
        say("Susunan asumsi {key}.", key=paper.simulation.assumptions_key),
        say("Penyedia setiap barang: paling sedikit {n}.", n=str(paper.scenario.suppliers_min_n)),
        say("Kemampuan satu penyedia membatasi angka.")
        if paper.scenario.supplier_capacity
        else say("Kemampuan satu penyedia tidak membatasi angka."),
    )
    return DataTable("assumptions", say("Asumsi"), say("Angka yang diandaikan"), columns, rows, notes)


def _evidence(paper: Paper) -> DataTable:
    say, told = paper.say, paper.simulation.evidence_idr
    columns = (
        Column("evidence", say("Bukti")),
        Column("amount_idr", say("Belanja (Rp)"), "idr", total=True),
        Column("amount_share", say("Bagian"), "share", formula="{amount_idr}/{sum amount_idr}"),
    )
    whole = sum(told.values())
    rows = tuple((grade, amount, amount / whole) for grade, amount in sorted(told.items()))
    notes = (say("Bukti: A harga dan model teruji, B harga dengan model lemah, C anggaran saja, D belum cukup."),)
    return DataTable("evidence", say("Bukti"), say("Belanja menurut tingkat bukti"), columns, rows, notes)


def _sources(paper: Paper) -> DataTable:
    say = paper.say
    columns = (
        Column("dataset_id", say("Dataset")),
        Column("name", say("Nama"), wide=True),
        Column("kind", say("Jenis"), shown=False),
        Column("kind_label", say("Jenis")),
        Column("fiscal_years", say("Tahun anggaran")),
        Column("rows_n", say("Baris"), "count", total=True),
        Column("loaded_on", say("Dimuat"), "date"),
        Column("sha256", say("SHA-256 berkas asli"), wide=True),
    )
    rows = tuple(
        (
            d.dataset_id,
            d.name,
            d.kind,
            say("Data contoh (sintetis)") if d.kind == "sample" else say("Unggahan"),
            d.fiscal_years,
            d.rows_n,
            d.loaded_on,
            d.sha256,
        )
        for d in paper.datasets
    )
    return DataTable("sources", say("Sumber"), say("Dari mana angkanya"), columns, rows)
