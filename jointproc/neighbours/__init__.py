"""What neighbouring regions buy in common."""

from jointproc.neighbours.overlap import good_lines, neighbour_overlap, pair_overlaps, region_spend, shared_goods

__all__ = ["good_lines", "neighbour_overlap", "pair_overlaps", "region_spend", "shared_goods"]
