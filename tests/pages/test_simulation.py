"""Simulasi with sample, uploaded, real and no data: the same figures as ``simulate``, nothing lost, lights in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import tomlkit
from streamlit.testing.v1 import AppTest

from jointproc import settings
from jointproc.agreements import Scenario, ScenarioMember, simulate
from jointproc.agreements.timeline import plan
from jointproc.errors import InputError
from jointproc.ui import formats
from jointproc.ui import page_simulation as sheet
from jointproc.ui import page_simulation_calendar as budget
from jointproc.ui import page_simulation_lights as lights
from jointproc.ui import page_simulation_terms as terms
from jointproc.warehouse import warehouse
from jointproc.workspace import workspace
from tests.pages.conftest import Opener, words

PAGE = "pages/decide/simulation.py"
EXAMPLE = settings.SAMPLE / "surabaya-sidoarjo-obat.toml"


def _plain(at: AppTest) -> str:
    return words(at).replace("\\", "")


def _members(at: AppTest) -> dict[str, dict[str, float]]:
    frame = next(d.value for d in at.dataframe if "pooled" in d.value.columns)
    return frame.set_index("name").to_dict("index")


def _rules(at: AppTest) -> dict[str, dict[str, float]]:
    frame = next(d.value for d in at.dataframe if "shapley" in d.value.columns)
    return frame.set_index("name").to_dict("index")


def _open_example(open_page: Opener) -> AppTest:
    at = open_page(PAGE)
    return at.button(key="simulasi_contoh").click().run()


def test_without_data_the_page_says_what_to_do(empty: Path, open_page: Opener) -> None:
    at = open_page(PAGE)
    assert not at.exception
    assert "Belum ada data untuk disimulasikan" in words(at)


def test_it_opens_with_a_proposal_and_a_result(sample: Path, open_page: Opener) -> None:
    at = open_page(PAGE)
    assert not at.exception
    assert not at.error
    assert len(at.session_state["peserta"]) >= 2
    assert "bersih sekurang-kurangnya" in _plain(at)
    for light in ("Stabil?", "Sah?", "Kapan?"):
        assert f"**{light}**" in _plain(at)
    assert "Insentif" in _plain(at)


def test_the_example_gives_the_figures_of_simulate(sample: Path, open_page: Opener) -> None:
    at = _open_example(open_page)
    assert not at.exception
    assert "Ilustrasi" in _plain(at)
    found = simulate(warehouse(), Scenario.from_toml(EXAMPLE.read_text("utf-8")))
    assert len(_members(at)) == 2
    for member, label in zip(found.members, ("Kota Surabaya", "Kab. Sidoarjo"), strict=True):
        shown = _members(at)[label]
        assert shown["alone"] == member.alone_idr
        assert shown["pooled"] == member.pooled_idr
        assert shown["p10"] == pytest.approx(member.saving_idr.p10)
        assert shown["p50"] == pytest.approx(member.saving_idr.p50)
        assert shown["p90"] == pytest.approx(member.saving_idr.p90)
        assert _rules(at)[label] == member.by_rule


def test_downloading_gives_back_the_opened_scenario(sample: Path, open_page: Opener) -> None:
    at = _open_example(open_page)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheet.st, "session_state", at.session_state)
        built = sheet.build()
    assert built == Scenario.from_toml(EXAMPLE.read_text("utf-8"))
    assert at.get("download_button")


def test_changing_the_split_changes_the_result_and_the_address(sample: Path, open_page: Opener) -> None:
    at = _open_example(open_page)
    before = _members(at)["Kota Surabaya"]["p50"]
    at.button_group(key="pembagian").set_value("equal").run()
    assert not at.exception
    after = _members(at)["Kota Surabaya"]["p50"]
    assert after != before
    assert after == _rules(at)["Kota Surabaya"]["equal"]
    assert at.query_params["pembagian"] in ("equal", ["equal"])


def test_a_link_reproduces_the_view(sample: Path, open_page: Opener) -> None:
    at = open_page(PAGE, peserta="35.78", komoditas="obat", model="D", jangka="3")
    # one member in a plain address is not enough, and the page says so
    assert "Pilih paling sedikit dua daerah peserta" in _plain(at)
    at.multiselect(key="peserta").set_value(["35.78", "35.15"]).run()
    assert at.selectbox(key="model").value == "D"
    assert at.slider(key="jangka").value == 3
    assert set(_members(at)) == {"Kota Surabaya", "Kab. Sidoarjo"}


def test_saving_makes_versions_and_refuses_to_overwrite(sample: Path, open_page: Opener) -> None:
    at = _open_example(open_page)
    at.text_input(key="simulasi_oleh").set_value("Bappeda")
    at.text_area(key="simulasi_catatan").set_value("awal")
    _submit(at)
    assert any("versi 1" in s.value for s in at.success)
    kept = workspace().scenario("surabaya-sidoarjo-obat")
    assert (kept.version, kept.saved_by, kept.note) == (1, "Bappeda", "awal")
    assert Scenario.from_toml(kept.toml).version == 1

    at.button_group(key="pembagian").set_value("equal").run()
    _submit(at)
    assert [v.version for v in workspace().versions("surabaya-sidoarjo-obat")] == [1, 2]
    assert Scenario.from_toml(workspace().scenario("surabaya-sidoarjo-obat").toml).split == "equal"

    # somebody else saves meanwhile
    told = kept.toml
    workspace().save_scenario("surabaya-sidoarjo-obat", kept.title, told, by="orang lain", expected_version=2)
    at.button_group(key="pembagian").set_value("spend").run()
    _submit(at)
    assert any("sudah disimpan orang lain" in e.value for e in at.error)
    assert workspace().scenario("surabaya-sidoarjo-obat").saved_by == "orang lain"
    assert at.session_state["pembagian"] == "spend"

    # as a scenario of its own it goes through
    at.checkbox(key="simulasi_baru").set_value(True)
    _submit(at)
    assert len(workspace().scenarios()) == 2


def _submit(at: AppTest) -> None:
    next(b for b in at.button if b.label == "Simpan versi").click().run()
    assert not at.exception


def test_an_older_version_can_be_opened(sample: Path, open_page: Opener) -> None:
    first = Scenario.from_toml(EXAMPLE.read_text("utf-8"))
    store = workspace()
    store.save_scenario(first.id, first.title, first.to_toml(), expected_version=0)
    second = first.model_copy(update={"split": "equal", "version": 2})
    store.save_scenario(first.id, first.title, second.to_toml(), expected_version=1)
    at = open_page(PAGE, skenario=first.id, versi="1")
    assert at.session_state["pembagian"] == "shapley"
    assert "versi 1" in _plain(at)
    at = open_page(PAGE, skenario=first.id)
    assert at.session_state["pembagian"] == "equal"


def test_a_link_to_a_missing_scenario_is_a_sentence(sample: Path, open_page: Opener) -> None:
    at = open_page(PAGE, skenario="tidak-ada")
    assert not at.exception
    assert any("tidak ada di ruang kerja" in e.value for e in at.error)
    assert "bersih sekurang-kurangnya" in _plain(at)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"members = [", "bukan TOML yang sah"),
        (b"\xff\xfe\x00bukan", "bukan teks UTF-8"),
        (b'title = "x"\nsplit = "rata"\n[[members]]\ncode = "35.78"\n[[members]]\ncode = "35.15"\n', "split"),
        (b'title = "x"\n[[members]]\ncode = "35.78"\n', "dua daerah peserta"),
        (b'title = "x"\n[[members]]\ncode = "99.99"\n[[members]]\ncode = "35.15"\n', "99.99"),
        (b"#" * 1_000_001, "terlalu besar"),
    ],
)
def test_a_bad_file_is_a_sentence_and_loses_nothing(
    content: bytes, sentence: str, sample: Path, open_page: Opener
) -> None:
    at = _open_example(open_page)
    before = _members(at)
    at.file_uploader(key="simulasi_unggah").upload("skenario.toml", content, "application/toml").run()
    assert not at.exception
    assert any(sentence in e.value for e in at.error)
    assert _members(at) == before


def test_an_uploaded_file_gives_the_figures_of_the_command_line(uploaded: Path, open_page: Opener) -> None:
    text = 'title = "Kertas"\nsplit = "equal"\n[assumptions]\naward_failure = 0.3\n'
    text += '[[members]]\ncode = "61.02"\nshare = 0.5\n[[members]]\ncode = "61.72"\n'
    at = open_page(PAGE)
    at.file_uploader(key="simulasi_unggah").upload("kertas.toml", text.encode(), "application/toml").run()
    assert not at.exception
    assert not at.error
    found = simulate(warehouse(), Scenario.from_toml(text))
    shown = _members(at)
    assert [round(row["p50"]) for row in shown.values()] == [round(m.saving_idr.p50) for m in found.members]
    assert [row["alone"] for row in shown.values()] == [m.alone_idr for m in found.members]
    assert "Data contoh" not in words(at)


def test_a_scenario_of_missing_data_is_a_sentence(sample: Path, open_page: Opener) -> None:
    told = tomlkit.parse(EXAMPLE.read_text("utf-8"))
    told["datasets"] = ["d000000000000"]
    at = open_page(PAGE)
    at.file_uploader(key="simulasi_unggah").upload("x.toml", tomlkit.dumps(told).encode(), "application/toml").run()
    assert not at.exception
    assert any("belum dimuat" in e.value for e in at.error)


def test_a_click_on_the_small_map_joins_and_leaves(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet.st, "session_state", {"peserta": ["35.78"]})
    sheet.toggle_member("35.15")
    assert sheet.st.session_state["peserta"] == ["35.78", "35.15"]
    sheet.toggle_member("35.78")
    assert sheet.st.session_state["peserta"] == ["35.15"]


# --------------------------------------------------------------------------- lights


TODAY = date(2026, 11, 24)


@pytest.fixture
def example(sample: Path) -> tuple[Scenario, object]:
    scenario = Scenario.from_toml(EXAMPLE.read_text("utf-8"))
    return scenario, simulate(warehouse(), scenario)


def test_whoever_is_better_off_alone_is_named(example) -> None:  # type: ignore[no-untyped-def]
    scenario, found = example
    light = lights.stable(found)
    assert found.worse_off == scenario.codes
    assert light.verdict == "care"
    assert light.sentence.startswith("Kota Surabaya dan Kab. Sidoarjo lebih baik sendiri.")


def test_merging_without_a_gain_is_blocked_by_its_rule(example) -> None:  # type: ignore[no-untyped-def]
    scenario, found = example
    light = lights.lawful(found, TODAY)
    assert light.verdict == "blocked"
    assert "Perpres 16/2018 Pasal 20 ayat (2) huruf a" in light.points[0]
    # separate orders merge no packages
    other = scenario.model_copy(update={"model": "D", "term_years": 1})
    assert lights.lawful(simulate(warehouse(), other), TODAY).verdict != "blocked"


def test_what_a_model_asks_for_is_told(example) -> None:  # type: ignore[no-untyped-def]
    scenario, _found = example
    lead_buys = lights.lawful(simulate(warehouse(), scenario.model_copy(update={"model": "C"})), TODAY)
    assert any("bantuan keuangan" in point and "PP 12/2019 Pasal 67" in point for point in lead_buys.points)
    everything = scenario.model_copy(update={"families": ()})
    years = lights.lawful(simulate(warehouse(), everything), TODAY)
    assert any("tahun jamak" in point for point in years.points)
    assert any("menurut sifatnya" in point for point in years.points)


TIMES: tuple[tuple[date, dict[str, object], bool | None, str, tuple[str, ...]], ...] = (
    (date(2026, 11, 24), {"term_years": 1}, None, "ok", ("TA 2027", "Dianggap sudah dianggarkan")),
    (date(2026, 11, 24), {"term_years": 3}, None, "care", ("tahun jamak", "KUA-PPAS TA 2028", "14 Agustus 2027")),
    (date(2026, 3, 2), {"term_years": 1, "model": "C"}, None, "care", ("Bantuan keuangan", "14 Agustus 2026")),
    (date(2026, 11, 24), {"term_years": 1}, False, "care", ("APBD berikutnya",)),
    (date(2026, 11, 24), {"term_years": 1, "start": date(2027, 11, 1)}, True, "care", ("1 November 2027",)),
)


def test_the_third_light_reads_the_joint_timeline(example) -> None:  # type: ignore[no-untyped-def]
    first, found = example
    for today, changed, budgeted, verdict, told in TIMES:
        members = tuple(m.model_copy(update={"budgeted": budgeted}) for m in first.members)
        scenario = first.model_copy(update={**changed, "members": members})
        now = replace(found, scenario=scenario)
        light = lights.timely(scenario, now, today)
        contract = next(s for s in plan(now, today).steps if s.step == "contract")
        assert light.verdict == verdict
        for word in (*told, formats.day(contract.start)):
            assert word in light.sentence


def test_every_row_of_the_calendar_is_understood() -> None:
    rows = (settings.REFERENCE / "calendar.csv").read_text("utf-8").strip().splitlines()
    events = budget.calendar(2027)
    assert len(events) == len(rows) - 1
    assert all(event.begin <= event.end for event in events)
    assert {event.begin.year for event in events} == {2026, 2027}


def test_a_scenario_needs_two_members(home: Path) -> None:
    with pytest.raises(InputError):
        Scenario.model_validate({"title": "x", "members": [{"code": "35.78"}]})


def test_the_scenario_survives_a_visit_to_another_page(sample: Path, open_page: Opener) -> None:
    at = _open_example(open_page)
    at.button_group(key="pembagian").set_value("equal").run()
    before = _members(at)
    at.switch_page("pages/decide/savings.py").run()
    at.switch_page(PAGE).run()
    assert not at.exception
    assert at.session_state["pembagian"] == "equal"
    assert "Ilustrasi" in _plain(at)
    assert _members(at) == before


def test_emptying_the_members_asks_for_two(sample: Path, open_page: Opener) -> None:
    at = open_page(PAGE)
    at.multiselect(key="peserta").set_value([]).run()
    assert not at.exception
    assert not at.error
    assert "Pilih paling sedikit dua daerah peserta" in _plain(at)
    at.run()
    assert at.session_state["peserta"] == []


def test_a_moved_slider_is_written_into_the_scenario(sample: Path, open_page: Opener) -> None:
    at = _open_example(open_page)
    before = _members(at)["Kota Surabaya"]["p50"]
    at.select_slider(key="sa_koordinasi").set_value(0.0).run()
    assert not at.exception
    assert _members(at)["Kota Surabaya"]["p50"] > before
    _submit(at)
    kept = Scenario.from_toml(workspace().scenario("surabaya-sidoarjo-obat").toml)
    assert kept.assumptions == {"coordination_fee_share": {"value": 0.0, "low": 0.0, "high": 0.0}}
    found = simulate(warehouse(), kept)
    assert _members(at)["Kota Surabaya"]["p50"] == pytest.approx(found.members[0].saving_idr.p50)


def _detail(at: AppTest, part: str) -> str:
    at.button_group(key="rincian").set_value(part).run()
    assert not at.exception
    assert not at.error
    return _plain(at)


def test_who_with_proposes_sets_and_applies_one_with_a_click(sample: Path, open_page: Opener) -> None:
    from jointproc.agreements import Limits, find_partners

    at = open_page(PAGE, peserta=["35.15", "35.78", "35.25"], komoditas="atk")
    assert "Mitra terbaik" not in _plain(at), "nothing is searched before the part is chosen"
    at.session_state["mitra_jumlah"] = 3
    _detail(at, "mitra")
    frame = next(d.value for d in at.dataframe if "gain50" in d.value.columns)
    found = find_partners(warehouse(), "35.15", families=["atk"], limits=Limits(size=3, suitability=None))
    assert list(frame["gain50"]) == [one.gain_idr.p50 for one in found.sets]
    assert list(frame["p10"]) == [one.saving_idr.p10 for one in found.sets]
    cases = next(d.value for d in at.dataframe if "total" in d.value.columns)
    assert {"35.15", "35.78", "35.25"} <= set(cases.columns)
    at.button(key="mitra_pakai_2").click().run()
    assert set(at.session_state["peserta"]) == set(found.sets[1].codes)
    assert any(b.key and b.key.startswith("mitra_masuk_") for b in at.button)
    assert any(b.key and b.key.startswith("mitra_keluar_") for b in at.button)
    assert not at.exception


def test_details_terms_and_comparison(sample: Path, open_page: Opener) -> None:
    at = _open_example(open_page)
    assert "nilai kini" in _detail(at, "kas")
    assert any("leaver" in d.value.columns for d in at.dataframe)
    assert "Kontrak bersama paling cepat" in _detail(at, "jadwal")
    steps = next(d.value for d in at.dataframe if "slack" in d.value.columns)
    assert len(steps) >= 7
    assert "Terpisah dari hasil bersih" in _detail(at, "insentif")

    before = _plain(at).split("Hasil bersih sekurang-kurangnya")[-1].splitlines()[0]
    assert "Yang dinyatakan setiap peserta" in _detail(at, "syarat")
    at.text_input(key="naik_bertahap").set_value("50; 100")
    at.select_slider(key="dukungan").set_value(20)
    at.select_slider(key="diskonto").set_value(5).run()
    _submit(at)
    kept = Scenario.from_toml(workspace().scenario("surabaya-sidoarjo-obat").toml)
    assert (kept.ramp_up, kept.support_share, kept.discount_rate) == ((0.5, 1.0), 0.2, 0.05)
    # support from the centre is never a saving
    assert _plain(at).split("Hasil bersih sekurang-kurangnya")[-1].splitlines()[0] == before

    at.button(key="simulasi_gandakan").click().run()
    assert not at.exception
    assert sorted(one.title for one in workspace().scenarios()) == [kept.title, f"{kept.title} (salinan)"]
    at.button_group(key="pembagian").set_value("equal").run()
    told = _detail(at, "banding")
    sides = next(d.value for d in at.dataframe if "s2" in d.value.columns and "measure" in d.value.columns)
    assert sides.set_index("measure").loc["Pembagian"].tolist() == ["Sama rata", "Shapley", "Shapley"]
    assert "Di layar, belum disimpan: Pembagian: Shapley → Sama rata." in told


def test_suppliers_are_a_term_among_the_details(sample: Path, open_page: Opener) -> None:
    at = _open_example(open_page)
    before = _members(at)["Kota Surabaya"]["p50"]
    assert "Tidak satu pun dari" in _detail(at, "syarat")
    at.select_slider(key="penyedia_min").set_value(2).run()
    assert not at.exception
    assert at.query_params["penyedia_min"] in ("2", ["2"])
    at.toggle(key="kemampuan").set_value(True)
    at.select_slider(key="sa_kemampuan").set_value(0.5).run()
    assert not at.exception
    assert "melebihi kemampuan satu penyedia" in _plain(at)
    assert any("seen" in d.value.columns for d in at.dataframe)
    _submit(at)
    kept = Scenario.from_toml(workspace().scenario("surabaya-sidoarjo-obat").toml)
    assert (kept.suppliers_min_n, kept.supplier_capacity) == (2, True)
    found = simulate(warehouse(), kept)
    assert found.members[0].saving_idr.p50 < before
    assert "paling sedikit 2 penyedia" in _detail(at, "peserta")
    assert _members(at)["Kota Surabaya"]["p50"] == pytest.approx(found.members[0].saving_idr.p50)


def test_what_members_state_is_read_from_the_table() -> None:
    members = [ScenarioMember(code="35.78"), ScenarioMember(code="35.15", share=0.5, planned=True)]
    found = terms.edited(members, {0: {"budgeted": "ya", "share": 80}, 1: {"planned": "belum dinyatakan"}})
    assert found["35.78"] == ScenarioMember(code="35.78", share=0.8, budgeted=True)
    assert found["35.15"] == ScenarioMember(code="35.15", share=0.5)
    assert terms.member_frame(members)["planned"].tolist() == ["belum dinyatakan", "ya"]


@pytest.mark.parametrize(
    ("written", "shares"),
    [
        ("", ()),
        ("50; 75; 100", (0.5, 0.75, 1.0)),
        ("50% 62,5%", (0.5, 0.625)),
        ("120", None),
        ("separuh", None),
    ],
)
def test_a_ramp_up_is_read_or_refused(written: str, shares: tuple[float, ...] | None) -> None:
    assert terms.ramp_of(written) == shares
    if shares is not None:
        assert terms.ramp_of(terms.ramp_text(shares)) == shares
