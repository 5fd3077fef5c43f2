"""Which purchases are the same good, and which commodity family a good belongs to."""

from jointproc.goods.assign import INCOMPARABLE_UNITS, GoodsAssignment, assign
from jointproc.goods.families import OTHER, Family, classify, families, family
from jointproc.goods.normal_form import normal_form

__all__ = [
    "INCOMPARABLE_UNITS",
    "OTHER",
    "Family",
    "GoodsAssignment",
    "assign",
    "classify",
    "families",
    "family",
    "normal_form",
]
