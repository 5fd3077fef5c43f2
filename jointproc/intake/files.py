"""What kind of file is this, judged by its content, and is it safe to open?"""

from __future__ import annotations

import bz2
import copy
import gzip
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from itertools import chain
from typing import Final, Literal

from jointproc.errors import InputError

__all__ = [
    "BROKEN_ZIP",
    "LARGEST_BYTES",
    "LARGEST_UNPACKED_BYTES",
    "FileKind",
    "damaged",
    "locked",
    "part_bytes",
    "recognise",
    "refuse_bomb",
    "unpacked",
]

FileKind = Literal["sheet", "json", "text", "parquet", "archive"]

LARGEST_BYTES: Final = 200 * 1024 * 1024
# a file on disk is read piece by piece
LARGEST_ON_DISK: Final = 4 * 1024**3
# What a compressed file may grow to. Honest spreadsheets stay far below both; a bomb exceeds them.
LARGEST_UNPACKED_BYTES: Final = 1024**3
_LARGEST_RATIO: Final = 120
_RATIO_COUNTS_FROM: Final = 50 * 1024 * 1024
_PIECE: Final = 2**20
# What the standard library raises for an archive that is cut off, changed, or made in a way it can't undo.
BROKEN_ZIP: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, LookupError,
    struct.error,
)  # fmt: skip
# the only ways of packing that can be undone piece by piece
_PIECEWISE: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# A lone value far out makes a dense table of everything between; the sheet reader would take all memory for it, and
# ends the whole process when it can't. What a sheet says of its own size may be wrong or missing: its cells count.
_LARGEST_CELLS: Final = 60_000_000
# the start tag of a row that says where it is, when its cells don't
_FAR_ROW: Final = re.compile(rb'<row [^>]*?r="(?:[89]\d{4}|\d{6,})"')
_ROW: Final = re.compile(rb'<row [^>]*?r="(\d+)"')
_CELL: Final = re.compile(rb"<c[ />]")
_FAR_RIGHT: Final = re.compile(rb' r="[A-Z]{3}\d+"[^>/]*>')
# with at most 702 columns left (ZZ), only these rows can exceed the number of cells
_FAR_DOWN: Final = re.compile(rb' r="[A-Z]{1,3}(?:[89]\d{4}|\d{6,})"[^>/]*>')
_PLACE: Final = re.compile(rb' r="([A-Z]{1,2})(\d+)"[^>/]*>')
# patterns that begin with plain text are searched several times faster; other spellings of XML are made plain first
_PLAIN_XML: Final = bytes.maketrans(b"'\t\r\n", b'"   ')
# long enough for the start tag of a cell that two pieces share
_OVERLAP: Final = 256
# An ODS says "so many times the same"; what it stands for is counted before the library makes a dense table of it.
# Its cells take twice the memory of those of an XLSX.
_LARGEST_ODS_CELLS: Final = 25_000_000
_LARGEST_ODS_ROW: Final = 64 * 1024 * 1024
_ODS_ROW: Final = b"<table:table-row"
_ODS_ROW_END: Final = b"</table:table-row"
_ODS_TABLE: Final = b"<table:table "
_ODS_CELLS: Final = (b"<table:table-cell", b"<table:covered-table-cell")
_ODS_VALUES: Final = (
    b"office:value", b"office:string-value", b"office:date-value", b"office:time-value", b"office:boolean-value",
    b"table:formula",
)  # fmt: skip
_ODS_ROWS: Final = re.compile(rb'table:number-rows-repeated *= *"[ +]*(\d+)')
_ODS_COLUMNS: Final = re.compile(rb'table:number-columns-repeated *= *"[ +]*(\d+)')
_NO_CELLS: Final = ("xl/sharedStrings", "xl/styles", "xl/theme", "xl/media", "xl/_rels")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_FOREIGN: Final[tuple[tuple[bytes, str], ...]] = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"SQLite format 3", "SQLite"),
    (b"DUCK", "DuckDB"),
)


