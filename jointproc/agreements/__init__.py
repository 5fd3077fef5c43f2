"""What a cooperation agreement would mean for each member: scenario, game, splits, simulation."""

from jointproc.agreements.coalition import Coalitions, coalitions_of
from jointproc.agreements.game import EXACT_PLAYERS, coalitions, sampled_shapley, shapley
from jointproc.agreements.scenario import DECISION_RULES, MODELS, SCHEMA, Scenario, ScenarioMember
from jointproc.agreements.simulation import MemberResult, Simulation, simulate, simulate_market
from jointproc.agreements.splits import SPLIT_RULES, by_share, rule_sentence, whole_rupiah

__all__ = [
    "DECISION_RULES",
    "EXACT_PLAYERS",
    "MODELS",
    "SCHEMA",
    "SPLIT_RULES",
    "Coalitions",
    "MemberResult",
    "Scenario",
    "ScenarioMember",
    "Simulation",
    "by_share",
    "coalitions",
    "coalitions_of",
    "rule_sentence",
    "sampled_shapley",
    "shapley",
    "simulate",
    "simulate_market",
    "whole_rupiah",
]
