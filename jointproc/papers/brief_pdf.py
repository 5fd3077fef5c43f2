"""A brief as PDF, set by Typst with the typefaces it carries itself: no browser, no fonts of the machine."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime, time, timezone
from pathlib import Path
from typing import Any, Final

from jointproc.papers.blocks import Block
from jointproc.papers.brief import brief_of
from jointproc.papers.paper import Paper

__all__ = ["brief_pdf", "brief_picture"]

_TEMPLATE: Final = Path(__file__).parent / "templates" / "brief.typ"
_SCREEN_PPI: Final = 80.0


def brief_pdf(paper: Paper, code: str) -> bytes:
    """The brief for one member, two A4 pages; the same paper gives the same bytes.

    Raises:
        InputError: the region is no member of the scenario.
    """
    made: bytes = _set(paper, code, format="pdf")
    return made


def brief_picture(paper: Paper, code: str) -> bytes:
    """Its first page as PNG.

    Raises:
        InputError: the region is no member of the scenario.
    """
    pages: list[bytes] = _set(paper, code, format="png", ppi=_SCREEN_PPI)
    return pages[0]


def _set(paper: Paper, code: str, **wanted: Any) -> Any:
    import typst  # eighty megabytes of engine: loaded by those who want a PDF

    told = brief_of(paper, code)
    words = {
        **asdict(told),
        "front": [_block(b) for b in told.front],
        "back": [_block(b) for b in told.back],
    }
    # words travel as data: whatever stands in them is printed, never read as markup
    return typst.compile(
        _TEMPLATE.read_bytes(),
        sys_inputs={"brief": json.dumps(words, ensure_ascii=False)},
        ignore_system_fonts=True,
        timestamp=datetime.combine(paper.made_on, time(), timezone.utc),
        **wanted,
    )


def _block(block: Block) -> dict[str, Any]:
    told = asdict(block)
    if "numeric" in told:
        told["numeric"] = sorted(told["numeric"])
    return {"kind": type(block).__name__, **told}
