"""The story of a scenario in twelve slides: one message each, its evidence under it, its sources in the notes."""

from __future__ import annotations

from jointproc.agreements import SPLIT_LABELS, rule_sentence
from jointproc.papers.advice import source_notes, verdict_sentence
from jointproc.papers.blocks import Chart, Figure, Series, Shade, Slide, Table
from jointproc.papers.labels import CHANNEL_LABELS
from jointproc.papers.paper import Paper
from jointproc.papers.story_terms import MEMBERS_SHOWN, saving_figures, term_slides
from jointproc.regions import neighbour_pairs

__all__ = ["story"]

GOODS_SHOWN = 8
_SHADES: tuple[Shade, ...] = ("dark", "middle", "hatched")


def story(paper: Paper) -> tuple[Slide, ...]:
    """The slides in order; every figure is one of the simulation's."""
    return (
        _question(paper),
        _neighbours(paper),
        _alike(paper),
        _saving(paper),
        _channels(paper),
        _members(paper),
        *term_slides(paper),
    )


def _question(paper: Paper) -> Slide:
    say, found = paper.say, paper.simulation
    members = [m.name for m in paper.parties]
    shown = (
        paper.listing(members)
        if len(members) <= 5
        else say("{names}, dan {n} daerah lain", names=", ".join(members[:4]), n=str(len(members) - 4))
    )
    points = [
        shown,
        say(
            "Yang diteliti: {commodity}, belanja {amount} dalam data yang dimuat.",
            commodity=paper.commodity_inside,
            amount=paper.idr(found.alone_idr),
        ),
        verdict_sentence(paper),
    ]
    if paper.is_sample:
        points.append(say("Ilustrasi di atas data contoh (sintetis), bukan belanja yang sebenarnya."))
    return Slide(
        "question",
        paper.scenario.title,
        tuple(points),
        figures=(
            Figure(say("Belanja dalam data"), paper.idr(found.alone_idr)),
            *saving_figures(paper),
        ),
        notes=source_notes(paper, say("Pertanyaannya: apakah daerah-daerah ini lebih baik membeli bersama?")),
    )


def _neighbours(paper: Paper) -> Slide:
    say = paper.say
    codes = paper.scenario.codes
    pairs = neighbour_pairs(codes, paper.scenario.within_km)
    land = int((pairs["how"] == "land").sum())
    if len(pairs) == 0:
        title = say("Para peserta tidak saling berbatasan; kerja sama sukarela tetap dimungkinkan")
    elif land == len(codes) * (len(codes) - 1) // 2:
        title = say("Semua peserta saling berbatasan darat")
    else:
        title = say("{n} pasang daerah peserta berbatasan darat", n=str(land))
    beside = [
        say(
            "{a} dan {b}: perbatasan {km} km", a=paper.label(r.code_a), b=paper.label(r.code_b), km=f"{r.border_km:.0f}"
        )
        if r.how == "land"
        else say(
            "{a} dan {b}: terpisah {km} km", a=paper.label(r.code_a), b=paper.label(r.code_b), km=f"{r.distance_km:.0f}"
        )
        for r in pairs.sort_values("border_km", ascending=False).itertuples()
    ]
    more = len(beside) - 6
    shown = [*beside[:6], say("dan {n} pasang lain", n=str(more))] if more > 0 else beside
    return Slide(
        "neighbours",
        title,
        tuple(shown) or (say("Jarak antarpusat daerah menentukan biaya pengiriman bersama."),),
        has_map=True,
        notes=source_notes(
            paper,
            say("Peta: daratan Natural Earth, titik di dalam setiap daerah; bukan batas resmi."),
            *beside,
        ),
    )


def _alike(paper: Paper) -> Slide:
    say, shared = paper.say, paper.shared
    notes = source_notes(
        paper, say("Barang sejenis: spesifikasi dan satuan dasar yang sama menurut pencocokan Jointproc.")
    )
    if not shared:
        return Slide(
            "alike",
            say("Belum ada barang yang dibeli dua peserta sekaligus"),
            (say("Periksa pencocokan barang di halaman Barang, atau pilih kelompok komoditas lain."),),
            notes=notes,
        )
    rows = [
        (
            need.good,
            paper.family_label(need.family),
            str(len(need.buyers)),
            paper.idr(need.total_idr),
            need.evidence,
        )
        for need in shared[:GOODS_SHOWN]
    ]
    rest = shared[GOODS_SHOWN:]
    if rest:
        rows.append((say("{n} barang lain", n=str(len(rest))), "", "", paper.idr(sum(n.total_idr for n in rest)), ""))
    total = sum(n.total_idr for n in shared)
    rows.append((say("Seluruhnya"), "", "", paper.idr(total), ""))
    return Slide(
        "alike",
        say("{n} barang dibeli dua daerah atau lebih, senilai {amount}", n=str(len(shared)), amount=paper.idr(total)),
        table=Table(
            (say("Barang"), say("Kelompok"), say("Pembeli"), say("Belanja"), say("Bukti")),
            tuple(rows),
            frozenset({2, 3}),
            (5, 2.4, 1.1, 1.6, 1.2),
            total=True,
        ),
        notes=notes,
    )


