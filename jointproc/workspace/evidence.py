"""Evidence: files kept under their own hash, inside the same database and transaction as what they prove."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Final

from sqlalchemy import Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from jointproc.errors import InputError, OurFault
from jointproc.workspace.tables import _Base

__all__ = ["LARGEST_EVIDENCE", "clean_name", "evidence_bytes", "keep_evidence"]

LARGEST_EVIDENCE: Final = 10_000_000
_LONGEST_NAME: Final = 120
_UNSAFE: Final = re.compile(r"[^\w .()-]+")


class _EvidenceFile(_Base):
    """The bytes of one file, once, however often it is attached."""

    __tablename__ = "evidence_file"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size_n: Mapped[int] = mapped_column(Integer)
    content: Mapped[bytes] = mapped_column(LargeBinary)


def clean_name(name: str) -> str:
    """A file's name without folders, control or direction characters, at most 120 letters, ending kept.

    >>> clean_name("..\\\\..\\\\PKS ditandatangani.pdf")
    'PKS ditandatangani.pdf'
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(c for c in last if unicodedata.category(c)[0] != "C")
    safe = " ".join(_UNSAFE.sub("_", seen).split()).strip(". ")
    stem, dot, ending = safe.rpartition(".")
    if not dot:
        return safe[:_LONGEST_NAME] or "berkas"
    return f"{stem[: _LONGEST_NAME - 11]}.{ending[:10]}"


def keep_evidence(session: Session, name: str, content: bytes) -> str:
    """Keep the bytes and return their SHA-256.

    Raises:
        InputError: the file is empty or too large.
    """
    if not content:
        raise InputError("Berkas {file} kosong: pilih berkas yang berisi.", file=name)
    if len(content) > LARGEST_EVIDENCE:
        raise InputError(
            "Berkas {file} lebih besar dari {most} MB: perkecil pindaiannya, atau bagi menjadi beberapa berkas.",
            file=name,
            most=str(LARGEST_EVIDENCE // 1_000_000),
        )
    digest = hashlib.sha256(content).hexdigest()
    if session.get(_EvidenceFile, digest) is None:
        session.add(_EvidenceFile(sha256=digest, size_n=len(content), content=content))
    return digest


def evidence_bytes(session: Session, sha256: str) -> bytes:
    """The bytes of a kept file.

    Raises:
        InputError: no such file.
        OurFault: what is kept is no longer what was attached.
    """
    found = session.get(_EvidenceFile, sha256)
    if found is None:
        raise InputError("Berkas bukti {sha256} tidak ada di ruang kerja ini.", sha256=sha256[:12])
    if hashlib.sha256(found.content).hexdigest() != sha256:
        raise OurFault("Berkas bukti {sha256} berubah sejak dilampirkan: ambil dari cadangan.", sha256=sha256[:12])
    return found.content
