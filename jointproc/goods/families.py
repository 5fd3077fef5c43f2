"""Commodity families: which one a purchase belongs to, and how well the family suits buying together.

The name of the product catalogue decides first (it says what was really bought). Else the words of the text, the
account code (a hint only: its generic codes hide anything) and the KBKI code are weighed together; see
``family_words`` for how a text is read and ``data/reference/family_rules.csv`` for the words.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import pandas as pd

from jointproc import settings
from jointproc.goods.family_words import code_hits, find, first_phrase, scores
from jointproc.text import Message, msg

__all__ = ["OTHER", "Family", "classify", "families", "family"]

OTHER: Final = "lainnya"


@dataclass(frozen=True, slots=True)
class Family:
    """A commodity family. ``suitability`` runs from 0 (never pool) to 5; ``reason`` and ``warning`` say why, and the
    same in English (``_en``)."""

    key: str
    label: str
    label_en: str
    suitability: int
    reason: str
    reason_en: str
    warning: str
    warning_en: str
    evidence: str

    def render(self, language: str) -> str:
        """Why it suits or not, for use inside a sentence."""
        return (self.reason_en if language == "en" else self.reason) or "–"


@cache
def families() -> dict[str, Family]:
    """All families by key, in the order of the reference file."""
    with (settings.REFERENCE / "families.csv").open(encoding="utf-8", newline="") as handle:
        return {
            row["family"]: Family(
                row["family"],
                row["label"],
                row["label_en"],
                int(row["suitability"]),
                row["reason"],
                row["reason_en"],
                row["warning"],
                row["warning_en"],
                row["evidence"],
            )
            for row in csv.DictReader(handle)
        }


def family(key: str) -> Family:
    """One family; the catch-all for a key that is not known."""
    return families().get(key) or families()[OTHER]


def _confidence(best: float, second: float) -> float:
    """How often a family with this score and this lead is right; measured, see ``docs/methods/families.md``."""
    lead = (best - second) / best
    return round(min(0.97, 0.35 + 0.3 * min(best, 10.0) / 10.0 + 0.4 * lead), 2)


def _classify_one(catalogue: str, text: str, account: str, kbki: str) -> tuple[str, float, Message]:
    named = first_phrase(catalogue) if catalogue else None
    if named is not None:
        return *named, msg("Nama katalog “{name}”", name=catalogue)
    hits = find(text)
    if account or kbki:
        hits += [*code_hits("account", account), *code_hits("kbki", kbki)]
    ranked = scores(hits)
    if not ranked:
        return OTHER, 0.0, msg("Tidak ada kata atau kode yang dikenali")
    best, key, words = ranked[0]
    confidence = _confidence(best, ranked[1][0] if len(ranked) > 1 else 0.0)
    if any(hit.start < 0 and hit.words == words for hit in hits):
        return key, confidence, msg("Kode “{code}”", code=words)
    return key, confidence, _by_words(words)


@lru_cache(maxsize=100_000)
def _by_words(words: str) -> Message:
    return msg("Kata “{words}”", words=words)


def classify(purchases: pd.DataFrame) -> pd.DataFrame:
    """Family, confidence and reason of each purchase.

    Args:
        purchases: columns ``catalogue, text, spec, account_code`` and, where there is one, ``kbki`` (text or missing).

    Returns:
        ``family, confidence, reason`` on the same index: a key of :func:`families`, a share from 0 (nothing was
        recognised) to 0.97, and a :class:`~jointproc.text.Message` with the words or the code that decided. Each
        distinct combination is classified once.
    """
    none = pd.Series("", index=purchases.index)
    columns = ("catalogue", "text", "spec", "account_code", "kbki")
    said = {
        name: purchases[name].astype("object").fillna("").astype(str) if name in purchases else none for name in columns
    }
    # With a catalogue name the text is only "<catalogue> · <product code>": one answer per catalogue is enough.
    known = {name: first_phrase(name) is not None for name in said["catalogue"].unique()}
    decided = said["catalogue"].map(known).to_numpy(dtype=bool)
    text = (said["text"] + "\n" + said["spec"]).mask(decided, "")
    account, kbki = said["account_code"].mask(decided, ""), said["kbki"].mask(decided, "")
    answers: dict[tuple[str, str, str, str], tuple[str, float, Message]] = {}
    rows = []
    for each in zip(said["catalogue"].tolist(), text.tolist(), account.tolist(), kbki.tolist(), strict=True):
        found = answers.get(each)
        if found is None:
            answers[each] = found = _classify_one(*each)
        rows.append(found)
    return pd.DataFrame(rows, columns=["family", "confidence", "reason"], index=purchases.index)
