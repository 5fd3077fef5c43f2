"""Read any spending file we know, show how it was understood, and hand on clean purchases and issues."""

from jointproc.intake.clean import PURCHASE_COLUMNS
from jointproc.intake.files import LARGEST_BYTES
from jointproc.intake.issues import ISSUE_COLUMNS
from jointproc.intake.numbers import read_numbers
from jointproc.intake.presets import Preset, preset_named, presets
from jointproc.intake.reading import Reading, read, read_bytes
from jointproc.intake.template import template
from jointproc.intake.units import unit_of

__all__ = [
    "ISSUE_COLUMNS",
    "LARGEST_BYTES",
    "PURCHASE_COLUMNS",
    "Preset",
    "Reading",
    "preset_named",
    "presets",
    "read",
    "read_bytes",
    "read_numbers",
    "template",
    "unit_of",
]
