"""Commands that make papers from a scenario, and check where a paper comes from."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Final

from jointproc.cli.context import Context, say_json
from jointproc.errors import InputError

__all__ = ["KINDS", "export_command", "verify_command"]

KINDS: Final = {"deck": ".pptx", "pks": ".docx", "kesepakatan": ".docx"}


def export_command(context: Context) -> None:
    """Make one paper."""
    from jointproc.agreements import Scenario
    from jointproc.papers import PAPERS, identity_of, paper_of
    from jointproc.warehouse import warehouse

    words = context.words
    source, target = Path(words.scenario), Path(words.output)
    if not source.is_file():
        raise InputError("Berkas skenario {name} tidak ada: periksa nama dan foldernya.", name=str(source))
    if target.suffix.lower() != KINDS[words.kind]:
        raise InputError("Nama berkas {name} harus berakhiran {suffix}.", name=target.name, suffix=KINDS[words.kind])
    if not target.parent.is_dir():
        raise InputError("Folder {name} tidak ada: buat dahulu atau pilih folder lain.", name=str(target.parent))
    scenario = Scenario.from_toml(source.read_text(encoding="utf-8"))
    paper = paper_of(warehouse(), scenario, context.language)
    target.write_bytes(PAPERS[words.kind].build(paper, ""))
    if words.json:
        say_json({"file": str(target), **asdict(identity_of(paper, words.kind))})
    else:
        context.say("{name} ditulis.", name=str(target))


def verify_command(context: Context) -> None:
    """Do papers and scenarios belong together? Exit 1 when one does not."""
    from jointproc.papers import verify

    found = verify([Path(name) for name in context.words.files])
    if context.words.json:
        say_json(
            {
                "ok": all(v.belongs is not False for v in found),
                "files": [
                    {"name": v.name, "sha256": v.sha256, "belongs": v.belongs, **asdict(v.identity)} for v in found
                ],
            }
        )
    else:
        for one in found:
            mark = {True: "✓ ", False: "✗ ", None: "· "}[one.belongs]
            print(mark + one.sentence.render(context.language))
    if any(v.belongs is False for v in found):
        raise SystemExit(1)
