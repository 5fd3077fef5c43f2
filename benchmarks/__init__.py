"""Ratios against named baselines, measured in the same run. Run by hand: ``make bench``."""
