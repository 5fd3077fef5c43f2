"""Is every sentence of the app in the English catalogue?  ``python -m tests.catalogue [--update]``

Sentences are the literal first arguments of ``msg``, ``_``, ``N_`` and of the two error classes.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "jointproc" / "locale" / "en" / "LC_MESSAGES" / "jointproc.po"
MARKERS = {"msg", "_", "N_", "InputError", "OurFault", "UnknownLayout"}
_PLACE = re.compile(r"\{(\w+)[^}]*\}")


def _literal(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def sentences() -> dict[str, list[tuple[str, int]]]:
    """Every marked sentence and the places it stands."""
    found: dict[str, list[tuple[str, int]]] = {}
    files = [ROOT / "app.py", *sorted((ROOT / "pages").rglob("*.py")), *sorted((ROOT / "jointproc").rglob("*.py"))]
    for path in files:
        if not path.exists():
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node) in MARKERS | {"say"} and node.args:
                text = _literal(node.args[0])
                if text:
                    found.setdefault(text, []).append((str(path.relative_to(ROOT)), node.lineno))
    for path in sorted((ROOT / "jointproc" / "intake" / "presets").glob("*.toml")):
        if refuse := tomllib.loads(path.read_text(encoding="utf-8")).get("refuse"):
            found.setdefault(refuse, []).append((str(path.relative_to(ROOT)), 1))
    # words made up at run time from fixed lists
    for word in ("triliun", "miliar", "juta"):
        found.setdefault(word, []).append(("jointproc/text.py", 1))
    return found


def catalogue() -> Catalog:
    """The English catalogue as it stands."""
    if not PO.exists():
        return Catalog(locale="en", project="Jointproc", charset="utf-8")
    with PO.open("rb") as handle:
        return read_po(handle, locale="en")


def missing() -> list[str]:
    """Sentences without English: the screen would show the Indonesian source for them."""
    known = {str(m.id): str(m.string) for m in catalogue() if m.id}
    used = sentences()
    return [f"no English: {text!r} ({used[text][0][0]})" for text in used if not known.get(text)]


def problems() -> list[str]:
    """Translations whose places differ from their source: such a sentence would fail when it is shown."""
    known = {str(m.id): str(m.string) for m in catalogue() if m.id}
    return [
        f"places differ: {text!r} → {known[text]!r}"
        for text in sentences()
        if known.get(text) and set(_PLACE.findall(text)) != set(_PLACE.findall(known[text]))
    ]


def update() -> int:
    """Add new sentences to the catalogue with an empty translation; returns how many are still empty."""
    old = catalogue()
    fresh = Catalog(locale="en", project="Jointproc", charset="utf-8", fuzzy=False)
    for text, places in sorted(sentences().items()):
        before = old.get(text)
        fresh.add(text, before.string if before else "", locations=[(p, 0) for p, _line in places[:1]])
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as handle:
        write_po(handle, fresh, width=120, omit_header=False, include_lineno=False)
    return sum(1 for m in fresh if m.id and not m.string)


if __name__ == "__main__":
    if "--update" in sys.argv:
        print(f"{update()} sentences without English in {PO.relative_to(ROOT)}")
    else:
        found, untold = problems(), missing()
        print("\n".join(found + untold[:20]))
        print(f"{len(untold)} of {len(sentences())} sentences have no English yet; {len(found)} have other places")
        raise SystemExit(1 if found or untold else 0)
