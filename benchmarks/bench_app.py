"""The app against an empty Streamlit app: time to the first usable page, and a filter change on Peta.

Both servers run on this machine and are seen through the same headless Chromium.
"""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.measure import report
from jointproc import settings

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
EMPTY_APP = 'import streamlit as st\nst.title("Kosong")\nst.write(st.slider("n", 0, 100, 1, key="n"))\n'


@contextmanager
def _server(script: Path, home: Path) -> Iterator[tuple[str, float]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    began = time.perf_counter()
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            str(script),
            "--server.port",
            str(port),
            "--server.headless",
            "true",
        ],
        cwd=settings.PROJECT,
        env={**os.environ, "JOINTPROC_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).read()
                break
            except OSError:
                time.sleep(0.02)
        yield f"http://127.0.0.1:{port}", began
    finally:
        process.terminate()
        process.wait()


def _settled(page: Page) -> None:
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=60_000)


def _first_page(script: Path, home: Path) -> float:
    with _server(script, home) as (url, began), sync_playwright() as pw:
        browser = pw.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        page.goto(url)
        page.wait_for_selector("h1", timeout=60_000)
        _settled(page)
        taken = time.perf_counter() - began
        browser.close()
        return taken


# An empty rerun is over before React shows that the script ran, so the clock stops at the page's last change.
_OBSERVE = """() => {
  const begun = performance.now();
  window.__took = 0;
  window.__observer?.disconnect();
  window.__observer = new MutationObserver(() => { window.__took = performance.now() - begun; });
  window.__observer.observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
}"""
QUIET_MS = 2500


def _change(page: Page, label: str) -> float:
    """One step of the slider called ``label``, from the key press until the page no longer changes, in seconds."""
    slider = page.get_by_role("slider", name=label).first
    slider.focus()
    page.wait_for_timeout(300)
    page.evaluate(_OBSERVE)
    slider.press("ArrowRight")
    page.wait_for_timeout(QUIET_MS)
    return float(page.evaluate("() => window.__took")) / 1000


def _filter_change(script: Path, home: Path, path: str, label: str) -> float:
    with _server(script, home) as (url, _began), sync_playwright() as pw:
        browser = pw.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        page.goto(url + path)
        page.get_by_role("slider", name=label).first.wait_for(timeout=60_000)
        _settled(page)
        page.wait_for_timeout(1500)
        taken = [_change(page, label) for _ in range(8)]
        browser.close()
        return statistics.median(taken)


def main() -> None:
    """Print both ratios; the aims are 3 for the first page, and 2 plus 150 ms for a filter change."""
    if not Path(CHROMIUM).exists():
        print("bench_app: not run, chromium is absent")
        return
    home = Path(tempfile.mkdtemp())
    empty = home / "empty.py"
    empty.write_text(EMPTY_APP, encoding="utf-8")
    app = settings.PROJECT / "app.py"
    subprocess.run(
        [sys.executable, "-m", "jointproc", "sample", "--load"],
        cwd=settings.PROJECT,
        env={**os.environ, "JOINTPROC_HOME": str(home)},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    baseline = statistics.median(_first_page(empty, home) for _ in range(3))
    ours = statistics.median(_first_page(app, home) for _ in range(3))
    report("start to first usable page", ours, "empty Streamlit app", baseline, limit=3)
    rerun = _filter_change(empty, home, "/", "n")
    change = _filter_change(app, home, "/peta", "Barang yang sama, paling sedikit")
    report("filter change on Peta", max(change - 0.150, 0.0), "empty Streamlit rerun", rerun, limit=2)
    shutil.rmtree(home)


if __name__ == "__main__":
    main()
