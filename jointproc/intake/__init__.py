"""Read any spending file, show how it was understood, and hand on clean purchases and issues."""

from jointproc.intake.clean import PURCHASE_COLUMNS, NumberNote
from jointproc.intake.files import LARGEST_BYTES
from jointproc.intake.issues import ISSUE_COLUMNS
from jointproc.intake.numbers import read_numbers
from jointproc.intake.personal import is_personal
from jointproc.intake.presets import Preset, UnknownLayout, preset_named, presets
from jointproc.intake.readers import sheets
from jointproc.intake.reading import Reading, read, read_bytes
from jointproc.intake.recipe import Recipe, fingerprint
from jointproc.intake.rules import RULES
from jointproc.intake.template import template
from jointproc.intake.units import unit_of

__all__ = [
    "ISSUE_COLUMNS",
    "LARGEST_BYTES",
    "PURCHASE_COLUMNS",
    "RULES",
    "NumberNote",
    "Preset",
    "Reading",
    "Recipe",
    "UnknownLayout",
    "fingerprint",
    "is_personal",
    "preset_named",
    "presets",
    "read",
    "read_bytes",
    "read_numbers",
    "sheets",
    "template",
    "unit_of",
]
