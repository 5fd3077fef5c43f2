"""A paper knows its scenario: kept in its properties, and told apart when the scenario changes."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest

from jointproc.errors import InputError
from jointproc.papers import Identity, deck_bytes, identity_in, identity_of, manifest, scenario_hash, verify


@pytest.fixture
def files(tmp_path: Path, make) -> tuple[Path, Path]:
    paper = make()
    deck, scenario = tmp_path / "deck.pptx", tmp_path / "skenario.toml"
    deck.write_bytes(deck_bytes(paper))
    scenario.write_text(paper.scenario.to_toml(), encoding="utf-8")
    return deck, scenario


def test_the_identity_comes_back_out_of_the_file(files: tuple[Path, Path], make) -> None:
    told = identity_in(files[0])
    assert told == identity_of(make(), "deck")
    assert told is not None
    assert told.scenario_hash == scenario_hash(make().scenario)


def test_a_pair_belongs_together_and_a_changed_scenario_does_not(files: tuple[Path, Path]) -> None:
    deck, scenario = files
    assert [v.belongs for v in verify([deck, scenario])] == [True]
    assert [v.belongs for v in verify([deck])] == [None]
    text = scenario.read_text(encoding="utf-8")
    scenario.write_text("# catatan\n\n" + text, encoding="utf-8")
    assert verify([scenario, deck])[0].belongs is True, "comments don't matter"
    scenario.write_text(text.replace("term_years = 1", "term_years = 2"), encoding="utf-8")
    changed = verify([deck, scenario])[0]
    assert changed.belongs is False
    assert "sudah lain" in str(changed.sentence)
    scenario.write_text(text.replace('id = "uji"', 'id = "lain"'), encoding="utf-8")
    assert "tidak cocok" in str(verify([deck, scenario])[0].sentence)


def test_what_is_no_paper_is_a_sentence(files: tuple[Path, Path], tmp_path: Path) -> None:
    deck, scenario = files
    other = tmp_path / "lain.pptx"
    other.write_bytes(b"PK not a file")
    bomb = tmp_path / "bom.pptx"
    with zipfile.ZipFile(bomb, "w") as archive:
        archive.writestr("docProps/core.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    for bad in (other, bomb):
        with pytest.raises(InputError, match="bukan naskah buatan"):
            verify([bad, scenario])
    with pytest.raises(InputError, match="tidak ada"):
        verify([tmp_path / "hilang.pptx"])
    with pytest.raises(InputError, match="Tidak ada naskah"):
        verify([scenario])
    assert Identity.unpacked("kata, kunci; lain=1") is None
    assert manifest([deck]) == {"deck.pptx": hashlib.sha256(deck.read_bytes()).hexdigest()}


def test_the_longest_identity_fits_the_property(make) -> None:
    longest = make(id="x" * 64, version=123456)
    assert len(identity_of(longest, "kesepakatan").packed()) <= 255
