"""Perjalanan kesepakatan on the page: started, approved, moved on, spoken about, and told when somebody was quicker."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from jointproc import settings
from jointproc.agreements import Scenario
from jointproc.agreements.compliance import Compliance, Finding
from jointproc.errors import InputError
from jointproc.text import msg
from jointproc.ui import page_simulation as sheet
from jointproc.ui import page_simulation_approvals as approvals
from jointproc.ui import page_simulation_figures as figures
from jointproc.workspace import Agreement, Seat, move_of, workspace
from jointproc.workspace.agreement_rules import seats_needed
from tests.pages.conftest import words

EXAMPLE = Scenario.from_toml((settings.SAMPLE / "surabaya-sidoarjo-obat.toml").read_text("utf-8"))


def _plain(at: AppTest) -> str:
    told = [words(at), *(one.value for one in (*at.success, *at.info)), *(one.label for one in at.button)]
    return "\n".join(told).replace("\\", "")


def _click(at: AppTest, key: str) -> AppTest:
    at.button(key=f"kesepakatan_{key}").click().run()
    assert not at.exception
    return at


def _now() -> Agreement:
    found = workspace().agreement(EXAMPLE.id)
    assert found is not None
    return found


def _section() -> None:
    """The section alone, as the page draws it below an opened scenario."""
    import streamlit as st

    from jointproc.ui import page_simulation, page_simulation_approvals

    if page_simulation.MEMBERS not in st.session_state:
        page_simulation.open_saved("surabaya-sidoarjo-obat")
    page_simulation_approvals.journey()


@pytest.fixture
def page(home: Path) -> AppTest:
    workspace().save_scenario(EXAMPLE.id, EXAMPLE.title, EXAMPLE.to_toml(), by="ani", expected_version=0)
    at = AppTest.from_function(_section, default_timeout=20).run()
    assert not at.exception
    return at


def test_a_saved_scenario_travels_through_its_approvals(page: AppTest) -> None:
    at = page
    assert "Rancangan".lower() in _plain(at)
    _click(at, "mulai")
    assert any("Tulis nama Anda" in one.value for one in at.error)
    at.text_input(key="kesepakatan_nama").set_value("Dewi")
    _click(at, "mulai")
    assert "Tahap **Rancangan**" in _plain(at)
    assert "Menunggu persetujuan UKPBJ" in _plain(at)
    assert at.button(key="kesepakatan_ke_reviewed").disabled

    # a rejection asks for its reason and keeps what was typed
    _click(at, "tolak")
    assert any("alasan penolakan" in one.value for one in at.error)
    at.text_input(key="kesepakatan_alasan").set_value("spesifikasi <b>belum</b> sama")
    _click(at, "tolak")
    assert "UKPBJ Kota Surabaya menolak: spesifikasi" in _plain(at)
    table = next(one.value for one in at.dataframe if "apip" in one.value.columns)
    assert table["ukpbj"].tolist()[0].startswith("✗ menolak · Dewi")
    assert table["apip"].tolist() == ["○ menunggu"] * 2
    _click(at, "setuju")
    assert _now().verdict(Seat("ukpbj", "35.78")) == "approved"

    # the other seat approves elsewhere; then the step is open
    workspace().approve(_now(), Seat("tkksd", "35.78"), by="eka", approved=True)
    at.run()
    _click(at, "ke_reviewed")
    assert _now().state == "reviewed"
    assert "Tahap **Ditelaah**" in _plain(at)

    # a new version brings it back and says so
    workspace().save_scenario(EXAMPLE.id, EXAMPLE.title, EXAMPLE.to_toml(), by="Budi", expected_version=1)
    at.run()
    assert "kembali menjadi rancangan dan persetujuan diminta lagi" in _plain(at)
    assert "Budi menyimpan versi 2" in _plain(at)
    _click(at, "muat")
    assert "Budi menyimpan versi 2" not in _plain(at)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheet.st, "session_state", at.session_state)
        assert sheet.origin().expected_version == 2


def test_the_second_to_decide_is_told_on_the_page_and_can_keep_a_copy(page: AppTest) -> None:
    at = page
    at.text_input(key="kesepakatan_nama").set_value("Dewi")
    _click(at, "mulai")
    workspace().approve(_now(), Seat("ukpbj", "35.78"), by="Fajar", approved=True)
    at.text_input(key="kesepakatan_alasan").set_value("belum")
    _click(at, "tolak")
    assert any("Fajar sudah mengubah kesepakatan ini" in one.value for one in at.error)
    assert at.text_input(key="kesepakatan_alasan").value == "belum"
    assert _now().verdict(Seat("ukpbj", "35.78")) == "approved"

    workspace().save_scenario(EXAMPLE.id, EXAMPLE.title, EXAMPLE.to_toml(), by="Gita", expected_version=1)
    at.run()
    _click(at, "salin")
    assert len(workspace().scenarios()) == 2
    assert "belum menempuh persetujuan" in _plain(at)


def test_comments_evidence_and_the_log_stand_together(page: AppTest) -> None:
    at = page
    # a text that came second is offered as a scenario of its own, before and after the start
    with pytest.raises(InputError, match="orang lain"):
        workspace().save_scenario(EXAMPLE.id, "Milik Hadi", EXAMPLE.to_toml(), by="Hadi", expected_version=0)
    at.run()
    assert "Milik Hadi" in _plain(at)
    at.text_input(key="kesepakatan_nama").set_value("Dewi")
    _click(at, "mulai")
    at.text_area(key="kesepakatan_komentar").set_value("Mohon *dibaca*")
    _click(at, "kirim")
    assert "Mohon *dibaca*" in _plain(at)
    assert at.text_area(key="kesepakatan_komentar").value == ""

    at.button_group(key="kesepakatan_bagian").set_value("evidence").run()
    _click(at, "lampirkan")
    assert any("Pilih berkasnya" in one.value for one in at.error)
    at.file_uploader(key="kesepakatan_berkas_0").upload("../surat tugas.pdf", b"%PDF", "application/pdf").run()
    _click(at, "lampirkan")
    assert [one.file_name for one in _now().of_kind("evidence")] == ["surat tugas.pdf"]

    at.button_group(key="kesepakatan_bagian").set_value("asides").run()
    assert "Milik Hadi" in _plain(at)
    _click(at, "naskah_1")
    assert len(workspace().scenarios()) == 2

    at.button_group(key="kesepakatan_bagian").set_value("log").run()
    assert "Jejak audit utuh" in _plain(at)
    log = next(one.value for one in at.dataframe if "told" in one.value.columns)
    assert log["told"].tolist() == ["surat tugas.pdf", "Mohon *dibaca*", ""]
    at.text_input(key="kesepakatan_kepala").set_value("Wali kota baru")
    _click(at, "ganti")
    assert _now().events[-1].text == "Wali kota baru"


def test_what_the_law_blocks_is_not_signed_and_says_why(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    sentence = msg("Anggarannya belum tersedia.")
    finding = Finding("BUD-01", "35.15", "blocked", "UU 1/2004", "V", sentence, None, False)
    asked: list[Scenario] = []

    def comply(found: Scenario, on: date) -> Compliance:
        asked.append(found)
        return Compliance((finding,), {}, {})

    monkeypatch.setattr(figures, "result", lambda scenario: scenario)
    monkeypatch.setattr(approvals, "comply", comply)
    store = workspace()
    now = store.start_agreement(EXAMPLE.id, by="ani")
    for target in ("reviewed", "agreed", "signed"):
        for seat in seats_needed(move_of(now.state, target), now.parties):
            now = store.approve(now, seat, by="x", approved=True)
        if target != "signed":
            now = store.move(now, target, Seat("tkksd", "35.78"), by="x")
    at = page.run()
    assert any("Belum dapat ditandatangani" in one.value for one in at.error)
    assert "Terhalang ketentuan: Kab. Sidoarjo: Anggarannya belum tersedia." in _plain(at)
    assert at.button(key="kesepakatan_ke_signed").disabled
    # the rules were asked about the text that would be signed
    assert asked[0] == EXAMPLE