def _saving(paper: Paper) -> Slide:
    say, found, saving = paper.say, paper.simulation, paper.saving
    points = [
        say("Dari belanja {amount}.", amount=paper.idr(found.alone_idr)),
        say("Sendiri-sendiri, tanpa mitra: {alone}.", alone=paper.idr(found.without_agreement_idr)),
        say("Tambahan karena bergabung: {gain}.", gain=paper.idr(found.pooling_gain_idr)),
    ]
    if saving.p10 < 0:
        points.append(say("Batas bawahnya negatif: dapat pula merugi setelah biaya koordinasi."))
    if saving.p10 > 0:
        title = say(
            "Sekurang-kurangnya {low}, kemungkinan {likely}", low=paper.idr(saving.p10), likely=paper.idr(saving.p50)
        )
    else:
        title = say("Kemungkinan {likely}, tetapi belum tentu ada penghematan", likely=paper.idr(saving.p50))
    if saving.p50 <= 0:
        title = say("Menurut data ini belum ada penghematan dari susunan ini")
    values = (saving.p10, saving.p50, saving.p90)
    return Slide(
        "saving",
        title,
        tuple(points),
        chart=Chart(
            (say("Sekurang-kurangnya"), say("Kemungkinan"), say("Paling banyak")),
            (
                Series(
                    say("Penghematan bersih"),
                    tuple(round(v) for v in values),
                    tuple(paper.idr(v) for v in values),
                    _SHADES,
                ),
            ),
        ),
        notes=source_notes(
            paper,
            say(
                "Sekurang-kurangnya = persentil 10, kemungkinan = nilai tengah, paling banyak = persentil 90 simulasi."
            ),
            say("Dasar pembanding: harga yang dibayar daerah dalam data, bukan pagu."),
        ),
    )


def _channels(paper: Paper) -> Slide:
    say, found = paper.say, paper.simulation
    parts = [(key, round(band.p50)) for key, band in found.channels.items()]
    best = max(parts, key=lambda p: p[1])
    parts += [("coordination", -round(found.coordination_idr.p50)), ("failure", -round(found.failure_idr.p50))]
    label = {k: paper.tell(v) for k, v in CHANNEL_LABELS.items()}
    if best[1] <= 0:
        title = say("Tidak ada saluran yang menghemat menurut data ini")
    elif best[0] == "harmonisation":
        title = say("Bagian terbesar datang dari penyelarasan harga, yang tidak memerlukan mitra")
    else:
        title = say("Sumber terbesar: {channel}", channel=label[best[0]].lower())
    return Slide(
        "channels",
        title,
        (
            say("Saluran dihitung sendiri-sendiri dan saling tumpang tindih; jumlahnya bukan penghematan bersih."),
            say("Penghematan bersih: {likely}.", likely=paper.idr(paper.saving.p50)),
        ),
        chart=Chart(
            tuple(label[k] for k, _v in parts),
            (
                Series(
                    say("Kemungkinan"),
                    tuple(v for _k, v in parts),
                    tuple(paper.idr(v) for _k, v in parts),
                    tuple("dark" if v >= 0 else "hatched" for _k, v in parts),
                ),
            ),
        ),
        notes=source_notes(
            paper,
            say("Harga tayang katalog tidak turun karena volume; penyelarasan dapat diraih setiap daerah sendiri."),
        ),
    )


def _members(paper: Paper) -> Slide:
    say, found = paper.say, paper.simulation
    ranked = sorted(found.members, key=lambda m: -m.alone_idr)
    shown, rest = ranked[:MEMBERS_SHOWN], ranked[MEMBERS_SHOWN:]
    together = [round(m.saving_idr.p50) for m in shown]
    alone = [m.without_agreement_idr for m in shown]
    names = [paper.label(m.code) for m in shown]
    dark: Shade = "dark"
    light: Shade = "light"
    if rest:
        names.append(say("{n} daerah lain", n=str(len(rest))))
        together.append(sum(round(m.saving_idr.p50) for m in rest))
        alone.append(sum(m.without_agreement_idr for m in rest))
    worse = len(found.worse_off)
    if worse == 0:
        title = say("Setiap daerah sedikitnya sama baiknya dengan bertindak sendiri")
    elif worse == len(found.members):
        title = say("Dengan pembagian ini setiap daerah lebih baik bertindak sendiri")
    else:
        title = say("{n} dari {all} daerah lebih baik bertindak sendiri", n=str(worse), all=str(len(found.members)))
    return Slide(
        "members",
        title,
        (
            say("Pembagian: {rule}.", rule=paper.tell(SPLIT_LABELS[paper.scenario.split])),
            paper.tell(rule_sentence(paper.scenario.split)),
        ),
        chart=Chart(
            tuple(names),
            (
                Series(
                    say("Bersama"),
                    tuple(together),
                    tuple(paper.idr(v) for v in together),
                    (dark,) * len(names),
                ),
                Series(say("Sendiri"), tuple(alone), tuple(paper.idr(v) for v in alone), (light,) * len(names)),
            ),
        ),
        notes=source_notes(
            paper,
            *(
                say(
                    "{name}: {saving} (rentang {low} sampai {high}); sendiri {alone}.",
                    name=m.name,
                    saving=paper.idr(m.saving_idr.p50),
                    low=paper.idr(m.saving_idr.p10),
                    high=paper.idr(m.saving_idr.p90),
                    alone=paper.idr(m.without_agreement_idr),
                )
                for m in ranked
            ),
        ),
    )
