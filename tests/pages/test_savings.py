"""Penghematan with sample, uploaded, real and no data: plain words, no number without evidence."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from jointproc import savings
from jointproc.regions import DEFAULT_WITHIN_KM
from jointproc.savings import Band
from jointproc.ui import page_savings as parts
from jointproc.ui import page_savings_assumptions as given
from jointproc.ui.formats import MoneyUnit
from jointproc.ui.palette import LIGHT
from jointproc.warehouse import warehouse
from tests.pages.conftest import Opener, words

PAGE = "pages/decide/savings.py"


def _drawer(at: AppTest, key: str) -> AppTest:
    """Open what is worked out only when somebody looks."""
    at.session_state[key] = True
    return at.run()


def _opportunity(at: AppTest) -> str:
    value = at.session_state["peluang"]
    assert isinstance(value, str)
    return value


def test_without_data_the_page_says_what_to_do(empty: Path, open_page: Opener) -> None:
    at = open_page(PAGE)
    assert not at.exception
    assert "Belum ada belanja untuk dihitung" in words(at)
    assert not at.dataframe


def test_the_list_is_ranked_by_what_is_saved_at_least(sample: Path, open_page: Opener) -> None:
    at = open_page(PAGE)
    assert not at.exception
    assert not at.error
    frame = at.dataframe[0].value
    low = frame["p10"].dropna()
    assert low.is_monotonic_decreasing
    assert low.iloc[0] > 0
    best = savings.opportunities(warehouse(), within_km=DEFAULT_WITHIN_KM)[0]
    assert _opportunity(at) == best.opportunity_id
    assert frame["p10"].iloc[0] == pytest.approx(best.saving_idr.p10)


def test_the_sample_shows_every_regime_and_claims_what_each_can_bear(sample: Path) -> None:
    found = savings.opportunities(warehouse(), within_km=DEFAULT_WITHIN_KM)
    claimed: dict[str, float] = {}
    for one in found:
        claimed[one.regime] = max(claimed.get(one.regime, 0.0), one.saving_share.p10)
    assert set(claimed) == {"listed", "framework", "spot", "services", "unknown"}
    assert claimed["services"] == claimed["unknown"] == claimed["framework"] == 0.0
    assert 0.02 < claimed["spot"] <= 0.15


def test_the_waterfall_adds_up_to_the_net_saving(sample: Path) -> None:
    for one in savings.opportunities(warehouse())[:60]:
        if one.headline:
            *drawn, net = parts.steps(one)
            assert net.kind == "total"
            assert net.value == pytest.approx(one.saving_idr.p50, abs=10)
            assert sum(step.value for step in drawn) == pytest.approx(net.value, abs=10)


def test_not_enough_evidence_shows_no_number(sample: Path, open_page: Opener) -> None:
    at = open_page(PAGE, bukti="D")
    assert not at.exception
    told = words(at)
    assert any("Belum cukup bukti" in info.value for info in at.info)
    assert "Sekurang-kurangnya **Rp" not in told
    assert at.dataframe[0].value["p10"].isna().all()
    assert "Dari belanja kini" not in told, "no waterfall without evidence"


def test_a_link_opens_the_same_opportunity(sample: Path, open_page: Opener) -> None:
    third = savings.opportunities(warehouse(), region="35.78", within_km=DEFAULT_WITHIN_KM)[2]
    at = open_page(PAGE, daerah="35.78", peluang=third.opportunity_id)
    assert at.title[0].value == "Penghematan: Kota Surabaya"
    assert _opportunity(at) == third.opportunity_id
    assert any(sub.value == third.good for sub in at.subheader)


def test_families_are_listed_too(sample: Path, open_page: Opener) -> None:
    at = open_page(PAGE, tampilan="kelompok")
    assert not at.exception
    best = savings.family_opportunities(warehouse(), within_km=DEFAULT_WITHIN_KM)[0]
    assert at.dataframe[0].value["p10"].iloc[0] == pytest.approx(best.saving_idr.p10)
    assert at.dataframe[0].value["offer"].iloc[0].startswith(f"{best.good} · "), "and whose it is"


def test_a_changed_assumption_changes_the_figures(sample: Path, open_page: Opener) -> None:
    at = open_page(PAGE)
    before = at.dataframe[0].value["p50"].sum()
    at.select_slider(key="a_koordinasi").set_value(10.0).run()
    assert not at.exception
    assert at.dataframe[0].value["p50"].sum() < before
    assert at.query_params["a_koordinasi"] in ("10.0", ["10.0"])
    at.button(key="penghematan_acuan").click().run()
    assert at.dataframe[0].value["p50"].sum() == pytest.approx(before)


def test_sliders_start_at_the_reference(home: Path) -> None:
    reference = savings.assumptions()
    for name, one in given.ADJUSTABLE.items():
        assert given.shown(name, reference.value(name)) * one.scale == pytest.approx(reference.value(name))
        changed = reference.override({name: given.change(name, one.high * one.scale)})[name]
        assert changed.low <= changed.value <= changed.high


def test_handing_over_to_the_simulation(sample: Path, open_page: Opener) -> None:
    at = open_page(PAGE)
    best = savings.opportunities(warehouse(), within_km=DEFAULT_WITHIN_KM)[0]
    at.button(key="penghematan_simulasi").click().run()
    assert not at.exception
    assert at.title[0].value.startswith("Simulasi")
    assert at.session_state["peserta"] == [m.code for m in best.members]
    assert at.session_state["barang_bersama"] == [best.good_id]


def test_source_lines_name_file_and_line(uploaded: Path, open_page: Opener) -> None:
    at = _drawer(open_page(PAGE, peluang=""), "penghematan_baris")
    assert not at.exception
    lines = next(frame.value for frame in at.dataframe if {"source", "text"} <= set(frame.value.columns))
    assert set(lines["source"]) <= {f"belanja.csv, baris {n}" for n in range(2, 7)}
    assert len(lines) >= 2
    assert "Data contoh" not in words(at)


def test_the_real_file_speaks_plainly(kalbar_home: Path, monkeypatch: pytest.MonkeyPatch, open_page: Opener) -> None:
    monkeypatch.setenv("JOINTPROC_HOME", str(kalbar_home))
    warehouse(kalbar_home).is_new = False
    at = open_page(PAGE)
    assert not at.exception
    told = words(at).replace("\\", "")
    assert "penghematan dari volume adalah nol" in told
    assert "(1,3%); ini batas atas, bukan penghematan, dan tidak perlu bergabung" in told
    assert "Ongkos kirim Rp24,9 miliar (3,4% dari belanja)" in told
    assert "tanpa perlu bergabung" in told
    assert at.dataframe[0].value["p10"].dropna().eq(0).all()


def test_english_has_english_numbers(sample: Path, open_page: Opener) -> None:
    at = open_page(PAGE, lang="en")
    assert not at.exception
    assert not at.error


def test_the_bar_of_a_row_is_drawn_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "palette", lambda: LIGHT)
    picture = parts.bar_picture(Band(25.0, 50.0, 100.0), 100.0)
    assert picture.startswith("data:image/svg+xml")
    assert "15.0" in picture
    assert "30.0" in picture
    # a loss has no length, and nothing divides by zero
    assert "width%3D%220.0%22" in parts.bar_picture(Band(-5.0, -1.0, 0.0), 0.0)
    st.cache_data.clear()


def test_a_table_has_no_minus_zero() -> None:
    assert MoneyUnit(1e6, "Rp juta", 1).show(-20_000.0) == "0,0"
    assert MoneyUnit(1e6, "Rp juta", 1).show(-60_000.0) == "−0,1"


def test_the_region_follows_from_the_map(sample: Path, open_page: Opener) -> None:
    at = open_page("pages/explore/map.py", daerah="35.78")
    at.switch_page(PAGE).run()
    assert at.title[0].value == "Penghematan: Kota Surabaya"
    assert at.query_params["daerah"] in ("35.78", ["35.78"])
    at.button(key="penghematan_peta").click().run()
    assert at.title[0].value.startswith("Peta: ")


def _frame(at: AppTest, *columns: str):
    return next((f.value for f in at.dataframe if set(columns) <= set(f.value.columns)), None)


def test_a_figure_is_followed_to_lines_and_sql(sample: Path, open_page: Opener) -> None:
    at = open_page(PAGE)
    best = savings.opportunities(warehouse(), within_km=DEFAULT_WITHIN_KM)[0]
    assert not at.code, "worked out only when it is opened"
    _drawer(at, "penghematan_langkah")
    assert _frame(at, "gap_idr", "best_idr", "source") is not None
    (code,) = [c.value for c in at.code]
    assert best.good_id in code
    assert "$" not in code
    rows = warehouse()._connection.cursor().execute(code).df()
    kept = rows[rows["region_code"].isin([m.code for m in best.members])]
    assert float(kept["amount_idr"].sum()) == pytest.approx(best.amount_idr)


def test_the_basket_names_file_and_line_of_every_price(uploaded: Path, open_page: Opener) -> None:
    at = _drawer(open_page(PAGE), "penghematan_keranjang")
    assert not at.exception
    prices = _frame(at, "aligned_idr", "source") if _frame(at, "aligned_idr", "source") is not None else None
    assert prices is not None
    assert all("belanja.csv, baris" in source for source in prices["source"])
    assert "Harga terendah hanya keterangan" in words(at).replace("\\", "")


def test_a_person_s_word_on_the_market_needs_a_reason(sample: Path, open_page: Opener) -> None:
    at = _drawer(open_page(PAGE), "penghematan_pasar")
    good_id = savings.opportunities(warehouse(), within_km=DEFAULT_WITHIN_KM)[0].good_id
    button = next(b for b in at.button if b.label == "Tetapkan pasar")
    button.click().run()
    assert any("alasannya" in e.value for e in at.error)
    next(t for t in at.text_input if t.label == "Alasan (wajib)").set_value("Kontrak payung provinsi")
    next(t for t in at.text_input if t.label == "Nama Anda").set_value("Ani")
    next(s for s in at.selectbox if s.label == "Pasar").set_value("framework")
    next(b for b in at.button if b.label == "Tetapkan pasar").click().run()
    assert not at.exception
    decided = next(o for o in savings.opportunities(warehouse(), within_km=DEFAULT_WITHIN_KM) if o.good_id == good_id)
    assert decided.regime == "framework"


def test_the_list_may_be_ranked_by_readiness(sample: Path, open_page: Opener) -> None:
    at = open_page(PAGE, urutan="readiness")
    assert not at.exception
    first = next(
        o
        for o in savings.opportunities(warehouse(), within_km=DEFAULT_WITHIN_KM)
        if o.opportunity_id == _opportunity(at)
    )
    assert first.readiness is not None
    others = [o.readiness.score for o in savings.opportunities(warehouse(), within_km=DEFAULT_WITHIN_KM) if o.readiness]
    assert round(100 * first.readiness.score) >= round(100 * max(others)) - 1 or first.evidence != "D"


def test_the_backtest_runs_on_the_loaded_data(sample: Path, open_page: Opener) -> None:
    at = open_page(PAGE)
    at.button(key="uji_data").click().run(timeout=120)
    assert not at.exception
    assert not at.error
    assert "Data yang dimuat" in words(at)
    table = _frame(at, "claimed", "error")
    assert table is not None
    assert table["name"].iloc[0] == "Model ini"


def test_a_backtest_of_too_little_says_why(uploaded: Path, open_page: Opener) -> None:
    at = open_page(PAGE)
    at.button(key="uji_data").click().run(timeout=120)
    assert not at.exception
    assert _frame(at, "claimed", "error") is None


def _tested(at: AppTest, content: bytes) -> AppTest:
    at.file_uploader(key="uji_berkas").upload("milik saya.csv", content, "text/csv").run(timeout=120)
    return at.button(key="uji_unggahan").click().run(timeout=120)


def test_a_backtest_of_an_own_file_good_poor_or_wrong(uploaded: Path, open_page: Opener) -> None:
    rows = [
        f"{item},B{i % 7},2025,{10 + 40 * i},{1000 - 5 * i + (37 * i * item) % 50}"
        for item in range(4)
        for i in range(24)
    ]
    at = _tested(open_page(PAGE), "\n".join(["item,buyer,period,quantity,unit_price", *rows]).encode())
    assert not at.exception
    assert "milik saya.csv" in words(at)
    assert _frame(at, "claimed", "error") is not None

    at = _tested(at, b"item,buyer,period,quantity,unit_price\na,B,2025,1,100\n")
    assert not at.exception
    assert "Hanya ada satu pembeli" in words(at)
    assert _frame(at, "claimed", "error") is None

    at = _tested(at, b"nama;harga\nx;1\n")
    assert not at.exception
    assert "tidak memuat kolom" in at.error[0].value


def test_budgets_are_a_list_of_their_own_with_ranges_and_no_headline(sample: Path, open_page: Opener) -> None:
    at = open_page(PAGE)
    assert _frame(at, "below", "share") is not None, "the figure beside each baseline"
    at.button(key="penghematan_anggaran").click().run()
    assert not at.exception
    told = words(at)
    assert "kisaran dari pagu saja, tanpa angka utama" in told
    assert "Sekurang-kurangnya **Rp" not in told
    listed = at.dataframe[0].value
    assert set(listed["evidence"]) <= {"C", "D"}
    assert not {"p10", "p50", "bar"} & set(listed.columns)
    assert listed["range"].notna().any()
    assert at.query_params["tampilan"] in ("anggaran", ["anggaran"])
