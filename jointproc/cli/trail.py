"""The command about the audit trail: who decided what, when; and whether it is whole."""

from __future__ import annotations

from dataclasses import asdict
from typing import Final

from jointproc.cli.context import Context, say_json
from jointproc.text import msg

__all__ = ["audit_command"]

_SHOWN: Final = 60
_HEADER: Final = (
    msg("Baris"),
    msg("Waktu (UTC)"),
    msg("Oleh"),
    msg("Tindakan"),
    msg("Tentang"),
    msg("Sesudahnya"),
    msg("Hash"),
)


def audit_command(context: Context) -> None:
    """List the trail, or check it; exit 1 when it is not whole."""
    from jointproc.workspace import workspace

    words = context.words
    if words.check or words.head:
        found = workspace().check_audit(words.head or "")
        if words.json:
            say_json(
                {
                    "ok": found.ok,
                    "entries": found.entries_n,
                    "head": found.head,
                    "broken_row": found.broken_row,
                    "message": found.sentence.render(context.language),
                }
            )
        elif found.ok:
            context.say("Jejak audit utuh: {n} entri tersambung. Ujung: {head}", n=found.entries_n, head=found.head)
        else:
            print(found.sentence.render(context.language))
        if not found.ok:
            raise SystemExit(1)
        return
    entries = workspace().audit(words.about)
    if words.json:
        say_json([asdict(one) for one in entries])
        return
    context.table(
        [
            (
                str(one.row_id),
                f"{one.at:%Y-%m-%d %H:%M}",
                one.by or "–",
                one.what,
                one.about,
                " ".join(one.after.split())[:_SHOWN],
                one.row_hash[:12],
            )
            for one in entries
        ],
        [str(name) for name in _HEADER],
    )
