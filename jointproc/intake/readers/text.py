"""Bytes as text: any usual encoding becomes UTF-8, in memory or on disk, without ever copying a large file whole."""

from __future__ import annotations

import codecs
import io
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

import pyarrow as pa

from jointproc.errors import InputError

__all__ = ["Text", "as_utf8"]

BLOCK: Final = 8 * 1024 * 1024
_BOM: Final = b"\xef\xbb\xbf"
_START: Final = 4096
# Single bytes that are no UTF-8 are read as cp1252, so that one broken name does not spoil all the others.
_MIXED: Final = "jointproc-cp1252"


class Text:
    """UTF-8 text without byte order mark and without NUL, read in blocks."""

    def __init__(self, data: bytes | Path, begins: int = 0) -> None:
        self.data, self.begins = data, begins
        self.size = (data.stat().st_size if isinstance(data, Path) else len(data)) - begins

    def start(self, n: int) -> bytes:
        """The first ``n`` bytes."""
        if isinstance(self.data, bytes):
            return self.data[self.begins : self.begins + n]
        with self.data.open("rb") as handle:
            handle.seek(self.begins)
            return handle.read(n)

    def blocks(self) -> Iterator[bytes]:
        """All bytes in order."""
        if isinstance(self.data, bytes):
            for at in range(self.begins, len(self.data), BLOCK):
                yield self.data[at : at + BLOCK]
            return
        with self.data.open("rb") as handle:
            handle.seek(self.begins)
            while block := handle.read(BLOCK):
                yield block

    def stream(self, at: int) -> pa.NativeFile:
        """A stream that begins ``at`` bytes after the start."""
        if isinstance(self.data, bytes):
            return pa.BufferReader(pa.py_buffer(self.data).slice(self.begins + at))
        file = pa.OSFile(str(self.data))
        file.seek(self.begins + at)
        return file

    def lines(self) -> io.TextIOWrapper:
        """The decoded text, line ends kept."""
        raw = self.data.open("rb") if isinstance(self.data, Path) else io.BytesIO(self.data)
        raw.seek(self.begins)
        return io.TextIOWrapper(raw, encoding="utf-8", newline="")


def as_utf8(content: bytes | Path, name: str) -> tuple[Text, str]:
    """The content as UTF-8 and what it was encoded in. Raises ``InputError`` when it is no text."""
    raw = Text(content)
    start = raw.start(_START)
    encoding = _utf16(start)
    if encoding is None:
        utf8 = _is_utf8(raw)
        _refuse_binary(start, name, utf8=utf8)
        if utf8 and all(b"\x00" not in block for block in raw.blocks()):
            return Text(content, _mark(start)), "utf-8"
        encoding = "utf-8" if utf8 else "cp1252"
    try:
        return _transcoded(raw, encoding), encoding.removesuffix("-le").removesuffix("-be")
    except UnicodeDecodeError as error:
        raise _not_text(name) from error


def _mark(start: bytes) -> int:
    return len(_BOM) if start.startswith(_BOM) else 0


def _utf16(start: bytes) -> str | None:
    """Which UTF-16 the text is in, by its mark or by where its zeros stand."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    even, odd = start[0::2].count(0), start[1::2].count(0)
    # letters of our scripts have a zero in one half only; runs of NUL have it in both
    if max(even, odd) >= max(0.3 * len(start) / 2, 1) and min(even, odd) <= 0.1 * max(even, odd):
        return "utf-16-le" if odd > even else "utf-16-be"
    return None


def _is_utf8(text: Text) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for block in text.blocks():
            if not block.isascii() or decoder.getstate()[0]:
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_binary(start: bytes, name: str, *, utf8: bool) -> None:
    start = start.replace(b"\x00", b"")
    text = start.decode("utf-8" if utf8 else "cp1252", errors="ignore" if utf8 else "replace")
    strange = sum(1 for c in text if (ord(c) < 32 and c not in "\t\r\n") or c == "\ufffd")
    if not text.strip() or strange > 0.02 * len(text):
        raise _not_text(name)


def _transcoded(raw: Text, encoding: str) -> Text:
    """A copy in UTF-8: in memory for bytes, among the temporary files for a file on disk."""
    errors = _MIXED if encoding == "cp1252" else "strict"
    decoder = codecs.getincrementaldecoder("utf-8" if encoding == "cp1252" else encoding)(errors)
    if isinstance(raw.data, bytes):
        memory = io.BytesIO()
        _write(raw, decoder, memory)
        return Text(memory.getvalue(), _mark(memory.getvalue()[:3]))
    handle, name = tempfile.mkstemp(prefix="jointproc-", suffix=".csv")
    path = Path(name)
    try:
        with open(handle, "wb") as disk:
            _write(raw, decoder, disk)
        text = Text(path, _mark(Text(path).start(3)))
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    weakref.finalize(text, path.unlink, missing_ok=True)
    return text


def _write(raw: Text, decoder: codecs.IncrementalDecoder, out: IO[bytes]) -> None:
    for block in raw.blocks():
        out.write(_plain(decoder.decode(block)))
    out.write(_plain(decoder.decode(b"", final=True)))


def _plain(text: str) -> bytes:
    return text.replace("\x00", "").encode("utf-8", errors="replace")


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


codecs.register_error(_MIXED, _as_cp1252)


def _not_text(name: str) -> InputError:
    return InputError("Berkas {name} bukan berkas data yang dikenal; simpan sebagai CSV, XLSX, atau JSON.", name=name)
