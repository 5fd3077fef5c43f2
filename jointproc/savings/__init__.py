"""What buying together would honestly save: regime, four channels kept apart, intervals, evidence, opportunities."""

from jointproc.savings.assumptions import Assumption, Assumptions, assumptions
from jointproc.savings.backtest import Backtest, backtest, read_backtest
from jointproc.savings.band import ZERO, Band, bands
from jointproc.savings.baselines import Baseline, baselines
from jointproc.savings.basket import MONTHS, Basket, Prices4, price_basket
from jointproc.savings.draws import DRAWS, Draws
from jointproc.savings.lines import LINE_COLUMNS
from jointproc.savings.market import Market
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
from jointproc.savings.price_index import (
    PriceIndex,
    price_index,
    read_price_index,
    remove_price_index,
    replace_price_index,
)
from jointproc.savings.readiness import Readiness, ReadinessPart, readiness
from jointproc.savings.reading import read_market
from jointproc.savings.regime import REGIME_WORDS, REGIMES
from jointproc.savings.service import (
    family_opportunities,
    lines_of,
    market_of,
    opportunities,
    overview,
    region_names,
    standing,
    unsuitable_families,
    what_if,
)
from jointproc.savings.structure import LITERATURE, Structure, structure
from jointproc.savings.suppliers import suppliers_n
from jointproc.savings.trace import Trace, TraceStep, trace
from jointproc.savings.valuation import Sets, Values, evaluate, harmonised, matched, ratios
from jointproc.savings.why import BASELINES, baseline_sentence

__all__ = [
    "BASELINES",
    "CHANNELS",
    "DRAWS",
    "LINE_COLUMNS",
    "LITERATURE",
    "MONTHS",
    "REGIMES",
    "REGIME_WORDS",
    "ZERO",
    "Assumption",
    "Assumptions",
    "Backtest",
    "Band",
    "Baseline",
    "Basket",
    "Draws",
    "Market",
    "MemberSpend",
    "Opportunity",
    "Overview",
    "PriceIndex",
    "Prices4",
    "Readiness",
    "ReadinessPart",
    "Sets",
    "Structure",
    "Trace",
    "TraceStep",
    "Values",
    "around",
    "assumptions",
    "backtest",
    "bands",
    "baseline_sentence",
    "baselines",
    "build",
    "build_families",
    "evaluate",
    "family_opportunities",
    "harmonised",
    "lines_of",
    "market_of",
    "matched",
    "opportunities",
    "overlook",
    "overview",
    "price_basket",
    "price_index",
    "ranked",
    "ratios",
    "read_backtest",
    "read_market",
    "read_price_index",
    "readiness",
    "region_names",
    "remove_price_index",
    "replace_price_index",
    "standing",
    "stars",
    "structure",
    "suppliers_n",
    "trace",
    "unsuitable_families",
    "what_if",
]
