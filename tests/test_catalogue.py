"""Every sentence has its English, with the same places."""

from __future__ import annotations

from tests.catalogue import problems


def test_the_english_catalogue_is_complete() -> None:
    assert problems() == []
