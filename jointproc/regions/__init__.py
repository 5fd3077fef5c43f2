"""Regions of Indonesia: codes, names in any spelling, neighbours, distances, shapes."""

from jointproc.regions.adjacency import DEFAULT_WITHIN_KM, LARGEST_GAP_KM, Neighbour, neighbour_pairs, neighbours_of
from jointproc.regions.bodies import Body, body_note
from jointproc.regions.catalogue import Kind, Region, centre_distance_km, region, regions
from jointproc.regions.geometry import Installed, boundaries, install_boundaries, land, remove_boundaries
from jointproc.regions.resolver import How, Resolution, Suggestion, resolve, resolve_many

__all__ = [
    "DEFAULT_WITHIN_KM",
    "LARGEST_GAP_KM",
    "Body",
    "How",
    "Installed",
    "Kind",
    "Neighbour",
    "Region",
    "Resolution",
    "Suggestion",
    "body_note",
    "boundaries",
    "centre_distance_km",
    "install_boundaries",
    "land",
    "neighbour_pairs",
    "neighbours_of",
    "region",
    "regions",
    "remove_boundaries",
    "resolve",
    "resolve_many",
]
