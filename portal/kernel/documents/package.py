"""A zipped document opened with care: judged by its table of contents before anything is unpacked, read in bounds."""

import zipfile
import zlib
from io import BytesIO
from typing import Final

from portal.kernel.documents.refusals import DamagedFile, HasMacros, LockedDocument, PackedToDeceive

MOST_ENTRIES: Final = 2000
MOST_UNPACKED: Final = 120 * 1024 * 1024
LARGEST_PART: Final = 32 * 1024 * 1024
HIGHEST_RATIO: Final = 200
RATIO_COUNTS_FROM: Final = 1024 * 1024
"""A part smaller than this may be packed as tightly as it likes: blanks and tables are."""
DIRECTORY_ENTRY: Final = b"PK\x01\x02"
PACKED_INSIDE: Final = (".zip", ".7z", ".rar", ".gz", ".bz2", ".xz", ".tar", ".jar", ".docx", ".docm", ".odt")
AT_HOME_INSIDE: Final = ("word/embeddings/", "embeddings/")
MACROS: Final = ("vbaproject.bin", "vbadata.xml")
MACRO_FOLDERS: Final = ("Basic/", "Scripts/")


class Package:
    """The parts of a DOCX or an ODT.

    Raises `PackedToDeceive`, `HasMacros`, `LockedDocument` or `DamagedFile` when it is opened.
    """

    def __init__(self, content: bytes, name: str) -> None:
        self.name = name
        if content.count(DIRECTORY_ENTRY) > MOST_ENTRIES:
            raise PackedToDeceive(name=name)
        try:
            self._packed = zipfile.ZipFile(BytesIO(content))
            entries = self._packed.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, EOFError):
            raise DamagedFile(name=name) from None
        self.entries = {entry.filename: entry for entry in entries}
        self._judge(entries)

    def _judge(self, entries: list[zipfile.ZipInfo]) -> None:
        if len(entries) != len(self.entries) or any(_leads_outside(entry.orig_filename) for entry in entries):
            raise DamagedFile(name=self.name)
        if any(entry.flag_bits & 1 for entry in entries) or "encrypted-package" in self.entries:
            raise LockedDocument(name=self.name)
        if sum(entry.file_size for entry in entries) > MOST_UNPACKED or any(map(_is_flood, entries)):
            raise PackedToDeceive(name=self.name)
        if any(name.lower().endswith(MACROS) or name.startswith(MACRO_FOLDERS) for name in self.entries):
            raise HasMacros(name=self.name)

    def __contains__(self, part: str) -> bool:
        return part in self.entries

    def read(self, part: str) -> bytes:
        """Return a part unpacked, nothing where there is none; never more than its table of contents says."""
        entry = self.entries.get(part)
        if entry is None:
            return b""
        if entry.file_size > LARGEST_PART:
            raise PackedToDeceive(name=self.name)
        try:
            with self._packed.open(entry) as stream:
                content = stream.read(LARGEST_PART + 1)
        except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, RuntimeError, EOFError):
            raise DamagedFile(name=self.name) from None
        if len(content) != entry.file_size:
            raise PackedToDeceive(name=self.name)
        return content

    def has_in(self, *folders: str) -> bool:
        """Tell whether anything lies in one of these folders."""
        return any(name.startswith(folders) and not name.endswith("/") for name in self.entries)


def _is_flood(entry: zipfile.ZipInfo) -> bool:
    if entry.file_size > RATIO_COUNTS_FROM and entry.file_size > HIGHEST_RATIO * max(entry.compress_size, 1):
        return True
    return entry.filename.lower().endswith(PACKED_INSIDE) and not entry.filename.startswith(AT_HOME_INSIDE)


def _leads_outside(path: str) -> bool:
    return path.startswith("/") or any(sign in path for sign in "\\:\0") or ".." in path.split("/")
