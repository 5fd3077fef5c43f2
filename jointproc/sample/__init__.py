"""The seeded generator of ``data/sample``: East Java's 38 kabupaten/kota over three fiscal years, all invented.

The magnitudes and where each comes from are told in ``data/sample/README.md``.
"""

from __future__ import annotations

from jointproc.sample.files import COLUMNS, FILES, SAMPLE_TITLE, sample_files, sample_lines, write_sample

__all__ = ["COLUMNS", "FILES", "SAMPLE_TITLE", "sample_files", "sample_lines", "write_sample"]
