"""Files for tests: honest ones of each kind, and hostile ones."""

import io
import struct
import zipfile

EICAR = ("X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").encode()
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(200) + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(60)
TEXT = "Одлука о буџету.\r\nДруги ред.\n".encode()
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(document.cookie)</script>"


def packed(entries, stored=("mimetype",)) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as found:
        for name, content in entries.items():
            found.writestr(
                zipfile.ZipInfo(name), content, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            )
    return out.getvalue()


OFFICE = {"[Content_Types].xml": "<Types/>", "_rels/.rels": "<Relationships/>"}
DOCX = packed({**OFFICE, "word/document.xml": "<w:document/>"})
XLSX = packed({**OFFICE, "xl/workbook.xml": "<workbook/>"})
ODT = packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<office/>"})
ODS = packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<office/>"})


def docx_with(entries) -> bytes:
    return packed({**OFFICE, "word/document.xml": "<w:document/>", **entries})


def claiming(content: bytes, unpacked: int) -> bytes:
    """The same zip, whose table of contents says of the last entry that it is so large unpacked."""
    place = content.rfind(b"PK\x01\x02")
    return content[: place + 24] + struct.pack("<L", unpacked) + content[place + 28 :]


def locked(content: bytes) -> bytes:
    """The same zip, whose last entry is marked as encrypted."""
    place = content.rfind(b"PK\x01\x02")
    return content[: place + 8] + struct.pack("<H", 1) + content[place + 10 :]


def crowded(entries: int) -> bytes:
    """A zip whose table of contents is made of nothing but entries, far cheaper to write than to read."""
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 3, 20, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(entry) * entries, 4, 0)
    return b"PK\x03\x04" + entry * entries + end


def docx_and(content: bytes) -> bytes:
    """A document that brings something along, not packed, so that a simple scanner finds it."""
    return packed(
        {**OFFICE, "word/document.xml": "<w:document/>", "word/media/x.bin": content}, stored=("word/media/x.bin",)
    )
