"""Which purchases are the same good, and which commodity family a good belongs to."""

from jointproc.goods.assign import INCOMPARABLE_UNITS, GoodsAssignment, assign
from jointproc.goods.families import OTHER, Family, classify, families, family
from jointproc.goods.item_lists import TextLevel, level_of, split_items
from jointproc.goods.normal_form import normal_form

__all__ = [
    "INCOMPARABLE_UNITS",
    "OTHER",
    "Family",
    "GoodsAssignment",
    "TextLevel",
    "assign",
    "classify",
    "families",
    "family",
    "level_of",
    "normal_form",
    "split_items",
]
