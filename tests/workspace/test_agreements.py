"""The path of an agreement: who may do what when, what it takes, and that nothing said is lost."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jointproc.errors import InputError
from jointproc.text import msg
from jointproc.workspace import (
    LARGEST_EVIDENCE,
    MOVES,
    ROLES,
    STATES,
    Agreement,
    AgreementEvent,
    LawCheck,
    Seat,
    Workspace,
    move_of,
)
from jointproc.workspace.agreement_events import fold
from jointproc.workspace.agreement_rules import parties_of, seats, seats_needed
from jointproc.workspace.evidence import clean_name
from jointproc.workspace.tables import _now
from tests.workspace.conftest import SCENARIO

LEAD, OTHER = "35.78", "35.15"
LAWFUL = LawCheck(1, ())


def _started(ws: Workspace) -> Agreement:
    ws.save_scenario("s1", "Obat", SCENARIO, by="ani")
    return ws.start_agreement("s1", by="ani")


def _approve_all(ws: Workspace, agreement: Agreement, target: str) -> Agreement:
    for seat in seats_needed(move_of(agreement.state, target), agreement.parties):
        agreement = ws.approve(agreement, seat, by=f"{seat.role} {seat.region}", approved=True)
    return agreement


def _move(ws: Workspace, seen: Agreement, target: str, role: str, **more: object) -> Agreement:
    return ws.move(seen, target, Seat(role, LEAD), by="dewi", **more)  # type: ignore[arg-type]


def test_from_draft_to_the_end(ws: Workspace) -> None:
    now = _started(ws)
    assert (now.state, now.version, len(now.seats)) == ("draft", 1, 7)
    with pytest.raises(InputError, match=r"Menunggu persetujuan UKPBJ"):
        _move(ws, now, "reviewed", "tkksd")
    with pytest.raises(InputError, match="tidak dapat langsung ke Ditandatangani"):
        _move(ws, now, "signed", "kepala_daerah", law=LAWFUL)
    now = _move(ws, _approve_all(ws, now, "reviewed"), "reviewed", "tkksd")
    with pytest.raises(InputError, match="APIP tidak memindahkan"):
        _move(ws, now, "agreed", "apip")
    now = _move(ws, _approve_all(ws, now, "agreed"), "agreed", "tkksd")
    now = _approve_all(ws, now, "signed")
    blocked = LawCheck(1, (msg("Anggaran satu peserta belum tersedia."),))
    with pytest.raises(InputError, match="Terhalang ketentuan: Anggaran satu peserta"):
        _move(ws, now, "signed", "kepala_daerah", law=blocked)
    for unchecked in (None, LawCheck(2, ())):
        with pytest.raises(InputError, match="Uji kepatuhan versi 1 belum dijalankan"):
            _move(ws, now, "signed", "kepala_daerah", law=unchecked)
    now = _move(ws, now, "signed", "kepala_daerah", law=LAWFUL)
    with pytest.raises(InputError, match="tidak diubah lagi"):
        ws.approve(now, Seat("apip", LEAD), by="x", approved=False, reason="y")
    with pytest.raises(InputError, match="Lampirkan naskah"):
        _move(ws, now, "running", "tkksd")
    now = ws.attach_evidence("s1", "PKS.pdf", b"%PDF", by="ani", note="ditandatangani")
    now = _move(ws, now, "running", "tkksd")
    # a new head of region and a new text change nothing about what was signed
    now = ws.change_of_head("s1", OTHER, "Bupati baru", by="ani")
    ws.save_scenario("s1", "Obat", SCENARIO.replace("Obat", "Obat 2"), by="budi")
    later = ws.agreement("s1")
    assert later is not None
    assert (later.state, later.version, later.events[-1].kind) == ("running", 1, "amendment")
    assert later.verdict(Seat("kepala_daerah", OTHER)) == "approved"
    with pytest.raises(InputError, match="Tulis alasannya"):
        _move(ws, later, "ended", "tkksd")
    now = _move(ws, later, "ended", "tkksd", reason="jangka waktu selesai")
    with pytest.raises(InputError, match="sudah berakhir"):
        _move(ws, now, "draft", "tkksd", reason="x")
    assert ws.check_audit().ok


def test_a_new_version_opens_the_agreement_again(ws: Workspace) -> None:
    now = _move(ws, _approve_all(ws, _started(ws), "reviewed"), "reviewed", "tkksd")
    now = ws.approve(now, Seat("kepala_daerah", LEAD), by="wali kota", approved=True)
    third = SCENARIO + '[[members]]\ncode = "35.25"\n'
    ws.save_scenario("s1", "Obat", third, by="budi")
    now = ws.agreement("s1")  # type: ignore[assignment]
    assert (now.state, now.version, len(now.seats), dict(now.words)) == ("draft", 2, 10, {})
    assert now.returned is not None
    assert (now.returned.by, now.returned.kind) == ("budi", "version")
    assert len(now.of_kind("approve")) == 3
    assert ws.approve(now, Seat("apip", "35.25"), by="eka", approved=True).returned is None


def test_a_rejection_says_why_and_stands_until_the_office_speaks_again(ws: Workspace) -> None:
    now = _started(ws)
    with pytest.raises(InputError, match="alasan penolakan"):
        ws.approve(now, Seat("ukpbj", LEAD), by="dewi", approved=False, reason="  ")
    now = ws.approve(now, Seat("ukpbj", LEAD), by="dewi", approved=False, reason="spesifikasi belum sama")
    now = ws.approve(now, Seat("tkksd", LEAD), by="ani", approved=True)
    with pytest.raises(InputError, match="menolak: spesifikasi belum sama"):
        ws.move(now, "reviewed", Seat("tkksd", LEAD), by="ani", names={LEAD: "Kota Surabaya"})
    now = ws.approve(now, Seat("ukpbj", LEAD), by="dewi", approved=True)
    assert ws.move(now, "reviewed", Seat("tkksd", LEAD), by="ani").state == "reviewed"
    assert [e.before for e in ws.audit("s1") if e.what in ("agreement_approve", "agreement_reject")] == [
        "waiting",
        "waiting",
        "rejected",
    ]


def test_the_second_to_decide_is_told_who_was_first(ws: Workspace) -> None:
    seen = _started(ws)
    ws.approve(seen, Seat("ukpbj", LEAD), by="dewi", approved=True)
    # another office, and a comment, don't collide with it
    ws.approve(seen, Seat("apip", OTHER), by="eka", approved=True)
    ws.comment("s1", "Mohon dibaca", by="fajar")
    with pytest.raises(InputError, match=r"dewi sudah mengubah kesepakatan ini .*menyetujui"):
        ws.approve(seen, Seat("ukpbj", LEAD), by="gita", approved=False, reason="belum")
    with pytest.raises(InputError, match="eka sudah mengubah"):
        ws.move(seen, "reviewed", Seat("tkksd", LEAD), by="ani")
    now = ws.agreement("s1")
    assert now is not None
    assert now.verdict(Seat("ukpbj", LEAD)) == "approved"


def test_what_people_type_is_checked(ws: Workspace) -> None:
    now = _started(ws)
    with pytest.raises(InputError, match="nama Anda"):
        ws.approve(now, Seat("ukpbj", LEAD), by=" \x00 ", approved=True)
    with pytest.raises(InputError, match="tidak dimintai"):
        ws.approve(now, Seat("ukpbj", OTHER), by="x", approved=True)
    with pytest.raises(InputError, match="masih kosong"):
        ws.comment("s1", "\n", by="x")
    assert ws.comment("s1", "a\x00b\nc", by="x").events[-1].text == "ab\nc"
    with pytest.raises(InputError, match="kosong"):
        ws.attach_evidence("s1", "a.pdf", b"", by="x")
    with pytest.raises(InputError, match="lebih besar dari 10 MB"):
        ws.attach_evidence("s1", "a.pdf", b"x" * (LARGEST_EVIDENCE + 1), by="x")
    with pytest.raises(InputError, match="sudah dimulai"):
        ws.start_agreement("s1", by="x")
    with pytest.raises(InputError, match="bukan peserta"):
        ws.change_of_head("s1", "11.01", "x", by="x")
    ws.save_scenario("s2", "Kosong", 'title = "x"', by="ani")
    with pytest.raises(InputError, match="tidak menyebut daerah peserta"):
        ws.start_agreement("s2", by="x")
    assert ws.agreement("s2") is None
    # the same bytes are kept once, under both names
    ws.attach_evidence("s1", "../../etc/a.pdf", b"%PDF", by="x")
    found = ws.attach_evidence("s1", "b.pdf", b"%PDF", by="y").of_kind("evidence")
    assert [one.file_name for one in found] == ["a.pdf", "b.pdf"]
    assert len({one.file_sha256 for one in found}) == 1


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("..\\..\\PKS (final).pdf", "PKS (final).pdf"),
        ("/etc/passwd", "passwd"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("<b>&.docx", "_b_.docx"),
        ("", "berkas"),
        ("...", "berkas"),
        ("x" * 300 + ".pdf", "x" * 109 + ".pdf"),
    ],
)
def test_file_names_are_made_safe(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@settings(max_examples=60)
@given(st.text(st.characters(max_codepoint=0x2100), max_size=160))
def test_no_file_name_leads_elsewhere(name: str) -> None:
    clean = clean_name(name)
    assert 0 < len(clean) <= 120
    assert not set(clean) & set('/\\\0\n"<>:|?*')
    assert not clean.startswith(".")


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["approve", "reject", "version", "comment", *STATES]),
        st.sampled_from(seats(parties_of(SCENARIO))),
    ),
    max_size=40,
)


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(EVENTS)
def test_whatever_happens_only_an_approved_text_moves_on(told: list[tuple[str, Seat]]) -> None:
    parties = parties_of(SCENARIO)
    events = [AgreementEvent(1, "start", 1, "draft", "a", _now())]
    approved: dict[Seat, bool] = {}
    for what, seat in told:
        now = fold("s1", events, parties)
        assert {s: w.kind == "approve" for s, w in now.words.items()} == approved
        kind, state, version = what, now.state, now.version
        if what in STATES:
            step = next((one for one in MOVES if (one.source, one.target) == (now.state, what)), None)
            if step is None or now.obstacles(step, LawCheck(now.version, ())):
                continue
            assert all(approved.get(one) for one in seats_needed(step, parties))
            kind, state = "move", what
        elif now.state not in ("draft", "reviewed", "agreed") and what != "comment":
            continue
        if what == "version":
            state, version = "draft", now.version + 1
        if kind in ("approve", "reject"):
            approved[seat] = kind == "approve"
        elif what in ("version", "draft"):
            approved = {}
        events.append(AgreementEvent(len(events) + 1, kind, version, state, "a", _now(), seat.role, seat.region, "x"))


def test_the_table_of_moves_is_sound() -> None:
    assert {one.source for one in MOVES} | {one.target for one in MOVES} == set(STATES)
    assert len({(one.source, one.target) for one in MOVES}) == len(MOVES)
    assert all(set(one.by) <= set(ROLES) and {role for role, _whose in one.needs} <= set(ROLES) for one in MOVES)
    # nothing leads back from a signed text
    assert not [one for one in MOVES if one.source in ("signed", "running") and one.target in ("draft", "agreed")]
