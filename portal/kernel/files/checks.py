"""What a file really is: decided by its first bytes and its table of contents, never by what its sender says.

Nothing is unpacked or decoded here, so nothing hostile is run. A file may be a gigabyte: it is read where it lies, in steps
of 64 KB; of a packed one its table of contents is, of a PDF and a picture the beginning.
"""

import codecs
import io
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from typing import IO

from portal.kernel.files.refusals import DamagedFile, EmptyFile, HasMacros, MisnamedFile, OtherKinds, TooLarge, UnknownKind
from portal.kernel.texts import clean_line

LARGEST = 10 * 1024 * 1024
MOST = 5
MOST_ENTRIES = 2000
MOST_UNPACKED = 200 * 1024 * 1024
LARGEST_TABLE = 4 * 1024 * 1024
"""So long a table of contents is read at once; two thousand entries with names of a thousand signs each fit."""
STEP = 64 * 1024
BEGINNING = 64
Content = bytes | IO[bytes]
"""A file in memory, or one that is open and can be read from any place."""
LONGEST_NAME = 150
NOT_IN_NAMES = '<>:"/\\|?*%#'
CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f")) + b"\x7f"
DIRECTORY_ENTRY = b"PK\x01\x02"


@dataclass(frozen=True)
class Kind:
    """A kind of file that is taken: its media type, its short name, the endings of names it goes by."""

    media: str
    short: str
    endings: tuple[str, ...]


