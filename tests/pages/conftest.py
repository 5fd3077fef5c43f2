"""Homes for the pages: the sample loaded once, small uploads of a test's own, and nothing at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from jointproc import settings
from jointproc.pipeline import ensure_sample
from jointproc.warehouse import close_warehouses, warehouse

UPLOADED = """daerah,satuan_kerja,tahun_anggaran,tanggal,uraian_barang,spesifikasi,jumlah,satuan,harga_satuan,total
Kabupaten Mempawah,Dinas Kesehatan,2025,2025-03-04,Amoksisilin 500 mg,tablet,10000,tablet,450,4500000
Kota Singkawang,Dinas Kesehatan,2025,2025-03-11,Amoksisilin 500 mg,tablet,8000,tablet,520,4160000
Kabupaten Bengkayang,RSUD,2025,2025-04-02,Amoksisilin 500 mg,tablet,5000,tablet,480,2400000
Kabupaten Mempawah,Sekretariat,2025,2025-05-06,Kertas HVS A4 80 gram,rim,400,rim,52000,20800000
Kota Singkawang,Sekretariat,2025,2025-05-09,Kertas HVS A4 80 gram,rim,300,rim,55000,16500000
"""

Opener = Callable[..., AppTest]


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the sample data, loaded once; tests work on copies."""
    where = tmp_path_factory.mktemp("sample")
    ensure_sample(where)
    close_warehouses()
    return where


@pytest.fixture
def sample(sample_home: Path, home: Path) -> Path:
    """The sample data in this test's own home."""
    shutil.copytree(sample_home, home, dirs_exist_ok=True)
    return home


@pytest.fixture
def empty(home: Path) -> Path:
    """A warehouse from which everything was removed: not new, but without data."""
    warehouse(home).is_new = False
    return home


@pytest.fixture
def uploaded(home: Path, tmp_path: Path) -> Path:
    """A small file of three neighbours in Kalimantan Barat, loaded as a user would."""
    from jointproc.pipeline import load

    path = tmp_path / "belanja.csv"
    path.write_text(UPLOADED, encoding="utf-8")
    load(path, home=home)
    warehouse(home).is_new = False
    return home


@pytest.fixture
def open_page() -> Iterator[Opener]:
    """Opens a page of the whole app: ``open_page("pages/explore/map.py", daerah="35.78")``."""
    st.cache_data.clear()
    st.cache_resource.clear()

    def opened(page: str, **address: str) -> AppTest:
        at = AppTest.from_file(str(settings.PROJECT / "app.py"), default_timeout=60)
        for name, value in address.items():
            at.query_params[name] = value
        at.run()
        return at if page.endswith("home.py") else at.switch_page(page).run()

    yield opened
    close_warehouses()


def words(at: AppTest) -> str:
    """Everything readable on the screen."""
    parts = [e.value for kind in (at.title, at.subheader, at.markdown, at.caption, at.error, at.warning) for e in kind]
    parts += [m.label + " " + str(m.value) for m in at.metric]
    return "\n".join(str(p) for p in parts)
