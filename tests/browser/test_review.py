"""The review of goods by keyboard in Chromium: letters answer, Z takes back, and an answer is quick."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Watch

pytestmark = pytest.mark.browser


def test_letters_answer_and_z_takes_back(serve: Callable[..., str], watch: Watch) -> None:
    watched = watch()
    page = watched.open(f"{serve()}/barang?bagian=periksa")
    main = page.get_by_test_id("stMain")
    expect(main).to_contain_text("Apakah keduanya barang yang sama?")
    name = page.get_by_label("Nama Anda")
    # the name itself is full of letters that are keys; none of them may answer
    name.press_sequentially("Vosb Test")
    name.press("Enter")
    expect(main).to_contain_text("Diputuskan atas nama Vosb Test")
    expect(main).not_to_contain_text("Putusan terakhir")
    watched.settle()
    name = page.get_by_role("heading", name="Apakah keduanya")
    name.click()

    first = main.locator("mark").all_inner_texts()
    assert first
    expect(main.locator("mark").first).to_have_css("text-decoration-line", "underline")
    started = time.perf_counter()
    page.keyboard.press("b")
    expect(main).to_contain_text("Putusan terakhir: beda")
    answered = time.perf_counter() - started
    watched.settle()
    assert main.locator("mark").all_inner_texts() != first
    assert answered < 3.0, f"an answer took {answered:.2f} s"
    print(f"answered in {answered:.2f} s")

    page.keyboard.press("z")
    expect(main).not_to_contain_text("Putusan terakhir")
    watched.settle()
    assert main.locator("mark").all_inner_texts() == first
    page.keyboard.press("v")
    expect(main).to_contain_text("Putusan terakhir: varian")
    watched.settle()
    watched.check()
    watched.shot("barang_periksa_1440")
