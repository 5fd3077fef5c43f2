"""Sentences and numbers in both languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointproc.text import (
    Count,
    Day,
    Idr,
    Message,
    Number,
    Share,
    format_date,
    format_idr,
    format_number,
    format_share,
    msg,
)


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        (0, "Rp0", "Rp0"),
        (1_234, "Rp1.234", "Rp1,234"),
        (999_499, "Rp999.499", "Rp999,499"),
        (1_500_000, "Rp1,5 juta", "Rp1.5 million"),
        (999_600_000, "Rp1 miliar", "Rp1 billion"),
        (12_800_000_000, "Rp12,8 miliar", "Rp12.8 billion"),
        (723_800_000_000, "Rp724 miliar", "Rp724 billion"),
        (2_286_000_000_000, "Rp2,29 triliun", "Rp2.29 trillion"),
        (-18_958_000, "−Rp19 juta", "−Rp19 million"),
    ],
)
def test_rupiah_is_written_as_officials_do(value: int, indonesian: str, english: str) -> None:
    assert format_idr(value, "id") == indonesian
    assert format_idr(value, "en") == english


def test_full_rupiah_keeps_every_digit() -> None:
    assert format_idr(Decimal("723812345678"), "id", compact=False) == "Rp723.812.345.678"


@given(st.integers(min_value=1, max_value=10**16))
def test_compact_rupiah_never_counts_a_thousand_of_the_smaller_word(value: int) -> None:
    number = format_idr(value, "id").removeprefix("Rp").split(" ")[0]
    if " " in format_idr(value, "id") and "triliun" not in format_idr(value, "id"):
        assert float(number.replace(".", "").replace(",", ".")) < 1000


def test_shares_and_dates() -> None:
    assert format_share(0.0132, "id") == "1,3%"
    assert format_share(-0.05, "en") == "−5%"
    assert format_date(date(2026, 11, 24), "id") == "24 November 2026"
    assert format_date(date(2026, 8, 1), "id") == "1 Agustus 2026"


def test_a_sentence_carries_its_numbers_into_either_language() -> None:
    sentence = msg("{n} barang, {idr}, {share}", n=Count(1140), idr=Idr(253_100_000_000), share=Share(0.013))
    assert str(sentence) == "1.140 barang, Rp253 miliar, 1,3%"
    assert sentence.render("en").startswith("1,140")


def test_a_stored_sentence_is_said_again_in_either_language() -> None:
    told = msg(
        "{a} {b} {c} {d} {e} {f} {g}",
        a=Idr(Decimal("1500000")),
        b=Share(0.034),
        c=Count(1234),
        d=Number(1.5),
        e=Day(date(2026, 11, 24)),
        f="kata",
        g=msg("di dalam {n}", n=Count(2500)),
    )
    again = Message.unpacked(told.template, told.packed_params())
    assert again.render("id") == told.render("id")
    assert again.render("en") == told.render("en")
    assert "1,234" in again.render("en")


def test_a_negative_number_has_a_true_minus() -> None:
    assert format_number(-1234.5, "id") == "−1.234,5"
