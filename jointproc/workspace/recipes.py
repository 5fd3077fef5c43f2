"""How the columns of a layout are read: every save is a new version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, Integer, String, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from jointproc.errors import InputError
from jointproc.workspace.audit import append
from jointproc.workspace.database import Database
from jointproc.workspace.tables import _Base, _now

__all__ = ["Recipes", "SavedRecipe"]


class _RecipeVersion(_Base):
    """One saved state of one mapping of columns; an empty text says that it was taken back. Rows are only added."""

    __tablename__ = "recipe_version"
    __table_args__ = (UniqueConstraint("fingerprint", "version"),)

    row_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64), index=True)
    version: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(String(300))
    recipe_json: Mapped[str] = mapped_column(Text)
    saved_by: Mapped[str] = mapped_column(String(200))
    saved_at: Mapped[datetime] = mapped_column(DateTime)


@dataclass(frozen=True, slots=True)
class SavedRecipe:
    """The newest state of a mapping of columns."""

    fingerprint: str
    version: int
    title: str
    recipe_json: str
    saved_by: str
    saved_at: datetime


class Recipes(Database):
    """Mappings of columns."""

    def save_recipe(self, recipe_json: str, fingerprint: str, title: str, by: str = "") -> int:
        """Keep how the columns of a layout are to be read; returns the version. Earlier versions stay."""
        return self._add_recipe(fingerprint, title, recipe_json, by, "save_recipe")

    def recipe_for(self, fingerprint: str) -> str | None:
        """The newest recipe for files with these headers; ``None`` when there is none."""
        with self._reading() as session:
            row = session.scalar(_latest_recipe(fingerprint))
            return row.recipe_json if row is not None and row.recipe_json else None

    def recipes(self) -> list[SavedRecipe]:
        """The newest version of every recipe, last saved first."""
        newest = (
            select(_RecipeVersion.fingerprint, func.max(_RecipeVersion.version).label("version"))
            .group_by(_RecipeVersion.fingerprint)
            .subquery()
        )
        rows = (
            select(_RecipeVersion)
            .join(
                newest,
                (_RecipeVersion.fingerprint == newest.c.fingerprint) & (_RecipeVersion.version == newest.c.version),
            )
            .where(_RecipeVersion.recipe_json != "")
            .order_by(_RecipeVersion.saved_at.desc(), _RecipeVersion.row_id.desc())
        )
        with self._reading() as session:
            return [
                SavedRecipe(r.fingerprint, r.version, r.title, r.recipe_json, r.saved_by, r.saved_at)
                for r in session.scalars(rows)
            ]

    def forget_recipe(self, fingerprint: str, by: str = "") -> None:
        """Offer a recipe no more. Raises ``InputError`` when there is none."""
        found = next((r for r in self.recipes() if r.fingerprint == fingerprint), None)
        if found is None:
            raise InputError("Resep pemetaan {recipe} tidak ada di ruang kerja ini.", recipe=fingerprint)
        self._add_recipe(fingerprint, found.title, "", by, "forget_recipe")

    def _add_recipe(self, fingerprint: str, title: str, recipe_json: str, by: str, what: str) -> int:
        with self._session() as session:
            before = session.scalar(_latest_recipe(fingerprint))
            version = (before.version if before else 0) + 1
            session.add(
                _RecipeVersion(
                    fingerprint=fingerprint,
                    version=version,
                    title=title[:300],
                    recipe_json=recipe_json,
                    saved_by=by[:200],
                    saved_at=_now(),
                )
            )
            was = before.recipe_json if before else ""
            append(session, by=by, what=what, about=fingerprint, before=was, after=recipe_json)
            return version


def _latest_recipe(fingerprint: str) -> Any:
    return (
        select(_RecipeVersion)
        .where(_RecipeVersion.fingerprint == fingerprint)
        .order_by(_RecipeVersion.version.desc())
        .limit(1)
    )
