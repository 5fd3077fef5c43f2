"""From a simulated agreement to what people project, read and sign: deck, brief, drafts, workbook, open data."""

from jointproc.papers.brief_pdf import brief_pdf
from jointproc.papers.brief_word import brief_docx
from jointproc.papers.deck import deck_bytes
from jointproc.papers.drafts import DRAFT_KINDS, draft_bytes
from jointproc.papers.glimpse import first_lines
from jointproc.papers.identity import Identity, identity_of, scenario_hash
from jointproc.papers.letter import addressees, letter_docx
from jointproc.papers.manifest import Verified, identity_in, manifest, verify
from jointproc.papers.paper import DatasetFact, Need, Paper, paper_of
from jointproc.papers.registry import AUDIENCES, PAPERS, Audience, PaperKind, offered
from jointproc.papers.standing import data_hash, outdated
from jointproc.papers.story import story

__all__ = [
    "AUDIENCES",
    "DRAFT_KINDS",
    "PAPERS",
    "Audience",
    "DatasetFact",
    "Identity",
    "Need",
    "Paper",
    "PaperKind",
    "Verified",
    "addressees",
    "brief_docx",
    "brief_pdf",
    "data_hash",
    "deck_bytes",
    "draft_bytes",
    "first_lines",
    "identity_in",
    "identity_of",
    "letter_docx",
    "manifest",
    "offered",
    "outdated",
    "paper_of",
    "scenario_hash",
    "story",
    "verify",
]
