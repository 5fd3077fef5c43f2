"""Colours that can be read, figures that the browser can't change, and text cells that start no formula."""

from __future__ import annotations

import tomllib

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from jointproc import settings
from jointproc.savings import Band
from jointproc.ui import cards, charts, formats, shell
from jointproc.ui.palette import DARK, LIGHT, Palette, rgb


def _luminance(colour: str) -> float:
    parts = [c / 255 for c in rgb(colour)[:3]]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, two: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["text", "muted", "chosen", "neighbour", "attention", "blocked", "cost"])
@pytest.mark.parametrize("ground", ["background", "surface"])
def test_words_can_be_read(colours: Palette, name: str, ground: str) -> None:
    assert _contrast(getattr(colours, name), getattr(colours, ground)) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_points_stand_out_from_land_and_water(colours: Palette) -> None:
    for name in ("chosen", "neighbour", "other"):
        assert _contrast(getattr(colours, name), colours.land) >= 2.9
        assert _contrast(getattr(colours, name), colours.background) >= 3


def test_the_theme_and_the_palette_agree() -> None:
    theme = tomllib.loads((settings.PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    for colours, mode in ((LIGHT, theme["light"]), (DARK, theme["dark"])):
        assert mode["backgroundColor"] == colours.background
        assert mode["secondaryBackgroundColor"] == colours.surface
        assert mode["textColor"] == colours.text
        assert _contrast(mode["primaryColor"], "#FFFFFF") >= 4.5  # words on a primary button are white


def test_the_server_tells_nobody_and_shows_no_traceback() -> None:
    config = tomllib.loads((settings.PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["browser"]["gatherUsageStats"] is False
    assert config["client"]["showErrorDetails"] == "none"
    assert config["server"]["enableXsrfProtection"] is True
    assert config["server"]["maxUploadSize"] == 200
    assert "http" not in config["theme"]["font"]


def test_a_column_keeps_its_numbers_and_shows_our_text() -> None:
    frame = pd.DataFrame({"a": [1_234_500_000.0, 20_000_000_000.0], "s": [0.034, None], "n": ["x", "y"]})
    shown, config = formats.styled(
        frame,
        {
            "n": formats.Column("Nama"),
            "a": formats.Column("Belanja", "idr"),
            "s": formats.Column("Bagian", "share"),
        },
    )
    assert config["a"]["label"] == "Belanja (Rp miliar)"
    assert config["s"]["label"] == "Bagian (%)"
    assert list(shown.data["a"]) == [1_234_500_000.0, 20_000_000_000.0]
    cells = shown._translate(False, False)["body"]
    assert [[cell["display_value"] for cell in row if cell["type"] == "td"] for row in cells] == [
        ["x", "1,23", "3,4"],
        ["y", "20,00", "–"],
    ]


def test_axis_texts_are_made_here() -> None:
    ticks, texts, unit = charts.axis_ticks(0, 2_600_000_000)
    assert unit == "Rp miliar"
    assert texts[0] == "0"
    assert all("." not in text for text in texts)
    assert ticks[-1] >= 2_600_000_000


def test_certainty_has_one_look() -> None:
    figure = charts.interval_bars([charts.Interval("Obat", Band(1e9, 2e9, 3e9), "A")])
    solid, lighter, hatched = figure.data
    assert (solid.x[0], lighter.x[0], hatched.x[0]) == (1e9, 1e9, 1e9)
    assert solid.marker.pattern.shape is None
    assert lighter.marker.pattern.shape is None
    assert hatched.marker.pattern.shape == "/"


def test_a_waterfall_ends_at_what_remains() -> None:
    figure = charts.waterfall(
        [charts.Step("a", 5e6), charts.Step("b", -2e6, "cost"), charts.Step("sisa", 3e6, "total")]
    )
    bars = figure.data[0]
    assert (bars.base[1], bars.x[1]) == (3e6, 2e6)
    assert (bars.base[2], bars.x[2]) == (0, 3e6)


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "\tx", "\rx"])
def test_a_text_cell_starts_no_formula(text: str) -> None:
    told = cards.csv_bytes(pd.DataFrame({"t": [text], "n": [-5.0]})).decode("utf-8-sig")
    assert f"'{text[0]}" in told
    assert "-5.0" in told
    assert "'-5.0" not in told


def test_files_are_named_by_what_where_and_when() -> None:
    name = cards.file_name("tetangga", "Kota Surabaya")
    assert name.startswith("jointproc_tetangga_Kota-Surabaya_20")
    assert name.endswith(".csv")


def test_text_of_data_stays_text() -> None:
    assert cards.literal("**a** [x](http://e) :material/home: $x$") == (
        r"\*\*a\*\* \[x\]\(http\://e\) \:material/home\: \$x\$"
    )


def test_what_goes_wrong_is_one_sentence() -> None:
    def page() -> None:
        from jointproc.errors import InputError
        from jointproc.ui import shell

        with shell.guarded():
            raise InputError("Berkas {name} kosong: isi dahulu.", name="a.csv")
        with shell.guarded():
            raise ValueError("secret detail")

    at = AppTest.from_function(page).run()
    assert not at.exception
    assert at.error[0].value == "Berkas a.csv kosong: isi dahulu."
    assert "secret detail" not in at.error[1].value
    assert "nomor" in at.error[1].value


def test_every_page_has_its_own_address() -> None:
    addresses = [entry[3] for entries in shell.PAGES.values() for entry in entries]
    assert sorted(addresses) == ["barang", "beranda", "data", "dokumen", "penghematan", "peta", "simulasi"]
