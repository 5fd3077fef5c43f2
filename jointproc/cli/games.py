"""Commands of cooperative games and votes, for those who want to check the arithmetic by itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jointproc.cli.context import Context, say_json
from jointproc.errors import InputError

__all__ = ["game_command", "power_command"]


def game_command(context: Context) -> None:
    """Shapley value, nucleolus, tau and the core of a game of savings."""
    from jointproc.agreements.game import shapley
    from jointproc.agreements.solutions import core, excesses, nucleolus, tau

    values = _game(Path(context.words.file))
    found = {"shapley": shapley(values), "nucleolus": nucleolus(values), "tau": tau(values)}
    best = core(values)
    scale = max(1.0, float(abs(values).max()))
    inside = {rule: bool(excesses(values, part)[1:].max() <= 1e-7 * scale) for rule, part in found.items()}
    if context.words.json:
        say_json(
            {
                **{rule: [round(float(v), 9) for v in part] for rule, part in found.items()},
                "core_empty": best.empty,
                "in_core": inside,
            }
        )
        return
    context.table(
        [
            (rule, ", ".join(f"{v:,.2f}" for v in part), "ya" if inside[rule] else "tidak")
            for rule, part in found.items()
        ],
        ("Aturan", "Bagian setiap pemain", "Di dalam inti"),
    )


def power_command(context: Context) -> None:
    """Power indices of a weighted vote."""
    from jointproc.agreements.voting import power

    words = context.words
    found = power(words.quota, words.weights)
    if words.json:
        say_json(
            {
                "quota": words.quota,
                "weights": words.weights,
                "banzhaf": [float(v) for v in found.banzhaf],
                "shapley_shubik": [float(v) for v in found.shapley_shubik],
                "veto": list(found.veto),
                "dummies": list(found.dummies),
                "blocking_n": found.blocking_n,
            }
        )
        return
    context.table(
        [
            (str(i + 1), f"{w:g}", f"{b:.4f}", f"{s:.4f}")
            for i, (w, b, s) in enumerate(zip(words.weights, found.banzhaf, found.shapley_shubik, strict=True))
        ],
        ("Anggota", "Bobot", "Banzhaf", "Shapley–Shubik"),
    )


def _game(path: Path) -> Any:
    import numpy as np

    if not path.is_file():
        raise InputError("Berkas {name} tidak ada: periksa nama dan foldernya.", name=str(path))
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        players_n = int(told["players"] if not isinstance(told["players"], list) else len(told["players"]))
        values = np.zeros(1 << players_n) if 1 <= players_n <= 14 else np.zeros(0)
        for names, value in told["values"].items():
            values[sum(1 << int(n) - 1 for n in str(names).split(",") if n.strip())] = float(value)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise InputError(
            "Berkas {name} bukan permainan: yang diperlukan `players` (1 sampai 14) dan `values`, "
            'misalnya {{"players": 2, "values": {{"1": 0, "2": 0, "1,2": 10}}}}.',
            name=path.name,
        ) from error
    if not len(values) or not np.isfinite(values).all():
        raise InputError("Permainan harus memuat nilai setiap koalisi: 2 pangkat jumlah pemain.")
    values[0] = 0.0
    return values
