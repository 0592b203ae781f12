"""One door for documents: what a file is, is told by its content; its name may only agree."""

import re
from typing import Final, Literal

from portal.kernel.documents.blocks import Document, Reading
from portal.kernel.documents.open_document import read_open_document
from portal.kernel.documents.package import Package
from portal.kernel.documents.refusals import (
    DamagedFile,
    EmptyFile,
    HasMacros,
    LockedDocument,
    MisnamedFile,
    OldWord,
    TooLarge,
    UnknownDocument,
    UnreadableLetters,
)
from portal.kernel.documents.web import read_html, read_plain
from portal.kernel.documents.word import MACRO_TYPES, read_word
from portal.kernel.files.checks import LARGEST, clean_name

PACKED: Final = b"PK\x03\x04"
OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
ODT: Final = b"application/vnd.oasis.opendocument.text"
OTHER_KINDS: Final = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\x7fELF")
ENDINGS: Final = {
    "docx": ("docx",),
    "odt": ("odt",),
    "html": ("html", "htm", "xhtml"),
    "text": ("txt", "text", "md", "markdown", ""),
}
MACRO_ENDINGS: Final = ("docm", "dotm")
_PAGE: Final = re.compile(r"\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_BEFORE_PAGE: Final = re.compile(r"<\?[^<>]*>|<!--.*?-->", re.DOTALL)
_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([a-zA-Z0-9_-]{3,20})", re.IGNORECASE)
CHARSETS: Final = frozenset({"utf-8", "windows-1250", "windows-1251", "windows-1252", "iso-8859-2", "iso-8859-5"})
_BINARY: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def read(content: bytes, name: str, changes: Reading | Literal["accept", "reject"] = Reading.ACCEPT) -> Document:
    """Read a draft: DOCX, ODT, HTML, Markdown or plain text.

    `changes` says which text of a document with tracked changes is wanted; all changes and comments are told of in
    both readings. A name without an ending is a pasted text. Nothing is unpacked before the table of contents has
    been judged, nothing outside the file is asked for, and what is read is bounded: 10 MB, 120 MB unpacked,
    32 MB for a part, 5,000 blocks. Cost: linear, some seconds for the largest. Raises the refusals of
    `portal.kernel.documents.refusals`.
    """
    name = clean_name(name) if name else name
    if not content.strip():
        raise EmptyFile(name=name)
    if len(content) > LARGEST:
        raise TooLarge(name=name, most=LARGEST // 1024 // 1024)
    if _ending(name) in MACRO_ENDINGS:
        raise HasMacros(name=name)
    if content.startswith(PACKED):
        return _packed(content, name, Reading(changes))
    if content.startswith(OLD_OFFICE):
        raise (LockedDocument if ENCRYPTED in content else OldWord)(name=name)
    if content.startswith(OTHER_KINDS):
        raise UnknownDocument(name=name)
    text = _decoded(content, name)
    if _PAGE.match(_BEFORE_PAGE.sub("", text[:4000])) or _ending(name) in ENDINGS["html"]:
        _must_be("html", name)
        return read_html(text, name, Reading(changes))
    _must_be("text", name)
    return read_plain(text, name, markdown=_ending(name) in {"md", "markdown"})


def _packed(content: bytes, name: str, changes: Reading) -> Document:
    package = Package(content, name)
    if "word/document.xml" in package and "[Content_Types].xml" in package:
        if MACRO_TYPES in package.read("[Content_Types].xml"):
            raise HasMacros(name=name)
        _must_be("docx", name)
        return read_word(package, changes)
    if package.read("mimetype").strip() == ODT:
        if "content.xml" not in package:
            raise DamagedFile(name=name)
        _must_be("odt", name)
        return read_open_document(package, changes)
    if "mimetype" in package and package.read("mimetype").startswith(ODT):
        raise UnknownDocument(name=name)
    raise (MisnamedFile if _ending(name) in ("docx", "odt") else UnknownDocument)(name=name)


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def _must_be(kind: str, name: str) -> None:
    ending = _ending(name)
    if ending in ENDINGS[kind] or (not ending and kind == "html"):
        return
    raise (MisnamedFile if any(ending in endings for endings in ENDINGS.values()) else UnknownDocument)(name=name)


def _decoded(content: bytes, name: str) -> str:
    """Read the letters: as the file itself says, else UTF-8; a guess would spoil šđčćž without anybody noticing."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        charset = "utf-16"
    else:
        said = _CHARSET.search(content[:4000])
        charset = said.group(1).decode().lower() if said and _ending(name) in ("html", "htm", "xhtml") else "utf-8"
        charset = charset if charset in CHARSETS and not content.startswith(b"\xef\xbb\xbf") else "utf-8"
    try:
        text = content.decode(charset).removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise UnreadableLetters(name=name) from None
    if _BINARY.search(text):
        raise UnknownDocument(name=name)
    return text
