"""A manifest: which files belong together, from which scenario, and the SHA-256 of each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Self

from jointproc import __version__
from jointproc.papers.identity import Identity

__all__ = ["MANIFEST", "Listed", "listing"]

MANIFEST: Final = "manifest.json"
_FORMAT: Final = "jointproc-manifest"


def listing(told: Identity, files: Mapping[str, bytes], refused: Mapping[str, str] | None = None) -> bytes:
    """The manifest of some files.

    Args:
        refused: papers that could not be made, and the sentence that says why.
    """
    content = {
        "format": _FORMAT,
        "jointproc": __version__,
        "identity": asdict(told),
        "files": [
            {"name": name, "sha256": hashlib.sha256(body).hexdigest(), "bytes": len(body)}
            for name, body in sorted(files.items())
        ],
        "refused": dict(refused or {}),
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


@dataclass(frozen=True, slots=True)
class Listed:
    """A manifest read back: the identity it speaks for and the hash of each file."""

    identity: Identity
    sha256: Mapping[str, str]

    @classmethod
    def of(cls, content: Any) -> Self | None:
        """From the JSON of a manifest; nothing when it is none of ours."""
        if not isinstance(content, dict) or content.get("format") != _FORMAT:
            return None
        try:
            told = Identity(**{k: str(v) for k, v in content["identity"].items()})
            return cls(told, {str(f["name"]): str(f["sha256"]) for f in content["files"]})
        except (KeyError, TypeError, AttributeError):
            return None
