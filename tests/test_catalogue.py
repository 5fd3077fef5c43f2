"""Every sentence has its English, with the places of its source, and figures have their English words."""

from __future__ import annotations

from jointproc.text import translate
from tests.catalogue import missing, problems


def test_no_translation_loses_a_place() -> None:
    assert problems() == []


def test_every_sentence_has_its_english() -> None:
    assert missing() == []


def test_the_words_of_money_are_translated() -> None:
    assert [translate(word, "en") for word in ("triliun", "miliar", "juta")] == ["trillion", "billion", "million"]