def recognise(content: bytes, name: str, *, size: int | None = None) -> FileKind:
    """The kind of a file that is not compressed, by its content or, with its whole ``size``, by its beginning.

    Raises:
        InputError: one sentence for everything that is not read.
    """
    if not content.strip(b"\x00 \r\n\t"):
        raise InputError("Berkas {name} kosong: unduh ulang dari sumbernya.", name=name)
    largest = LARGEST_BYTES if size is None else LARGEST_ON_DISK
    if (size or len(content)) > largest:
        raise InputError(
            "Berkas {name} lebih dari {size} MB: bagi menjadi beberapa berkas, misalnya per tahun.",
            name=name,
            size=largest // 2**20,
        )
    if content.startswith(b"PAR1"):
        return "parquet"
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise locked(name)
        return "sheet"
    if content.startswith(b"PK"):
        return _zip(content, name)
    for magic, kind in _FOREIGN:
        if content.startswith(magic):
            raise InputError(
                "Berkas {name} adalah berkas {kind}; yang dapat dimuat ialah CSV, XLSX, ODS, JSON, Parquet, atau ZIP.",
                name=name,
                kind=kind,
            )
    # without byte order mark and the empty halves of UTF-16
    start = content[:400].removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe").replace(b"\x00", b"").lstrip().lower()
    if start.startswith(b"<"):
        raise InputError(
            "Berkas {name} berisi halaman web atau pesan galat dari server, bukan data: unduh ulang dari sumbernya.",
            name=name,
        )
    return "json" if start[:1] in (b"[", b"{") else "text"


def _zip(content: bytes, name: str) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            refuse_bomb(sum(info.file_size for info in infos), len(content), name)
            inside = {info.filename for info in infos}
            if any(n.startswith("xl/") and n.endswith(".bin") and "worksheets/sheet" in n for n in inside):
                raise InputError("Berkas {name} adalah XLSB: simpan sebagai XLSX, lalu unggah lagi.", name=name)
            if any(n.startswith("xl/") for n in inside) or "content.xml" in inside:
                for info in infos:
                    _read_through(archive, info, name)
                return "sheet"
    except BROKEN_ZIP as error:
        raise damaged(name) from error
    return "archive"


