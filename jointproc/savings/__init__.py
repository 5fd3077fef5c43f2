"""What buying together would honestly save: regime, four channels kept apart, intervals, evidence, opportunities."""

from jointproc.savings.assumptions import Assumption, Assumptions, assumptions
from jointproc.savings.backtest import Backtest, backtest, read_backtest
from jointproc.savings.band import ZERO, Band, bands
from jointproc.savings.draws import DRAWS, Draws
from jointproc.savings.market import LINE_COLUMNS, Market, read_market
from jointproc.savings.member_sets import around, stars
from jointproc.savings.opportunity import (
    CHANNELS,
    MemberSpend,
    Opportunity,
    build,
    build_families,
    ranked,
)
from jointproc.savings.overview import Overview, overlook
from jointproc.savings.regime import REGIMES
from jointproc.savings.service import (
    family_opportunities,
    market_of,
    opportunities,
    overview,
    region_names,
    unsuitable_families,
)
from jointproc.savings.valuation import Sets, Values, evaluate, harmonised, ratios
from jointproc.savings.why import baseline_sentence

__all__ = [
    "CHANNELS",
    "DRAWS",
    "LINE_COLUMNS",
    "REGIMES",
    "ZERO",
    "Assumption",
    "Assumptions",
    "Backtest",
    "Band",
    "Draws",
    "Market",
    "MemberSpend",
    "Opportunity",
    "Overview",
    "Sets",
    "Values",
    "around",
    "assumptions",
    "backtest",
    "bands",
    "baseline_sentence",
    "build",
    "build_families",
    "evaluate",
    "family_opportunities",
    "harmonised",
    "market_of",
    "opportunities",
    "overlook",
    "overview",
    "ranked",
    "ratios",
    "read_backtest",
    "read_market",
    "region_names",
    "stars",
    "unsuitable_families",
]
