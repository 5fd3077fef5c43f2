"""Numbers in words: every thousand read back, the spellings that differ, and what stands beside them in legal text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointproc.errors import InputError
from jointproc.papers.terbilang import LARGEST, counted, day_in_words, per_cent, rupiah, rupiah_in_words, terbilang

ONES = dict(
    zip("nol satu dua tiga empat lima enam tujuh delapan sembilan".split(), range(10), strict=True)  # noqa: SIM905
)
SCALES = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12, "kuadriliun": 10**15}


def read(words: str) -> int:
    """An independent reader of Indonesian numbers."""
    total = part = last = 0
    for word in words.split():
        if word in ONES:
            last = ONES[word]
        elif word == "sepuluh":
            part, last = part + 10, 0
        elif word == "sebelas":
            part, last = part + 11, 0
        elif word == "belas":
            part, last = part + 10 + last, 0
        elif word == "puluh":
            part, last = part + 10 * last, 0
        elif word == "seratus":
            part, last = part + 100, 0
        elif word == "ratus":
            part, last = part + 100 * last, 0
        elif word == "seribu":
            total += 1000
        else:
            total += (part + last) * SCALES[word]
            part = last = 0
    return total + part + last


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "nol"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (19, "sembilan belas"),
        (20, "dua puluh"),
        (21, "dua puluh satu"),
        (100, "seratus"),
        (101, "seratus satu"),
        (111, "seratus sebelas"),
        (200, "dua ratus"),
        (999, "sembilan ratus sembilan puluh sembilan"),
        (1000, "seribu"),
        (1001, "seribu satu"),
        (1100, "seribu seratus"),
        (2000, "dua ribu"),
        (11000, "sebelas ribu"),
        (100000, "seratus ribu"),
        (101000, "seratus satu ribu"),
        (1000000, "satu juta"),
        (1001000, "satu juta seribu"),
        (1000000000, "satu miliar"),
        (15000000000, "lima belas miliar"),
        (1000000000000, "satu triliun"),
        (2026, "dua ribu dua puluh enam"),
        (-5, "minus lima"),
    ],
)
def test_known_words(value: int, words: str) -> None:
    assert terbilang(value) == words


def test_every_number_to_twenty_thousand_reads_back() -> None:
    for value in range(20_001):
        assert read(terbilang(value)) == value


@given(st.integers(0, LARGEST))
def test_any_number_reads_back(value: int) -> None:
    words = terbilang(value)
    assert read(words) == value
    assert "  " not in words
    assert "satu ratus" not in words
    assert "satu puluh" not in words
    assert "milyar" not in words


def test_all_words_differ() -> None:
    assert len({terbilang(v) for v in range(100_000)}) == 100_000


def test_beyond_the_words_is_a_sentence() -> None:
    with pytest.raises(InputError, match="terlalu besar"):
        terbilang(LARGEST + 1)


def test_money_counts_shares_and_days() -> None:
    assert rupiah(1234567890) == "Rp1.234.567.890,00"
    assert rupiah(Decimal("-0.5")) == "−Rp0,50"
    assert rupiah_in_words(15_000_000_000) == "Rp15.000.000.000,00 (lima belas miliar rupiah)"
    assert rupiah_in_words(Decimal("1000.25")) == "Rp1.000,25 (seribu rupiah dua puluh lima sen)"
    assert rupiah_in_words(-2000) == "−Rp2.000,00 (minus dua ribu rupiah)"
    assert counted(5) == "5 (lima)"
    assert per_cent(0.4) == "40% (empat puluh persen)"
    assert per_cent(0.125) == "12,5% (dua belas koma lima persen)"
    assert per_cent(0.10) == "10% (sepuluh persen)"
    assert per_cent(-0.003) == "−0,3% (minus nol koma tiga persen)"
    assert (
        day_in_words(date(2026, 11, 24))
        == "Selasa, tanggal dua puluh empat, bulan November, tahun dua ribu dua puluh enam (24-11-2026)"
    )