def part_bytes(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of one part of an archive, piece by piece.

    Raises:
        zipfile.BadZipFile: it holds more than it claims to (told before more of it is unpacked), or other bytes.
        NotImplementedError: it is packed in a way that can't be undone piece by piece.
    """
    if info.compress_type not in _PIECEWISE:
        raise NotImplementedError(info.compress_type)
    # one byte more than claimed would come if it were there; without this the rest is cut off and its checksum passes
    larger = copy.copy(info)
    larger.file_size += 1
    read_n = 0
    with archive.open(larger) as part:
        while piece := part.read(_PIECE):
            read_n += len(piece)
            if read_n > info.file_size:
                raise zipfile.BadZipFile(info.filename)
            yield piece
    if read_n < info.file_size:
        raise zipfile.BadZipFile(info.filename)


def _read_through(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> None:
    """Unpack one part piece by piece, so that a damaged one, or one of too many cells, is told before it is opened."""
    if info.filename == "content.xml":
        _refuse_far_ods(part_bytes(archive, info), name)
        return
    has_cells = not info.filename.startswith(_NO_CELLS)
    far_down = False
    for piece in _pieces(archive, info):
        if has_cells:
            if _FAR_RIGHT.search(piece):
                raise _too_wide(name)
            far_down = far_down or bool(_FAR_DOWN.search(piece) or _FAR_ROW.search(piece))
    if far_down and _cells_n(_pieces(archive, info)) > _LARGEST_CELLS:
        raise _too_wide(name)


def _pieces(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part's content in pieces that overlap a little, so that no cell is cut in two everywhere."""
    tail = b""
    for piece in part_bytes(archive, info):
        yield (tail + piece).translate(_PLAIN_XML)
        tail = piece[-_OVERLAP:]


def _cells_n(pieces: Iterator[bytes]) -> int:
    """How many cells a dense table of a sheet has: its last row times its last column."""
    last_row = last_column = 0
    for piece in pieces:
        places = _PLACE.findall(piece)
        rows = chain((row for _letters, row in places), _ROW.findall(piece))
        last_row = max(last_row, max((int(row) for row in rows), default=0))
        # a cell that doesn't say where it is follows the one before it
        last_column = max(last_column, max(len(_CELL.findall(row)) for row in piece.split(b"<row ")))
        for letters in {letters for letters, _row in places}:
            column = 0
            for letter in letters:
                column = column * 26 + letter - 64
            last_column = max(last_column, column)
    return last_row * last_column


def _refuse_far_ods(pieces: Iterator[bytes], name: str) -> None:
    """Raises ``InputError`` when the tables of an ODS together stand for more cells, or text, than memory holds."""
    cells_n = rows_n = last_row = last_column = repeated_bytes = 0
    rest = b""
    for piece in chain(pieces, (_ODS_ROW,)):
        *rows, rest = (rest + piece.translate(_PLAIN_XML)).split(_ODS_ROW)
        for row in rows:
            content, _end, between = row.partition(_ODS_ROW_END)
            tag = content[: content.find(b"<")]
            times = int(found[1]) if (found := _ODS_ROWS.search(tag)) else 1
            filled = max(map(content.rfind, _ODS_VALUES))
            if filled >= 0:
                cells = content[: content.find(b"<", filled)]
                columns = sum(map(cells.count, _ODS_CELLS))
                repeats = [int(n) for n in _ODS_COLUMNS.findall(cells)]
                last_row, last_column = rows_n + times, max(last_column, columns + sum(repeats) - len(repeats))
                repeated_bytes += (times * max(repeats, default=1) - 1) * len(content)
            rows_n += times
            if _ODS_TABLE in between:
                cells_n += last_row * last_column
                rows_n = last_row = last_column = 0
            too_many = cells_n + last_row * last_column > _LARGEST_ODS_CELLS
            if too_many or repeated_bytes > LARGEST_UNPACKED_BYTES:
                raise _too_wide(name)
        if len(rest) > _LARGEST_ODS_ROW:
            raise _too_wide(name)


def _too_wide(name: str) -> InputError:
    return InputError(
        "Lembar di berkas {name} terlalu luas karena ada isian jauh di luar tabel: "
        "salin tabelnya saja ke lembar baru, lalu unggah lagi.",
        name=name,
    )


def damaged(name: str) -> InputError:
    """What to say of a file that can't be opened."""
    return InputError("Berkas {name} rusak dan tidak dapat dibuka: unduh atau simpan ulang dari sumbernya.", name=name)


def locked(name: str) -> InputError:
    """What to say of a workbook with a password."""
    return InputError(
        "Berkas {name} terkunci kata sandi: buka di Excel, simpan tanpa kata sandi, lalu unggah lagi.", name=name
    )


def refuse_bomb(unpacked_bytes: int, packed_bytes: int, name: str) -> None:
    """Raises ``InputError`` when content grows out of all proportion."""
    too_large = unpacked_bytes > LARGEST_UNPACKED_BYTES
    too_dense = unpacked_bytes > _RATIO_COUNTS_FROM and unpacked_bytes > _LARGEST_RATIO * max(packed_bytes, 1)
    if too_large or too_dense:
        raise InputError(
            "Berkas {name} mengembang menjadi {size} MB saat dibuka dan ditolak demi keamanan: "
            "simpan ulang hanya lembar yang diperlukan.",
            name=name,
            size=unpacked_bytes // 2**20,
        )


def unpacked(content: bytes, name: str) -> bytes:
    """The content of a ``.gz`` or ``.bz2`` file, or the content itself. Stops early when it grows out of bounds."""
    if content.startswith(b"\x1f\x8b"):
        packed: gzip.GzipFile | bz2.BZ2File = gzip.GzipFile(fileobj=io.BytesIO(content))
    elif content.startswith(b"BZh"):
        packed = bz2.BZ2File(io.BytesIO(content))
    else:
        return content
    # These readers go on through all streams of a file (parallel packers write many) and unpack no more than asked.
    out = bytearray()
    try:
        with packed:
            while piece := packed.read(_PIECE):
                out += piece
                refuse_bomb(len(out), len(content), name)
    except (OSError, zlib.error, EOFError) as error:
        raise damaged(name) from error
    return bytes(out)
