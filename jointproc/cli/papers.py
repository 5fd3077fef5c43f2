"""Commands that make papers from a scenario, and check where a paper comes from."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jointproc.cli.context import Context, say_json
from jointproc.errors import InputError

if TYPE_CHECKING:
    from jointproc.papers import Paper

__all__ = ["KINDS", "export_command", "verify_command"]

KINDS: Final = {
    "deck": (".pptx",),
    "pks": (".docx",),
    "kesepakatan": (".docx",),
    "brief": (".pdf", ".docx"),
    "letter": (".docx",),
}
# kinds written for one region at a time
_FOR_ONE: Final = ("brief", "letter")


def export_command(context: Context) -> None:
    """Make one paper, or one for each region into a folder."""
    from jointproc.agreements import Scenario
    from jointproc.papers import identity_of, paper_of
    from jointproc.warehouse import warehouse

    words = context.words
    source, target = Path(words.scenario), Path(words.output)
    if not source.is_file():
        raise InputError("Berkas skenario {name} tidak ada: periksa nama dan foldernya.", name=str(source))
    if words.member and words.kind not in _FOR_ONE:
        raise InputError("--member hanya untuk naskah per daerah: {kinds}.", kinds=", ".join(_FOR_ONE))
    many = words.kind in _FOR_ONE and target.is_dir()
    if not many and target.suffix.lower() not in KINDS[words.kind]:
        raise InputError(
            "Nama berkas {name} harus berakhiran {suffix}.", name=target.name, suffix=", ".join(KINDS[words.kind])
        )
    if not many and words.kind in _FOR_ONE and not words.member:
        raise InputError("Sebutkan daerahnya dengan --member, atau sebuah folder dengan -o untuk semua daerah.")
    if not target.parent.is_dir():
        raise InputError("Folder {name} tidak ada: buat dahulu atau pilih folder lain.", name=str(target.parent))
    scenario = Scenario.from_toml(source.read_text(encoding="utf-8"))
    paper = paper_of(warehouse(), scenario, context.language)
    made = _many(paper, words.kind, words.member, target) if many else {target: words.member or ""}
    for path, code in made.items():
        path.write_bytes(_made(paper, words.kind, code, path.suffix.lower()))
    if words.json and many:
        say_json([{"file": str(p), **asdict(identity_of(paper, f"{words.kind}-{c}"))} for p, c in made.items()])
    elif words.json:
        kind = f"{words.kind}-{words.member}" if words.member else words.kind
        say_json({"file": str(target), **asdict(identity_of(paper, kind))})
    else:
        for path in made:
            context.say("{name} ditulis.", name=str(path))


def _many(paper: Paper, kind: str, member: str | None, folder: Path) -> dict[Path, str]:
    """Files for every region (or the one named), in every form of their kind."""
    from jointproc.papers import addressees

    codes = addressees(paper) if kind == "letter" else paper.scenario.codes
    return {
        folder / f"jointproc_{kind}_{code}_{paper.made_on.isoformat()}{suffix}": code
        for code in ((member,) if member else codes)
        for suffix in KINDS[kind]
    }


def _made(paper: Paper, kind: str, code: str, suffix: str) -> bytes:
    from jointproc.papers import brief_docx, brief_pdf, deck_bytes, draft_bytes, letter_docx

    if kind == "deck":
        return deck_bytes(paper)
    if kind == "brief":
        return brief_pdf(paper, code) if suffix == ".pdf" else brief_docx(paper, code)
    if kind == "letter":
        return letter_docx(paper, code)
    return draft_bytes(paper, "pks" if kind == "pks" else "kesepakatan")


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
