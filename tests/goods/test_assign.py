"""Which purchases are the same good."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointproc.goods import OTHER, assign, classify, families, family, normal_form
from tests.factory import purchases


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Paracetamol 500mg TABLET", "paracetamol  500 mg tablet"),
        ("NaCl 0,9% 500 mL", "NACL 0.9 % 500ml"),
        ("Kertas HVS A4 (70 gsm)", "kertas hvs a4 70gsm"),
        ("Vitamin C 1.000 mg", "vitamin c 1000 mg"),
        ("Bolpoin—Biru", "bolpoin biru"),
    ],
)
def test_spellings_that_mean_the_same_are_equal(left: str, right: str) -> None:
    assert normal_form(left) == normal_form(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("amoksisilin 500 mg", "amoksisilin 250 mg"),
        ("digoksin 0.125 mg", "digoksin 0.25 mg"),
        ("kertas A4", "kertas F4"),
    ],
)
def test_what_differs_stays_different(left: str, right: str) -> None:
    assert normal_form(left) != normal_form(right)


@given(st.text(max_size=80))
def test_the_normal_form_is_stable(text: str) -> None:
    once = normal_form(text)
    assert normal_form(once) == once
    assert once == once.strip().lower()


def test_same_words_spec_and_unit_are_one_good_and_ids_do_not_depend_on_the_dataset() -> None:
    first = assign(
        purchases({"text": "Parasetamol"}, {"text": "PARASETAMOL "}, {"text": "Parasetamol", "spec": "250 mg"})
    )
    second = assign(purchases({"text": "Kertas"}, {"text": "parasetamol"}))
    ids = first.links["good_id"].tolist()
    assert ids[0] == ids[1] != ids[2]
    assert second.links["good_id"].tolist()[1] == ids[0]
    assert len(first.goods) == 2


def test_a_product_code_decides_before_the_words() -> None:
    found = assign(
        purchases(
            {"product_code": "ekatalog:1", "text": "A"},
            {"product_code": "ekatalog:1", "text": "B"},
            {"product_code": "ekatalog:2", "text": "A"},
        )
    )
    ids = found.links["good_id"].tolist()
    assert ids[0] == ids[1] != ids[2]
    assert set(found.links["how"]) == {"code"}


def test_prices_per_package_or_lump_sum_are_not_comparable() -> None:
    found = assign(
        purchases(
            {"unit": "Paket", "base_unit": None, "text": "Obat"},
            {"unit": "Ls", "base_unit": None, "text": "Obat"},
            {"unit": "tablet", "text": "Obat"},
        )
    )
    assert found.goods["comparable"].tolist() == [False, False, True]


@pytest.mark.parametrize(
    ("catalogue", "text", "account", "expected"),
    [
        ("Obat Tahun 2020", "", "", "obat"),
        ("Alat Tulis Kantor Kabupaten Sanggau", "", "", "atk"),
        ("", "Parasetamol tablet 500 mg", "", "obat"),
        ("", "Kertas HVS A4 70 gsm", "", "atk"),
        ("", "Laptop Core i5 RAM 8 GB", "", "laptop"),
        ("", "Belanja makanan dan minuman rapat", "", "mamin"),
        ("", "Semen portland 40 kg", "", "semen"),
        ("", "", "5.1.02.01.01.0037", "obat"),
        ("", "qwertz", "", OTHER),
    ],
)
def test_families_come_from_catalogue_text_or_account(catalogue: str, text: str, account: str, expected: str) -> None:
    row = {"catalogue": catalogue, "text": text, "spec": "", "account_code": account}
    assert classify(purchases(row))["family"].tolist() == [expected]


def test_every_family_has_a_suitability_and_a_reason() -> None:
    assert OTHER in families()
    for found in families().values():
        assert 0 <= found.suitability <= 5
        assert found.label
        assert found.label_en
    assert family("no such family").key == OTHER
