"""Two wordings side by side: what only one of them says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointproc.goods.side_by_side import side_by_side


def _marked(left: str, right: str) -> tuple[str, str]:
    mine, yours = ("".join(f"[{p.text}]" if p.differs else p.text for p in side) for side in side_by_side(left, right))
    return mine, yours


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Pulpen 0,5 mm hitam", "Pulpen 0.5mm biru", ("Pulpen 0,5 mm [hitam]", "Pulpen 0.5mm [biru]")),
        ("Pulpen, gel", "pulpen GEL", ("Pulpen, gel", "pulpen GEL")),
        ("Amplop nomor 90", "AMPLOP No. 90", ("Amplop nomor 90", "AMPLOP No. 90")),
        ("Kertas A4 80gr", "Kertas A4 70 gram", ("Kertas A4 [80]gr", "Kertas A4 [70] gram")),
        ("Meja kayu jati besar", "Meja besi", ("Meja [kayu jati besar]", "Meja [besi]")),
        ("", "Meja", ("", "[Meja]")),
    ],
)  # fmt: skip
def test_what_differs_is_marked(left: str, right: str, expected: tuple[str, str]) -> None:
    assert _marked(left, right) == expected


@given(st.text(max_size=80), st.text(max_size=80))
def test_the_pieces_are_the_text(left: str, right: str) -> None:
    mine, yours = side_by_side(left, right)
    assert "".join(p.text for p in mine) == left
    assert "".join(p.text for p in yours) == right
    assert not any(p.differs for side in side_by_side(left, left) for p in side)
