"""Lines for the tests of the matcher: textbook ones, and any text at all."""

from __future__ import annotations

from hypothesis import strategies as st

# empty, only numbers, only a code, other scripts, mojibake, right to left, emoji, control signs, zero divisors, endless
ODD = (
    "", "   ", "\x00", "0", "12345", "1.000.000", "1/0 kg", "0 x 0 cm", "1/0 x 2/0 cm", "HP-85A", "#", "½ inch", "①②",
    "٣ كيلو أرز", "१२ kg", "打印纸 A4", "Бумага", "\u202eABC 12 kg", "קרטון 5", "🎉" * 50, "Ã¢â‚¬Å“Kertas Â½", "\ud800",
    "1e309 kg", "inf kg", "nan", "no. 1", "2" * 400 + " kg", "9" * 10_000, "a" * 10_000, "isi " * 2_500,
    "1 x " * 2_500, "(" * 10_000, "a-1-" * 2_500, "Kertas HVS 70 gsm A4 " * 500,
)  # fmt: skip
UNITS = ("", "buah", "Rim", "kg", "dus/0", "isi 0", "1/0", "\x00", "9" * 500, "١", "Botol", "per 100 lembar")
WORDS = (
    "kertas hvs", "bolpen", "lakban", "laptop", "beras", "gula pasir", "cat tembok", "amplop putih", "serok", "A4",
    "70 gsm", "5 kg", "1 liter", "500 ml", "40 x 60 cm", "i5", "8 GB", "hitam", "plastik", "No. 10", "isi 12", "merk X",
    "telur ayam", "tinta printer", "HP 85A", "untuk", "12 watt", "besar",
)  # fmt: skip

# a line of words of the trade, or anything
texts = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join), st.sampled_from(ODD), st.text(max_size=60)
)
lines = st.tuples(texts, texts, st.one_of(st.sampled_from(UNITS), st.text(max_size=8)))
