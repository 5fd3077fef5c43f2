"""Dokumen & presentasi with sample, uploaded and no data: choosing, making, what is out of date, and the stage."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

from pptx import Presentation
from streamlit.testing.v1 import AppTest

from jointproc import settings
from jointproc.agreements import Scenario
from jointproc.papers import AUDIENCES, PAPERS, offered, paper_of, story
from jointproc.papers.blocks import Chart, Series
from jointproc.ui import page_papers_present as stage
from jointproc.warehouse import warehouse
from jointproc.workspace import papers_built, workspace
from tests.pages.conftest import Opener, words

PAGE, STAGE = "pages/decide/papers.py", "pages/decide/presentation.py"
EXAMPLE = Scenario.from_toml((settings.SAMPLE / "surabaya-sidoarjo-obat.toml").read_text("utf-8"))
PAPER = Scenario.model_validate(
    {"id": "kertas", "title": "Kertas & <b>amplop</b>", "members": [{"code": "61.02"}, {"code": "61.72"}]}
)


def _save(scenario: Scenario, expected: int = 0, **changes: object) -> None:
    told = scenario.model_copy(update={"version": expected + 1, **changes})
    workspace().save_scenario(told.id, told.title, told.to_toml(), by="Bappeda", expected_version=expected)


def _plain(at: AppTest) -> str:
    return words(at).replace("\\", "")


def _html(at: AppTest) -> str:
    return "\n".join(str(e.proto.body) for e in at.get("html"))


def test_without_data_it_says_what_to_do(empty: Path, open_page: Opener) -> None:
    at = open_page(PAGE)
    assert not at.exception
    assert "Belum ada data untuk membuat naskah" in words(at)


def test_without_a_scenario_it_leads_to_simulation_and_a_wrong_link_is_a_sentence(
    uploaded: Path, open_page: Opener
) -> None:
    at = open_page(PAGE)
    assert not at.exception
    assert "Belum ada skenario untuk dijadikan naskah" in words(at)
    for told, sentence in (
        ({}, "tidak menyebut skenario"),
        ({"skenario": "tidak-ada"}, "tidak ada di ruang kerja"),
        ({"skenario": "x", "versi": "dua"}, "bukan angka"),
    ):
        at = open_page(STAGE, **told)
        assert not at.exception
        assert any(sentence in e.value for e in at.error), told


def test_a_paper_is_made_noted_and_goes_out_of_date(sample: Path, open_page: Opener) -> None:
    _save(EXAMPLE)
    at = open_page(PAGE)
    assert not at.exception
    assert not at.error
    assert "terhalang hukum" in _plain(at)
    assert "Belum ada naskah yang dibuat" in _plain(at)
    assert ">Semua peserta saling berbatasan darat<" in _html(at)
    at.text_input(key="naskah_oleh").set_value("Rina <b>")
    at.button(key="naskah_buat_deck").click().run()
    assert not at.exception
    (built,) = papers_built(workspace(), EXAMPLE.id)
    data = at.session_state["_naskah_berkas"][built.sha256]
    assert hashlib.sha256(data).hexdigest() == built.sha256
    titles = [s.shapes.title.text_frame.text for s in Presentation(io.BytesIO(data)).slides]
    assert titles == [s.title for s in story(paper_of(warehouse(), EXAMPLE))]
    assert (built.kind, built.version, built.built_by) == ("deck", 1, "Rina <b>")
    assert built.file_name.startswith("jointproc_deck_Ilustrasi-obat-esensial-Surabaya-Sidoarjo-v1-id_")
    assert built.file_name.endswith(".pptx")
    assert "masih berlaku" in _plain(at)
    assert at.get("download_button")

    _save(EXAMPLE, 1, split="equal")
    at.run()
    assert at.selectbox(key="versi").value == 1
    assert "ada versi 2" in _plain(at)
    row = at.dataframe[0].value.iloc[0]
    assert row["standing"] == "usang: ada versi 2"
    assert row["hash"] == built.sha256[:12]


def test_other_data_make_a_paper_out_of_date_and_missing_data_say_so(
    uploaded: Path, open_page: Opener, tmp_path: Path
) -> None:
    from jointproc.pipeline import forget, load

    _save(PAPER)
    at = open_page(PAGE)
    at.button(key="naskah_buat_kesepakatan").click().run()
    assert not at.exception
    assert "masih berlaku" in _plain(at)
    assert "RANCANGAN" in _html(at) or "KESEPAKATAN" in _html(at)
    assert "<b>amplop" not in _html(at)

    dataset = str(warehouse().datasets()["dataset_id"].iloc[0])
    more = tmp_path / "lagi.csv"
    head = (tmp_path / "belanja.csv").read_text("utf-8").splitlines()[0]
    more.write_text(
        head + "\nKota Singkawang,Sekretariat,2025,2025-06-09,Kertas HVS A4 80 gram,rim,900,rim,51000,45900000\n",
        "utf-8",
    )
    load(more, home=uploaded)
    at.run()
    assert "usang" in _plain(at)
    assert "datanya berubah" in _plain(at)

    _save(PAPER, 1, datasets=(dataset,))
    at.run()
    forget(dataset)
    at.selectbox(key="versi").set_value(2).run()
    assert not at.exception
    assert any("belum dimuat" in e.value for e in at.error)
    assert "ada versi 2" in at.dataframe[0].value.iloc[0]["standing"]


def test_the_stage_shows_the_deck_from_its_address_alone(uploaded: Path, open_page: Opener) -> None:
    _save(PAPER)
    at = open_page(STAGE, skenario=PAPER.id, versi="1", halaman="99", lang="en")
    assert not at.exception
    assert not at.error
    shown = _html(at)
    slides = story(paper_of(warehouse(), PAPER, "en"))
    assert shown.count("<h1") == len(slides)
    assert "Kertas &amp; &lt;b&gt;amplop&lt;/b&gt;" in shown
    # beyond the last slide there is the last one
    assert f":root:not([data-tayang]) .st-key-tayang_isi_{len(slides)}" in shown
    assert len(at.get("plotly_chart")) == sum(s.chart is not None for s in slides)


def test_every_audience_is_offered_every_paper_its_own_first() -> None:
    for audience, told in AUDIENCES.items():
        kinds = [one.name for one in offered(audience)]
        assert sorted(kinds) == sorted(PAPERS)
        mine = [kind for kind in told.first if kind in PAPERS]
        assert kinds[: len(mine)] == mine


def test_amounts_on_the_stage_keep_their_room(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(stage, "palette", lambda: stage.thumbs.LIGHT)
    bars = Series("x", (100, -100), ("Rp1,47 miliar", "−Rp1,75 miliar"), ("dark", "hatched"))
    drawn = stage.figure(Chart(("Volume", "Biaya"), (bars,)), upright=False, phone=False)
    low, high = drawn.layout.xaxis.range
    assert low < -150
    assert high > 150
    assert list(drawn.data[0].x) == [100, -100]
    assert list(drawn.data[0].marker.pattern.shape) == ["", "/"]