PDF = Kind("application/pdf", "PDF", ("pdf",))
JPEG = Kind("image/jpeg", "JPEG", ("jpg", "jpeg"))
PNG = Kind("image/png", "PNG", ("png",))
DOCX = Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "DOCX", ("docx",))
XLSX = Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX", ("xlsx",))
ODT = Kind("application/vnd.oasis.opendocument.text", "ODT", ("odt",))
ODS = Kind("application/vnd.oasis.opendocument.spreadsheet", "ODS", ("ods",))
TXT = Kind("text/plain", "TXT", ("txt",))
ZIP = Kind("application/zip", "ZIP", ("zip",))
KINDS = {kind.media: kind for kind in (PDF, DOCX, ODT, XLSX, ODS, JPEG, PNG, TXT)}
"""What is taken where nothing else is said."""
EVERY_KIND = {**KINDS, ZIP.media: ZIP}
"""What a feature may ask for."""
PACKED = {DOCX, XLSX, ODT, ODS, ZIP}
ACCEPTED = ",".join(f".{ending}" for kind in KINDS.values() for ending in kind.endings)
SIGNATURES = ((b"%PDF-", PDF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", PNG))


def clean_name(name: str) -> str:
    """Return a file's name as it is stored: its last part, in one line, without signs that a system takes amiss.

    At most 150 characters; the end that says its kind is kept. Never refuses.
    """
    plain = clean_line(name.replace("\\", "/").rpartition("/")[2])
    plain = "".join(" " if sign in NOT_IN_NAMES else sign for sign in plain)
    stem, dot, ending = " ".join(plain.split()).rpartition(".")
    if not dot:
        stem, ending = ending, ""
    ending = ending.strip()[:10]
    stem = stem.strip(" .")[: LONGEST_NAME - len(ending) - 1].rstrip(" .") or "dokument"
    return f"{stem}.{ending}" if ending else stem


def examine(
    content: Content, name: str, *, kinds: Collection[Kind] = tuple(KINDS.values()), largest: int | None = LARGEST
) -> Kind:
    """Return of what kind a file is, or refuse it; memory does not grow with it. `largest` None is for stored files.

    `name` is the cleaned one. Raises `EmptyFile`, `TooLarge`, `UnknownKind` (`OtherKinds` where others than the usual
    ones are taken), `DamagedFile`, `HasMacros`, and `MisnamedFile` where the end of the name says otherwise.
    """
    file = stream_of(content)
    size = file.seek(0, 2)
    if not size:
        raise EmptyFile(name=name)
    if largest is not None and size > largest:
        raise TooLarge(name=name, most=largest // 1024 // 1024)
    ending = name.rpartition(".")[2].lower()
    if not any(ending in kind.endings for kind in kinds):
        if set(kinds) == set(KINDS.values()):
            raise UnknownKind(name=name)
        raise OtherKinds(name=name, kinds=", ".join(kind.short for kind in kinds))
    kind = _by_signature(file, name)
    if kind is None or kind not in kinds or ending not in kind.endings:
        raise MisnamedFile(name=name)
    return kind


def stream_of(content: Content) -> IO[bytes]:
    """Return what a file is read from."""
    return io.BytesIO(content) if isinstance(content, bytes) else content


def begins_like(beginning: bytes, kinds: Collection[Kind]) -> bool:
    """Tell whether the first bytes of a file may be those of one of these kinds; a packed one shows which only whole."""
    for signature, kind in SIGNATURES:
        if beginning.startswith(signature):
            return kind in kinds
    if beginning.startswith(b"PK\x03\x04"):
        return bool(PACKED & set(kinds))
    return TXT in kinds and _is_text(io.BytesIO(beginning), whole=False)


def largest_inside(content: Content) -> int:
    """Return how large the largest part of a packed file says it is when unpacked; 0 for what is not packed."""
    file = stream_of(content)
    if not _beginning(file).startswith(b"PK\x03\x04"):
        return 0
    try:
        with zipfile.ZipFile(_Bounded(file)) as packed:
            return max((entry.file_size for entry in packed.infolist()), default=0)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return 0


def _beginning(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read(BEGINNING)


def _by_signature(file: IO[bytes], name: str) -> Kind | None:
    beginning = _beginning(file)
    for signature, kind in SIGNATURES:
        if beginning.startswith(signature):
            return kind
    if beginning.startswith(b"PK\x03\x04"):
        return _container(file, name)
    return TXT if _is_text(file) else None


def _is_text(file: IO[bytes], *, whole: bool = True) -> bool:
    """Tell whether it is text in UTF-8; the last letter of a mere beginning may be cut."""
    reader = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    try:
        while part := file.read(STEP):
            if part.translate(None, CONTROLS) != part:
                return False
            reader.decode(part)
        reader.decode(b"", final=whole)
    except UnicodeDecodeError:
        return False
    return True


class _Bounded(io.RawIOBase):
    """A packed file that gives no more at once than a table of contents may be long, and none with too many entries.

    Entries are counted before the table is read: one of 200,000 would cost seconds, one of a gigabyte all memory.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def seek(self, place: int, whence: int = 0) -> int:
        return self._file.seek(place, whence)

    def tell(self) -> int:
        return self._file.tell()

    def read(self, size: int = -1) -> bytes:
        if size > LARGEST_TABLE:
            raise ValueError("a table of contents without end")
        found = self._file.read(size if size >= 0 else LARGEST_TABLE)
        if found.count(DIRECTORY_ENTRY) > MOST_ENTRIES:
            raise ValueError("too many entries")
        return found


def _container(file: IO[bytes], name: str) -> Kind | None:
    """Tell an office document by its table of contents; anything else is a zip, which few features take."""
    try:
        with zipfile.ZipFile(_Bounded(file)) as packed:
            entries = packed.infolist()
            _refuse_traps(entries)
            names = {entry.filename for entry in entries}
            kind = _office(names) or _open_document(packed, names) or ZIP
    except (zipfile.BadZipFile, ValueError, KeyError, NotImplementedError, RuntimeError, EOFError, OSError):
        raise DamagedFile(name=name) from None
    if any(entry.lower().endswith("vbaproject.bin") for entry in names):
        raise HasMacros(name=name)
    return kind


def _refuse_traps(entries: list[zipfile.ZipInfo]) -> None:
    """Look for what would hurt whoever unpacks it, and for what a scanner could not see into. Raises `ValueError`."""
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise ValueError("too much inside")
    if any(entry.flag_bits & 1 or _leads_outside(entry.orig_filename) for entry in entries):
        raise ValueError("locked, or leads outside")


def _leads_outside(path: str) -> bool:
    return path.startswith("/") or any(sign in path for sign in "\\:\0") or ".." in path.split("/")


def _office(names: set[str]) -> Kind | None:
    if "[Content_Types].xml" not in names:
        return None
    found = [kind for part, kind in (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX)) if part in names]
    return found[0] if len(found) == 1 else None


def _open_document(packed: zipfile.ZipFile, names: set[str]) -> Kind | None:
    if not {"mimetype", "content.xml"} <= names:
        return None
    entry = packed.getinfo("mimetype")
    if entry.compress_type != zipfile.ZIP_STORED or entry.file_size > 100 or entry.compress_size > 100:
        return None
    said = packed.read(entry).decode("ascii", "replace")
    return next((kind for kind in (ODT, ODS) if kind.media == said), None)
