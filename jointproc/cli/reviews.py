"""Commands about goods that may be the same: what waits for people, and what a person says."""

from __future__ import annotations

from typing import Any

from jointproc.cli.context import Context, rupiah, say_json
from jointproc.errors import InputError
from jointproc.text import format_idr, format_share

__all__ = ["decide_command", "reviews_command"]


def reviews_command(context: Context) -> None:
    """Pairs of goods in the order in which an answer is expected to move money."""
    from jointproc.pipeline.reviewing import narrowed, review_queue
    from jointproc.warehouse import Scope, warehouse
    from jointproc.workspace import workspace

    words = context.words
    queue = review_queue(warehouse(), Scope(), workspace().match_decisions())
    pairs = narrowed(queue, words.state, words.family, words.region).head(words.top)
    rows: list[dict[Any, Any]] = pairs.to_dict("records")
    if words.json:
        say_json([_as_json(row) for row in rows])
        return
    context.table(
        [
            (
                r["left_id"],
                r["right_id"],
                r["left_name"],
                r["right_name"],
                format_share(r["chance"], context.language, 0),
                format_idr(r["stake_idr"], context.language),
            )
            for r in rows
        ],
        ("LEFT", "RIGHT", "Barang kiri", "Barang kanan", "Peluang sama", "Menyangkut"),
    )


def _as_json(row: dict[Any, Any]) -> dict[str, Any]:
    sides = {
        side: {
            "good_id": row[f"{side}_id"],
            "name": row[f"{side}_name"],
            "family": row[f"{side}_family"],
            "base_unit": row[f"{side}_unit"],
            "regions": list(row[f"{side}_regions"]),
            "amount_idr": rupiah(row[f"{side}_amount_idr"]),
        }
        for side in ("left", "right")
    }
    return {
        **sides,
        "state": row["state"],
        "verdict": row["verdict"],
        "confidence": round(float(row["confidence"]), 4),
        "same_probability": round(float(row["chance"]), 4),
        "unit_factor": float(f"{row['factor']:.6g}"),
        "joined": bool(row["joined"]),
        "stake_idr": rupiah(row["stake_idr"]),
        "expected_move_idr": round(float(row["moves_idr"]), 2),
    }


def decide_command(context: Context) -> None:
    """What a person says two goods are to each other."""
    from jointproc.pipeline import decide_match
    from jointproc.warehouse import warehouse

    words = context.words
    by = words.by.strip()
    if not by:
        raise InputError("Sebutkan siapa yang memutuskan: --by NAMA.")
    known = set(warehouse().query("wordings")["good_id"])
    if not {words.left, words.right} <= known:
        raise InputError(
            "Pasangan {left} dan {right} belum dikenal: pakai kode dari perintah reviews.",
            left=words.left,
            right=words.right,
        )
    said = decide_match(words.left, words.right, words.verdict, by=by, note=words.note)
    if context.words.json:
        say_json(
            {
                "left_id": said.left_id,
                "right_id": said.right_id,
                "verdict": said.verdict,
                "left_text": said.left_text,
                "right_text": said.right_text,
                "said_by": said.said_by,
                "said_at": said.said_at,
            }
        )
        return
    context.say("{verdict}: {left} dan {right}", verdict=said.verdict, left=said.left_text, right=said.right_text)
