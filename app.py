"""Jointproc: which neighbouring regions buy the same goods, and what buying together would honestly save.

``streamlit run app.py`` serves it. The script that runs for each session is ``jointproc/ui/run/main.py``: with a
folder ``pages/`` beside the running script Streamlit 1.67 first looks for pages in its old way, and whoever opens a
direct link (``/peta``) right after a start is met by "Page not found".
"""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from jointproc import settings

app = st.App(settings.PROJECT / "jointproc" / "ui" / "run" / "main.py")

if get_script_run_ctx(suppress_warning=True) is not None:  # run as a plain script (tests)
    from jointproc.ui.run.main import main

    main()
