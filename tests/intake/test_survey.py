"""Our guess of what the columns of an unknown table mean."""

from __future__ import annotations

from jointproc.intake import Recipe, fingerprint, read_bytes, sheets
from jointproc.intake.survey import MAPPABLE, survey

TABLE = (
    "Rekap belanja obat 2025;;;;;;;\n;;;;;;;\n"
    "No;OPD;Nama Obat;Merk;Jml;Sat;Hrg Sat (Rp);Jml Harga;HP Rekanan;Lokasi\n"
    + "".join(
        f"{i};Dinkes;Amoksisilin 500 mg;Generik;{i * 10};tablet;1.500;{i * 15}.000;081234567{i:03d};Kota Surabaya\n"
        for i in range(1, 40)
    )
).encode()


def test_every_column_has_samples_a_guess_and_a_reason() -> None:
    found = survey(sheets(TABLE, "obat.csv")[0])
    assert found.header_line == 3
    guesses = {c.header: c.guess for c in found.columns if c.header}
    assert guesses == {
        "No": "source_ref",
        "OPD": "buyer",
        "Nama Obat": "text",
        "Merk": "spec",
        "Jml": "quantity",
        "Sat": "unit",
        "Hrg Sat (Rp)": "unit_price",
        "Jml Harga": "amount",
        "HP Rekanan": None,
        "Lokasi": "region",
    }
    assert all(str(c.why) for c in found.columns)
    assert all(len(c.samples) <= 5 for c in found.columns)
    assert set(guesses.values()) - {None} <= set(MAPPABLE)


def test_personal_data_is_named_and_never_shown() -> None:
    column = next(c for c in survey(sheets(TABLE, "obat.csv")[0]).columns if c.header == "HP Rekanan")
    assert column.personal == "phone"
    assert not any("0812" in sample for sample in column.samples)


def test_one_meaning_goes_to_one_column() -> None:
    content = b"Harga;Harga Satuan;Nama Barang\n1.500;1.500;Kertas\n"
    guesses = [c.guess for c in survey(sheets(content, "x.csv")[0]).columns]
    assert len({g for g in guesses if g}) == len([g for g in guesses if g])


def test_a_recipe_reads_the_file_and_survives_its_text_form() -> None:
    found = survey(sheets(TABLE, "obat.csv")[0])
    recipe = Recipe(
        "Obat",
        fingerprint(c.header for c in found.columns),
        {c.guess: (c.header,) for c in found.columns if c.guess},
        year=2025,
        conventions={"unit_price": "id", "amount": "id"},
    )
    assert Recipe.from_json(recipe.to_json()) == recipe
    reading = read_bytes(TABLE, "obat.csv", recipe=recipe)
    assert (reading.rows_accepted, reading.amount_idr) == (39, sum(i * 15_000 for i in range(1, 40)))
    assert reading.preset == f"recipe:{recipe.fingerprint}"
    assert "HP Rekanan" in reading.dropped_columns


def test_a_fingerprint_does_not_mind_order_or_spelling() -> None:
    assert fingerprint(["Nama Barang", "Total (Rp)"]) == fingerprint(["TOTAL", "nama_barang"])
    assert fingerprint(["Nama Barang"]) != fingerprint(["Nama Barang", "Total"])
