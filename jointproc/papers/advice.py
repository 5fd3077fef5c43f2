"""What the figures advise, what could make them wrong, and what is asked of the reader: shared by all papers."""

from __future__ import annotations

from jointproc.papers.paper import Paper

__all__ = ["decisions", "risks", "source_notes", "verdict_sentence"]


def verdict_sentence(paper: Paper) -> str:
    """What the figures advise, in one sentence."""
    found, say = paper.simulation, paper.say
    if paper.verdict == "unknown":
        return say("Bukti harga belum cukup untuk menyimpulkan apakah membeli bersama menghemat.")
    if paper.verdict == "alone":
        return say(
            "Menurut data ini, bergabung belum menambah penghematan: bila bertindak sendiri-sendiri, daerah-daerah ini "
            "meraih {more} lebih banyak.",
            more=paper.idr(-found.pooling_gain_idr),
        )
    if paper.verdict == "care":
        return say(
            "Membeli bersama mungkin menghemat {likely}, tetapi hasilnya belum kokoh bagi semua daerah.",
            likely=paper.idr(paper.saving.p50),
        )
    return say(
        "Membeli bersama menghemat sekurang-kurangnya {low} (kemungkinan {likely}) menurut data ini.",
        low=paper.idr(paper.saving.p10),
        likely=paper.idr(paper.saving.p50),
    )


def risks(paper: Paper) -> tuple[str, ...]:
    """What could make the figures wrong, the scenario's own warnings first."""
    say = paper.say
    told = [paper.tell(w) for w in paper.simulation.warnings]
    if paper.is_sample:
        told.insert(
            0, say("Angka dalam naskah ini berasal dari data contoh (sintetis), bukan belanja daerah mana pun.")
        )
    if paper.certainty != "firm":
        told.append(
            say(
                "Baru {share} dari belanja memiliki bukti tingkat A atau B; selebihnya indikatif.",
                share=paper.share(paper.firm_share),
            )
        )
    told.append(
        say("Belum diketahui: persediaan, harga penawaran yang akan datang, dan kesiapan anggaran setiap daerah.")
    )
    told.append(say("Aturan yang terbit sesudah {day} belum diperiksa.", day=paper.day(paper.assumptions_day)))
    return tuple(told)


def decisions(paper: Paper) -> tuple[str, ...]:
    """What the heads of region are asked to decide, according to what the figures advise."""
    say = paper.say
    lead = paper.name(paper.scenario.lead_code)
    if paper.verdict in ("alone", "unknown"):
        return (
            say("Belum menandatangani kesepakatan dengan susunan peserta dan barang ini."),
            say("Menugasi UKPBJ setiap daerah meraih penghematan yang tidak memerlukan mitra lebih dahulu."),
            say("Menugasi {lead} menyusun pilihan lain: barang dengan harga pasar, atau peserta lain.", lead=lead),
        )
    first = (
        say("Menyetujui penawaran tertulis kerja sama daerah oleh {lead}.", lead=lead)
        if paper.verdict == "join"
        else say("Menyepakati lebih dahulu pembagian dan peserta yang membuat semua daerah bertahan.")
    )
    return (
        first,
        say("Menunjuk pejabat penghubung dan wakil dalam Tim Koordinasi."),
        say("Menugasi UKPBJ memeriksa kesamaan spesifikasi, volume, dan anggaran."),
        say("Menetapkan tanggal pembahasan Kesepakatan Bersama dan Perjanjian Kerja Sama."),
    )


def source_notes(paper: Paper, *more: str) -> tuple[str, ...]:
    say = paper.say
    return (
        *more,
        say("Sumber: {source}; tahun anggaran {years}.", source=paper.source, years=paper.years or "–"),
        say(
            "Skenario {id} versi {version}; asumsi {key}; dibuat {day}.",
            id=paper.scenario.scenario_id,
            version=str(paper.scenario.version),
            key=paper.simulation.assumptions_key,
            day=paper.day(paper.made_on),
        ),
    )
