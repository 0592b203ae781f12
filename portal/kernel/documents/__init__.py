"""Documents that people write elsewhere: read as blocks of text, and written for reading elsewhere.

Pure: no database, no web. `read` takes DOCX, ODT, HTML, Markdown and plain text from strangers; `write_docx` and
`write_odt` write reports of any length without keeping them in memory.
"""

from portal.kernel.documents.blocks import SAYINGS, Block, Change, Document, Oddity, Reading, Remark, Style, Track
from portal.kernel.documents.open_writing import write_odt
from portal.kernel.documents.reading import read
from portal.kernel.documents.word_writing import write_docx
from portal.kernel.documents.writing import Heading, Look, Paragraph, Run, Table, Text, Written

__all__ = [
    "SAYINGS",
    "Block",
    "Change",
    "Document",
    "Heading",
    "Look",
    "Oddity",
    "Paragraph",
    "Reading",
    "Remark",
    "Run",
    "Style",
    "Table",
    "Text",
    "Track",
    "Written",
    "read",
    "write_docx",
    "write_odt",
]
