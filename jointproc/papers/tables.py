"""Everything a simulation shows as tidy tables: the one source of the workbook and of the open data."""

from __future__ import annotations

from jointproc.papers.paper import Paper
from jointproc.papers.tables_facts import cash_tables, goods_tables, ground_tables
from jointproc.papers.tables_results import result_tables
from jointproc.papers.tidy import DataTable

__all__ = ["tables_of"]


def tables_of(paper: Paper) -> tuple[DataTable, ...]:
    """All tables in the order a reader wants them; every figure is one of ``simulate --json``."""
    members, channels, splits, stability, ranges, decision = result_tables(paper)
    law, timeline, assumptions, evidence, sources = ground_tables(paper)
    return (
        members,
        *goods_tables(paper),
        channels,
        splits,
        stability,
        ranges,
        *cash_tables(paper),
        decision,
        law,
        timeline,
        evidence,
        assumptions,
        sources,
    )
