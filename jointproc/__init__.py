"""Jointproc: what neighbouring regional governments buy alike, and what buying it together would honestly save."""

__version__ = "0.4.0"
