"""From a simulated agreement to what people project, read and sign: deck, brief, drafts, workbook, open data."""

from jointproc.papers.brief_pdf import brief_pdf
from jointproc.papers.brief_word import brief_docx
from jointproc.papers.deck import deck_bytes
from jointproc.papers.drafts import DRAFT_KINDS, draft_bytes
from jointproc.papers.identity import Identity, identity_of, scenario_hash
from jointproc.papers.letter import addressees, letter_docx
from jointproc.papers.manifest import Verified, identity_in, manifest, verify
from jointproc.papers.paper import DatasetFact, Need, Paper, paper_of
from jointproc.papers.story import story

__all__ = [
    "DRAFT_KINDS",
    "DatasetFact",
    "Identity",
    "Need",
    "Paper",
    "Verified",
    "addressees",
    "brief_docx",
    "brief_pdf",
    "deck_bytes",
    "draft_bytes",
    "identity_in",
    "identity_of",
    "letter_docx",
    "manifest",
    "paper_of",
    "scenario_hash",
    "story",
    "verify",
]
