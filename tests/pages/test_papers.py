"""Dokumen & presentasi with sample, uploaded and no data: choosing, making, what is out of date, and the stage."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from jointproc import settings
from jointproc.agreements import Scenario
from jointproc.papers import AUDIENCES, PAPERS, offered, paper_of, story
from jointproc.papers.blocks import Chart, Series
from jointproc.papers.fitting import text_width
from jointproc.ui.page_papers_chart import chart_svg
from jointproc.ui.page_papers_thumbs import first_page_html
from jointproc.ui.palette import LIGHT
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
    drawn = sum(s.chart is not None or s.has_map for s in slides)
    assert shown.count('class="lebar"') == shown.count('class="sempit"') == drawn


def test_each_preview_shows_its_own_first_page(uploaded: Path) -> None:
    paper = paper_of(warehouse(), PAPER)
    shown = {
        (kind.name, suffix): first_page_html(paper, kind, kind.regions(paper)[0] if kind.regions else "", suffix)
        for kind in PAPERS.values()
        for suffix in kind.forms
    }
    assert len(set(shown.values())) == len(shown)
    assert "data:image/png;base64," in shown["brief", ".pdf"]
    own = {
        ("deck", ".pptx"): "Belanja dalam data",
        ("brief", ".docx"): "Apa artinya bagi",
        ("letter", ".docx"): "Dengan hormat,",
        ("kesepakatan", ".docx"): "KESEPAKATAN BERSAMA",
        ("pks", ".docx"): "PERJANJIAN KERJA SAMA",
        ("workbook", ".xlsx"): "Bagian volume",
        ("ocds", ".json"): "ocid",
        ("data", ".zip"): "members.csv",
    }
    for which, words_of_its_own in own.items():
        assert words_of_its_own in shown[which], which
        assert "<b>amplop" not in shown[which]
        assert 'alt="' in shown[which] or "aria-label" in shown[which] or which[0] == "deck"


def test_every_audience_is_offered_every_paper_its_own_first() -> None:
    for audience, told in AUDIENCES.items():
        kinds = [one.name for one in offered(audience)]
        assert sorted(kinds) == sorted(PAPERS)
        mine = [kind for kind in told.first if kind in PAPERS]
        assert kinds[: len(mine)] == mine


@pytest.mark.parametrize("upright", [True, False])
@pytest.mark.parametrize("size", [(576.0, 356.0), (358.0, 440.0)])
def test_a_chart_of_the_stage_keeps_bars_true_and_labels_inside(upright: bool, size: tuple[float, float]) -> None:
    bars = Series("Bersama", (100, -50, 0), ("Rp1,47 miliar", "−Rp735 juta", "Rp0"), ("dark", "hatched", "light"))
    chart = Chart(("Volume", "Penyelarasan harga (tanpa perlu bergabung)", "<b>"), (bars,))
    root = ElementTree.fromstring(chart_svg(chart, size, LIGHT, upright=upright, largest=24, smallest=11))
    names = {"s": "http://www.w3.org/2000/svg"}
    points = float(root.attrib["font-size"])
    assert points >= 11
    long = [float(r.attrib["height" if upright else "width"]) for r in root.findall("s:rect", names)]
    assert long[0] == pytest.approx(2 * long[1], abs=0.2)
    texts = root.findall("s:text", names)
    assert {"Rp1,47 miliar", "−Rp735 juta", "Rp0", "<b>"} <= {t.text for t in texts}
    for text in texts:
        wide = text_width(text.text or "", points, bold="font-weight" in text.attrib) * 72
        shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[text.attrib["text-anchor"]]
        start = float(text.attrib["x"]) - shift * wide
        assert start >= -1, text.text
        assert start + wide <= size[0] + 1, text.text
        assert points / 2 - 1 <= float(text.attrib["y"]) <= size[1] - points / 2 + 1, text.text
