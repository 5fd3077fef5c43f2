"""A real server and a real Chromium; any request that leaves this machine fails the test.

Where Chromium is missing the tests are skipped and say so; with ``CI=true`` they fail instead.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Route, expect, sync_playwright

from jointproc import settings
from jointproc.pipeline import ensure_sample
from jointproc.warehouse import close_warehouses

SHOTS = Path(__file__).parent / "shots"
CHROMIUM = os.environ.get("JOINTPROC_CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SIZES = {"1440": (1440, 900), "390": (390, 844)}
_HERE = {"localhost", "127.0.0.1", "::1"}
_STARTS_WITHIN = 60
_WAIT = 60_000


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a screen."""
    if not Path(CHROMIUM).exists():
        reason = f"{CHROMIUM} is missing: the browser tests did not run (make chromium installs it)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the sample data, loaded once; servers get copies."""
    where = tmp_path_factory.mktemp("browser_sample")
    ensure_sample(where)
    close_warehouses()
    return where


@contextmanager
def server(home: Path) -> Iterator[str]:
    """``streamlit run app.py`` on a free port with this JOINTPROC_HOME; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home.mkdir(parents=True, exist_ok=True)
    log = (home.parent / f"server_{port}.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), "--server.headless", "true"],
        cwd=settings.PROJECT,
        env={**os.environ, "JOINTPROC_HOME": str(home)},
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    address = f"http://localhost:{port}"
    try:
        _wait_for(address, process, Path(log.name))
        yield address
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
        log.close()


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"the server did not start:\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}")


@pytest.fixture(scope="session")
def standing(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of one server with the sample, for tests that only look."""
    home = tmp_path_factory.mktemp("standing") / "home"
    shutil.copytree(sample_home, home)
    with server(home) as address:
        yield address


@pytest.fixture
def serve(sample_home: Path, tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Starts servers for one test: ``serve()`` with the sample, ``serve(home)`` with another home."""
    running = []

    def start(home: Path | None = None) -> str:
        if home is None:
            home = tmp_path / f"home{len(running)}"
            shutil.copytree(sample_home, home)
        context = server(home)
        running.append(context)
        return context.__enter__()

    yield start
    for context in reversed(running):
        context.__exit__(None, None, None)


@dataclass
class Watched:
    """A browser page, what it asked of other machines, and what its console complained about."""

    page: Page
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, url: str) -> Page:
        """Go there and wait until the app has drawn the page to its end."""
        self.page.goto(url)
        expect(self.page.get_by_test_id("stMain").get_by_role("heading", level=1).first).to_be_visible(timeout=_WAIT)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until the script has finished and the map has drawn."""
        expect(self.page.get_by_test_id("stApp")).to_have_attribute(
            "data-test-script-state", "notRunning", timeout=_WAIT
        )
        self.page.wait_for_timeout(800)

    def check(self) -> None:
        """Nothing left this machine, and nothing on screen is an error or an English leftover of Streamlit."""
        assert self.outside == []
        assert self.page.get_by_test_id("stException").count() == 0
        assert self.page.get_by_text("Page not found").count() == 0
        errors = [e.inner_text() for e in self.page.get_by_test_id("stAlertContentError").all()]
        assert errors == []

    def shot(self, name: str) -> Path:
        """The whole page as a picture in ``tests/browser/shots/`` (not in git)."""
        SHOTS.mkdir(exist_ok=True)
        size = self.page.viewport_size or {"width": 1440, "height": 900}
        tall = self.page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollHeight")
        self.page.set_viewport_size({"width": size["width"], "height": max(size["height"], min(tall, 4000))})
        self.page.wait_for_timeout(3000)  # the map draws anew
        path = SHOTS / f"{name}.png"
        self.page.screenshot(path=str(path))
        self.page.set_viewport_size(size)
        return path


Watch = Callable[..., Watched]


@pytest.fixture
def watch(chromium: Browser) -> Iterator[Watch]:
    """Opens browser pages: ``watch(theme="dark", size="390")``. Outside requests are stopped and remembered."""
    contexts = []

    def opened(theme: str = "light", size: str = "1440") -> Watched:
        width, height = SIZES[size]
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,  # type: ignore[arg-type]
            locale="en-US",  # figures must not follow the browser
            is_mobile=size == "390",
            has_touch=size == "390",
            user_agent="Mozilla/5.0 (Linux; Android 14) Mobile" if size == "390" else None,
            accept_downloads=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(_WAIT)
        watched = Watched(page)

        def guard(route: Route, request: Request) -> None:
            parts = urlsplit(request.url)
            if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in _HERE:
                watched.outside.append(request.url)
                route.abort()
            else:
                route.continue_()

        def listen(message: ConsoleMessage) -> None:
            if message.type == "error":
                watched.complaints.append(message.text)

        context.route("**/*", guard)
        page.on("console", listen)
        page.on("pageerror", lambda error: watched.complaints.append(str(error)))
        return watched

    yield opened
    for context in contexts:
        context.close()
