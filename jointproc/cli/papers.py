"""Commands that make papers from a scenario, and check where a paper comes from."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from jointproc.cli.context import Context, say_json
from jointproc.errors import InputError

if TYPE_CHECKING:
    from jointproc.papers import Paper

__all__ = ["export_command", "verify_command"]


def export_command(context: Context) -> None:
    """Make one paper, or all of them."""
    from jointproc.papers import ALL, identity_of, paper_kind

    words = context.words
    target = Path(words.output)
    if words.kind == ALL:
        return _export_all(context, target)
    kind = paper_kind(words.kind)
    if target.suffix.lower() != kind.suffix:
        raise InputError("Nama berkas {name} harus berakhiran {suffix}.", name=target.name, suffix=kind.suffix)
    if not target.parent.is_dir():
        raise InputError("Folder {name} tidak ada: buat dahulu atau pilih folder lain.", name=str(target.parent))
    paper = _paper(context)
    target.write_bytes(kind.build(paper))
    if words.json:
        say_json({"file": str(target), **asdict(identity_of(paper, words.kind))})
    else:
        context.say("{name} ditulis.", name=str(target))


def _export_all(context: Context, folder: Path) -> None:
    """Every paper of a scenario and the manifest; a folder with other people's files is left alone."""
    from jointproc.papers import ALL, MANIFEST, bundle, identity_in, identity_of

    if folder.exists() and not folder.is_dir():
        raise InputError("{name} bukan folder: sebutkan nama folder.", name=str(folder))
    if folder.is_dir() and any(folder.iterdir()) and identity_in(folder / MANIFEST) is None:
        raise InputError(
            "Folder {name} berisi berkas lain: sebutkan folder kosong atau folder hasil `export all` sebelumnya.",
            name=str(folder),
        )
    if not folder.parent.is_dir():
        raise InputError("Folder {name} tidak ada: buat dahulu atau pilih folder lain.", name=str(folder.parent))
    paper = _paper(context)
    made = bundle(paper)
    folder.mkdir(exist_ok=True)
    for name, content in made.files.items():
        (folder / name).write_bytes(content)
    refused = {name: sentence.render(context.language) for name, sentence in made.refused.items()}
    if context.words.json:
        say_json(
            {
                "folder": str(folder),
                "files": sorted(made.files),
                "refused": refused,
                **asdict(identity_of(paper, ALL)),
            }
        )
        return
    for name in made.files:
        context.say("{name} ditulis.", name=str(folder / name))
    for name, sentence in refused.items():
        context.say("{name} tidak dibuat: {reason}", name=name, reason=sentence)


def _paper(context: Context) -> Paper:
    from jointproc.agreements import Scenario
    from jointproc.papers import paper_of
    from jointproc.warehouse import warehouse

    source = Path(context.words.scenario)
    if not source.is_file():
        raise InputError("Berkas skenario {name} tidak ada: periksa nama dan foldernya.", name=str(source))
    return paper_of(warehouse(), Scenario.from_toml(source.read_text(encoding="utf-8")), context.language)


def verify_command(context: Context) -> None:
    """Do papers and scenarios belong together, and is each as it was made? Exit 1 when one is not."""
    from jointproc.papers import verify

    found = verify([Path(name) for name in context.words.files])
    if context.words.json:
        say_json(
            {
                "ok": all(v.ok for v in found),
                "files": [
                    {
                        "name": v.name,
                        "sha256": v.sha256,
                        "belongs": v.belongs,
                        "intact": v.intact,
                        **asdict(v.identity),
                    }
                    for v in found
                ],
            }
        )
    else:
        for one in found:
            mark = "✗ " if not one.ok else "✓ " if one.belongs or one.intact else "· "
            print(mark + one.sentence.render(context.language))
    if not all(v.ok for v in found):
        raise SystemExit(1)
