"""The frame round every page: navigation, set-up, titles, and the one place where errors become a sentence."""

from __future__ import annotations

import json
import logging
import secrets
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

import streamlit as st

from jointproc import settings
from jointproc.errors import JointprocError
from jointproc.pipeline import ensure_sample
from jointproc.text import LANGUAGES, Message
from jointproc.ui.language import LANGUAGE_KEY, N_, _, say
from jointproc.ui.links import from_url, one_of
from jointproc.ui.palette import palette
from jointproc.warehouse import warehouse

__all__ = [
    "PAGES",
    "PRESENTING",
    "configure",
    "fragment",
    "guarded",
    "has_page",
    "open_page",
    "pages",
    "prepare_data",
    "style",
    "tab",
    "title",
]

_log = logging.getLogger("jointproc.ui")
if not _log.handlers:
    _log.addHandler(logging.StreamHandler(sys.stderr))
    _log.propagate = False

# a file of our own: for a Material icon the browser would ask fonts.gstatic.com
_ICON: Final = Path(__file__).parent / "icon.svg"
_CSS: Final = Path(__file__).with_name("screen.css").read_text(encoding="utf-8")
_F = TypeVar("_F", bound=Callable[..., Any])
_filling = threading.Lock()

HOME: Final = "pages/explore/home.py"
PRESENTATION: Final = "pages/decide/presentation.py"
PRESENTING: Final = "presentasi"
# section → (file, title, icon, address, what the page is for)
PAGES: Final[dict[str, tuple[tuple[str, str, str, str, str], ...]]] = {
    N_("Jelajah"): (
        (
            HOME,
            N_("Beranda"),
            ":material/home:",
            "beranda",
            N_("Jawabannya lebih dahulu: apa yang dapat dihemat, seberapa yakin, dan langkah berikutnya."),
        ),
        (
            "pages/explore/map.py",
            N_("Peta"),
            ":material/map:",
            "peta",
            N_("Daerah, tetangganya, dan barang yang sama-sama dibeli."),
        ),
        (
            "pages/explore/goods.py",
            N_("Barang"),
            ":material/inventory_2:",
            "barang",
            N_("Satu barang di semua daerah: harga satuan, volume, dan sumbernya."),
        ),
    ),
    N_("Data"): (
        (
            "pages/data/upload.py",
            N_("Data"),
            ":material/upload_file:",
            "data",
            N_("Unggah berkas belanja, periksa, terima, atau batalkan."),
        ),
    ),
    N_("Putuskan"): (
        (
            "pages/decide/savings.py",
            N_("Penghematan"),
            ":material/savings:",
            "penghematan",
            N_("Peluang menurut penghematan terkecil yang dapat dipertanggungjawabkan, sumber demi sumber."),
        ),
        (
            "pages/decide/simulation.py",
            N_("Simulasi"),
            ":material/handshake:",
            "simulasi",
            N_("Susun kesepakatan dan lihat hasil setiap daerah peserta."),
        ),
        (
            "pages/decide/papers.py",
            N_("Dokumen & presentasi"),
            ":material/description:",
            "dokumen",
            N_("Naskah untuk dibaca, ditayangkan, dan ditandatangani, dibuat dari satu skenario."),
        ),
    ),
}


def configure() -> None:
    """Page settings and the reader's language; the first thing a run does."""
    from_url(LANGUAGE_KEY, one_of(LANGUAGES), LANGUAGES[0])
    st.set_page_config(
        page_title="Jointproc",
        page_icon=str(_ICON),
        layout="wide",
        initial_sidebar_state=264,
        menu_items={"Get help": None, "Report a bug": None, "About": None},
    )


def style() -> None:
    """What the theme settings can't say, and the word on the uploader's button in the reader's language."""
    words = f":root{{--pick-file:{json.dumps(_('Pilih berkas'))};--picked:{palette().chosen}}}"
    st.html(f"<style>{words}{_CSS}</style>")


def pages() -> dict[str, list[Any]]:
    """The navigation: every page whose file exists, in its section."""
    found: dict[str, list[Any]] = {}
    for section, entries in PAGES.items():
        there = []
        for path, name, icon, address, told in entries:
            if not (settings.PROJECT / path).exists():
                continue
            home = path == HOME
            # The first page answers at "/" only; a hidden twin lets /beranda work like every other address.
            options: dict[str, Any] = {"title": _(name), "icon": icon, "help": _(told)}
            there.append(
                st.Page(settings.PROJECT / path, url_path="awal" if home else address, default=home, **options)
            )
            if home:
                there.append(st.Page(settings.PROJECT / path, url_path=address, visibility="hidden", **options))
        if there:
            found[_(section)] = there
    # reached by links alone: it fills the screen and has no navigation
    found[_("Putuskan")].append(
        st.Page(settings.PROJECT / PRESENTATION, url_path=PRESENTING, title=_("Presentasi"), visibility="hidden")
    )
    return found


def open_page(address: str) -> None:
    """Go to the page with this address (``simulasi``)."""
    for entries in PAGES.values():
        for path, _name, _icon, url, _told in entries:
            if url == address:
                st.switch_page(settings.PROJECT / path)


def has_page(address: str) -> bool:
    """Whether the page with this address exists."""
    return any(
        url == address and (settings.PROJECT / path).exists()
        for entries in PAGES.values()
        for path, _name, _icon, url, _told in entries
    )


def tab(name: str, about: str = "") -> None:
    """What the browser tab is called; it changes with the selection."""
    st.set_page_config(page_title=" · ".join(part for part in (about, name, "Jointproc") if part))


def title(name: str, about: str = "") -> None:
    """The page's heading, and the browser tab with it."""
    tab(name, about)
    st.title(f"{name}: {about}" if about else name, anchor=False)


def prepare_data() -> None:
    """Fill a brand-new warehouse with the sample data, once, with a progress bar."""
    if not warehouse().is_new:
        return
    bar = st.progress(0.0, text=_("Menyiapkan data contoh…"))

    def tell(done: float, sentence: Message) -> None:
        bar.progress(min(max(done, 0.0), 1.0), text=say(sentence))

    # A second session that opens meanwhile waits here and then finds the data there.
    with _filling:
        try:
            ensure_sample(progress=tell)
        except JointprocError as error:
            st.warning(say(error.message), icon=":material/warning:")
        finally:
            warehouse().is_new = False
    bar.empty()


@contextmanager
def guarded() -> Iterator[None]:
    """Whatever goes wrong inside becomes one sentence on the screen, never a traceback.

    Works as a decorator too. What the user can mend is said as it is; anything else gets an apology with a number
    under which the traceback stands in the server's log.
    """
    try:
        yield
    except JointprocError as error:
        st.error(say(error.message), icon=":material/error:")
    except Exception:
        reference = secrets.token_hex(3).upper()
        _log.exception("reference %s", reference)
        st.error(
            _(
                "Maaf, bagian ini tidak dapat ditampilkan karena kesalahan di pihak kami; data Anda tidak berubah. "
                "Muat ulang halaman, atau sampaikan nomor {reference} kepada pengelola.",
                reference=reference,
            ),
            icon=":material/error:",
        )


def fragment(function: _F) -> _F:
    """``st.fragment`` whose own reruns are guarded as well."""
    return st.fragment(guarded()(function))
