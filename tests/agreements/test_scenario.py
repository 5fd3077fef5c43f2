"""A scenario file reads back as it was, and every mistake in it gets one sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointproc.agreements import Scenario
from jointproc.errors import InputError

PLAIN = """
title = "Obat Surabaya–Sidoarjo"
lead = "35.78"
families = ["obat"]
fiscal_years = [2025]
split = "shapley"

[assumptions]
volume_cap = 3
award_failure = { value = 0.2, low = 0.1, high = 0.4 }

[[members]]
code = "35.78"

[[members]]
code = "35.15"
share = 0.5
"""


def test_reads_back_as_it_was():
    first = Scenario.from_toml(PLAIN)
    again = Scenario.from_toml(first.to_toml())
    assert again == first
    assert again.to_toml() == first.to_toml()
    assert again.scenario_id == first.scenario_id == Scenario.from_toml(PLAIN).scenario_id
    assert [m.share for m in again.members] == [1.0, 0.5]


def test_a_later_version_keeps_its_name():
    first = Scenario.from_toml(PLAIN)
    later = first.model_copy(update={"version": 2, "title": "Obat, tahap dua"})
    assert Scenario.from_toml(later.to_toml()).scenario_id == first.scenario_id


@given(
    title=st.text(min_size=1, max_size=40).filter(lambda t: t.isprintable()),
    note=st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=80),
    share=st.floats(0.01, 1),
    years=st.lists(st.integers(2015, 2030), max_size=3),
    within=st.floats(0, 1000),
)
def test_whatever_it_holds_reads_back(title: str, note: str, share: float, years: list[int], within: float):
    scenario = Scenario.model_validate(
        {
            "title": title,
            "note": note,
            "fiscal_years": years,
            "within_km": within,
            "members": [{"code": "35.78", "share": share}, {"code": "35.15"}],
        }
    )
    assert Scenario.from_toml(scenario.to_toml()) == scenario


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (("title =", "title"), "TOML"),
        (('lead = "35.78"', 'lead = "99.99"'), "penyelenggara"),
        (('code = "35.15"', 'code = "99.99"'), "kode daerah"),
        (('code = "35.15"', 'code = "35.78"'), "dua kali"),
        (('split = "shapley"', 'split = "lotre"'), "salah satu"),
        (('split = "shapley"', "spilt = 1"), "tidak dikenal"),
        (("share = 0.5", "share = 1.5"), "terlalu besar"),
        (("share = 0.5", "share = 0"), "terlalu kecil"),
        (('title = "Obat Surabaya–Sidoarjo"', f'title = "{"x" * 201}"'), "terlalu panjang"),
        (("share = 0.5", 'share = "x"'), "tidak dapat dibaca"),
        (('title = "Obat Surabaya–Sidoarjo"', ""), "belum diisi"),
        (('[[members]]\ncode = "35.15"\nshare = 0.5', ""), "dua daerah"),
        (('lead = "35.78"', "schema = 99"), "lebih baru"),
        (('lead = "35.78"', "term_years = 0"), "terlalu kecil"),
        (('lead = "35.78"', "term_years = 50"), "terlalu besar"),
    ],
)
def test_a_mistake_is_one_sentence(change: tuple[str, str], word: str):
    assert change[0] in PLAIN
    with pytest.raises(InputError) as raised:
        Scenario.from_toml(PLAIN.replace(*change))
    assert word in str(raised.value)
    assert "\n" not in str(raised.value).strip()


def test_a_file_that_is_no_text_is_one_sentence_and_a_byte_order_mark_does_no_harm():
    with pytest.raises(InputError, match="bukan teks UTF-8"):
        Scenario.from_bytes(bytes(range(256)))
    text = 'title = "Obat"\n[[members]]\ncode = "35.78"\n[[members]]\ncode = "35.15"\n'
    assert Scenario.from_bytes(b"\xef\xbb\xbf" + text.encode()) == Scenario.from_toml(text)
