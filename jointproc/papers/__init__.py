"""From a simulated agreement to what people project, read and sign: deck, brief, drafts, workbook, open data."""

from jointproc.papers.audiences import AUDIENCES, Audience, offered
from jointproc.papers.brief_pdf import brief_pdf, brief_picture
from jointproc.papers.brief_word import brief_docx
from jointproc.papers.deck import deck_bytes
from jointproc.papers.drafts import DRAFT_KINDS, draft_bytes
from jointproc.papers.glimpse import Line, Words, first_page
from jointproc.papers.identity import Identity, identity_of, scenario_hash
from jointproc.papers.kinds import ALL, PAPERS, Bundle, PaperKind, bundle, paper_kind
from jointproc.papers.letter import addressees, letter_docx
from jointproc.papers.listing import MANIFEST
from jointproc.papers.manifest import Verified, identity_in, manifest, verify
from jointproc.papers.ocds import ocds_bytes, release_package
from jointproc.papers.open_data import archive_bytes
from jointproc.papers.paper import DatasetFact, Need, Paper, paper_of
from jointproc.papers.standing import data_hash, outdated
from jointproc.papers.story import story
from jointproc.papers.tables import tables_of
from jointproc.papers.workbook import workbook_bytes

__all__ = [
    "ALL",
    "AUDIENCES",
    "DRAFT_KINDS",
    "MANIFEST",
    "PAPERS",
    "Audience",
    "Bundle",
    "DatasetFact",
    "Identity",
    "Line",
    "Need",
    "Paper",
    "PaperKind",
    "Verified",
    "Words",
    "addressees",
    "archive_bytes",
    "brief_docx",
    "brief_pdf",
    "brief_picture",
    "bundle",
    "data_hash",
    "deck_bytes",
    "draft_bytes",
    "first_page",
    "identity_in",
    "identity_of",
    "letter_docx",
    "manifest",
    "ocds_bytes",
    "offered",
    "outdated",
    "paper_kind",
    "paper_of",
    "release_package",
    "scenario_hash",
    "story",
    "tables_of",
    "verify",
    "workbook_bytes",
]
