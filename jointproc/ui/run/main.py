"""The script that Streamlit runs for every session: set-up, navigation, filters, then the chosen page."""

from __future__ import annotations

import streamlit as st

from jointproc.ui import filters, shell


def main() -> None:
    """One run of the app."""
    shell.configure()
    page = st.navigation(shell.pages(), expanded=True)
    with shell.guarded():
        shell.prepare_data()
        filters.sidebar()
        if page.url_path != shell.PRESENTING:
            shell.style()
            filters.ribbon()
        page.run()


if __name__ == "__main__":
    main()
