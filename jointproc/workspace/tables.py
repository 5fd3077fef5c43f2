"""The base of every table of the workspace, and the clock of what is decided."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import DeclarativeBase

__all__: list[str] = []


class _Base(DeclarativeBase):
    pass


def _now() -> datetime:
    """UTC without a zone, as the tables keep it."""
    return datetime.now(UTC).replace(tzinfo=None)
