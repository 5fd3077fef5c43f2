"""What a cooperation agreement would mean for each member: scenario, game, splits, simulation."""

from jointproc.agreements.coalition import Coalitions, coalitions_of
from jointproc.agreements.cost_keys import COST_KEY_LABELS, COST_KEYS, CostKey
from jointproc.agreements.decision import DECISION_RULES, Decision, decide
from jointproc.agreements.game import EXACT_PLAYERS, coalitions, sampled_shapley, shapley
from jointproc.agreements.joining import Change, Changes, changes
from jointproc.agreements.partner_ground import LARGEST_SET, Limits
from jointproc.agreements.partners import (
    RANKS,
    Partition,
    Partners,
    PartnerSet,
    best_partition,
    best_sets,
    find_partition,
    find_partners,
)
from jointproc.agreements.scenario import MODELS, SCHEMA, Scenario, ScenarioMember
from jointproc.agreements.simulation import MemberResult, Simulation, part_of, simulate, simulate_market
from jointproc.agreements.splits import SPLIT_LABELS, SPLIT_RULES, by_share, rule_sentence, whole_rupiah
from jointproc.agreements.stability import Stability

__all__ = [
    "COST_KEYS",
    "COST_KEY_LABELS",
    "DECISION_RULES",
    "EXACT_PLAYERS",
    "LARGEST_SET",
    "MODELS",
    "RANKS",
    "SCHEMA",
    "SPLIT_LABELS",
    "SPLIT_RULES",
    "Change",
    "Changes",
    "Coalitions",
    "CostKey",
    "Decision",
    "Limits",
    "MemberResult",
    "Partition",
    "PartnerSet",
    "Partners",
    "Scenario",
    "ScenarioMember",
    "Simulation",
    "Stability",
    "best_partition",
    "best_sets",
    "by_share",
    "changes",
    "coalitions",
    "coalitions_of",
    "decide",
    "find_partition",
    "find_partners",
    "part_of",
    "rule_sentence",
    "sampled_shapley",
    "shapley",
    "simulate",
    "simulate_market",
    "whole_rupiah",
]
