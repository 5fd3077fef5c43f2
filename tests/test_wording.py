"""No word of ours accuses a region or a vendor, and pooling across regions has its right name."""

from __future__ import annotations

import re
from pathlib import Path

from tests.catalogue import catalogue, sentences

ACCUSING = re.compile(
    r"\b(korup\w*|curang\w*|kolusi|mark[- ]?up|menggelembung\w*|penyelewengan|penyimpangan|boros\w*|fraud\w*|corrupt\w*"
    r"|collusi\w*|inflated|overcharg\w*|wasteful\w*|suspicious\w*|mencurigakan)\b",
    re.I,
)
CROSS_REGION = re.compile(r"\bkonsolidasi\b", re.I)
TOO_SURE = re.compile(r"\b(pasti hemat|dijamin|guaranteed|will certainly save)\b", re.I)


def _all_words() -> list[str]:
    return [*sentences(), *(str(m.string) for m in catalogue() if m.id)]


def test_no_sentence_accuses_or_promises_too_much() -> None:
    found = [s for s in _all_words() if ACCUSING.search(s) or TOO_SURE.search(s)]
    assert found == []


def test_pooling_across_regions_is_not_called_konsolidasi() -> None:
    assert [s for s in _all_words() if CROSS_REGION.search(s)] == []


def test_the_project_speaks_of_itself_alone() -> None:
    root = Path(__file__).resolve().parent.parent
    machine_path = re.compile(r"(/wo" + r"rk/|/fa" + r"rm/|/ro" + r"ot/)")
    folders = ("jointproc", "pages", "docs", "benchmarks", "tests")
    files = [p for f in folders for p in (root / f).rglob("*") if p.suffix in {".py", ".md", ".toml", ".sql"}]
    files += [root / n for n in ("README.md", "CHANGELOG.md", "Makefile", "pyproject.toml")]
    assert [p for p in files if p.exists() and machine_path.search(p.read_text(encoding="utf-8"))] == []
