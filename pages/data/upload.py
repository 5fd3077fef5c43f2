"""Data: upload, see how the file was understood, accept or leave it; what is stored and where it came from."""

from __future__ import annotations

import streamlit as st

from jointproc.ui import shell
from jointproc.ui.language import _
from jointproc.ui.page_upload_boundaries import boundaries
from jointproc.ui.page_upload_check import announce, check
from jointproc.ui.page_upload_datasets import datasets


def main() -> None:
    shell.title(_("Data"))
    announce()
    st.subheader(_("Unggah berkas belanja"), anchor=False)
    check()
    st.divider()
    datasets()
    st.divider()
    boundaries()


main()
