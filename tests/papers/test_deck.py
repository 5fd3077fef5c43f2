"""The deck: twelve slides with one message each, native figures equal to the simulation, nothing beyond its box."""

from __future__ import annotations

import io
import re
from itertools import pairwise
from typing import Any

import pytest
from pptx import Presentation

from jointproc.papers import Paper, deck_bytes
from jointproc.papers.fitting import fitted_size, lines_of, shortened, text_height
from jointproc.papers.map_layout import map_layout
from tests.papers.conftest import LONG

KEYS = 12
LEAST_POINTS = 9


@pytest.fixture(scope="module")
def deck(paper: Paper) -> Any:
    return Presentation(io.BytesIO(deck_bytes(paper)))


def _texts(slide: Any) -> list[str]:
    found = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            found.append(shape.text_frame.text)
        if getattr(shape, "has_table", False) and shape.has_table:
            found += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
    return found


def test_twelve_slides_with_title_notes_footer_and_number(deck: Any, paper: Paper) -> None:
    assert len(deck.slides) == KEYS
    assert (deck.slide_width, deck.slide_height) == (int(13.333 * 914400), int(7.5 * 914400))
    for slide in deck.slides:
        assert slide.shapes.title.text_frame.text.strip()
        notes = slide.notes_slide.notes_text_frame.text
        assert paper.scenario.scenario_id in notes
        assert paper.simulation.assumptions_key in notes
        kinds = [p.placeholder_format.type for p in slide.placeholders]
        footers = [p for p in slide.placeholders if p.placeholder_format.idx == 11]
        assert len(footers) == 1, kinds
        footer = footers[0].text_frame.text
        assert paper.day(paper.made_on) in footer
        assert paper.scenario.scenario_id in footer


def test_titles_are_unlike_each_other(deck: Any) -> None:
    titles = [s.shapes.title.text_frame.text for s in deck.slides]
    assert len(set(titles)) == len(titles)


def test_charts_are_native_and_hold_the_exact_figures(deck: Any, paper: Paper) -> None:
    charts = [s.chart for slide in deck.slides for s in slide.shapes if getattr(s, "has_chart", False) and s.has_chart]
    assert len(charts) == 3
    found = paper.simulation
    saving = found.saving_idr
    assert list(charts[0].plots[0].series[0].values) == [round(saving.p10), round(saving.p50), round(saving.p90)]
    channels = list(charts[1].plots[0].series[0].values)
    assert channels[:4] == [round(b.p50) for b in found.channels.values()]
    assert channels[4:] == [-round(found.coordination_idr.p50), -round(found.failure_idr.p50)]
    together = sum(charts[2].plots[0].series[0].values)
    assert together == pytest.approx(sum(round(m.saving_idr.p50) for m in found.members))


def test_every_shape_lies_on_the_slide_and_tables_stay_above_the_footer(deck: Any) -> None:
    for number, slide in enumerate(deck.slides, 1):
        for shape in slide.shapes:
            if shape.left is None:
                continue
            assert shape.left >= 0, (number, shape.name)
            assert shape.left + shape.width <= deck.slide_width, (number, shape.name)
            assert shape.top + shape.height <= deck.slide_height, (number, shape.name)
            if getattr(shape, "has_table", False) and shape.has_table:
                bottom = shape.top + sum(r.height for r in shape.table.rows)
                assert bottom <= int(6.95 * 914400), (number, bottom / 914400)


def test_texts_fit_their_boxes_and_are_large_enough(deck: Any) -> None:
    for number, slide in enumerate(deck.slides, 1):
        for shape in slide.placeholders:
            paragraphs = [p for p in shape.text_frame.paragraphs if p.text and p.font.size]
            if not paragraphs or shape.placeholder_format.idx in (11, 12):
                continue
            size = paragraphs[0].font.size.pt
            assert size >= 14, (number, size)
            bold = bool(paragraphs[0].font.bold)
            room = shape.width / 914400 - 0.2 - (0 if bold else 0.4)
            tall = text_height([p.text for p in paragraphs], size, room, bold=bold)
            assert tall <= shape.height / 914400, (number, shape.text_frame.text[:60])
        for shape in slide.shapes:
            if getattr(shape, "has_table", False) and shape.has_table:
                sizes = {c.text_frame.paragraphs[0].font.size.pt for r in shape.table.rows for c in r.cells}
                assert min(sizes) >= LEAST_POINTS


def test_no_unfilled_place_is_left(deck: Any, paper: Paper) -> None:
    if "{" in paper.scenario.title:
        return
    for slide in deck.slides:
        for text in [*_texts(slide), slide.notes_slide.notes_text_frame.text]:
            assert not re.search(r"\{\w*\}|\bNone\b|\bnan\b", text), text


def test_english_has_no_indonesian_sentences(make) -> None:
    deck = Presentation(io.BytesIO(deck_bytes(make(language="en"))))
    words = " ".join(t for slide in deck.slides for t in [*_texts(slide), slide.notes_slide.notes_text_frame.text])
    assert not re.search(r"\b(daerah|belanja|penghematan|yang|dengan)\b", words), words


def test_bad_news_is_told(make) -> None:
    deck = Presentation(io.BytesIO(deck_bytes(make(market="listed"))))
    titles = " ".join(s.shapes.title.text_frame.text for s in deck.slides)
    assert "jangan bergabung dahulu" in titles
    assert "Hukum: ada syarat yang belum terpenuhi" in titles


def test_fitting_never_grows_and_breaks_long_words() -> None:
    assert lines_of("a" * 400, 20, 3) > 5
    assert fitted_size(["kata " * 200], 5, 2, 24, 10) == 10
    assert fitted_size(["kata"], 5, 2, 24, 10) == 24
    cut = shortened("kata " * 100, 20, 3, 2)
    assert cut.endswith("…")
    assert lines_of(cut, 20, 3) <= 2


def test_names_of_the_map_lie_on_no_other_and_inside_it(paper: Paper) -> None:
    box = (0.6, 1.85, 8.1, 4.95)
    names = map_layout(paper, box).names
    for number, one in enumerate(names):
        assert box[0] <= one.left
        assert one.left + one.width <= box[0] + box[2] + 1e-9
        assert box[1] <= one.top
        assert one.top + one.height <= box[1] + box[3] + 1e-9
        for other in names[number + 1 :]:
            beside = one.left + one.width <= other.left or other.left + other.width <= one.left
            assert beside or one.top + one.height <= other.top or other.top + other.height <= one.top


def test_first_and_last_slide_carry_the_figures_large(deck: Any, paper: Paper) -> None:
    for slide in (deck.slides[0], deck.slides[-1]):
        cards = [s.text_frame.text for s in slide.shapes if s.has_text_frame and not s.is_placeholder]
        assert any(c.endswith(f"\n{paper.idr(paper.saving.p50)}") for c in cards)
        assert any(c.endswith(f"\n{paper.idr(paper.simulation.pooling_gain_idr)}") for c in cards)
        weak = [c for c in cards if paper.say("indikatif") in c]
        assert bool(weak) == (paper.certainty != "firm")


def test_the_coast_of_a_wide_map_holds_no_points_too_near_to_see(make) -> None:
    layout = map_layout(make(market="nine", codes=LONG), (0.6, 1.85, 8.1, 4.95))
    assert layout.land
    assert sum(len(ring) for ring in layout.land) < 4000
    for ring in layout.land:
        steps = (max(abs(a[0] - b[0]), abs(a[1] - b[1])) for a, b in pairwise(ring))
        assert min(steps) >= 0.02
