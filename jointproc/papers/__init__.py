"""From a simulated agreement to what people project, read and sign: deck, brief, drafts, workbook, open data."""

from jointproc.papers.deck import deck_bytes
from jointproc.papers.drafts import DRAFT_KINDS, draft_bytes
from jointproc.papers.identity import Identity, identity_of, scenario_hash
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
    "deck_bytes",
    "draft_bytes",
    "identity_in",
    "identity_of",
    "manifest",
    "paper_of",
    "scenario_hash",
    "story",
    "verify",
]
