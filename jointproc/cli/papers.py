"""Commands that make papers from a scenario, and check where a paper comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from jointproc.cli.context import Context, say_json
from jointproc.errors import InputError

if TYPE_CHECKING:
    from jointproc.papers import Paper

__all__ = ["export_command", "verify_command"]


def export_command(context: Context) -> None:
    """Make one paper, one for each region into a folder, or all of them."""
    from jointproc.papers import ALL, PAPERS, paper_kind

    words = context.words
    target = Path(words.output)
    if words.kind == ALL:
        return _export_all(context, target)
    kind = paper_kind(words.kind)
    if words.member and not kind.regions:
        raise InputError(
            "--member hanya untuk naskah per daerah: {kinds}.",
            kinds=", ".join(name for name, one in PAPERS.items() if one.regions),
        )
    many = bool(kind.regions) and target.is_dir()
    if not many and target.suffix.lower() not in kind.forms:
        raise InputError(
            "Nama berkas {name} harus berakhiran {suffix}.", name=target.name, suffix=", ".join(kind.forms)
        )
    if not many and kind.regions and not words.member:
        raise InputError("Sebutkan daerahnya dengan --member, atau sebuah folder dengan -o untuk semua daerah.")
    if not target.parent.is_dir():
        raise InputError("Folder {name} tidak ada: buat dahulu atau pilih folder lain.", name=str(target.parent))
    paper = _paper(context)
    made = {target: (words.member or "", target.suffix.lower())}
    if many:
        made = {target / n: (c, s) for n, c, s in kind.files(paper) if words.member in (None, c)}
    for path, (code, suffix) in made.items():
        path.write_bytes(kind.build(paper, code, suffix))
    _tell(context, paper, {path: code for path, (code, _suffix) in made.items()}, many=many)


def _tell(context: Context, paper: Paper, made: Mapping[Path, str], *, many: bool) -> None:
    from jointproc.papers import identity_of

    kind = context.words.kind
    if context.words.json:
        files = [{"file": str(p), **asdict(identity_of(paper, f"{kind}-{c}" if c else kind))} for p, c in made.items()]
        say_json(files if many else files[0])
        return
    for path in made:
        context.say("{name} ditulis.", name=str(path))


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
    return paper_of(warehouse(), Scenario.from_bytes(source.read_bytes()), context.language)


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
